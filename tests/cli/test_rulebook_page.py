"""`slrt rulebook export` (issue 5): one page that says every rule once, in both languages, and fetches nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from slrt_core import Rulebook, Text, load_rulebook
from slrt_core.cli.rulebook_page import rulebook_page
from slrt_core.rules.process.export import machines_of
from slrt_core.rules.rulebook import rulebook_from_texts
from tests.cli.demos import run
from tests.process.protocols import PROTOCOL
from tests.unit.test_pictures import hostile

_VOID = {"meta", "input", "br", "hr", "img", "link"}


class Page(HTMLParser):
    """What a browser would make of the page, read strictly: each element closed by its own end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {"id": [], "en": [], "": []}
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = [attrs.get("lang") or "" for tag, attrs in self.open if tag != "html"]
        if not any(tag in {"style", "code", "title", "label"} for tag, _ in self.open):
            self.words[next((lang for lang in reversed(inside) if lang), "")].append(data)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def text(book: Rulebook) -> str:
    return rulebook_page(book)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_every_rule_is_there_once_with_its_basis(book: Rulebook, text: str) -> None:
    """An official who looks for a rule finds it, and finds it once."""
    lines = re.findall(r'<tr role="row" id="[^"]*" data-rule="([^"]*)">(.*?)</tr>', text, re.DOTALL)
    tables = (book.rows, book.referral_rows, book.life_rows)
    bases = {row.place: row.basis for table in tables for row in table}
    assert sorted(place for place, _ in lines) == sorted(bases)
    for place, line in lines:
        origin = bases[place].origin
        assert f'<span class="basis {origin}">' in line
        assert ("project rule, not law" in line) == (origin == "project")
        assert ("Perbup" in line) == (origin == "law")
        for row in (row for row in book.rows if row.place == place):
            assert book.states[row.before].label.en in line
            assert book.states[row.after].label.en in line or row.after == row.before


def test_all_parts_are_there(book: Rulebook, text: str) -> None:
    assert book.hash in text
    for machine in machines_of(book):
        assert text.count(f'id="p-{machine.key}"') == 1
    times = (book.deadlines.classes, book.deadlines.pauses)
    groups: tuple[Mapping[str, Any], ...] = (
        book.posts, book.states, book.referral_states, *book.life_states.values(), book.ways, book.stages, book.limits,
        book.topics, book.acting, *times,
    )  # fmt: skip
    for group in groups:
        for rule in group.values():
            assert _both(rule.label) in text
    for choice in book.choices.values():
        assert choice.text.en in text.replace("&#39;", "'")
    for option in book.options.values():
        assert option.label.en in text.replace("&#39;", "'")


def _both(words: Text) -> str:
    return f'<span lang="id">{escape(words.id)}</span><span lang="en">{escape(words.en)}</span>'


def test_both_languages_are_complete(page: Page, text: str) -> None:
    """Each text in one language has one in the other beside it, and no text is outside both."""
    assert not re.search(r'<(span|li|ul|text|title|desc)( lang="..")?>\s*</', text)
    spans = [attrs["lang"] for tag, attrs in page.elements if tag in {"span", "div", "ul", "svg"} and "lang" in attrs]
    assert spans.count("id") == spans.count("en") > 1000
    unmarked = [word for word in page.words[""] if re.search(r"[A-Za-z]{2,}", word) and word.strip() != "SLRT"]
    assert unmarked == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_one_language_alone_has_nothing_of_the_other(book: Rulebook, language: str) -> None:
    alone = rulebook_page(book, (language,))  # type: ignore[arg-type]
    other = {"id": "Who may do what", "en": "Siapa boleh apa"}[language]
    assert {"en": "Who may do what", "id": "Siapa boleh apa"}[language] in alone
    assert other not in alone
    assert 'type="radio"' not in alone
    Page(alone)


def test_the_page_fetches_nothing_and_runs_nothing(page: Page, text: str) -> None:
    """It can be mailed and printed, and opens where there is no network."""
    assert {tag for tag, _ in page.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base"})
    assert not re.search(r"url\(|@import|javascript:", text)
    for _, attrs in page.elements:
        assert not {"src", "srcset", "style" if "lang" not in attrs else "src"} & set(attrs)
        assert not [name for name in attrs if name.startswith("on")]
        assert (attrs.get("href") or "#").startswith("#")


def test_links_and_names_hit_something(page: Page) -> None:
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in page.elements:
        if "href" in attrs:
            assert (attrs["href"] or "")[1:] in ids
        for name in ("aria-labelledby", "aria-describedby", "for"):
            if name in attrs:
                assert attrs[name] in ids


def test_a_label_is_words_on_the_page() -> None:
    book = rulebook_from_texts(hostile(dict(load_rulebook().texts)))
    text = rulebook_page(book)
    shown = Page(text)
    assert "script" not in {tag for tag, _ in shown.elements}
    assert '<script>alert("x")</script>' in "".join(shown.words["en"])


def test_the_same_rulebook_gives_the_same_page(text: str) -> None:
    assert rulebook_page(load_rulebook()) == text


_PROTOCOL = PROTOCOL.replace('"RTLH"', '"<RTLH>"').replace('"registry_manager"', '"program_manager"')
_PROTOCOL = _PROTOCOL.replace("days = 20", "days = 9")


def _changed(settings: dict[str, str] | None = None, **files: str) -> Rulebook:
    texts = {name.replace("__", "-").replace("_toml", ".toml"): text for name, text in files.items()}
    return rulebook_from_texts({**load_rulebook().texts, **texts}, settings)


def _section(text: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', text, re.DOTALL)
    assert found, name
    return found[0]


def test_who_follows_up_is_told_with_its_basis(text: str) -> None:
    """From the articles only who follows up with programs and the list (P7(2)b, P9(2)); the rest is the project's."""
    section = _section(text, "deadlines")
    lines = re.findall(r'<tr role="row">(.*?)</tr>', section.partition('id="follow-ups"')[2], re.DOTALL)
    told = [line for line in lines if "Who follows up" in line and "<b>" in line]
    assert len(told) == 5
    assert [line for line in told if "basis law" in line] == [line for line in told if "program manager" in line]
    village = next(line for line in told if "village technical body" in line)
    line_up = (">supervisor<", ">manager<", "head of the technical", "coordination team")
    order = [village.index(post) for post in line_up]
    assert order == sorted(order)
    assert "once for each deadline" in section


def test_a_clock_that_stands_still_is_the_receivers(text: str) -> None:
    """Who waits for information is not late; meanwhile it is the sender's turn, in five working days."""
    section = _section(text, "deadlines")
    line = next(line for line in section.split("<tr") if "waiting for information from the sender" in line)
    still, turn = line.index("<b>"), line.index("sender of the referral")
    assert "receiver of the referral" in line[still:turn]
    assert "5 working days" in line[turn:]


def test_classes_change_a_deadline_only_where_the_district_chose_so(text: str) -> None:
    section = _section(text, "deadlines")
    assert "no deadline of the tables is replaced" in section
    assert section.count("SP4N-LAPOR!") == 8
    chosen = _section(rulebook_page(load_rulebook(None, {"complaint_deadlines": "sp4n"})), "deadlines")
    assert "no deadline of the tables is replaced" not in chosen
    assert "60 working days" in chosen.partition("these replace")[2].partition("</ul>")[0]


def test_a_year_is_known_wholly_or_in_part(text: str) -> None:
    """The joint decree for 2026 has 17 holidays and 8 days of leave; of another year only some may be known."""
    section = _section(text, "deadlines")
    assert "2026: " in section
    assert "known wholly" in section
    assert "known in part" not in section
    assert all(head in section for head in ("National holidays</span> (17)", "Collective leave</span> (8)"))
    part = """
known = "part"
source = { id = "sebagian", en = "some of it" }
basis = "R-FUP-1 own"
holidays = [{ day = "2027-03-10", label = { id = "hari itu", en = "that day" } }]
"""
    later = _section(rulebook_page(_changed(calendar__2027_toml=part)), "deadlines")
    year = later.partition("2027: ")[2]
    assert "known in part" in year
    assert "10-03</span>" in year
    assert "that day" in year


def test_what_befalls_a_household_is_told_once(book: Rulebook, text: str) -> None:
    """In no picture, in a section of its own, and as lines of the table."""
    section = _section(text, "befallen")
    assert section.count("project rule, not law") == len({row.place for row in book.rows if "befallen" in row.needs})
    label = book.commands["household_moved"].label.en
    assert label in section
    assert label not in _section(text, "pictures")
    need = section.partition("household left the district")[2].partition("</tr>")[2].partition("</tr>")[0]
    assert "not closed yet, except: decided, feedback due" in need
    assert "lapsed" in need


def test_a_programs_protocol_has_a_section_and_pictures(text: str) -> None:
    """P14(1)h lets there be one: what it says is the district's, and is never shown as law."""
    assert 'id="programs"' not in text
    book = _changed(protocols_toml=_PROTOCOL)
    page = rulebook_page(book)
    Page(page)
    section = _section(page, "programs")
    assert "&lt;RTLH&gt;" in section
    assert section.count("basis law") == 1
    assert "technical check" in section
    assert "9 working days" in section
    assert re.findall(r'data-rule="([^"]*)"', section) == ["protocols.toml:protocol.0.step.0"] * 3
    assert section.count("<figure>") == 3
    assert page.count("technical check") > section.count("technical check")  # who may do it stands in the matrix
    assert "technical check" not in _section(page, "pictures")
    assert [m.key for m in machines_of(book) if m.key.startswith("protocol")] == [
        "protocol-1-need-home_visit_assisted_request",
        "protocol-1-need-puskesos",
        "protocol-1-need-slrt_office",
    ]


def test_no_name_of_a_place_to_fill_in_is_shown(page: Page) -> None:
    assert not re.search(r"\{[a-z]+\}", "".join(page.words["en"]))


def test_what_no_case_comes_to_is_said() -> None:
    """Where the back office needs no approval, the lines for approving lead from nowhere."""
    text = rulebook_page(load_rulebook(None, {"back_office_needs_manager": "no"}), ("en",))
    assert text.count("no case comes here") == 3


def test_the_command_writes_page_and_pictures(tmp_path: Path) -> None:
    config = tmp_path / "district.toml"
    config.write_text(
        'store = "memory:"\ndistrict = "61.12"\n[settings]\nparticipation_reviewed = "no"\n', encoding="utf-8"
    )
    page, svgs, mermaids = tmp_path / "page.html", tmp_path / "svg", tmp_path / "mermaid"
    written = ("--html", page, "--svg", svgs, "--mermaid", mermaids)
    result = run("rulebook", "export", "--config", config, *written, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "The rulebook" in page.read_text(encoding="utf-8")
    keys = [machine.key for machine in machines_of(load_rulebook(None, {"participation_reviewed": "no"}))]
    assert sorted(path.name for path in svgs.iterdir()) == sorted(f"{key}.en.svg" for key in keys)
    assert sorted(path.name for path in mermaids.iterdir()) == sorted(f"{key}.en.mmd" for key in keys)
    for path in svgs.iterdir():
        ET.parse(path)  # noqa: S314  (our own)


def test_the_command_asks_what_to_write() -> None:
    assert run("rulebook", "export").exit_code == 2
