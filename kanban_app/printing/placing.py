"""Where the cards of a job stand on its sheets: paper, design and the job's choices together."""

from __future__ import annotations

from collections.abc import Iterator

from kanban_app.printing.designs import measured, smallest_capital, usable
from kanban_app.printing.elements import Design, LineCode, QrCode
from kanban_app.printing.formats import format_named
from kanban_app.printing.looks import Look
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.paper_format import (
    SMALLEST_BAR_MM,
    SMALLEST_CAPITAL_MM,
    SMALLEST_QR_SQUARE_MM,
    PaperFormat,
    hundredths,
)
from kanban_app.printing.problems import Field, NoSuchCell, PrintRefused, TooFine, TooSmall


class Placing:
    """How one job lies on paper. Lengths in mm."""

    def __init__(self, paper: PaperFormat | str, options: PrintOptions) -> None:
        """Raises UnknownFormat for a name that no format has."""
        self.paper = format_named(paper) if isinstance(paper, str) else paper
        self.design: Design = usable(options.design, self.paper)[0]
        self.options = options
        self.scale = self._scale()
        self._smallest_capital = smallest_capital(self.design)
        self.cut_marks = self.paper.cut_marks if options.cut_marks is None else options.cut_marks

    def _scale(self) -> float:
        margin = self.options.lamination_margin_mm
        inside = measured(self.paper, self.design)
        if not margin:
            return inside
        room = self.paper.cell_width_mm - 2 * margin, self.paper.cell_height_mm - 2 * margin
        return max(0.0, min(inside, room[0] / self.design.width_mm, room[1] / self.design.height_mm))

    @property
    def inset(self) -> float:
        """How far band and corner draw back above and below, in mm of the design."""
        margin = (self.paper.cell_height_mm - self.design.height_mm * self.scale) / 2
        return max(0.0, self.paper.safe_edge_mm - margin) / self.scale

    @property
    def first_free(self) -> int:
        """The first cell of the first sheet that is used, from 0."""
        return self.options.start_cell - 1

    def sheets(self, count: int) -> int:
        """How many sheets so many cards take."""
        return -(-(self.first_free + count) // self.paper.cards_per_page)

    def origin(self, place: int, *, back: bool = False) -> tuple[float, float]:
        """Left and bottom of the card in this cell (from 0), from the paper's lower left corner.

        On the back of a sheet that is turned over its long edge, the cell lies as in a mirror along the short one.
        """
        paper = self.paper
        left, top = paper.cell(place)
        if back and paper.page_width_mm <= paper.page_height_mm:
            left = paper.page_width_mm - left - paper.cell_width_mm
        elif back:
            top = paper.page_height_mm - top - paper.cell_height_mm
        beside = (paper.cell_width_mm - self.design.width_mm * self.scale) / 2
        below = (paper.cell_height_mm - self.design.height_mm * self.scale) / 2
        return left + beside, paper.page_height_mm - top - paper.cell_height_mm + below

    def _too_fine(self, element: QrCode | LineCode) -> PrintRefused | None:
        """Why a scanner would not read this code here, or None when it would."""
        # What takes a printer's stretching back does not make the code on the paper any finer.
        if isinstance(element, QrCode):
            length, least = element.square_mm * self.scale, SMALLEST_QR_SQUARE_MM
        else:
            length, least = element.narrow_mm * self.scale, SMALLEST_BAR_MM
        if length >= least - 1e-6:
            return None
        return TooFine(Field.CODE, hundredths(length), least)

    def refusals(self, look: Look) -> Iterator[PrintRefused]:
        """What keeps every card of a look from being printed so."""
        cells = self.paper.cards_per_page
        if self.options.start_cell > cells:
            yield NoSuchCell(Field.PAPER, str(self.options.start_cell), cells)
        capital = self._smallest_capital * self.scale
        if capital < SMALLEST_CAPITAL_MM - 1e-6:
            yield TooSmall(Field.WORDING, hundredths(capital), SMALLEST_CAPITAL_MM)
        codes: list[QrCode | LineCode] = [*look.qr_codes, *look.line_codes]
        for element in codes:
            refusal = self._too_fine(element)
            if refusal:
                yield refusal
