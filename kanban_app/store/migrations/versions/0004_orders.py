"""Customers, orders with their lines, policies, pegs, options, moved decoupling points.

Schema 0004, after 0003. SQLite can't add a CHECK to a table, so the lines move into a table made anew; nothing refers
to them before this schema.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BEFORE = "id, order_number, customer, item_id, station_id, due_on, quantity, status, priority"
_AWAITED = sa.text("status IN ('open', 'confirmed')")


def upgrade() -> None:
    _renew_order_line(
        sa.Column("line_number", sa.BigInteger(), nullable=False),
        sa.Column("shipped", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("options", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("shipped BETWEEN 0 AND quantity", name="shipped_in_range"),
        sa.CheckConstraint("status IN ('open', 'confirmed', 'cancelled', 'closed')", name="status_known"),
        fill=f"INSERT INTO order_line_new SELECT {_BEFORE}, 0, 0, '', '', '', '', NULL, NULL FROM order_line",  # noqa: S608
    )
    op.create_index("order_line_by_number", "order_line", ["order_number"])
    op.create_index("order_line_awaited", "order_line", ["due_on"], sqlite_where=_AWAITED, postgresql_where=_AWAITED)
    # What is open is counted within its order, as the import does it from now on.
    op.execute(
        "UPDATE order_line SET line_number = (SELECT count(*) FROM order_line AS other WHERE "
        "other.order_number = order_line.order_number AND other.status = 'open' AND other.id <= order_line.id) "
        "WHERE status = 'open'"
    )
    _create_orders()
    _create_pegs()
    _create_shipments()
    _create_options()
    _create_moves()


def _renew_order_line(*more: sa.Column[Any] | sa.CheckConstraint, fill: str) -> None:
    op.create_table(
        "order_line_new",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        *more,
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(fill)
    op.drop_table("order_line")
    op.rename_table("order_line_new", "order_line")


def _create_orders() -> None:
    op.create_table(
        "customer",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "customer_order",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "order_link",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["customer_order.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("order_link_by_order", "order_link", ["order_id"])


def _create_pegs() -> None:
    op.create_table(
        "item_policy",
        sa.Column("item_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.CheckConstraint("policy IN ('mts', 'ato', 'mto', 'push')", name="policy_known"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_table(
        "peg",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("from_stock", sa.Boolean(), nullable=False),
        sa.CheckConstraint("pieces > 0", name="pieces_positive"),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"]),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.ForeignKeyConstraint(["parent_id"], ["card.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("peg_by_line", "peg", ["line_id"])
    op.create_index("peg_by_card", "peg", ["card_id"])


def _create_shipments() -> None:
    op.create_table(
        "shipment",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("shipped_at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_number", "number"),
    )
    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("line_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pieces > 0", name="pieces_positive"),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"]),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"]),
        sa.PrimaryKeyConstraint("shipment_id", "line_id"),
    )
    op.create_index("shipment_line_by_line", "shipment_line", ["line_id"])


def _create_options() -> None:
    op.create_table(
        "option_row",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("group_name", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("component_id", sa.BigInteger(), nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=True),
        sa.Column("surcharge", sa.String(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("excludes", sa.String(), nullable=False),
        sa.CheckConstraint("rule IN ('one', 'any')", name="rule_known"),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name="ratio_positive"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["component_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["replaces_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("option_row_by_item", "option_row", ["item_id"])
    op.create_table(
        "configuration",
        sa.Column("item_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("base_id", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["base_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("item_id"),
        sa.UniqueConstraint("base_id", "content"),
    )


def _create_moves() -> None:
    op.create_table(
        "decoupling_move",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    for table in ("decoupling_move", "configuration", "option_row"):
        op.drop_table(table)
    for table in ("shipment_line", "shipment", "peg", "item_policy", "order_link", "customer_order", "customer"):
        op.drop_table(table)
    op.drop_index("order_line_awaited", "order_line")
    op.drop_index("order_line_by_number", "order_line")
    states = "CASE status WHEN 'closed' THEN 'closed' ELSE 'open' END"
    before = _BEFORE.replace("status", states)
    _renew_order_line(fill=f"INSERT INTO order_line_new SELECT {before} FROM order_line WHERE status <> 'cancelled'")  # noqa: S608
