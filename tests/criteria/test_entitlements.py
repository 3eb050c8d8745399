"""What a family gets in rupiah: limits, people with several claims, what may still turn out."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from attrs import evolve

from slrt_core.model.determinations import Entitlement
from slrt_core.rules.eligibility import Catalogue, Simulating, entitlement
from slrt_core.rules.programs import default_programs
from slrt_core.rules.rulebook import load_rulebook

DAY = date(2026, 3, 1)
TODDLER, PUPIL, ADULT = date(2023, 5, 1), date(2019, 6, 1), date(1990, 1, 1)


def _person(**values: Any) -> dict[str, Any]:
    known = {
        "birth_date": ADULT, "pregnant": False, "breastfeeding": False, "pregnancy_number": 1, "school_level": "left",
        "severe_disability": False,
    }  # fmt: skip
    return {name: value for name, value in (known | values).items() if value is not None}


def _pkh(*people: dict[str, Any], code: str = "PKH", **changes: Any) -> Entitlement:
    programs = tuple(evolve(p, **changes) if p.code == code and changes else p for p in default_programs())
    (one,) = Catalogue(load_rulebook().schema, programs).on(DAY, [code])
    members = [person | {"id": f"m{number}"} for number, person in enumerate(people)]
    family = {"id": "f", "complete": True, "members": members}
    return entitlement(one, (family, {"id": "h", "complete": True, "families": [family], "members": members}))


def test_a_third_child_at_school_is_not_lost_with_the_toddlers() -> None:
    """Two toddlers at 3.0 million each, and a child of six in primary school at 0.9 million."""
    found = _pkh(
        _person(birth_date=TODDLER), _person(birth_date=TODDLER), _person(birth_date=PUPIL, school_level="primary")
    )
    assert (found.least, found.most) == (6_900_000, 6_900_000)


def test_who_has_two_claims_gives_way_where_a_limit_is_reached() -> None:
    """Two toddlers count; the third child counts for a severe disability (2.4 million)."""
    both, toddler = _person(birth_date=TODDLER, severe_disability=True), _person(birth_date=TODDLER)
    for people in ((both, toddler, toddler), (toddler, both, toddler), (toddler, toddler, both)):
        assert _pkh(*people).least == 8_400_000


def test_four_persons_at_most_those_who_get_most() -> None:
    pupils = [_person(birth_date=date(2015, 1, 1), school_level="primary") for _ in range(4)]
    assert _pkh(*pupils, _person(pregnant=True)).least == 3_000_000 + 3 * 900_000


@pytest.mark.parametrize("seed", range(30))
def test_what_is_certain_is_never_more_than_what_may_be(seed: int) -> None:
    """Every completion comes to something between the two."""
    unknown = [
        _person(birth_date=None, severe_disability=bool(seed & 1)),
        _person(birth_date=TODDLER, severe_disability=None if seed & 2 else True),
        _person(pregnant=None if seed & 4 else True, pregnancy_number=1 + (seed >> 3) % 3),
        _person(birth_date=None if seed & 16 else TODDLER, school_level=None if seed & 1 else "primary"),
    ]
    found = _pkh(*unknown)
    for born, disabled, pregnant, level in product(
        (TODDLER, PUPIL, date(1950, 1, 1)), (True, False), (True, False), ("primary", "left")
    ):
        filled = {"birth_date": born, "severe_disability": disabled, "pregnant": pregnant, "school_level": level}
        whole = _pkh(*({name: filled[name] for name in filled if name not in p} | p for p in unknown))
        assert found.least <= whole.least == whole.most <= found.most


def test_what_is_paid_once_has_a_least_and_a_most_too() -> None:
    found = _pkh(_person(), code="BSPS")
    assert (found.least, found.once, found.once_most) == (0, 20_000_000, 20_000_000)


@pytest.mark.parametrize("day", [date(2021, 6, 1), date(2024, 6, 1), DAY])
def test_a_store_can_tell_what_the_programs_of_the_library_cost(day: date) -> None:
    """So that nobody has to be read for it: `simulate` says so of its `rows`."""
    programs = Catalogue(load_rulebook().schema, tuple(default_programs())).on(day)
    found = [Simulating(program, program) for program in programs]
    assert any(one.facts for one in found)
    # Who must be known one by one is so for the members that are paid, and for nothing else.
    assert all(one.each == bool(one.members) for one in found)
