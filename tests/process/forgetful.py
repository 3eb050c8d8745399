"""A `decide` or a fold that forgets one thing: faults that no table can have.

Each asks the production one about a case, a staff or an actor in which that thing is not there.
"""

from __future__ import annotations

from attrs import evolve

from slrt_core.model import Assignment, Case, CaseEvent, Complaint, Move, Roster
from slrt_core.model.commands import Moment, Seen
from slrt_core.model.events import ContentChanged, Escalated, Moved, ReferralOpened
from slrt_core.model.officers import SYSTEM, Actor
from slrt_core.reasons import Reason, Text
from slrt_core.rules.access import Setting
from slrt_core.rules.process import Decision, Surroundings, approval_digest, decide, open_referral
from slrt_core.rules.process.evolving import after

_NO = Reason(code="faulty", text=Text("salah", "faulty"))


def by_post(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Keeps apart what one post did from what the same post does: another post of the person is another person."""
    mine = tuple(act for act in case.acts if act.actor.post == actor.post or act.actor.person != actor.person)
    recorder = case.recorder if case.recorder.post == actor.post else evolve(case.recorder, person="nobody")
    return decide(evolve(case, acts=mine, recorder=recorder), move, actor, moment, around)


def by_account(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Takes each account for a person."""

    def alone(one: Actor) -> Actor:
        return evolve(one, person=one.officer) if one.person else one

    acts = tuple(evolve(act, actor=alone(act.actor)) for act in case.acts)
    roster = around.setting.roster
    accounts = Roster(officers=tuple(evolve(o, person=o.id) for o in roster.officers), assignments=roster.assignments)
    world = evolve(around, setting=evolve(around.setting, roster=accounts))
    return decide(evolve(case, acts=acts, recorder=alone(case.recorder)), move, alone(actor), moment, world)


def delegates_exempt(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Who acts for another is not kept apart from what they asked themselves."""
    held = around.setting.roster.held(actor.officer, around.setting.on)
    if any(a.acting_for and a.post == actor.post for a in held):
        acts = tuple(act for act in case.acts if act.actor.person != actor.person)
        case = evolve(case, acts=acts, recorder=evolve(case.recorder, person="nobody"))
    return decide(case, move, actor, moment, around)


def requester_may_approve(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """The manager approves whoever asked, themselves too."""
    if move.command == "approve":
        case = evolve(case, acts=tuple(act for act in case.acts if act.actor.person != actor.person))
    return decide(case, move, actor, moment, around)


def objections_forgotten(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Judgements of before an objection count as those of now."""
    acts = tuple(evolve(act, round=case.round) for act in case.acts)
    return decide(evolve(case, acts=acts), move, actor, moment, around)


def submissions_forget(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """What was done before the case was last submitted is not looked at any more."""
    last = max((n for n, act in enumerate(case.acts) if act.command == "submit"), default=-1)
    nobody = evolve(case.recorder, person="nobody") if last >= 0 else case.recorder
    return decide(evolve(case, acts=case.acts[last + 1 :], recorder=nobody), move, actor, moment, around)


def households_forgotten(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Nobody asks where an officer lives."""
    roster = around.setting.roster
    homeless = tuple(evolve(officer, household="") for officer in roster.officers)
    there = Roster(officers=homeless, assignments=roster.assignments)
    world = evolve(around, setting=evolve(around.setting, roster=there))
    return decide(case, move, actor, moment, world)


def about_account_only(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """A complaint passes by nobody."""
    if isinstance(case.content, Complaint):
        case = evolve(case, content=evolve(case.content, about=""))
    return decide(case, move, actor, moment, around)


def waits_for_all(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """A stage is over when all who ever held its post have passed it: mode "all" after a reassignment."""
    found = decide(case, move, actor, moment, around)
    if not found.allowed or case.state != "review" or actor.post != "supervisor":
        return found
    ever = {a.officer for a in around.setting.roster.assignments if a.post == "supervisor"}
    done = {act.actor.officer for act in case.acts if act.before == "review"} | {actor.officer}
    return found if ever <= done else Decision(reasons=(_NO,))


def only_assigned_escalate(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """A late step is escalated over the head of whoever holds it, so one that nobody holds is not."""
    referral = open_referral(case, around.process)
    roster, today = around.setting.roster, around.setting.on
    if move.command == "escalate" and referral and not roster.holders(referral.receiver.post, today):
        return Decision(reasons=(_NO,))
    return decide(case, move, actor, moment, around)


def escalation_forgotten(case: Case, events: tuple[CaseEvent, ...]) -> Case:
    """That something was escalated is not kept, so it is escalated every hour."""
    found = after(case, events)
    forgot = any(isinstance(event, Escalated) for event in events)
    return evolve(found, escalated_seq=case.escalated_seq, escalated_due=case.escalated_due) if forgot else found


def steps_in_at_will(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Who may step in does so at any time."""
    found = decide(case, move, actor, moment, around)
    if [reason.code for reason in found.reasons] != ["stand-in"]:
        return found
    setting = around.setting
    alone = tuple(a for a in setting.roster.assignments if a.officer == actor.officer)
    world = evolve(around, setting=evolve(setting, roster=_only(setting, alone)))
    return decide(case, move, actor, moment, world)


def _only(setting: Setting, assignments: tuple[Assignment, ...]) -> Roster:
    return Roster(officers=setting.roster.officers, assignments=assignments)


def mandates_for_ever(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """Who held a post once may act in it."""
    roster = around.setting.roster
    ever = tuple(evolve(a, valid_until=a.valid_until.max, acting_for="") for a in roster.assignments)
    world = evolve(around, setting=evolve(around.setting, roster=_only(around.setting, ever)))
    return decide(case, move, actor, moment, world)


def old_approval(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """An approval counts for whatever the draft says now."""
    if move.command == "refer" and case.approved and case.referral:
        case = evolve(case, approved=approval_digest(case, case.referral.receiver))
    return decide(case, move, actor, moment, around)


def approval_kept(case: Case, events: tuple[CaseEvent, ...]) -> Case:
    """An approval outlives a change of the content."""
    found = after(case, events)
    changed = any(isinstance(event, ContentChanged) for event in events)
    return evolve(found, approved=case.approved) if changed else found


def sends_something_else(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """What goes out is not what the case says."""
    found = decide(case, move, actor, moment, around)
    events = tuple(evolve(e, digest="else") if isinstance(e, ReferralOpened) else e for e in found.events)
    return evolve(found, events=events)


def anybody_by_itself(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """What the clock does, an officer may do as well."""
    if move.command != "expire":
        return decide(case, move, actor, moment, around)
    found = decide(case, move, SYSTEM, moment, around)
    return evolve(found, events=tuple(evolve(e, actor=actor) if isinstance(e, Moved) else e for e in found.events))


def one_vain_visit(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """One vain visit is as good as three."""
    book = around.setting.rulebook
    book = evolve(
        book, limits={**book.limits, "unreached_attempts": evolve(book.limits["unreached_attempts"], value=1)}
    )
    return decide(case, move, actor, moment, evolve(around, setting=evolve(around.setting, rulebook=book)))


def stale(case: Case, move: Move, actor: Actor, moment: Moment, around: Surroundings) -> Decision:
    """A judgement on an older version counts."""
    seen = Seen(case.version, case.digest) if move.seen else None
    return decide(case, evolve(move, seen=seen), actor, moment, around)
