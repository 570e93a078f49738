"""Run by Alembic for every command, on the connection that `ivr.records.migrate` gives it."""

from alembic import context

from ivr.records.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata, transactional_ddl=True)
context.run_migrations()
