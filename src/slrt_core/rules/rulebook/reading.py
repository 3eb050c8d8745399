"""From files to tables: every value is checked, every error says file and place. A document never runs code."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import cattrs
from attrs import evolve, fields, frozen
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override

from slrt_core.errors import Invalid, invalid
from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind, ComplaintClass
from slrt_core.model.criteria import Cited, Each
from slrt_core.model.parameters import Number, Per
from slrt_core.model.programs import GovernanceLevel
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Basis, Reason, Text, near
from slrt_core.rules.rulebook import tables
from slrt_core.rules.rulebook.places import read_document, syntax_fault
from slrt_core.rules.rulebook.tables import KEEP, ReferralRow, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "Line",
    "Problems",
    "fitting",
    "read_basis",
    "read_cases",
    "read_days",
    "read_lines",
    "read_referrals",
    "read_toml",
    "read_when",
]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

CASE_COLUMNS = (
    "kinds", "ways", "from", "command", "to", "posts", "scope", "stage", "needs", "effects", "days", "when", "basis",
)  # fmt: skip
REFERRAL_COLUMNS = ("from", "command", "to", "side", "posts", "stage", "needs", "effects", "days", "basis")


class Problems:
    """Collects what is wrong, so that all of it is reported at once."""

    def __init__(self) -> None:
        self.found: list[Reason] = []

    def add(self, path: str, code: str, id: str, en: str) -> None:
        """Note one problem at a place."""
        self.found.append(Reason(code=code, text=Text(id=id, en=en), path=path))

    def check(self, path: str, what: Text, value: str, allowed: Iterable[str]) -> None:
        """Note a value that is not among the allowed ones, with the nearest that is."""
        known = sorted(allowed)
        if value not in known:
            hint = near(value, known)
            self.add(
                path,
                "rulebook-unknown",
                f"{what.id} {value!r} tidak dikenal{hint.id}",
                f"unknown {what.en} {value!r}{hint.en}",
            )

    def take(self, path: str, error: Invalid) -> None:
        """Note what a value found wrong with itself, at its place."""
        for reason in error.reasons:
            place = f"{path}.{reason.path}".replace(":.", ":") if reason.path else path
            self.found.append(evolve(reason, path=place))

    def stop(self) -> None:
        """Raise `Invalid` if anything was found."""
        if self.found:
            raise Invalid(self.found)


@frozen
class Line:
    """One line of a CSV table with its place."""

    file: str
    number: int
    cells: Mapping[str, str]

    def place(self, column: str = "") -> str:
        """``cases.csv:14:posts``."""
        return f"{self.file}:{self.number}" + (f":{column}" if column else "")

    def words(self, column: str) -> tuple[str, ...]:
        """A cell of several words, set apart by ``|`` or blanks."""
        return tuple(self.cells[column].replace("|", " ").split())


def read_toml(name: str, text: str, shape: type[T], problems: Problems) -> T | None:
    """One TOML file as the given shape; ``None`` after noting what does not fit."""
    try:
        return _converter().structure(read_document(text), shape)
    except tomllib.TOMLDecodeError as error:
        problems.found.append(syntax_fault(name, text, error))
    except (ClassValidationError, IterableValidationError) as error:
        for path, cause in _leaves(error, ()):
            _note(problems, name, ".".join(path), cause)
    return None


def fitting(value: object, shape: type[T]) -> T | None:
    """A part of a document as the given shape; ``None`` where it is not of it."""
    try:
        return _converter().structure(value, shape)
    except (ClassValidationError, IterableValidationError, Invalid):
        return None


def read_cases(name: str, text: str, problems: Problems) -> tuple[Row, ...]:
    """The case table; a line with several states in ``from`` becomes a row for each."""
    rows: list[Row] = []
    for line in read_lines(name, text, CASE_COLUMNS, problems):
        kinds = _members(line, "kinds", CaseKind, problems)
        ways = _members(line, "ways", Way, problems)
        when = read_when(line, problems)
        if when is None:
            continue
        for before in line.words("from"):
            rows.append(
                Row(
                    kinds=kinds,
                    ways=ways,
                    before=before,
                    command=line.cells["command"],
                    after=before if line.cells["to"] == "=" else line.cells["to"],
                    posts=line.words("posts"),
                    scope=line.cells["scope"],
                    stage=line.cells["stage"],
                    needs=line.words("needs"),
                    effects=line.words("effects"),
                    days=read_days(line, problems),
                    when=when,
                    basis=read_basis(line, problems),
                    place=line.place(),
                )
            )
    return tuple(rows)


def read_referrals(name: str, text: str, problems: Problems) -> tuple[ReferralRow, ...]:
    """The referral table, likewise."""
    return tuple(
        ReferralRow(
            before=before,
            command=line.cells["command"],
            after=before if line.cells["to"] == "=" else line.cells["to"],
            side=line.cells["side"],
            posts=line.words("posts"),
            stage=line.cells["stage"],
            needs=line.words("needs"),
            effects=line.words("effects"),
            days=read_days(line, problems),
            basis=read_basis(line, problems),
            place=line.place(),
        )
        for line in read_lines(name, text, REFERRAL_COLUMNS, problems)
        for before in line.words("from")
    )


def read_lines(name: str, text: str, columns: tuple[str, ...], problems: Problems) -> Iterator[Line]:
    """The lines of a CSV table, each with its place; what is wrong with the table is noted."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(rows, [])
    if tuple(header) != columns:
        for column in [c for c in header if c not in columns]:
            problems.check(f"{name}:1:{column}", Text("kolom", "column"), column, columns)
        for column in [c for c in columns if c not in header]:
            problems.add(
                f"{name}:1", "rulebook-column", f"kolom {column!r} tidak ada", f"the column {column!r} is missing"
            )
        if set(header) == set(columns):
            problems.add(
                f"{name}:1",
                "rulebook-column",
                f"urutan kolom: {columns}",
                f"the columns stand in this order: {columns}",
            )
        return
    for cells in rows:
        if not cells:
            continue
        if len(cells) != len(columns):
            place = f"{name}:{rows.line_num}"
            problems.add(
                place,
                "rulebook-cells",
                f"{len(cells)} sel, bukan {len(columns)}",
                f"{len(cells)} cells, not {len(columns)}",
            )
            continue
        yield Line(name, rows.line_num, dict(zip(columns, map(str.strip, cells), strict=True)))


def _members(line: Line, column: str, kind: type[E], problems: Problems) -> frozenset[E]:
    everything: frozenset[E] = frozenset(kind)
    if line.cells[column] == "*":
        return everything
    words = line.words(column)
    for word in words:
        problems.check(line.place(column), Text(column, column), word, everything)
    return frozenset(kind(word) for word in words if word in everything)


def read_when(line: Line, problems: Problems) -> tuple[tuple[str, str], ...] | None:
    """The options that must be so; ``None`` after noting what is no option and value."""
    pairs = [tuple(pair.split("=", 1)) for pair in line.words("when")]
    if any(len(pair) != 2 for pair in pairs):
        problems.add(line.place("when"), "rulebook-when", "tulis pilihan=nilai", "write option=value")
        return None
    return tuple((pair[0], pair[1]) for pair in pairs)


def read_days(line: Line, problems: Problems) -> int | None:
    """Working days, `KEEP`, or none."""
    cell = line.cells["days"]
    if not cell or cell == "=":
        return KEEP if cell else None
    if not cell.isdecimal() or int(cell) == 0:
        problems.add(
            line.place("days"),
            "rulebook-days",
            f"{cell!r} bukan jumlah hari kerja",
            f"{cell!r} is no number of working days",
        )
        return None
    return int(cell)


def read_basis(line: Line, problems: Problems) -> Basis:
    """Where a line comes from; it names a rule."""
    try:
        basis = Basis.parse(line.cells["basis"])
    except ValueError as error:
        problems.add(
            line.place("basis"),
            "rulebook-basis",
            f"'{error}' bukan id aturan dan bukan tempat dalam sumber",
            f"'{error}' is neither a rule id nor a place in the sources",
        )
        return Basis()
    if not basis.rule:
        problems.add(line.place("basis"), "rulebook-basis", "id aturan (R-…) tidak ada", "the rule id (R-…) is missing")
    return basis


def _leaves(error: BaseException, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], BaseException]]:
    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for cause, attribute in noted:
            yield from _leaves(cause, (*path, attribute.name))
        for cause in others:
            yield from _leaves(cause, path)
    elif isinstance(error, IterableValidationError):
        items, others = error.group_exceptions()
        for cause, index in items:
            yield from _leaves(cause, (*path, str(index.index)))
        for cause in others:
            yield from _leaves(cause, path)
    else:
        yield path, error


def _note(problems: Problems, name: str, inner: str, cause: BaseException) -> None:
    path = f"{name}:{inner}" if inner else name
    if isinstance(cause, ForbiddenExtraKeysError):
        known = [attribute.name for attribute in fields(cause.cl)]
        for key in sorted(cause.extra_fields):
            problems.check(f"{name}:{inner}.{key}".replace(":.", ":"), Text("kunci", "key"), key, known)
    elif isinstance(cause, KeyError):
        key = cause.args[0]
        problems.add(path, "rulebook-missing", f"kunci {key!r} tidak ada", f"the key {key!r} is missing")
    elif isinstance(cause, Invalid):
        problems.take(path, cause)
    else:
        problems.add(path, "rulebook-value", f"nilai tidak cocok: {cause}", f"the value does not fit: {cause}")


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    converter.register_structure_hook(Basis, lambda value, _: Basis.parse(_text(value)))
    for kind in (str, int, bool, date):
        converter.register_structure_hook(kind, _strictly(kind))
    converter.register_structure_hook_func(_is_list, lambda value, kind: _list(value, kind, converter))
    converter.register_structure_hook(Number, lambda value, _: _number(value))
    converter.register_structure_hook(
        str | Text, lambda value, _: converter.structure(value, Text) if isinstance(value, dict) else _text(value)
    )
    converter.register_structure_hook(Cited, lambda value, _: _cited(converter.structure(value, tables.CitedRow)))
    for words in (CaseKind, ComplaintClass, Each, GovernanceLevel, Per, UnitKind, Way):
        # Their members are texts: without a hook of its own, any text would pass for one.
        converter.register_structure_hook(words, _member)
    renamed = {
        tables.Choice: {"commands": override(rename="for")},
        tables.TopicRule: {"complaint_class": override(rename="class")},
    }
    for shape, names in renamed.items():
        # The keyword forms of `override` collide with cattrs' own keywords for a type checker, not at run time.
        hook: Any = make_dict_structure_fn(shape, converter, _cattrs_forbid_extra_keys=True, **names)  # type: ignore[arg-type]
        converter.register_structure_hook(shape, hook)
    return converter


def _cited(row: tables.CitedRow) -> Cited:
    if isinstance(row.text, str):
        return Cited(text=row.text, tag=row.tag)
    if not (row.text.id.strip() and row.text.en.strip()):
        raise invalid("text", "program-language", id="tulis dalam kedua bahasa", en="write it in both languages")
    return Cited(text=row.text.id, tag=row.tag, en=row.text.en)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _unfit(value, str)
    return value


def _member(value: object, kind: type[E]) -> E:
    text, known = _text(value), [member.value for member in kind]
    if text not in known:
        hint, all_ = near(text, known), ", ".join(known)
        raise invalid(
            "",
            "rulebook-unknown",
            id=f"{text!r} tidak dikenal{hint.id}; pilihan: {all_}",
            en=f"unknown value {text!r}{hint.en}; one of: {all_}",
        )
    return kind(text)


def _is_list(kind: object) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _list(value: object, kind: object, converter: cattrs.Converter) -> tuple[Any, ...]:
    # A text is a row of letters, and a table one of keys: neither is a list.
    if not isinstance(value, list):
        raise _unfit(value, list)
    several: Any = list[get_args(kind)[0]]  # type: ignore[misc]
    return tuple(converter.structure(value, several))


def _number(value: object) -> Number:
    """A whole number as it stands, or one with decimals as a text: TOML's own have no exact value."""
    if type(value) is int:
        return value
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise invalid("", "rulebook-value", id='tulis bilangan bulat, atau "7.2"', en='write a whole number, or "7.2"')
    return number


def _strictly(kind: type) -> Any:
    def structure(value: object, _: object) -> object:
        # TOML has types of its own: "3" is not 3, and a missing answer is not an empty one.
        if type(value) is not kind:
            raise _unfit(value, kind)
        return value

    return structure


def _unfit(value: object, kind: type) -> Invalid:
    wanted = _WANTED[kind]
    return invalid("", "rulebook-value", id=f"{value!r} bukan {wanted.id}", en=f"{value!r} is not {wanted.en}")


_WANTED = {
    list: Text("daftar dalam kurung siku", "a list in square brackets"),
    str: Text("teks", "a text"),
    int: Text("bilangan bulat", "a whole number"),
    bool: Text("true atau false", "true or false"),
    date: Text("tanggal seperti 2026-01-31", "a date such as 2026-01-31"),
}
