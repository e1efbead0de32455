"""The tables of working time.

Declared apart from the others, so that only what uses them pays for them (about 5 ms a table at a start).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from kanban_app.store.tables import METADATA, BigKey, key, text, whole, yes_no


class CalendarRow(SQLModel, table=True):
    """The working time of one station; row 0 is the plant's."""

    __tablename__ = "calendar"
    __table_args__ = (CheckConstraint("id = coalesce(station_id, 0)", name="own_key"),)
    id: int = key()
    station_id: int | None = whole(null=True, target="station.id")
    zone: str = text()
    country: str = text()
    region: str = text()


class CalendarSpanRow(SQLModel, table=True):
    """A shift of a weekday (0 is Monday) or a break in it, in minutes after midnight; a shift may end the next day."""

    __tablename__ = "calendar_span"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_in_day"),
        CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
    )
    calendar_id: int = key("calendar.id")
    weekday: int = key()
    is_break: bool = yes_no()
    start_minute: int = whole()
    end_minute: int = whole()
    place: int = key()


class CalendarDayRow(SQLModel, table=True):
    """Days that are off, or worked at other times than usual where the minutes are given."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="days_in_order"),
        CheckConstraint("(start_minute IS NULL) = (end_minute IS NULL)", name="both_or_none"),
        CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name="end_after_start"),
        Index("calendar_day_calendar", "calendar_id"),
    )
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    calendar_id: int = whole(target="calendar.id")
    first_on: str = text()
    last_on: str = text()
    start_minute: int | None = whole(null=True)
    end_minute: int | None = whole(null=True)
    note: str = text()


calendar, calendar_span, calendar_day = (
    METADATA.tables[name] for name in ("calendar", "calendar_span", "calendar_day")
)
