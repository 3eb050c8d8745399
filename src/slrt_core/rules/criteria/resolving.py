"""What the names of an expression stand for: units, their variables and relations, parameters."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from slrt_core.reasons import near
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.findings import Findings
from slrt_core.rules.criteria.nodes import Place, Relation
from slrt_core.rules.criteria.ranges import number
from slrt_core.rules.criteria.schema import LEVELS, Kind, ParamKind, Schema

__all__ = ["Names"]


@frozen
class Names:
    """What may be named at some place of an expression.

    Args:
        schema: the units.
        params: the parameters.
        scope: the unit of each root and of each bound variable.
        findings: where unknown names are noted.
    """

    schema: Schema
    params: Mapping[str, ParamKind]
    scope: Mapping[str, str]
    findings: Findings

    def binding(self, var: str, unit: str) -> Names:
        """The names inside a quantifier; one that binds no name adds none."""
        return evolve(self, scope={**self.scope, var: unit}) if var else self

    def unit(self, name: str, at: Place | None) -> str | None:
        """The unit of a root or of a bound variable."""
        unit = self.scope.get(name)
        if unit is None:
            hint = near(name, self.scope)
            known = ", ".join(self.scope)
            self.findings.no(
                at,
                "name-unknown",
                f"nama {name!r} tidak dikenal di sini (ada: {known}){hint.id}",
                f"unknown name {name!r} here (there are: {known}){hint.en}",
            )
        return unit

    def members(self, among: Relation) -> str | None:
        """The unit of those who belong to one."""
        unit = self.unit(among.of, among.at)
        if unit is None:
            return None
        relations = self.schema.units[unit].relations
        inner = relations.get(among.name)
        if inner is None:
            hint = near(among.name, relations)
            self.findings.no(
                among.at,
                "relation-unknown",
                f"{unit} tidak punya {among.name!r}{hint.id}",
                f"{_a(unit)} has no {among.name!r}{hint.en}",
            )
        return inner

    def variable(self, field: nodes.Field) -> Kind | None:
        """The type of a variable, whether its key stands there or not."""
        unit = self.unit(field.of, field.at)
        if unit is None:
            return None
        kind = self.schema.kind(unit, field.name)
        if kind is None:
            hint = near(field.name, self.schema.units[unit].fields)
            self.findings.no(
                field.at,
                "variable-unknown",
                f"{unit} tidak punya variabel {field.name!r}{hint.id}",
                f"{_a(unit)} has no variable {field.name!r}{hint.en}",
            )
        return kind

    def field(self, field: nodes.Field) -> Kind | None:
        """The type of a variable that is read: with a key just if it needs one."""
        kind = self.variable(field)
        if kind is not None and kind.keyed != bool(field.key):
            self.findings.no(
                field.at,
                "variable-key",
                f"{field.name} perlu kunci: {field.name}['PKH']" if kind.keyed else f"{field.name} tanpa kunci",
                f"{field.name} needs a key: {field.name}['PKH']" if kind.keyed else f"{field.name} has no key",
            )
            return None
        return kind

    def param(self, node: nodes.Param) -> Kind | None:
        """The type of a parameter: by a region just if it differs by one."""
        found = self.params.get(node.name)
        if found is None:
            hint = near(node.name, self.params)
            self.findings.no(
                node.at,
                "param-unknown",
                f"parameter {node.name!r} tidak ada{hint.id}",
                f"there is no parameter {node.name!r}{hint.en}",
            )
            return None
        fits = not found.level
        if node.by is not None:
            by = self.field(node.by)
            if by is None:
                return None
            if by.name != "region":
                self.findings.mistyped(node.by.at, by, "region")
                return None
            fits = _as_fine(by.level, found.level)
        if not fits:
            level = found.level or "–"
            self.findings.no(
                node.at,
                "param-level",
                f"parameter {node.name} berbeda menurut: {level}",
                f"the parameter {node.name} differs by: {level}",
            )
            return None
        return number(self.findings, node.at, found.scale, found.low, found.high)


def _as_fine(level: str, wanted: str) -> bool:
    """Whether a region of this level tells which one of the wanted level it lies in."""
    return level in LEVELS and wanted in LEVELS and LEVELS[level] >= LEVELS[wanted]


def _a(unit: str) -> str:
    return f"an {unit}" if unit[0] in "aeiou" else f"a {unit}"
