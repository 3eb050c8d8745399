"""Under which names things stand in the core: what quantifiers bind is numbered, by how deep it is bound."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.schema import Kind, Schema, level_field

__all__ = ["Scope"]


@frozen
class Scope:
    """The names at some place of an expression.

    Args:
        schema: in which they were found.
        names: of each name in the text, the name in the core, and its unit.
    """

    schema: Schema
    names: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, schema: Schema, unit: str) -> Scope:
        """The roots of a unit."""
        return cls(schema, {root: (root, root) for root in schema.roots[unit]})

    def units(self) -> Mapping[str, str]:
        """The unit of each name in the core."""
        return dict(self.names.values())

    def kind(self, field: nodes.Field) -> Kind:
        """The type of a variable."""
        return self.schema.units[self.names[field.of][1]].fields[field.name]

    def named(self, field: nodes.Field) -> nodes.Field:
        """The variable, under its name in the core."""
        return evolve(field, of=self.names[field.of][0])

    def region(self, field: nodes.Field, level: str) -> nodes.Field:
        """The variable that tells in which region of a level a region lies; that itself, if it is of the level."""
        fields = self.schema.units[self.names[field.of][1]].fields
        name = fields[field.name].source or field.name
        exact = level == "village" and not fields[name].anywhere
        return evolve(self.named(field), name=name if exact else level_field(name, level))

    def bind(self, among: nodes.Relation, var: str) -> tuple[str, nodes.Relation, Scope]:
        """The name in the core of those who belong to a unit, their relation, and the scope inside."""
        outer, unit = self.names[among.of]
        inner = self.schema.units[unit].relations[among.name]
        depth = sum(1 for name, _ in self.names.values() if name.startswith("$"))
        name = f"${depth + 1}"
        # A name is new in this scope even if the text binds none: two quantifiers side by side get the same number.
        inside = evolve(self, names={**self.names, (var or name): (name, inner)})
        return name, evolve(among, of=outer), inside

    def home(self, field: nodes.Field) -> Scope:
        """The scope of a definition: its unit under its own name, the household, and what is bound already."""
        name, unit = self.names[field.of]
        bound = {n: (n, u) for n, u in self.names.values() if n.startswith("$")}
        roots = {u: (u, u) for u in ("household", "family") if u in self.names}
        return evolve(self, names={**bound, **roots, unit: (name, unit)})
