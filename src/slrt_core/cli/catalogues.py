"""Reading program files from a disk for the commands, and finding the place of a mistake in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import evolve, frozen

from slrt_core.errors import Invalid, invalid
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import Schema
from slrt_core.rules.eligibility import check_program
from slrt_core.rules.programs import default_programs, programs_from_texts

__all__ = ["Checked", "check_files", "read_text", "version_of"]

_PLACE = re.compile(r"(?P<code>[^:]+):(?P<part>[^:]+):(?P<line>\d+):(?P<column>\d+)")
_VERSION = re.compile(r"^\[\[version\]\]", re.MULTILINE)


@frozen(kw_only=True)
class Checked:
    """What a check of program files found.

    Args:
        files: how many were read.
        programs: how many versions of programs stand in them.
        problems: everything that is wrong, with its place.
        warnings: what may be meant so.
    """

    files: int
    programs: int
    problems: tuple[Reason, ...]
    warnings: tuple[Reason, ...]


def read_text(path: Path) -> str:
    """A file's text.

    Raises:
        Invalid: it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        words = f"byte ke-{error.start}", f"byte {error.start}"
        raise invalid(
            str(path), "file-encoding", id=f"bukan UTF-8, {words[0]}", en=f"not UTF-8, at {words[1]}"
        ) from None


def check_files(paths: Iterable[Path], schema: Schema) -> Checked:
    """Check program files: what is said in them, and what their expressions say.

    Args:
        paths: of TOML files.
        schema: the variables that expressions may name.
    """
    texts: dict[str, str] = {}
    problems: list[Reason] = []
    warnings: list[Reason] = []
    programs: dict[str, tuple[Program, ...]] = {}
    for path in paths:
        try:
            texts[str(path)] = read_text(path)
            programs[str(path)] = programs_from_texts({str(path): texts[str(path)]})
        except Invalid as error:
            problems += error.reasons
    every = [one for held in programs.values() for one in held]
    units: Mapping[str, UnitKind] = {one.code: one.unit for one in (*default_programs(), *every)}
    first: dict[str, str] = {}
    for file, held in programs.items():
        codes = dict.fromkeys(one.code for one in held)
        problems += (_doubled(file, code, first[code]) for code in codes if code in first)
        first |= {code: first.get(code, file) for code in codes}
        for number, program in enumerate(_as_written(held, texts[file])):
            try:
                found = check_program(program, schema, units)
            except Invalid as error:
                problems += (_placed(one, program, file, texts[file], number) for one in error.reasons)
            else:
                warnings += (_placed(one, program, file, texts[file], number) for one in found)
    return Checked(files=len(texts), programs=len(every), problems=tuple(problems), warnings=tuple(warnings))


def _doubled(file: str, code: str, other: str) -> Reason:
    error = invalid(
        f"{file}:code", "program-twice", id=f"kode {code} sudah ada di {other}", en=f"the code {code} stands in {other}"
    )
    return error.reasons[0]


def _as_written(programs: tuple[Program, ...], text: str) -> tuple[Program, ...]:
    """The versions in the order of the file, which need not be that of the days."""
    days = re.findall(r"^\[\[version\]\]\s*(?:#[^\n]*\n|\s)*valid_from\s*=\s*(\S+)", text, re.MULTILINE)
    order = {day: number for number, day in enumerate(days)}
    return tuple(sorted(programs, key=lambda one: order.get(one.valid_from.isoformat(), 0)))


def _placed(reason: Reason, program: Program, file: str, text: str, number: int) -> Reason:
    """A reason with the line and the column of the file, where the expression is found in it as it is written."""
    place = _PLACE.fullmatch(reason.path)
    if place is None:
        return evolve(reason, path=f"{file}:{reason.path.removeprefix(program.code + ':')}")
    starts = [found.start() for found in _VERSION.finditer(text)]
    start = starts[number] if number < len(starts) else 0
    expression = _expression(program, place["part"])
    at = text.find(expression, start) if expression else -1
    if at < 0:
        return evolve(reason, path=f"{file}:{place['part']}:{place['line']}:{place['column']}")
    line, column = int(place["line"]), int(place["column"])
    before = text[:at]
    shift = at - (before.rfind("\n") + 1) if line == 1 else 0
    return evolve(reason, path=f"{file}:{before.count(chr(10)) + line}:{column + shift} ({place['part']})")


def _expression(program: Program, part: str) -> str:
    kind, _, name = part.partition(".")
    if kind == "criteria":
        return next((c.text for c in program.criteria.walk() if c.id == name), "") if program.criteria else ""
    if kind == "component":
        return next((c.text for c in program.components if c.id == name), "")
    ranks = program.quota.rank if program.quota else ()
    index = name.removeprefix("rank.")
    return ranks[int(index)] if index.isdigit() and int(index) < len(ranks) else ""


def version_of(named: str) -> Program:
    """A program version: a file, or the code of a packaged program, and a day of it after ``@``.

    Args:
        named: such as ``PKH.toml``, ``PKH.toml@2019-06-01`` or ``PKH@2026-01-01``; the latest version without a day.

    Raises:
        Invalid: there is no such file or program, no version on that day, or the file is wrong.
    """
    name, at, day = named.rpartition("@")
    name = name if at else named
    if Path(name).is_file():
        programs = programs_from_texts({name: read_text(Path(name))})
    else:
        programs = tuple(one for one in default_programs() if one.code == name)
    if not programs:
        raise invalid(
            named,
            "program-missing",
            id="tidak ada berkas atau program bawaan dengan nama ini",
            en="there is no such file, and no packaged program of that name",
        )
    if not at:
        return programs[-1]
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise invalid(named, "day", id=f"bukan tanggal: {day}", en=f"not a date: {day}") from None
    found = [one for one in programs if one.valid_from <= on <= one.valid_until]
    if not found:
        raise invalid(named, "program-not-then", id=f"tidak ada versi pada {on}", en=f"there is no version on {on}")
    return found[-1]
