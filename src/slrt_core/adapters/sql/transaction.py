"""One transaction of the SQL store: each method is one or two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slrt_core.adapters.sql.link import Link
from slrt_core.adapters.sql.population import SqlPopulation
from slrt_core.adapters.sql.populationtables import PopulationTables
from slrt_core.adapters.sql.scanning import count_statement, scan_statement
from slrt_core.adapters.sql.statements import RecordStatements, Statements
from slrt_core.ports import (
    Entry,
    Filter,
    IndexValue,
    New,
    Page,
    Range,
    Stored,
    check_claim,
    check_index,
    check_names,
    claim_conflict,
    page_of,
    version_conflict,
)

__all__ = ["SqlTransaction"]

_ALL = 2**62


class SqlTransaction:
    """See `slrt_core.ports.Transaction`."""

    def __init__(
        self,
        link: Link,
        statements: Statements,
        district: str,
        population: PopulationTables | None = None,
        *,
        write: bool,
    ) -> None:
        self._link = link
        self._run = link.run
        self._statements = statements
        self._district = district
        self._write = write
        self._population = population
        # Of what the rows beside a record are made that was read or written here, with its version.
        self._beside: dict[tuple[str, str], tuple[int, tuple[IndexValue, ...]]] = {}

    def get(self, kind: str, key: str) -> Stored | None:
        """See `Transaction.get`."""
        on = self._statements.records[kind]
        row = self._run(on.get, (self._district, key)).fetchone()
        if row is None:
            return None
        stored = on.stored(row)
        self._note(on, key, stored.version, stored.index)
        return stored

    def put(self, kind: str, key: str, body: bytes, *, expect: int, index: Mapping[str, IndexValue]) -> int:
        """See `Transaction.put`."""
        self._may_write()
        on = self._statements.records[kind]
        check_names(key)
        check_index(kind, on.kind.index, index)
        values = on.values(index)
        version = expect + 1
        if expect == 0:
            done = self._link.inserted(on.insert, (self._district, key, version, body, *values))
        else:
            where = (self._district, key, expect)
            done = self._run(on.update, (version, body, *values, *where)).rowcount == 1
        if not done:
            raise version_conflict(key)
        if on.beside:
            self._keep_beside(on, key, version, index)
        return version

    def insert(self, kind: str, records: Sequence[New]) -> None:
        """See `Transaction.insert`."""
        self._may_write()
        on = self._statements.records[kind]
        rows = []
        for record in records:
            check_names(record.key)
            check_index(kind, on.kind.index, record.index)
            rows.append((self._district, record.key, 1, record.body, *on.values(record.index)))
        if not self._link.inserted_all(on.insert, rows):
            raise version_conflict(kind)
        for beside in on.beside:
            beside.put_all(
                self._link, [row for new in records for row in beside.rows(self._district, new.key, new.index)]
            )

    def delete(self, kind: str, key: str, *, expect: int) -> None:
        """See `Transaction.delete`."""
        self._may_write()
        on = self._statements.records[kind]
        if self._run(on.delete, (self._district, key, expect)).rowcount != 1:
            raise version_conflict(key)
        for beside in on.beside:
            self._run(beside.delete, (self._district, key))

    def append(self, stream: str, bodies: Sequence[bytes], *, expect: int) -> int:
        """See `Transaction.append`."""
        self._may_write()
        check_names(stream)
        statements = self._statements
        last = self._run(statements.last, (self._district, stream)).fetchone()[0] or 0
        if last != expect:
            raise version_conflict(stream)
        rows = [(self._district, stream, seq, body) for seq, body in enumerate(bodies, expect + 1)]
        if len(rows) == 1:
            done = self._link.inserted(statements.append, rows[0])
        else:
            done = self._link.inserted_all(statements.append, rows)
        if not done:
            raise version_conflict(stream)
        return expect + len(rows)

    def read(self, stream: str, *, after: int = 0, limit: int | None = None) -> Sequence[Entry]:
        """See `Transaction.read`."""
        most = _ALL if limit is None else limit
        found = self._run(self._statements.read, (self._district, stream, after, most))
        return tuple(Entry(seq, bytes(body)) for seq, body in found.fetchall())

    def streams(self, prefix: str = "") -> Sequence[str]:
        """See `Transaction.streams`."""
        found = self._run(self._statements.streams, (self._district, prefix)).fetchall()
        return tuple(name for (name,) in found if name.startswith(prefix))

    def claim(self, space: str, value: str, owner: str) -> None:
        """See `Transaction.claim`."""
        self._may_write()
        check_claim(space, value, owner)
        if self._link.inserted(self._statements.claim, (self._district, space, value, owner)):
            return
        if self.owner(space, value) != owner:
            raise claim_conflict(space)

    def release(self, space: str, value: str, owner: str) -> None:
        """See `Transaction.release`."""
        self._may_write()
        if self._run(self._statements.release, (self._district, space, value, owner)).rowcount != 1:
            raise claim_conflict(space)

    def owner(self, space: str, value: str) -> str | None:
        """See `Transaction.owner`."""
        row = self._run(self._statements.owner, (self._district, space, value)).fetchone()
        return None if row is None else str(row[0])

    def scan(
        self,
        kind: str,
        order: Range,
        *,
        where: Filter | None = None,
        after: str | None = None,
        limit: int = 250,
    ) -> Page:
        """See `Transaction.scan`."""
        on = self._statements.records[kind]
        sql, names, values = scan_statement(self._statements, kind, order, where, after, limit=limit + 1)
        values = {**values, "district": self._district}
        rows = self._run(sql, tuple([values[name] for name in names])).fetchall()
        return page_of(on.all_stored(rows), order, limit)

    def count(self, kind: str, where: Filter | None = None) -> int:
        """See `slrt_core.ports.Counting`."""
        sql, names, values = count_statement(self._statements, kind, where)
        values = {**values, "district": self._district}
        return int(self._run(sql, tuple(values[name] for name in names)).fetchone()[0])

    def population(self) -> SqlPopulation | None:
        """See `slrt_core.ports.Populated`."""
        present = None if self._population is None else self._population.present(self._link)
        if present is None:
            return None
        return SqlPopulation(self._link, present, self._statements.schema, self._district, write=self._write)

    def _note(self, on: RecordStatements, key: str, version: int, index: Mapping[str, IndexValue]) -> None:
        if on.beside and self._write:
            kept = tuple(value for beside in on.beside for value in beside.kept(index))
            self._beside[on.kind.name, key] = version, kept

    def _keep_beside(self, on: RecordStatements, key: str, version: int, index: Mapping[str, IndexValue]) -> None:
        """Bring the rows beside a record up to date, if what they are made of is not what it was."""
        before = self._beside.get((on.kind.name, key))
        self._note(on, key, version, index)
        if before is not None and before == (version - 1, self._beside[on.kind.name, key][1]):
            return
        for beside in on.beside:
            beside.put(self._link, self._district, key, index, fresh=version == 1)

    def _may_write(self) -> None:
        if not self._write:
            raise TypeError("this transaction was begun for reading")
