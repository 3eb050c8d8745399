"""Who follows up with whom, once for each deadline, and never by skipping what nobody holds (R-FUP-1, R-FUP-5)."""

from datetime import date

import pytest
from attrs import evolve

from slrt_core.model import Assignment, Complaint, Leave, Need, Officer
from slrt_core.model.cases import Way
from slrt_core.model.events import Escalated
from slrt_core.rules.process import followed_up_by, waited_for
from slrt_core.rules.rulebook import load_rulebook, rulebook_from_texts
from tests.timing.story import BOOK, POSTS, ROSTER, Story, a_need, without

SECRET = Complaint(topic="deduction", text="dipotong", program="PKH", class_="implementation", sensitive=True)


def recorded(content: Need | Complaint | None = None) -> Story:
    return Story(on=date(2026, 2, 2)).opens(content or a_need())


def escalations(story: Story) -> list[str]:
    return [event.to for event in story.events if isinstance(event, Escalated)]


def late(story: Story) -> Story:
    """Some days after the deadline."""
    assert story.now.due is not None
    story.on = date.fromordinal(story.now.due.toordinal() + 5)
    return story


def test_the_facilitators_supervisor_follows_up_what_lies_in_the_village() -> None:
    story = late(recorded()).does("system", "escalate")
    assert (escalations(story), story.told) == (["supervisor"], [("supervisor", "late")])


def test_the_manager_follows_up_with_the_supervisor() -> None:
    assert escalations(late(recorded().does("sari", "submit")).does("system", "escalate")) == ["manager"]


def test_the_secretariats_head_follows_up_with_the_manager() -> None:
    story = recorded().does("sari", "submit").does("budi", "endorse")
    assert escalations(late(story).does("system", "escalate")) == ["secretariat_head"]


@pytest.mark.parametrize("topic", ["not-received", "removed"])
def test_the_coordination_team_follows_up_with_those_to_whom_it_was_referred(topic: str) -> None:
    """P9(2): offices owe a response; P7(2)b: the team follows up. Program manager and registry manager alike."""
    class_ = "membership" if topic == "removed" else "implementation"
    story = recorded(Complaint(topic=topic, text="-", program="PKH", class_=class_))
    story.does("sari", "submit").does("budi", "endorse").does("maya", "refer")
    assert waited_for(story.now, BOOK) == (("registry_manager",) if topic == "removed" else ("program_manager",))
    assert escalations(late(story).does("system", "escalate")) == ["coordination_team"]


def test_the_village_body_is_followed_up_by_the_supervisor() -> None:
    story = recorded().does("sari", "refer_village")
    assert escalations(late(story).does("system", "escalate")) == ["supervisor"]


def test_the_manager_follows_up_with_the_office() -> None:
    story = Story(on=date(2026, 2, 2)).opens(a_need(), Way.SLRT_OFFICE, "fitri")
    assert escalations(late(story).does("system", "escalate")) == ["manager"]


def test_a_post_that_nobody_holds_is_escalated_all_the_same() -> None:
    """The faulty rulebooks of the field skip what is unassigned; here nobody's deadline passes unseen."""
    story = late(recorded().does("sari", "submit"))
    story.roster = without(ROSTER, "supervisor")
    assert escalations(story.does("system", "escalate")) == ["manager"]


def test_it_goes_up_the_line_past_a_post_that_nobody_holds() -> None:
    story = late(recorded())
    story.roster = without(ROSTER, "supervisor")
    assert escalations(story.does("system", "escalate")) == ["manager"]
    story = late(recorded())
    story.roster = without(ROSTER, "supervisor", "manager", "secretariat_head")
    assert escalations(story.does("system", "escalate")) == ["coordination_team"]


def test_with_nobody_in_the_whole_line_it_still_is_on_record() -> None:
    story = late(recorded())
    story.roster = without(ROSTER, *POSTS.values())
    assert escalations(story.does("system", "escalate")) == ["supervisor"]


def test_a_sensitive_case_passes_by_those_who_may_not_read_it() -> None:
    """A supervisor has no part in every sensitive case (invariant 13): it goes to the manager."""
    assert escalations(late(recorded(SECRET)).does("system", "escalate")) == ["manager"]


def test_a_complaint_about_the_supervisor_passes_by_the_supervisor() -> None:
    story = late(recorded(Complaint(topic="other", text="-", program="PKH", class_="other", about="budi")))
    assert escalations(story.does("system", "escalate")) == ["manager"]


def test_another_holder_of_the_post_may_follow_up_though_one_is_complained_about() -> None:
    story = late(recorded(Complaint(topic="other", text="-", program="PKH", class_="other", about="budi")))
    held = next(one for one in ROSTER.assignments if one.officer == "budi")
    second: Assignment = evolve(held, officer="bella")
    story.roster = ROSTER.with_entries([Officer(id="bella", name="Bella")], [second])
    assert escalations(story.does("system", "escalate")) == ["supervisor"]


def test_nor_does_one_who_only_acts_for_who_is_complained_about() -> None:
    """A mandate gives no more than whom it comes from has (R-APP-5); who is supervisor anyway follows up."""
    story = late(recorded(Complaint(topic="other", text="-", program="PKH", class_="other", about="budi")))
    held = next(one for one in ROSTER.assignments if one.officer == "budi")
    acting = evolve(held, officer="bella", acting="plt", acting_for="budi", valid_until=date(2026, 12, 31))
    bella = Officer(id="bella", name="Bella")
    story.roster = ROSTER.with_entries([bella], [acting, evolve(held, officer="bella")])
    assert followed_up_by(story.now, story.scene.setting, BOOK) == "supervisor"
    story.roster = ROSTER.with_entries([bella], [acting])
    assert escalations(story.does("system", "escalate")) == ["manager"]


def test_it_goes_up_the_line_past_a_post_whose_holders_are_on_leave() -> None:
    story = late(recorded())
    supervisors = [one.officer for one in ROSTER.assignments if one.post == "supervisor"]
    away = [Leave(officer=one, first_day=story.on, last_day=story.on, note="surat") for one in supervisors]
    story.roster = ROSTER.with_leaves(away, "adi")
    assert escalations(story.does("system", "escalate")) == ["manager"]


def test_it_fires_once_however_often_it_is_asked() -> None:
    story = late(recorded()).does("system", "escalate")
    for day in range(1, 60):
        story.on = date.fromordinal(story.on.toordinal() + day % 3)
        assert story.codes("system", "escalate") == {"need-late"}


def test_a_receipt_is_no_new_deadline() -> None:
    """The receiver who only says "received" keeps the deadline, so the same waiting is not escalated again."""
    story = late(Story(on=date(2026, 2, 2)).referred()).does("system", "escalate")
    story.does("dewi", "acknowledge")
    assert story.codes("system", "escalate") == {"need-late"}


def test_a_new_deadline_in_the_same_state_is_a_new_waiting() -> None:
    """Whoever told the household and then lets the case lie again is late anew."""
    story = Story(on=date(2026, 2, 2)).opens(a_need()).does("sari", "submit")
    story.does("budi", "reject", reason="not-entitled")
    late(story).does("system", "escalate").does("sari", "inform")
    assert story.codes("system", "escalate") == {"need-late"}
    late(story).does("system", "escalate")
    assert escalations(story) == ["supervisor", "supervisor"]


def test_after_a_reassignment_the_same_waiting_is_not_escalated_again() -> None:
    story = late(recorded().does("sari", "submit")).does("system", "escalate")
    held = next(one for one in ROSTER.assignments if one.officer == "budi")
    story.roster = without(ROSTER, "supervisor").with_entries(
        [Officer(id="baru", name="Baru")], [evolve(held, officer="baru")]
    )
    assert story.codes("system", "escalate") == {"need-late"}


def test_a_district_names_its_own_posts() -> None:
    texts = dict(BOOK.texts)
    texts["deadlines.toml"] = texts["deadlines.toml"].replace('to = "supervisor"', 'to = "secretariat_head"')
    book = rulebook_from_texts(texts)
    story = Story(on=date(2026, 2, 2), book=book).opens(a_need())
    assert followed_up_by(story.now, story.scene.setting, book) == "secretariat_head"


def test_a_rulebook_of_before_escalates_to_the_coordination_team() -> None:
    texts = {name: text for name, text in load_rulebook().texts.items() if name != "deadlines.toml"}
    story = late(Story(on=date(2026, 2, 2), book=rulebook_from_texts(texts)).opens(a_need()))
    assert escalations(story.does("system", "escalate")) == ["coordination_team"]
