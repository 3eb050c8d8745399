"""Alembic runs this; the connection comes from `slrt_core.adapters.sql.upgrading`, never from a file."""

from alembic import context

from slrt_core.adapters.sql.schema import VERSIONS

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSIONS,
    transaction_per_migration=False,
)
context.run_migrations()
