"""A district small enough to hold in one's head, at a desk in memory, with somebody in every post."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.seeded import ManualClock, SeededIds
from slrt_core.desk import Acting, Desk
from slrt_core.model import (
    Assignment,
    DatedCode,
    Decree,
    FamilyForm,
    GovernanceLevel,
    HouseholdForm,
    Level,
    Officer,
    PersonForm,
    Program,
    Provider,
    Region,
    RegionCode,
    UnitKind,
    Value,
)
from slrt_core.ports import KeyProvider, Storage
from slrt_core.reasons import Text
from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing.fakes import FakeKeys, MemoryAttachments

__all__ = ["SmallDistrict", "small_district"]

DISTRICT = "61.12"
VILLAGE, NEIGHBOUR, FARAWAY = "61.12.01.2001", "61.12.01.2002", "61.12.02.2001"

_NAMES = {
    "61": "Kalimantan Barat",
    DISTRICT: "Kubu Raya",
    "61.12.01": "Sungai Raya",
    "61.12.02": "Kuala Mandor",
    VILLAGE: "Desa Satu",
    NEIGHBOUR: "Desa Dua",
    FARAWAY: "Desa Jauh",
}
_SINCE = date(2026, 1, 1)
_DECREE = Decree(number="1/2026", dated=_SINCE, issuer="Bupati")
_PROGRAMS = {
    "PKH": GovernanceLevel.CENTRE,
    "SEMBAKO": GovernanceLevel.CENTRE,
    "BEDAH-RUMAH": GovernanceLevel.DISTRICT,
}
_POSTS = {
    "sari": ("facilitator", VILLAGE),
    "tono": ("facilitator", NEIGHBOUR),
    "budi": ("supervisor", "61.12.01"),
    "rina": ("supervisor", "61.12.02"),
    "maya": ("manager", DISTRICT),
    "fitri": ("front_office", DISTRICT),
    "agus": ("review_analysis", DISTRICT),
    "bono": ("back_office", DISTRICT),
    "putu": ("puskesos_service", VILLAGE),
    "lela": ("village_body", VILLAGE),
    "dewi": ("program_manager", DISTRICT),
    "reza": ("registry_manager", DISTRICT),
    "adi": ("administrator", DISTRICT),
    "koko": ("coordination_team", DISTRICT),
    "hadi": ("secretariat_head", DISTRICT),
    "tuti": ("administration_head", DISTRICT),
    "dian": ("data_section_head", DISTRICT),
    "pandu": ("pkh_companion", "61.12.01"),
}


@frozen(kw_only=True)
class SmallDistrict:
    """A desk, and what a test needs to work at it.

    Args:
        desk: of the district 61.12.
        clock: stands still until the test moves it; it begins on Monday, 5 January 2026.
        storage: what the desk keeps everything in.
        village: ``sari`` is the facilitator, ``budi`` the supervisor there.
        neighbour: in the same sub-district; ``tono`` is the facilitator.
        faraway: in another sub-district; ``rina`` is the supervisor, there is no facilitator.
        officers: who holds which post.
        programs: the codes.
    """

    desk: Desk
    clock: ManualClock
    storage: Storage
    village: str = VILLAGE
    neighbour: str = NEIGHBOUR
    faraway: str = FARAWAY
    officers: dict[str, str]
    programs: tuple[str, ...] = tuple(_PROGRAMS)

    def acting(self, officer: str) -> Acting:
        """An officer at work."""
        return self.desk.acting_as(officer)

    def form(self, name: str = "Siti", *, region: str = "", nik: str | None = "6112014101850001") -> HouseholdForm:
        """A household of one woman and her son."""
        siti: dict[str, Value] = {"birth_date": date(1985, 1, 1), "sex": "female", "relation": "head"}
        son: dict[str, Value] = {"birth_date": date(2015, 6, 1), "sex": "male", "relation": "child"}
        members = (PersonForm(name=name, nik=nik, facts=siti), PersonForm(name="Anak", facts=son))
        return HouseholdForm(
            region=region or self.village, address="Jl. Adi Sucipto", families=[FamilyForm(members=members)]
        )


def small_district(
    storage: Storage | None = None, *, keys: KeyProvider | None = None, rulebook: Rulebook | None = None, seed: int = 0
) -> SmallDistrict:
    """A desk with a map of three villages, eighteen officers, three programs.

    Args:
        storage: a new one in memory if not given; an empty one otherwise.
        keys: fake ones if not given.
        rulebook: the default one if not given.
        seed: of the names that are given.
    """
    clock, store = ManualClock(), storage or MemoryStorage()
    desk = Desk(
        store,
        keys or FakeKeys(),
        clock,
        SeededIds(seed),
        district=DISTRICT,
        zone="Asia/Pontianak",
        rulebook=rulebook,
        attachments=MemoryAttachments(),
    )
    desk.load_regions(map(_region, _NAMES), "small district")
    desk.load_roster(
        [Officer(id=name, name=name.title()) for name in _POSTS],
        [
            Assignment(
                officer=name,
                post=post,
                regions=region,
                valid_from=_SINCE,
                decree=_DECREE,
                programs=tuple(_PROGRAMS) if post in {"program_manager", "pkh_companion"} else (),
            )
            for name, (post, region) in _POSTS.items()
        ],
    )
    desk.load_programs(map(_program, _PROGRAMS), "small district")
    return SmallDistrict(
        desk=desk, clock=clock, storage=store, officers={name: post for name, (post, _) in _POSTS.items()}
    )


def _region(id: str) -> Region:
    code = RegionCode.parse(id)
    above = code.parent
    return Region(
        id=id,
        name=_NAMES[id],
        level=Level(code.level),
        parent=above.dotted if above else None,
        codes=(DatedCode(code=code),),
    )


def _program(code: str) -> Program:
    level = _PROGRAMS[code]
    return Program(
        code=code,
        name=Text(code, code),
        provider=Provider(id=level.value, name=Text(level.value, level.value), level=level),
        unit=UnitKind.FAMILY,
        benefit=Text("bantuan", "aid"),
    )
