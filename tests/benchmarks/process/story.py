"""The ten steps that all engines take: a need of a village, returned once, referred, settled, told, closed.

Each engine is given the same roster, map and calendar, the same officers, and one step after the other. The table of
steps is the default rulebook's for a need from a home visit, its referral included, so that every engine knows the
same ways that a case may take and not only the one it does take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from slrt_core.model.cases import Way
from slrt_core.model.contents import CaseKind, Need
from slrt_core.model.programs import Program
from slrt_core.model.registry import Household
from slrt_core.rules.access import Setting
from slrt_core.rules.rulebook import KEEP, ReferralRow, Row, Rulebook
from slrt_core.testing import small_district

__all__ = ["KIND", "STEPS", "WAY", "Line", "Stage", "Step", "lines", "stage"]

KIND, WAY = CaseKind.NEED, Way.HOME_VISIT


@frozen
class Step:
    """Who does what, with what.

    Args:
        officer: the account; in this district each has one post.
        command: as in the rulebook.
        given: what the step needs besides.
    """

    officer: str
    command: str
    given: Mapping[str, object] = field(factory=dict)


STEPS = (
    Step("sari", "submit"),
    Step("budi", "return", {"reason": "incomplete"}),
    Step("sari", "correct", {"content": Need(program="SEMBAKO")}),
    Step("sari", "submit"),
    Step("budi", "endorse"),
    Step("maya", "refer"),
    Step("dewi", "accept"),
    Step("dewi", "complete", {"result": "Sudah disalurkan"}),
    Step("sari", "inform", {"note": "Sudah diberi tahu", "channel": "home"}),
    Step("sari", "close"),
)


@frozen(kw_only=True)
class Stage:
    """What is there before the case begins.

    Args:
        setting: rules, roster, map and day.
        household: whose case it is.
        programs: by code.
        posts: the post of each officer.
        village: where.
    """

    setting: Setting
    household: Household
    programs: dict[str, Program]
    posts: dict[str, str]
    village: str


def stage() -> Stage:
    """A small district with one household."""
    district = small_district()
    sari = district.acting("sari")
    home = sari.record_household(district.form()).id
    with district.desk.work() as work:
        household = work.household(home)
        assert household is not None
        return Stage(
            setting=work.setting,
            household=household,
            programs={code: found for code in district.programs if (found := work.program(code)) is not None},
            posts=district.officers,
            village=district.village,
        )


@frozen(kw_only=True)
class Line:
    """One way on from one state, of case and referral in one table: engines of one level know no second one.

    Args:
        before: the state.
        command: what is done.
        after: the state reached.
        posts: who may.
        receiver: whether the receiver of the referral does it.
        stage: the judging stage, or empty.
        needs: what must hold besides.
        days: working days until the next step, or nothing.
    """

    before: str
    command: str
    after: str
    posts: tuple[str, ...]
    receiver: bool
    stage: str
    needs: tuple[str, ...]
    days: int | None


def lines(book: Rulebook) -> list[Line]:
    """The table of a need from a home visit, as far as a case can come."""
    table, reached, open_ = list(_lines(book)), set[str](), ["recorded"]
    while open_:
        state = open_.pop()
        if state not in reached:
            reached.add(state)
            open_ += [line.after for line in table if line.before == state]
    return [line for line in table if line.before in reached]


def _lines(book: Rulebook) -> Iterator[Line]:
    mine = [row for row in book.rows if KIND in row.kinds and WAY in row.ways and row.scope != "system"]
    # While its referral is open a case is in one of the referral's states.
    yield from (_line(row, before, _entered(row.after)) for row in mine for before in _within(row.before, book))
    ends = {row.command: row.after for row in book.rows if KIND in row.kinds and WAY in row.ways}
    for row in book.referral_rows:
        echo = next((e.removeprefix("echo:") for e in row.effects if e.startswith("echo:")), "")
        if (row.side == "receiver" and not row.effects) or echo:
            yield _line(row, row.before, ends[echo] if echo else row.after)


def _line(row: Row | ReferralRow, before: str, after: str) -> Line:
    receiver = isinstance(row, ReferralRow) and row.side == "receiver"
    return Line(
        before=before,
        command=row.command,
        after=before if row.before == row.after else after,
        posts=("program_manager",) if receiver else row.posts,
        receiver=receiver,
        stage=row.stage,
        needs=row.needs,
        days=None if row.days in {KEEP, None} else row.days,
    )


def _entered(state: str) -> str:
    return "requested" if state == "referred" else state


def _within(state: str, book: Rulebook) -> list[str]:
    if state != "referred":
        return [state]
    return [name for name, rule in book.referral_states.items() if not rule.terminal and name != "draft"]
