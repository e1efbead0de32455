"""What a purchase order says on paper, as values; how it looks is printing's business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PaperPurchaseCard:
    """One card of the pull sheet: its code, what it asks for in steps, and where the container goes.

    `is_extra`: it brings what the supplier's terms add.
    """

    code: str
    steps: int
    consumer_name: str
    consumer_location: str
    order_reference: str = ""
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class PaperPurchaseLine:
    """One line: `ordered_steps` of the item at `price` for one whole unit (None: as agreed), and its cards."""

    item_code: str
    item_description: str
    ordered_steps: int
    decimals: int
    unit: str
    price: Decimal | None
    amount: Decimal | None
    cards: tuple[PaperPurchaseCard, ...]


@dataclass(frozen=True, slots=True)
class PaperPurchaseOrder:
    """Everything on a printed purchase order. `total` is None where a line has no price."""

    number: str
    plant_name: str
    language: str
    supplier_name: str
    supplier_address: str
    ordered_at: datetime
    printed_at: datetime
    wanted_on: date
    confirmed_on: date | None
    lines: tuple[PaperPurchaseLine, ...]
    total: Decimal | None
