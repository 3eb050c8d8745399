"""What two rulebooks say otherwise, by meaning: each change is told once, in words, and nothing that is no change."""

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from slrt_core.cli.app import slrt
from slrt_core.desk.editions import kept, standing
from slrt_core.errors import Invalid, NotFound
from slrt_core.rules.rulebook import Difference, Rulebook, differences, load_rulebook, rulebook_from_texts
from slrt_core.testing import small_district
from tests.timing.story import BOOK
from tests.timing.test_following import with_cases

NEED = "need,*,recommendation,refer,referred,manager,region,recommend,seen listed_if_required,send:route,14,,"


def changed(file: str, old: str, new: str) -> Rulebook:
    assert old in BOOK.texts[file]
    return rulebook_from_texts({**BOOK.texts, file: BOOK.texts[file].replace(old, new, 1)})


def one(book: Rulebook) -> Difference:
    [found] = differences(BOOK, book)
    assert found.text.id
    assert found.text.en
    return found


def test_a_rulebook_does_not_differ_from_itself() -> None:
    assert differences(BOOK, load_rulebook()) == ()


def test_order_lines_and_comments_are_no_difference() -> None:
    """The lines shuffled, one line written as two, needs in another order, a comment: nothing is otherwise."""
    head, *lines = BOOK.texts["cases.csv"].splitlines()
    Random(1).shuffle(lines)
    [both] = [line for line in lines if line.startswith("change|participation,*,recommendation,recommend")]
    lines.remove(both)
    lines += [both.replace("change|participation", kind) for kind in ("participation", "change")]
    texts = {**BOOK.texts, "cases.csv": "\n".join([head, *lines]).replace("seen reason", "reason seen") + "\n"}
    texts["limits.toml"] += "\n# a comment\n"
    assert differences(BOOK, rulebook_from_texts(texts)) == ()


def test_a_changed_deadline_is_told_once_for_all_it_concerns() -> None:
    found = one(changed("cases.csv", NEED, NEED.replace("14", "10")))
    assert (found.group, found.sign, found.pinned) == ("row", "changed", True)
    assert found.text.en == (
        "step changed: with the manager: refer (refer), manager; need; "
        "assisted_request|home_visit|puskesos|slrt_office; working days 14 → 10"
    )
    assert found.text.id.startswith("langkah diubah: di manajer: rujuk (refer), manajer; need; ")
    assert found.at == {("need", way, "recommendation") for way in BOOK.ways}


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("cases.csv", "decided,close,closed,facilitator", "decided,close,closed,supervisor", ("row", None, "close")),
        (
            "referrals.csv",
            ",decide,seen reason,,20,",
            ",decide,seen reason,,30,",
            ("referral row", "changed", "20 → 30"),
        ),
        ("limits.toml", "value = 30", "value = 20", ("limit", "changed", "objection_days: value 30 → 20")),
        ("options.toml", 'default = "parallel"', 'default = "waits"', (None, None, "parallel → waits")),
        ("words.toml", 'en = "at home"', 'en = "in the house"', ("words", "changed", "“at home” → “in the house”")),
        ("topics.toml", 'sector = "education"', 'sector = "health"', ("topic", "changed", "sector education → health")),
        ("posts.toml", 'reads = "none"', 'reads = "region"', ("post", "changed", "reads none → region")),
        ("calendar-2026.toml", "2026-08-25", "2026-08-26", ("closed day", None, "2026-08-2")),
        ("calendar-2026.toml", 'known = "whole"', 'known = "part"', ("calendar year", "changed", "whole → part")),
        ("calendar.toml", "weekend = [6, 7]", "weekend = [7]", ("closed day", "removed", "6")),
        ("deadlines.toml", "remind_before = [1]", "remind_before = [1, 3]", ("reminder", "added", "3")),
        ("deadlines.toml", "at_least = 2", "at_least = 3", ("pause", "changed", "at_least 2 → 3")),
        ("deadlines.toml", 'to = "secretariat_head"', 'to = "coordination_team"', ("follow-up", "changed", "manager")),
        ("deadlines.toml", "days = 60\nsource", "days = 90\nsource", ("class", "changed", "days 60 → 90")),
        ("routing.toml", 'receiver = "program_manager"', 'receiver = "registry_manager"', ("route", "changed", "need")),
    ],
)
def test_each_kind_of_change_is_told(file: str, old: str, new: str, told: tuple[str | None, str | None, str]) -> None:
    group, sign, words = told
    found = differences(BOOK, changed(file, old, new))
    assert found
    assert group is None or {one.group for one in found} == {group}
    assert sign is None or {one.sign for one in found} == {sign}
    assert any(words in one.text.en for one in found)
    # The other way round the same things differ, with added and removed in each other's place.
    back = differences(changed(file, old, new), BOOK)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted((one.group, turned[one.sign]) for one in back) == sorted((one.group, one.sign) for one in found)


def test_a_dropped_line_is_removed_and_a_new_one_added() -> None:
    line = next(text for text in BOOK.texts["cases.csv"].splitlines() if ",back_office,return,analysis," in text)
    without = rulebook_from_texts({**BOOK.texts, "cases.csv": BOOK.texts["cases.csv"].replace(line + "\n", "")})
    assert [(d.group, d.sign) for d in differences(BOOK, without)] == [("row", "removed")]
    assert [(d.group, d.sign) for d in differences(without, BOOK)] == [("row", "added")]


def test_an_option_shows_as_the_setting_and_the_rows_that_it_turns() -> None:
    found = differences(BOOK, load_rulebook(None, {"puskesos_supervised": "yes"}))
    assert [d.group for d in found if d.group != "row"] == ["setting"]
    turned = {place[2] for d in found if d.group == "row" for place in d.at}
    assert turned == {"registered", "returned", "decided", "closed"}


def test_which_open_cases_stand_where_it_differs() -> None:
    district = small_district()
    with_cases(district, 3)
    book = changed("cases.csv", "3,after_supervisor=manager,", "4,after_supervisor=manager,")
    elsewhere = changed("cases.csv", NEED, NEED.replace("14", "10"))
    with district.desk.work() as work:
        assert standing(BOOK.hash, differences(BOOK, book), work) == {"review": 3}
        assert standing(BOOK.hash, differences(BOOK, elsewhere), work) == {}
        assert kept(BOOK.hash[:8], work) == BOOK
        with pytest.raises(NotFound):
            kept("0000000000", work)
        with pytest.raises(Invalid):
            kept(BOOK.hash[:3], work)


def test_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "limits.toml").write_text(
        BOOK.texts["limits.toml"].replace("value = 30", "value = 20"), encoding="utf-8"
    )
    told = CliRunner().invoke(slrt, ["rulebook", "diff", "default", str(tmp_path), "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "For all cases at once:" in told.output
    assert "limit changed: objection_days: value 30 → 20" in told.output
    same = CliRunner().invoke(slrt, ["rulebook", "diff", "default", "default"])
    assert same.output.strip() == "Tidak ada perbedaan."
    unknown = CliRunner().invoke(slrt, ["rulebook", "diff", "default", "abcdef"])
    assert unknown.exit_code == 1
