"""The page needs nothing else, speaks two languages, and can be read by everybody."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from tests.cli.demos import Demo

VOID = {"meta", "br", "rect", "circle", "ellipse", "link", "img"}


class Page(HTMLParser):
    """Every element with its attributes, and the elements it stands in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def text_of(demo: Demo) -> str:
    return (demo.out / "index.html").read_text(encoding="utf-8")


def test_it_loads_nothing(five_villages: Demo) -> None:
    text = text_of(five_villages)
    for way in ("http:", "https:", "//cdn", "@import", "fetch(", "XMLHttpRequest", "<link", "<img", "<iframe"):
        assert way not in text
    assert not re.search(r"url\((?!#)", text)
    for _, attributes in Page(text).found:
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")


def test_its_elements_are_closed_and_its_headings_do_not_skip_a_level(five_villages: Demo) -> None:
    page = Page(text_of(five_villages))
    assert page.open == []
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_word_is_there_in_both_languages_indonesian_first(five_villages: Demo) -> None:
    page = Page(text_of(five_villages))
    assert next(attributes for tag, attributes in page.found if tag == "html")["lang"] == "id"
    spans = [attributes["lang"] for tag, attributes in page.found if tag == "span" and "lang" in attributes]
    assert spans[::2] == ["id"] * (len(spans) // 2)
    assert spans[1::2] == ["en"] * (len(spans) // 2)
    assert len(spans) > 100


def test_tables_have_headers_and_buttons_say_what_they_are(five_villages: Demo) -> None:
    page = Page(text_of(five_villages))
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in page.found if tag == "th")
    pressed = [attributes["aria-pressed"] for tag, attributes in page.found if tag == "button"]
    assert pressed == ["true", "false"]
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["aria-labelledby"] for _, attributes in page.found if "aria-labelledby" in attributes} <= set(
        ids
    )


def test_the_complaint_goes_from_the_door_to_the_answer(five_villages: Demo) -> None:
    """Each step is there with its basis: law where there is one, and never a project rule as law."""
    text = text_of(five_villages)
    story = text[text.index('<ol class="timeline">') : text.index("</ol>")]
    steps = re.findall(r'<h3><span lang="id">([^<]*)', story)
    way = ["kunjungan rumah", "kembalikan", "setujui dan teruskan", "eskalasi", "rujuk", "minta keterangan"]
    way += ["beri keterangan", "selesaikan rujukan", "rujukan selesai", "beri tahu rumah tangga", "tutup"]
    places = [steps.index(step) for step in way]
    assert places == sorted(places)
    assert steps[-1] == "tutup"
    assert "Pasal 14(1)a Perbup Kubu Raya 9/2018" in story
    assert all("Pasal" not in basis for basis in re.findall(r'class="basis project">(.*?)</p>', story))


def test_a_few_verdicts_are_told_with_their_reasons_and_sources(five_villages: Demo) -> None:
    """One family with PKH's components, one that hangs on a pregnancy, one that another program keeps out."""
    text = text_of(five_villages)
    section = text[text.index('id="h-eligible"') : text.index('id="h-outcomes"')]
    told = re.findall(
        r'<div class="told"><span lang="id">(.*?)</span><span lang="en">(.*?)</span></div>', section, re.DOTALL
    )
    assert len(told) == 3
    for (_, english), words in zip(told, ("is entitled to", "It is not known yet", "is not entitled to"), strict=True):
        assert words in english
        assert "Basis: " in english
    assert "sedang hamil?" in told[1][0]
    assert "pregnant now?" in told[1][1]
    assert "Does not get PKH at the same time" in told[2][1]


def test_the_manager_sees_who_should_have_a_program_and_who_should_not(five_villages: Demo) -> None:
    """R-PRG-7: two lists, as numbers."""
    text = text_of(five_villages)
    rows = re.findall(r"<small>(PKH|SEMBAKO|PIP)</small></th><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td>", text)
    assert [row[0] for row in rows] == ["PKH", "SEMBAKO", "PIP"]
    should, _, should_not = (sum(int(row[n]) for row in rows) for n in (1, 2, 3))
    assert should > 0
    assert should_not > 0
