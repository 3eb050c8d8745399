"""Officers and assignments from a CSV file with one assignment in each line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slrt_core.adapters.files.table import Cells, Table
from slrt_core.errors import Invalid
from slrt_core.model.officers import Assignment, Decree, Leave, Officer
from slrt_core.reasons import Text

__all__ = ["read_leaves", "read_roster"]

_COLUMNS = ("officer", "name", "post", "regions", "valid_from", "decree_number", "decree_dated", "decree_issuer")
_OPTIONAL = ("person", "household", "valid_until", "programs", "acting_for", "acting", "excludes", "decree_recommender")


def read_roster(path: Path | str) -> tuple[tuple[Officer, ...], tuple[Assignment, ...]]:
    """Read a roster.

    Args:
        path: UTF-8, with the columns ``officer, name, post, regions, valid_from, decree_number, decree_dated,
            decree_issuer``, and if wanted ``person, household, valid_until, programs, acting_for, acting, excludes,
            decree_recommender``. Several regions, programs or commands in a cell are set apart by blanks. Dates as
            ``2026-01-31``.

    Returns:
        Each officer once, and the assignments in the order of the lines.

    Raises:
        Invalid: with every fault, each with file, line and column.
    """
    table = Table(Path(path), _COLUMNS, _OPTIONAL)
    officers: dict[str, Officer] = {}
    assignments: list[Assignment] = []
    for cells in table:
        _officer(cells, officers)
        assignment = _assignment(cells)
        if assignment is not None:
            assignments.append(assignment)
    table.stop()
    return tuple(officers.values()), tuple(assignments)


def read_leaves(path: Path | str) -> tuple[Leave, ...]:
    """Read when officers are away.

    Args:
        path: UTF-8, with the columns ``officer, first_day, last_day``, and the decree in ``decree_number,
            decree_dated, decree_issuer, decree_recommender``, or a ``note`` where there is none.

    Raises:
        Invalid: with every fault, each with file, line and column.
    """
    decree = ("decree_number", "decree_dated", "decree_issuer", "decree_recommender")
    table = Table(Path(path), ("officer", "first_day", "last_day"), (*decree, "note"))
    leaves = tuple(leave for cells in table if (leave := _leave(cells)) is not None)
    table.stop()
    return leaves


def _leave(cells: Cells) -> Leave | None:
    officer = cells.need("officer")
    first, last = (cells.get(column, date.fromisoformat) for column in ("first_day", "last_day"))
    for column in ("first_day", "last_day"):
        if not cells.text(column):
            cells.need(column)
    decree = None
    if cells.text("decree_number") or cells.text("decree_dated") or cells.text("decree_issuer"):
        number, issuer, dated = (cells.need(f"decree_{part}") for part in ("number", "issuer", "dated"))
        day = cells.get("decree_dated", date.fromisoformat) if dated else None
        if day is None:
            return None
        decree = Decree(number=number, dated=day, issuer=issuer, recommender=cells.text("decree_recommender"))
    if first is None or last is None:
        return None
    try:
        return Leave(officer=officer, first_day=first, last_day=last, decree=decree, note=cells.text("note"))
    except Invalid as error:
        for reason in error.reasons:
            cells.table.note(str(cells.line), reason.code, reason.text)
        return None


def _officer(cells: Cells, officers: dict[str, Officer]) -> None:
    officer = Officer(
        id=cells.need("officer"),
        name=cells.need("name"),
        person=cells.text("person"),
        household=cells.text("household"),
    )
    held = officers.setdefault(officer.id, officer)
    if held != officer:
        words = Text(
            f"{officer.id!r}: nama, orang, atau rumah tangganya berbeda di baris lain",
            f"{officer.id!r} has another name, person or household in another line",
        )
        cells.table.note(f"{cells.line}:officer", "officer-twice", words)


def _assignment(cells: Cells) -> Assignment | None:
    valid_from = cells.get("valid_from", date.fromisoformat)
    dated = cells.get("decree_dated", date.fromisoformat)
    number, issuer = cells.need("decree_number"), cells.need("decree_issuer")
    for column in ("valid_from", "decree_dated"):
        if not cells.text(column):
            cells.need(column)
    if valid_from is None or dated is None:
        return None
    try:
        return Assignment(
            officer=cells.text("officer"),
            post=cells.need("post"),
            regions=tuple(cells.need("regions").split()),
            valid_from=valid_from,
            valid_until=cells.get("valid_until", date.fromisoformat, empty=date.max) or date.max,
            programs=tuple(cells.text("programs").split()),
            acting_for=cells.text("acting_for"),
            acting=cells.text("acting"),
            excludes=tuple(cells.text("excludes").split()),
            decree=Decree(number=number, dated=dated, issuer=issuer, recommender=cells.text("decree_recommender")),
        )
    except Invalid as error:
        for reason in error.reasons:
            cells.table.note(str(cells.line), reason.code, reason.text)
        return None
