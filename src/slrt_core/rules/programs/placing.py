"""The place of a mistake in a program file, as a person finds it: line and column, and the part by its own name.

``PKH.toml:57:9 (criteria.decile.label)``: a clause, component or parameter by its id, everything else by its number
in the list, counted from 1. In which version it stands, the line says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import evolve

from slrt_core.reasons import Reason
from slrt_core.rules.rulebook.places import Places, read_document

__all__ = ["FilePlaces"]

Path = tuple[str, ...]

_OWN = re.compile(r"[a-z][a-z0-9_.]*")


class FilePlaces:
    """The places of a program file.

    Args:
        name: of the file.
        text: its content.

    Raises:
        TOMLDecodeError: it is no TOML.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.document: Mapping[str, Any] = read_document(text)
        self._places = Places(text)

    def placed(self, reasons: Iterable[Reason]) -> Iterator[Reason]:
        """Reasons with paths such as ``PKH.toml:version.1.criteria.all.0``, with the places of the lines."""
        for one in reasons:
            inner = one.path.removeprefix(self.name).lstrip(":")
            yield evolve(one, path=self.at(tuple(inner.split(".")) if inner else ()))

    def at(self, path: Path) -> str:
        """The place of a part, given by keys and numbers from 0."""
        return self._said(self._places.of(path), path)

    def within(self, path: Path, line: int, column: int) -> str:
        """A place in a text, such as an expression."""
        return self._said(self._places.within(path, line, column), path[:-1] if path[-1] == "text" else path)

    def named(self, version: date, part: str) -> Path | None:
        """The path of a part of a version, by its name as in ``criteria.decile``; ``None`` if there is none."""
        versions = [one["valid_from"] for one in self.document["version"]]
        inside = ("version", str(versions.index(version)))
        own = (path for path in self._places if path[:2] == inside or path[0] == "param")
        return next((path for path in own if self._name(path) == part), None)

    def texts(self) -> Iterator[tuple[Path, str]]:
        """All texts of the file, with their paths."""
        for path in self._places:
            text = self.value(path)
            if isinstance(text, str):
                yield path, text

    def value(self, path: Path) -> Any:
        """What stands at a path; ``None`` if nothing does."""
        here: Any = self.document
        for part in path:
            here = _inside(here, part)
        return here

    def _said(self, place: tuple[int, int], path: Path) -> str:
        part = self._name(path)
        return f"{self.name}:{place[0]}:{place[1]}{f' ({part})' if part else ''}"

    def _name(self, path: Path) -> str:
        said: list[str] = []
        here: Any = self.document
        for part in path:
            item = isinstance(here, list) and part.isdigit()
            here = _inside(here, part)
            own = _own(here)
            if not item:
                said.append(part)
                said += [own] if own and part == "criteria" else []
            elif said == ["version"]:
                said = []
            elif own and said[:1] == ["criteria"]:  # ids of clauses are unique, however deep they stand
                said = ["criteria", own]
            else:
                said.append(own or str(int(part) + 1))
        return ".".join(said)


def _inside(here: Any, part: str) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    if isinstance(here, list) and part.isdigit() and int(part) < len(here):
        return here[int(part)]
    return None


def _own(here: Any) -> str:
    """The id of a part, or the name of a parameter, if it is one."""
    if not isinstance(here, dict):
        return ""
    own = here.get("id", here.get("name"))
    return own if isinstance(own, str) and _OWN.fullmatch(own) else ""
