"""The lives of a rulebook searched: nothing is wrong with the default one, and each fault is told with its story."""

from __future__ import annotations

import pytest
from attrs import evolve

from slrt_core.reasons import Text
from slrt_core.rules.process.explore import (
    LIFE_DEMANDS,
    LIFE_PROHIBITIONS,
    LifeDemand,
    explore_life,
    explore_lives,
    life_staffs,
)
from slrt_core.rules.rulebook import load_rulebook
from tests.lives.faulty import FAULTS, Fault
from tests.lives.world import BOOK


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_found(fault: Fault) -> None:
    """The finding is there; its story, asked again step by step, is allowed and breaks the rule at its end."""
    chosen = [staff for staff in life_staffs(fault.book, fault.life) if staff.name == fault.staff]
    report = explore_life(
        fault.book, fault.life, decide=fault.decide, staffs=[evolve(staff, periods=False) for staff in chosen]
    )
    sort, id_ = fault.finding
    found = next((one for one in report.findings if one.sort == sort and id_ in one.id), None)
    assert found is not None, [finding.key for finding in report.findings]
    if found.tale is None:
        assert (sort in {"never", "nobody", "ambiguous"}, fault.last) == (True, "")
        return
    assert all(line.id and line.en for line in found.tale.lines(fault.book))
    told = list(found.tale.replay())
    assert (found.tale.staff, told[-1][-1].move.command) == (fault.staff, fault.last)
    if sort == "forbidden":
        prohibition = next(one for one in LIFE_PROHIBITIONS if one.id == id_)
        assert [prohibition.broken(deeds) for deeds in told] == [*[False] * (len(told) - 1), True]
    else:
        demand = next((one for one in LIFE_DEMANDS if one.id == id_), None)
        assert demand is None or told[-1][-1].after.state in demand.states


def test_seeded_faults_cover_both_lives_tables_and_deciders() -> None:
    assert len(FAULTS) >= 8
    assert {fault.life for fault in FAULTS} == {"program", "participation"}
    assert {fault.finding[0] for fault in FAULTS} == {
        "forbidden", "impossible", "stuck", "never", "nobody", "ambiguous",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["administrator", "manager"])
def test_catalogue_shows_nothing(who: str) -> None:
    """With every small staff, completely, under both values of its option; every row fires."""
    book = load_rulebook(None, {"other_programs_entered_by": who})
    report = explore_life(book, "program")
    assert (report.findings, report.complete) == ((), True)
    assert len(report.rows) == report.rows_total


def test_participation_shows_nothing() -> None:
    """With the ordinary staff and all that is on record of periods, completely; every row fires.

    `test_without_a_mistake_nothing_is_found` goes through the other staffs.
    """
    report = explore_life(BOOK, "participation", staffs=life_staffs(BOOK, "participation")[:1])
    assert (report.findings, report.complete) == ((), True)
    assert len(report.rows) == report.rows_total


def test_a_rulebook_of_before_has_no_lives() -> None:
    assert explore_lives(evolve(BOOK, life_rows=(), life_states={})) == ()


def test_bound_that_is_met_is_said() -> None:
    """Nothing is called impossible or dead beyond a bound."""
    report = explore_life(BOOK, "participation", staffs=life_staffs(BOOK, "participation")[:1], limit=20)
    assert (report.complete, report.bounds, report.findings) == (False, ("states: ordinary",), ())


def test_demand_of_ones_own() -> None:
    """A district may demand more; what it demands in an ended state nobody can give."""
    words = Text("tidak mungkin", "impossible")
    mine = LifeDemand(id="back", rule="R-OWN-1", text=words, life="program", states="ended", command="enter_program")
    again = LifeDemand(id="again", rule="R-OWN-2", text=words, life="program", states="ended", command="end_program")
    report = explore_life(BOOK, "program", demands=(mine, again), staffs=life_staffs(BOOK, "program")[-1:])
    assert [finding.id for finding in report.findings if finding.sort == "impossible"] == ["back", "again"]
    with pytest.raises(ValueError, match="commands or states"):
        LifeDemand(id="neither", rule="R-OWN-3", text=words, life="program", states="ended")
