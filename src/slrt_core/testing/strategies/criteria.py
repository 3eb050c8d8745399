"""Programs, and what they ask and pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.model import (
    UNKNOWN,
    Cited,
    Clause,
    Component,
    DatedValue,
    Each,
    Finding,
    GovernanceLevel,
    Limit,
    Number,
    Parameter,
    Per,
    Program,
    Provider,
    Question,
    Quota,
    Tie,
    UnitKind,
    Used,
    Verdict,
)
from slrt_core.reasons import Text
from slrt_core.testing.strategies.basic import days, texts

__all__ = ["MADE", "programs"]

_CODES = ("KUBE", "PKH", "RTLH")
_NAMES = ("decile_max", "pkh.elderly", "pkh.pregnancy")
_words = st.builds(Text, texts(max_size=8), texts(max_size=8))
_conditions = st.sampled_from(["household.decile <= 4", "individual.pregnant", "age(individual.birth_date) >= 60"])
_numbers: SearchStrategy[Number] = st.integers(0, 10**9) | st.decimals(0, 100, places=1).map(Decimal.copy_abs)
_tags = st.sampled_from(["own", "own?", "source:002", "src:GH-DTSEN"])
_cited = st.builds(Cited, text=texts(max_size=8).filter(str.strip), tag=_tags, en=texts(max_size=8))
_basis = st.lists(_cited, max_size=2).map(tuple)
_limits = st.builds(Limit, persons=st.integers(1, 9), label=_words, basis=_basis)


@st.composite
def _clauses(draw: st.DrawFn) -> Clause:
    """Trees in which no id stands twice."""
    numbers = iter(range(99))

    def one(depth: int) -> Clause:
        own: Any = {"id": f"c{next(numbers)}", "label": draw(_words), "basis": draw(_basis)}
        shape = draw(st.sampled_from(["text", "all", "any"])) if depth else "text"
        if shape == "text":
            return Clause(**own, text=draw(_conditions))
        own[shape] = tuple(one(depth - 1) for _ in range(draw(st.integers(1, 2))))
        return Clause(**own)

    return one(draw(st.integers(0, 2)))


def _components(amounts: Sequence[str] = ()) -> SearchStrategy[Component]:
    return st.builds(
        Component,
        id=st.sampled_from(["elderly", "pregnancy", "toddler"]),
        label=_words,
        basis=_basis,
        each=st.sampled_from(Each),
        text=_conditions,
        amount=st.sampled_from(["", *amounts]),
        limit=st.none() | st.integers(1, 4),
    )


def _quotas(sizes: Sequence[str] = ()) -> SearchStrategy[Quota]:
    ranks = st.sampled_from([("household.decile",), ("household.decile", "household.monthly_income")])
    return st.builds(Quota, rank=ranks, label=_words, basis=_basis, size=st.sampled_from(["", *sizes]))


def _ties(codes: Sequence[str] = _CODES) -> SearchStrategy[Tie]:
    return st.builds(Tie, program=st.sampled_from(codes), label=_words, basis=_basis)


@st.composite
def _values(draw: st.DrawFn, since: date | None = None, at: str = "") -> DatedValue:
    since = since or draw(days())
    until = since + timedelta(days=draw(st.integers(0, 800)))
    return DatedValue(value=draw(_numbers), valid_from=since, valid_until=until, basis=draw(_basis), at=at)


@st.composite
def _parameters(draw: st.DrawFn) -> Parameter:
    """Numbers over the years, of one region after the other."""
    values: list[DatedValue] = []
    for at in draw(st.lists(st.sampled_from(["", "61", "61.12"]), min_size=1, max_size=2, unique=True)):
        values.append(draw(_values(at=at)))
        if draw(st.booleans()):
            values.append(draw(_values(since=values[-1].valid_until + timedelta(days=1), at=at)))
    return Parameter(name=draw(st.sampled_from(_NAMES)), values=tuple(values), per=draw(st.sampled_from(Per)))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Any that may stand in a catalogue, with criteria and without, whatever its texts mean."""
    code = draw(st.sampled_from(_CODES))
    ties = st.lists(_ties([one for one in _CODES if one != code]), max_size=2).map(tuple)
    parameters = draw(st.lists(_parameters(), max_size=2, unique_by=lambda one: one.name).map(tuple))
    names = [one.name for one in parameters]
    since = draw(st.just(date.min) | days())
    provider = st.builds(Provider, id=texts(max_size=8), name=_words, level=st.sampled_from(GovernanceLevel))
    questions = st.builds(Question, question=_words, answer=_words)
    return Program(
        code=code,
        name=draw(_words),
        provider=draw(provider),
        unit=draw(st.sampled_from(UnitKind)),
        benefit=draw(_words),
        valid_from=since,
        valid_until=draw(st.sampled_from([since, date.max])),
        documents=draw(st.lists(_words, max_size=2).map(tuple)),
        faq=draw(st.lists(questions, max_size=2).map(tuple)),
        requires_listing=draw(st.booleans()),
        source=draw(texts(max_size=8)),
        basis=draw(_basis),
        criteria=draw(st.none() | _clauses()),
        components=draw(st.lists(_components(names), max_size=2, unique_by=lambda one: one.id).map(tuple)),
        limit=draw(st.none() | _limits),
        quota=draw(st.none() | _quotas(names)),
        excludes=draw(ties),
        expects=draw(ties),
        parameters=parameters,
    )


@st.composite
def _findings(draw: st.DrawFn) -> Finding:
    """What clauses came to, in the shape of their tree."""
    used = st.builds(
        Used,
        unit=texts(max_size=8),
        kind=st.sampled_from(UnitKind),
        variable=st.sampled_from(["decile", "participation:PKH", "pregnant"]),
        value=st.just(UNKNOWN) | st.booleans() | st.integers(1, 10),
        roster=st.booleans(),
    )

    def one(clause: Clause) -> Finding:
        parts = tuple(map(one, (*clause.all, *clause.any)))
        looked = () if parts else draw(st.lists(used, max_size=2).map(tuple))
        return Finding(clause=clause, verdict=draw(st.sampled_from(Verdict)), used=looked, parts=parts)

    return one(draw(_clauses()))


MADE: Mapping[type, Callable[[], SearchStrategy[Any]]] = {
    Cited: lambda: _cited,
    Clause: _clauses,
    Finding: _findings,
    Component: _components,
    DatedValue: _values,
    Limit: lambda: _limits,
    Parameter: _parameters,
    Program: programs,
    Quota: _quotas,
    Tie: _ties,
}
"""By class: these are checked as they are made, so any field with any other will not do."""
