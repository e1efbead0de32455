"""The database itself refuses what can't be: every CHECK, UNIQUE and foreign key, on both databases.

Each case starts from a row that is accepted, so that a refusal is the constraint's and not a slip of the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, UniqueConstraint, delete, insert
from sqlalchemy.exc import DatabaseError, IntegrityError

from kanban_app.store.all_tables import METADATA
from kanban_app.store.database import Database
from tests.clock import Clock
from tests.databases import (
    CREATED_AT,
    Databases,
    SqliteFiles,
    postgresql_databases,
    sqlite_files,
)
from tests.store.small_plant import plant_it

Row = dict[str, Any]

GOOD: dict[str, Row] = {
    "station": {"id": 90, "name": "press", "kind": "workstation", "location": "", "served_from_id": None},
    "item": {
        "id": 90,
        "code": "bolt",
        "description": "",
        "unit": "pcs",
        "decimals": 0,
        "category": "",
        "unit_cost": "",
        "picture": "",
    },
    "bom_line": {"parent_id": 90, "component_id": 1, "place": 0, "numerator": 1, "denominator": 3},
    "loop": {
        "id": 90,
        "item_id": 1,
        "source_id": 1,
        "consumer_id": 3,
        "kind": "supplier",
        "container_quantity": 1,
        "card_count": 0,
    },
    "card": {
        "id": 90,
        "code": "X",
        "loop_id": 1,
        "number": 90,
        "state": "full",
        "quantity": 1,
        "container_quantity": 1,
        "since_at": 0,
    },
    "signal": {"card_id": 1, "cycle": 90, "opened_at": 0},
    "event": {
        "seq": 90,
        "recorded_at": 0,
        "action": "draw",
        "card_id": 1,
        "item_id": 1,
        "cycle": 1,
        "from_state": "full",
        "to_state": "in_use",
        "quantity": 1,
        "quantity_after": 1,
        "cause": 1,
        "previous": 1,
        "hash": bytes(32),
    },
    "request": {"scan_id": "s", "recorded_at": 0},
    "refusal": {"recorded_at": 0, "code": "retired"},
    "print": {
        "card_id": 1,
        "printed_at": 0,
        "revision": 1,
        "print_count": 1,
        "format_name": "a6",
        "file_name": "x.pdf",
    },
    "person": {"name": "Kim", "supervisor": True, "badge": "B-1"},
    "picture": {"name": "p", "media_type": "image/png", "data": b"x"},
    "help_call": {"station_id": 1, "began_at": 0},
    "shift_note": {"station_id": 1, "written_at": 0, "note": "the saw blade is new"},
    "order_line": {"id": 90, "item_id": 1, "quantity": 1, "due_on": "2026-03-02"},
    "customer": {"id": 90, "name": "Ada"},
    "customer_order": {"id": 90, "number": "4711", "entered_at": 0},
    "order_link": {"order_id": 90, "link": "drawing.pdf"},
    "item_policy": {"item_id": 1, "policy": "mto"},
    "peg": {"line_id": 90, "card_id": 1, "parent_id": 2, "pieces": 1},
    "shipment": {"id": 90, "order_number": "4711", "number": 1, "shipped_at": 0},
    "shipment_line": {"shipment_id": 90, "line_id": 90, "pieces": 1, "first_seq": 1, "last_seq": 1},
    "import_mapping": {"signature": "s", "mapping": "{}"},
    "option_row": {"item_id": 1, "rule": "one", "numerator": 1, "denominator": 2},
    "configuration": {"item_id": 2, "base_id": 1, "choices": "{}", "content": "{}"},
    "decoupling_move": {"id": 90, "item_id": 1, "moved_at": 0, "last_seq": 0},
    "print_job": {"id": 90, "begun_at": 0, "touched_at": 0},
    "print_job_card": {"job_id": 90, "place": 1, "card_id": 1, "revision": 1, "print_count": 1},
    "print_part": {"job_id": 90, "first_place": 0, "end_place": 8},
    "recall_tick": {"card_id": 1, "revision": 1, "ticked_at": 0},
    "card_design": {"name": "ours", "design": "{}"},
    "label_sheet": {
        **dict.fromkeys(("page_width", "page_height", "left_edge", "top_edge", "cell_width", "cell_height"), 1),
        "name": "ours",
        "row_count": 1,
        "column_count": 1,
        "pitch_x": 1,
        "pitch_y": 1,
    },
    "till_file": {"id": 90, "station_id": 4, "begun_at": 0},
    "till_line": {"day": 1, "mark": 1},
    "till_waiting": {"day": 1, "mark": 1, "station_id": 4, "file_id": 90},
    "till_code": {"code": "85123a", "kind": "item", "item_id": 1},
    "till_carried": {"station_id": 4, "item_id": 1},
    "calendar": {"id": 1, "station_id": 1},
    "calendar_span": {"calendar_id": 1, "weekday": 0, "start_minute": 360, "end_minute": 840, "place": 0},
    "calendar_day": {"calendar_id": 1, "first_on": "2026-12-24", "last_on": "2026-12-26"},
    "supplier_terms": {"station_id": 1},
    "purchase_terms": {"station_id": 1, "item_id": 1},
    "purchase_price": {"station_id": 1, "item_id": 1, "from_steps": 1, "price": "2.50"},
    "purchase_order": {"id": 90, "number": "P1001", "supplier_id": 1, "created_at": 0},
    "purchase_line": {"id": 90, "order_id": 90, "item_id": 1, "ordered_steps": 1},
    "purchase_card": {"line_id": 90, "card_id": 1, "cycle": 1, "steps": 1},
}
# Rows that a good one stands on.
FIRST = {
    "bom_line": ("item",),
    "order_link": ("customer_order",),
    "peg": ("order_line",),
    "shipment_line": ("shipment", "order_line"),
    "print_job_card": ("print_job",),
    "print_part": ("print_job",),
    "till_waiting": ("till_file",),
    "calendar_span": ("calendar",),
    "calendar_day": ("calendar",),
    "purchase_line": ("purchase_order",),
    "purchase_card": ("purchase_order", "purchase_line"),
}
ONE_PLANT = {"id": 2, "name": "", "created_at": 0, "code_offset": 0}

REFUSED: list[tuple[str, str, Row]] = [
    ("station", "kind_known", {"kind": "warehouse"}),
    ("item", "decimals_in_range", {"decimals": 7}),
    ("item", "decimals_in_range", {"decimals": -1}),
    ("bom_line", "ratio_positive", {"numerator": 0}),
    ("bom_line", "ratio_positive", {"denominator": 0}),
    ("bom_line", "not_itself", {"component_id": 90}),
    ("loop", "kind_known", {"kind": "push"}),
    ("loop", "in_use_known", {"in_use": "maybe"}),
    ("loop", "in_process_known", {"in_process": "maybe"}),
    ("loop", "in_transit_known", {"in_transit": ""}),
    ("loop", "print_rule_known", {"print_rule": "fax"}),
    ("loop", "container_positive", {"container_quantity": 0}),
    ("loop", "numbers_in_range", {"card_count": -1}),
    ("loop", "numbers_in_range", {"lot_cards": 0}),
    ("loop", "numbers_in_range", {"lead_time_minutes": -1}),
    ("loop", "two_stations", {"consumer_id": 1}),
    ("loop", "counters_in_range", {"revision": 0}),
    ("loop", "counters_in_range", {"issued_count": -1}),
    ("card", "state_known", {"state": "somewhere", "quantity": 0}),
    ("card", "stock_in_state", {"quantity": 0}),
    ("card", "stock_in_state", {"state": "in_transit"}),
    ("card", "stock_in_state", {"state": "retired"}),
    ("card", "quantity_in_range", {"state": "empty", "quantity": -1}),
    ("card", "quantity_in_range", {"container_quantity": 0}),
    ("card", "number_in_range", {"number": 0}),
    ("card", "number_in_range", {"cycle": -1}),
    ("card", "print_reason_known", {"print_reason": "because"}),
    ("event", "action_known", {"action": "vanish"}),
    ("event", "hash_whole", {"hash": bytes(31)}),
    ("event", "cause_before", {"cause": 90}),
    ("event", "quantities_in_range", {"quantity": -1}),
    ("event", "quantities_in_range", {"quantity_after": -1}),
    ("refusal", "code_known", {"code": "no"}),
    ("order_line", "quantity_positive", {"quantity": 0}),
    ("order_line", "shipped_in_range", {"shipped": 2}),
    ("order_line", "status_known", {"status": "lost"}),
    ("item_policy", "policy_known", {"policy": "kanban"}),
    ("peg", "pieces_positive", {"pieces": 0}),
    ("shipment_line", "pieces_positive", {"pieces": 0}),
    ("option_row", "rule_known", {"rule": "some"}),
    ("option_row", "ratio_positive", {"numerator": 0}),
    ("option_row", "ratio_positive", {"denominator": 0}),
    ("print_job", "state_known", {"state": "lost"}),
    ("print_part", "holds_cards", {"end_place": 0}),
    ("label_sheet", "has_cells", {"row_count": 0}),
    ("label_sheet", "has_cells", {"column_count": 0}),
    ("till_file", "state_known", {"state": "lost"}),
    ("till_code", "kind_known", {"kind": "maybe", "item_id": None}),
    ("till_code", "item_named", {"item_id": None}),
    ("till_code", "item_named", {"kind": "no_goods"}),
    ("calendar", "own_key", {"id": 2}),
    ("calendar_span", "weekday_known", {"weekday": 7}),
    ("calendar_span", "start_in_day", {"start_minute": -1}),
    ("calendar_span", "start_in_day", {"start_minute": 1440, "end_minute": 1500}),
    ("calendar_span", "end_after_start", {"end_minute": 360}),
    ("calendar_span", "end_after_start", {"end_minute": 2881}),
    ("calendar_day", "days_in_order", {"last_on": "2026-12-23"}),
    ("calendar_day", "both_or_none", {"start_minute": 1}),
    ("calendar_day", "end_after_start", {"start_minute": 2, "end_minute": 1}),
    ("supplier_terms", "answer_days_in_range", {"answer_days": -1}),
    ("purchase_terms", "terms_in_range", {"minimum_steps": -1}),
    ("purchase_terms", "terms_in_range", {"multiple_steps": -1}),
    ("purchase_price", "from_in_range", {"from_steps": -1}),
    ("purchase_order", "state_known", {"state": "received"}),
    ("purchase_line", "ordered_positive", {"ordered_steps": 0}),
]
COUNTED_BY_THE_DATABASE = (
    "refusal", "print", "help_call", "shift_note", "order_link", "peg", "option_row", "calendar_day",
)  # fmt: skip
TWICE: list[tuple[str, str, Row]] = [
    ("station", "name", {"id": 91}),
    ("item", "code", {"id": 91}),
    ("loop", "loop_by_ends", {"id": 91}),
    ("card", "code", {"id": 91, "number": 91}),
    ("card", "card_number_once", {"id": 91, "code": "Y"}),
    ("signal", "signal_open", {"cycle": 91}),
    ("help_call", "help_call_open", {}),
    ("person", "person_badge", {"name": "Sam"}),
    ("customer", "name", {"id": 91}),
    ("customer_order", "number", {"id": 91}),
    ("shipment", "order_number,number", {"id": 91}),
    ("configuration", "base_id,content", {"item_id": 1}),
    ("purchase_order", "number", {"id": 91}),
    ("purchase_card", "purchase_card_once", {"line_id": 91}),
    *((table, "key", {}) for table in sorted(GOOD) if table not in COUNTED_BY_THE_DATABASE),
]
DANGLING = [
    (table.name, column.name) for table in METADATA.sorted_tables for column in table.columns if column.foreign_keys
]


class _TakenBack(Exception):
    """Leaves a transaction."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One planted database for all: every test takes back what it wrote."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            databases: Databases = stack.enter_context(sqlite_files(tmp_path_factory.mktemp("constraints")))
        else:
            databases = stack.enter_context(postgresql_databases(request.getfixturevalue("postgresql_server")))
        session = databases.session()
        plant_it(session, CREATED_AT)
        yield session.database


@contextmanager
def taken_back(database: Database) -> Iterator[None]:
    with suppress(_TakenBack), database.write():
        yield
        raise _TakenBack


def put(database: Database, table: str, row: Row) -> None:
    database.core.execute(insert(METADATA.tables[table]).values(**row))


def put_good(database: Database, table: str) -> None:
    put_what_it_stands_on(database, table)
    put(database, table, GOOD[table])


def put_what_it_stands_on(database: Database, table: str) -> None:
    for stands_on in FIRST.get(table, ()):
        put(database, stands_on, GOOD[stands_on])


def test_every_check_of_the_tables_has_a_case() -> None:
    declared = {
        (table.name, str(constraint.name))
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert {(table, name) for table, name, _ in REFUSED} == declared - {("plant", "only_one")}


def test_every_unique_rule_of_the_tables_has_a_case() -> None:
    declared = {
        (table.name, ",".join(constraint.columns.keys()))
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    }
    declared |= {
        (table.name, str(index.name)) for table in METADATA.tables.values() for index in table.indexes if index.unique
    }
    declared |= {(name, "key") for name in GOOD if not METADATA.tables[name].columns.get("id") is not None}
    assert declared <= {(table, name) for table, name, _ in TWICE}


@pytest.mark.parametrize("table", sorted(GOOD))
def test_a_good_row_is_accepted(planted: Database, table: str) -> None:
    with taken_back(planted):
        put_good(planted, table)


@pytest.mark.parametrize(("table", "check", "wrong"), REFUSED, ids=str)
def test_a_row_outside_its_range_is_refused(planted: Database, table: str, check: str, wrong: Row) -> None:
    with taken_back(planted):
        put_what_it_stands_on(planted, table)
        with pytest.raises(IntegrityError, match=check):
            put(planted, table, {**GOOD[table], **wrong})


@pytest.mark.parametrize(("table", "rule", "other"), TWICE, ids=str)
def test_a_second_row_of_the_same_identity_is_refused(planted: Database, table: str, rule: str, other: Row) -> None:
    with taken_back(planted):
        put_good(planted, table)
        with pytest.raises(IntegrityError):
            put(planted, table, {**GOOD[table], **other})


@pytest.mark.parametrize(("table", "column"), DANGLING)
def test_a_reference_to_nothing_is_refused(planted: Database, table: str, column: str) -> None:
    nothing = 89 if (table, column) == ("event", "cause") else 987_654
    with taken_back(planted):
        put_what_it_stands_on(planted, table)
        with pytest.raises(IntegrityError):
            put(planted, table, {**GOOD[table], column: nothing})


@pytest.mark.parametrize("table", ["station", "item", "loop", "card"])
def test_what_others_refer_to_cannot_be_removed(planted: Database, table: str) -> None:
    with taken_back(planted), pytest.raises(IntegrityError):
        planted.core.execute(delete(METADATA.tables[table]))


def test_a_plant_has_one_row(planted: Database) -> None:
    with taken_back(planted), pytest.raises(IntegrityError, match="only_one"):
        put(planted, "plant", ONE_PLANT)


def test_a_retired_card_leaves_its_number_to_another(planted: Database) -> None:
    with taken_back(planted):
        put(planted, "card", {**GOOD["card"], "state": "retired", "quantity": 0})
        put(planted, "card", {**GOOD["card"], "id": 91, "code": "Y"})
        put(planted, "card", {**GOOD["card"], "id": 92, "code": "Z", "single_use": True})


def test_without_foreign_keys_a_dangling_row_would_be_kept(files: SqliteFiles, clock: Clock) -> None:
    session = files.session()
    plant_it(session, clock())
    database = session.database
    database.execute("PRAGMA foreign_keys=OFF")
    with database.write():
        put(database, "print", {**GOOD["print"], "card_id": 987_654})
    assert database.fetch_one("PRAGMA foreign_key_check") is not None


@pytest.mark.parametrize("verb", ["UPDATE event SET quantity = 99", "DELETE FROM event WHERE seq = 1", "all at once"])
def test_no_entry_of_the_ledger_can_be_changed_or_removed(planted: Database, verb: str) -> None:
    if verb == "all at once":
        verb = "DELETE FROM event" if planted.is_sqlite else "TRUNCATE event CASCADE"
    before = planted.fetch_all("SELECT * FROM event ORDER BY seq")
    assert before
    with pytest.raises(DatabaseError, match="append-only"), planted.write():
        planted.core.exec_driver_sql(verb)
    assert planted.fetch_all("SELECT * FROM event ORDER BY seq") == before
