"""Many records reviewed at once, each decided on its own (R-APP-2); and a program's protocol at a desk (R-APP-10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

import slrt_core as slrt
from slrt_core.desk import Answer
from slrt_core.reasons import Text
from slrt_core.rules.rulebook import rulebook_from_texts
from slrt_core.testing import SmallDistrict, small_district
from tests.acceptance.conftest import Build
from tests.acceptance.helpers import World, a_need, assert_words
from tests.process.protocols import PROTOCOL


def seen(w: World, officer: str, *cases: slrt.CaseResult) -> list[slrt.WorkItem]:
    return [w.see(officer, case) for case in cases]


def told(answers: tuple[Answer, ...]) -> list[str]:
    """What became of each: the state it reached, or the codes of its error."""
    return [a.result.state if a.result else " ".join(a.error.codes) if a.error else "" for a in answers]


class TestBatch:
    def test_each_is_decided_on_its_own_and_in_order(self, build: Build) -> None:
        """One that was recorded by the reviewer, one that has moved on, one that is not there; the others go on."""
        w = build()
        w.appoint("budi", "facilitator", "61.12.01.2001")
        fine, late = w.do("sari", "submit", w.opened()), w.do("sari", "submit", w.opened())
        own = w.do("budi", "submit", w.opened(by="budi", post="facilitator"), post="facilitator")
        moved = w.do("sari", "submit", w.opened())
        acting = w.at("budi", "supervisor")
        items = [acting.item(case) for case in (fine, own, moved, late)]
        items.insert(3, attrs.evolve(items[0], id="c-nobody"))
        w.do("bayu", "return", moved, reason="incomplete")
        answers = acting.perform_each("endorse", items)
        assert [answer.case for answer in answers] == [item.id for item in items]
        assert told(answers) == ["recommendation", "apart-recorded", "stale", "not-found", "recommendation"]
        assert [bool(answer) for answer in answers] == [True, False, False, False, True]
        assert [type(a.error) for a in answers[1:4]] == [slrt.Refused, slrt.Conflict, slrt.NotFound]
        for answer in answers[1:3]:
            assert answer.error is not None
            assert_words(answer.error.reasons)
        assert [w.case(case).state for case in (fine, own, moved, late)] == [
            "recommendation", "review", "returned", "recommendation",
        ]  # fmt: skip
        w.assert_whole()

    def test_repeating_it_with_its_key_does_nothing_twice_and_answers_the_same(self, build: Build) -> None:
        w = build()
        cases = [w.submitted(), w.submitted(), w.submitted()]
        w.appoint("budi2", "supervisor", "61.12.01", person="sari")
        items = seen(w, "budi2", *cases)
        first = w.at("budi2").perform_each("reject", items, reason="not-entitled", key="batch-1")
        assert told(first) == ["apart-recorded"] * 3
        items = seen(w, "budi", *cases)
        first = w.at("budi").perform_each("reject", items, reason="not-entitled", key="batch-1")
        before = w.dump()
        again = w.at("budi").perform_each("reject", items, reason="not-entitled", key="batch-1")
        backwards = w.at("budi").perform_each("reject", items[::-1], reason="not-entitled", key="batch-1")
        assert told(first) == ["decided"] * 3
        assert again == first == backwards[::-1]
        assert w.dump() == before

    def test_a_refusal_is_repeated_though_it_would_be_allowed_by_now(self, build: Build) -> None:
        """The answer that a key was given stands; a new key asks anew."""
        w = build()
        items = seen(w, "budi", w.submitted(), w.submitted())
        no_reason = w.at("budi").perform_each("reject", items, key="batch-2")
        assert told(no_reason) == ["need-reason"] * 2
        assert told(w.at("budi").perform_each("reject", items, key="batch-2")) == ["need-reason"] * 2
        reused = w.at("budi").perform_each("reject", items, reason="not-entitled", key="batch-2")
        assert told(reused) == ["key-reused"] * 2
        assert told(w.at("budi").perform_each("reject", items, reason="not-entitled", key="batch-3")) == ["decided"] * 2

    def test_without_having_seen_it_nothing_is_judged(self, build: Build) -> None:
        """A result carries version and digest, like a line of a worklist; one of before does not do."""
        w = build()
        opened = w.opened()
        case = w.do("sari", "submit", opened)
        assert told(w.at("budi").perform_each("endorse", [opened])) == ["stale"]
        assert told(w.at("budi").perform_each("endorse", [case])) == ["recommendation"]

    @pytest.mark.parametrize("legal", [False, True])
    def test_no_more_than_the_limit_at_once(self, build: Build, legal: bool) -> None:
        """A hundred by default; one more, and nothing at all is done."""
        w = build()
        item = w.see("budi", w.submitted())
        many = [item, *(attrs.evolve(item, id=f"c-{number}") for number in range(99 if legal else 100))]
        if legal:
            assert told(w.at("budi").perform_each("endorse", many)) == ["recommendation"] + ["not-found"] * 99
            return
        before = w.dump()
        with pytest.raises(slrt.Invalid) as error:
            w.at("budi").perform_each("endorse", many)
        assert error.value.codes == ("batch-too-long",)
        assert w.dump() == before

    def test_no_case_twice(self, build: Build) -> None:
        w = build()
        item, other = seen(w, "budi", w.submitted(), w.submitted())
        before = w.dump()
        with pytest.raises(slrt.Invalid) as error:
            w.at("budi").perform_each("endorse", [item, other, item])
        assert [(r.path, r.code) for r in error.value.reasons] == [("items[2]", "batch-twice")]
        assert w.dump() == before
        assert w.at("budi").perform_each("endorse", []) == ()

    def test_what_the_store_fails_is_an_answer_too_and_the_rest_goes_on(self, build: Build) -> None:
        """Nothing is hidden: whoever sends the batch again with its key gets what is missing."""
        w = build()
        items = seen(w, "budi", *(w.submitted() for _ in range(3)))
        room = w.desk._room
        fails = [False, True, False]

        def tried(transaction: Any, *, repeatable: bool) -> Any:
            if fails and fails.pop(0):
                raise slrt.AdapterError("down", Text("mati", "down"))
            return type(room).tried(room, transaction, repeatable=repeatable)

        acting = w.at("budi")
        object.__setattr__(acting, "_room", _Room(room, tried))
        answers = acting.perform_each("endorse", items, key="batch-4")
        assert told(answers) == ["recommendation", "down", "recommendation"]
        assert told(w.at("budi").perform_each("endorse", items, key="batch-4")) == ["recommendation"] * 3


class _Room:
    """A room whose transactions fail now and then."""

    def __init__(self, room: Any, tried: Any) -> None:
        self._inner, self.tried = room, tried

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


# -------------------------------------------------------------------- a protocol at a desk


def protocolled(**more: str) -> SmallDistrict:
    """A district where needs of BEDAH-RUMAH pass a technical check."""
    text = PROTOCOL.replace("RTLH", "BEDAH-RUMAH").replace('receiver = "registry_manager"\n', "")
    return small_district(rulebook=rulebook_from_texts({**slrt.load_rulebook().texts, "protocols.toml": text} | more))


def checked(d: SmallDistrict, program: str = "BEDAH-RUMAH") -> slrt.CaseResult:
    """A need that the supervisor endorsed."""
    visit = d.acting("sari").record_visit(d.form(), [slrt.Need(program=program)])
    (case,) = d.acting("sari").submit(visit)
    return d.acting("budi").perform("endorse", d.acting("budi").item(case))


class TestProtocolAtADesk:
    def test_it_waits_for_the_added_post_and_for_nobody_else(self) -> None:
        d = protocolled()
        case = checked(d)
        assert case.state == "technical_check"
        assert [item.commands for item in d.acting("dian").worklist()] == [("endorse", "return", "reject")]
        assert [d.acting(officer).worklist() for officer in ("budi", "maya", "koko")] == [(), (), ()]
        passed = d.acting("dian").perform("endorse", d.acting("dian").worklist()[0])
        assert passed.state == "recommendation"
        assert [item.id for item in d.acting("maya").worklist()] == [case.id]

    def test_whose_turn_it_is_reads_a_sensitive_case_and_before_does_not(self) -> None:
        """A complaint of violence has its own readers; who is waited for is one of them, by the protocol too."""
        text = PROTOCOL.replace("RTLH", "BEDAH-RUMAH").replace('kinds = ["need"]\n', "")
        d = small_district(rulebook=rulebook_from_texts({**slrt.load_rulebook().texts, "protocols.toml": text}))
        complaint = slrt.Complaint(topic="violence", program="BEDAH-RUMAH", text="diancam")
        (case,) = d.acting("sari").submit(d.acting("sari").record_visit(d.form(), [complaint]))
        dian = d.acting("dian")
        with pytest.raises(slrt.NotFound):
            dian.item(case)
        d.acting("budi").perform("endorse", d.acting("budi").item(case))
        assert dian.perform("endorse", dian.item(case)).state == "recommendation"

    def test_another_program_goes_straight_on(self) -> None:
        assert checked(protocolled(), "SEMBAKO").state == "recommendation"

    def test_what_happened_has_words_also_after_the_program_changed(self) -> None:
        """Returned from the check and corrected to another program, the case has been there all the same."""
        d = protocolled()
        dian, sari = d.acting("dian"), d.acting("sari")
        checked(d)
        returned = dian.perform("return", dian.worklist()[0], reason="incomplete")
        sari.perform("correct", sari.item(returned), content=slrt.Need(program="SEMBAKO"))
        sari.perform("submit", sari.item(returned))
        after = d.acting("budi").perform("endorse", d.acting("budi").item(returned))
        assert after.state == "recommendation"
        assert "technical check" in [step.reached.en for step in d.acting("maya").timeline(returned)]
        assert d.desk.verify() == {}

    def test_it_is_escalated_when_it_is_late(self) -> None:
        d = protocolled()
        case = checked(d)
        d.clock.set(d.clock.now().replace(month=2))
        assert [result.id for result in d.desk.follow_up()] == [case.id]
        assert d.desk.follow_up() == ()
        assert date(2026, 2, 5) == d.desk.moment().on

    def test_a_case_of_before_is_not_moved_into_it(self) -> None:
        """A case pins its protocol: one that began without, ends without, also when the desk has one by now."""
        d = small_district()
        visit = d.acting("sari").record_visit(d.form(), [slrt.Need(program="BEDAH-RUMAH")])
        (case,) = d.acting("sari").submit(visit)
        room = d.desk._room
        now = slrt.Desk(d.storage, room.keys, d.clock, room.ids, district="61.12", rulebook=protocolled().desk.rulebook)
        budi = now.acting_as("budi")
        assert budi.perform("endorse", budi.item(case)).state == "recommendation"
        visit = now.acting_as("sari").record_visit(visit.household, [a_need("BEDAH-RUMAH")])
        (case,) = now.acting_as("sari").submit(visit)
        assert budi.perform("endorse", budi.item(case)).state == "technical_check"
