"""May this person take this step of a participation, or of an entry of the catalogue, and what comes of it?

The same shape as the decision on a case: all reasons why not, or the event, facts and notices that follow; what no row
of the table of lives allows is not allowed. Persons are kept apart as in a case (R-APP-5): who recorded or handled a
record does not judge it, over all accounts and posts; a person judges at one stage only; nobody acts on the
participation of their own household; and where nobody is left, the stage's stand-ins step in, one after the other.

A participation lasts for years and no step of it was promised when it began, so it follows the rules of the day; each
step names the rulebook in which its row stands.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.errors import Conflict
from slrt_core.model.changing import changed
from slrt_core.model.commands import LifeMove, Moment
from slrt_core.model.facts import Fact
from slrt_core.model.lives import LifeAct, LifeMoved, ParticipationOpened, ParticipationRecord
from slrt_core.model.officers import HOST, SYSTEM, Actor, Assignment
from slrt_core.model.programs import Program
from slrt_core.model.registry import Household
from slrt_core.reasons import Reason, Text
from slrt_core.rules import access, deadlines
from slrt_core.rules.access import Setting
from slrt_core.rules.process.apart import did
from slrt_core.rules.process.effects import Notice
from slrt_core.rules.process.lifeneeds import LIFE_NEEDS, LifeSituation, Living, bring
from slrt_core.rules.rulebook import KEEP, LifeRow, Rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = [
    "LifeDecision",
    "LifeSurroundings",
    "act_of",
    "apart_in_life",
    "decide_life",
    "fits",
    "life_turns",
    "participation_after",
    "participation_opened",
]


@frozen(kw_only=True, slots=False)
class LifeDecision:
    """What was decided about one step.

    Args:
        reasons: why not; empty if it is allowed.
        events: what happens to the record; one, if it is allowed.
        facts: what is added to the household's record.
        notices: who is to hear of it.
    """

    reasons: tuple[Reason, ...] = ()
    events: tuple[LifeMoved, ...] = ()
    facts: tuple[Fact, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether the step is taken."""
        return not self.reasons


@frozen(kw_only=True, slots=False)
class LifeSurroundings:
    """All that a decision may depend on besides record, move and actor.

    Args:
        setting: rulebook, roster, map, day.
        look_up: gives the household as known now.
        program: as in force today; of an entry of the catalogue, what was entered.
        digest: of what will be on record after a move that brings something; as before if empty.
    """

    setting: Setting
    look_up: Callable[[], Household | None] = lambda: None
    program: Program | None = None
    digest: str = ""


def decide_life(record: Living, move: LifeMove, actor: Actor, moment: Moment, around: LifeSurroundings) -> LifeDecision:
    """Decide on one step.

    Args:
        record: as it stands; one that is not there yet stands in an initial state.
        move: what is asked.
        actor: who asks, in which post.
        moment: now.
        around: everything else.

    Raises:
        Conflict: the officer looked at another version of the record than this (invariant 7).
    """
    if move.seen and (move.seen.version, move.seen.digest) != (record.version, record.digest):
        raise Conflict(
            "stale",
            Text(
                f"catatan sudah berubah: Anda melihat versi {move.seen.version}, kini versi {record.version}",
                f"the record has moved on: you saw version {move.seen.version}, it is at version {record.version}",
            ),
            path=record.id,
            rule="R-APP-5",
        )
    setting, book = around.setting, around.setting.rulebook
    rows = [row for row in book.life_rows_at(record.life, record.state) if row.command == move.command]
    if not rows:
        return LifeDecision(reasons=(_no_such_step(record, move, book),))
    row, stands_in = _chosen(rows, actor.post, book)
    situation = LifeSituation(
        setting=setting, record=record, move=move, look_up=around.look_up, program=around.program, basis=row.basis
    )
    reasons = list(_who(record, actor, row, rows, setting, stands_in=stands_in))
    # A reason that the row does not ask for is looked at as well: codes are kept in clear.
    stated = ("reason",) if move.reason and move.reason not in book.choices else ()
    reasons += [reason for need in (*row.needs, *stated) if (reason := LIFE_NEEDS[need](situation)) is not None]
    if reasons:
        return LifeDecision(reasons=tuple(dict.fromkeys(reasons)))
    brought = bring(situation, row.brings, row.after, moment)
    event = LifeMoved(
        at=moment.at,
        on=moment.on,
        actor=_on_record(record, actor, row, setting) if setting.roster.acts_for_others(actor.officer) else actor,
        command=move.command,
        basis=row.cited,
        before=record.state,
        after=row.after,
        rulebook=book.hash,
        stage=row.stage,
        reason=move.reason,
        note=move.note or move.result,
        due=record.due if row.days == KEEP else _due(row, moment, book),
        digest=around.digest or record.digest,
        verification=brought.verification,
        disbursed=brought.disbursed,
        meeting=brought.meeting,
        rests_on=brought.rests_on,
        last_day=move.last_day,
    )
    return LifeDecision(events=(event,), facts=tuple(brought.facts), notices=tuple(brought.notices))


def _due(row: LifeRow, moment: Moment, book: Rulebook) -> date | None:
    return None if row.days is None else deadlines.due(book.calendar, moment.on, row.days)


def _chosen(rows: list[LifeRow], post: str, book: Rulebook) -> tuple[LifeRow, bool]:
    """The row that a post may follow, or else may step in for, or else any; and whether it would step in."""
    for row in rows:
        if post in row.posts:
            return row, False
    for row in rows:
        if row.scope != "system" and post in book.stand_ins(row):
            return row, True
    return rows[0], False


def _no_such_step(record: Living, move: LifeMove, book: Rulebook) -> Reason:
    open_ = {r.command for r in book.life_rows_at(record.life, record.state) if r.scope != "system"}
    names = [book.named(command) for command in sorted(open_)]
    return book.refusal(
        "state",
        state=book.label(book.life_states.get(record.life, {}), record.state),
        command=book.label(book.commands, move.command),
        possible=Text(", ".join(name.id for name in names) or "–", ", ".join(name.en for name in names) or "–"),
    )


def _who(
    record: Living, actor: Actor, row: LifeRow, rows: list[LifeRow], setting: Setting, *, stands_in: bool
) -> Iterator[Reason]:
    """Why this person may not take this step: post, mandate, place, and the rules that keep persons apart."""
    book = setting.rulebook
    if not stands_in and actor.post not in row.posts:
        yield _not_theirs(record, actor, row, rows, book)
    if actor in {SYSTEM, HOST} or row.scope == "system":
        if actor != SYSTEM or row.scope != "system":
            yield book.refusal("not-assigned", officer=actor.officer, post=actor.post, day=setting.on)
        return
    if stands_in and not _vacant(record, row, setting, actor.post):
        yield book.refusal("stand-in", post=book.label(book.posts, actor.post))
    yield from _mandate(record, actor, row, setting)
    yield from apart_in_life(record, actor, row.stage, setting)
    yield from _through(record, actor, row, setting)


def _not_theirs(record: Living, actor: Actor, row: LifeRow, rows: list[LifeRow], book: Rulebook) -> Reason:
    posts = {post for one in rows for post in one.posts}
    if (record.life, record.state) == ("program", "elsewhere") and _ever(record, actor.post, book):
        return book.refusal("other-programs", row.basis, post=book.listed(book.posts, posts))
    post = book.label(book.posts, actor.post)
    if not _ever(record, actor.post, book):
        return book.refusal("may", row.basis, post=post, command=book.named(row.command))
    label = book.label(book.commands, row.command)
    return book.refusal("post", row.basis, command=label, post=post, posts=book.listed(book.posts, posts))


def _ever(record: Living, post: str, book: Rulebook) -> bool:
    """Whether a post has any part in such a life."""
    return any(row.life == record.life and post in row.posts for row in book.life_rows)


def fits(setting: Setting, assignment: Assignment, record: Living, scope: str) -> bool:
    """Whether an assignment reaches a record, as the scope of a row asks it."""
    if scope == "district":
        return True
    there = access.reaches(setting, assignment, record.region)
    return there and (scope == "region" or record.program in assignment.programs)


def _mandate(record: Living, actor: Actor, row: LifeRow, setting: Setting) -> tuple[Reason, ...]:
    held, book = access.held(setting, actor.officer, actor.post), setting.rulebook
    if not held or row.scope != "district":
        # Where there is no place, it is the post alone that counts.
        reasons = access.mandate(setting, actor, record.region, row.command)
        if reasons:
            return reasons
    # A stand-in steps in for every program; whose step it is not hears that, and nothing of programs.
    scope = "region" if actor.post not in row.posts and row.scope == "program" else row.scope
    fitting = [assignment for assignment in held if fits(setting, assignment, record, scope)]
    if fitting and all(access.excluded(setting, assignment, row.command) for assignment in fitting):
        return (access.excludes(setting, fitting[0], row.command),)
    return () if fitting else (book.refusal("life-program", program=record.program),)


def _grounds(record: Living, actor: Actor, row: LifeRow, setting: Setting) -> list[Assignment]:
    """The assignments by which somebody takes a step."""
    return [
        assignment
        for assignment in access.held(setting, actor.officer, actor.post)
        if not access.excluded(setting, assignment, row.command)
        and fits(setting, assignment, record, row.scope if actor.post in row.posts else "region")
    ]


def _carries(record: Living, assignment: Assignment, row: LifeRow, setting: Setting) -> bool:
    """Whether an assignment lets its holder judge: a mandate gives no more than whom it comes from has (R-APP-5)."""
    principal = assignment.acting_for
    if not principal:
        return True
    person = setting.roster.person_of(principal)
    whom = Actor(officer=principal, person=person, post=assignment.post)
    return not any(apart_in_life(record, whom, row.stage, setting))


def _through(record: Living, actor: Actor, row: LifeRow, setting: Setting) -> Iterator[Reason]:
    grounds = _grounds(record, actor, row, setting)
    if grounds and not any(_carries(record, assignment, row, setting) for assignment in grounds):
        yield setting.rulebook.refusal("apart-mandate", officer=grounds[0].acting_for)


def _on_record(record: Living, actor: Actor, row: LifeRow, setting: Setting) -> Actor:
    """The actor as they go on record: with whom they act for, if a mandate is all that lets them."""
    whom = access.acted_for(
        tuple(one for one in _grounds(record, actor, row, setting) if _carries(record, one, row, setting))
    )
    return evolve(actor, acting_for=whom) if whom else actor


def apart_in_life(record: Living, actor: Actor, stage: str, setting: Setting) -> Iterator[Reason]:
    """Why this person must keep away from this step (R-APP-5, R-PRG-2).

    Args:
        record: as it stands.
        actor: who wants to act.
        stage: the judging stage of the step; empty for a step that is no judgement.
        setting: rules, roster, map and day.
    """
    book, person = setting.rulebook, actor.person
    if record.household and record.household in setting.roster.homes(person):
        yield book.refusal("apart-household")
    if not stage:
        return
    mine = [act for act in record.acts if did(act.actor, person, setting.roster)]
    recorders = {*record.recorders, *map(setting.roster.person_of, record.recorded_for)}
    if person in recorders or any(not act.stage for act in mine):
        yield book.refusal("apart-entered" if record.life == "program" else "apart-recorded")
    other = next((act.stage for act in mine if act.stage and act.stage != stage), "")
    if other:
        yield book.refusal("apart-stage", stage=book.label(book.stages, other))


def _vacant(record: Living, row: LifeRow, setting: Setting, post: str) -> bool:
    """Whether nobody is left who comes before a stand-in: those who normally would, then the stand-ins before it."""
    order = setting.rulebook.stand_ins(row)
    before = [(name, row.scope) for name in row.posts]
    before += [(name, "region" if row.scope == "program" else row.scope) for name in order[: order.index(post)]]
    for name, scope in before:
        for officer, assignment in setting.roster.holders(name, setting.on):
            actor = Actor(officer=officer.id, person=officer.person, post=name)
            able = fits(setting, assignment, record, scope) and not access.excluded(setting, assignment, row.command)
            able = able and _carries(record, assignment, row, setting)
            if able and not any(apart_in_life(record, actor, row.stage, setting)):
                return False
    return True


def life_turns(record: Living, actor: Actor, setting: Setting) -> tuple[str, ...]:
    """The commands for which this person is waited for, now and in this post."""
    book, held = setting.rulebook, access.held(setting, actor.officer, actor.post)
    found = []
    for row in book.life_rows_at(record.life, record.state):
        if not book.commands[row.command].duty or row.scope == "system":
            continue
        mine = actor.post in row.posts and any(
            fits(setting, one, record, row.scope) and not access.excluded(setting, one, row.command) for one in held
        )
        steps_in = (
            actor.post not in row.posts
            and actor.post in book.stand_ins(row)
            and not _mandate(record, actor, row, setting)
            and _vacant(record, row, setting, actor.post)
        )
        kept_away = (*apart_in_life(record, actor, row.stage, setting), *_through(record, actor, row, setting))
        if (mine or steps_in) and not kept_away:
            found.append(row.command)
    return tuple(dict.fromkeys(found))


def participation_opened(event: ParticipationOpened) -> ParticipationRecord:
    """A participation as it begins: on record, and nothing done."""
    return ParticipationRecord(
        id=event.participation,
        household=event.household,
        unit=event.unit,
        program=event.program,
        region=event.region,
        recorder=event.actor,
        opened_at=event.at,
        opened_on=event.on,
        state=event.state,
        digest=event.digest,
        version=1,
    )


def act_of(event: LifeMoved, seq: int) -> LifeAct:
    """What a step leaves in the history of its record.

    Args:
        event: the step.
        seq: its number in the record's stream.
    """
    return LifeAct(
        seq=seq,
        at=event.at,
        on=event.on,
        actor=event.actor,
        command=event.command,
        basis=event.basis,
        before=event.before,
        after=event.after,
        stage=event.stage,
        reason=event.reason,
        note=event.note,
    )


def participation_after(record: ParticipationRecord, events: Iterable[LifeMoved]) -> ParticipationRecord:
    """A participation after more events. This is the only place where one changes."""
    for event in events:
        act = act_of(event, record.version + 1)
        record = changed(
            record,
            {
                "state": event.after,
                "digest": event.digest,
                "due": event.due,
                "active_from": record.active_from or (event.on if event.after == "active" else None),
                "acts": (*record.acts, act),
                "verifications": (*record.verifications, *([event.verification] if event.verification else [])),
                "disbursed": (*record.disbursed, *filter(None, [event.disbursed])),
                "meetings": (*record.meetings, *([event.meeting] if event.meeting else [])),
                "counted": (*record.counted, *event.rests_on),
                "version": record.version + 1,
            },
        )
    return record
