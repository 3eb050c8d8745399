"""A district of the usual size, and people with synthetic numbers: every serial is 9000 or above."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from slrt_core.adapters.seeded import ManualClock
from slrt_core.adapters.system import SystemIds
from slrt_core.desk import Desk
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
)
from slrt_core.ports import KeyProvider, Storage
from slrt_core.reasons import Text

__all__ = ["DISTRICT", "VILLAGES", "Forms", "open_district"]

DISTRICT = "61.12"
_SUBDISTRICTS = tuple(f"{DISTRICT}.{number:02}" for number in range(1, 10))
VILLAGES = tuple(f"{above}.{number}" for above in _SUBDISTRICTS for number in range(2001, 2014))
_SINCE = date(2026, 1, 1)
_DECREE = Decree(number="1/2026", dated=_SINCE, issuer="Bupati")


def open_district(storage: Storage, keys: KeyProvider, clock: ManualClock | None = None) -> Desk:
    """A desk with a map of 117 villages and 127 officers; what is there already is not loaded again."""
    clock = clock or ManualClock(datetime(2026, 1, 5, 2, tzinfo=UTC))
    desk = Desk(storage, keys, clock, SystemIds(), district=DISTRICT, zone="Asia/Pontianak")
    if "maya" not in desk.roster():
        _settle(desk)
    return desk


def _settle(desk: Desk) -> None:
    codes = ("61", DISTRICT, *_SUBDISTRICTS, *VILLAGES)
    desk.load_regions([_region(code) for code in codes], "benchmark")
    posts = {
        "maya": ("manager", DISTRICT),
        "dewi": ("program_manager", DISTRICT),
        **{f"s{region}": ("supervisor", region) for region in _SUBDISTRICTS},
        **{f"f{region}": ("facilitator", region) for region in VILLAGES},
    }
    desk.load_programs([_PROGRAM], "benchmark")
    desk.load_roster(
        [Officer(id=name, name=f"Petugas {name}") for name in posts],
        [
            Assignment(
                officer=name,
                post=post,
                regions=region,
                valid_from=_SINCE,
                decree=_DECREE,
                programs=("PKH",) if post == "program_manager" else (),
            )
            for name, (post, region) in posts.items()
        ],
    )


def _region(id: str) -> Region:
    code = RegionCode.parse(id)
    above = code.parent
    return Region(
        id=id,
        name=f"Wilayah {id}",
        level=Level(code.level),
        parent=above.dotted if above else None,
        codes=(DatedCode(code=code),),
    )


_PROGRAM = Program(
    code="PKH",
    name=Text("PKH", "PKH"),
    provider=Provider(id="centre", name=Text("pusat", "centre"), level=GovernanceLevel.CENTRE),
    unit=UnitKind.FAMILY,
    benefit=Text("bantuan", "aid"),
)


class Forms:
    """Households of four persons in one family; made anew each time that they are gone through, never held.

    Args:
        count: how many.
        first: the number of the first one; lists that do not overlap name different people.
    """

    def __init__(self, count: int, first: int = 0) -> None:
        self.count = count
        self.first = first

    def __iter__(self) -> Iterator[HouseholdForm]:
        return map(form, range(self.first, self.first + self.count))


_ROLES = (("head", "male", 1980), ("spouse", "female", 1982), ("child", "male", 2010), ("child", "female", 2014))


def form(number: int) -> HouseholdForm:
    """The household with this number."""
    people = [
        PersonForm(
            name=f"Orang {number} {place}",
            nik=nik(4 * number + place, sex),
            phone=f"0812{number:08}" if place == 0 and number % 2 else None,
            facts={"birth_date": _born(4 * number + place), "sex": sex, "relation": role},
        )
        for place, (role, sex, _) in enumerate(_ROLES)
    ]
    family = FamilyForm(members=people, no_kk=f"{_area(number)}{_digits(_born(number))}{9000 + number // 10**6:04}")
    return HouseholdForm(
        id=f"h{number}",
        region=VILLAGES[number % len(VILLAGES)],
        address=f"Jl. Mawar {number}",
        families=[family],
        facts={"floor": "earth", "decile": 1 + number % 4},
        source="central-list",
    )


def nik(number: int, sex: str) -> str:
    """The NIK of the person with this number: another one for each below 4 million, and well-formed."""
    born = _born(number)
    day = born.day + (40 if sex == "female" else 0)
    return f"{_area(number)}{day:02}{born.month:02}{born.year % 100:02}{9000 + number // 5_000_000:04}"


def _area(number: int) -> str:
    return f"{11 + number % 80}{1 + number // 80 % 90:02}{1 + number // 7200 % 90:02}"


def _born(number: int) -> date:
    return date(1950 + number // 648_000 % 50, 1 + number // 54_000 % 12, 1 + number // 7200 // 90 % 28)


def _digits(day: date) -> str:
    return f"{day.day:02}{day.month:02}{day.year % 100:02}"
