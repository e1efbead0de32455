"""A plant on paper: what an import or a demo would create, by names, before ids exist and anything is written.

All quantities are in steps of their item. Names are compared exactly as they stand here: whoever builds a draft has
already made one spelling of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kanban_app.domain.loops import PrintRule, Step
from kanban_app.domain.stations import StationKind


@dataclass(frozen=True, slots=True)
class StationDraft:
    """A station to create; `served_from` is the name of its store."""

    name: str
    kind: StationKind
    location: str = ""
    served_from: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item to create."""

    code: str
    description: str = ""
    unit: str = "pcs"
    decimals: int = 0
    category: str = ""
    unit_cost: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class BomLineDraft:
    """Steps of the component per step of the parent."""

    parent: str
    component: str
    per_parent: Fraction


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number is what it is.

    `subject` names the number (`container_quantity`, `lot_cards`, `card_count` …), `rule` is the code of the rule that
    gave it, `values` are what the rule worked with, as exact decimal texts. Wording is done elsewhere.
    """

    subject: str
    rule: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoopDraft:
    """A loop to create, with the reckoning behind each of its numbers.

    A step that is None becomes what loops of that kind begin with.
    """

    item: str
    source: str
    consumer: str
    container_quantity: int
    card_count: int
    lot_cards: int = 1
    safety_cards: int = 0
    lead_time_minutes: int = 1440
    suspended: bool = False
    scan_only: bool = False
    priority: int = 1
    share: int = 0
    print_rule: PrintRule = PrintRule.FOLDER
    container_type: str = ""
    source_location: str = ""
    consumer_location: str = ""
    reasons: tuple[Reason, ...] = ()
    in_use: Step | None = None
    in_process: Step | None = None
    in_transit: Step | None = None
    over_tolerance_percent: int = 10
    under_tolerance_percent: int = 10
    rest_on_order: bool = False


@dataclass(frozen=True, slots=True)
class StockDraft:
    """On hand of an item at a place: the name of a station or of a location."""

    item: str
    place: str
    quantity: int


@dataclass(frozen=True, slots=True)
class OrderLineDraft:
    """One line of the order history or of an open order. `status` is open, closed or cancelled.

    `price` is money for one unit as decimal text, `options` what is chosen of the item ("wood=oak"); both may be empty.
    `line` is its number within the order from 1, 0 where the list has none.
    """

    order_number: str
    customer: str
    item: str
    deliver_from: str
    due_on: date
    quantity: int
    status: str
    priority: int = 1
    price: str = ""
    note: str = ""
    options: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class PlantDraft:
    """Everything one import creates, in one transaction. Order lines may be many: they are only ever iterated."""

    stations: tuple[StationDraft, ...] = ()
    items: tuple[ItemDraft, ...] = ()
    bom: tuple[BomLineDraft, ...] = ()
    loops: tuple[LoopDraft, ...] = ()
    stock: tuple[StockDraft, ...] = ()
    order_lines: Collection[OrderLineDraft] = ()
