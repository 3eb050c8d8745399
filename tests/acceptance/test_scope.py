"""The reading scope is said twice, where lists look and what is judged of what they find; both must agree (R-ALL-2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import case_index, wanted
from slrt_core.desk.work import Work
from slrt_core.model.cases import Case
from slrt_core.model.officers import Actor
from slrt_core.ports import Range, matches
from slrt_core.rules.visibility import can_read_case, can_read_household, case_scope, household_scope
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


def test_what_one_may_read_is_in_the_scope_of_lists(world: World) -> None:
    """A case that an officer may read is among those of which their lists are made, in whatever state it is."""
    cases = furnish(world)
    seen = 0
    with world.desk.work() as work:
        for actor in everybody(work):
            rule = work.rulebook.posts.get(actor.post)
            scope = wanted("case", case_scope(work.setting, actor))
            for case in cases:
                inside = matches(scope, case_index(case))
                read = can_read_case(work.setting, actor, case)
                seen += read
                assert inside or not read or rule is None or rule.reads == "own", (actor, case.state)
                if rule is None or rule.reads == "none":
                    assert not inside
                elif rule.reads == "region":
                    assert read or not inside or (case.complaint is not None and case.complaint.sensitive)
    assert seen


def test_the_households_of_the_scope_are_those_one_may_see(world: World) -> None:
    """A household is found by exactly those who may see its record."""
    with world.desk.work() as work:
        seen = 0
        for actor in everybody(work):
            scope = wanted("household", household_scope(work.setting, actor))
            for region in (*work.regions.villages("61"), *work.regions.villages("31"), "99.99.99.9999", None):
                index = {"region": region, "name": "a", "status": None, "head": None}
                may = region is not None and can_read_household(work.setting, actor, region)
                assert matches(scope, index) is may, (actor, region)
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
                )
            ]
            for officer, post in held
            if (rule := work.rulebook.posts.get(post)) is not None and rule.reads != "own"
        }
    for (officer, post), ids in expected.items():
        assert [item.id for item in world.at(officer, post).overdue()] == ids, (officer, post)
        shown += len(ids)
    assert shown
