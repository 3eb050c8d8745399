"""A program's criteria, compiled for one day of assessment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from attrs import field, frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause, Component
from slrt_core.model.parameters import Parameter
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import Checked, Context, Kind, Lowered, Schema, digest, lower, nodes
from slrt_core.rules.criteria.closures import Truth, compile_closure, compile_traced
from slrt_core.rules.criteria.problems import problem
from slrt_core.rules.eligibility.tables import Tables, undated
from slrt_core.rules.eligibility.texts import Written, of_clause, of_component, of_rank
from slrt_core.rules.eligibility.whole import whole_clause

__all__ = ["Compiled", "CompiledClause", "CompiledComponent", "compile_program"]


@frozen(kw_only=True)
class CompiledClause:
    """A clause, with the function that evaluates it and tells what it looked at; ``None`` for one with parts."""

    clause: Clause
    run: Truth | None = None
    parts: tuple[CompiledClause, ...] = ()


@frozen(kw_only=True)
class CompiledComponent:
    """A component, for whom it is counted, and what says how much: no parameter for what is not money."""

    component: Component
    lowered: Lowered
    run: Callable[..., bool | None]
    parameter: Parameter | None


@frozen(kw_only=True)
class Compiled:
    """A program on one day.

    Args:
        program: as data.
        as_of: the day.
        lowered: all criteria and exclusions as one condition.
        tree: the clauses one by one.
        components: what it pays.
        ranks: by what those entitled are put in order.
        rules: SHA-256 of the condition.
        parameters: SHA-256 of the parameters.
    """

    program: Program
    as_of: date
    lowered: Lowered = field(repr=False)
    tree: CompiledClause = field(repr=False)
    components: tuple[CompiledComponent, ...] = field(default=(), repr=False)
    ranks: tuple[Lowered, ...] = field(default=(), repr=False)
    rules: str = ""
    parameters: str = ""


def compile_program(
    program: Program,
    schema: Schema,
    as_of: date,
    *,
    units: Mapping[str, UnitKind] | None = None,
    villages: Callable[[str], Collection[str]] | None = None,
) -> Compiled:
    """Compile a program's criteria for a day.

    Args:
        program: with criteria; one without asks nothing that is written down and decides nothing: it is refused.
        schema: the catalogue's, with the derived variables.
        as_of: the day of assessment.
        units: the units of other programs, by code.
        villages: the map on that day.

    Raises:
        Invalid: a text is wrong, a parameter has no value on that day, or there are no criteria.
    """
    whole = whole_clause(program, units or {})
    if whole is None:
        raise Invalid([_no_criteria(program)])
    tables = Tables(program.parameters)
    kinds = tables.kinds()
    setting = Context(schema=schema, as_of=as_of, params=tables, villages=villages)

    def core(written: Written) -> Lowered:
        return lower(written.checked(schema, kinds), setting)

    def made(clause: Clause) -> tuple[CompiledClause, nodes.Node]:
        if clause.text:
            checked = of_clause(program, clause).checked(schema, kinds)
            run = compile_traced(lower(checked, setting))
            return CompiledClause(clause=clause, run=run), nodes.Label(clause.id, checked.node)
        parts, inner = zip(*(made(part) for part in (*clause.all, *clause.any)), strict=True)
        joined = nodes.And(inner) if clause.all else nodes.Or(inner)
        return CompiledClause(clause=clause, parts=parts), nodes.Label(clause.id, joined)

    try:
        tree, node = made(whole)
        lowered = lower(Checked(node=node, unit=program.unit.value, kind=Kind(name="bool")), setting)
        components = tuple(_component(one, core(of_component(program, one)), program) for one in program.components)
        ranks = tuple(
            core(of_rank(program, text, "quota.rank")) for text in (program.quota.rank if program.quota else ())
        )
    except KeyError as error:
        raise Invalid([undated(program, str(error.args[0]), as_of)]) from None
    return Compiled(
        program=program, as_of=as_of, lowered=lowered, tree=tree, components=components, ranks=ranks,
        rules=digest(node), parameters=tables.digest(as_of),
    )  # fmt: skip


def _component(component: Component, lowered: Lowered, program: Program) -> CompiledComponent:
    return CompiledComponent(
        component=component,
        lowered=lowered,
        run=compile_closure(lowered),
        parameter=program.parameter(component.amount),
    )


def _no_criteria(program: Program) -> Reason:
    return problem(
        "", None, "no-criteria", f"kriteria program {program.code} belum ditulis",
        f"nobody has written down the criteria of {program.code}", program.code,
    )  # fmt: skip
