"""What printing remembers: jobs, recalls, designs, printers.

Schema 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
