"""The papers that sheets are made for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """A page in mm; upright as it stands in SIZES."""

    width: float
    height: float

    @property
    def turned(self) -> Size:
        """The same paper lying."""
        return Size(self.height, self.width)


SIZES = {
    "A4": Size(210.0, 297.0),
    "Letter": Size(215.9, 279.4),
    "A3": Size(297.0, 420.0),
    "A2": Size(420.0, 594.0),
    "A1": Size(594.0, 841.0),
}
MARGIN = 12.0
"""White at the edges in mm: room for a punch, and more than any office printer leaves."""
