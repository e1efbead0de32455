"""Instants between the domain (aware datetimes) and the tables (microseconds since 1970 UTC), exact both ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970 UTC of an aware datetime."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return _EPOCH + microseconds * _MICROSECOND


def to_us_or_none(moment: datetime | None) -> int | None:
    """As to_us; None stays None."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def from_us_or_none(microseconds: int | None) -> datetime | None:
    """As from_us; None stays None."""
    return None if microseconds is None else _EPOCH + microseconds * _MICROSECOND
