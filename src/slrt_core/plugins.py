"""Finds adapters by name, and fails closed: where anything is unclear, nothing opens, and the error says whose it is.

- A name that nobody offers, that two packages offer, or that is offered under another contract opens nothing.
- With an allow-list, packages that do not stand on it are not even imported; one that stands on it and is not
  installed is an error at once, as a misspelt name would otherwise allow nothing, silently.
- A package that cannot be loaded offers nothing. It does not hinder an adapter of another package that was asked for
  by name; but whoever asks for a name that nobody else offers is told of it, as it may have been the one.
- What an adapter opens must look like the port that it was asked for.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from importlib import metadata
from typing import Any

import pluggy
from attrs import field, frozen

from slrt_core import hookspecs
from slrt_core.errors import PluginError
from slrt_core.hookspecs import GROUP, AttachmentsOffer, KeyOffer, StorageOffer
from slrt_core.ports import (
    ATTACHMENT_CONTRACT,
    KEY_CONTRACT,
    STORAGE_CONTRACT,
    Attachments,
    Capabilities,
    KeyProvider,
    Storage,
)
from slrt_core.reasons import Text

__all__ = ["Broken", "Offered", "Plugins"]

_LOG = logging.getLogger(__name__)
_OWN = "slrt-core"

Offer = StorageOffer | KeyOffer | AttachmentsOffer


@frozen
class _Sort:
    """A sort of adapters: its hook, what is offered by it, the contract spoken, and the port."""

    name: str
    hook: str
    offer: type[Offer]
    contract: int
    port: type[Any]


_STORES = _Sort("storage", "slrt_register_storages", StorageOffer, STORAGE_CONTRACT, Storage)
_KEYS = _Sort("keys", "slrt_register_key_providers", KeyOffer, KEY_CONTRACT, KeyProvider)
_PLACES = _Sort("attachments", "slrt_register_attachments", AttachmentsOffer, ATTACHMENT_CONTRACT, Attachments)
_SORTS = (_STORES, _KEYS, _PLACES)


@frozen(kw_only=True)
class Offered:
    """An adapter on offer, for a list.

    Args:
        sort: ``storage``, ``keys`` or ``attachments``.
        name: by which a configuration names it.
        owner: the distribution, or the name under which the application registered it.
        contract: the version that it keeps.
        capabilities: of a store, where it tells them before it is opened.
        problem: why it does not open; empty if it does.
    """

    sort: str
    name: str
    owner: str
    contract: int
    capabilities: Capabilities | None = None
    problem: Text = field(factory=lambda: Text("", ""))


@frozen(kw_only=True)
class Broken:
    """A plug-in that is installed and cannot be used.

    Args:
        owner: the distribution.
        point: its entry point.
        error: what went wrong.
    """

    owner: str
    point: str
    error: str


class Plugins:
    """The adapters on offer to one application; a value, not a global.

    Args:
        load_installed: whether to look for installed plug-ins by entry point.
        allowed: the distributions whose plug-ins may be loaded, besides this library's own; all if not given.

    Raises:
        PluginError: a distribution of the allow-list is not installed, or has no plug-in.
    """

    def __init__(self, *, load_installed: bool = True, allowed: Collection[str] | None = None) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self._owners: dict[str, str] = {}
        self._broken: list[Broken] = []
        if load_installed:
            self._load_installed(None if allowed is None else {_normal(name): name for name in allowed})

    def _load_installed(self, allowed: dict[str, str] | None) -> None:
        # Not pluggy's own loading: of two packages that call their entry point alike, it silently takes one.
        met = {_normal(_OWN)}
        for distribution in metadata.distributions():
            owner = str(distribution.metadata["Name"])
            for point in distribution.entry_points.select(group=GROUP):
                if allowed is None or _normal(owner) in {*allowed, _normal(_OWN)}:
                    met.add(_normal(owner))
                    self._load(owner, point)
        missing = sorted(name for normal, name in (allowed or {}).items() if normal not in met)
        if missing:
            names = ", ".join(missing)
            raise PluginError(
                "plugin-not-installed",
                Text(
                    f"paket dalam daftar izin belum terpasang atau tanpa plug-in: {names}",
                    f"on the allow-list, but not installed or without a plug-in: {names}",
                ),
            )

    def _load(self, owner: str, point: metadata.EntryPoint) -> None:
        name = f"{owner}:{point.name}"
        if self._manager.has_plugin(name):
            return
        try:
            plugin = point.load()
            self._manager.register(plugin, name)
        except Exception as error:  # noqa: BLE001  (a stranger's module may raise anything as it is imported)
            self._note(owner, point.name, f"{type(error).__name__}: {error}")
            return
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            self._manager.unregister(plugin)
            self._note(owner, point.name, str(error))
            return
        self._owners[name] = owner

    def _note(self, owner: str, point: str, error: str) -> None:
        broken = Broken(owner=owner, point=point, error=error)
        if broken not in self._broken:
            self._broken.append(broken)
            _LOG.warning("the plug-in of %s cannot be used: %s", owner, error)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """The installed plug-ins that cannot be used."""
        for sort in _SORTS:
            self._offers(sort)
        return tuple(self._broken)

    def register(self, plugin: object, name: str) -> None:
        """Add a plug-in that is not installed, such as one of the application's own.

        Raises:
            PluginError: it has a hook that this library does not know.
        """
        self._manager.register(plugin, name)
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            self._manager.unregister(plugin)
            raise PluginError("plugin-hook", Text(f"kait tidak dikenal: {error}", f"unknown hook: {error}")) from None

    def storage(self, url: str) -> Storage:
        """Open the store that a URL names by its scheme.

        Raises:
            PluginError: none, or more than one, is offered under that name, or it keeps another contract.
            AdapterError: it cannot be opened.
        """
        opened: Storage = self._opened(_STORES, url.partition(":")[0].partition("+")[0], url)
        return opened

    def keys(self, spec: str) -> KeyProvider:
        """Open the key provider that a specification such as ``file:desk.keys`` names; errors as for `storage`."""
        name, _, argument = spec.partition(":")
        opened: KeyProvider = self._opened(_KEYS, name, argument)
        return opened

    def attachments(self, spec: str) -> Attachments:
        """Open the place for attachments that ``folder:evidence``, say, names; errors as for `storage`."""
        name, _, argument = spec.partition(":")
        opened: Attachments = self._opened(_PLACES, name, argument)
        return opened

    def catalogue(self) -> tuple[Offered, ...]:
        """Every adapter on offer, by sort and name, with what keeps it from being opened, if anything does."""
        listed = []
        for sort in _SORTS:
            offers = self._offers(sort)
            for owner, offer in sorted(offers, key=lambda pair: (pair[1].name, pair[0])):
                fitting = [pair for pair in offers if pair[1].name == offer.name]
                error = _unclear(sort, offer.name, fitting) or _other_contract(sort, owner, offer)
                listed.append(
                    Offered(
                        sort=sort.name,
                        name=offer.name,
                        owner=owner,
                        contract=offer.contract,
                        capabilities=getattr(offer, "capabilities", None),
                        problem=error.reasons[0].text if error else Text("", ""),
                    )
                )
        return tuple(listed)

    def _offers(self, sort: _Sort) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = []
        for impl in getattr(self._manager.hook, sort.hook).get_hookimpls():
            owner = self._owners.get(impl.plugin_name, impl.plugin_name)
            try:
                found += [(owner, offer) for offer in _checked(impl.function(), sort)]
            except Exception as error:  # noqa: BLE001  (as above)
                self._note(owner, impl.plugin_name.rpartition(":")[2], f"{sort.hook}: {type(error).__name__}: {error}")
        return found

    def _opened(self, sort: _Sort, name: str, argument: str) -> Any:
        offers = self._offers(sort)
        fitting = [pair for pair in offers if pair[1].name == name]
        if not fitting:
            raise self._missing(sort, name, {offer.name for _, offer in offers})
        owner, offer = fitting[0]
        error = _unclear(sort, name, fitting) or _other_contract(sort, owner, offer)
        if error is not None:
            raise error
        return _open(sort, owner, offer.name, offer.open, argument)

    def _missing(self, sort: _Sort, name: str, known: set[str]) -> PluginError:
        names = ", ".join(sorted(known)) or "–"
        if not self._broken:
            return PluginError(
                "plugin-missing",
                Text(
                    f"{sort.name}: tidak ada adapter bernama {name!r}; yang ada: {names}",
                    f"{sort.name}: no adapter is called {name!r}; there is: {names}",
                ),
            )
        whose = "; ".join(f"{broken.owner} ({broken.error})" for broken in self._broken)
        return PluginError(
            "plugin-broken",
            Text(
                f"{sort.name}: tidak ada adapter bernama {name!r}; yang ada: {names}; rusak: {whose}",
                f"{sort.name}: no adapter is called {name!r}; there is: {names}; broken: {whose}",
            ),
        )


def _checked(offered: Iterable[object], sort: _Sort) -> Iterator[Offer]:
    for offer in offered:
        if not isinstance(offer, sort.offer):
            raise TypeError(f"{type(offer).__name__} is no {sort.offer.__name__}")
        yield offer


def _unclear(sort: _Sort, name: str, fitting: list[tuple[str, Any]]) -> PluginError | None:
    if len(fitting) < 2:
        return None
    owners = ", ".join(sorted(owner for owner, _ in fitting))
    return PluginError(
        "plugin-twice",
        Text(
            f"{sort.name}: {name!r} ditawarkan lebih dari satu paket: {owners}",
            f"{sort.name}: {name!r} is offered by more than one package: {owners}",
        ),
    )


def _other_contract(sort: _Sort, owner: str, offer: Any) -> PluginError | None:
    if offer.contract == sort.contract:
        return None
    return PluginError(
        "plugin-contract",
        Text(
            f"{owner}: {offer.name!r} memenuhi kontrak {offer.contract}, pustaka ini memakai {sort.contract}",
            f"{owner}: {offer.name!r} keeps contract {offer.contract}, this library speaks {sort.contract}",
        ),
    )


def _open(sort: _Sort, owner: str, name: str, opening: Callable[[str], Any], argument: str) -> Any:
    try:
        adapter = opening(argument)
    except ImportError as error:
        raise PluginError(
            "plugin-import",
            Text(
                f"{owner}: {name!r} tidak dapat dimuat: {error}",
                f"{owner}: {name!r} cannot be loaded: {error}",
            ),
        ) from error
    if not isinstance(adapter, sort.port):
        kind, port = type(adapter).__name__, sort.port.__name__
        raise PluginError(
            "plugin-shape",
            Text(f"{owner}: {name!r} membuka {kind}, bukan {port}", f"{owner}: {name!r} opens a {kind}, no {port}"),
        )
    return adapter


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
