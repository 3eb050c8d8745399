"""What demands speak of: who is who, and when something is due."""

from collections.abc import Callable, Mapping

from slrt_core.model.cases import Case
from slrt_core.model.contents import Need
from slrt_core.reasons import Text
from slrt_core.rules import deadlines
from slrt_core.rules.process import Scene, open_referral
from slrt_core.testing.oracle import Demand
from slrt_core.testing.stories import Source

REVIEWERS = ("supervisor", "data_section_head", "coordination_team")
EXAMINERS = ("review_analysis", "data_section_head", "coordination_team")
HANDLING = ("administration_head", "secretariat_head")
MANAGERS = ("manager", "secretariat_head", "coordination_team")
STAFF = (
    "facilitator",
    "back_office",
    "front_office",
    "puskesos_service",
    "puskesos_data",
    "puskesos_coordinator",
    *HANDLING,
)
"""Each with those that step in for them."""

WINDOW, OBJECTIONS, VAIN, EXPIRY = 30, 2, 3, 60
"""What a district has set by default; none of it is law."""


def demands(into: list[Demand]) -> Callable[..., None]:
    """Write demands into a list."""

    def demand(
        *,
        id: str,
        rule: str,
        source: Source,
        text: tuple[str, str],
        command: str | tuple[str, ...],
        by: tuple[str, ...],
        given: Callable[[Case, Scene], bool],
        more: Callable[[Case, Scene], Mapping[str, object]] = lambda *_: {},
    ) -> None:
        into.append(
            Demand(id=id, rule=rule, source=source, text=Text(*text), given=given, command=command, by=by, more=more)
        )

    return demand


def within(*states: str) -> Callable[[Case, Scene], bool]:
    return lambda case, _: case.state in states


def listed_enough(case: Case, scene: Scene) -> bool:
    """Whether nothing waits for the list."""
    household = scene.household
    if household is None or household.central_status == "listed":
        return True
    program = scene.programs.get(case.program)
    demands = isinstance(case.content, Need) and program is not None and program.requires_listing
    return scene.process.settings["unlisted_case"] == "parallel" and not demands


def referral_in(*states: str) -> Callable[[Case, Scene], bool]:
    def given(case: Case, scene: Scene) -> bool:
        held = open_referral(case, scene.process)
        return held is not None and held.state in states and _answerable(case, scene)

    return given


def _answerable(case: Case, scene: Scene) -> bool:
    # Who never had an account here answers from elsewhere, so nobody here can.
    held = case.referral
    if held is None:
        return False
    posts = [a for a in scene.setting.roster.assignments if a.post == held.receiver.post]
    return any(not held.receiver.program or held.receiver.program in a.programs for a in posts)


def in_time(case: Case, scene: Scene) -> bool:
    closed = case.closed_on
    calendar = scene.setting.rulebook.calendar
    return closed is None or deadlines.working_days_between(calendar, closed, scene.setting.on) <= WINDOW


def has_program(case: Case) -> bool:
    return case.kind == "need" or (case.complaint is not None and bool(case.program))
