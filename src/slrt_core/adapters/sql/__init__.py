"""A store on SQLAlchemy Core; here on SQLite, durable in one file. Needs the extra ``sql``."""

from slrt_core.adapters.sql.storage import SqlStorage

__all__ = ["SqlStorage"]
