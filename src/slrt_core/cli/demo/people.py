"""A synthetic registry in the shape of DTSEN: nobody in it exists, and nobody's answers are complete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from attrs import evolve, frozen

from slrt_core import FamilyForm, HouseholdForm, PersonForm
from slrt_core.cli.demo.lives import dwelling, expecting, kept_out, papers, taking_part
from slrt_core.cli.demo.names import STREETS, card_number, full_name, person_number, phone_number
from slrt_core.model.facts import Value

__all__ = ["Registry", "newcomer", "registry"]

_DECILES = (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8)
_STATUS = ("listed",) * 17 + ("unlisted",) * 2 + ("removed",)
_DISABILITIES = ("physical", "sight", "hearing", "speech", "intellectual", "mental", "multiple")
_ILLNESSES = ("hypertension", "rheumatism", "asthma", "heart", "diabetes", "tuberculosis", "stroke")
_WORK = ("farmer", "farm_worker", "fisher", "labourer", "trader", "driver", "employee", "other")
_SCHOOLING = ((7, "not_yet"), (13, "primary"), (16, "junior_secondary"), (19, "senior_secondary"))
_EDUCATION = ("none", "primary", "primary", "junior_secondary", "senior_secondary", "senior_secondary", "diploma")
_EXPECTING, _KEPT_OUT = 2, 3
"""Which household is that of a couple of whom nobody knows whether they expect a child, and which one is kept out."""
_LAST_CHILD = 47
"""Who is more years older than a child of the house is its grandparent."""
_NEARBY_AREA = "01"
"""Part of an area code: some carry the number of the place where they were first registered, not of where they live."""


@frozen(kw_only=True)
class Registry:
    """The households, and who of them is on the list.

    Args:
        forms: one for each household, with an id.
        listed: the ids of those on the beneficiary list.
        unlisted: the ids of the others.
    """

    forms: tuple[HouseholdForm, ...]
    listed: tuple[str, ...]
    unlisted: tuple[str, ...]


def registry(rng: Random, villages: Sequence[str], count: int, today: date) -> Registry:
    """Make up households, spread over the villages.

    Args:
        rng: the only source of chance.
        villages: their codes.
        count: how many households.
        today: nobody is born later.
    """
    forms = [_household(rng, villages[n % len(villages)], f"h-{n + 1:05d}", today) for n in range(count)]
    if count > _EXPECTING:
        forms[_EXPECTING] = _expecting(rng, forms[_EXPECTING], today)
    if count > _KEPT_OUT:
        forms[_KEPT_OUT] = kept_out(forms[_KEPT_OUT])
    for n in range(min(count // 2, max(2, count // 400))):
        # The same NIK on two people: a slip of the pen, and an item for the supervisor.
        forms[-1 - n] = _with_nik_of(forms[-1 - n], forms[n])
    listed = tuple(form.id for form in forms if form.facts["central_status"] == "listed")
    unlisted = tuple(form.id for form in forms if form.facts["central_status"] == "unlisted")
    return Registry(forms=tuple(forms), listed=listed, unlisted=unlisted)


def newcomer(rng: Random, village: str, today: date) -> HouseholdForm:
    """A household that nobody has recorded: what a facilitator writes down at the door."""
    form = _household(rng, village, "", today)
    own = {name: value for name, value in form.facts.items() if name not in {"central_status", "decile", "list_id"}}
    return evolve(form, facts=own, source="visit", valid_from=None)


def _household(rng: Random, village: str, household: str, today: date) -> HouseholdForm:
    decile = rng.choice(_DECILES)
    facts: dict[str, Value] = {
        "central_status": rng.choice(_STATUS),
        **_house(rng, decile),
        **dwelling(rng, poor=decile <= 3),
    }
    if facts["central_status"] != "unlisted":
        facts["decile"] = decile
    listed = facts["central_status"] == "listed"
    families = [_family(rng, village, today, decile, listed=listed)]
    if rng.random() < 0.08:
        families.append(_family(rng, village, today, decile, listed=listed))
    hamlet, lane, block = rng.choice(STREETS), rng.randint(1, 12), rng.randint(1, 8)
    return HouseholdForm(
        id=household,
        region=village,
        address=f"Dusun {hamlet} RT {lane:02d} RW {block:02d}",
        families=families,
        facts=_some(rng, facts, keep={"central_status", "decile"}),
        valid_from=today - timedelta(days=rng.randint(60, 400)),
        source="central-list",
    )


def _house(rng: Random, decile: int) -> dict[str, Value]:
    poor = decile <= 3
    return {
        "house_ownership": rng.choice(("own", "own", "own", "rent_free", "rented")),
        "floor_area": Decimal(rng.randint(180, 450) if poor else rng.randint(360, 1200)) / 10,
        "floor": rng.choice(("cement", "wood", "bamboo", "earth") if poor else ("ceramic", "tile", "cement")),
        "wall": rng.choice(("wood", "bamboo_weave", "bamboo") if poor else ("brick", "brick", "plastered_weave")),
        "roof": rng.choice(("zinc", "thatch", "asbestos") if poor else ("tile", "zinc", "concrete")),
        "drinking_water": rng.choice(("unprotected_well", "rain", "surface", "protected_well", "refill", "piped")),
        "lighting": rng.choice(("pln_metered", "pln_metered", "pln_unmetered", "other_electric")),
        "power": rng.choice(("450", "450", "900") if poor else ("900", "1300", "2200")),
        "cooking_fuel": rng.choice(("gas_3kg", "gas_3kg", "wood", "kerosene")),
        "toilet": rng.choice(("own", "shared", "public", "none") if poor else ("own", "own", "shared")),
        "monthly_income": rng.randrange(400, 1800) * 1000 if poor else rng.randrange(1500, 6000) * 1000,
        "motorcycles": rng.randint(0, 1 if poor else 3),
        "livestock": rng.choice((0, 0, 0, 1, 2, 5)),
    }


def _family(rng: Random, village: str, today: date, decile: int, *, listed: bool) -> FamilyForm:
    area = village.replace(".", "")[:6]
    issued = today - timedelta(days=rng.randint(200, 4000))
    sex = "female" if rng.random() < 0.22 else "male"
    age = rng.randint(22, 79)
    members = [_person(rng, village, today, decile, age=age, sex=sex, relation="head")]
    if sex == "male" and rng.random() < 0.85:
        members.append(
            _person(rng, village, today, decile, age=max(19, age - rng.randint(0, 7)), sex="female", relation="spouse")
        )
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 4))):
        child = rng.randint(0, min(24, max(age - 19, 0)))
        relation = "child" if age - child <= _LAST_CHILD else "grandchild"
        child_sex = rng.choice(("male", "female"))
        members.append(_person(rng, village, today, decile, age=child, sex=child_sex, relation=relation))
    if rng.random() < 0.15 and age < 60:
        members.append(
            _person(rng, village, today, decile, age=age + rng.randint(20, 30), sex="female", relation="parent")
        )
    return FamilyForm(
        no_kk=None if rng.random() < 0.04 else card_number(rng, area, issued),
        members=members,
        facts=_some(rng, taking_part(rng, decile, listed=listed), keep=set()),
    )


def _expecting(rng: Random, form: HouseholdForm, today: date) -> HouseholdForm:
    couple = [
        _person(rng, form.region, today, 2, age=age, sex=sex, relation=relation)
        for age, sex, relation in ((25, "male", "head"), (23, "female", "spouse"))
    ]
    return expecting(form, couple)


def _person(rng: Random, village: str, today: date, decile: int, *, age: int, sex: str, relation: str) -> PersonForm:
    area = village.replace(".", "")[:6]
    born = today - timedelta(days=age * 365 + age // 4 + rng.randint(1, 360))
    married = {"head": "married", "spouse": "married", "parent": "widowed"}.get(relation, "single")
    disabled = rng.random() < 0.05
    school = next((level for limit, level in _SCHOOLING if age < limit), "left")
    facts: dict[str, Value] = {
        "birth_date": born,
        "sex": sex,
        "relation": relation,
        "marital_status": "widowed" if relation == "head" and sex == "female" else married,
        "education": rng.choice(_EDUCATION) if age > 18 else "none",
        "school_level": school,
        "occupation": "student" if 6 < age < 19 else rng.choice(_WORK) if age > 18 else "none",
        "disability": rng.choice(_DISABILITIES) if disabled else "none",
        "severe_disability": disabled and rng.random() < 0.3,
        "chronic_illness": rng.choice(_ILLNESSES) if age > 45 and rng.random() < 0.3 else "none",
    }
    facts |= papers(rng, facts, age, decile, village)
    return PersonForm(
        name=full_name(rng, sex),
        nik=_nik(rng, area, born, sex, age),
        phone=phone_number(rng) if relation == "head" and rng.random() < 0.5 else None,
        facts=_some(rng, facts, keep={"birth_date", "sex", "relation", "participation:PBI-JK"}),
    )


def _nik(rng: Random, area: str, born: date, sex: str, age: int) -> str | None:
    chance = rng.random()
    if chance < (0.25 if age < 2 else 0.05):
        return None
    if chance > 0.94:
        area = area[:4] + _NEARBY_AREA
    number = person_number(rng, area, born, sex)
    # A digit left out, as happens when a number is written down by hand.
    return number[:9] + number[10:] if 0.92 < chance <= 0.94 else number


def _some(rng: Random, facts: dict[str, Value], keep: set[str]) -> dict[str, Value]:
    """The answers that were given: every one but those kept may be missing, and is unknown then."""
    return {name: value for name, value in facts.items() if name in keep or rng.random() > 0.06}


def _with_nik_of(form: HouseholdForm, other: HouseholdForm) -> HouseholdForm:
    nik = next((p.nik for f in other.families for p in f.members if p.nik and len(p.nik) == 16), None)
    family = form.families[0]
    head = evolve(family.members[0], nik=nik)
    return evolve(form, families=(evolve(family, members=(head, *family.members[1:])), *form.families[1:]))
