"""Purchase orders, prices and delivery days of suppliers.

Schema 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _whole(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=null)


def _key(name: str, *, counted: bool = False) -> sa.Column[int]:
    return sa.Column(name, _KEY, autoincrement=counted, nullable=False)


def upgrade() -> None:
    _create_terms()
    _create_orders()


def _create_terms() -> None:
    op.create_table(
        "supplier_terms",
        _key("station_id"),
        _text("email"),
        _text("address"),
        _text("delivery_weekdays"),
        _whole("answer_days"),
        sa.CheckConstraint("answer_days >= 0", name="answer_days_in_range"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("station_id"),
    )
    op.create_table(
        "purchase_terms",
        _key("station_id"),
        _key("item_id"),
        _whole("minimum_steps"),
        _whole("multiple_steps"),
        sa.CheckConstraint("minimum_steps >= 0 AND multiple_steps >= 0", name="terms_in_range"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("station_id", "item_id"),
    )
    op.create_table(
        "purchase_price",
        _key("station_id"),
        _key("item_id"),
        _key("from_steps"),
        _text("price"),
        sa.CheckConstraint("from_steps >= 0", name="from_in_range"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("station_id", "item_id", "from_steps"),
    )


def _create_orders() -> None:
    op.create_table(
        "purchase_order",
        _key("id", counted=True),
        _text("number"),
        _whole("supplier_id"),
        _text("state"),
        _whole("created_at"),
        _whole("sent_at", null=True),
        _whole("confirmed_at", null=True),
        _whole("cancelled_at", null=True),
        _text("wanted_on"),
        _text("confirmed_on", null=True),
        _text("person"),
        _text("note"),
        sa.CheckConstraint("state IN ('draft', 'sent', 'confirmed', 'cancelled')", name="state_known"),
        sa.ForeignKeyConstraint(["supplier_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("purchase_order_supplier", "purchase_order", ["supplier_id"])
    op.create_table(
        "purchase_line",
        _key("id", counted=True),
        _whole("order_id"),
        _whole("item_id"),
        _whole("ordered_steps"),
        _text("price", null=True),
        sa.CheckConstraint("ordered_steps >= 1", name="ordered_positive"),
        sa.ForeignKeyConstraint(["order_id"], ["purchase_order.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("purchase_line_order", "purchase_line", ["order_id"])
    op.create_table(
        "purchase_card",
        _key("line_id"),
        _key("card_id"),
        _whole("cycle"),
        _whole("steps"),
        _whole("given_back_at", null=True),
        sa.ForeignKeyConstraint(["line_id"], ["purchase_line.id"]),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.PrimaryKeyConstraint("line_id", "card_id"),
    )
    op.create_index(
        "purchase_card_once",
        "purchase_card",
        ["card_id", "cycle"],
        unique=True,
        sqlite_where=sa.text("given_back_at IS NULL"),
        postgresql_where=sa.text("given_back_at IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "purchase_card",
        "purchase_line",
        "purchase_order",
        "purchase_price",
        "purchase_terms",
        "supplier_terms",
    ):
        op.drop_table(table)
