"""What a facilitator reads aloud, word by word: a change here is a change of what people at the door hear."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.criteria.told import household, person, told

GOLDEN = Path(__file__).parent / "golden"
SARI = {"sari": "Bu Sari", "budi": "Budi", "rina": "Rina", "dodi": "Dodi", "karto": "Pak Karto", "f": "Bu Sari"}


def five_with_a_claim() -> dict[str, Any]:
    return household(
        person("Sari", date(1990, 4, 2), pregnant=True, pregnancy_number=2),
        person("Budi", date(2023, 5, 5), school_level="not_yet", education="none"),
        person("Rina", date(2016, 8, 10), school_level="primary", education="none"),
        person("Dodi", date(2012, 1, 20), school_level="junior_secondary", education="primary"),
        person("Karto", date(1955, 2, 10)),
        decile=3,
    )


def nobody_said_whether_pregnant() -> dict[str, Any]:
    return household(person("Ani", date(1990, 4, 2), pregnant=None), person("Joko", date(1988, 1, 1)))


def active_in_pkh() -> dict[str, Any]:
    family = {"participation": {"PKH": "active"}, "village_meeting": {"BLT-DD": True}, "lost_livelihood": False}
    return household(person("Joko", date(1988, 1, 1)), decile=1, family=family)


def fatherless() -> dict[str, Any]:
    return household(person("Tono", date(2014, 1, 1), orphan="father"), decile=2, below_poverty_line=False)


CASES: dict[str, tuple[str, dict[str, Any], dict[str, str], str]] = {
    # Five have a claim, the four best paid count; who lies beyond the limit is told, with what would be theirs.
    "entitled": ("PKH", five_with_a_claim(), SARI, ""),
    # The question comes before the reasons: it is what is to be done at the door.
    "pregnancy_unknown": ("PKH", nobody_said_whether_pregnant(), {"ani": "Bu Ani", "f": "Pak Joko"}, ""),
    # What stands in the way is told; what is met is summed up.
    "excluded": ("BLT-DD", active_in_pkh(), {"f": "Pak Joko"}, ""),
    # What nobody has confirmed is said at once.
    "unconfirmed": ("ATENSI-YAPI", fatherless(), {}, "tono"),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", CASES)
def test_what_is_read_aloud(name: str, language: Literal["id", "en"]) -> None:
    program, home, said, unit = CASES[name]
    expected = (GOLDEN / f"{name}.{language}.txt").read_text(encoding="utf-8")
    assert expected == told(program, home, language, said, unit) + "\n"
