"""The tables of demand: customers, orders, policies, pegs, options. Their lines are in `tables`, beside the history.

Declared apart from the others, so that only what uses them pays for them (about 5 ms a table at a start).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from kanban_app.domain.options import GroupRule
from kanban_app.domain.orders import Policy
from kanban_app.store.tables import METADATA, BigKey, key, one_of, text, whole, yes_no


class CustomerRow(SQLModel, table=True):
    """One customer; order lines name it."""

    __tablename__ = "customer"
    __table_args__ = (UniqueConstraint("name"),)
    id: int = key()
    name: str = text()
    address: str = text()
    note: str = text()


class CustomerOrderRow(SQLModel, table=True):
    """What belongs to a whole order; made when it is first entered or confirmed here."""

    __tablename__ = "customer_order"
    __table_args__ = (UniqueConstraint("number"),)
    id: int = key()
    number: str = text()
    note: str = text()
    person: str = text()
    entered_at: int = whole()


class OrderLinkRow(SQLModel, table=True):
    """A file or address that belongs to an order: the link only, never the file."""

    __tablename__ = "order_link"
    __table_args__ = (Index("order_link_by_order", "order_id"),)
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    order_id: int = whole(target="customer_order.id")
    link: str = text()
    label: str = text()


class ItemPolicyRow(SQLModel, table=True):
    """How demand for an item is answered where a person said so, and why."""

    __tablename__ = "item_policy"
    __table_args__ = (one_of("policy", Policy),)
    item_id: int = key("item.id")
    policy: str = text()
    reason: str = text()
    person: str = text()


class PegRow(SQLModel, table=True):
    """That many steps of what a card brings are for a card of the same line, or for the line itself (no parent)."""

    __tablename__ = "peg"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="pieces_positive"),
        Index("peg_by_line", "line_id"),
        Index("peg_by_card", "card_id"),
    )
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    line_id: int = whole(target="order_line.id")
    card_id: int = whole(target="card.id")
    parent_id: int | None = whole(null=True, target="card.id")
    pieces: int = whole()
    from_stock: bool = yes_no()


class ShipmentRow(SQLModel, table=True):
    """Goods of one order that left together; `number` counts them within the order from 1."""

    __tablename__ = "shipment"
    __table_args__ = (UniqueConstraint("order_number", "number"),)
    id: int = key()
    order_number: str = text()
    number: int = whole()
    shipped_at: int = whole()
    person: str = text()


class ShipmentLineRow(SQLModel, table=True):
    """What a shipment took of one line, with the ledger entries by which it left."""

    __tablename__ = "shipment_line"
    __table_args__ = (CheckConstraint("pieces > 0", name="pieces_positive"), Index("shipment_line_by_line", "line_id"))
    shipment_id: int = key("shipment.id")
    line_id: int = key("order_line.id")
    pieces: int = whole()
    first_seq: int = whole()
    last_seq: int = whole()


class OptionListRow(SQLModel, table=True):
    """One row of the list of what an item offers, as people keep it; a row without a group is the base price."""

    __tablename__ = "option_row"
    __table_args__ = (
        one_of("rule", GroupRule),
        CheckConstraint("numerator > 0 AND denominator > 0", name="ratio_positive"),
        Index("option_row_by_item", "item_id"),
    )
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    item_id: int = whole(target="item.id")
    place: int = whole(default=0)
    group_name: str = text()
    rule: str = text()
    is_required: bool = yes_no()
    choice: str = text()
    is_default: bool = yes_no()
    component_id: int | None = whole(null=True, target="item.id")
    replaces_id: int | None = whole(null=True, target="item.id")
    numerator: int | None = whole(null=True)
    denominator: int | None = whole(null=True)
    surcharge: str = text()
    minutes: str = text()
    station_id: int | None = whole(null=True, target="station.id")
    excludes: str = text()


class ConfigurationRow(SQLModel, table=True):
    """An item that was made for certain choices of another; the same content is never made twice."""

    __tablename__ = "configuration"
    __table_args__ = (UniqueConstraint("base_id", "content"),)
    item_id: int = key("item.id")
    base_id: int = whole(target="item.id")
    choices: str = text()
    content: str = text()


class DecouplingMoveRow(SQLModel, table=True):
    """A decoupling point that was moved: numbers of loops and policies before and after, as JSON, to take it back."""

    __tablename__ = "decoupling_move"
    id: int = key()
    item_id: int = whole(target="item.id")
    moved_at: int = whole()
    person: str = text()
    reason: str = text()
    before: str = text()
    after: str = text()
    last_seq: int = whole()
    undone_at: int | None = whole(null=True)


customer, customer_order, order_link, item_policy, peg, shipment, shipment_line = (
    METADATA.tables[name]
    for name in ("customer", "customer_order", "order_link", "item_policy", "peg", "shipment", "shipment_line")
)
option_row, configuration, decoupling_move = (
    METADATA.tables[name] for name in ("option_row", "configuration", "decoupling_move")
)
order_line = METADATA.tables["order_line"]
