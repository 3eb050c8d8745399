"""The kinds of records that the desk keeps, and the fields by which each is searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from slrt_core.model.cases import Case
from slrt_core.model.lives import ParticipationRecord
from slrt_core.ports import Codes, Filter, IndexValue, RecordKind, codes_of
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.process import turns
from slrt_core.rules.rulebook import Rulebook
from slrt_core.rules.visibility import receiver_key

__all__ = ["CASE", "GOING", "KINDS", "STREAMS", "WAITING", "case_index", "participation_index", "wanted"]

STREAMS = {
    "case": "case/",
    "household": "household/",
    "program": "program/",
    "followup": "followup/",
    "load": "load/",
    "attachment": "attachment/",
    "assessment": "assessment/",
    "participation": "participation/",
    "single": "",
}
"""The kinds of records that are the fold of a stream, with what the stream's name has before the record's key."""

KINDS = (
    RecordKind(
        name="case",
        index={
            "state": str,
            "kind": str,
            "way": str,
            "region": str,
            "household": str,
            "program": str,
            "number": str,
            "receiver": str,
            "outcome": str,
            "due": date,
            "opened_at": datetime,
            "head": str,
            # Who may read it: see `rules.visibility`.
            "sensitive": bool,
            "recorder": str,
            "about": Codes,
            "persons": Codes,
            "receivers": Codes,
            "waits": Codes,
        },
        # Worklists: what is open in a village, or at a receiver, however much is open elsewhere; and the newest.
        within=(("region", "due"), ("receiver", "due"), ("region", "opened_at"), ("receivers", "opened_at")),
    ),
    RecordKind(name="visit", index={"number": str, "household": str, "region": str, "recorded_at": datetime}),
    RecordKind(name="household", index={"region": str, "name": str, "status": str, "head": str}),
    RecordKind(
        name="subject",
        index={
            "household": str,
            "region": str,
            "name": str,
            "nik": str,
            "no_kk": str,
            "phone": str,
            "wrap": str,
        },
    ),
    RecordKind(
        name="followup",
        index={"region": str, "code": str, "household": str, "open": bool, "found_at": datetime, "head": str},
    ),
    RecordKind(name="program", index={"code": str, "head": str}),
    RecordKind(name="single", index={"name": str, "head": str}),
    RecordKind(name="rulebook", index={"name": str}),
    RecordKind(name="keys", index={"name": str}),
    RecordKind(name="request", index={"actor": str, "at": datetime}),
    RecordKind(name="message", index={"state": str, "to": str, "case": str, "at": datetime}),
    RecordKind(name="look", index={"officer": str, "subject": str, "at": datetime}),
    RecordKind(name="load", index={"at": datetime, "head": str}),
    RecordKind(name="erasure", index={"done": bool, "at": datetime}),
    RecordKind(name="attachment", index={"household": str, "case": str, "digest": str, "at": datetime, "head": str}),
    RecordKind(name="assessment", index={"household": str, "at": datetime, "head": str}),
    RecordKind(
        name="participation",
        index={"household": str, "program": str, "region": str, "state": str, "due": date, "head": str},
        within=(("region", "due"),),
    ),
    RecordKind(name="staged", index={"at": datetime}),
    RecordKind(name="anchor", index={"number": int, "part": str}),
    RecordKind(name="edition", index={"name": str}),
)


_KINDS = {kind.name: kind for kind in KINDS}
CASE = _KINDS["case"]
"""The kind of records that cases are."""


def wanted(kind: str, condition: Node | str) -> Filter:
    """A filter of the records of a kind; see `Filter.of`."""
    return Filter.of(_KINDS[kind], condition)


WAITING = wanted("message", one_of("message", "state", ["waiting"]))
"""The messages that nobody took yet."""

GOING = wanted("erasure", nodes.Not(nodes.Field("erasure", "done")))
"""The erasures of which keys are still to be forgotten."""


def case_index(case: Case, book: Rulebook) -> Mapping[str, IndexValue]:
    """The fields by which cases are searched, all but the head of their stream.

    Args:
        case: as it stands.
        book: the rulebook that it follows, which tells who is waited for.
    """
    referral = case.referral
    receiver = "" if referral is None else receiver_key(referral.receiver.post, referral.receiver.program)
    return {
        "state": case.state,
        "kind": case.kind.value,
        "way": case.way.value,
        "region": case.region,
        "household": case.household,
        "program": case.program,
        "number": case.number,
        "receiver": receiver,
        "outcome": case.outcome.value,
        "due": case.due,
        "opened_at": case.opened_at,
        "sensitive": case.complaint is not None and case.complaint.sensitive,
        "recorder": case.recorder.person,
        "about": codes_of([case.complaint.about] if case.complaint is not None and case.complaint.about else []),
        "persons": codes_of(_persons(case)),
        "receivers": codes_of(_receivers(case)),
        "waits": codes_of(post for _, posts, _ in turns(case, book) for post in posts),
    }


def participation_index(record: ParticipationRecord) -> Mapping[str, IndexValue]:
    """The fields by which participations are searched."""
    return {
        "household": record.household,
        "program": record.program,
        "region": record.region,
        "state": record.state,
        "due": record.due,
    }


def _persons(case: Case) -> set[str]:
    """Who had the case in hand: who recorded it, and who took a step."""
    return {case.recorder.person, *(act.actor.person for act in case.acts)} - {""}


def _receivers(case: Case) -> Iterator[str]:
    """To whom it was ever referred. A receiver's place is the case's own: no rule sends it to one elsewhere."""
    for referral in case.referrals:
        receiver = referral.receiver
        if receiver.region in {"", case.region}:
            yield receiver_key(receiver.post, receiver.program)
