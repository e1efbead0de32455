"""Loops (control cycles): one item circulating between two stations in a counted number of containers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from kanban_app.domain.quantities import rounded_up
from kanban_app.domain.stations import StationKind


class LoopKind(StrEnum):
    """The kind of a loop follows from its source station."""

    PRODUCTION = "production"
    WITHDRAWAL = "withdrawal"
    SUPPLIER = "supplier"


KIND_OF_SOURCE = {
    StationKind.WORKSTATION: LoopKind.PRODUCTION,
    StationKind.STORE: LoopKind.WITHDRAWAL,
    StationKind.SUPPLIER: LoopKind.SUPPLIER,
}


class Step(StrEnum):
    """How a loop treats one of the states in brackets (in_use, in_process, in_transit)."""

    REQUIRED = "required"
    ALLOWED = "allowed"
    SKIPPED = "skipped"


class PrintRule(StrEnum):
    """What happens with the paper of a card that is released."""

    LIST = "list"
    FOLDER = "folder"
    PRINTER = "printer"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Loop:
    """One item between one source and one consuming station.

    `container_quantity` is in steps of the item, `card_count` the number of cards it should have, `safety_cards` how
    many of them are safety, `lot_cards` how many must gather before the source may start. `priority` 1 is asked first
    among the loops of one item to one consumer; loops of the same priority with a `share` are asked in that ratio.
    `revision` counts what is printed on its cards (1 is A); tolerances are whole percent of the container quantity.
    """

    id: int
    item_id: int
    source_id: int
    consumer_id: int
    kind: LoopKind
    container_quantity: int
    card_count: int
    lot_cards: int = 1
    safety_cards: int = 0
    lead_time_minutes: int = 1440
    in_use: Step = Step.ALLOWED
    in_process: Step = Step.ALLOWED
    in_transit: Step = Step.ALLOWED
    scan_only: bool = False
    suspended: bool = False
    priority: int = 1
    share: int = 0
    over_tolerance_percent: int = 10
    under_tolerance_percent: int = 10
    rest_on_order: bool = False
    print_rule: PrintRule = PrintRule.LIST
    container_type: str = ""
    source_location: str = ""
    consumer_location: str = ""
    revision: int = 1
    revised_at: datetime | None = None

    @property
    def is_lot(self) -> bool:
        """A signal (batch) kanban: more than one card must gather."""
        return self.lot_cards > 1

    @property
    def reports_at_source(self) -> bool:
        """Somebody at the source scans the card; else the consumer may receive what was only ordered."""
        skipped = self.in_process is Step.SKIPPED and self.in_transit is Step.SKIPPED
        return self.kind is not LoopKind.SUPPLIER and not skipped

    def allowed_receipt(self, asked: int | None = None) -> tuple[int, int]:
        """The least and the most steps that may be received without a reason, of what was `asked` for.

        None asks for one container as the loop has it now; a card in mid-cycle or for single use may ask for another.
        """
        wanted = self.container_quantity if asked is None else asked
        least = rounded_up(Fraction(wanted * (100 - self.under_tolerance_percent), 100))
        most = wanted * (100 + self.over_tolerance_percent) // 100
        return max(1, least), most


def default_steps(kind: LoopKind) -> tuple[Step, Step]:
    """(in_process, in_transit) of a new loop: a store sends without a picking state of its own."""
    return (Step.SKIPPED if kind is LoopKind.WITHDRAWAL else Step.ALLOWED), Step.ALLOWED


def revision_letter(revision: int) -> str:
    """A, B … Z, AA, AB … as printed in the corner of a card. `revision` counts from 1."""
    letters = ""
    while revision > 0:
        revision, place = divmod(revision - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
