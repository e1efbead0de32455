"""Paper formats: the paper's size, its cells, and which design stands in a cell at which scale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kanban_app.i18n import _
from kanban_app.printing.designs import BUILT_IN, built_in, smallest_scale
from kanban_app.printing.label_sheets import SHEETS, LabelSheet
from kanban_app.printing.paper_format import PaperFormat

__all__ = [
    "FORMATS", "SHEET", "BadSheet", "PaperFormat", "UnknownFormat", "format_named", "format_names", "of_label_sheet",
    "sheet_format",
]  # fmt: skip

SHEET = "sheet:"
"""Before the name of a label sheet."""
_PAGES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_TOUCHING_MM = 0.01
_WHITE_FOR_MORE = 0.75


class UnknownFormat(KeyError):
    """There is no paper format of this name; says which there are."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self._sentence = _("There is no paper format “{name}”. There are: {names}.").format(
            name=name[:60], names=", ".join(known)
        )
        super().__init__(self._sentence)

    def __str__(self) -> str:
        return self._sentence


class BadSheet(ValueError):
    """A label sheet whose cells cannot be so; one sentence for people."""


def _page(name: str, width: float, height: float, scale: float, safe: float = 0.0, design: str = "a6") -> PaperFormat:
    """A paper of one card."""
    return PaperFormat(
        name, width, height, 1, 1, 0, 0, width, height, width, height, scale, safe, cut_marks=False, design=design
    )


def _cut(name: str, page: tuple[float, float], columns: int, rows: int, scale: float) -> PaperFormat:
    """A paper that is cut into equal cells."""
    wide, high = page[0] / columns, page[1] / rows
    return PaperFormat(name, *page, columns, rows, 0, 0, wide, high, wide, high, scale, safe_edge_mm=4, cut_marks=True)


FORMATS: dict[str, PaperFormat] = {
    paper.name: paper
    for paper in (
        _page("a6", 148, 105, 1.0),
        _cut("a4-8", _PAGES["a4"], 2, 4, 0.655),
        _cut("a4-4", (297.0, 210.0), 2, 2, 0.96),
        _cut("letter-8", _PAGES["letter"], 2, 4, 0.65),
        _page("a5", 210, 148, 1.4),
        _page("a7", 105, 74, 0.655, 4),
        _page("credit-card", 85.6, 54, 1.0, design="credit-card"),
        _page("label-100x150", 100, 150, 1.0, design="label"),
        _page("label-62", 62, 100, 0.62, design="label"),
    )
}
"""By the name on the command line."""


def format_named(name: str, own_sheets: Iterable[PaperFormat] = ()) -> PaperFormat:
    """The format of this name: a built-in one, or `sheet:NAME` for a label sheet, own ones first.

    Raises UnknownFormat, whose text lists what there is.
    """
    found = FORMATS.get(name)
    if found:
        return found
    sheets = {paper.name.removeprefix(SHEET).casefold(): paper for paper in own_sheets}
    wanted = name.removeprefix(SHEET).casefold() if name.startswith(SHEET) else None
    if wanted in sheets:
        return sheets[wanted]
    if wanted in SHEETS:
        return of_label_sheet(SHEETS[wanted])
    own = [paper.name if paper.name.startswith(SHEET) else SHEET + paper.name for paper in sheets.values()]
    raise UnknownFormat(name, (*FORMATS, *own, *(SHEET + each for each in SHEETS)))


def format_names(own_sheets: Iterable[PaperFormat] = ()) -> list[str]:
    """All names that `format_named` knows, in the order of a list to choose from."""
    return [*FORMATS, *(paper.name for paper in own_sheets), *(SHEET + name for name in SHEETS)]


def of_label_sheet(sheet: LabelSheet) -> PaperFormat:
    """The format of a built-in label sheet."""
    return sheet_format(
        sheet.name, _PAGES[sheet.page], sheet.rows, sheet.columns, sheet.left_mm, sheet.top_mm,
        sheet.cell_width_mm, sheet.cell_height_mm, sheet.pitch_x_mm, sheet.pitch_y_mm,
    )  # fmt: skip


def sheet_format(
    name: str,
    page: str | tuple[float, float],
    rows: int,
    columns: int,
    left_mm: float,
    top_mm: float,
    cell_width_mm: float,
    cell_height_mm: float,
    pitch_x_mm: float,
    pitch_y_mm: float,
) -> PaperFormat:
    """A label sheet: `page` is a4, letter or (width, height) in mm. Its design is the one that fills a cell best.

    Raises BadSheet with a sentence when cells overlap, leave the paper, or are too small for any card.
    """
    if isinstance(page, str) and page not in _PAGES:
        raise BadSheet(_("The paper is “{name}”; it can be: {names}.").format(name=page, names=", ".join(_PAGES)))
    wide, high = _PAGES[page] if isinstance(page, str) else page
    paper = PaperFormat(
        SHEET + name.removeprefix(SHEET), wide, high, columns, rows, left_mm, top_mm, cell_width_mm, cell_height_mm,
        pitch_x_mm, pitch_y_mm, 0.0, 0.0, cut_marks=False,
    )  # fmt: skip
    _check_cells(paper)
    return replace(paper, design=_design_for(paper))


def _check_cells(paper: PaperFormat) -> None:
    if not name_of(paper).strip():
        raise BadSheet(_("The sheet has no name."))
    if not (1 <= paper.columns <= 50 and 1 <= paper.rows <= 50):
        raise BadSheet(_("A sheet has 1 to 50 rows and 1 to 50 columns."))
    lengths = (paper.page_width_mm, paper.page_height_mm, paper.cell_width_mm, paper.cell_height_mm)
    if not all(5 <= length <= 2000 for length in lengths):
        raise BadSheet(_("Paper and labels are 5 to 2,000 mm wide and high."))
    apart_x = paper.columns == 1 or paper.pitch_x_mm >= paper.cell_width_mm - _TOUCHING_MM
    apart_y = paper.rows == 1 or paper.pitch_y_mm >= paper.cell_height_mm - _TOUCHING_MM
    if not (apart_x and apart_y):
        raise BadSheet(_("Labels would lie on each other: the step to the next label is smaller than the label."))
    right = paper.left_mm + (paper.columns - 1) * paper.pitch_x_mm + paper.cell_width_mm
    bottom = paper.top_mm + (paper.rows - 1) * paper.pitch_y_mm + paper.cell_height_mm
    over_right = right - paper.page_width_mm
    over_bottom = bottom - paper.page_height_mm
    if paper.left_mm < 0 or paper.top_mm < 0 or over_right > _TOUCHING_MM:
        raise BadSheet(
            _("Labels would leave the paper: they reach from {left} to {right} mm of {width} mm.").format(
                left=f"{paper.left_mm:g}", right=f"{right:.1f}", width=f"{paper.page_width_mm:g}"
            )
        )
    if over_bottom > _TOUCHING_MM:
        raise BadSheet(
            _("Labels would leave the paper: they reach down to {bottom} mm of {height} mm.").format(
                bottom=f"{bottom:.1f}", height=f"{paper.page_height_mm:g}"
            )
        )


def name_of(paper: PaperFormat) -> str:
    """A sheet's own name, without what stands before it on the command line."""
    return paper.name.removeprefix(SHEET)


def _design_for(paper: PaperFormat) -> str:
    """The built-in design that covers most of a cell without becoming too small to read and to scan."""
    covered: dict[str, float] = {}
    for name in BUILT_IN:
        design = built_in(name)
        scale = min(paper.cell_width_mm / design.width_mm, paper.cell_height_mm / design.height_mm)
        if scale >= smallest_scale(design):
            covered[name] = scale * scale * design.width_mm * design.height_mm
    if not covered:
        raise BadSheet(
            _("A label of {width} × {height} mm is too small for a card that can be read and scanned.").format(
                width=f"{paper.cell_width_mm:g}", height=f"{paper.cell_height_mm:g}"
            )
        )
    most = max(covered.values())
    # A design that says more is worth a little white around it.
    return next(name for name in covered if covered[name] >= _WHITE_FOR_MORE * most)
