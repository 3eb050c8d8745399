"""May this person take this step with this case now, and what comes of it?

The answer is one value: either all the reasons why not, or the events, facts and notices that follow. The desk writes
what it is given; nothing here touches the world, so every decision can be searched, replayed and explained.

A step is looked for in the case table by the case's kind, way in and state; while a referral is open, in the referral
table too. The row says who may (posts, scope), at which judging stage, what it needs and what it brings about.
The checks do not stop at the first no.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case, Referral
from slrt_core.model.commands import Moment, Move
from slrt_core.model.events import CaseEvent, Moved, ReferralMoved
from slrt_core.model.facts import Fact
from slrt_core.model.officers import HOST, SYSTEM, Actor
from slrt_core.model.programs import Program
from slrt_core.model.registry import Household, HouseholdRecord
from slrt_core.reasons import Reason, Text
from slrt_core.rules import access, deadlines
from slrt_core.rules.access import Setting
from slrt_core.rules.homes import Carried
from slrt_core.rules.process.apart import apart, is_about, through, uncarried
from slrt_core.rules.process.befalling import Home
from slrt_core.rules.process.effects import Notice, Step, run
from slrt_core.rules.process.needs import NEEDS, Situation
from slrt_core.rules.process.waiting import (
    Path,
    by_itself,
    nobody_left,
    open_referral,
    paths_of,
    posts_of,
    stand_ins_of,
)
from slrt_core.rules.rulebook import KEEP, ReferralRow, Row, Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Decision", "Surroundings", "decide"]


@frozen(kw_only=True, slots=False)
class Decision:
    """What was decided about one move.

    Args:
        reasons: why not; empty if it is allowed.
        events: what happens to the case, in order.
        facts: what is added to the household's record.
        notices: who is to hear of it.
        carried: what is added to the records of other households, when people live there from now on.
    """

    reasons: tuple[Reason, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    facts: tuple[Fact, ...] = ()
    notices: tuple[Notice, ...] = ()
    carried: tuple[Carried, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the move is made."""
        return not self.reasons


@frozen(kw_only=True, slots=False)
class Surroundings:
    """All that a decision may depend on besides case, move and actor.

    Args:
        setting: current rulebook, roster, map, day.
        process: the rulebook whose rows this case follows (it was pinned when the case began).
        look_up: gives the household as known now. Most moves do not depend on it, and it is large.
        program: the case's program as in force today.
        forwarded_to: the program to whose manager the move forwards, as in force today.
        referral_id: for a referral that the move opens.
        digest: of the move's new content.
        look_back: gives all that was ever stated of the household.
        other: gives another household as known now, such as the one that remains after a merger.
        home: whose case it is from here on, where something befell its household; `None` for what an officer does.
    """

    setting: Setting
    process: Rulebook
    look_up: Callable[[], Household | None] = lambda: None
    program: Program | None = None
    forwarded_to: Program | None = None
    referral_id: str = ""
    digest: str = ""
    look_back: Callable[[], HouseholdRecord | None] = lambda: None
    other: Callable[[str], Household | None] = lambda _: None
    home: Home | None = None

    @cached_property
    def household(self) -> Household | None:
        """As known now; ``None`` for an anonymous complaint."""
        return self.look_up()


def decide(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Decide on one move.

    Args:
        case: as it stands.
        move: what is asked.
        actor: who asks, in which post.
        moment: now.
        around: everything else.

    Raises:
        Conflict: the officer looked at another version of the case than this (invariant 7).
    """
    if move.seen and (move.seen.version, move.seen.digest) != (case.version, case.digest):
        raise Conflict(
            "stale",
            Text(
                f"kasus sudah berubah: Anda melihat versi {move.seen.version}, kini versi {case.version}",
                f"the case has moved on: you saw version {move.seen.version}, it is at version {case.version}",
            ),
            path=case.id,
            rule="R-APP-5",
        )
    paths = paths_of(case, move.command, around.process)
    if not paths:
        return Decision(reasons=(_no_such_step(case, move, around.process),))
    path, stands_in = _chosen(paths, case, actor.post, around)
    setting = around.setting
    reasons = _who(case, actor, path, paths, around, stands_in=stands_in)
    if move.content is not None and is_about(setting.roster, move.content, actor.person):
        # Nobody makes a case into a complaint about themselves, and keeps it in hand that way.
        reasons.append(setting.rulebook.refusal("apart-about"))
    if move.content is not None and setting.roster.acts_for_others(actor.officer):
        # Nor into one about whom they act for.
        grounds = access.grounds(setting, actor, case.region, move.command, _answered(path, stands_in=stands_in))
        reasons += uncarried(setting, grounds, lambda person: is_about(setting.roster, move.content, person))
    situation = Situation(
        setting=setting,
        process=around.process,
        case=case,
        move=move,
        look_up=lambda: around.household,
        program=around.program,
        forwarded_to=around.forwarded_to,
        referral=path.referral,
        basis=path.row.basis,
        look_back=around.look_back,
        other=around.other,
        home=around.home,
    )
    for need in _needs(path.row, move, setting.rulebook):
        reason = NEEDS[need](situation)
        if reason is not None:
            reasons.append(reason)
    if reasons:
        return Decision(reasons=tuple(dict.fromkeys(reasons)))
    if setting.roster.acts_for_others(actor.officer) and not by_itself(path.row):
        actor = _mandated(path, case, actor, setting, stands_in=stands_in)
    return _carried_out(path, situation, actor, moment, around)


def _chosen(paths: list[Path], case: Case, post: str, around: Surroundings) -> tuple[Path, bool]:
    """The path that a post may take, or else may step in for, or else any; and whether it would step in."""
    for path in paths:
        if post in posts_of(path, case):
            return path, False
    for path in paths:
        steps_in = not by_itself(path.row) and post in stand_ins_of(path.row, case, around.setting, around.process)
        if steps_in and posts_of(path, case):
            return path, True
    return paths[0], False


def _no_such_step(case: Case, move: Move, book: Rulebook) -> Reason:
    referral = open_referral(case, book)
    commands = [row.command for row in book.rows_at(case.kind, case.way, case.state) if row.scope != "system"]
    if referral is not None:
        commands += [line.command for line in book.referral_rows_at(referral.state) if line.side != "system"]
    names = [book.named(command) for command in sorted(set(commands))]
    return book.refusal(
        "state",
        state=book.label(book.states, case.state),
        command=book.label(book.commands, move.command),
        possible=Text(", ".join(name.id for name in names) or "–", ", ".join(name.en for name in names) or "–"),
    )


def _who(
    case: Case, actor: Actor, path: Path, paths: list[Path], around: Surroundings, *, stands_in: bool
) -> list[Reason]:
    """Why this person may not take this step: post, mandate, place, and the rules that keep persons apart."""
    book, setting = around.setting.rulebook, around.setting
    reasons: list[Reason] = []
    system = by_itself(path.row)
    if not stands_in and actor.post not in posts_of(path, case):
        posts = {post for option in paths for post in posts_of(option, case)}
        reasons.append(
            book.refusal(
                "post",
                path.row.basis,
                command=book.label(book.commands, path.row.command),
                post=book.label(book.posts, actor.post),
                posts=book.listed(book.posts, posts),
            )
        )
    if actor in (SYSTEM, HOST):
        if not system:
            reasons.append(book.refusal("not-assigned", officer=actor.officer, post=actor.post, day=setting.on))
        return reasons
    if system:
        reasons.append(book.refusal("not-assigned", officer=actor.officer, post=actor.post, day=setting.on))
        return reasons
    if stands_in and not nobody_left(case, paths, setting, around.process, actor.post):
        reasons.append(book.refusal("stand-in", post=book.label(book.posts, actor.post)))
    row, answered = path.row, _answered(path, stands_in=stands_in)
    if answered is not None:
        reasons += access.holds(setting, actor, answered, case.region, row.command)
    else:
        reasons += access.mandate(setting, actor, case.region, row.command)
    reasons += apart(setting, actor, case, row.stage)
    if setting.roster.acts_for_others(actor.officer):
        reasons += through(setting, access.grounds(setting, actor, case.region, row.command, answered), case, row.stage)
    return reasons


def _answered(path: Path, *, stands_in: bool) -> Referral | None:
    """The referral that is answered by its receiver, if that is what the step is."""
    row = path.row
    return path.referral if isinstance(row, ReferralRow) and row.side == "receiver" and not stands_in else None


def _mandated(path: Path, case: Case, actor: Actor, setting: Setting, *, stands_in: bool) -> Actor:
    """The actor as they go on record: with whom they act for, if a mandate is all that lets them."""
    answered = _answered(path, stands_in=stands_in)
    grounds = access.grounds(setting, actor, case.region, path.row.command, answered)
    carrying = tuple(a for a in grounds if not any(through(setting, (a,), case, path.row.stage)))
    whom = access.acted_for(carrying)
    return evolve(actor, acting_for=whom) if whom else actor


def _due(row: Row | ReferralRow, case: Case, move: Move, moment: Moment, around: Surroundings) -> date | None:
    """The deadline of the state reached; one that stood still goes on where it stopped."""
    if row.days is None or row.days == KEEP:
        return None if row.days is None else case.due
    rules, calendar = around.process.deadlines, around.setting.rulebook.calendar
    referral = isinstance(row, ReferralRow)
    days = row.days
    if not row.fixed:
        days = rules.days_for(move.content or case.content, row.after, row.command, days, referral=referral)
    fresh = deadlines.due(calendar, moment.on, days)
    if rules.pause_in(row.after, referral=referral):
        return fresh
    return _stands(row, case, moment, around) or fresh


def _stands(row: Row | ReferralRow, case: Case, moment: Moment, around: Surroundings) -> date | None:
    """The deadline that stood still until now and that this row sets going again; ``None`` if it does not."""
    paused, calendar = case.paused, around.setting.rulebook.calendar
    if paused is None or paused.due is None or isinstance(row, Row) == bool(paused.referral):
        return None
    pause = around.process.deadlines.pauses.get(paused.name)
    least = deadlines.due(calendar, moment.on, pause.at_least if pause else 1)
    return max(least, deadlines.extended(calendar, paused.due, paused.since, moment.on))


def _needs(row: Row | ReferralRow, move: Move, book: Rulebook) -> tuple[str, ...]:
    """What must hold; also, where the row does not ask for it, of what was stated: codes are kept in clear."""
    needs = row.needs
    if move.reason and move.reason not in book.choices:
        needs += ("reason",)
    if move.channel:
        needs += ("channel",)
    return needs


def _carried_out(path: Path, situation: Situation, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    case, move, row = situation.case, situation.move, path.row
    due = _due(row, case, move, moment, around)
    begins = row.before != row.after
    pause = around.process.deadlines.pause_in(row.after, referral=isinstance(row, ReferralRow)) if begins else ""
    moved = Moved(
        at=moment.at,
        on=moment.on,
        actor=actor,
        command=move.command,
        basis=row.cited,
        before=row.before,
        after=row.after,
        stage=row.stage,
        reason=move.reason,
        note=move.note or move.result,
        referral=path.referral.id if isinstance(row, ReferralRow) and path.referral else "",
        due=due,
        about=around.home.about if around.home is not None else "",
        pause=pause,
        stands=(_stands(row, case, moment, around) or case.due) if pause else None,
    )
    events: list[CaseEvent] = [moved]
    if isinstance(row, ReferralRow) and path.referral is not None:
        events.append(
            ReferralMoved(
                referral=path.referral.id,
                state=row.after,
                at=moment.at,
                due=due,
                reason=move.reason,
                result=move.result,
            )
        )
    if not row.effects:
        return Decision(events=tuple(events))
    step = Step(
        situation=situation,
        actor=actor,
        moment=moment,
        due=due,
        referral_id=around.referral_id,
        digest=around.digest,
    )
    events += run(step, row)
    for name, argument in row.brings:
        if name == "echo":
            events += _echo(case, argument, step, around)
    if step.refusals:
        return Decision(reasons=tuple(step.refusals))
    return Decision(
        events=tuple(events), facts=tuple(step.facts), notices=tuple(step.notices), carried=tuple(step.carried)
    )


def _echo(case: Case, command: str, step: Step, around: Surroundings) -> list[CaseEvent]:
    """What the end of a referral means for its case: a row of the case table that nobody has to give."""
    row = next(iter(around.process.steps(case.kind, case.way, case.state, command)), None)
    if row is None:
        step.refusals.append(_no_such_step(case, Move(case=case.id, command=command), around.process))
        return []
    moment = step.moment
    moved = Moved(
        at=moment.at,
        on=moment.on,
        actor=SYSTEM,
        command=command,
        basis=row.cited,
        before=row.before,
        after=row.after,
        reason=step.situation.move.reason,
        due=_due(row, case, step.situation.move, moment, around),
    )
    return [moved, *run(step, row)]
