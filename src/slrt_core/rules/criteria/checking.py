"""Types, names and units of an expression, against the schema. All that is wrong is found, not only the first."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import fitting, nodes, ranges
from slrt_core.rules.criteria.comparing import compared
from slrt_core.rules.criteria.findings import Findings
from slrt_core.rules.criteria.nodes import Node, Place, Relation
from slrt_core.rules.criteria.resolving import Names
from slrt_core.rules.criteria.schema import AGE, ROSTER, Kind, ParamKind, Schema
from slrt_core.rules.criteria.weighing import too_heavy

__all__ = ["Checked", "check"]

_BOOL = Kind(name="bool")


@frozen(kw_only=True)
class Checked:
    """An expression that is well typed.

    Args:
        node: as given.
        unit: whose it is.
        kind: the type of its value.
        warnings: what is allowed and yet worth a look.
    """

    node: Node
    unit: str
    kind: Kind
    warnings: tuple[Reason, ...] = ()


def check(
    node: Node,
    schema: Schema,
    unit: str,
    *,
    params: Mapping[str, ParamKind] | None = None,
    text: str = "",
    path: str = "",
    want: str = "bool",
) -> Checked:
    """Check an expression.

    Args:
        node: the expression.
        schema: what may be named.
        unit: whose expression it is, such as ``family``.
        params: the parameters that it may name.
        text: as it was written, for messages.
        path: the place of the expression itself, for messages.
        want: the type that its value must have; empty for any.

    Raises:
        Invalid: with every problem, each with its place.
    """
    findings = Findings(text, path)
    checker = _Checker(Names(schema, params or {}, {root: root for root in schema.roots[unit]}, findings))
    kind = checker.want(node, want) if want else checker.kind(node)
    if not findings.problems and (heavy := too_heavy(node, schema, unit)):
        findings.no(node.at, *heavy)
    if findings.problems:
        raise Invalid(findings.problems)
    return Checked(node=node, unit=unit, kind=kind or _BOOL, warnings=tuple(findings.warnings))


class _Checker:
    """One walk over an expression; ``None`` is the type of what is wrong already, and is not reported twice."""

    def __init__(self, names: Names) -> None:
        self._names, self._findings = names, names.findings

    def kind(self, node: Node) -> Kind | None:
        """The type of a node's value."""
        match node:
            case nodes.Bool():
                return _BOOL
            case nodes.Int() | nodes.Dec():
                return ranges.literal(self._findings, node)
            case nodes.Day():
                return Kind(name="date")
            case nodes.Instant():
                return Kind(name="instant")
            case nodes.Code(value):
                return Kind(name="code", codes=(value,))
            case nodes.Field():
                return self._names.field(node)
            case nodes.Param():
                return self._names.param(node)
            case nodes.Not(of):
                self.want(of, "bool")
                return _BOOL
            case nodes.And(parts) | nodes.Or(parts):
                for part in parts:
                    self.want(part, "bool")
                return _BOOL
            case nodes.Label(_, of):
                return self.want(of, "bool")
            case nodes.Cmp():
                return self._comparison(node)
            case nodes.In():
                return self._in(node)
            case nodes.Holds():
                return self._holds(node)
            case nodes.Known() | nodes.Default():
                return self._policy(node)
            case nodes.Within():
                return self._within(node)
            case nodes.Any() | nodes.All():
                self._bind(node.among, node.var, node.body)
                if isinstance(node, nodes.All):
                    self._warn_all(node)
                return _BOOL
            case nodes.Count():
                self._bind(node.among, node.var, node.body)
                return Kind(name="number", low=0, high=ROSTER)
            case nodes.Sum() | nodes.Min() | nodes.Max():
                term = self._bind(node.among, node.var, node.where, node.term)
                return ranges.totalled(self._findings, node, term) if term and isinstance(node, nodes.Sum) else term
            case nodes.Add() | nodes.Sub():
                left, right = self.want(node.left, "number"), self.want(node.right, "number")
                return ranges.added(self._findings, node, left, right) if left and right else None
            case nodes.Scale():
                return self._product(node)
            case nodes.Age():
                self._lonely_age(node.at)
                return None
        raise TypeError(f"{type(node).__name__} is not checked")  # a lowered node

    def want(self, node: Node, *wanted: str) -> Kind | None:
        """The type of a node's value, which must be one of some."""
        kind = self.kind(node)
        if kind is not None and kind.name not in wanted:
            self._findings.mistyped(node.at, kind, *wanted)
            return None
        return kind

    # --- values beside values

    def _comparison(self, node: nodes.Cmp) -> Kind:
        left, right = self._side(node.left, node.right), self._side(node.right, node.left)
        if left is not None and right is not None:
            compared(self._findings, node, left, right)
        return _BOOL

    def _side(self, node: Node, other: Node) -> Kind | None:
        """One side of a comparison, where an age may stand if the other is constant."""
        if not isinstance(node, nodes.Age):
            return self.kind(node)
        param = self._names.params.get(other.name) if isinstance(other, nodes.Param) else None
        if not isinstance(other, nodes.Int | nodes.Param) or (isinstance(other, nodes.Param) and other.by is not None):
            self._lonely_age(node.at)
        elif param is not None and param.scale:
            fitting.whole_age(self._findings, other.at)
        if not self._names.schema.dated:
            self._findings.no(
                node.at,
                "age-undated",
                "di sini tidak ada hari penilaian: bandingkan dengan tanggal",
                "there is no day of assessment here: compare with a date",
            )
        self.want(node.of, "date")
        return Kind(name="number", low=-AGE[node.unit], high=AGE[node.unit])

    def _lonely_age(self, at: Place | None) -> None:
        self._findings.no(
            at,
            "age-constant",
            "umur hanya dibandingkan dengan angka tetap",
            "an age is only compared with a constant",
        )

    def _in(self, node: nodes.In) -> Kind:
        if isinstance(node.of, nodes.Age):
            kind = self._side(node.of, nodes.Int(0))
        else:
            kind = self.want(node.of, "code", "region", "text", "number", "date", "instant")
        if kind is not None:
            fitting.listed(self._findings, node, kind)
        return _BOOL

    def _product(self, node: nodes.Scale) -> Kind | None:
        by, of = self.kind(node.by), self.want(node.of, "number")
        if isinstance(node.by, nodes.Param) and node.by.by is not None:
            self._findings.no(
                node.at, "product-constant", "parameternya harus tetap", "the parameter must be the same everywhere"
            )
            return None
        return ranges.scaled(self._findings, node, by, of) if by and of else None

    # --- variables

    def _holds(self, node: nodes.Holds) -> Kind:
        kind = self._names.variable(node.of)
        if kind is None:
            return _BOOL
        if kind.keyed and not node.of.key:
            if not node.code:
                self._findings.no(node.at, "variable-key", "kuncinya kosong", "the key is empty")
        elif kind.name != "codes" or node.of.key:
            self._findings.mistyped(node.of.at, kind, "codes")
        else:
            fitting.on_list(self._findings, nodes.Code(node.code, at=node.at), kind)
        return _BOOL

    def _policy(self, node: nodes.Known | nodes.Default) -> Kind | None:
        kind = self._names.field(node.of)
        if kind is None:
            return _BOOL if isinstance(node, nodes.Known) else None
        if kind.derived is not None or kind.source:
            self._findings.no(
                node.at,
                "policy-derived",
                "has dan default hanya pada variabel yang dicatat",
                "has and default are for recorded variables",
            )
        if isinstance(node, nodes.Default):
            fitting.assumed(self._findings, node.value, kind)
            return evolve(kind, keyed=False)
        if node.of.key:
            self._findings.no(node.at, "has-key", f"tulis '{node.of.key}' in …", f"write '{node.of.key}' in …")
        return _BOOL

    def _within(self, node: nodes.Within) -> Kind:
        kind = self._names.field(node.of)
        if kind is not None and (kind.name != "region" or kind.source):
            self._findings.mistyped(node.of.at, kind, "region")
        fitting.region(self._findings, node.at, node.region)
        return _BOOL

    # --- those who belong to a unit

    def _bind(self, among: Relation, var: str, body: Node, term: Node | None = None) -> Kind | None:
        inner = self._names.members(among)
        if var in self._names.scope:
            self._findings.no(among.at, "name-taken", f"nama {var} sudah dipakai", f"the name {var} is in use")
            return None
        if inner is None:
            return None
        inside = _Checker(self._names.binding(var, inner))
        inside.want(body, "bool")
        return inside.want(term, "number") if term is not None else None

    def _warn_all(self, node: nodes.All) -> None:
        self._findings.warn(
            node.at,
            "all-nobody",
            "all atas rumah tanpa siapa pun adalah ya; tambah .size() > 0 bila bukan itu maksudnya",
            "all over nobody is yes; add .size() > 0 if that is not meant",
        )
