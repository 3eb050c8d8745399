"""Places whose codes change, numbers that are confirmed, posts that end: what no story happens to pass by."""

from __future__ import annotations

from datetime import date

import pytest

import slrt_core as slrt
from slrt_core.model import (
    Assignment,
    CodeSystem,
    DatedCode,
    Decree,
    IdentityClaim,
    IdKind,
    IdState,
    Level,
    Region,
    RegionCode,
    RegionTree,
)
from slrt_core.testing import small_district

PROVINCE = Region(id="61", name="Kalimantan Barat", level=Level.PROVINCE)
SPLIT = date(2007, 7, 17)


def regency(id: str, *codes: DatedCode, **more: object) -> Region:
    return Region(id=id, name=id, level=Level.REGENCY, parent="61", codes=codes, **more)  # type: ignore[arg-type]


def dated(code: str, since: date = date.min, until: date = date.max) -> DatedCode:
    return DatedCode(code=RegionCode.parse(code), valid_from=since, valid_until=until)


def test_a_place_keeps_its_id_while_its_code_changes() -> None:
    """A code is in force from its first day to its last, both included; the id stays."""
    place = regency("mother", dated("61.02", until=date(2009, 12, 31)), dated("61.13", since=date(2010, 1, 1)))
    tree = RegionTree(regions=(PROVINCE, place))
    assert tree.by_code(RegionCode.parse("61.02"), date(2009, 12, 31)).id == "mother"
    assert tree.by_code(RegionCode.parse("61.13"), date(2010, 1, 1)).id == "mother"
    for code, day in (("61.02", date(2010, 1, 1)), ("61.13", date(2009, 12, 31)), ("61.99", SPLIT)):
        with pytest.raises(slrt.NotFound):
            tree.by_code(RegionCode.parse(code), day)
    assert place.code(date(2009, 12, 31)) == RegionCode.parse("61.02")
    assert place.code(SPLIT, CodeSystem.BPS) is None


def test_one_code_goes_to_another_place_after_its_first_holder_gave_it_back() -> None:
    """Two places may have had one code, but not on one day."""
    old, new = regency("old", dated("61.12", until=SPLIT)), regency("new", dated("61.12", since=date(2007, 7, 18)))
    tree = RegionTree(regions=(PROVINCE, old, new))
    assert [tree.by_code(RegionCode.parse("61.12"), day).id for day in (SPLIT, date(2007, 7, 18))] == ["old", "new"]
    with pytest.raises(slrt.Invalid) as error:
        RegionTree(regions=(PROVINCE, old, regency("new", dated("61.12", since=SPLIT))))
    assert error.value.codes == ("region-code-twice",)


def test_a_split_names_its_successors() -> None:
    """A successor must be on the map."""
    daughter = regency("daughter", dated("61.12", since=SPLIT))
    mother = regency("mother", dated("61.02"), successors=("daughter",), ended=date(2020, 1, 1))
    assert RegionTree(regions=(PROVINCE, mother, daughter)).get("mother").successors == ("daughter",)
    with pytest.raises(slrt.Invalid) as error:
        RegionTree(regions=(PROVINCE, mother))
    assert error.value.codes == ("region-successor",)


@pytest.mark.parametrize("text", ["", "6", "61.1", "61.120", "61.12.01.4001", "6112014001"])
def test_what_is_no_code_is_refused(text: str) -> None:
    """Wrong length, dots out of place, or the village part of the other system."""
    with pytest.raises(slrt.Invalid):
        RegionCode.parse(text)


def test_only_a_well_formed_number_is_confirmed() -> None:
    """The civil registry confirms a number that can be one; nothing is confirmed of nothing."""
    claim = IdentityClaim.parse(IdKind.NIK, "6112014101859001")
    assert claim.verified().state is IdState.VERIFIED
    assert claim.verified().same_number(claim)
    for text in (None, "123"):
        with pytest.raises(slrt.Invalid) as error:
            IdentityClaim.parse(IdKind.NIK, text).verified()
        assert error.value.codes == ("identity-unverifiable",)


def test_a_post_ends_on_its_last_day_and_a_later_one_stands() -> None:
    """The last day counts; what begins afterwards by a decree of its own is not touched (R-APP-6)."""
    district = small_district()
    decree = Decree(number="2/2026", dated=date(2026, 1, 2), issuer="Bupati")
    later = Assignment(
        officer="budi", post="supervisor", regions=("61.12.01",), valid_from=date(2026, 3, 1), decree=decree
    )
    district.acting("adi").assign([], [later])
    district.acting("adi").end_assignment("budi", "supervisor", date(2026, 1, 6))
    held = {day: len(district.desk.roster().held("budi", day)) for day in (date(2026, 1, 6), date(2026, 1, 7))}
    assert held == {date(2026, 1, 6): 1, date(2026, 1, 7): 0}
    assert len(district.desk.roster().held("budi", date(2026, 3, 2))) == 1
    with pytest.raises(slrt.Invalid) as error:
        district.acting("adi").end_assignment("budi", "supervisor", date(2026, 2, 1))
    assert error.value.codes == ("not-held",)
