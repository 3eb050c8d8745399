"""Who is waited for: the posts of the rows that leave a state, and those who step in where nobody is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from slrt_core.model.cases import Case, Referral
from slrt_core.model.officers import Actor, Officer
from slrt_core.rules import access
from slrt_core.rules.access import Setting
from slrt_core.rules.process.apart import apart, through
from slrt_core.rules.rulebook import ReferralRow, Row, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slrt_core.model.officers import Assignment

__all__ = [
    "Path",
    "nobody_left",
    "open_referral",
    "paths_at",
    "paths_of",
    "stand_ins_of",
    "steps_in",
    "turns",
]


@define(eq=False)
class Path:
    """A row by which a case may go on now.

    Args:
        row: of the case table or the referral table.
        posts: that may take it; none if it is not for this referral's sender.
        referral: the open referral, if it is one of the referral table.
        receives: whether it is the receiver's step.
        stands_in: whether it is taken by somebody who steps in for those whose it is.
    """

    row: Row | ReferralRow
    posts: tuple[str, ...]
    referral: Referral | None = None
    receives: bool = False
    stands_in: bool = False

    @property
    def answered(self) -> Referral | None:
        """The referral that is answered by its receiver, if that is what the step is."""
        return self.referral if self.receives and not self.stands_in else None


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
            if book.commands[line.command].duty and not line.by_itself:
                yield line, _posts_of(line, referral, case), referral


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
        nobody_left(case, paths_of(case, row.command, book), setting, book, post)
        for row, _, _ in turns(case, book)
        if post in stand_ins_of(row, case, setting, book) and (step is None or row is step)
    )


def paths_of(case: Case, command: str, book: Rulebook) -> list[Path]:
    """The rows by which a command can be given now."""
    paths = [Path(row, row.posts) for row in book.steps(case.kind, case.way, case.state, command)]
    referral = open_referral(case, book)
    if referral is not None:
        lines = book.referral_rows_at(referral.state)
        paths += [_answer(line, referral, case) for line in lines if line.command == command]
    return paths


def paths_at(case: Case, book: Rulebook) -> dict[str, list[Path]]:
    """All rows by which a case may go on now, by command."""
    paths: dict[str, list[Path]] = {}
    for row in book.rows_at(case.kind, case.way, case.state):
        paths.setdefault(row.command, []).append(Path(row, row.posts))
    referral = open_referral(case, book)
    if referral is not None:
        for line in book.referral_rows_at(referral.state):
            paths.setdefault(line.command, []).append(_answer(line, referral, case))
    return paths


def _answer(line: ReferralRow, referral: Referral, case: Case) -> Path:
    return Path(line, _posts_of(line, referral, case), referral, line.side == "receiver")


def nobody_left(case: Case, paths: list[Path], setting: Setting, book: Rulebook, post: str) -> bool:
    """Whether a stand-in is waited for: by no row of a command is anybody left who comes before.

    Before a stand-in come those who normally would, by any of the rows, and for its own rows the stand-ins before it.
    """
    # A row that is not for this referral's sender is nobody's, so nobody steps in for it.
    open_ = [path for path in paths if path.posts and not path.row.by_itself]
    mine = [path for path in open_ if post in stand_ins_of(path.row, case, setting, book)]
    return (
        bool(mine)
        and not any(_elsewhere(case, path, setting) or _somebody(case, path, setting) for path in open_)
        and not any(_earlier(case, path, setting, book, post) for path in mine)
    )


def _elsewhere(case: Case, path: Path, setting: Setting) -> bool:
    """Whether a receiver never had an account here: then it is not absent, it answers from elsewhere."""
    if path.referral is None or not path.receives or access.had_account(setting.roster, path.referral.receiver):
        return False
    return next(_normally(case, path, setting), None) is None


def _somebody(case: Case, path: Path, setting: Setting) -> bool:
    """Whether somebody is there who normally would take this step, and need not keep away."""
    return any(_may(officer, held, case, path, setting) for officer, held in _normally(case, path, setting))


def _earlier(case: Case, path: Path, setting: Setting, book: Rulebook, post: str) -> bool:
    """Whether a stand-in is there that comes before this one."""
    order = stand_ins_of(path.row, case, setting, book)
    return any(
        access.reaches(setting, assignment, case.region) and _may(officer, assignment, case, path, setting)
        for earlier in order[: order.index(post)]
        for officer, assignment in setting.roster.holders(earlier, setting.on)
    )


def _may(officer: Officer, assignment: Assignment, case: Case, path: Path, setting: Setting) -> bool:
    row = path.row
    if access.excluded(setting, assignment, row.command):
        return False
    actor = Actor(officer=officer.id, person=officer.person, post=assignment.post)
    return not any(apart(setting, actor, case, row.stage)) and not any(through(setting, (assignment,), case, row.stage))


def _posts_of(line: ReferralRow, referral: Referral, case: Case) -> tuple[str, ...]:
    """The posts that may take a step of a referral: its receiver's, or its sender's."""
    if line.by_itself:
        return line.posts
    if line.side == "receiver":
        return (referral.receiver.post,)
    # The sender looks after it; what the receiver wants to know, the recorder may answer as well.
    sender = _first_sender(referral, case)
    asked = (sender.post, case.recorder.post) if line.command == "provide" else (sender.post,)
    found = tuple([post for post in line.posts if post in asked])
    if found or line.stage != _stage_of(sender, case):
        return found
    # A stand-in sent it: those for whom it stepped in look after it, and who steps in for them.
    return (case.recorder.post,) if case.recorder.post in line.posts else line.posts


def _first_sender(referral: Referral, case: Case) -> Actor:
    """Who sent a referral to begin with: a receiver that forwards it does not become its sender."""
    earlier = {held.id: held for held in case.referrals}
    while referral.forwarded_from in earlier:
        referral = earlier[referral.forwarded_from]
    return referral.sender


def _stage_of(actor: Actor, case: Case) -> str:
    """The stage at which somebody judged a case; empty if they did not judge it."""
    return next((act.stage for act in reversed(case.acts) if act.actor == actor and act.stage), "")


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
    order = book.stand_ins(row)
    if case.complaint is None or not case.complaint.sensitive:
        return order
    posts = setting.rulebook.posts
    return tuple(post for post in order if post in posts and posts[post].sensitive)


def _normally(case: Case, path: Path, setting: Setting) -> Iterator[tuple[Officer, Assignment]]:
    """The officers who would take this step in the ordinary course, with a mandate here and today."""
    for post in path.posts:
        for officer, assignment in setting.roster.holders(post, setting.on):
            if path.referral is not None and path.receives:
                fits = access.answers(setting, assignment, path.referral.receiver, case.region)
            else:
                fits = access.reaches(setting, assignment, case.region)
            if fits:
                yield officer, assignment
