"""`read_households`: what a file says is what the forms say, and what is wrong with it is said with its place."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.testing import small_district

GOOD = """\
household,region,address,valid_from,family,no_kk,person,name,nik,phone,birth_date,floor,floor_area,motorcycles,\
below_poverty_line,individual.social_categories,participation_
h-1,61.12.01.2001,Jl. Satu,2026-01-03,f-1,6112010101269001,i-1,Ani,6112014101859001,081234569001,1985-01-01,earth,\
"36,5",0,tidak,lansia disabilitas,
h-1,,,,f-1,,i-2,Budi,,,,,,,,,
h-1,,,,f-2,,i-3,Cici,,,,,,,,,

h-2,6112012001,,,,,,Dewi,0012,,,,,,,,
""".replace(",participation_", ",individual.participation:PKH")

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str | bytes, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def faults(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(slrt.Invalid) as error:
        list(slrt.read_households(path))
    for reason in error.value.reasons:
        assert reason.text.id != reason.text.en or reason.text.id == ""
    return [(reason.path, reason.code) for reason in error.value.reasons]


def test_a_whole_file(write: Write) -> None:
    """Everything stated, as it was written; what is empty is not there at all."""
    first, second = slrt.read_households(write(GOOD))
    assert (first.id, first.region, first.address, first.valid_from) == (
        "h-1",
        "61.12.01.2001",
        "Jl. Satu",
        date(2026, 1, 3),
    )
    assert dict(first.facts) == {
        "floor": "earth",
        "floor_area": Decimal("36.5"),
        "motorcycles": 0,
        "below_poverty_line": False,
    }
    assert [(f.id, f.no_kk, [p.id for p in f.members]) for f in first.families] == [
        ("f-1", "6112010101269001", ["i-1", "i-2"]),
        ("f-2", None, ["i-3"]),
    ]
    ani, budi = first.families[0].members
    assert (ani.name, ani.nik, ani.phone) == ("Ani", "6112014101859001", "081234569001")
    assert dict(ani.facts) == {"birth_date": date(1985, 1, 1), "social_categories": ("lansia", "disabilitas")}
    assert (budi.nik, budi.phone, dict(budi.facts)) == (None, None, {})
    assert (second.region, second.address, second.valid_from, dict(second.facts)) == ("61.12.01.2001", "", None, {})
    assert second.families[0].members[0].nik == "0012"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace(",", ";").replace('"36;5"', "36,5"),
    ],
    ids=["byte-order mark", "Windows", "no last line end", "semicolons"],
)
def test_as_spreadsheets_write_it(write: Write, change: Callable[[str], str]) -> None:
    assert list(slrt.read_households(write(change(GOOD)))) == list(slrt.read_households(write(GOOD, "other.csv")))


def test_it_can_be_gone_through_again(write: Write) -> None:
    found = slrt.read_households(write(GOOD))
    assert list(found) == list(found) != []
    halfway = iter(found)
    next(halfway)
    assert len(list(found)) == 2


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("6112014101859001", "6.11201E+15", "2:nik", "csv-number-shortened"),
        ("6112014101859001", '"6,11201E+15"', "2:nik", "csv-number-shortened"),
        ("6112014101859001", "6112014101859001.0", "2:nik", "csv-number-shortened"),
        ("6112014101859001", "'6112014101859001", "2:nik", "csv-number-formula"),
        ("6112010101269001", "=6112010101269001", "2:no_kk", "csv-number-formula"),
        ("081234569001", "8.1E+10", "2:phone", "csv-number-shortened"),
        ("1985-01-01", "01/02/1985", "2:birth_date", "csv-value"),
        ("1985-01-01", "19850101", "2:birth_date", "csv-value"),
        ("1985-01-01", "1985-02-29", "2:birth_date", "csv-value"),
        ("1985-01-01", "31048", "2:birth_date", "csv-value"),
        ('"36,5"', '"1.236,5"', "2:floor_area", "csv-value"),
        ('"36,5"', "NaN", "2:floor_area", "csv-value"),
        ('"36,5"', "36 m2", "2:floor_area", "csv-value"),
        ('",0,tidak', '",0.0,tidak', "2:motorcycles", "csv-value"),
        ('",0,tidak', '",1.000,tidak', "2:motorcycles", "csv-value"),
        ('",0,tidak', '",٣,tidak', "2:motorcycles", "csv-value"),
        (",tidak,", ",0,", "2:below_poverty_line", "csv-value"),
        (",tidak,", ",-,", "2:below_poverty_line", "csv-value"),
        (",Budi,", ",,", "4:name", "csv-empty"),
        ("h-2,", ",", "7:household", "csv-empty"),
        ("h-2,6112012001,", "h-2,,", "7:region", "csv-empty"),
        ("6112012001", "6112019001", "7:region", "region-code-system"),
        ("h-1,,,,f-2", "h-1,61.12.01.2002,,,f-2", "5:region", "csv-contradiction"),
        ("h-1,,,,f-1,,i-2", "h-1,,,,f-1,6112010101269002,i-2", "4:no_kk", "csv-contradiction"),
        ("h-1,,,,f-1,,i-2,Budi,,,,,", "h-1,,,,f-1,,i-2,Budi,,,,wood,", "4:floor", "csv-contradiction"),
        ("h-2,6112012001,,,,,,Dewi", "h-2,6112012001,,,,,Dewi", "7", "csv-cells"),
        (",i-2,", f",{'i' * 81},", "4:person", "name-too-long"),
        ("Budi", '"Bu"di', "4", "csv-syntax"),
        ("Budi", '"Budi', "4", "csv-syntax"),
        ("Budi", "Bu\0di", "4", "csv-syntax"),
    ],
)
def test_near_misses(write: Write, old: str, new: str, place: str, code: str) -> None:
    """Each is named with its line and column; lines are counted as an editor counts them."""
    text = GOOD.replace("\nh-1,,,,f-1", "\n\nh-1,,,,f-1", 1)  # the empty line counts
    assert text.count(old) >= 1
    assert faults(write(text.replace(old, new, 1))) == [(f"list.csv:{place}".replace(":2:", ":2:"), code)]


@pytest.mark.parametrize(
    ("header", "place", "code"),
    [
        ("region,name", "1", "csv-column"),
        ("household,region,nama", "1", "csv-column"),
        ("household,region,name,flour", "1:flour", "csv-column"),
        ("household,region,name,kepala.floor", "1:kepala.floor", "csv-column"),
        ("household,region,name,family.floor", "1:family.floor", "csv-column-unit"),
        ("household,region,name,social_categories", "1:social_categories", "csv-column-unit"),
        ("household,region,name,participation", "1:participation", "csv-column"),
        ("household,region,name,floor,household.floor", "1:household.floor", "csv-column-twice"),
        ("household,region,name,nik,nik", "1:nik", "csv-column-twice"),
        ("household,region,name,present", "1:present", "csv-column"),
        ("household,region,name,individual.nik", "1:individual.nik", "csv-column"),
        ("", "1", "csv-column"),
    ],
)
def test_a_wrong_header_is_refused_before_anything_is_read(write: Write, header: str, place: str, code: str) -> None:
    with pytest.raises(slrt.Invalid) as error:
        slrt.read_households(write(header + "\n"))
    assert (f"list.csv:{place}", code) in {(reason.path, reason.code) for reason in error.value.reasons}


def test_what_is_no_utf_8_has_a_line(write: Write) -> None:
    lines = GOOD.encode().splitlines(keepends=True)
    assert faults(write(b"".join([*lines[:3], lines[3].replace(b"Cici", b"C\xe9ci"), *lines[4:]]))) == [
        ("list.csv:4", "csv-encoding")
    ]
    with pytest.raises(slrt.Invalid):
        slrt.read_households(write(GOOD.encode("utf-16"), "sixteen.csv"))
    with pytest.raises(slrt.Invalid):
        slrt.read_households(Path("nowhere.csv"))


def test_a_household_apart_from_its_lines(write: Write) -> None:
    text = "household,region,name\n" + "".join(f"h-{n},61.12.01.2001,Ani\n" for n in (1, 2, 2, 1, 3))
    assert faults(write(text)) == [("list.csv:5:household", "csv-household-apart")]


def test_an_id_names_one_thing_only(write: Write) -> None:
    """Keys of persons go by ids: two of one id would be erased together."""
    rows = ["1,f-1,11", "1,f-1,1", "2,f-1,12", "3,3,13", "12,f-4,14", "4,f-5,13"]
    text = "household,family,person,region,name\n" + "".join(f"{row},61.12.01.2001,Ani\n" for row in rows)
    assert faults(write(text)) == [
        ("list.csv:3:person", "csv-id-twice"),
        ("list.csv:4:family", "csv-id-twice"),
        ("list.csv:5:family", "csv-id-twice"),
        ("list.csv:6:household", "csv-household-apart"),
        ("list.csv:7:person", "csv-id-twice"),
    ]


def test_all_faults_at_once_but_not_endlessly(write: Write) -> None:
    rows = [f"h-{n},61.12.01.2001,Ani,x\n" for n in range(500)]
    assert len(faults(write("household,region,name,birth_date\n" + "".join(rows)))) == 200


def test_no_value_is_in_an_error(write: Write) -> None:
    """Somebody's number may have slipped into any column."""
    canary = "6112014101859377"
    columns = ["no_kk", "nik", "phone", "birth_date", "motorcycles", "below_poverty_line", "valid_from"]
    text = "household,region,name," + ",".join(columns) + "\n" + "h,r,n" + f",{canary}.0" * len(columns) + "\n"
    with pytest.raises(slrt.Invalid) as error:
        list(slrt.read_households(write(text)))
    assert len(error.value.reasons) == len(columns)
    assert canary not in str(error.value) + repr(error.value.reasons)


def test_no_value_is_in_an_error_of_the_desk(write: Write) -> None:
    names = ["floor_area", "motorcycles", "floor", "education", "household.social_categories", "region", "address"]
    numbers = ("6112014101859377", "6281234569377", "081234569")
    for canary in numbers:
        columns = [name for name in names if name != "region"]
        text = f"household,name,region,{','.join(columns)}\nh,N,{canary}" + f",{canary}" * len(columns) + "\n"
        file = slrt.read_households(write(text))
        with pytest.raises(slrt.Invalid) as error:
            small_district().desk.load_households(file, "x", day=date(2026, 1, 5))
        assert len(error.value.reasons) == len(names)
        assert canary not in str(file.placed(error.value)) + repr(error.value.reasons)


def test_families_without_ids_are_told_apart_by_their_card(write: Write) -> None:
    text = "household,region,name,no_kk\n" + "".join(
        f"h,61.12.01.2001,{name},{card}\n" for name, card in [("A", "1"), ("B", ""), ("C", "2"), ("D", "1"), ("E", "")]
    )
    [form] = slrt.read_households(write(text))
    assert [(f.no_kk, [p.name for p in f.members]) for f in form.families] == [
        ("1", ["A", "D"]),
        (None, ["B", "E"]),
        ("2", ["C"]),
    ]


def test_what_the_desk_finds_wrong_has_a_place_in_the_file(write: Write) -> None:
    text = (
        "household,region,name,education,household.floor\n"
        "h-1,61.12.01.2001,Ani,degree,earth\n"
        "h-1,,Budi,doctor,\n"
        "h-2,61.12.99.2001,Cici,,dirt\n"
    )
    file = slrt.read_households(write(text))
    with pytest.raises(slrt.Invalid) as error:
        small_district().desk.load_households(file, "x", day=date(2026, 1, 5))
    placed = file.placed(error.value)
    assert {(reason.path, reason.code) for reason in placed.reasons} == {
        ("list.csv:3:education", "code-unknown"),
        ("list.csv:4:region", "region-unknown"),
        ("list.csv:4:household.floor", "code-unknown"),
    }


def test_a_list_is_loaded_and_changes_nothing_twice(write: Write) -> None:
    d = small_district()
    text = GOOD.replace("lansia disabilitas", "disabilitas")
    told: list[tuple[int, int]] = []
    file = slrt.read_households(write(text))
    loaded = d.desk.load_households(
        file, "DTSEN", day=date(2026, 1, 5), progress=lambda done, all_: told.append((done, all_))
    )
    assert (loaded.count, told) == (2, [(2, 2)])
    assert d.desk.load_households(file, "DTSEN", day=date(2026, 1, 5)).count == 0
    home = d.acting("sari").household("h-1", purpose="test")
    assert [member.name for member in home.members] == ["Ani", "Budi", "Cici"]
    assert home["below_poverty_line"] is False
    assert home.members[1]["birth_date"] is slrt.UNKNOWN


def test_memory_does_not_grow_with_the_file(write: Write) -> None:
    def most(households: int) -> int:
        path = write(
            "household,region,name,nik\n"
            + "".join(f"h-{n},61.12.01.2001,Ani {n},611201410185{n % 10000:04}\n" for n in range(households)),
            f"{households}.csv",
        )
        file = slrt.read_households(path)
        tracemalloc.start()
        try:
            assert sum(1 for _ in file) == households
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    most(100)
    assert most(20_000) < most(2_000) + 200_000
