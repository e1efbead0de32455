"""Draws the whole vocabulary on one page: `python -m kanban_app.gui.devtools.vocabulary OUT.png [light|dark]`.

For a look beside the approved picture, and with other eyes: three kinds of colour blindness, and grey.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.look import answers, chips, fonts, kinds, shapes, theme

WIDTH, HEIGHT = 1920, 1080

# Viénot, Brettel and Mollon (1999), on linear RGB; tritan after Brettel, Viénot and Mollon (1997), simplified.
EYES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red (protanopia)": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "no green (deuteranopia)": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "no blue (tritanopia)": ((1.0, 0.14461, -0.14461), (0.0, 0.85924, 0.14076), (0.0, 0.85924, 0.14076)),
    "black and white": ((0.2126, 0.7152, 0.0722),) * 3,
}

MARK_ON = {
    Mark.URGENT: CardState.RELEASED,
    Mark.LATE: CardState.IN_PROCESS,
    Mark.ON_HOLD: CardState.FULL,
    Mark.SHORT_AT_SOURCE: CardState.RELEASED,
    Mark.MAYBE_LOST: CardState.FULL,
    Mark.STALE: CardState.FULL,
}


@dataclass(frozen=True, slots=True)
class Page:
    """The page being drawn."""

    painter: QPainter

    def text(self, x: float, y: float, text: str, size: float, weight: int = 400, tone: str = "ink") -> None:
        """A line of text with its baseline at y."""
        self.painter.setFont(fonts.ui(size, weight))
        self.painter.setPen(theme.color(tone))
        self.painter.drawText(QPointF(x, y), text)

    def centred(self, rect: QRectF, y: float, text: str, size: float, weight: int = 400, tone: str = "ink") -> None:
        """A line of text in the middle of a box."""
        self.painter.setFont(fonts.ui(size, weight))
        self.painter.setPen(theme.color(tone))
        line = QRectF(rect.left(), y, rect.width(), size * 1.4)
        self.painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)

    def box(self, x: float, y: float, width: float, height: float) -> QRectF:
        """A white panel."""
        rect = QRectF(x, y, width, height)
        self.painter.setPen(theme.color("line"))
        self.painter.setBrush(theme.color("surface"))
        self.painter.drawRoundedRect(rect, 10, 10)
        return rect

    def chip(self, x: float, y: float, width: float, height: float, face: chips.Face) -> None:
        """A chip with its body at this place."""
        chips.paint_directly(self.painter, QRectF(x, y, width, height), face)


def _face(state: CardState, number: int = 3, mark: Mark | None = None) -> chips.Face:
    return chips.Face(state, chips.letters("en")[state], number, 4, mark)


def _states(page: Page) -> None:
    others = chips.letters("sv"), chips.letters("nb")
    for place, state in enumerate(CardState):
        box = page.box(40 + place * 230, 96, 216, 268)
        middle = box.center().x()
        page.chip(middle - 58, 116, 116, 78, _face(state, 0))
        page.chip(middle - 62, 208, 67, 47, _face(state))
        page.chip(middle + 16, 217, 43, 28, _face(state))
        page.centred(box, 262, state.value, 18, 600)
        page.centred(
            box, 305, "   ".join(f"{name} {found[state]}" for name, found in zip(("sv", "nb"), others, strict=True)), 15
        )


def _marks(page: Page) -> None:
    page.text(40, 405, "What is wrong with it: a corner mark", 20, 600)
    for place, (mark, state) in enumerate(MARK_ON.items()):
        box = page.box(40 + place * 188, 422, 176, 112)
        page.chip(box.center().x() - 38, 438, 76, 52, _face(state, 3, mark))
        page.centred(box, 502, mark.value.replace("_", " "), 14, 600)


def _zones(page: Page) -> None:
    page.text(1190, 405, "Zone of the loop", 20, 600)
    for place, zone in enumerate(Zone):
        box = page.box(1190 + place * 230, 422, 216, 112)
        shapes.paint_zone(page.painter, QRectF(box.left() + 36, 442, 48, 48), zone, "1")
        shapes.paint_band(page.painter, QRectF(box.left() + 108, 462, 74, 8), zone)
        page.centred(box, 502, zone.value, 14, 600)


def _kinds(page: Page) -> None:
    page.text(40, 577, "Kind of loop: colour + pattern, the same on screen and on paper", 20, 600)
    for place, kind in enumerate(kinds.KindSign):
        box = page.box(40 + place * 460, 594, 446, 84)
        kinds.paint_kind(page.painter, QRectF(box.left() + 18, 607, 57, 57), kind)
        page.text(box.left() + 92, 642, kind.value, 18, 600)


def _strip(page: Page) -> None:
    """One line with everything, to be seen with several eyes."""
    x = 307.0
    for state in (
        CardState.FULL,
        CardState.IN_USE,
        CardState.EMPTY,
        CardState.RELEASED,
        CardState.IN_PROCESS,
        CardState.IN_TRANSIT,
    ):
        page.chip(x, 9, 54, 36, _face(state))
        x += 66
    for mark in Mark:
        page.chip(x, 9, 54, 36, _face(CardState.RELEASED, 3, mark))
        x += 70
    for zone in Zone:
        shapes.paint_zone(page.painter, QRectF(x, 10, 36, 36), zone, "1")
        x += 54
    for kind in kinds.KindSign:
        kinds.paint_kind(page.painter, QRectF(x, 8, 40, 40), kind)
        x += 50
    for sign, token in ((answers.AnswerSign.ACCEPTED, "ok"), (answers.AnswerSign.REFUSED, "stop")):
        page.painter.fillRect(QRectF(x, 6, 70, 42), theme.color(token))
        answers.paint_answer(page.painter, QRectF(x + 21, 13, 28, 28), sign)
        x += 82


def draw(size: QSizeF, paint: Callable[[Page], None]) -> QImage:
    """A picture on the theme's ground."""
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(theme.color("canvas"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(Page(painter))
    painter.end()
    return image


def _linear(channel: int) -> float:
    part = channel / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> int:
    part = min(1.0, max(0.0, part))
    return round(255 * (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))


def seen_with(image: QImage, rows: tuple[tuple[float, float, float], ...]) -> QImage:
    """The picture as these eyes see it; `rows` is a matrix on linear RGB."""
    seen = QImage(image)
    known: dict[int, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            value = image.pixel(x, y)
            if value not in known:
                color = QColor(value)
                parts = [_linear(color.red()), _linear(color.green()), _linear(color.blue())]
                channels = (_encoded(sum(a * b for a, b in zip(row, parts, strict=True))) for row in rows)
                known[value] = QColor(*channels).rgb()
            seen.setPixel(x, y, known[value])
    return seen


def _page(page: Page) -> None:
    page.text(40, 48, "One card: colour + shape + letter", 28, 700)
    page.text(40, 76, "Grey is stock. Blue is on order. Other colours only where something is wrong.", 17, tone="ink2")
    for part in (_states, _marks, _zones, _kinds):
        part(page)
    page.text(40, 716, "The same seen with other eyes", 20, 600)
    strip = draw(QSizeF(WIDTH - 40, 54), _strip)
    for place, (eyes, rows) in enumerate(EYES.items()):
        y = 740 + place * 66
        page.painter.drawImage(QPointF(0, y), seen_with(strip, rows))
        page.text(40, y + 33, eyes, 16, 600, "ink2")


def main(arguments: list[str]) -> int:
    """Write the page as a picture."""
    app = theme.application(arguments[:1])
    theme.apply(app, arguments[2] if len(arguments) > 2 else "light")
    return 0 if draw(QSizeF(WIDTH, HEIGHT), _page).save(arguments[1]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
