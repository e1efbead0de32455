"""The clock of a terminal: the only place below the window that reads the time. Tests give a shop their own."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)
