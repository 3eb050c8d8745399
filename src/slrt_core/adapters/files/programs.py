"""The catalogue of programs from TOML files, one for each program."""

from __future__ import annotations

from pathlib import Path

from slrt_core.errors import Invalid
from slrt_core.model.programs import Program
from slrt_core.reasons import fault
from slrt_core.rules.programs import programs_from_texts

__all__ = ["read_programs"]


def read_programs(path: Path | str) -> tuple[Program, ...]:
    """Read programs.

    Args:
        path: a TOML file with ``code``, ``name``, ``provider``, ``unit``, and a table ``[[version]]`` for each span of
            time, or a folder of such files. Texts are ``{ id = "…", en = "…" }``.

    Returns:
        One program for each version, by code and by day.

    Raises:
        Invalid: with every fault, each with file and place.
    """
    path = Path(path)
    texts: dict[str, str] = {}
    faults = []
    for file in sorted(path.glob("*.toml")) if path.is_dir() else [path]:
        try:
            texts[file.name] = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            faults.append(fault(file.name, "file-unreadable", f"tidak terbaca: {error}", f"cannot be read: {error}"))
    if path.is_dir() and not texts and not faults:
        faults.append(fault(path.name, "program-empty", "tidak ada berkas .toml", "there is no .toml file"))
    try:
        programs = programs_from_texts(texts)
    except Invalid as error:
        raise Invalid([*faults, *error.reasons]) from None
    if faults:
        raise Invalid(faults)
    return programs
