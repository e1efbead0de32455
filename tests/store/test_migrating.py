"""Bringing a plant to a newer schema: whole or not at all, with a copy first, and never losing the children."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from kanban_app.operations.auditing import audit
from kanban_app.operations.plants import PlantProblem, open_session
from kanban_app.store import migrating, plant_file
from kanban_app.store.all_tables import METADATA
from kanban_app.store.database import Database
from kanban_app.store.migrating import SCHEMA, schema_of, upgrade
from kanban_app.store.plant_file import open_plant
from kanban_app.store.problems import FileProblem, StoreError
from tests.clock import Clock
from tests.databases import Databases, SqliteFiles
from tests.store.small_plant import everything, live
from tests.store.test_schema import differences

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
Migration = Callable[[Database], None]


def rebuild_cards(database: Database) -> None:
    """What a later migration may do to a table that others refer to: build it anew and drop the old one."""
    operations = Operations(MigrationContext.configure(database.core))
    with operations.batch_alter_table("loop", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.String(), nullable=False, server_default=""))


def counts(database: Database) -> dict[str, int]:
    return {name: len(rows) for name, rows in everything(database).items()}


def put_back_to(schema: int, place: Path) -> None:
    database = Database(place)
    database.execute(f"PRAGMA user_version={schema}")
    database.close()


def test_a_rebuilt_table_keeps_the_rows_that_refer_to_it(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(lived)
    before = counts(database)
    monkeypatch.setattr(migrating, "_run_alembic", rebuild_cards)
    upgrade(database)
    assert counts(database) == before
    assert database.fetch_one("SELECT colour FROM loop LIMIT 1") == ("",)
    assert database.fetch_one("PRAGMA foreign_keys") == (1,)
    assert database.fetch_one("PRAGMA foreign_key_check") is None
    database.close()
    session = open_session(lived)
    assert audit(session).ok
    session.database.close()


def test_with_foreign_keys_on_a_rebuilt_table_would_take_its_children_along(files: SqliteFiles) -> None:
    """The negative control: the same rebuild, of a parent whose children follow it, with the keys left on."""

    def children_after(foreign_keys: str) -> int:
        database = files.open()
        database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        database.execute("CREATE TABLE child (parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE)")
        database.execute("INSERT INTO parent VALUES (1)")
        database.execute_many("INSERT INTO child VALUES (?)", [(1,)] * 500)
        database.execute(f"PRAGMA foreign_keys={foreign_keys}")
        with database.change_schema():
            operations = Operations(MigrationContext.configure(database.core))
            with operations.batch_alter_table("parent", recreate="always") as batch:
                batch.add_column(sa.Column("colour", sa.String()))
        row = database.fetch_one("SELECT count(*) FROM child")
        assert row is not None
        return int(row[0])

    assert children_after("OFF") == 500
    assert children_after("ON") == 0


def fails_midway(database: Database) -> None:
    database.core.exec_driver_sql("CREATE TABLE half (id INTEGER)")
    database.core.exec_driver_sql("UPDATE plant SET name = 'half'")
    raise ZeroDivisionError


def leaves_orphans(database: Database) -> None:
    database.core.exec_driver_sql("UPDATE card SET loop_id = 987654 WHERE id = 1")


@pytest.mark.parametrize("migration", [fails_midway, leaves_orphans])
def test_a_failed_migration_leaves_the_plant_as_it_was(
    lived: Path, monkeypatch: pytest.MonkeyPatch, migration: Migration
) -> None:
    database = Database(lived)
    before, tables = everything(database), database.fetch_all("SELECT name, sql FROM sqlite_schema ORDER BY name")
    monkeypatch.setattr(migrating, "_run_alembic", migration)
    with pytest.raises((ZeroDivisionError, StoreError)):
        upgrade(database)
    assert everything(database) == before
    assert database.fetch_all("SELECT name, sql FROM sqlite_schema ORDER BY name") == tables
    assert database.fetch_one("PRAGMA user_version") == (SCHEMA,)
    assert database.fetch_one("PRAGMA foreign_keys") == (1,)
    database.close()


def test_an_older_plant_is_copied_before_it_is_brought_up_to_date(lived: Path) -> None:
    put_back_to(0, lived)
    older = lived.read_bytes()
    open_plant(lived).close()
    copy = lived.with_name(f"{lived.stem}.before-schema-{SCHEMA}.kanban")
    assert sorted(path.name for path in lived.parent.iterdir()) == sorted([lived.name, copy.name])
    for path, schema in ((lived, SCHEMA), (copy, 0)):
        database = Database(path)
        assert schema_of(database) == schema
        database.close()
    assert lived.read_bytes() != older


def test_a_plant_whose_migration_failed_once_can_be_opened_later(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_back_to(0, lived)
    with monkeypatch.context() as broken:
        broken.setattr(migrating, "_run_alembic", fails_midway)
        with pytest.raises(ZeroDivisionError):
            open_plant(lived)
    open_plant(lived).close()
    copies = sorted(path.name for path in lived.parent.glob("*before-schema*"))
    assert copies == [
        f"{lived.stem}.before-schema-{SCHEMA}-2.kanban",
        f"{lived.stem}.before-schema-{SCHEMA}.kanban",
    ]


def test_without_room_for_the_copy_nothing_is_migrated(lived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_source: Path, target: Path) -> Path:
        raise StoreError(FileProblem.DISK_FULL, str(target))

    put_back_to(0, lived)
    before = lived.read_bytes()
    monkeypatch.setattr(plant_file, "copy_whole", no_room)
    with pytest.raises(PlantProblem) as caught:
        open_session(lived)
    assert caught.value.problem is FileProblem.DISK_FULL
    assert lived.read_bytes() == before


def test_a_plant_of_a_newer_program_is_refused_on_either_database(databases: Databases) -> None:
    place = databases.plant()
    database = databases.open(place)
    if database.is_sqlite:
        database.execute(f"PRAGMA user_version={SCHEMA + 1}")
    else:
        database.execute(f"UPDATE alembic_version SET version_num = '{SCHEMA + 1:04d}'")
    with pytest.raises(PlantProblem) as caught:
        open_session(place)
    assert caught.value.problem is FileProblem.NEWER


def test_an_empty_database_is_no_plant(databases: Databases) -> None:
    place = databases.empty()
    with pytest.raises(PlantProblem) as caught:
        open_session(place)
    assert caught.value.problem in (FileProblem.NO_PLANT, FileProblem.MISSING)


def triggers(database: Database) -> list[tuple[str, str]]:
    return database.fetch_all("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")


# Released schema -> how many cards and ledger entries its file holds.
KEPT = {1: (12, 54), 2: (12, 54), 7: (12, 54)}


@pytest.mark.parametrize("schema", sorted(KEPT))
def test_a_plant_file_of_each_schema_opens_with_everything_in_it(
    files: SqliteFiles, fast_path: Path, schema: int
) -> None:
    """Made and worked with by the program that wrote this schema first: tests/fixtures/make_schema_file.py."""
    path = fast_path / "old.kanban"
    shutil.copy(FIXTURES / f"schema_{schema:04d}.kanban", path)
    session = open_session(path)
    try:
        found = counts(session.database)
        assert (found["station"], found["item"], found["loop"]) == (4, 2, 3)
        assert (found["card"], found["event"]) == KEPT[schema]
        assert session.plant.name == "Racks & Söhne"
        assert differences(session.database.core, METADATA) == []
        assert triggers(session.database) == triggers(files.open())
        assert audit(session).ok
        live(session, Clock().tick(days=400))
        report = audit(session)
        assert report.ok, report.texts
    finally:
        session.database.close()
