"""Alembic's way in; :mod:`adapters.outbound.store.migrating` calls it with a connection and its transaction."""

from alembic import context

from adapters.outbound.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite too: a migration that was cut off has not happened
    version_table_schema=None,
)
context.run_migrations()
