"""The first schema: plant, structure, cards, signals, ledger and what stands around them.

Schema 0001, the beginning.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_import_mapping()
    _create_item()
    _create_person()
    _create_picture()
    _create_plant()
    _create_refusal()
    _create_request()
    _create_station()
    _create_bom_line()
    _create_help_call()
    _create_loop()
    _create_order_line()
    _create_card()
    _create_card_indexes()
    _create_event()
    _create_print()
    _create_signal()
    _make_ledger_append_only()


def downgrade() -> None:
    raise NotImplementedError("there is no schema before the first")


def _create_import_mapping() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("signature"),
    )


def _create_item() -> None:
    op.create_table(
        "item",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("decimals", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("unit_cost", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_in_range"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("supervisor", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _create_picture() -> None:
    op.create_table(
        "picture",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _create_plant() -> None:
    op.create_table(
        "plant",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("code_offset", sa.BigInteger(), nullable=False),
        sa.Column("structure_version", sa.BigInteger(), nullable=False),
        sa.Column("refuse_on_shortage", sa.Boolean(), nullable=False),
        sa.Column("double_scan_window_s", sa.BigInteger(), nullable=False),
        sa.Column("undo_window_s", sa.BigInteger(), nullable=False),
        sa.Column("print_folder", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="only_one"),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_refusal() -> None:
    op.create_table(
        "refusal",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("scanned", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=True),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "code IN ('unknown_card', 'bad_check_character', 'not_yet_active', 'already_empty', "
            "'already_full', 'nothing_to_do_here', 'wrong_station', 'on_hold', 'retired', "
            "'stale_revision', 'double_scan', 'material_short', 'quantity_out_of_tolerance', "
            "'not_permitted', 'loop_suspended', 'changed_meanwhile')",
            name="code_known",
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_request() -> None:
    op.create_table(
        "request",
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scan_id"),
    )
    op.create_index("request_by_time", "request", ["recorded_at"], unique=False)


def _create_station() -> None:
    op.create_table(
        "station",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("served_from_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('workstation', 'store', 'supplier')", name="kind_known"),
        sa.ForeignKeyConstraint(
            ["served_from_id"],
            ["station.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )


def _create_bom_line() -> None:
    op.create_table(
        "bom_line",
        sa.Column("parent_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("component_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name="ratio_positive"),
        sa.CheckConstraint("parent_id <> component_id", name="not_itself"),
        sa.ForeignKeyConstraint(
            ["component_id"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["item.id"],
        ),
        sa.PrimaryKeyConstraint("parent_id", "component_id"),
    )


def _create_help_call() -> None:
    op.create_table(
        "help_call",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["station.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "help_call_open",
        "help_call",
        ["station_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _create_loop() -> None:
    op.create_table(
        "loop",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("consumer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("container_quantity", sa.BigInteger(), nullable=False),
        sa.Column("card_count", sa.BigInteger(), nullable=False),
        sa.Column("lot_cards", sa.BigInteger(), nullable=False),
        sa.Column("safety_cards", sa.BigInteger(), nullable=False),
        sa.Column("lead_time_minutes", sa.BigInteger(), nullable=False),
        sa.Column("in_use", sa.String(), nullable=False),
        sa.Column("in_process", sa.String(), nullable=False),
        sa.Column("in_transit", sa.String(), nullable=False),
        sa.Column("scan_only", sa.Boolean(), nullable=False),
        sa.Column("suspended", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("over_tolerance_percent", sa.BigInteger(), nullable=False),
        sa.Column("under_tolerance_percent", sa.BigInteger(), nullable=False),
        sa.Column("rest_on_order", sa.Boolean(), nullable=False),
        sa.Column("print_rule", sa.String(), nullable=False),
        sa.Column("container_type", sa.String(), nullable=False),
        sa.Column("source_location", sa.String(), nullable=False),
        sa.Column("consumer_location", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("revised_at", sa.BigInteger(), nullable=True),
        sa.Column("issued_count", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.CheckConstraint("in_process IN ('required', 'allowed', 'skipped')", name="in_process_known"),
        sa.CheckConstraint("in_transit IN ('required', 'allowed', 'skipped')", name="in_transit_known"),
        sa.CheckConstraint("in_use IN ('required', 'allowed', 'skipped')", name="in_use_known"),
        sa.CheckConstraint("kind IN ('production', 'withdrawal', 'supplier')", name="kind_known"),
        sa.CheckConstraint("print_rule IN ('list', 'folder', 'printer', 'off')", name="print_rule_known"),
        sa.CheckConstraint("card_count >= 0 AND lot_cards >= 1 AND lead_time_minutes >= 0", name="numbers_in_range"),
        sa.CheckConstraint("container_quantity >= 1", name="container_positive"),
        sa.CheckConstraint("revision >= 1 AND issued_count >= 0", name="counters_in_range"),
        sa.CheckConstraint("source_id <> consumer_id", name="two_stations"),
        sa.ForeignKeyConstraint(
            ["consumer_id"],
            ["station.id"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["station.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("loop_by_ends", "loop", ["item_id", "source_id", "consumer_id"], unique=True)


def _create_order_line() -> None:
    op.create_table(
        "order_line",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["station.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_card() -> None:
    op.create_table(
        "card",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("loop_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("container_quantity", sa.BigInteger(), nullable=False),
        sa.Column("cycle", sa.BigInteger(), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("full_at", sa.BigInteger(), nullable=True),
        sa.Column("signal_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("short_at_source", sa.Boolean(), nullable=False),
        sa.Column("single_use", sa.Boolean(), nullable=False),
        sa.Column("order_reference", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("printed_revision", sa.BigInteger(), nullable=False),
        sa.Column("print_count", sa.BigInteger(), nullable=False),
        sa.Column("print_reason", sa.String(), nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.Column("replaced_by_id", sa.BigInteger(), nullable=True),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(state IN ('full', 'in_use')) = (quantity > 0)", name="stock_in_state"),
        sa.CheckConstraint(
            "print_reason IS NULL OR print_reason IN ('new', 'released', 'revision', 'replaced', 'asked')",
            name="print_reason_known",
        ),
        sa.CheckConstraint(
            "state IN ('new', 'full', 'in_use', 'empty', 'released', 'in_process', 'in_transit', 'retired')",
            name="state_known",
        ),
        sa.CheckConstraint("number >= 1 AND cycle >= 0", name="number_in_range"),
        sa.CheckConstraint("quantity >= 0 AND container_quantity >= 1", name="quantity_in_range"),
        sa.ForeignKeyConstraint(
            ["loop_id"],
            ["loop.id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["card.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )


def _create_card_indexes() -> None:
    op.create_index(
        "card_by_loop",
        "card",
        ["loop_id"],
        unique=False,
        sqlite_where=sa.text("state != 'retired'"),
        postgresql_where=sa.text("state != 'retired'"),
    )
    op.create_index(
        "card_number_once",
        "card",
        ["loop_id", "number"],
        unique=True,
        sqlite_where=sa.text("state != 'retired' AND NOT single_use"),
        postgresql_where=sa.text("state != 'retired' AND NOT single_use"),
    )
    op.create_index(
        "card_to_print",
        "card",
        ["print_reason"],
        unique=False,
        sqlite_where=sa.text("print_reason IS NOT NULL"),
        postgresql_where=sa.text("print_reason IS NOT NULL"),
    )


def _create_event() -> None:
    op.create_table(
        "event",
        sa.Column("seq", _KEY, autoincrement=False, nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("cycle", sa.BigInteger(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("quantity_after", sa.BigInteger(), nullable=False),
        sa.Column("marks_after", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.BigInteger(), nullable=True),
        sa.Column("previous", sa.BigInteger(), nullable=True),
        sa.Column("reverts", sa.BigInteger(), nullable=True),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "action IN ('activate', 'draw', 'consume', 'release', 'start', 'dispatch', 'receive', "
            "'revert', 'hold', 'resume', 'urgent', 'retire', 'replace', 'unexplained_draw')",
            name="action_known",
        ),
        sa.CheckConstraint("cause IS NULL OR cause < seq", name="cause_before"),
        sa.CheckConstraint("length(hash) = 32", name="hash_whole"),
        sa.CheckConstraint("quantity >= 0 AND quantity_after >= 0", name="quantities_in_range"),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["card.id"],
        ),
        sa.ForeignKeyConstraint(
            ["cause"],
            ["event.seq"],
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["item.id"],
        ),
        sa.ForeignKeyConstraint(
            ["previous"],
            ["event.seq"],
        ),
        sa.ForeignKeyConstraint(
            ["reverts"],
            ["event.seq"],
        ),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["station.id"],
        ),
        sa.PrimaryKeyConstraint("seq"),
    )


def _create_print() -> None:
    op.create_table(
        "print",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=False),
        sa.Column("printed_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("print_count", sa.BigInteger(), nullable=False),
        sa.Column("format_name", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["card.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_signal() -> None:
    op.create_table(
        "signal",
        sa.Column("card_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("cycle", _KEY, autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["card.id"],
        ),
        sa.PrimaryKeyConstraint("card_id", "cycle"),
    )
    op.create_index(
        "signal_open",
        "signal",
        ["card_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _make_ledger_append_only() -> None:
    """No entry is ever changed or taken away: the database itself refuses it."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
        # INSERT OR REPLACE takes the old row away without asking the trigger above.
        op.execute(
            "CREATE TRIGGER event_no_replace BEFORE INSERT ON event "
            "WHEN EXISTS (SELECT 1 FROM event WHERE seq = NEW.seq) "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()"
    )
