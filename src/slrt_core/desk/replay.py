"""The past: what was known at an instant, folded from the journal; and whether what is stored is what was recorded."""

from __future__ import annotations

import json
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any

from attrs import evolve

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import case_index, participation_index
from slrt_core.errors import SlrtError
from slrt_core.model.cases import Attachment, Case
from slrt_core.model.determinations import Assessment
from slrt_core.model.events import (
    AssignmentEnded,
    AttachmentAdded,
    AttachmentErased,
    CaseOpened,
    LeaveEnded,
    LeaveRecorded,
    ListBegun,
    ListGivenUp,
    Moved,
    PartLoaded,
    ProgramApproved,
    ProgramEntered,
    RosterLoaded,
    Transferred,
    UnitsErased,
)
from slrt_core.model.identity import IdentityClaim
from slrt_core.model.lists import Load, Taken
from slrt_core.model.lives import LifeMoved
from slrt_core.model.officers import Roster
from slrt_core.model.programs import ProgramRecord, ProgramVersion
from slrt_core.model.regions import RegionTree
from slrt_core.model.registry import FollowUp, HouseholdRecord
from slrt_core.rules.process import act_of, fold, participation_after, participation_opened
from slrt_core.rules.rulebook import rulebook_from_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from slrt_core.desk.work import Work
    from slrt_core.model.facts import AsOf
    from slrt_core.ports import Transaction

__all__ = ["begun", "case_at", "differences", "export", "regions_at", "roster_at", "went_on"]


def case_at(work: Work, case: str, as_of: AsOf) -> Case | None:
    """A case as it stood: what was known by the instant, of what had happened by the day.

    Args:
        work: the running transaction.
        case: its id.
        as_of: the day and the instant.
    """
    known: list[Any] = []
    for event in work.events(f"case/{case}"):
        what = event.attachment if isinstance(event, AttachmentAdded) else event
        if isinstance(what, (CaseOpened, Moved, Attachment, Transferred)) and not (
            as_of.knows(what.at) and what.on <= as_of.valid
        ):
            # What follows a move belongs to it, and later moves stand on earlier ones.
            break
        known.append(event)
    return fold(known)


def roster_at(work: Work, recorded: datetime | None = None) -> Roster:
    """The roster as known at an instant."""
    roster = Roster()
    for event in work.events("roster"):
        if recorded is not None and event.at > recorded:
            break
        match event:
            case RosterLoaded():
                roster = roster.with_entries(event.officers, event.assignments)
            case AssignmentEnded():
                roster = roster.with_end(event.officer, event.post, event.last_day, event.at)
            case LeaveRecorded():
                roster = roster.with_leaves(event.leaves, event.actor.officer)
            case LeaveEnded():
                roster = roster.with_leave_ended(event.officer, event.first_day, event.last_day, event.at)
    return roster


def regions_at(work: Work, recorded: datetime) -> RegionTree:
    """The map as known at an instant."""
    known = [event for event in work.events("regions") if event.at <= recorded]
    return RegionTree(regions=known[-1].regions if known else ())


def differences(work: Work, *, besides: Collection[str] = ()) -> Sequence[str]:
    """The streams whose fold is not what is stored; empty when the state is the fold of its events (invariant 11).

    Args:
        work: the running transaction.
        besides: streams that are left out.
    """
    return [name for name in work.tx.streams() if name not in besides and not _matches(work, name)]


def _matches(work: Work, stream: str) -> bool:
    try:
        return _same(work, stream)
    except (SlrtError, ValueError, KeyError, TypeError, AttributeError):
        # Bytes that were changed need not make a value any more.
        return False


def _same(work: Work, stream: str) -> bool:
    kind, _, key = stream.partition("/")
    events = tuple(work.events(stream))
    if kind == "rulebook":
        return all(_is_whole(work, event.hash) for event in events)
    if kind == "case":
        stored = work.tx.get("case", key)
        case = fold(events)
        if (
            stored is None
            or case is None
            or any(stored.index[k] != v for k, v in case_index(case, work.process_of(case)).items())
        ):
            return False
    held, folded = _both(work, kind, key, events)
    return bool(held == folded)


def _is_whole(work: Work, hash_: str) -> bool:
    stored = work.tx.get("rulebook", hash_)
    if stored is None:
        return False
    texts, settings = decode(stored.body, tuple[dict[str, str], dict[str, str]])
    return rulebook_from_texts(texts, settings).hash == hash_


def _both(work: Work, kind: str, key: str, events: Sequence[Any]) -> tuple[object, object]:
    match kind:
        case "case":
            return work.case(key), fold(events)
        case "household":
            folded = reduce(_household, events, HouseholdRecord(id=key))
            stored = _stored(work, "household", key, HouseholdRecord)
            return _bare_numbers(evolve(stored, listings=()) if stored else None), _bare_numbers(folded)
        case "program":
            return _stored(work, "program", key, ProgramRecord), _program(key, events)
        case "participation":
            opened, *moved = events
            gone_through = participation_after(participation_opened(opened), moved)
            index = work.need("participation", key).index
            indexed = all(index[name] == value for name, value in participation_index(gone_through).items())
            return work.participation(key) if indexed else None, gone_through
        case "followup":
            return _stored(work, "followup", key, FollowUp), _follow_up(events)
        case "attachment":
            return _stored(work, "attachment", key, Attachment), _attachment(events)
        case "assessment":
            return _stored(work, "assessment", key, Assessment), events[0].assessment
        case "roster":
            return _stored(work, "single", "roster", Roster), roster_at(work)
        case "load":
            return _stored(work, "load", key, Load), reduce(went_on, events[1:], begun(events[0]))
        case "loads":
            return _stored(work, "single", "loads", tuple[Taken, ...]), tuple(event.taken for event in events)
        case "keys":
            return _stored(work, "single", "keys", str), events[-1].current
        case "regions":
            tree = RegionTree(regions=events[-1].regions)
            return _stored(work, "single", "regions", RegionTree), tree
        case _:
            return kind, "a stream that the desk does not know"


def _stored(work: Work, kind: str, key: str, shape: Any) -> Any:
    stored = work.tx.get(kind, key)
    return decode(stored.body, shape) if stored else None


def begun(event: ListBegun) -> Load:
    """A load that has just begun."""
    return Load(id=event.load, manifest=event.manifest, version=1)


def went_on(load: Load, event: PartLoaded | ListGivenUp) -> Load:
    """A load after one more part, or after it was given up."""
    if isinstance(event, ListGivenUp):
        return evolve(load, given_up=True, version=load.version + 1)
    return evolve(
        load,
        parts=load.parts + 1,
        households=load.households + event.households,
        changed=load.changed + event.changed,
        digest=event.digest,
        version=load.version + 1,
    )


def _household(record: HouseholdRecord, event: Any) -> HouseholdRecord:
    match event:
        case UnitsErased():
            return record.without(event.units)
        case _:
            return record.with_facts(event.facts)


def _bare_numbers(record: HouseholdRecord | None) -> HouseholdRecord | None:
    """A record without the index of its numbers: that of the state changes with the keys, that of events does not."""
    if record is None:
        return None
    return evolve(
        record,
        facts=tuple(
            evolve(fact, value=evolve(fact.value, index="")) if isinstance(fact.value, IdentityClaim) else fact
            for fact in record.facts
        ),
    )


def _follow_up(events: Sequence[Any]) -> FollowUp:
    item: FollowUp = events[0].follow_up
    for event in events[1:]:
        item = evolve(item, settled=event.actor.person, result=event.result)
    return item


def _attachment(events: Sequence[Any]) -> Attachment:
    held: Attachment = events[0].attachment
    return held.forgotten() if any(isinstance(event, AttachmentErased) for event in events) else held


def _program(code: str, events: Iterable[Any]) -> ProgramRecord:
    record = ProgramRecord(code=code)
    for event in events:
        match event:
            case ProgramEntered():
                record = record.entered(
                    ProgramVersion(
                        program=event.program,
                        digest=event.digest,
                        entered_by=event.actor.person,
                        entered_at=event.at,
                        entered_for=event.actor.acting_for,
                    )
                )
            case ProgramApproved():
                record = record.approved(event.digest, event.actor.person, event.at)
            case LifeMoved():
                record = record.moved(event.digest, act_of(event, record.version + 1), event.last_day)
    return record


def export(transaction: Transaction) -> Iterator[str]:
    """Every event of every stream as one line of JSON, in order, without anything personal.

    What is sealed, keyed or chained differs from store to store and is left out, so that two desks that lived through
    the same give the same lines.
    """
    for stream in transaction.streams():
        for entry in transaction.read(stream):
            event = json.loads(json.loads(entry.body)["event"])["data"]
            yield json.dumps(
                {"stream": stream, "seq": entry.seq, "event": _bare(event)}, ensure_ascii=False, sort_keys=True
            )


_LEFT_OUT = frozenset(
    {"sealed", "index", "digest", "note", "text", "grounds", "result", "name", "address", "old", "new", "evidence"}
)


def _bare(value: Any) -> Any:
    match value:
        case {"variable": ("name" | "address") as variable, **rest}:
            return {"variable": variable, **{k: _bare(v) for k, v in rest.items() if k != "value"}}
        case dict():
            return {key: _bare(item) for key, item in value.items() if key not in _LEFT_OUT}
        case list():
            return [_bare(item) for item in value]
        case _:
            return value
