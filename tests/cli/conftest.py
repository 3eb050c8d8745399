"""Months of work in small districts, each lived once for all tests that look at it."""

from __future__ import annotations

import pytest

from tests.cli.demos import Demo, lived


@pytest.fixture(scope="session")
def five_villages(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The five villages of Mojogedang: no Puskesos."""
    return lived(tmp_path_factory.mktemp("mojogedang") / "out", "mojogedang")


@pytest.fixture(scope="session")
def with_puskesos(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Bantaeng: ten villages with a Puskesos."""
    return lived(tmp_path_factory.mktemp("bantaeng") / "out", "bantaeng")
