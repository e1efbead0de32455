"""Going through the program at one size, and what is looked for in each screen."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from kanban_app.gui.look import theme
from tests.gui.conftest import until
from tests.gui.program import Program
from tests.gui.sizes.looking import faults
from tests.gui.test_long_texts import Longer

# Width, height, zoom. What is left out, at 1280 and 150 % or more, is smaller than the smallest window (960 x 600).
ENGLISH = [(1280, 800, 100), (1920, 1080, 150), (1920, 1080, 200), (3840, 2160, 100)]
LONGER = [(1280, 800, 100), (1920, 1080, 100), (1920, 1080, 150), (3840, 2160, 200)]
CASES = [(gettext.NullTranslations, *case) for case in ENGLISH] + [(Longer, *case) for case in LONGER]
# A folder: every screen is pictured into it, and what was found is written there.
PICTURES = os.environ.get("KANBAN_SIZE_PICTURES", "")


class Walk:
    """Goes through the program and notes what is wrong with each screen."""

    def __init__(self, program: Program, size: tuple[int, int], zoom: int) -> None:
        self.program, self.office, self.size, self.zoom = program, program.office, size, zoom
        self.found: dict[str, list[str]] = {}
        theme.set_zoom(QApplication.instance(), zoom)
        program.settings.zoom_percent = zoom
        program.window.resize(*size)
        program.office._make_again()
        QApplication.processEvents()

    def look(self, name: str, window: QWidget | None = None) -> None:
        shown = window or self.program.window
        wrong = faults(shown)
        if (shown.width(), shown.height()) != self.size:
            wrong.append(f"the window grew to {shown.width()}x{shown.height()}")
        if wrong:
            self.found[name] = wrong
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / "found.txt").open("a") as notes:
                notes.writelines(f"{self.size} {self.zoom} {name}: {one}\n" for one in wrong)
            shown.grab().save(str(folder / f"{name}-{self.size[0]}-{self.zoom}.png"))

    def go(self, name: str, is_ready: Callable[[QWidget], object] = lambda _page: True) -> QWidget:
        self.office.go(name)
        page = self.office.pages[name]
        until(lambda: is_ready(page))
        return page
