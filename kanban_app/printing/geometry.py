"""Rectangles on a card, and the size of the design that the other designs are measured by."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 148.0
"""Of an A6 card, in mm."""
HEIGHT = 105.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width and height in mm from the card's upper left corner."""

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
