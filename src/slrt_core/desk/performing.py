"""One command: claimed by its key, decided, carried out and answered in one transaction, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slrt_core.desk import requests
from slrt_core.desk.attachments import kept_by, stage, target
from slrt_core.desk.handlers import handle
from slrt_core.desk.media import refuse_unfit
from slrt_core.desk.plain import refuse_broken
from slrt_core.desk.results import RefusedResult, Result
from slrt_core.desk.sealing import foreign
from slrt_core.desk.watching import timed
from slrt_core.errors import NotFound, Refused
from slrt_core.model.commands import Attach, Move, RecordVisit
from slrt_core.model.officers import HOST, SYSTEM, Actor

if TYPE_CHECKING:
    from slrt_core.desk.room import Room
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Command

__all__ = ["perform"]


def perform(room: Room, command: Command, actor: Actor, key: str | None = None) -> Result:
    """Carry out a command; see `Desk.perform`."""
    with timed(room.watch, f"command.{type(command).__name__}"):
        return _perform(room, command, actor, key)


def _perform(room: Room, command: Command, actor: Actor, key: str | None) -> Result:
    refuse_broken(command)
    refuse_broken(key or "", str, "key")
    if isinstance(command, Attach):
        refuse_unfit(command.data, room.rulebook)
    try:
        staged = _staged(room, command, actor, key) if isinstance(command, Attach) else ""
        return room.tried(lambda: _once(room, command, actor, key, staged), repeatable=key is not None)
    except Refused as error:
        if key:
            kept = RefusedResult(reasons=error.reasons)
            room.write(lambda work: _keep_refusal(command, actor, key, kept, work))
        raise


def _once(room: Room, command: Command, actor: Actor, key: str | None, staged: str) -> Result:
    with room.work(write=True) as work:
        work.staged = staged
        known = _known(actor, work)
        _refuse_foreign(command, known, work)
        opened = work.sealer.opened(command)
        request = requests.Request.of(opened, actor, key, work) if key else None
        if request is not None:
            earlier = requests.answered(request, work)
            if earlier is not None:
                return earlier
        result = handle(opened, known, work)
        if request is not None:
            requests.keep(request, result, work)
        return result


def _refuse_foreign(command: Command, actor: Actor, work: Work) -> None:
    """Refuse what was sealed for others: opened here and sealed anew, it would be shown past their record of looks.

    Raises:
        Invalid: it holds such.
    """
    owners = work.sealer.owners(command)
    if not owners:
        return
    match command:
        case Move(case=of) | RecordVisit(household=str(of)) | Attach(to=of):
            place = target(of, actor, work)
            if place is None:
                return  # what is not in sight is not found, whatever comes with it
            owners -= {place.of, place.household}
        case _:
            place = None
    for owner in owners:
        subject = work.tx.get("subject", owner)
        if place is None or subject is None or subject.index["household"] != place.household:
            raise foreign()


def _staged(room: Room, command: Attach, actor: Actor, key: str | None) -> str:
    """Keep the content of an attachment, before a record tells of it and outside of any transaction."""
    kept = kept_by(room.attachments)

    def staged(work: Work) -> tuple[str, bytes] | None:
        known = _known(actor, work)
        request = requests.Request.of(command, actor, key, work) if key else None
        answered = request is not None and requests.answered(request, work) is not None
        return None if answered else stage(command, known, work)

    content = room.write(staged)
    if content is None:
        return ""
    kept.put(room.district, *content)
    return content[0]


def _keep_refusal(command: Command, actor: Actor, key: str, refusal: RefusedResult, work: Work) -> None:
    request = requests.Request.of(work.sealer.opened(command), actor, key, work)
    if work.tx.get("request", request.id) is None:
        requests.keep(request, refusal, work)


def _known(actor: Actor, work: Work) -> Actor:
    if actor in {HOST, SYSTEM}:
        return actor
    if actor.officer not in work.roster:
        raise NotFound(f"officer {actor.officer}")
    return Actor(officer=actor.officer, person=work.roster.officer(actor.officer).person, post=actor.post)
