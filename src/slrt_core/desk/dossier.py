"""Everything that is held of somebody, opened for them, with who looked at it (law 27/2022, art. 32; R-ALL-2)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import attrs

from slrt_core.desk.codec import decode, plain
from slrt_core.desk.homes import records_of
from slrt_core.desk.kinds import wanted
from slrt_core.desk.results import Look
from slrt_core.errors import Erased, NotFound
from slrt_core.model.cases import Attachment
from slrt_core.model.determinations import Assessment
from slrt_core.model.facts import Fact
from slrt_core.model.identity import IdentityClaim, Private
from slrt_core.model.lists import Load
from slrt_core.ports import Range
from slrt_core.rules.criteria import one_of
from slrt_core.rules.visibility import household_cases

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from slrt_core.desk.work import Work
    from slrt_core.model.registry import Listing

__all__ = ["dossier", "whom"]


def whom(subject: str, work: Work) -> tuple[str, tuple[str, ...]]:
    """The household that an id belongs to, and the units that are meant: all of it, or the one family or person.

    Raises:
        NotFound: nobody such is known.
    """
    if work.tx.get("household", subject) is not None:
        record = work.household_record(subject)
        units = (
            *(fact.unit for fact in record.stated),
            *(unit for listing in record.listings for unit in listing.said),
        )
        return subject, tuple(dict.fromkeys(units))
    stored = work.tx.get("subject", subject)
    if stored is None:
        raise NotFound(f"household {subject}")
    return str(stored.index["household"]), (subject,)


def dossier(household: str, units: Iterable[str], work: Work, numbers: Collection[str] = ()) -> Mapping[str, object]:
    """What is held, as plain values that can be written as JSON.

    What lists say that are not wholly in stands apart, under ``pending``, with the source of each.

    Args:
        household: its id.
        units: whose facts are wanted; the cases are the household's, whoever in it they are about.
        work: the running transaction.
        numbers: the registration numbers that are brought: a sensitive case is shown to who has its number.
    """
    meant = frozenset(units)
    records = tuple(records_of(household, work))
    own = wanted("case", household_cases(household, numbers))
    cases = [work.read_case(stored) for stored in work.all("case", Range(field="household"), own)]
    shown = {household, *(case.id for case in cases)}
    attached: Iterator[Attachment] = (
        decode(stored.body, Attachment) for stored in work.among("attachment", "household", {household})
    )
    evidence = [held for held in attached if held.of in shown]
    places = {f"household/{household}", *(f"unit/{unit}" for unit in meant), *(f"case/{case.id}" for case in cases)}
    places |= {f"attachment/{held.id}" for held in evidence} | {f"number/{case.number}" for case in cases}
    return {
        "household": household,
        "facts": [_opened(fact, work) for record in records for fact in record.stated if fact.unit in meant],
        "pending": [said for record in records for said in _pending(record.listings, meant, work)],
        "cases": [_opened(case, work) for case in cases],
        "attachments": [_opened(held, work) for held in evidence],
        "assessments": [
            _opened(decode(stored.body, Assessment), work)
            for stored in work.among("assessment", "household", {household})
        ],
        "participations": [
            _opened(work.participation(stored.key), work)
            for stored in work.among("participation", "household", {household})
        ],
        "looks": [_opened(look, work) for look in _looks(places, work)],
    }


def _pending(listings: Iterable[Listing], units: Collection[str], work: Work) -> Iterator[Mapping[str, object]]:
    """What lists say that are not wholly in: it does not count, and is held all the same."""
    for listing in listings:
        if listing.at is not None:
            continue
        load: Load = decode(work.need("load", listing.load).body, Load)
        for unit, said in listing.said.items():
            for variable, value in said.items() if unit in units else ():
                yield {
                    "unit": unit,
                    "variable": variable,
                    "value": _opened(value, work),
                    "valid_from": plain(listing.since),
                    "source": load.manifest.source,
                    "load": load.id,
                }


def _looks(places: set[str], work: Work) -> Iterator[Look]:
    for stored in work.all("look", Range(field="at"), wanted("look", one_of("look", "subject", places))):
        yield decode(stored.body, Look)


def _opened(value: Any, work: Work) -> Any:
    match value:
        case IdentityClaim() | Private():
            with suppress(Erased):
                return work.sealer.reveal(value)
            return None
        case Fact():
            return {**_fields(value, work), "value": _opened(value.value, work)}
        case tuple():
            return [_opened(item, work) for item in value]
        case _ if attrs.has(type(value)):
            return _fields(value, work)
        case _:
            return plain(value)


def _fields(value: Any, work: Work) -> dict[str, object]:
    names = (attribute.name for attribute in attrs.fields(type(value)))
    return {name: _opened(getattr(value, name), work) for name in names}
