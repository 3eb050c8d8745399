"""What migrations are made of. Each looks first whether it was done: on MariaDB an interrupted one stays half done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql, postgresql

__all__ = ["add_beside", "add_fields", "add_index", "blob", "create_records", "create_table", "text"]

Fields = Mapping[str, str]
"""The type of each field: ``text``, ``number``, ``truth``, ``day``, ``instant`` or ``codes``."""


def text(length: int) -> Any:
    """Text in binary order."""
    binary = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_nopad_bin")
    return (
        sa.String(length)
        .with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")
        .with_variant(binary, "mysql", "mariadb")
    )


def blob() -> Any:
    """Bytes of any length."""
    return sa.LargeBinary().with_variant(mysql.LONGBLOB(), "mysql", "mariadb")


def create_table(name: str, *columns: sa.Column[Any]) -> None:
    """Make a table, if it is not there."""
    if not sa.inspect(op.get_bind()).has_table(name):
        op.create_table(name, *columns, mysql_engine="InnoDB")


def create_records(kind: str, fields: Fields) -> None:
    """Make the table of a kind of record, with its indexes."""
    create_table(
        f"slrt_{kind}",
        sa.Column("district", text(20), primary_key=True),
        sa.Column("key", text(200), primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("body", blob(), nullable=False),
    )
    add_fields(kind, fields)


def add_fields(kind: str, fields: Fields) -> None:
    """Add fields to a kind of record, each but codes with its index; existing records have no value there."""
    table = f"slrt_{kind}"
    columns = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
    for field, type_ in fields.items():
        if field not in columns:
            op.add_column(table, sa.Column(field, _type(type_), nullable=True))
        if type_ != "codes":
            add_index(kind, field)


def add_beside(kind: str, field: str, orders: Fields) -> None:
    """Add the table by which records are found by a code, in each of some orders."""
    table = f"slrt_{kind}_{field}"
    create_table(
        table,
        sa.Column("district", text(20), primary_key=True),
        sa.Column("key", text(200), primary_key=True),
        sa.Column("code", text(255), primary_key=True),
        *(sa.Column(order, _type(type_), nullable=True) for order, type_ in orders.items()),
    )
    there = {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}
    for order in orders:
        name = f"ix_{kind}_{field}_{order}"
        if name not in there:
            op.create_index(name, table, ["district", "code", order, "key"])


def add_index(kind: str, *fields: str) -> None:
    """Add the index by which records are found by these fields, the last of which orders them."""
    table, name = f"slrt_{kind}", "_".join(("ix", kind, *fields))
    if name not in {index["name"] for index in sa.inspect(op.get_bind()).get_indexes(table)}:
        op.create_index(name, table, ["district", *fields, "key"])


def _type(name: str) -> Any:
    return {
        "text": text(255),
        "number": sa.BigInteger(),
        "truth": sa.Boolean(),
        "day": sa.Date(),
        "instant": text(26),
        "codes": sa.Text()
        .with_variant(postgresql.TEXT(collation="C"), "postgresql")
        .with_variant(mysql.TEXT(charset="utf8mb4", collation="utf8mb4_nopad_bin"), "mysql", "mariadb"),
    }[name]
