"""What the helpers of a station screen may ask of it: its parts, and a few doings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kanban_app.domain.changes import Outcome
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.station.booker import StationBooker
from kanban_app.gui.station.side import MakePanel, TakePanel
from kanban_app.gui.station.strip import ScanStrip, StripAnswer
from kanban_app.gui.station.talk import StripTalk
from kanban_app.settings import Settings


class Seat(QWidget):
    """The parts of a station screen. `picker_asked` wants to choose another station, `loop_asked` to see a loop."""

    picker_asked = Signal()
    loop_asked = Signal(int)

    link: ShopLink
    settings: Settings
    booker: StationBooker
    strip: ScanStrip
    take: TakePanel
    make: MakePanel
    talk: StripTalk
    station_id: int | None
    outcome: Outcome | None

    def say(self, answer: StripAnswer) -> None:
        """Answer in the strip and by a sound."""
        raise NotImplementedError

    def clear(self) -> None:
        """Put away what is open, then the answer."""
        raise NotImplementedError

    def refresh(self, *, at_once: bool = False) -> None:
        """Show how things are now."""
        raise NotImplementedError

    def type_a_code(self, text: str = "") -> None:
        """Go to the field for a code."""
        raise NotImplementedError
