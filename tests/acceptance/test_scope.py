"""Reading is defined once: what a list finds by the store is what a single read shows, and nothing more (R-ALL-2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import case_index, wanted
from slrt_core.desk.visible import can_read_case, scope
from slrt_core.desk.work import Work
from slrt_core.model.cases import Case
from slrt_core.model.officers import Actor
from slrt_core.ports import Range, matches
from slrt_core.rules.visibility import Purpose, can_read_household, household_scope
from tests.acceptance.helpers import V2, World, a_complaint, a_need


def everybody(work: Work) -> Iterator[Actor]:
    """Every officer in every post that anybody holds, their own or not."""
    posts = sorted({held.post for held in work.roster.assignments})
    for officer in work.roster.officers:
        for post in (*posts, "of nobody"):
            yield Actor(officer=officer.id, person=officer.person or officer.id, post=post)


def furnish(world: World) -> list[Case]:
    """Cases at every step of their way, in two villages."""
    made = [
        world.opened(),
        world.submitted(a_complaint()),
        world.submitted(by="tono", household=world.household(V2)),
        world.endorsed(),
        world.referred(a_need()),
        world.referred(a_complaint()),
        world.completed(),
        world.rejected(),
    ]
    return [world.case(case) for case in made]


def test_the_predicate_and_the_index_of_the_store_say_the_same(world: World) -> None:
    """What the case itself tells, its index in the store tells as well, for each officer, post and purpose."""
    cases = furnish(world)
    shown = 0
    with world.desk.work() as work:
        for actor in everybody(work):
            for purpose in Purpose:
                found = {
                    stored.key for stored in work.all("case", Range(field="opened_at"), scope(actor, work, purpose))
                }
                for case in cases:
                    book = work.process(case.rulebook)
                    index = case_index(case, book)
                    assert matches(scope(actor, work, purpose), index) is (case.id in found)
                    assert can_read_case(work.setting, actor, case, book, purpose) is (case.id in found)
                    shown += case.id in found
    assert shown


def test_the_households_of_the_scope_are_those_one_may_see(world: World) -> None:
    """A household is found by exactly those who may see its record."""
    with world.desk.work() as work:
        seen = 0
        for actor in everybody(work):
            where = wanted("household", household_scope(work.setting, actor))
            for region in (*work.regions.villages("61"), *work.regions.villages("31"), "99.99.99.9999", None):
                index = {"region": region, "name": "a", "status": None, "head": None}
                may = region is not None and can_read_household(work.setting, actor, region)
                assert matches(where, index) is may, (actor, region)
                seen += may
        assert seen


def test_what_is_late_is_listed_for_everybody_who_may_read_it(world: World) -> None:
    """By the store's own search, and by looking at each case there is, the same cases are late."""
    furnish(world)
    world.go_to(world.today + timedelta(days=40))
    shown = 0
    with world.desk.work() as work:
        late = [decode(stored.body, Case) for stored in work.all("case", Range(field="due", high=work.moment.on))]
        held = {(a.officer, a.post) for a in work.roster.assignments if a.valid_from <= work.moment.on <= a.valid_until}
        expected = {
            (officer, post): [
                case.id
                for case in late
                if can_read_case(
                    work.setting,
                    Actor(officer=officer, person=work.roster.officer(officer).person or officer, post=post),
                    case,
                    work.process(case.rulebook),
                )
            ]
            for officer, post in held
        }
    for (officer, post), ids in expected.items():
        assert [item.id for item in world.at(officer, post).overdue()] == ids, (officer, post)
        shown += len(ids)
    assert shown
