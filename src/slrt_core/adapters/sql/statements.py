"""The statements that every transaction uses, made once: building one anew each time costs more than running it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from attrs import frozen

__all__ = ["ClaimStatements", "EntryStatements", "RecordStatements"]

_DISTRICT: sa.BindParameter[str] = sa.bindparam("d")
_KEY: sa.BindParameter[str] = sa.bindparam("k")
_STREAM: sa.BindParameter[str] = sa.bindparam("s")


@frozen
class RecordStatements:
    """Of one kind of record."""

    get: sa.Select[Any]
    insert: sa.Insert
    update: sa.Update
    delete: sa.Delete

    @classmethod
    def of(cls, table: sa.Table) -> RecordStatements:
        """For a record's table."""
        this = (table.c.district == _DISTRICT, table.c.key == _KEY)
        at_version = table.c.version == sa.bindparam("expected")
        new = {c.name: sa.bindparam(f"new_{c.name}", type_=c.type) for c in table.columns if not c.primary_key}
        return cls(
            get=sa.select(table).where(*this),
            insert=table.insert().values(district=_DISTRICT, key=_KEY, **new),
            update=table.update().where(*this, at_version).values(**new),
            delete=table.delete().where(*this, at_version),
        )


@frozen
class EntryStatements:
    """Of the streams."""

    last: sa.Select[int]
    insert: sa.Insert
    read: sa.Select[int, bytes]

    @classmethod
    def of(cls, table: sa.Table) -> EntryStatements:
        """For the table of entries."""
        this = (table.c.district == _DISTRICT, table.c.stream == _STREAM)
        after = table.c.seq > sa.bindparam("after")
        return cls(
            last=sa.select(sa.func.max(table.c.seq)).where(*this),
            insert=table.insert(),
            read=sa.select(table.c.seq, table.c.body)
            .where(*this, after)
            .order_by(table.c.seq)
            .limit(sa.bindparam("most", type_=sa.BigInteger)),
        )


@frozen
class ClaimStatements:
    """Of the claims."""

    owner: sa.Select[str]
    insert: sa.Insert
    delete: sa.Delete

    @classmethod
    def of(cls, table: sa.Table) -> ClaimStatements:
        """For the table of claims."""
        this = (table.c.district == _DISTRICT, table.c.space == _STREAM, table.c.value == _KEY)
        return cls(
            owner=sa.select(table.c.owner).where(*this),
            insert=table.insert(),
            delete=table.delete().where(*this, table.c.owner == sa.bindparam("o")),
        )
