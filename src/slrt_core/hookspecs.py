"""What a plug-in may register: named offers, from which a configuration picks one. No hook takes part in decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pluggy
from attrs import frozen

from slrt_core.ports import Attachments, Capabilities, KeyProvider, Storage

__all__ = ["GROUP", "AttachmentsOffer", "KeyOffer", "StorageOffer", "hookimpl"]

GROUP = "slrt_core"
"""The entry-point group in which plug-ins are found."""

_hookspec = pluggy.HookspecMarker(GROUP)
hookimpl: pluggy.HookimplMarker = pluggy.HookimplMarker(GROUP)


@frozen(kw_only=True)
class StorageOffer:
    """A store on offer.

    Args:
        name: as in a URL: ``sqlite`` for ``sqlite:///…``.
        open: opens it; given the whole URL. It imports what it needs only then.
        contract: the version of the storage contract that it keeps.
        capabilities: what it will declare, where that is known before it is opened; for lists only.
    """

    name: str
    open: Callable[[str], Storage]
    contract: int
    capabilities: Capabilities | None = None


@frozen(kw_only=True)
class KeyOffer:
    """A key provider on offer; named as in ``file:desk.keys``, opened with what follows the colon."""

    name: str
    open: Callable[[str], KeyProvider]
    contract: int


@frozen(kw_only=True)
class AttachmentsOffer:
    """A place for attachments on offer; named as in ``folder:evidence``, opened with what follows the colon."""

    name: str
    open: Callable[[str], Attachments]
    contract: int


@_hookspec
def slrt_register_storages() -> Iterable[StorageOffer]:
    """Offer stores."""
    return ()


@_hookspec
def slrt_register_key_providers() -> Iterable[KeyOffer]:
    """Offer key providers."""
    return ()


@_hookspec
def slrt_register_attachments() -> Iterable[AttachmentsOffer]:
    """Offer places for attachments."""
    return ()
