"""What a case says, checked against catalogue, topics and household before it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.handlers import homes
from slrt_core.errors import Invalid
from slrt_core.model.contents import (
    Addition,
    Change,
    Complaint,
    Content,
    Enquiry,
    FieldChange,
    Need,
    Participation,
    Problem,
    Survey,
)
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.homes import Death, HomeChange, Merger, Relocation, Split
from slrt_core.model.identity import find_identifiers
from slrt_core.model.registry import CentralStatus, Family, Household, Individual
from slrt_core.ports import Range
from slrt_core.reasons import Basis, Reason, Text, fault, near
from slrt_core.rules.catalogue import check_value
from slrt_core.rules.registry import STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slrt_core.desk.work import Work

__all__ = ["prepared"]

_BY_CODE = Range(field="code")


def prepared(
    content: Content, household: Household | None, work: Work, path: str, *, surveying: bool = False
) -> Content:
    """The content with what the desk adds: a complaint's class and sector, the old value of each changed field.

    Args:
        content: as stated.
        household: whom it is about; ``None`` for an anonymous complaint.
        work: the running transaction.
        path: the place in the input.
        surveying: whether a survey is added to a proposal that is under way.

    Raises:
        Invalid: with everything that is wrong, each with its path.
    """
    problems = list(_problems(content, household, work, path, surveying=surveying))
    if problems:
        raise Invalid(problems)
    if isinstance(content, HomeChange) and household is not None:
        return homes.settled(content, household, work)
    if isinstance(content, Change) and household is not None:
        return evolve(content, changes=tuple(_with_old(change, household) for change in content.changes))
    if not isinstance(content, Complaint):
        return content
    topic = work.rulebook.topics[content.topic]
    return evolve(
        content,
        class_=content.class_ or topic.complaint_class,
        sector=content.sector or topic.sector,
        sensitive=content.sensitive or topic.sensitive or bool(content.about),
    )


def _with_old(change: FieldChange, household: Household) -> FieldChange:
    """A change that says what stood there, also where the recorder did not (R-REG-2)."""
    unit = household.unit(change.unit)
    return evolve(change, old=unit[change.variable]) if change.old is UNKNOWN and unit is not None else change


def _problems(
    content: Content, household: Household | None, work: Work, path: str, *, surveying: bool
) -> Iterator[Reason]:
    match content:
        case Complaint():
            yield from _complaint(content, work, path)
        case Need() | Participation():
            yield from _about_program(content, household, work, path)
        case Change():
            yield from _change(content, household, work, path)
        case Death() | Relocation() | Split() | Merger():
            yield from homes.problems(content, household, work, path)
        case Addition():
            listed = household is not None and household.central_status is CentralStatus.LISTED
            if listed and not surveying:
                yield fault(path, "already-listed", "rumah tangga sudah terdaftar", "the household is listed already")
            if isinstance(content.survey, Survey) and content.survey.on > work.moment.on:
                yield fault(f"{path}.survey.on", "future", "tanggal belum tiba", "the date has not come yet")
        case Problem() | Enquiry():
            yield from _known(content.sector, work.rulebook.words["sector"], f"{path}.sector", "sector-unknown")


def _complaint(content: Complaint, work: Work, path: str) -> Iterator[Reason]:
    yield from _known(content.topic, work.rulebook.topics, f"{path}.topic", "topic-unknown")
    if content.sector:
        yield from _known(content.sector, work.rulebook.words["sector"], f"{path}.sector", "sector-unknown")
    if content.program and work.program(content.program) is None:
        yield from _no_program(content.program, work, path)
    if content.about and content.about not in work.roster:
        yield fault(
            f"{path}.about",
            "officer-unknown",
            f"petugas {content.about!r} tidak dikenal",
            f"unknown officer {content.about!r}",
        )
    if not content.text:
        yield fault(f"{path}.text", "text-empty", "isi keluhan kosong", "the complaint says nothing")


def _about_program(
    content: Need | Participation, household: Household | None, work: Work, path: str
) -> Iterator[Reason]:
    if work.program(content.program) is None:
        yield from _no_program(content.program, work, path)
    if content.unit and household is not None and household.unit(content.unit) is None:
        yield _no_unit(content.unit, f"{path}.unit")
    if isinstance(content, Participation):
        if find_identifiers(content.evidence):
            yield _identifier(f"{path}.evidence")
        yield from _known(
            content.status, work.rulebook.variables["participation"].codes, f"{path}.status", "code-unknown"
        )
        if content.since is not None and content.since > work.moment.on:
            yield fault(f"{path}.since", "future", f"{content.since} belum tiba", f"{content.since} has not come yet")


def _change(content: Change, household: Household | None, work: Work, path: str) -> Iterator[Reason]:
    if not content.changes:
        yield fault(f"{path}.changes", "change-empty", "tidak ada yang diubah", "nothing is changed")
    for number, change in enumerate(content.changes):
        place = f"{path}.changes[{number}]"
        unit = household.unit(change.unit) if household else None
        if unit is None:
            yield _no_unit(change.unit, f"{place}.unit")
            continue
        if change.variable.startswith("participation:"):
            words = Text("catat sebagai kepesertaan (Participation)", "record it as a Participation")
            yield Reason(code="use-participation", text=words, path=f"{place}.{change.variable}")
            continue
        if change.variable == "region" or (change.variable == "deceased" and change.new is True):
            # What becomes of the open cases is decided with it.
            name = "Relocation" if change.variable == "region" else "Death"
            words = Text(f"catat sebagai {name}", f"record it as a {name}")
            yield Reason(code=f"use-{name.lower()}", text=words, path=f"{place}.{change.variable}")
            continue
        if change.variable in STRUCTURE and change.new is UNKNOWN:
            yield fault(f"{place}.{change.variable}", "value-unknown", "tidak boleh kosong", "must not be unknown")
        if find_identifiers(change.evidence):
            yield _identifier(f"{place}.evidence")
        name = {Family: "family", Individual: "individual"}.get(type(unit), "household")
        problem = check_value(
            work.rulebook.variables,
            change.variable,
            change.new,
            unit=name,
            path=f"{place}.{change.variable}",
            today=work.moment.on,
            regions=work.regions,
        )
        if problem:
            yield problem
        variable = work.rulebook.variables.get(change.variable)
        if variable is not None and variable.type == "unit" and household is not None:
            if change.new not in {"", *(family.id for family in household.families)}:
                yield _no_unit(str(change.new), f"{place}.{change.variable}")
        if change.valid_from is not None and change.valid_from > work.moment.on:
            yield fault(
                f"{place}.valid_from",
                "future",
                f"{change.valid_from} belum tiba",
                f"{change.valid_from} has not come yet",
            )


def _identifier(path: str) -> Reason:
    words = Text("memuat angka yang tampak seperti NIK", "holds what looks like a NIK")
    return Reason(code="identifier-in-text", text=words, basis=Basis(rule="R-ALL-2"), path=path)


def _no_program(code: str, work: Work, path: str) -> Iterator[Reason]:
    known = [r.key for r in work.tx.scan("program", _BY_CODE, limit=1000).records]
    hint = near(code, known)
    yield fault(
        f"{path}.program",
        "program-unknown",
        f"program {code!r} tidak ada atau tidak berlaku hari ini{hint.id}",
        f"there is no program {code!r}, or it is not in force today{hint.en}",
        "R-PRG-2",
    )


def _known(value: str, known: Iterable[str], path: str, code: str) -> Iterator[Reason]:
    allowed = list(known)
    if value not in allowed:
        hint = near(value, allowed)
        yield fault(path, code, f"{value!r} tidak dikenal{hint.id}", f"unknown {value!r}{hint.en}")


def _no_unit(unit: str, path: str) -> Reason:
    return fault(path, "unit-unknown", f"{unit!r} bukan bagian rumah tangga ini", f"{unit!r} is not of this household")
