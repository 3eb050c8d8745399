"""From a text to a tree of its syntax, and no further: what the words mean is read in `parsing`.

Nothing here recurses over the text, however deep it is nested: the parser keeps its own stack, and each part of the
tree knows how deep it is.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from attrs import frozen
from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args

from slrt_core.errors import Invalid
from slrt_core.rules.criteria.limits import DEEPEST, LARGEST, LONGEST
from slrt_core.rules.criteria.nodes import Place
from slrt_core.rules.criteria.problems import refused

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Call", "Leaf", "Tree", "read"]

_DEEPEST = DEEPEST + 8
"""Levels of a text: what is one node, such as a number below zero, may be two levels of it."""

_LARGEST = 4 * LARGEST
"""Nodes of a text: a variable is one node of an expression, and up to four here."""


@frozen
class Leaf:
    """A literal or a name.

    Args:
        kind: ``name``, ``int``, ``string`` or ``truth``.
        text: as written, a string without its quotes.
        at: where.
    """

    kind: str
    text: str
    at: Place
    depth: int = 1
    size: int = 1


@frozen
class Call:
    """Everything that is made of parts: operators, calls, selections.

    Args:
        kind: ``disjunction``, ``conjunction``, ``binary``, ``membership``, ``product``, ``negation``, ``minus``,
            ``select``, ``method``, ``index``, ``call`` or ``list``.
        name: the operator, function, method or selected name; empty if the kind says it all.
        parts: in order; the object of a method first.
        at: where the operator or name stands.
        depth: how many levels, itself included.
        size: how many nodes, itself included.
    """

    kind: str
    name: str
    parts: tuple[Tree, ...]
    at: Place
    depth: int
    size: int


Tree = Leaf | Call


def read(text: str) -> Tree:
    """The syntax of a text.

    Raises:
        Invalid: with the place, what stands there, and a hint.
    """
    if len(text) > LONGEST:
        raise refused(
            "", None, "too-long", f"paling banyak {LONGEST} karakter", f"at most {LONGEST} characters, not {len(text)}"
        )
    try:
        return _parser().parse(text)  # type: ignore[no-any-return, return-value, unused-ignore]
    except UnexpectedInput as error:
        raise _unexpected(text, error) from None
    except _TooMuchError as error:
        raise refused(text, error.at, error.code, error.id, error.en) from None


class _TooMuchError(Exception):
    def __init__(self, at: Place, code: str, id: str, en: str) -> None:
        self.at, self.code, self.id, self.en = at, code, id, en
        super().__init__(code)


def _place(token: Token) -> Place:
    return Place(token.line or 1, token.column or 1, len(token))


def _call(kind: str, name: str, parts: Sequence[Tree], at: Place) -> Call:
    depth = 1 + max((part.depth for part in parts), default=0)
    size = 1 + sum(part.size for part in parts)
    if depth > _DEEPEST:
        raise _TooMuchError(at, "too-deep", f"lebih dari {DEEPEST} tingkat", f"more than {DEEPEST} levels deep")
    if size > _LARGEST:
        raise _TooMuchError(at, "too-large", f"lebih dari {LARGEST} simpul", f"more than {LARGEST} nodes")
    return Call(kind, name, tuple(parts), at, depth, size)


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    """Called by the parser as each rule is completed, from the inside out."""

    def start(self, of: Tree) -> Tree:
        return of

    def group(self, of: Tree) -> Tree:
        return of

    def disjunction(self, *parts: Tree) -> Call:
        return _call("disjunction", "||", parts, parts[0].at)

    def conjunction(self, *parts: Tree) -> Call:
        return _call("conjunction", "&&", parts, parts[0].at)

    def binary(self, left: Tree, op: Token, right: Tree) -> Call:
        return _call("binary", str(op), (left, right), _place(op))

    def membership(self, left: Tree, word: Token, right: Tree) -> Call:
        return _call("membership", "in", (left, right), _place(word))

    def product(self, left: Tree, right: Tree) -> Call:
        return _call("product", "*", (left, right), left.at)

    def negation(self, of: Tree) -> Call:
        return _call("negation", "!", (of,), of.at)

    def minus(self, of: Tree) -> Call:
        return _call("minus", "-", (of,), of.at)

    def select(self, of: Tree, name: Token) -> Call:
        return _call("select", str(name), (of,), _place(name))

    def method(self, of: Tree, name: Token, arguments: tuple[Tree, ...] | None) -> Call:
        return _call("method", str(name), (of, *(arguments or ())), _place(name))

    def index(self, of: Tree, key: Tree) -> Call:
        return _call("index", "", (of, key), key.at)

    def call(self, name: Token, arguments: tuple[Tree, ...] | None) -> Call:
        return _call("call", str(name), arguments or (), _place(name))

    def list(self, bracket: Token, arguments: tuple[Tree, ...] | None) -> Call:
        return _call("list", "", arguments or (), _place(bracket))

    def arguments(self, *parts: Tree) -> tuple[Tree, ...]:
        return parts

    def name(self, token: Token) -> Leaf:
        return Leaf("name", str(token), _place(token))

    def int(self, token: Token) -> Leaf:
        return Leaf("int", str(token), _place(token))

    def string(self, token: Token) -> Leaf:
        return Leaf("string", str(token)[1:-1], _place(token))

    def truth(self, token: Token) -> Leaf:
        return Leaf("truth", str(token), _place(token))


_HINTS = {
    "/": ("tanpa pembagian: tulis luas < 8 * n", "no division: write area < 8 * n"),
    "%": ("tanpa sisa bagi", "no remainder"),
    "?": ("tanpa ?: – pakai && dan ||", "no ?: – use && and ||"),
    "{": ("tanpa peta dan struktur", "no maps or structures"),
    "\\": ("kode tidak memerlukan karakter pelarian", "no code needs an escape"),
    "'": ("teks harus ditutup pada baris yang sama", "a text ends on its own line"),
    '"': ("teks harus ditutup pada baris yang sama", "a text ends on its own line"),
    "=": ("sama dengan ditulis ==", "equal is written =="),
    "&": ("dan ditulis &&", "and is written &&"),
    "|": ("atau ditulis ||", "or is written ||"),
    ".": ("desimal ditulis dec('7.2')", "a decimal is written dec('7.2')"),
}


_WORDS = {"and": "&", "dan": "&", "or": "|", "atau": "|"}
_NOT = {"not", "bukan", "tidak"}


def _hint(text: str, error: UnexpectedInput, found: str) -> tuple[str, str] | None:
    if isinstance(error, UnexpectedToken):
        if found[0] in "'\"":
            return "teks ditulis 'begini', tanpa awalan", "a text is written 'so', with nothing before it"
        start = error.token.start_pos or 0
        if (joined := found.lower()) in _WORDS:
            return _HINTS[_WORDS[joined]]
        if _NOT.intersection(text[:start].lower().split()[-1:]):
            return "ingkaran ditulis !", "not is written !"
        if error.token.type == "NAME" and text[:start][-1:].isdigit():
            return "hanya bilangan bulat seperti 31", "only whole numbers such as 31"
        return _HINTS.get(found[0]) or (_HINTS["."] if found.isdigit() else None)
    if found in "'\"" and "\\" in text.split("\n")[error.line - 1][error.column :]:
        return _HINTS["\\"]
    return _HINTS.get(found)


def _unexpected(text: str, error: UnexpectedInput) -> Invalid:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        lines = text.split("\n")
        return refused(
            text,
            Place(len(lines), len(lines[-1]) + 1),
            "syntax-end",
            "ungkapan belum selesai",
            "the expression is not finished",
        )
    line, column = max(error.line, 1), max(error.column, 1)
    if isinstance(error, UnexpectedToken):
        found, length = str(error.token), len(error.token)
    else:
        assert isinstance(error, UnexpectedCharacters)  # noqa: S101 - lark has no third
        found, length = error.char, 1
    hint = _hint(text, error, found)
    id, en = (f"; {hint[0]}", f"; {hint[1]}") if hint else ("", "")
    return refused(
        text,
        Place(line, column, length),
        "syntax",
        f"{found!r} tidak boleh ada di sini{id}",
        f"{found!r} cannot stand here{en}",
    )


@cache
def _parser() -> Lark:
    # Made when the first text is read: many a program has the rules at hand and reads none.
    return Lark(
        files("slrt_core.rules.criteria").joinpath("grammar.lark").read_text("utf-8"),
        parser="lalr",
        maybe_placeholders=True,
        propagate_positions=False,
        transformer=_Builder(),
    )
