"""The ways to what a plant holds: cards by code, items and stations by name; and what a window offers by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sized
from functools import partial
from itertools import islice

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from kanban_app.domain import codes
from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card
from kanban_app.domain.loops import Loop
from kanban_app.domain.stations import Station
from kanban_app.domain.structure import Structure
from kanban_app.gui.look.widgets import Button
from kanban_app.gui.palette.commands import Command, Finder, plain
from kanban_app.i18n import _

# So many letters of a code or name tell enough.
_LEAST_CODE, _LEAST_NAME = 3, 2
_MOST_OF_A_KIND = 12


def plant_finder(
    board: Callable[[], Board | None], show_card: Callable[[int], object], show_station: Callable[[int], object]
) -> Finder:
    """Finds in the board that is open at the time. Both calls get an id."""
    codes_of, names_of = _Codes(), _Names()

    def find(typed: str) -> Iterator[Command]:
        found = board()
        if found is None:
            return
        for card in codes_of.beginning_with(found, typed):
            item = found.structure.item_of(found.structure.loops[card.loop_id]).code
            text = _("Card {code}, {item}").format(code=codes.spaced(card.code), item=item)
            yield Command(f"card {card.id}", text, "", partial(show_card, card.id), group=_("Card"))
        wanted = plain(typed).strip()
        if len(wanted) >= _LEAST_NAME:
            names_of.keep(found.structure)
            yield from names_of.stations(wanted, show_station)
            yield from names_of.loops(found, wanted, show_card)

    return find


class _Codes:
    """Every code of a board in one text: it finds a beginning in 50,000 cards in less than a millisecond."""

    def __init__(self) -> None:
        self._board: Board | None = None
        self._cards: list[Card] = []
        self._known_count = -1
        self._text = ""

    def beginning_with(self, board: Board, typed: str) -> Iterator[Card]:
        wanted = "".join(typed.split()).replace("-", "").upper()
        if len(wanted) < _LEAST_CODE or not all(character in codes.ALPHABET for character in wanted):
            return
        self._keep(board)
        place = -1
        for _count in range(_MOST_OF_A_KIND):
            place = self._text.find("\n" + wanted, place + 1)
            if place < 0:
                return
            yield self._cards[place // (codes.CODE_LENGTH + 1)]

    def _keep(self, board: Board) -> None:
        """A card never leaves a board nor changes its code; new ones come."""
        known = board.cards()
        known_count = len(known) if isinstance(known, Sized) else -1
        if board is not self._board or known_count != self._known_count:
            self._board, self._known_count = board, known_count
            self._cards = [card for card in known if len(card.code) == codes.CODE_LENGTH]
            self._text = "".join(["\n" + card.code for card in self._cards])


class _Names:
    """The names of a structure as they are compared, made once for each."""

    def __init__(self) -> None:
        self._structure: Structure | None = None
        self._stations: list[tuple[str, Station]] = []
        self._items: list[tuple[str, int]] = []
        self._loops_of: dict[int, list[Loop]] = {}

    def keep(self, structure: Structure) -> None:
        if structure is not self._structure:
            self._structure = structure
            self._stations = [(plain(station.name), station) for station in structure.stations.values()]
            items = structure.items_in_sight()
            self._items = [(plain(f"{item.code}\n{item.description}"), item.id) for item in items]
            self._loops_of = {}
            for loop in structure.loops.values():
                self._loops_of.setdefault(loop.item_id, []).append(loop)

    def stations(self, wanted: str, show_station: Callable[[int], object]) -> Iterator[Command]:
        found = (station for name, station in self._stations if wanted in name)
        for station in islice(found, _MOST_OF_A_KIND):
            call = partial(show_station, station.id)
            yield Command(f"station {station.id}", station.name, "", call, group=_("Station"))

    def loops(self, board: Board, wanted: str, show_card: Callable[[int], object]) -> Iterator[Command]:
        """The loops of the items that fit: each leads to its first card on the board."""
        fitting = (loop for name, item_id in self._items if wanted in name for loop in self._loops_of.get(item_id, ()))
        with_cards = ((loop, board.row(loop.id).cards) for loop in fitting)
        structure = board.structure
        for loop, cards in islice(((loop, cards) for loop, cards in with_cards if cards), _MOST_OF_A_KIND):
            text = _("{item}, {source} to {consumer}").format(
                item=structure.items[loop.item_id].code,
                source=structure.stations[loop.source_id].name,
                consumer=structure.stations[loop.consumer_id].name,
            )
            yield Command(f"loop {loop.id}", text, "", partial(show_card, cards[0].id), group=_("Item"))


def commands_of(window: QWidget) -> list[Command]:
    """What a window offers by itself: actions, shortcuts that say what they do (whatsThis), buttons in sight."""
    found: dict[str, Command] = {}
    for command in (*_of_actions(window), *_of_shortcuts(window), *_of_buttons(window)):
        found.setdefault(plain(command.text), command)
    return list(found.values())


def _of_actions(window: QWidget) -> Iterator[Command]:
    for action in window.findChildren(QAction):
        text = _without_marks(action.text())
        if text and not action.isSeparator() and action.menu() is None:
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Command(f"action {text}", text, key, action.trigger, partial(_can_trigger, action))


def _can_trigger(action: QAction) -> bool:
    return isValid(action) and action.isEnabled() and action.isVisible()


def _of_shortcuts(window: QWidget) -> Iterator[Command]:
    for shortcut in window.findChildren(QShortcut):
        if shortcut.whatsThis():
            key = shortcut.key().toString(QKeySequence.SequenceFormat.NativeText)
            yield Command(
                f"key {key}", shortcut.whatsThis(), key, shortcut.activated.emit, partial(_can_fire, shortcut)
            )


def _can_fire(shortcut: QShortcut) -> bool:
    if not isValid(shortcut):
        return False
    holder = shortcut.parent()
    return shortcut.isEnabled() and isinstance(holder, QWidget) and holder.isVisible()


def _of_buttons(window: QWidget) -> Iterator[Command]:
    for button in window.findChildren(Button):
        text = _without_marks(button.text())
        if text and button.isVisible() and button.isEnabled():
            key = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            possible = partial(_can_click, button)
            yield Command(f"button {text}", text, key, button.click, possible, group=_("On this screen"))


def _can_click(button: Button) -> bool:
    return isValid(button) and button.isVisible() and button.isEnabled()


def _without_marks(text: str) -> str:
    """A text without the & before its underlined letter."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").strip()
