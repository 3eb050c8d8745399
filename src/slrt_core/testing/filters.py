"""Filters at random: conditions over the index fields of a kind of record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from hypothesis import strategies as st

from slrt_core.ports import IndexValue, RecordKind
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.criteria.schema import INT64

__all__ = ["conditions"]

_ORDERED: st.SearchStrategy[nodes.Op] = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_ALIKE: st.SearchStrategy[nodes.Op] = st.sampled_from(["==", "!="])
_CONSTANTS: Mapping[type, type] = {str: nodes.Code, int: nodes.Int, date: nodes.Day, datetime: nodes.Instant}


def conditions(kind: RecordKind, values: Mapping[type, st.SearchStrategy[IndexValue]]) -> st.SearchStrategy[Node]:
    """Conditions of every form that a store may meet.

    Args:
        kind: of record.
        values: those to compare with, by the type of the field.
    """
    leaves: list[st.SearchStrategy[Node]] = [st.booleans().map(nodes.Bool)]
    for name, type_ in kind.index.items():
        leaves += [_leaf(nodes.Field(kind.name, name), type_, values[type_])]
    # Not of Or and Or of Not: where a NULL would cross if a store negated a predicate.
    return st.recursive(
        st.one_of(leaves),
        lambda inner: st.one_of(
            inner.map(nodes.Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: nodes.And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: nodes.Or(tuple(parts))),
        ),
        max_leaves=5,
    )


def _leaf(of: nodes.Field, type_: type, values: st.SearchStrategy[IndexValue]) -> st.SearchStrategy[Node]:
    known = st.just(nodes.Known(of))
    if type_ is bool:
        supposed = st.booleans().map(lambda value: nodes.Default(of, nodes.Bool(value)))
        return st.one_of(known, st.just(of), supposed)
    if type_ is int:
        values = values.filter(lambda value: isinstance(value, int) and abs(value) <= INT64)
    constants = values.map(_CONSTANTS[type_])
    sides = st.just(of) | constants.map(lambda value: nodes.Default(of, value))
    ops = _ALIKE if type_ is str else _ORDERED
    return st.one_of(
        known,
        st.builds(nodes.Cmp, ops, sides, constants),
        st.builds(nodes.Cmp, ops, sides, sides),
        st.builds(nodes.In, sides, st.lists(constants, max_size=3).map(tuple)),
    )
