"""Stores that may be broken: a SQLite file, and the servers that the environment names."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from slrt_core.adapters.keys import FileKeys
from tests.faults.campaign import Stage, Zygote, zygote
from tests.faults.deeds import prepare
from tests.faults.servers import database

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="module")
def nest() -> Iterator[Zygote]:
    """What forks the workers."""
    with zygote() as held:
        yield held


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "desk.keys"
    FileKeys(path)
    return path


@pytest.fixture
def sqlite(tmp_path: Path, keys: Path) -> str:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    prepare(url, FileKeys(keys))
    return url


@pytest.fixture
def stage(nest: Zygote, sqlite: str, keys: Path, tmp_path: Path) -> Stage:
    return Stage(nest, sqlite, keys, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def store(request: pytest.FixtureRequest, tmp_path: Path, keys: Path) -> Iterator[str]:
    """The URL of an empty small district, in each database that there is."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'desk.db'}"
        prepare(url, FileKeys(keys))
        yield url
        return
    variable = {"postgresql": "SLRT_TEST_POSTGRES", "mariadb": "SLRT_TEST_MARIADB"}[request.param]
    server = os.environ.get(variable)
    if not server:
        pytest.skip(f"{variable} is not set: start a server, and name in it the URL of a database to begin from")
    with database(server) as url:
        prepare(url, FileKeys(keys))
        yield url
