"""The statements on the way of a scan: constant, complete, and never a walk through the whole ledger."""

from __future__ import annotations

import dataclasses

from kanban_app.domain.cards import CardState
from kanban_app.store.statements import CARD_COLUMNS, Statements, changing_columns
from kanban_app.store.writing import card_row
from tests.clock import Clock
from tests.databases import Databases, SqliteFiles
from tests.store.small_plant import RACKS, cards_of, live, plant_it

NAMES = tuple(field.name for field in dataclasses.fields(Statements))
PARAMETERS = {
    "head": 0,
    "card": 1,
    "card_by_code": 1,
    "cards_of_loop": 1,
    "stock_of_loop": 1,
    "trips_of_retired": 1,
    "event": 1,
    "events_from": 1,
    "card_ids": 0,
    "insert_card": 24,
    "update_card": 21,
    "insert_event": 20,
    "open_signal": 5,
    "release_signal": 3,
    "close_signal": 2,
    "reopen_signal": 2,
    "drop_signal": 1,
    "request": 1,
    "insert_request": 7,
    "prune_requests": 1,
    "insert_refusal": 9,
    "count_issued": 2,
}
# The plant has one row. Shares are asked for at few loops, and the retired cards of one have no index. SQLite plans to
# look for the children of a new entry, and does so only while a reference of the same statement dangles.
WALKS = {"head": {"SCAN plant"}, "trips_of_retired": {"SCAN card"}, "insert_event": {"SCAN event"}}


def test_statements_are_compiled_once_for_all_connections(databases: Databases) -> None:
    place = databases.plant()
    assert databases.open(place).statements is databases.open(place).statements


def test_a_statement_takes_the_parameters_that_its_comment_names(databases: Databases) -> None:
    database = databases.open()
    mark = "?" if database.is_sqlite else "%s"
    assert {name: getattr(database.statements, name).count(mark) for name in NAMES} == PARAMETERS


def test_every_statement_is_prepared_by_the_database(databases: Databases) -> None:
    database = databases.open()
    for name in NAMES:
        text = getattr(database.statements, name)
        count = text.count("?" if database.is_sqlite else "%s")
        with database.read() if database.is_sqlite else database.write():
            if database.is_sqlite:
                database.execute(f"EXPLAIN {text}", (None,) * count)
            else:
                database.execute(f"PREPARE p AS {_numbered(text)}")
                database.execute("DEALLOCATE p")


def _numbered(text: str) -> str:
    parts = text.split("%s")
    return "".join(f"{part}${place}" for place, part in enumerate(parts[:-1], 1)) + parts[-1]


def test_no_statement_of_a_scan_walks_through_a_table(files: SqliteFiles, clock: Clock) -> None:
    session = files.session()
    plant_it(session, clock())
    live(session, clock())
    database = session.database
    for name in NAMES:
        text = getattr(database.statements, name)
        plan = database.fetch_all(f"EXPLAIN QUERY PLAN {text}", (1,) * text.count("?"))
        walks = {step[3] for step in plan if step[3].startswith("SCAN")}
        assert walks <= WALKS.get(name, set()), f"{name}: {walks}"


def test_a_booking_takes_as_many_steps_of_the_database_in_a_long_ledger_as_in_a_short_one(
    files: SqliteFiles, clock: Clock
) -> None:
    session = files.session()
    plant_it(session, clock())
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    def steps_of_a_round() -> int:
        nonlocal counted
        live(session, clock.tick(days=1), rounds=1)
        counted = 0
        session.database.raw.set_progress_handler(count, 10)
        live(session, clock.tick(days=1), rounds=1)
        session.database.raw.set_progress_handler(None, 10)
        return counted

    short = steps_of_a_round()
    live(session, clock.tick(days=1), rounds=80)
    row = session.database.fetch_one("SELECT max(seq) FROM event")
    assert row is not None
    assert row[0] > 500
    assert steps_of_a_round() < 2 * short


def test_the_ledger_has_no_index_but_its_key(databases: Databases) -> None:
    database = databases.open()
    if database.is_sqlite:
        found = database.fetch_all("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'event'")
        assert found == []
    else:
        found = database.fetch_all("SELECT indexname FROM pg_indexes WHERE tablename = 'event'")
        assert found == [("event_pkey",)]


def test_a_card_is_read_as_it_was_written(databases: Databases, clock: Clock) -> None:
    session = databases.session()
    plant_it(session, clock())
    live(session, clock())
    [card, *_] = cards_of(session.database, RACKS)
    stored = session.database.fetch_one("SELECT " + ", ".join(CARD_COLUMNS) + " FROM card WHERE id = 5")
    assert stored is not None
    assert card_row(card) == tuple(stored)
    assert card.state is not CardState.NEW


def test_what_a_booking_may_change_is_everything_but_the_identity_of_a_card() -> None:
    assert set(CARD_COLUMNS) - set(changing_columns()) == {
        "id",
        "code",
        "loop_id",
        "number",
        "single_use",
        "replaces_id",
    }
