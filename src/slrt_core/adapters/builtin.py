"""The adapters that come with the library, as a plug-in. Each is imported only when it is opened."""

from __future__ import annotations

from collections.abc import Iterable

from slrt_core.errors import PluginError
from slrt_core.hookspecs import AttachmentsOffer, KeyOffer, StorageOffer, hookimpl
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

__all__ = ["slrt_register_attachments", "slrt_register_key_providers", "slrt_register_storages"]


def _memory(_: str) -> Storage:
    from slrt_core.adapters.memory import MemoryStorage

    return MemoryStorage()


def _sql(url: str) -> Storage:
    try:
        from slrt_core.adapters.sql import SqlStorage
    except ImportError as error:
        raise _needs("sql", error) from None
    return SqlStorage(url)


def _file_keys(path: str) -> KeyProvider:
    try:
        from slrt_core.adapters.keys import FileKeys
    except ImportError as error:
        raise _needs("keys", error) from None
    return FileKeys(path)


def _environment_keys(argument: str) -> KeyProvider:
    try:
        from slrt_core.adapters.keys import EnvironmentKeys
    except ImportError as error:
        raise _needs("keys", error) from None
    variable, _, options = argument.partition("?")
    name, _, forgotten = options.partition("=")
    if options and name != "forgotten":
        raise PluginError(
            "keys-option",
            Text(
                f"pilihan {name!r} tidak dikenal; tulis env:VARIABEL?forgotten=BERKAS",
                f"unknown option {name!r}; write env:VARIABLE?forgotten=FILE",
            ),
        )
    return EnvironmentKeys(variable, forgotten)


def _folder(path: str) -> Attachments:
    from slrt_core.adapters.attachments import FolderAttachments

    return FolderAttachments(path)


def _needs(extra: str, error: ImportError) -> PluginError:
    return PluginError(
        "extra-missing",
        Text(
            f"{error.name} belum terpasang: pasang slrt-core[{extra}]",
            f"{error.name} is not installed: install slrt-core[{extra}]",
        ),
    )


@hookimpl
def slrt_register_storages() -> Iterable[StorageOffer]:
    """SQLite, and memory for trying out."""
    return (
        StorageOffer(name="memory", open=_memory, contract=STORAGE_CONTRACT, capabilities=Capabilities()),
        StorageOffer(
            name="sqlite",
            open=_sql,
            contract=STORAGE_CONTRACT,
            capabilities=Capabilities(durable=True, processes=True),
        ),
    )


@hookimpl
def slrt_register_key_providers() -> Iterable[KeyOffer]:
    """Keys in a file, or in an environment variable."""
    return (
        KeyOffer(name="file", open=_file_keys, contract=KEY_CONTRACT),
        KeyOffer(name="env", open=_environment_keys, contract=KEY_CONTRACT),
    )


@hookimpl
def slrt_register_attachments() -> Iterable[AttachmentsOffer]:
    """A folder."""
    return (AttachmentsOffer(name="folder", open=_folder, contract=ATTACHMENT_CONTRACT),)
