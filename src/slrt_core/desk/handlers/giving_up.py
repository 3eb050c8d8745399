"""A list that never comes in wholly: given up by the host, or overtaken by another list that names the same households.

Nothing of it ever counted, but names and numbers of those whom it names are kept: they are deleted. They are not
forgotten as the erased are, since the next list names them again, and nobody asked for them to be gone for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.codec import decode, encode
from slrt_core.desk.handlers.permission import may
from slrt_core.desk.replay import went_on
from slrt_core.desk.results import ListResult
from slrt_core.desk.work import at_rest
from slrt_core.errors import Conflict
from slrt_core.model.events import ListGivenUp
from slrt_core.model.lists import Load
from slrt_core.model.registry import HouseholdRecord
from slrt_core.reasons import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import GiveUpLoad
    from slrt_core.model.officers import Actor
    from slrt_core.ports import IndexValue, Stored

__all__ = ["drop", "give_up", "refuse_overtaken"]


def give_up(command: GiveUpLoad, actor: Actor, work: Work) -> ListResult:
    """Let a list never come in; what it had brought is deleted after the commit (`Upkeep.sweep_lists`).

    Raises:
        NotFound: there is no such load.
        Refused: the actor may not.
        Conflict: it is wholly in.
    """
    work.refuse_unless(may(actor, "load_registry", work))
    stored = work.need("load", command.load)
    if command.load in work.taken:
        words = Text(
            "daftar ini sudah masuk seluruhnya dan tidak dapat dilepas", "this list is wholly in, and is not given up"
        )
        raise Conflict("list-taken", words, path=command.load)
    load: Load = decode(stored.body, Load)
    if not load.given_up:
        if work.tx.owner("overtaken", load.id) is None:
            work.tx.claim("overtaken", load.id, load.id)
        event = ListGivenUp(at=work.moment.at, actor=actor)
        # Whoever takes in a part of it at this very moment expects the load as it was, and fails.
        head = work.append(f"load/{load.id}", [event], expect=load.version)
        index: dict[str, IndexValue] = {**stored.index, "head": head}
        work.tx.put("load", load.id, encode(went_on(load, event)), expect=stored.version, index=index)
    return ListResult(load=load.id)


def refuse_overtaken(load: Load, work: Work) -> None:
    """Raise if another list took away what this one had brought already, or if it was given up.

    Raises:
        Conflict: one did, or it was; handed over again, this one begins anew.
    """
    by = work.tx.owner("overtaken", load.id)
    if by is None:
        return
    words = Text(
        "daftar lain yang dimuat sesudahnya menggantikannya", "another list that was loaded later took its place"
    )
    if by == load.id:
        words = Text("daftar ini telah dilepas", "this list was given up")
    raise Conflict("list-overtaken", words, path=load.id)


def drop(households: Iterable[str], loads: Collection[str], work: Work) -> int:
    """Delete what lists that never come in say of households; in how many of them something was.

    What others say of the same households stays: those who visited them, and other lists.

    Args:
        households: where to look.
        loads: the lists.
        work: the running transaction.
    """
    return sum(_drop(stored, loads, work) for id_ in households if (stored := work.tx.get("household", id_)))


def _drop(stored: Stored, loads: Collection[str], work: Work) -> bool:
    record: HouseholdRecord = work.read_household(stored)
    gone = [listing for listing in record.listings if listing.load in loads]
    if not gone:
        return False
    left = evolve(record, listings=tuple(listing for listing in record.listings if listing.load not in loads))
    if not left.listings and not left.facts:
        _take_away(record.id, work)
        return True
    known = {fact.unit for fact in left.facts}.union(*(listing.said for listing in left.listings))
    for unit in {unit for listing in gone for unit in listing.said} - known:
        subject = work.tx.get("subject", unit)
        if subject is not None and subject.index["household"] == record.id:
            work.tx.delete("subject", unit, expect=subject.version)
    index = dict(stored.index)
    if any("central_status" in listing.said.get(record.id, {}) for listing in gone):
        # By what others say that may yet come in, as when each of them was taken in.
        view = work.foreseen(left)
        index["status"] = view.central_status.value if view else None
    work.tx.put("household", record.id, encode(at_rest(left)), expect=stored.version, index=index)
    return True


def _take_away(household: str, work: Work) -> None:
    """Delete a household of which only a list tells that never comes in, with the keys of everybody in it."""
    if work.population is not None:
        work.population.forget(household)
    for subject in list(work.among("subject", "household", {household})):
        work.tx.delete("subject", subject.key, expect=subject.version)
    work.tx.delete("household", household, expect=work.need("household", household).version)
