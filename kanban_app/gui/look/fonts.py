"""Inter with tabular figures for everything, DejaVu Sans Mono for card codes, Noto Sans for other scripts."""

from __future__ import annotations

import logging
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from kanban_app import resources

log = logging.getLogger(__name__)

FILES = (
    "fonts/Inter-Regular.ttf",
    "fonts/Inter-Medium.ttf",
    "fonts/Inter-SemiBold.ttf",
    "fonts/Inter-Bold.ttf",
    "fonts/DejaVuSansMono-Bold.ttf",
    "fonts/NotoSans-Regular.ttf",
    "fonts/NotoSans-Bold.ttf",
)
TEXT_FAMILIES = ("Inter", "Noto Sans", "DejaVu Sans")
CODE_FAMILIES = ("DejaVu Sans Mono", "Noto Sans Mono")


class _Current:
    """The zoom in percent, and whether the files were loaded."""

    zoom = 100
    loaded = False


def load() -> None:
    """Make the program's fonts known to Qt, once. A missing file is logged; the system's font then stands in."""
    if _Current.loaded:
        return
    _Current.loaded = True
    for name in FILES:
        try:
            file = resources.path(name)
        except FileNotFoundError:
            log.info("No font file %s: the system's font stands in", name)
            continue
        QFontDatabase.addApplicationFont(str(file))


def zoom() -> int:
    """The zoom in percent."""
    return _Current.zoom


def set_zoom(percent: int) -> None:
    """Make every font from now on at this zoom; the caller dresses the program again."""
    _Current.zoom = percent
    for made in (ui, mono):
        made.cache_clear()


@cache
def ui(size_px: float, weight: int = 400) -> QFont:
    """The text font at so many pixels (at 96 dpi and 100 %), with figures of equal width. Weights 400 to 700."""
    font = QFont()
    font.setFamilies(list(TEXT_FAMILIES))
    font.setPixelSize(max(1, round(size_px * _Current.zoom / 100)))
    font.setWeight(QFont.Weight(weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def mono(size_px: float) -> QFont:
    """The font of card codes."""
    font = QFont()
    font.setFamilies(list(CODE_FAMILIES))
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(max(1, round(size_px * _Current.zoom / 100)))
    font.setWeight(QFont.Weight.Bold)
    return font


def exact(size_px: float, weight: int) -> QFont:
    """The text font at real pixels, whatever the zoom: for what is drawn to the size of its box."""
    font = QFont(ui(15, weight))
    font.setPixelSize(max(1, round(size_px)))
    return font
