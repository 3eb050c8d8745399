"""Every program against the households that were written from its source's text, and not from its criteria."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

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
