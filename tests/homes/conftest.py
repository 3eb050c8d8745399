"""A furnished district in memory, and the same on SQLite where a test asks for both."""

from tests.acceptance.conftest import build, furnished, rulebook  # noqa: F401  (fixtures)
