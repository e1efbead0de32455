"""One person's walk: what is seen is shown at once, written down beside the window, and looked over beside it too."""

from __future__ import annotations

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from kanban_app.domain import codes
from kanban_app.domain.board import Board
from kanban_app.domain.card_walk import Place, Sighting, Walk, places_of, sighting_of
from kanban_app.domain.cards import Card
from kanban_app.domain.structure import Structure
from kanban_app.gui.card_walk import words
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.sounds import Sound
from kanban_app.i18n import _
from kanban_app.operations.walking import Overview, WalkBook, look_over

log = logging.getLogger(__name__)


class Walker(QObject):
    """`loaded` says that it is known whether a walk goes on; `changed` that something was seen or looked over.

    `told` carries the answer to a scan: its sign, what is true, and what to do.
    """

    loaded = Signal()
    changed = Signal()
    told = Signal(object, str, str)

    def __init__(self, tools: Tools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.walk: Walk | None = None
        self.overview = Overview((), {}, ())
        self.place: Place | None = None
        self.is_loaded = False
        self.ended: Walk | None = None
        self._book: WalkBook | None = None
        self._is_looking = False
        self._look_again = False

    # -- beginning and end -----------------------------------------------------------------------------------------

    def load(self) -> None:
        """Go on with the walk that this terminal did not end."""
        shop = self._tools.link.shop
        if shop is None or self._book is not None:
            return
        path = self._tools.settings.path
        self._book = WalkBook(path.parent if path else None, str(shop.place), shop.plant.created_at)
        self._tools.link.when_done(self._tools.tasks.on_worker(self._book.load), self._on_loaded)

    def _on_loaded(self, walk: Walk | None) -> None:
        self.is_loaded = True
        self.walk = walk
        self.loaded.emit()
        self.look()

    def begin(self, station_ids: frozenset[int]) -> None:
        """Set out; no station named means all of them."""
        if self._book is None:
            return
        self.walk, self.place, self.ended = Walk(self._tools.clock(), station_ids), None, None
        self._book.begin(self.walk)
        self._write()
        self.changed.emit()
        self.look()

    def end(self) -> None:
        """The walk is over."""
        if self._book is not None:
            self._book.end()
            self._write()
        self.ended = self.walk
        self.walk, self.place, self.overview = None, None, Overview((), {}, ())
        self.changed.emit()

    def take_up(self) -> None:
        """Go on with the walk that was just ended, as if it had not been."""
        walk, book = self.ended, self._book
        if walk is None or book is None or self.walk is not None:
            return
        self.walk, self.ended = walk, None
        book.begin(walk)
        for sighting in walk.sightings:
            book.see(sighting)
        for card_id, (left, event) in walk.counted.items():
            book.count(card_id, left, event)
        for place in walk.done:
            book.finish(place, done=True)
        self._write()
        self.changed.emit()
        self.look()

    # -- what is seen ----------------------------------------------------------------------------------------------

    def board(self) -> Board | None:
        """The plant's board."""
        return self._tools.link.board

    def structure(self) -> Structure | None:
        """Stations and loops as the board has them."""
        board = self.board()
        return board.structure if board is not None else None

    def sightings_at(self, place: Place) -> dict[int, Sighting]:
        """What was seen at a place, by card."""
        found = self.walk.sightings if self.walk is not None else ()
        return {sighting.card_id: sighting for sighting in found if sighting.place == place}

    def take_scan(self, text: str) -> bool:
        """A card was scanned where the person stands. False where no walk goes on: the scan is somebody else's."""
        board = self.board()
        if self.walk is None or board is None:
            return False
        try:
            card = board.card_by_code(codes.parse(text))
        except codes.CodeError:
            card = None
        if self.place is None:
            self._tell(AnswerSign.REFUSED, Sound.REFUSED, _("Choose a place first."), _("Then scan what hangs there."))
        elif card is None:
            shown = " ".join(text.split())[:40]
            headline = _("No card has the code {code}.").format(code=shown)
            self._tell(AnswerSign.REFUSED, Sound.REFUSED, headline, _("Nothing was changed. Scan it again."))
        else:
            self._see_scanned(card, self.place, board.structure)
        return True

    def _see_scanned(self, card: Card, place: Place, structure: Structure) -> None:
        again = card.id in self.sightings_at(place)
        if not again:
            self.see(card)
        fits = place in places_of(card, structure)
        headline, detail = words.seen(card, place, fits, places_of(card, structure), structure)
        if again:
            detail = _("It was seen here before. A second paper of it: press Two papers.")
            self._tell(AnswerSign.NO_OP, Sound.NO_OP, headline, detail)
        elif fits:
            self._tell(AnswerSign.ACCEPTED, Sound.ACCEPTED, headline, detail)
        else:
            self._tell(AnswerSign.WARNED, Sound.WARNED, headline, detail)

    def _tell(self, sign: AnswerSign, sound: Sound, headline: str, detail: str) -> None:
        self._tools.sounds.play(sound)
        self.told.emit(sign, headline, detail)

    def see(self, card: Card, *, old_paper: bool = False) -> None:
        """Take down that a card's paper hangs where the person stands."""
        structure = self.structure()
        if self.place is not None and structure is not None:
            self._take_down(sighting_of(card, self.place, self._tools.clock(), structure, old_paper=old_paper))

    def take_back(self, sighting: Sighting) -> None:
        """It was not seen after all."""
        self._take_down(replace(sighting, is_taken_back=True))

    def _take_down(self, sighting: Sighting) -> None:
        if self.walk is None or self._book is None:
            return
        self.walk.see(sighting)
        self._book.see(sighting)
        self._write()
        self.changed.emit()
        self.look()

    def count(self, card: Card, left: int | None) -> None:
        """So many steps were counted in a container; None: not counted after all."""
        if self.walk is None or self._book is None:
            return
        self.walk.count(card.id, left, card.last_event)
        self._book.count(card.id, left, card.last_event)
        self._write()
        self.changed.emit()
        self.look()

    def go_to(self, place: Place) -> None:
        """The person stands here now."""
        self.place = place
        self.changed.emit()

    def finish(self, place: Place, *, done: bool = True) -> None:
        """All that hangs here was seen."""
        if self.walk is None or self._book is None:
            return
        (self.walk.done.add if done else self.walk.done.discard)(place)
        self._book.finish(place, done=done)
        self._write()
        self.look()

    def next_place(self) -> Place | None:
        """The first place after this one that is not done; else the first of all that is not."""
        if self.walk is None:
            return None
        order = [stop.place for stop in self.overview.stops]
        start = order.index(self.place) + 1 if self.place in order else 0
        return next((place for place in (*order[start:], *order[:start]) if place not in self.walk.done), None)

    # -- beside the window -----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look the walk over as it is now; one look at a time."""
        board = self.board()
        if self.walk is None or board is None:
            return
        if self._is_looking:
            self._look_again = True
            return
        self._is_looking, self._look_again = True, False
        taken = replace(
            self.walk, sightings=list(self.walk.sightings), done=set(self.walk.done), counted=dict(self.walk.counted)
        )
        cards = {card.id: card for card in board.cards()}
        asked = self._tools.tasks.on_worker(look_over, taken, cards, board.structure)
        self._tools.link.when_done(asked, self._on_looked)

    def _on_looked(self, overview: Overview) -> None:
        self._is_looking = False
        if self.walk is not None:
            self.overview = overview
            if self.place is None or all(stop.place != self.place for stop in overview.stops):
                self.place = self.next_place()
        self.changed.emit()
        if self._look_again:
            self.look()

    def _write(self) -> None:
        if self._book is not None:
            written = self._tools.tasks.on_worker(self._book.flush)
            self._tools.link.when_done(written, _nothing, self._on_not_written)

    def _on_not_written(self, problem: BaseException) -> None:
        """The walk goes on; only a crash would lose it."""
        log.warning("the walk cannot be written down: %s", problem)
        self._tools.tell(_("The walk cannot be written down here. Finish it before you close the window."), "warn")


def _nothing(_done: object) -> None:
    """Written: nobody waits for it."""
