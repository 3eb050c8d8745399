"""A store on SQLAlchemy Core: SQLite, PostgreSQL, MariaDB. Needs the extra ``sql``, for MariaDB ``mariadb``."""

from slrt_core.adapters.sql.joined import JoinedStorage
from slrt_core.adapters.sql.storage import SqlStorage

__all__ = ["JoinedStorage", "SqlStorage"]
