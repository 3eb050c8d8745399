"""The default rulebook, under each choice of options of which a story tells, against stories, prohibitions, demands."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from slrt_core.rules.rulebook import Rulebook
from slrt_core.testing.oracle import Demand, Prohibition
from slrt_core.testing.stories import read
from tests.vectors.process.demands import DEMANDS
from tests.vectors.process.measured import book_of, the_oracle
from tests.vectors.process.prohibitions import PROHIBITIONS

CHOICES = the_oracle().choices()
OUTSIDE = {"other_programs_entered_by", "village_accounts_by", "attachment_types", "complaint_deadlines"}
"""Options that change no case's way."""


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda chosen: ",".join(map("=".join, chosen.items())) or "default")
def test_the_rulebook_does_what_is_told(chosen: dict[str, str]) -> None:
    """Every story holds, nothing forbidden happens, everything demanded is possible."""
    found = the_oracle().failures(book_of(*sorted(chosen.items())))
    assert [str(failure) for failure in found] == []


def test_how_much_is_told() -> None:
    """At least 100 stories; at least 60 prohibitions and demands; each choice of section 5 with both its values."""
    oracle, book = the_oracle(), book_of()
    assert len(oracle.stories) >= 100
    assert len(PROHIBITIONS) + len(DEMANDS) >= 60
    told = {option for chosen in CHOICES for option in chosen}
    assert told == set(book.options) - OUTSIDE
    assert {}.items() in [chosen.items() for chosen in CHOICES]


def test_every_kind_by_every_way() -> None:
    """Seven kinds by four ways in, but for the enquiry, which is answered at a desk."""
    pairs = {(kind, way) for story in the_oracle().stories for kind in story.kinds for way in story.ways}
    kinds = {"change", "addition", "participation", "need", "complaint", "problem", "enquiry"}
    ways = {"home_visit", "assisted_request", "puskesos", "slrt_office"}
    expected = {(kind, way) for kind in kinds for way in ways} - {("enquiry", "assisted_request")}
    assert pairs >= expected


def test_each_says_where_it_stands() -> None:
    """Rules and sources are written so that anyone can look them up."""
    places = re.compile(r"Pasal \d+(\.\d+)?(\(\d+\))?[a-z]?\d?|Lampiran \d\.\d[a-z]?\d?|SELARAS [1-4]|Wonosobo|project")
    oracle = the_oracle()
    rules: list[Prohibition | Demand] = [*oracle.prohibitions, *oracle.demands]
    for rule in rules:
        assert re.fullmatch(r"R-[A-Z]{3}-\d+", rule.rule), rule.id
        assert places.fullmatch(rule.source.place), (rule.id, rule.source.place)
        assert "" not in {rule.text.id, rule.text.en}
    for story in oracle.stories:
        assert all(re.fullmatch(r"R-[A-Z]{3}-\d+", rule) for rule in story.rules), story.id
        assert places.fullmatch(story.source.place), (story.id, story.source.place)


def _changed(book: Rulebook, command: str, before: str, **changes: Any) -> Rulebook:
    rows = [evolve(r, **changes) if (r.command, r.before) == (command, before) else r for r in book.rows]
    return evolve(book, rows=tuple(rows))


def _dropped(book: Rulebook, command: str, before: str = "") -> Rulebook:
    gone = [r for r in book.rows if r.command == command and before in {"", r.before}]
    kept = [r for r in book.referral_rows if r.command != command or before not in {"", r.before}]
    assert gone or len(kept) < len(book.referral_rows), f"there is no {command} at {before}"
    return evolve(book, rows=tuple(r for r in book.rows if r not in gone), referral_rows=tuple(kept))


WITHOUT = {
    "send-to-the-supervisor": ("submit", "recorded"),
    "supervisor-reviews": ("endorse", "review"),
    "reviewer-returns": ("return", "analysis"),
    "reviewer-rejects": ("reject", "verification"),
    "manager-returns": ("return", "recommendation"),
    "manager-rejects": ("reject", "approval"),
    "manager-recommends": ("recommend", "recommendation"),
    "manager-refers": ("refer", "recommendation"),
    "survey-recorded": ("record_survey", "survey"),
    "survey-verified": ("verify", "verification"),
    "correct-what-came-back": ("correct", "returned"),
    "submit-what-came-back": ("submit", "returned"),
    "map-a-problem": ("map", ""),
    "answer-an-enquiry": ("answer", "registered"),
    "front-office-passes-on": ("pass_on", "registered"),
    "analysis-passes-on": ("pass_on", "analysis"),
    "back-office-answers": ("answer", "back_office"),
    "back-office-settles": ("settle", "back_office"),
    "back-office-asks": ("request_approval", "back_office"),
    "back-office-asks-back": ("return", "back_office"),
    "manager-approves": ("approve", "approval"),
    "puskesos-settles": ("settle", "registered"),
    "puskesos-passes-on": ("pass_on", "registered"),
    "refer-in-the-village": ("refer_village", "recorded"),
    "receiver-decides": ("accept", "under_review"),
    "receiver-rejects": ("reject", "under_review"),
    "receiver-examines": ("examine", "requested"),
    "receiver-asks": ("ask", "under_review"),
    "receiver-completes": ("complete", "accepted"),
    "receiver-fails": ("fail", "on_hold"),
    "receiver-forwards": ("forward", "requested"),
    "information-provided": ("provide", "needs_information"),
    "resumed": ("resume", "on_hold"),
    "sender-cancels": ("cancel", "under_review"),
    "tell-the-household": ("inform", "decided"),
    "tell-at-home": ("inform", "decided"),
    "note-a-vain-visit": ("not_reached", "decided"),
    "close-when-told": ("close", "decided"),
    "withdraw": ("withdraw", "verification"),
    "object": ("object", "decided"),
    "reopen": ("reopen", "closed"),
    "escalate-what-is-late": ("escalate", "survey"),
    "expire-what-nobody-answers": ("expire", "requested"),
}


@pytest.mark.parametrize("demand", [demand.id for demand in DEMANDS])
def test_each_demand_can_go_unmet(demand: str) -> None:
    """Without the row by which it is met, a demand is not met."""
    command, before = WITHOUT[demand]
    oracle, book = the_oracle(), _dropped(book_of(), command, before)
    only = evolve(oracle, prohibitions=(), demands=tuple(d for d in oracle.demands if d.id == demand))
    assert any(failure.id == demand for story in only.told_under(book) for failure in only.run_story(story, book))


FAULTS: dict[str, Callable[[Rulebook], Rulebook]] = {
    "the supervisor is passed over": lambda book: _changed(book, "submit", "recorded", after="recommendation"),
    "a facilitator endorses": lambda book: _changed(book, "endorse", "review", posts=("supervisor", "facilitator")),
    "an approval is not asked for": lambda book: _changed(book, "refer", "back_office", needs=("seen",)),
    "a judgement is not marked": lambda book: _changed(book, "endorse", "review", stage=""),
    "a rejection needs no reason": lambda book: _changed(book, "reject", "review", needs=("seen",)),
    "an old deadline stays": lambda book: _changed(book, "endorse", "review", days=-1),
    "a deadline is ten times as long": lambda book: _changed(book, "endorse", "review", days=30),
    "a supervisor closes": lambda book: _changed(book, "close", "decided", posts=("facilitator", "supervisor")),
    "a return strands the case": lambda book: _changed(book, "return", "review", after="verified"),
    "a case is closed untold": lambda book: _changed(book, "close", "decided", needs=()),
    "an objection opens no round": lambda book: _changed(book, "object", "decided", effects=("cancel",)),
    "nobody steps in": lambda book: evolve(
        book, stages={**book.stages, "review": evolve(book.stages["review"], stand_ins=())}
    ),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_faulty_rulebook_is_found_out(fault: str) -> None:
    """One mistake, and something fails."""
    assert the_oracle().failures(FAULTS[fault](book_of()), first=True)


def test_what_is_near_a_mistake_finds_it_too() -> None:
    """Only stories that come by a step are played for it, and they find what all of them find."""
    oracle, book = the_oracle(), book_of()
    broken = _changed(book, "reject", "verification", needs=("seen",))
    tried = [s for s in oracle.told_under(book) if ("verification", "reject") in oracle.tried_in(s, book)]
    assert 0 < len(tried) < len(oracle.told_under(book)) / 4
    assert oracle.failures(broken, first=True, near={("verification", "reject")})
    assert oracle.failures(broken, near={("verification", "reject")}, kinds={"need"}) == []


BAD = {
    "no ending": "sari: submit",
    "no such line": "sari sleeps -> recorded",
    "refused without a code": "sari: submit -> refused",
    "an unknown flag": "sari: submit without shoes -> review",
    "words that belong to nothing": "sari: submit quickly -> review",
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    """With file, number and the line itself."""
    text = f"== x\nJudul\nTitle\nrules R-APP-1\nfrom project\n{line}\n"
    with pytest.raises(ValueError, match=r"y\.story:6: "):
        list(read(text, "y.story"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sari: submit -> review", "begins with =="),
        ("== x\nJudul\nTitle", "has an id"),
        ("== x\nJudul\nTitle\nrules R-APP-1\nsari: submit -> review", "names its rules"),
        ("== x\nJudul\nTitle\nrules R-APP-1\nfrom Pasal 1\nsari: submit -> review", "is quoted"),
    ],
)
def test_a_story_that_is_not_whole_is_refused(text: str, says: str) -> None:
    """A story has an id, two titles, rules, and a source that is quoted."""
    with pytest.raises(ValueError, match=says):
        list(read(text))


def test_a_story_that_does_not_hold_says_where() -> None:
    """The line at which it fails, and what came of it instead."""
    text = (
        "== x\nJudul\nTitle\nrules R-APP-1\nfrom project\n"
        "sari records need SEMBAKO by home_visit -> recorded\nsari: submit -> recommendation\nbudi: endorse -> review\n"
    )
    oracle = evolve(the_oracle(), stories=tuple(read(text)), prohibitions=(), demands=())
    (failure,) = oracle.failures(book_of())[:1]
    assert str(failure) == "x (R-APP-1), at 'x:7: sari: submit -> recommendation': it is review"


def test_stories_fail_for_their_own_reasons() -> None:
    """A rulebook without any row fails every story, so none is empty of expectations."""
    bare = evolve(book_of(), rows=(), referral_rows=())
    oracle = evolve(the_oracle(), prohibitions=(), demands=())
    failed = Counter(failure.id for failure in oracle.failures(bare))
    quiet = {story.id for story in oracle.told_under(bare)} - set(failed)
    # Those tell only of who may record.
    assert quiet <= {
        "who-may-record",
        "facilitator-of-another-village",
        "enquiry-not-at-home",
        "complaint-about-the-recorder",
        "any-resident-complains",
    }
