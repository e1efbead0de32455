"""Every table of a plant, for what looks at the whole schema: migrations and the tests that compare them."""

from __future__ import annotations

from kanban_app.store import calendar_tables, order_tables, paper_tables, purchase_tables, till_tables
from kanban_app.store.tables import METADATA

GROUPS = (paper_tables, order_tables, till_tables, calendar_tables, purchase_tables)
"""The groups that are loaded only by what uses them."""

__all__ = ["GROUPS", "METADATA"]
