"""Run by Alembic on the connection that `Database` hands over, inside its transaction."""

from alembic import context

from kitlib.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
