"""To whom a referral goes (R-APP-7): data of the rulebook, by kind, class, and level of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.model.cases import Receiver
from slrt_core.model.contents import CaseKind

if TYPE_CHECKING:
    from slrt_core.model.cases import Case
    from slrt_core.model.programs import Program
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["central_list", "receiver_of", "village_body"]


def central_list() -> Receiver:
    """The keeper of the beneficiary list (S2(1))."""
    return Receiver(post="registry_manager", level="centre")


def village_body(case: Case) -> Receiver:
    """The technical body of the household's own village (P13)."""
    return Receiver(post="village_body", region=case.region, level="village")


def receiver_of(
    case: Case, program: Program | None, rulebook: Rulebook, process: Rulebook | None = None
) -> Receiver | None:
    """The receiver that the program's protocol names, else that of the rulebook's routing.

    ``None`` if the case names no program and one is needed.

    A complaint that is about no program goes to whoever the case's own routing names without a program:
    there is nobody such, so a person has to name a receiver or settle it.

    Args:
        case: to be referred.
        program: its program as in force today.
        rulebook: the current one: routes are always today's.
        process: the one that the case follows, under the case's program: it pins the protocol.
    """
    complaint = case.complaint
    route = rulebook.route(case.kind, complaint.class_ if complaint else None)
    if route is None:
        return None
    post = (process.named_receiver(case.kind) if process else "") or route.receiver
    if post == "registry_manager":
        return central_list()
    if post == "program_manager":
        if program is None or case.kind not in {CaseKind.NEED, CaseKind.COMPLAINT}:
            return None
        return Receiver(post="program_manager", program=program.code, level=program.level)
    return Receiver(post=post)
