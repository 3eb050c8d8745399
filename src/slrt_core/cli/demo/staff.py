"""Who works in the district: accounts and assignments, as many as the sources state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from random import Random

from attrs import define, field

from slrt_core import Assignment, Decree, Officer, Program
from slrt_core.cli.demo.districts import District, Places
from slrt_core.cli.demo.names import full_name
from slrt_core.model.programs import GovernanceLevel

__all__ = ["OFFICE", "Staff"]

OFFICE = (
    "manager",
    "front_office",
    "review_analysis",
    "back_office",
    "administrator",
    "technical_assistant",
    "secretariat_head",
    "administration_head",
    "data_section_head",
    "coordination_team",
    "registry_manager",
)
"""The posts of the district's office, one person each; the registry manager is at the centre and answers for it."""

_PUSKESOS = ("puskesos_coordinator", "puskesos_data", "puskesos_service")
_FROM = date(2026, 1, 2)


@define(kw_only=True)
class Staff:
    """All officers and their assignments.

    Args:
        officers: the accounts.
        assignments: what each holds, where.
        holder: the account by post and place; for program managers by post and program.
    """

    officers: list[Officer] = field(factory=list)
    assignments: list[Assignment] = field(factory=list)
    holder: dict[tuple[str, str], str] = field(factory=dict)

    @classmethod
    def of(cls, district: District, places: Places, programs: Iterable[Program], rng: Random) -> Staff:
        """Staff a district: posts by village, sub-district, office and program."""
        staff = cls()
        for number, (post, region, key, codes) in enumerate(_posts(district, places, tuple(programs)), 1):
            decree = Decree(number=f"900/{number}/2026", dated=_FROM, issuer=district.head)
            if post == "program_manager" and ("village_body", region) in staff.holder:
                # In a village the same person answers for the technical body and for the village's own program.
                account = staff.holder["village_body", region]
            else:
                account = staff.hire(rng)
            staff.holder[post, key] = account
            staff.assignments.append(
                Assignment(
                    officer=account, post=post, regions=[region], valid_from=_FROM, decree=decree, programs=codes
                )
            )
        return staff

    def hire(self, rng: Random) -> str:
        """A new account for a new person, with an id like ``sari.lestari``."""
        name = full_name(rng, rng.choice(("female", "male")))
        account = name.lower().replace(" ", ".")
        taken = {officer.id for officer in self.officers}
        number = next(n for n in range(1, 1000) if (account if n == 1 else f"{account}{n}") not in taken)
        account = account if number == 1 else f"{account}{number}"
        self.officers.append(Officer(id=account, name=name))
        return account

    def of_post(self, post: str) -> Mapping[str, str]:
        """The accounts that hold a post, by place or program."""
        return {key: account for (held, key), account in self.holder.items() if held == post}

    def name(self, account: str) -> str:
        """The name of the person."""
        return next(officer.name for officer in self.officers if officer.id == account)


def _posts(
    district: District, places: Places, programs: tuple[Program, ...]
) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    for village in places.villages:
        yield "facilitator", village, village, ()
        yield "village_body", village, village, ()
    for subdistrict in places.subdistricts:
        yield "supervisor", subdistrict, subdistrict, ()
    for village in places.puskesos:
        for post in _PUSKESOS:
            yield post, village, village, ()
    for post in OFFICE:
        yield post, district.code, district.code, ()
    for program in programs:
        if program.level is GovernanceLevel.VILLAGE:
            for village in places.villages:
                yield "program_manager", village, f"{program.code}/{village}", (program.code,)
        else:
            yield "program_manager", district.code, program.code, (program.code,)
