"""Which answers a survey does not give, of all that a program needs."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from slrt_core.model import Clause, Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.eligibility.unanswered import unanswered, variables_of
from slrt_core.rules.instruments import NAMES, load_instrument
from slrt_core.rules.programs import default_programs
from slrt_core.rules.rulebook import load_rulebook

BOOK = load_rulebook()
UNITS = {program.code: program.unit for program in default_programs()}
PKH = next(p for p in default_programs() if p.code == "PKH" and p.valid_from == date(2025, 1, 1))
WORDS = Text("a", "b")


def named(text: str, unit: UnitKind = UnitKind.FAMILY) -> set[tuple[str, str]]:
    """What a program with just this condition names."""
    bare = evolve(PKH, unit=unit, components=(), quota=None, limit=None, requires_listing=False)
    return set(
        variables_of(evolve(bare, criteria=Clause(id="x", label=WORDS, basis=(), text=text)), BOOK.schema, UNITS)
    )


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("household.decile <= 4", UnitKind.FAMILY, {("household", "decile")}),
        ("family.members.exists(m, m.pregnant)", UnitKind.FAMILY, {("individual", "pregnant")}),
        ("household.families.exists(f, f.members.exists(m, m.kip) && f.kks)", UnitKind.HOUSEHOLD,
         {("family", "kks"), ("individual", "kip")}),
        ("family.members.size() == 1", UnitKind.FAMILY, set()),
        ("family.participation['BLT-DD'] == 'active'", UnitKind.FAMILY, {("family", "participation:BLT-DD")}),
        ("individual.older_person", UnitKind.INDIVIDUAL, {("individual", "birth_date")}),
        ("!household.decent_space", UnitKind.HOUSEHOLD, {("household", "floor_area")}),
        ("household.high_dependency", UnitKind.HOUSEHOLD, {("individual", "birth_date")}),
        ("within(household.region, '61.12')", UnitKind.FAMILY, {("household", "region")}),
        ("household.regency == '61.12'", UnitKind.FAMILY, {("household", "region")}),
        ("this is no expression", UnitKind.FAMILY, set()),
    ],
)  # fmt: skip
def test_what_an_expression_names_is_followed_to_what_is_recorded(
    text: str, unit: UnitKind, expected: set[tuple[str, str]]
) -> None:
    assert named(text, unit) == expected


def test_components_and_the_order_of_who_comes_first_name_variables_too() -> None:
    used = variables_of(PKH, BOOK.schema, UNITS)
    assert ("individual", "pregnancy_number") in used
    assert ("household", "decile") in used
    assert len(used) == len(set(used))


def test_pregnancy_is_no_variable_of_dtsen() -> None:
    """And yet a component of PKH; a region is always known, though one survey does not tell it."""
    instruments = [load_instrument(name) for name in NAMES]
    missing = unanswered((*variables_of(PKH, BOOK.schema, UNITS), ("household", "region")), BOOK.variables, instruments)
    assert ("individual", "pregnant") in missing["DTSEN"]
    assert ("individual", "pregnant") not in missing["PBDT2015"]
    assert ("household", "decile") in missing["REGSOSEK2022"]
    assert ("household", "decile") not in missing["DTSEN"]
    assert not any(("household", "region") in names for names in missing.values())


def test_all_that_the_packaged_programs_name_is_in_the_catalogue() -> None:
    programs: list[Program] = list(default_programs())
    names = {name.partition(":")[0] for program in programs for _, name in variables_of(program, BOOK.schema, UNITS)}
    assert names <= set(BOOK.variables)
    assert len(names) > 50
