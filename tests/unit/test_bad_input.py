"""Whatever comes in at the desk: a typed error with path and words in both languages, and nothing half done."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from slrt_core.desk import Acting, replay
from slrt_core.errors import Invalid, SlrtError
from slrt_core.model import (
    Assignment,
    Change,
    Complaint,
    Decree,
    FamilyForm,
    FieldChange,
    HouseholdForm,
    Need,
    Officer,
    PersonForm,
    RecordVisit,
)
from slrt_core.testing import SmallDistrict, small_district
from tests.property.stores import contents

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LONE = "\ud800"
"""Half of a surrogate pair: JSON may carry it, UTF-8 may not."""


@pytest.fixture
def district() -> SmallDistrict:
    return small_district()


def form(name: Any = "A", **more: Any) -> HouseholdForm:
    household = {key: more.pop(key) for key in ("valid_from", "region", "address") if key in more}
    facts = more.pop("household", {})
    members = [PersonForm(name=name, **more)]
    return HouseholdForm(
        **{"region": "61.12.01.2001", **household}, facts=facts, families=[FamilyForm(members=members)]
    )


FORMS = {
    "an instant for a day of birth": form(facts={"birth_date": NOON}),
    "an instant for a day": form(valid_from=NOON),
    "born tomorrow": form(facts={"birth_date": date(2026, 1, 6)}),
    "no value": form(facts={"birth_date": None}),
    "a list for a tuple": form(facts={"social_categories": ["disabilitas"]}),
    "a float": form(household={"floor_area": 1.5}),
    "no number": form(household={"floor_area": Decimal("sNaN")}),
    "a name of half a letter": form(LONE),
    "a NIK of half a letter": form(nik=LONE),
    "an address of half a letter": form(address=LONE),
    "an unknown village": form(region="61.12.01.2999"),
    "a district for a village": form(region="61.12"),
}


@pytest.mark.parametrize("bad", FORMS.values(), ids=FORMS)
def test_forms(district: SmallDistrict, bad: HouseholdForm) -> None:
    before = contents(district.storage)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as error:
        district.acting("sari").record_household(bad)
    for reason in error.value.reasons:
        assert reason.path
        assert reason.text.id
        assert reason.text.en
    assert contents(district.storage) == before  # type: ignore[arg-type]


ITEMS: dict[str, Any] = {
    "no program": Need(program="NONE"),
    "half a letter in a program": Need(program=LONE),
    "half a letter in words": Need(program="PKH", text=LONE),
    "another's unit": Need(program="PKH", unit="nobody"),
    "no topic": Complaint(topic="{x}", text="x"),
    "nothing said": Complaint(topic="other", text=""),
    "no class": lambda: Complaint(topic="other", text="x", class_="foo"),
    "no sector": Complaint(topic="other", text="x", sector="moon"),
    "no officer": Complaint(topic="officer", text="x", about="nobody"),
    "nothing changed": Change(changes=[]),
    "a future change": ("toilet", "own", date(2026, 1, 6)),
    "an instant for a day": ("toilet", "own", NOON),
    "a status that is not ours": ("central_status", "listed", None),
    "a province for a village": ("region", "61", None),
}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_items(district: SmallDistrict, item: Any) -> None:
    sari = district.acting("sari")
    home = sari.record_household(district.form()).id
    before = contents(district.storage)  # type: ignore[arg-type]
    if isinstance(item, tuple):
        variable, new, since = item
        item = Change(changes=[FieldChange(unit=home, variable=variable, new=new, valid_from=since)])
    with pytest.raises(Invalid) as error:
        sari.record_visit(home, [item() if callable(item) else item])
    assert all(reason.text.id and reason.text.en for reason in error.value.reasons)
    assert contents(district.storage) == before  # type: ignore[arg-type]


def test_a_person_is_not_moved_into_a_family_that_is_not_there(district: SmallDistrict) -> None:
    sari = district.acting("sari")
    home = sari.record_household(district.form()).id
    member = sari.household(home, purpose="test").members[1]
    with pytest.raises(Invalid):
        sari.record_visit(home, [Change(changes=[FieldChange(unit=member.id, variable="family", new="nowhere")])])


CALLS: dict[str, Callable[[Acting], object]] = {
    "an unknown way": lambda sari: sari.record_visit("h", [Need(program="PKH")], way="walk"),
    "an instant for the day of a visit": lambda sari: sari.record_visit("h", [Need(program="PKH")], on=NOON),
    "an unknown kind of number": lambda sari: sari.lookup("nick", "1", purpose="test"),
    "half a letter looked up": lambda sari: sari.lookup("nik", LONE, purpose="test"),
    "an unknown case": lambda sari: sari.perform("submit", "nothing"),
    "an unknown household": lambda sari: sari.household("nothing", purpose="test"),
    "an unknown program": lambda sari: sari.program("NONE"),
    "an unknown command": lambda sari: sari.perform("frobnicate", "nothing"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_calls(district: SmallDistrict, call: Callable[[Acting], object]) -> None:
    with pytest.raises(SlrtError):
        call(district.acting("sari"))


def test_an_instant_for_the_day_of_a_decree_does_not_brick_the_desk(district: SmallDistrict) -> None:
    """An instant is a day to Python's types, but not when it is read back."""
    try:
        decree = Decree(number="2", dated=NOON, issuer="Bupati")
        assignment = Assignment(
            officer="novi", post="manager", regions="61.12", valid_from=date(2026, 1, 1), decree=decree
        )
        district.desk.load_roster([Officer(id="novi", name="Novi")], [assignment])
    except Invalid:
        pass
    again = small_district_on(district)
    assert again.acting_as("sari").record_visit(district.form(), [Need(program="PKH")])
    with again.work() as work:
        assert list(replay.differences(work)) == []


def small_district_on(district: SmallDistrict) -> Any:
    """Another desk on the same store, with nothing remembered."""
    from slrt_core.desk import Desk
    from slrt_core.testing import FakeKeys, SeededIds

    return Desk(district.storage, FakeKeys(), district.clock, SeededIds(5), district="61.12", zone="Asia/Pontianak")


def test_nobody_does_by_hand_what_follows_by_itself(district: SmallDistrict) -> None:
    """Not even the post that stands in for all handling: the end of a referral is the receiver's to say (R-APP-8)."""
    visit = district.acting("sari").record_visit(district.form(), [Need(program="PKH")])
    district.acting("sari").submit(visit)
    [item] = district.acting("budi").worklist()
    district.acting("budi").perform("endorse", item)
    [item] = district.acting("maya").worklist()
    case = district.acting("maya").perform("refer", item)
    before = contents(district.storage)  # type: ignore[arg-type]
    for officer in district.officers:
        for command in ("referral_completed", "referral_rejected", "referral_failed", "referral_cancelled"):
            with pytest.raises(SlrtError):
                district.acting(officer).perform(command, case, note="x", result="x", reason="no-answer")
    assert contents(district.storage) == before  # type: ignore[arg-type]
    district.clock.advance(days=400)
    for officer in district.officers:
        for command in ("escalate", "expire"):
            with pytest.raises(SlrtError):
                district.acting(officer).perform(command, case, note="x")


@pytest.mark.parametrize("how", ["correct", "map"])
def test_nobody_makes_a_case_a_complaint_about_themselves(district: SmallDistrict, how: str) -> None:
    """R-APP-5: recording one is refused, so turning another case into one is too."""
    from slrt_core.model import Problem

    sari = district.acting("sari")
    item = Problem(text="x") if how == "map" else Complaint(topic="other", text="x")
    [case] = sari.record_visit(district.form(), [item]).cases
    with pytest.raises(SlrtError) as error:
        sari.perform(how, case, content=Complaint(topic="officer", text="x", about="sari"))
    assert "apart-about" in error.value.codes
    sari.perform(how, case, content=Complaint(topic="officer", text="x", about="tono"))


def test_a_repeated_key_with_a_refusal_is_refused_again(district: SmallDistrict) -> None:
    command = RecordVisit(household=district.form(), items=[Need(program="PKH")])
    maya = district.acting("maya")
    told = []
    for _ in range(2):
        with pytest.raises(SlrtError) as error:
            district.desk.perform(command, maya.actor, key="k")
        told.append(error.value.reasons)
    assert told[0] == told[1]
