"""The catalogue of the demonstration: some of the packaged programs, as they stand in its month."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from slrt_core import GovernanceLevel, Program, Provider, Text, default_programs
from slrt_core.cli.demo.districts import DISTRICTS, District
from slrt_core.model.criteria import Clause

__all__ = ["catalogue"]

_DAY = date(2026, 8, 3)
_CODES = (
    "PKH", "SEMBAKO", "PBI-JK", "PIP", "ATENSI", "RTLH-PROV", "JAMKESDA", "ALAT-BANTU", "ADMINDUK", "BLT-DD", "BAZNAS",
    "KUBE",
)  # fmt: skip
_PROVINCE = Provider(
    id="perkim-provinsi",
    name=Text("Dinas Perumahan Provinsi", "Provincial Housing Office"),
    level=GovernanceLevel.PROVINCE,
)


def catalogue(where: District = DISTRICTS["kubu-raya"]) -> tuple[tuple[Program, ...], tuple[Program, ...]]:
    """The programs that count from the first day, and those that are entered while the demonstration runs.

    A house that is unfit is repaired by the province at once, and by the district from the day on which the
    administrator has entered its program and the manager has approved it (R-PRG-2).

    Args:
        where: the district, whose identity cards its own program asks for.
    """
    held = {one.code: one for one in default_programs() if one.valid_from <= _DAY <= one.valid_until}
    district = evolve(
        held["RTLH"],
        code="RTLH-KAB",
        name=Text("Perbaikan rumah tidak layak huni kabupaten", "District repair of unfit houses"),
    )
    held["RTLH-PROV"] = evolve(
        held["RTLH"],
        code="RTLH-PROV",
        name=Text("Perbaikan rumah tidak layak huni provinsi", "Provincial repair of unfit houses"),
        provider=_PROVINCE,
    )
    local = held["JAMKESDA"]
    if local.criteria is not None:
        held["JAMKESDA"] = evolve(local, criteria=_written_for(local.criteria, where))
    return tuple(held[code] for code in _CODES), (district,)


def _written_for(clause: Clause, where: District) -> Clause:
    """A clause of a program that comes written for Kubu Raya, as another district writes it."""
    written, name = DISTRICTS["kubu-raya"], where.name.rpartition(", ")[2]
    return evolve(
        clause,
        text=clause.text.replace(f"'{written.code}'", f"'{where.code}'"),
        label=Text(clause.label.id.replace(written.name, name), clause.label.en.replace(written.name, name)),
        all=tuple(_written_for(part, where) for part in clause.all),
        any=tuple(_written_for(part, where) for part in clause.any),
    )
