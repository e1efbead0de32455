"""What a screen of the office is given: the line to the plant, this terminal's settings, the ways to other screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kanban_app.gui.serial_scanner import SerialScanner
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Tools:
    """One for all screens of a window.

    `clock` is the plant's time. `go` shows a screen by its name, `show_card` a card's life on the board by its id.
    `tell` writes a line in the bar above the screens; its tone is told, warn or stop. `serial` hears a scanner on a
    serial port, where the window has an ear for one.
    """

    link: ShopLink
    settings: Settings
    tasks: Tasks
    sounds: Sounds
    clock: Callable[[], datetime]
    go: Callable[[str], None]
    show_card: Callable[[int], None]
    tell: Callable[[str, str], None]
    serial: SerialScanner | None = None
