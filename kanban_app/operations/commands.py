"""What a person or a script asks for, as values that can wait in a queue."""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.domain.cards import Action


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan at a station: `text` as the scanner sent it, `quantity` in steps where the person counted.

    `scan_id` is made by the terminal; the same id is booked once.
    """

    text: str
    station_id: int
    scan_id: str
    person: str = ""
    terminal: str = ""
    quantity: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Do:
    """One action on each of these codes. `quantity` is in steps; `seen_event` the entry that the person saw last."""

    action: Action
    texts: tuple[str, ...]
    quantity: int | None = None
    reason: str = ""
    station_id: int | None = None
    person: str = ""
    terminal: str = ""
    scan_id: str = ""
    seen_event: int | None = None
