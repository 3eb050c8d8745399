"""What a type checker lets through and a store cannot keep: found in a command before anything else is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import attrs

from slrt_core.errors import Invalid
from slrt_core.model.identity import IdentityClaim, Private
from slrt_core.reasons import Reason, Text

__all__ = ["problems", "refuse_broken"]


def problems(value: Any, path: str = "") -> Iterator[Reason]:
    """Instants where a day belongs (every instant is a ``date`` to Python), and text that is no text."""
    match value:
        case str():
            if not _encodable(value):
                words = Text("teks memuat karakter yang rusak", "the text holds a broken character")
                yield Reason(code="text-broken", text=words, path=path)
        case IdentityClaim() | Private():
            yield from problems(value.clear or "", path)
        case datetime():
            if not path.endswith("_at"):
                words = Text("isikan tanggal tanpa jam", "give a date without a time")
                yield Reason(code="date-with-time", text=words, path=path)
        case tuple() | list():
            for number, item in enumerate(value):
                yield from problems(item, f"{path}[{number}]")
        case Mapping():
            for key, item in value.items():
                yield from problems(item, f"{path}.{key}".lstrip("."))
        case _ if attrs.has(type(value)):
            for attribute in attrs.fields(type(value)):
                if attribute.init:
                    yield from problems(getattr(value, attribute.name), f"{path}.{attribute.alias}".lstrip("."))
        case _:
            return


def refuse_broken(value: Any, path: str = "") -> None:
    """Raise if there is any such problem.

    Raises:
        Invalid: with all of them.
    """
    found = list(problems(value, path))
    if found:
        raise Invalid(found)


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
