"""A paper format as a value, and what no paper may go below."""

from __future__ import annotations

import math
from dataclasses import dataclass

SMALLEST_QR_SQUARE_MM = 0.5
"""Four dots at 203 dpi; a smaller square would not scan (screens page, "Paper")."""
SMALLEST_BAR_MM = 0.25
"""Two dots at 203 dpi, for the narrow bar of Code 128."""
SMALLEST_CAPITAL_MM = 1.3
"""On any paper (screens page, "Paper")."""


def hundredths(length: float) -> str:
    """A length in mm as a message says it, cut off: what is too small never reads as large enough."""
    return f"{math.floor(length * 100 + 1e-6) / 100:.2f}"


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """One way to put cards on paper; lengths in mm.

    Cells stand in `rows` and `columns` from the upper left, the first at (`left_mm`, `top_mm`), each `cell_width_mm`
    by `cell_height_mm` and `pitch_x_mm`, `pitch_y_mm` from the next. The card stands in the middle of its cell;
    `scale` is that of the design named `design`, 0 for as large as the cell allows. Band and corner keep
    `safe_edge_mm` from the cell's edge, so that a crooked cut takes nothing away. `cut_marks` prints where to cut.
    """

    name: str
    page_width_mm: float
    page_height_mm: float
    columns: int
    rows: int
    left_mm: float
    top_mm: float
    cell_width_mm: float
    cell_height_mm: float
    pitch_x_mm: float
    pitch_y_mm: float
    scale: float
    safe_edge_mm: float
    cut_marks: bool
    design: str = "a6"

    @property
    def cards_per_page(self) -> int:
        """How many cards a sheet takes."""
        return self.columns * self.rows

    def cell(self, place: int) -> tuple[float, float]:
        """Left and top of a cell in mm from the paper's upper left corner; places count from 0 row by row."""
        row, column = divmod(place, self.columns)
        return self.left_mm + column * self.pitch_x_mm, self.top_mm + row * self.pitch_y_mm
