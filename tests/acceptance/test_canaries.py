"""Thousands of invented numbers through every path; then every byte that was left is looked at (invariant 13).

The scan is proved by planting: each form of each number is found where it stands.
"""

from __future__ import annotations

import itertools
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

import slrt_core as slrt
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.signing import Ed25519Signer, new_signing_key
from slrt_core.adapters.sql import SqlStorage
from slrt_core.cli.app import slrt as command
from slrt_core.model import IdentityClaim, IdKind
from slrt_core.testing import small_district
from tests.acceptance.scan import Scan, planted

FEW, MANY = 100, 10_000
JPEG = b"\xff\xd8\xff\xe0"


def canaries(count: int) -> list[str]:
    """So many numbers, a third each NIK, No. KK and telephone, that nobody has."""
    found: list[str] = []
    for number in range(count):
        day, serial = divmod(number // 3, 1000)
        card = f"611201{1 + day % 28:02}{1 + day // 28:02}"
        found.append((f"{card}85{9000 + serial}", f"{card}26{9000 + serial}", f"+6281290{number:06}")[number % 3])
    assert len(set(found)) == count
    return found


class Told:
    """What the library said, in whatever way, put into one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("w", encoding="utf-8")

    def say(self, *words: object) -> None:
        for word in words:
            self._file.write(f"{word}\n{word!r}\n")

    def refused(self, what: Callable[[], object], *, locals_: bool) -> None:
        """Whatever becomes of it: the error, its reasons, its traceback, if wanted with the local variables."""
        try:
            what()
        except slrt.SlrtError as error:
            self.say(error, *error.reasons, *error.__notes__ if hasattr(error, "__notes__") else ())
            # From the library on: what the application holds in its own frames is its own.
            inner = error.__traceback__.tb_next.tb_next if error.__traceback__ and error.__traceback__.tb_next else None
            found = traceback.TracebackException(type(error), error, inner, capture_locals=locals_)
            self._file.write("".join(found.format()))
        else:
            pytest.fail("not refused")

    def close(self) -> None:
        self._file.close()


class Life:
    """A district through which all canaries pass, a few with each household."""

    def __init__(self, folder: Path, numbers: list[str]) -> None:
        self.folder = folder
        self.told = Told(folder / "told.txt")
        self.store = SqlStorage(f"sqlite:///{folder / 'desk.db'}")
        self.small = small_district(self.store, keys=FileKeys(folder / "desk.keys"))
        self.small.desk.close()
        self.desk = slrt.open_desk(
            f"sqlite:///{folder / 'desk.db'}",
            district="61.12",
            keys=f"file:{folder / 'desk.keys'}",
            clock=self.small.clock,
            attachments=f"folder:{folder / 'evidence'}",
        )
        self.listed = numbers[len(numbers) * 4 // 5 :]
        self.numbers = iter(numbers[: len(numbers) * 4 // 5])
        self.homes: list[str] = []
        self.alone: list[str] = []

    def next(self, kind: str) -> str:
        """The next canary of a kind; those of other kinds pass as words."""
        while (number := next(self.numbers))[0] != {"phone": "+"}.get(kind, "6"):
            self.passing.append(number)
        return number

    def live(self) -> None:
        self.passing: list[str] = []
        for round_ in itertools.count():
            try:
                self._round(round_)
            except StopIteration:
                break
        self.lists()

    def word(self) -> str:
        return self.passing.pop() if self.passing else next(self.numbers)

    def form(self, round_: int) -> slrt.HouseholdForm:
        nik, card, phone = self.next("nik"), self.next("no_kk"), self.next("phone")
        wrong = self.next("nik")
        people = (
            slrt.PersonForm(name=f"Burungkenari{round_:05}", nik=f"{nik[:6]} {nik[6:12]} {nik[12:]}", phone=phone),
            slrt.PersonForm(name=f"Burungmerpati{round_:05}", nik=f"{wrong}7", phone=phone[1:]),
            slrt.PersonForm(name=f"Burungpipit{round_:05}", nik=wrong[:-1] + " " + wrong[-1] + "x"),
        )
        family = slrt.FamilyForm(members=people, no_kk=card)
        return slrt.HouseholdForm(
            region=self.small.village, address=f"Gang Burungcendrawasih{round_:05}", families=[family], valid_from=None
        )

    def _round(self, round_: int) -> None:
        sari, budi, told = self.desk.acting_as("sari"), self.desk.acting_as("budi"), self.told
        form, key = self.form(round_), f"form {self.word()}"
        home = sari.record_household(form, key=key)
        self.homes.append(home.id)
        if round_ % 8 == 0:
            told.say(form, home)
            told.refused(lambda: sari.record_household(self.form(round_ + 50_000), key=key), locals_=False)
            told.refused(lambda: self.desk.acting_as("tono").record_household(form), locals_=True)
        members = sari.household(home.id, purpose="kunjungan").members
        claim = IdentityClaim.parse(IdKind.NIK, self.next("nik"))
        change = slrt.Change(
            changes=[slrt.FieldChange(unit=members[1].id, variable="nik", new=claim)], note=f"kata {self.word()}"
        )
        complaint = slrt.Complaint(topic="not-received", program="SEMBAKO", text=f"nomor saya {self.word()}, kosong")
        visit = sari.record_visit(home.id, [complaint, change, slrt.Need(program="PKH", text=self.word())])
        told.say(visit, complaint, change, members, *(sari.case(case.id) for case in visit.cases))
        first = visit.cases[0]
        added = sari.attach(first.id, JPEG + self.word().encode(), name=self.word(), purpose="bukti")
        told.say(added)
        assert sari.attachment(added.id, of=first.id, purpose="bukti").startswith(JPEG)
        sari.reveal(members[0].nik, of=home.id, purpose="kartu")
        stated = form.families[0].members[0].nik or ""
        told.say(sari.lookup("nik", stated, purpose="cari"))
        told.say(
            sari.lookup("phone", self.next("phone"), purpose="cari"), sari.find(name="Burungkenari", purpose="cari")
        )
        sari.submit(visit)
        if round_ % 8 == 0:
            item, word = budi.item(first), self.word()
            told.refused(lambda: budi.perform("close", item, note=word, result=word), locals_=False)
            told.refused(lambda: sari.find(name=word, purpose=word), locals_=False)
            told.refused(lambda: sari.attach(first, b"<svg>" + word.encode(), purpose="bukti"), locals_=False)
            told.refused(lambda: self.desk.dossier(home.id, purpose=word), locals_=False)
            bad = slrt.HouseholdForm(region=self.small.village, address=f"RT {word}", families=form.families)
            told.refused(lambda: sari.record_household(bad), locals_=False)
            alone = sari.record_visit(
                "", [slrt.Complaint(topic="other", text=word, anonymous=True)], region=self.small.village
            )
            self.alone.append(alone.cases[0].id)
            for actor in (sari, budi):
                told.say(actor.worklist(), actor.timeline(visit), actor.overdue())
        for case in visit.cases:
            sari.perform("withdraw", case.id, note=f"tidak jadi, hubungi {self.word()}")
        told.say(self.desk.dossier(home.id, purpose="diminta").keys(), self.desk.outbox())

    def lists(self) -> None:
        """The last canaries come by a file; once with a damaged row, once well."""
        rest = [*self.passing, *self.listed]
        rows = [
            f"d-{n},{self.small.village},Gang Burungmerak{n:05},Burungjalak{n:05},{c}\n" for n, c in enumerate(rest)
        ]
        rows += [f"e-{n},{self.small.village},,Burungnuri,{canaries(3 * n + 3)[-3]}\n" for n in range(3)]
        head = "household,region,address,name,nik\n"
        path = self.folder / "list.csv"
        path.write_text(head + "".join(rows) + f"f,{self.small.village},,{canaries(1)[0]},1\n", encoding="utf-8")
        file = slrt.read_households(path)
        day = self.desk.moment().on
        self.told.say(file)
        self.told.refused(lambda: self.desk.load_households(file, "DTSEN", day=day), locals_=False)
        path.write_text(head + "".join(rows) + f"f,x,,Burungnuri,{canaries(1)[0]}.0\n", encoding="utf-8")
        self.told.refused(lambda: self.desk.load_households(file, "DTSEN", day=day), locals_=False)
        path.write_text(head + "".join(rows), encoding="utf-8")
        self.told.say(self.desk.load_households(file, "DTSEN", day=day))
        path.unlink()
        self.homes += [row.partition(",")[0] for row in rows]

    def sum_up(self) -> None:
        """Everything that an operator has printed or written."""
        new_signing_key(self.folder / "signing.pem")
        self.told.say(self.desk.anchor(Ed25519Signer(self.folder / "signing.pem")).anchor.line)
        self.told.say(self.desk.follow_up(), self.desk.health(), self.desk.anchors())
        with (self.folder / "export.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in self.desk.export())
        config = self.folder / "desk.toml"
        config.write_text('store = "sqlite:///desk.db"\ndistrict = "61.12"\n', encoding="utf-8")
        for typed in (
            "audit verify --states", "status", "worklist budi", f"timeline {self.alone[0]} --as sari", "upkeep",
            "keys show", "keys rewrap", "db check", "adapters list",
        ):  # fmt: skip
            result = CliRunner().invoke(command, [*typed.split(), "--config", str(config)])
            assert result.exit_code in {0, 1}, result.output
            assert result.output
            self.told.say(result.output)

    def erase_everybody(self) -> None:
        sari = self.desk.acting_as("sari")
        for case in self.alone:
            sari.perform("withdraw", case, note="selesai")
        for subject in (*self.homes, *self.alone):
            self.told.say(self.desk.erase(subject, grounds="retention"))
        self.told.say(self.desk.verify())

    def files(self) -> dict[str, bytes]:
        """All that lies on disk."""
        return {str(p.relative_to(self.folder)): p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Everything that every logger says, at DEBUG, with the statements of SQLAlchemy and what they carry."""
    path = tmp_path / "all.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)r"))
    loggers = [logging.getLogger(name) for name in ("", "slrt_core", "sqlalchemy", "sqlalchemy.engine")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    loggers[0].addHandler(handler)
    yield path
    loggers[0].removeHandler(handler)
    handler.close()
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.mark.parametrize(
    "count", [pytest.param(FEW, id="few"), pytest.param(MANY, id="ten thousand", marks=pytest.mark.long)]
)
def test_no_number_is_left_anywhere(tmp_path: Path, log: Path, count: int) -> None:
    """Nor is a name or address, once everybody was erased."""
    folder = tmp_path / "life"
    folder.mkdir()
    numbers = canaries(count)
    life = Life(folder, numbers)
    life.live()
    assert next(life.numbers, None) is None
    files = life.files()
    assert files["desk.db-wal"]
    assert any(name.startswith("evidence") for name in files)
    life.sum_up()
    scan = Scan(numbers)
    assert {name: sorted(hit)[:3] for name, data in files.items() if (hit := scan.found(data))} == {}
    text = files["desk.db"] + files["desk.db-wal"]
    assert b"Burungkenari00000" in text
    assert b"Gang Burungmerak00000" in text
    life.erase_everybody()
    life.desk.close()
    life.told.close()
    with closing(sqlite3.connect(folder / "desk.db")) as connection:
        # As the docs say: a table that grew may leave a piece of a row behind where it was moved from.
        connection.execute("VACUUM")
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    logging.getLogger("test").debug("end")
    left = {**life.files(), "log": log.read_bytes()}
    assert {name: sorted(hit)[:3] for name, data in left.items() if (hit := scan.found(data))} == {}
    assert left["desk.keys.forgotten"]
    assert left["told.txt"].count(b"Invalid") > count // 200
    # Names this long do not come about in base64 by chance.
    kinds = ("kenari", "merpati", "pipit", "cendrawasih", "merak", "jalak", "nuri")
    birds = [f"burung{kind}".encode() for kind in kinds]
    stored = {name: data.lower() for name, data in left.items() if name not in {"told.txt", "log"}}
    assert {(name, bird) for name, data in stored.items() for bird in birds if bird in data} == set()


@pytest.mark.parametrize(
    "count", [pytest.param(60, id="few"), pytest.param(MANY, id="ten thousand", marks=pytest.mark.long)]
)
def test_every_form_of_every_number_is_found(count: int) -> None:
    """Each beside others, none more than planted."""
    numbers = canaries(2 * count)
    planted_ones, others = numbers[::2], numbers[1::2]
    scan, random = Scan(numbers), Random(1)
    forms: dict[str, list[tuple[str, bytes]]] = {}
    for number in planted_ones:
        for name, raw in planted(number):
            forms.setdefault(name, []).append((number, raw))
    assert len(forms) > 100
    for name, stand in forms.items():
        data = b"".join(random.randbytes(random.randrange(5, 12)) + b"\xff" + raw + b"\xff" for _, raw in stand)
        assert scan.found(data) == {number for number, _ in stand}, name
    assert not scan.found(random.randbytes(100_000))
    assert not set(others) & scan.found(b" ".join(number.encode() for number in planted_ones))


@pytest.mark.parametrize("where", ["log", "words", "wal", "evidence"])
def test_a_leak_would_be_seen(tmp_path: Path, log: Path, where: str) -> None:
    """One number, slipped into one of the places that are scanned above."""
    leaked = canaries(3)[-1]
    life = Life(tmp_path, [])
    if where == "log":
        logging.getLogger("sqlalchemy.engine").info("[raw sql] %s", (leaked,))
        data = log.read_bytes()
    elif where == "words":
        life.told.refused(lambda: _leaking(leaked), locals_=True)
        life.told.close()
        data = life.files()["told.txt"]
    elif where == "wal":
        with life.desk.work(write=True) as work:
            work.tx.put("rulebook", "x", f'{{"x": "{leaked}"}}'.encode(), expect=0, index={"name": "x"})
        data = life.files()["desk.db-wal"]
    else:
        (tmp_path / "evidence").mkdir(exist_ok=True)
        (tmp_path / "evidence" / "x").write_bytes(b"\x00" + leaked.encode("utf-16-le"))
        data = life.files()["evidence/x"]
    life.desk.close()
    life.told.close()
    assert Scan([leaked]).found(data) == {leaked}


def _leaking(number: str) -> None:
    held = number
    _raising(held)


def _raising(held: str) -> None:
    raise slrt.NotFound(held[:3])
