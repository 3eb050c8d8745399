"""The vector files load, and hold what a reader counts on; whether the criteria agree is asked elsewhere."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.vectors.loading import FOLDER, VERDICTS, Vector, load, load_all

FILES = sorted(FOLDER.glob("*.toml"))
MARRIED = '[{ member = [{ like = "man" }, { like = "woman", unknown = ["pregnant"] }] }]'


def _one(tmp_path: Path, case: str, unit: str = "family") -> Vector:
    (tmp_path / "programs").mkdir()
    ordinary = (FOLDER.parent / "ordinary.toml").read_text(encoding="utf-8")
    (tmp_path / "ordinary.toml").write_text(ordinary, encoding="utf-8")
    path = tmp_path / "programs" / "X.toml"
    head = f'program = "X"\nunit = "{unit}"\nsource = "s"\nas_of = 2026-03-01\n'
    path.write_text(f'{head}[[case]]\nname = "n"\nwhy = "w"\nverdict = "unknown"\n{case}\n', encoding="utf-8")
    return load(path)[0]


def test_there_is_a_file_for_every_program() -> None:
    assert len(FILES) == 29


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_has_eight_named_cases_and_all_three_verdicts(path: Path) -> None:
    vectors = load(path)
    assert {vector.program for vector in vectors} == {path.stem}
    assert len(vectors) >= 8
    assert {vector.verdict for vector in vectors} == VERDICTS
    assert [name for name, times in Counter(vector.name for vector in vectors).items() if times > 1] == []


@pytest.mark.parametrize("vector", load_all(), ids=lambda vector: f"{vector.program}: {vector.name}")
def test_every_case_is_well_formed(vector: Vector) -> None:
    assert vector.why
    assert isinstance(vector.as_of, date)
    assert vector.verdict == "unknown" or not vector.asks
    assert vector.verdict == "yes" or vector.entitlement is None
    household = vector.subject["household"]
    listed = [id(member) for member in household["members"]]
    assert listed == [id(member) for family in household["families"] for member in family["members"]]


def test_what_a_case_calls_unknown_is_absent_and_the_rest_is_ordinary(tmp_path: Path) -> None:
    vector = _one(tmp_path, f'household = {{ decile = 2, unknown = ["participation.PKH"] }}\nfamily = {MARRIED}')
    household = vector.subject["household"]
    assert household["decile"] == 2
    assert "PKH" not in household["participation"]
    assert household["participation"]["SEMBAKO"] == "none"
    assert [member.get("pregnant") for member in household["members"]] == [False, None]


def test_decimals_are_scaled_sets_frozen_and_dates_kept(tmp_path: Path) -> None:
    vector = _one(tmp_path, f'household = {{ floor_area = "28.7" }}\nfamily = {MARRIED}', unit="individual")
    assert vector.subject["household"]["floor_area"] == 287
    assert vector.subject["individual"]["social_categories"] == frozenset()
    assert vector.subject["individual"]["birth_date"] == date(1985, 7, 15)


def test_complete_holds_for_the_household_and_its_families(tmp_path: Path) -> None:
    vector = _one(tmp_path, f"complete = false\nfamily = {MARRIED}")
    assert vector.subject["household"]["complete"] is False
    assert vector.subject["family"]["complete"] is False


def test_the_unit_names_the_member_assessed(tmp_path: Path) -> None:
    vector = _one(tmp_path, f"family = {MARRIED}\nunit = {{ member = 1 }}", unit="individual")
    assert vector.subject["individual"] is vector.subject["household"]["members"][1]


@pytest.mark.parametrize(
    "case", ["households = []", 'per = "week"', 'household = { land = "0.005" }', "unit = { person = 1 }"]
)
def test_what_the_format_does_not_know_is_refused(tmp_path: Path, case: str) -> None:
    with pytest.raises(ValueError, match=r"known|places"):
        _one(tmp_path, case)


def test_something_unknown_that_was_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="decle"):
        _one(tmp_path, 'household = { unknown = ["decle"] }')
