"""Who is waited for: the posts of the rows that leave a state, and those who step in where nobody is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from slrt_core.model.cases import Case, Referral
from slrt_core.model.officers import Actor, Officer
from slrt_core.rules import access
from slrt_core.rules.access import Setting
from slrt_core.rules.process.apart import apart
from slrt_core.rules.rulebook import ReferralRow, Row, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Path", "by_itself", "open_referral", "posts_of", "stand_ins_of", "steps_in", "turns", "vacant"]


@define(eq=False)
class Path:
    """A row, and the open referral if it is one of the referral table."""

    row: Row | ReferralRow
    referral: Referral | None = field(default=None)


def open_referral(case: Case, book: Rulebook) -> Referral | None:
    """The referral that is being answered; a draft is not sent yet, so nobody answers it."""
    referral = case.referral
    if referral is None or referral.state == "draft":
        return None
    rule = book.referral_states.get(referral.state)
    if rule is not None and rule.terminal:
        return None
    return referral


def turns(case: Case, book: Rulebook) -> Iterator[tuple[Row | ReferralRow, tuple[str, ...], Referral | None]]:
    """Who is waited for: the rows that are somebody's duty now, with the posts and the referral concerned."""
    for row in book.rows_at(case.kind, case.way, case.state):
        if book.awaited(row):
            yield row, row.posts, None
    referral = open_referral(case, book)
    if referral is not None:
        for line in book.referral_rows_at(referral.state):
            if book.commands[line.command].duty and line.side != "system":
                yield line, posts_of(Path(line, referral), case), referral


def steps_in(case: Case, post: str, setting: Setting, book: Rulebook, step: Row | ReferralRow | None = None) -> bool:
    """Whether a post is waited for because nobody is left who normally would take a step (R-APP-5).

    Args:
        case: as it stands.
        post: the stand-in's.
        setting: rules, roster, map, day.
        book: the rulebook that the case follows.
        step: only this row; any that somebody is waited for if not given.
    """
    return any(
        vacant(case, Path(row, referral), setting, book, post)
        for row, _, referral in turns(case, book)
        if post in stand_ins_of(row, case, setting, book) and (step is None or row is step)
    )


def vacant(case: Case, path: Path, setting: Setting, book: Rulebook, post: str) -> bool:
    """Whether nobody is left who comes before a stand-in: those who normally would, then the stand-ins before it."""
    anybody = False
    for officer, in_post in _normally(case, path, setting):
        anybody = True
        if _may(officer, in_post, case, path, setting):
            return False
    if not anybody and path.referral is not None and not access.had_account(setting.roster, path.referral.receiver):
        # A receiver that never had an account here is not absent: it answers from elsewhere.
        return False
    order = stand_ins_of(path.row, case, setting, book)
    for earlier in order[: order.index(post)]:
        for officer, assignment in setting.roster.holders(earlier, setting.on):
            if access.reaches(setting, assignment, case.region) and _may(officer, earlier, case, path, setting):
                return False
    return True


def _may(officer: Officer, post: str, case: Case, path: Path, setting: Setting) -> bool:
    actor = Actor(officer=officer.id, person=officer.person, post=post)
    return not any(apart(setting, actor, case, path.row.stage))


def posts_of(path: Path, case: Case) -> tuple[str, ...]:
    """The posts that may take a step: the row's own; of a referral, its receiver's, or its sender's."""
    row = path.row
    if isinstance(row, Row) or row.side == "system" or path.referral is None:
        return row.posts
    if row.side == "receiver":
        return (path.referral.receiver.post,)
    # The sender looks after it; what the receiver wants to know, the recorder may answer as well.
    asked = {path.referral.sender.post} | ({case.recorder.post} if row.command == "provide" else set())
    return tuple(post for post in row.posts if post in asked)


def by_itself(row: Row | ReferralRow) -> bool:
    """Whether a row follows by itself: no officer gives it, and nobody steps in for it."""
    return row.scope == "system" if isinstance(row, Row) else row.side == "system"


def stand_ins_of(row: Row | ReferralRow, case: Case, setting: Setting, book: Rulebook) -> tuple[str, ...]:
    """The posts that step in for a row, one after the other.

    A post that does not read all sensitive cases steps in for none of them, and the next one does: who steps in because
    nobody is left would else read what was kept from everybody in that post until then (own).

    Args:
        row: the step.
        case: as it stands.
        setting: what a post may read is always as the current rules say.
        book: the rulebook that the case follows.
    """
    order = book.stages[row.stage or "handle"].stand_ins
    if case.complaint is None or not case.complaint.sensitive:
        return order
    posts = setting.rulebook.posts
    return tuple(post for post in order if post in posts and posts[post].sensitive)


def _normally(case: Case, path: Path, setting: Setting) -> Iterator[tuple[Officer, str]]:
    """The officers who would take this step in the ordinary course, with a mandate here and today."""
    for post in posts_of(path, case):
        for officer, assignment in setting.roster.holders(post, setting.on):
            if path.referral is not None and isinstance(path.row, ReferralRow) and path.row.side == "receiver":
                fits = access.answers(setting, assignment, path.referral.receiver, case.region)
            else:
                fits = access.reaches(setting, assignment, case.region)
            if fits:
                yield officer, post
