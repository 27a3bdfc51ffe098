"""Run by Alembic on the connection that `Database` hands over, inside its transaction."""

from alembic import context
from sqlalchemy import inspect

from kitlib.store.row_security import keep_apart
from kitlib.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
# The rules on rows are those of this version of the kit, whatever table a migration brought.
if connection.dialect.name == "postgresql" and inspect(connection).has_table("access"):
    keep_apart(connection)
