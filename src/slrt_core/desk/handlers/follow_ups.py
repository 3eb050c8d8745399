"""What was found doubtful in a household's record: an item for those who judge records there, until one settles it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk import journal
from slrt_core.desk.codec import decode, encode
from slrt_core.desk.handlers.permission import hands, on_record
from slrt_core.desk.results import FollowUpResult
from slrt_core.errors import NotFound
from slrt_core.model.events import FollowUpOpened, FollowUpSettled
from slrt_core.model.registry import FollowUp
from slrt_core.rules import access
from slrt_core.rules.process import did
from slrt_core.rules.registry import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slrt_core.desk.work import Work
    from slrt_core.model.commands import SettleFollowUp
    from slrt_core.model.officers import Actor
    from slrt_core.model.registry import Household
    from slrt_core.ports import IndexValue, Stored

__all__ = ["note", "note_twins", "open_item", "settle"]


def settle(command: SettleFollowUp, actor: Actor, work: Work) -> FollowUpResult:
    """Say what became of an item.

    Raises:
        NotFound: there is no such item, or none that the actor may see.
        Refused: it is about the actor's own household, or nothing was said.
    """
    stored = work.need("followup", command.follow_up)
    item: FollowUp = decode(stored.body, FollowUp)
    judges = any(actor.post in row.posts and row.stage for row in work.rulebook.rows)
    if not judges or access.mandate(work.setting, actor, item.region):
        raise NotFound(f"followup {command.follow_up}")
    reasons = []
    household = work.household(item.household)
    homes = {item.household, *(household.homes if household is not None else ())}
    persons = hands(actor, work)
    if any(work.roster.homes(person) & homes for person in persons):
        reasons.append(work.rulebook.refusal("apart-household"))
    recorded = journal.events(work.tx, f"household/{item.household}")
    if any(did(event.actor, person, work.roster) for event in recorded for person in persons):
        reasons.append(work.rulebook.refusal("apart-recorded"))
    if not command.result:
        reasons.append(work.rulebook.refusal("need-result"))
    work.refuse_unless(reasons)
    if not item.settled:
        result = work.sealer.seal(command.result, item.household)
        actor = on_record(actor, item.region, work)
        settled = evolve(item, settled=actor.person, result=result)
        event = FollowUpSettled(result=result, at=work.moment.at, actor=actor)
        head = work.append(f"followup/{item.id}", [event], expect=stored.version)
        work.tx.put("followup", item.id, encode(settled), expect=stored.version, index=_index(settled, head))
    return FollowUpResult(id=item.id)


def note(household: Household, found: Iterable[Finding], work: Work) -> None:
    """Open an item for each finding, and for each number that somebody of another household states as well."""
    for finding in dict.fromkeys(found):
        open_item(finding, household.id, household.region, work)
    for member in household.members:
        if member.nik.index:
            note_twins(member.id, household, work.among("subject", "nik", work.sealer.indexes(member.nik)), work)


def note_twins(unit: str, household: Household, twins: Iterable[Stored], work: Work) -> None:
    """Open items for a person whose number others state as well, one for each side.

    Each side's supervisor gets an item about their own household; the recorder learns nothing (R-ALL-2).
    """
    for twin in twins:
        if twin.index["household"] != household.id:
            ours, theirs = (Finding(code="duplicate-nik", unit=one) for one in (unit, twin.key))
            open_item(ours, household.id, household.region, work, _mark(twin.key))
            open_item(theirs, str(twin.index["household"]), str(twin.index["region"]), work, _mark(unit))


def open_item(finding: Finding, household: str, region: str, work: Work, about: str = "") -> None:
    """Open an item for a finding, unless it is open or settled already.

    Args:
        finding: what was found.
        household: whose record it is about.
        region: of that household.
        work: the running transaction.
        about: tells one twin from another.
    """
    key = "/".join(filter(None, (finding.code, finding.unit, about)))
    if work.tx.get("followup", key) is None:
        item = FollowUp(
            id=key,
            code=finding.code,
            household=household,
            region=region,
            unit=finding.unit,
            found_at=work.moment.at,
        )
        head = work.append(f"followup/{key}", [FollowUpOpened(follow_up=item)], expect=0)
        work.tx.put("followup", key, encode(item), expect=0, index=_index(item, head))


def _mark(unit: str) -> str:
    # Tells one twin from another without telling who it is.
    return hashlib.sha256(unit.encode()).hexdigest()[:12]


def _index(item: FollowUp, head: str) -> dict[str, IndexValue]:
    return {
        "region": item.region,
        "code": item.code,
        "household": item.household,
        "open": not item.settled,
        "found_at": item.found_at,
        "head": head,
    }
