"""`slrt rulebook check`: what is found on the command line, in two languages and for machines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slrt_core.cli.app import slrt
from slrt_core.model import CaseKind, Way
from slrt_core.rules.process.explore import Process, Searchers, explore
from slrt_core.rules.rulebook import load_rulebook, rulebook_from_texts
from slrt_core.testing import assert_sound

BOOK = load_rulebook()
ENQUIRY = "enquiry/slrt_office"
UNSAID = ("front_office,region,,result,outcome:answered", "front_office,region,,,outcome:answered")
"""An enquiry is answered without saying what."""

ROSTER = """\
officer,name,post,regions,valid_from,decree_number,decree_dated,decree_issuer
fitri,Fitri,front_office,61.12,2026-01-01,1/2026,2026-01-01,Bupati
sari,Sari,facilitator,61.12.01.2001,2026-01-01,1/2026,2026-01-01,Bupati
"""


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(slrt, ["rulebook", "check", "--jobs", "1", *map(str, arguments)])


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A configuration whose rulebook answers without an answer."""
    folder = tmp_path / "rules"
    folder.mkdir()
    table = load_rulebook().texts["cases.csv"]
    folder.joinpath("cases.csv").write_text(table.replace(*UNSAID), "utf-8")
    config = tmp_path / "slrt.toml"
    config.write_text(f'store = "memory:"\ndistrict = "61.12"\nrulebook = "{folder}"\n', "utf-8")
    return config


def test_default_rulebook_passes() -> None:
    done = check("--process", ENQUIRY, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "No finding; the search is complete." in done.output
    assert "Told apart of a case: state" in done.output


def test_fault_is_told_with_its_story(faulty: Path) -> None:
    for language, words in (("id", "dijawab tanpa hasil"), ("en", "answered without a result")):
        done = check("--process", ENQUIRY, "--config", faulty, "--lang", language)
        assert done.exit_code == 1
        assert words in done.output
        assert "(answer)" in done.output


def test_machine_reads_everything(faulty: Path) -> None:
    done = check("--process", ENQUIRY, "--config", faulty, "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    [process] = found["processes"]
    assert process["process"] == ENQUIRY
    assert process["complete"]
    assert process["stable"]
    assert "persons" in process["abstraction"]
    assert "without-result" in {finding["id"] for finding in found["findings"]}
    assert all(finding["story"] for finding in found["findings"])


def test_several_processors_find_the_same(faulty: Path) -> None:
    """What was found by another process is told with its story all the same: it is played again here."""
    alone, shared = (
        json.loads(check("--process", ENQUIRY, "--config", faulty, "--json", "--jobs", jobs).stdout) for jobs in "12"
    )
    for told in (alone, shared):
        for process in told["processes"]:
            # What is tried once and for all is tried once by each processor.
            del process["seconds"], process["decisions"]
    assert alone == shared
    assert shared["findings"][0]["story"]


def test_other_processes_say_what_they_cannot_know() -> None:
    with Searchers(BOOK, 2) as searchers, pytest.raises(ValueError, match="prohibitions of one's own"):
        explore(BOOK, Process(CaseKind.ENQUIRY, Way.SLRT_OFFICE), prohibitions=(), each=searchers.each)


def test_options_are_chosen_and_misspelt_ones_refused() -> None:
    done = check("--process", ENQUIRY, "--settings", "walkin_feedback=facilitator", "--json")
    assert json.loads(done.stdout)["settings"]["walkin_feedback"] == "facilitator"
    assert check("--settings", "walkin_feedback").exit_code == 1
    assert check("--settings", "walk=facilitator").exit_code == 1
    assert "enquiry/slrt_office" in check("--process", "enquiry/moon").output


def test_roster_says_which_cases_would_be_stuck(tmp_path: Path) -> None:
    """Nobody reviews here: a change goes nowhere, until one of those who would is appointed."""
    file = tmp_path / "roster.csv"
    file.write_text(ROSTER, "utf-8")
    chosen = ("--roster", file, "--day", "2026-03-02", "--process", "change/home_visit")
    done = check(*chosen, "--lang", "en")
    assert done.exit_code == 1
    assert "with the supervisor" in done.output
    assert "supervisor · 61.12.01" in done.output
    found = json.loads(check(*chosen, "--json").stdout)
    review = next(one for one in found if one["state"] == "review" and not one["keeps_away"])
    assert {"post": "supervisor", "place": "61.12.01"} in review["freed_by"]
    assert review["villages"] == ["61.12.01.2001"]


def test_kit_fails_with_the_story() -> None:
    """`assert_sound` for a district's own tests."""
    enquiry = Process(CaseKind.ENQUIRY, Way.SLRT_OFFICE)
    [report] = assert_sound(load_rulebook(), only=[enquiry])
    assert report.complete
    book = load_rulebook()
    texts = {**book.texts, "cases.csv": book.texts["cases.csv"].replace(*UNSAID)}
    with pytest.raises(AssertionError, match=r"without a result(.|\n)*\(answer\)"):
        assert_sound(rulebook_from_texts(texts), only=[enquiry])
