"""Laws of the small values: facts in two times, identity numbers, region codes, working days, registration numbers."""

import json
import logging
import pickle
import re
from datetime import UTC, date, datetime, timedelta
from random import Random

import attrs
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from slrt_core.adapters.numbers import is_number, numbered
from slrt_core.errors import Invalid
from slrt_core.model import UNKNOWN, AsOf, CodeSystem, Fact, IdentityClaim, IdKind, IdState, Level, Private, RegionCode
from slrt_core.reasons import Text
from slrt_core.rules.deadlines import due, is_working_day, working_days_between
from slrt_core.rules.rulebook import Calendar, ClosedDay, YearlyDay
from slrt_core.testing import strategies as some

DAY = st.dates(date(2026, 1, 1), date(2026, 1, 8))
INSTANT = st.integers(0, 7).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n))


def fact(variable: str, value: object, valid: date, recorded: datetime) -> Fact:
    return Fact(unit="u", variable=variable, value=value, valid_from=valid, recorded_at=recorded, source="s")  # type: ignore[arg-type]


FACTS = st.lists(
    st.builds(fact, st.sampled_from("ab"), st.integers(0, 9) | st.just(UNKNOWN), DAY, INSTANT), max_size=8
).map(lambda facts: sorted(facts, key=lambda f: f.recorded_at))
"""As a record holds them: in the order in which they were recorded."""


class TestTwoTimes:
    @given(FACTS, DAY, st.none() | INSTANT)
    def test_against_the_definition(self, facts: list[Fact], day: date, known: datetime | None) -> None:
        chosen = {}
        for variable in "ab":
            fits = [
                (f.valid_from, number, f)
                for number, f in enumerate(facts)
                if f.variable == variable and f.valid_from <= day and (known is None or f.recorded_at <= known)
            ]
            if fits:
                chosen["u", variable] = max(fits, key=lambda fit: fit[:2])[2]
        assert AsOf(day, known).pick(facts) == chosen

    @given(FACTS, DAY)
    def test_a_correction_replaces_what_it_corrects(self, facts: list[Fact], day: date) -> None:
        correction = fact("a", 99, day, datetime(2026, 2, 1, tzinfo=UTC))
        assert AsOf(day).pick([*facts, correction])["u", "a"] is correction
        assert AsOf(day, datetime(2026, 1, 31, tzinfo=UTC)).pick([*facts, correction]) == AsOf(day).pick(facts)

    @given(FACTS, DAY, st.randoms(use_true_random=False))
    def test_order_matters_only_within_a_day(self, facts: list[Fact], day: date, random: Random) -> None:
        different = list({(f.variable, f.valid_from): f for f in facts}.values())
        shuffled = different.copy()
        random.shuffle(shuffled)
        assert AsOf(day).pick(shuffled) == AsOf(day).pick(different)

    @given(FACTS, DAY)
    def test_unknown_withdraws_an_answer(self, facts: list[Fact], day: date) -> None:
        withdrawn = fact("a", UNKNOWN, day, datetime(2026, 2, 1, tzinfo=UTC))
        assert AsOf(day).pick([*facts, withdrawn])["u", "a"].value is UNKNOWN

    @given(FACTS, DAY, DAY, INSTANT, INSTANT)
    def test_later_views_hold_more(self, facts: list[Fact], d1: date, d2: date, i1: datetime, i2: datetime) -> None:
        earlier = AsOf(min(d1, d2), min(i1, i2)).pick(facts)
        later = AsOf(max(d1, d2), max(i1, i2)).pick(facts)
        assert earlier.keys() <= later.keys()
        assert all(later[key].valid_from >= earlier[key].valid_from for key in earlier)

    @given(FACTS, DAY, INSTANT)
    def test_the_future_is_not_known(self, facts: list[Fact], day: date, known: datetime) -> None:
        picked = AsOf(day, known).pick(facts).values()
        assert all(f.valid_from <= day and f.recorded_at <= known for f in picked)


class TestIdentity:
    @given(st.sampled_from(IdKind), st.none() | some.identity_texts() | some.texts())
    def test_parsing_never_fails_and_keeps_what_was_written(self, kind: IdKind, text: str | None) -> None:
        claim = IdentityClaim.parse(kind, text)
        if text is None or not text.strip():
            assert (claim.state, claim.clear) == (IdState.ABSENT, None)
        elif claim.state is IdState.MALFORMED:
            assert claim.clear == text
            assert claim.problem
        else:
            assert claim.state is IdState.WELL_FORMED
            assert claim.clear is not None
            assert re.fullmatch(r"\+?[0-9]+", claim.clear)
            assert not claim.problem

    @given(some.valid_niks(), st.lists(st.sampled_from(" .-/"), min_size=17, max_size=17))
    def test_a_nik_is_well_formed_however_it_is_spaced(self, nik: str, between: list[str]) -> None:
        spaced = between[0] + "".join(digit + gap for digit, gap in zip(nik, between[1:], strict=True))
        claim = IdentityClaim.parse("nik", spaced)
        assert (claim.state, claim.clear) == (IdState.WELL_FORMED, nik)
        assert claim.same_number(IdentityClaim.parse("nik", nik))

    @given(some.valid_niks(), st.integers(0, 99))
    def test_the_day_tells_well_formed_from_malformed(self, nik: str, day: int) -> None:
        january = f"{nik[:6]}{day:02}01{nik[10:]}"
        well = 1 <= day <= 31 or 41 <= day <= 71
        assert (IdentityClaim.parse("nik", january).state is IdState.WELL_FORMED) == well

    @given(some.valid_niks(), st.integers(0, 99))
    def test_the_month_tells_well_formed_from_malformed(self, nik: str, month: int) -> None:
        first = f"{nik[:6]}01{month:02}{nik[10:]}"
        assert (IdentityClaim.parse("nik", first).state is IdState.WELL_FORMED) == (1 <= month <= 12)

    @given(some.valid_niks(), st.integers(1, 15))
    def test_fifteen_or_seventeen_digits_are_malformed(self, nik: str, cut: int) -> None:
        assert IdentityClaim.parse("nik", nik[:cut]).state is IdState.MALFORMED
        assert IdentityClaim.parse("nik", nik + nik[:1]).state is IdState.MALFORMED

    @given(some.identity_texts(), st.sampled_from(IdKind))
    @example("6112014101850001", IdKind.NIK)
    def test_no_mask_shows_a_digit(self, text: str, kind: IdKind) -> None:
        claim = IdentityClaim.parse(kind, text)
        words = Private(text)
        fields = attrs.asdict(Holder(claim=claim, words=words), recurse=False)
        shown = [
            *(f(value) for value in (claim, words) for f in (repr, str, format, "{}".format, "{:>40}".format)),
            f"{claim!r:>30}{words!s}",
            "%s %r" % (claim, words),  # noqa: UP031
            repr(Holder(claim=claim, words=words)),
            repr([claim, {"a": words}]),
            json.dumps(fields, default=str),
            logging.LogRecord("n", 20, "p", 1, "%s %r", (claim, words), None).getMessage(),
        ]
        for line in shown:
            assert not re.search(r"\d", line)
            if len(text.strip()) > 4:
                assert text.strip() not in line

    @given(some.claims(), some.private_words())
    def test_pickling_is_a_type_error(self, claim: IdentityClaim, words: Private) -> None:
        for value in (claim, words, Holder(claim=claim, words=words), [claim], {"a": words}):
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                with pytest.raises(TypeError):
                    pickle.dumps(value, protocol)

    @given(some.claims(), some.claims())
    def test_same_number_is_symmetric_and_never_absent(self, one: IdentityClaim, other: IdentityClaim) -> None:
        assert one.same_number(other) == other.same_number(one)
        assert one.same_number(one) == one.present


@attrs.frozen(kw_only=True)
class Holder:
    claim: IdentityClaim
    words: Private


class TestRegionCodes:
    @given(some.region_codes())
    def test_dotted_and_plain_are_the_same_code(self, code: RegionCode) -> None:
        assert RegionCode.parse(code.dotted, code.system) == code
        assert RegionCode.parse(code.digits, code.system) == code
        assert RegionCode.parse(f" {code.dotted}\n", code.system) == code
        assert code.dotted.replace(".", "") == code.digits
        assert code.dotted.count(".") == code.level - 1

    @given(some.region_codes())
    def test_the_parent_is_one_level_up_and_contains(self, code: RegionCode) -> None:
        above = code.parent
        if code.level is Level.PROVINCE:
            assert above is None
        else:
            assert above is not None
            assert above.level == code.level - 1
            assert above.system is code.system
            assert above.contains(code)
            assert not code.contains(above)

    @given(some.region_codes(), some.region_codes(), some.region_codes())
    def test_containing_is_a_partial_order(self, a: RegionCode, b: RegionCode, c: RegionCode) -> None:
        assert a.contains(a)
        if a.contains(b) and b.contains(c):
            assert a.contains(c)
        if a.contains(b) and b.contains(a):
            assert a == b

    @given(some.region_codes(CodeSystem.KEMENDAGRI), some.region_codes(CodeSystem.BPS))
    def test_the_systems_are_apart(self, one: RegionCode, other: RegionCode) -> None:
        assert one != other
        assert not one.contains(other)
        assert not other.contains(one)

    @given(some.region_codes(level=Level.VILLAGE))
    def test_dots_of_one_system_are_no_code_of_the_other(self, code: RegionCode) -> None:
        other = CodeSystem.BPS if code.system is CodeSystem.KEMENDAGRI else CodeSystem.KEMENDAGRI
        with pytest.raises(Invalid):
            RegionCode.parse(code.dotted, other)

    @given(some.texts(), st.sampled_from(CodeSystem))
    @example("61..12", CodeSystem.KEMENDAGRI)
    @example(".", CodeSystem.BPS)
    @example("٦١", CodeSystem.KEMENDAGRI)
    def test_anything_else_is_invalid(self, text: str, system: CodeSystem) -> None:
        assume(not re.fullmatch(r"[0-9]{2,10}", text.strip().replace(".", "")))
        with pytest.raises(Invalid):
            RegionCode.parse(text, system)


LABEL = Text("libur", "holiday")
CALENDARS = st.builds(
    Calendar,
    weekend=st.sets(st.integers(1, 7), max_size=6).map(tuple),
    yearly=st.lists(st.dates().map(lambda d: YearlyDay(day=d.strftime("%m-%d"), label=LABEL)), max_size=3).map(tuple),
    closed=st.lists(
        st.dates(date(2026, 1, 1), date(2026, 3, 1)).map(lambda d: ClosedDay(day=d.isoformat(), label=LABEL)),
        max_size=9,
    ).map(tuple),
)
STARTS = st.dates(date(2025, 12, 20), date(2026, 3, 1))


def open_days(calendar: Calendar, start: date, count: int) -> list[date]:
    """The working days after a day, one by one, by the definition."""
    weekend, yearly = set(calendar.weekend), {y.day for y in calendar.yearly}
    closed = {c.day for c in calendar.closed}
    found: list[date] = []
    day = start
    while len(found) < count:
        day += timedelta(days=1)
        if day.weekday() + 1 not in weekend and day.isoformat()[5:] not in yearly and day.isoformat() not in closed:
            found.append(day)
    return found


class TestDeadlines:
    @given(CALENDARS, STARTS, st.integers(1, 40))
    def test_against_counting_one_by_one(self, calendar: Calendar, start: date, days: int) -> None:
        last = open_days(calendar, start, days)[-1]
        assert due(calendar, start, days) == last
        assert is_working_day(calendar, last)
        assert working_days_between(calendar, start, last) == days

    @given(CALENDARS, STARTS, STARTS)
    def test_between_counts_the_working_days(self, calendar: Calendar, start: date, end: date) -> None:
        expected = sum(day <= end for day in open_days(calendar, start, 80)) if end > start else 0
        assert working_days_between(calendar, start, end) == expected

    def test_over_a_weekend_and_new_year(self) -> None:
        calendar = Calendar(weekend=(6, 7), yearly=(YearlyDay(day="01-01", label=LABEL),))
        # 31 December 2026 is a Thursday; Friday is New Year.
        assert due(calendar, date(2026, 12, 31), 1) == date(2027, 1, 4)
        assert due(calendar, date(2026, 12, 30), 2) == date(2027, 1, 4)
        assert due(calendar, date(2027, 1, 2), 1) == date(2027, 1, 4)


LETTERS = "23456789ACDEFGHJKLMNPQRTUVWXYZ"


class TestRegistrationNumbers:
    @given(st.randoms(use_true_random=False))
    def test_a_number_is_a_number(self, random: Random) -> None:
        number = numbered(random.randrange)
        assert re.fullmatch(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}-[{LETTERS}]", number)
        for written in (number, number.lower(), number.replace("-", " "), number.replace("-", ""), f" {number} "):
            assert is_number(written)

    def test_every_single_wrong_letter_is_noticed(self) -> None:
        random = Random(7)
        for _ in range(40):
            plain = numbered(random.randrange).replace("-", "")
            for place, right in enumerate(plain):
                for wrong in LETTERS:
                    assert is_number(plain[:place] + wrong + plain[place + 1 :]) == (wrong == right)

    def test_most_neighbours_changed_over_are_noticed(self) -> None:
        random = Random(7)
        changed = missed = 0
        for _ in range(3000):
            plain = numbered(random.randrange).replace("-", "")
            for place in range(8):
                other = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
                if other != plain:
                    changed += 1
                    missed += is_number(other)
        assert missed / changed < 0.1

    def test_a_lost_or_added_letter_is_noticed(self) -> None:
        random = Random(7)
        for _ in range(100):
            number = numbered(random.randrange)
            assert not is_number(number[:-1])
            assert not is_number(number + "B")
            assert not is_number("0" + number)
            assert not is_number(number + number)
