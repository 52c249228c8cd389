"""Runs the migrations on the connection that `sync.server.database.Database.initialise` hands over."""

from alembic import context

from sync.server.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
