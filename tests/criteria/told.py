"""Determinations told, for the tests of the words: households made by hand, with names made up."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from slrt_core.model.determinations import Determination
from slrt_core.model.programs import Program
from slrt_core.rules.eligibility import Names, Subject, Words, assess, tell
from slrt_core.rules.programs import default_programs
from slrt_core.rules.rulebook import load_rulebook
from tests.criteria.test_vectors import catalogue, numbered

TODAY = date(2026, 3, 1)
PROGRAMS = {program.code: program.name for program in default_programs()}


def person(name: str, born: date, **values: Any) -> dict[str, Any]:
    """Somebody of whom all is known that PKH and BLT-DD ask, but for what is given as ``None``."""
    ordinary = {
        "pregnant": False, "breastfeeding": False, "school_level": "left", "education": "senior_secondary",
        "disability": "none", "severe_disability": False, "chronic_illness": "none",
    }  # fmt: skip
    return {"id": name.lower(), "birth_date": born, **ordinary, **values}


def household(*members: dict[str, Any], family: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    """A listed household of one family, in the fourth decile."""
    one = {"id": "f", "complete": True, "present": True, "members": list(members), **(family or {})}
    listed = {"id": "h", "complete": True, "central_status": "listed", "decile": 4}
    return {**listed, "families": [one], "members": list(members), **values}


def found(program: str, home: dict[str, Any], day: date = TODAY, unit: str = "") -> tuple[Determination, Program]:
    """A determination and the version that was assessed."""
    (compiled,) = catalogue().on(day, [program])
    (determination,) = assess(compiled, Subject(household=numbered(home)), unit)
    return determination, compiled.program


def words_for(home: dict[str, Any], language: Literal["id", "en"], said: dict[str, str] | None = None) -> Words:
    """Words with the numbers of a household's members, and names if they are given."""
    order = [(family["id"], [member["id"] for member in family["members"]]) for family in home["families"]]
    return Words(
        variables=load_rulebook().variables,
        language=language,
        names=Names.numbered(order, said),
        programs=PROGRAMS,
    )


def told(
    program: str,
    home: dict[str, Any],
    language: Literal["id", "en"],
    said: dict[str, str] | None = None,
    unit: str = "",
) -> str:
    """What a facilitator reads aloud."""
    determination, version = found(program, home, unit=unit)
    return tell(determination, words_for(home, language, said), version)
