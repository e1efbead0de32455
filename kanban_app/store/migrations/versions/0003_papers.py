"""What printing remembers: jobs, recalls, designs, printers.

Schema 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_jobs()
    op.create_table(
        "recall_tick",
        sa.Column("card_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("revision", _KEY, autoincrement=False, nullable=False),
        sa.Column("ticked_at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.PrimaryKeyConstraint("card_id", "revision"),
    )
    op.create_table(
        "card_design",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("design", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    lengths = ("left_edge", "top_edge", "cell_width", "cell_height", "pitch_x", "pitch_y")
    op.create_table(
        "label_sheet",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("page_width", sa.BigInteger(), nullable=False),
        sa.Column("page_height", sa.BigInteger(), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("column_count", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in lengths),
        sa.CheckConstraint("row_count >= 1 AND column_count >= 1", name="has_cells"),
        sa.PrimaryKeyConstraint("name"),
    )


def _create_jobs() -> None:
    op.create_table(
        "print_job",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("look", sa.String(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("runner", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("touched_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'stopped')", name="state_known"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("print_job_by_request", "print_job", ["request"])
    op.create_index("print_job_by_identity", "print_job", ["identity"])
    op.create_table(
        "print_job_card",
        sa.Column("job_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("place", _KEY, autoincrement=False, nullable=False),
        sa.Column("card_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("print_count", sa.BigInteger(), nullable=False),
        sa.Column("printed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["print_job.id"]),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"]),
        sa.PrimaryKeyConstraint("job_id", "place"),
    )
    op.create_table(
        "print_part",
        sa.Column("job_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("first_place", _KEY, autoincrement=False, nullable=False),
        sa.Column("end_place", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("printed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("first_place < end_place", name="holds_cards"),
        sa.ForeignKeyConstraint(["job_id"], ["print_job.id"]),
        sa.PrimaryKeyConstraint("job_id", "first_place"),
    )


def downgrade() -> None:
    for table in ("label_sheet", "card_design", "recall_tick", "print_part", "print_job_card"):
        op.drop_table(table)
    op.drop_index("print_job_by_identity", "print_job")
    op.drop_index("print_job_by_request", "print_job")
    op.drop_table("print_job")
