"""Label sheets that are sold: where their labels lie. Lengths in mm.

Sizes and numbers of labels are those that the makers print on the packet (compared with the public gLabels
templates); margins follow from them, because these sheets are the same from both sides.
"""

from __future__ import annotations

from dataclasses import dataclass

_PAPER = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_INCH = 25.4


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """Rows and columns of equal labels in the middle of a page."""

    name: str
    page: str
    columns: int
    rows: int
    cell_width_mm: float
    cell_height_mm: float
    gap_x_mm: float = 0.0

    @property
    def pitch_x_mm(self) -> float:
        """From one label's left to the next one's."""
        return self.cell_width_mm + self.gap_x_mm

    @property
    def pitch_y_mm(self) -> float:
        """From one label's top to the next one's: they touch."""
        return self.cell_height_mm

    @property
    def left_mm(self) -> float:
        """Left of the first label."""
        return (_PAPER[self.page][0] - self.columns * self.pitch_x_mm + self.gap_x_mm) / 2

    @property
    def top_mm(self) -> float:
        """Top of the first label."""
        return (_PAPER[self.page][1] - self.rows * self.pitch_y_mm) / 2


SHEETS: dict[str, LabelSheet] = {
    sheet.name: sheet
    for sheet in (
        LabelSheet("avery-l7160", "a4", 3, 7, 63.5, 38.1, 2.54),
        LabelSheet("avery-l7161", "a4", 3, 6, 63.5, 46.6, 2.54),
        LabelSheet("avery-l7162", "a4", 2, 8, 99.1, 33.9, 2.54),
        LabelSheet("avery-l7163", "a4", 2, 7, 99.1, 38.1, 2.54),
        LabelSheet("avery-l7164", "a4", 3, 4, 63.5, 72.0, 2.54),
        LabelSheet("avery-l7165", "a4", 2, 4, 99.1, 67.7, 2.54),
        LabelSheet("avery-l7169", "a4", 2, 2, 99.1, 139.0, 2.54),
        LabelSheet("avery-5163", "letter", 2, 5, 4 * _INCH, 2 * _INCH, 4.78),
        LabelSheet("avery-5164", "letter", 2, 3, 4 * _INCH, 10 / 3 * _INCH, 4.78),
        LabelSheet("avery-5168", "letter", 2, 2, 3.5 * _INCH, 5 * _INCH, 0.5 * _INCH),
        LabelSheet("herma-4464", "a4", 3, 8, 70.0, 37.0),
        LabelSheet("herma-4620", "a4", 2, 8, 105.0, 37.0),
        LabelSheet("herma-4625", "a4", 2, 7, 105.0, 42.3),
        LabelSheet("herma-10809", "a4", 2, 2, 105.0, 148.0),
    )
}
"""By the name after `sheet:`."""
