"""Photographs and letters as evidence: sealed, apart from the store, and on record in the journal.

First the name is put on the list of what is *staged*, then the sealed content is kept durably, then the record is
written. So a record without content cannot be, and content without a record is known by name: `sweep` removes it after
a time of grace. What is on no list at all (the store may have come back from a backup that is older) is counted and
left alone: evidence is not thrown away because of what a store does not know.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.desk.codec import decode, encode
from slrt_core.desk.plain import refuse_personal
from slrt_core.desk.visible import seen
from slrt_core.errors import AdapterError, NotFound, PluginError
from slrt_core.model.cases import Attachment
from slrt_core.model.events import AttachmentErased
from slrt_core.model.officers import Actor
from slrt_core.ports import Range
from slrt_core.reasons import Reason, Text
from slrt_core.rules import access, visibility
from slrt_core.rules.process import apart, carrying, uncarried

if TYPE_CHECKING:
    from slrt_core.desk.sealing import Sealer
    from slrt_core.desk.work import Work
    from slrt_core.model.cases import Case
    from slrt_core.model.commands import Attach
    from slrt_core.ports import Attachments

__all__ = [
    "DOOMED",
    "Swept",
    "Target",
    "added_to",
    "admitted",
    "content_digest",
    "give_up",
    "give_up_evidence",
    "held_in",
    "kept_by",
    "known",
    "on_no_list",
    "opened",
    "stage",
    "strike",
    "target",
]

DOOMED = b"doomed"
"""The body of a staged name that is given up: nobody may make a record of it any more, and the content goes."""

_STAGED = b"staged"


@frozen
class Swept:
    """What a sweep found.

    Args:
        removed: contents without a record that were removed.
        unknown: contents that stand on no list, and were left alone.
    """

    removed: int
    unknown: int


@frozen
class Target:
    """What an attachment belongs to: a case, or a household; and for which account it is added, if for another's."""

    of: str
    household: str
    case: Case | None
    acting_for: str = ""

    @property
    def owner(self) -> str:
        """Whose key seals it."""
        return self.household or self.of


def kept_by(attachments: Attachments | None) -> Attachments:
    """Where attachments are kept.

    Raises:
        PluginError: this desk was opened without.
    """
    if attachments is None:
        raise PluginError(
            "attachments-missing",
            Text(
                "meja ini dibuka tanpa tempat lampiran: sebutkan attachments, misalnya folder:bukti",
                "this desk was opened without a place for attachments: name one, such as folder:evidence",
            ),
        )
    return attachments


def target(of: str, actor: Actor, work: Work) -> Target | None:
    """A case or household in sight; ``None`` for what is not there and for what this actor may not see."""
    case = seen(of, actor, work)
    if case is not None:
        return Target(of, case.household, case)
    household = work.household(of)
    if household is None or not visibility.can_read_household(work.setting, actor, household.region):
        return None
    return Target(of, of, None)


def admitted(of: str, actor: Actor, work: Work) -> Target:
    """A case or household to which an actor may add evidence: any in sight, but their own.

    Raises:
        NotFound: there is none, or none that the actor may see.
        Refused: it is that of the household in which they live, or whom they act for.
    """
    place = target(of, actor, work)
    if place is None:
        raise NotFound(f"record {of}")
    case, roster = place.case, work.roster
    household = None if case is not None else work.household(place.household)
    homes = {place.household, *(household.homes if household is not None else ())}
    region = case.region if case is not None else household.region if household is not None else ""

    def reasons(person: str) -> tuple[Reason, ...]:
        if case is not None:
            return tuple(apart(work.setting, Actor(officer=person, person=person, post=""), case, ""))
        return () if homes.isdisjoint(roster.homes(person)) else (work.rulebook.refusal("apart-household"),)

    def keeps_away(person: str) -> bool:
        return bool(reasons(person))

    grounds = access.grounds(work.setting, actor, region) if roster.acts_for_others(actor.officer) else ()
    work.refuse_unless((*reasons(actor.person), *uncarried(work.setting, grounds, keeps_away)))
    return evolve(place, acting_for=access.acted_for(carrying(work.setting, grounds, keeps_away)))


def content_digest(data: bytes, sealer: Sealer) -> str:
    """A keyed digest of a content: the same for the same bytes, and no use to who has not the key."""
    return sealer.digest(["attachment", hashlib.sha256(data).hexdigest()])


def known(of: str, digest: str, work: Work) -> Attachment | None:
    """The attachment of a case or household with this content; ``None`` if it has none such."""
    found = work.tx.owner("attachment", f"{of}/{digest}")
    return None if found is None else decode(work.need("attachment", found).body, Attachment)


def stage(command: Attach, actor: Actor, work: Work) -> tuple[str, bytes] | None:
    """Name a new content, put the name on the list of what is staged, and seal the content.

    Returns:
        The name and the sealed content; ``None`` if this content is there already.

    Raises:
        NotFound: there is no such case or household, or none that the actor may see.
        Refused: it is the actor's own.
    """
    refuse_personal(command.purpose, "purpose")
    place = admitted(command.to, actor, work)
    if known(place.of, content_digest(command.data, work.sealer), work) is not None:
        return None
    name = work.ids.new("attachment")
    sealed = work.sealer.ring.seal(place.owner, _what(name), command.data)
    work.tx.put("staged", name, _STAGED, expect=0, index={"at": work.moment.at})
    return name, sealed


def held_in(id: str, of: str, actor: Actor, work: Work) -> Attachment:
    """An attachment of a case or household in sight.

    Raises:
        NotFound: there is none, or none that this actor may see; the two read the same.
    """
    stored = work.tx.get("attachment", id) if target(of, actor, work) is not None else None
    held: Attachment | None = decode(stored.body, Attachment) if stored is not None else None
    if held is None or held.of != of or held.erased:
        raise NotFound(f"attachment {id}")
    return held


def added_to(place: Target, work: Work) -> tuple[Attachment, ...]:
    """What was added to a case or household, oldest first; what was erased is left out."""
    field = "case" if place.case else "household"
    stored = work.among("attachment", field, {place.of})
    found: list[Attachment] = [decode(item.body, Attachment) for item in stored]
    return tuple(sorted((a for a in found if a.of == place.of and not a.erased), key=lambda a: (a.at, a.id)))


def opened(held: Attachment, sealed: bytes | None, work: Work) -> bytes:
    """The content in clear. The caller has put the look on record before.

    Raises:
        AdapterError: the content is lost, or is not what was added.
    """
    if sealed is None:
        raise AdapterError("attachment-lost", Text("isi lampiran hilang", "the content of the attachment is lost"))
    data = work.sealer.ring.open(_what(held.id), sealed)
    if content_digest(data, work.sealer) != held.digest:
        raise AdapterError("attachment-changed", Text("isi lampiran lain", "the content of the attachment is another"))
    return data


def give_up_evidence(household: str, work: Work) -> None:
    """Empty the records of what was attached to a household and its cases, or an anonymous case; give the contents up.

    The next `sweep` deletes them. Before the commit nothing may be deleted: it may yet be undone.
    """
    of_either = [work.among("attachment", field, {household}) for field in ("household", "case")]
    for stored in {stored.key: stored for found in of_either for stored in found}.values():
        held: Attachment = decode(stored.body, Attachment)
        if held.erased:
            continue
        head = work.append(f"attachment/{held.id}", [AttachmentErased(at=work.moment.at)], expect=1)
        work.tx.release("attachment", f"{held.of}/{held.digest}", held.id)
        index = {**stored.index, "digest": None, "head": head}
        work.tx.put("attachment", held.id, encode(held.forgotten()), expect=stored.version, index=index)
        work.tx.put("staged", held.id, DOOMED, expect=0, index={"at": work.moment.at})


def give_up(before: datetime, work: Work) -> tuple[str, ...]:
    """Mark what was staged before an instant, and all that was marked earlier, so that no record is made of it."""
    doomed = []
    for stored in list(work.all("staged", Range(field="at"))):
        if stored.body != DOOMED:
            at = stored.index["at"]
            if isinstance(at, datetime) and at >= before:
                continue
            work.tx.put("staged", stored.key, DOOMED, expect=stored.version, index=stored.index)
        doomed.append(stored.key)
    return tuple(doomed)


def strike(names: tuple[str, ...], work: Work) -> None:
    """Take names off the list of what is staged: their contents are gone."""
    for name in names:
        stored = work.tx.get("staged", name)
        if stored is not None:
            work.tx.delete("staged", name, expect=stored.version)


def on_no_list(name: str, work: Work) -> bool:
    """Whether the store knows nothing of a content."""
    return work.tx.get("attachment", name) is None and work.tx.get("staged", name) is None


def _what(id: str) -> str:
    return f"attachment/{id}"
