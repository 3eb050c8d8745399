"""Evidence is added: the content is kept already; here it becomes part of the case or household."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from slrt_core.desk.attachments import DOOMED, admitted, content_digest, known
from slrt_core.desk.codec import encode
from slrt_core.desk.media import media_of
from slrt_core.errors import Conflict
from slrt_core.model.cases import Attachment
from slrt_core.model.events import AttachmentAdded
from slrt_core.reasons import Text
from slrt_core.rules.process import step

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Attach
    from slrt_core.model.officers import Actor

__all__ = ["attach"]


def attach(command: Attach, actor: Actor, work: Work) -> Attachment:
    """Record an attachment whose content is kept under the staged name.

    Raises:
        NotFound: there is no such case or household, or none that the actor may see.
        Refused: it is of the household in which the actor lives.
        Conflict: the content was given up meanwhile.
    """
    place = admitted(command.to, actor, work)
    command = work.sealer.seal(command, place.owner)
    actor = evolve(actor, acting_for=place.acting_for)
    digest = content_digest(command.data, work.sealer)
    there = known(place.of, digest, work)
    if there is not None:
        # The same photograph again is no more evidence; what was kept for it is swept away.
        return there
    _unstage(work)
    attachment = Attachment(
        id=work.staged,
        of=place.of,
        household=place.household,
        digest=digest,
        media=media_of(command.data),
        size=len(command.data),
        at=work.moment.at,
        on=work.moment.on,
        actor=actor,
        name=command.name,
    )
    work.tx.claim("attachment", f"{place.of}/{digest}", attachment.id)
    event = AttachmentAdded(attachment=attachment)
    head = work.append(f"attachment/{attachment.id}", [event], expect=0)
    work.tx.put(
        "attachment",
        attachment.id,
        encode(attachment),
        expect=0,
        index={
            "household": place.household or None,
            "case": place.of if place.case else None,
            "digest": digest,
            "at": attachment.at,
            "head": head,
        },
    )
    if place.case is not None:
        work.put_case(step(place.case, event), [event], before=place.case.version)
    work.look(actor, f"{'case' if place.case else 'household'}/{place.of}", f"attach: {command.purpose}")
    return attachment


def _unstage(work: Work) -> None:
    staged = work.tx.get("staged", work.staged) if work.staged else None
    if staged is None or staged.body == DOOMED:
        raise Conflict(
            "attachment-given-up",
            Text("terlalu lama: kirim lampiran sekali lagi", "it took too long: send the attachment again"),
        )
    work.tx.delete("staged", work.staged, expect=staged.version)
