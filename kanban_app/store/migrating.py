"""The schema of a plant: made, recognised and brought up to date with Alembic, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from kanban_app.store.database import Database
from kanban_app.store.problems import FileProblem, StoreError
from kanban_app.store.sqlite import APPLICATION_ID

# The newest schema; equals the number of the newest file under migrations/versions.
SCHEMA = 7


def schema_of(database: Database) -> int:
    """The schema number of a plant. Raises StoreError when this is no plant or a newer program wrote it."""
    if database.is_sqlite:
        marks = [database.fetch_one(f"PRAGMA {name}") for name in ("application_id", "user_version")]
        application_id, schema = (int(mark[0]) if mark else 0 for mark in marks)
        if application_id != APPLICATION_ID:
            raise StoreError(FileProblem.NO_PLANT, str(database.place))
    else:
        schema = _postgresql_schema(database)
    if schema > SCHEMA:
        raise StoreError(FileProblem.NEWER, str(database.place), f"schema {schema}, this program knows {SCHEMA}")
    return schema


def _postgresql_schema(database: Database) -> int:
    row = database.fetch_one("SELECT to_regclass('alembic_version') IS NOT NULL")
    if not row or not row[0]:
        raise StoreError(FileProblem.NO_PLANT, str(database.place))
    version = database.fetch_one("SELECT version_num FROM alembic_version")
    return int(version[0]) if version else 0


def upgrade(database: Database) -> None:
    """Bring the schema to the newest, in one transaction. A failed migration leaves everything as it was.

    Foreign keys are off meanwhile: a table that is rebuilt with them on takes its children with it.
    """
    if database.is_sqlite:
        database.execute("PRAGMA foreign_keys=OFF")
    try:
        with database.change_schema():
            _run_alembic(database)
            if database.is_sqlite:
                _mark_file(database)
    finally:
        if database.is_sqlite:
            database.execute("PRAGMA foreign_keys=ON")


def _mark_file(database: Database) -> None:
    broken = database.fetch_one("PRAGMA foreign_key_check")
    if broken is not None:
        raise StoreError(FileProblem.DAMAGED, str(database.place), f"foreign key {broken}")
    database.execute(f"PRAGMA application_id={APPLICATION_ID}")
    database.execute(f"PRAGMA user_version={SCHEMA}")


def _run_alembic(database: Database) -> None:
    # Alembic is needed to make or to upgrade a plant, not to open one: 70 ms that a start does not pay.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = database.core
    command.upgrade(config, "head")
