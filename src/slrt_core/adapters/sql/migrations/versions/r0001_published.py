"""The first schema that was published; its databases say nothing of a version."""

import sqlalchemy as sa

from slrt_core.adapters.sql.migrations.steps import blob, create_records, create_table, text

revision = "0001"
down_revision = None

KINDS = {
    "case": {
        "state": "text",
        "kind": "text",
        "way": "text",
        "region": "text",
        "household": "text",
        "program": "text",
        "number": "text",
        "receiver": "text",
        "outcome": "text",
        "due": "day",
        "opened_at": "instant",
        "head": "text",
    },
    "visit": {"number": "text", "household": "text", "region": "text", "recorded_at": "instant"},
    "household": {"region": "text", "name": "text", "status": "text", "head": "text"},
    "subject": {
        "household": "text",
        "region": "text",
        "name": "text",
        "nik": "text",
        "no_kk": "text",
        "phone": "text",
    },
    "followup": {
        "region": "text",
        "code": "text",
        "household": "text",
        "open": "truth",
        "found_at": "instant",
        "head": "text",
    },
    "program": {"code": "text", "head": "text"},
    "single": {"name": "text", "head": "text"},
    "rulebook": {"name": "text"},
    "keys": {"name": "text"},
    "request": {"actor": "text", "at": "instant"},
    "message": {"state": "text", "to": "text", "case": "text", "at": "instant"},
    "look": {"officer": "text", "subject": "text", "at": "instant"},
}


def upgrade() -> None:
    """Make it."""
    for kind, fields in KINDS.items():
        create_records(kind, fields)
    create_table(
        "slrt_entry",
        sa.Column("district", text(20), primary_key=True),
        sa.Column("stream", text(200), primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", blob(), nullable=False),
    )
    create_table(
        "slrt_claim",
        sa.Column("district", text(20), primary_key=True),
        sa.Column("space", text(60), primary_key=True),
        sa.Column("value", text(200), primary_key=True),
        sa.Column("owner", text(200), nullable=False),
    )
