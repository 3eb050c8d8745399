"""The adapters that come with the library, as a plug-in. Each is imported only when it is opened."""

from __future__ import annotations

from collections.abc import Iterable

from slrt_core.errors import PluginError
from slrt_core.hookspecs import KeyOffer, StorageOffer, hookimpl
from slrt_core.ports import KEY_CONTRACT, STORAGE_CONTRACT, KeyProvider, Storage
from slrt_core.reasons import Text

__all__ = ["slrt_register_key_providers", "slrt_register_storages"]


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
        StorageOffer(name="memory", open=_memory, contract=STORAGE_CONTRACT),
        StorageOffer(name="sqlite", open=_sql, contract=STORAGE_CONTRACT),
        StorageOffer(name="postgresql", open=_sql, contract=STORAGE_CONTRACT),
        StorageOffer(name="mariadb", open=_mariadb, contract=STORAGE_CONTRACT),
    )


@hookimpl
def slrt_register_key_providers() -> Iterable[KeyOffer]:
    """Keys in a file."""
    return (KeyOffer(name="file", open=_file_keys, contract=KEY_CONTRACT),)
