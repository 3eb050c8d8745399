"""Whether a step of a participation may be taken, told anew from domain.md (R-PRG-6, R-APP-5, R-APP-6).

It shares nothing with the rules: states, persons and periods are its own.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import define, field

COMPANION = {
    # what the companion does, and in which states (R-PRG-6, W)
    "enrol": {"new"},
    "validate": {"candidate"},
    "update_data": {"candidate", "validated", "active", "suspended", "graduating"},
    "verify_commitments": {"active", "suspended", "graduating"},
    "confirm_disbursement": {"active"},
    "record_attendance": {"active", "suspended", "graduating"},
    "propose_graduation": {"active"},
    "leave": {"candidate", "validated", "active", "suspended", "graduating"},
}
MANAGER = {
    # what the program manager decides, from where to where (S3, R-APP-8)
    "activate": {"validated": "active"},
    "reject": {"candidate": "rejected", "validated": "rejected"},
    "return": {"validated": "candidate", "graduating": "active"},
    "suspend": {"active": "suspended"},
    "resume": {"suspended": "active"},
    "graduate": {"graduating": "graduated"},
    "end": {"active": "left", "suspended": "left", "graduating": "left"},
}
AFTER = {"enrol": "candidate", "validate": "validated", "propose_graduation": "graduating", "leave": "left"}
REASONS = {
    "activate": {"entitled"},
    "suspend": {"commitments-unmet"},
    "resume": {"entitled", "commitments-met"},
    "graduate": {"self-reliant", "no-component"},
}
"""The reasons among those that the walks give; any that fits is enough."""


@define
class Told:
    """A participation as the oracle keeps it."""

    state: str = "new"
    handled: set[str] = field(factory=set)
    active_from: date | None = None
    found: dict[tuple[str, str, str], Any] = field(factory=dict)
    counted: set[str] = field(factory=set)
    paid: set[str] = field(factory=set)
    met_on: set[date] = field(factory=set)


@define
class Office:
    """Who holds what: account, person, post, whether it reaches the village and names the program; who lives there."""

    posts: list[tuple[str, str, str, bool, bool]]
    resident: str

    def holders(self, post: str) -> list[str]:
        """The persons who hold a post for this village and program."""
        return [person for _, person, held, there, named in self.posts if held == post and there and named]


def quarter(period: str) -> tuple[date, date] | None:
    """First and last day."""
    year, _, number = period.partition("-Q")
    if not (year.isdigit() and number in {"1", "2", "3", "4"}):
        return None
    first = date(int(year), 1 + 3 * (int(number) - 1), 1)
    ends = {"1": (3, 31), "2": (6, 30), "3": (9, 30), "4": (12, 31)}[number]
    return first, date(int(year), *ends)


def unmet(told: Told, today: date) -> set[str]:
    """Periods over in which something was found not to be met, and not yet counted."""
    return {
        period
        for (period, _, _), met in told.found.items()
        if met is False and (span := quarter(period)) and span[1] < today and period not in told.counted
    }


def may(told: Told, office: Office, account: str, post: str, command: str, today: date, said: dict[str, Any]) -> bool:  # noqa: PLR0917
    """Whether the step may be taken."""
    deciding = command in MANAGER
    states = MANAGER[command] if deciding else COMPANION.get(command, set())
    return told.state in states and _who(told, office, account, post, deciding) and _what(told, command, today, said)


def _who(told: Told, office: Office, account: str, post: str, deciding: bool) -> bool:
    here = [line for line in office.posts if line[0] == account and line[2] == post and line[3]]
    if not here or here[0][1] == office.resident:
        return False
    person = here[0][1]
    if deciding and person in told.handled:
        return False
    usual = "program_manager" if deciding else "pkh_companion"
    if post == usual:
        return any(line[4] for line in here)
    # R-APP-5: where nobody is left, a named post steps in.
    left = [p for p in office.holders(usual) if p != office.resident and not (deciding and p in told.handled)]
    return post == ("coordination_team" if deciding else "administration_head") and not left


def _what(told: Told, command: str, today: date, said: dict[str, Any]) -> bool:
    if command in MANAGER:
        if not said["seen"] or said["reason"] not in REASONS.get(command, said["fitting"]):
            return False
        return command != "suspend" or bool(unmet(told, today))
    if command in {"update_data", "validate", "propose_graduation"}:
        return bool(said["result"])
    if command == "leave":
        return bool(said["note"])
    if command == "record_attendance":
        meeting, since = said["meeting"], told.active_from
        return (
            meeting is not None and since is not None and since <= meeting.on <= today and meeting.on not in told.met_on
        )
    if command in {"verify_commitments", "confirm_disbursement"}:
        span = quarter(said["period"])
        if span is None or told.active_from is None or span[0] > today or span[1] < told.active_from:
            return False
        return bool(said["commitments"]) if command == "verify_commitments" else said["period"] not in told.paid
    return True


def take(told: Told, person: str, command: str, today: date, said: dict[str, Any]) -> None:
    """What the step leaves behind."""
    if command in MANAGER:
        if command == "suspend":
            told.counted |= unmet(told, today)
        told.state = MANAGER[command][told.state]
        if told.state == "active" and told.active_from is None:
            told.active_from = today
        return
    told.handled.add(person)
    told.state = AFTER.get(command, told.state)
    match command:
        case "verify_commitments":
            for one in said["commitments"]:
                told.found[said["period"], one.member, one.kind] = one.met
        case "confirm_disbursement":
            told.paid.add(said["period"])
        case "record_attendance":
            told.met_on.add(said["meeting"].on)
