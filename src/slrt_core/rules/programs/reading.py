"""From files to programs: each version of a file becomes a value of its own; every mistake is told with its place.

What the texts of criteria mean is not asked here: a rulebook's variables decide that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import attrs
from attrs import evolve, frozen

from slrt_core.errors import Invalid
from slrt_core.model.criteria import Cited, Clause, Component, Each, Limit, Quota, Tie
from slrt_core.model.parameters import Parameter, Per
from slrt_core.model.programs import Program, Provider, Question
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.programs.placing import FilePlaces
from slrt_core.rules.rulebook.reading import Problems, read_toml

__all__ = ["default_programs", "programs_from_texts"]

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


@frozen(kw_only=True)
class _Version:
    valid_from: date
    benefit: Text
    valid_until: date = date.max
    documents: tuple[Text, ...] = ()
    faq: tuple[Question, ...] = ()
    requires_listing: bool = False
    basis: tuple[Cited, ...] = ()
    criteria: Clause | None = None
    component: tuple[Component, ...] = ()
    limit: Limit | None = None
    quota: Quota | None = None
    excludes: tuple[Tie, ...] = ()
    expects: tuple[Tie, ...] = ()


@frozen(kw_only=True)
class _File:
    code: str
    name: Text
    provider: Provider
    unit: UnitKind
    version: tuple[_Version, ...]
    param: tuple[Parameter, ...] = ()


@cache
def default_programs() -> tuple[Program, ...]:
    """The programs that come with this library, by code and by day.

    What documents say and what only we say stands with each clause (`Cited.confirmed`):
    a district reads them, corrects them in a copy, and loads what it answers for.
    """
    folder = resources.files("slrt_core.rules.programs")
    files = {one.name: one for one in folder.iterdir() if one.name.endswith(".toml")}
    return programs_from_texts({name: files[name].read_text(encoding="utf-8") for name in files})


def programs_from_texts(texts: Mapping[str, str]) -> tuple[Program, ...]:
    """Read the texts of program files.

    Args:
        texts: by the names of the files.

    Returns:
        One program for each version in each file, by code and by day.

    Raises:
        Invalid: with every fault, each with file and place.
    """
    problems = Problems()
    programs: list[Program] = []
    files: dict[str, str] = {}
    for name in sorted(texts):
        inside = Problems()
        read = read_toml(name, texts[name], _File, inside)
        if read is not None:
            if read.code in files:
                other = files[read.code]
                words = Text(f"kode ini sudah ada di {other}", f"this code stands in {other} already")
                inside.add(f"{name}:code", "program-twice", words.id, words.en)
            files[read.code] = name
            programs += _programs(name, read, inside)
        if inside.found and inside.found[0].code != "rulebook-syntax":
            inside.found = list(FilePlaces(name, texts[name]).placed(inside.found))
        problems.found += inside.found
    problems.stop()
    return tuple(sorted(programs, key=lambda program: (program.code, program.valid_from)))


def _programs(name: str, read: _File, problems: Problems) -> Iterator[Program]:
    _check_head(name, read, problems)
    for number, version in enumerate(read.version):
        place = f"{name}:version.{number}"
        _check_version(place, number, read, problems)
        try:
            yield _program(read, version)
        except Invalid as error:
            problems.take(place, error)


def _program(read: _File, version: _Version) -> Program:
    return Program(
        code=read.code,
        name=read.name,
        provider=read.provider,
        unit=read.unit,
        benefit=version.benefit,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        documents=version.documents,
        faq=version.faq,
        requires_listing=version.requires_listing,
        source="; ".join(dict.fromkeys(cited.tag for cited in version.basis)),
        basis=version.basis,
        criteria=version.criteria,
        components=version.component,
        limit=version.limit,
        quota=version.quota,
        excludes=version.excludes,
        expects=version.expects,
        parameters=tuple(_within(version, read.param)),
    )


def _within(version: _Version, parameters: tuple[Parameter, ...]) -> Iterator[Parameter]:
    """What holds on some day of a version: so a new year's amount is no change to what was before."""
    for parameter in parameters:
        values = tuple(
            value
            for value in parameter.values
            if value.valid_from <= version.valid_until and version.valid_from <= value.valid_until
        )
        if values:
            yield evolve(parameter, values=values)


def _check_head(name: str, read: _File, problems: Problems) -> None:
    if not _CODE.fullmatch(read.code):
        words = Text("kode: huruf besar, angka dan tanda hubung", "a code: capital letters, digits and hyphens")
        problems.add(f"{name}:code", "program-name", words.id, words.en)
    if not read.version:
        problems.add(f"{name}:version", "program-empty", "tidak ada versi", "there is no version")
    seen: set[str] = set()
    for number, parameter in enumerate(read.param):
        if parameter.name in seen:
            words = Text(f"{parameter.name!r} tertulis dua kali", f"{parameter.name!r} stands twice")
            problems.add(f"{name}:param.{number}.name", "program-twice", words.id, words.en)
        seen.add(parameter.name)
    for path in _half_said(read, ()):
        problems.add(f"{name}:{path}", "program-language", "tulis dalam kedua bahasa", "write it in both languages")


def _check_version(place: str, number: int, read: _File, problems: Problems) -> None:
    version = read.version[number]
    if version.valid_until < version.valid_from:
        words = Text("hari terakhir mendahului hari pertama", "it ends before it begins")
        problems.add(f"{place}.valid_until", "program-dates", words.id, words.en)
    for other in read.version[:number]:
        if other.valid_from <= version.valid_until and version.valid_from <= other.valid_until:
            words = Text(
                f"berlaku bersamaan dengan versi sejak {other.valid_from}",
                f"it holds at the same time as the version since {other.valid_from}",
            )
            problems.add(f"{place}.valid_from", "program-overlap", words.id, words.en)
    amounts = {parameter.name: parameter for parameter in read.param}
    for index, component in enumerate(version.component):
        inner = f"{place}.component.{index}"
        if component.each is Each.MEMBER and read.unit is UnitKind.INDIVIDUAL:
            words = Text("satu orang tidak beranggota; tulis unit", "one person has no members; write unit")
            problems.add(f"{inner}.each", "program-each", words.id, words.en)
        if component.amount in amounts and amounts[component.amount].per is Per.NONE:
            words = Text(
                f"parameter {component.amount!r} tidak menyebut per kapan dibayar",
                f"the parameter {component.amount!r} does not say how often it is paid",
            )
            problems.add(f"{inner}.amount", "program-per", words.id, words.en)


def _half_said(value: object, path: tuple[str, ...]) -> Iterator[str]:
    """The places of texts of which one language is missing."""
    if isinstance(value, Text):
        if not (value.id.strip() and value.en.strip()):
            yield ".".join(path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _half_said(item, (*path, str(number)))
    else:
        kind: Any = type(value)
        for attribute in attrs.fields(kind) if attrs.has(kind) else ():
            yield from _half_said(getattr(value, attribute.name), (*path, attribute.name))
