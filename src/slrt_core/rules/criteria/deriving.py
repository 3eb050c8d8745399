"""Derived variables: expressions of the language that have a name, and may be used wherever a variable may."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from attrs import evolve, frozen

from slrt_core.errors import Invalid
from slrt_core.reasons import Reason, Text
from slrt_core.rules.criteria import nodes
from slrt_core.rules.criteria.checking import check
from slrt_core.rules.criteria.parsing import parse
from slrt_core.rules.criteria.problems import problem
from slrt_core.rules.criteria.schema import Kind, ParamKind, Schema

__all__ = ["Definition", "with_derived"]


@frozen(kw_only=True)
class Definition:
    """What a derived variable is.

    Args:
        unit: whose it is.
        type: ``bool`` or ``number``.
        text: in the language; its unit is the root.
        label: for people.
        path: where it is written, for messages.
    """

    unit: str
    type: str
    text: str
    label: Text
    path: str = ""


def with_derived(
    schema: Schema, definitions: Mapping[str, Definition], params: Mapping[str, ParamKind] | None = None
) -> Schema:
    """A schema that knows derived variables too.

    Args:
        schema: of the recorded variables.
        definitions: by name.
        params: the parameters that they may name.

    Raises:
        Invalid: a text is malformed or mistyped, a name is taken, or one is defined by way of itself.
    """
    problems: list[Reason] = []
    parsed: dict[str, nodes.Node] = {}
    for name, definition in definitions.items():
        if any(name in unit.fields for unit in schema.units.values()):
            problems.append(
                problem("", None, "derived-taken", f"{name} sudah ada", f"{name} is taken", definition.path or name)
            )
        try:
            parsed[name] = parse(definition.text)
        except Invalid as error:
            problems += [evolve(r, path=f"{definition.path or name}:{r.path}") for r in error.reasons]
    if problems:
        raise Invalid(problems)
    failed: set[str] = set()
    for name in _in_order(parsed, definitions):
        definition = definitions[name]
        if failed & _used(parsed[name]):
            failed.add(name)  # what is wrong is told where it is wrong
            continue
        try:
            checked = check(
                parsed[name], schema, definition.unit, params=params, text=definition.text,
                path=definition.path or name, want=definition.type,
            )  # fmt: skip
            _stays_home(parsed[name], definition, name)
        except Invalid as error:
            problems += error.reasons
            failed.add(name)
            continue
        schema = _plus(
            schema, definition.unit, name, evolve(checked.kind, derived=parsed[name], label=definition.label)
        )
    if problems:
        raise Invalid(problems)
    return schema


def _used(node: nodes.Node) -> set[str]:
    return {part.name for part in nodes.walk(node) if isinstance(part, nodes.Field)}


def _in_order(parsed: Mapping[str, nodes.Node], definitions: Mapping[str, Definition]) -> tuple[str, ...]:
    uses = {name: _used(node) & parsed.keys() for name, node in parsed.items()}
    try:
        return tuple(TopologicalSorter(uses).static_order())
    except CycleError as error:
        names = error.args[1]
        circle = " → ".join(reversed(names))
        raise Invalid(
            [
                problem(
                    "",
                    None,
                    "derived-cycle",
                    f"variabel turunan berputar: {circle}",
                    f"derived variables go round in a circle: {circle}",
                    definitions[name].path or name,
                )
                for name in dict.fromkeys(names)
            ]
        ) from None


def _stays_home(node: nodes.Node, definition: Definition, name: str) -> None:
    """An individual's definition may not name the family: who is bound in a household has none in scope."""
    if definition.unit != "individual":
        return
    for part in nodes.walk(node):
        if isinstance(part, nodes.Field | nodes.Relation) and part.of == "family":
            raise Invalid(
                [
                    problem(
                        definition.text, part.at, "derived-scope", "hanya individual dan household di sini",
                        "only individual and household here", definition.path or name,
                    )
                ]
            )  # fmt: skip


def _plus(schema: Schema, unit: str, name: str, kind: Kind) -> Schema:
    fields = {**schema.units[unit].fields, name: kind}
    return evolve(schema, units={**schema.units, unit: evolve(schema.units[unit], fields=fields)})
