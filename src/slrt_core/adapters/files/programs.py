"""The catalogue of programs from a TOML file: providers by name, programs by code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from attrs import frozen

from slrt_core.errors import invalid
from slrt_core.model.programs import GovernanceLevel, Program, Provider, Question
from slrt_core.model.registry import UnitKind
from slrt_core.reasons import Text
from slrt_core.rules.rulebook.reading import Problems, read_toml

__all__ = ["read_programs"]


@frozen(kw_only=True)
class _Provider:
    name: Text
    level: GovernanceLevel


@frozen(kw_only=True)
class _Program:
    name: Text
    provider: str
    unit: UnitKind
    benefit: Text
    valid_from: date = date.min
    valid_until: date = date.max
    documents: tuple[Text, ...] = ()
    faq: tuple[Question, ...] = ()
    requires_listing: bool = False
    source: str = ""


@frozen(kw_only=True)
class _File:
    provider: dict[str, _Provider]
    program: dict[str, _Program]


def read_programs(path: Path | str) -> tuple[Program, ...]:
    """Read programs.

    Args:
        path: a TOML file with tables ``[provider.NAME]`` (``name``, ``level``) and ``[program.CODE]`` (``name``,
            ``provider``, ``unit``, ``benefit``, and if wanted ``valid_from``, ``valid_until``, ``documents``, ``faq``,
            ``requires_listing``, ``source``). Texts are ``{ id = "…", en = "…" }``.

    Raises:
        Invalid: with every fault, each with file and place.
    """
    path = Path(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        words = Text(f"tidak terbaca: {error}", f"cannot be read: {error}")
        raise invalid(path.name, "file-unreadable", id=words.id, en=words.en) from None
    problems = Problems()
    found = read_toml(path.name, text, _File, problems)
    problems.stop()
    if found is None:
        return ()
    for code, entry in found.program.items():
        place = f"{path.name}:program.{code}"
        problems.check(f"{place}.provider", Text("pengelola", "provider"), entry.provider, found.provider)
        if entry.valid_until < entry.valid_from:
            words = Text("hari terakhir mendahului hari pertama", "it ends before it begins")
            problems.add(f"{place}.valid_until", "program-dates", words.id, words.en)
    problems.stop()
    return tuple(_program(code, entry, found.provider[entry.provider]) for code, entry in found.program.items())


def _program(code: str, entry: _Program, provider: _Provider) -> Program:
    return Program(
        code=code,
        name=entry.name,
        provider=Provider(id=entry.provider, name=provider.name, level=provider.level),
        unit=entry.unit,
        benefit=entry.benefit,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        documents=entry.documents,
        faq=entry.faq,
        requires_listing=entry.requires_listing,
        source=entry.source,
    )
