"""Till sales: files, lines seen before, codes that wait.

Schema 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
