"""Moving running cases to another rulebook: only what the plan showed, and never past a safeguard (R-APP-10)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from click.testing import CliRunner

from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.sql import SqlStorage
from slrt_core.cli.app import slrt
from slrt_core.desk import CaseResult, Desk, replay
from slrt_core.errors import Invalid, NotFound, Refused
from slrt_core.model import Need, Participation
from slrt_core.model.events import Transferred
from slrt_core.model.facts import AsOf
from slrt_core.model.officers import HOST, Actor
from slrt_core.rules.rulebook import Rulebook, load_rulebook, rulebook_from_texts
from slrt_core.testing import FakeKeys, SeededIds, SmallDistrict, small_district
from tests.timing.story import BOOK


def like(*changes: tuple[str, str, str], settings: dict[str, str] | None = None) -> Rulebook:
    texts = dict(BOOK.texts)
    for file, old, new in changes:
        assert old in texts[file], old
        texts[file] = texts[file].replace(old, new)
    return rulebook_from_texts(texts, settings)


SLOWER = like(("cases.csv", "send:route,14,,R-APP-3", "send:route,10,,R-APP-3"))
RENAMED = like(("cases.csv", "recommendation", "with_manager"), ("states.toml", "recommendation", "with_manager"))
NAMES = {"recommendation": "with_manager"}
REFER = "need,*,recommendation,refer,referred,manager,region,recommend,"
UNJUDGED = like(("cases.csv", REFER, REFER.removesuffix("recommend,") + ","))
UNREVIEWED = load_rulebook(None, {"participation_reviewed": "no"})


class Place:
    """A district that began under one rulebook and has adopted another."""

    def __init__(self, before: Rulebook, after: Rulebook) -> None:
        self.storage, self.keys = MemoryStorage(), FakeKeys()
        self.first: SmallDistrict = small_district(self.storage, keys=self.keys, rulebook=before)
        self.before, self.after = before, after
        sari = self.first.acting("sari")
        self.home = sari.record_household(self.first.form(nik=None))

    def cases(self, *contents: Any, endorsed: bool = True) -> list[CaseResult]:
        sari, budi = self.first.acting("sari"), self.first.acting("budi")
        found = [case for one in contents for case in sari.submit(sari.record_visit(self.home, [one]))]
        return [budi.perform("endorse", budi.item(case)) for case in found] if endorsed else found

    def adopted(self) -> Desk:
        clock = self.first.clock
        return Desk(
            self.storage, self.keys, clock, SeededIds(9), district="61.12", zone="Asia/Pontianak", rulebook=self.after
        )


def codes(place: Place, desk: Desk, names: dict[str, str] | None = None) -> dict[str, tuple[str, ...]]:
    """Why cases stay."""
    made = desk.plan_transfer(place.before.hash[:10], place.after.hash[:10], names)
    return {one.case: tuple(reason.code for reason in one.reasons) for one in made.stays}


def test_a_case_goes_on_under_the_new_rules_with_what_it_passed() -> None:
    place = Place(BOOK, SLOWER)
    [case] = place.cases(Need(program="PKH"))
    desk = place.adopted()
    before = desk.acting_as("maya").item(case.id)
    made = desk.plan_transfer(BOOK.hash, SLOWER.hash)
    assert (len(made.moves), made.stays, made.states) == (1, (), (("recommendation", "recommendation", ""),))
    moved, others = desk.transfer(made)
    assert ([one.id for one in moved], others) == ([case.id], ())
    maya = desk.acting_as("maya")
    after = maya.item(case.id)
    # The same waiting: deadline, state and content stand; only the version is one more.
    assert (after.due, after.state, after.digest) == (before.due, before.state, before.digest)
    assert after.version == before.version + 1
    maya.perform("refer", after)
    # Ten working days from Monday, the 5th of January; the 16th is closed. Under the old rules there were 14.
    assert maya.item(case.id).due == date(2026, 1, 20)
    with desk.work() as work:
        [event] = [one for one in work.events(f"case/{case.id}") if isinstance(one, Transferred)]
        assert (event.actor, event.before, event.rulebook, event.plan) == (HOST, BOOK.hash, SLOWER.hash, made.digest)
        assert list(replay.differences(work)) == []
    assert desk.verify() == {}


def test_the_dry_run_changes_nothing() -> None:
    place = Place(BOOK, SLOWER)
    place.cases(Need(program="PKH"), Need(program="SEMBAKO"))
    desk = place.adopted()
    before = list(desk.export())
    one, two = (desk.plan_transfer(BOOK.hash, SLOWER.hash) for _ in range(2))
    assert one == two
    assert one.digest == two.digest
    assert list(desk.export()) == before


def test_a_state_that_is_not_there_keeps_a_case_where_it_is() -> None:
    place = Place(BOOK, RENAMED)
    here, there = place.cases(Need(program="PKH")) + place.cases(Need(program="PKH"), endorsed=False)
    desk = place.adopted()
    assert codes(place, desk) == {here.id: ("transfer-state",)}
    made = desk.plan_transfer(BOOK.hash, RENAMED.hash)
    assert [one.case for one in made.moves] == [there.id]
    desk.transfer(made)
    with desk.work() as work:
        assert {work.case(one.id).rulebook for one in (here, there)} == {BOOK.hash, RENAMED.hash}


def test_no_case_is_moved_to_where_it_could_not_end() -> None:
    """The state is still known there, but no step leads on from it."""
    label = '[case.with_manager]\nlabel = { id = "di manajer", en = "with the manager" }\n'
    deserted = like(
        ("cases.csv", "recommendation", "with_manager"), ("states.toml", "[case.survey]", f"{label}[case.survey]")
    )
    place = Place(BOOK, deserted)
    [case] = place.cases(Need(program="PKH"))
    assert "transfer-stuck" in codes(place, place.adopted())[case.id]


def test_a_state_that_is_called_otherwise_is_found_by_its_new_name() -> None:
    place = Place(BOOK, RENAMED)
    [case] = place.cases(Need(program="PKH"))
    desk = place.adopted()
    moved, _ = desk.transfer(desk.plan_transfer(BOOK.hash, RENAMED.hash, NAMES))
    assert [one.state for one in moved] == ["with_manager"]
    maya = desk.acting_as("maya")
    assert maya.perform("refer", maya.item(case.id)).state == "referred"


def test_the_state_of_an_open_referral_is_renamed_likewise() -> None:
    held = like(("referrals.csv", "acknowledged", "noted"), ("states.toml", "referral.acknowledged", "referral.noted"))
    place = Place(BOOK, held)
    [case] = place.cases(Need(program="PKH"))
    maya, dewi = place.first.acting("maya"), place.first.acting("dewi")
    maya.perform("refer", maya.item(case))
    dewi.perform("acknowledge", dewi.item(case))
    desk = place.adopted()
    assert codes(place, desk) == {case.id: ("transfer-referral",)}
    names = {"referral:acknowledged": "referral:noted"}
    desk.transfer(desk.plan_transfer(BOOK.hash, held.hash, names))
    dewi = desk.acting_as("dewi")
    assert dewi.item(case.id).referral == "noted"
    assert dewi.perform("accept", dewi.item(case.id)).state == "referred"


@pytest.mark.parametrize(
    "names",
    [{"recommendatoin": "with_manager"}, {"recommendation": "managed"}, {"recommendation": "referral:requested"}],
)
def test_a_misspelt_name_is_an_error_and_no_case_stays_for_it(names: dict[str, str]) -> None:
    place = Place(BOOK, RENAMED)
    with pytest.raises(Invalid):
        place.adopted().plan_transfer(BOOK.hash, RENAMED.hash, names)


def test_no_case_is_moved_past_a_judgement_that_it_still_has_before_it() -> None:
    """Under the old rules the manager judges each need; under the new ones nobody would: the case stays."""
    place = Place(BOOK, UNJUDGED)
    [case] = place.cases(Need(program="PKH"))
    assert codes(place, place.adopted()) == {case.id: ("transfer-safeguard",)}


def test_no_case_is_moved_to_where_it_would_have_been_judged_already() -> None:
    """Not reviewed under the old rules, with the manager now; under the new ones a supervisor has been before."""
    place = Place(UNREVIEWED, BOOK)
    sari = place.first.acting("sari")
    household = sari.household(place.home.id, purpose="test")
    unit = household.families[0].id
    [case] = place.cases(Participation(program="SEMBAKO", unit=unit), endorsed=False)
    assert case.state == "recommendation"
    assert codes(place, place.adopted()) == {case.id: ("transfer-unpassed",)}


def test_who_judged_before_is_kept_apart_after() -> None:
    """The acts stay in the history: whoever reviewed under the old rules recommends under none (R-APP-5)."""
    place = Place(BOOK, SLOWER)
    [case] = place.cases(Need(program="PKH"))
    held = place.first.desk.roster().assignments
    maya = next(one for one in held if one.officer == "maya")
    place.first.desk.load_roster([], [evolve(maya, officer="budi")])
    desk = place.adopted()
    desk.transfer(desk.plan_transfer(BOOK.hash, SLOWER.hash))
    budi = desk.acting_as("budi", post="manager")
    with pytest.raises(Refused) as refused:
        budi.perform("refer", budi.item(case.id))
    assert "apart-stage" in {reason.code for reason in refused.value.reasons}


def test_a_case_that_moved_on_meanwhile_stays_and_is_named() -> None:
    place = Place(BOOK, SLOWER)
    one, two = place.cases(Need(program="PKH"), Need(program="SEMBAKO"))
    desk = place.adopted()
    made = desk.plan_transfer(BOOK.hash, SLOWER.hash)
    maya = desk.acting_as("maya")
    maya.perform("refer", maya.item(one.id))
    moved, others = desk.transfer(made)
    assert ([case.id for case in moved], [(r.code, r.path) for r in others]) == ([two.id], [("stale", one.id)])
    # Whoever looks again sees another plan.
    again = desk.plan_transfer(BOOK.hash, SLOWER.hash)
    assert again.digest != made.digest
    assert desk.transfer(again)[0][0].id == one.id


def test_the_same_plan_twice_moves_nothing_twice() -> None:
    place = Place(BOOK, SLOWER)
    place.cases(Need(program="PKH"), Need(program="SEMBAKO"))
    desk = place.adopted()
    made = desk.plan_transfer(BOOK.hash, SLOWER.hash)
    assert len(desk.transfer(made)[0]) == 2
    moved, others = desk.transfer(made)
    assert (moved, [reason.code for reason in others]) == ((), ["stale", "stale"])
    assert desk.plan_transfer(BOOK.hash, SLOWER.hash).moves == ()


def test_only_whom_the_rulebook_lets_moves_cases() -> None:
    place = Place(BOOK, SLOWER)
    place.cases(Need(program="PKH"))
    desk = place.adopted()
    made = desk.plan_transfer(BOOK.hash, SLOWER.hash)
    for who, post in (("budi", "supervisor"), ("adi", "administrator"), ("maya", "host"), ("sari", "manager")):
        with pytest.raises(Refused):
            desk.transfer(made, Actor(officer=who, person=who, post=post))
    [moved], _ = desk.transfer(made, Actor(officer="maya", person="maya", post="manager"))
    # To move a case is not to judge it: the manager may still do her own part.
    maya = desk.acting_as("maya")
    assert maya.perform("refer", maya.item(moved.id)).state == "referred"


def test_a_rulebook_that_was_never_adopted_is_not_found() -> None:
    place = Place(BOOK, SLOWER)
    with pytest.raises(NotFound):
        place.first.desk.plan_transfer(BOOK.hash, SLOWER.hash)


def test_a_changed_case_changes_the_digest_of_the_plan() -> None:
    place = Place(BOOK, SLOWER)
    one, _ = place.cases(Need(program="PKH"), Need(program="SEMBAKO"))
    desk = place.adopted()
    before = desk.plan_transfer(BOOK.hash, SLOWER.hash).digest
    sari = desk.acting_as("sari")
    maya = desk.acting_as("maya")
    maya.perform("return", maya.item(one.id), reason="incomplete")
    assert desk.plan_transfer(BOOK.hash, SLOWER.hash).digest != before
    assert sari.worklist()


def test_what_was_known_before_the_move_still_is() -> None:
    place = Place(BOOK, RENAMED)
    [case] = place.cases(Need(program="PKH"))
    desk = place.adopted()
    moment = desk.moment()
    place.first.clock.advance(days=3)
    desk.transfer(desk.plan_transfer(BOOK.hash, RENAMED.hash, NAMES))
    maya = desk.acting_as("maya")
    assert maya.case(case.id, as_of=AsOf(moment.on, moment.at)).state == "recommendation"
    assert maya.case(case.id).state == "with_manager"
    assert maya.clocks(case.id).running is not None
    assert [step.did.en for step in maya.timeline(case.id)]


def test_on_the_command_line(tmp_path: Path) -> None:
    store = SqlStorage(f"sqlite:///{tmp_path / 'desk.db'}")
    district = small_district(store, keys=FileKeys(tmp_path / "desk.keys"), rulebook=BOOK)
    sari, budi = district.acting("sari"), district.acting("budi")
    home = sari.record_household(district.form(nik=None))
    [case] = sari.submit(sari.record_visit(home, [Need(program="PKH")]))
    budi.perform("endorse", budi.item(case))
    store.close()
    (tmp_path / "rules").mkdir()
    for name in ("cases.csv", "states.toml"):
        (tmp_path / "rules" / name).write_text(RENAMED.texts[name], encoding="utf-8", newline="")
    config = tmp_path / "slrt.toml"
    config.write_text(
        'store = "sqlite:///desk.db"\ndistrict = "61.12"\nkeys = "file:desk.keys"\nrulebook = "rules"\n',
        encoding="utf-8",
    )

    def told(*words: str) -> str:
        result = CliRunner().invoke(slrt, ["rulebook", *words, "--config", str(config), "--lang", "en"])
        assert result.exit_code == 0, result.output
        return result.output

    assert "1 open cases that follow A stand where B has other steps." in told("diff", BOOK.hash[:8], "current")
    assert "there is no state 'recommendation' there" in told("move", BOOK.hash[:8])
    renaming = ("move", BOOK.hash[:8], "current", "--rename", "recommendation=with_manager")
    shown = told(*renaming)
    assert "1 cases can be moved:" in shown
    digest = shown.split("--plan ")[1].strip()
    stale = CliRunner().invoke(slrt, ["rulebook", *renaming, "--config", str(config), "--plan", "0" * 16])
    assert stale.exit_code == 1
    assert "1 cases moved." in told(*renaming, "--plan", digest)
    assert "0 cases can be moved:" in told(*renaming)
