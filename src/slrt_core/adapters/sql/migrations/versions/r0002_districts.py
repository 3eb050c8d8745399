"""A row for each district, which who writes on MariaDB takes first; and the fields and kinds added since 0001."""

from collections.abc import Mapping

import sqlalchemy as sa

from slrt_core.adapters.sql.migrations.steps import add_fields, add_index, create_records, create_table, text

revision = "0002"
down_revision = "0001"

NEW_FIELDS: Mapping[str, Mapping[str, str]] = {"subject": {"wrap": "text"}}
"""By kind that was there before; a test compares all of it with the kinds that the desk keeps."""

NEW_KINDS: Mapping[str, Mapping[str, str]] = {
    "load": {"at": "instant", "head": "text"},
    "erasure": {"done": "truth", "at": "instant"},
    "attachment": {"household": "text", "case": "text", "digest": "text", "at": "instant", "head": "text"},
    "staged": {"at": "instant"},
    "anchor": {"number": "number", "part": "text"},
}

NEW_WITHIN = (("case", "region", "due"), ("case", "receiver", "due"))
"""Indexes on two fields together."""


def upgrade() -> None:
    """Bring 0001 here."""
    create_table("slrt_district", sa.Column("district", text(20), primary_key=True))
    for kind, fields in NEW_FIELDS.items():
        add_fields(kind, fields)
    for kind, fields in NEW_KINDS.items():
        create_records(kind, fields)
    for kind, first, second in NEW_WITHIN:
        add_index(kind, first, second)
