"""What became of a case, step by step, in words: for officers, and for the household that asks by its number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.kinds import wanted
from slrt_core.errors import Erased
from slrt_core.model.cases import Case, Outcome
from slrt_core.ports import Range
from slrt_core.reasons import Basis, Text
from slrt_core.rules.visibility import complainant_scope

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.lives import ParticipationRecord

__all__ = ["Status", "Step", "by_number", "life_timeline", "timeline"]


@frozen(kw_only=True)
class Step:
    """One line of a timeline.

    Args:
        at: when.
        on: the local date.
        who: the officer's name; empty for what followed by itself.
        post: in which post, in words.
        did: what, in words.
        reached: the state reached, in words.
        basis: the rule that allowed it.
        reason: the reason given, in words; empty if none.
        outcome: the outcome, if the case was settled by it.
        acting_for: the name of whom they acted for, if a mandate was all that let them.
    """

    at: datetime
    on: date
    who: str
    post: Text
    did: Text
    reached: Text
    basis: Basis
    reason: Text
    outcome: Outcome = Outcome.NONE
    acting_for: str = ""


@frozen(kw_only=True)
class Status:
    """What a household learns of its case with the registration number it was given (P5c).

    Args:
        kind: what it is about.
        state: where it stands.
        outcome: how it was settled; empty if it is not.
        since: the local date of the last step.
        due: the last day for the next.
        told: what the household was told so far.
    """

    kind: Text
    state: Text
    outcome: Text
    since: date
    due: date | None
    told: tuple[str, ...]


def timeline(case: Case, work: Work) -> Iterator[Step]:
    """What happened to a case, step by step, in words."""
    book = work.process_of(case)
    nothing = Text("", "")
    way = book.ways[case.way]
    yield Step(
        at=case.opened_at,
        on=case.opened_on,
        who=_name(case.recorder.officer, work),
        post=book.label(book.posts, case.recorder.post),
        did=way.label,
        reached=book.label(book.states, way.initial),
        basis=way.basis,
        reason=nothing,
        acting_for=_name(case.recorder.acting_for, work),
    )
    for act in case.acts:
        states = book.referral_states if act.referral else book.states
        yield Step(
            at=act.at,
            on=act.on,
            who=_name(act.actor.officer, work),
            post=book.label(book.posts, act.actor.post),
            did=book.label(book.commands if act.command in book.commands else work.rulebook.commands, act.command),
            reached=book.label(states, act.after),
            basis=Basis.parse(act.basis),
            reason=book.choices[act.reason].text if act.reason in book.choices else nothing,
            outcome=act.outcome,
            acting_for=_name(act.actor.acting_for, work),
        )


def life_timeline(record: ParticipationRecord, work: Work) -> Iterator[Step]:
    """What happened to a participation, step by step, in words."""
    book = work.rulebook
    states = book.life_states.get(record.life, {})
    for act in record.acts:
        yield Step(
            at=act.at,
            on=act.on,
            who=_name(act.actor.officer, work),
            post=book.label(book.posts, act.actor.post),
            did=book.label(book.commands, act.command),
            reached=book.label(states, act.after),
            basis=Basis.parse(act.basis),
            reason=book.choices[act.reason].text if act.reason in book.choices else Text("", ""),
            acting_for=_name(act.actor.acting_for, work),
        )


def _name(officer: str, work: Work) -> str:
    return work.roster.officer(officer).name if officer in work.roster else ""


def by_number(number: str, work: Work) -> tuple[Status, ...]:
    """What became of each case under a registration number: no names, no texts but what the household was told."""
    book = work.rulebook
    found = work.all("case", Range(field="number"), wanted("case", complainant_scope(number)))
    return tuple(
        Status(
            kind=book.word("kind", case.kind),
            state=_state(case, work),
            outcome=book.word("outcome", case.outcome) if case.outcome else Text("", ""),
            since=case.acts[-1].on if case.acts else case.opened_on,
            due=case.due,
            told=tuple(_told(case, work)),
        )
        for case in map(work.read_case, found)
    )


def _state(case: Case, work: Work) -> Text:
    """In the words of today; of a state that today's rulebook does not know, in those of the case's own."""
    book = work.rulebook if case.state in work.rulebook.states else work.process_of(case)
    return book.label(book.states, case.state)


def _told(case: Case, work: Work) -> Iterator[str]:
    for feedback in case.feedback:
        if feedback.reached:
            with suppress(Erased):
                yield work.sealer.reveal(feedback.text)
