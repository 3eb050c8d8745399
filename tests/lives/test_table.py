"""The table of lives is checked like that of cases, and a rulebook of before there was one still loads."""

from __future__ import annotations

import pytest

from slrt_core.errors import Invalid
from slrt_core.rules.rulebook import rulebook_from_texts
from tests.lives.world import BOOK, Scene

TEXT = BOOK.texts["lives.csv"]
ACTIVATE = next(line for line in TEXT.splitlines() if ",activate," in line)
LINE = TEXT.splitlines().index(ACTIVATE) + 1


def problems(text: str, **files: str) -> dict[str, str]:
    with pytest.raises(Invalid) as error:
        rulebook_from_texts({**BOOK.texts, "lives.csv": text, **files})
    assert all(reason.text.id and reason.text.en for reason in error.value.reasons)
    return {reason.path: reason.code for reason in error.value.reasons}


@pytest.mark.parametrize(
    ("old", "new", "column", "code"),
    [
        ("participation,", "partisipation,", "life", "rulebook-unknown"),
        (",validated,", ",validatd,", "from", "rulebook-unknown"),
        (",activate,active,", ",activate,activ,", "to", "rulebook-unknown"),
        (",activate,", ",aktivate,", "command", "rulebook-unknown"),
        ("program_manager", "program_manger", "posts", "rulebook-unknown"),
        (",program,decide,", ",programme,decide,", "scope", "rulebook-unknown"),
        (",decide,", ",decides,", "stage", "rulebook-unknown"),
        ("in_force", "inforce", "needs", "rulebook-unknown"),
        ("seen ", "", "needs", "rulebook-unseen"),
        ("fact:active", "fact:aktive", "effects", "rulebook-unknown"),
        ("notify:village_head", "notify:village_haed", "effects", "rulebook-unknown"),
        (",65,,", ",,,", "days", "rulebook-days"),
        (",65,,", ",0,,", "days", "rulebook-days"),
        (",65,,", ",65,other_program=manager,", "when", "rulebook-unknown"),
        ("R-PRG-6 S3", "S3", "basis", "rulebook-basis"),
    ],
)
def test_each_mistake_has_its_place(old: str, new: str, column: str, code: str) -> None:
    assert old in ACTIVATE
    assert problems(TEXT.replace(ACTIVATE, ACTIVATE.replace(old, new, 1)))[f"lives.csv:{LINE}:{column}"] == code


def test_one_row_for_each_post_and_step() -> None:
    twice = TEXT + ACTIVATE.replace("validated,activate,active", "validated,activate,suspended") + "\n"
    assert problems(twice) == {f"lives.csv:{len(twice.splitlines())}": "rulebook-twice"}


@pytest.mark.parametrize("lost", [("graduating",), ("validated",)])
def test_a_dead_end_is_found(lost: tuple[str, ...]) -> None:
    """What only the household can do is no way on, nor is what follows by itself."""
    kept = []
    for line in TEXT.splitlines():
        cells = line.split(",")
        states = [state for state in cells[1].split("|") if state not in lost or cells[2] == "leave"]
        if states:
            kept.append(",".join([cells[0], "|".join(states), *cells[2:]]))
    assert problems("\n".join(kept) + "\n") == {"lives.csv": "rulebook-stuck"}


def test_a_rulebook_of_before_loads_and_allows_nothing() -> None:
    texts = {name: text for name, text in BOOK.texts.items() if name != "lives.csv"}
    texts["states.toml"] = texts["states.toml"].split("[life.")[0]
    before = rulebook_from_texts(texts)
    assert before.life_rows == ()
    scene = Scene().under(before)
    decision = scene.decide(
        scene.begun(scene.actor("pia", "pkh_companion")), scene.actor("pia", "pkh_companion"), "enrol"
    )
    assert [reason.code for reason in decision.reasons] == ["state"]


def test_every_post_of_the_regulation_is_there() -> None:
    """domain.md section 2; a household is no post: it asks with its registration number (P5c)."""
    assert set(BOOK.posts) >= {
        "facilitator", "supervisor", "manager", "front_office", "review_analysis", "back_office", "administrator",
        "technical_assistant", "puskesos_coordinator", "puskesos_data", "puskesos_service", "village_body",
        "program_manager", "registry_manager", "pkh_companion", "coordination_team", "secretariat_head",
        "administration_head", "data_section_head", "health_section_head", "education_section_head",
        "social_economic_section_head", "evaluation_team", "subdistrict_office", "bappeda", "social_office",
        "village_head", "national_secretariat",
    }  # fmt: skip
    assert "household" not in BOOK.posts


FIGURES_ONLY = (
    "evaluation_team",
    "subdistrict_office",
    "bappeda",
    "social_office",
    "village_head",
    "national_secretariat",
)


@pytest.mark.parametrize("post", FIGURES_ONLY)
def test_who_sees_figures_reads_no_single_record(post: str) -> None:
    assert BOOK.posts[post].reads == "none"
    for rows in (BOOK.rows, BOOK.referral_rows, BOOK.life_rows):
        assert not any(post in row.posts for row in rows)
    assert not any(post in stage.stand_ins for stage in BOOK.stages.values())


def test_every_row_says_where_it_comes_from() -> None:
    assert {row.basis.rule for row in BOOK.life_rows} <= {"R-PRG-2", "R-PRG-6", "R-PRG-8", "R-FUP-3"}
