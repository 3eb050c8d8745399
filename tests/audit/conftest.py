"""A past to be tampered with, lived once for all tests, in a file and in memory."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from slrt_core.adapters.memory import MemoryStorage
from slrt_core.adapters.signing import Ed25519Signer, new_signing_key
from slrt_core.adapters.sql import SqlStorage
from tests.audit.life import Past, lived


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district's private key."""
    path = tmp_path_factory.mktemp("keys") / "signing.pem"
    new_signing_key(path)
    return path


@pytest.fixture(scope="session")
def signer(key_file: Path) -> Ed25519Signer:
    return Ed25519Signer(key_file)


@pytest.fixture(scope="session")
def in_file(tmp_path_factory: pytest.TempPathFactory, signer: Ed25519Signer) -> tuple[Path, Past]:
    """A SQLite file, and what is known of the life in it."""
    path = tmp_path_factory.mktemp("lived") / "desk.db"
    storage = SqlStorage(f"sqlite:///{path}")
    past = lived(Random(11), signer, storage)
    storage.close()
    return path, past


@pytest.fixture(scope="session")
def in_memory(signer: Ed25519Signer) -> tuple[MemoryStorage, Past]:
    """A store in memory, and what is known of the life in it."""
    storage = MemoryStorage()
    return storage, lived(Random(12), signer, storage)
