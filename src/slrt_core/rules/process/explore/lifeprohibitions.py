"""What must never happen to a participation or a program. Written from the rules (R-…), not from the table of lives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from slrt_core.model.officers import SYSTEM
from slrt_core.model.programs import CatalogueEntry
from slrt_core.model.registry import CentralStatus
from slrt_core.reasons import Text
from slrt_core.rules import deadlines
from slrt_core.rules.process.explore.lifeapart import LIVES_APART, judges
from slrt_core.rules.process.explore.lifefindings import LifeProhibition
from slrt_core.rules.process.explore.lifemoves import quarter

if TYPE_CHECKING:
    from slrt_core.model.facts import Value
    from slrt_core.rules.process.explore.lifeworld import LifeDeed

__all__ = ["LIFE_PROHIBITIONS"]

Deeds = Sequence["LifeDeed"]

_ENDED = {"rejected", "left", "graduated", "withdrawn", "replaced", "ended"}
_UNREASONED = {"approve_program"}
_FACTS = {
    # What the household's record says of a participation in each of its states (R-PRG-7).
    "candidate": {"candidate"},
    "validated": {"validated"},
    "active": {"active"},
    "suspended": {"suspended"},
    "graduating": {"active"},
    "graduated": {"graduated"},
    "left": {"left", "none"},
    "rejected": {"none"},
}
_TOLD = {"validated", "active", "suspended", "graduated", "left", "rejected"}
_DECIDED = {"suspended", "graduated", "rejected", "left"}
_TAKES_PART = {"active", "suspended", "graduating"}
_QUARTER = 65
"""Working days; commitments and payments come every quarter, so nobody is waited for any longer."""


def _goes_on(deeds: Deeds) -> bool:
    deed = deeds[-1]
    if isinstance(deed.record, CatalogueEntry) and deed.record.state == "approved":
        return deed.after.state not in {"approved", "ended"} and deed.move.command != "enter_program"
    return deed.record.state in _ENDED


def _unseen(deeds: Deeds) -> bool:
    deed = deeds[-1]
    seen = deed.move.seen
    fits = seen is not None and (seen.version, seen.digest) == (deed.record.version, deed.record.digest)
    return judges(deed) and not fits


def _without_reason(deeds: Deeds) -> bool:
    deed = deeds[-1]
    demanded = judges(deed) or deed.move.command == "withdraw_program"
    choices = deed.scene.setting.rulebook.choices
    given = deed.move.reason in choices and deed.move.command in choices[deed.move.reason].commands
    return demanded and deed.move.command not in _UNREASONED and not given


def _recorded_otherwise(deeds: Deeds) -> bool:
    return deeds[-1].decision.events[0].after != deeds[-1].after.state


def _waits_for_ever(deeds: Deeds) -> bool:
    deed = deeds[-1]
    [event] = deed.decision.events
    if event.after in _ENDED or event.after == "approved":
        return False
    setting = deed.scene.setting
    if event.due is None or (deed.record.state != event.after and event.due < setting.on):
        return True
    return deadlines.working_days_between(setting.rulebook.calendar, setting.on, event.due) > _QUARTER


# --- programs (R-PRG-2) -------------------------------------------------------------------------------------------


def _unapproved(deeds: Deeds) -> bool:
    """What counts is what the last approval was about, and there was one."""
    deed = deeds[-1]
    approved = {one.record.digest for one in deeds if one.move.command == "approve_program"}
    return bool(deed.in_force) and deed.in_force not in approved


def _no_validity(deeds: Deeds) -> bool:
    deed = deeds[-1]
    entry = deed.record
    if not isinstance(entry, CatalogueEntry) or deed.move.command != "enter_program":
        return False
    return entry.entered.valid_from > entry.entered.valid_until


def _no_last_day(deeds: Deeds) -> bool:
    deed = deeds[-1]
    last, ends = deed.move.last_day, deed.after.state == "ended"
    return ends and (last is None or last < deed.scene.setting.on)


def _not_entered(deeds: Deeds) -> bool:
    """Each entry is entered first, and waits for its approval."""
    deed = deeds[-1]
    return deed.record.state in {"district", "elsewhere"} and (
        deed.move.command != "enter_program" or deed.decision.events[0].after != "entered"
    )


def _left_beside(deeds: Deeds) -> bool:
    deed = deeds[-1]
    states = [version.state for version in deed.catalogue.versions] if deed.catalogue else []
    return deed.move.command == "enter_program" and "returned" in states


def _replaced_by_hand(deeds: Deeds) -> bool:
    deed = deeds[-1]
    return (deed.decision.events[0].after == "replaced") is not (deed.actor == SYSTEM)


# --- participation (R-PRG-6) --------------------------------------------------------------------------------------


def _unvalidated(deeds: Deeds) -> bool:
    """Who becomes active was validated since they became a candidate."""
    deed = deeds[-1]
    if deed.after.state != "active" or deed.record.state in _TAKES_PART:
        return False
    since = max((n for n, one in enumerate(deeds) if one.after.state == "candidate"), default=0)
    return not any(one.move.command == "validate" for one in deeds[since:])


def _undecided(deeds: Deeds) -> bool:
    """Whether somebody takes part, rests, graduates or is turned away is the program's decision, or their wish."""
    deed = deeds[-1]
    begins = deed.after.state == "active" and deed.record.state not in _TAKES_PART
    changes = deed.record.state != deed.after.state and deed.after.state in _DECIDED
    return (begins or changes) and not judges(deed) and not _wished(deed)


def _wished(deed: LifeDeed) -> bool:
    return deed.move.command == "leave" and bool(deed.move.note)


def _left_unasked(deeds: Deeds) -> bool:
    deed = deeds[-1]
    return deed.move.command == "leave" and not deed.move.note


def _not_in_force(deeds: Deeds) -> bool:
    deed = deeds[-1]
    joins = deed.after.state == "candidate" and deed.record.state == "new"
    begins = deed.after.state == "active" and deed.record.state == "validated"
    return (joins or begins) and deed.scene.program is None


def _unlisted(deeds: Deeds) -> bool:
    deed = deeds[-1]
    program, home = deed.scene.program, deed.scene.household
    begins = deed.after.state == "active" and deed.record.state == "validated"
    listed = home is not None and home.central_status is CentralStatus.LISTED
    return begins and program is not None and program.requires_listing and not listed


def _suspended_unmet(deeds: Deeds) -> bool:
    """A suspension rests on a period that has ended, was found not met (not merely unknown), and counts but once."""
    deed = deeds[-1]
    if deed.after.state != "suspended" or deed.record.state == "suspended":
        return False
    last: dict[tuple[str, str, str], Value] = {}
    for one in deeds:
        for said in one.move.commitments:
            last[one.move.period, said.member, said.kind] = said.met
    counted = {period for one in deeds[:-1] for period in one.decision.events[0].rests_on}
    now = str(quarter(deed.scene.setting.on))
    found = {period for (period, _, _), met in last.items() if met is False and period < now}
    rests = set(deed.decision.events[0].rests_on)
    return not rests or not rests <= found - counted


def _ungraduated(deeds: Deeds) -> bool:
    deed = deeds[-1]
    return deed.after.state == "graduated" and not any(one.move.command == "propose_graduation" for one in deeds[:-1])


def _of_no_period(deeds: Deeds) -> bool:
    """Commitments and payments are of a period that has begun, and in which the unit took part; each is paid once."""
    deed = deeds[-1]
    command, today = deed.move.command, deed.scene.setting.on
    if command not in {"verify_commitments", "confirm_disbursement"}:
        return False
    since = deed.record.active_from
    fits = since is not None and str(quarter(since)) <= deed.move.period <= str(quarter(today))
    if command == "verify_commitments":
        event = deed.decision.events[0]
        return not fits or not deed.move.commitments or event.verification is None
    return not fits or deed.move.period in deed.record.disbursed or deed.move.period not in deed.after.disbursed


def _of_no_meeting(deeds: Deeds) -> bool:
    deed = deeds[-1]
    if deed.move.command != "record_attendance":
        return False
    meeting, since = deed.move.meeting, deed.record.active_from
    before = {held.on for held in deed.record.meetings}
    fits = meeting is not None and since is not None and since <= meeting.on <= deed.scene.setting.on
    return not fits or meeting is None or meeting.on in before or meeting not in deed.after.meetings


def _without_result(deeds: Deeds) -> bool:
    deed = deeds[-1]
    return deed.move.command in {"validate", "update_data", "propose_graduation"} and not deed.move.result


def _paid_at_rest(deeds: Deeds) -> bool:
    return deeds[-1].move.command == "confirm_disbursement" and deeds[-1].record.state != "active"


def _fact_otherwise(deeds: Deeds) -> bool:
    deed = deeds[-1]
    facts = [fact.value for one in deeds for fact in one.decision.facts]
    return deed.after.state in _FACTS and (not facts or facts[-1] not in _FACTS[deed.after.state])


def _untold(deeds: Deeds) -> bool:
    """R-PRG-8: results go to sub-district and village."""
    deed = deeds[-1]
    came = deed.record.state not in {deed.after.state, "graduating"}
    results = deed.move.command in {"verify_commitments", "confirm_disbursement", "graduate", "end", "leave"}
    told = {notice.to for notice in deed.decision.notices}
    return ((came and deed.after.state in _TOLD) or results) and not told >= {"subdistrict_office", "village_head"}


def _one(  # noqa: PLR0917  (a line of a list)
    id: str, rule: str, text_id: str, text_en: str, broken: Callable[[Deeds], bool], life: str = ""
) -> LifeProhibition:
    return LifeProhibition(id=id, rule=rule, text=Text(text_id, text_en), broken=broken, life=life)


_PROGRAM, _PART = "program", "participation"

LIFE_PROHIBITIONS: tuple[LifeProhibition, ...] = (
    *LIVES_APART,
    _one("life-goes-on", "R-PRG-6", "yang sudah berakhir masih berlanjut", "what has ended goes on", _goes_on),
    _one("life-unseen", "R-APP-5", "dinilai tanpa melihat versinya", "judged on another version or none", _unseen),
    _one("life-without-reason", "R-APP-2", "dinilai tanpa alasan", "judged without a reason", _without_reason),
    _one("life-recorded-otherwise", "R-FUP-4", "keadaan yang tercatat lain dari langkahnya",
         "what is on record is not what the step says", _recorded_otherwise),
    _one("life-waits", "R-FUP-1", "ditunggu tanpa tenggat atau terlalu lama",
         "somebody is waited for without a deadline, or too long", _waits_for_ever),
    _one("program-unapproved", "R-PRG-2", "yang berlaku bukan yang disetujui", "what counts was not approved",
         _unapproved, _PROGRAM),
    _one("program-not-entered", "R-PRG-2", "tidak dimasukkan dahulu", "it was not entered first", _not_entered,
         _PROGRAM),
    _one("program-validity", "R-PRG-2", "masa berlaku terbalik", "its validity ends before it begins", _no_validity,
         _PROGRAM),
    _one("program-last-day", "R-PRG-2", "diakhiri tanpa hari terakhir", "ended without a last day to come",
         _no_last_day, _PROGRAM),
    _one("program-beside", "R-PRG-2", "yang dikembalikan tidak diganti oleh yang baru",
         "what was returned stands beside its successor", _left_beside, _PROGRAM),
    _one("program-by-hand", "R-PRG-2", "diganti dengan tangan", "replaced by hand", _replaced_by_hand, _PROGRAM),
    _one("part-unvalidated", "R-PRG-6", "aktif tanpa validasi", "active without validation", _unvalidated, _PART),
    _one("part-undecided", "R-PRG-6", "berubah tanpa keputusan pengelola", "changed without a decision", _undecided,
         _PART),
    _one("part-left-unasked", "R-FUP-3", "keluar tanpa permintaan", "left without asking for it", _left_unasked, _PART),
    _one("part-not-in-force", "R-PRG-2", "program tidak berlaku", "the program is not in force", _not_in_force, _PART),
    _one("part-unlisted", "R-PRG-4", "tidak terdaftar, padahal wajib", "unlisted where the program demands it",
         _unlisted, _PART),
    _one("part-suspended", "R-PRG-6", "ditangguhkan tanpa komitmen yang tidak dipenuhi",
         "suspended though no commitment was found unmet, or for the second time", _suspended_unmet, _PART),
    _one("part-ungraduated", "R-PRG-6", "lulus tanpa diusulkan", "graduated without a proposal", _ungraduated, _PART),
    _one("part-period", "R-PRG-6", "bukan periodenya, atau tidak tercatat", "of no fitting period, or not recorded",
         _of_no_period, _PART),
    _one("part-meeting", "R-PRG-6", "bukan pertemuannya, atau tidak tercatat", "of no fitting meeting, or not recorded",
         _of_no_meeting, _PART),
    _one("part-without-result", "R-PRG-6", "tanpa hasil", "without a result", _without_result, _PART),
    _one("part-paid-at-rest", "R-PRG-6", "dibayar selagi tidak aktif", "paid while not active", _paid_at_rest, _PART),
    _one("part-fact", "R-PRG-7", "catatan rumah tangga tidak menyebut keadaannya",
         "the household's record says another state", _fact_otherwise, _PART),
    _one("part-untold", "R-PRG-8", "kecamatan dan desa tidak diberi tahu", "sub-district and village are not told",
         _untold, _PART),
)  # fmt: skip
"""The prohibitions of the library for lives."""
