"""Bad input: a typed error with place, code and words in both languages, or a follow-up; and nothing half done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import slrt_core as slrt
from slrt_core.model.contents import Content
from slrt_core.model.identity import IdState, Private
from tests.acceptance.helpers import (
    RIVER,
    V1,
    V2,
    V3,
    World,
    a_complaint,
    a_need,
    assert_words,
    form,
    nik,
    person,
    region_tree,
)


def refused(
    world: World | None, act: Callable[[], object], error: type[slrt.SlrtError], **paths: str
) -> slrt.SlrtError:
    """Check that an act fails with this error, these codes at these places, words in both languages, and no effect."""
    before = world.dump() if world else {}
    with pytest.raises(error) as caught:
        act()
    assert type(caught.value) is error
    assert_words(caught.value.reasons)
    assert {(reason.code.replace("-", "_"), reason.path) for reason in caught.value.reasons} == set(paths.items())
    assert (world.dump() if world else {}) == before
    return caught.value


# -------------------------------------------------------------------- households and persons


def test_an_unknown_region(world: World) -> None:
    """A village that is not on the map is refused at its place, in a household and in a visit."""
    far = form("61.12.99.2001")
    refused(world, lambda: world.at("sari").record_household(far), slrt.Invalid, region_unknown="region")
    refused(world, lambda: world.at("sari").record_visit(far, [a_need()]), slrt.Invalid, region_unknown="region")
    loaded = [form(), far]
    error = refused(
        world, lambda: world.desk.load_households(loaded, "list"), slrt.Invalid, region_unknown="forms[1].region"
    )
    assert "61.12.99.2001" in error.reasons[0].text.id


def test_a_household_in_a_subdistrict(world: World) -> None:
    """A household lives in a village, not in what lies above it."""
    refused(
        world, lambda: world.desk.load_households([form(RIVER)], "list"), slrt.Invalid, region_level="forms[0].region"
    )


@pytest.mark.parametrize(
    "written",
    [
        "61120141018590",  # two digits short
        "6112014101859O01",  # the letter O
        "6112017513859001",  # born on day 35 of month 13
        "tidak hafal",
    ],
)
def test_a_malformed_nik_is_kept_as_it_was_written(world: World, written: str) -> None:
    """It is a claim: kept word for word, shown to nobody unasked, and the supervisor has an item (invariants 8, 12)."""
    home = world.at("sari").record_household(form(V1, person(nik=written))).id
    claim = world.at("sari").household(home, purpose="test").members[0].nik
    assert claim.state is IdState.MALFORMED
    assert world.at("sari").reveal(claim, of=home, purpose="test") == written
    assert [(item.code, item.household) for item in world.at("budi").follow_ups()] == [("malformed-nik", home)]
    assert world.at("bella").follow_ups() == ()
    assert world.at("sari").follow_ups() == ()
    world.assert_whole()


def test_a_person_in_two_families_by_id(world: World) -> None:
    """The same individual twice in one household is an error at the second place."""
    families = [
        slrt.FamilyForm(members=[person(id="i-1")]),
        slrt.FamilyForm(members=[person("Sita", head=True), person(id="i-1")]),
    ]
    twice = slrt.HouseholdForm(region=V1, families=families)
    refused(
        world,
        lambda: world.desk.load_households([twice], "list"),
        slrt.Invalid,
        person_in_two_families="forms[0].families[1].members[1].id",
    )


def test_a_person_in_two_households_by_id(world: World) -> None:
    """An individual belongs to one household; a second household that claims them is refused."""
    world.desk.load_households([form(V1, person(id="i-2"))], "list")
    again = form(V1, person(id="i-2"))
    refused(world, lambda: world.desk.load_households([again], "list"), slrt.Invalid, person_in_two_families="families")


def test_an_officer_gives_no_ids(world: World) -> None:
    """Whoever tries an id would learn whether it is there: refused, whether it is or not (R-ALL-2)."""
    world.desk.load_households([form(V1, person(id="i-2"))], "list")
    for taken in ("i-2", "i-never"):
        refused(
            world,
            lambda: world.at("sari").record_household(form(V1, person(id=taken))),  # noqa: B023
            slrt.Invalid,
            id_given="families[0].members[0].id",
        )


def test_a_person_in_two_families_by_nik(world: World) -> None:
    """The same NIK in two families of a household is recorded, and waits for the supervisor."""
    number = nik()
    families = [slrt.FamilyForm(members=[person(nik=number)]), slrt.FamilyForm(members=[person("Sita", nik=number)])]
    home = world.at("sari").record_household(slrt.HouseholdForm(region=V1, families=families)).id
    assert [(item.code, item.household) for item in world.at("budi").follow_ups()] == [("person-in-two-families", home)]


def test_one_nik_in_two_households(world: World) -> None:
    """Recorded all the same; the recorder learns nothing; each side's supervisor has an item about their own side."""
    number = nik()
    first = world.at("sari").record_household(form(V1, person(nik=number))).id
    assert world.at("budi").follow_ups() == ()
    second = world.at("wati").record_household(form(V3, person("Sita", nik=number)))
    alone = world.at("wati").record_household(form(V3, person("Sari", nik=nik())))
    assert (second.version, type(second)) == (alone.version, type(alone))

    assert [(item.code, item.household) for item in world.at("budi").follow_ups()] == [("duplicate-nik", first)]
    assert [(item.code, item.household) for item in world.at("bella").follow_ups()] == [("duplicate-nik", second.id)]
    for recorder in ("wati", "sari"):
        assert world.at(recorder).follow_ups() == ()
    for recorder, own in (("sari", first), ("wati", second.id)):
        assert [found.household for found in world.at(recorder).lookup("nik", number, purpose="test")] == [own]
        with pytest.raises(slrt.NotFound):
            world.at(recorder).household({first, second.id}.difference({own}).pop(), purpose="test")
    world.assert_whole()


@pytest.mark.parametrize("days", [1, 400])
def test_a_person_born_tomorrow(world: World, days: int) -> None:
    """Nobody is born after the office's own day; who was born today is recorded."""
    born = world.today + timedelta(days=days)
    unborn = form(V1, person(), person("Bayi", head=False, facts={"birth_date": born}))
    refused(
        world,
        lambda: world.at("sari").record_household(unborn),
        slrt.Invalid,
        born_tomorrow="families[0].members[1].birth_date",
    )
    today = form(V1, person(), person("Bayi", head=False, facts={"birth_date": world.today}))
    assert world.at("sari").record_household(today).id


def test_today_is_the_offices_day(world: World) -> None:
    """At 18:00 UTC it is the next day in Pontianak: who was born on it may be recorded."""
    world.clock.advance(hours=17)
    assert world.today == date(2026, 1, 6)
    assert world.at("sari").record_household(form(V1, person(facts={"birth_date": date(2026, 1, 6)}))).id


def test_every_fault_of_a_form_is_said_at_once(world: World) -> None:
    """Not only the first: a code that is not on the list, a misspelt variable, a wrong type, a name left out."""
    faulty = form(
        V1,
        person(" ", facts={"sex": "femal", "birthdate": date(1985, 1, 1)}),
        facts={"monthly_income": "banyak"},
        valid_from=date(2026, 2, 1),
    )
    place = "families[0].members[0]."
    error = refused(
        world,
        lambda: world.at("sari").record_household(faulty),
        slrt.Invalid,
        variable_type="monthly_income",
        name_empty=place + "name",
        code_unknown=place + "sex",
        variable_unknown=place + "birthdate",
        future="valid_from",
    )
    words = {reason.code: reason.text for reason in error.reasons}
    assert "'female'" in words["code-unknown"].id
    assert "'birth_date'" in words["variable-unknown"].en


def test_an_identity_number_in_a_name_or_address(world: World) -> None:
    """What stays searchable may hold no number; the words of the error do not repeat it (invariant 13)."""
    number = nik()
    hidden = slrt.HouseholdForm(region=V1, address=f"dekat {number}", families=form().families)
    error = refused(
        world, lambda: world.at("sari").record_household(hidden), slrt.Invalid, identifier_in_text="address"
    )
    assert number not in str(error)


def test_a_household_with_nobody_in_it(world: World) -> None:
    """Somebody lives in a household."""
    empty = slrt.HouseholdForm(region=V1, families=[slrt.FamilyForm(members=[])])
    refused(world, lambda: world.at("sari").record_household(empty), slrt.Invalid, household_empty="families")


def _numbered(number: int) -> slrt.HouseholdForm:
    """A household of a list: it gives every unit an id, by which they are known when the list comes again."""
    family = slrt.FamilyForm(id=f"f-{number}", members=[person(nik=nik(), id=f"i-{number}")])
    return slrt.HouseholdForm(id=f"h-{number}", region=V1, families=[family])


def test_a_load_is_all_or_nothing(world: World) -> None:
    """One bad household of many, and none is loaded; the good ones can be loaded afterwards."""
    good = [_numbered(number) for number in range(5)]
    bad = form(V1, person(facts={"birth_date": date(2030, 1, 1)}))
    refused(
        world,
        lambda: world.desk.load_households([*good, bad], "list"),
        slrt.Invalid,
        born_tomorrow="forms[5].families[0].members[0].birth_date",
    )
    assert world.desk.load_households(good, "list").count == 5
    assert world.desk.load_households(good, "list").count == 0


def test_a_visit_is_all_or_nothing(world: World) -> None:
    """A new household and three items, one of which cannot be so: neither household, visit nor case is recorded."""
    items: list[Content] = [
        a_need(),
        a_complaint("bukan-topik"),
        slrt.Participation(program="PKH", since=date(2030, 1, 1)),
    ]
    refused(
        world,
        lambda: world.at("sari").record_visit(form(), items),
        slrt.Invalid,
        topic_unknown="items[1].topic",
        future="items[2].since",
    )


def test_a_change_of_what_is_not_of_this_household(world: World) -> None:
    """A change names a unit of the household at hand."""
    home = world.household()
    change = slrt.Change(changes=[slrt.FieldChange(unit="h-lain", variable="floor", new="earth")])
    refused(
        world,
        lambda: world.at("sari").record_visit(home, [change]),
        slrt.Invalid,
        unit_unknown="items[0].changes[0].unit",
    )


def test_a_new_household_and_a_unit_that_it_has_not(world: World) -> None:
    """Also where the household is recorded with the same visit: all or nothing."""
    need = slrt.Need(program="SEMBAKO", unit="i-lain")
    refused(world, lambda: world.at("sari").record_visit(form(), [need]), slrt.Invalid, unit_unknown="items[0].unit")


@pytest.mark.parametrize(
    ("items", "more", "faults"),
    [
        ([], {}, {"visit_empty": "items"}),
        ([a_need()], {"on": date(2026, 1, 6)}, {"future": "on"}),
        ([a_complaint(anonymous=True)], {}, {"anonymous_named": "items"}),
        ([a_complaint(about="tidak-ada")], {}, {"officer_unknown": "items[0].about"}),
        ([slrt.Complaint(topic="late", text="")], {}, {"text_empty": "items[0].text"}),
        ([slrt.Problem(text="atap bocor", sector="perumahan")], {}, {"sector_unknown": "items[0].sector"}),
        ([slrt.Change(changes=[])], {}, {"change_empty": "items[0].changes"}),
    ],
)
def test_a_visit_that_cannot_be_so(
    world: World, items: list[Any], more: dict[str, Any], faults: dict[str, str]
) -> None:
    """Empty, of tomorrow, anonymous with a name, about nobody, saying nothing: each at its place."""
    home = world.household()
    refused(world, lambda: world.at("sari").record_visit(home, items, **more), slrt.Invalid, **faults)


def test_an_unknown_program(world: World) -> None:
    """The nearest known one is offered."""
    home = world.household()
    error = refused(
        world,
        lambda: world.at("sari").record_visit(home, [a_need("SEMBKO"), a_need("PKH")]),
        slrt.Invalid,
        program_unknown="items[0].program",
    )
    assert "maksudnya 'SEMBAKO'?" in error.reasons[0].text.id
    assert "did you mean 'SEMBAKO'?" in error.reasons[0].text.en


def test_a_program_whose_time_is_over(world: World) -> None:
    """A program that is not in force today is as good as unknown."""
    old = slrt.Program(
        code="BST",
        name=slrt.Text("Bantuan Sosial Tunai", "social cash aid"),
        provider=slrt.Provider(id="x", name=slrt.Text("x", "y"), level=slrt.GovernanceLevel.CENTRE),
        unit=slrt.UnitKind.FAMILY,
        benefit=slrt.Text("uang", "cash"),
        valid_until=date(2026, 1, 4),
    )
    world.desk.load_programs([old], "test")
    home = world.household()
    refused(
        world,
        lambda: world.at("sari").record_visit(home, [a_need("BST")]),
        slrt.Invalid,
        program_unknown="items[0].program",
    )


# -------------------------------------------------------------------- steps


def test_a_step_that_the_state_does_not_have(world: World) -> None:
    """Refused, with the steps that there are."""
    case = world.submitted()
    error = refused(world, lambda: world.at("budi").perform("close", case), slrt.Refused, state="")
    assert "setujui dan teruskan" in error.reasons[0].text.id
    assert "endorse" in error.reasons[0].text.en


def test_a_misspelt_step(world: World) -> None:
    """A command that no rulebook knows is refused likewise."""
    case = world.submitted()
    refused(world, lambda: world.at("budi").perform("endorze", case), slrt.Invalid, command_unknown="command")


def test_a_stale_version(world: World) -> None:
    """Somebody was first: a conflict that names both versions, and nothing is done twice."""
    case = world.submitted()
    world.at("budi").perform("endorse", case)
    error = refused(world, lambda: world.at("bayu").perform("endorse", case), slrt.Conflict, stale=case.id)
    assert str(case.version) in error.reasons[0].text.en
    assert len(world.case(case).acts) == 2


def test_content_that_cannot_be_so_in_a_step(world: World) -> None:
    """A correction is checked like a record."""
    case = world.opened()
    refused(
        world,
        lambda: world.at("sari").perform("correct", case, content=a_need("SEMBKO")),
        slrt.Invalid,
        program_unknown="content.program",
    )


def test_an_officer_whom_nobody_knows(world: World) -> None:
    """An account that is not on the roster, or a post left open by who holds two."""
    with pytest.raises(slrt.NotFound) as unknown:
        world.at("siapa")
    assert_words(unknown.value.reasons)
    world.appoint("sari", "supervisor", RIVER)
    refused(world, lambda: world.at("sari"), slrt.Invalid, post_unclear="post")


# -------------------------------------------------------------------- roster and map, by calls


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"post": "superviser"}, ("post-unknown", "assignments[0].post")),
        ({"regions": ("61.12.99",)}, ("region-unknown", "assignments[0].regions")),
        ({"officer": "siapa"}, ("officer-unknown", "assignments[0].officer")),
        ({"acting_for": "siapa", "valid_until": date(2026, 2, 1)}, ("officer-unknown", "assignments[0].acting_for")),
    ],
)
def test_an_assignment_that_cannot_be_so(world: World, change: dict[str, Any], fault: tuple[str, str]) -> None:
    """Unknown post, place or officer: each at its place, and the roster stays as it was."""
    terms: dict[str, Any] = {
        "officer": "budi",
        "post": "supervisor",
        "regions": (RIVER,),
        "valid_from": date(2026, 1, 1),
        "decree": slrt.Decree(number="1", dated=date(2026, 1, 1), issuer="Bupati"),
    }
    given = slrt.Assignment(**(terms | change))
    code, path = fault
    refused(world, lambda: world.desk.load_roster([], [given]), slrt.Invalid, **{code.replace("-", "_"): path})


def test_a_map_that_loses_a_place(world: World) -> None:
    """A place in use is not removed: it gets an end and successors."""
    without = [region for region in region_tree() if region.id != V2]
    refused(world, lambda: world.desk.load_regions(without, "test"), slrt.Invalid, region_lost=f"regions[{V2}]")


# -------------------------------------------------------------------- CSV files of the host

REGIONS = """kode_desa,nama_desa,kode_kecamatan,nama_kecamatan,kode_kab,nama_kab,nama_provinsi
61.12.01.2001,Sungai Raya,61.12.01,Sungai Raya,61.12,KABUPATEN KUBU RAYA,KALIMANTAN BARAT
61.12.01.2003,Arang Limbung,61.12.01,Sungai Raya,61.12,KABUPATEN KUBU RAYA,KALIMANTAN BARAT
"""
ROSTER = """officer,name,post,regions,valid_from,decree_number,decree_dated,decree_issuer,valid_until
sari,Sari,facilitator,61.12.01.2001,2026-01-01,12/2026,2026-01-01,Bupati,
budi,Budi,supervisor,61.12.01,2026-01-01,12/2026,2026-01-01,Bupati,2026-12-31
"""


def _file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_files_as_they_should_be(tmp_path: Path) -> None:
    """Both are read whole; also with semicolons, with a byte-order mark, and with plain codes."""
    assert len(slrt.read_regions(_file(tmp_path, "r.csv", REGIONS)).regions) == 5
    assert len(slrt.read_regions(_file(tmp_path, "s.csv", REGIONS.replace(",", ";"))).regions) == 5
    assert len(slrt.read_regions(_file(tmp_path, "b.csv", REGIONS.encode("utf-8-sig"))).regions) == 5
    plain = "\n".join(line.replace(".", "") for line in REGIONS.splitlines())
    assert next(iter(slrt.read_regions(_file(tmp_path, "p.csv", plain)))).id == "61.12.01.2001"
    officers, assignments = slrt.read_roster(_file(tmp_path, "o.csv", ROSTER))
    assert [officer.id for officer in officers] == ["sari", "budi"]
    assert assignments[1].valid_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (REGIONS.replace("nama_desa,", "", 1), {"csv-column": "r.csv:1"}),
        (REGIONS.replace("nama_desa", "nama", 1), {"csv-column": "r.csv:1"}),
        (REGIONS.encode("utf-16"), {"csv-encoding": "r.csv:1"}),
        (REGIONS.replace("Sungai Raya", "S\xfcngai Raya").encode("latin-1"), {"csv-encoding": "r.csv:1"}),
        (REGIONS.replace("Arang Limbung", "", 1), {"csv-empty": "r.csv:3:nama_desa"}),
        (REGIONS.replace("61.12.01.2003", "61.12.012003"), {"region-code-dots": "r.csv:3:kode_desa"}),
        (REGIONS.replace("61.12.01.2003", "61.12.01.9003"), {"region-code-system": "r.csv:3:kode_desa"}),
        (REGIONS.replace("61.12.01.2003", "61.12.01.2001"), {"region-twice": "r.csv:3:nama_desa"}),
        (
            REGIONS.replace("2003,Arang Limbung,61.12.01", "2003,Arang Limbung,61.12.02"),
            {"region-parent": "r.csv:3:kode_kecamatan"},
        ),
        (REGIONS + "61.12.01.2004,Kuala Dua\n", {"csv-cells": "r.csv:4"}),
        (REGIONS + '61.12.01.2004,"Kuala Dua\n', {"csv-syntax": "r.csv:4"}),
        ("", {"csv-column": "r.csv:1"}),
    ],
    ids=[
        "column-missing",
        "column-misspelt",
        "utf-16",
        "latin-1",
        "empty",
        "dots",
        "bps",
        "twice",
        "parent",
        "cells",
        "quote",
        "nothing",
    ],
)
def test_a_map_that_cannot_be_read(tmp_path: Path, text: str | bytes, faults: dict[str, str]) -> None:
    """File, line and column, code, and words in both languages."""
    with pytest.raises(slrt.Invalid) as error:
        slrt.read_regions(_file(tmp_path, "r.csv", text))
    assert_words(error.value.reasons)
    places = {(reason.code, reason.path) for reason in error.value.reasons}
    assert set(faults.items()) <= places


def test_a_map_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be opened is named."""
    with pytest.raises(slrt.Invalid) as error:
        slrt.read_regions(tmp_path / "hilang.csv")
    assert_words(error.value.reasons)
    assert error.value.reasons[0].path.startswith("hilang.csv")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (ROSTER.replace("post,", "", 1), {"csv-column": "o.csv:1"}),
        (ROSTER.replace("valid_until", "valid_untill", 1), {"csv-column": "o.csv:1:valid_untill"}),
        (ROSTER.encode("utf-16"), {"csv-encoding": "o.csv:1"}),
        (ROSTER.replace("2026-01-01,12/2026", "01-01-2026,12/2026", 1), {"csv-value": "o.csv:2:valid_from"}),
        (ROSTER.replace("2026-12-31", "2026-02-30"), {"csv-value": "o.csv:3:valid_until"}),
        (ROSTER.replace("2026-12-31", "2025-12-31"), {"assignment-dates": "o.csv:3"}),
        (
            ROSTER.replace("12/2026,2026-01-01,Bupati,\n", ",2026-01-01,Bupati,\n"),
            {"csv-empty": "o.csv:2:decree_number"},
        ),
        (ROSTER.replace("budi,Budi", "sari,Budi"), {"officer-twice": "o.csv:3:officer"}),
    ],
    ids=["column-missing", "column-misspelt", "utf-16", "date-form", "no-such-day", "dates", "no-decree", "two-names"],
)
def test_a_roster_that_cannot_be_read(tmp_path: Path, text: str | bytes, faults: dict[str, str]) -> None:
    """File, line and column, code, and words in both languages."""
    with pytest.raises(slrt.Invalid) as error:
        slrt.read_roster(_file(tmp_path, "o.csv", text))
    assert_words(error.value.reasons)
    assert set(faults.items()) <= {(reason.code, reason.path) for reason in error.value.reasons}


def test_a_date_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    """A last day that cannot be read does not become "for ever": the roster is not taken at all."""
    with pytest.raises(slrt.Invalid) as error:
        slrt.read_roster(_file(tmp_path, "o.csv", ROSTER.replace("2026-12-31", "akhir tahun")))
    assert [reason.path for reason in error.value.reasons] == ["o.csv:3:valid_until"]


# -------------------------------------------------------------------- rulebook


@pytest.fixture
def default(tmp_path: Path) -> Path:
    """The default rulebook's files in a folder of a district's own."""
    folder = tmp_path / "rules"
    with resources.as_file(resources.files("slrt_core.rules") / "default") as files:
        shutil.copytree(files, folder)
    return folder


def _edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _line(folder: Path, name: str, words: str) -> int:
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def _drop(folder: Path, name: str, words: str) -> None:
    path = folder / name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if words not in line]
    assert len(left) < len(lines)
    path.write_text("".join(left), encoding="utf-8")


def _faults(folder: Path) -> list[slrt.Reason]:
    with pytest.raises(slrt.Invalid) as error:
        slrt.load_rulebook(folder)
    assert_words(error.value.reasons)
    return list(error.value.reasons)


def test_the_default_in_a_folder_is_the_default(default: Path) -> None:
    """A copy of the default has its hash; one changed number has another."""
    book = slrt.load_rulebook()
    assert slrt.load_rulebook(default).hash == book.hash
    _edit(default, "limits.toml", "value = 3", "value = 4")
    assert slrt.load_rulebook(default).hash != book.hash


def test_a_misspelt_key_in_the_rulebook(default: Path) -> None:
    """Named with its place and the nearest that there is."""
    _edit(default, "posts.toml", 'reads = "region"', 'reeds = "region"')
    faults = _faults(default)
    unknown = next(reason for reason in faults if "reeds" in reason.path)
    assert unknown.path.startswith("posts.toml:post.facilitator")
    assert "'reads'" in unknown.text.id
    assert any("'reads'" in reason.text.en and reason.code == "rulebook-missing" for reason in faults)


def test_a_column_of_the_rulebook(default: Path) -> None:
    """A misspelt or missing column of a table is named."""
    _edit(default, "cases.csv", "stage", "stagee")
    faults = {(reason.code, reason.path) for reason in _faults(default)}
    assert ("rulebook-unknown", "cases.csv:1:stagee") in faults
    assert ("rulebook-column", "cases.csv:1") in faults


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("submit,review,facilitator", "submit,reviewx,facilitator", "to"),
        ("submit,review,facilitator", "submit,review,facilitatr", "posts"),
        ("review,endorse,recommendation", "review,endorze,recommendation", "command"),
        ("region,review,seen,,3,after_supervisor", "region,reviewx,seen,,3,after_supervisor", "stage"),
        ("seen,,3,after_supervisor=manager", "seenn,,3,after_supervisor=manager", "needs"),
        ("seen,,3,after_supervisor=manager", "seen,,3,after_supervisor=managerx", "when"),
        ("seen reason,outcome:rejected", "seen reason,outcome:rejectd", "effects"),
        ("need|complaint,home_visit", "needx|complaint,home_visit", "kinds"),
        ("R-APP-2 P14(1)b L1.3", "R-APP-2 Pasal14", "basis"),
    ],
)
def test_a_misspelt_word_in_a_row(default: Path, old: str, new: str, column: str) -> None:
    """File, line and column of the row; nothing is taken for what it is not."""
    line = _line(default, "cases.csv", old)
    _edit(default, "cases.csv", old, new)
    assert f"cases.csv:{line}:{column}" in {reason.path for reason in _faults(default)}


def test_a_dead_end(default: Path) -> None:
    """A state from which no case gets on is found when the rulebook is loaded, not by a household."""
    _drop(default, "cases.csv", ",verification,verify,")
    _drop(default, "cases.csv", ",verification,return,")
    _drop(default, "cases.csv", ",verification,reject,")
    faults = _faults(default)
    assert {reason.code for reason in faults} == {"rulebook-stuck"}
    assert any("'verification'" in reason.text.id for reason in faults)


def test_a_receiver_who_can_only_wait(default: Path) -> None:
    """The referral's own table is searched for dead ends too: what is put on hold must get on."""
    for command in ("on_hold,resume", "accepted|in_progress|on_hold,fail"):
        _drop(default, "referrals.csv", command)
    _edit(default, "referrals.csv", "waiting_list|on_hold,cancel", "waiting_list,cancel")
    _edit(default, "referrals.csv", "waiting_list|on_hold,cancel", "waiting_list,cancel")
    _edit(default, "referrals.csv", "waiting_list|on_hold,cancel", "waiting_list,cancel")
    _edit(default, "referrals.csv", "|in_progress|on_hold,expire", "|in_progress,expire")
    assert "rulebook-stuck" in {reason.code for reason in _faults(default)}


def test_two_rows_for_one_step(default: Path) -> None:
    """The same step of the same post twice would leave it to chance: refused."""
    path = default / "cases.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "need,*,review,endorse,analysis,supervisor,region,review,seen,,3,,R-APP-2 own\n", "utf-8")
    assert "rulebook-twice" in {reason.code for reason in _faults(default)}


def test_a_kind_without_a_route(default: Path) -> None:
    """Each kind and class has just one receiver under every choice (R-APP-7)."""
    _edit(default, "routing.toml", 'classes = ["implementation", "other"]', 'classes = ["implementation"]')
    assert ("rulebook-route", "routing.toml") in {(reason.code, reason.path) for reason in _faults(default)}


def test_a_judgement_without_looking_does_not_load(default: Path) -> None:
    """A judging row that does not ask what was seen is refused (invariant 7)."""
    row = "review,reject,decided,supervisor,region,review,"
    _edit(default, "cases.csv", row + "seen reason", row + "reason")
    assert _faults(default)


def test_a_file_that_no_rulebook_has(default: Path) -> None:
    """A misspelt file name would be left unread: it is named instead."""
    (default / "limits.toml").rename(default / "limit.toml")
    fault = _faults(default)[0]
    assert (fault.path, "'limits.toml'" in fault.text.id) == ("limit.toml", True)


def test_a_rulebook_in_another_encoding(default: Path) -> None:
    """Not UTF-8: the file and the byte."""
    path = default / "words.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert [(reason.code, reason.path) for reason in _faults(default)] == [("rulebook-encoding", "words.toml")]


def test_a_table_that_is_no_toml(default: Path) -> None:
    """A syntax error is told with its file, line and column."""
    _edit(default, "limits.toml", "value = 3", "value = ")
    assert ("rulebook-syntax", "limits.toml:4:9") in {(reason.code, reason.path) for reason in _faults(default)}


def test_an_option_that_there_is_not() -> None:
    """A misspelt option, and a value that it has not: both said."""
    with pytest.raises(slrt.Invalid) as error:
        slrt.load_rulebook(None, {"membership_reciever": "registry_manager", "unlisted_case": "parallelx"})
    assert_words(error.value.reasons)
    assert [reason.path for reason in error.value.reasons] == [
        "settings.membership_reciever",
        "settings.unlisted_case",
    ]
    assert "'membership_receiver'" in error.value.reasons[0].text.id
    assert "'parallel'" in error.value.reasons[1].text.en


# -------------------------------------------------------------------- configuration file


def test_a_configuration_file(tmp_path: Path) -> None:
    """It opens a desk beside it, with its zone and its choices."""
    path = _file(
        tmp_path, "desk.toml", 'store = "sqlite:///desk.db"\ndistrict = "61.12"\n[settings]\nunlisted_case = "waits"\n'
    )
    desk = slrt.open_desk(path)
    assert (tmp_path / "desk.db").exists()
    assert desk.rulebook.settings["unlisted_case"] == "waits"
    desk._room.storage.close()


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            'stor = "sqlite:///d.db"\ndistrict = "61.12"',
            {("configuration-key", "stor"), ("configuration-missing", "store")},
        ),
        ('store = "sqlite:///d.db"', {("configuration-missing", "district")}),
        ('store = "sqlite:///d.db"\ndistrict = 6112', {("configuration-value", "district")}),
        ('store = "sqlite:///d.db"\ndistrict = "61.12"\nsettings = "x"', {("configuration-value", "settings")}),
        (
            'store = "sqlite:///d.db"\ndistrict = "61.12"\n[settings]\nunlisted_case = 1',
            {("configuration-value", "settings.unlisted_case")},
        ),
    ],
    ids=["misspelt", "missing", "number", "table", "value-in-settings"],
)
def test_a_configuration_that_cannot_be_so(tmp_path: Path, text: str, faults: set[tuple[str, str]]) -> None:
    """Each key with file, place, and words in both languages; and no file is made."""
    path = _file(tmp_path, "desk.toml", text)
    with pytest.raises(slrt.Invalid) as error:
        slrt.open_desk(path)
    assert_words(error.value.reasons)
    assert {(reason.code, reason.path) for reason in error.value.reasons} == {
        (code, f"desk.toml:{place}") for code, place in faults
    }
    assert [file.name for file in tmp_path.iterdir()] == ["desk.toml"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("store = ", "configuration-unreadable"),
        ('store = "sqlite:///d.db"\ndistrict = "61.12.01"', "district-level"),
        ('store = "sqlite:///d.db"\ndistrict = "abc"', "region-code"),
        ('store = "sqlite:///d.db"\ndistrict = "61.12"\nzone = "Asia/Pontianka"', "zone-unknown"),
        ('store = "sqlite:///d.db"\ndistrict = "61.12"\n[settings]\nunlisted_cas = "waits"', "rulebook-unknown"),
        ('store = "sqlite:///d.db"\ndistrict = "61.12"\nrulebook = "tidak-ada"', "rulebook-directory"),
    ],
)
def test_a_configuration_of_what_there_is_not(tmp_path: Path, text: str, code: str) -> None:
    """What the entries name must be there; a file of nobody is not made on the way."""
    path = _file(tmp_path, "desk.toml", text)
    with pytest.raises(slrt.Invalid) as error:
        slrt.open_desk(path)
    assert_words(error.value.reasons)
    assert code in {reason.code for reason in error.value.reasons}
    assert [file.name for file in tmp_path.iterdir()] == ["desk.toml"]


def test_a_store_that_nobody_offers(tmp_path: Path) -> None:
    """An adapter that is not installed is the installer's matter, and is named."""
    with pytest.raises(slrt.PluginError) as error:
        slrt.open_desk("mongodb://x", district="61.12", keys=f"file:{tmp_path / 'k'}")
    assert_words(error.value.reasons)
    assert "mongodb" in str(error.value)


READS: dict[str, Callable[[World, str], object]] = {
    "case": lambda world, text: world.at("sari").case(text),
    "item": lambda world, text: world.at("sari").item(text),
    "timeline": lambda world, text: world.at("sari").timeline(text),
    "number": lambda world, text: world.at("sari").by_number(text),
    "household": lambda world, text: world.at("sari").household(text, purpose="test"),
    "of": lambda world, text: world.at("sari").attachments(text, purpose="test"),
    "attachment": lambda world, text: world.at("sari").attachment("a", of=text, purpose="test"),
    "region": lambda world, text: world.at("sari").find(region=text, purpose="test"),
    "value": lambda world, text: world.at("sari").lookup("nik", text, purpose="test"),
    "code": lambda world, text: world.at("sari").program(text),
    "reveal": lambda world, text: world.at("sari").reveal(Private("x"), of=text, purpose="test"),
    "enquire": lambda world, text: world.desk.enquire(text),
    "dossier": lambda world, text: world.desk.dossier(text, purpose="test"),
    "subject": lambda world, text: world.desk.looks(subject=text),
    "officer": lambda world, text: world.desk.looks(officer=text),
}


@pytest.mark.parametrize("text", ["a\0", "\ud800"], ids=["U+0000", "half a pair"])
@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_what_no_database_keeps_is_not_looked_for(
    world: World, read: Callable[[World, str], object], text: str
) -> None:
    """Typed into a form, or into the address of a page: a fault of the text, not of the store."""
    with pytest.raises(slrt.Invalid) as error:
        read(world, text)
    assert error.value.codes == ("text-broken",)
