"""What one may not see does not exist: not in counts, pages, orderings, error texts, nor in what a look-up does.

Each promise is kept in two worlds that differ in one case which the officer may not read; everything they can ask must
be answered alike in both. Seen to fail: with the filter asked of all fields, with the count taken before the
definition, with a place in a page that names what was skipped, with a look-up that stops early.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import slrt_core as slrt
from slrt_core.adapters.attachments import FolderAttachments
from slrt_core.desk.watching import Watch
from slrt_core.errors import SlrtError
from slrt_core.model.identity import Private
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import DISTRICT, GHOST, V1, V2, World, a_complaint, a_need

Ask = Callable[[slrt.Acting], Any]


def hidden(world: World) -> slrt.CaseResult:
    """A sensitive complaint of the first village that Sari recorded and that waits for the supervisor."""
    return world.submitted(a_complaint("violence", program="", sensitive=True))


def furnish(world: World) -> tuple[str, ...]:
    """Cases that Sinta may read, who is facilitator in the same village and had none of them in hand."""
    made = (world.opened(), world.submitted(), world.rejected(), world.referred(a_complaint()))
    return tuple(case.id for case in made)


ASKED: dict[str, Ask] = {
    "all": lambda at: at.cases(),
    "oldest first": lambda at: at.cases(newest_first=False),
    "by due": lambda at: at.cases(order="due"),
    "a page": lambda at: at.cases(limit=3),
    "the next page": lambda at: at.cases(limit=3, after=at.cases(limit=3).after),
    "pages of one": lambda at: [at.cases(limit=1, newest_first=False).after],
    "complaints": lambda at: at.cases("case.kind == 'complaint'"),
    "in review": lambda at: at.cases("case.state == 'review' && has(case.due)"),
    "count": lambda at: at.count_cases(),
    "count in review": lambda at: at.count_cases("case.state == 'review'"),
    "count of none": lambda at: at.count_cases("!(case.kind in ['need', 'complaint'])"),
    "worklist": lambda at: at.worklist(),
    "overdue": lambda at: at.overdue(),
    "export": lambda at: at.cases(purpose="export"),
    "follow-up": lambda at: at.cases(purpose="follow-up"),
}


def answers(world: World, officer: str) -> dict[str, str]:
    """Everything that can be asked, as it is answered; but for digests, since each world has keys of its own."""
    at = world.at(officer)
    return {what: re.sub("digest='[^']*'", "", repr(ask(at))) for what, ask in ASKED.items()}


def test_nothing_that_is_asked_tells_of_a_case_that_is_not_in_sight(build: Build) -> None:
    """The hidden case is recorded last, so that all ids before it are the same in both worlds."""
    without, with_one = build(), build()
    assert furnish(without) == furnish(with_one)
    hidden(with_one)
    for officer in ("sinta", "fifi", "agus", "dewi"):
        assert answers(without, officer) == answers(with_one, officer), officer
    # It is there: those who may read it are told.
    for officer in ("sari", "budi", "maya", "tika"):
        assert answers(without, officer)["count"] != answers(with_one, officer)["count"], officer


def test_it_is_told_of_neither_before_nor_between_the_others(world: World) -> None:
    """Page after page, whatever lies between, in both orders."""
    expected: list[str] = []
    for _ in range(4):
        expected.append(world.opened().id)
        hidden(world)
    at = world.at("sinta")
    for order in ("opened_at", "due"):
        found, after = [], ""
        while True:
            page = at.cases(order=order, newest_first=False, limit=1, after=after)
            found += [item.id for item in page.items]
            after = page.after
            if not after:
                break
        assert sorted(found) == sorted(expected), order
    assert at.count_cases() == 4


def told(call: Callable[[], object]) -> tuple[object, ...]:
    """How a call was refused: the kind of error, its fields and its words."""
    with pytest.raises(SlrtError) as raised:
        call()
    return type(raised.value), raised.value.__dict__, str(raised.value)


LOOKUPS: dict[str, Callable[[slrt.Acting, str], object]] = {
    "case": lambda at, id_: at.case(id_),
    "item": lambda at, id_: at.item(id_),
    "timeline": lambda at, id_: at.timeline(id_),
    "attachments": lambda at, id_: at.attachments(id_, purpose="telaah"),
    "attachment": lambda at, id_: at.attachment(f"attachment-{GHOST}", of=id_, purpose="telaah"),
    "reveal": lambda at, id_: at.reveal(Private("x"), of=id_, purpose="telaah"),
    "move": lambda at, id_: at.perform("endorse", id_, reason="x"),
}


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_a_case_out_of_sight_is_refused_as_one_that_is_not_there(world: World, lookup: str) -> None:
    case, ghost = hidden(world).id, f"case-{GHOST}"
    for officer in ("sinta", "fifi", "dewi", "ani"):
        at = world.at(officer)
        seen, not_there = (told(partial(LOOKUPS[lookup], at, id_)) for id_ in (case, ghost))
        assert repr(seen).replace(case, "…") == repr(not_there).replace(ghost, "…"), officer


def test_a_number_out_of_sight_is_refused_as_one_that_nobody_has(world: World) -> None:
    number = hidden(world).number
    at = world.at("sinta")
    ghost = ("0" if number[0] != "0" else "1") + number[1:]
    seen, nobody = told(lambda: at.by_number(number)), told(lambda: at.by_number(ghost))
    assert repr(seen).replace(number, "…") == repr(nobody).replace(ghost, "…")


def test_as_much_is_done_for_a_case_out_of_sight_as_for_none(build: Build) -> None:
    """Not the time is compared, which is anybody's guess, but every call of the store, in order."""
    world = build()
    case, number = hidden(world).id, hidden(world).number
    calls: list[str] = []
    desk = slrt.Desk(
        world.desk._room.storage,
        world.desk._room.keys,
        world.clock,
        world.desk._room.ids,
        district=world.desk.district,
        zone="Asia/Pontianak",
        watch=_noting(calls),
    )
    at = desk.acting_as("sinta")

    def done(call: Callable[[], object]) -> list[str]:
        calls.clear()
        with pytest.raises(slrt.NotFound):
            call()
        return list(calls)

    for lookup in ("case", "item", "timeline", "attachments", "attachment", "reveal", "move"):
        ask = LOOKUPS[lookup]
        done(partial(ask, at, f"case-{GHOST}"))  # what is remembered from here on
        assert done(partial(ask, at, case)) == done(partial(ask, at, f"case-{GHOST}")), lookup
    ghost = ("0" if number[0] != "0" else "1") + number[1:]
    assert done(lambda: at.by_number(number)) == done(lambda: at.by_number(ghost))


def _noting(calls: list[str]) -> Watch:
    def note(what: str, _: float, outcome: str) -> None:
        calls.append(f"{what} {outcome}")

    return note


@pytest.mark.parametrize("field", ["about", "persons", "recorder", "receivers", "waits", "head", "sensitive", "secret"])
def test_a_field_that_is_not_theirs_is_one_that_there_is_not(world: World, field: str) -> None:
    """Who acted and who is complained about is nobody's to search by; the class of sensitive cases only some's."""
    hidden(world)
    at = world.at("sinta")
    for condition in (
        f"has(case.{field})",
        f"!has(case.{field})",
        f"case.{field} == 'sari'",
        f"'sari' in case.{field}",
    ):
        for ask in (at.cases, at.count_cases):
            with pytest.raises(slrt.Invalid) as refused:
                ask(condition)
            assert refused.value.codes == ("variable-unknown",), condition
            assert "about" not in str(refused.value).replace(f"case.{field}", "") or field == "about"


def test_who_reads_all_sensitive_cases_may_ask_for_them(world: World) -> None:
    case = hidden(world)
    world.opened()
    assert [item.id for item in world.at("maya").cases("case.sensitive").items] == [case.id]
    assert world.at("maya").count_cases("!case.sensitive") == 1


def test_a_household_is_a_field_for_who_sees_households(world: World) -> None:
    case = world.referred(a_need())
    condition = f"case.household == '{world.case(case).household}'"
    assert world.at("sinta").count_cases(condition) == 1
    with pytest.raises(slrt.Invalid):
        world.at("dewi").count_cases(condition)


@pytest.mark.parametrize(
    "asked",
    [
        {"order": "head"},
        {"limit": 0},
        {"limit": 1001},
        {"after": "x"},
        {"after": "bnVsbA=="},
        {"after": "MTk6MjAyNi0wMS0wMVQwMDowMDowMGE="},
        {"purpose": "gossip"},
    ],
    ids=repr,
)
def test_what_cannot_be_asked_is_refused(world: World, asked: dict[str, Any]) -> None:
    with pytest.raises(slrt.Invalid) as refused:
        world.at("sinta").cases(**asked)
    assert [reason.path for reason in refused.value.reasons] == list(asked)


def test_a_list_is_put_on_record_with_its_purpose_and_not_with_what_was_looked_for(world: World) -> None:
    world.opened()
    world.at("sari").cases("case.program == 'SEMBAKO'", purpose="export")
    [look] = [look for look in world.desk.looks(officer="sari") if look.subject == "cases"]
    assert (look.purpose, look.count, look.filter) == ("export", 1, "program, by opened_at")


def test_an_export_leaves_out_what_has_readers_of_its_own(world: World) -> None:
    """Who has a sensitive case in hand needs it for the work on it; who reads all of them may list them too."""
    case = hidden(world)
    for officer, may in (("sari", False), ("budi", False), ("maya", True)):
        at = world.at(officer)
        assert case.id in [item.id for item in at.cases(purpose="work").items]
        assert (case.id in [item.id for item in at.cases(purpose="export").items]) is may, officer


def test_follow_up_ends_where_a_case_is_settled(world: World) -> None:
    closed, running = world.closed(world.rejected()), world.opened()
    at = world.at("sari")
    assert {item.id for item in at.cases(purpose="follow-up").items} == {running.id}
    assert closed.id in {item.id for item in at.cases().items}


# --- the household's own cases (P5c)


def test_a_sensitive_complaint_has_a_number_of_its_own(world: World) -> None:
    """The visit's number is the household's; who complained is given theirs."""
    visit = world.visit(a_need(), a_complaint("violence", program="", sensitive=True))
    need, complaint = visit.cases
    assert need.number == visit.number != complaint.number
    assert [status.kind.en for status in world.desk.enquire(visit.number)] == ["need"]
    assert [status.kind.en for status in world.desk.enquire(complaint.number)] == ["complaint"]


def test_the_head_of_a_household_is_not_shown_what_another_complained_of(world: World) -> None:
    visit = world.visit(a_need(), a_complaint("violence", program="", sensitive=True))
    need, complaint = (case.id for case in visit.cases)
    shown = world.desk.dossier(visit.household, purpose="diminta")
    assert [case["id"] for case in shown["cases"]] == [need]  # type: ignore[attr-defined]
    assert complaint not in repr(shown)
    brought = world.desk.dossier(visit.household, purpose="diminta", numbers=[visit.cases[1].number])
    assert {case["id"] for case in brought["cases"]} == {need, complaint}  # type: ignore[attr-defined]


def test_evidence_of_a_sensitive_case_is_not_in_the_dossier_of_the_household(world: World, tmp_path: Path) -> None:
    room = world.desk._room
    kept = FolderAttachments(tmp_path / "evidence")
    desk = slrt.Desk(
        room.storage, room.keys, world.clock, room.ids, district=DISTRICT, zone="Asia/Pontianak", attachments=kept
    )
    visit = world.visit(a_need(), a_complaint("violence", program="", sensitive=True))
    sari = desk.acting_as("sari")
    for number, case in enumerate(visit.cases):
        sari.attach(case, b"%PDF-1.7 " + bytes([65 + number]), purpose="bukti")
    shown = desk.dossier(visit.household, purpose="diminta")
    assert [held["of"] for held in shown["attachments"]] == [visit.cases[0].id]  # type: ignore[attr-defined]


# --- who steps in (R-APP-5)


def test_who_is_not_to_see_a_sensitive_case_does_not_step_in_for_it(world: World) -> None:
    """The head of the data section steps in for a review, but not of such a case: there the coordination team does."""
    for officer in ("budi", "bayu"):
        world.dismiss(officer, "supervisor", world.today)
    plain, sensitive = world.submitted(), hidden(world)
    world.go_to(world.today.replace(day=world.today.day + 1))
    world.assert_waits(plain, "sekar", to="endorse")
    world.assert_waits(sensitive, "tika", to="endorse")
    assert {item.id for item in world.at("sekar").cases().items} == {plain.id}


def test_a_place_is_a_place_whoever_looks(world: World) -> None:
    """Cases of the next village are out of sight, by every way."""
    elsewhere = world.opened(by="tono", household=world.household(V2))
    here = world.opened(household=world.household(V1))
    at = world.at("sari")
    assert [item.id for item in at.cases().items] == [here.id]
    assert at.count_cases(f"case.region == '{V2}'") == 0
    with pytest.raises(slrt.NotFound):
        at.case(elsewhere.id)
