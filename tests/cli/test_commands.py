"""`slrt timeline`, `slrt worklist`, `slrt rulebook show`: what is seen, and by whom."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.cli.demos import Demo, run


def holder(demo: Demo, post: str) -> str:
    """An account that holds a post from the first day on."""
    first = demo.events("RosterLoaded")[0]
    return next(str(a["officer"]) for a in first["assignments"] if a["post"] == post)


def a_case(demo: Demo) -> tuple[str, str]:
    """A case of a visit in which two were recorded: its id and the visit's registration number."""
    opened = demo.events("CaseOpened")
    numbers = Counter(event["number"] for event in opened)
    event = next(event for event in opened if numbers[event["number"]] == 2)
    return event["case"], event["number"]


def test_a_timeline_by_id_and_by_registration_number(five_villages: Demo) -> None:
    """The number leads to all cases of the visit."""
    case, number = a_case(five_villages)
    config = five_villages.out / "slrt.toml"
    manager = holder(five_villages, "manager")
    by_id = run("timeline", case, "--as", manager, "--config", config)
    assert by_id.exit_code == 0, by_id.output
    assert "kunjungan rumah" in by_id.stdout
    assert "Pasal 14(1)a" in by_id.stdout
    by_number = run("timeline", number.lower(), "--as", manager, "--config", config, "--lang", "en")
    assert by_number.exit_code == 0, by_number.output
    assert by_number.stdout.count(number) == 2
    assert "home visit" in by_number.stdout


def test_who_may_not_see_a_case_learns_nothing_of_it(five_villages: Demo) -> None:
    """Not to be seen and not there read the same (R-ALL-2)."""
    case, _ = a_case(five_villages)
    config = five_villages.out / "slrt.toml"
    administrator = holder(five_villages, "administrator")
    hidden = run("timeline", case, "--as", administrator, "--config", config)
    absent = run("timeline", "c-nowhere", "--as", administrator, "--config", config)
    assert hidden.exit_code == absent.exit_code == 1
    assert hidden.stderr.replace(case, "X") == absent.stderr.replace("c-nowhere", "X")
    assert hidden.stdout == absent.stdout == ""


def test_a_worklist(five_villages: Demo) -> None:
    result = run("worklist", holder(five_villages, "registry_manager"), "--config", five_villages.out / "slrt.toml")
    assert result.exit_code == 0, result.output
    assert "pengelola BDT" in result.stdout
    assert "dirujuk" in result.stdout


def test_the_demos_desk_is_found_by_its_url_and_by_default(
    five_villages: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = holder(five_villages, "manager")
    result = run("worklist", manager, "--db", f"sqlite:///{five_villages.out / 'demo.db'}")
    assert result.exit_code == 0, result.output
    (tmp_path / "slrt-demo-mojogedang").symlink_to(five_villages.out, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    assert run("worklist", manager).stdout == result.stdout


def test_who_holds_several_posts_names_one(five_villages: Demo) -> None:
    """In a village one person answers for the technical body and for the village's own program."""
    officer = holder(five_villages, "village_body")
    config = five_villages.out / "slrt.toml"
    unclear = run("worklist", officer, "--config", config)
    assert unclear.exit_code == 1
    assert "post-unclear" in unclear.stderr
    assert run("worklist", officer, "--post", "village_body", "--config", config).exit_code == 0


def both_languages(stderr: str, code: str, indonesian: str, english: str) -> None:
    assert f"[{code}]" in stderr
    assert indonesian in stderr
    assert english in stderr
    assert "Traceback" not in stderr


def test_errors_are_said_in_both_languages_with_code_and_place(
    five_villages: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = five_villages.out / "slrt.toml"
    monkeypatch.chdir(tmp_path)
    nobody = run("worklist", "nobody", "--config", config)
    assert nobody.exit_code == 1
    both_languages(nobody.stderr, "not-found", "tidak ada", "there is none")

    nowhere = run("worklist", "sari", "--db", f"sqlite:///{tmp_path / 'no.db'}")
    assert nowhere.exit_code == 1
    both_languages(nowhere.stderr, "store-missing", "berkas basis data tidak ada", "there is no such database file")
    assert not (tmp_path / "no.db").exists()

    no_demo = run("worklist", "sari")
    assert no_demo.exit_code == 1
    both_languages(no_demo.stderr, "no-demo", "belum ada demo", "no demonstration here")

    (tmp_path / "bad.toml").write_text('store = "sqlite:///x.db"\ndistrik = "61.12"\n', encoding="utf-8")
    misspelt = run("rulebook", "show", "--config", tmp_path / "bad.toml")
    assert misspelt.exit_code == 1
    both_languages(misspelt.stderr, "configuration-key", "bad.toml:distrik", "did you mean 'district'?")

    (tmp_path / "other.db").write_bytes(b"")
    no_district = run("worklist", "sari", "--db", f"sqlite:///{tmp_path / 'other.db'}")
    assert no_district.exit_code == 1
    both_languages(no_district.stderr, "district-missing", "kode kabupaten/kota", "the regency's code")


@pytest.mark.parametrize(
    "arguments",
    [("demo", "--district", "atlantis"), ("timeline", "x"), ("rulebook", "show", "--table", "chairs"), ("fly",)],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("table", ["posts", "options", "limits", "routes", "cases", "referrals"])
def test_each_table_of_the_rulebook_can_be_read(table: str) -> None:
    shown = run("rulebook", "show", "--table", table, "--lang", "en")
    assert shown.exit_code == 0, shown.output
    expected = {
        "posts": ["facilitator", "R-APP-6 L1.1", "technical assistant"],
        "options": ["membership_receiver", "registry_manager", "R-APP-7"],
        "limits": ["objection_days", "30"],
        "routes": ["registry manager", "S2(3)"],
        "cases": ["recorded → review", "endorse", "L1.6d"],
        "referrals": ["requested → accepted", "receiver", "S3"],
    }
    for words in expected[table]:
        assert words in shown.stdout


def test_the_rulebook_of_a_configuration_shows_what_was_chosen(tmp_path: Path) -> None:
    text = 'store = "sqlite:///x.db"\ndistrict = "61.12"\n[settings]\nmembership_receiver = "program_manager"\n'
    (tmp_path / "slrt.toml").write_text(text, encoding="utf-8")
    shown = run("rulebook", "show", "--table", "routes", "--config", tmp_path / "slrt.toml", "--lang", "en")
    assert "L1.2e" in shown.stdout
    assert "S2(3)" not in shown.stdout


def test_the_entry_point_starts() -> None:
    shown = subprocess.run(
        [Path(sys.executable).with_name("slrt"), "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert "demo" in shown.stdout
