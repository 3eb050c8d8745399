"""May this person take this step with this case now, and what comes of it?

The answer is one value: either all the reasons why not, or the events, facts and notices that follow. The desk writes
what it is given; nothing here touches the world, so every decision can be searched, replayed and explained.

A step is looked for in the case table by the case's kind, way in and state; while a referral is open, in the referral
table too. The row says who may (posts, scope), at which judging stage, what it needs and what it brings about.
The checks do not stop at the first no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.errors import Conflict
from slrt_core.model.cases import Case
from slrt_core.model.commands import Moment, Move
from slrt_core.model.events import CaseEvent, Moved, ReferralMoved
from slrt_core.model.facts import Fact
from slrt_core.model.officers import HOST, SYSTEM, Actor
from slrt_core.reasons import Reason, Text
from slrt_core.rules import access, deadlines
from slrt_core.rules.homes import Carried
from slrt_core.rules.process.apart import apart, is_about, through, uncarried
from slrt_core.rules.process.effects import Notice, Step, run
from slrt_core.rules.process.needs import NEEDS
from slrt_core.rules.process.surroundings import Situation, Surroundings
from slrt_core.rules.process.waiting import Path, nobody_left, open_referral, paths_of, stand_ins_of
from slrt_core.rules.rulebook import KEEP, ReferralRow, Row, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from slrt_core.model.commands import Seen
    from slrt_core.model.contents import Content
    from slrt_core.model.officers import Assignment
    from slrt_core.rules.access import Setting

__all__ = ["Decision", "decide"]


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
    seen = move.seen
    if seen is not None and (seen.version != case.version or seen.digest != case.digest):
        raise _stale(case, seen)
    paths = paths_of(case, move.command, around.process)
    if not paths:
        return Decision(reasons=(_no_such_step(case, move, around.process),))
    path = _chosen(paths, case, actor.post, around)
    setting, row = around.setting, path.row
    # Who acts for somebody is asked for more, and goes on record with whom they act for.
    for_others = setting.roster.acts_for_others(actor.officer)
    grounds = access.grounds(setting, actor, case.region, row.command, path.answered) if for_others else ()
    reasons = _who(case, actor, path, paths, around)
    if for_others and not row.by_itself:
        reasons += through(setting, grounds, case, row.stage)
    if move.content is not None:
        reasons += _about_themselves(move.content, actor, setting, grounds)
    situation = Situation(case, move, around, path.referral, row.basis)
    for need in _needs(row, move, setting.rulebook):
        reason = NEEDS[need](situation)
        if reason is not None:
            reasons.append(reason)
    if reasons:
        return Decision(reasons=tuple(dict.fromkeys(reasons)))
    if for_others and not row.by_itself:
        actor = _mandated(actor, grounds, case, row.stage, setting)
    return _carried_out(path, situation, actor, moment)


def _stale(case: Case, seen: Seen) -> Conflict:
    return Conflict(
        "stale",
        Text(
            f"kasus sudah berubah: Anda melihat versi {seen.version}, kini versi {case.version}",
            f"the case has moved on: you saw version {seen.version}, it is at version {case.version}",
        ),
        path=case.id,
        rule="R-APP-5",
    )


def _chosen(paths: list[Path], case: Case, post: str, around: Surroundings) -> Path:
    """The path that a post may take, or else may step in for, or else any."""
    for path in paths:
        if post in path.posts:
            return path
    for path in paths:
        given = path.posts and not path.row.by_itself
        if given and post in stand_ins_of(path.row, case, around.setting, around.process):
            path.stands_in = True
            return path
    return paths[0]


def _about_themselves(content: Content, actor: Actor, setting: Setting, grounds: Iterable[Assignment]) -> list[Reason]:
    """Why somebody may not say this: nobody makes a case into a complaint about themselves, and keeps it in hand so.

    Nor into one about whom they act for.
    """
    roster = setting.roster
    reasons = [setting.rulebook.refusal("apart-about")] if is_about(roster, content, actor.person) else []
    return [*reasons, *uncarried(setting, grounds, lambda person: is_about(roster, content, person))]


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


def _who(case: Case, actor: Actor, path: Path, paths: list[Path], around: Surroundings) -> list[Reason]:
    """Why this person may not take this step: post, mandate, place, and the rules that keep persons apart."""
    book, setting, row = around.setting.rulebook, around.setting, path.row
    reasons: list[Reason] = []
    if not path.stands_in and actor.post not in path.posts:
        label, posts = book.label(book.posts, actor.post), {post for option in paths for post in option.posts}
        listed = book.listed(book.posts, posts)
        command = book.label(book.commands, row.command)
        reasons.append(book.refusal("post", row.basis, command=command, post=label, posts=listed))
    nobody = not actor.person and actor in _NOBODY
    if nobody or row.by_itself:
        # What follows by itself no person does, and what a person does does not follow by itself.
        if not (nobody and row.by_itself):
            reasons.append(book.refusal("not-assigned", officer=actor.officer, post=actor.post, day=setting.on))
        return reasons
    if path.stands_in and not nobody_left(case, paths, setting, around.process, actor.post):
        reasons.append(book.refusal("stand-in", post=book.label(book.posts, actor.post)))
    if path.answered is not None:
        reasons += access.holds(setting, actor, path.answered, case.region, row.command)
    else:
        reasons += access.mandate(setting, actor, case.region, row.command)
    reasons += apart(setting, actor, case, row.stage)
    return reasons


_NOBODY = frozenset({SYSTEM, HOST})


def _mandated(actor: Actor, grounds: tuple[Assignment, ...], case: Case, stage: str, setting: Setting) -> Actor:
    """The actor as they go on record: with whom they act for, if a mandate is all that lets them."""
    whom = access.acted_for(tuple(one for one in grounds if not any(through(setting, (one,), case, stage))))
    return evolve(actor, acting_for=whom) if whom else actor


def _due(
    row: Row | ReferralRow, situation: Situation, moment: Moment, stood: date | None, *, referral: bool
) -> date | None:
    """The deadline of the state reached; one that stood still goes on where it stopped."""
    days, case, around = row.days, situation.case, situation.around
    if days is None:
        return None
    if days == KEEP:
        return case.due
    if stood is not None:
        return stood
    if not row.fixed:
        content = situation.move.content or case.content
        days = around.process.deadlines.days_for(content, row.after, row.command, days, referral=referral)
    return deadlines.due(around.setting.rulebook.calendar, moment.on, days)


def _stood(case: Case, moment: Moment, around: Surroundings, *, referral: bool) -> date | None:
    """The deadline that stood still until now and that a step sets going again; ``None`` if it does not."""
    paused, calendar = case.paused, around.setting.rulebook.calendar
    if paused is None or paused.due is None or referral != bool(paused.referral):
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


def _carried_out(path: Path, situation: Situation, actor: Actor, moment: Moment) -> Decision:
    row, referral = path.row, path.referral
    moved = _moved(row, situation, actor, moment, referral.id if referral else "")
    events: list[CaseEvent] = [moved]
    move = situation.move
    if referral is not None:
        events.append(
            ReferralMoved(
                referral=referral.id,
                state=row.after,
                at=moment.at,
                due=moved.due,
                reason=move.reason,
                result=move.result,
            )
        )
    if not row.effects:
        return Decision(events=tuple(events))
    step = Step(situation=situation, actor=actor, moment=moment, due=moved.due)
    events += run(step, row)
    for name, argument in row.brings:
        if name == "echo":
            events += _echo(argument, step)
    if step.refusals:
        return Decision(reasons=tuple(step.refusals))
    return Decision(
        events=tuple(events), facts=tuple(step.facts), notices=tuple(step.notices), carried=tuple(step.carried)
    )


def _moved(row: Row | ReferralRow, situation: Situation, actor: Actor, moment: Moment, referral: str) -> Moved:
    """The move itself, with the deadline that it sets and the pause that it begins."""
    case, move, around = situation.case, situation.move, situation.around
    rests = around.process.deadlines.pause_in(row.after, referral=bool(referral))
    stood = _stood(case, moment, around, referral=bool(referral)) if case.paused is not None else None
    pause = rests if row.moves else ""
    return Moved(
        at=moment.at,
        on=moment.on,
        actor=actor,
        command=row.command,
        basis=row.cited,
        before=row.before,
        after=row.after,
        stage=row.stage,
        reason=move.reason,
        note=move.note or move.result,
        referral=referral,
        due=_due(row, situation, moment, None if rests else stood, referral=bool(referral)),
        about=around.home.about if around.home is not None else "",
        pause=pause,
        stands=(stood or case.due) if pause else None,
    )


def _echo(command: str, step: Step) -> list[CaseEvent]:
    """What the end of a referral means for its case: a row of the case table that nobody has to give."""
    situation, moment = step.situation, step.moment
    case, around, reason = situation.case, situation.around, situation.move.reason
    row = next(iter(around.process.steps(case.kind, case.way, case.state, command)), None)
    if row is None:
        step.refusals.append(_no_such_step(case, Move(case=case.id, command=command), around.process))
        return []
    follows = Situation(case, Move(case=case.id, command=command, reason=reason), around, None, row.basis)
    return [_moved(row, follows, SYSTEM, moment, ""), *run(step, row)]
