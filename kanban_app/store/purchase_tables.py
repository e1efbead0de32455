"""The tables of purchasing.

Declared apart from the others, so that only what uses them pays for them (about 5 ms a table at a start).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from kanban_app.domain.purchasing import STORED_STATES
from kanban_app.store.tables import METADATA, BigKey, key, text, text_or_none, whole


class SupplierTermsRow(SQLModel, table=True):
    """How a supplier is reached and when it delivers: weekdays as digits, 0 is Monday, empty any day."""

    __tablename__ = "supplier_terms"
    __table_args__ = (CheckConstraint("answer_days >= 0", name="answer_days_in_range"),)
    station_id: int = key("station.id")
    email: str = text()
    address: str = text()
    delivery_weekdays: str = text()
    answer_days: int = whole(default=2)


class PurchaseTermsRow(SQLModel, table=True):
    """What a supplier asks for one item, in steps; 0 is none."""

    __tablename__ = "purchase_terms"
    __table_args__ = (CheckConstraint("minimum_steps >= 0 AND multiple_steps >= 0", name="terms_in_range"),)
    station_id: int = key("station.id")
    item_id: int = key("item.id")
    minimum_steps: int = whole(default=0)
    multiple_steps: int = whole(default=0)


class PurchasePriceRow(SQLModel, table=True):
    """From this many steps on one whole unit costs this much, a decimal text in the plant's currency."""

    __tablename__ = "purchase_price"
    __table_args__ = (CheckConstraint("from_steps >= 0", name="from_in_range"),)
    station_id: int = key("station.id")
    item_id: int = key("item.id")
    from_steps: int = key()
    price: str = text()


class PurchaseOrderRow(SQLModel, table=True):
    """One purchase order. What of it was received follows from its cards."""

    __tablename__ = "purchase_order"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("state IN (" + ", ".join(f"'{s.value}'" for s in STORED_STATES) + ")", name="state_known"),
        Index("purchase_order_supplier", "supplier_id"),
    )
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    number: str = text()
    supplier_id: int = whole(target="station.id")
    state: str = text("draft")
    created_at: int = whole()
    sent_at: int | None = whole(null=True)
    confirmed_at: int | None = whole(null=True)
    cancelled_at: int | None = whole(null=True)
    wanted_on: str = text()
    confirmed_on: str | None = text_or_none()
    person: str = text()
    note: str = text()


class PurchaseLineRow(SQLModel, table=True):
    """One line: the item, how much was ordered, and at which price for one whole unit."""

    __tablename__ = "purchase_line"
    __table_args__ = (
        CheckConstraint("ordered_steps >= 1", name="ordered_positive"),
        Index("purchase_line_order", "order_id"),
    )
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    order_id: int = whole(target="purchase_order.id")
    item_id: int = whole(target="item.id")
    ordered_steps: int = whole()
    price: str | None = text_or_none()


class PurchaseCardRow(SQLModel, table=True):
    """One card on one of its trips, in the order that asks for it, until it is given back to the gathering.

    `steps` is what it asked for; 0 says that nobody asked: the card brings what the supplier's terms added to the line.
    """

    __tablename__ = "purchase_card"
    line_id: int = key("purchase_line.id")
    card_id: int = key("card.id")
    cycle: int = whole()
    steps: int = whole()
    given_back_at: int | None = whole(null=True)


supplier_terms, purchase_terms, purchase_price = (
    METADATA.tables[name] for name in ("supplier_terms", "purchase_terms", "purchase_price")
)
purchase_order, purchase_line, purchase_card = (
    METADATA.tables[name] for name in ("purchase_order", "purchase_line", "purchase_card")
)
_asked = purchase_card.c.given_back_at.is_(None)
Index(
    "purchase_card_once",
    purchase_card.c.card_id,
    purchase_card.c.cycle,
    unique=True,
    sqlite_where=_asked,
    postgresql_where=_asked,
)
