"""The tables as declared are the tables as migrated, on both databases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData

import kanban_app.store
from kanban_app.store.all_tables import METADATA
from kanban_app.store.database import Database
from kanban_app.store.migrating import SCHEMA, schema_of
from tests.databases import Databases


def differences(connection: Connection, declared: MetaData) -> list[Any]:
    def is_alembics_own(name: str | None, kind: str, _parents: object) -> bool:
        return kind == "table" and name == "alembic_version"

    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda *named: not is_alembics_own(*named),
        },
    )
    found: list[Any] = compare_metadata(context, declared)
    return found


def facts(connection: Connection) -> dict[str, dict[str, Any]]:
    """What `compare_metadata` does not look at: CHECKs, keys, nullability and the conditions of indexes."""
    inspector = sqlalchemy.inspect(connection)
    found = {}
    for table in sorted(METADATA.tables):
        found[table] = {
            "checks": sorted((c["name"], _plain(c["sqltext"])) for c in inspector.get_check_constraints(table)),
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "unique": sorted(tuple(u["column_names"]) for u in inspector.get_unique_constraints(table)),
            "foreign": sorted(
                (tuple(f["constrained_columns"]), f["referred_table"], tuple(f["referred_columns"]))
                for f in inspector.get_foreign_keys(table)
            ),
            "null": sorted((c["name"], c["nullable"]) for c in inspector.get_columns(table)),
            "indexes": sorted(
                (i["name"], tuple(i["column_names"]), bool(i["unique"]), _plain(_condition(i)))
                for i in inspector.get_indexes(table)
                if not i.get("duplicates_constraint")
            ),
        }
    return found


def _condition(index: Any) -> str:
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture
def migrated(databases: Databases) -> Database:
    return databases.open()


def test_the_declared_tables_are_the_migrated_ones(migrated: Database) -> None:
    assert differences(migrated.core, METADATA) == []


def test_keys_checks_and_conditions_of_indexes_are_the_same_too(migrated: Database, databases: Databases) -> None:
    place = databases.empty()
    if isinstance(place, Path):
        place.touch()
    declared = Database(place)
    try:
        METADATA.create_all(declared.core)
        assert facts(migrated.core) == facts(declared.core)
    finally:
        declared.close()


def test_a_column_that_no_migration_makes_is_noticed(migrated: Database) -> None:
    declared = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(declared)
    declared.tables["card"].append_column(Column("colour", Integer))
    [difference] = differences(migrated.core, declared)
    assert difference[0] == "add_column"
    assert difference[3].name == "colour"


def test_a_check_that_no_migration_makes_is_noticed(databases: Databases) -> None:
    database = databases.open()
    before = facts(database.core)
    if database.is_sqlite:
        database.execute("PRAGMA writable_schema=ON")
        database.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'quantity >= 0', 'quantity >= -5') WHERE name = 'card'"
        )
        database.execute("PRAGMA writable_schema=RESET")
    else:
        database.execute('ALTER TABLE card DROP CONSTRAINT "quantity_in_range"')
    assert facts(database.core)["card"] != before["card"]


def test_there_is_one_line_of_migrations_and_it_ends_at_the_schema_of_this_program(migrated: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(kanban_app.store.__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert [int(head) for head in script.get_heads()] == [SCHEMA]
    assert len(list(script.walk_revisions())) == SCHEMA
    assert schema_of(migrated) == SCHEMA


def test_every_card_and_ledger_statement_names_columns_of_the_tables() -> None:
    from kanban_app.domain.cards import Card
    from kanban_app.domain.ledger import FIELDS

    assert tuple(METADATA.tables["event"].columns.keys()) == FIELDS
    assert tuple(METADATA.tables["card"].columns.keys()) == tuple(Card.__dataclass_fields__)
