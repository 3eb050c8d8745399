"""Many cases at once, each decided on its own: what one of them comes to changes nothing for the others (R-APP-2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from slrt_core.desk.results import CaseResult
from slrt_core.errors import AdapterError, SlrtError, invalid

__all__ = ["Answer", "each", "key_of", "refuse_too_many"]

_MOST = 100
"""Where a district's limits are older than batches."""


@frozen(kw_only=True)
class Answer:
    """What came of one case of a batch: either its result, or the error that would have been raised for it alone.

    Args:
        case: its id.
        result: where the step was taken.
        error: where it was not: `Refused`, `Conflict`, `NotFound`, `Invalid`, or an `AdapterError` of the store.
    """

    case: str
    result: CaseResult | None = None
    error: SlrtError | None = None

    def __bool__(self) -> bool:
        """Whether the step was taken."""
        return self.result is not None


def key_of(key: str | None, case: str) -> str | None:
    """The key of one case of a batch: whoever repeats the batch repeats each of its cases, in whatever order."""
    return None if key is None else f"{key}/{case}"


def refuse_too_many(cases: Sequence[str], most: int | None) -> None:
    """Raise if a batch is too long, or names a case twice; before anything is done.

    Args:
        cases: their ids, in order.
        most: as the rulebook says; `None` where it does not.

    Raises:
        Invalid: with the place.
    """
    limit = _MOST if most is None else most
    if len(cases) > limit:
        raise invalid(
            "items",
            "batch-too-long",
            id=f"{len(cases)} kasus; paling banyak {limit} sekaligus",
            en=f"{len(cases)} cases; {limit} at once at most",
            rule="R-APP-2",
        )
    seen: set[str] = set()
    for number, case in enumerate(cases):
        if case in seen:
            raise invalid(
                f"items[{number}]",
                "batch-twice",
                id=f"kasus {case!r} sudah disebut sebelumnya",
                en=f"the case {case!r} stands in the batch already",
                rule="R-APP-2",
            )
        seen.add(case)


def each(cases: Sequence[str], take: Callable[[int], CaseResult], *, joined: bool) -> tuple[Answer, ...]:
    """Take a step of each case, one after the other, and tell of each what came of it.

    Args:
        cases: their ids, in order.
        take: takes the step of the case with this number.
        joined: whether all of it is within one transaction of a host. Where the store fails then, that is lost as a
            whole, and with it what the earlier cases came to: the host has to hear of it.

    Raises:
        AdapterError: the store failed within a host's transaction.
    """
    answers = []
    for number, case in enumerate(cases):
        try:
            answers.append(Answer(case=case, result=take(number)))
        except AdapterError as error:
            if joined:
                raise
            answers.append(Answer(case=case, error=error))
        except SlrtError as error:
            answers.append(Answer(case=case, error=error))
    return tuple(answers)
