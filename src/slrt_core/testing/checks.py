"""What a story may say of a case besides the steps: its outcome, its receiver, who sees it, who is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from slrt_core.desk.visible import can_read_case
from slrt_core.model.facts import UNKNOWN
from slrt_core.model.officers import Actor
from slrt_core.rules import deadlines
from slrt_core.rules.process import turns

if TYPE_CHECKING:
    from slrt_core.model.cases import Case
    from slrt_core.testing.stages import Stage

__all__ = ["checked"]


def checked(words: Sequence[str], stage: Stage) -> str:
    """What is wrong with a statement of a story; an empty text if it holds.

    Raises:
        ValueError: it states nothing.
    """
    case = stage.case
    if case is None:
        return "nothing is recorded yet"
    match words:
        case ["sees" | "hidden", who, *more]:
            return _sees(words[0], who, more, case, stage)
        case ["record", variable, value]:
            held = stage.value(variable)
            return _same("unknown" if held is UNKNOWN else str(held), value)
        case ["told", post, *purpose]:
            return _told(post, purpose, stage)
        case ["due", "within", days, "working", "days"]:
            return _due(case, int(days), stage)
        case ["nobody", "waits"]:
            return _same(", ".join(sorted(_waited(case, stage))), "")
        case ["waits", "for", *posts]:
            missing = set(posts) - _waited(case, stage)
            return f"nobody waits for {', '.join(sorted(missing))}" if missing else ""
        case ["waits", "not", "for", *posts]:
            waited = set(posts) & _waited(case, stage)
            return f"{', '.join(sorted(waited))} is waited for" if waited else ""
        case ["receiver", *receiver]:
            held = case.referral.receiver if case.referral else None
            return _same(" ".join(filter(None, (held.post, held.program))) if held else "nobody", " ".join(receiver))
        case [name, value]:
            return _same(_plain(case, name), value)
    raise ValueError(f"this states nothing: {' '.join(words)}")


def _plain(case: Case, name: str) -> str:
    match name:
        case "outcome":
            return case.outcome.value or "none"
        case "kind":
            return case.kind.value
        case "round":
            return str(case.round)
        case "level":
            return case.referral.receiver.level if case.referral else ""
        case "approved":
            return "yes" if case.approved else "no"
        case "listed":
            return "yes" if case.listed else "no"
        case "stage":
            return case.acts[-1].stage or "none"
    raise ValueError(f"a story does not speak of {name}")


def _same(actual: str, expected: str) -> str:
    return "" if actual == expected else f"it is {actual or 'nothing'}, not {expected or 'nothing'}"


def _sees(how: str, who: str, more: Sequence[str], case: Case, stage: Stage) -> str:
    roster, today = stage.setting.roster, stage.setting.on
    post = more[1] if more else roster.held(who, today)[0].post
    actor = Actor(officer=who, person=roster.officer(who).person, post=post)
    seen = can_read_case(stage.setting, actor, case, stage.setting.rulebook.under(case.program))
    if seen == (how == "sees"):
        return ""
    return f"{who} sees it" if seen else f"{who} does not see it"


def _told(post: str, purpose: Sequence[str], stage: Stage) -> str:
    if stage.notices is None:
        return ""
    told = any(n.to == post and n.purpose in (purpose or (n.purpose,)) for n in stage.notices)
    return "" if told else f"the {post} was not told"


def _due(case: Case, days: int, stage: Stage) -> str:
    calendar = stage.setting.rulebook.calendar
    if case.due is None:
        return "it has no deadline"
    taken = deadlines.working_days_between(calendar, stage.setting.on, case.due)
    return "" if taken <= days else f"it is due after {taken} working days"


def _waited(case: Case, stage: Stage) -> set[str]:
    return {post for _, posts, _ in turns(case, stage.setting.rulebook) for post in posts}
