"""Lists of cases that an officer makes as they like: any condition and order over what they may read, and nothing else.

A condition may name the fields that the officer reads of each case in the list; any other is told as one that there is
not. It is asked together with the definition of reading, so that no list, count, order or page tells of a case that is
not in sight.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from attrs import frozen

from slrt_core.desk.codec import decode
from slrt_core.desk.kinds import CASE
from slrt_core.desk.visible import narrowed, scope
from slrt_core.desk.worklists import WorkItem, item_of
from slrt_core.errors import invalid
from slrt_core.model.cases import Case
from slrt_core.ports import Filter, Range, RecordKind, decode_place
from slrt_core.reasons import near
from slrt_core.rules.criteria import nodes, parse
from slrt_core.rules.visibility import Purpose, nameable

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.officers import Actor

__all__ = ["LONGEST_PAGE", "ORDERS", "CasePage", "case_page", "count_cases", "purpose_of"]

ORDERS = ("opened_at", "due")
"""By what a list of cases may be ordered."""

LONGEST_PAGE = 1000
"""Cases on one page at most."""


@frozen
class CasePage:
    """A page of a list of cases.

    Args:
        items: in the order asked for.
        after: where the next page begins; empty after the last.
    """

    items: tuple[WorkItem, ...]
    after: str


def purpose_of(purpose: Purpose | str) -> Purpose:
    """The purpose of this name.

    Raises:
        Invalid: there is none.
    """
    try:
        return Purpose(purpose)
    except ValueError:
        hint = near(str(purpose), list(Purpose))
        raise invalid(
            "purpose",
            "purpose-unknown",
            id=f"keperluan {purpose!r} tidak dikenal{hint.id}",
            en=f"unknown purpose {purpose!r}{hint.en}",
        ) from None


def case_page(
    where: str,
    order: Range,
    actor: Actor,
    work: Work,
    purpose: Purpose,
    *,
    after: str = "",
    limit: int = 50,
) -> CasePage:
    """A page of the cases in sight for which a condition surely holds.

    Args:
        where: the condition; all of them if empty.
        order: by one of `ORDERS`.
        actor: who looks.
        work: the running transaction.
        purpose: what for.
        after: where the page begins, as the one before said.
        limit: how many at most.

    Raises:
        Invalid: the condition, the order, or where the page begins.
    """
    if order.field not in ORDERS:
        names = ", ".join(ORDERS)
        raise invalid(
            "order", "order-unknown", id=f"urutan: salah satu dari {names}", en=f"the order is one of {names}"
        )
    if not 1 <= limit <= LONGEST_PAGE:
        raise invalid("limit", "limit", id=f"1 sampai {LONGEST_PAGE} kasus", en=f"1 to {LONGEST_PAGE} cases on a page")
    _refuse_broken_place(after, order.field)
    page = work.tx.scan("case", order, where=_asked(where, actor, work, purpose), after=after or None, limit=limit)
    cases: list[Case] = [decode(stored.body, Case) for stored in page.records]
    return CasePage(tuple(item_of(case, actor, work) for case in cases), page.after or "")


def count_cases(where: str, actor: Actor, work: Work, purpose: Purpose) -> int:
    """How many cases in sight there are for which a condition surely holds.

    Raises:
        Invalid: the condition.
    """
    asked = _asked(where, actor, work, purpose)
    count = getattr(work.tx, "count", None)
    if count is not None:
        return int(count("case", asked))
    return sum(1 for _ in work.all("case", Range(field="opened_at"), asked))


def _asked(where: str, actor: Actor, work: Work, purpose: Purpose) -> Filter:
    if not where:
        return scope(actor, work, purpose)
    # First against the fields that this officer may name: of the others not even the spelling is told.
    fields = nameable(work.setting, actor)
    Filter.of(RecordKind(name="case", index={name: CASE.index[name] for name in fields}), where)
    condition: nodes.Node = parse(where)
    return narrowed(actor, work, condition, purpose)


def _refuse_broken_place(after: str, field: str) -> None:
    if not after:
        return
    try:
        value, key = decode_place(after, CASE.index[field])
        broken = "\0" in key or (isinstance(value, datetime) and value.tzinfo is None)
    except ValueError:
        broken = True
    if broken:
        raise invalid(
            "after", "place", id="bukan awal halaman dari daftar ini", en="this is not where a page of this list begins"
        )
