"""The districts are those of the sources; the counts here are copied from them, not from the code."""

from __future__ import annotations

import csv
from importlib.resources import files
from random import Random

import pytest

from slrt_core import load_rulebook
from slrt_core.cli.demo.districts import DISTRICTS, Places
from slrt_core.cli.demo.programs import catalogue
from slrt_core.cli.demo.staff import Staff

STATED = {
    # district: villages, sub-districts, Puskesos
    "sleman": (86, 17, 0),
    "bantaeng": (67, 8, 10),
    "mojogedang": (5, 1, 0),
    "kubu-raya": (123, 9, 9),
}


@pytest.mark.parametrize("slug", STATED)
def test_places_and_staff_are_as_many_as_the_sources_state(slug: str) -> None:
    """One facilitator for each village, one supervisor for each sub-district."""
    villages, subdistricts, puskesos = STATED[slug]
    places = Places.of(DISTRICTS[slug])
    programs, entered = catalogue()
    staff = Staff.of(DISTRICTS[slug], places, (*programs, *entered), Random(1))
    assert (len(set(places.villages)), len(places.subdistricts), len(places.puskesos)) == STATED[slug]
    assert len(set(staff.of_post("facilitator").values())) == villages
    assert len(set(staff.of_post("supervisor").values())) == subdistricts
    assert len(staff.of_post("puskesos_coordinator")) == puskesos
    assert len({officer.id for officer in staff.officers}) == len(staff.officers)


def test_the_five_pilot_villages_are_those_of_the_source() -> None:
    places = Places.of(DISTRICTS["mojogedang"])
    assert {places.name(village) for village in places.villages} == {
        "Gebyog",
        "Gentungan",
        "Pendem",
        "Pereng",
        "Munggur",
    }


def test_the_two_puskesos_that_the_source_names_are_among_the_ten() -> None:
    places = Places.of(DISTRICTS["bantaeng"])
    assert {"Bonto Jai", "Bonto Majannang"} <= {places.name(village) for village in places.puskesos}


def test_membership_complaints_go_where_each_district_sends_them() -> None:
    """Kubu Raya: program manager (L1.2e5). Sleman: registry manager (S2(3))."""
    chosen = {slug: load_rulebook(None, DISTRICTS[slug].settings).settings["membership_receiver"] for slug in STATED}
    assert chosen["kubu-raya"] == "program_manager"
    assert chosen["sleman"] == "registry_manager"


def test_every_level_has_a_program_in_both_languages_with_its_source() -> None:
    programs, entered = catalogue()
    assert {program.level for program in programs} == {"centre", "province", "district", "village", "non_government"}
    assert len(programs) >= 12
    for program in (*programs, *entered):
        assert program.source
        for text in (program.name, program.benefit, *program.documents):
            assert text.id
            assert text.en


@pytest.mark.parametrize(("slug", "name"), [("sleman", "Kabupaten Sleman"), ("mojogedang", "Kabupaten Karanganyar")])
def test_the_district_s_own_insurance_asks_for_the_cards_of_that_district(slug: str, name: str) -> None:
    """It comes written for Kubu Raya: elsewhere nobody would be entitled to it."""
    programs, _ = catalogue(DISTRICTS[slug])
    criteria = next(program for program in programs if program.code == "JAMKESDA").criteria
    assert criteria is not None
    resident = next(clause for clause in criteria.walk() if clause.id == "resident")
    assert resident.text == f"within(individual.identity_region, '{DISTRICTS[slug].code}')"
    assert name in resident.label.id
    assert "Kubu Raya" not in str(criteria)


def test_pkh_demands_listing() -> None:
    """R-PRG-4: PKH is for families on the list."""
    programs, _ = catalogue()
    assert next(program for program in programs if program.code == "PKH").requires_listing


def test_the_map_has_its_attribution_and_licence_beside_it() -> None:
    data = files("slrt_core.cli") / "data"
    notice = (data / "regions.LICENSE.md").read_text(encoding="utf-8")
    assert "idn-area-data" in notice
    assert "ODbL" in notice
    rows = list(csv.DictReader((data / "regions.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 718
