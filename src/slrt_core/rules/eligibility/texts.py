"""The texts of a program: where each of them stands, whose it is, and what its value must be."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause, Component, Each
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria import Checked, ParamKind, Schema, check, parse

__all__ = ["Written", "of_clause", "of_component", "of_rank"]


@frozen
class Written:
    """A text of a program.

    Args:
        text: in the expression language.
        path: its place, for messages.
        unit: whose it is.
        want: the type that its value must have.
    """

    text: str
    path: str
    unit: str
    want: str = "bool"

    def checked(self, schema: Schema, kinds: Mapping[str, ParamKind]) -> Checked:
        """The expression, well typed.

        Args:
            schema: the catalogue's.
            kinds: the program's parameters.

        Raises:
            Invalid: with the path of each problem.
        """
        try:
            node = parse(self.text)
        except Invalid as error:
            raise Invalid([evolve(one, path=f"{self.path}:{one.path}") for one in error.reasons]) from None
        return check(node, schema, self.unit, params=kinds, text=self.text, path=self.path, want=self.want)


def of_clause(program: Program, clause: Clause) -> Written:
    """What a clause without parts asks."""
    return Written(clause.text, f"{program.code}:criteria.{clause.id}", program.unit.value)


def of_component(program: Program, component: Component) -> Written:
    """For whom a component is counted."""
    unit = UnitKind.INDIVIDUAL if component.each is Each.MEMBER else program.unit
    return Written(component.text, f"{program.code}:component.{component.id}", unit.value)


def of_rank(program: Program, text: str, place: str) -> Written:
    """By what those entitled are put in order."""
    return Written(text, f"{program.code}:{place}", program.unit.value, "number")
