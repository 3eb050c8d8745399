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

from attrs import frozen

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case
from slrt_core.model.commands import Moment, Move
from slrt_core.model.events import CaseEvent, Moved, ReferralMoved
from slrt_core.model.facts import Fact
from slrt_core.model.officers import HOST, SYSTEM, Actor
from slrt_core.model.programs import Program
from slrt_core.model.registry import Household
from slrt_core.reasons import Reason, Text
from slrt_core.rules import access, deadlines
from slrt_core.rules.access import Setting
from slrt_core.rules.process.apart import apart, is_about
from slrt_core.rules.process.effects import Notice, Step, run
from slrt_core.rules.process.needs import NEEDS, Situation
from slrt_core.rules.process.waiting import Path, by_itself, open_referral, posts_of, stand_ins_of, vacant
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
    """

    reasons: tuple[Reason, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    facts: tuple[Fact, ...] = ()
    notices: tuple[Notice, ...] = ()

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
    """

    setting: Setting
    process: Rulebook
    look_up: Callable[[], Household | None] = lambda: None
    program: Program | None = None
    forwarded_to: Program | None = None
    referral_id: str = ""
    digest: str = ""

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
    paths = _paths(case, move.command, around.process)
    if not paths:
        return Decision(reasons=(_no_such_step(case, move, around.process),))
    path, stands_in = _chosen(paths, case, actor.post, around)
    setting = around.setting
    reasons = _who(case, actor, path, paths, around, stands_in=stands_in)
    if move.content is not None and is_about(setting.roster, move.content, actor.person):
        # Nobody makes a case into a complaint about themselves, and keeps it in hand that way.
        reasons.append(setting.rulebook.refusal("apart-about"))
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
    )
    for need in _needs(path.row, move, setting.rulebook):
        reason = NEEDS[need](situation)
        if reason is not None:
            reasons.append(reason)
    if reasons:
        return Decision(reasons=tuple(dict.fromkeys(reasons)))
    return _carried_out(path, situation, actor, moment, around)


def _paths(case: Case, command: str, book: Rulebook) -> list[Path]:
    paths = [Path(row) for row in book.steps(case.kind, case.way, case.state, command)]
    referral = open_referral(case, book)
    if referral is not None:
        paths += [Path(line, referral) for line in book.referral_rows_at(referral.state) if line.command == command]
    return paths


def _chosen(paths: list[Path], case: Case, post: str, around: Surroundings) -> tuple[Path, bool]:
    """The path that a post may take, or else may step in for, or else any; and whether it would step in."""
    for path in paths:
        if post in posts_of(path, case):
            return path, False
    for path in paths:
        if post in stand_ins_of(path.row, case, around.setting, around.process) and not by_itself(path.row):
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
    if stands_in and not vacant(case, path, setting, around.process, actor.post):
        reasons.append(book.refusal("stand-in", post=book.label(book.posts, actor.post)))
    receiving = isinstance(path.row, ReferralRow) and path.row.side == "receiver" and path.referral is not None
    if receiving and path.referral is not None and not stands_in:
        reasons += access.holds(setting, actor, path.referral, case.region)
    else:
        reasons += access.mandate(setting, actor, case.region)
    reasons += apart(setting, actor, case, path.row.stage)
    return reasons


def _due(row: Row | ReferralRow, case: Case, moment: Moment, book: Rulebook) -> date | None:
    if row.days == KEEP:
        return case.due
    return None if row.days is None else deadlines.due(book.calendar, moment.on, row.days)


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
    due = _due(row, case, moment, around.setting.rulebook)
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
    return Decision(events=tuple(events), facts=tuple(step.facts), notices=tuple(step.notices))


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
        due=_due(row, case, moment, around.setting.rulebook),
    )
    return [moved, *run(step, row)]
