"""Run every Python block of the README and of the documentation: a page that is wrong is a failing test."""

import contextlib
from collections.abc import Iterator

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling


@pytest.fixture(scope="module")
def page_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each page an empty folder to work in, for the files that its examples write."""
    with contextlib.chdir(tmp_path_factory.mktemp("page")):
        yield


class Shares(LoadScopeScheduling):
    """Hand out tests one by one, but to one process those that share what takes long to make.

    The blocks of a page: later ones use the names of earlier ones. The tests of the command: they look at a month of
    work, and to live it takes longer than to look at it.
    """

    def _split_scope(self, nodeid: str) -> str:
        path, _, _ = nodeid.partition("::")
        if path.endswith(".md"):
            return path
        return "tests/cli" if path.startswith("tests/cli/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Shares:
    """Let pytest-xdist share out the tests so."""
    return Shares(config, log)


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/**/*.md"],
    fixtures=["page_folder"],
).pytest()
