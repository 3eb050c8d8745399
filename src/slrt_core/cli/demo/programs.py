"""The catalogue of the demonstration, read from `programs.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from slrt_core import GovernanceLevel, Program, Provider, Text, UnitKind
from slrt_core.model.programs import Question

__all__ = ["catalogue"]


def catalogue() -> tuple[tuple[Program, ...], tuple[Program, ...]]:
    """The programs that count from the first day, and those that are entered while the demonstration runs."""
    found = tomllib.loads((files("slrt_core.cli.demo") / "programs.toml").read_text(encoding="utf-8"))
    return _programs(found["program"]), _programs(found["entered"])


def _programs(entries: Iterable[Mapping[str, Any]]) -> tuple[Program, ...]:
    return tuple(_program(entry) for entry in entries)


def _program(entry: Mapping[str, Any]) -> Program:
    provider = entry["provider"]
    return Program(
        code=entry["code"],
        name=Text(**entry["name"]),
        provider=Provider(id=provider["id"], name=Text(**provider["name"]), level=GovernanceLevel(provider["level"])),
        unit=UnitKind(entry["unit"]),
        benefit=Text(**entry["benefit"]),
        documents=tuple(Text(**document) for document in entry.get("documents", ())),
        faq=tuple(
            Question(question=Text(**line["question"]), answer=Text(**line["answer"])) for line in entry.get("faq", ())
        ),
        requires_listing=entry.get("requires_listing", False),
        source=entry["source"],
    )
