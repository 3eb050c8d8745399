"""What comes in at a desk: forms of households, contents of cases, moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from slrt_core.model import (
    Addition,
    Change,
    Complaint,
    Content,
    Enquiry,
    FamilyForm,
    FieldChange,
    HouseholdForm,
    IdKind,
    Move,
    Need,
    Participation,
    PersonForm,
    Problem,
    Survey,
)
from slrt_core.testing.strategies.basic import identity_texts, private_words, texts, values
from slrt_core.testing.strategies.whole import values_of

__all__ = ["contents", "family_forms", "household_forms", "moves", "person_forms"]

_RELATIONS = ("head", "spouse", "child", "parent", "other")
_NAMES = ("Siti", "Budi Santoso", "Ni Wayan Sri", "La Ode", "O'ong", "Xénia")


def person_forms() -> SearchStrategy[PersonForm]:
    """Persons as a form may well state them; their numbers are often a near miss."""
    facts = st.fixed_dictionaries(
        {},
        optional={
            "birth_date": st.dates(date(1920, 1, 1), date(2025, 12, 31)),
            "sex": st.sampled_from(["male", "female"]),
            "relation": st.sampled_from(_RELATIONS),
            "pregnant": st.booleans(),
        },
    )
    return st.builds(
        PersonForm,
        name=st.sampled_from(_NAMES),
        nik=st.none() | identity_texts(IdKind.NIK),
        phone=st.none() | identity_texts(IdKind.PHONE),
        facts=facts,
    )


def family_forms() -> SearchStrategy[FamilyForm]:
    """Families of one to three."""
    members = st.lists(person_forms(), min_size=1, max_size=3)
    return st.builds(FamilyForm, members=members, no_kk=st.none() | identity_texts(IdKind.NO_KK))


def household_forms(regions: Sequence[str] = ("61.12.01.2001",)) -> SearchStrategy[HouseholdForm]:
    """Households of one or two families.

    Args:
        regions: ids of villages.
    """
    facts = st.fixed_dictionaries(
        {}, optional={"monthly_income": st.integers(0, 10**7), "toilet": st.sampled_from(["own", "shared", "none"])}
    )
    return st.builds(
        HouseholdForm,
        region=st.sampled_from(regions),
        address=st.sampled_from(["", "Jl. Adi Sucipto", "Gg. Mawar RT 02/05"]),
        families=st.lists(family_forms(), min_size=1, max_size=2),
        facts=facts,
    )


def contents(
    programs: Sequence[str] = ("PKH", "SEMBAKO"),
    *,
    units: Sequence[str] = ("",),
    topics: Sequence[str] = ("not-received", "not-listed", "violence", "other"),
    about: Sequence[str] = ("",),
) -> SearchStrategy[Content]:
    """What a case may say, of every kind.

    Args:
        programs: their codes.
        units: ids of the household, its families and members.
        topics: of complaints.
        about: accounts of officers who may be complained about; an empty one for nobody.
    """
    words, unit, program = private_words(), st.sampled_from(units), st.sampled_from(programs)
    said = texts().filter(bool)
    changes = st.builds(FieldChange, unit=unit, variable=st.sampled_from(["toilet", "address", "name"]), new=values())
    return st.one_of(
        st.builds(Change, changes=st.lists(changes, min_size=1, max_size=2), note=words),
        st.builds(Addition, worthy=st.booleans(), grounds=words, survey=st.none() | values_of(Survey)),
        st.builds(Participation, program=program, unit=unit, status=st.sampled_from(["active", "left"])),
        st.builds(Need, program=program, unit=unit, text=words),
        st.builds(
            Complaint,
            topic=st.sampled_from(topics),
            text=said,
            program=st.sampled_from(["", *programs]),
            sensitive=st.booleans(),
            about=st.sampled_from(about),
        ),
        st.builds(Problem, text=said),
        st.builds(Enquiry, text=said),
    )


def moves(case: str, commands: Sequence[str]) -> SearchStrategy[Move]:
    """Moves of one case, with all the trimmings but what was seen.

    Args:
        case: its id.
        commands: by name.
    """
    return st.builds(
        Move,
        case=st.just(case),
        command=st.sampled_from(commands),
        reason=st.sampled_from(["", "incomplete", "not-eligible", "quota"]),
        note=private_words(),
        content=st.none() | contents(),
        result=private_words(),
        channel=st.sampled_from(["", "home", "desk", "phone", "letter", "number"]),
    )
