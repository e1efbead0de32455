"""Where everything stands on an A6 card: millimetres from its upper left corner.

Every format shows this design at its own scale. Sizes follow the screens page ("Paper"); texts keep 4.5 mm
from the edges, because office printers leave 4.2 mm white.
"""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.printing.fitting import SMALLEST_CAPITAL_MM, Ladder, ladder
from kanban_app.printing.qr import SQUARES

WIDTH = 148.0
HEIGHT = 105.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width and height in mm."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


LEFT = 18.5
RIGHT = 143.5
PADDING = 2.5
BAND_WIDTH = 14.0
BAND_WORD = Box(3.3, 20.0, 7.4, 65.0)
LOT_TRIANGLE = Box(1.7, 4.4, 10.6, 9.6)
CORNER_LEG = 23.0
CORNER_TEXT = Box(135.9, 4.6, 8.0, 6.2)

HEADER = Box(LEFT, 4.8, 105.5, 18.9)
SOURCE = Box(LEFT, 25.4, 41.0, 22.6)
CONSUMER = Box(66.8, 25.4, 41.5, 22.6)
QUANTITY = Box(LEFT, 50.6, 49.1, 28.6)
NUMBER = Box(70.0, 50.6, 38.3, 28.6)
TERMS = (Box(LEFT, 82.4, 28.0, 9.4), Box(49.0, 82.4, 28.0, 9.4), Box(79.5, 82.4, 29.0, 9.4))
ONCE_TERMS = (TERMS[0], Box(49.0, 82.4, 59.5, 9.4))
FOOT_RULE = 93.7
FOOT = Box(LEFT, 94.8, RIGHT - LEFT, 5.3)
FOOT_RIGHT_WIDTH = 43.0

QR_SQUARE = 1.24
QR = Box(116.0, 50.6, SQUARES * QR_SQUARE, SQUARES * QR_SQUARE)
CODE = Box(114.2, 81.8, 29.4, 4.0)
HINT = Box(112.6, 87.3, 31.4, 5.4)
PICTURE = Box(115.5, 23.0, 27.0, 22.0)
URGENT = Box(116.0, 39.2, 26.0, 6.0)

THIN = 0.35
THICK = 0.8
RADIUS = 1.9

_LEAST = SMALLEST_CAPITAL_MM
# Highest and lowest capitals in mm: on one line, on two, on three.
ITEM: Ladder = ladder((7.9, 5.2), (5.2, 3.6), (3.4, 2.8))
DESCRIPTION: Ladder = ladder((2.6, 2.3), (2.3, _LEAST), (_LEAST, _LEAST))
STATION: Ladder = ladder((4.4, 3.0), (3.2, 2.4), (2.4, _LEAST))
LOCATION: Ladder = ladder((2.7, 2.2), (2.3, _LEAST))
AMOUNT: Ladder = ladder((14.9, 2.4))
UNIT: Ladder = ladder((3.2, 2.1), (2.1, _LEAST))
PER_CONTAINER: Ladder = ladder((2.6, _LEAST), (_LEAST, _LEAST))
CONTAINER: Ladder = ladder((2.6, 2.1), (2.1, _LEAST))
CARD_NUMBER: Ladder = ladder((9.2, 3.0))
NOTE: Ladder = ladder((2.4, _LEAST), (_LEAST, _LEAST))
ORDER: Ladder = ladder((3.9, 2.6), (2.8, 2.2), (2.2, _LEAST))
CUSTOMER: Ladder = ladder((2.5, 2.1), (2.1, _LEAST))
DUE: Ladder = ladder((3.3, 2.4))
LABEL: Ladder = ladder((2.0, _LEAST))
TERM: Ladder = ladder((3.1, 2.4), (2.1, _LEAST))
BAND: Ladder = ladder((3.9, 2.4))
REVISION: Ladder = ladder((6.2, 2.6))
SHORT_CODE: Ladder = ladder((4.0, 3.4))
HINTS: Ladder = ladder((_LEAST, _LEAST), (_LEAST, _LEAST))
FOOTER: Ladder = ladder((_LEAST, _LEAST), (_LEAST, _LEAST))
