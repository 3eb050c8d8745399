"""`slrt criteria check` and `slrt diff`: every mistake with its place, and what a new version changes."""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources
from pathlib import Path

import pytest

from tests.cli.demos import run

PACKAGED = Path(str(resources.files("slrt_core.rules.programs")))


@pytest.fixture
def pkh(tmp_path: Path) -> Path:
    """A copy of a packaged program, to be spoilt."""
    return Path(shutil.copy(PACKAGED / "PKH.toml", tmp_path / "PKH.toml"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_packaged_is_right() -> None:
    result = run("criteria", "check", PACKAGED, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "mistakes: 0" in result.stdout


def test_every_mistake_is_shown_with_line_column_and_caret(pkh: Path) -> None:
    """Line and column are those of the file: an editor jumps there."""
    spoil(pkh, "household.central_status == 'listed'", "household.central_statuss == 'listed'")
    spoil(pkh, "household.decile <= param('pkh.decile_max')", "household.decile <= param('pkh.decile_min')")
    result = run("criteria", "check", pkh, "--lang", "en")
    assert result.exit_code == 1
    lines = pkh.read_text(encoding="utf-8").split("\n")
    numbers = [number for number, line in enumerate(lines, 1) if "central_statuss" in line]
    assert len(numbers) == 2
    for number in numbers:
        column = lines[number - 1].index("household.central_statuss") + 1
        assert f"PKH.toml:{number}:{column} (criteria.listed)" in result.stdout
    assert "did you mean 'central_status'?" in result.stdout
    assert "^^^^" in result.stdout
    assert "pkh.decile_min" in result.stdout
    assert "mistakes: 3" in result.stdout


def test_mistakes_are_told_in_the_chosen_language(pkh: Path) -> None:
    spoil(pkh, "m.school_level == 'primary'", "m.school_level == 'primari'")
    indonesian = run("criteria", "check", pkh).stdout
    english = run("criteria", "check", pkh, "--lang", "en").stdout
    assert "maksudnya 'primary'?" in indonesian
    assert "did you mean" not in indonesian
    assert "did you mean 'primary'?" in english


def test_a_mistake_in_one_file_hides_none_in_another(pkh: Path, tmp_path: Path) -> None:
    spoil(pkh, "household.central_status", "household.sentral_status")
    shutil.copy(PACKAGED / "BLT-DD.toml", tmp_path / "BLT-DD.toml")
    spoil(tmp_path / "BLT-DD.toml", 'unit = "family"', 'unit = "famili"')
    (tmp_path / "broken.toml").write_text("code = ", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes(b'code = "\xe9"')
    result = run("criteria", "check", tmp_path, "--lang", "en")
    assert result.exit_code == 1
    for place in ("PKH.toml:", "BLT-DD.toml:4:1 (unit)", "broken.toml:1:8", "latin.toml"):
        assert place in result.stdout
    assert "Traceback" not in result.output


def test_a_mistake_of_the_file_hides_none_in_its_expressions(pkh: Path) -> None:
    """Each with its line: a tag that is not known, a name that is misspelt, and one in the order of who comes first."""
    spoil(pkh, 'tag = "source:004"', 'tag = "sure"')
    spoil(pkh, "household.decile <= param('pkh.decile_max')", "household.decil <= param('pkh.decile_max')")
    spoil(pkh, 'rank = ["household.decile"]', 'rank = ["household.sex"]')
    spoil(pkh, 'text = "individual.severe_disability"', 'text = "individual.severe_disability &&"')
    lines = pkh.read_text(encoding="utf-8").split("\n")
    result = run("criteria", "check", pkh, "--lang", "en")
    assert result.exit_code == 1
    for part, written in (
        ("criteria.decile", "household.decil "),
        ("quota.rank.1", "household.sex"),
        ("criteria.listed.basis.1.tag", 'tag = "sure"'),
    ):
        found = [(n, line.index(written) + 1) for n, line in enumerate(lines, 1) if written in line]
        shown = {
            tuple(map(int, place.split(":"))) for place in re.findall(rf"PKH.toml:(\d+:\d+) \({part}\)", result.stdout)
        }
        assert shown
        assert shown <= set(found)
    assert "(component.severe_disability): wrong [syntax-end]" in result.stdout


def test_of_a_parameter_nothing_is_said_while_their_table_is_wrong(pkh: Path) -> None:
    spoil(pkh, 'name = "pkh.pregnancy"\nper = "year"', 'name = "pkh.pregnancy"\nper = "yearly"')
    result = run("criteria", "check", pkh, "--lang", "en")
    assert "(param.pkh.pregnancy.per)" in result.stdout
    assert "param-unknown" not in result.stdout
    assert "mistakes: 1;" in result.stdout


def test_what_is_no_toml_is_told_with_its_line(pkh: Path) -> None:
    spoil(pkh, 'level = "centre" }', 'level = "centre"')
    for language, words in (("id", "tabel { … } tidak ditutup"), ("en", "a table { … } is not closed")):
        result = run("criteria", "check", pkh, "--lang", language)
        assert re.search(r"PKH.toml:\d+:\d+: (salah|wrong) \[rulebook-syntax\]", result.stdout)
        assert words in result.stdout


def test_which_answers_no_survey_gives_is_one_note_for_a_program_and_no_warning(pkh: Path) -> None:
    result = run("criteria", "check", pkh, "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.count("note [unanswered]") == 1
    assert re.search(r"^    DTSEN: .*pregnant, breastfeeding", result.stdout, re.MULTILINE)
    assert "warnings: 0." in result.stdout
    assert "catatan [unanswered]" in run("criteria", "check", pkh).stdout


def test_one_expression_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "rule.cel"
    path.write_text("household.decile <= 4 &&\n  household.members.exists(m, m.pregnent)\n", encoding="utf-8")
    result = run("criteria", "check", path, "--unit", "household", "--lang", "en")
    assert result.exit_code == 1
    assert "rule.cel:2:" in result.stdout
    assert "did you mean 'pregnant'?" in result.stdout
    path.write_text("household.decile <= 4 && (\n", encoding="utf-8")
    assert run("criteria", "check", path, "--unit", "household").exit_code == 1
    path.write_text("household.decile <= 4\n", encoding="utf-8")
    assert run("criteria", "check", path, "--unit", "household").exit_code == 0


def test_an_expression_needs_its_unit_and_a_folder_its_files(tmp_path: Path) -> None:
    path = tmp_path / "rule.cel"
    path.write_text("true", encoding="utf-8")
    unclear = run("criteria", "check", path)
    assert unclear.exit_code == 1
    assert "[unit-missing] --unit" in unclear.stderr
    assert "[no-programs]" in run("criteria", "check", tmp_path).stderr
    assert run("criteria", "check", tmp_path / "nowhere.toml").exit_code == 2


def test_the_same_program_in_two_files_is_a_mistake(pkh: Path, tmp_path: Path) -> None:
    shutil.copy(pkh, tmp_path / "again.toml")
    result = run("criteria", "check", tmp_path)
    assert result.exit_code == 1
    assert "[program-twice]" in result.stdout


def test_warnings_are_shown_and_are_no_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "rule.cel"
    path.write_text("household.members.all(m, m.citizen)", encoding="utf-8")
    result = run("criteria", "check", path, "--unit", "household", "--lang", "en")
    assert result.exit_code == 0
    assert "warning [" in result.stdout


@pytest.mark.parametrize("command", [("diff",), ("criteria", "diff")])
def test_what_a_version_changed(command: tuple[str, ...]) -> None:
    result = run(*command, "PKH@2019-06-01", "PKH@2026-01-01", "--lang", "en")
    assert result.exit_code == 0, result.output
    for line in (
        "+ clause decile: decile 1 to 4",
        "    - family.members.exists(m, age(m.birth_date) >= 70)",
        "    + family.members.exists(m, age(m.birth_date) >= 60)",
        "- component fixed: the fixed sum for every family",
        "~ parameter pkh.toddler",
        "    - Rp2,400,000 a year",
        "    + Rp3,000,000 a year",
        "    - for the whole; pkh.fixed",
        "    - from 1 January 2019 until 31 December 2019",
    ):
        assert line in result.stdout
    assert "pkh.elderly: " not in result.stdout


def test_what_differs_can_be_read_by_machines(pkh: Path) -> None:
    spoil(pkh, "valid_from = 2025-01-01, value = 4,", "valid_from = 2025-01-01, value = 2,")
    (found,) = json.loads(run("diff", "PKH", pkh, "--json").stdout)
    assert (found["part"], found["id"]) == ("parameter", "pkh.decile_max")
    assert (found["before"], found["after"]) == ({"id": "4", "en": "4"}, {"id": "2", "en": "2"})


def test_what_a_file_would_change(pkh: Path) -> None:
    spoil(pkh, "household.central_status == 'listed'", "(household.central_status   == 'listed')")
    spoil(pkh, 'en = "decile 1 to 4"', 'en = "the lowest four deciles"')
    result = run("diff", "PKH", pkh)
    assert result.exit_code == 0, result.output
    assert "~ syarat decile: desil 1 sampai 4\n    (hanya kata-katanya)" in result.stdout
    assert "syarat listed" not in result.stdout
    assert "Tidak ada yang berubah." in run("diff", pkh, pkh).stdout


@pytest.mark.parametrize(
    ("named", "code"), [("NOWHERE", "program-missing"), ("PKH@2010-01-01", "program-not-then"), ("PKH@soon", "day")]
)
def test_a_version_that_is_not_there(named: str, code: str) -> None:
    result = run("diff", named, "PKH")
    assert result.exit_code == 1
    assert f"[{code}] {named}" in result.stderr
    assert result.stdout == ""
