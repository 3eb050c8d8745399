"""From a text to an expression. Types are checked later, against the catalogue: here only the words are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from attrs import frozen

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, near
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node, Place
from slrt_core.rules.criteria.problems import refused
from slrt_core.rules.criteria.syntax import DEEPEST, LARGEST, Call, Leaf, Tree, read

__all__ = ["INT_LIMIT", "NESTING", "RESERVED", "instant", "parse"]

INT_LIMIT = 10**15
"""No number that is written, declared or computed is further from zero."""

NESTING = 2
"""Quantifiers within quantifiers at most."""

RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "false",
        "for",
        "function",
        "if",
        "import",
        "in",
        "let",
        "loop",
        "package",
        "namespace",
        "null",
        "return",
        "true",
        "var",
        "void",
        "while",
    ]
)
"""Words that CEL keeps for itself: no name may be one of them."""

_COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
_METHODS = ("exists", "all", "filter", "map", "size")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_DECIMAL = re.compile(r"(-?)([0-9]{1,16})(?:\.([0-9]{1,9}))?")


def parse(text: str) -> Node:
    """The expression that a text writes.

    Args:
        text: a strict subset of CEL; see the explanation of the language.

    Raises:
        Invalid: it is not one; the reason names line and column, shows the place and gives a hint.
    """
    node = _Reader(text).node(read(text))
    # `between` writes its number twice, and one within another four times: what is counted is what it stands for.
    open_: list[tuple[int, nodes.Node | nodes.Relation]] = [(1, node)]
    size = 0
    while open_:
        depth, part = open_.pop()
        size += 1
        if depth > DEEPEST:
            raise refused(
                text, part.at, "too-deep", f"lebih dari {DEEPEST} tingkat", f"more than {DEEPEST} levels deep"
            )
        if size > LARGEST:
            raise refused(text, part.at, "too-large", f"lebih dari {LARGEST} simpul", f"more than {LARGEST} nodes")
        open_ += [(depth + 1, child) for child in nodes.children(part)]
    return node


def _across(root: Leaf, name: Call) -> Place:
    """The place of a root and of what is selected from it, if they stand on one line."""
    length = name.at.column + name.at.length - root.at.column if name.at.line == root.at.line else root.at.length
    return Place(root.at.line, root.at.column, length)


def instant(text: str) -> datetime:
    """The instant that a text such as ``2026-01-31T05:00:00Z`` writes.

    Raises:
        ValueError: it writes none.
    """
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text).astimezone(UTC)


@frozen
class _Chain:
    """``household.members`` and what was done to it, before it is known what is asked of it."""

    among: nodes.Relation
    var: str = ""
    where: Node = nodes.TRUE
    term: Node | None = None


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._bound: tuple[str, ...] = ()

    def node(self, tree: Tree) -> Node:
        """Read a tree as a value."""
        if isinstance(tree, Leaf):
            return self._leaf(tree)
        return _READERS[tree.kind](self, tree)

    def problem(self, at: Place, code: str, id: str, en: str) -> Invalid:
        return refused(self._text, at, code, id, en)

    # --- literals and names

    def _leaf(self, leaf: Leaf) -> Node:
        match leaf.kind:
            case "int":
                return nodes.Int(self._number(leaf.text, leaf.at), at=leaf.at)
            case "string":
                return nodes.Code(leaf.text, at=leaf.at)
            case "truth":
                return nodes.Bool(leaf.text == "true", at=leaf.at)
            case _ if leaf.text == "null":
                raise self.problem(
                    leaf.at, "null", "tanpa null: tulis has(…) atau default(…)", "no null: write has(…) or default(…)"
                )
            case _:
                raise self.problem(
                    leaf.at,
                    "name-alone",
                    f"{leaf.text!r}: tulis variabelnya, misalnya {leaf.text}.decile",
                    f"{leaf.text!r}: name a variable of it, such as {leaf.text}.decile",
                )

    def _number(self, digits: str, at: Place) -> int:
        number = int(digits) if len(digits) <= 20 else INT_LIMIT + 1
        if number > INT_LIMIT:
            raise self.problem(at, "number-range", f"angka paling jauh {INT_LIMIT}", f"no number is beyond {INT_LIMIT}")
        return number

    def name(self, tree: Tree) -> Leaf:
        """Read a tree as a bare name."""
        if isinstance(tree, Leaf) and tree.kind == "name" and tree.text not in RESERVED:
            return tree
        raise self.problem(tree.at, "name-expected", "di sini harus sebuah nama", "a name must stand here")

    def _string(self, tree: Tree, what: str) -> str:
        if isinstance(tree, Leaf) and tree.kind == "string":
            return tree.text
        raise self.problem(tree.at, "text-expected", f"{what} ditulis di antara petik", f"{what} is written in quotes")

    def _all(self, trees: Iterable[Tree]) -> tuple[Node, ...]:
        """Read several trees; what is wrong is gathered from all of them."""
        found: list[Node] = []
        problems: list[Reason] = []
        for tree in trees:
            try:
                found.append(self.node(tree))
            except Invalid as error:
                problems += error.reasons
        if problems:
            raise Invalid(problems)
        return tuple(found)

    def _select(self, tree: Call) -> Node:
        of = self.name(tree.parts[0])
        return nodes.Field(of.text, tree.name, at=_across(of, tree))

    def _index(self, tree: Call) -> Node:
        of, key = tree.parts
        if not (isinstance(of, Call) and of.kind == "select"):
            raise self.problem(of.at, "key-place", "kunci hanya pada variabel", "only a variable has a key")
        root = self.name(of.parts[0])
        return nodes.Field(root.text, of.name, self._string(key, "['…']"), at=_across(root, of))

    def field(self, tree: Tree) -> nodes.Field:
        """Read a tree as a variable."""
        if isinstance(tree, Call) and tree.kind in {"select", "index"}:
            node = self.node(tree)
            assert isinstance(node, nodes.Field)  # noqa: S101 - that is what these two read
            return node
        raise self.problem(
            tree.at, "field-expected", "di sini harus sebuah variabel, seperti household.decile",
            "a variable must stand here, such as household.decile",
        )  # fmt: skip

    # --- operators

    def _many(self, tree: Call) -> Node:
        parts = self._all(tree.parts)
        return nodes.Or(parts, at=tree.at) if tree.kind == "disjunction" else nodes.And(parts, at=tree.at)

    def _binary(self, tree: Call) -> Node:
        left, right = self._all(tree.parts)
        match tree.name:
            case "+":
                return nodes.Add(left, right, at=tree.at)
            case "-":
                return nodes.Sub(left, right, at=tree.at)
            case ("==" | "!=" | "<" | "<=" | ">" | ">=") as op:
                return nodes.Cmp(op, left, right, at=tree.at)
        raise AssertionError(tree.name)

    def _membership(self, tree: Call) -> Node:
        left, right = tree.parts
        if isinstance(right, Call) and right.kind == "list":
            if not right.parts:
                raise self.problem(right.at, "list-empty", "daftarnya kosong", "the list is empty")
            of, *options = self._all((left, *right.parts))
            return nodes.In(of, tuple(options), at=tree.at)
        return nodes.Holds(self.field(right), self._string(left, "kode/code"), at=tree.at)

    def _list(self, tree: Call) -> Node:
        raise self.problem(tree.at, "list-place", "daftar hanya sesudah in", "a list stands only after in")

    def _product(self, tree: Call) -> Node:
        left, right = self._all(tree.parts)
        if isinstance(left, nodes.Int | nodes.Dec | nodes.Param):
            return nodes.Scale(left, right, at=tree.at)
        if isinstance(right, nodes.Int | nodes.Dec | nodes.Param):
            return nodes.Scale(right, left, at=tree.at)
        raise self.problem(
            tree.at,
            "product-constant",
            "satu sisi perkalian harus tetap: angka, dec('…') atau param('…')",
            "one side of a product must be constant: a number, dec('…') or param('…')",
        )

    def _negation(self, tree: Call) -> Node:
        return nodes.Not(self.node(tree.parts[0]), at=tree.at)

    def _minus(self, tree: Call) -> Node:
        of = self.node(tree.parts[0])
        if isinstance(of, nodes.Int):
            return nodes.Int(-of.value, at=tree.at)
        return nodes.Scale(nodes.Int(-1), of, at=tree.at)

    # --- those who belong to a unit

    def _chain(self, tree: Tree) -> _Chain:
        if isinstance(tree, Call) and tree.kind == "select":
            of_ = self.name(tree.parts[0])
            return _Chain(nodes.Relation(of_.text, tree.name, at=_across(of_, tree)))
        if isinstance(tree, Call) and tree.kind == "method" and tree.name in {"filter", "map"}:
            of = self._chain(tree.parts[0])
            if of.term is not None or (of.var and tree.name == "filter"):
                raise self.problem(
                    tree.at,
                    "chain-long",
                    "paling banyak satu filter dan satu map",
                    "at most one filter and one map",
                )
            return self._filtered(of, tree) if tree.name == "filter" else self._mapped(of, tree)
        raise self.problem(
            tree.at,
            "relation-expected",
            "di sini harus kumpulan orang, seperti household.members",
            "people must stand here, such as household.members",
        )

    def _filtered(self, of: _Chain, tree: Call) -> _Chain:
        self._arity(tree, 3)
        var = self._var(tree.parts[1])
        return _Chain(of.among, var, self._within(var, tree.parts[2]))

    def _mapped(self, of: _Chain, tree: Call) -> _Chain:
        self._arity(tree, 3, 4)
        var = self._var(tree.parts[1])
        if of.var and (of.var != var or len(tree.parts) == 4):
            raise self.problem(
                tree.at,
                "chain-names",
                f"sesudah filter({of.var}, …) tulis map({of.var}, …)",
                f"after filter({of.var}, …) write map({of.var}, …)",
            )
        where = self._within(var, tree.parts[2]) if len(tree.parts) == 4 else of.where
        return _Chain(of.among, var, where, self._within(var, tree.parts[-1]))

    def _var(self, tree: Tree) -> str:
        leaf = self.name(tree)
        if leaf.text in self._bound:
            raise self.problem(
                leaf.at, "name-taken", f"nama {leaf.text} sudah dipakai di luar", f"{leaf.text} is in use further out"
            )
        return leaf.text

    def _within(self, var: str, tree: Tree) -> Node:
        if len(self._bound) == NESTING:
            raise self.problem(
                tree.at,
                "nesting",
                f"paling banyak {NESTING} lapis exists/all/filter/map",
                f"at most {NESTING} levels of exists/all/filter/map",
            )
        held, self._bound = self._bound, (*self._bound, var)
        try:
            return self.node(tree)
        finally:
            self._bound = held

    def _method(self, tree: Call) -> Node:
        match tree.name:
            case "exists" | "all":
                self._arity(tree, 3)
                of = self._chain(tree.parts[0])
                if of.var:
                    raise self.problem(
                        tree.at, "chain-long", "tulis syaratnya dengan &&", "write the condition with && instead"
                    )
                var = self._var(tree.parts[1])
                body = self._within(var, tree.parts[2])
                return (nodes.Any if tree.name == "exists" else nodes.All)(of.among, var, body, at=tree.at)
            case "size":
                self._arity(tree, 1)
                of = self._chain(tree.parts[0])
                if of.term is not None:
                    raise self.problem(tree.at, "size-map", "hitung tanpa map", "count without map")
                return nodes.Count(of.among, of.var, of.where, at=tree.at)
            case "filter" | "map":
                raise self.problem(
                    tree.at, "chain-open", f"sesudah {tree.name} harus .size(), sum, min atau max",
                    f"after {tree.name} there must be .size(), sum, min or max",
                )  # fmt: skip
        hint = near(tree.name, _METHODS)
        raise self.problem(
            tree.at,
            "method-unknown",
            f"{tree.name!r} bukan bagian bahasa ini{hint.id}",
            f"{tree.name!r} is not part of this language{hint.en}",
        )

    def _arity(self, tree: Call, *counts: int) -> None:
        if len(tree.parts) not in counts:
            expected = "/".join(str(count - (tree.kind == "method")) for count in counts)
            raise self.problem(
                tree.at, "arity", f"{tree.name} perlu {expected} isian", f"{tree.name} takes {expected} arguments"
            )

    # --- functions

    def _call(self, tree: Call) -> Node:
        reader = _FUNCTIONS.get(tree.name)
        if reader is None:
            hint = near(tree.name, _FUNCTIONS)
            raise self.problem(
                tree.at,
                "function-unknown",
                f"fungsi {tree.name!r} tidak dikenal{hint.id}",
                f"unknown function {tree.name!r}{hint.en}",
            )
        counts, read_call = reader
        self._arity(tree, *counts)
        return read_call(self, tree)

    def _total(self, tree: Call) -> Node:
        of = self._chain(tree.parts[0])
        if of.term is None:
            raise self.problem(
                tree.at,
                "map-missing",
                f"tulis {tree.name}(household.members.map(m, …))",
                f"write {tree.name}(household.members.map(m, …))",
            )
        kinds: dict[str, type[nodes.Sum | nodes.Min | nodes.Max]]
        kinds = {"sum": nodes.Sum, "min": nodes.Min, "max": nodes.Max}
        return kinds[tree.name](of.among, of.var, of.term, of.where, at=tree.at)

    def _age(self, tree: Call) -> Node:
        return nodes.Age(self.node(tree.parts[0]), "years" if tree.name == "age" else "months", at=tree.at)

    def _date(self, tree: Call) -> Node:
        text = self._string(tree.parts[0], "date('2026-01-31')")
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError(text)
            return nodes.Day(date.fromisoformat(text), at=tree.at)
        except ValueError:
            raise self.problem(
                tree.at,
                "date-form",
                f"{text!r} bukan tanggal; tulis 2026-01-31",
                f"{text!r} is no date; write 2026-01-31",
            ) from None

    def _instant(self, tree: Call) -> Node:
        text = self._string(tree.parts[0], "timestamp('2026-01-31T05:00:00Z')")
        try:
            return nodes.Instant(instant(text), at=tree.at)
        except ValueError:
            raise self.problem(
                tree.at,
                "instant-form",
                f"{text!r} bukan saat; tulis 2026-01-31T05:00:00Z",
                f"{text!r} is no instant; write 2026-01-31T05:00:00Z",
            ) from None

    def _decimal(self, tree: Call) -> Node:
        text = self._string(tree.parts[0], "dec('7.2')")
        match = _DECIMAL.fullmatch(text)
        if match is None:
            raise self.problem(
                tree.at, "decimal-form", f"{text!r} bukan desimal; tulis 7.2", f"{text!r} is no decimal; write 7.2"
            )
        after = match[3] or ""
        digits = self._number(match[2] + after, tree.at)
        return nodes.Dec(-digits if match[1] else digits, len(after), at=tree.at)

    def _param(self, tree: Call) -> Node:
        by = self.field(tree.parts[1]) if len(tree.parts) == 2 else None
        return nodes.Param(self._string(tree.parts[0], "param('…')"), by, at=tree.at)

    def _default(self, tree: Call) -> Node:
        return nodes.Default(self.field(tree.parts[0]), self.node(tree.parts[1]), at=tree.at)

    def _has(self, tree: Call) -> Node:
        of = self.field(tree.parts[0])
        if of.key:  # CEL's own has() takes no index either
            raise self.problem(
                tree.at,
                "has-key",
                f"tulis '{of.key}' in {of.of}.{of.name}",
                f"write '{of.key}' in {of.of}.{of.name}",
            )
        return nodes.Known(of, at=tree.at)

    def _in_region(self, tree: Call) -> Node:
        return nodes.Within(self.field(tree.parts[0]), self._string(tree.parts[1], "'61.12'"), at=tree.at)

    def _implies(self, tree: Call) -> Node:
        given, then = self._all(tree.parts)
        return nodes.Or((nodes.Not(given), then), at=tree.at)

    def _between(self, tree: Call) -> Node:
        of, low, high = self._all(tree.parts)
        return nodes.And((nodes.Cmp(">=", of, low, at=tree.at), nodes.Cmp("<=", of, high, at=tree.at)), at=tree.at)


_R = _Reader
_READERS: dict[str, Callable[[_Reader, Call], Node]] = {
    "disjunction": _R._many,  # noqa: SLF001 - the reader's own tables
    "conjunction": _R._many,  # noqa: SLF001
    "binary": _R._binary,  # noqa: SLF001
    "membership": _R._membership,  # noqa: SLF001
    "product": _R._product,  # noqa: SLF001
    "negation": _R._negation,  # noqa: SLF001
    "minus": _R._minus,  # noqa: SLF001
    "select": _R._select,  # noqa: SLF001
    "index": _R._index,  # noqa: SLF001
    "method": _R._method,  # noqa: SLF001
    "call": _R._call,  # noqa: SLF001
    "list": _R._list,  # noqa: SLF001
}
_FUNCTIONS: dict[str, tuple[tuple[int, ...], Callable[[_Reader, Call], Node]]] = {
    "sum": ((1,), _R._total),  # noqa: SLF001
    "min": ((1,), _R._total),  # noqa: SLF001
    "max": ((1,), _R._total),  # noqa: SLF001
    "age": ((1,), _R._age),  # noqa: SLF001
    "age_months": ((1,), _R._age),  # noqa: SLF001
    "date": ((1,), _R._date),  # noqa: SLF001
    "timestamp": ((1,), _R._instant),  # noqa: SLF001
    "dec": ((1,), _R._decimal),  # noqa: SLF001
    "param": ((1, 2), _R._param),  # noqa: SLF001
    "default": ((2,), _R._default),  # noqa: SLF001
    "has": ((1,), _R._has),  # noqa: SLF001
    "within": ((2,), _R._in_region),  # noqa: SLF001
    "implies": ((2,), _R._implies),  # noqa: SLF001
    "between": ((3,), _R._between),  # noqa: SLF001
}
