"""Imported by the fork server: what every terminal loads with its first paper, loaded once for all of them."""

from __future__ import annotations

from kanban_app.printing.fonts import Weight, registered, runs

for weight in Weight:
    registered(weight)
    runs("0Aa", weight)
