"""The cases that wait for an officer. What is not in sight does not stand in any list (R-ALL-2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from slrt_core.desk.codec import decode
from slrt_core.desk.visible import narrowed, scope
from slrt_core.model.cases import Case, Way
from slrt_core.model.contents import CaseKind
from slrt_core.ports import Range
from slrt_core.rules import access, deadlines, visibility
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.process import apart, open_referral, steps_in, through, turns, waited_for
from slrt_core.rules.rulebook import ReferralRow
from slrt_core.rules.visibility import Purpose

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["WorkItem", "first", "item_of", "overdue", "worklist"]

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
        waits_for: the posts whose clock runs.
        paused: the name of the pause in which another clock stands still; empty if none does.
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
    waits_for: tuple[str, ...] = ()
    paused: str = ""


def worklist(actor: Actor, work: Work, limit: int) -> tuple[WorkItem, ...]:
    """The cases that wait for an actor, by due date."""
    if not access.held(work.setting, actor.officer, actor.post):
        work.refuse_unless([access.not_held(work.setting, actor)])
    mine = ((case, commands) for case in _cases(actor, work) if (commands := _open_to(case, actor, work)))
    return first((_line(case, commands, work) for case, commands in mine), limit)


def overdue(actor: Actor, work: Work, limit: int) -> tuple[WorkItem, ...]:
    """The late cases that an actor may see."""
    late = work.all("case", Range(field="due", high=work.moment.on), scope(actor, work, Purpose.FOLLOW_UP))
    cases: Iterator[Case] = (decode(stored.body, Case) for stored in late)
    return first((item_of(case, actor, work) for case in cases), limit)


def item_of(case: Case, actor: Actor, work: Work) -> WorkItem:
    """A case as a line of a list, with what this officer is waited for to do."""
    return _line(case, _open_to(case, actor, work), work)


def _line(case: Case, commands: tuple[str, ...], work: Work) -> WorkItem:
    book = work.process_of(case)
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
        waits_for=waited_for(case, book),
        paused=case.paused.name if case.paused else "",
    )


def _cases(actor: Actor, work: Work) -> Iterator[Case]:
    """Those of the cases in sight that wait for the actor's post, or in a state where it may have to step in."""
    rule = work.rulebook.posts.get(actor.post)
    awaited: nodes.Node = nodes.Holds(nodes.Field("case", "waits"), actor.post)
    if rule is not None and rule.reads == "referred":
        awaited = nodes.And((visibility.at_hand(work.setting, actor), awaited))
    else:
        # A case follows the rulebook it began under, so a state that a newer one does not know is looked for as well.
        # So does one that only a program's protocol knows.
        books = [variant for book in work.rulebooks() for variant in book.variants()]
        states = {state for book in books for state in _stands_in_at(actor.post, book)}
        if states:
            awaited = nodes.Or((awaited, one_of("case", "state", sorted(states))))
    where = narrowed(actor, work, awaited)
    return (decode(stored.body, Case) for stored in work.all("case", Range(field="due"), where))


def _stands_in_at(post: str, book: Rulebook) -> set[str]:
    """The states in which somebody is waited for whom a post may have to stand in for."""
    stages = {name for name, stage in book.stages.items() if post in stage.stand_ins}
    states = {row.before for row in book.rows if book.awaited(row) and (row.stage or "handle") in stages}
    answering = any((line.stage or "handle") in stages for line in book.referral_rows)
    return states | set(_REFERRED) if answering else states


def _open_to(case: Case, actor: Actor, work: Work) -> tuple[str, ...]:
    """The commands for which this person is waited for, now and in this post."""
    book, setting = work.process_of(case), work.setting
    steps = []
    for row, posts, referral in turns(case, book):
        its_own = actor.post in posts
        if not its_own and not steps_in(case, actor.post, setting, book, row):
            continue
        answered = referral if its_own and isinstance(row, ReferralRow) and row.side == "receiver" else None
        grounds = access.grounds(setting, actor, case.region, row.command, answered)
        kept = any(apart(setting, actor, case, row.stage)) or any(through(setting, grounds, case, row.stage))
        if grounds and not kept:
            steps.append(row.command)
    return tuple(dict.fromkeys(steps))


def first(items: Iterator[Any], limit: int) -> tuple[Any, ...]:
    """The first of what is found, and no more of it is looked for."""
    return tuple(item for _, item in zip(range(limit), items, strict=False))
