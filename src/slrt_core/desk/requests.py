"""A key used twice gives the first answer again, also if it was a refusal (invariant 9)."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from slrt_core.desk.codec import decode, encode
from slrt_core.desk.results import RefusedResult, Result
from slrt_core.errors import Conflict, Refused
from slrt_core.model.commands import Attach
from slrt_core.reasons import Text

if TYPE_CHECKING:
    from slrt_core.desk.work import Work
    from slrt_core.model.commands import Command
    from slrt_core.model.officers import Actor
    from slrt_core.ports import IndexValue

__all__ = ["Request", "answered", "keep"]


@frozen
class Request:
    """A request as its sender names it.

    Args:
        actor: the account; each has its own keys.
        key: given by the caller, such as the id of the form that was filled in.
        digest: of the command: a key stands for one content only.
    """

    actor: str
    key: str
    digest: str

    @classmethod
    def of(cls, command: Command, actor: Actor, key: str, work: Work) -> Request:
        """The request that a command in clear is, under its sender's key."""
        # The key is kept as a keyed digest: an application may well build it from a NIK.
        said = evolve(command, data=sha256(command.data).digest()) if isinstance(command, Attach) else command
        return cls(actor.officer, work.sealer.digest(["key", key]), work.sealer.digest(said))

    @property
    def id(self) -> str:
        """The key of its record."""
        return f"{self.actor}/{self.key}"


@frozen(kw_only=True)
class _Kept:
    digest: str
    result: str


def answered(request: Request, work: Work) -> Result | None:
    """The first answer to this request, if it was answered.

    Raises:
        Conflict: the key was used for another content.
        Refused: the first answer was a refusal.
    """
    stored = work.tx.get("request", request.id)
    if stored is None:
        return None
    kept: _Kept = decode(stored.body, _Kept)
    if kept.digest != request.digest:
        raise Conflict(
            "key-reused",
            Text("kunci ini sudah dipakai untuk isi lain", "this key was used for another content"),
            path=request.key,
        )
    result: Result = decode(kept.result.encode(), Result)
    if isinstance(result, RefusedResult):
        raise Refused(result.reasons)
    return result


def keep(request: Request, result: Result, work: Work) -> None:
    """Store the answer with the request, in the transaction that did what it tells of."""
    kept = _Kept(digest=request.digest, result=encode(result, Result).decode())
    index: dict[str, IndexValue] = {"actor": request.actor, "at": work.moment.at}
    work.tx.put("request", request.id, encode(kept), expect=0, index=index)
