"""Working time: calendars, shifts, days off.

Schema 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", _KEY, autoincrement=False, nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("zone", "country", "region")),
        sa.CheckConstraint("id = coalesce(station_id, 0)", name="own_key"),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "calendar_span",
        sa.Column("calendar_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("weekday", _KEY, autoincrement=False, nullable=False),
        sa.Column("is_break", sa.Boolean(), nullable=False),
        sa.Column("start_minute", sa.BigInteger(), nullable=False),
        sa.Column("end_minute", sa.BigInteger(), nullable=False),
        sa.Column("place", _KEY, autoincrement=False, nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        sa.CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"]),
        sa.PrimaryKeyConstraint("calendar_id", "weekday", "place"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("calendar_id", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.String(), nullable=False),
        sa.Column("last_on", sa.String(), nullable=False),
        sa.Column("start_minute", sa.BigInteger(), nullable=True),
        sa.Column("end_minute", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("last_on >= first_on", name="days_in_order"),
        sa.CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="both_or_none"),
        sa.CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("calendar_day_calendar", "calendar_day", ["calendar_id"])


def downgrade() -> None:
    for name in ("calendar_day", "calendar_span", "calendar"):
        op.drop_table(name)
