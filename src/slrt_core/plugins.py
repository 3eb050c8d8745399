"""Finds adapters by name. A name that is missing, offered twice, or of another contract is an error that says whose."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from typing import TypeVar, cast

import pluggy

from slrt_core import hookspecs
from slrt_core.errors import PluginError
from slrt_core.hookspecs import GROUP, KeyOffer, StorageOffer
from slrt_core.ports import KEY_CONTRACT, STORAGE_CONTRACT, KeyProvider, Storage
from slrt_core.reasons import Text

__all__ = ["Plugins"]

Offer = TypeVar("Offer", StorageOffer, KeyOffer)


class Plugins:
    """The adapters on offer to one application; a value, not a global.

    Args:
        load_installed: whether to look for installed plug-ins by entry point.

    Raises:
        PluginError: a plug-in has a hook that this library does not know.
    """

    def __init__(self, *, load_installed: bool = True) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self._owners: dict[str, str] = {}
        if load_installed:
            self._load_installed()
        self._check()

    def _load_installed(self) -> None:
        # Not pluggy's own loading: of two packages that call their entry point alike, it silently takes one.
        for distribution in metadata.distributions():
            for point in distribution.entry_points.select(group=GROUP):
                owner = distribution.metadata["Name"]
                name = f"{owner}:{point.name}"
                if not self._manager.has_plugin(name):
                    self._manager.register(point.load(), name)
                    self._owners[name] = owner

    def register(self, plugin: object, name: str) -> None:
        """Add a plug-in that is not installed, such as one of the application's own."""
        self._manager.register(plugin, name)
        self._check()

    def storage(self, url: str) -> Storage:
        """Open the store that a URL names by its scheme.

        Raises:
            PluginError: none, or more than one, is offered under that name, or it keeps another contract.
            AdapterError: it cannot be opened.
        """
        scheme = url.partition(":")[0].partition("+")[0]
        offers = self._offers(self._manager.hook.slrt_register_storages.get_hookimpls(), StorageOffer)
        return self._only(scheme, offers, STORAGE_CONTRACT, "storage").open(url)

    def keys(self, spec: str) -> KeyProvider:
        """Open the key provider that a specification such as ``file:desk.keys`` names."""
        name, _, argument = spec.partition(":")
        offers = self._offers(self._manager.hook.slrt_register_key_providers.get_hookimpls(), KeyOffer)
        return self._only(name, offers, KEY_CONTRACT, "keys").open(argument)

    def _check(self) -> None:
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginError("plugin-hook", Text(f"kait tidak dikenal: {error}", f"unknown hook: {error}")) from None

    def _offers(self, implementations: Iterable[pluggy.HookImpl], shape: type[Offer]) -> list[tuple[str, Offer]]:
        found: list[tuple[str, Offer]] = []
        for impl in implementations:
            offered = cast("Iterable[object]", impl.function())
            whose = self._owners.get(impl.plugin_name, impl.plugin_name)
            found += [(whose, offer) for offer in offered if isinstance(offer, shape)]
        return found

    def _only(self, name: str, offers: list[tuple[str, Offer]], contract: int, what: str) -> Offer:
        fitting = [(whose, offer) for whose, offer in offers if offer.name == name]
        if not fitting:
            known = ", ".join(sorted({offer.name for _, offer in offers})) or "–"
            raise PluginError(
                "plugin-missing",
                Text(
                    f"{what}: tidak ada adapter bernama {name!r}; yang ada: {known}",
                    f"{what}: no adapter is called {name!r}; there is: {known}",
                ),
            )
        if len(fitting) > 1:
            owners = ", ".join(sorted(whose for whose, _ in fitting))
            raise PluginError(
                "plugin-twice",
                Text(
                    f"{what}: {name!r} ditawarkan lebih dari satu paket: {owners}",
                    f"{what}: {name!r} is offered by more than one package: {owners}",
                ),
            )
        whose, offer = fitting[0]
        if offer.contract != contract:
            raise PluginError(
                "plugin-contract",
                Text(
                    f"{whose}: {name!r} memenuhi kontrak {offer.contract}, pustaka ini memakai {contract}",
                    f"{whose}: {name!r} keeps contract {offer.contract}, this library speaks {contract}",
                ),
            )
        return offer
