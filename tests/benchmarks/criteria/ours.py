"""The engine's side of the benchmarks: each function does once what is done once, and gives back what is measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slrt_core.model.criteria import Cited, Clause
from slrt_core.model.programs import GovernanceLevel, Program, Provider
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.criteria import Lowered, Setting, check, lower, nodes, parse, print_text
from slrt_core.rules.criteria.generating import compile_many
from slrt_core.rules.derived import read_derived
from slrt_core.rules.eligibility import Subject, assessing, compile_program, schema_of
from slrt_core.rules.rulebook import load_rulebook
from tests.benchmarks.criteria.data import AS_OF
from tests.benchmarks.criteria.peers import Judge, Ours, Texts

__all__ = ["OURS", "SCHEMA", "lowered"]

SCHEMA = schema_of(load_rulebook().variables, read_derived())
_WORDS = Text("uji", "trial")
_BASIS = (Cited(text="for the benchmarks", tag="own"),)


def lowered(texts: Texts) -> dict[str, Lowered]:
    """The texts, parsed, checked and lowered."""
    setting = Setting(schema=SCHEMA, as_of=AS_OF)
    return {name: lower(check(parse(text), SCHEMA, "household", text=text), setting) for name, text in texts.items()}


def one(texts: Texts) -> Judge:
    """All verdicts of a household by generated Python."""
    return compile_many(list(lowered(texts).values()))


def program(name: str, text: str) -> Program:
    """A program whose clauses are what the text joins by `&&`."""
    node = parse(text)
    parts = node.parts if isinstance(node, nodes.And) else (node,)
    clauses = tuple(
        Clause(id=f"{name}_{number}", label=_WORDS, basis=_BASIS, text=print_text(part))
        for number, part in enumerate(parts)
    )
    whole = clauses[0] if len(clauses) == 1 else Clause(id=name, label=_WORDS, basis=_BASIS, all=clauses)
    return Program(
        code=name.upper(),
        name=_WORDS,
        provider=Provider(id="trial", name=_WORDS, level=GovernanceLevel.CENTRE),
        unit=UnitKind.HOUSEHOLD,
        benefit=_WORDS,
        criteria=whole,
    )


def explained(texts: Texts) -> Judge:
    """The findings of a household: of every clause the verdict, and the facts that made it so."""
    trees = [compile_program(program(name, text), SCHEMA, AS_OF).tree for name, text in texts.items()]

    def judge(home: Mapping[str, Any]) -> object:
        told = Subject(household=home).told
        return [assessing._finding(tree, (home,), told) for tree in trees]

    return judge


OURS = Ours(one=one, explained=explained)
