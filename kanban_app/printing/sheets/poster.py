"""The plant board as a poster: every loop with its cards, as large as the paper allows; or cut into A4 pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.paper_sheets import BoardLoop, BoardStation, Sheet, SheetKind, Slot
from kanban_app.i18n import _
from kanban_app.printing.fitting import ladder
from kanban_app.printing.fonts import Weight, width
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.cells import ONE_LINE, Words, capital, draw_words, draw_zone, fitted
from kanban_app.printing.sheets.flow import Work
from kanban_app.printing.sheets.pages import HAIR, QUIET, TINT, Page, Pages, decimal
from kanban_app.printing.sheets.refusing import SheetField
from kanban_app.printing.sheets.sizes import SIZES, Size

# Millimetres at scale 1; the poster shows all of it larger or smaller.
_COLUMN, _GAP = 186.0, 8.0
_TITLE, _STATION, _ROW, _AFTER, _LEGEND = 16.0, 9.0, 9.0, 4.0, 20.0
_LEGEND_SIZE = capital(1.9)
_SLOT, _SLOTS_A_LINE = 7.8, 10
_ITEM_WIDTH, _PLACE_WIDTH, _HERE_WIDTH = 48.0, 30.0, 20.0
_SLOTS_LEFT = 8.0 + _ITEM_WIDTH + _PLACE_WIDTH
_MARGIN = 10.0
_TILE_MARGIN, _OVERLAP = 8.0, 10.0
_MOST_COLUMNS = 12
_TEXT = ladder((2.8, 2.2), (2.3, 2.0), (2.0, 2.0))
# Signs, not letters: letters of other languages would be the same for two marks.
_MARK_SIGNS = {
    Mark.ON_HOLD: "=",
    Mark.URGENT: "!",
    Mark.LATE: "+",
    Mark.SHORT_AT_SOURCE: "−",
    Mark.MAYBE_LOST: "?",
    Mark.STALE: "·",
}
_LEAST_SCALE = 1.3 / 2.0
"""The smallest capitals at scale 1 are 2.0 mm; none is printed lower than 1.3."""
_LARGEST_SCALE = 4.0
_MOST_SLOTS = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A station's head, or a loop of it."""

    station: str
    loop: BoardLoop | None

    @property
    def height(self) -> float:
        """Its height at scale 1."""
        if self.loop is None:
            return _STATION
        lines = max(1, -(-min(len(self.loop.slots), _MOST_SLOTS + 1) // _SLOTS_A_LINE))
        return _ROW + (lines - 1) * (_SLOT + 1.0)


def render_poster(
    stations: Sequence[BoardStation], sheet: Sheet, paper: Size, work: Work, *, tiled: bool
) -> tuple[bytes, int]:
    """(the document, how many pages it has). Raises SheetRefused."""
    title = f"{wording.titles()[SheetKind.POSTER]} · {sheet.plant_name}"
    size = paper.turned
    tile = _tile_for(size) if tiled and paper != SIZES["A4"] else None
    pages = Pages(title, tile or size, sheet.read_at)
    lines = _lines(stations)
    scale, sheets = _arranged(lines, size) if lines else (1.0, [[]])
    for place, columns in enumerate(sheets, start=1):
        drawing = Page(size, pages.encode)
        _draw(drawing, columns, sheet, scale, work, number=(place, len(sheets)))
        if tile is None:
            page = pages.begin()
            page.entries = [(name, 0) for name in dict.fromkeys(line.station for part in columns for line in part)]
            page.raw(drawing.operators())
        else:
            _cut(pages, drawing.operators(), size)
    return pages.finished(), len(pages.pages)


# -- where everything stands -------------------------------------------------------------------------------------------


def _lines(stations: Sequence[BoardStation]) -> list[_Line]:
    lines = []
    for station in stations:
        lines.append(_Line(station.name, None))
        lines += [_Line(station.name, loop) for loop in station.loops]
    return lines


def _in_columns(lines: Sequence[_Line], height: float) -> list[list[_Line]]:
    """The lines in columns of at most this height; a station that goes on has its head again."""
    columns: list[list[_Line]] = [[]]
    at = 0.0
    for place, line in enumerate(lines):
        below = lines[place + 1].height if line.loop is None and place + 1 < len(lines) else 0.0
        if columns[-1] and at + line.height + below > height:
            columns.append([])
            at = 0.0
            if line.loop is not None:
                columns[-1].append(_Line(line.station, None))
                at = _STATION
        columns[-1].append(line)
        at += line.height + (_AFTER if _ends(lines, place) else 0.0)
    return columns


def _ends(lines: Sequence[_Line], place: int) -> bool:
    return place + 1 < len(lines) and lines[place + 1].loop is None


def _arranged(lines: Sequence[_Line], size: Size) -> tuple[float, list[list[list[_Line]]]]:
    """(scale, columns by page): as large as one page holds all of it, else several pages that can be read."""
    wide, high = size.width - 2 * _MARGIN, size.height - 2 * _MARGIN
    best: tuple[float, list[list[_Line]]] = (0.0, [])
    for count in range(1, _MOST_COLUMNS + 1):
        across = wide / (count * _COLUMN + (count - 1) * _GAP)
        for scale in (across * step / 20 for step in range(20, 5, -1)):
            if scale <= best[0]:
                break
            columns = _in_columns(lines, high / scale - _TITLE - _LEGEND)
            if len(columns) <= count:
                best = (scale, columns)
                break
    if best[0] >= _LEAST_SCALE:
        # A few loops would else stand on the wall like an eye test.
        return min(best[0], _LARGEST_SCALE), [best[1]]
    columns = _in_columns(lines, high / _LEAST_SCALE - _TITLE - _LEGEND)
    count = max(1, int((wide / _LEAST_SCALE + _GAP) // (_COLUMN + _GAP)))
    return _LEAST_SCALE, [columns[start : start + count] for start in range(0, len(columns), count)]


# -- drawing -----------------------------------------------------------------------------------------------------------


def _draw(
    page: Page, columns: Sequence[Sequence[_Line]], sheet: Sheet, scale: float, work: Work, *, number: tuple[int, int]
) -> None:
    inner = Page(Size(page.size.width / scale, page.size.height / scale), page.encode)
    edge = _MARGIN / scale
    wide = inner.size.width - 2 * edge
    title = Words(SheetField.PLANT, f"{sheet.plant_name} · {wording.titles()[SheetKind.POSTER]}", ONE_LINE, Weight.BOLD)
    draw_words(inner, title, edge, edge, wide - 64.0)
    printed = _("as of {time}").format(time=wording.full_stamp(sheet.read_at))
    if number[1] > 1:
        printed += " · " + _("page {page} of {count}").format(page=number[0], count=number[1])
    stamp = Words(SheetField.WORDING, printed, ONE_LINE, grey=QUIET)
    draw_words(inner, stamp, edge + wide - 60.0, edge + 0.6, 60.0, right=True)
    for place, column in enumerate(columns):
        _draw_column(inner, column, edge + place * (_COLUMN + _GAP), edge + _TITLE, work)
    if not any(columns):
        draw_words(inner, Words(SheetField.WORDING, _("There are no loops yet."), _TEXT), edge, edge + _TITLE, wide)
    _draw_legend(inner, edge, inner.size.height - edge - _LEGEND + 3.0, wide)
    factor = f"{scale:.5f}"
    page.raw(f"q {factor} 0 0 {factor} 0 0 cm\n{inner.operators()}\nQ")


def _draw_column(page: Page, column: Sequence[_Line], left: float, top: float, work: Work) -> None:
    for place, line in enumerate(column):
        if line.loop is None:
            page.fill(left, top, _COLUMN, _STATION - 1.5, TINT)
            name = Words(SheetField.STATION, line.station, ladder((3.2, 2.0)), Weight.BOLD)
            draw_words(page, name, left + 2.0, top + 2.0, _COLUMN - 4.0)
        else:
            _draw_loop(page, line.loop, left, top, line.height)
            work.step()
        top += line.height + (_AFTER if _ends(column, place) else 0.0)


def _draw_loop(page: Page, loop: BoardLoop, left: float, top: float, height: float) -> None:
    draw_zone(page, loop.zone, left + 1.0, top + 2.0, 4.4)
    at = left + 8.0
    _draw_beside(page, Words(SheetField.ITEM, loop.item_code, _TEXT, Weight.SEMIBOLD), at, top, _ITEM_WIDTH - 2.0)
    place = Words(SheetField.STATION, f"→ {loop.consumer_name}", _TEXT, grey=QUIET)
    _draw_beside(page, place, at + _ITEM_WIDTH, top, _PLACE_WIDTH - 2.0)
    for number, slot in enumerate(loop.slots[:_MOST_SLOTS]):
        row, column = divmod(number, _SLOTS_A_LINE)
        _draw_slot(page, slot, left + _SLOTS_LEFT + column * _SLOT, top + 0.8 + row * (_SLOT + 1.0))
    if len(loop.slots) > _MOST_SLOTS:
        more = _("and {count} more").format(count=len(loop.slots) - _MOST_SLOTS)
        below = top + 0.8 + _MOST_SLOTS // _SLOTS_A_LINE * (_SLOT + 1.0)
        _draw_beside(page, Words(SheetField.NUMBER, more, _TEXT), left + _SLOTS_LEFT, below, _SLOTS_A_LINE * _SLOT)
    here = Words(SheetField.QUANTITY, wording.amount(loop.here, loop.decimals, loop.unit), _TEXT, Weight.MEDIUM)
    _draw_beside(page, here, left + _COLUMN - _HERE_WIDTH - 1.0, top, _HERE_WIDTH, right=True)
    page.line(((left, top + height - 0.4), (left + _COLUMN, top + height - 0.4)), 0.15, HAIR)


def _draw_beside(page: Page, words: Words, left: float, top: float, wide: float, *, right: bool = False) -> None:
    """A text whose middle is that of the first line of slots."""
    above = max(0.6, 0.8 + (_SLOT - 1.0 - fitted(words, wide).height_mm) / 2)
    draw_words(page, words, left, top + above, wide, right=right)


def _draw_slot(page: Page, slot: Slot, left: float, top: float) -> None:
    """One card: a filled box is full, half of it in use; a ring of lines calls; its mark stands in the corner."""
    side = _SLOT - 1.0
    grey = 0.0
    if slot.state is CardState.FULL:
        page.fill(left, top, side, side, 0.25)
        grey = 1.0
    elif slot.state is CardState.IN_USE:
        page.fill(left, top + side / 2, side, side / 2, 0.75)
        page.frame(left, top, side, side, 0.3)
    elif slot.state is CardState.IN_PROCESS:
        page.frame(left + 0.3, top + 0.3, side - 0.6, side - 0.6, 0.3)
        page.frame(left + 0.95, top + 0.95, side - 1.9, side - 1.9, 0.25)
    elif slot.state is CardState.IN_TRANSIT:
        points = ((0.0, 0.3), (0.72, 0.3), (1.0, 0.5), (0.72, 0.7), (0.0, 0.7))
        stretched = ((left + x * side, top + side * (y - 0.5) * 2.2 + side / 2) for x, y in points)
        page.shape(stretched, filled=False, line=0.45)
    elif slot.state is CardState.NEW:
        edge = ((0.1, 0.1), (side - 0.1, 0.1), (side - 0.1, side - 0.1), (0.1, side - 0.1), (0.1, 0.1))
        page.line(((left + x, top + y) for x, y in edge), 0.2, HAIR, dashed=True)
        grey = HAIR
    else:
        thick = 0.7 if slot.state is CardState.RELEASED else 0.2
        page.frame(left + thick / 2, top + thick / 2, side - thick, side - thick, thick)
    text = str(slot.number)
    size = min(capital(2.2), (side - 2.8) / width(text, Weight.SEMIBOLD))
    shift = (side - width(text, Weight.SEMIBOLD) * size) / 2 - (0.4 if slot.state is CardState.IN_TRANSIT else 0.0)
    # A mark takes the upper right corner, so the number makes room.
    aside, down = (0.7, 1.0) if slot.mark is not None else (0.0, 0.0)
    page.text(left + shift - aside, top + side / 2 + 1.1 + down, size, Weight.SEMIBOLD, text, grey)
    if slot.mark is not None:
        letter = _MARK_SIGNS[slot.mark]
        page.fill(left + side - 2.4, top - 0.4, 2.8, 2.8)
        small = capital(1.9)
        inset = (2.8 - width(letter, Weight.BOLD) * small) / 2
        page.text(left + side - 2.4 + inset, top - 0.4 + 2.35, small, Weight.BOLD, letter, 1.0)


def _draw_legend(page: Page, left: float, top: float, wide: float) -> None:
    """One of each state with its word, and the signs of the marks; a second line where one is too short."""
    at = left
    for sign, text in _legend():
        beside = 0.0 if sign is None else _SLOT + 0.8
        long = beside + width(text, Weight.REGULAR) * _LEGEND_SIZE
        if at + long > left + wide:
            at, top = left, top + _SLOT + 1.0
        if isinstance(sign, Zone):
            draw_zone(page, sign, at + 1.4, top + 1.0, 4.4)
        elif sign is not None:
            _draw_slot(page, Slot(1, sign, None), at, top)
        page.text(at + beside, top + 4.3, _LEGEND_SIZE, Weight.REGULAR, text, QUIET)
        at += long + 4.0


def _legend() -> list[tuple[CardState | Zone | None, str]]:
    """Zones and states with their words, marks with their signs."""
    calling = (CardState.EMPTY, CardState.RELEASED, CardState.IN_PROCESS, CardState.IN_TRANSIT)
    states = (CardState.FULL, CardState.IN_USE, *calling, CardState.NEW)
    marks = {
        Mark.ON_HOLD: _("on hold"),
        Mark.URGENT: _("urgent"),
        Mark.LATE: _("late"),
        Mark.SHORT_AT_SOURCE: _("short at source"),
    }
    signs = [(None, f"{_MARK_SIGNS[mark]} {word}") for mark, word in marks.items()]
    zones = [(zone, wording.zone_word(zone)) for zone in (Zone.RED, Zone.YELLOW, Zone.GREEN)]
    return [*zones, *((state, wording.state(state)) for state in states), *signs]


# -- cut into pages ----------------------------------------------------------------------------------------------------


def _tile_for(size: Size) -> Size:
    """A4 upright or lying, whichever needs fewer pages."""
    upright = SIZES["A4"]
    return min((upright, upright.turned), key=lambda tile: len(list(_tiles(size, tile))))


def _tiles(size: Size, tile: Size) -> Iterator[tuple[int, int, float, float]]:
    """(row, column, left, top) of each piece; neighbours overlap, so that they can be glued."""
    wide, high = tile.width - 2 * _TILE_MARGIN, tile.height - 2 * _TILE_MARGIN
    columns = max(1, -int(-(size.width - _OVERLAP) // (wide - _OVERLAP)))
    rows = max(1, -int(-(size.height - _OVERLAP) // (high - _OVERLAP)))
    for row in range(rows):
        for column in range(columns):
            yield row, column, column * (wide - _OVERLAP), row * (high - _OVERLAP)


def _cut(pages: Pages, operators: str, size: Size) -> None:
    tile = pages.size
    wide, high = tile.width - 2 * _TILE_MARGIN, tile.height - 2 * _TILE_MARGIN
    for row, column, left, top in _tiles(size, tile):
        page = pages.begin()
        name = _("row {row}, page {column}").format(row=row + 1, column=column + 1)
        page.entries.append((name, 0))
        clip = " ".join(map(decimal, (_TILE_MARGIN, _TILE_MARGIN, wide, high)))
        x, y = _TILE_MARGIN - left, tile.height - _TILE_MARGIN - (size.height - top)
        page.raw(f"q {clip} re W n 1 0 0 1 {decimal(x)} {decimal(y)} cm\n{operators}\nQ")
        page.frame(_TILE_MARGIN, _TILE_MARGIN, wide, high, 0.15, HAIR)
        page.text(_TILE_MARGIN, tile.height - 3.0, capital(1.6), Weight.REGULAR, name, QUIET)
