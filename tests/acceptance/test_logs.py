"""Nothing personal in the logs, whatever the application logs: a story with canaries, at DEBUG (invariant 13)."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

import slrt_core as slrt
from slrt_core.errors import SlrtError
from slrt_core.testing import FakeKeys, small_district

NIK, KK, PHONE = "6112014101859377", "6112010101269378", "+6281234569379"
NAME, STREET, WORDS, FILE, PURPOSE = "Canarysiti", "Canarystraat", "canarykeluhan", "canaryfoto", "canarytujuan"
CANARIES = (NIK, KK, PHONE, NAME, STREET, WORDS, FILE, PURPOSE)
JPEG = b"\xff\xd8\xff\xe0" + b"canarybytes" * 50


class Keeper(logging.Handler):
    """Keeps every record of every logger."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.kept: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@pytest.fixture
def keeper() -> Iterator[Keeper]:
    """All loggers at DEBUG, also those that exist already and those of libraries."""
    keeper, root = Keeper(), logging.getLogger()
    ours = [
        root,
        logging.getLogger("slrt_core"),
        logging.getLogger("sqlalchemy"),
        logging.getLogger("sqlalchemy.engine"),
    ]
    levels = [logger.level for logger in ours]
    for logger in ours:
        logger.setLevel(logging.DEBUG)
    root.addHandler(keeper)
    yield keeper
    root.removeHandler(keeper)
    for logger, level in zip(ours, levels, strict=True):
        logger.setLevel(level)


def all_of(record: logging.LogRecord) -> str:
    """Message, arguments, traceback, and everything else that a formatter could show."""
    parts = [record.getMessage(), repr(record.args), repr(record.__dict__)]
    if record.exc_info and record.exc_info[1] is not None:
        error = record.exc_info[1]
        parts += traceback.format_exception(error)
        parts += traceback.TracebackException.from_exception(error, capture_locals=False).format()
    return "\n".join(parts)


def found(text: str) -> list[str]:
    """The canaries in a text, in the writings in which they could stand there."""
    hits = []
    for canary in (*CANARIES, "canarybytes"):
        raw = canary.encode()
        writings = {canary, raw.hex(), base64.b64encode(raw).decode().rstrip("=")[:-1], repr(raw)[2:-1]}
        if any(writing.casefold() in text.casefold() for writing in writings):
            hits.append(canary)
    return hits


def story(desk: slrt.Desk, form: slrt.HouseholdForm) -> None:
    """Recording, judging, searching, attaching; and every way in which officers are refused."""
    sari = desk.acting_as("sari")
    home = sari.record_household(form, key=f"form-{NIK}").id
    visit = sari.record_visit(
        home, [slrt.Need(program="PKH"), slrt.Complaint(program="SEMBAKO", topic="not-received", text=WORDS)]
    )
    sari.submit(visit)
    need = visit.cases[0]
    added = sari.attach(need, JPEG, name=FILE, purpose=PURPOSE)
    sari.attachment(added.id, of=need.id, purpose=PURPOSE)
    budi = desk.acting_as("budi")
    budi.perform("return", budi.item(need), reason="incomplete", note=WORDS)
    household = sari.household(home, purpose=PURPOSE)
    sari.reveal(household.members[0].nik, of=home, purpose=PURPOSE)
    sari.lookup("nik", NIK, purpose=PURPOSE)
    sari.find(name=NAME, purpose=PURPOSE)
    sari.timeline(visit)
    desk.upkeep.sweep_attachments()
    desk.health()
    desk.verify()
    for refused in (
        lambda: sari.perform("endorse", sari.item(need), note=WORDS),
        lambda: sari.attach(need, b"<html>" + WORDS.encode(), name=FILE, purpose=PURPOSE),
        lambda: sari.record_household(form, key=f"form-{NIK}x"),
        lambda: desk.acting_as("tono").household(home, purpose=PURPOSE),
        lambda: sari.find(name=NIK, purpose=NIK),
    ):
        try:
            refused()
        except SlrtError:
            # What an application does with an error that it did not expect.
            logging.getLogger("application").debug("x", stack_info=False)


@pytest.mark.parametrize("store", ["memory:", "sqlite:///{}"])
def test_a_whole_story_leaves_nothing_personal(keeper: Keeper, tmp_path: Path, store: str) -> None:
    """Neither in our records nor in those of the libraries that we use."""
    small = small_district()

    def noisy(name: str, seconds: float, outcome: str) -> None:
        raise RuntimeError(NIK)

    people = (
        slrt.PersonForm(name=NAME, nik=NIK, phone=PHONE, facts={"relation": "head"}),
        slrt.PersonForm(name=f"{NAME} dua"),
    )
    form = slrt.HouseholdForm(
        region=small.village, address=STREET, families=[slrt.FamilyForm(members=people, no_kk=KK)]
    )
    desk = slrt.open_desk(
        store.format(tmp_path / "desk.db"),
        district="61.12",
        keys=FakeKeys(),
        clock=small.clock,
        attachments=f"folder:{tmp_path / 'evidence'}",
        watch=noisy,
    )
    with small.desk.work() as work:
        desk.load_regions(work.regions.regions, "x")
        programs = [program for code in small.programs if (program := work.program(code)) is not None]
    desk.load_roster(small.desk.roster().officers, small.desk.roster().assignments)
    desk.load_programs(programs, "x")
    story(desk, form)
    desk.close()
    assert [record.name for record in keeper.kept if record.name.startswith("slrt_core.")]
    leaks = {(record.name, hit) for record in keeper.kept for hit in found(all_of(record))}
    assert leaks == set()


@pytest.mark.parametrize("canary", CANARIES)
def test_a_planted_canary_is_found(keeper: Keeper, canary: str) -> None:
    """The scan above can fail: in a message, in arguments, in a traceback, in an extra field."""
    log = logging.getLogger("slrt_core.somewhere")
    log.debug("told %s", canary)
    log.debug(canary)
    log.debug("x", extra={"of": canary})
    try:
        raise ValueError(canary)
    except ValueError:
        log.exception("x")
    assert [found(all_of(record)) for record in keeper.kept if record.name == log.name] == [[canary]] * 4


def test_only_under_our_own_name() -> None:
    """Every logger of the library is named after its module."""
    source = Path(slrt.__file__).parent
    for path in source.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "getLogger(" in line and "sqlalchemy.engine" not in line:
                assert "getLogger(__name__)" in line, path
