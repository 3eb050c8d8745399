"""What an expression may name: units, their variables with types and ranges, who belongs to whom; and parameters.

A schema is made from the variable catalogue once. Names resolve through it when an expression is checked; nothing
else of a household can be reached. Identifiers, names and addresses are not in it (R-ALL-2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, Protocol

from attrs import field, frozen

from slrt_core.reasons import Text
from slrt_core.rules.criteria.nodes import Node

__all__ = [
    "AGE",
    "INT64",
    "LEVELS",
    "LEVEL_WORDS",
    "ROSTER",
    "Kind",
    "ParamKind",
    "Schema",
    "Unit",
    "base_schema",
    "level_field",
    "level_of",
]

ROSTER = 10_000
"""How many people a unit may have at most: what "surely no more than" means while its roster is open."""

AGE = {"years": 9_999, "months": 119_988}
"""The greatest distance between two dates, rounded outward: an age that nobody has told may be anything up to it."""

INT64 = 2**63 - 1
"""No number that is computed may be further from zero: beyond it evaluators part ways."""

KindName = Literal["bool", "number", "date", "instant", "code", "codes", "region", "text"]


class Described(Protocol):
    """A variable as the catalogue describes it; see `slrt_core.rules.rulebook.Variable`."""

    @property
    def unit(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def label(self) -> Text: ...
    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def min(self) -> int | None: ...
    @property
    def max(self) -> int | None: ...
    @property
    def scale(self) -> int: ...
    @property
    def keyed(self) -> bool: ...
    @property
    def anywhere(self) -> bool: ...


@frozen(kw_only=True)
class Kind:
    """The type of a variable.

    Args:
        name: bool, number, date, instant (can only be compared), code, codes (a set of them), region, text (of
            a record's index; equal or not, and on no list).
        low: the least value of a number, in units of its scale.
        high: the greatest.
        scale: digits after the point; 0 for a whole number.
        codes: of the list.
        level: of a region: ``village``, or ``subdistrict``, ``regency``, ``province`` read off it.
        source: the variable off which that is read.
        anywhere: whether the region may lie off the district's map, and be of any level.
        keyed: whether a key follows the name.
        derived: the expression behind it, if it is not recorded but computed.
        label: for people.
    """

    name: KindName
    low: int = 0
    high: int = 0
    scale: int = 0
    codes: tuple[str, ...] = ()
    level: str = ""
    source: str = ""
    anywhere: bool = False
    keyed: bool = False
    derived: Node | None = None
    label: Text = field(factory=lambda: Text("", ""))


@frozen(kw_only=True)
class ParamKind:
    """What is declared of a parameter.

    Args:
        low: its least value, in units of its scale.
        high: its greatest.
        scale: digits after the point.
        level: by which region it differs: ``province``, ``regency`` …; empty if it is the same everywhere. A field of
            a smaller region will do, since it lies in one of these.
    """

    low: int
    high: int
    scale: int = 0
    level: str = ""


@frozen(kw_only=True)
class Unit:
    """A kind of thing that expressions are about.

    Args:
        fields: its variables.
        relations: the unit of those who belong to it, by the relation's name.
    """

    fields: Mapping[str, Kind]
    relations: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Schema:
    """All units, and which of them are in scope where.

    Args:
        units: by name.
        roots: for each unit that can be assessed, the names in scope, itself first.
        dated: whether there is a day of assessment, from which ages are counted.
    """

    units: Mapping[str, Unit]
    roots: Mapping[str, tuple[str, ...]]
    dated: bool = True

    def kind(self, unit: str, name: str) -> Kind | None:
        """The type of a unit's variable; ``None`` if it has none of that name."""
        return self.units[unit].fields.get(name)


_ROOTS = {
    "household": ("household",),
    "family": ("family", "household"),
    "individual": ("individual", "family", "household"),
}
_RELATIONS = {
    "household": {"members": "individual", "families": "family"},
    "family": {"members": "individual"},
    "individual": {},
}

LEVELS = {"province": 2, "regency": 5, "subdistrict": 8, "village": 13}
"""How much of a region's code names what it lies in; a shorter code does not tell."""

LEVEL_WORDS = {
    "province": Text("provinsi", "province"),
    "regency": Text("kabupaten/kota", "regency"),
    "subdistrict": Text("kecamatan", "sub-district"),
    "village": Text("desa/kelurahan", "village"),
}


def level_of(codes: Iterable[str]) -> str:
    """The level of the finest of some regions, by their codes; of none, the village's."""
    return tuple(LEVELS)[max((code.count(".") for code in codes), default=-1)]


def level_field(name: str, level: str) -> str:
    """The field that tells in which province, regency or sub-district a region lies."""
    return level if name == "region" else f"{name}_{level}"


def base_schema(variables: Mapping[str, Described]) -> Schema:
    """The schema of recorded variables; `deriving.with_derived` adds those that are computed.

    Args:
        variables: the rulebook's catalogue.
    """
    units = {unit: Unit(fields=_fields(unit, variables), relations=relations) for unit, relations in _RELATIONS.items()}
    return Schema(units=units, roots=_ROOTS)


def _fields(unit: str, variables: Mapping[str, Described]) -> dict[str, Kind]:
    fields = {}
    for name, variable in variables.items():
        kind = _kind(variable) if variable.unit in {unit, "any"} else None
        if kind is not None:
            fields[name] = kind
            if kind.name == "region":
                fields |= {
                    level_field(name, level): Kind(name="region", level=level, source=name, label=label)
                    for level, label in LEVEL_WORDS.items()
                    if level != "village" or kind.anywhere
                }
    return fields


def _kind(variable: Described) -> Kind | None:
    label, keyed = variable.label, variable.keyed
    match variable.type:
        case "bool":
            return Kind(name="bool", keyed=keyed, label=label)
        case "int" | "decimal" if variable.min is not None and variable.max is not None:
            one = 10**variable.scale
            low, high = variable.min * one, variable.max * one
            return Kind(name="number", low=low, high=high, scale=variable.scale, keyed=keyed, label=label)
        case "date" | "past_date":
            return Kind(name="date", keyed=keyed, label=label)
        case "code":
            return Kind(name="code", codes=variable.codes, keyed=keyed, label=label)
        case "codes":
            return Kind(name="codes", codes=variable.codes, label=label)
        case "region":
            return Kind(name="region", level="village", anywhere=variable.anywhere, label=label)
        case _:
            return None  # texts and identifiers are no variables of the language
