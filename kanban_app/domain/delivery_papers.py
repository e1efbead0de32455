"""What a pick list of an order and a delivery note say on paper, as values; how it looks is printing's business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PickContainer:
    """One container to take from: the card on it, how many steps to take, where it stands."""

    code: str
    steps: int
    station_name: str
    location: str


@dataclass(frozen=True, slots=True)
class PickLine:
    """What is picked for one line: `open_steps` are awaited, `missing_steps` of them stand nowhere yet."""

    number: int
    item_code: str
    item_description: str
    open_steps: int
    missing_steps: int
    decimals: int
    unit: str
    wanted_on: date
    note: str
    containers: tuple[PickContainer, ...]


@dataclass(frozen=True, slots=True)
class PaperPickList:
    """Everything on the pick list of an order."""

    order_number: str
    plant_name: str
    language: str
    customer: str
    customer_address: str
    note: str
    printed_at: datetime
    lines: tuple[PickLine, ...]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of a delivery note: `steps` went with this shipment, `before_steps` with earlier ones.

    `ordered_steps` are all that was ordered.
    """

    number: int
    item_code: str
    item_description: str
    steps: int
    before_steps: int
    ordered_steps: int
    decimals: int
    unit: str
    note: str

    @property
    def later_steps(self) -> int:
        """What is still to come after this shipment."""
        return max(0, self.ordered_steps - self.before_steps - self.steps)


@dataclass(frozen=True, slots=True)
class PaperDeliveryNote:
    """Everything on a delivery note; `shipment` counts the shipments of the order from 1."""

    order_number: str
    shipment: int
    plant_name: str
    language: str
    customer: str
    customer_address: str
    note: str
    shipped_at: datetime
    person: str
    ships_from: str
    lines: tuple[NoteLine, ...]

    @property
    def is_partial(self) -> bool:
        """More of these lines is to come, or has come before."""
        return self.shipment > 1 or any(line.later_steps for line in self.lines)
