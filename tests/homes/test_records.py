"""A household's record after a death, a move, a split or a merger, and what it was before (R-REG-2, R-REG-4)."""

from datetime import date, timedelta

import pytest

import slrt_core as slrt
from slrt_core.errors import Conflict, Invalid, NotFound, Refused
from slrt_core.model.facts import UNKNOWN, AsOf
from slrt_core.rules.eligibility import subject_of
from tests.acceptance.helpers import V1, V2, V3, World, a_need, nik, person
from tests.homes.helpers import TODAY, assert_whole, befall, cases_of, home, new_world, recommended, recorded, seen

LATER = date(2026, 2, 2)


@pytest.fixture
def world() -> World:
    """A district in February, with households recorded in January."""
    return new_world()


def two_families(world: World) -> tuple[str, list[str], list[str]]:
    """A household of two families: its id, the ids of the families, those of the members."""
    parents = (person("Siti", nik=nik()), person("Ani", head=False))
    young = (person("Dina", nik=nik(date(2000, 2, 2))),)
    at = home(world, parents, young)
    world.go_to(LATER)
    view = seen(world, at)
    return at, [family.id for family in view.families], [member.id for member in view.members]


def judged(world: World, household: str) -> list[str]:
    """The units of a household of which criteria are judged today."""
    subject = subject_of(seen(world, household), world.desk.rulebook.schema, world.today)
    return [str(roots[0]["id"]) for kind in slrt.UnitKind for roots in subject.units(kind)]


def codes(error: pytest.ExceptionInfo[slrt.SlrtError]) -> set[str]:
    """The codes of what was wrong."""
    return set(error.value.codes)


# ------------------------------------------------------------------------------------------------ death


def test_who_died_is_no_longer_counted_and_takes_part_in_nothing(world: World) -> None:
    at = home(world)
    mother, child = seen(world, at).members
    joined = recorded(world, at, slrt.Participation(program="PKH", unit=child.id, since=TODAY))
    recommended(world, joined)
    world.go_to(LATER)
    befall(world, at, slrt.Death(person=child.id, on=date(2026, 1, 20)))
    view = seen(world, at)
    gone = view.unit(child.id)
    assert gone is not None
    assert gone["deceased"] is True
    assert gone["participation:PKH"] == "left"
    assert [member.id for member in view.living] == [mother.id]
    assert view.ended == ""
    before = seen(world, at, AsOf(date(2026, 1, 19))).unit(child.id)
    assert before is not None
    assert before["participation:PKH"] == "active"
    assert before["deceased"] is UNKNOWN
    assert_whole(world, {mother.id, child.id})


def test_nothing_is_applied_before_the_manager_recommends_it(world: World) -> None:
    at = home(world)
    _, child = seen(world, at).members
    case = recorded(world, at, slrt.Death(person=child.id, on=TODAY))
    assert seen(world, at).unit(child.id)["deceased"] is UNKNOWN  # type: ignore[index]
    with pytest.raises(Refused) as refused:
        world.do("sari", "endorse", case)
    assert "post" in codes(refused)
    recommended(world, case)
    assert seen(world, at).unit(child.id)["deceased"] is True  # type: ignore[index]


def test_a_household_of_which_nobody_is_left_has_died_out(world: World) -> None:
    at = home(world, (person("Siti", nik=nik()),), roster_complete=True)
    (only,) = seen(world, at).members
    befall(world, at, slrt.Death(person=only.id, on=TODAY))
    assert seen(world, at).ended == "died"
    with pytest.raises(Refused) as refused:
        world.opened(a_need(), household=at)
    assert "household-ended" in codes(refused)
    assert world.opened(slrt.Problem(text="kartu almarhumah"), household=at).state == "recorded"


def test_two_who_died_are_not_each_taken_for_the_survivor_of_the_other(world: World) -> None:
    at = home(world)
    mother, child = seen(world, at).members
    first = recorded(world, at, slrt.Death(person=child.id, on=TODAY))
    second = recorded(world, at, slrt.Death(person=mother.id, on=TODAY))
    recommended(world, first)
    endorsed = world.do("bayu", "endorse", second)
    with pytest.raises(Refused) as refused:
        world.do("mira", "recommend", endorsed)
    assert "need-current" in codes(refused)
    world.do("mira", "return", second, reason="incomplete")
    sari = world.at("sari")
    sari.perform("correct", sari.item(second), content=slrt.Death(person=mother.id, on=TODAY, survived=False))
    recommended(world, world.do("sari", "submit", second))
    assert seen(world, at).ended == "died"


def test_nobody_needs_a_birth_date_to_be_recorded_as_dead(world: World) -> None:
    at = home(world, (person("Siti"), slrt.PersonForm(name="Mbah")))
    befall(world, at, slrt.Death(person=seen(world, at).members[1].id, on=TODAY))
    assert [member.name for member in seen(world, at).living] == ["Siti"]


def test_who_is_not_recorded_may_live_on_so_it_has_to_be_said(world: World) -> None:
    at = home(world, (person("Siti", nik=nik()),))
    (only,) = seen(world, at).members
    with pytest.raises(Invalid) as unsaid:
        recorded(world, at, slrt.Death(person=only.id, on=TODAY))
    assert "survived-unknown" in codes(unsaid)
    befall(world, at, slrt.Death(person=only.id, on=TODAY, survived=True))
    assert seen(world, at).ended == ""


@pytest.mark.parametrize("kin", ["", "Bu Wati, kakak, RT 3"])
def test_a_death_that_was_none_is_withdrawn_and_what_ended_with_it_goes_on(world: World, kin: str) -> None:
    at = home(world, (person("Siti", nik=nik()),))
    (only,) = seen(world, at).members
    recommended(world, recorded(world, at, slrt.Participation(program="SEMBAKO", since=TODAY)))
    world.go_to(LATER)
    befall(world, at, slrt.Death(person=only.id, on=date(2026, 1, 20), survived=False, kin=kin))
    died = seen(world, at)
    assert (died.ended, died["participation:SEMBAKO"], died["next_of_kin"]) == ("died", "left", bool(kin))
    alive = slrt.FieldChange(unit=only.id, variable="deceased", new=False, valid_from=date(2026, 1, 20))
    befall(world, at, slrt.Change(changes=[alive]))
    view = seen(world, at)
    assert (view.ended, view["participation:SEMBAKO"], view.living[0].id) == ("", "active", only.id)
    with world.desk.work() as work:
        said = [f.value for f in work.household_record(at).facts if f.variable == "deceased"]
    assert said == [True, False]
    assert_whole(world, {only.id})


def test_a_death_is_recorded_as_one_and_not_as_a_field(world: World) -> None:
    at = home(world)
    _, child = seen(world, at).members
    with pytest.raises(Invalid) as as_field:
        world.opened(
            slrt.Change(changes=[slrt.FieldChange(unit=child.id, variable="deceased", new=True)]), household=at
        )
    assert "use-death" in codes(as_field)
    with pytest.raises(Invalid) as as_region:
        world.opened(slrt.Change(changes=[slrt.FieldChange(unit=at, variable="region", new=V2)]), household=at)
    assert "use-relocation" in codes(as_region)
    assert world.opened(slrt.Death(person=child.id, on=TODAY), household=at).kind == "change"


# ------------------------------------------------------------------------------------------------ move


def test_after_a_move_the_number_is_found_where_they_live_now(world: World) -> None:
    number = nik()
    at = home(world, (person("Siti", nik=number),))
    world.go_to(LATER)
    befall(world, at, slrt.Relocation(to=V3, on=date(2026, 1, 30), address="Gang Mawar"))
    view = seen(world, at)
    assert (view.region, view.address) == (V3, "Gang Mawar")
    assert [found.household for found in world.at("wati").lookup("nik", number, purpose="visit")] == [at]
    assert world.at("sari").lookup("nik", number, purpose="visit") == ()
    assert seen(world, at, AsOf(date(2026, 1, 29))).region == V1
    assert_whole(world, {view.members[0].id})


def test_a_household_that_left_the_district_is_no_longer_counted_and_may_come_back(world: World) -> None:
    at = home(world)
    world.go_to(LATER)
    befall(world, at, slrt.Relocation(away=True, to="61.11", on=date(2026, 1, 30)))
    assert seen(world, at).ended == "moved"
    assert judged(world, at) == []
    with pytest.raises(Refused) as refused:
        world.opened(a_need(), household=at)
    assert "household-ended" in codes(refused)
    world.go_to(date(2026, 3, 2))
    befall(world, at, slrt.Relocation(to=V1, on=date(2026, 3, 1)))
    assert seen(world, at).ended == ""
    assert at in judged(world, at)
    assert world.opened(a_need(), household=at).state == "recorded"


def test_of_two_moves_the_earlier_does_not_undo_the_later(world: World) -> None:
    at = home(world)
    world.go_to(LATER)
    earlier = recorded(world, at, slrt.Relocation(to=V2, on=date(2026, 1, 20)))
    later = recorded(world, at, slrt.Relocation(to=V2, on=date(2026, 1, 30)))
    first = world.do("bayu", "endorse", earlier)
    recommended(world, later)
    with pytest.raises(Refused) as refused:
        world.do("mira", "recommend", first)
    assert "need-current" in codes(refused)
    befall(world, at, slrt.Relocation(to=V3, on=date(2026, 1, 31)))
    assert seen(world, at).region == V3


@pytest.mark.parametrize("listed", [True, False])
def test_that_a_household_moves_or_splits_tells_nothing_of_who_belongs_to_it(world: World, listed: bool) -> None:
    at = world.household() if listed else home(world, (person("Siti"), person("Dina", head=False)))
    world.go_to(LATER)

    def complete(household: str) -> object:
        schema = world.desk.rulebook.schema
        return subject_of(seen(world, household), schema, world.today).household["complete"]

    assert complete(at) is (True if listed else None)
    befall(world, at, slrt.Relocation(to=V2, on=LATER))
    assert complete(at) is (True if listed else None)
    if not listed:
        befall(world, at, slrt.Split(members=[seen(world, at).members[1].id], on=LATER))
        assert complete(seen(world, at).parted[0]) is None


# ------------------------------------------------------------------------------------------------ split and merger


def test_a_split_makes_a_new_household_and_leaves_the_past_as_it_was(world: World) -> None:
    at, families, members = two_families(world)
    befall(world, at, slrt.Split(families=[families[1]], on=date(2026, 2, 1), region=V3, address="Gang Baru"))
    old = seen(world, at)
    (new_id,) = old.parted
    new = seen(world, new_id)
    assert [member.id for member in old.members] == members[:2]
    assert [(member.id, member.name) for member in new.members] == [(members[2], "Dina")]
    assert (new.region, new.address, new.homes) == (V3, "Gang Baru", frozenset({at}))
    assert [member.id for member in seen(world, at, AsOf(date(2026, 1, 31))).members] == members
    with world.desk.work() as work:
        assert work.household(new_id, AsOf(date(2026, 1, 31))) is None
    assert_whole(world, set(members))


def test_numbers_go_with_their_persons(world: World) -> None:
    number = nik(date(2000, 2, 2))
    at = home(world, (person("Siti", nik=nik()), person("Dina", nik=number, head=False)))
    dina = seen(world, at).members[1]
    world.go_to(LATER)
    befall(world, at, slrt.Split(members=[dina.id], on=LATER, region=V3))
    (found,) = world.at("wati").lookup("nik", number, purpose="visit")
    assert found.household != at
    new = seen(world, found.household)
    assert new.members[0].family == new.families[0].id != dina.family
    assert world.at("wati").reveal(new.members[0].nik, of=new.id, purpose="visit") == number
    assert world.at("sari").lookup("nik", number, purpose="visit") == ()


def test_a_merger_brings_everybody_into_the_household_that_remains(world: World) -> None:
    one, two = home(world), home(world, (person("Rini", nik=nik()),))
    members = {member.id for member in (*seen(world, one).members, *seen(world, two).members)}
    world.go_to(LATER)
    befall(world, two, slrt.Merger(into=one, on=LATER))
    ended = seen(world, two)
    assert (ended.ended, ended.successor, ended.members) == ("merged", one, ())
    assert {member.id for member in seen(world, one).members} == members
    assert seen(world, one).homes == {two}
    assert len(seen(world, two, AsOf(TODAY)).members) == 1
    with pytest.raises(Refused) as refused:
        world.opened(a_need(), household=two)
    assert "household-ended" in codes(refused)
    assert world.opened(a_need(), household=one).state == "recorded"
    assert_whole(world, members)


def test_who_split_off_may_come_back(world: World) -> None:
    at, families, members = two_families(world)
    befall(world, at, slrt.Split(families=[families[1]], on=LATER))
    (new,) = seen(world, at).parted
    world.go_to(date(2026, 3, 2))
    befall(world, new, slrt.Merger(into=at, on=date(2026, 3, 1)))
    assert {member.id for member in seen(world, at).members} == set(members)
    assert seen(world, new).ended == "merged"
    assert [member.id for member in seen(world, new, AsOf(date(2026, 2, 15))).members] == [members[2]]
    assert_whole(world, set(members))


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(lambda f, m: slrt.Death(person="nobody", on=LATER), "unit-unknown", id="unit-unknown-0"),
        pytest.param(lambda f, m: slrt.Death(person=m[0], on=LATER + timedelta(days=1)), "future", id="future-1"),
        pytest.param(lambda f, m: slrt.Death(person=m[0], on=date(1984, 1, 1)), "before-birth", id="before-birth-2"),
        pytest.param(lambda f, m: slrt.Death(person=m[0], on=LATER, survived=False), "others-live", id="others-live-3"),
        pytest.param(
            lambda f, m: slrt.Death(person=m[0], on=LATER, evidence="6112014101859001"),
            "identifier-in-text",
            id="identifier-in-text-4",
        ),
        pytest.param(lambda f, m: slrt.Relocation(to="61.12.01", on=LATER), "region-unknown", id="region-unknown-5"),
        pytest.param(lambda f, m: slrt.Relocation(to="61.11", on=LATER), "region-unknown", id="region-unknown-6"),
        pytest.param(lambda f, m: slrt.Relocation(to=V1, on=LATER), "same-village", id="same-village-7"),
        pytest.param(lambda f, m: slrt.Relocation(to=V2, on=date(2026, 1, 1)), "before-settled", id="before-settled-8"),
        pytest.param(lambda f, m: slrt.Relocation(away=True, to=V2, on=LATER), "region-code", id="region-code-9"),
        pytest.param(lambda f, m: slrt.Split(on=LATER), "split-nobody", id="split-nobody-10"),
        pytest.param(lambda f, m: slrt.Split(families=f, on=LATER), "split-everybody", id="split-everybody-11"),
        pytest.param(lambda f, m: slrt.Split(families=["nobody"], on=LATER), "unit-unknown", id="unit-unknown-12"),
        pytest.param(
            lambda f, m: slrt.Split(families=f[1:], members=[m[2]], on=LATER), "unit-twice", id="unit-twice-13"
        ),
        pytest.param(
            lambda f, m: slrt.Split(members=[m[2]], on=LATER, region="61.11"), "region-unknown", id="region-unknown-14"
        ),
    ],
)
def test_what_cannot_be_is_refused_and_what_can_be_is_taken(world: World, content: object, code: str) -> None:
    at, families, members = two_families(world)
    with pytest.raises(Invalid) as wrong:
        world.opened(content(families, members), household=at)  # type: ignore[operator]
    assert code in codes(wrong)
    for right in (
        slrt.Death(person=members[0], on=LATER, survived=True),
        slrt.Relocation(to=V2, on=LATER),
        slrt.Relocation(away=True, to="61.11", on=LATER),
        slrt.Split(families=families[1:], on=LATER, region=V3),
    ):
        assert world.opened(right, household=at).state == "recorded"


def test_a_merger_tells_nothing_of_households_out_of_sight(world: World) -> None:
    at, hidden, near = home(world), home(world, region=V3), home(world)
    for unseen in (hidden, "nobody"):
        with pytest.raises(NotFound) as error:
            world.opened(slrt.Merger(into=unseen, on=TODAY), household=at)
        assert unseen in str(error.value)
    with pytest.raises(Invalid):
        world.opened(slrt.Merger(into=at, on=TODAY), household=at)
    assert world.opened(slrt.Merger(into=near, on=TODAY), household=at).kind == "change"


def test_what_was_recorded_upon_has_changed_since(world: World) -> None:
    at, families, members = two_families(world)
    split = recorded(world, at, slrt.Split(families=[families[1]], on=LATER))
    died = recorded(world, at, slrt.Death(person=members[2], on=LATER))
    recommended(world, split)
    endorsed = died if world.case(died).state == "recommendation" else world.do("bayu", "endorse", died)
    with pytest.raises(Refused) as refused:
        world.do("mira", "recommend", endorsed)
    assert "need-current" in codes(refused)
    # It went along with the person, so it is returned, corrected and approved there.
    new = world.case(died).household
    assert new != at
    returned = world.do("mira", "return", died, reason="superseded")
    sari = world.at("sari")
    corrected = slrt.Death(person=members[2], on=LATER, survived=False)
    sari.perform("correct", sari.item(returned), content=corrected)
    recommended(world, world.do("sari", "submit", died))
    assert seen(world, new).ended == "died"


def test_only_what_was_approved_is_applied(world: World) -> None:
    at, families, _ = two_families(world)
    case = recorded(world, at, slrt.Split(families=[families[1]], on=LATER))
    stale = world.at("mira").item(world.do("bayu", "endorse", case))
    world.do("mira", "return", case, reason="incomplete")
    sari = world.at("sari")
    sari.perform("correct", sari.item(case), content=slrt.Relocation(to=V2, on=LATER))
    world.do("bayu", "endorse", world.do("sari", "submit", case))
    with pytest.raises(Conflict):
        world.at("mira").perform("recommend", stale)
    world.do("mira", "recommend", case)
    assert seen(world, at).region == V2


def test_a_change_that_comes_back_is_not_applied_twice(world: World) -> None:
    at, families, members = two_families(world)
    case = befall(world, at, slrt.Split(families=[families[1]], on=LATER))
    parted = seen(world, at).parted
    world.do("mira", "cancel", case, reason="incomplete")
    world.do("mira", "recommend", case)
    assert seen(world, at).parted == parted
    other = home(world)
    merged = befall(world, at, slrt.Merger(into=other, on=LATER))
    count = len(cases_of(world))
    world.do("mira", "cancel", merged, reason="incomplete")
    world.do("mira", "recommend", merged)
    assert (world.case(merged).household, len(cases_of(world))) == (other, count)
    assert_whole(world, {*members, *(member.id for member in seen(world, other).members)})


# ------------------------------------------------------------------------------------------------ the erased


def test_a_household_with_an_erased_member_may_move_split_and_merge(world: World) -> None:
    at, families, members = two_families(world)
    world.desk.erase(members[1])
    befall(world, at, slrt.Relocation(to=V2, on=LATER))
    befall(world, at, slrt.Split(families=[families[1]], on=LATER))
    (new,) = seen(world, at).parted
    befall(world, at, slrt.Merger(into=new, on=LATER))
    assert {member.id for member in seen(world, new).members} == set(members)
    gone = seen(world, new).unit(members[1])
    assert gone is not None
    assert gone.erased
    with pytest.raises(Invalid) as erased:
        world.opened(slrt.Death(person=members[1], on=LATER), household=new, by="tono")
    assert "unit-unknown" in codes(erased)
    world.assert_whole()


def test_who_is_erased_is_gone_from_where_they_lived_before(world: World) -> None:
    at, families, members = two_families(world)
    befall(world, at, slrt.Split(families=[families[1]], on=LATER, region=V3))
    (new,) = seen(world, at).parted
    world.desk.erase(members[2])
    assert seen(world, at, AsOf(TODAY)).unit(members[2])["name"] is UNKNOWN  # type: ignore[index]
    assert seen(world, new).unit(members[2])["name"] is UNKNOWN  # type: ignore[index]
    assert seen(world, at).unit(members[0])["name"] == "Siti"  # type: ignore[index]
    assert "Dina" not in repr(world.dump()).replace("Dinas", "")  # an office is called so
    world.assert_whole()


def test_erasing_a_household_spares_those_who_left_it(world: World) -> None:
    at, families, members = two_families(world)
    case = befall(world, at, slrt.Split(families=[families[1]], on=LATER, region=V3))
    (new,) = seen(world, at).parted
    done = world.do("ratna", "complete", world.do("ratna", "accept", case), result="sudah")
    world.closed(done)
    world.desk.erase(at)
    assert seen(world, at).erased
    member = seen(world, new).unit(members[2])
    assert member is not None
    assert member["name"] == "Dina"
    assert world.at("wati").reveal(member["nik"], of=new, purpose="visit").startswith("6112")  # type: ignore[arg-type]
    world.assert_whole()


def test_erasing_a_household_takes_along_what_was_merged_into_it(world: World) -> None:
    one, two = home(world), home(world, (person("Rini", nik=nik()),))
    case = befall(world, two, slrt.Merger(into=one, on=TODAY))
    world.closed(world.do("ratna", "complete", world.do("ratna", "accept", case), result="sudah"))
    world.desk.erase(one)
    assert "Rini" not in repr(world.dump())
    assert seen(world, two).erased
    world.assert_whole()
