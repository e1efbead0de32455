"""A sheet's values to PDF. Nothing is drawn before everything on it is known to stand there."""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.domain.paper_sheets import (
    BoardStation,
    HandOver,
    Label,
    NetworkDown,
    Sheet,
    SheetKind,
    StationCards,
)
from kanban_app.i18n import _
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.flow import Cancelled, Flow, Head, Progress, Work
from kanban_app.printing.sheets.hand_over import write_hand_over
from kanban_app.printing.sheets.labels import write_labels
from kanban_app.printing.sheets.lists import nothing, write_lists
from kanban_app.printing.sheets.network_down import write_network_down
from kanban_app.printing.sheets.pages import Pages
from kanban_app.printing.sheets.poster import render_poster
from kanban_app.printing.sheets.sizes import SIZES


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF and how many pages it has."""

    data: bytes
    page_count: int


def render_sheet(
    sheet: Sheet,
    size: str = "A4",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    tiled: bool = False,
) -> Rendered:
    """The sheet in the language in use, on a size of SIZES; a poster lies, `tiled` cuts it into A4 pages.

    `progress` is told (rows done, rows in all), `cancelled` asked before each. The same input in the same language and
    time zone gives the same bytes. Raises KeyError for an unknown size, SheetRefused for a text that cannot stand on
    paper, PrintCancelled when stopped.
    """
    paper, content = SIZES[size], sheet.content
    work = Work(_row_count(sheet), progress, cancelled)
    title = wording.titles()[sheet.kind]
    if isinstance(content, HandOver):
        flow = Flow(_head(sheet), paper, work)
        write_hand_over(flow, content)
    elif isinstance(content, NetworkDown):
        flow = Flow(_head(sheet), paper, work)
        write_network_down(flow, content, wording.stamp(sheet.read_at))
    elif sheet.kind is SheetKind.POSTER:
        stations = [part for part in content if isinstance(part, BoardStation)]
        return Rendered(*render_poster(stations, sheet, paper, work, tiled=tiled))
    elif sheet.kind in (SheetKind.BADGES, SheetKind.LOCATION_LABELS):
        pages = Pages(f"{title} · {sheet.plant_name}", paper, sheet.read_at)
        write_labels(pages, [part for part in content if isinstance(part, Label)], sheet.kind, work)
        if not pages.pages:
            pages.begin()
        return Rendered(pages.finished(), len(pages.pages))
    else:
        flow = Flow(_head(sheet), paper, work)
        lists = [part for part in content if isinstance(part, StationCards)]
        write_lists(flow, sheet, lists)
        if not lists:
            flow.sentence(nothing(sheet.kind))
    return Rendered(*flow.finished())


def _head(sheet: Sheet) -> Head:
    printed = _("as of {time}").format(time=wording.full_stamp(sheet.read_at))
    return Head(wording.titles()[sheet.kind], sheet.plant_name, printed, sheet.read_at)


def _row_count(sheet: Sheet) -> int:
    """How many rows there will be, for the progress."""
    content = sheet.content
    if isinstance(content, HandOver):
        return sum(len(one.notes) + len(one.troubled) + len(one.made) for one in content.stations)
    if isinstance(content, NetworkDown):
        board = sum(len(one.loops) for one in content.board)
        forms = (len(one.next_cards) + len(one.leaving) + len(one.arriving) for one in content.stations)
        return board + sum(forms)
    count = 0
    for part in content:
        if isinstance(part, StationCards):
            count += len(part.waiting) + len(part.working)
        else:
            count += len(part.loops) if isinstance(part, BoardStation) else 1
    return count
