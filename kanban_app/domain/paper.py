"""What a paper card says, as values; how it looks is printing's business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kanban_app.domain.loops import LoopKind


@dataclass(frozen=True, slots=True)
class InputLine:
    """One line of "made from": the component's code, and steps per container with its decimals and unit."""

    item_code: str
    quantity: int
    decimals: int
    unit: str


@dataclass(frozen=True, slots=True)
class SingleUse:
    """What a single-use card carries in place of k of n."""

    order_reference: str
    customer: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PaperCard:
    """Everything on one printed card (domain page, section 7). Quantities are in steps with `decimals` of `unit`.

    `print_count` counts this print: 1 is the first, 2 and more are marked on the card. `picture` is the name of the
    item's picture or empty. `revision` counts from 1 (A). `replaces_code` is the lost card whose place this one takes.
    `item_category` and `customer` choose between looks of a design; a single-use card's customer stands in its order.
    """

    code: str
    kind: LoopKind
    plant_name: str
    loop_id: int
    item_code: str
    item_description: str
    picture: str
    source_name: str
    source_location: str
    consumer_name: str
    consumer_location: str
    container_quantity: int
    decimals: int
    unit: str
    container_type: str
    number: int
    card_count: int
    lot_cards: int
    lead_time_minutes: int
    revision: int
    revised_at: datetime | None
    printed_at: datetime
    print_count: int
    inputs: tuple[InputLine, ...] = ()
    single_use: SingleUse | None = None
    urgent: bool = False
    replaces_code: str = ""
    item_category: str = ""
    customer: str = ""
