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


def receiver_of(case: Case, program: Program | None, rulebook: Rulebook) -> Receiver | None:
    """The receiver under the rulebook's routing; ``None`` if the case names no program and one is needed.

    A complaint that is about no program goes to whoever the case's own routing names without a program:
    there is nobody such, so a person has to name a receiver or settle it.
    """
    complaint = case.complaint
    route = rulebook.route(case.kind, complaint.class_ if complaint else None)
    if route is None:
        return None
    if route.receiver == "registry_manager":
        return central_list()
    if route.receiver == "program_manager":
        if program is None or case.kind not in {CaseKind.NEED, CaseKind.COMPLAINT}:
            return None
        return Receiver(post="program_manager", program=program.code, level=program.level)
    return Receiver(post=route.receiver)
