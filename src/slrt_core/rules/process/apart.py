"""Persons are kept apart by stage (R-APP-5): nobody approves what they recorded, handled, or judged before.

A case is judged at three stages: review, recommend, decide. These rules look at the person, never at the account or the
post, so that a second post, a mandate, a delegation or a reassignment changes nothing. Every act of a case stays in its
history, so a return, a reopening or a new version of the rulebook changes nothing either.

A mandate joins two persons. What is done under it counts for both: for who acts, and for whom they act. And it gives no
more than the one it comes from has: where they would have to keep away, so does whoever acts for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.model.contents import Complaint
from slrt_core.model.homes import Merger
from slrt_core.model.officers import Actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from slrt_core.model.cases import Case
    from slrt_core.model.contents import Content
    from slrt_core.model.officers import Assignment, Roster
    from slrt_core.reasons import Reason
    from slrt_core.rules.access import Setting

__all__ = ["apart", "carrying", "did", "is_about", "lives_there", "through", "uncarried"]


def apart(setting: Setting, actor: Actor, case: Case, stage: str) -> Iterator[Reason]:
    """Why this person must keep away from this step of this case.

    Args:
        setting: rules, roster, map and day.
        actor: who wants to act.
        case: as it stands.
        stage: the judging stage of the step; empty for a step that is no judgement.
    """
    book, person = setting.rulebook, actor.person
    if lives_there(setting.roster, person, case):
        yield book.refusal("apart-household")
    if is_about(setting.roster, case.content, person):
        yield book.refusal("apart-about")
    if not stage:
        return
    roster = setting.roster
    handled, other, before = did(case.recorder, person, roster), "", False
    for act in case.acts:
        who = act.actor
        if who.person != person and not (who.acting_for and roster.person_of(who.acting_for) == person):
            continue
        if not act.stage:
            handled = True
            continue
        other = other or (act.stage if act.stage != stage else "")
        before = before or act.round < case.round
    # Who brings evidence has handled the case: nobody weighs what they brought themselves.
    if handled or any(did(evidence.actor, person, roster) for evidence in case.attachments):
        yield book.refusal("apart-recorded")
    if other:
        yield book.refusal("apart-stage", stage=book.label(book.stages, other))
    if before:
        yield book.refusal("apart-objection")


def lives_there(roster: Roster, person: str, case: Case) -> bool:
    """Whether a person lives in the household whose case it is, or in one whose people it concerns or concerned.

    Who belongs to such a household is known, who of it lives where by now is not; so all of them count.
    """
    theirs = roster.homes(person)
    if not theirs:
        return False
    into = (case.content.into,) if isinstance(case.content, Merger) else ()
    return not theirs.isdisjoint((case.household, *case.homes, *into))


def did(actor: Actor, person: str, roster: Roster) -> bool:
    """Whether what an actor did counts for a person: it was they, or somebody who acted for them."""
    return actor.person == person or bool(actor.acting_for and roster.person_of(actor.acting_for) == person)


def through(setting: Setting, grounds: Iterable[Assignment], case: Case, stage: str) -> Iterator[Reason]:
    """Why mandates do not carry a step of a case: whoever they come from would have to keep away from it (R-APP-5).

    Args:
        setting: rules, roster, map and day.
        grounds: the assignments by which somebody would take the step. One in their own right carries it.
        case: as it stands.
        stage: the judging stage of the step; empty for a step that is no judgement.
    """

    def keeps_away(person: str) -> bool:
        return any(apart(setting, Actor(officer=person, person=person, post=""), case, stage))

    return uncarried(setting, grounds, keeps_away)


def uncarried(setting: Setting, grounds: Iterable[Assignment], keeps_away: Callable[[str], bool]) -> Iterator[Reason]:
    """Why mandates do not carry anything: whoever they come from would have to keep away from it (R-APP-5).

    Args:
        setting: rules, roster, map and day.
        grounds: the assignments by which somebody would do it. One in their own right carries it.
        keeps_away: whether a person would have to.
    """
    short = ""
    for assignment in grounds:
        principal = assignment.acting_for
        if not principal or not keeps_away(setting.roster.person_of(principal)):
            return
        short = short or principal
    if short:
        yield setting.rulebook.refusal("apart-mandate", officer=short)


def carrying(
    setting: Setting, grounds: Iterable[Assignment], keeps_away: Callable[[str], bool]
) -> tuple[Assignment, ...]:
    """The assignments that do carry it; see `uncarried`."""
    return tuple(one for one in grounds if not any(uncarried(setting, (one,), keeps_away)))


def is_about(roster: Roster, content: Content | None, person: str) -> bool:
    """Whether a complaint is about a person, under any of their accounts."""
    if not isinstance(content, Complaint) or content.about not in roster:
        return False
    return roster.officer(content.about).person == person
