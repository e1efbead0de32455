"""Imported by the fork server: what every terminal loads with its first paper, loaded once for all of them."""

from __future__ import annotations

from kanban_app.operations import paper_looks, print_jobs
from kanban_app.printing.fonts import Weight, registered, runs

__all__ = ["paper_looks", "print_jobs"]

for weight in Weight:
    registered(weight)
    runs("0Aa", weight)
