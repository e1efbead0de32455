"""Alembic's environment: it runs on the connection that `store.migrating` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from kanban_app.store.all_tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
