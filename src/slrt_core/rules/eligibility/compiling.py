"""A program's criteria, checked against the catalogue and compiled for one day of assessment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import evolve, field, frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause, Component, Each
from slrt_core.model.parameters import Number, Parameter
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason, Text, near
from slrt_core.rules.criteria import Checked, Context, Lowered, ParamKind, Schema, check, digest, lower, nodes, parse
from slrt_core.rules.criteria.closures import Truth, compile_closure, compile_traced
from slrt_core.rules.criteria.limits import INT_LIMIT
from slrt_core.rules.criteria.problems import problem

__all__ = [
    "Compiled",
    "CompiledClause",
    "CompiledComponent",
    "Tables",
    "check_program",
    "compile_program",
    "whole_clause",
]

TAKING_PART = ("active", "suspended", "validated")
"""States of a participation that stand in the way of a program with which it may not be combined."""


@frozen
class Tables:
    """A program's parameters, as the language reads them.

    Args:
        parameters: as data.
    """

    parameters: tuple[Parameter, ...]

    def kinds(self) -> Mapping[str, ParamKind]:
        """What is declared of each: its range over all dates, and by which region it differs."""
        return {one.name: self._kind(one) for one in self.parameters}

    def _kind(self, one: Parameter) -> ParamKind:
        scale = max(_scale(dated.value) for dated in one.values)
        numbers = [_whole(dated.value, scale) for dated in one.values]
        # Of a place for which nothing was found it may be anything, whatever is known of other places.
        if any(dated.at for dated in one.values):
            numbers = [0, INT_LIMIT]
        levels = {_LEVELS[dated.at.count(".")] if dated.at else "" for dated in one.values}
        return ParamKind(low=min(numbers), high=max(numbers), scale=scale, level="/".join(sorted(levels)))

    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        """See `slrt_core.rules.criteria.Params`."""
        one = next(p for p in self.parameters if p.name == name)
        kind = self._kind(one)
        table = {
            dated.at: _whole(dated.value, kind.scale)
            for dated in one.values
            if dated.valid_from <= day <= dated.valid_until
        }
        if not table and not kind.level:
            raise KeyError(name)
        return kind.scale, table, kind.low, kind.high

    def digest(self, day: date) -> str:
        """SHA-256 of what holds on a day."""
        held = {
            one.name: sorted(
                [dated.at, str(dated.value)] for dated in one.values if dated.valid_from <= day <= dated.valid_until
            )
            for one in self.parameters
        }
        return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


_LEVELS = ("province", "regency", "subdistrict", "village")


def _scale(value: Number) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _whole(value: Number, scale: int) -> int:
    return int(Decimal(value).scaleb(scale))


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


def check_program(program: Program, schema: Schema, units: Mapping[str, UnitKind] | None = None) -> tuple[Reason, ...]:
    """Everything that is wrong with a program's texts: syntax, names, types, parameters without a date.

    Args:
        program: as data.
        schema: the catalogue's, with the derived variables.
        units: the units of other programs, by code.

    Returns:
        Warnings, if nothing is wrong.

    Raises:
        Invalid: with the path of each problem, such as ``PKH:criteria.decile:1:12``.
    """
    warnings: list[Reason] = []
    problems: list[Reason] = []

    def note(run: Callable[[], Checked]) -> None:
        try:
            warnings.extend(run().warnings)
        except Invalid as error:
            problems.extend(error.reasons)

    kinds = Tables(program.parameters).kinds()
    whole = whole_clause(program, units or {})
    for clause in whole.walk() if whole else ():
        if clause.text:
            path = f"{program.code}:criteria.{clause.id}"
            note(lambda clause=clause, path=path: _checked(clause.text, schema, program.unit.value, kinds, path))  # type: ignore[misc]
    for component in program.components:
        path, unit = f"{program.code}:component.{component.id}", _unit_of(component, program)
        note(lambda c=component, u=unit, p=path: _checked(c.text, schema, u, kinds, p))  # type: ignore[misc]
    for number, text in enumerate(program.quota.rank if program.quota else ()):
        path = f"{program.code}:quota.rank.{number}"
        note(lambda t=text, p=path: _checked(t, schema, program.unit.value, kinds, p, "number"))  # type: ignore[misc]
    problems += _undated(program)
    if problems:
        raise Invalid(problems)
    return (*warnings, *_doubtful(program, schema, units or {}))


def _doubtful(program: Program, schema: Schema, units: Mapping[str, UnitKind]) -> Iterator[Reason]:
    """What may be meant, and rarely is: a clause that is always the same, an answer that is assumed, a strange code."""
    tables = Tables(program.parameters)
    context = Context(schema=schema, as_of=program.valid_from, params=tables)
    for clause in program.criteria.walk() if program.criteria else ():
        if not clause.text:
            continue
        path = f"{program.code}:criteria.{clause.id}"
        checked = _checked(clause.text, schema, program.unit.value, tables.kinds(), path)
        lowered = lower(checked, context).node
        if isinstance(lowered, nodes.Bool):
            always = ("ya", "yes") if lowered.value else ("tidak", "no")
            yield problem(
                "", None, "always", f"syarat ini selalu {always[0]}", f"this clause is always {always[1]}", path
            )
        for part in nodes.walk(checked.node):
            if isinstance(part, nodes.Known | nodes.Default):
                yield problem(
                    clause.text, part.at, "assumed", "jawaban yang belum ada dianggap sudah ada, dan tidak ditanyakan",
                    "an answer that nobody gave is assumed, and not asked for", path,
                )  # fmt: skip
    for tie in (*program.excludes, *program.expects):
        if units and tie.program not in units:
            hint = near(tie.program, units)
            yield problem(
                "", None, "tie-unknown", f"program {tie.program!r} tidak ada dalam katalog{hint.id}",
                f"there is no program {tie.program!r} in the catalogue{hint.en}", program.code,
            )  # fmt: skip


def _undated(program: Program) -> list[Reason]:
    """Parameters without a value on some day on which the program counts."""
    return [
        problem(
            "", None, "param-undated", f"parameter {one.name} tidak bernilai pada {day}",
            f"the parameter {one.name} has no value on {day}", f"{program.code}:param.{one.name}",
        )
        for one in program.parameters
        if not any(dated.at for dated in one.values)
        for day in _edges(program, one)
        if one.on(day) is None
    ]  # fmt: skip


def _edges(program: Program, one: Parameter) -> list[date]:
    """The days at which a gap would begin: the program's first, and each after a value's last."""
    ends = (d.valid_until for d in one.values if program.valid_from <= d.valid_until < program.valid_until)
    return [program.valid_from, *(date.fromordinal(day.toordinal() + 1) for day in sorted(ends))]


def whole_clause(program: Program, units: Mapping[str, UnitKind]) -> Clause | None:
    """A program's criteria, its demand to be listed, and its exclusions as one tree.

    Returns:
        ``None`` where nobody has written any criteria down.
    """
    if program.criteria is None:
        return None
    root, more = program.criteria, [*_listing(program), *_exclusions(program, units)]
    if not more:
        return root
    if root.all:
        return evolve(root, all=(*root.all, *more))
    return Clause(id="whole", label=root.label, basis=root.basis, all=(root, *more))


_LISTED = "household.central_status == 'listed'"


def _listing(program: Program) -> Iterator[Clause]:
    if program.requires_listing and program.criteria is not None:
        if all(clause.text != _LISTED for clause in program.criteria.walk()):
            label = Text("tercantum dalam daftar penerima manfaat", "on the beneficiary list")
            yield Clause(id="on_the_list", label=label, basis=program.basis, text=_LISTED)


def _exclusions(program: Program, units: Mapping[str, UnitKind]) -> Iterator[Clause]:
    states = "[" + ", ".join(repr(state) for state in TAKING_PART) + "]"
    for tie in program.excludes:
        unit = units.get(tie.program, program.unit)
        if unit in _ORDER[_ORDER.index(program.unit) :]:
            text = f"!({unit.value}.participation['{tie.program}'] in {states})"
        elif unit is UnitKind.FAMILY:  # of a household's program: none of its families
            text = f"!household.families.exists(f, f.participation['{tie.program}'] in {states})"
        else:
            among = "household" if program.unit is UnitKind.HOUSEHOLD else "family"
            text = f"!{among}.members.exists(m, m.participation['{tie.program}'] in {states})"
        name = tie.program.lower().replace("-", "_")
        yield Clause(id=f"without_{name}", label=tie.label, basis=tie.basis, text=text)


_ORDER = (UnitKind.INDIVIDUAL, UnitKind.FAMILY, UnitKind.HOUSEHOLD)


def _checked(  # noqa: PLR0917
    text: str, schema: Schema, unit: str, kinds: Mapping[str, ParamKind], path: str, want: str = "bool"
) -> Checked:
    try:
        node = parse(text)
    except Invalid as error:
        raise Invalid([evolve(reason, path=f"{path}:{reason.path}") for reason in error.reasons]) from None
    return check(node, schema, unit, params=kinds, text=text, path=path, want=want)


def _unit_of(component: Component, program: Program) -> str:
    return UnitKind.INDIVIDUAL.value if component.each is Each.MEMBER else program.unit.value


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
    unit = program.unit.value

    def made(clause: Clause) -> tuple[CompiledClause, nodes.Node]:
        if clause.text:
            checked = _checked(clause.text, schema, unit, kinds, f"{program.code}:criteria.{clause.id}")
            run = compile_traced(lower(checked, setting))
            return CompiledClause(clause=clause, run=run), nodes.Label(clause.id, checked.node)
        parts, inner = zip(*(made(part) for part in (*clause.all, *clause.any)), strict=True)
        joined = nodes.And(inner) if clause.all else nodes.Or(inner)
        return CompiledClause(clause=clause, parts=parts), nodes.Label(clause.id, joined)

    try:
        tree, node = made(whole)
        lowered = lower(Checked(node=node, unit=unit, kind=_TRUTH), setting)
        components = tuple(_component(c, program, schema, setting, tables) for c in program.components)
        ranks = tuple(
            lower(_checked(t, schema, unit, kinds, f"{program.code}:quota.rank", "number"), setting)
            for t in (program.quota.rank if program.quota else ())
        )
    except KeyError as error:
        raise Invalid([_undated_on(program, str(error.args[0]), as_of)]) from None
    return Compiled(
        program=program, as_of=as_of, lowered=lowered, tree=tree, components=components, ranks=ranks,
        rules=digest(node), parameters=tables.digest(as_of),
    )  # fmt: skip


def _component(
    component: Component, program: Program, schema: Schema, setting: Context, tables: Tables
) -> CompiledComponent:
    path, unit = f"{program.code}:component.{component.id}", _unit_of(component, program)
    lowered = lower(_checked(component.text, schema, unit, tables.kinds(), path), setting)
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


def _undated_on(program: Program, name: str, day: date) -> Reason:
    return problem(
        "", None, "param-undated", f"parameter {name} tidak bernilai pada {day}",
        f"the parameter {name} has no value on {day}", f"{program.code}:param.{name}",
    )  # fmt: skip


_TRUTH = check(nodes.TRUE, Schema(units={}, roots={"": ()}), "").kind
