"""What is wrong with a program's texts, and what in them is rarely meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Clause
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason, near
from slrt_core.rules.criteria import Context, Schema, lower, nodes
from slrt_core.rules.criteria.problems import problem
from slrt_core.rules.criteria.weighing import too_heavy
from slrt_core.rules.eligibility.tables import Tables, gaps
from slrt_core.rules.eligibility.texts import Written, of_clause, of_component, of_rank
from slrt_core.rules.eligibility.whole import whole_clause

__all__ = ["check_program"]


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
    kinds = Tables(program.parameters).kinds()
    for written in _texts(program, units or {}):
        try:
            warnings += written.checked(schema, kinds).warnings
        except Invalid as error:
            problems += error.reasons
    problems += gaps(program)
    if not problems:
        problems += _heavy(program, schema, units or {})
    if problems:
        raise Invalid(problems)
    clauses = program.criteria.walk() if program.criteria else ()
    doubtful = (found for clause in clauses if clause.text for found in _doubtful(program, clause, schema))
    return (*warnings, *doubtful, *_unknown_ties(program, units or {}))


def _heavy(program: Program, schema: Schema, units: Mapping[str, UnitKind]) -> Iterator[Reason]:
    """That all clauses together are more than can be judged, though each for itself is not."""
    whole, kinds = whole_clause(program, units), Tables(program.parameters).kinds()

    def made(clause: Clause) -> nodes.Node:
        if clause.text:
            return of_clause(program, clause).checked(schema, kinds).node
        return nodes.And(tuple(map(made, clause.all))) if clause.all else nodes.Or(tuple(map(made, clause.any)))

    if program.criteria is not None and whole is not None:
        found = too_heavy(made(whole), schema, program.unit.value)
        if found is not None:
            yield problem("", None, *found, f"{program.code}:criteria.{program.criteria.id}")


def _texts(program: Program, units: Mapping[str, UnitKind]) -> Iterator[Written]:
    whole = whole_clause(program, units)
    for clause in whole.walk() if whole else ():
        if clause.text:
            yield of_clause(program, clause)
    for component in program.components:
        yield of_component(program, component)
    for number, text in enumerate(program.quota.rank if program.quota else ()):
        yield of_rank(program, text, f"quota.rank.{number}")


def _doubtful(program: Program, clause: Clause, schema: Schema) -> Iterator[Reason]:
    """What may be meant, and rarely is: a clause that is always the same, an answer that is assumed."""
    tables = Tables(program.parameters)
    written = of_clause(program, clause)
    checked = written.checked(schema, tables.kinds())
    lowered = lower(checked, Context(schema=schema, as_of=program.valid_from, params=tables)).node
    if isinstance(lowered, nodes.Bool):
        id, en = ("ya", "yes") if lowered.value else ("tidak", "no")
        yield problem("", None, "always", f"syarat ini selalu {id}", f"this clause is always {en}", written.path)
    for part in nodes.walk(checked.node):
        if isinstance(part, nodes.Known | nodes.Default):
            yield problem(
                written.text, part.at, "assumed", "jawaban yang belum ada dianggap sudah ada, dan tidak ditanyakan",
                "an answer that nobody gave is assumed, and not asked for", written.path,
            )  # fmt: skip


def _unknown_ties(program: Program, units: Mapping[str, UnitKind]) -> Iterator[Reason]:
    """Programs that are named and do not exist, as far as the others are known."""
    for tie in (*program.excludes, *program.expects):
        if units and tie.program not in units:
            hint = near(tie.program, units)
            yield problem(
                "", None, "tie-unknown", f"program {tie.program!r} tidak ada dalam katalog{hint.id}",
                f"there is no program {tie.program!r} in the catalogue{hint.en}", program.code,
            )  # fmt: skip
