"""Badges and PINs of persons, and the notes that one shift leaves to the next.

Schema 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("badge", sa.String(), nullable=True))
    op.add_column("person", sa.Column("pin_hash", sa.String(), nullable=True))
    op.create_index("person_badge", "person", ["badge"], unique=True)
    op.create_table(
        "shift_note",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("shift_note_station", "shift_note", ["station_id"])


def downgrade() -> None:
    op.drop_table("shift_note")
    op.drop_index("person_badge", "person")
    op.drop_column("person", "pin_hash")
    op.drop_column("person", "badge")
