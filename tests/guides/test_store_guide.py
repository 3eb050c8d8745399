"""The stores that the guide builds, as printed: written out, installed as packages, found by entry point, green."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from slrt_core.testing import StorageContract

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "store.md"
PROMISES = sum(name.startswith("test_") for name in dir(StorageContract))
WRITER = """
import sys
from slrt_core.errors import AdapterError
from slrt_core.plugins import Plugins
from slrt_core.ports import RecordKind

url, times = sys.argv[1], int(sys.argv[2])
storage = Plugins().storage(url)
done = 0
while done < times:
    try:
        storage.setup([RecordKind(name="sum", index={"count": int})])
        with storage.transaction("61.12") as tx:
            held = tx.get("sum", "a")
            count = int(held.body) + 1 if held else 1
            tx.put("sum", "a", b"%d" % count, expect=held.version if held else 0, index={"count": count})
            tx.append("log", [b"x"], expect=count - 1)
        done += 1
    except AdapterError as error:
        if not error.retryable:
            raise
"""


def printed() -> Iterator[tuple[str, str, str]]:
    """Package, path and content of each file in the guide; a package begins with its ``pyproject.toml``."""
    package = ""
    for path, text in re.findall(
        r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        if path == "pyproject.toml":
            package = re.search(r'^name = "(.+)"', text, re.MULTILINE)[1]  # type: ignore[index]
        yield package, path, text


def python_files() -> dict[str, str]:
    return {path: text for _, path, text in printed() if path.endswith(".py")}


def run(command: Sequence[str | Path], **options: object) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=500, **options)  # type: ignore[call-overload]
    said: str = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


class Installed:
    """A package of the guide in a folder of its own, beside nothing else."""

    def __init__(self, name: str, work: Path) -> None:
        self.source, self.target = work / name, work / "installed"
        for package, path, text in printed():
            if package == name:
                (self.source / path).parent.mkdir(parents=True, exist_ok=True)
                (self.source / path).write_text(text, "utf-8")
        # With the builder at hand nothing is downloaded; else pip gets it, as it would for whoever follows the guide.
        here = ["--no-build-isolation", "--no-index"] if find_spec("flit_core") else []
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", *here]
        run([*pip, "--target", self.target, self.source])
        # Only what was installed is to be found, not the sources from which it was.
        for folder in self.source.iterdir():
            if folder.is_dir():
                shutil.rmtree(folder)
        paths = [
            self.target,
            *(Path(path).absolute() for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path),
        ]
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}

    def tested(self, work: Path) -> str:
        """What pytest says of the package's own tests."""
        strict = ["--strict-markers", "--strict-config", "-W", "error", "-p", "no:cacheprovider", "-q", "-rs"]
        command = [sys.executable, "-m", "pytest", *strict, "--basetemp", str(work / "base"), str(self.source)]
        return run(command, env=self.environment, cwd=self.source)


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Installed]:
    made: dict[str, Installed] = {}

    def installed(name: str) -> Installed:
        if name not in made:
            made[name] = Installed(name, tmp_path_factory.mktemp(name))
        return made[name]

    return installed


def test_the_notebook_is_green(install: Callable[[str], Installed], tmp_path: Path) -> None:
    said = install("slrt-notebook").tested(tmp_path)
    assert re.search(rf"\b{PROMISES} passed", said)
    assert "skipped" not in said


def test_the_list_tells_what_the_notebook_can_do(install: Callable[[str], Installed], tmp_path: Path) -> None:
    """Before it is opened, and the same as it says itself then."""
    code = (
        "import sys; from slrt_core.plugins import Plugins; plugins = Plugins()\n"
        "[offered] = [offered for offered in plugins.catalogue() if offered.name == 'notebook']\n"
        "assert offered.capabilities == plugins.storage(sys.argv[1]).capabilities, offered"
    )
    run([sys.executable, "-c", code, f"notebook://{tmp_path}/a.db"], env=install("slrt-notebook").environment)


def test_the_store_on_redis_is_green(install: Callable[[str], Installed], tmp_path: Path) -> None:
    if not os.environ.get("SLRT_TEST_REDIS"):
        pytest.skip("start one with `redis-server --port 6379`, and set SLRT_TEST_REDIS=redis://127.0.0.1:6379/15")
    said = install("slrt-redis").tested(tmp_path)
    assert re.search(rf"\b{PROMISES} passed", said)


def test_the_notebook_in_several_processes(install: Callable[[str], Installed], tmp_path: Path) -> None:
    package, url, times = install("slrt-notebook"), f"notebook://{tmp_path}/sum.db", 40
    command = [sys.executable, "-c", WRITER, url]
    writers = [
        subprocess.Popen([*command, str(times)], env=package.environment, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [writer.communicate(timeout=300)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 4, said
    look = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "print(*db.execute('SELECT body, version, (SELECT count(*) FROM entry) FROM record').fetchone())"
    )
    assert run([sys.executable, "-c", look, tmp_path / "sum.db"]).split() == ["b'160'", "160", "160"]


def test_a_file_that_cannot_be_opened_is_an_adapter_error(install: Callable[[str], Installed], tmp_path: Path) -> None:
    code = (
        "import sys; from slrt_core.plugins import Plugins; from slrt_core.errors import AdapterError\n"
        "try: Plugins().storage(sys.argv[1]).ping()\n"
        "except AdapterError as error: print(error.retryable, error.unknown)"
    )
    command = [sys.executable, "-c", code, f"notebook://{tmp_path}/none/there.db"]
    assert run(command, env=install("slrt-notebook").environment).split() == ["False", "False"]


def test_a_store_needs_only_the_standard_library_and_the_port() -> None:
    text = python_files()["slrt_notebook/__init__.py"]
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    outside = {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names}
    assert outside == {"slrt_core.ports"}


def test_a_store_is_about_a_hundred_lines() -> None:
    text = python_files()["slrt_notebook/__init__.py"]
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    said: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, documented) and ast.get_docstring(node):
            said |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    lines = [line.strip() for number, line in enumerate(text.splitlines(), 1) if number not in said]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 100


@pytest.mark.parametrize("path", python_files())
def test_the_printed_code_is_formatted(path: str) -> None:
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent))
    if ruff is None:
        pytest.skip("ruff is not installed: it is in the dependency group `lint`")
    run([ruff, "format", "--check", "--line-length", "120", "--isolated", "-"], input=python_files()[path])
