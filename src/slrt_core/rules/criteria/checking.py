"""Types, names and units of an expression, against the schema. All that is wrong is found, not only the first."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve, frozen

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, near
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node, Place, Relation
from slrt_core.rules.criteria.problems import problem
from slrt_core.rules.criteria.schema import INT64, LEVELS, ROSTER, Kind, Schema
from slrt_core.rules.criteria.weighing import too_heavy

__all__ = ["AGE", "Checked", "ParamKind", "check"]

AGE = {"years": 9_999, "months": 119_988}
"""The greatest distance between two dates, rounded outward: an age that nobody has told may be anything up to it."""

_BOOL = Kind(name="bool")
_REGION = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_ORDERED = {"number", "date", "instant"}
_LEVEL_WORDS = {
    "province": ("provinsi", "province"),
    "regency": ("kabupaten/kota", "regency"),
    "subdistrict": ("kecamatan", "sub-district"),
    "village": ("desa/kelurahan", "village"),
}
_WORDS = {
    "bool": ("ya/tidak", "yes/no"),
    "number": ("angka", "a number"),
    "date": ("tanggal", "a date"),
    "instant": ("saat", "an instant"),
    "code": ("kode", "a code"),
    "codes": ("himpunan kode", "a set of codes"),
    "region": ("wilayah", "a region"),
    "text": ("teks", "a text"),
}


@frozen(kw_only=True)
class ParamKind:
    """What is declared of a parameter.

    Args:
        low: its least value, in units of its scale.
        high: its greatest.
        scale: digits after the point.
        level: by which region it differs: ``province``, ``regency`` …; empty if it is the same everywhere. A field of
            a smaller region will do, since it lies in one of these.
    """

    low: int
    high: int
    scale: int = 0
    level: str = ""


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
    checker = _Checker(schema, unit, params or {}, text, path)
    kind = checker.kind(node)
    if kind is not None and want and kind.name != want:
        checker.mistyped(node.at, kind, want)
    if not checker.problems and (heavy := too_heavy(node, schema, unit)):
        checker.problems.append(problem(text, node.at, *heavy, path))
    if checker.problems:
        raise Invalid(checker.problems)
    return Checked(node=node, unit=unit, kind=kind or _BOOL, warnings=tuple(checker.warnings))


class _Checker:
    """One walk over an expression; ``None`` is the type of what is wrong already, and is not reported twice."""

    def __init__(self, schema: Schema, unit: str, params: Mapping[str, ParamKind], text: str, path: str) -> None:
        self._schema, self._params, self._text, self._path = schema, params, text, path
        self._scope = {root: root for root in schema.roots[unit]}
        self.problems: list[Reason] = []
        self.warnings: list[Reason] = []

    def _no(self, at: Place | None, code: str, id: str, en: str) -> None:
        self.problems.append(problem(self._text, at, code, id, en, self._path))

    def mistyped(self, at: Place | None, kind: Kind, *wanted: str) -> None:
        """Note a value of the wrong type."""
        id = "/".join(_WORDS[want][0] for want in wanted)
        en = " or ".join(_WORDS[want][1] for want in wanted)
        found = _WORDS[kind.name]
        self._no(at, "type", f"di sini harus {id}, bukan {found[0]}", f"{en} must stand here, not {found[1]}")

    def kind(self, node: Node) -> Kind | None:
        """The type of a node's value."""
        match node:
            case nodes.Bool():
                return _BOOL
            case nodes.Int(value):
                return self._number(node.at, 0, value, value)
            case nodes.Dec(digits, scale):
                return self._number(node.at, scale, digits, digits)
            case nodes.Day():
                return Kind(name="date")
            case nodes.Instant():
                return Kind(name="instant")
            case nodes.Code(value):
                return Kind(name="code", codes=(value,))
            case nodes.Field():
                return self._field(node)
            case nodes.Param():
                return self._param(node)
            case nodes.Not(of):
                self._want(of, "bool")
                return _BOOL
            case nodes.And(parts) | nodes.Or(parts):
                for part in parts:
                    self._want(part, "bool")
                return _BOOL
            case nodes.Label(_, of):
                return self._want(of, "bool")
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
                return self._total(node)
            case nodes.Add() | nodes.Sub():
                return self._sum(node)
            case nodes.Scale():
                return self._scale(node)
            case nodes.Age():
                self._lonely_age(node.at)
                return None
        raise TypeError(f"{type(node).__name__} is not checked")  # a lowered node

    # --- names

    def _unit(self, name: str, at: Place | None) -> str | None:
        unit = self._scope.get(name)
        if unit is None:
            hint = near(name, self._scope)
            known = ", ".join(self._scope)
            self._no(
                at,
                "name-unknown",
                f"nama {name!r} tidak dikenal di sini (ada: {known}){hint.id}",
                f"unknown name {name!r} here (there are: {known}){hint.en}",
            )
        return unit

    def _named(self, field: nodes.Field) -> Kind | None:
        unit = self._unit(field.of, field.at)
        if unit is None:
            return None
        kind = self._schema.kind(unit, field.name)
        if kind is None:
            hint = near(field.name, self._schema.units[unit].fields)
            self._no(
                field.at,
                "variable-unknown",
                f"{unit} tidak punya variabel {field.name!r}{hint.id}",
                f"{_a(unit)} has no variable {field.name!r}{hint.en}",
            )
        return kind

    def _field(self, field: nodes.Field) -> Kind | None:
        kind = self._named(field)
        if kind is None:
            return None
        if kind.keyed != bool(field.key):
            self._no(
                field.at,
                "variable-key",
                f"{field.name} perlu kunci: {field.name}['PKH']" if kind.keyed else f"{field.name} tanpa kunci",
                f"{field.name} needs a key: {field.name}['PKH']" if kind.keyed else f"{field.name} has no key",
            )
            return None
        return kind

    def _param(self, node: nodes.Param) -> Kind | None:
        found = self._params.get(node.name)
        if found is None:
            hint = near(node.name, self._params)
            self._no(
                node.at,
                "param-unknown",
                f"parameter {node.name!r} tidak ada{hint.id}",
                f"there is no parameter {node.name!r}{hint.en}",
            )
            return None
        by = self._field(node.by) if node.by else None
        if node.by is not None and by is None:
            return None
        if by is not None and by.name != "region":
            self.mistyped(node.by.at if node.by else None, by, "region")
            return None
        if (by is None) is bool(found.level) or (by is not None and not _as_fine(by.level, found.level)):
            level = found.level or "–"
            self._no(
                node.at,
                "param-level",
                f"parameter {node.name} berbeda menurut: {level}",
                f"the parameter {node.name} differs by: {level}",
            )
            return None
        return self._number(node.at, found.scale, found.low, found.high)

    # --- truths

    def _want(self, node: Node, *wanted: str) -> Kind | None:
        kind = self.kind(node)
        if kind is not None and kind.name not in wanted:
            self.mistyped(node.at, kind, *wanted)
            return None
        return kind

    def _comparison(self, node: nodes.Cmp) -> Kind:
        left, right = self._side(node.left, node.right), self._side(node.right, node.left)
        if left is None or right is None:
            return _BOOL
        if "codes" in {left.name, right.name}:
            self.mistyped(node.at, Kind(name="codes"), "bool", "number", "date", "code")
        elif left.name in {"code", "region"} or right.name in {"code", "region"}:
            self._codes_alike(node, left, right)
        elif left.name != right.name:
            self.mistyped(node.right.at, right, left.name)
        elif left.name == "number":
            self._aligned(node.at, left, right)
        # A region or a text stands beside a code that is written out.
        alike = left.name == right.name or {"region", "text"} & {left.name, right.name}
        if node.op not in {"==", "!="} and alike and not {left.name, right.name} & _ORDERED:
            self._no(
                node.at, "order", f"{node.op} hanya untuk angka dan tanggal", f"{node.op} is for numbers and dates"
            )
        return _BOOL

    def _side(self, node: Node, other: Node) -> Kind | None:
        """One side of a comparison, where an age may stand if the other is constant."""
        if not isinstance(node, nodes.Age):
            return self.kind(node)
        param = self._params.get(other.name) if isinstance(other, nodes.Param) and other.by is None else None
        if not isinstance(other, nodes.Int | nodes.Param) or (isinstance(other, nodes.Param) and other.by is not None):
            self._lonely_age(node.at)
        elif param is not None and param.scale:
            self._whole_age(other.at)
        if not self._schema.dated:
            self._no(
                node.at,
                "age-undated",
                "di sini tidak ada hari penilaian: bandingkan dengan tanggal",
                "there is no day of assessment here: compare with a date",
            )
        self._want(node.of, "date")
        return Kind(name="number", low=-AGE[node.unit], high=AGE[node.unit])

    def _lonely_age(self, at: Place | None) -> None:
        self._no(
            at,
            "age-constant",
            "umur hanya dibandingkan dengan angka tetap",
            "an age is only compared with a constant",
        )

    def _whole_age(self, at: Place | None) -> None:
        self._no(at, "age-whole", "umur dibandingkan dengan bilangan bulat", "an age is compared with a whole number")

    def _codes_alike(self, node: nodes.Cmp, left: Kind, right: Kind) -> None:
        if {left.name, right.name} - {"code", "region", "text"}:
            self.mistyped(node.right.at, right, left.name)
            return
        both = isinstance(node.left, nodes.Code) and isinstance(node.right, nodes.Code)
        for kind, side in ((left, node.right), (right, node.left)):
            if isinstance(side, nodes.Code) and not both:
                self._on_list(side, kind)
                return
        if both or left.name != right.name or set(left.codes) != set(right.codes) or left.level != right.level:
            self._no(node.at, "code-lists", "kedua daftar kodenya berbeda", "the two are of different code lists")
        elif left.anywhere or right.anywhere:
            self._no(
                node.at,
                "region-coarse",
                "wilayah ini mungkin hanya diketahui secara kasar; bandingkan provinsinya, misalnya",
                "this region may be known only coarsely; compare its province, for example",
            )

    def _on_list(self, literal: nodes.Code, kind: Kind) -> None:
        if kind.name == "region":
            if not _REGION.fullmatch(literal.value):
                self._no(
                    literal.at,
                    "region-code",
                    f"{literal.value!r} bukan kode wilayah",
                    f"{literal.value!r} is no region",
                )
            elif len(literal.value) != LEVELS[kind.level] and not kind.anywhere:
                self._no(
                    literal.at,
                    "region-level",
                    f"{literal.value!r} bukan {_LEVEL_WORDS[kind.level][0]}; tulis within(…) untuk yang di dalamnya",
                    f"{literal.value!r} is no {_LEVEL_WORDS[kind.level][1]}; write within(…) for what lies in it",
                )
        elif kind.name != "text" and literal.value not in kind.codes:
            hint = near(literal.value, kind.codes)
            self._no(
                literal.at,
                "code-unknown",
                f"kode {literal.value!r} tidak ada dalam daftar{hint.id}",
                f"the code {literal.value!r} is not on the list{hint.en}",
            )

    def _in(self, node: nodes.In) -> Kind:
        if isinstance(node.of, nodes.Age):
            kind = self._side(node.of, nodes.Int(0))
        else:
            kind = self._want(node.of, "code", "region", "text", "number", "date", "instant")
        for option in node.options:
            match option, kind:
                case _, None:
                    pass
                case nodes.Code(), Kind(name="text"):
                    pass
                case nodes.Code(), Kind(name="code" | "region") if not isinstance(node.of, nodes.Code):
                    self._on_list(option, kind)
                case (nodes.Day(), Kind(name="date")) | (nodes.Instant(), Kind(name="instant")):
                    pass
                case nodes.Dec(), _ if isinstance(node.of, nodes.Age):
                    self._whole_age(option.at)
                case ((nodes.Int() | nodes.Dec()), Kind(name="number")):
                    found = self.kind(option)
                    if found is not None:
                        self._aligned(option.at, kind, found)
                case _:
                    self._no(
                        option.at,
                        "list-item",
                        "isi daftar harus tetap dan sejenis",
                        "the list holds constants of its kind",
                    )
        return _BOOL

    def _holds(self, node: nodes.Holds) -> Kind:
        kind = self._named(node.of)
        if kind is not None and kind.keyed and not node.of.key:
            if not node.code:
                self._no(node.at, "variable-key", "kuncinya kosong", "the key is empty")
            return _BOOL
        if kind is None:
            return _BOOL
        if kind.name != "codes" or node.of.key:
            self.mistyped(node.of.at, kind, "codes")
        else:
            self._on_list(nodes.Code(node.code, at=node.at), kind)
        return _BOOL

    def _policy(self, node: nodes.Known | nodes.Default) -> Kind | None:
        kind = self._field(node.of)
        if kind is None:
            return _BOOL if isinstance(node, nodes.Known) else None
        if kind.derived is not None or kind.source:
            self._no(
                node.at,
                "policy-derived",
                "has dan default hanya pada variabel yang dicatat",
                "has and default are for recorded variables",
            )
        if isinstance(node, nodes.Known):
            if node.of.key:
                self._no(node.at, "has-key", f"tulis '{node.of.key}' in …", f"write '{node.of.key}' in …")
            return _BOOL
        literal = node.value
        fits = {
            "bool": nodes.Bool, "date": nodes.Day, "code": nodes.Code, "instant": nodes.Instant, "text": nodes.Code,
        }.get(kind.name)  # fmt: skip
        if kind.name == "number" and isinstance(literal, nodes.Int | nodes.Dec):
            value = self.kind(literal)
            if value is not None and (value.scale > kind.scale or not _between(kind, value)):
                self._no(literal.at, "default-range", "di luar kisaran variabel", "outside the variable's range")
        elif fits is None or not isinstance(literal, fits):
            self._no(literal.at, "default-type", "nilai anggapan harus sejenis", "what is assumed must be of its kind")
        elif isinstance(literal, nodes.Code):
            self._on_list(literal, kind)
        return evolve(kind, keyed=False)

    def _within(self, node: nodes.Within) -> Kind:
        kind = self._field(node.of)
        if kind is not None and (kind.name != "region" or kind.source):
            self.mistyped(node.of.at, kind, "region")
        if not _REGION.fullmatch(node.region):
            self._no(node.at, "region-code", f"{node.region!r} bukan kode wilayah", f"{node.region!r} is no region")
        return _BOOL

    # --- those who belong to a unit

    def _bind(self, among: Relation, var: str, body: Node, term: Node | None = None) -> Kind | None:
        unit = self._unit(among.of, among.at)
        relations = self._schema.units[unit].relations if unit else {}
        inner = relations.get(among.name)
        if unit is not None and inner is None:
            hint = near(among.name, relations)
            self._no(
                among.at,
                "relation-unknown",
                f"{unit} tidak punya {among.name!r}{hint.id}",
                f"{_a(unit)} has no {among.name!r}{hint.en}",
            )
        if var in self._scope:
            self._no(among.at, "name-taken", f"nama {var} sudah dipakai", f"the name {var} is in use")
            return None
        if inner is None:
            return None
        held = self._scope
        if var:
            self._scope = {**held, var: inner}
        self._want(body, "bool")
        found = self._want(term, "number") if term is not None else None
        self._scope = held
        return found

    def _warn_all(self, node: nodes.All) -> None:
        self.warnings.append(
            problem(
                self._text,
                node.at,
                "all-nobody",
                "all atas rumah tanpa siapa pun adalah ya; tambah .size() > 0 bila bukan itu maksudnya",
                "all over nobody is yes; add .size() > 0 if that is not meant",
                self._path,
            )
        )

    def _total(self, node: nodes.Sum | nodes.Min | nodes.Max) -> Kind | None:
        term = self._bind(node.among, node.var, node.where, node.term)
        if term is None or not isinstance(node, nodes.Sum):
            return term
        return self._number(node.at, term.scale, ROSTER * min(0, term.low), ROSTER * max(0, term.high))

    # --- numbers

    def _sum(self, node: nodes.Add | nodes.Sub) -> Kind | None:
        left, right = self._want(node.left, "number"), self._want(node.right, "number")
        if left is None or right is None or not self._aligned(node.at, left, right):
            return None
        scale = max(left.scale, right.scale)
        a, b = _at_scale(left, scale), _at_scale(right, scale)
        if isinstance(node, nodes.Add):
            return self._number(node.at, scale, a.low + b.low, a.high + b.high)
        return self._number(node.at, scale, a.low - b.high, a.high - b.low)

    def _scale(self, node: nodes.Scale) -> Kind | None:
        by, of = self.kind(node.by), self._want(node.of, "number")
        if isinstance(node.by, nodes.Param) and node.by.by is not None:
            self._no(
                node.at, "product-constant", "parameternya harus tetap", "the parameter must be the same everywhere"
            )
            return None
        if by is None or of is None:
            return None
        ends = [a * b for a in (by.low, by.high) for b in (of.low, of.high)]
        return self._number(node.at, by.scale + of.scale, min(ends), max(ends))

    def _number(self, at: Place | None, scale: int, low: int, high: int) -> Kind | None:
        if max(abs(low), abs(high)) > INT64:
            self._no(at, "number-range", "angkanya dapat melampaui 64 bit", "the number may go beyond 64 bits")
            return None
        return Kind(name="number", low=low, high=high, scale=scale)

    def _aligned(self, at: Place | None, left: Kind, right: Kind) -> bool:
        if left.scale != right.scale and left.scale and right.scale:
            self._no(
                at,
                "decimal-scale",
                f"angka di belakang koma berbeda: {left.scale} dan {right.scale}",
                f"different digits after the point: {left.scale} and {right.scale}",
            )
            return False
        scale = max(left.scale, right.scale)
        ends = (_at_scale(left, scale), _at_scale(right, scale))
        return all(self._number(at, scale, kind.low, kind.high) is not None for kind in ends)


_LEVELS = ("province", "regency", "subdistrict", "village")


def _as_fine(level: str, wanted: str) -> bool:
    """Whether a region of this level tells which one of the wanted level it lies in."""
    return level in _LEVELS and wanted in _LEVELS and _LEVELS.index(level) >= _LEVELS.index(wanted)


def _a(unit: str) -> str:
    return f"an {unit}" if unit[0] in "aeiou" else f"a {unit}"


def _at_scale(kind: Kind, scale: int) -> Kind:
    by = 10 ** (scale - kind.scale)
    return evolve(kind, low=kind.low * by, high=kind.high * by, scale=scale)


def _between(kind: Kind, value: Kind) -> bool:
    scale = max(kind.scale, value.scale)
    kind, value = _at_scale(kind, scale), _at_scale(value, scale)
    return kind.low <= value.low <= kind.high
