"""What a program asks and whom it pays, as data: labelled clauses, components, who comes first, ties between programs.

The texts stand here as texts: what they mean is the business of `slrt_core.rules.criteria`.
Every statement cites where it comes from. A tag that begins with ``source:`` or ``src:`` names a document;
``own`` is what this project knows and has not looked up, ``own?`` what it is unsure of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from attrs import field, frozen

from slrt_core.model.checks import named, positive, refuse, said, unless
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text

__all__ = ["Cited", "Clause", "Component", "Each", "Limit", "Quota", "Tie"]

_TAG = re.compile(r"own\??|source:\S.*|src:\S.*")


class Each(StrEnum):
    """What a component is counted for."""

    MEMBER = "member"
    UNIT = "unit"


_PROGRAM = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


@frozen(kw_only=True)
class Cited:
    """Where a statement comes from.

    Args:
        text: as a person would cite it: the law, the guideline, what was chosen and why.
        tag: the kind of evidence: ``source:…``, ``src:…``, ``own`` or ``own?``.
        en: the same in English; empty where the text is a name, such as that of a law, and stands for both languages.

    Raises:
        Invalid: the tag is none of these.
    """

    text: str
    tag: str
    en: str = field(default="", metadata={"later": True})

    def __attrs_post_init__(self) -> None:
        known = "source:…, src:…, own, own?"
        words = (f"penanda {self.tag!r} tidak dikenal; pilih: {known}", f"unknown tag {self.tag!r}; choose: {known}")
        refuse((*unless(_TAG.fullmatch(self.tag), "tag", "program-tag", *words), *said("text", self.text)))

    @property
    def words(self) -> Text:
        """The citation in both languages."""
        return Text(self.text, self.en or self.text)

    @property
    def confirmed(self) -> bool:
        """Whether a document says so, and not only we."""
        return self.tag.startswith(("source:", "src:"))


@frozen(kw_only=True)
class Clause:
    """One condition that can be cited, or several under one heading.

    Args:
        id: its name within the program.
        label: what it asks, as one would say it aloud.
        basis: where it comes from.
        text: the condition, in the language of criteria.
        all: the clauses that must all hold.
        any: the clauses of which one is enough.

    Raises:
        Invalid: not exactly one of the last three is given.
    """

    id: str
    label: Text
    basis: tuple[Cited, ...]
    text: str = ""
    all: tuple[Clause, ...] = ()
    any: tuple[Clause, ...] = ()

    def __attrs_post_init__(self) -> None:
        given = " + ".join(name for name in ("text", "all", "any") if getattr(self, name)) or "-"
        words = (f"tulis satu dari text, all, any; tertulis: {given}", f"give one of text, all, any; given: {given}")
        refuse((*named(self.id), *unless(given in {"text", "all", "any"}, "", "clause-shape", *words)))

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in the order in which they are written."""
        yield self
        for clause in (*self.all, *self.any):
            yield from clause.walk()


@frozen(kw_only=True)
class Component:
    """One thing for which something is paid or given.

    Args:
        id: its name within the program.
        label: for whom or what.
        basis: where it comes from.
        each: whether it is counted for every member, or once for the unit.
        text: who counts, in the language of criteria.
        amount: the name of the parameter that says how much; empty for what is not money.
        limit: for how many members at most; ``None`` for all.
    """

    id: str
    label: Text
    basis: tuple[Cited, ...]
    each: Each
    text: str
    amount: str = ""
    limit: int | None = None

    def __attrs_post_init__(self) -> None:
        refuse((*named(self.id), *said("text", self.text), *positive("limit", self.limit)))


@frozen(kw_only=True)
class Limit:
    """How many persons count at most: where there are more, those with the highest amounts.

    Args:
        persons: so many.
        label: in words.
        basis: where it comes from.
        within: of one family, or of one household.
    """

    persons: int
    label: Text
    basis: tuple[Cited, ...]
    within: UnitKind = UnitKind.FAMILY

    def __attrs_post_init__(self) -> None:
        refuse(positive("persons", self.persons))


@frozen(kw_only=True)
class Quota:
    """There is not enough for all who are entitled: who comes first.

    Args:
        rank: numbers, in the language of criteria: the lowest first, ties by the next; unknown comes last.
        label: in words.
        basis: where it comes from.
        size: the name of the parameter that says for how many; empty where it is not known.
    """

    rank: tuple[str, ...]
    label: Text
    basis: tuple[Cited, ...]
    size: str = ""

    def __attrs_post_init__(self) -> None:
        words = ("urutan kosong", "there is no rank")
        refuse(unless(self.rank and all(text.strip() for text in self.rank), "rank", "program-empty", *words))


@frozen(kw_only=True)
class Tie:
    """What one program has to do with another.

    Args:
        program: the code of the other.
        label: in words.
        basis: where it comes from.
    """

    program: str
    label: Text
    basis: tuple[Cited, ...]

    def __attrs_post_init__(self) -> None:
        words = ("kode program: huruf besar, angka, -", "a program's code: capital letters, digits, -")
        refuse(unless(_PROGRAM.fullmatch(self.program), "program", "program-name", *words))
