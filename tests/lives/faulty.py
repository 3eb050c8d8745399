"""Tables of lives, and decisions on them, with one fault each: what the search must find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen

from slrt_core.model import Actor, LifeMove
from slrt_core.model.commands import Moment
from slrt_core.rules.process import LifeDecision, LifeSurroundings, decide_life
from slrt_core.rules.process.lifeneeds import Living
from slrt_core.rules.rulebook import LifeRow, Rulebook
from tests.lives.world import BOOK

__all__ = ["FAULTS", "Fault"]

Decide = Callable[[Living, LifeMove, Actor, Moment, LifeSurroundings], LifeDecision]


@frozen(kw_only=True)
class Fault:
    """One fault.

    Args:
        name: what is wrong.
        life: where.
        finding: sort and id of the finding that must be reported.
        staff: the small staff that shows it.
        last: the command of the story's last step; empty where there is none.
        book: the rulebook with the fault, if it stands in the table.
        decide: the decision with the fault, if it stands in code.
    """

    name: str
    life: str
    finding: tuple[str, str]
    last: str = ""
    staff: str = "ordinary"
    book: Rulebook = BOOK
    decide: Decide = decide_life


def _rows(life: str, command: str, change: Callable[[LifeRow], LifeRow | None], *states: str) -> Rulebook:
    """The default table with some rows changed, or gone; a fault that loading would refuse is put in all the same."""

    def edited(row: LifeRow) -> LifeRow | None:
        meant = (row.life, row.command) == (life, command) and (not states or row.before in states)
        return change(row) if meant else row

    rows = tuple(new for row in BOOK.life_rows if (new := edited(row)) is not None)
    assert rows != BOOK.life_rows, "the fault changes nothing"
    return evolve(BOOK, life_rows=rows)


def _program(command: str, *states: str, **cells: Any) -> Rulebook:
    return _rows("program", command, lambda row: evolve(row, **cells), *states)


def _part(command: str, *states: str, **cells: Any) -> Rulebook:
    return _rows("participation", command, lambda row: evolve(row, **cells), *states)


def _without(life: str, command: str, need: str) -> Rulebook:
    return _rows(life, command, lambda row: evolve(row, needs=tuple(n for n in row.needs if n != need)))


def _gone(life: str, command: str, *states: str) -> Rulebook:
    return _rows(life, command, lambda _: None, *states)


def _more(like: tuple[str, str], **cells: Any) -> Rulebook:
    row = next(row for row in BOOK.life_rows if (row.command, row.before) == like)
    return evolve(BOOK, life_rows=(*BOOK.life_rows, evolve(row, place="lives.csv:900", **cells)))


# --- decisions that forget one thing ------------------------------------------------------------------------------


def by_account(record: Living, move: LifeMove, actor: Actor, moment: Moment, around: LifeSurroundings) -> LifeDecision:
    """A second account is a second person."""
    roster = around.setting.roster
    alone = evolve(roster, officers=tuple(evolve(officer, person=officer.id) for officer in roster.officers))
    around = evolve(around, setting=evolve(around.setting, roster=alone))
    return decide_life(record, move, evolve(actor, person=actor.officer), moment, around)


def homes_forgotten(
    record: Living, move: LifeMove, actor: Actor, moment: Moment, around: LifeSurroundings
) -> LifeDecision:
    """Nobody lives anywhere."""
    roster = around.setting.roster
    nowhere = evolve(roster, officers=tuple(evolve(officer, household="") for officer in roster.officers))
    return decide_life(record, move, actor, moment, evolve(around, setting=evolve(around.setting, roster=nowhere)))


def mandates_forgotten(
    record: Living, move: LifeMove, actor: Actor, moment: Moment, around: LifeSurroundings
) -> LifeDecision:
    """Who acts for somebody is taken to hold the post themselves."""
    roster = around.setting.roster
    own = evolve(roster, assignments=tuple(evolve(one, acting_for="", acting="") for one in roster.assignments))
    decision = decide_life(record, move, actor, moment, evolve(around, setting=evolve(around.setting, roster=own)))
    behind = next((a.acting_for for a in roster.assignments if a.officer == actor.officer and a.post == actor.post), "")
    events = tuple(evolve(event, actor=evolve(event.actor, acting_for=behind)) for event in decision.events)
    return evolve(decision, events=events)


def stale(record: Living, move: LifeMove, actor: Actor, moment: Moment, around: LifeSurroundings) -> LifeDecision:
    """What was looked at is not compared with what is there."""
    seen = move.seen and evolve(move.seen, version=record.version, digest=record.digest)
    return decide_life(record, evolve(move, seen=seen), actor, moment, around)


def history_forgotten(
    record: Living, move: LifeMove, actor: Actor, moment: Moment, around: LifeSurroundings
) -> LifeDecision:
    """What was done before is not looked at, only who recorded it."""
    return decide_life(evolve(record, acts=()), move, actor, moment, around)  # type: ignore[misc]


_BOTH = "one person in both posts"

FAULTS: tuple[Fault, ...] = (
    # --- programs
    Fault(name="who enters approves, as the approval is no judgement", life="program", last="approve_program",
          finding=("forbidden", "life-own-record"), staff=_BOTH, book=_program("approve_program", stage="")),
    Fault(name="a second account approves", life="program", last="approve_program",
          finding=("forbidden", "life-own-record"), staff="two accounts of one person", decide=by_account),
    Fault(name="the deputy of who entered approves", life="program", last="approve_program",
          finding=("forbidden", "life-own-record"), staff="somebody acts for the second account",
          decide=mandates_forgotten),
    Fault(name="the administrator approves", life="program", last="approve_program",
          finding=("forbidden", "life-not-theirs"), staff=_BOTH,
          book=_program("approve_program", posts=("administrator",))),
    Fault(name="entered is approved", life="program", last="enter_program",
          finding=("forbidden", "program-not-entered"), book=_program("enter_program", after="approved")),
    Fault(name="another version is approved than was seen", life="program", last="approve_program",
          finding=("forbidden", "life-unseen"), decide=stale),
    Fault(name="an approval goes to what was rejected", life="program", last="approve_program",
          finding=("forbidden", "life-goes-on"), book=_more(("approve_program", "entered"), before="rejected")),
    Fault(name="nobody withdraws what was returned", life="program", last="return_program",
          finding=("impossible", "withdraw-program"), book=_gone("program", "withdraw_program", "returned")),
    Fault(name="what was returned stays beside the new", life="program", last="enter_program",
          finding=("forbidden", "program-beside"), book=_gone("program", "replace_program")),
    Fault(name="a program cannot be ended", life="program", last="approve_program",
          finding=("impossible", "end-program"), book=_gone("program", "end_program")),
    Fault(name="an approval without a manager", life="program", staff="no manager", last="enter_program",
          finding=("impossible", "approve"),
          book=evolve(BOOK, stages={**BOOK.stages, "recommend": evolve(BOOK.stages["recommend"], stand_ins=())})),
    Fault(name="a command that nobody can give", life="program", finding=("nobody", "end_program"),
          book=_program("end_program", needs=("seen", "unmet"))),
    Fault(name="a row that is never reached", life="program", finding=("never", "lives.csv:900 entered"),
          book=_more(("return_program", "entered"), posts=("bappeda",), needs=("seen", "unmet"))),
    Fault(name="two rows for one post", life="program", finding=("ambiguous", "lives.csv:900"),
          book=_more(("return_program", "entered"), after="rejected")),
    # --- participation
    Fault(name="somebody of the household decides", life="participation", last="enrol",
          finding=("forbidden", "life-own-household"), staff="one of the household in every post",
          decide=homes_forgotten),
    Fault(name="who validated decides", life="participation", last="reject",
          finding=("forbidden", "life-own-record"), staff=_BOTH, decide=history_forgotten),
    Fault(name="taken in without validation", life="participation", last="enrol",
          finding=("forbidden", "part-unvalidated"), book=_part("enrol", after="active")),
    Fault(name="active unlisted", life="participation", last="activate",
          finding=("forbidden", "part-unlisted"), book=_without("participation", "activate", "listed_if_required")),
    Fault(name="suspended though nothing was unmet", life="participation", last="suspend",
          finding=("forbidden", "part-suspended"), book=_without("participation", "suspend", "unmet")),
    Fault(name="a family that left goes on", life="participation", last="resume",
          finding=("forbidden", "life-goes-on"), book=_more(("resume", "suspended"), before="left")),
    Fault(name="the family cannot leave while suspended", life="participation", last="suspend",
          finding=("impossible", "leave"), book=_gone("participation", "leave", "suspended")),
    Fault(name="a proposal to graduate is a dead end", life="participation",
          last="propose_graduation", finding=("stuck", "stuck:participation.graduating"),
          book=evolve(BOOK, life_rows=tuple(row for row in BOOK.life_rows
                                            if row.before != "graduating" or row.command == "leave"))),
    Fault(name="the household's record is not told", life="participation", last="activate",
          finding=("forbidden", "part-fact"), book=_part("activate", effects=("notify:subdistrict_office",
                                                                              "notify:village_head"))),
    Fault(name="a manager of another program decides", life="participation", last="return",
          finding=("forbidden", "life-no-mandate"), book=_part("return", scope="region")),
    Fault(name="no deadline for the decision", life="participation", last="validate",
          finding=("forbidden", "life-waits"), book=_part("validate", days=None)),
)  # fmt: skip
