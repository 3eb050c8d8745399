"""A program's parameters as the language reads them: dated tables, and the days on which one of them has no value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from attrs import frozen

from slrt_core.model.parameters import DatedValue, Number, Parameter
from slrt_core.model.programs import Program
from slrt_core.reasons import Reason
from slrt_core.rules.criteria import ParamKind
from slrt_core.rules.criteria.limits import INT_LIMIT
from slrt_core.rules.criteria.problems import problem
from slrt_core.rules.criteria.schema import level_of

__all__ = ["Tables", "gaps", "undated"]


@frozen
class Tables:
    """A program's parameters, as the language reads them.

    Args:
        parameters: as data.
    """

    parameters: tuple[Parameter, ...]

    def kinds(self) -> Mapping[str, ParamKind]:
        """What is declared of each: its range over all dates, and by which region it differs."""
        return {one.name: self._kind(one) for one in self.parameters}

    def _kind(self, one: Parameter) -> ParamKind:
        scale = max(_scale(dated.value) for dated in one.values)
        numbers = [_whole(dated.value, scale) for dated in one.values]
        # Of a place for which nothing was found it may be anything, whatever is known of other places.
        if any(dated.at for dated in one.values):
            numbers = [0, INT_LIMIT]
        levels = {level_of([dated.at]) if dated.at else "" for dated in one.values}
        return ParamKind(low=min(numbers), high=max(numbers), scale=scale, level="/".join(sorted(levels)))

    def table(self, name: str, day: date) -> tuple[int, Mapping[str, int], int, int]:
        """See `slrt_core.rules.criteria.Params`."""
        one = next(p for p in self.parameters if p.name == name)
        kind = self._kind(one)
        table = {dated.at: _whole(dated.value, kind.scale) for dated in one.values if _holds(dated, day)}
        if not table and not kind.level:
            raise KeyError(name)
        return kind.scale, table, kind.low, kind.high

    def digest(self, day: date) -> str:
        """SHA-256 of what holds on a day."""
        held = {
            one.name: sorted([dated.at, str(dated.value)] for dated in one.values if _holds(dated, day))
            for one in self.parameters
        }
        return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


def gaps(program: Program) -> Iterator[Reason]:
    """Parameters without a value on some day on which the program counts."""
    for one in program.parameters:
        if not any(dated.at for dated in one.values):
            yield from (undated(program, one.name, day) for day in _edges(program, one) if one.on(day) is None)


def undated(program: Program, name: str, day: date) -> Reason:
    """What is wrong with a parameter that has no value on a day."""
    return problem(
        "", None, "param-undated", f"parameter {name} tidak bernilai pada {day}",
        f"the parameter {name} has no value on {day}", f"{program.code}:param.{name}",
    )  # fmt: skip


def _edges(program: Program, one: Parameter) -> list[date]:
    """The days at which a gap would begin: the program's first, and each after a value's last."""
    ends = (d.valid_until for d in one.values if program.valid_from <= d.valid_until < program.valid_until)
    return [program.valid_from, *(date.fromordinal(day.toordinal() + 1) for day in sorted(ends))]


def _holds(dated: DatedValue, day: date) -> bool:
    return dated.valid_from <= day <= dated.valid_until


def _scale(value: Number) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _whole(value: Number, scale: int) -> int:
    return int(Decimal(value).scaleb(scale))
