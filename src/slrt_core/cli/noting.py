"""What whoever writes a program should know, though nothing is wrong: which answers somebody has to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from slrt_core.errors import Invalid
from slrt_core.model.programs import Program
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Reason, Text
from slrt_core.rules.eligibility.unanswered import unanswered, variables_of
from slrt_core.rules.instruments import NAMES, Instrument, load_instrument
from slrt_core.rules.programs.placing import FilePlaces
from slrt_core.rules.rulebook import Rulebook, Variable

__all__ = ["notes"]


def notes(
    programs: Mapping[str, tuple[Program, ...]],
    files: Mapping[str, FilePlaces],
    rulebook: Rulebook,
    units: Mapping[str, UnitKind],
) -> Iterator[Reason]:
    """For each program file which answers a survey does not give, over all its versions.

    Args:
        programs: the versions, by the name of their file.
        files: the places in the files.
        rulebook: with the catalogue of variables.
        units: the units of other programs, by code.
    """
    instruments = tuple(_fitting(rulebook.variables))
    for name, held in programs.items():
        used = dict.fromkeys(one for program in held for one in variables_of(program, rulebook.schema, units))
        missing = unanswered(used, rulebook.variables, instruments)
        lines = [_listed(code, names, rulebook.variables) for code, names in missing.items() if names]
        if lines:
            told = Text(
                "tidak terjawab oleh survei ini: dari sana saja tetap belum diketahui, jadi tanyakan:",
                "not answered by these surveys: of who is known only from there it stays unknown, so ask:",
            )
            text = Text(
                "\n".join([told.id, *(one.id for one in lines)]), "\n".join([told.en, *(one.en for one in lines)])
            )
            yield Reason(code="unanswered", text=text, path=files[name].at(("code",)))


def _fitting(variables: Mapping[str, Variable]) -> Iterator[Instrument]:
    """The surveys that come with the library; not one that does not fit the district's own catalogue."""
    for name in NAMES:
        with suppress(Invalid):
            yield load_instrument(name, variables)


def _listed(code: str, names: Iterable[tuple[str, str]], variables: Mapping[str, Variable]) -> Text:
    labels = dict.fromkeys(_label(name, variables) for _, name in names)
    return Text(f"  {code}: {', '.join(one.id for one in labels)}", f"  {code}: {', '.join(one.en for one in labels)}")


def _label(name: str, variables: Mapping[str, Variable]) -> Text:
    stem, _, key = name.partition(":")
    label = variables[stem].label
    return Text(f"{label.id} ({key})", f"{label.en} ({key})") if key else label
