"""Labels the size of a credit card, to be cut out: of stations, and badges of people."""

from __future__ import annotations

from collections.abc import Sequence

from kanban_app.domain.paper_sheets import Label, SheetKind
from kanban_app.printing.fitting import ladder
from kanban_app.printing.fonts import Weight
from kanban_app.printing.qr import QUIET_SQUARES
from kanban_app.printing.sheets.cells import Words, draw_words
from kanban_app.printing.sheets.flow import Work
from kanban_app.printing.sheets.pages import HAIR, QUIET, Page, Pages
from kanban_app.printing.sheets.refusing import SheetField, SheetRefused
from kanban_app.printing.sheets.symbols import code_128, qr_symbol

WIDTH, HEIGHT = 85.6, 54.0
_EDGE = 5.0
_LEAST_SQUARE = 0.45
_QR_SIDE = 26.0
_NARROW_BAR = 0.3
_BARS_HIGH = 9.0
_LEAST_MARGIN = 6.0
_NAME = ladder((7.0, 4.5), (5.4, 3.4), (3.8, 2.4), (2.6, 1.8), (2.0, 1.6), (1.6, 1.6))
_DETAIL = ladder((2.8, 2.0), (2.0, 1.6), (1.6, 1.5))
_CODE = ladder((2.2, 1.5), (1.5, 1.5), (1.5, 1.5))


def write_labels(pages: Pages, labels: Sequence[Label], kind: SheetKind, work: Work) -> None:
    """As many to a page as go on it, from the upper left."""
    across = int((pages.size.width - 2 * _LEAST_MARGIN) // WIDTH)
    down = int((pages.size.height - 2 * _LEAST_MARGIN) // HEIGHT)
    left = (pages.size.width - across * WIDTH) / 2
    top = (pages.size.height - down * HEIGHT) / 2
    whose = SheetField.PERSON if kind is SheetKind.BADGES else SheetField.STATION
    for start in range(0, len(labels), across * down):
        page = pages.begin()
        _draw_cuts(page, left, top, across, down)
        for place, label in enumerate(labels[start : start + across * down]):
            row, column = divmod(place, across)
            page.entries.append((label.name, 0))
            _draw_label(page, label, left + column * WIDTH, top + row * HEIGHT, whose)
            work.step()


def _draw_cuts(page: Page, left: float, top: float, across: int, down: int) -> None:
    right, bottom = left + across * WIDTH, top + down * HEIGHT
    for column in range(across + 1):
        at = left + column * WIDTH
        page.line(((at, top), (at, bottom)), 0.15, HAIR, dashed=True)
    for row in range(down + 1):
        at = top + row * HEIGHT
        page.line(((left, at), (right, at)), 0.15, HAIR, dashed=True)


def _draw_label(page: Page, label: Label, left: float, top: float, whose: SheetField) -> None:
    squares = qr_symbol(label.code)[0]
    square = min(_QR_SIDE / squares, 1.0)
    if square < _LEAST_SQUARE:
        raise SheetRefused(SheetField.CODE, label.code)
    side = squares * square
    quiet = QUIET_SQUARES * square
    symbol_left = left + WIDTH - _EDGE - side
    page.qr(label.code, symbol_left, top + _EDGE, side)
    room = symbol_left - quiet - left - _EDGE
    height = draw_words(page, Words(whose, label.name, _NAME, Weight.BOLD), left + _EDGE, top + _EDGE, room)
    if label.detail:
        detail = Words(SheetField.PLACE, label.detail, _DETAIL, grey=QUIET)
        height += 2.4 + draw_words(page, detail, left + _EDGE, top + _EDGE + height + 2.4, room)
    if height > HEIGHT - 2 * _EDGE - _BARS_HIGH - 5.0:
        raise SheetRefused(whose, label.name)
    _draw_foot(page, label.code, left + _EDGE, top + HEIGHT - _EDGE)


def _draw_foot(page: Page, code: str, left: float, bottom: float) -> None:
    """The code in letters, and above it its bars where they have room and the code is one that bars can say."""
    bars = code_128(code)
    room = WIDTH - 2 * _EDGE
    if bars is not None and bars[0] * _NARROW_BAR <= room - 20 * _NARROW_BAR:
        page.path(bars[1], left + 10 * _NARROW_BAR, bottom - 3.4, _NARROW_BAR, _BARS_HIGH)
    words = Words(SheetField.CODE, code, _CODE, Weight.CODE)
    draw_words(page, words, left, bottom - 2.2, room)
