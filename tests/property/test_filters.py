"""Filters: what they let through, by the oracle of the language, and who may read what they find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.errors import Invalid
from slrt_core.ports import CannotPushDown, Filter, IndexValue, RecordKind, matches, record_schema
from slrt_core.rules.criteria import nodes, parse, print_text
from slrt_core.rules.criteria.document import from_document, to_document
from slrt_core.testing.filters import conditions
from slrt_core.testing.interpreter import Interpreter

KIND = RecordKind(name="thing", index={"word": str, "count": int, "yes": bool, "day": date, "at": datetime, "to": str})
START = datetime(2026, 1, 1)  # noqa: DTZ001 - Hypothesis adds the zone
VALUES: Mapping[type, st.SearchStrategy[IndexValue]] = {
    str: st.sampled_from(["", "a", "A", "b"]),
    int: st.integers(-2, 2),
    bool: st.booleans(),
    date: st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    datetime: st.datetimes(START, START + timedelta(seconds=2), timezones=st.just(UTC)),
}
INDEX = st.fixed_dictionaries({name: st.none() | VALUES[type_] for name, type_ in KIND.index.items()})


@given(condition=conditions(KIND, VALUES), index=INDEX)
def test_a_filter_lets_through_what_surely_fits(condition: nodes.Node, index: Mapping[str, IndexValue]) -> None:
    oracle = Interpreter(record_schema(KIND), date(2026, 1, 1))
    expected = oracle.truth(condition, "thing", {"thing": index}) is True
    assert matches(Filter.of(KIND, condition), index) is expected


@pytest.mark.parametrize(
    "text",
    [
        "thing.at < timestamp('2026-01-31T05:00:00Z')",
        "thing.at in [timestamp('2026-01-31T12:00:00.000001+07:00')]",
        "default(thing.at, timestamp('2026-01-31T05:00:00Z')) >= timestamp('0001-01-01T00:00:00Z')",
    ],
)
def test_an_instant_is_written_as_text_and_as_document(text: str) -> None:
    Filter.of(KIND, text)
    assert parse(print_text(parse(text))) == parse(text)
    assert from_document(to_document(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("thing.wort == 'a'", "variable-unknown"),
        ("case.word == 'a'", "name-unknown"),
        ("thing.word < 'b'", "order"),
        ("thing.word < thing.to", "order"),
        ("thing.word == 1", "type"),
        ("thing.count in ['a']", "list-item"),
        ("thing.at == date('2026-01-31')", "type"),
        ("thing.at == timestamp('2026-01-31')", "instant-form"),
        ("thing.at == timestamp('2026-02-31T00:00:00Z')", "instant-form"),
        ("age(thing.day) >= 60", "age-undated"),
        ("thing.things.exists(t, t.yes)", "relation-unknown"),
        ("within(thing.word, '61')", "type"),
        ("thing.count", "type"),
    ],
)
def test_what_is_no_filter_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        Filter.of(KIND, text)
    assert code in refused.value.codes


@pytest.mark.parametrize("value", ["2026-01-31", "2026-01-31T05:00:00Z", "2026-02-31T05:00:00+00:00", "no"])
def test_a_document_has_one_form_of_an_instant(value: str) -> None:
    with pytest.raises(Invalid):
        from_document({"is": "instant", "value": value})


def test_a_filter_does_not_show_its_values() -> None:
    assert "Siti" not in repr(Filter.of(KIND, "thing.word == 'Siti'"))


def test_no_filter_lets_all_through() -> None:
    assert matches(None, {})
    assert not MemoryStorage.capabilities.query


def test_a_node_without_sql_is_refused_with_its_place() -> None:
    sql = pytest.importorskip("slrt_core.adapters.sql.filters")
    made = Filter.of(KIND, "thing.yes")
    at = nodes.Place(1, 7)
    odd = nodes.Not(nodes.Holds(nodes.Field("thing", "word"), "a", at=at))
    with pytest.raises(CannotPushDown, match="1:7: sql"):
        sql.shape_of(Filter(evolve(made.lowered, node=odd)), {})
