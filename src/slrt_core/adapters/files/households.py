"""A list of households from a CSV file with one person in each line, however long."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from slrt_core.adapters.files.cells import Unreadable
from slrt_core.adapters.files.heading import Column, columns_of
from slrt_core.adapters.files.rows import Faults, rows
from slrt_core.errors import SlrtError
from slrt_core.model.facts import Value
from slrt_core.model.forms import FamilyForm, HouseholdForm, PersonForm
from slrt_core.reasons import Reason, Text
from slrt_core.rules.rulebook import Rulebook, load_rulebook

__all__ = ["HouseholdFile", "read_households"]

_PLACE = re.compile(r"forms\[(\d+)\](?:\.families\[(\d+)\](?:\.members\[(\d+)\])?)?(?:\.facts)?(?:\.([^.]*))?")
_LONGEST_ID = 80


def read_households(path: Path | str, rulebook: Rulebook | None = None) -> HouseholdFile:
    """Read a list of households, one person in each line, the lines of a household one after the other.

    It may be as long as it likes: one household is in memory at a time, and it can be gone through again. The columns
    are those of the how-to guide on loading; an empty cell says nothing, neither "no" nor zero.

    Args:
        path: UTF-8, with the columns ``household``, ``region`` and ``name``, and others if wanted.
        rulebook: whose catalogue names the variables; the default one if not given.

    Returns:
        What `Desk.load_households` takes.

    Raises:
        Invalid: the file or its header cannot be read. What is wrong further down is raised while it is gone through,
            with up to 200 faults, each with file, line and column.
    """
    return HouseholdFile(Path(path), rulebook or load_rulebook())


@define
class _Person:
    line: int
    said: dict[str, Any] = field(factory=dict)


@define
class _Group:
    """The lines of one household."""

    line: int
    said: dict[str, Any] = field(factory=dict)
    families: dict[str, tuple[dict[str, Any], list[_Person]]] = field(factory=dict)

    def form(self) -> HouseholdForm:
        families = [
            FamilyForm(**_arguments(said), members=[PersonForm(**_arguments(person.said)) for person in people])
            for said, people in self.families.values()
        ]
        return HouseholdForm(**_arguments(self.said), families=families)

    def line_of(self, family: str | None, member: str | None) -> int:
        """Where a path of the desk points to."""
        if family is None:
            return self.line
        people = [*self.families.values()][int(family)][1]
        return people[int(member)].line if member is not None else people[0].line


class HouseholdFile:
    """A list of households in a file. Made by `read_households`.

    Args:
        path: the file.
        rulebook: whose catalogue names the variables.
    """

    def __init__(self, path: Path, rulebook: Rulebook) -> None:
        self._path = path
        self._variables = rulebook.variables
        self._columns(Faults(path.name))

    def __iter__(self) -> Iterator[HouseholdForm]:
        for group in self._groups():
            yield group.form()

    def placed(self, error: SlrtError) -> SlrtError:
        """An error of `Desk.load_households` with file, line and column in place of the path in the list."""
        reasons = list(error.reasons)
        wanted = {int(found[1]) for reason in reasons if (found := _PLACE.fullmatch(reason.path))}
        lines = {n: group for n, group in enumerate(self._groups()) if n in wanted} if wanted else {}
        evolved = type(error)([self._placed(reason, lines) for reason in reasons]) if lines else error
        evolved.__cause__ = None
        return evolved

    def _placed(self, reason: Reason, groups: Mapping[int, _Group]) -> Reason:
        found = _PLACE.fullmatch(reason.path)
        if found is None or int(found[1]) not in groups:
            return reason
        name = found[4] or ""
        column = next((c.name for c in self._columns(Faults(self._path.name))[0] if c.field == name), name)
        line = groups[int(found[1])].line_of(found[2], found[3])
        return evolve(reason, path=":".join(filter(None, (self._path.name, str(line), column))))

    def _columns(self, faults: Faults) -> tuple[tuple[Column, ...], Generator[tuple[int, list[str]], None, None]]:
        found = rows(self._path, faults)
        line, header = next(found, (1, []))
        header = [name.strip() for name in header]

        def note(column: str, reason: Reason) -> None:
            faults.note(line, column, reason.code, reason.text)

        columns = () if faults else columns_of(header, self._variables, note)
        faults.stop()
        return columns, found

    def _groups(self) -> Iterator[_Group]:
        """The households; the first fault ends them, and the rest is only looked through for more faults."""
        faults = Faults(self._path.name)
        columns, found = self._columns(faults)
        with closing(_Seen()) as seen, closing(found):
            yield from self._grouped(found, _Reading(columns, faults), faults, seen)
        faults.stop()

    def _grouped(
        self, found: Generator[tuple[int, list[str]], None, None], reading: _Reading, faults: Faults, seen: _Seen
    ) -> Iterator[_Group]:
        group: _Group | None = None
        for line, cells in found:
            if faults.full:
                break
            row = reading.row(line, cells)
            if row is None:
                continue
            if group is None or row["household"]["id"] != group.said["id"]:
                if group is not None and reading.whole(group):
                    yield group
                group = _Group(line)
                if not seen.first(row["household"]["id"]):
                    words = Text(
                        "rumah tangga ini sudah ada di atas; barisnya harus berurutan",
                        "this household stands further up already; its lines must follow one another",
                    )
                    faults.note(line, "household", "csv-household-apart", words)
            reading.take(group, line, row, seen)
        if group is not None and reading.whole(group):
            yield group


class _Reading:
    """Turns rows into what they say, and notes what they cannot say."""

    def __init__(self, columns: Sequence[Column], faults: Faults) -> None:
        self._columns = columns
        self._faults = faults

    def row(self, line: int, cells: Sequence[str]) -> dict[str, dict[str, Value]] | None:
        """What a row says of household, family and person; nothing if it cannot be told whose it is."""
        if len(cells) != len(self._columns):
            counts = (len(cells), len(self._columns))
            words = Text("{} sel, bukan {}".format(*counts), "{} cells, not {}".format(*counts))
            self._faults.note(line, "", "csv-cells", words)
            return None
        said: dict[str, dict[str, Value]] = {"household": {}, "family": {}, "individual": {}}
        for column, cell in zip(self._columns, cells, strict=True):
            text = cell.strip()
            if text:
                self._cell(line, column, text, said[column.unit])
        for name, unit, needed in (("household", "household", "id"), ("name", "individual", "name")):
            if needed not in said[unit]:
                self._faults.note(line, name, "csv-empty", Text("kosong", "empty"))
        return said if "id" in said["household"] and "name" in said["individual"] else None

    def _cell(self, line: int, column: Column, text: str, said: dict[str, Value]) -> None:
        try:
            value = column.read(text)
        except Unreadable as error:
            self._faults.note(line, column.name, error.code, error.text)
        except SlrtError as error:
            for reason in error.reasons:
                self._faults.note(line, column.name, reason.code, reason.text)
        else:
            if column.field == "id" and len(text) > _LONGEST_ID:
                words = Text(f"lebih dari {_LONGEST_ID} karakter", f"longer than {_LONGEST_ID} characters")
                self._faults.note(line, column.name, "name-too-long", words)
            said[_key(column)] = value

    def take(self, group: _Group, line: int, row: Mapping[str, dict[str, Value]], seen: _Seen) -> None:
        """Add a row to its household."""
        self._merge(group.said, row["household"], line, "household")
        family = row["family"]
        # Without an id the No. KK tells families apart; without either, all are one family.
        key = f"id {family['id']}" if "id" in family else f"no_kk {family.get('no_kk', '')}"
        for unit in ("individual",) if key in group.families else ("family", "individual"):
            if "id" in row[unit] and not seen.first(row[unit]["id"]):
                words = Text("id ini sudah menyebut yang lain di atas", "this id names something else further up")
                self._note(line, unit, "id", "csv-id-twice", words)
        said, people = group.families.setdefault(key, ({}, []))
        self._merge(said, family, line, "family")
        people.append(_Person(line, row["individual"]))

    def _merge(self, held: dict[str, Any], said: Mapping[str, Value], line: int, unit: str) -> None:
        for key, value in said.items():
            if held.setdefault(key, value) != value:
                words = Text("baris lain menyebut yang lain", "another line says something else")
                self._note(line, unit, key, "csv-contradiction", words)

    def _note(self, line: int, unit: str, key: str, code: str, words: Text) -> None:
        column = next(c.name for c in self._columns if c.unit == unit and _key(c) == key)
        self._faults.note(line, column, code, words)

    def whole(self, group: _Group) -> bool:
        """Whether a household may be handed on: nothing was wrong so far, and its village is named."""
        if "region" not in group.said and not self._faults:
            self._faults.note(group.line, "region", "csv-empty", Text("kosong", "empty"))
        return not self._faults


class _Seen:
    """The ids that were there, outside of memory: a list may name millions."""

    def __init__(self) -> None:
        self._held = sqlite3.connect("", isolation_level=None)  # a file of its own, which goes with the connection
        self._held.execute("PRAGMA synchronous=OFF")
        self._held.execute("CREATE TABLE seen (id INTEGER PRIMARY KEY) WITHOUT ROWID")
        self._held.execute("BEGIN")

    def first(self, id_: object) -> bool:
        """Whether it was not there yet."""
        mark = int.from_bytes(blake2b(str(id_).encode(), digest_size=8).digest(), signed=True)
        return self._held.execute("INSERT OR IGNORE INTO seen VALUES (?)", (mark,)).rowcount == 1

    def close(self) -> None:
        self._held.close()


def _key(column: Column) -> str:
    return f"={column.field}" if column.fact else column.field


def _arguments(said: Mapping[str, Any]) -> dict[str, Any]:
    facts = {key[1:]: value for key, value in said.items() if key.startswith("=")}
    return {**{key: value for key, value in said.items() if not key.startswith("=")}, "facts": facts}
