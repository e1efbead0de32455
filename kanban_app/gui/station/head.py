"""The head of a station: which it is, what is wrong in a few words, whether all is saved, who books, the time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kanban_app.domain.stations import Station, StationKind
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, ElidedLabel, IconLabel, Panel, Rule, TextLabel
from kanban_app.gui.station.measures import COMPACT, Measures
from kanban_app.i18n import _
from kanban_app.operations import words

_ICONS = {StationKind.WORKSTATION: "workstation", StationKind.STORE: "store", StationKind.SUPPLIER: "supplier"}


class NaturalLabel(ElidedLabel):
    """As wide as its text where there is room, cut in the middle where there is none."""

    def __init__(self, *, size: float, weight: int = 400, tone: str = "ink") -> None:
        self.least_width = theme.px(40)
        super().__init__("", size=size, weight=weight, tone=tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.whole()) + 4, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.least_width), self.sizeHint().height())

    def set_whole(self, text: str) -> None:
        super().set_whole(text)
        self.updateGeometry()


class Told(QWidget):
    """A sign and a few words, hidden while there is nothing to tell."""

    told = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        self._icon = IconLabel("check_circle", side=20)
        self._text = NaturalLabel(size=16, weight=600)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        self.only_trouble = False
        self._token = "ok"
        self.hide()

    def show_again(self) -> None:
        """Hide while there is nothing to tell; where there is little room, also while all is well."""
        self.setVisible(bool(self._text.whole()) and not (self.only_trouble and self._token == "ok"))

    def tell(self, text: str, icon: str, token: str) -> None:
        """Say this with this icon, in this token's colour. That all is well is no colour's matter."""
        is_new = (text, token) != (self._text.whole(), self._token)
        self._token = token
        self._text.set_whole(text)
        self._text.set_tone("ink2" if token == "ok" else token)
        self._text.set_size(16, 500 if token in ("ok", "ink2") else 600)
        self._icon.set_icon(icon, token)
        self.setAccessibleName(text)
        self.show_again()
        if is_new:
            self._row.activate()  # else the head would go by the room that the words before needed
            self.told.emit()

    def text(self) -> str:
        """What is told."""
        return self._text.whole()


class StationHead(Panel):
    """One line over the whole width. `station_pressed` and `person_pressed` ask to change them."""

    station_pressed = Signal()
    person_pressed = Signal()
    sound_pressed = Signal()
    note_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, flat=True)
        self.setObjectName("station_head")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel("workstation", side=30)
        self.name = NaturalLabel(size=30, weight=700)
        self.kind = NaturalLabel(size=16, tone="ink2")
        self.change = Button("", kind="quiet")
        self._change_words = ("", "")
        self._measures = COMPACT
        self.set_way_out(_("Another station"), _("Change"), "workstation")
        self.trouble = Told()
        self.scanner = Told()
        self.saved = Told()
        self.note = Button(_("Note"), kind="quiet", icon="orders", tip=_("Leave a note for the next shift"))
        self.sound = Button("", kind="quiet", icon="sound")
        self.person = Button("", kind="quiet", icon="account")
        self.clock = TextLabel(size=32, weight=700)
        for told in (self.trouble, self.saved):
            told.told.connect(self._fit)
        self._lay_out()
        self.change.clicked.connect(self.station_pressed)
        self.person.clicked.connect(self.person_pressed)
        self.sound.clicked.connect(self.sound_pressed)
        self.note.clicked.connect(self.note_pressed)
        self.set_measures(COMPACT)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.px(12))
        self._row.addWidget(self._icon)
        self._row.addWidget(self.name)
        self._row.addWidget(self.kind)
        self._row.addStretch(1)
        self._row.addWidget(self.change)
        for widget in (self.trouble, self.scanner, self.saved, self.note, self.sound, self.person):
            self._row.addWidget(widget)
            self._row.addSpacing(theme.px(8))
        line = Rule(upright=True)
        line.setFixedHeight(theme.px(28))
        self._row.addWidget(line)
        self._row.addWidget(self.clock)
        self.clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def set_measures(self, measures: Measures) -> None:
        """Be wide or compact."""
        self._measures = measures
        self.setFixedHeight(theme.px(measures.head))
        edge = theme.px(measures.gap + (4 if measures.wide else 10))
        self._row.setContentsMargins(edge, 0, edge, 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The name is the last thing to be cut; what kind of station it is shows in its icon.
        narrow = self.is_narrow()
        self.change.setText(self._change_words[1 if narrow else 0])
        self.name.set_size(24 if narrow else self._measures.station_px)
        self.clock.set_size(24 if narrow else self._measures.station_px)
        self._row.setSpacing(theme.px(4 if narrow else 12))
        self.name.least_width = self.width() // 3
        self.name.updateGeometry()
        self.kind.setVisible(not narrow)
        self.note.setText("" if narrow else _("Note"))
        self.saved.only_trouble = narrow or bool(self.scanner.text())
        self.saved.show_again()
        self._give_way()

    def _give_way(self) -> None:
        """What is said in full beside it goes first: nothing that one acts by is ever cut."""
        steps: tuple[Callable[[], object], ...] = (
            self.kind.hide,
            lambda: self.change.setText(self._change_words[1]),
            lambda: self.note.setText(""),
        )
        for step in steps:
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return
            step()

    def set_way_out(self, text: str, short: str, icon: str) -> None:
        """What the button beside the name does, in many words and in one."""
        self._change_words = (text, short)
        self.change.set_icon_name(icon)
        self.change.say(text)
        self.change.setText(short if self.is_narrow() else text)

    def is_narrow(self) -> bool:
        """There is little room."""
        return self.width() < theme.px(1150)

    def show_station(self, station: Station) -> None:
        """Name it."""
        self._icon.set_icon(_ICONS[station.kind])
        self.name.set_whole(station.name)
        kind = words.station_kind(station.kind)
        self.kind.set_whole(f"{kind} · {station.location}" if station.location else kind)
        self._fit()

    def tell_scanner(self, text: str, icon: str, token: str) -> None:
        """What is wrong with the scanner on the serial port; that all else is well makes room for it."""
        self.scanner.tell(text, icon, token)
        self._fit()

    def show_person(self, name: str) -> None:
        """Who books here."""
        self.person.setText(name or _("Who is it?"))
        self.person.say(_("Change person, now {name}").format(name=name) if name else _("Say who books here"))
        self._fit()

    def show_sound(self, *, muted: bool) -> None:
        """Mute shows; sound that is on needs no sign."""
        self.sound.setVisible(muted)
        self.sound.set_icon_name("sound_off")
        self.sound.setText(_("muted"))
        self.sound.say(_("Turn the sound on"))
