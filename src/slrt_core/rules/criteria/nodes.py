"""The nodes of an expression: a closed set of frozen, hashable values.

Where a node stood in its text (`at`) is carried along for messages and is no part of what the node is.
A variable is read as `Field("household", "decile")`: the root or the bound variable, the name, and the key if it has
one. Nothing here is ever looked up on a Python object.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any as Anything
from typing import Literal

import attrs
from attrs import field, frozen

__all__ = [
    "TRUE",
    "Add",
    "Age",
    "All",
    "And",
    "Any",
    "Bool",
    "Cmp",
    "Code",
    "Count",
    "Day",
    "Dec",
    "Default",
    "Field",
    "Holds",
    "In",
    "Instant",
    "Int",
    "Known",
    "Label",
    "Lookup",
    "Max",
    "Min",
    "Node",
    "Not",
    "Op",
    "Or",
    "Param",
    "Place",
    "Relation",
    "Scale",
    "Sub",
    "Sum",
    "Within",
    "children",
    "walk",
]

Op = Literal["==", "!=", "<", "<=", ">", ">="]


@frozen
class Place:
    """Where something stands in a text: line and column from 1, and how many characters."""

    line: int
    column: int
    length: int = 1


@frozen
class _Node:
    at: Place | None = field(default=None, kw_only=True, eq=False, repr=False)


@frozen
class Bool(_Node):
    """Yes or no."""

    value: bool


TRUE = Bool(True)


@frozen
class Int(_Node):
    """A whole number; rupiah are whole numbers."""

    value: int


@frozen
class Dec(_Node):
    """A decimal: ``dec('7.20')`` is 720 with two digits after the point, another literal than ``dec('7.2')``."""

    digits: int
    scale: int


@frozen
class Day(_Node):
    """A date without time."""

    value: date


@frozen
class Instant(_Node):
    """A moment, aware of its zone: ``timestamp('2026-01-31T05:00:00Z')``. It can only be compared."""

    value: datetime


@frozen
class Code(_Node):
    """A code of a list or of a region, or a text of a record."""

    value: str


@frozen
class Field(_Node):
    """A variable of a root or of a bound variable.

    Args:
        of: ``household``, ``family``, … or the name that a quantifier binds.
        name: of the variable.
        key: of a keyed one, such as the program's code of ``participation``.
    """

    of: str
    name: str
    key: str = ""


@frozen
class Relation(_Node):
    """Those who belong to a unit: ``household.members``."""

    of: str
    name: str


@frozen
class Param(_Node):
    """A value of a dated table, by the name and, where it differs by place, by a region."""

    name: str
    by: Field | None = None


@frozen
class Cmp(_Node):
    """Two numbers, dates, codes or truths, compared."""

    op: Op
    left: Node
    right: Node


@frozen
class In(_Node):
    """Whether a value is one of those listed."""

    of: Node
    options: tuple[Node, ...]


@frozen
class Holds(_Node):
    """Whether a set of codes has a code, ``'odha' in m.social_categories``; of a keyed variable: if it is known."""

    of: Field
    code: str


@frozen
class Not(_Node):
    """The opposite; unknown stays unknown."""

    of: Node


@frozen
class And(_Node):
    """All of them: no as soon as one is no, else unknown as soon as one is unknown."""

    parts: tuple[Node, ...]


@frozen
class Or(_Node):
    """One of them at least: yes as soon as one is yes, else unknown as soon as one is unknown."""

    parts: tuple[Node, ...]


@frozen
class Any(_Node):
    """Whether it holds for somebody."""

    among: Relation
    var: str
    body: Node


@frozen
class All(_Node):
    """Whether it holds for everybody; over nobody it does."""

    among: Relation
    var: str
    body: Node


@frozen
class Count(_Node):
    """For how many it holds; with no variable, how many there are."""

    among: Relation
    var: str = ""
    body: Node = TRUE


@frozen
class Sum(_Node):
    """The total of a number over those for whom a condition holds; 0 over nobody."""

    among: Relation
    var: str
    term: Node
    where: Node = TRUE


@frozen
class Min(_Node):
    """The least of a number over those for whom a condition holds; unknown over nobody."""

    among: Relation
    var: str
    term: Node
    where: Node = TRUE


@frozen
class Max(_Node):
    """The greatest of a number over those for whom a condition holds; unknown over nobody."""

    among: Relation
    var: str
    term: Node
    where: Node = TRUE


@frozen
class Add(_Node):
    """The sum of two numbers."""

    left: Node
    right: Node


@frozen
class Sub(_Node):
    """The difference of two numbers."""

    left: Node
    right: Node


@frozen
class Scale(_Node):
    """A number times a constant: a literal, or a parameter that is the same everywhere."""

    by: Int | Dec | Param
    of: Node


@frozen
class Age(_Node):
    """Completed years or months between a date and the day of assessment.

    Who was born on 29 February completes a year on 1 March of a year that has no such day.
    """

    of: Node
    unit: Literal["years", "months"] = "years"


@frozen
class Within(_Node):
    """Whether a place lies in a region, by the map of the day of assessment."""

    of: Field
    region: str


@frozen
class Known(_Node):
    """Whether anybody has said; never unknown itself."""

    of: Field


@frozen
class Default(_Node):
    """A variable, or what is assumed while nobody has said."""

    of: Field
    value: Node


@frozen
class Label(_Node):
    """A clause that can be cited, by its id in a program's file; it has no text of its own."""

    id: str
    of: Node


@frozen
class Lookup(_Node):
    """A dated table of a parameter as it stands on the day, by the code in a field; made when lowering, never written.

    Args:
        of: the field that holds a region's code.
        table: code and value, in the units of the scale.
        low: the least value that the parameter may have.
        high: the greatest.
        name: of the parameter.
    """

    of: Field
    table: tuple[tuple[str, int], ...]
    low: int
    high: int
    name: str = ""


Node = (
    Bool
    | Int
    | Dec
    | Day
    | Instant
    | Code
    | Field
    | Param
    | Cmp
    | In
    | Holds
    | Not
    | And
    | Or
    | Any
    | All
    | Count
    | Sum
    | Min
    | Max
    | Add
    | Sub
    | Scale
    | Age
    | Within
    | Known
    | Default
    | Label
    | Lookup
)
"""Everything that an expression may be made of."""


def children(node: Anything) -> Iterator[Anything]:
    """The nodes of which a node is made, in order; relations among them."""
    for attribute in attrs.fields(type(node)):
        value = getattr(node, attribute.name)
        if isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, _Node))
        elif isinstance(value, _Node):
            yield value


def walk(node: Anything) -> Iterator[Anything]:
    """A node and everything in it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)
