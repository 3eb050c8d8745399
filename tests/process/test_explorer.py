"""The explorer finds each seeded fault with a story that can be played, and nothing in the default rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from attrs import evolve

from slrt_core.model import Assignment, Case, CaseEvent, CaseKind, Decree, Moved, Officer, Way
from slrt_core.reasons import Text
from slrt_core.rules.process import Scene, decide
from slrt_core.rules.process.explore import (
    DEMANDS,
    LEVELS,
    PROHIBITIONS,
    Appointment,
    Demand,
    Finding,
    Process,
    Prohibition,
    Report,
    check_roster,
    explore,
    explore_rulebook,
    processes,
    staffs,
    unfired,
)
from slrt_core.rules.rulebook import Rulebook, load_rulebook
from tests.process.faulty import FAULTS, Fault

BOOK = load_rulebook()
DECIDED = LEVELS[2]
"""The abstraction that tells apart all that a decision looks at."""
HOME_CHANGE, HOME_NEED = Process(CaseKind.CHANGE, Way.HOME_VISIT), Process(CaseKind.NEED, Way.HOME_VISIT)
DAY = date(2026, 3, 2)


def some(process: Process, *names: str, book: Rulebook = BOOK, **options: object) -> Report:
    """A search with a few of the small staffs, at one abstraction."""
    chosen = [staff for staff in staffs(book, process) if staff.name in names]
    assert len(chosen) == len(names)
    return explore(book, process, staffs=chosen, **{"levels": [DECIDED], **options})  # type: ignore[arg-type]


def searched(fault: Fault, *, everybody: bool = False) -> Sequence[Finding]:
    """What is found, with the staff that shows it or with all of them."""
    chosen = [staff for staff in staffs(fault.book, fault.process) if everybody or staff.name == fault.staff]
    assert chosen, f"no staff is called {fault.staff!r}"
    if not everybody:
        chosen = [evolve(staff, objections=fault.objections) for staff in chosen]
    report = explore(
        fault.book,
        fault.process,
        decide=fault.decide,
        fold=fault.fold,
        staffs=chosen,
        levels=[DECIDED],
        limit=20_000 if everybody else 2_000,
    )
    return (*report.findings, *unfired(fault.book, [report]))


def the_one(fault: Fault, findings: Sequence[Finding]) -> Finding:
    """The finding that the fault must lead to."""
    sort, id_ = fault.finding
    found = next((one for one in findings if one.sort == sort and id_ in one.id), None)
    assert found is not None, [finding.key for finding in findings]
    return found


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_found(fault: Fault) -> None:
    """The finding is there; its story, played with the faulty rulebook, is allowed and breaks the rule at its end."""
    found = the_one(fault, searched(fault))
    if found.sort in {"never", "nobody"}:
        return
    assert found.story is not None
    assert all(line.id and line.en for line in found.story.lines(fault.book))
    steps = list(found.story.steps())
    if found.sort == "forbidden":
        prohibition = next(one for one in PROHIBITIONS if one.id == found.id)
        broken = [prohibition.broken(history, scene) for _, history, scene in steps]
        assert broken == [*[False] * (len(steps) - 1), True]
    elif found.sort == "impossible":
        demand = next(one for one in DEMANDS if one.id == found.id)
        case = found.story.replay()
        last = found.story.beats[-1].scene if found.story.beats else None
        assert last is None or demand.given(case, last)
    elif found.sort == "stuck":
        assert found.story.replay().state == found.id.partition(":")[2]


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_is_found_by_all_staffs(fault: Fault) -> None:
    """Nobody has to know beforehand which staff shows the fault."""
    the_one(fault, searched(fault, everybody=True))


def test_each_fault_is_only_that_of_its_rulebook() -> None:
    """With the production rules, the same staff shows nothing."""
    code = {fault.staff for fault in FAULTS if fault.process == HOME_CHANGE and fault.decide is not decide}
    names = sorted(code)
    assert some(HOME_CHANGE, *names).findings == ()


@pytest.mark.parametrize(
    "process",
    [
        HOME_CHANGE,
        Process(CaseKind.ENQUIRY, Way.PUSKESOS),
        Process(CaseKind.PARTICIPATION, Way.ASSISTED_REQUEST),
    ],
    ids=str,
)
def test_default_rulebook_shows_nothing(process: Process) -> None:
    """With all small staffs, completely, and the same at two abstractions."""
    report = explore(BOOK, process)
    assert (report.findings, report.complete, report.stable) == ((), True, True)
    assert len(report.tried) >= 2
    assert set(report.abstraction) >= set(DECIDED)


@pytest.mark.long
def test_whole_default_rulebook_shows_nothing() -> None:
    """In every process, and every row fires in one of them."""
    reports = explore_rulebook(BOOK)
    assert [(report.process, report.findings) for report in reports if report.findings] == []
    assert all(report.complete and report.stable for report in reports)
    assert unfired(BOOK, reports) == ()


def _alternatives() -> list[tuple[str, str]]:
    return [(n, v) for n, option in BOOK.options.items() for v in option.values if v != option.default]


@pytest.mark.long
@pytest.mark.parametrize(("option", "value"), _alternatives())
def test_each_alternative_shows_nothing(option: str, value: str) -> None:
    """Each value of each option that the sources leave open."""
    book = load_rulebook(settings={option: value})
    reports = explore_rulebook(book, levels=[DECIDED])
    assert [(report.process, report.findings) for report in reports if report.findings] == []
    assert all(report.complete for report in reports)
    assert unfired(book, reports) == ()


def test_search_that_forgets_persons_differs_from_one_that_does_not() -> None:
    """R-APP-5: the coarse abstraction has findings of its own making; the fine one says that it was not stable."""
    report = some(HOME_CHANGE, "ordinary", levels=LEVELS[:2])
    assert report.tried[0] != report.tried[1]
    assert some(HOME_CHANGE, "ordinary", levels=LEVELS).stable


def test_bound_that_is_met_is_said() -> None:
    """Nothing is called impossible beyond a bound, and the report says that it is not complete."""
    report = some(HOME_CHANGE, "ordinary", limit=20)
    assert (report.complete, report.bounds) == (False, ("states: ordinary",))
    late = some(HOME_CHANGE, "ordinary", clock=iter(range(100)).__next__, seconds=0.5)
    assert late.bounds == ("seconds: ordinary",)


def test_prohibition_of_ones_own() -> None:
    """A district may forbid more; the story is the shortest that does it."""

    def broken(events: Sequence[CaseEvent], scene: Scene) -> bool:
        return any(isinstance(event, Moved) and event.command == "endorse" for event in events)

    mine = Prohibition(id="no-endorsing", rule="R-OWN-1", text=Text("disetujui", "endorsed"), broken=broken)
    report = some(HOME_CHANGE, "ordinary", prohibitions=(*PROHIBITIONS, mine))
    assert [finding.id for finding in report.findings] == ["no-endorsing"]
    story = report.findings[0].story
    assert story is not None
    assert [beat.move.command for beat in story.beats if beat.move] == ["submit", "endorse"]


def test_demand_of_ones_own() -> None:
    """A district may demand more: a command at once, or a goal in the end."""

    def at_manager(case: Case, _: Scene) -> bool:
        return case.state == "recommendation"

    words = Text("tidak mungkin", "impossible")
    settle = Demand(id="settle", rule="R-OWN-2", text=words, given=at_manager, command="settle")
    end = Demand(id="end", rule="R-OWN-3", text=words, given=at_manager, goal=lambda case, _: case.state == "closed")
    report = some(HOME_CHANGE, "ordinary", demands=(settle, end))
    assert [finding.id for finding in report.findings] == ["settle"]
    with pytest.raises(ValueError, match="a command or a goal"):
        Demand(id="neither", rule="R-OWN-4", text=words, given=at_manager)


def test_staffs_have_a_pair_for_whoever_must_be_apart() -> None:
    """Facilitator and supervisor, supervisor and manager, back office and manager, and so on; each alone."""
    names = {staff.name for staff in staffs(BOOK, HOME_NEED)}
    assert {"facilitator = supervisor", "manager = supervisor", "back_office = manager"} <= names
    assert {f"{post} lives in the household" for post in ("facilitator", "supervisor", "manager")} <= names


def test_every_process_has_a_way_in() -> None:
    """Twenty-six: seven kinds by four ways, but no enquiry at home."""
    assert len(processes(BOOK)) == 26


# --- a real roster --------------------------------------------------------------------------------

ALL = {
    "facilitator": "61.12.01.2001",
    "supervisor": "61.12.01",
    "manager": "61.12",
    "registry_manager": "61.12",
    "coordination_team": "61.12",
    "secretariat_head": "61.12",
    "data_section_head": "61.12",
    "administration_head": "61.12",
}


def assigned(*posts: str) -> tuple[list[Officer], list[Assignment]]:
    """One officer for each post."""
    decree = Decree(number="1", dated=date(2026, 1, 1), issuer="Bupati")
    return [Officer(id=post, name=post) for post in posts], [
        Assignment(officer=post, post=post, regions=ALL[post], valid_from=date(2026, 1, 1), decree=decree)
        for post in posts
    ]


def test_full_roster_leaves_nothing_stuck() -> None:
    """Nor does a person who must keep away from a case, as somebody steps in."""
    assert check_roster(BOOK, *assigned(*ALL), DAY, only=[HOME_CHANGE]) == ()


def test_roster_without_reviewers_leaves_the_review_stuck() -> None:
    """Each of the posts that review would free it, at the place where it works."""
    posts = [p for p in ALL if p not in {"supervisor", "data_section_head", "coordination_team"}]
    found = check_roster(BOOK, *assigned(*posts), DAY, only=[HOME_CHANGE])
    nobody_away = next(one for one in found if one.state == "review" and not one.keeps_away)
    assert nobody_away.villages == ("61.12.01.2001",)
    assert {Appointment("supervisor", "61.12.01"), Appointment("data_section_head", "61.12")} <= set(
        nobody_away.freed_by
    )
    assert Appointment("manager", "61.12") not in nobody_away.freed_by
    assert nobody_away.story.replay().state == "review"


def test_roster_names_the_person_who_must_keep_away() -> None:
    """With one supervisor and nobody to step in, just the cases of the supervisor's household are stuck."""
    posts = [p for p in ALL if p not in {"data_section_head", "coordination_team"}]
    found = check_roster(BOOK, *assigned(*posts), DAY, only=[HOME_CHANGE])
    assert {one.keeps_away for one in found if one.state == "review"} == {("supervisor",)}
