"""Who follows up with those who are late (R-FUP-5), and who is reminded before they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.rules import access
from slrt_core.rules.process.apart import is_about, uncarried
from slrt_core.rules.process.waiting import stand_ins_of, steps_in, turns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.model.cases import Case
    from slrt_core.model.officers import Assignment
    from slrt_core.rules.access import Setting
    from slrt_core.rules.rulebook import Rulebook

__all__ = ["followed_up_by", "reminded", "waited_for"]


def waited_for(case: Case, process: Rulebook) -> tuple[str, ...]:
    """The posts that are waited for, whether anybody holds them or not.

    Args:
        case: as it stands.
        process: the rulebook that it follows.
    """
    return tuple(dict.fromkeys(post for _, posts, _ in turns(case, process) for post in posts))


def reminded(case: Case, setting: Setting, process: Rulebook) -> tuple[str, ...]:
    """The posts that hear of a deadline before it passes: who is waited for, and who steps in where nobody is left.

    Args:
        case: as it stands.
        setting: current rules, roster, map and day.
        process: the rulebook that it follows.
    """
    stepping_in = (
        post
        for row, _, _ in turns(case, process)
        for post in stand_ins_of(row, case, setting, process)
        if _holders(case, post, setting) and steps_in(case, post, setting, process, row)
    )
    return tuple(dict.fromkeys((*waited_for(case, process), *stepping_in)))


def followed_up_by(case: Case, setting: Setting, process: Rulebook) -> str:
    """The post to which a late case is escalated: of the current rulebook, as addresses are.

    It goes up the line: past a post that may not read the case, past one of which everybody is complained about in it
    or acts for who is, and past one that nobody holds there today, because it is vacant or they are on leave. If that
    leaves none, nobody holding it is no reason to tell nobody.

    Args:
        case: as it stands.
        setting: current rules, roster, map and day.
        process: the rulebook that the case follows.
    """
    fit = [post for post in _line(case, setting.rulebook, process) if _may_read(case, post, setting)]
    held = (post for post in fit if _holders(case, post, setting))
    return next(held, fit[0] if fit else setting.rulebook.deadlines.otherwise)


def _line(case: Case, book: Rulebook, process: Rulebook) -> Iterator[str]:
    rules = book.deadlines
    waited = waited_for(case, process)
    seen: set[str] = set(waited)
    post = rules.follows_up(waited)
    while post not in seen:
        yield post
        seen.add(post)
        post = rules.follows_up((post,))
    if rules.otherwise not in seen:
        yield rules.otherwise


def _may_read(case: Case, post: str, setting: Setting) -> bool:
    rule = setting.rulebook.posts.get(post)
    complaint = case.complaint
    if rule is None or rule.reads != "region" or (complaint is not None and complaint.sensitive and not rule.sensitive):
        return False
    holders = _holders(case, post, setting)

    def complained_of(person: str) -> bool:
        return is_about(setting.roster, case.content, person)

    return not holders or not all(
        complained_of(person) or any(uncarried(setting, held, complained_of)) for person, held in holders.items()
    )


def _holders(case: Case, post: str, setting: Setting) -> dict[str, list[Assignment]]:
    """The persons who hold a post there today, each with the assignments by which they do."""
    found: dict[str, list[Assignment]] = {}
    for officer, assignment in setting.roster.holders(post, setting.on):
        if access.reaches(setting, assignment, case.region):
            found.setdefault(officer.person, []).append(assignment)
    return found
