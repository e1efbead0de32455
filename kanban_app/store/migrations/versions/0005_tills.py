"""Till sales: files, lines seen before, codes that wait.

Schema 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTS = (
    *("line_count", "booked", "refunds", "already_booked", "unknown", "no_goods", "bad"),
    *("without_loop", "signals"),
)


def upgrade() -> None:
    _create_files_and_lines()
    _create_codes()


def _create_files_and_lines() -> None:
    op.create_table(
        "till_file",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _COUNTS),
        sa.Column("pieces", sa.String(), nullable=False),
        sa.Column("first_on", sa.String(), nullable=False),
        sa.Column("last_on", sa.String(), nullable=False),
        sa.Column("problems", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('booking', 'done', 'stopped', 'refused')", name="state_known"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "till_line",
        sa.Column("day", _KEY, autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "mark"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "till_waiting",
        sa.Column("day", _KEY, autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("file_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["file_id"], ["till_file.id"]),
        sa.PrimaryKeyConstraint("day", "mark"),
    )
    op.create_index("till_waiting_by_code", "till_waiting", ["code"])


def _create_codes() -> None:
    op.create_table(
        "till_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('item', 'no_goods', 'unknown')", name="kind_known"),
        sa.CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="item_named"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "till_carried",
        sa.Column("station_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("item_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("steps", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.PrimaryKeyConstraint("station_id", "item_id"),
    )


def downgrade() -> None:
    for table in ("till_carried", "till_code"):
        op.drop_table(table)
    op.drop_index("till_waiting_by_code", "till_waiting")
    for table in ("till_waiting", "till_line", "till_file"):
        op.drop_table(table)
