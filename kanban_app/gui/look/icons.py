"""Icons of buttons and heads, drawn from our own lines. States, marks, zones and kinds are never icons."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kanban_app.gui.look import theme
from kanban_app.gui.look.icon_paths import PATHS

NAMES = frozenset(PATHS)
_GRID = 24


@lru_cache(maxsize=256)
def _renderer(name: str, color: str, stroke: float) -> QSvgRenderer:
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_GRID} {_GRID}"><path d="{PATHS[name]}" fill="none" '
        f'stroke="{color}" stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    return QSvgRenderer(QByteArray(text.encode()))


def paint(painter: QPainter, rect: QRectF, name: str, token: str = "ink2", stroke: float = 1.9) -> None:
    """Draw an icon into a square, in a token's colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, theme.color(token).name(), stroke).render(painter, rect)
    painter.restore()


def pixmap(name: str, side: int, token: str = "ink2", ratio: float = 1.0, gap: int = 0) -> QPixmap:
    """An icon as a picture of `side` logical pixels, with nothing on `gap` more at its right."""
    made = QPixmap(round((side + gap) * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, QRectF(0, 0, side, side), name, token)
    painter.end()
    return made


def icon(name: str, token: str = "ink2", side: int = 20, gap: int = 0) -> QIcon:
    """An icon for a button, sharp on ordinary and on fine displays. Made again by its button when the theme changes."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, side, token, ratio, gap))
        made.addPixmap(pixmap(name, side, "ink3", ratio, gap), QIcon.Mode.Disabled)
    return made
