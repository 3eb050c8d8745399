"""Reading program files from a disk for the commands, and finding the place of a mistake in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tomllib import TOMLDecodeError

from attrs import evolve, frozen

from slrt_core.cli.expressions import expression_faults
from slrt_core.cli.noting import notes
from slrt_core.errors import Invalid, invalid
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason
from slrt_core.rules.eligibility import check_program
from slrt_core.rules.programs import default_programs, programs_from_texts
from slrt_core.rules.programs.placing import FilePlaces
from slrt_core.rules.rulebook import Rulebook
from slrt_core.rules.rulebook.places import syntax_fault

__all__ = ["Checked", "check_files", "read_text", "version_of"]


@frozen(kw_only=True)
class Checked:
    """What a check of program files found.

    Args:
        files: how many were read.
        programs: how many versions of programs stand in them.
        problems: everything that is wrong, with its place.
        warnings: what may be meant so.
        notes: for each program the answers that a survey does not give.
    """

    files: int
    programs: int
    problems: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    notes: tuple[Reason, ...] = ()


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


def check_files(paths: Iterable[Path], rulebook: Rulebook) -> Checked:
    """Check program files: what is said in them, and what their expressions say.

    Args:
        paths: of TOML files.
        rulebook: the variables that expressions may name.
    """
    schema = rulebook.schema
    read = 0
    files: dict[str, FilePlaces] = {}
    problems: list[Reason] = []
    warnings: list[Reason] = []
    programs: dict[str, tuple[Program, ...]] = {}
    for path in paths:
        name = str(path)
        try:
            text = read_text(path)
        except Invalid as error:
            problems += error.reasons
            continue
        read += 1
        try:
            files[name] = FilePlaces(name, text)
            programs[name] = programs_from_texts({name: text})
        except TOMLDecodeError as error:
            problems.append(syntax_fault(name, text, error))
        except Invalid as error:
            problems += [*error.reasons, *expression_faults(files[name], schema)]
    every = [one for held in programs.values() for one in held]
    units: Mapping[str, UnitKind] = {one.code: one.unit for one in (*default_programs(), *every)}
    first: dict[str, str] = {}
    for name, held in programs.items():
        codes = dict.fromkeys(one.code for one in held)
        problems += (_doubled(files[name], code, first[code]) for code in codes if code in first)
        first |= {code: first.get(code, name) for code in codes}
        for program in held:
            try:
                found = check_program(program, schema, units)
            except Invalid as error:
                problems += (_placed(one, program, files[name]) for one in error.reasons)
            else:
                warnings += (_placed(one, program, files[name]) for one in found)
    return Checked(
        files=read,
        programs=len(every),
        problems=tuple(problems),
        warnings=tuple(warnings),
        notes=() if problems else tuple(notes(programs, files, rulebook, units)),
    )


def _doubled(file: FilePlaces, code: str, other: str) -> Reason:
    error = invalid(
        file.at(("code",)),
        "program-twice",
        id=f"kode {code} sudah ada di {other}",
        en=f"the code {code} stands in {other}",
    )
    return error.reasons[0]


def _placed(reason: Reason, program: Program, file: FilePlaces) -> Reason:
    """A reason with the line and the column of the file, where its part is found in it."""
    part, line, column = (*reason.path.removeprefix(f"{program.code}:").split(":"), "", "")[:3]
    rank = re.fullmatch(r"quota\.rank\.(\d+)", part)
    part = f"quota.rank.{int(rank[1]) + 1}" if rank else part
    if line:
        path = file.named(program.valid_from, part if rank else f"{part}.text")
        if path is not None:
            return evolve(reason, path=file.within(path, int(line), int(column)))
        return evolve(reason, path=f"{file.name}:{part}:{line}:{column}")
    path = file.named(program.valid_from, part)
    return evolve(reason, path=file.at(path) if path is not None else f"{file.name}:{part}")


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
