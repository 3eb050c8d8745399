"""`slrt explain`, `questions`, `eligible`, `simulate`: told to the officer who may see it, and to nobody else."""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources
from pathlib import Path

import pytest
from click.testing import Result

from slrt_core.cli.opening import find_desk
from tests.cli.demos import Demo, run
from tests.cli.test_commands import holder

PACKAGED = Path(str(resources.files("slrt_core.rules.programs")))


def look(demo: Demo, *typed: object, post: str = "manager") -> Result:
    """A command, typed by who holds a post."""
    return run(*typed, "--as", holder(demo, post), "--post", post, "--config", demo.out / "slrt.toml")


@pytest.fixture(scope="module")
def entitled(five_villages: Demo) -> str:
    """A household of which a family is entitled to PKH."""
    desk = find_desk(None, five_villages.out / "slrt.toml", None)
    manager = desk.acting_as(holder(five_villages, "manager"), "manager")
    return manager.eligible("PKH", purpose="test").eligible[0].household


def test_a_household_is_told_what_it_is_entitled_to(five_villages: Demo, entitled: str) -> None:
    result = look(five_villages, "explain", entitled)
    assert result.exit_code == 0, result.output
    assert "Berhak:" in result.stdout
    assert "- PKH – Program Keluarga Harapan: keluarga " in result.stdout
    assert f"slrt explain {entitled} --as {holder(five_villages, 'manager')} --program" in result.stdout


def test_the_reasons_are_told_in_both_languages(five_villages: Demo, entitled: str) -> None:
    indonesian = look(five_villages, "explain", entitled, "--program", "PKH").stdout
    english = look(five_villages, "explain", entitled, "--program", "PKH", "--lang", "en").stdout
    assert "berhak atas Program Keluarga Harapan (PKH)" in indonesian
    assert "Dasar: harus ada dalam DTKS (praktik PKH Wonosobo)." in indonesian
    assert "is entitled to “Family Hope Programme” (PKH)" in english
    assert re.search(r"Rp[0-9,]+ a year", english)
    assert not any(number in indonesian + english for number in five_villages.numbers)


def test_names_are_left_out_if_asked(five_villages: Demo, entitled: str) -> None:
    desk = find_desk(None, five_villages.out / "slrt.toml", None)
    home = desk.acting_as(holder(five_villages, "manager"), "manager").household(entitled, purpose="test")
    shown = look(five_villages, "explain", entitled, "--program", "PKH", "--no-names").stdout
    assert "anggota ke-" in shown.lower()
    assert not any(member.name and member.name in shown for member in home.members)


def test_for_machines_all_is_there(five_villages: Demo, entitled: str) -> None:
    result = look(five_villages, "explain", entitled, "--program", "PKH", "--json")
    (found,) = json.loads(result.stdout)
    assert found["verdict"] == "yes"
    assert len(found["rules"]) == 64
    assert found["finding"]["parts"][0]["basis"][0]["tag"] == "source:004"
    assert found["entitlement"]["payments"]


def test_what_is_most_worth_asking_comes_first(five_villages: Demo, entitled: str) -> None:
    result = look(five_villages, "questions", entitled, "--limit", 3, "--lang", "en")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [line[:2] for line in lines[:3]] == ["1.", "2.", "3."]
    assert all("?" in line and line.endswith("]") for line in lines[:3])
    assert "more" in lines[3]
    settled = look(five_villages, "questions", entitled, "--program", "PKH", "--lang", "en")
    assert settled.stdout == "There is nothing left to ask.\n"


def test_a_household_is_found_by_name_place_and_number(five_villages: Demo) -> None:
    """Nobody knows an id by heart: one is looked for, or the number on the household's paper is typed."""
    desk = find_desk(None, five_villages.out / "slrt.toml", None)
    manager = desk.acting_as(holder(five_villages, "manager"), "manager")
    item = next(one for one in manager.overdue() + manager.worklist() if manager.case(one.id).household)
    case = manager.case(item.id)
    named = manager.household(case.household, purpose="test").name
    assert re.search(rf"{case.household}\s+{named}", look(five_villages, "find", named, "--lang", "en").stdout)
    assert case.household in look(five_villages, "find", "--region", case.region, "--limit", 1000).stdout
    by_id = look(five_villages, "explain", case.household)
    assert by_id.stdout == look(five_villages, "explain", item.number.lower()).stdout != ""
    assert look(five_villages, "questions", item.number).exit_code == 0
    assert look(five_villages, "find", "Nobody Of That Name", "--lang", "en").stdout == "There is none.\n"


def test_places_are_told_by_their_names(five_villages: Demo, entitled: str) -> None:
    told = look(five_villages, "explain", entitled, "--program", "JAMKESDA", "--program", "BLT-DD")
    assert not re.search(r"\d\d\.\d\d\.\d\d", told.stdout)


@pytest.mark.parametrize("command", [("eligible", "PKH"), ("eligible", "PKH", "--gaps"), ("find",)])
def test_a_place_that_is_not_there(five_villages: Demo, command: tuple[str, ...]) -> None:
    """A code mistyped is not a place where nobody is entitled."""
    result = look(five_villages, *command, "--region", "33.13.99")
    assert result.exit_code == 1
    assert "33.13.99" in result.stderr


def test_lists_may_name_who_is_on_them(five_villages: Demo, entitled: str) -> None:
    desk = find_desk(None, five_villages.out / "slrt.toml", None)
    home = desk.acting_as(holder(five_villages, "manager"), "manager").household(entitled, purpose="test")
    named = look(five_villages, "eligible", "PKH", "--names", "--purpose", "who to visit")
    assert f"keluarga Pak {home.name}" in named.stdout or f"keluarga Bu {home.name}" in named.stdout
    assert not re.search(r"\bf-[a-z]+", named.stdout)
    assert "who to visit" in str(desk.dossier(entitled, purpose="test")["looks"])
    assert home.name not in look(five_villages, "eligible", "PKH").stdout


@pytest.mark.parametrize("command", [("eligible", "PKH"), ("eligible", "PKH", "--gaps"), ("simulate", "PKH")])
def test_lists_and_numbers_for_machines(five_villages: Demo, command: tuple[str, ...]) -> None:
    assert json.loads(look(five_villages, *command, "--json").stdout)["program"] == "PKH"


def test_questions_for_machines(five_villages: Demo, entitled: str) -> None:
    first, *_ = json.loads(look(five_villages, "questions", entitled, "--json").stdout)
    assert set(first) == {"missing", "settles", "programs"}


def test_a_program_that_is_new_has_nothing_to_be_compared_with(five_villages: Demo, tmp_path: Path) -> None:
    path = tmp_path / "NEW.toml"
    path.write_text(
        (PACKAGED / "PIP.toml").read_text(encoding="utf-8").replace('code = "PIP"', 'code = "NEW"'), encoding="utf-8"
    )
    result = look(five_villages, "simulate", path)
    assert result.exit_code == 1
    assert "[program-new]" in result.stderr
    assert "load or enter it first" in result.stderr


def test_a_program_that_names_no_amount_has_no_cost(five_villages: Demo) -> None:
    """Rp0 would say that it is for nothing."""
    shown = look(five_villages, "simulate", "BAZNAS", "--lang", "en").stdout
    assert "entitled" in shown
    assert "Rp" not in shown


def test_who_is_entitled_comes_in_order(five_villages: Demo, entitled: str) -> None:
    result = look(five_villages, "eligible", "PKH", "--lang", "en")
    assert result.exit_code == 0, result.output
    ranks = [int(rank) for rank in re.findall(r"^\s+\d+\s+h-\S+\s+f-\S+\s+(\d+)\s*$", result.stdout, re.MULTILINE)]
    assert ranks
    assert entitled in result.stdout
    counted = re.search(r"(\d+) entitled, (\d+) not known yet, (\d+) not entitled", result.stdout)
    assert counted is not None
    entitled_ranks = ranks[: int(counted[1])]
    assert entitled_ranks == sorted(entitled_ranks)
    short = look(five_villages, "eligible", "PKH", "--limit", 1, "--lang", "en").stdout
    assert "more" in short
    assert "Entitled, without it: " in look(five_villages, "eligible", "PKH", "--gaps", "--lang", "en").stdout


def test_a_change_is_tried_out_before_it_is_entered(five_villages: Demo, tmp_path: Path) -> None:
    path = Path(shutil.copy(PACKAGED / "PKH.toml", tmp_path / "PKH.toml"))
    path.write_text(
        path.read_text(encoding="utf-8").replace("household.decile <= param", "household.decile <= 2 * param"),
        encoding="utf-8",
    )
    result = look(five_villages, "simulate", path, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert re.search(r"[1-9]\d* become entitled, 0 no longer are", result.stdout)
    assert "cost a year, at least" in result.stdout
    broken = path.read_text(encoding="utf-8").replace("household.decile", "household.decil")
    path.write_text(broken, encoding="utf-8")
    wrong = look(five_villages, "simulate", path)
    assert wrong.exit_code == 1
    assert "decil" in wrong.stderr
    assert wrong.stdout == ""


def test_a_day_may_be_named(five_villages: Demo, entitled: str) -> None:
    told = look(five_villages, "explain", entitled, "--program", "PKH", "--on", "2026-08-20")
    assert "menurut data pada 20 Agustus 2026" in told.stdout
    written = look(five_villages, "explain", entitled, "--program", "PKH", "--on", "20-08-2026")
    assert written.stdout == told.stdout
    assert look(five_villages, "explain", entitled, "--on", "tomorrow").exit_code == 2


@pytest.mark.parametrize("command", ["explain", "questions"])
def test_who_may_not_see_a_household_learns_nothing_of_it(five_villages: Demo, entitled: str, command: str) -> None:
    """Not to be seen and not there read the same (R-ALL-2)."""
    hidden = look(five_villages, command, entitled, post="administrator")
    absent = look(five_villages, command, "h-nowhere", post="administrator")
    assert hidden.exit_code == absent.exit_code == 1
    assert hidden.stderr.replace(entitled, "X") == absent.stderr.replace("h-nowhere", "X")
    assert hidden.stdout == absent.stdout == ""


def test_a_program_that_is_not_there(five_villages: Demo, entitled: str) -> None:
    for typed in (("explain", entitled, "--program", "NOWHERE"), ("eligible", "NOWHERE"), ("simulate", "NOWHERE")):
        result = look(five_villages, *typed)
        assert result.exit_code == 1
        assert "NOWHERE" in result.stderr
        assert result.stdout == ""


def test_a_program_s_code_may_be_typed_small(five_villages: Demo, entitled: str) -> None:
    assert look(five_villages, "eligible", "pkh").stdout == look(five_villages, "eligible", "PKH").stdout
    assert "(PKH)" in look(five_villages, "explain", entitled, "--program", "pkh").stdout


def test_a_look_is_on_record_with_its_purpose(five_villages: Demo, entitled: str) -> None:
    desk = find_desk(None, five_villages.out / "slrt.toml", None)
    look(five_villages, "explain", entitled, "--program", "PKH", "--purpose", "visit of the village")
    looks = desk.dossier(entitled, purpose="test")["looks"]
    assert "visit of the village" in str(looks)


@pytest.mark.parametrize(
    "typed", ["criteria", "criteria check", "diff", "explain", "find", "questions", "eligible", "simulate"]
)
def test_help_is_in_both_languages(typed: str) -> None:
    result = run(*typed.split(), "--help")
    assert result.exit_code == 0
    assert " / " in result.output
