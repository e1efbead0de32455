"""What an ERP lists about a plant: who makes, buys and moves an item. The rows that a proposal of loops rests on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from kanban_app.domain.draft import BomLineDraft, ItemDraft, OrderLineDraft, StationDraft, StockDraft

ALL_ITEMS = ""
"""The item of a transfer row that stands for every item its source keeps or sells."""


@dataclass(frozen=True, slots=True)
class RoutingRow:
    """A workstation makes an item. Minutes are per unit of the item and per start; None where the list does
    not say.

    `minimum` and `multiple` are steps of the item, zero for none. A lower `priority` number is asked first.
    """

    item: str
    workstation: str
    location: str = ""
    minutes_per_unit: Fraction | None = None
    fixed_minutes: Fraction | None = None
    minimum: int = 0
    multiple: int = 0
    priority: int = 1


@dataclass(frozen=True, slots=True)
class TransferRow:
    """An item is moved between two stations. `minimum` and `multiple` are steps of the item, zero for none.

    With ALL_ITEMS as its item they are whole units of each item the row stands for.
    """

    item: str
    source: str
    destination: str
    lead_time_minutes: int | None = None
    minimum: int = 0
    multiple: int = 0
    priority: int = 1


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier delivers an item to a location. `minimum` and `multiple` are steps of the item, zero for
    none.
    """

    supplier: str
    item: str
    delivered_to: str = ""
    lead_time_minutes: int | None = None
    minimum: int = 0
    multiple: int = 0
    priority: int = 1


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """What a proposal of loops rests on. `order_lines` may be large; it is iterated several times."""

    stations: tuple[StationDraft, ...] = ()
    items: tuple[ItemDraft, ...] = ()
    bom: tuple[BomLineDraft, ...] = ()
    routing: tuple[RoutingRow, ...] = ()
    transfers: tuple[TransferRow, ...] = ()
    suppliers: tuple[SupplierRow, ...] = ()
    stock: tuple[StockDraft, ...] = ()
    order_lines: Collection[OrderLineDraft] = ()
