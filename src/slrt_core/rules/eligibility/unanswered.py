"""Which answers that a program needs a survey does not give: of who is known only from there, they stay unknown.

Any variable may be unknown, and none is taken for a no. So nothing is wrong with using one; but whoever writes a
program should know which of them somebody has to ask at the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Each
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.rules.criteria import Schema, nodes, parse
from slrt_core.rules.eligibility.whole import whole_clause
from slrt_core.rules.instruments import Instrument
from slrt_core.rules.rulebook import Variable

__all__ = ["unanswered", "variables_of"]

_Asked = tuple[str, str]


def variables_of(program: Program, schema: Schema, units: Mapping[str, UnitKind]) -> tuple[_Asked, ...]:
    """The recorded variables that a program's expressions name, also by way of derived ones, each once.

    Args:
        program: with expressions that are right; what cannot be read names nothing.
        schema: of variables.
        units: the units of other programs, by code.

    Returns:
        Pairs of a unit and a variable, with its key as in ``participation:PKH``.
    """
    whole = whole_clause(program, units)
    texts = [(clause.text, program.unit.value) for clause in (whole.walk() if whole else ()) if clause.text]
    for component in program.components:
        texts.append((component.text, "individual" if component.each is Each.MEMBER else program.unit.value))
    texts += [(text, program.unit.value) for text in (program.quota.rank if program.quota else ())]
    found: dict[_Asked, None] = {}
    for text, unit in texts:
        try:
            node = parse(text)
        except Invalid:
            continue
        found |= dict.fromkeys(_named(node, {root: root for root in schema.roots[unit]}, schema))
    return tuple(found)


def unanswered(
    names: Iterable[_Asked], variables: Mapping[str, Variable], instruments: Iterable[Instrument]
) -> dict[str, tuple[_Asked, ...]]:
    """For each instrument the variables that it does not answer; those that are always known are left out.

    Args:
        names: pairs of a unit and a variable.
        variables: the catalogue.
        instruments: surveys and registers.
    """
    wanted = [one for one in names if not variables[one[1].partition(":")[0]].known]
    return {
        instrument.code: tuple((unit, name) for unit, name in wanted if name not in instrument.answers.get(unit, {}))
        for instrument in instruments
    }


def _named(node: Any, scope: Mapping[str, str], schema: Schema) -> Iterator[_Asked]:
    if isinstance(node, nodes.Field) and node.of in scope:
        unit = scope[node.of]
        kind = schema.kind(unit, node.name)
        if kind is not None and kind.derived is not None:
            yield from _named(kind.derived, {root: root for root in schema.roots[unit]}, schema)
        elif kind is not None:
            name = kind.source or node.name
            yield unit, f"{name}:{node.key}" if node.key else name
        return
    among = getattr(node, "among", None)
    if isinstance(among, nodes.Relation) and among.of in scope:
        inner = schema.units[scope[among.of]].relations.get(among.name)
        scope = {**scope, getattr(node, "var", ""): inner} if inner else scope
    for child in nodes.children(node):
        yield from _named(child, scope, schema)
