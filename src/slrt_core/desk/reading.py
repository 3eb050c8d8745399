"""What an officer may see: lists, timelines, searches. What is not in sight does not exist in any of them (R-ALL-2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from slrt_core.desk.codec import decode
from slrt_core.desk.replay import case_at
from slrt_core.errors import Erased
from slrt_core.model.cases import Case, Outcome, Visit, Way
from slrt_core.model.contents import CaseKind
from slrt_core.model.facts import AsOf
from slrt_core.model.identity import IdentityClaim, Private
from slrt_core.model.registry import FollowUp
from slrt_core.ports import LONGEST_TEXT, Range, Stored
from slrt_core.reasons import Basis, Text
from slrt_core.rules import access, deadlines, visibility
from slrt_core.rules.process import apart, open_referral, steps_in, turns

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor, Assignment
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["Found", "Status", "Step", "WorkItem"]

_REFERRED = ("referred", "village_referral")


@frozen(kw_only=True)
class WorkItem:
    """A case that waits for somebody, with what a judgement must name.

    Args:
        id: of the case.
        number: the household's registration number.
        kind: what it is about.
        way: how it came in.
        state: where it stands.
        referral: the state of its open referral; empty if there is none.
        program: the program's code, if any.
        place: the village, in words.
        household: the name of the household's head; empty if unknown or anonymous.
        listed: whether it was on the central list when the case was recorded.
        due: the last day for the next step.
        late: whether that day has passed.
        commands: what this officer's post may do next.
        version: of the case.
        digest: of its content.
    """

    id: str
    number: str
    kind: CaseKind
    way: Way
    state: str
    referral: str
    program: str
    place: str
    household: str
    listed: bool
    due: date | None
    late: bool
    commands: tuple[str, ...]
    version: int
    digest: str


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


@frozen(kw_only=True)
class Found:
    """A household that was searched for."""

    household: str
    name: str
    place: str


def worklist(actor: Actor, work: Work, limit: int) -> tuple[WorkItem, ...]:
    """The cases that wait for an actor, by due date."""
    held = access.held(work.setting, actor.officer, actor.post)
    if not held:
        label = work.rulebook.label(work.rulebook.posts, actor.post)
        work.refuse_unless(
            [work.rulebook.refusal("not-assigned", officer=actor.officer, post=label, day=work.moment.on)]
        )
    visible = (c for c in _cases(actor, held, work) if visibility.can_read_case(work.setting, actor, c))
    mine = ((case, commands) for case in visible if (commands := _open_to(case, actor, work)))
    return _first((_line(case, commands, work) for case, commands in mine), limit)


def overdue(actor: Actor, work: Work, limit: int) -> tuple[WorkItem, ...]:
    """The late cases that an actor may see."""
    villages = _villages(access.held(work.setting, actor.officer, actor.post), work)
    late = work.all("case", Range(field="due", high=work.moment.on), {"region": villages})
    cases: Iterator[Case] = (decode(stored.body, Case) for stored in late)
    return _first(
        (item_of(case, actor, work) for case in cases if visibility.can_read_case(work.setting, actor, case)), limit
    )


def item_of(case: Case, actor: Actor, work: Work) -> WorkItem:
    """A case as a line of a list, with what this officer is waited for to do."""
    return _line(case, _open_to(case, actor, work), work)


def _line(case: Case, commands: tuple[str, ...], work: Work) -> WorkItem:
    book = work.process(case.rulebook)
    referral = open_referral(case, book)
    stored = work.tx.get("household", case.household) if case.household else None
    name = str(stored.index["name"] or "") if stored else ""
    return WorkItem(
        id=case.id,
        number=case.number,
        kind=case.kind,
        way=case.way,
        state=case.state,
        referral=referral.state if referral else "",
        program=case.program,
        place=work.regions.name(case.region),
        household=name,
        listed=case.listed,
        due=case.due,
        late=deadlines.late(case, work.moment.on),
        commands=commands,
        version=case.version,
        digest=case.digest,
    )


def _cases(actor: Actor, held: tuple[Assignment, ...], work: Work) -> Iterator[Case]:
    rule = work.rulebook.posts.get(actor.post)
    if rule is not None and rule.reads == "referred":
        programs = {program for assignment in held for program in assignment.programs} | {""}
        where: dict[str, set[str]] = {
            "receiver": {f"{actor.post}:{program}" for program in programs},
            "state": set(_REFERRED),
        }
    else:
        # A case follows the rulebook it began under, so a state that a newer one does not know is looked for as well.
        states = {state for book in work.rulebooks() for state in _states_of(actor.post, book)}
        where = {"state": states, "region": _villages(held, work)}
    return (decode(stored.body, Case) for stored in work.all("case", Range(field="due"), where))


def _states_of(post: str, book: Rulebook) -> set[str]:
    stages = {name for name, stage in book.stages.items() if post in stage.stand_ins}
    states = {
        row.before
        for row in book.rows
        if book.awaited(row) and (post in row.posts or (row.stage or "handle") in stages)
    }
    answering = any(post in line.posts or line.stage in stages for line in book.referral_rows)
    return states | set(_REFERRED) if answering else states


def _open_to(case: Case, actor: Actor, work: Work) -> tuple[str, ...]:
    """The commands for which this person is waited for, now and in this post."""
    book, setting = work.process(case.rulebook), work.setting
    held = access.held(setting, actor.officer, actor.post)
    steps = []
    for row, posts, referral in turns(case, book):
        if actor.post not in posts:
            mine = steps_in(case, actor.post, setting, book, row)
        elif referral is None or actor.post != referral.receiver.post:
            mine = True
        else:
            mine = any(access.answers(setting, assignment, referral.receiver, case.region) for assignment in held)
        if mine and not any(apart(setting, actor, case, row.stage)):
            steps.append(row.command)
    return tuple(dict.fromkeys(steps))


def _villages(held: tuple[Assignment, ...], work: Work) -> set[str]:
    return {v for assignment in held for region in assignment.regions for v in work.regions.villages(region)}


def timeline(case: Case, work: Work) -> Iterator[Step]:
    """What happened to a case, step by step, in words."""
    book = work.process(case.rulebook)
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
    )
    for act in case.acts:
        states = book.referral_states if act.referral else book.states
        yield Step(
            at=act.at,
            on=act.on,
            who=_name(act.actor.officer, work),
            post=book.label(book.posts, act.actor.post),
            did=book.label(book.commands, act.command),
            reached=book.label(states, act.after),
            basis=Basis.parse(act.basis),
            reason=book.choices[act.reason].text if act.reason in book.choices else nothing,
            outcome=act.outcome,
        )


def _name(officer: str, work: Work) -> str:
    return work.roster.officer(officer).name if officer in work.roster else ""


def case_as_of(case: str, as_of: AsOf, work: Work) -> Case | None:
    """A case as it stood."""
    return case_at(work, case, as_of)


def lookup(claim: IdentityClaim, actor: Actor, work: Work) -> tuple[Found, ...]:
    """The households in sight in which somebody states this number."""
    if not claim.present:
        return ()
    found = work.among("subject", claim.kind.value, work.sealer.indexes(claim))
    return _households(found, actor, work, limit=None)


def find(name: str, region: str, actor: Actor, work: Work, limit: int) -> tuple[Found, ...]:
    """The households in sight by name and place."""
    held = access.held(work.setting, actor.officer, actor.post)
    villages = _villages(held, work)
    if region:
        villages &= set(work.regions.villages(region))
    start = name.casefold()[:LONGEST_TEXT]
    order = Range(field="name", low=start, high=start + "\U0010ffff") if start else Range(field="household")
    return _households(work.all("subject", order, {"region": villages}), actor, work, limit)


def _households(subjects: Iterator[Stored], actor: Actor, work: Work, limit: int | None) -> tuple[Found, ...]:
    found: dict[str, Found] = {}
    for subject in subjects:
        household, region = str(subject.index["household"]), str(subject.index["region"])
        if household in found or not visibility.can_read_household(work.setting, actor, region):
            continue
        held = work.household(household)
        if held is None or held.region != region:
            continue  # named by a list that is not wholly in
        found[household] = Found(household=household, name=held.name, place=work.regions.name(region))
        if limit is not None and len(found) >= limit:
            break
    return tuple(found.values())


def follow_ups(actor: Actor, work: Work, limit: int) -> tuple[FollowUp, ...]:
    """The open items of the places in which an actor judges records."""
    judges = any(actor.post in row.posts and row.stage for row in work.rulebook.rows)
    if not judges:
        return ()
    villages = _villages(access.held(work.setting, actor.officer, actor.post), work)
    stored = work.all("followup", Range(field="found_at"), {"region": villages, "open": {True}})
    items: Iterator[FollowUp] = (decode(item.body, FollowUp) for item in stored)
    # What only a list says that is not wholly in is not seen yet, nor what is doubtful about it; and of a household
    # that was erased nothing is left to be doubtful.
    homes = ((item, work.household(item.household)) for item in items)
    return _first((item for item, home in homes if home is not None and not home.erased), limit)


def by_number(number: str, work: Work) -> tuple[Status, ...]:
    """What became of each case under a registration number: no names, no texts but what the household was told."""
    book = work.rulebook
    visits = [decode(stored.body, Visit) for stored in work.among("visit", "number", {number})]
    return tuple(
        Status(
            kind=book.word("kind", case.kind),
            state=book.label(book.states, case.state),
            outcome=book.word("outcome", case.outcome) if case.outcome else Text("", ""),
            since=case.acts[-1].on if case.acts else case.opened_on,
            due=case.due,
            told=tuple(_told(case, work)),
        )
        for visit in visits
        for case in map(work.case, visit.cases)
    )


def _told(case: Case, work: Work) -> Iterator[str]:
    for feedback in case.feedback:
        if feedback.reached:
            with suppress(Erased):
                yield work.sealer.reveal(feedback.text)


def numbered(number: str, actor: Actor, work: Work) -> tuple[WorkItem, ...]:
    """The cases under a registration number that an actor may see."""
    visits = [decode(stored.body, Visit) for stored in work.among("visit", "number", {number})]
    cases = [work.case(case) for visit in visits for case in visit.cases]
    return tuple(item_of(case, actor, work) for case in cases if visibility.can_read_case(work.setting, actor, case))


def whose(value: IdentityClaim | Private, of: str, actor: Actor, work: Work) -> str | None:
    """Whose a sealed value is that stands in a household or case which the actor may see; ``None`` if it does not.

    Returns:
        As the record of looks names it: ``unit/…`` for a person's or family's number, ``case/…`` for words.
    """
    if work.tx.get("case", of) is not None:
        case = work.case(of)
        seen = visibility.can_read_case(work.setting, actor, case) and value in set(_sealed(case))
        return f"case/{of}" if seen else None
    household = work.household(of)
    if household is None or not visibility.can_read_household(work.setting, actor, household.region):
        return None
    units = (household, *household.families, *household.members)
    return next((f"unit/{unit.id}" for unit in units if value in set(_sealed(dict(unit.facts)))), None)


def _sealed(value: Any) -> Iterator[IdentityClaim | Private]:
    if isinstance(value, (IdentityClaim, Private)):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _sealed(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _sealed(item)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            yield from _sealed(getattr(value, attribute.name))


def _first(items: Iterator[Any], limit: int) -> tuple[Any, ...]:
    return tuple(item for _, item in zip(range(limit), items, strict=False))
