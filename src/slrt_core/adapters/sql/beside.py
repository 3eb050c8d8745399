"""Tables beside a record's own, by which it is found by one of several codes: kept in step with each write.

They tell nothing new. A scan that goes by a code begins there, with what it orders by, and need not look at records
that have none of its codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from slrt_core.adapters.sql.columns import Convert
from slrt_core.adapters.sql.link import Link
from slrt_core.ports import IndexValue, RecordKind, codes_in

__all__ = ["Beside"]

_KEYS = ("p_district", "p_key")


@frozen
class Beside:
    """The statements on one such table.

    Args:
        field: the field of codes.
        copies: the fields of which a copy stands in it, each with how it is sent if the driver does not take it.
        insert: district, key, code, then the copies.
        delete: district, key.
    """

    field: str
    copies: tuple[tuple[str, Convert | None], ...]
    insert: str
    delete: str

    @classmethod
    def of(
        cls,
        kind: RecordKind,
        field: str,
        table: sa.Table,
        into: Mapping[type, Convert],
        fixed: Callable[[sa.ClauseElement, tuple[str, ...]], str],
    ) -> Beside:
        """For a table.

        Args:
            kind: of record.
            field: of codes.
            table: beside the records.
            into: see `Database.into`.
            fixed: compiles a statement, and sees to the order of its parameters.
        """
        values = {column.name: sa.bindparam(f"p_{column.name}", type_=column.type) for column in table.columns}
        names = [name for name in values if name not in {"district", "key", "code"}]
        this = (table.c.district == values["district"], table.c.key == values["key"])
        return cls(
            field=field,
            copies=tuple((name, into.get(kind.index[name])) for name in names),
            insert=fixed(table.insert().values(values), tuple(f"p_{name}" for name in values)),
            delete=fixed(table.delete().where(*this), _KEYS),
        )

    def kept(self, index: Mapping[str, IndexValue]) -> tuple[IndexValue, ...]:
        """Of what its rows for a record are made."""
        return (index[self.field], *(index[name] for name, _ in self.copies))

    def rows(self, district: str, key: str, index: Mapping[str, IndexValue]) -> list[tuple[Any, ...]]:
        """Its rows for a record."""
        copies = [_sent(index[name], convert) for name, convert in self.copies]
        return [(district, key, code, *copies) for code in codes_in(index[self.field])]

    def put(self, link: Link, district: str, key: str, index: Mapping[str, IndexValue], *, fresh: bool) -> None:
        """Bring its rows for a record up to date."""
        if not fresh:
            link.run(self.delete, (district, key))
        for row in self.rows(district, key, index):
            link.run(self.insert, row)

    def put_all(self, link: Link, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add the rows of records that are new."""
        link.inserted_all(self.insert, rows)


def _sent(value: IndexValue, convert: Convert | None) -> Any:
    return value if convert is None or value is None else convert(value)
