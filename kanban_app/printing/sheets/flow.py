"""Sheets that go on over pages: heads, sections, tables with measured columns.

A row is never split, a head never stands alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kanban_app.i18n import _
from kanban_app.printing.fitting import ladder
from kanban_app.printing.fonts import Weight
from kanban_app.printing.problems import PrintCancelled
from kanban_app.printing.sheets.cells import BODY, ONE_LINE, PADDING, SMALL, Cell, Words, draw_words, fitted
from kanban_app.printing.sheets.pages import BLACK, HAIR, QUIET, TINT, Page, Pages
from kanban_app.printing.sheets.refusing import SheetField, SheetRefused
from kanban_app.printing.sheets.sizes import MARGIN, Size

_HEAD = 15.0
_SECTION = ladder((3.4, 1.9), (1.9, 1.6))
_COLUMN_HEAD = ladder((1.8, 1.5), (1.6, 1.5), (1.5, 1.5), (1.5, 1.5))
_PLANT = ladder((1.8, 1.5), (1.5, 1.5))
_ONE_SMALL_LINE = ladder((1.8, 1.5))
_SECTION_GAP = 4.0
_LEAST_ROW = 5.8

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every page."""

    title: str
    plant: str
    printed: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its least and largest width in mm, and its share of the width that nobody asked for."""

    heading: str
    least: float
    most: float
    share: float = 0.0
    right: bool = False


Row = Sequence[Cell]


@dataclass(slots=True)
class Work:
    """How far the drawing is, and whether it is to go on."""

    whole: int = 0
    progress: Progress | None = None
    cancelled: Cancelled | None = None
    done: int = field(default=0, init=False)

    def step(self, count: int = 1) -> None:
        """So many rows more are done. Raises PrintCancelled when somebody stopped it."""
        if self.cancelled and self.cancelled():
            raise PrintCancelled
        before, self.done = self.done, self.done + count
        # A telling per row would cost more than the row.
        if self.progress and (self.done // 20 != before // 20 or self.done == self.whole):
            self.progress(min(self.done, self.whole), self.whole)


class Flow:
    """Writes a sheet from top to bottom. `finished` answers the bytes; whatever cannot stand there raises SheetRefused
    before any byte is made.
    """

    def __init__(self, head: Head, size: Size, work: Work | None = None) -> None:
        self._head, self._size = head, size
        self._work = work or Work()
        self._pages = Pages(head.title, size, head.printed_at)
        self._page: Page | None = None
        self._top = 0.0
        self._section = ""
        self._waiting: list[_SectionHead | _Heading] = []

    @property
    def width(self) -> float:
        """The width in mm between the margins."""
        return self._size.width - 2 * MARGIN

    # -- parts -----------------------------------------------------------------------------------------------------

    def section(self, title: str, detail: str = "", *, on_new_page: bool = False) -> None:
        """Begin a section; its head goes onto the page of what follows it."""
        if on_new_page and self._page is not None:
            self._page = None
        self._waiting.append(_SectionHead(title, detail))
        self._section = title

    def heading(self, text: str) -> None:
        """A small head within a section; it stays with what follows it."""
        self._waiting.append(_Heading(text))

    def sentence(self, text: str, *, strong: bool = False, of: SheetField = SheetField.WORDING) -> None:
        """A text over the whole width."""
        words = Words(of, text, BODY, Weight.SEMIBOLD if strong else Weight.REGULAR)
        height = fitted(words, self.width).height_mm + 3.0
        page = self._room(height)
        draw_words(page, words, MARGIN, self._top, self.width)
        self._top += height

    def table(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """A table with its head on every page. Column widths follow from what is in them."""
        widths = measured(columns, rows, self.width)
        head = _ColumnHeads(columns, widths)
        needs_head = True
        for row in rows:
            height = max(_LEAST_ROW, *(cell.height(width) for cell, width in zip(row, widths, strict=True)))
            needed = height + (head.height if needs_head else 0)
            if not self._fits(needed):
                needs_head, needed = True, height + head.height
                self._page = None
            page = self._room(needed, row)
            if needs_head:
                head.draw(page, self._top)
                self._top += head.height
                needs_head = False
            self._draw_row(page, row, widths, height)
            self._work.step()
        self._top += 3.0

    def boxes(self, words: Sequence[str], height: float) -> None:
        """Boxes beside each other to write in, each with a small word."""
        page, gap = self._room(height + 2.0), 3.0
        width = (self.width + gap) / len(words) - gap
        for place, text in enumerate(words):
            left = MARGIN + place * (width + gap)
            page.frame(left, self._top, width, height, 0.3, QUIET)
            draw_words(
                page, Words(SheetField.WORDING, text, SMALL, grey=QUIET), left + 1.6, self._top + 1.6, width - 3.2
            )
        self._top += height + 2.0

    def lines(self, count: int, pitch: float = 8.0) -> None:
        """Empty lines to write on."""
        page = self._room(count * pitch)
        for line in range(1, count + 1):
            at = self._top + line * pitch
            page.line(((MARGIN, at), (MARGIN + self.width, at)))
        self._top += count * pitch + 2.0

    def finished(self) -> tuple[bytes, int]:
        """(the document, how many pages it has)."""
        if not self._pages.pages:
            self._room(0.0)
        count = len(self._pages.pages)
        for place, page in enumerate(self._pages.pages, start=1):
            self._draw_head(page, place, count)
        return self._pages.finished(), count

    # -- room ------------------------------------------------------------------------------------------------------

    def _fits(self, height: float) -> bool:
        if self._page is None:
            return False
        heads = sum(head.height(self.width) for head in self._waiting)
        return self._top + heads + height <= self._size.height - MARGIN

    def _room(self, height: float, row: Row = ()) -> Page:
        """The page on which this height has room below what waits to stand above it. Raises SheetRefused."""
        if not self._fits(height):
            self._page = self._pages.begin()
            self._page.section = self._section
            self._top = MARGIN + _HEAD
            if not self._fits(height):
                raise _too_high(row, self._section)
        page = self._page
        assert page is not None, "a page was just begun"
        waiting, self._waiting = self._waiting, []
        for head in waiting:
            head.draw(page, self._top, self.width)
            self._top += head.height(self.width)
        return page

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _draw_row(self, page: Page, row: Row, widths: Sequence[float], height: float) -> None:
        left = MARGIN
        for cell, width in zip(row, widths, strict=True):
            cell.draw(page, left, self._top, width, height)
            left += width
        self._top += height
        page.line(((MARGIN, self._top), (MARGIN + self.width, self._top)), 0.2, HAIR)

    def _draw_head(self, page: Page, place: int, count: int) -> None:
        number = _("page {page} of {count}").format(page=place, count=count)
        room = self.width - 34.0
        draw_words(page, Words(SheetField.WORDING, self._head.title, ONE_LINE, Weight.BOLD), MARGIN, MARGIN, room)
        counted = Words(SheetField.WORDING, number, BODY, Weight.MEDIUM)
        draw_words(page, counted, MARGIN + room, MARGIN + 0.8, 34.0, right=True)
        draw_words(page, self._about(page, room - 20.0), MARGIN, MARGIN + 6.6, room - 20.0)
        printed = Words(SheetField.WORDING, self._head.printed, SMALL, grey=QUIET)
        draw_words(page, printed, MARGIN + room - 20.0, MARGIN + 6.6, 54.0, right=True)
        rule = MARGIN + _HEAD - 3.0
        page.line(((MARGIN, rule), (MARGIN + self.width, rule)), 0.5, BLACK)

    def _about(self, page: Page, width: float) -> Words:
        """The plant, and the section where it has room; where it begins it stands in full anyway."""
        both = Words(SheetField.PLANT, f"{self._head.plant} · {page.section}", _ONE_SMALL_LINE, grey=QUIET)
        try:
            fitted(both, width)
        except SheetRefused:
            return Words(SheetField.PLANT, self._head.plant, _PLANT, grey=QUIET)
        return both if page.section else Words(SheetField.PLANT, self._head.plant, _PLANT, grey=QUIET)


@dataclass(frozen=True, slots=True)
class _SectionHead:
    """The head of a section, which the outline lists too, with a line about it."""

    title: str
    detail: str

    def height(self, width: float) -> float:
        """With the white below it."""
        height = self._bar(width) + _SECTION_GAP
        return height + (fitted(self._about(), width).height_mm + 2.6 if self.detail else 0.0)

    def draw(self, page: Page, top: float, width: float) -> None:
        """A bar over the whole width, and the line below it."""
        bar = self._bar(width)
        page.entries.append((self.title, 0))
        page.fill(MARGIN, top, width, bar, TINT)
        draw_words(page, self._name(), MARGIN + 2.0, top + 2.2, width - 4.0)
        if self.detail:
            draw_words(page, self._about(), MARGIN, top + bar + _SECTION_GAP / 2 + 0.6, width)

    def _bar(self, width: float) -> float:
        return fitted(self._name(), width - 4.0).height_mm + 4.4

    def _name(self) -> Words:
        return Words(SheetField.STATION, self.title, _SECTION, Weight.BOLD)

    def _about(self) -> Words:
        return Words(SheetField.WORDING, self.detail, BODY, grey=QUIET)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A small head within a section."""

    text: str

    def height(self, width: float) -> float:
        """With the white above and below it."""
        return fitted(self._words(), width).height_mm + 5.2

    def draw(self, page: Page, top: float, width: float) -> None:
        """Just the words."""
        draw_words(page, self._words(), MARGIN, top + 2.2, width)

    def _words(self) -> Words:
        return Words(SheetField.WORDING, self.text, BODY, Weight.BOLD)


class _ColumnHeads:
    """The head of a table, drawn anew on each page."""

    def __init__(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        self._columns, self._widths = columns, widths
        heights = [
            fitted(self._words(column), width - 2 * PADDING).height_mm
            for column, width in zip(columns, widths, strict=True)
            if column.heading
        ]
        self.height = max(heights, default=0.0) + 2.6

    def _words(self, column: Column) -> Words:
        return Words(SheetField.WORDING, column.heading, _COLUMN_HEAD, Weight.SEMIBOLD, QUIET)

    def draw(self, page: Page, top: float) -> None:
        """Draw it with a strong line below."""
        left = MARGIN
        for column, width in zip(self._columns, self._widths, strict=True):
            if column.heading:
                draw_words(page, self._words(column), left + PADDING, top, width - 2 * PADDING, right=column.right)
            left += width
        page.line(((MARGIN, top + self.height), (left, top + self.height)), 0.4, BLACK)


def measured(columns: Sequence[Column], rows: Sequence[Row], whole: float) -> list[float]:
    """The width of each column in mm, `whole` together: what its cells would like, within its limits.

    What is left goes to columns with a share; what lacks is taken from those that want more than their least.
    Raises SheetRefused for a character that no font prints.
    """
    wishes = [
        min(column.most, max([column.least, *(row[place].natural() for row in rows)]))
        for place, column in enumerate(columns)
    ]
    spare = whole - sum(wishes)
    if spare >= 0:
        shares = sum(column.share for column in columns) or 1.0
        return [wish + spare * column.share / shares for wish, column in zip(wishes, columns, strict=True)]
    assert sum(column.least for column in columns) <= whole, "the least widths have room on the narrowest paper"
    slack = [wish - column.least for wish, column in zip(wishes, columns, strict=True)]
    taken = min(1.0, -spare / (sum(slack) or 1.0))
    return [wish - more * taken for wish, more in zip(wishes, slack, strict=True)]


def _too_high(row: Row, section: str) -> SheetRefused:
    """The longest text of a row that is higher than a page."""
    texts = [words for cell in row for words in getattr(cell, "texts", ())]
    longest = max(texts, key=lambda words: len(words.text), default=Words(SheetField.STATION, section))
    return SheetRefused(longest.field, longest.text)
