"""`slrt person|keys|upkeep|retention|load`: what an operator types, and what comes of it."""

from __future__ import annotations

import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import frozen
from click.testing import CliRunner, Result

import slrt_core as slrt
from slrt_core.adapters.keydocument import new_keys
from slrt_core.adapters.keys import FileKeys
from slrt_core.adapters.sql import SqlStorage
from slrt_core.cli.app import slrt as command
from slrt_core.desk import lists
from slrt_core.ports import Range
from slrt_core.testing import small_district

NIK = "6112014101850001"


@frozen
class Office:
    """A desk in a folder, with Siti's household."""

    folder: Path
    home: str
    siti: str

    @property
    def config(self) -> Path:
        return self.folder / "desk.toml"

    @property
    def keys(self) -> Path:
        return self.folder / "desk.keys"

    def run(self, *typed: object, config: bool = True, stdin: str | None = None) -> Result:
        """As typed, with ``--config`` and in English."""
        more = ["--config", str(self.config), "--lang", "en"] if config else []
        result = CliRunner().invoke(command, [*map(str, typed), *more], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def desk(self) -> slrt.Desk:
        return slrt.open_desk(self.config)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    small = small_district(SqlStorage(f"sqlite:///{tmp_path / 'desk.db'}"), keys=FileKeys(tmp_path / "desk.keys"))
    home = small.acting("sari").record_household(small.form())
    siti = small.acting("sari").household(home.id, purpose="test").members[0]
    small.desk.close()
    (tmp_path / "desk.toml").write_text('store = "sqlite:///desk.db"\ndistrict = "61.12"\n', encoding="utf-8")
    return Office(tmp_path, home.id, siti.id)


NINE = "".join(f"h-{n},61.12.01.2001,Ani {n},\n" for n in range(9))


@pytest.mark.parametrize(
    "typed",
    ["", "person", "person export", "person erase", "keys", "keys new", "keys show", "keys rotate", "keys rewrap",
     "keys retire", "upkeep", "upkeep erase-again", "retention", "load", "load households",
     "load list", "load abandon"],
)  # fmt: skip
def test_help_is_in_both_languages(typed: str) -> None:
    result = CliRunner().invoke(command, [*typed.split(), "--help"])
    assert result.exit_code == 0
    assert " / " in result.output


class TestExport:
    def test_to_the_screen(self, office: Office) -> None:
        result = office.run("person", "export", office.siti)
        found = json.loads(result.stdout)
        assert {fact["value"] for fact in found["facts"]} >= {"Siti", NIK}
        assert found["looks"][-1]["purpose"] == "export: asked by the person"
        assert "2 looks" in result.stderr

    def test_to_a_file_that_only_its_owner_reads(self, office: Office) -> None:
        out = office.folder / "siti.json"
        result = office.run("person", "export", office.home, "--out", out, "--purpose", "letter 17")
        assert result.exit_code == 0
        assert NIK not in result.output
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        assert json.loads(out.read_text(encoding="utf-8"))["looks"][-1]["purpose"] == "export: letter 17"
        again = office.run("person", "export", office.home, "--out", out)
        assert (again.exit_code, "exists" in again.stderr) == (1, True)

    def test_nobody_such_leaves_no_file(self, office: Office) -> None:
        out = office.folder / "x.json"
        result = office.run("person", "export", "nobody", "--out", out)
        assert (result.exit_code, out.exists()) == (1, False)
        assert "not-found" in result.stderr


class TestErase:
    def test_it_asks_and_says_what_stays(self, office: Office) -> None:
        no = office.run("person", "erase", office.siti, "--grounds", "asked", stdin="n\n")
        assert no.exit_code == 1
        assert "Siti" in office.run("person", "export", office.home).stdout
        yes = office.run("person", "erase", office.siti, "--grounds", "asked", stdin="y\n")
        assert (yes.exit_code, office.siti in yes.stdout) == (0, True)
        for stays in ("village", "registration numbers", "other households", "backups", "erase-again"):
            assert stays in yes.stdout
        assert "Siti" not in office.run("person", "export", office.home).stdout

    def test_without_asking(self, office: Office) -> None:
        assert office.run("person", "erase", office.home, "--grounds", "mistake", "--yes").exit_code == 0
        assert office.run("person", "erase", office.siti, "--grounds", "mistake", "--yes").exit_code == 1

    def test_grounds_are_named(self, office: Office) -> None:
        assert office.run("person", "erase", office.siti, "--yes").exit_code == 2
        assert office.run("person", "erase", office.siti, "--yes", "--grounds", "fun").exit_code == 2

    def test_an_open_case_keeps_them(self, office: Office) -> None:
        with office.desk() as desk:
            desk.acting_as("sari").record_visit(office.home, [slrt.Need(program="PKH")])
        result = office.run("person", "erase", office.home, "--grounds", "asked", "--yes")
        assert (result.exit_code, "erase-open-case" in result.stderr) == (1, True)


class TestKeys:
    def test_a_whole_change(self, office: Office) -> None:
        assert office.run("keys", "rotate", office.keys, config=False).stdout == "2\n"
        shown = office.run("keys", "show", office.keys, config=False).stdout
        assert shown.splitlines() == ["2 (berlaku)", "1"]
        refused = office.run("keys", "retire", office.keys, "1")
        assert (refused.exit_code, "keys-used" in refused.stderr) == (1, True)
        table = office.run("keys", "show", office.keys).stdout
        assert [line.split() for line in table.splitlines() if line.strip()[:1] in {"1", "2"}] == [
            ["2", "current", "0", "0"],
            ["1", "4", "1"],
        ]
        assert "4 wrapped with the key 2" in office.run("keys", "rewrap").stdout
        assert "0 wrapped with the key 2" in office.run("keys", "rewrap").stdout
        assert office.run("keys", "retire", office.keys, "1").exit_code == 0
        assert office.run("keys", "show", office.keys, config=False).stdout.splitlines() == ["2 (berlaku)"]
        with office.desk() as desk:
            assert len(desk.acting_as("sari").lookup("nik", NIK, purpose="test")) == 1
            assert desk.verify() == {}
        assert NIK in office.run("person", "export", office.home).stdout

    def test_what_is_only_indexed_by_it_keeps_it(self, office: Office) -> None:
        """A rewrapping that was cut short between the key and the number."""
        FileKeys(office.keys).rotate()
        with office.desk() as desk, desk.work(write=True) as work:
            for subject in tuple(work.among("subject", "wrap", {"1"})):
                body = work.keys.rewrap(work.sealer.ring.name(subject.key), subject.body)
                index = {**subject.index, "wrap": "2"}
                work.tx.put("subject", subject.key, body, expect=subject.version, index=index)
        refused = office.run("keys", "retire", office.keys, "1")
        assert (refused.exit_code, "0 persons' keys" in refused.stderr, "1 numbers" in refused.stderr) == (
            1,
            True,
            True,
        )
        assert ["1", "0", "1"] in [line.split() for line in office.run("keys", "show", office.keys).stdout.splitlines()]
        assert office.run("keys", "rewrap").exit_code == 0
        assert office.run("keys", "retire", office.keys, "1").exit_code == 0
        with office.desk() as desk:
            assert len(desk.acting_as("sari").lookup("nik", NIK, purpose="test")) == 1

    def test_what_version_0_1_sealed_keeps_it(self, office: Office) -> None:
        FileKeys(office.keys).rotate()
        office.run("keys", "rewrap")
        with office.desk() as desk, desk.work(write=True) as work:
            work.tx.put("rulebook", "x", b'{"sealed": "AQExabcd"}', expect=0, index={"name": "x"})
        refused = office.run("keys", "retire", office.keys, "1")
        assert (refused.exit_code, "keys-sealed-directly" in refused.stderr) == (1, True)

    def test_neither_the_current_key_nor_one_unlooked(self, office: Office) -> None:
        FileKeys(office.keys).rotate()
        for typed in (("2", "--force"), ("7", "--force"), ("1",)):
            before = office.keys.read_text(encoding="utf-8")
            assert office.run("keys", "retire", office.keys, *typed, config=False).exit_code == 1
            assert office.keys.read_text(encoding="utf-8") == before
        assert office.run("keys", "retire", office.keys, "1", "--force", config=False).exit_code == 0

    def test_why_a_key_is_not_retired(self, office: Office) -> None:
        """Of one that is current, wrapping anew takes nothing away before there is another."""
        for more in ((), ("--force",)):
            missing = office.run("keys", "retire", office.keys, "9", *more).stderr
            assert ("keys-unknown" in missing, "there is no key '9'; there is: 1" in missing) == (True, True)
            current = office.run("keys", "retire", office.keys, "1", *more).stderr
            assert ("keys-current" in current, "keys-used" in current) == (True, False)
            assert "slrt keys rotate, then slrt keys rewrap" in current

    def test_what_is_missing_is_said(self, office: Office) -> None:
        for typed in (["rotate"], ["rotate", office.keys, "--env", "KEYS"], ["retire", "1"]):
            result = office.run("keys", *typed, config=False)
            assert (result.exit_code, "name FILE" in result.stderr or "only one" in result.stderr) == (2, True), typed

    def test_another_stores_keys_are_told(self, office: Office) -> None:
        other = FileKeys(office.folder / "other.keys")
        other.rotate()
        result = office.run("keys", "retire", office.folder / "other.keys", "1")
        assert (result.exit_code, "keys-other" in result.stderr) == (1, True)

    @pytest.mark.parametrize(
        "typed", [["status"], ["keys", "show"], ["keys", "rewrap"], ["upkeep"], ["worklist", "sari"]]
    )
    def test_a_file_that_a_configuration_misspells_is_not_made(self, office: Office, typed: list[str]) -> None:
        text = office.config.read_text(encoding="utf-8")
        office.config.write_text(text + 'keys = "file:desk.kyes"\n', encoding="utf-8")
        before = {path.name for path in office.folder.iterdir()}
        result = office.run(*typed)
        assert (result.exit_code, "key-file-missing" in result.stderr) == (1, True)
        assert str(office.folder / "desk.kyes") in result.stderr.replace("\n", "")
        assert {path.name for path in office.folder.iterdir()} <= before | {"desk.db-wal", "desk.db-shm"}

    def test_new(self, office: Office) -> None:
        made = office.folder / "new.keys"
        assert office.run("keys", "new", made, config=False).exit_code == 0
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        before = made.read_bytes()
        assert office.run("keys", "new", made, config=False).exit_code == 1
        assert made.read_bytes() == before
        printed = office.run("keys", "new", config=False).stdout
        assert printed.count("\n") == 1
        assert set(json.loads(printed)) == {"current", "digest", "keys"}

    @pytest.mark.parametrize("typed", [["rotate"], ["show"]])
    def test_a_file_that_is_not_there_is_not_made(self, office: Office, typed: list[str]) -> None:
        result = office.run("keys", *typed, office.folder / "nowhere.keys", config=False)
        assert result.exit_code == 1
        assert not (office.folder / "nowhere.keys").exists()

    def test_in_the_environment(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KEYS", new_keys())
        rotated = office.run("keys", "rotate", "--env", "KEYS", config=False)
        held = json.loads(rotated.stdout)
        assert (held["current"], set(held["keys"])) == ("2", {"1", "2"})
        assert json.loads(os.environ["KEYS"])["current"] == "1"
        monkeypatch.setenv("KEYS", rotated.stdout)
        retired = json.loads(office.run("keys", "retire", "1", "--env", "KEYS", "--force", config=False).stdout)
        assert (retired["current"], set(retired["keys"]), retired["digest"]) == ("2", {"2"}, held["digest"])


class TestUpkeep:
    def test_what_is_old_goes(self, office: Office) -> None:
        with slrt.open_desk(office.config) as desk:
            past = desk.moment().at - timedelta(days=5000)
            with desk.work(write=True) as work:
                for subject in tuple(work.all("look", Range(field="at"))):
                    work.tx.put(
                        "look",
                        subject.key,
                        subject.body,
                        expect=subject.version,
                        index={**subject.index, "at": past},
                    )
        dry = office.run("upkeep", "--dry-run")
        assert "looks at personal data would be deleted: 1" in dry.stdout
        assert "looks at personal data deleted: 1" in office.run("upkeep").stdout
        assert "looks at personal data deleted: 0" in office.run("upkeep").stdout

    def test_after_a_restore(self, office: Office) -> None:
        backup = (office.folder / "desk.db").read_bytes()
        assert office.run("upkeep", "erase-again").stdout == "erased again: 0\n"
        office.run("person", "erase", office.siti, "--grounds", "asked", "--yes")
        (office.folder / "desk.db").write_bytes(backup)
        assert office.run("upkeep", "erase-again").stdout == "erased again: 1\n"
        assert "Siti" not in office.run("person", "export", office.home).stdout

    def test_the_table_of_retention(self, office: Office) -> None:
        shown = office.run("retention").stdout
        limits = slrt.load_rulebook().limits
        for kind in ("request", "look", "message"):
            line = next(line for line in shown.splitlines() if str(limits[f"keep_{kind}_days"].value) in line)
            assert "own" in line
        assert "the journal" in shown


HEAD = "household,region,name,nik\n"


class TestLoad:
    def load(self, office: Office, text: str, **more: str) -> Result:
        path = office.folder / "list.csv"
        path.write_text(HEAD + text, encoding="utf-8")
        options = {"--source": "DTSEN 2026-2", "--day": "2026-02-01", **more}
        return office.run("load", "households", path, *(word for pair in options.items() for word in pair))

    def test_manifest_and_count_and_then_nothing(self, office: Office) -> None:
        text = "h-1,61.12.01.2001,Ani,\nh-1,,Budi,\nh-2,61.12.01.2001,Cici,6112014101859001\n"
        first = self.load(office, text)
        assert first.exit_code == 0, first.output
        for said in ("DTSEN 2026-2", "2026-02-01", "households: 2", "digest:     1.", "new or changed: 2"):
            assert said in first.stdout
        again = self.load(office, text)
        assert (again.exit_code, "nothing changed" in again.stdout) == (0, True)
        assert [line for line in again.stdout.splitlines() if "digest" in line] == [
            line for line in first.stdout.splitlines() if "digest" in line
        ]

    def stopped(self, office: Office, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
        """Load a list of nine in parts of two, and be stopped after some parts."""
        real, left = lists._take, iter(range(after))
        monkeypatch.setattr("slrt_core.desk.lists.PART", 2)

        def dying(*args: object) -> object:
            if next(left, None) is None:
                raise slrt.AdapterError("gone", slrt.Text("hilang", "gone"))
            return real(*args)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr("slrt_core.desk.lists._take", dying)
            assert self.load(office, NINE).exit_code == 1

    def test_a_damaged_row_has_line_and_column(self, office: Office) -> None:
        broken = self.load(office, "h-1,61.12.01.2001,Ani,6.11E+15\n")
        assert (broken.exit_code, "list.csv:2:nik" in broken.stderr) == (1, True)
        unknown = self.load(office, "h-1,61.12.01.2001,Ani,\nh-2,61.12.99.2001,Budi,\n")
        assert (unknown.exit_code, "list.csv:3:region" in unknown.stderr) == (1, True)

    def test_it_goes_on_where_it_stopped(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stopped(office, monkeypatch, after=2)
        real = lists._take
        taken: list[object] = []

        def counted(*args: object) -> object:
            taken.append(args)
            return real(*args)  # type: ignore[arg-type]

        monkeypatch.setattr("slrt_core.desk.lists._take", counted)
        assert "new or changed: 9" in self.load(office, NINE).stdout
        assert len(taken) == 3

    def test_what_is_not_wholly_in_is_seen_and_given_up(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "Every list is wholly in." in office.run("load", "list").stdout
        self.stopped(office, monkeypatch, after=2)
        shown = office.run("load", "list").stdout
        for said in ("DTSEN 2026-2", "2026-02-01", "4 / 9", "can go on"):
            assert said in shown
        assert ["Lists", "not", "wholly", "in", "1"] in [
            line.split() for line in office.run("status").stdout.splitlines()
        ]
        told = office.run("person", "export", "h-1")
        assert ("Ani 1" in told.stdout, "facts of lists that are not wholly in" in told.stderr) == (True, True)
        with office.desk() as desk:
            [one] = desk.upkeep.unfinished()
        assert office.run("load", "abandon", one.load, stdin="n\n").exit_code == 1
        given_up = office.run("load", "abandon", one.load, stdin="y\n")
        assert (given_up.exit_code, "households swept: 4" in given_up.stdout) == (0, True)
        assert "Every list is wholly in." in office.run("load", "list").stdout
        gone = office.run("person", "export", "h-1")
        assert (gone.exit_code, "not-found" in gone.stderr) == (1, True)
        assert office.run("load", "abandon", "nothing", "--yes").exit_code == 1

    def test_what_was_overtaken_goes_with_the_daily_jobs(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stopped(office, monkeypatch, after=1)
        assert self.load(office, "h-1,61.12.01.2001,Siti,\n", **{"--source": "other"}).exit_code == 0
        assert "overtaken by another list" in office.run("load", "list").stdout
        assert "lists that would be swept: 1" in office.run("upkeep", "--dry-run").stdout
        assert "households swept of lists that never came in: 1" in office.run("upkeep").stdout
        assert "households swept of lists that never came in: 0" in office.run("upkeep").stdout

    def test_a_file_with_a_heading_only_is_refused(self, office: Office) -> None:
        refused = self.load(office, "")
        assert (refused.exit_code, "list-empty" in refused.stderr) == (1, True)

    def test_day_and_source_are_named(self, office: Office) -> None:
        path = office.folder / "x.csv"
        path.write_text(HEAD, encoding="utf-8")
        assert office.run("load", "households", path, "--source", "x").exit_code == 2
        assert office.run("load", "households", path, "--day", "2026-01-01").exit_code == 2
