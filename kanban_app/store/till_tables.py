"""The tables of till sales.

Declared apart from the others, so that only what uses them pays for them (about 5 ms a table at a start).
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, String
from sqlmodel import Field, SQLModel

from kanban_app.store.tables import METADATA, key, one_of, text, whole


class TillFileState(StrEnum):
    """How far a till file got."""

    BOOKING = "booking"
    DONE = "done"
    STOPPED = "stopped"
    REFUSED = "refused"


class TillCodeKind(StrEnum):
    """What a person said a till's code is."""

    ITEM = "item"
    NO_GOODS = "no_goods"
    UNKNOWN = "unknown"


class TillFileRow(SQLModel, table=True):
    """One till file and its report. The counts of lines add up to `line_count`; `pieces` is a decimal text."""

    __tablename__ = "till_file"
    __table_args__ = (one_of("state", TillFileState),)
    id: int = key()
    name: str = text()
    station_id: int = whole(target="station.id")
    person: str = text()
    begun_at: int = whole()
    ended_at: int | None = whole(null=True)
    state: str = text("booking")
    line_count: int = whole(default=0)
    booked: int = whole(default=0)
    refunds: int = whole(default=0)
    already_booked: int = whole(default=0)
    unknown: int = whole(default=0)
    no_goods: int = whole(default=0)
    bad: int = whole(default=0)
    without_loop: int = whole(default=0)
    signals: int = whole(default=0)
    pieces: str = text("0")
    first_on: str = text()
    last_on: str = text()
    problems: str = text()


class TillLineRow(SQLModel, table=True):
    """One line that was booked: the day of its sale (days since 1970; 0 where unknown) and its mark.

    Sorted by day, so that new lines are written at the end: 14 bytes a line.
    """

    __tablename__ = "till_line"
    __table_args__ = {"sqlite_with_rowid": False}
    day: int = key()
    mark: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class TillWaitingRow(SQLModel, table=True):
    """One line whose code nobody knows yet. `quantity` is a decimal text: below zero it was put back."""

    __tablename__ = "till_waiting"
    __table_args__ = (Index("till_waiting_by_code", "code"),)
    day: int = key()
    mark: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    code: str = text()
    station_id: int = whole(target="station.id")
    file_id: int = whole(target="till_file.id")
    quantity: str = text()


class TillCodeRow(SQLModel, table=True):
    """What a till's code is: `code` as it is compared, `shown` as the till spells it, with what the till says of it."""

    __tablename__ = "till_code"
    __table_args__ = (
        one_of("kind", TillCodeKind),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="item_named"),
    )
    code: str = Field(sa_column=Column(String, primary_key=True))
    shown: str = text()
    kind: str = text("unknown")
    item_id: int | None = whole(null=True, target="item.id")
    description: str = text()
    price: str = text()


class TillCarriedRow(SQLModel, table=True):
    """Steps of an item at a shop that no card tells: put back above zero, sold without stock below."""

    __tablename__ = "till_carried"
    station_id: int = key("station.id")
    item_id: int = key("item.id")
    steps: int = whole(default=0)


__all__ = ["METADATA", "TillCodeKind", "TillFileState"]
