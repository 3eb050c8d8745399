"""Protocols that try to take a safeguard away, and safeguards told anew from domain.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slrt_core.model import CaseEvent, Moved
from slrt_core.model.events import CaseOpened, FeedbackGiven, ReferralOpened
from slrt_core.reasons import Text
from slrt_core.rules.process import Scene
from slrt_core.rules.process.explore import Prohibition

__all__ = ["ATTEMPTS", "PROTOCOL", "SAFEGUARDS"]

PROTOCOL = """
[[protocol]]
program = "RTLH"
kinds = ["need"]
receiver = "registry_manager"
basis = "R-APP-10 P14(1)h own"

[[protocol.step]]
before = "recommendation"
state = "technical_check"
label = { id = "pemeriksaan teknis", en = "technical check" }
post = "data_section_head"
stage = "review"
days = 5

[[protocol.deadline]]
state = "recommendation"
command = "refer"
days = 20
"""

_STEP, _DEADLINE = "protocols.toml:protocol.0.step.0", "protocols.toml:protocol.0.deadline.0"

ATTEMPTS: tuple[tuple[str, str, str, str, str], ...] = (
    # what it tries, what is written, in place of what, and the code and place that must be named
    ("a state of the table leads elsewhere", 'state = "decided"', 'state = "technical_check"',
     "rulebook-twice", f"{_STEP}.state"),
    ("the added endorsement is no judgement", 'stage = "handle"', 'stage = "review"',
     "rulebook-unknown", f"{_STEP}.stage"),
    ("it has no stage at all", 'stage = ""', 'stage = "review"', "rulebook-unknown", f"{_STEP}.stage"),
    ("the step is taken by itself", 'post = "system"', 'post = "data_section_head"',
     "rulebook-unknown", f"{_STEP}.post"),
    ("the embedding application takes it", 'post = "host"', 'post = "data_section_head"',
     "rulebook-unknown", f"{_STEP}.post"),
    ("who sees figures only is shown cases", 'post = "bappeda"', 'post = "data_section_head"',
     "protocol-step-reads", f"{_STEP}.post"),
    ("the receiver judges before it is referred", 'post = "program_manager"', 'post = "data_section_head"',
     "protocol-step-reads", f"{_STEP}.post"),
    ("it is examined after it was sent", 'before = "referred"', 'before = "recommendation"',
     "protocol-step-late", f"{_STEP}.before"),
    ("the household is told after another step", 'before = "decided"', 'before = "recommendation"',
     "protocol-step-late", f"{_STEP}.before"),
    ("it stands between feedback and the end", 'before = "closed"', 'before = "recommendation"',
     "protocol-step-place", f"{_STEP}.before"),
    ("a case of another program slips past", 'before = "analysis"', 'before = "recommendation"',
     "protocol-step-content", f"{_STEP}.before"),
    ("nothing can be returned from it", 'before = "returned"', 'before = "recommendation"',
     "protocol-step-return", f"{_STEP}.before"),
    ("it needs what comes only later", 'days = 5\nneeds = ["adverse"]', "days = 5",
     "protocol-step-need", f"{_STEP}.needs"),
    ("it needs a reason that nobody can give", 'days = 5\nneeds = ["reason"]', "days = 5",
     "protocol-step-need", f"{_STEP}.needs"),
    ("it waits for years", "days = 10000", "days = 5", "protocol-deadline-limit", f"{_STEP}.days"),
    ("it has no time at all", "days = 0", "days = 5", "rulebook-days", f"{_STEP}.days"),
    ("a deadline of the table is longer than it may be", "days = 29", "days = 20",
     "protocol-deadline-limit", f"{_DEADLINE}.days"),
    ("a deadline of the table is gone", "days = -1", "days = 20", "protocol-deadline-limit", f"{_DEADLINE}.days"),
    ("what has no deadline gets one", 'command = "escalate"', 'command = "refer"', "protocol-deadline-row", _DEADLINE),
    ("the sender answers itself", 'receiver = "manager"', 'receiver = "registry_manager"',
     "rulebook-unknown", "protocols.toml:protocol.0.receiver"),
    ("nobody answers", 'receiver = "bappeda"', 'receiver = "registry_manager"',
     "rulebook-unknown", "protocols.toml:protocol.0.receiver"),
    ("it stays in the village", 'receiver = "village_body"', 'receiver = "registry_manager"',
     "rulebook-unknown", "protocols.toml:protocol.0.receiver"),
    ("changes of data go the program's way", 'kinds = ["change"]', 'kinds = ["need"]',
     "rulebook-unknown", "protocols.toml:protocol.0.kinds"),
    ("a state is skipped", 'kinds = ["need"]\nskip = ["review"]', 'kinds = ["need"]',
     "rulebook-unknown", "protocols.toml:protocol.0.skip"),
    ("a need is struck out", 'days = 5\nwithout = ["seen"]', "days = 5", "rulebook-unknown", f"{_STEP}.without"),
    ("a law is claimed, and no rule named", 'basis = "P14(1)h"', 'basis = "R-APP-10 P14(1)h own"',
     "rulebook-basis", "protocols.toml:protocol.0.basis"),
)  # fmt: skip
"""Protocols that try to get round a rule: each must be refused when it is loaded."""


# --- safeguards, told anew -----------------------------------------------------------------------------------------


def _moves(events: Sequence[CaseEvent]) -> list[Moved]:
    return [event for event in events if isinstance(event, Moved)]


def _sent_unjudged(events: Sequence[CaseEvent], _: Scene) -> bool:
    """R-APP-1, R-APP-3: nothing is referred before supervisor and manager judged what was last sent in."""
    moves = _moves(events)
    if not moves or moves[-1].after != "referred" or moves[-1].referral:
        return False
    since = max((n for n, move in enumerate(moves) if move.command in {"submit", "correct"}), default=0)
    stages = {move.stage for move in moves[since:] if move.command not in {"return", "reject"}}
    return not {"review", "recommend"} <= stages


def _one_person_twice(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """R-APP-5: a person judges at one stage only, and never what they recorded or handled."""
    moves, opened = _moves(events), events[0]
    stages: dict[str, set[str]] = {opened.actor.person: {""}} if isinstance(opened, CaseOpened) else {}
    for move in moves:
        if move.actor.person:
            stages.setdefault(move.actor.person, set()).add(move.stage)
    return any(len(done) > 1 for done in stages.values())


def _closed_untold(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """R-FUP-2: a case that was not withdrawn is closed only after feedback, or vain visits in its place."""
    moves = _moves(events)
    if not moves or moves[-1].after != "closed" or moves[-1].command == "withdraw":
        return False
    told = [event.feedback for event in events if isinstance(event, FeedbackGiven)]
    most = scene.setting.rulebook.limits["unreached_attempts"].value
    return not any(one.reached for one in told) and len({one.on for one in told}) < most


def _refused_without_reason(events: Sequence[CaseEvent], _: Scene) -> bool:
    """R-APP-2, R-APP-8: whoever returns or rejects says why."""
    moves = _moves(events)
    return bool(moves) and moves[-1].command in {"return", "reject"} and not moves[-1].reason


def _sent_to_nobody(events: Sequence[CaseEvent], scene: Scene) -> bool:
    """R-APP-7: whoever a case is sent to reads what is referred, and answers it."""
    opened = [event for event in events if isinstance(event, ReferralOpened)]
    posts = scene.setting.rulebook.posts
    return any(posts[event.receiver.post].reads != "referred" for event in opened)


_TOLD: tuple[tuple[str, str, Callable[[Sequence[CaseEvent], Scene], bool]], ...] = (
    ("sent-unjudged", "R-APP-1", _sent_unjudged),
    ("one-person-twice", "R-APP-5", _one_person_twice),
    ("closed-before-told", "R-FUP-2", _closed_untold),
    ("refused-without-reason", "R-APP-2", _refused_without_reason),
    ("sent-to-nobody", "R-APP-7", _sent_to_nobody),
)

SAFEGUARDS = tuple(
    Prohibition(id=id, rule=rule, text=Text(id, id), broken=broken, commands=()) for id, rule, broken in _TOLD
)
"""What no protocol may take away."""
