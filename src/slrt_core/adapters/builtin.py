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

_SQL = Capabilities(durable=True, processes=True, query=True)

__all__ = ["slrt_register_attachments", "slrt_register_key_providers", "slrt_register_storages"]


def _memory(_: str) -> Storage:
    from slrt_core.adapters.memory import MemoryStorage

    return MemoryStorage()


def _sql(url: str) -> Storage:
    return _by_sqlalchemy(url, "sql")


def _mariadb(url: str) -> Storage:
    return _by_sqlalchemy(url, "mariadb")


def _by_sqlalchemy(url: str, extra: str) -> Storage:
    try:
        from slrt_core.adapters.sql import SqlStorage

        return SqlStorage(url)
    except ImportError as error:
        # The driver is imported when the store is opened.
        raise _needs(extra, error) from None


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
    """SQLite, PostgreSQL, MariaDB, and memory for trying out."""
    return (
        StorageOffer(name="memory", open=_memory, contract=STORAGE_CONTRACT, capabilities=Capabilities()),
        StorageOffer(name="sqlite", open=_sql, contract=STORAGE_CONTRACT, capabilities=_SQL),
        StorageOffer(name="postgresql", open=_sql, contract=STORAGE_CONTRACT, capabilities=_SQL),
        StorageOffer(name="mariadb", open=_mariadb, contract=STORAGE_CONTRACT, capabilities=_SQL),
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
