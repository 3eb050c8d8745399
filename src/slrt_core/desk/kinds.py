"""The kinds of records that the desk keeps, and the fields by which each is searched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from slrt_core.model.cases import Case
from slrt_core.model.lives import ParticipationRecord
from slrt_core.ports import Filter, IndexValue, RecordKind
from slrt_core.rules.criteria import nodes, one_of
from slrt_core.rules.criteria.nodes import Node
from slrt_core.rules.visibility import receiver_key

__all__ = ["GOING", "KINDS", "STREAMS", "WAITING", "case_index", "participation_index", "wanted"]

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
        },
        # Worklists: what is open in a village, or at a receiver, however much is open elsewhere.
        within=(("region", "due"), ("receiver", "due")),
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
)


_KINDS = {kind.name: kind for kind in KINDS}


def wanted(kind: str, condition: Node | str) -> Filter:
    """A filter of the records of a kind; see `Filter.of`."""
    return Filter.of(_KINDS[kind], condition)


WAITING = wanted("message", one_of("message", "state", ["waiting"]))
"""The messages that nobody took yet."""

GOING = wanted("erasure", nodes.Not(nodes.Field("erasure", "done")))
"""The erasures of which keys are still to be forgotten."""


def case_index(case: Case) -> Mapping[str, IndexValue]:
    """The fields by which cases are searched."""
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
