"""The ordinary way: what whoever is waited for does next, and what goes with each step in words."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from slrt_core import Addition, Death, Merger, Relocation, Split, Way, WorkItem
from slrt_core.model.cases import Case
from slrt_core.model.contents import CaseKind, Change, Complaint, Content, Enquiry, Need, Participation, Problem

__all__ = ["improved", "ordinary", "where", "words"]

_RECORDS = {CaseKind.CHANGE, CaseKind.PARTICIPATION, CaseKind.ADDITION}
_RECEIVED = {"requested": "accept", "acknowledged": "accept", "under_review": "accept", "waiting_list": "accept"}
_ACCEPTED = {"accepted": "complete", "in_progress": "complete", "on_hold": "resume"}
_AT_HOME = {Way.HOME_VISIT, Way.ASSISTED_REQUEST}

_WORDS: dict[str, dict[str, Any]] = {
    "answer": {"result": "Syarat, dokumen, dan tempat mengurusnya sudah dijelaskan."},
    "settle": {"result": "Diselesaikan bersama petugas; surat pengantar sudah dibuat."},
    "complete": {"result": "Sudah ditindaklanjuti; bantuan atau layanan berjalan."},
    "provide": {"result": "Keterangan dan salinan dokumen dilampirkan."},
    "inform": {"note": "Hasil dan langkah berikutnya sudah disampaikan.", "channel": "home"},
    "not_reached": {"note": "Rumah kosong, tetangga dititipi pesan.", "channel": "home"},
    "object": {"note": "Rumah tangga berkeberatan atas hasil ini."},
    "reopen": {"note": "Masalahnya muncul lagi."},
    "withdraw": {"note": "Atas permintaan rumah tangga sendiri."},
}


def where(who: str, item: WorkItem) -> str:
    """Where a case waits for somebody: the referral's state for its receiver, or for whoever is asked about it."""
    if who == "receiver" or "provide" in item.commands:
        return item.referral
    return item.state


def ordinary(who: str, item: WorkItem, *, approved: bool) -> tuple[str, ...]:
    """The ordinary steps of somebody who finds a case on their worklist; none if it is not theirs to take up.

    Args:
        who: the post; ``receiver`` for any receiver of a referral, ``puskesos`` for its officers.
        item: as it stands on the worklist.
        approved: whether the manager has approved its referral.
    """
    if "provide" in item.commands:
        # Who knows the household is asked; the manager only where nobody else may say.
        return ("provide",) if who != "manager" or item.way is Way.SLRT_OFFICE else ()
    record, problem, enquiry = item.kind in _RECORDS, item.kind is CaseKind.PROBLEM, item.kind is CaseKind.ENQUIRY
    match who, item.state:
        case "receiver", _:
            step = {**_RECEIVED, **_ACCEPTED}.get(item.referral)
            return (step,) if step else ()
        case (("facilitator" | "puskesos" | "front_office"), "returned"):
            return ("correct", "submit")
        case "facilitator", "recorded":
            return ("map",) if problem else ("submit",)
        case "facilitator", "survey":
            return ("record_survey",)
        case "facilitator", "decided":
            return ("inform", "close") if item.way in _AT_HOME else ()
        case (("puskesos" | "front_office"), "registered"):
            at_puskesos = who == "puskesos"
            if enquiry:
                return ("answer",)
            return (("submit" if record else "map" if problem else "pass_on") if at_puskesos else "pass_on",)
        case "puskesos", "decided":
            return ("close",) if enquiry else ("inform", "close")
        case "front_office", "decided":
            return ("close",) if enquiry else ()
        case "back_office", "decided":
            return () if enquiry else ("inform", "close")
        case "supervisor", "review":
            return ("endorse",)
        case "supervisor", "verification":
            return ("verify",)
        case "review_analysis", "analysis":
            return ("map" if problem else "endorse" if record else "pass_on",)
        case "back_office", "back_office":
            # What is about no program has nobody to be referred to: the secretariat settles it.
            return ("refer" if approved else "request_approval",) if item.program else ("settle",)
        case "manager", "recommendation":
            if record:
                return ("recommend",)
            return ("refer",) if item.program or item.way not in _AT_HOME else ("pass_on",)
        case "manager", "verified":
            return ("refer",)
        case "manager", "approval":
            return ("approve",)
    return ()


def words(command: str, item: WorkItem | Case) -> dict[str, Any]:
    """What goes with a step: a result, a note, the way in which the household was told."""
    said = dict(_WORDS.get(command, {}))
    if "channel" in said and item.way not in _AT_HOME:
        said["channel"] = "desk" if command == "inform" else "phone"
    return said


def improved(content: Content) -> Content:
    """The content after a correction, with what was missing."""
    match content:
        case Complaint() | Problem() | Enquiry() | Need():
            return evolve(content, text="Keterangan dilengkapi: tanggal, tempat, dan bukti dilampirkan.")
        case Participation():
            return evolve(content, evidence="surat-keterangan.pdf")
        case Change() | Death() | Relocation() | Split() | Merger():
            return evolve(content, note="Foto dan dokumen dilampirkan.")
        case Addition():
            return evolve(content, grounds="Dilengkapi dengan foto rumah dan keterangan RT.")
