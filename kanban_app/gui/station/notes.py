"""The notes of the last shift under the head of a station: what was left, by whom, and *Done* when it is seen to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.look.widgets import Button, IconLabel, TextLabel
from kanban_app.gui.station.forms import NoteForm
from kanban_app.gui.station.seat import Seat
from kanban_app.gui.station.strip import StripAnswer
from kanban_app.i18n import _, moment, ngettext

if TYPE_CHECKING:
    from kanban_app.operations.notes import ShiftNote

# More would push the work off the screen; the others follow as these are done.
MOST_SHOWN = 2


class NoteRow(QWidget):
    """One note. `done` says that it has been seen to."""

    done = Signal(int)

    def __init__(self, note: ShiftNote, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(4), theme.px(12), theme.px(4))
        row.setSpacing(theme.px(12))
        row.addWidget(IconLabel("orders", side=22, token="warn"))
        who = note.person or _("Somebody")
        text = _("{note} ({person}, {time})").format(note=note.note, person=who, time=moment(note.written_at, now))
        self.label = TextLabel(text, size=17, weight=500)
        self.label.setWordWrap(True)
        row.addWidget(self.label, 1)
        self.button = Button(_("Done"), size="station", icon="check")
        self.button.setAccessibleName(_("Done: {note}").format(note=note.note))
        self.button.clicked.connect(lambda: self.done.emit(note.id))
        row.addWidget(self.button)
        self.setAccessibleName(text)


class NoteBar(QWidget):
    """The open notes of a station, oldest first; hidden while there are none."""

    done = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[NoteRow] = []
        self._more = TextLabel(size=15, tone="ink2")
        self._more.setContentsMargins(theme.px(54), 0, 0, theme.px(6))
        self._column.addWidget(self._more)
        self._shown: tuple[ShiftNote, ...] = ()
        self.hide()

    def show_notes(self, notes: tuple[ShiftNote, ...], now: datetime) -> None:
        """Show these, if they are others than before: a button never goes away under a finger for nothing."""
        if notes == self._shown:
            return
        self._shown = notes
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [NoteRow(note, now) for note in notes[:MOST_SHOWN]]
        for place, row in enumerate(self.rows):
            row.done.connect(self.done)
            self._column.insertWidget(place, row)
        more = len(notes) - len(self.rows)
        self._more.setVisible(more > 0)
        self._more.setText(ngettext("{count} more note", "{count} more notes", more).format(count=more))
        self.setVisible(bool(notes))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("warn_tint"))
        painter.fillRect(QRectF(0, 0, theme.px(5), self.height()), theme.color("warn_fill"))


class NotesAtStation(QObject):
    """Keeps the bar in step with the plant, and leaves notes."""

    def __init__(self, screen: Seat, bar: NoteBar) -> None:
        super().__init__(screen)
        self._screen, self._bar = screen, bar
        screen.link.notes_changed.connect(self.show)
        bar.done.connect(self._finish)

    def show(self) -> None:
        """Show what is open at this station."""
        shop, station_id = self._screen.link.shop, self._screen.station_id
        if shop is not None and station_id is not None:
            self._bar.show_notes(self._screen.link.notes.get(station_id, ()), shop.clock())

    def ask(self) -> None:
        """Leave a note."""
        form = NoteForm()
        form.written.connect(self._write)
        form.left.connect(self._screen.clear)
        self._screen.talk.hold()
        self._screen.strip.show_form(form, "orders")
        form.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, note: str) -> None:
        from kanban_app.operations.notes import write_note

        link, station_id = self._screen.link, self._screen.station_id
        if link.shop is None or station_id is None:
            return
        person, now = self._screen.settings.person, link.shop.clock()
        kept = link.shop.write(write_note, station_id, note, person, now)
        link.when_done(kept, lambda _none: self._on_written())

    def _on_written(self) -> None:
        self._screen.clear()
        self._screen.say(StripAnswer(_("The note is left for the next shift."), sign=AnswerSign.ACCEPTED))

    def _finish(self, note_id: int) -> None:
        from kanban_app.operations.notes import finish_note

        link = self._screen.link
        if link.shop is not None:
            done = link.shop.write(finish_note, note_id, link.shop.clock())
            link.when_done(done, lambda _none: None)
