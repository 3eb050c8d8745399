"""What it takes to say of a case who may read it, and to find the newest that somebody may read."""

from collections.abc import Mapping

from slrt_core.adapters.sql.migrations.steps import add_beside, add_fields, add_index, create_records

revision = "0005"
down_revision = "0004"

NEW_FIELDS: Mapping[str, Mapping[str, str]] = {
    "case": {
        "sensitive": "truth",
        "recorder": "text",
        "about": "codes",
        "persons": "codes",
        "receivers": "codes",
        "waits": "codes",
    },
}
"""By kind that was there before; a test compares all of it with the kinds that the desk keeps."""

NEW_KINDS: Mapping[str, Mapping[str, str]] = {"edition": {"name": "text"}}
"""The kinds added since 0003."""

NEW_WITHIN = (("case", "region", "opened_at"),)
"""Indexes on two fields together."""

NEW_BESIDE = (("case", "receivers", "opened_at", "instant"),)
"""Tables by which records are found by a code, with what they are ordered by and of which type that is."""


def upgrade() -> None:
    """Bring 0003 here; the desk fills the new fields when it is opened."""
    for kind, fields in NEW_KINDS.items():
        create_records(kind, fields)
    for kind, fields in NEW_FIELDS.items():
        add_fields(kind, fields)
    for kind, first, second in NEW_WITHIN:
        add_index(kind, first, second)
    for kind, field, order, type_ in NEW_BESIDE:
        add_beside(kind, field, {order: type_})
