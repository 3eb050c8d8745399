"""Families and persons as they are searched: by name and number, each with the key of whom it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk.keyring import subject_index
from slrt_core.model.identity import IdentityClaim, IdKind
from slrt_core.ports import LONGEST_TEXT
from slrt_core.reasons import Reason, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.desk.work import Work
    from slrt_core.model.forms import HouseholdForm
    from slrt_core.model.registry import Household, Unit
    from slrt_core.ports import IndexValue

__all__ = ["elsewhere", "found_by", "given_ids", "named_twice"]

_NUMBERS = tuple(kind.value for kind in IdKind)


def found_by(unit: Unit, household: Household, work: Work) -> dict[str, IndexValue]:
    """The fields by which a family or person is searched."""
    index = subject_index(household.id)
    index["region"], index["name"] = household.region, _searchable(unit.text("name"))
    for kind in _NUMBERS:
        claim = unit[kind]
        if isinstance(claim, IdentityClaim) and claim.present:
            index[kind] = claim.index or work.sealer.indexes(claim)[0]
    return index


def elsewhere(unit: str) -> Reason:
    """Why a unit cannot be in this household: it is in another one."""
    return Reason(
        code="person-in-two-families",
        text=Text(
            f"{unit!r} sudah tercatat dalam rumah tangga lain", f"{unit!r} is recorded in another household already"
        ),
        path="families",
    )


def given_ids(form: HouseholdForm) -> Iterator[tuple[str, str]]:
    """The ids that a form states, each with its path: of the household first."""
    if form.id:
        yield "id", form.id
    for i, family in enumerate(form.families):
        if family.id:
            yield f"families[{i}].id", family.id
        for j, person in enumerate(family.members):
            if person.id:
                yield f"families[{i}].members[{j}].id", person.id


def named_twice(id_: str, path: str) -> Reason:
    """Why an id cannot be: households, families and persons each need their own, as keys go by ids."""
    words = Text(
        f"{id_!r} sudah menyebut yang lain; id rumah tangga, keluarga dan orang tidak boleh sama",
        f"{id_!r} names something else already; households, families and persons do not share an id",
    )
    return Reason(code="id-twice", text=words, path=path)


def _searchable(name: str) -> str | None:
    """A name as it is searched by: its beginning, without regard to case."""
    return name.casefold()[:LONGEST_TEXT] or None
