"""The station screen: head, scan strip, take from here, make next, bar. Wires them to the plant; paints nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.changes import Answer, Changes, Outcome
from kanban_app.domain.events import CardEvent
from kanban_app.gui.look import chips, fonts, theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.look.widgets import Rule
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.sounds import Sound
from kanban_app.gui.station import situation
from kanban_app.gui.station.answer_texts import answer_to, idle_answer, last_booking
from kanban_app.gui.station.asking import Asking
from kanban_app.gui.station.bar import StationBar
from kanban_app.gui.station.booker import StationBooker
from kanban_app.gui.station.head import StationHead
from kanban_app.gui.station.keys import add_keys
from kanban_app.gui.station.measures import COMPACT, is_upright, measures_for
from kanban_app.gui.station.next_steps import NextSteps
from kanban_app.gui.station.notes import NoteBar, NotesAtStation
from kanban_app.gui.station.people import PeopleAtStation
from kanban_app.gui.station.queue_rows import making_rows, queue_rows, queue_words
from kanban_app.gui.station.seat import Seat
from kanban_app.gui.station.side import MakePanel, TakePanel
from kanban_app.gui.station.strip import ScanStrip, StripAnswer
from kanban_app.gui.station.take_rows import take_rows
from kanban_app.gui.station.talk import StripTalk
from kanban_app.gui.station.taps import Taps
from kanban_app.operations.wording import card_name

SECOND_MS = 1_000
REFRESH_EVERY_S = 20

_SOUNDS = {
    AnswerSign.ACCEPTED: Sound.ACCEPTED,
    AnswerSign.WARNED: Sound.WARNED,
    AnswerSign.REFUSED: Sound.REFUSED,
    AnswerSign.NO_OP: Sound.NO_OP,
}


class StationScreen(Seat):
    """One station, live."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link, self.settings, self.sounds, self.clock = tools.link, tools.settings, tools.sounds, tools.clock
        self.station_id: int | None = None
        self.outcome: Outcome | None = None
        self._last: tuple[CardEvent, str] | None = None
        self._seconds = 0
        self.booker = StationBooker(self.link, self.settings, self.clock, self)
        self.head = StationHead()
        self.strip = ScanStrip()
        self.take = TakePanel()
        self.make = MakePanel()
        self.bar = StationBar()
        self.talk = StripTalk(self.strip, self._idle_answer, self.clock, self._on_idle)
        self.asking = Asking(self)
        self.taps = Taps(self, self.asking)
        self.next_steps = NextSteps(self, self.asking)
        self.people = PeopleAtStation(self)
        self.note_bar = NoteBar()
        self.notes = NotesAtStation(self, self.note_bar)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._connect()
        keys: dict[str, Callable[[], object]] = {
            "F2": self.type_a_code,
            "F8": self.undo,
            "Ctrl+Z": self.undo,
            "F5": self.asking.count,
            "F6": self.asking.extra_card,
            "F9": self.next_steps.help,
            "F12": self.take_blue,
            "Ctrl+Shift+L": self.people.ask,
            "Ctrl+Shift+N": self.notes.ask,
        }
        add_keys(self, keys, self.taps.act_on_row, self.taps.open_row)
        self._ticking = QTimer(self)
        self._ticking.setInterval(SECOND_MS)
        self._ticking.timeout.connect(self._on_second)

    # -- layout --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Rule())
        column.addWidget(self.note_bar)
        self._body = QVBoxLayout()
        self._panels = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._panels.addWidget(self.take, 56)
        self._panels.addWidget(self.make, 44)
        self._body.addWidget(self.strip)
        self._body.addLayout(self._panels, 1)
        self._body.addWidget(self.bar)
        column.addLayout(self._body, 1)
        for part in (self.take, self.make):
            part.setMinimumSize(1, 1)
        order = (
            self.strip.code_field,
            self.strip.primary,
            self.strip.secondary,
            self.strip.undo,
            self.make.making,
            self.make.list,
            self.take.list,
            *self.bar.buttons.values(),
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        large = self.settings.large_targets
        measures = measures_for(self.size(), fonts.zoom(), large=large) if self.width() > 100 else COMPACT
        gap = theme.px(measures.gap)
        self._body.setContentsMargins(gap, gap, gap, gap if measures.wide else theme.px(12))
        self._body.setSpacing(gap)
        self._panels.setSpacing(gap)
        upright = is_upright(self.size())
        # Upright, what must be made stands above what may be taken.
        self._panels.setDirection(QBoxLayout.Direction.BottomToTop if upright else QBoxLayout.Direction.LeftToRight)
        for part in (self.head, self.strip, self.take, self.make, self.bar):
            part.set_measures(measures)

    # -- wiring --------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.link.changed.connect(self._on_changed)
        self.link.board_read.connect(self._on_board_read)
        self.link.help_changed.connect(self._show_head)
        self.booker.seen.connect(self.talk.seen)
        self.booker.answered.connect(self._on_answered)
        self.booker.failed.connect(self.next_steps.on_failed)
        self.booker.busy_changed.connect(self._on_busy)
        self.strip.primary_pressed.connect(self.next_steps.take)
        self.strip.secondary_pressed.connect(self.clear)
        self.strip.undo_pressed.connect(self.undo)
        self.strip.code_entered.connect(self._on_code_entered)
        self.bar.pressed.connect(self._on_bar)
        self.head.station_pressed.connect(self.picker_asked)
        self.head.person_pressed.connect(self.people.ask)
        self.head.note_pressed.connect(self.notes.ask)
        self.head.sound_pressed.connect(self._unmute)
        self.settings.watch(self._on_setting)
        theme.news().changed.connect(self._arrange)

    # -- the station ---------------------------------------------------------------------------------------------

    def set_station(self, station_id: int) -> None:
        """Be the screen of this station."""
        self.station_id = self.booker.station_id = station_id
        self.outcome, self._last = None, None
        self.clear()
        self._on_board_read()
        self.notes.show()
        self.bar.set_undo(possible=self.booker.can_undo())
        self._read_last()

    def take_scan(self, text: str) -> None:
        """A scanner sent this: a badge or a card. Whatever is open stays open; the strip answers."""
        if not self.people.take_badge(text):
            self.booker.scan(text)

    def _on_code_entered(self, text: str) -> None:
        self.strip.code_field.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.take_scan(text)

    def _read_last(self) -> None:
        shop = self.link.shop
        if shop is not None:
            self.link.when_done(shop.history(limit=60), self._on_history)

    def _on_history(self, lines: list) -> None:
        for line in lines:
            if line.event.station_id == self.station_id and line.event.cause is None:
                if self._last is None or self._last[0].seq < line.event.seq:
                    self._note_last(line.event)
                return

    def _note_last(self, event: CardEvent) -> None:
        board = self.link.board
        card = board.card(event.card_id) if board is not None else None
        if board is not None and card is not None:
            self._last = (event, card_name(card, board.structure))
            self.talk.refresh_idle()

    # -- what arrives --------------------------------------------------------------------------------------------

    def _on_board_read(self) -> None:
        board, shop = self.link.board, self.link.shop
        if board is None or shop is None or self.station_id not in board.structure.stations:
            return
        letters = chips.letters(shop.plant.language)
        for part in (self.strip, self.take.list, self.make):
            part.set_letters(letters)
        self.make.set_words(queue_words(board.structure, self.station_id))
        # A supplier takes nothing here: its queue has the whole width.
        self.take.setVisible(bool(board.rows_ending_at(self.station_id)) or not self._supplies())
        self.refresh(at_once=True)
        self.talk.refresh_idle()

    def _on_changed(self, changes: Changes) -> None:
        board = self.link.board
        if board is None or self.station_id is None:
            return
        own = [event for event in changes.events if event.station_id == self.station_id and event.cause is None]
        if own:
            self._note_last(own[-1])
        if situation.concerns(board.structure, self.station_id, changes.cards):
            self.refresh()

    def refresh(self, *, at_once: bool = False) -> None:
        """Show how things are now."""
        board = self.link.board
        if board is None or self.station_id is None or self.station_id not in board.structure.stations:
            return
        now = self.clock()
        self.take.list.show_rows(take_rows(board, self.station_id, now, self.link.maybe_lost), at_once=at_once)
        queue = queue_rows(board, self.station_id, now)
        self.make.show_rows(queue, making_rows(board, self.station_id, now), at_once=at_once)
        if queue:
            self.bar.set_action(queue[0].label)
        self._show_head()

    def _show_head(self) -> None:
        board = self.link.board
        if board is None or self.station_id is None:
            return
        self.head.show_station(board.structure.stations[self.station_id])
        self.setAccessibleName(board.structure.stations[self.station_id].name)
        self.head.show_person(self.settings.person)
        self.head.show_sound(muted=self.settings.muted)
        call = self.link.calls.get(self.station_id)
        wide = self.width() >= theme.px(1500)
        self.head.trouble.tell(*situation.trouble(board, self.station_id, call, self.clock(), wide=wide))
        self.head.saved.tell(*situation.saved(self.booker.running, len(self.next_steps.unsent)))
        self.bar.show_call(open_call=call is not None)
        self._show_clock()

    def _show_clock(self) -> None:
        local = self.clock().astimezone()
        self.head.clock.setText(f"{local.hour:02d}:{local.minute:02d}")

    def _on_second(self) -> None:
        self._seconds += 1
        self.talk.tick()
        self.bar.set_undo(possible=self.booker.can_undo())
        self._show_clock()
        if self._seconds % REFRESH_EVERY_S == 0:
            self.refresh()

    # -- bookings ------------------------------------------------------------------------------------------------

    def _on_answered(self, outcome: Outcome) -> None:
        board, shop = self.link.board, self.link.shop
        if board is None or shop is None:
            return
        self.outcome = outcome
        board.apply(outcome.cards)
        if outcome.events:
            self._note_last(outcome.events[0])
        answer = answer_to(outcome, board.structure, self.clock(), shop.plant.rules.undo_window_s)
        self.say(answer)
        if outcome.answer is Answer.DONE:
            self.taps.put_away()
        pointed = outcome.next_card.id if outcome.next_card is not None else None
        self.take.list.mark_changed(frozenset(card.id for card in outcome.cards), pointed)
        self.refresh(at_once=True)
        self.bar.set_undo(possible=self.booker.can_undo())

    def say(self, answer: StripAnswer) -> None:
        """Answer in the strip and by a sound."""
        self.talk.say(answer, flash=self.settings.flash_strip)
        if answer.sign is not None:
            self.sounds.play(_SOUNDS[answer.sign])

    def _on_busy(self, busy: bool) -> None:
        self.strip.set_busy(busy)
        self.make.set_busy(busy)
        self.take.list.set_busy(busy)
        self._show_head()

    def undo(self) -> None:
        """Take back the last booking of this terminal."""
        self.booker.undo()

    # -- the strip -----------------------------------------------------------------------------------------------

    def _idle_answer(self) -> StripAnswer:
        board = self.link.board
        if board is None or self.station_id not in board.structure.stations:
            return StripAnswer("")
        last = last_booking(self._last[0], self._last[1], self.clock()) if self._last else ""
        kind = board.structure.stations[self.station_id].kind
        consumes, supplies = bool(board.rows_ending_at(self.station_id)), self._supplies()
        return idle_answer(kind, consumes=consumes, supplies=supplies, last=last)

    def _supplies(self) -> bool:
        board = self.link.board
        return board is not None and bool(board.structure.loops_at(self.station_id or 0)[1])

    def _on_idle(self) -> None:
        self.outcome = None
        self.take.list.mark_changed(frozenset(), None)

    def clear(self) -> None:
        """Esc: put away what is open, then the answer. Never an undo."""
        if self.taps.put_away():
            return
        self.strip.code_field.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.talk.idle()

    def type_a_code(self, text: str = "") -> None:
        """F2: the one field of a station."""
        self.talk.idle()
        self.strip.code_field.setText(text)
        self.strip.code_field.selectAll()
        self.strip.code_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_blue(self) -> None:
        """F12: the one next step."""
        button = self.strip.primary
        if button.isVisible() and button.isEnabled():
            button.click()

    def _on_bar(self, name: str) -> None:
        {
            "code": self.type_a_code,
            "undo": self.undo,
            "count": self.asking.count,
            "extra": self.asking.extra_card,
            "help": self.next_steps.help,
        }[name]()

    def _unmute(self) -> None:
        self.settings.muted = False

    def _on_setting(self, name: str) -> None:
        if name in ("person", "muted"):
            self._show_head()
        elif name == "large_targets":
            self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh(at_once=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    def shut(self) -> None:
        """The window goes away for good."""
        self._ticking.stop()
        self.talk.stop()
        self.settings.unwatch(self._on_setting)
