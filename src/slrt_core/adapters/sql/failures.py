"""What a database's error means to us, in one table: what failed, and whether trying again may help.

The driver's own words are never passed on: they quote keys, values and rows. Whoever looks for the cause finds the
database's number of the error in ours, and the rest in the database's log.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from slrt_core.errors import AdapterError
from slrt_core.reasons import Text

__all__ = ["MARIADB", "POSTGRESQL", "SQLITE", "Failure", "failed"]


@frozen
class Failure:
    """A kind of failure.

    Args:
        id: in Indonesian.
        en: in English.
        retryable: nothing has happened, and the same may succeed at once.
        lost: the connection is gone.
    """

    id: str
    en: str
    retryable: bool = False
    lost: bool = False


_FAILURES: Mapping[str, Failure] = {
    "busy": Failure("sedang dipakai penulis lain", "another writer holds it", retryable=True),
    "serialization": Failure("transaksi lain mendahului", "another transaction was first", retryable=True),
    "deadlock": Failure("dua transaksi saling menunggu", "two transactions waited for each other", retryable=True),
    "lock-timeout": Failure("terlalu lama menunggu kunci", "waited too long for a lock", retryable=True),
    "connections": Failure("terlalu banyak sambungan", "too many connections", retryable=True),
    "connection": Failure("sambungan terputus", "the connection is lost", retryable=True, lost=True),
    "timeout": Failure("dihentikan karena terlalu lama", "stopped because it took too long"),
    "disk-full": Failure("penyimpanan penuh", "the disk is full"),
    "read-only": Failure("hanya dapat dibaca", "it can only be read"),
    "corrupt": Failure("berkasnya rusak", "its files are damaged"),
    "io": Failure("penyimpanan gagal dibaca atau ditulis", "the disk cannot be read or written"),
    "memory": Failure("kehabisan memori", "out of memory"),
    "cannot-open": Failure("tidak dapat dibuka", "cannot be opened"),
    "no-database": Failure("basis data itu tidak ada", "there is no such database"),
    "login": Failure("nama atau kata sandi ditolak", "the login is refused"),
    "denied": Failure("akses ditolak", "access is denied"),
    "schema-missing": Failure("tabel atau kolom tidak ada", "a table or column is missing"),
    "sql": Failure("gagal", "failed"),
}

_NEVER_THERE = Failure(
    "tidak dapat dihubungi, atau menolak", "cannot be reached, or refuses", retryable=True, lost=True
)
"""A lost connection that was only to be made."""

SQLITE: Mapping[int, str] = {
    3: "denied",
    5: "busy",
    6: "busy",
    7: "memory",
    8: "read-only",
    10: "io",
    11: "corrupt",
    13: "disk-full",
    14: "cannot-open",
    23: "denied",
    26: "corrupt",
}
"""By primary result code."""

POSTGRESQL: Mapping[str, str] = {
    "08": "connection",
    "25006": "read-only",
    "28": "login",
    "3D": "no-database",
    "40001": "serialization",
    "40P01": "deadlock",
    "42501": "denied",
    "42703": "schema-missing",
    "42P01": "schema-missing",
    "53100": "disk-full",
    "53200": "memory",
    "53300": "connections",
    "55P03": "lock-timeout",
    "57014": "timeout",
    "57P01": "connection",
    "57P02": "connection",
    "57P03": "connection",
    "57P05": "connection",
    "58030": "io",
    "XX001": "corrupt",
    "XX002": "corrupt",
}
"""By SQLSTATE, or its class, the first two characters."""

MARIADB: Mapping[int, str] = {
    3: "disk-full",
    28: "disk-full",
    126: "corrupt",
    127: "corrupt",
    145: "corrupt",
    1020: "serialization",
    1021: "disk-full",
    1030: "io",
    1036: "read-only",
    1037: "memory",
    1040: "connections",
    1044: "denied",
    1045: "login",
    1049: "no-database",
    1053: "connection",
    1054: "schema-missing",
    1114: "disk-full",
    1142: "denied",
    1146: "schema-missing",
    1194: "corrupt",
    1203: "connections",
    1205: "lock-timeout",
    1213: "deadlock",
    1290: "read-only",
    1698: "login",
    1712: "corrupt",
    1792: "read-only",
    1927: "connection",
    1969: "timeout",
    2002: "connection",
    2003: "connection",
    2006: "connection",
    2013: "connection",
    2014: "connection",
    2055: "connection",
    4031: "connection",
}
"""By number."""


def failed(code: str, number: object, *, committing: bool = False, where: str = "") -> AdapterError:
    """The error of this kind.

    Args:
        code: one of those above.
        number: the database's own, for whoever reads its log.
        committing: it came while the database was told to commit. If the connection broke, or the disk failed, what
            was to be committed may be there all the same.
        where: it came while connecting, to this: a wrong port is found by its being said.
    """
    failure = _NEVER_THERE if where and code == "connection" else _FAILURES[code]
    mark = f" ({number})" if number else ""
    if committing and (failure.lost or code == "io"):
        words = Text(
            f"basis data: {failure.id}{mark}; belum tentu tersimpan",
            f"database: {failure.en}{mark}; it may be stored or not",
        )
        return AdapterError("commit-unknown", words, unknown=True)
    words = Text(f"{where or 'basis data'}: {failure.id}{mark}", f"{where or 'database'}: {failure.en}{mark}")
    return AdapterError(code, words, retryable=failure.retryable)
