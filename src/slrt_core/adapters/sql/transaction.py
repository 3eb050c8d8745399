"""One transaction of the SQL store: each method is one or two statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from slrt_core.adapters.cursors import decode, encode
from slrt_core.adapters.limits import check_index, check_names
from slrt_core.adapters.sql.schema import RESERVED, Schema
from slrt_core.errors import Conflict
from slrt_core.ports import Entry, IndexValue, New, Page, Range, Stored
from slrt_core.reasons import Text

__all__ = ["SqlTransaction"]

_MOST_IN_LIST = 500
_ALL = 2**62


class SqlTransaction:
    """See `slrt_core.ports.Transaction`."""

    def __init__(self, connection: sa.Connection, schema: Schema, district: str, *, write: bool) -> None:
        self._connection = connection
        self._schema = schema
        self._district = district
        self._write = write

    def get(self, kind: str, key: str) -> Stored | None:
        """See `Transaction.get`."""
        found = self._connection.execute(self._schema.on_records[kind].get, {"d": self._district, "k": key})
        row = found.mappings().first()
        return _stored(row) if row else None

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        """See `Transaction.put`."""
        self._may_write()
        check_names(key)
        check_index(kind, set(self._schema.records[kind].columns.keys()) - set(RESERVED), index)
        values: dict[str, object] = {f"new_{name}": value for name, value in index.items()}
        values |= {"d": self._district, "k": key, "new_body": body, "new_version": expect + 1}
        statements = self._schema.on_records[kind]
        if expect == 0:
            try:
                with self._connection.begin_nested():
                    self._connection.execute(statements.insert, values)
            except IntegrityError:
                raise _conflict(key, expect) from None
        elif self._connection.execute(statements.update, {**values, "expected": expect}).rowcount != 1:
            raise _conflict(key, expect)
        return expect + 1

    def insert(self, kind: str, records: Sequence[New]) -> None:
        """See `Transaction.insert`."""
        for record in records:
            self.put(kind, record.key, record.body, expect=0, index=record.index)

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        """See `Transaction.delete`."""
        self._may_write()
        where = {"d": self._district, "k": key, "expected": expect}
        if self._connection.execute(self._schema.on_records[kind].delete, where).rowcount != 1:
            raise _conflict(key, expect)

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        """See `Transaction.append`."""
        self._may_write()
        statements = self._schema.on_entries
        if (self._connection.execute(statements.last, {"d": self._district, "s": stream}).scalar() or 0) != expect:
            raise _conflict(stream, expect)
        rows = [
            {"district": self._district, "stream": stream, "seq": expect + n, "body": body}
            for n, body in enumerate(bodies, 1)
        ]
        if rows:
            self._connection.execute(statements.insert, rows)
        return expect + len(rows)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        """See `Transaction.read`."""
        where = {"d": self._district, "s": stream, "after": after, "most": _ALL if limit is None else limit}
        found = self._connection.execute(self._schema.on_entries.read, where)
        return tuple(Entry(seq, bytes(body)) for seq, body in found)

    def streams(self, prefix: str = "") -> Sequence[str]:
        """See `Transaction.streams`."""
        table = self._schema.entries
        where = (table.c.district == self._district, table.c.stream >= prefix)
        query = sa.select(table.c.stream).distinct().where(*where).order_by(table.c.stream)
        return tuple(name for name in self._connection.execute(query).scalars() if name.startswith(prefix))

    def claim(self, space: str, value: str, owner: str) -> None:
        """See `Transaction.claim`."""
        self._may_write()
        held = self.owner(space, value)
        if held is not None and held != owner:
            raise _taken(space)
        if held is None:
            row = {"district": self._district, "space": space, "value": value, "owner": owner}
            try:
                with self._connection.begin_nested():
                    self._connection.execute(self._schema.on_claims.insert, row)
            except IntegrityError:
                raise _taken(space) from None

    def release(self, space: str, value: str, owner: str) -> None:
        """See `Transaction.release`."""
        self._may_write()
        where = {"d": self._district, "s": space, "k": value, "o": owner}
        if self._connection.execute(self._schema.on_claims.delete, where).rowcount != 1:
            raise _taken(space)

    def owner(self, space: str, value: str) -> str | None:
        """See `Transaction.owner`."""
        where = {"d": self._district, "s": space, "k": value}
        return self._connection.execute(self._schema.on_claims.owner, where).scalar()

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Mapping[str, Collection[IndexValue]] | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        """See `Transaction.scan`."""
        table = self._schema.records[kind]
        column = table.c[order.field]
        conditions: list[sa.ColumnElement[bool]] = [table.c.district == self._district, column.is_not(None)]
        if order.low is not None:
            conditions.append(column >= _bound(order.low, column))
        if order.high is not None:
            conditions.append(column < _bound(order.high, column))
        conditions += [_among(table.c[name], wanted) for name, wanted in (where or {}).items()]
        if after:
            place, key = decode(after, column.type.python_type)
            value = _bound(place, column)
            beyond = (column < value, table.c.key < key) if order.descending else (column > value, table.c.key > key)
            conditions.append(sa.or_(beyond[0], sa.and_(column == value, beyond[1])))
        ordering = [column.desc(), table.c.key.desc()] if order.descending else [column, table.c.key]
        query = sa.select(table).where(*conditions).order_by(*ordering).limit(limit + 1)
        rows = self._connection.execute(query).mappings().all()
        records = tuple(_stored(row) for row in rows[:limit])
        more = len(rows) > limit
        return Page(records, encode(records[-1].index[order.field], records[-1].key) if more else None)

    def _may_write(self) -> None:
        if not self._write:
            raise TypeError("this transaction was begun for reading")


def _bound(value: IndexValue, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    # Named with the column's type: SQLAlchemy takes a bare True for a truth value and will not order by it.
    return sa.bindparam(None, value, type_=column.type)


def _among(column: sa.Column[Any], wanted: Collection[IndexValue]) -> sa.ColumnElement[bool]:
    values = [value for value in wanted if value is not None]
    # A list longer than the driver takes is split; an empty one matches nothing.
    parts = [column.in_(values[i : i + _MOST_IN_LIST]) for i in range(0, len(values), _MOST_IN_LIST)]
    if None in wanted:
        parts.append(column.is_(None))
    return sa.or_(*parts) if parts else sa.false()


def _stored(row: Any) -> Stored:
    index = {name: value for name, value in row.items() if name not in RESERVED}
    return Stored(key=row["key"], version=row["version"], body=bytes(row["body"]), index=index)


def _conflict(what: str, expected: int) -> Conflict:
    words = Text(f"versi {expected} sudah tidak berlaku", f"version {expected} no longer stands")
    return Conflict("version", words, path=what)


def _taken(space: str) -> Conflict:
    return Conflict("claimed", Text("sudah dipegang pihak lain", "somebody else has it already"), path=space)
