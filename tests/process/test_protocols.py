"""A program's protocol takes no safeguard away (R-APP-10): searched under drawn ones; those that try are refused."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from slrt_core.errors import Invalid
from slrt_core.model import CaseKind, Way
from slrt_core.rules.process.explore import (
    LEVELS,
    PROHIBITIONS,
    Process,
    Report,
    explore,
    protocol_processes,
    staffs,
    unfired,
)
from slrt_core.rules.rulebook import Rulebook, load_rulebook, rulebook_from_texts
from tests.process.protocols import ATTEMPTS, PROTOCOL, SAFEGUARDS

DEFAULT = load_rulebook()
DECIDED = LEVELS[2]
NEED = Process(CaseKind.NEED, Way.HOME_VISIT, "RTLH")
STAGES = {"data_section_head": "review", "supervisor": "review", "manager": "recommend", "bappeda": "decide"}
"""At which stage a post judges (R-APP-5): the search knows it by the rules, whatever a protocol says."""
STRETCH = DEFAULT.limits["protocol_stretch"].value


def written(protocols: str) -> Rulebook:
    return rulebook_from_texts({**DEFAULT.texts, "protocols.toml": protocols})


def searched(book: Rulebook, process: Process = NEED, *names: str) -> Report:
    """The process under its protocol, with the library's prohibitions and demands and the safeguards told here."""
    under = book.under(process.program)
    chosen = [staff for staff in staffs(under, process) if staff.name in (names or ("ordinary",))]
    forbidden = (*PROHIBITIONS, *SAFEGUARDS)
    return explore(book, process, prohibitions=forbidden, staffs=chosen, levels=[DECIDED], limit=6_000)


@pytest.mark.parametrize(("name", "new", "old", "code", "place"), ATTEMPTS, ids=[one[0] for one in ATTEMPTS])
def test_an_attempt_to_remove_a_safeguard_is_refused(name: str, new: str, old: str, code: str, place: str) -> None:
    """With its place, its code, and words in both languages."""
    assert old in PROTOCOL, name
    with pytest.raises(Invalid) as error:
        written(PROTOCOL.replace(old, new, 1))
    assert (code, place) in {(reason.code, reason.path) for reason in error.value.reasons}
    assert all(reason.text.id and reason.text.en for reason in error.value.reasons)


def test_a_second_protocol_does_not_undo_the_first() -> None:
    again = PROTOCOL[: PROTOCOL.index("[[protocol.step]]")]
    with pytest.raises(Invalid) as error:
        written(PROTOCOL + again)
    assert ("rulebook-twice", "protocols.toml:protocol.1") in {(r.code, r.path) for r in error.value.reasons}


# -------------------------------------------------------------------- what is loaded removes none


@st.composite
def protocols(draw: st.DrawFn) -> str:
    """A protocol for needs, with steps, deadlines and a receiver, as a district might write it; some are refused."""
    lines = ["[[protocol]]", 'program = "RTLH"', 'kinds = ["need"]', 'basis = "R-APP-10 own"']
    receiver = draw(st.sampled_from(["", "registry_manager", "program_manager"]))
    lines += [f'receiver = "{receiver}"'] if receiver else []
    for number in range(draw(st.integers(0, 2))):
        needs = draw(st.sampled_from([[], ["result"], ["listed_if_required"], ["reason"]]))
        before = draw(st.sampled_from(["review", "recommendation", "back_office", "decided"]))
        post = draw(st.sampled_from([*sorted(STAGES)[1:], *sorted(STAGES)]))
        lines += [
            "[[protocol.step]]",
            f'before = "{before}"',
            f'state = "added_{number}"',
            'label = { id = "x", en = "y" }',
            f'post = "{post}"',
            f'stage = "{draw(st.sampled_from([STAGES[post]] * 5 + ["handle"]))}"',
            f"days = {draw(st.integers(1, 125))}",
            f"needs = {needs}".replace("'", '"'),
        ]
    for state, command in draw(st.sampled_from([[], [("recommendation", "refer")], [("review", "endorse")]])):
        lines += ["[[protocol.deadline]]", f'state = "{state}"', f'command = "{command}"']
        lines += [f"days = {draw(st.integers(1, 24))}"]
    return "\n".join(lines)


@cache
def _base_days() -> dict[tuple[str, str], int]:
    """The longest that the default table gives to a step of a need."""
    found: dict[tuple[str, str], int] = {}
    for row in DEFAULT.rows:
        if CaseKind.NEED in row.kinds and row.days is not None:
            key = row.before, row.command
            found[key] = max(found.get(key, 0), row.days)
    return found


def test_protocols_that_are_loaded_remove_no_safeguard() -> None:
    """Stages before a referral, four eyes, feedback, reasons, a receiver who answers, deadlines within limits."""
    loaded = refused = 0

    @settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(protocols())
    def drawn(text: str) -> None:
        nonlocal loaded, refused
        try:
            book = written(text)
        except Invalid:
            refused += 1
            return
        loaded += 1
        for row in book.under("RTLH").rows:
            if CaseKind.NEED in row.kinds and row.days is not None and (row.before, row.command) in _base_days():
                step = next((s for p in book.protocols for s in p.step if s.state == row.after), None)
                most = _base_days()[row.before, row.command] * STRETCH
                assert row.days <= (2 * 60 if step else most)
        report = searched(book)
        assert [finding.key for finding in report.findings] == []
        assert report.complete

    drawn()
    assert loaded >= 4
    assert refused >= 2


@pytest.mark.parametrize("names", [("data_section_head = manager",), ("ordinary, time passes",)])
def test_the_added_post_is_kept_apart_and_followed_up(names: tuple[str, ...]) -> None:
    """One person who is the added post and a judge, alone; and with time that passes."""
    report = searched(written(PROTOCOL), NEED, *names)
    assert (set(report.staffs), report.findings, report.complete) == (set(names), (), True)


# -------------------------------------------------------------------- the search of a protocol


def test_a_process_is_searched_for_each_kind_and_way_of_a_protocol() -> None:
    assert protocol_processes(DEFAULT) == ()
    assert {str(process) for process in protocol_processes(written(PROTOCOL))} == {
        f"need/{way}/RTLH" for way in ("home_visit", "assisted_request", "puskesos", "slrt_office")
    }


def test_the_search_takes_the_added_step() -> None:
    """Its row fires under the protocol, and is called dead where the protocol was not searched."""
    book = written(PROTOCOL)
    report = searched(book)
    added = ("protocols.toml:protocol.0.step.0", "technical_check")
    assert added in report.rows
    assert f"{added[0]} {added[1]}" not in {finding.id for finding in unfired(book, [report])}
    assert f"{added[0]} {added[1]}" in {finding.id for finding in unfired(book, [])}


def test_a_step_that_nobody_can_take_is_found() -> None:
    """A need that does not hold for whom the case is about: loading cannot know it, the search does."""
    book = written(PROTOCOL.replace("days = 5", 'days = 5\nneeds = ["not_listed"]'))
    [finding] = searched(book).findings
    assert finding.key == ("impossible", "passes:technical_check")
    assert finding.story is not None
    assert finding.story.replay().state == "technical_check"
