"""The choices of a print job that change what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.printing.elements import Design


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a job is drawn; the defaults print one side in colour in one language.

    `black_only` prints without colours or greys. `second_language` adds the words of this language beside those of
    the language in use ("" for none). `code128` asks the design for Code 128 beside or instead of the QR code.
    `design` is shown in place of the format's own. `start_cell` is the first cell used of the first sheet, from 1.
    `offset_x_mm` (to the right), `offset_y_mm` (down), `scale_x` and `scale_y` (0.9 to 1.1) correct a printer, as
    the calibration page tells. `two_sided` adds a back to every sheet, mirrored for turning over its long edge.
    `lamination_margin_mm` leaves this much white around every card. `cut_marks` None: as the format has them.
    """

    black_only: bool = False
    second_language: str = ""
    code128: bool = False
    design: Design | None = None
    start_cell: int = 1
    offset_x_mm: float = 0.0
    offset_y_mm: float = 0.0
    scale_x: float = 1.0
    scale_y: float = 1.0
    two_sided: bool = False
    lamination_margin_mm: float = 0.0
    cut_marks: bool | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for values that no sheet has; forms and verbs keep people within them."""
        if self.start_cell < 1 or not 0 <= self.lamination_margin_mm <= 30:
            raise ValueError(f"start cell {self.start_cell}, lamination margin {self.lamination_margin_mm} mm")
        if not all(0.9 <= scale <= 1.1 for scale in (self.scale_x, self.scale_y)):
            raise ValueError(f"scale {self.scale_x} by {self.scale_y}")
        if not all(abs(offset) <= 30 for offset in (self.offset_x_mm, self.offset_y_mm)):
            raise ValueError(f"offset {self.offset_x_mm} by {self.offset_y_mm} mm")


PLAIN = PrintOptions()
"""A job without wishes."""
