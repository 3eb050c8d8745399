"""What a row of the rulebook may demand: each need is one function that finds nothing, or says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from slrt_core.model.cases import Outcome
from slrt_core.model.contents import Addition, Change, Need, Participation, kind_of
from slrt_core.model.homes import HomeChange, Merger
from slrt_core.model.registry import CentralStatus
from slrt_core.reasons import Text
from slrt_core.rules import deadlines, homes, patches
from slrt_core.rules.process.approval import approval_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from slrt_core.model.commands import LifeMove, Move
    from slrt_core.reasons import Reason
    from slrt_core.rules.access import Setting
    from slrt_core.rules.process.surroundings import Situation

__all__ = ["ADVERSE", "NEEDS", "SHARED"]

ADVERSE = frozenset({Outcome.REJECTED, Outcome.FAILED})


class Asked(Protocol):
    """What a need looks at that is asked of a case as of any other record: rules, and what is asked."""

    @property
    def setting(self) -> Setting:
        """Rules, roster, map, day."""

    @property
    def move(self) -> Move | LifeMove:
        """What is asked."""

    def no(self, code: str, **values: object) -> Reason:
        """A refusal in the words of the rulebook."""


def _seen(s: Asked) -> Reason | None:
    return None if s.move.seen else s.no("need-seen")


def _reason(s: Asked) -> Reason | None:
    choices, command = s.setting.rulebook.choices, s.move.command
    chosen = choices.get(s.move.reason)
    if chosen is not None and command in chosen.commands:
        return None
    listed = sorted((code, choice) for code, choice in choices.items() if command in choice.commands)
    words = Text(
        "; ".join(f"{code} ({choice.text.id})" for code, choice in listed),
        "; ".join(f"{code} ({choice.text.en})" for code, choice in listed),
    )
    return s.no("need-reason", choices=words)


def _result(s: Asked) -> Reason | None:
    return None if s.move.result else s.no("need-result")


def _request(s: Asked) -> Reason | None:
    return None if s.move.note else s.no("need-request")


def _content(s: Situation) -> Reason | None:
    content = s.move.content
    if content is None:
        return s.no("need-content")
    kind = kind_of(content)
    fits = kind in {"need", "complaint"} if s.move.command == "map" else kind is s.case.kind
    return None if fits else s.no("need-content")


def _survey(s: Situation) -> Reason | None:
    content = s.move.content
    surveyed = isinstance(content, Addition) and content.survey is not None
    return None if surveyed else s.no("need-survey")


def _feedback(s: Situation) -> Reason | None:
    home = s.household
    if home is not None and home.ended == "died" and home["next_of_kin"] is False:
        # Nobody is left who could be told, and nobody is looked for in vain.
        return None
    limit = s.setting.rulebook.limits["unreached_attempts"].value
    since = s.case.feedback[s.case.told_from :]
    told = any(f.reached for f in since)
    vain = len({f.on for f in since})
    return None if told or vain >= limit else s.no("need-feedback", attempts=limit)


def _feedback_text(s: Situation) -> Reason | None:
    channels = s.setting.rulebook.words["channel"]
    known = s.move.channel in channels
    return None if s.move.note and known else s.no("need-feedback-text", channels=", ".join(channels))


def _channel(s: Situation) -> Reason | None:
    channels = s.setting.rulebook.words["channel"]
    return None if s.move.channel in channels else s.no("need-feedback-text", channels=", ".join(channels))


def _not_listed(s: Situation) -> Reason | None:
    return s.no("need-not-listed") if _listed(s) else None


def _approval(s: Situation) -> Reason | None:
    draft = s.case.referral
    given = draft is not None and draft.state == "draft" and s.case.approved == approval_digest(s.case, draft.receiver)
    return None if given else s.no("need-approval")


def _round(s: Situation) -> Reason | None:
    most = s.setting.rulebook.limits["objections"].value
    return None if s.case.round <= most else s.no("need-round", times=most)


def _adverse(s: Situation) -> Reason | None:
    return None if s.case.outcome in ADVERSE else s.no("need-adverse")


def _not_adverse(s: Situation) -> Reason | None:
    if s.case.outcome is Outcome.DUPLICATE:
        return s.no("need-duplicate")
    if s.case.outcome is Outcome.LAPSED and _gone(s):
        return s.no("need-gone")
    return s.no("need-not-adverse") if s.case.outcome in ADVERSE else None


def _gone(s: Situation) -> bool:
    """Whether whom a case is about has died, or lives here no more."""
    home = s.household
    if home is None or home.ended:
        return True
    unit = home.unit(getattr(s.case.content, "unit", "") or home.id)
    return unit is None or unit["deceased"] is True


def _befallen(s: Situation) -> Reason | None:
    return None if s.around.home is not None else s.no("need-befallen")


def _window(s: Situation) -> Reason | None:
    book = s.setting.rulebook
    days = book.limits["objection_days"].value
    last = s.case.closed_on
    open_ = last is None or deadlines.working_days_between(book.calendar, last, s.setting.on) <= days
    return None if open_ else s.no("need-window", days=days)


def _listed(s: Situation) -> bool:
    return s.household is not None and s.household.central_status is CentralStatus.LISTED


def _listed_if_required(s: Situation) -> Reason | None:
    demanded = isinstance(s.case.content, Need) and s.around.program is not None and s.around.program.requires_listing
    if demanded and not _listed(s):
        return s.no("need-listed", program=s.case.program)
    return _listed_if_waits(s)


def _listed_if_waits(s: Situation) -> Reason | None:
    # A household that only proposed itself waits where the district chose so; an anonymous complaint has none.
    waits = s.setting.rulebook.settings["unlisted_case"] == "waits" and s.case.household
    return s.no("need-listed", program=s.case.program or "–") if waits and not _listed(s) else None


def _patch_current(s: Situation) -> Reason | None:
    content = s.case.content
    if s.household is None:
        return None
    if isinstance(content, HomeChange):
        other = s.around.other(content.into) if isinstance(content, Merger) else None
        where = homes.outdated(s.household, content, s.case.id, other)
        return s.no("need-current", where=", ".join(where)) if where else None
    if not isinstance(content, (Change, Participation)):
        return None
    stale = patches.stale(s.household, patches.changes_of(content, s.household.id), s.case.id)
    return s.no("need-current", where=", ".join(stale)) if stale else None


def _receiver(s: Situation) -> Reason | None:
    receiver = s.move.receiver
    post = s.setting.rulebook.posts.get(receiver.post) if receiver else None
    if receiver is None or post is None or post.reads != "referred":
        return s.no("need-receiver")
    within = s.case.state != "village_referral" or receiver.post == "village_body"
    here = receiver.region == (s.case.region if receiver.post == "village_body" else "")
    held = s.referral.receiver if s.referral else None
    again = held is not None and (held.post, held.program, held.region) == (
        receiver.post,
        receiver.program,
        receiver.region,
    )
    if not within or not here or again:
        # What a village refers stays in the village: beyond it, supervisor and manager have a say (R-APP-1, R-APP-3).
        return s.no("need-receiver")
    if receiver.post == "program_manager" or receiver.program:
        known = s.around.forwarded_to is not None and s.around.forwarded_to.code == receiver.program
        return None if known else s.no("need-receiver")
    return None


def _late(s: Situation) -> Reason | None:
    once = not deadlines.escalated(s.case)
    return None if once and deadlines.late(s.case, s.setting.on) else s.no("need-late")


def _expired(s: Situation) -> Reason | None:
    book = s.setting.rulebook
    due = s.case.due
    over = due is not None and (
        deadlines.working_days_between(book.calendar, due, s.setting.on) > book.limits["expiry_days"].value
    )
    return None if over else s.no("need-expired")


SHARED: dict[str, Callable[[Asked], Reason | None]] = {
    "reason": _reason,
    "request": _request,
    "result": _result,
    "seen": _seen,
}
"""What a step of any record may need."""

NEEDS: dict[str, Callable[[Situation], Reason | None]] = {
    **SHARED,
    "adverse": _adverse,
    "approval": _approval,
    "befallen": _befallen,
    "channel": _channel,
    "content": _content,
    "expired": _expired,
    "feedback": _feedback,
    "feedback_text": _feedback_text,
    "late": _late,
    "listed_if_required": _listed_if_required,
    "listed_if_waits": _listed_if_waits,
    "not_adverse": _not_adverse,
    "not_listed": _not_listed,
    "patch_current": _patch_current,
    "receiver": _receiver,
    "round": _round,
    "survey": _survey,
    "window": _window,
}
