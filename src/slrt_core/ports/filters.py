"""Which records are wanted: a condition on one record, in the expression language.

The index fields of a kind of record are the variables of a unit of its name: ``case.state in ['waiting']``. Who makes
a filter writes a text or builds nodes; who keeps records finds the core of it, checked: ``And``, ``Or``, ``Not``,
``Bool``, ``Known``, ``In``, ``Cmp``, ``Holds`` of a code with its bars (see `codes_of`), and for a truth the ``Field``
or its ``Default``. Of a value that is not there nothing is known but that it is not there (``!has(case.program)``): a
record is wanted only if that is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from attrs import evolve, field, frozen

from slrt_core.ports.records import Codes, IndexValue, RecordKind, codes_of
from slrt_core.rules.criteria import Context, Kind, Lowered, Schema, Unit, check, lower, nodes, parse
from slrt_core.rules.criteria.closures import compile_closure
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import INT64

__all__ = ["Filter", "matches", "record_schema"]

_TYPES: Mapping[type, Kind] = {
    str: Kind(name="text"),
    int: Kind(name="number", low=-INT64, high=INT64),
    bool: Kind(name="bool"),
    date: Kind(name="date"),
    datetime: Kind(name="instant"),
    Codes: Kind(name="codes"),
}


@frozen(slots=False)
class Filter:
    """A condition on a record of one kind; see `Filter.of`.

    Args:
        lowered: its core; the unit is the kind's name.
        made: what a store made of it, kept under a key of the store's: a filter may be asked again and again.
    """

    lowered: Lowered = field(repr=lambda lowered: str(lowered.unit))  # values may be somebody's name
    made: dict[object, Any] = field(factory=dict, init=False, eq=False, repr=False)

    @classmethod
    def of(cls, kind: RecordKind, condition: Node | str) -> Filter:
        """A filter of the records of a kind.

        Args:
            kind: of record.
            condition: an expression over its index fields, as text or built of nodes.

        Raises:
            Invalid: the condition names what the kind has not, or is not well typed.
        """
        schema = record_schema(kind)
        text = condition if isinstance(condition, str) else ""
        node = parse(condition) if isinstance(condition, str) else condition
        checked = check(node, schema, kind.name, text=text, path=kind.name)
        lowered = lower(checked, Context(schema=schema, as_of=date.min))
        return cls(evolve(lowered, node=_barred(lowered.node)))

    @property
    def kind(self) -> str:
        """The name of the kind."""
        return self.lowered.unit

    @property
    def node(self) -> Node:
        """The lowered condition, which a store compiles."""
        return self.lowered.node

    @cached_property
    def _truth(self) -> Callable[..., bool | None]:
        return compile_closure(self.lowered)


def matches(where: Filter | None, index: Mapping[str, IndexValue]) -> bool:
    """Whether a record is wanted, by its index values: for a store that does not evaluate the expression itself."""
    return where is None or where._truth(index) is True  # noqa: SLF001 - its other half


def _barred(node: Node) -> Node:
    """The same of codes as they stand in an index, so that none is found within another."""
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            return evolve(node, parts=tuple(map(_barred, parts)))
        case nodes.Not(of):
            return evolve(node, of=_barred(of))
        case nodes.Holds(_, code):
            return evolve(node, code=codes_of([code]))
    return node


def record_schema(kind: RecordKind) -> Schema:
    """What a filter of a kind of record may name: its index fields."""
    return _schema(kind.name, tuple(kind.index.items()))


@lru_cache(maxsize=500)
def _schema(name: str, fields: tuple[tuple[str, type], ...]) -> Schema:
    unit = Unit(fields={name: _TYPES[type_] for name, type_ in fields})
    return Schema(units={name: unit}, roots={name: (name,)}, dated=False)
