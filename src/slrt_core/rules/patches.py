"""Applying an approved change to a household's record: what was approved, all of it, and nothing else (invariant 7)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from slrt_core.errors import Conflict
from slrt_core.model.contents import Change, FieldChange, Participation
from slrt_core.model.facts import Fact
from slrt_core.model.identity import IdentityClaim
from slrt_core.reasons import Text

if TYPE_CHECKING:
    from datetime import datetime

    from slrt_core.model.facts import Value
    from slrt_core.model.registry import Household

__all__ = ["apply", "changes_of", "refuse_unapproved", "same", "stale"]


def changes_of(content: Change | Participation, household: str) -> tuple[FieldChange, ...]:
    """The fields that a change or a record of participation sets."""
    if isinstance(content, Change):
        return content.changes
    return (
        FieldChange(
            unit=content.unit or household,
            variable=f"participation:{content.program}",
            new=content.status,
            valid_from=content.since,
            evidence=content.evidence,
        ),
    )


def stale(household: Household, changes: tuple[FieldChange, ...], case: str) -> tuple[str, ...]:
    """The places whose present value is not the old value that was recorded, or whose unit is gone.

    Args:
        household: as it stands.
        changes: with the old values, which the desk fills in when a change is recorded.
        case: the case's id: what it has applied itself, before a referral came back, is no contradiction.
    """
    return tuple(f"{change.unit}.{change.variable}" for change in changes if not _current(household, change, case))


def _current(household: Household, change: FieldChange, case: str) -> bool:
    unit = household.unit(change.unit)
    if unit is None:
        return False
    fact = unit.facts.get(change.variable)
    if (fact is not None and fact.source == case) or change.variable.startswith("participation:"):
        return True
    return same(unit[change.variable], change.old)


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal; numbers of identity by what they state, not by how they are sealed."""
    if isinstance(one, IdentityClaim) and isinstance(other, IdentityClaim):
        return one.same_number(other) or not (one.present or other.present)
    return type(one) is type(other) and one == other


def apply(
    household: Household,
    content: Change | Participation,
    *,
    approved: str,
    digest: str,
    case: str,
    on: date,
    at: datetime,
) -> tuple[Fact, ...]:
    """The facts that an approved patch adds.

    Args:
        household: as it stands.
        content: the patch.
        approved: the digest that the approval names.
        digest: the digest of the content at hand.
        case: the case's id, named as the source of the facts.
        on: the local date, for changes that do not say since when.
        at: when they are recorded.

    Raises:
        Conflict: the content is not what was approved, or the record has changed underneath. Nothing is applied then.
    """
    refuse_unapproved(approved, digest, case)
    changes = changes_of(content, household.id)
    if moved := stale(household, changes, case):
        raise Conflict(
            "patch-stale",
            Text(f"data sudah berubah: {', '.join(moved)}", f"the data has changed: {', '.join(moved)}"),
            path=case,
            rule="R-REG-2",
        )
    return tuple(
        Fact(
            unit=change.unit,
            variable=change.variable,
            value=change.new,
            valid_from=change.valid_from or on,
            recorded_at=at,
            source=case,
            evidence=change.evidence,
        )
        for change in changes
    )


def refuse_unapproved(approved: str, digest: str, case: str) -> None:
    """Raise if what is to be applied is not what was approved (invariant 7).

    Args:
        approved: the digest that the approval names.
        digest: the digest of the content at hand.
        case: the case's id.

    Raises:
        Conflict: they differ, or nothing was approved.
    """
    if not approved or approved != digest:
        raise Conflict(
            "patch-digest",
            Text("isi berbeda dari yang disetujui", "the content is not what was approved"),
            path=case,
            rule="R-REG-2",
        )
