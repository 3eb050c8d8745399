"""Moving running cases to another rulebook: first a plan that changes nothing, then just what it showed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from slrt_core.desk.editions import following, kept
from slrt_core.desk.performing import perform
from slrt_core.desk.results import CaseResult
from slrt_core.errors import Conflict, Invalid, Refused
from slrt_core.model.commands import Seen, Transfer
from slrt_core.reasons import Reason
from slrt_core.rules.process.transferring import destination, misnamed, obstacles

if TYPE_CHECKING:
    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor

__all__ = ["Staying", "TransferPlan", "carry_out", "plan"]


@frozen(kw_only=True)
class Staying:
    """A case that stays under its rulebook, and why."""

    case: str
    number: str
    state: str
    reasons: tuple[Reason, ...]


@frozen(kw_only=True)
class TransferPlan:
    """What moving the open cases of one rulebook to another would do.

    Args:
        old: the hash of the one.
        new: that of the other.
        names: states that are called otherwise now.
        moves: one command for each case that can be moved.
        states: the state of each of them, before and after, with that of an open referral.
        stays: the others, with the reasons.
    """

    old: str
    new: str
    names: Mapping[str, str] = field(hash=False)
    moves: tuple[Transfer, ...] = ()
    states: tuple[tuple[str, str, str], ...] = ()
    stays: tuple[Staying, ...] = ()

    @property
    def digest(self) -> str:
        """Changes with anything that the plan would do; whoever looked at the plan names it to carry it out."""
        moves = [[one.case, one.seen.version, one.seen.digest] for one in self.moves]
        whole = json.dumps([self.old, self.new, sorted(self.names.items()), sorted(moves), sorted(self.states)])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]


def plan(old: str, new: str, names: Mapping[str, str], work: Work) -> TransferPlan:
    """What would be done; nothing is.

    Args:
        old: the beginning of a hash.
        new: likewise.
        names: states that are called otherwise in the new rulebook; see `destination`.
        work: the running transaction.

    Raises:
        NotFound: one of them was never adopted here.
        Invalid: a state among the names is in neither.
    """
    one, other = kept(old, work), kept(new, work)
    problems = tuple(misnamed(one, other, names))
    if problems:
        raise Invalid(problems)
    moves, states, stays = [], [], []
    for case in following(one.hash, work):
        reasons = obstacles(case, one.under(case.program), other.under(case.program), names)
        if reasons:
            stays.append(Staying(case=case.id, number=case.number, state=case.state, reasons=reasons))
            continue
        moves.append(
            Transfer(
                case=case.id,
                seen=Seen(case.version, case.digest),
                old=one.hash,
                new=other.hash,
                names=tuple(sorted(names.items())),
            )
        )
        states.append((case.state, *destination(case, one.under(case.program), names)))
    return TransferPlan(
        old=one.hash, new=other.hash, names=names, moves=tuple(moves), states=tuple(states), stays=tuple(stays)
    )


def carry_out(made: TransferPlan, actor: Actor, room: Room) -> tuple[tuple[CaseResult, ...], tuple[Reason, ...]]:
    """Do what a plan showed, each case in a transaction of its own.

    Returns:
        The cases that were moved, and why others were not: those that moved on since the plan was made.

    Raises:
        Refused: the actor may not move cases.
    """
    moved: list[CaseResult] = []
    others: list[Reason] = []
    for one in made.moves:
        command = Transfer(case=one.case, seen=one.seen, old=one.old, new=one.new, names=one.names, plan=made.digest)
        try:
            result = perform(room, command, actor)
        except Conflict as error:
            others += error.reasons
        except Refused as error:
            if any(reason.code in {"may", "not-assigned"} for reason in error.reasons):
                raise
            others += error.reasons
        else:
            if isinstance(result, CaseResult):
                moved.append(result)
    return tuple(moved), tuple(others)
