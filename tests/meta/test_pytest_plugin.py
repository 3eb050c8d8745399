"""What pytest finds by entry point works in a folder of somebody else's, however strict that one is."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

TEST = """
from slrt_core import Need
from slrt_core.adapters.memory import MemoryStorage
from slrt_core.testing import StorageContract


def test_district(slrt_district):
    form = slrt_district.form()
    visit = slrt_district.acting("sari").record_visit(form, [Need(program="PKH")])
    assert visit.cases[0].state == "recorded"


class TestMine(StorageContract):
    def new_storage(self):
        return MemoryStorage()
"""
LAZY = """
import sys


def test_nothing_is_loaded_before_it_is_asked_for():
    loaded = [name for name in sys.modules if name.startswith("slrt_core.testing.")]
    assert loaded in ([], ["slrt_core.testing.plugin"])
    assert "sqlalchemy" not in sys.modules
"""


def run(folder: Path, *options: str) -> str:
    # The environment says where the library is; no other setting of this run gets through.
    paths = [str(Path(path).absolute()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *options, str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment, timeout=300
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def test_it_is_found_by_entry_point() -> None:
    found = {point.value for point in entry_points(group="pytest11") if point.name == "slrt_core"}
    assert found == {"slrt_core.testing.plugin"}


@pytest.mark.parametrize(
    "settings",
    [
        '[tool.pytest.ini_options]\naddopts = ["--strict-markers", "--strict-config"]\nfilterwarnings = ["error"]\n',
        "[tool.pytest]\nstrict = true\nfilterwarnings = ['error']\n",
    ],
    ids=["flags", "strict"],
)
def test_under_strict_settings(tmp_path: Path, settings: str) -> None:
    (tmp_path / "pyproject.toml").write_text(settings)
    (tmp_path / "test_mine.py").write_text(TEST)
    said = run(tmp_path)
    assert "PASSED test_mine.py::test_district" in said
    assert "PASSED test_mine.py::TestMine::test_pages" in said
    assert "skipped" not in said
    assert "warning" not in said


def test_it_is_silent_where_it_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(LAZY)
    said = run(tmp_path, "--strict-markers", "--strict-config", "-W", "error")
    assert "1 passed" in said


def test_the_fixture_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text("def test_nothing():\n    pass\n")
    said = run(tmp_path, "--fixtures")
    assert "slrt_district" in said
    assert "A small district at a desk in memory" in said
