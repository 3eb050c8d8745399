"""What is told of the month: one complaint from the door to the answer, the worklists, the figures, the refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from slrt_core import Acting, Step, Text, WorkItem
from slrt_core.cli.demo.explained import Explanation, Lists, explanations, lists
from slrt_core.cli.demo.figures import Figures
from slrt_core.cli.demo.month import FIRST_DAY, LAST_DAY, Lived
from slrt_core.cli.demo.office import Refusal
from slrt_core.rules import deadlines
from slrt_core.rules.rulebook import Rulebook

__all__ = ["Story", "Worklist", "told"]

_POSTS = (
    "facilitator", "supervisor", "puskesos_service", "puskesos_data", "puskesos_coordinator", "front_office",
    "review_analysis", "back_office", "manager", "village_body", "program_manager", "registry_manager",
)  # fmt: skip
_OVERDUE = "coordination_team"
_SHOWN = 6
_WORDS = {
    ("level", "none"): Text("tanpa rujukan", "without referral"),
    ("outcome", "open"): Text("masih berjalan", "still open"),
    ("command", "record_visit"): Text("catat kunjungan", "record a visit"),
}


@frozen(kw_only=True)
class Worklist:
    """One officer's worklist.

    Args:
        post: in words.
        account: whose.
        name: of the person.
        place: where they work, or for which program.
        total: how many cases wait.
        items: the most urgent.
        overdue: whether it is not a worklist but what is late, for those who follow up.
    """

    post: Text
    account: str
    name: str
    place: str
    total: int
    items: tuple[WorkItem, ...]
    overdue: bool = False


@frozen(kw_only=True)
class Story:
    """All that is shown, on the screen and on the page."""

    lived: Lived
    book: Rulebook
    figures: Figures
    number: str
    case: str
    household: str
    place: str
    steps: tuple[Step, ...]
    worklists: tuple[Worklist, ...]
    refusals: tuple[Refusal, ...]
    days: tuple[date, ...]
    digest: str
    seed: int
    follow_ups: int
    explanations: tuple[Explanation, ...]
    lists: tuple[Lists, ...]

    def label(self, group: str, key: str) -> Text:
        """A word of the rulebook: of a kind, outcome, level, or of a post, state, command, way."""
        if (group, key) in _WORDS:
            return _WORDS[group, key]
        if group == "subdistrict":
            name = self.lived.office.places.name(key)
            return Text(name, name)
        match group:
            case "post":
                return self.book.label(self.book.posts, key)
            case "state":
                return self.book.label(self.book.states, key)
            case "referral":
                return self.book.label(self.book.referral_states, key)
            case "command":
                return self.book.label(self.book.commands, key)
            case "way":
                return self.book.label(self.book.ways, key)
            case _:
                return self.book.word(group, key)


def told(lived: Lived, figures: Figures, digest: str, seed: int) -> Story:
    """Gather what is told; each look is an officer's, and on record.

    Args:
        lived: the month.
        figures: counted from its export.
        digest: of the export.
        seed: of the month.
    """
    office = lived.office
    manager = office.acting_in("manager")
    case = lived.first.cases[0]
    household = manager.household(lived.first.household, purpose="cerita demo")
    calendar = office.desk.rulebook.calendar
    days = [FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    return Story(
        lived=lived,
        book=office.desk.rulebook,
        figures=figures,
        number=lived.first.number,
        case=case.id,
        household=household.name,
        place=f"{office.places.name(household.region)}, {office.places.name(household.region[:8])}",
        steps=manager.timeline(case.id),
        worklists=tuple(_worklists(lived)),
        refusals=_one_of_each(office.refusals),
        days=tuple(day for day in days if deadlines.is_working_day(calendar, day)),
        digest=digest,
        seed=seed,
        follow_ups=len(manager.follow_ups()),
        explanations=explanations(lived),
        lists=lists(lived),
    )


def _worklists(lived: Lived) -> Iterator[Worklist]:
    office = lived.office
    for post in _POSTS:
        best: tuple[Acting, str, tuple[WorkItem, ...]] | None = None
        for key, account in list(office.staff.of_post(post).items())[:40]:
            officer = office.acting(account, post)
            items = officer.worklist()
            if best is None or len(items) > len(best[2]):
                best = (officer, key, items)
            if len(items) >= _SHOWN:
                break
        if best is not None:
            yield _shown(lived, *best)
    team = office.acting_in(_OVERDUE)
    yield _shown(lived, team, office.district.code, team.overdue(), overdue=True)


def _shown(lived: Lived, officer: Acting, key: str, items: tuple[WorkItem, ...], *, overdue: bool = False) -> Worklist:
    office = lived.office
    code = key.rpartition("/")[2]
    place = office.places.name(code) if "." in code else code
    if code == office.district.code:
        place = office.district.name
    return Worklist(
        post=office.desk.rulebook.label(office.desk.rulebook.posts, officer.actor.post),
        account=officer.actor.officer,
        name=office.staff.name(officer.actor.officer),
        place=place,
        total=len(items),
        items=items[:_SHOWN],
        overdue=overdue,
    )


def _one_of_each(refusals: list[Refusal]) -> tuple[Refusal, ...]:
    """The first refusal with each set of reasons."""
    found: dict[tuple[str, ...], Refusal] = {}
    for refusal in refusals:
        found.setdefault(tuple(reason.code for reason in refusal.reasons), refusal)
    return tuple(found.values())
