"""What was found about households and programs, on record."""

from collections.abc import Mapping

from slrt_core.adapters.sql.migrations.steps import create_records

revision = "0003"
down_revision = "0002"

NEW_KINDS: Mapping[str, Mapping[str, str]] = {
    "assessment": {"household": "text", "at": "instant", "head": "text"},
}
"""The kinds added since 0002; a test compares all of it with the kinds that the desk keeps."""


def upgrade() -> None:
    """Bring 0002 here."""
    for kind, fields in NEW_KINDS.items():
        create_records(kind, fields)
