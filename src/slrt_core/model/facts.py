"""What is known of people, as dated facts: a missing answer is *unknown*, never "no" and never zero.

Every fact has two times: from when it was true (valid), and when we learned it (recorded).
Facts are only ever added. What held on a day, as we knew it at an instant, is read off them.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

from attrs import frozen

from slrt_core.errors import invalid
from slrt_core.model.identity import IdentityClaim

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UNKNOWN", "AsOf", "Fact", "Known", "Unknown", "Value"]


class Unknown(Enum):
    """The value of what nobody has said. It is neither true nor false: asking its truth is an error."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("unknown is neither yes nor no: compare with UNKNOWN first")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN


@frozen(repr=False)
class Sealed:
    """A value at rest, as a store keeps it in a proposed change; whoever reads a case is given it opened."""

    body: bytes

    def __repr__(self) -> str:
        return "<sealed>"


Known = bool | int | Decimal | date | str | tuple[str, ...] | IdentityClaim
Value = Known | Unknown


@frozen(kw_only=True)
class Fact:
    """One statement about a household, a family or an individual.

    Args:
        unit: the id of whom it is about.
        variable: its name in the variable catalogue.
        value: what was stated; `UNKNOWN` withdraws an earlier answer.
        valid_from: the first day on which it was true.
        recorded_at: the instant at which we learned it (UTC).
        source: who says so: ``visit``, ``central-list``, a case's id.
        evidence: on what: a document's name or hash; empty if none.
    """

    unit: str
    variable: str
    value: Value
    valid_from: date
    recorded_at: datetime
    source: str
    evidence: str = ""


@frozen
class AsOf:
    """A point in both times.

    Args:
        valid: the day in question.
        recorded: what was known by this instant; ``None`` for all that is known now.
    """

    valid: date
    recorded: datetime | None = None

    def __attrs_post_init__(self) -> None:
        valid: object = self.valid
        recorded: object = self.recorded
        if not isinstance(valid, date) or isinstance(valid, datetime):
            raise invalid("as_of.valid", "value-type", id="isikan tanggal tanpa jam", en="give a date without a time")
        if recorded is not None and (not isinstance(recorded, datetime) or recorded.tzinfo is None):
            raise invalid(
                "as_of.recorded",
                "value-type",
                id="isikan saat dengan zona waktu",
                en="give an instant with its time zone",
            )

    def knows(self, recorded_at: datetime) -> bool:
        """Whether something recorded then was already known."""
        return self.recorded is None or recorded_at <= self.recorded

    def pick(self, facts: Iterable[Fact]) -> dict[tuple[str, str], Fact]:
        """The fact in force for each unit and variable.

        Of several, the one that became true last; of those that became true the same day, the one recorded last,
        which is how a correction replaces what it corrects.
        """
        chosen: dict[tuple[str, str], Fact] = {}
        for fact in facts:
            if fact.valid_from <= self.valid and self.knows(fact.recorded_at):
                key = (fact.unit, fact.variable)
                held = chosen.get(key)
                if held is None or held.valid_from <= fact.valid_from:
                    chosen[key] = fact
        return chosen
