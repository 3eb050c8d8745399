"""Values against the variable catalogue: types, codes, ranges. What nobody said stays unknown and passes."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from slrt_core.errors import Invalid
from slrt_core.model.facts import Unknown, Value
from slrt_core.model.identity import IdentityClaim, find_identifiers
from slrt_core.model.regions import Level, RegionCode
from slrt_core.reasons import Reason, fault, near

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slrt_core.model.regions import RegionTree
    from slrt_core.rules.rulebook import Variable

__all__ = ["check_value", "variable_of"]

_VILLAGE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}")


def variable_of(variables: Mapping[str, Variable], name: str) -> Variable | None:
    """The catalogue's entry for a name; ``participation:PKH`` belongs to the keyed variable ``participation``."""
    stem, colon, key = name.partition(":")
    found = variables.get(stem)
    return found if found is not None and found.keyed == bool(colon and key) else None


def check_value(
    variables: Mapping[str, Variable],
    name: str,
    value: Value,
    *,
    unit: str,
    path: str,
    today: date,
    regions: RegionTree,
    central: bool = False,
) -> Reason | None:
    """What is wrong with a value, if anything.

    Args:
        variables: the catalogue.
        name: of the variable.
        value: as stated.
        unit: ``household``, ``family`` or ``individual``: whose value it is.
        path: the place in the input.
        today: the local date, after which nobody was born.
        regions: the map, for variables that name a place.
        central: whether the list's keeper is speaking; nobody else states the status on the list, or the decile.
    """
    variable = variable_of(variables, name)
    if variable is None:
        hint = near(name, variables)
        return fault(
            path, "variable-unknown", f"variabel {name!r} tidak dikenal{hint.id}", f"unknown variable {name!r}{hint.en}"
        )
    if variable.unit not in {unit, "any"}:
        return fault(
            path,
            "variable-unit",
            f"{name} adalah variabel {variable.unit}, bukan {unit}",
            f"{name} is of a {variable.unit}, not of a {unit}",
        )
    if variable.record == "central" and not central:
        return fault(
            path,
            "variable-central",
            f"{name} hanya dinyatakan pengelola daftar, bukan daerah",
            f"{name} is stated by the keeper of the list only, not by the district",
            rule="R-REG-3",
        )
    if isinstance(value, Unknown):
        return None
    return _type_problem(variable, name, value, path=path, today=today, regions=regions)


def _type_problem(
    variable: Variable, name: str, value: Value, *, path: str, today: date, regions: RegionTree
) -> Reason | None:
    match variable.type, value:
        case "text", str():
            if find_identifiers(value):
                return fault(
                    path,
                    "identifier-in-text",
                    f"{name} memuat angka yang tampak seperti NIK atau nomor telepon; isikan pada kolomnya",
                    f"{name} holds what looks like a NIK or telephone number; put it into its own field",
                    rule="R-ALL-2",
                )
            return None
        case "code", str():
            return None if value in variable.codes else _no_code(name, value, variable.codes, path)
        case "codes", tuple():
            return next((_no_code(name, v, variable.codes, path) for v in value if v not in variable.codes), None)
        case "bool", bool():
            return None
        case "int", int() if not isinstance(value, bool):
            return _range_problem(variable, name, Decimal(value), path)
        case "decimal", Decimal() if value.is_finite():
            exponent = value.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > variable.scale:
                return fault(
                    path,
                    "variable-scale",
                    f"{name}: paling banyak {variable.scale} angka di belakang koma",
                    f"{name}: at most {variable.scale} digits after the point",
                )
            return _range_problem(variable, name, value, path)
        case (("date" | "past_date"), date()) if not isinstance(value, datetime):
            if variable.type == "past_date" and value > today:
                return fault(path, "born-tomorrow", f"{name} {value} belum tiba", f"{name} {value} has not come yet")
            return None
        case "region", str():
            if variable.anywhere:
                return _code_problem(value, path)
            if value not in regions:
                return fault(
                    path, "region-unknown", f"wilayah {_shown(value)} tidak dikenal", f"unknown region {_shown(value)}"
                )
            if regions.get(value).level is not Level.VILLAGE:
                return fault(path, "region-level", "wilayah harus desa/kelurahan", "the region must be a village")
            return None
        case "unit", str():
            return None
        case (("nik" | "no_kk" | "phone"), IdentityClaim()) if value.kind == variable.type:
            return None
        case _:
            return fault(
                path,
                "variable-type",
                f"{name}: nilai berjenis {type(value).__name__}, seharusnya {variable.type}",
                f"{name}: the value is a {type(value).__name__}, it should be of type {variable.type}",
            )


def _code_problem(value: str, path: str) -> Reason | None:
    """What is wrong with a place that may lie outside the map: only the form of its code is known."""
    try:
        if RegionCode.parse(value).dotted == value:
            return None
    except Invalid:
        pass
    return fault(
        path,
        "region-code",
        f"{_shown(value)}: tulis kode Kemendagri dengan titik, misalnya 61.12",
        f"{_shown(value)}: write a Kemendagri code with its dots, such as 61.12",
    )


def _range_problem(variable: Variable, name: str, value: Decimal, path: str) -> Reason | None:
    low, high = variable.min, variable.max
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    return fault(
        path,
        "variable-range",
        f"{name} = {_shown(str(value))} di luar {low} sampai {high}",
        f"{name} = {_shown(str(value))} lies outside {low} to {high}",
    )


def _shown(value: str) -> str:
    """A value as it may stand in an error's words: what looks like an identity number may not."""
    return "•••" if find_identifiers(value) and not _VILLAGE.fullmatch(value) else repr(value)


def _no_code(name: str, value: str, codes: tuple[str, ...], path: str) -> Reason:
    hint = near(value, codes)
    return fault(
        path,
        "code-unknown",
        f"{name}: kode {_shown(value)} tidak ada dalam daftar{hint.id}",
        f"{name}: the code {_shown(value)} is not on the list{hint.en}",
    )
