"""What every part of a text is read with: names, variables and literals, and what cannot stand where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from attrs import evolve, frozen

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.limits import INT_LIMIT, RESERVED
from slrt_core.rules.criteria.nodes import Node, Place
from slrt_core.rules.criteria.problems import refused
from slrt_core.rules.criteria.syntax import Call, Leaf, Tree

__all__ = ["Reader"]


@frozen
class Reader:
    """A text, and where in it one is.

    Args:
        text: as written, for messages.
        table: for each kind of tree that is no leaf, what reads it.
        bound: the names that the quantifiers around bind.
    """

    text: str
    table: Mapping[str, Callable[[Reader, Call], Node]]
    bound: tuple[str, ...] = ()

    def problem(self, at: Place, code: str, id: str, en: str) -> Invalid:
        """What is wrong at a place, to be raised."""
        return refused(self.text, at, code, id, en)

    def arity(self, tree: Call, *counts: int) -> None:
        """Refuse a call that has not one of these numbers of parts; a method's object is one of them."""
        if len(tree.parts) not in counts:
            expected = "/".join(str(count - (tree.kind == "method")) for count in counts)
            raise self.problem(
                tree.at, "arity", f"{tree.name} perlu {expected} isian", f"{tree.name} takes {expected} arguments"
            )

    # --- a tree as what is wanted of it

    def node(self, tree: Tree) -> Node:
        """Read a tree as a value."""
        return self._leaf(tree) if isinstance(tree, Leaf) else self.table[tree.kind](self, tree)

    def every(self, trees: Iterable[Tree]) -> tuple[Node, ...]:
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

    def name(self, tree: Tree) -> Leaf:
        """Read a tree as a bare name."""
        if isinstance(tree, Leaf) and tree.kind == "name" and tree.text not in RESERVED:
            return tree
        raise self.problem(tree.at, "name-expected", "di sini harus sebuah nama", "a name must stand here")

    def string(self, tree: Tree, what: str) -> str:
        """Read a tree as a text between quotes."""
        if isinstance(tree, Leaf) and tree.kind == "string":
            return tree.text
        raise self.problem(tree.at, "text-expected", f"{what} ditulis di antara petik", f"{what} is written in quotes")

    def field(self, tree: Tree) -> nodes.Field:
        """Read a tree as a variable."""
        if isinstance(tree, Call) and tree.kind == "select":
            return self.selected(tree)
        if isinstance(tree, Call) and tree.kind == "index":
            of, key = tree.parts
            if not (isinstance(of, Call) and of.kind == "select"):
                raise self.problem(of.at, "key-place", "kunci hanya pada variabel", "only a variable has a key")
            return evolve(self.selected(of), key=self.string(key, "['…']"))
        raise self.problem(
            tree.at, "field-expected", "di sini harus sebuah variabel, seperti household.decile",
            "a variable must stand here, such as household.decile",
        )  # fmt: skip

    def selected(self, tree: Call) -> nodes.Field:
        """Read what is selected from a name; its place is that of both, if they stand on one line."""
        of = self.name(tree.parts[0])
        length = tree.at.column + tree.at.length - of.at.column if tree.at.line == of.at.line else of.at.length
        return nodes.Field(of.text, tree.name, at=Place(of.at.line, of.at.column, length))

    # --- leaves

    def number(self, digits: str, at: Place) -> int:
        """Read digits as a whole number."""
        number = int(digits) if len(digits) <= 20 else INT_LIMIT + 1
        if number > INT_LIMIT:
            raise self.problem(at, "number-range", f"angka paling jauh {INT_LIMIT}", f"no number is beyond {INT_LIMIT}")
        return number

    def _leaf(self, leaf: Leaf) -> Node:
        match leaf.kind:
            case "int":
                return nodes.Int(self.number(leaf.text, leaf.at), at=leaf.at)
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
                    f"{leaf.text!r} belum cukup: tulis milik siapa dan variabel apa, misalnya household.decile",
                    f"{leaf.text!r} is not enough: say whose it is and which variable, such as household.decile",
                )
