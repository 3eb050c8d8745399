"""Reads the vector files of programs: households with the verdict that the source text gives them.

How a file is written stands in `programs/README.md`. Nothing here judges: a vector is a subject, as an evaluator
reads it, and what is expected of it.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import attrs

FOLDER: Final = Path(__file__).parent / "programs"
SCALES: Final[Mapping[str, int]] = MappingProxyType({"floor_area": 1, "land": 2, "farmed_land": 2})
VERDICTS: Final = frozenset({"yes", "no", "unknown"})
UNITS: Final = ("household", "family", "individual")
PER: Final = frozenset({"year", "month"})

_FILE: Final = frozenset({"program", "unit", "source", "as_of", "base", "person", "case"})
_CASE: Final = frozenset(
    {"name", "why", "as_of", "verdict", "entitlement", "per", "asks", "household", "complete", "family", "unit"}
)
_UNIT: Final = frozenset({"family", "member"})


@attrs.frozen(kw_only=True)
class Vector:
    """One household and what the source says of it.

    Attributes:
        program: Code of the program.
        unit: Whom the program is for: household, family or individual.
        name: What the household is, in a few words; unique in its file.
        why: The words of the source that decide.
        as_of: The day of assessment.
        verdict: yes, no or unknown.
        entitlement: Rupiah, where the source states amounts.
        per: The time for which the entitlement is: year or month.
        asks: For an unknown verdict: variables that could each still decide; there may be more.
        subject: The values, by root: `household`, and for the smaller units `family` and `individual`.
    """

    program: str
    unit: str
    name: str
    why: str
    as_of: date
    verdict: str
    entitlement: int | None = None
    per: str = "year"
    asks: frozenset[str] = frozenset()
    subject: dict[str, Any]


def load(path: Path, scales: Mapping[str, int] = SCALES) -> list[Vector]:
    """Read one vector file.

    Args:
        path: The file; `ordinary.toml` is read from the folder above it.
        scales: Decimal places of each decimal variable.

    Returns:
        The vectors, in the order of the file.

    Raises:
        ValueError: The file says something that the format does not know.
    """
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    _only(document, _FILE, path.name)
    ordinary = tomllib.loads((path.parent.parent / "ordinary.toml").read_text(encoding="utf-8"))
    return [_vector(case, document, ordinary, scales) for case in document["case"]]


def load_all(folder: Path = FOLDER, scales: Mapping[str, int] = SCALES) -> list[Vector]:
    """Read every vector file of a folder, by name of file."""
    return [vector for path in sorted(folder.glob("*.toml")) for vector in load(path, scales)]


def _vector(
    case: dict[str, Any], document: dict[str, Any], ordinary: dict[str, Any], scales: Mapping[str, int]
) -> Vector:
    place = f"{document['program']}: {case.get('name')}"
    _only(case, _CASE, place)
    unit, verdict, per = document["unit"], case["verdict"], case.get("per", "year")
    as_of = case.get("as_of", document.get("as_of"))
    if unit not in UNITS or verdict not in VERDICTS or per not in PER or not isinstance(as_of, date):
        raise ValueError(f"{place}: unit, verdict, per or as_of is none of those known")
    return Vector(
        program=document["program"],
        unit=unit,
        name=case["name"],
        why=case["why"],
        as_of=as_of,
        verdict=verdict,
        entitlement=case.get("entitlement"),
        per=per,
        asks=frozenset(case.get("asks", ())),
        subject=_subject(case, document, ordinary, scales),
    )


def _subject(
    case: dict[str, Any], document: dict[str, Any], ordinary: dict[str, Any], scales: Mapping[str, int]
) -> dict[str, Any]:
    base = document.get("base", {})
    people = {**ordinary["person"], **document.get("person", {})}
    closed = {"complete": case["complete"]} if "complete" in case else {}
    families = []
    for number, written in enumerate(case.get("family", base.get("families", [])), start=1):
        members = [
            _table([ordinary["member"], base.get("member", {}), people[each["like"]], each], scales)
            for each in written.get("member", [])
        ]
        own = {key: value for key, value in written.items() if key != "member"}
        family = _table([ordinary["family"], base.get("family", {}), closed, own], scales)
        families.append({"id": f"f{number}", **family, "members": members})
    household = _table([ordinary["household"], base.get("household", {}), closed, case.get("household", {})], scales)
    household["families"] = families
    household["members"] = [member for family in families for member in family["members"]]
    return _roots(document["unit"], case.get("unit", {}), household)


def _roots(unit: str, chosen: dict[str, Any], household: dict[str, Any]) -> dict[str, Any]:
    _only(chosen, _UNIT, "unit")
    subject: dict[str, Any] = {"household": household}
    if unit != "household":
        subject["family"] = household["families"][chosen.get("family", 0)]
    if unit == "individual":
        subject["individual"] = subject["family"]["members"][chosen.get("member", 0)]
    return subject


def _table(layers: list[dict[str, Any]], scales: Mapping[str, int]) -> dict[str, Any]:
    """Lay tables over each other, the later over the earlier, and take out what a later one calls unknown."""
    values: dict[str, Any] = {}
    for layer in layers:
        for path in layer.get("unknown", ()):
            name, _, key = path.partition(".")
            if key:
                values[name] = {each: value for each, value in values[name].items() if each != key}
            else:
                del values[name]
        for name, value in layer.items():
            if name in {"unknown", "like"}:
                continue
            values[name] = {**values.get(name, {}), **value} if isinstance(value, dict) else _value(name, value, scales)
    return values


def _value(name: str, value: object, scales: Mapping[str, int]) -> object:
    if isinstance(value, list):
        return frozenset(value)
    if name not in scales:
        return value
    scaled = Decimal(str(value)).scaleb(scales[name])
    if not isinstance(value, str) or scaled != scaled.to_integral_value():
        raise ValueError(f"{name}: {value!r} is not a decimal of {scales[name]} places in quotes")
    return int(scaled)


def _only(table: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    if strange := sorted(set(table) - known):
        raise ValueError(f"{place}: {', '.join(strange)}: not known here")
