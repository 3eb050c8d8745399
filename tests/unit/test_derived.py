"""The derived variables: each has words, a basis and known names; every mistake in the file has its place."""

from importlib import resources
from pathlib import Path

import pytest

from slrt_core.errors import Invalid
from slrt_core.rules.rulebook import Derived, load_rulebook

VARIABLES = load_rulebook().variables
DEFAULT = load_rulebook().derived
TEXT = (resources.files("slrt_core.rules") / "default" / "derived.toml").read_text(encoding="utf-8")


def test_the_house_fit_to_live_in_is_all_of_its_parts() -> None:
    housing = DEFAULT["decent_housing"]
    parts = {name for name, entry in DEFAULT.items() if name.startswith("decent_") and name != "decent_housing"}
    assert parts == {
        "decent_space", "decent_water", "decent_sanitation", "decent_roof", "decent_walls", "decent_floor",
    }  # fmt: skip
    assert set(housing.text.replace("household.", "").split(" && ")) == parts


@pytest.mark.parametrize("entry", DEFAULT.values(), ids=list(DEFAULT))
def test_each_has_words_and_a_basis_with_a_tag(entry: Derived) -> None:
    assert entry.label.id != entry.label.en
    assert all(basis.text and basis.tag.startswith(("src:", "source:", "own")) for basis in entry.basis)
    assert entry.basis


def test_a_threshold_that_we_chose_is_marked_as_ours() -> None:
    assert {basis.tag for basis in DEFAULT["high_dependency"].basis} == {"own"}


def test_the_codes_in_the_texts_are_codes_of_the_catalogue() -> None:
    import re

    known = {code for variable in VARIABLES.values() for code in variable.codes}
    used = {code for entry in DEFAULT.values() for code in re.findall(r"(?<!dec\()'([^']+)'", entry.text)}
    assert used - known == set()


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "derived.toml").write_text("\ufeff" + TEXT, encoding="utf-8")
    assert load_rulebook(tmp_path).derived == DEFAULT


ROOF = "derived.toml:derived.decent_roof"


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("household.roof in", "household.rof in", f"{ROOF}.text:1:3", "variable-unknown"),
        ("household.roof in", "household.sex in", f"{ROOF}.text:1:3", "variable-unknown"),
        ("household.roof in", "household.roof inn", f"{ROOF}.text:1:18", "syntax"),
        ("household.roof in", "household.decent_housing && household.roof in", f"{ROOF}.text", "derived-cycle"),
        ("[derived.decent_roof]", "[derived.roof]", "derived.toml:derived.roof", "derived-twice"),
        ("[derived.decent_roof]", "[derived.Roof]", "derived.toml:derived.Roof", "derived-name"),
        ('en = "a decent roof"', 'en = " "', f"{ROOF}.label.en", "derived-empty"),
        (', en = "a decent roof"', "", f"{ROOF}.label.en", "rulebook-missing"),
        (
            (
                'basis = [{ text = { id = "tidak layak: asbes, rumbia, bambu, lain", '
                'en = "unfit: asbestos, thatch, bamboo, other" }, tag = "src:GH-DTSEN" }]'
            ),
            "basis = []",
            f"{ROOF}.basis",
            "derived-basis",
        ),
        (
            '[derived.decent_roof]\nunit = "household"',
            '[derived.decent_roof]\nunit = "houshold"',
            f"{ROOF}.unit",
            "rulebook-unknown",
        ),
        ("[derived.decent_roof]", "[derived.decent_roof]\ntxet = ''", f"{ROOF}.txet", "rulebook-unknown"),
        ("[derived.decent_roof]", "[derived.decent_roof", "derived.toml:30:21", "rulebook-syntax"),
    ],
)
def test_a_mistake_in_the_file_has_its_place(tmp_path: Path, old: str, new: str, place: str, code: str) -> None:
    assert old in TEXT
    (tmp_path / "derived.toml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as error:
        load_rulebook(tmp_path)
    assert (place, code) in [(reason.path, reason.code) for reason in error.value.reasons]
