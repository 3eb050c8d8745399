"""Laws that hold for every expression and every household; material is random, seeded, and at the edges."""

import json
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import date
from random import Random
from typing import Any

import pytest

from slrt_core.rules.criteria import (
    ages,
    compile_many,
    core,
    digest,
    from_document,
    generating,
    nodes,
    parse,
    print_text,
    to_document,
)
from slrt_core.rules.criteria.closures import compile_closure, compile_traced
from slrt_core.rules.criteria.schema import Schema
from slrt_core.rules.criteria.weaving import Test as Written
from slrt_core.testing.expressions import AS_OF, _value, households
from tests.criteria.kit import DAYS, DERIVED, SCHEMA, lowered, oracle, random_expression, run, subjects

UNITS = ("household", "household", "family", "individual")
SCHEMAS = (SCHEMA, DERIVED)


def verdicts(node: Any, unit: str, around: Sequence[Any], schema: Schema = SCHEMA) -> list[bool | None]:
    evaluate = compile_many([lowered(node, unit, schema)])
    return [run(evaluate, subject)[0] for subject in around]


class TestWriting:
    """What is written down is what was meant."""

    def test_text_and_document(self) -> None:
        rng = Random(1)
        for _ in range(1_000):
            node = random_expression(rng, rng.choice(UNITS), rng.choice(SCHEMAS))
            text, document = print_text(node), json.loads(json.dumps(to_document(node)))
            assert parse(text) == node
            assert print_text(parse(text)) == text
            assert from_document(document) == node
            assert to_document(from_document(document)) == document
            assert digest(parse(text)) == digest(node) == digest(from_document(document))

    def test_another_expression_has_another_digest(self) -> None:
        rng = Random(2)
        found = {random_expression(rng, "household") for _ in range(2_000)}
        assert len({digest(node) for node in found}) == len(found)
        assert len({print_text(node) for node in found}) == len(found)


def agree(seed: int, rounds: int, together: int, homes: int) -> dict[bool | None, int]:
    """Compare the oracle with closures, and with what is compiled of many expressions at once, which share loops."""
    rng = Random(seed)
    seen: dict[bool | None, int] = {True: 0, False: 0, None: 0}
    for _ in range(rounds):
        schema, unit, day = rng.choice(SCHEMAS), rng.choice(UNITS), rng.choice(DAYS)
        made = households(rng, schema, homes)
        around = rng.sample(found := subjects(made, unit), min(homes, len(found)))
        expressions = [random_expression(rng, unit, schema) for _ in range(together)]
        cores = [lowered(node, unit, schema, day) for node in expressions]
        evaluate, alone = compile_many(cores), [(compile_closure(c), compile_traced(c)) for c in cores]
        judge = oracle(schema, day)
        for subject in around:
            for node, verdict, (plain, traced) in zip(expressions, run(evaluate, subject), alone, strict=True):
                expected = judge.truth(node, unit, subject)
                assert plain(*subject.values()) is expected, (print_text(node), day, subject)
                assert traced([*subject.values()], []) is expected, (print_text(node), day, subject)
                assert verdict is expected, (print_text(node), day, subject)
                seen[expected] += 1
    return seen


class TestLowering:
    def test_what_is_compiled_is_what_the_oracle_says(self) -> None:
        """Over 400 expressions of all units, with derived variables, parameters and regions, times 100 subjects."""
        seen = agree(3, 24, 20, 100)
        assert all(count > 5_000 for count in seen.values()), seen

    def test_loops_over_different_roots_wait_for_each_other(self) -> None:
        """What is asked of a household's families within a family's members is found out before, whatever else is."""
        texts = (
            "family.members.all(m, individual.school_grade < 12)",
            "family.members.all(m, household.families.all(f, individual.business_months < 6))",
        )
        individual = {"business_months": 7, "school_grade": 1}
        family = {"members": [individual], "complete": True}
        subject = {
            "individual": individual,
            "family": family,
            "household": {"members": [individual], "families": [family], "complete": True},
        }
        assert run(compile_many([lowered(parse(text), "individual") for text in texts]), subject) == (True, False)

    def test_nothing_is_assumed_of_somebody_unseen(self) -> None:
        """A default stands in for an answer that nobody gave, not for a person whom nobody counted."""
        home = {"members": [{"parents_income": 5}], "complete": None}
        for text, expected in {
            "sum(household.members.map(m, default(m.parents_income, 0))) <= 5": None,
            "sum(household.members.map(m, default(m.parents_income, 0))) >= 5": True,
            "min(household.members.map(m, default(m.parents_income, 9))) >= 5": None,
            "min(household.members.map(m, default(m.parents_income, 9))) <= 5": True,
            "max(household.members.map(m, m.herd_of)) >= 1": None,
        }.items():
            found = run(compile_many([lowered(parse(text), schema=DERIVED)]), {"household": home})
            assert found == (expected,), text
            assert oracle(DERIVED).truth(parse(text), "household", {"household": home}) is expected, text

    @pytest.mark.long
    @pytest.mark.parametrize("seed", range(4, 8))
    def test_two_thousand_expressions(self, seed: int) -> None:
        agree(seed, 25, 25, 200)


# --- completing a household ------------------------------------------------------------------------------------


def asks_who_is_known(node: Any) -> bool:
    """Whether something in it is decided by nobody having said: then more facts may well turn it round."""
    return any(
        isinstance(part, nodes.Known | nodes.Default)
        or (isinstance(part, nodes.Holds) and part.of.name == "participation")
        or (isinstance(part, nodes.Holds) and part.of.name == "village_meeting")
        for part in nodes.walk(node)
    )


def completions(rng: Random, home: dict[str, Any], names: set[str]) -> Iterator[None]:
    """Make one fact after another known, until all are that matter; the household changes in place."""
    while True:
        everybody = [("household", home)]
        everybody += [("family", family) for family in home["families"]]
        everybody += [("individual", member) for member in home["members"]]
        unknown = [
            (holder, name, kind, key)
            for unit, holder in everybody
            for name, kind in SCHEMA.units[unit].fields.items()
            if name in names and not kind.source
            for key in (("PKH", "SEMBAKO") if kind.keyed else ("",))
            if (holder.get(name) or {} if key else holder).get(key or name) is None
        ]
        still_open = [
            holder for unit, holder in everybody if unit != "individual" and holder.get("complete") is not True
        ]
        if not unknown and not still_open:
            return
        if still_open and (not unknown or rng.random() < 0.2):
            holder = rng.choice(still_open)
            if rng.random() < 0.6 and len(home["members"]) < 7:
                joined(rng, home, holder, names)
            else:
                holder["complete"] = True
        else:
            holder, name, kind, key = rng.choice(unknown)
            if key:
                holder[name] = {**(holder.get(name) or {}), key: _value(rng, kind)}
            else:
                holder[name] = _value(rng, kind)
        yield


def joined(rng: Random, home: dict[str, Any], holder: dict[str, Any], names: set[str]) -> None:
    """Somebody turns out to belong to a unit whose roster is open."""
    member: dict[str, Any] = {
        name: _value(rng, kind)
        for name, kind in SCHEMA.units["individual"].fields.items()
        if name in names and not kind.keyed and rng.random() < 0.5
    }
    if home.get("complete") is True:  # then it is one of the household's
        there = [m for m in home["members"] if not any(m is n for n in holder["members"])]
        if not there:
            holder["complete"] = True
            return
        member = rng.choice(there)
    else:
        home["members"].append(member)
    if holder is not home:
        holder["members"].append(member)


class TestMoreFacts:
    def test_never_turn_a_verdict_round(self) -> None:
        """A fact, a member found, a roster closed: what was decided stays so, and in the end all is decided."""
        rng = Random(5)
        tried = decided = steps = 0
        while tried < 400:
            node = random_expression(rng, "household", SCHEMA)
            if asks_who_is_known(node):
                continue
            tried += 1
            names = {part.name for part in nodes.walk(node) if isinstance(part, nodes.Field)}
            names |= {
                kind.source for unit in SCHEMA.units.values() for name, kind in unit.fields.items() if name in names
            }
            evaluate = compile_many([lowered(node)])
            for home in households(rng, SCHEMA, 4):
                verdict = evaluate(home)[0]
                history = [deepcopy(home)]
                for _ in completions(rng, home, names):
                    found = evaluate(home)[0]
                    steps += 1
                    assert verdict is None or found is verdict, (print_text(node), history[-1], home)
                    decided += verdict is None and found is not None
                    verdict = found
                    history.append(deepcopy(home))
                # Of nobody there is no least; of a region told only by its province, no regency.
                open_ = any(isinstance(part, nodes.Min | nodes.Max) for part in nodes.walk(node))
                assert verdict is not None or open_ or names & {"identity_region", "school_region"}, print_text(node)
        assert decided > 200
        assert steps > 5_000


# --- logic -------------------------------------------------------------------------------------------------------


def opposite(node: Any) -> Any:
    """The same, denied by De Morgan's laws and the duality of *somebody* and *everybody*."""
    match node:
        case nodes.And(parts):
            return nodes.Or(tuple(opposite(part) for part in parts))
        case nodes.Or(parts):
            return nodes.And(tuple(opposite(part) for part in parts))
        case nodes.Any(among, var, body):
            return nodes.All(among, var, opposite(body))
        case nodes.All(among, var, body):
            return nodes.Any(among, var, opposite(body))
        case nodes.Not(of):
            return of
        case nodes.Cmp(op, left, right):
            other: dict[nodes.Op, nodes.Op] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
            return nodes.Cmp(other[op], left, right)
    return nodes.Not(node)


def rearranged(rng: Random, node: Any) -> Any:
    match node:
        case nodes.And(parts) | nodes.Or(parts):
            return type(node)(tuple(rearranged(rng, part) for part in rng.sample(parts, len(parts))))
        case nodes.Any(among, _, _) | nodes.All(among, _, _):
            return type(node)(among, node.var, rearranged(rng, node.body))
        case nodes.Not(of):
            return nodes.Not(rearranged(rng, of))
        case nodes.In(of, options):
            return nodes.In(of, tuple(rng.sample(options, len(options))))
    return node


def shuffled(rng: Random, home: dict[str, Any]) -> dict[str, Any]:
    families = [{**f, "members": rng.sample(f["members"], len(f["members"]))} for f in home["families"]]
    rng.shuffle(families)
    return {**home, "families": families, "members": rng.sample(home["members"], len(home["members"]))}


class TestLogic:
    @pytest.fixture
    def material(self) -> Iterator[tuple[Any, Schema, list[Any]]]:
        rng = Random(6)
        homes = households(rng, SCHEMA, 40)
        return (
            (random_expression(rng, "household", schema), schema, subjects(homes, "household"))
            for schema in SCHEMAS
            for _ in range(150)
        )

    def test_a_denial_is_the_opposite(self, material: Iterator[tuple[Any, Schema, list[Any]]]) -> None:
        for node, schema, around in material:
            expected = [None if v is None else not v for v in verdicts(node, "household", around, schema)]
            assert verdicts(nodes.Not(node), "household", around, schema) == expected
            assert verdicts(opposite(node), "household", around, schema) == expected, print_text(node)
            assert verdicts(nodes.Cmp("==", node, nodes.Bool(False)), "household", around, schema) == expected
            assert verdicts(nodes.Cmp("!=", nodes.Bool(True), node), "household", around, schema) == expected

    def test_a_denial_denied_is_itself(self, material: Iterator[tuple[Any, Schema, list[Any]]]) -> None:
        for node, schema, around in material:
            expected = verdicts(node, "household", around, schema)
            for same in (
                nodes.Not(nodes.Not(node)), opposite(opposite(node)), nodes.And((node, node)), nodes.Or((node, node)),
                nodes.And((nodes.TRUE, node)), nodes.Or((node, nodes.Bool(False))), nodes.Label("x", node),
                nodes.Or((node, nodes.And((node, random_expression(Random(1), "household"))))),
            ):  # fmt: skip
                assert verdicts(same, "household", around, schema) == expected, print_text(same)

    def test_no_order_matters(self, material: Iterator[tuple[Any, Schema, list[Any]]]) -> None:
        rng = Random(7)
        for node, schema, around in material:
            expected = verdicts(node, "household", around, schema)
            assert verdicts(rearranged(rng, node), "household", around, schema) == expected, print_text(node)
            mixed = [{"household": shuffled(rng, subject["household"])} for subject in around]
            assert verdicts(node, "household", mixed, schema) == expected, print_text(node)

    def test_nobody_and_everybody(self) -> None:
        """Over nobody: any no, all yes, count 0, sum 0, least and greatest unknown; over an open roster all unknown."""
        empty = {"household": {"members": [], "complete": True}}
        unsure: list[Any] = [{"household": {"members": [], "complete": said}} for said in (False, None)]
        expected = {
            "household.members.exists(m, true)": False,
            "household.members.all(m, false)": True,
            "household.members.size() == 0": True,
            "household.members.filter(m, m.pregnant).size() == 0": True,
            "sum(household.members.map(m, m.parents_income)) == 0": True,
            "min(household.members.map(m, m.parents_income)) >= 1": None,
            "max(household.members.map(m, m.parents_income)) >= 1": None,
        }
        for text, verdict in expected.items():
            assert verdicts(parse(text), "household", [empty, *unsure]) == [verdict, None, None], text
        somebody: list[Any] = [{"household": {"members": [{"pregnant": True}], "complete": None}}]
        for text, verdict in {
            "household.members.exists(m, m.pregnant)": True,
            "household.members.all(m, !m.pregnant)": False,
            "household.members.filter(m, m.pregnant).size() >= 1": True,
            "household.members.filter(m, m.pregnant).size() < 1": False,
            "household.members.size() <= 1": None,
            "household.members.size() >= 1": True,
        }.items():
            assert verdicts(parse(text), "household", somebody) == [verdict], text


class TestDates:
    @pytest.mark.parametrize(
        ("born", "as_of", "years", "months"),
        [
            ("2008-02-29", "2026-02-28", 17, 215),
            ("2008-02-29", "2026-03-01", 18, 216),
            ("2008-02-29", "2024-02-29", 16, 192),
            ("2024-01-31", "2024-02-29", 0, 0),
            ("2024-01-31", "2024-03-01", 0, 1),
            ("2024-02-29", "2024-03-29", 0, 1),
            ("2026-03-02", "2026-03-01", -1, -1),
            ("0001-01-01", "9999-12-31", 9998, 119_987),
            ("9999-12-31", "0001-01-01", -9999, -119_988),
        ],
    )
    def test_ages_by_hand(self, born: str, as_of: str, years: int, months: int) -> None:
        """Counted on fingers; years that are not completed are rounded down, also before birth."""
        home = {"members": [{"birth_date": date.fromisoformat(born)}], "complete": True}
        for call, age in (("age", years), ("age_months", months)):
            for op, expected in (("==", True), (">", False), (">=", True), ("<=", True), ("<", False), ("!=", False)):
                node = parse(f"household.members.exists(m, {call}(m.birth_date) {op} {age})")
                found = compile_many([lowered(node, day=date.fromisoformat(as_of))])(home)[0]
                assert found is expected, (call, op, age)
                assert oracle(day=date.fromisoformat(as_of)).truth(node, "household", {"household": home}) is expected

    def test_at_the_ends_of_time(self) -> None:
        rng = Random(8)
        ends = (date.min, date(1, 1, 2), date(1, 12, 31), date(4, 2, 29), date(9996, 2, 29), date(9999, 1, 1), date.max)
        edges = [s * (e + d) for e in (0, 1, 9_998, 9_999, 119_987, 119_988) for d in (-1, 0, 1) for s in (1, -1)]
        for day in (*ends, AS_OF):
            homes = [{"members": [{"birth_date": born}], "complete": True} for born in (None, AS_OF, *ends)]
            texts = [
                f"household.members.exists(m, {call}(m.birth_date) {op} {edge})"
                for call in ("age", "age_months")
                for op in ("==", "!=", "<", "<=", ">", ">=")
                for edge in rng.sample(edges, 6)
            ]
            evaluate = compile_many([lowered(parse(text), day=day) for text in texts])
            judge = oracle(day=day)
            for home in homes:
                for text, verdict in zip(texts, evaluate(home), strict=True):
                    expected = judge.truth(parse(text), "household", {"household": home})
                    assert verdict is expected, (text, day, home)


# --- mutants -----------------------------------------------------------------------------------------------------

_Python = generating._Python


class TwoValuedNot(_Python):
    def rail(self, node: Any, scope: Any, *, want: bool = True, or_unknown: bool = False) -> Written:
        if isinstance(node, nodes.Not) and not or_unknown:
            return Written(f"(not {super().rail(node.of, scope, want=want).text})")
        return super().rail(node, scope, want=want, or_unknown=or_unknown)


class EveryRosterClosed(_Python):
    def complete(self, holder: Any, *, want: bool) -> Written:
        return Written(str(want))


class ZeroForMissing(_Python):
    def field(self, field: nodes.Field, scope: Any, otherwise: int) -> str:
        return super().field(field, scope, 0)


class UpperCountsOfThoseSeen(_Python):
    def _if_closed(self, holder: Any, then: str, otherwise: int) -> str:
        return then


class SwappedRails(_Python):
    def _bounds(self, node: Any, scope: Any, swapped: bool) -> tuple[str, str]:
        return super()._bounds(node, scope, not swapped)


class NoForUnknown(_Python):
    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> Written:
        return super().leaf(node, scope, want=want, or_unknown=or_unknown or not want)


class OnlyWhoIsSurelyMeant(_Python):
    def bound(self, node: Any, scope: Any, *, up: bool) -> str:
        return super().bound(node, scope, up=up and not isinstance(node, nodes.Count))


class LeastForGreatest(_Python):
    def extreme(self, group: Any, holds: Written, term: str, *, least: bool, otherwise: int) -> str:
        return super().extreme(group, holds, term, least=True, otherwise=otherwise)


class NobodyIsZero(_Python):
    def extreme(self, group: Any, holds: Written, term: str, *, least: bool, otherwise: int) -> str:
        return super().extreme(group, holds, term, least=least, otherwise=0)


class StrictForNotStrict(_Python):
    def compare(self, op: nodes.Op, left: str, right: str) -> Written:
        return super().compare("<" if op == "<=" else op, left, right)


class UnknownIsNotOther(_Python):
    def known(self, field: nodes.Field, scope: Any, *, want: bool) -> Written:
        return super().known(field, scope, want=True)


class NothingAssumed(_Python):
    def leaf(self, node: Any, scope: Any, *, want: bool, or_unknown: bool) -> Written:
        bare = node.of if isinstance(node, nodes.Default) else node
        return super().leaf(bare, scope, want=want, or_unknown=or_unknown)


MUTANTS = (
    TwoValuedNot, EveryRosterClosed, ZeroForMissing, UpperCountsOfThoseSeen, SwappedRails, NoForUnknown,
    OnlyWhoIsSurelyMeant, LeastForGreatest, NobodyIsZero, StrictForNotStrict, UnknownIsNotOther, NothingAssumed,
)  # fmt: skip


def latest_on_the_last_of_february(as_of: date, months: int) -> date | None:
    """Who was born on 29 February completes a year on the 28th: the rule that is not ours."""
    found = lowering_latest(as_of, months)
    last = (as_of.month, as_of.day) == (2, monthrange(as_of.year, 2)[1])
    if found is not None and last and found.month == 2:
        return found.replace(day=monthrange(found.year, 2)[1])
    return found


def latest_by_days(as_of: date, months: int) -> date | None:
    found = lowering_latest(as_of, months)
    return found if found is None or found == date.min else date.fromordinal(found.toordinal() - 1)


lowering_latest = ages._latest


class TestTheTestsCatch:
    @pytest.mark.parametrize("mutant", MUTANTS)
    def test_a_wrong_compiler(self, mutant: type, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(generating, "_Python", mutant)
        with pytest.raises(AssertionError):
            agree(3, 12, 10, 60)

    @pytest.mark.parametrize("wrong", [latest_on_the_last_of_february, latest_by_days])
    def test_a_wrong_birthday(self, wrong: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ages, "_latest", wrong)
        with pytest.raises(AssertionError):
            agree(3, 24, 20, 100)

    @pytest.mark.parametrize(
        ("name", "wrong"),
        [
            ("not_", lambda node: node),
            ("times", lambda node, by: node),
            ("counted", lambda node, count, value: nodes.Any(count.among, count.var, count.body)),
            ("and_", core.or_),
        ],
    )
    def test_a_wrong_lowering(self, name: str, wrong: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(core, name, wrong)
        with pytest.raises(AssertionError):
            agree(3, 12, 10, 60)

    def test_zero_turns_a_verdict_round(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also what needs no oracle catches it."""
        monkeypatch.setattr(generating, "_Python", ZeroForMissing)
        with pytest.raises(AssertionError):
            TestMoreFacts().test_never_turn_a_verdict_round()
