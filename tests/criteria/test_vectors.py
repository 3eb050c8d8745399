"""Every program against the households that were written from its source's text, and not from its criteria."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
from attrs import evolve

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause
from slrt_core.model.determinations import Determination
from slrt_core.rules.eligibility import Catalogue, Subject, assess, living
from slrt_core.rules.programs import default_programs
from slrt_core.rules.rulebook import load_rulebook
from tests.vectors.loading import Vector, load_all

VECTORS = load_all()


@cache
def catalogue() -> Catalogue:
    return Catalogue(load_rulebook().schema, default_programs())


def test_the_texts_of_all_programs_are_well_typed() -> None:
    assert catalogue().check() == ()


@pytest.mark.parametrize(("deep", "wide", "code"), [(110, 2, "too-deep"), (1, 5000, "too-large")])
def test_clauses_that_are_too_many_together_are_refused(deep: int, wide: int, code: str) -> None:
    """Each for itself is right; all of them together nothing could judge, which is to be said before it is loaded."""
    pkh = next(program for program in default_programs() if program.code == "PKH")
    words: dict[str, Any] = {"label": pkh.name, "basis": pkh.basis}
    clause = Clause(id="one", text="household.decile <= 4", **words)
    for level in range(deep):
        more = tuple(Clause(id=f"c{level}_{n}", text="household.decile != 3", **words) for n in range(1, wide))
        ways: dict[str, Any] = {("any", "all")[level % 2]: (clause, *more)}
        clause = Clause(id=f"n{level}", **words, **ways)
    with pytest.raises(Invalid) as caught:
        Catalogue(load_rulebook().schema, (evolve(pkh, criteria=clause),)).check()
    assert [(reason.path, reason.code) for reason in caught.value.reasons] == [(f"PKH:criteria.{clause.id}", code)]


def test_a_member_of_no_family_is_told_of() -> None:
    """The library's own subjects have none; somebody else's may."""
    lone = {"id": "m", "birth_date": date(1950, 1, 1), "sex": "female"}
    home = {"id": "h", "complete": True, "decile": 1, "families": [{"id": "f", "members": []}], "members": [lone]}
    found = [one for each in catalogue().on(date(2026, 3, 1)) for one in assess(each, Subject(household=home))]
    assert any(used.unit == "m" for one in found for part in one.finding.walk() for used in part.used)


def test_every_program_has_vectors() -> None:
    assert {vector.program for vector in VECTORS} == {program.code for program in default_programs()}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v.program}: {v.name}")
def test_the_verdict_is_that_of_the_source(vector: Vector) -> None:
    """The verdict, what it comes to in rupiah, and that what the source leaves open is asked for."""
    found = determined(vector)
    assert found.verdict.value == vector.verdict, vector.why
    if vector.entitlement is not None:
        assert found.entitlement is not None
        times = {"year": 1, "month": 12}[vector.per]
        assert found.entitlement.least == vector.entitlement * times
    assert vector.asks <= {missing.variable.partition(":")[0] for missing in found.missing}


def determined(vector: Vector) -> Determination:
    (compiled,) = catalogue().on(vector.as_of, [vector.program])
    household = numbered(vector.subject["household"])
    unit = vector.subject[vector.unit]["id"]
    (found,) = assess(compiled, Subject(household=household), unit)
    return found


def numbered(household: dict[str, Any]) -> Mapping[str, Any]:
    """The household with an id for everybody, and without the dead, as a record's view has it."""
    household.setdefault("id", "h")
    for family in household["families"]:
        for number, member in enumerate(family["members"]):
            member.setdefault("id", f"{family['id']}m{number}")
        family["members"] = living(family["members"])
    household["members"] = living(household["members"])
    return household
