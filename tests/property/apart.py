"""Who kept apart from whom, counted anew from a case's history: written from R-APP-5 in domain.md, not from the rules.

Judging stages are review (supervisor, review and analysis), recommend (manager) and decide (receiver); each has a post
that steps in. Everything else is handling.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from slrt_core.model import Act, Case, CaseEvent, CaseOpened, Complaint, Content, ContentChanged, Moved

STAGES = {
    "supervisor": "review",
    "review_analysis": "review",
    "data_section_head": "review",
    "manager": "recommend",
    "secretariat_head": "recommend",
    "program_manager": "decide",
    "registry_manager": "decide",
    "village_body": "decide",
    "coordination_team": "decide",
}


BY_THEMSELVES = {
    "escalate",
    "expire",
    "referral_completed",
    "referral_rejected",
    "referral_failed",
    "referral_cancelled",
}
"""What follows by itself: no officer does it."""


def broken_apart(events: Sequence[CaseEvent], persons: dict[str, str], homes: dict[str, str]) -> Iterator[str]:
    """What R-APP-5 forbids and nevertheless happened.

    Args:
        events: of one case.
        persons: the person behind each account.
        homes: the household of each person who lives in a known one.
    """
    opened = events[0]
    assert isinstance(opened, CaseOpened)
    handled = {persons[opened.actor.officer]}
    judged: dict[str, str] = {}
    rounds: dict[str, int] = {}
    round_ = 1
    about = _about(opened.content, persons)
    person = persons[opened.actor.officer]
    for event in events:
        if isinstance(event, ContentChanged):
            about = _about(event.content, persons)
        if isinstance(event, Moved):
            if event.actor.officer == "system":
                person = "the system"
                continue
            person = persons[event.actor.officer]
            if event.command in BY_THEMSELVES:
                yield f"{person} does by hand what follows by itself: {event.command}"
            stage = STAGES.get(event.actor.post)
            if stage is None:
                handled.add(person)
            else:
                if person in handled:
                    yield f"{person} judges what they recorded or handled"
                if judged.setdefault(person, stage) != stage:
                    yield f"{person} judges at {judged[person]} and at {stage}"
                if rounds.setdefault(person, round_) != round_:
                    yield f"{person} judges again after an objection"
            if event.command == "object":
                round_ += 1
        if person == about and isinstance(event, CaseOpened | ContentChanged | Moved):
            yield f"{person} acts on a complaint about themselves"
        if opened.household and homes.get(person) == opened.household:
            yield f"{person} acts on a case of their own household"


def _about(content: Content, persons: dict[str, str]) -> str:
    return persons.get(content.about, "") if isinstance(content, Complaint) else ""


def closed_too_early(case: Case) -> bool:
    """Whether the case was closed without feedback, and without three days on which nobody was reached (R-FUP-2)."""
    told = False
    vain: set[date] = set()
    for act in case.acts:
        if act.outcome:
            # Feedback before the answer was not about the answer; an enquiry is answered to the asker's face.
            told, vain = act.command in {"answer", "withdraw"} and case.kind == "enquiry", set()
        elif act.command == "inform":
            told = True
        elif act.command == "not_reached":
            vain.add(act.on)
        elif act.command == "close" and not told and len(vain) < 3:
            return True
    return False


def escalated_twice(case: Case) -> bool:
    """Whether one waiting was escalated more than once (R-FUP-1)."""
    escalated = False
    for act in case.acts:
        if act.command == "escalate":
            if escalated:
                return True
            escalated = True
        elif _ends_waiting(act):
            escalated = False
    return False


def _ends_waiting(act: Act) -> bool:
    return act.before != act.after
