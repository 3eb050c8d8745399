"""Pictures of a rulebook (issue 5): every step is in them, nothing covers anything, and a label is never markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest

from slrt_core import Rulebook, Text, load_rulebook
from slrt_core.rules.process.befalling import BEFALLING
from slrt_core.rules.process.export import (
    Drawing,
    Lane,
    Language,
    Machine,
    Spot,
    Step,
    befallings,
    drawing_of,
    machines_of,
    matrix_of,
    mermaid,
    svg,
)
from slrt_core.rules.process.export.blocks import fits
from slrt_core.rules.process.export.machine import START, inside
from slrt_core.rules.process.export.measure import width, wrapped
from slrt_core.rules.process.export.rowwords import EFFECT_WORDS, NEED_WORDS, effect_words, need_words
from slrt_core.rules.process.export.words import LIVES, MAY, NEW, READS, SCOPES, answer_words
from slrt_core.rules.rulebook import EFFECTS, NEEDS, LifeRow, Row, rulebook_from_texts
from slrt_core.rules.rulebook.checkinglives import LIFE_EFFECTS, LIFE_NEEDS

_DEFAULT = load_rulebook()
SETTINGS: list[dict[str, str]] = [
    {},
    *(
        {name: value}
        for name, option in _DEFAULT.options.items()
        if any(f"{name}=" in _DEFAULT.texts[file] for file in ("cases.csv", "lives.csv", "routing.toml"))
        for value in option.values[1:]
    ),
]
"""Each choice that changes a table."""
NAMES = ["-".join((*chosen, *chosen.values())) or "default" for chosen in SETTINGS]
LANGUAGES: tuple[Language, ...] = ("id", "en")
_SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script> & \\u0007 ]]> %% ; : # --> "'


def hostile(texts: dict[str, str]) -> dict[str, str]:
    """The default rulebook with labels that try to be markup."""
    quoted = HOSTILE.replace('"', '\\"')
    for name, label in (("posts.toml", "manajer"), ("states.toml", "di manajer"), ("commands.toml", "rekomendasikan")):
        texts[name] = re.sub(
            rf'id = "{label}", en = "[^"]*"', lambda _: f'id = "{quoted}", en = "{quoted}"', texts[name]
        )
    return texts


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook()


def _all(settings: dict[str, str]) -> tuple[Rulebook, tuple[Machine, ...]]:
    book = load_rulebook(None, settings)
    return book, machines_of(book)


@pytest.mark.parametrize("settings", SETTINGS, ids=NAMES)
def test_every_line_of_the_tables_is_in_a_picture(settings: dict[str, str]) -> None:
    """A picture that left a step out would tell an official that it cannot happen."""
    book, machines = _all(settings)
    shown = {place for machine in machines for step in machine.steps for place in step.places}
    # Where the back office needs nobody's approval, nothing waits for one: three lines then lead from nowhere.
    idle = (
        {row.place for row in book.rows if row.before == "approval"}
        if "back_office_needs_manager" in settings
        else set()
    )
    gone = {
        row.place for row in book.rows if row.command in {"approve", "return", "reject"} and row.before == "approval"
    }
    lines = {line.place for table in (book.rows, book.referral_rows, book.life_rows) for line in table}
    befallen = {row.place for row in book.rows if row.command in BEFALLING}
    assert shown == lines - befallen - (idle & gone)
    assert sorted(line.place for _, told in befallings(book) for line in told) == sorted(befallen)
    for machine in machines:
        text = mermaid(machine, "en")
        for step in machine.steps:
            assert step.label.en in text
    of_cases = [m for m in machines if m.key != "referral" and not m.key.startswith("life-")]
    steps = {(s.before, s.command, s.after) for m in of_cases for s in m.steps}
    for row in book.rows:
        if (idle and row.before == "approval") or row.place in befallen:
            continue
        reached = "*mapped" if "map" in row.effects and row.after == row.before else row.after
        assert {(row.before, row.command, row.after), (row.before, row.command, reached)} & steps


@pytest.mark.parametrize("settings", SETTINGS, ids=NAMES)
def test_nothing_covers_anything_and_all_stays_on_the_canvas(settings: dict[str, str]) -> None:
    """Boxes stand apart, their words stay in them, and no arrow runs through one."""
    for machine in _all(settings)[1]:
        for language in LANGUAGES:
            _check(drawing_of(machine, language))


def _check(drawing: Drawing) -> None:
    for one, other in combinations(drawing.boxes, 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= drawing.width
        assert box.bottom <= drawing.height
        assert all(fits(line) and 0 < line.at < box.block.height for line in box.block.lines)
        middles = [line.at for line in box.block.lines]
        assert all(b - a >= 14 for a, b in pairwise(middles))
        lane = box.block.spot.lane
        if lane is not None:
            left, right = next((left, right) for other, left, right in drawing.lanes if other == lane)
            assert left <= box.x
            assert box.right <= right
    for arrow in drawing.arrows:
        for (x, y), (to_x, to_y) in pairwise(arrow.points):
            assert x == to_x or y == to_y
            assert min(x, to_x) >= 0
            assert max(x, to_x) <= drawing.width
            for box in drawing.boxes:
                across = max(x, to_x) > box.x + 0.1 and min(x, to_x) < box.right - 0.1
                down = max(y, to_y) > box.y + 0.1 and min(y, to_y) < box.bottom - 0.1
                assert not (across and down)


def test_arrows_to_different_boxes_never_run_on_one_another(book: Rulebook) -> None:
    """Where two lines lie on each other one could not tell where each goes; to one box they may share their way."""
    for machine in (*machines_of(book), _crossing()):
        drawing = drawing_of(machine, "id")
        pieces = [(a.step.after, piece) for a in drawing.arrows for piece in pairwise(a.points) if piece[0] != piece[1]]
        for (after, ((x, y), (to_x, to_y))), (other, ((u, v), (to_u, to_v))) in combinations(pieces, 2):
            if after == other:
                continue
            if x == to_x == u == to_u:
                assert max(y, to_y) <= min(v, to_v) or max(v, to_v) <= min(y, to_y)
            if y == to_y == v == to_v:
                assert max(x, to_x) <= min(u, to_u) or max(u, to_u) <= min(x, to_x)


def _crossing() -> Machine:
    """Two boxes side by side whose steps leave towards each other at one height, and cross."""
    far = Lane(key="f", label=Text("jauh", "far"), level="village")
    left = Lane(key="l", label=Text("kiri", "left"), level="subdistrict")
    right = Lane(key="r", label=Text("kanan", "right"), level="regency")
    lanes = {START: left, "a": left, "b": right, "y": right, "x": far}
    ways = [(START, "a"), (START, "b"), ("a", "y"), ("b", "x")]
    return Machine(
        key="crossing",
        title=Text("silang", "crossing"),
        spots=tuple(Spot(name=name, label=Text(name, name), lane=lane) for name, lane in lanes.items()),
        steps=tuple(Step(before=a, after=b, command=b, label=Text(b, b)) for a, b in ways),
    )


def test_a_step_is_an_arrow_or_a_line_of_its_box(book: Rulebook) -> None:
    """Each arrow begins beside the line that names its step; what is not drawn is written."""
    for machine in machines_of(book):
        drawing = drawing_of(machine, "en")
        drawn = [arrow.step for arrow in drawing.arrows]
        assert sorted(map(repr, drawn)) == sorted(map(repr, set(machine.steps) - inside(machine)))
        by_name = {box.block.spot.name: box for box in drawing.boxes}
        for step in inside(machine):
            written = " ".join(line.text for line in by_name[step.before].block.lines)
            assert step.label.en in written


def test_the_lane_is_who_is_waited_for(book: Rulebook) -> None:
    """The lanes that the articles give for a complaint that a facilitator brings (P13, P14(1)b, S2, L1.6d)."""
    machine = next(m for m in machines_of(book) if m.key.startswith("complaint-home_visit"))
    lanes = {spot.name: spot.lane.label.en if spot.lane else None for spot in machine.spots}
    assert lanes == {
        START: "facilitator",
        "recorded": "facilitator",
        "review": "supervisor",
        "returned": "facilitator",
        "recommendation": "manager",
        "village_referral": "village technical body",
        "back_office": "back office",
        "approval": "manager",
        "analysis": "review and analysis",
        "referred": "registry manager or program manager",
        "decided": "facilitator",
        "closed": None,
    }


def test_lives_have_lanes_and_ends(book: Rulebook) -> None:
    """The administrator enters a program and the manager approves it (L1.7d, L1.2e); the companion works on members."""
    program, participation = (m for m in machines_of(book) if m.key.startswith("life-"))
    lanes = {spot.name: spot.lane.label.en if spot.lane else None for spot in program.spots}
    assert lanes[START] == "regional administrator"
    assert lanes["entered"] == "manager"
    assert lanes["returned"] == "regional administrator"
    spots = {spot.name: spot for spot in program.spots}
    assert spots["rejected"].final
    assert not spots["approved"].final  # it can be ended
    assert spots["ended"].final
    judged = {step.command: step.stage.en for step in participation.steps if step.stage}
    assert judged["activate"] == "decision"
    assert "validate" not in judged
    assert next(spot.days for spot in participation.spots if spot.name == "active") == (65,)
    assert next(step for step in program.steps if step.command == "replace_program").system


def test_who_begins_a_life_may_depend_on_which_it_is() -> None:
    """By the district's choice the manager enters programs that are not the district's."""
    machines = machines_of(load_rulebook(None, {"other_programs_entered_by": "manager"}))
    program = next(m for m in machines if m.key == "life-program")
    begun = [(step.label.en, [post.en for post in step.posts]) for step in program.steps if step.before == START]
    assert begun == [
        ("enter the program – not entered yet, of the district", ["regional administrator"]),
        ("enter the program – not entered yet, not of the district", ["manager"]),
    ]


@pytest.mark.parametrize(("answer", "post"), [("back_office", "back office"), ("facilitator", "facilitator")])
def test_who_tells_a_walk_in_is_waited_for(answer: str, post: str) -> None:
    """By the district's choice the back office tells at once (L1.6b), or the facilitator at home (P14(1)g)."""
    machines = machines_of(load_rulebook(None, {"walkin_feedback": answer}))
    machine = next(machine for machine in machines if machine.key == "complaint-slrt_office")
    lane = next(spot.lane for spot in machine.spots if spot.name == "decided")
    assert lane is not None
    assert lane.label.en == post


def test_deadlines_and_judging_stand_on_the_box(book: Rulebook) -> None:
    machine = next(m for m in machines_of(book) if m.key.startswith("addition-home_visit"))
    lines = {box.block.spot.name: [line.text for line in box.block.lines] for box in drawing_of(machine, "en").boxes}
    assert "Judges: review" in lines["review"]
    assert " ".join(lines["survey"][1:4]).startswith("awaiting the survey 5 or 10 working days")
    assert not any(line.startswith("Judges") for line in lines["recorded"])


def test_what_follows_by_itself_is_dashed(book: Rulebook) -> None:
    machine = next(m for m in machines_of(book) if m.key.startswith("complaint-home_visit"))
    drawn = svg(machine, "id")
    steps = [arrow.step for arrow in drawing_of(machine, "id").arrows]
    assert drawn.count("stroke-dasharray") == sum(step.system for step in steps) > 0


def test_ways_that_are_alike_are_one_picture(book: Rulebook) -> None:
    """A home visit and an assisted request take the same ways (S4, P4e): one picture tells both."""
    keys = [machine.key for machine in machines_of(book)]
    assert "complaint-home_visit_assisted_request" in keys
    assert len(keys) == len(set(keys))
    assert "participation-home_visit_assisted_request" in [
        machine.key for machine in machines_of(load_rulebook(None, {"participation_reviewed": "no"}))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_rulebook_gives_the_same_bytes(book: Rulebook, language: Language) -> None:
    again = load_rulebook()
    for one, other in zip(machines_of(book), machines_of(again), strict=True):
        assert svg(one, language) == svg(other, language)
        assert mermaid(one, language) == mermaid(other, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_is_words_and_never_markup(language: Language) -> None:
    """A district names its posts, states and commands itself; what it writes is shown, letter by letter."""
    book = rulebook_from_texts(hostile(dict(load_rulebook().texts)))
    assert "<script>" in book.posts["manager"].label.id
    for machine in machines_of(book):
        root = ET.fromstring(svg(machine, language))  # noqa: S314  (our own)
        assert root.tag == f"{_SVG}svg"
        assert {element.tag.removeprefix(_SVG) for element in root.iter()} <= {
            "svg", "title", "desc", "g", "rect", "path", "circle", "text",
        }  # fmt: skip
        text = mermaid(machine, language)
        assert "<script" not in text
        for line in text.splitlines()[2:]:
            assert re.fullmatch(
                r'    (direction TB|%%.*|state "[^"]*" as s\d+|s\d+ : [^:]*|(s\d+|\[\*\]) --> (s\d+|\[\*\])( : [^:]*)?'
                r"|classDef lane\d+ fill:#\w+,color:#\w+|class s\d+ lane\d+)",
                line,
            ), line
    whole = "".join(svg(machine, language) for machine in machines_of(book))
    assert "&lt;script&gt;" in whole
    assert "\a" not in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_can_be_heard(book: Rulebook, language: Language) -> None:
    """Title and description are named by the picture; its words are text, and nothing is fetched."""
    for machine in machines_of(book):
        drawn = svg(machine, language)
        root = ET.fromstring(drawn)  # noqa: S314
        ids = {element.get("id"): element for element in root if element.get("id")}
        assert root.get("role") == "img"
        assert ids[root.get("aria-labelledby")].text == (machine.title.id if language == "id" else machine.title.en)
        said = ids[root.get("aria-describedby")].text or ""
        for step in machine.steps:
            assert (step.label.id if language == "id" else step.label.en) in said
        for spot in machine.spots:
            assert (spot.label.id if language == "id" else spot.label.en) in said
        assert re.findall(r"https?://[^\"<]*", drawn) == ["http://www.w3.org/2000/svg"]
        assert "href" not in drawn


def test_colours_have_contrast() -> None:
    """White words on a lane's colour, and lines of that colour on the paler grounds (WCAG: 4.5 to 1, and 3 to 1)."""
    from slrt_core.rules.process.export import svg as drawing

    module = __import__("sys").modules[drawing.__module__]
    for hue in (*module._HUES, module._END):
        assert _contrast(hue, "#ffffff") >= 4.5
        assert _contrast(hue, "#e6e2da") >= 3
    assert _contrast("#4a5560", "#ffffff") >= 4.5


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_that_are_too_long_are_broken() -> None:
    for line in wrapped("a " + "w" * 200 + " iii", 12, 100):
        assert width(line, 12) <= 100
    assert "".join(wrapped("w" * 200, 12, 100)) == "w" * 200


def test_there_are_words_for_all_that_a_row_may_name(book: Rulebook) -> None:
    """A need, an effect or an answer shown as a code would be no word for an official."""
    assert set(NEED_WORDS) == NEEDS | LIFE_NEEDS
    assert all(need_words(need).en != need for need in NEED_WORDS)
    for name, arguments in EFFECTS.items():
        for argument in arguments or ("",):
            words = effect_words(book, f"{name}:{argument}".removesuffix(":"))
            assert words.id != words.en
            assert name not in words.en.split(":")[0].split("_") or name == "outcome"
    for row in book.life_rows:
        for effect in row.effects:
            words = effect_words(book, effect)
            assert words.id != words.en
            assert ":" not in effect or effect.partition(":")[2] not in words.en.split(": ")[1:]
    assert {name.partition(":")[0] for name in EFFECT_WORDS} == {*EFFECTS, *LIFE_EFFECTS}
    assert set(LIVES) == set(NEW) == set(book.life_states)
    assert {row.scope for row in book.life_rows} - {"system"} <= set(SCOPES)
    assert {post.reads for post in book.posts.values()} <= set(READS)
    assert {power for post in book.posts.values() for power in post.may} <= set(MAY)
    for option in book.options.values():
        for value in option.values:
            assert answer_words(book, value).id != value


def test_the_matrix_says_who_may_what(book: Rulebook) -> None:
    """From the articles: the supervisor endorses as a review (P14(1)b), the manager approves referrals (L1.6d)."""
    cases = next(group for group in matrix_of(book).groups if "endorse" in group.commands)
    assert cases.cells["supervisor", "endorse"].stages == ["review"]
    assert cases.cells["manager", "approve"].stages == ["recommend"]
    assert ("facilitator", "endorse") not in cases.cells
    assert cases.cells["data_section_head", "endorse"].steps_in == {"review": 1}
    assert cases.cells["data_section_head", "endorse"].stages == []
    referral = next(group for group in matrix_of(book).groups if "accept" in group.commands)
    assert referral.cells["program_manager", "accept"].stages == ["decide"]
    assert referral.cells["coordination_team", "accept"].steps_in == {"decide": 1}
    for group in matrix_of(book).groups:
        assert not {post for post, _ in group.cells} - set(matrix_of(book).posts)


def test_the_matrix_has_every_row(book: Rulebook) -> None:
    groups = matrix_of(book).groups
    rows: tuple[Row | LifeRow, ...] = (*book.rows, *book.life_rows)
    for row in rows:
        for post in row.posts:
            cells = [group.cells[post, row.command] for group in groups if (post, row.command) in group.cells]
            assert any((row.stage or "handle") in cell.stages for cell in cells)
