"""The plant's other papers: reading what they say in one moment, and putting them into a file. Nothing is booked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kanban_app import i18n
from kanban_app.domain.board import Board
from kanban_app.domain.paper_sheets import STATIONS_OF, Content, Label, NetworkDown, Sheet, SheetKind, SheetWish
from kanban_app.domain.stations import Station
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.papers_hand_over import read_hand_over
from kanban_app.operations.papers_telling import SheetTeller
from kanban_app.operations.persons import list_persons
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards

_MOST_NAMES = 12


class SheetProblem(StrEnum):
    """Why a paper cannot be made."""

    WRONG_STATION = "wrong_station"
    UNKNOWN_PERSON = "unknown_person"
    NO_BADGE = "no_badge"
    NOT_PRINTABLE = "not_printable"


class SheetError(ValueError):
    """A paper that is refused; nothing was made. `said` is the whole sentence, in the language in use."""

    def __init__(self, problem: SheetProblem, said: str) -> None:
        super().__init__(said)
        self.problem = problem
        self.said = said


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A finished paper: its bytes and the codes on it."""

    data: bytes
    codes: tuple[str, ...]
    page_count: int


# -- what it says ------------------------------------------------------------------------------------------------------


def read_sheet(session: Session, wish: SheetWish, now: datetime) -> Sheet:
    """Everything that the paper says, in one view of the plant. Raises SheetError for a wish that has no paper."""
    with session.database.read():
        session.head()
        stations = stations_for(session, wish)
        if wish.kind is SheetKind.BADGES:
            content: Content = _badges(session, wish.person)
        elif wish.kind is SheetKind.LOCATION_LABELS:
            content = _location_labels(session, stations)
        else:
            content = _of_board(session, wish, stations, now)
        return Sheet(wish.kind, session.plant.name, session.plant.language, now, content)


def stations_for(session: Session, wish: SheetWish) -> list[Station]:
    """The stations that the paper is about, in flow order. Raises SheetError for a station of another kind."""
    structure = session.structure
    kinds = STATIONS_OF.get(wish.kind, frozenset())
    ordered = (structure.stations[station_id] for station_id in structure.flow_order())
    fitting = [station for station in ordered if station.kind in kinds]
    if wish.station_id is None:
        return fitting
    station = structure.stations[wish.station_id]
    if kinds and station.kind not in kinds:
        names = ", ".join(one.name for one in fitting[:_MOST_NAMES]) or _("none here")
        said = _("{station} is a {kind}. Nothing was made. This paper is made for: {names}")
        text = said.format(station=station.name, kind=words.station_kind(station.kind), names=names)
        raise SheetError(SheetProblem.WRONG_STATION, text)
    return [station]


def _of_board(session: Session, wish: SheetWish, stations: list[Station], now: datetime) -> Content:
    board = Board(session.structure, read_cards(session.database))
    teller = SheetTeller(board, now)
    if wish.kind is SheetKind.POSTER:
        return teller.board()
    if wish.kind is SheetKind.NETWORK_DOWN:
        return NetworkDown(teller.board(), tuple(teller.forms(station) for station in stations))
    if wish.kind is SheetKind.HAND_OVER:
        return read_hand_over(session, board, teller, stations, wish.hours, now)
    single = wish.station_id is not None
    found = (teller.station_cards(station) for station in stations)
    return tuple(part for part in found if single or part.waiting or part.working)


def _badges(session: Session, person: str) -> tuple[Label, ...]:
    listed = list_persons(session.database)
    wanted = [one for one in listed if not person or one.name.casefold() == person.strip().casefold()]
    if person and not wanted:
        said = _("Nobody here is called {name}. Nothing was made.").format(name=person)
        raise SheetError(SheetProblem.UNKNOWN_PERSON, said)
    if person and not wanted[0].badge:
        said = _("{name} has no badge yet. Give one in the settings, then print it.").format(name=wanted[0].name)
        raise SheetError(SheetProblem.NO_BADGE, said)
    with i18n.speaking(session.plant.language):
        roles = {True: _("supervisor"), False: _("operator")}
    return tuple(Label(one.name, roles[one.supervisor], one.badge) for one in wanted if one.badge)


def _location_labels(session: Session, stations: list[Station]) -> tuple[Label, ...]:
    return tuple(Label(station.name, station.location, station.name) for station in stations)


# -- on paper ----------------------------------------------------------------------------------------------------------


def sheet_names() -> dict[SheetKind, str]:
    """The papers as people call them, in the order in which they are offered."""
    return {
        SheetKind.PULL_SHEET: _("Pull sheet for a supplier"),
        SheetKind.PICK_LIST: _("Pick list of a store"),
        SheetKind.QUEUE: _("Queue of a workstation"),
        SheetKind.HAND_OVER: _("Shift hand-over"),
        SheetKind.LOCATION_LABELS: _("Labels of stations"),
        SheetKind.BADGES: _("Badges"),
        SheetKind.POSTER: _("Board as a poster"),
        SheetKind.NETWORK_DOWN: _("Network-down pack"),
    }


def nothing_on(sheet: Sheet) -> str:
    """Why there is nothing on this paper, in a sentence, and the next step where there is one."""
    return {
        SheetKind.PULL_SHEET: _("Nothing waits to be sent from here."),
        SheetKind.PICK_LIST: _("Nothing waits to be sent from here."),
        SheetKind.QUEUE: _("Nothing waits to be made here."),
        SheetKind.HAND_OVER: _("There is no station to hand over. Add one under Loops and items."),
        SheetKind.LOCATION_LABELS: _("There are no stations yet. Add one under Loops and items."),
        SheetKind.BADGES: _("Nobody has a badge yet. Give badges in the settings."),
        SheetKind.POSTER: _("There are no loops yet. Add one under Loops and items."),
        SheetKind.NETWORK_DOWN: _("There are no stations yet. Add one under Loops and items."),
    }[sheet.kind]


def draw_sheet(
    sheet: Sheet,
    size: str = "A4",
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    tiled: bool = False,
) -> DrawnSheet:
    """The paper as a PDF, in the plant's language. `size` is one of printing.sheets.sizes.SIZES; `tiled` cuts a poster
    into A4 pages. Touches no database, so any thread may do it. Raises SheetError for what cannot stand on paper and
    PrintCancelled when it was stopped.
    """
    from kanban_app.printing.sheets.refusing import SheetRefused
    from kanban_app.printing.sheets.render import render_sheet

    try:
        with i18n.speaking(sheet.language):
            drawn = render_sheet(sheet, size, progress, cancelled, tiled=tiled)
    except SheetRefused as refusal:
        raise SheetError(SheetProblem.NOT_PRINTABLE, refusal.sentence()) from refusal
    return DrawnSheet(drawn.data, sheet.codes(), drawn.page_count)


def save_sheet(data: bytes, target: Path) -> Path:
    """Put a finished paper into a file that appears whole or not at all. Raises OSError as it came."""
    from kanban_app.files import write_whole

    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)
    return target


def own_name(sheet: Sheet, folder: Path) -> Path:
    """A name of its own in a folder, from the paper's kind and time only: no text of a person becomes a path."""
    stem = f"{sheet.read_at:%Y%m%dT%H%M%S}-{sheet.kind.value}"
    path, copy = folder / f"{stem}.pdf", 2
    while path.exists():
        path, copy = folder / f"{stem}-{copy}.pdf", copy + 1
    return path


def print_folder(session: Session, plant_path: Path) -> Path:
    """Where papers go that are printed into the plant's folder."""
    from kanban_app.operations.papers import folder_of

    return folder_of(session, plant_path)
