"""What differs between the databases: one object for each, and nothing of it anywhere else."""

from slrt_core.adapters.sql.databases.base import Database
from slrt_core.adapters.sql.databases.mariadb import MariaDb
from slrt_core.adapters.sql.databases.postgresql import PostgreSql
from slrt_core.adapters.sql.databases.sqlite import Sqlite

__all__ = ["DATABASES", "Database"]

DATABASES: dict[str, Database] = {
    "sqlite": Sqlite(),
    "postgresql": PostgreSql(),
    "mariadb": MariaDb(),
    "mysql": MariaDb(),
}
"""By the name that SQLAlchemy, Django, and a URL have for it."""
