"""How units go through programs, step by step."""

from collections.abc import Mapping

from slrt_core.adapters.sql.migrations.steps import add_index, create_records

revision = "0004"
down_revision = "0003"

NEW_KINDS: Mapping[str, Mapping[str, str]] = {
    "participation": {
        "household": "text", "program": "text", "region": "text", "state": "text", "due": "day", "head": "text",
    },
}  # fmt: skip
"""The kinds added since 0003; a test compares all of it with the kinds that the desk keeps."""


def upgrade() -> None:
    """Bring 0003 here."""
    for kind, fields in NEW_KINDS.items():
        create_records(kind, fields)
    add_index("participation", "region", "due")
