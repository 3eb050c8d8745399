"""The expressions of a program file that is otherwise not right, so that all its mistakes are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from slrt_core.errors import Invalid
from slrt_core.model.parameters import Parameter
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import ParamKind, Schema, check, parse
from slrt_core.rules.eligibility.tables import Tables
from slrt_core.rules.programs.placing import FilePlaces
from slrt_core.rules.rulebook.reading import fitting

__all__ = ["expression_faults"]

_CLAUSE = re.compile(r"version\.\d+\.criteria(\.(all|any)\.\d+)*\.text")
_COMPONENT = re.compile(r"version\.\d+\.component\.\d+\.text")
_RANK = re.compile(r"version\.\d+\.quota\.rank\.\d+")


def expression_faults(file: FilePlaces, schema: Schema) -> Iterator[Reason]:
    """What is wrong with the expressions of a file of which no program can be made.

    Args:
        file: its document, and the places in it.
        schema: the variables that expressions may name; not asked where the file does not say for which unit it is.
    """
    unit = str(file.document.get("unit"))
    kinds = _kinds(file)
    for path, text in file.texts():
        dotted = ".".join(path)
        kind = next((kind for kind in (_CLAUSE, _COMPONENT, _RANK) if kind.fullmatch(dotted)), None)
        if kind is None or not text.strip():
            continue
        of = "individual" if kind is _COMPONENT and file.value((*path[:-1], "each")) == "member" else unit
        try:
            node = parse(text)
            if of in schema.roots:
                check(node, schema, of, params=kinds or {}, text=text, want="number" if kind is _RANK else "bool")
        except Invalid as error:
            # Of parameters nothing can be said while their own table is not right.
            yield from (_within(one, file, path) for one in error.reasons if kinds is not None or not _of_param(one))


def _of_param(reason: Reason) -> bool:
    return reason.code.startswith("param-")


def _within(reason: Reason, file: FilePlaces, path: tuple[str, ...]) -> Reason:
    line, _, column = reason.path.partition(":")
    return evolve(reason, path=file.within(path, int(line), int(column)) if column else file.at(path))


def _kinds(file: FilePlaces) -> Mapping[str, ParamKind] | None:
    several: Any = tuple[Parameter, ...]
    parameters = fitting(file.document.get("param", []), several)
    return None if parameters is None else Tables(parameters).kinds()
