"""Examples of the rules by themselves: routing, reading, catalogue, patches, what the list's keeper would send back."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from slrt_core.desk.visible import can_read_case
from slrt_core.errors import Conflict, Invalid
from slrt_core.model import (
    UNKNOWN,
    Actor,
    AsOf,
    Assignment,
    Case,
    CaseKind,
    Change,
    Complaint,
    ComplaintClass,
    Decree,
    FamilyForm,
    FieldChange,
    HouseholdForm,
    HouseholdRecord,
    IdentityClaim,
    Level,
    Need,
    Officer,
    Participation,
    PersonForm,
    Receiver,
    Referral,
    Region,
    RegionTree,
    Roster,
    Way,
)
from slrt_core.model.registry import Household
from slrt_core.rules import patches
from slrt_core.rules.access import Setting
from slrt_core.rules.catalogue import check_value
from slrt_core.rules.registry import check_facts, facts_of, findings
from slrt_core.rules.routing import receiver_of, village_body
from slrt_core.rules.rulebook import load_rulebook, rulebook_from_texts
from slrt_core.rules.visibility import can_read_household

BOOK = load_rulebook()
AT = datetime(2026, 1, 5, 2, tzinfo=UTC)
TODAY = date(2026, 1, 5)
TREE = RegionTree(
    regions=(
        Region(id="61", name="Kalimantan Barat", level=Level.PROVINCE),
        Region(id="61.12", name="Kubu Raya", level=Level.REGENCY, parent="61"),
        Region(id="61.12.01", name="Sungai Raya", level=Level.SUBDISTRICT, parent="61.12"),
        Region(id="61.12.01.2001", name="Desa Satu", level=Level.VILLAGE, parent="61.12.01"),
        Region(id="61.12.01.2002", name="Desa Dua", level=Level.VILLAGE, parent="61.12.01"),
    )
)
DECREE = Decree(number="1", dated=date(2026, 1, 1), issuer="Bupati")


def form(*members: PersonForm, region: str = "61.12.01.2001", **more: Any) -> HouseholdForm:
    return HouseholdForm(region=region, families=[FamilyForm(members=members)], **more)


def person(name: str = "Siti", nik: str | None = None, id: str = "", **facts: Any) -> PersonForm:
    return PersonForm(name=name, nik=nik, id=id, facts=facts)


def household(*members: PersonForm, **more: Any) -> Household:
    numbers = iter(range(100))
    facts = facts_of(form(*members, **more), lambda kind: f"{kind}-{next(numbers)}", household="h", on=TODAY, at=AT)
    view = HouseholdRecord(id="h").with_facts(facts).view(AsOf(TODAY))
    assert view is not None
    return view


def case(content: Any, kind: CaseKind, **more: Any) -> Case:
    recorder = Actor(officer="sari", person="sari", post="facilitator")
    values: dict[str, Any] = {
        "id": "c", "number": "n", "visit": "v", "way": Way.HOME_VISIT, "kind": kind, "content": content, "digest": "d",
        "household": "h", "region": "61.12.01.2001", "recorder": recorder, "opened_at": AT, "opened_on": TODAY,
        "state": "review", "rulebook": BOOK.hash,
    }  # fmt: skip
    return Case(**values | more)


class TestReading:
    """R-ALL-2: what the reader may not see does not exist for them."""

    def setting(self, **posts: tuple[str, str]) -> Setting:
        officers = [Officer(id=name, name=name, person=name.partition("_")[0]) for name in posts]
        assignments = [
            Assignment(
                officer=name, post=post, regions=region, valid_from=date(2026, 1, 1), decree=DECREE, programs="PKH"
            )
            for name, (post, region) in posts.items()
        ]
        return Setting(
            rulebook=BOOK,
            roster=Roster(officers=tuple(officers), assignments=tuple(assignments)),
            regions=TREE,
            on=TODAY,
        )

    def reads(self, post: str, held: Case, region: str = "61.12", name: str = "budi") -> bool:
        setting = self.setting(**{name: (post, region)})
        return can_read_case(setting, Actor(officer=name, person=name.partition("_")[0], post=post), held, BOOK)

    def test_a_plain_case_is_read_where_one_works(self) -> None:
        need = case(Need(program="PKH"), CaseKind.NEED)
        assert self.reads("supervisor", need, "61.12.01")
        assert self.reads("facilitator", need, "61.12.01.2001")
        assert not self.reads("facilitator", need, "61.12.01.2002")
        assert not self.reads("administrator", need)
        assert not self.reads("technical_assistant", need)
        assert not self.reads("king", need)

    def test_nobody_reads_in_a_post_they_do_not_hold_today(self) -> None:
        need = case(Need(program="PKH"), CaseKind.NEED)
        setting = self.setting(budi=("supervisor", "61.12.01"))
        assert not can_read_case(setting, Actor(officer="budi", person="budi", post="manager"), need, BOOK)
        assert not can_read_case(setting, Actor(officer="nobody", person="budi", post="supervisor"), need, BOOK)

    def test_a_sensitive_case_has_its_own_readers(self) -> None:
        sensitive = case(Complaint(topic="violence", text="x", sensitive=True), CaseKind.COMPLAINT)
        assert self.reads("supervisor", sensitive, "61.12.01")  # who is waited for now
        assert self.reads("manager", sensitive)  # a post that the rulebook names
        assert self.reads("facilitator", sensitive, "61.12.01.2001", name="sari")  # who recorded it
        assert not self.reads("facilitator", sensitive, "61.12.01.2001", name="tono")
        assert not self.reads("front_office", sensitive)

    def test_a_complaint_about_an_officer_passes_them_by(self) -> None:
        about = case(Complaint(topic="officer", text="x", about="budi", sensitive=True), CaseKind.COMPLAINT)
        assert not self.reads("supervisor", about, "61.12.01", name="budi")
        assert self.reads("supervisor", about, "61.12.01", name="omar")
        setting = self.setting(budi=("facilitator", "61.12.01.2001"), budi_2=("manager", "61.12"))
        assert not can_read_case(setting, Actor(officer="budi_2", person="budi", post="manager"), about, BOOK)

    def test_a_receiver_reads_what_was_referred_to_them(self) -> None:
        def referred(receiver: Receiver) -> Case:
            sender = Actor(officer="maya", person="maya", post="manager")
            referral = Referral(
                id="r", receiver=receiver, sender=sender, state="requested", requested_at=AT, digest="d"
            )
            return case(Need(program="PKH"), CaseKind.NEED, state="referred", referrals=(referral,))

        mine = referred(Receiver(post="program_manager", program="PKH", level="centre"))
        assert self.reads("program_manager", mine)
        assert not self.reads("program_manager", mine, "61.12.01.2002")
        assert not self.reads(
            "program_manager", referred(Receiver(post="program_manager", program="BPNT", level="centre"))
        )
        assert not self.reads("program_manager", case(Need(program="PKH"), CaseKind.NEED))

    def test_households_are_read_where_one_works_with_cases(self) -> None:
        setting = self.setting(budi=("supervisor", "61.12.01"), dewi=("program_manager", "61.12"))
        budi, dewi = (
            Actor(officer=n, person=n, post=p) for n, p in (("budi", "supervisor"), ("dewi", "program_manager"))
        )
        assert can_read_household(setting, budi, "61.12.01.2001")
        assert not can_read_household(setting, budi, "61.12")
        assert not can_read_household(setting, dewi, "61.12.01.2001")


class TestRouting:
    """R-APP-7: data, by kind, class and level."""

    def test_a_need_goes_to_the_manager_of_its_program(self) -> None:
        from slrt_core.testing import small_district

        program = small_district().acting("maya").program("BEDAH-RUMAH")
        receiver = receiver_of(case(Need(program="BEDAH-RUMAH"), CaseKind.NEED), program, BOOK)
        assert receiver == Receiver(post="program_manager", program="BEDAH-RUMAH", level="district")
        assert receiver_of(case(Need(program="GONE"), CaseKind.NEED), None, BOOK) is None

    def test_membership_goes_to_the_registry_manager_by_default(self) -> None:
        complaint = Complaint(topic="removed", text="x", class_=ComplaintClass.MEMBERSHIP)
        receiver = receiver_of(case(complaint, CaseKind.COMPLAINT), None, BOOK)
        assert receiver is not None
        assert receiver.post == "registry_manager"
        other = load_rulebook(None, {"membership_receiver": "program_manager"})
        assert receiver_of(case(complaint, CaseKind.COMPLAINT), None, other) is None

    def test_the_village_body_is_that_of_the_household(self) -> None:
        assert village_body(case(Need(program="PKH"), CaseKind.NEED)).region == "61.12.01.2001"


def problem(name: str, value: Any, unit: str = "household", *, central: bool = False) -> str:
    found = check_value(BOOK.variables, name, value, unit=unit, path="p", today=TODAY, regions=TREE, central=central)
    if found:
        assert found.path == "p"
        assert found.text.id
        assert found.text.en
    return found.code if found else ""


class TestCatalogue:
    @pytest.mark.parametrize(
        ("name", "value", "unit", "code"),
        [
            ("toilet", "own", "household", ""),
            ("toilet", "owwn", "household", "code-unknown"),
            ("toilet", UNKNOWN, "household", ""),
            ("toilett", "own", "household", "variable-unknown"),
            ("toilet", "own", "individual", "variable-unit"),
            ("toilet", 1, "household", "variable-type"),
            ("motorcycles", 2, "household", ""),
            ("motorcycles", -1, "household", "variable-range"),
            ("motorcycles", 100, "household", "variable-range"),
            ("motorcycles", True, "household", "variable-type"),
            ("motorcycles", "2", "household", "variable-type"),
            ("floor_area", Decimal("36.5"), "household", ""),
            ("floor_area", Decimal("36.55"), "household", "variable-scale"),
            ("floor_area", Decimal("NaN"), "household", "variable-type"),
            ("floor_area", Decimal("Infinity"), "household", "variable-type"),
            ("floor_area", 36.5, "household", "variable-type"),
            ("birth_date", date(2026, 1, 5), "individual", ""),
            ("birth_date", date(2026, 1, 6), "individual", "born-tomorrow"),
            ("birth_date", "1985-01-01", "individual", "variable-type"),
            ("birth_date", datetime(1985, 1, 1, tzinfo=UTC), "individual", "variable-type"),
            ("pregnant", True, "individual", ""),
            ("pregnant", 1, "individual", "variable-type"),
            ("social_categories", ("disabilitas",), "individual", ""),
            ("social_categories", ("disabilitas", "disabilita"), "family", "code-unknown"),
            ("social_categories", "disabilitas", "individual", "variable-type"),
            ("name", "Siti", "individual", ""),
            ("name", "Siti 6112014101850001", "individual", "identifier-in-text"),
            ("address", "Jl. Mawar 12, 0812 3456 7890", "household", "identifier-in-text"),
            ("address", "Jl. Mawar 12 RT 02/05", "household", ""),
            ("region", "61.12.01.2001", "household", ""),
            ("region", "61.12.01.2999", "household", "region-unknown"),
            ("region", "61.12", "household", "region-level"),
            ("nik", "6112014101850001", "individual", "variable-type"),
            ("nik", IdentityClaim.parse("nik", "6112014101850001"), "individual", ""),
            ("nik", IdentityClaim.parse("no_kk", "6112010101850001"), "individual", "variable-type"),
            ("participation:PKH", "active", "family", ""),
            ("participation", "active", "family", "variable-unknown"),
            ("participation:PKH", "member", "family", "code-unknown"),
            ("central_status", "listed", "household", "variable-central"),
            ("decile", 1, "household", "variable-central"),
        ],
        ids=lambda value: str(value)[:30],
    )
    def test_values(self, name: str, value: Any, unit: str, code: str) -> None:
        assert problem(name, value, unit) == code

    def test_the_keeper_of_the_list_says_more(self) -> None:
        assert problem("central_status", "listed", central=True) == ""
        assert problem("decile", 11, central=True) == "variable-range"

    def test_a_form_is_checked_as_a_whole(self) -> None:
        bad = HouseholdForm(
            region="61.12",
            valid_from=date(2026, 1, 6),
            facts={"toilet": "golden"},
            families=[
                FamilyForm(members=[person(" ", birth_date=date(2026, 2, 1)), person("A", id="i1")]),
                FamilyForm(members=[person("B", id="i1")], facts={"sex": "male"}),
            ],
        )
        found = check_facts(bad, BOOK.variables, TREE, TODAY, central=False)
        assert {(reason.path, reason.code) for reason in found} == {
            ("region", "region-level"),
            ("valid_from", "future"),
            ("toilet", "code-unknown"),
            ("families[0].members[0].name", "name-empty"),
            ("families[0].members[0].birth_date", "born-tomorrow"),
            ("families[1].members[0].id", "person-in-two-families"),
            ("families[1].sex", "variable-unit"),
        }

    def test_nobody_at_home(self) -> None:
        empty = HouseholdForm(region="61.12.01.2001")
        assert [r.code for r in check_facts(empty, BOOK.variables, TREE, TODAY, central=False)] == ["household-empty"]


class TestPatches:
    """Invariant 7: what was approved is what is applied."""

    def apply(self, change: Change | Participation, **more: Any) -> Any:
        values: dict[str, Any] = {"approved": "d", "digest": "d", "case": "c", "on": TODAY, "at": AT}
        return patches.apply(household(person()), change, **values | more)

    def test_applied_as_approved(self) -> None:
        change = Change(changes=[FieldChange(unit="h", variable="toilet", new="own", evidence="foto-1")])
        [fact] = self.apply(change)
        assert (fact.unit, fact.variable, fact.value, fact.valid_from) == ("h", "toilet", "own", TODAY)
        assert (fact.recorded_at, fact.source, fact.evidence) == (AT, "c", "foto-1")

    @pytest.mark.parametrize("approved", ["", "other"])
    def test_another_digest(self, approved: str) -> None:
        change = Change(changes=[FieldChange(unit="h", variable="toilet", new="own")])
        with pytest.raises(Conflict) as error:
            self.apply(change, approved=approved)
        assert error.value.codes == ("patch-digest",)
        with pytest.raises(Conflict):
            self.apply(change, approved="", digest="")

    def test_stale_or_gone_is_all_or_nothing(self) -> None:
        good = FieldChange(unit="h", variable="toilet", new="own")
        for bad in (
            FieldChange(unit="h", variable="address", old="Jl. Awal", new="Jl. Baru"),
            FieldChange(unit="nobody", variable="name", new="x"),
        ):
            with pytest.raises(Conflict) as error:
                self.apply(Change(changes=[good, bad]))
            assert error.value.codes == ("patch-stale",)
            assert f"{bad.unit}.{bad.variable}" in error.value.reasons[0].text.en

    def test_the_old_value_still_stands(self) -> None:
        change = Change(changes=[FieldChange(unit="h", variable="region", old="61.12.01.2001", new="61.12.01.2002")])
        assert len(self.apply(change)) == 1

    def test_participation_sets_one_field(self) -> None:
        [fact] = self.apply(Participation(program="PKH", since=date(2025, 7, 1)))
        assert (fact.unit, fact.variable, fact.value) == ("h", "participation:PKH", "active")
        assert fact.valid_from == date(2025, 7, 1)

    @pytest.mark.parametrize(("one", "other"), [(True, 1), (False, 0), ("1", 1), (UNKNOWN, "")])
    def test_values_of_other_types_are_not_the_same(self, one: Any, other: Any) -> None:
        assert not patches.same(one, other)
        assert patches.same(one, one)


class TestFindings:
    """Integrity rules stop sending, never recording: each finding names whom it is about."""

    def codes(self, *members: PersonForm) -> set[str]:
        return {finding.code for finding in findings(household(*members))}

    def test_a_household_in_order(self) -> None:
        woman = person(nik="6112014101850001", birth_date=date(1985, 1, 1), sex="female", relation="head")
        man = person("Budi", nik="6112013112800002", birth_date=date(1980, 12, 31), sex="male", relation="spouse")
        assert self.codes(woman, man) == set()
        assert self.codes(person(relation="head")) == set()  # people without papers are whom this is for

    @pytest.mark.parametrize(
        ("member", "code"),
        [
            (person(nik="61120141018500", relation="head"), "malformed-nik"),
            (person(nik="6112014101850001", sex="male", relation="head"), "nik-sex"),
            (person(nik="6112010101850001", sex="female", relation="head"), "nik-sex"),
            (person(nik="6112014101850001", birth_date=date(1985, 1, 2), relation="head"), "nik-birth-date"),
            (person(nik="6112014101850001", birth_date=date(1986, 1, 1), relation="head"), "nik-birth-date"),
            (person(relation="child"), "no-head"),
        ],
    )
    def test_doubtful(self, member: PersonForm, code: str) -> None:
        assert self.codes(member) == {code}

    @pytest.mark.parametrize("day", [1, 20, 31])
    def test_a_womans_day_has_forty_added(self, day: int) -> None:
        nik = f"611201{day + 40}01850001"
        assert self.codes(person(nik=nik, birth_date=date(1985, 1, day), sex="female", relation="head")) == set()

    def test_among_several(self) -> None:
        twins = [
            person(nik="6112014101850001", relation="head"),
            person("B", nik="6112.0141.0185.0001", relation="child"),
        ]
        assert self.codes(*twins) == {"duplicate-nik"}
        assert self.codes(person(relation="head"), person("B", relation="head")) == {"two-heads"}
        assert self.codes(person(relation="child"), person("B")) == set()  # whose relation is unknown may be the head

    def test_one_number_in_two_families(self) -> None:
        both = HouseholdForm(
            region="61.12.01.2001",
            families=[FamilyForm(members=[person(n, nik="6112014101850001", relation="head")]) for n in ("A", "B")],
        )
        numbers = iter(range(10))
        facts = facts_of(both, lambda kind: f"{kind}{next(numbers)}", household="h", on=TODAY, at=AT)
        view = HouseholdRecord(id="h").with_facts(facts).view(AsOf(TODAY))
        assert view is not None
        assert {finding.code for finding in findings(view)} == {"person-in-two-families"}


class TestRosterAndMap:
    def assignment(self, **more: Any) -> Assignment:
        values: dict[str, Any] = {
            "officer": "a", "post": "manager", "regions": "61.12", "valid_from": date(2026, 1, 1), "decree": DECREE,
        }  # fmt: skip
        return Assignment(**values | more)

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"valid_until": date(2025, 12, 31)}, "assignment-dates"),
            ({"acting_for": "b"}, "acting-without-end"),
            ({"regions": ()}, "assignment-nowhere"),
        ],
    )
    def test_assignments_that_cannot_be(self, more: dict[str, Any], code: str) -> None:
        with pytest.raises(Invalid) as error:
            self.assignment(**more)
        assert error.value.codes == (code,)

    def test_first_and_last_day_count(self) -> None:
        held = self.assignment(valid_until=date(2026, 1, 31))
        days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
        assert [held.on(day) for day in days] == [False, True, True, False]

    @pytest.mark.parametrize(
        ("region", "code"),
        [
            (Region(id="61", name="again", level=Level.PROVINCE), "region-twice"),
            (Region(id="x", name="x", level=Level.VILLAGE, parent="61"), "region-parent"),
            (Region(id="x", name="x", level=Level.VILLAGE), "region-parent"),
            (Region(id="x", name="x", level=Level.PROVINCE, successors=("gone",)), "region-successor"),
        ],
    )
    def test_maps_that_cannot_be(self, region: Region, code: str) -> None:
        with pytest.raises(Invalid) as error:
            RegionTree(regions=(*TREE.regions, region))
        assert error.value.codes == (code,)


def test_every_code_has_words_in_both_languages() -> None:
    coded = {name: variable for name, variable in BOOK.variables.items() if variable.type in {"code", "codes"}}
    assert {name: variable.codes for name, variable in coded.items()} == {
        name: tuple(variable.labels) for name, variable in coded.items()
    }
    assert [
        n for n, v in coded.items() for words in v.labels.values() if not (words.id.strip() and words.en.strip())
    ] == []
    assert len(BOOK.variables["social_categories"].labels) == 26


def test_every_number_has_its_range() -> None:
    numbers = {name: variable for name, variable in BOOK.variables.items() if variable.type in {"int", "decimal"}}
    assert [name for name, variable in numbers.items() if variable.min is None or variable.max is None] == []


def test_a_catalogue_of_before_there_were_words_for_codes_still_loads() -> None:
    kept: list[str] = []
    for block in BOOK.texts["variables.toml"].split("\n\n"):
        if ".labels]" not in block:
            kept.append(block)
    book = rulebook_from_texts({**BOOK.texts, "variables.toml": "\n\n".join(kept)})
    assert book.variables["floor"].codes == BOOK.variables["floor"].codes
    assert book.variables["floor"].labels == {}


@pytest.mark.parametrize(
    ("value", "code"),
    [("35", None), ("35.73", None), ("31.71.01.1001", None), ("3573", "region-code"), ("Malang", "region-code")],
)
def test_a_school_or_an_identity_card_may_be_of_any_place(value: str, code: str | None) -> None:
    """A code of which the district's map knows nothing, at any level."""
    for name in ("identity_region", "school_region"):
        found = check_value(BOOK.variables, name, value, unit="individual", path="x", today=TODAY, regions=TREE)
        assert (found and found.code) == code
