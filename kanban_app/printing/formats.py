"""Paper formats. A new one is one entry: the paper's size, its cells, how large a card stands in a cell."""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.printing.geometry import HEIGHT, QR_SQUARE, WIDTH

SMALLEST_QR_SQUARE_MM = 0.5
"""Four dots at 203 dpi; a smaller square would not scan (screens page, "Paper")."""


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """One way to put cards on paper; lengths in mm.

    Cells stand in `rows` and `columns` from the upper left, the first at (`left_mm`, `top_mm`), each
    `cell_width_mm` by `cell_height_mm` and `pitch_x_mm`, `pitch_y_mm` from the next. The card stands in the
    middle of its cell at `scale` of the A6 design; band and corner keep `safe_edge_mm` from the cell's edge,
    so that a crooked cut takes nothing away. `cut_marks` prints where to cut.
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

    @property
    def cards_per_page(self) -> int:
        """How many cards a sheet takes."""
        return self.columns * self.rows

    @property
    def qr_square_mm(self) -> float:
        """The side of one square of the QR symbol."""
        return QR_SQUARE * self.scale

    @property
    def decoration_inset(self) -> float:
        """How far band and corner draw back above and below, in mm of the design."""
        margin = (self.cell_height_mm - HEIGHT * self.scale) / 2
        return max(0.0, self.safe_edge_mm - margin) / self.scale

    def cell(self, place: int) -> tuple[float, float]:
        """Left and top of a cell in mm from the paper's upper left corner; places count from 0 row by row."""
        row, column = divmod(place, self.columns)
        return self.left_mm + column * self.pitch_x_mm, self.top_mm + row * self.pitch_y_mm

    def card_origin(self, place: int) -> tuple[float, float]:
        """Left and bottom of the card in that cell, in mm from the paper's lower left corner."""
        left, top = self.cell(place)
        beside = (self.cell_width_mm - WIDTH * self.scale) / 2
        below = (self.cell_height_mm - HEIGHT * self.scale) / 2
        return left + beside, self.page_height_mm - top - self.cell_height_mm + below


FORMATS: dict[str, PaperFormat] = {
    paper.name: paper
    for paper in (
        PaperFormat("a6", 148, 105, 1, 1, 0, 0, 148, 105, 148, 105, 1.0, 0, cut_marks=False),
        PaperFormat("a4-8", 210, 297, 2, 4, 0, 0, 105, 74.25, 105, 74.25, 0.655, 4, cut_marks=True),
    )
}
"""By the name on the command line."""
