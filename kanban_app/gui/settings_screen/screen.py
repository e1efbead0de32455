"""Settings: left the plant's, kept in its file for every terminal; right this terminal's, kept on this computer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Choice, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.settings_screen.people import PeoplePanel
from kanban_app.gui.settings_screen.scanner_rows import ScannerRows
from kanban_app.gui.wall.settings_panel import WallSettingsPanel
from kanban_app.i18n import LANGUAGES, _


class SettingsScreen(QWidget):
    """Every change is kept at once and said beside its field. `station_chosen` carries a station's id or None."""

    station_chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.setAccessibleName(_("Plant"))
        self._link = link = tools.link
        self._settings = settings = tools.settings
        self._filling = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        whole.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("Plant"), size=24, weight=700))
        self.told = TextLabel(size=15, tone="ink2")
        head.addWidget(self.told)
        head.addStretch(1)
        whole.addLayout(head)
        self.people = PeoplePanel(link, settings)
        self.wall = WallSettingsPanel(tools)
        whole.addWidget(self._scrolled(), 1)
        link.board_read.connect(self._on_board_read)

    # -- building --------------------------------------------------------------------------------------------------

    def _scrolled(self) -> QScrollArea:
        """The panels as high as they need to be; where the window is lower, they are scrolled."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        ways = QBoxLayout.Direction
        self._rows = above, below = QBoxLayout(ways.LeftToRight), QBoxLayout(ways.LeftToRight)
        self._pairs: list[tuple[QWidget, QWidget]]
        self._pairs = [(self._plant_panel(), self._terminal_panel()), (self.people, self.wall)]
        for panel in self._pairs[0]:
            above.addWidget(panel, 1)
        below.addWidget(self.people, 2)
        below.addWidget(self.wall, 1)
        for row in (above, below):
            row.setSpacing(theme.px(16))
        for panel in (self.people, self.wall):
            panel.setMinimumHeight(theme.px(320))
        column.addLayout(above)
        column.addLayout(below, 1)
        area = QScrollArea()
        area.setProperty("ground", "canvas")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        for shown in (content, area.viewport()):
            shown.setAutoFillBackground(False)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where two panels do not fit beside one another they stand below one another."""
        super().resizeEvent(event)
        needed = max(one.minimumSizeHint().width() + other.minimumSizeHint().width() for one, other in self._pairs)
        narrow = self.width() < max(theme.px(1000), needed + theme.px(80))
        for row in self._rows:
            row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _panel(self, title: str, note: str) -> tuple[Panel, QFormLayout]:
        panel = Panel()
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.addWidget(TextLabel(title, size=18, weight=700))
        column.addWidget(TextLabel(note, size=14, tone="ink3"))
        form = QFormLayout()
        form.setVerticalSpacing(theme.px(6))
        form.setHorizontalSpacing(theme.px(16))
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(form)
        column.addStretch(1)
        return panel, form

    def _plant_panel(self) -> Panel:
        panel, form = self._panel(_("This plant"), _("Holds for everybody who opens it."))
        self.name = self._text(form, _("Name"), "name")
        self.print_folder = self._text(form, _("Print folder"), "print_folder", _("beside the plant file"))
        self.undo = self._seconds(form, _("Undo without a reason"), "undo_window_s", 3600)
        self.double_scan = self._seconds(form, _("The same scan counts once within"), "double_scan_window_s", 60)
        self.shortage = self.choice(
            form,
            _("When an input is missing"),
            [(False, _("start, and note what is missing")), (True, _("refuse to start"))],
            lambda value: self._change_plant("refuse_on_shortage", value),
        )
        return panel

    def _terminal_panel(self) -> Panel:
        panel, form = self._panel(_("This terminal"), _("Holds on this computer only."))
        self.station = self.choice(form, _("Stands at"), [(None, _("the office"))], self._on_station)
        self.locked = Tick(_("nothing but this station"))
        self.locked.setToolTip(_("this station only, full screen, until a supervisor unlocks it"))
        self.locked.toggled.connect(lambda locked: self._keep("station_lock", locked))
        self.labelled(form, _("Lock"), self.locked)
        self.person = QLineEdit(self._settings.person)
        self.labelled(form, _("Person"), self.person)
        self.person.editingFinished.connect(lambda: self._settings.remember_person(self.person.text().strip()))
        themes = [("system", _("as the computer")), ("light", _("light")), ("dark", _("dark"))]
        self.theme = self.choice(form, _("Look"), themes, self._on_theme)
        self.language = self.choice(form, _("Language"), list(LANGUAGES.items()), self.language_chosen.emit)
        self.muted = Tick(_("no sounds"))
        self.muted.toggled.connect(lambda muted: self._keep("muted", muted))
        self.labelled(form, _("Sound"), self.muted)
        self.still = Tick(_("nothing that moves by itself"))
        self.still.toggled.connect(lambda still: self._keep("reduce_motion", still))
        self.labelled(form, _("Movement"), self.still)
        self.large = Tick(_("larger, for thick gloves"))
        self.large.toggled.connect(lambda large: self._keep("large_targets", large))
        self.labelled(form, _("Buttons"), self.large)
        self.scanner = ScannerRows(self, form, self._tools, self._kept)
        return panel

    def labelled(self, form: QFormLayout, label: str, field: QWidget) -> None:
        """Add a row: a field and its name."""
        field.setAccessibleName(label)
        shown = TextLabel(label, size=15)
        shown.setMinimumHeight(theme.px(44))  # as high as a field, so that both stand on one line
        form.addRow(shown, field)

    def _text(self, form: QFormLayout, label: str, name: str, placeholder: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(placeholder)
        field.editingFinished.connect(lambda: self._change_plant(name, field.text().strip()))
        self.labelled(form, label, field)
        return field

    def _seconds(self, form: QFormLayout, label: str, name: str, most: int) -> QSpinBox:
        field = QSpinBox()
        field.setRange(0, most)
        field.setSuffix(" s")
        field.lineEdit().setTextMargins(theme.px(10), 0, 0, 0)  # the style sheet does not reach it
        field.editingFinished.connect(lambda: self._change_plant(name, field.value()))
        self.labelled(form, label, field)
        return field

    def choice(
        self, form: QFormLayout, label: str, options: Sequence[tuple[Any, str]], on_chosen: Callable[[Any], None]
    ) -> Choice:
        """Add a row: a field with a list of (value, text)."""
        field = Choice(name=label)
        for value, text in options:
            field.addItem(text, value)
        field.activated.connect(lambda _place: on_chosen(field.currentData()))
        self.labelled(form, label, field)
        return field

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _on_board_read(self) -> None:
        """Whoever comes here later gets it filled then."""
        if self.isVisible():
            self.fill()

    def fill(self) -> None:
        """Show what holds now."""
        shop = self._link.shop
        if shop is None:
            return
        self._filling = True
        plant = shop.plant
        self.name.setText(plant.name)
        self.print_folder.setText(plant.print_folder)
        self.undo.setValue(plant.rules.undo_window_s)
        self.double_scan.setValue(plant.rules.double_scan_window_s)
        self.shortage.setCurrentIndex(int(plant.rules.refuse_on_shortage))
        self._fill_stations()
        self.theme.setCurrentIndex(max(0, self.theme.findData(self._settings.theme)))
        self.language.setCurrentIndex(max(0, self.language.findData(self._settings.language or "en")))
        self.locked.setChecked(self._settings.station_lock)
        self.locked.setEnabled(self.station.currentData() is not None)
        self.muted.setChecked(self._settings.muted)
        self.large.setChecked(self._settings.large_targets)
        self.still.setChecked(self._settings.reduce_motion)
        self.scanner.fill()
        self.people.fill()
        self._filling = False

    def _fill_stations(self) -> None:
        shop = self._link.shop
        if shop is None:
            return
        self.station.clear()
        self.station.addItem(_("the office"), None)
        for station_id in shop.structure.flow_order():
            self.station.addItem(shop.structure.stations[station_id].name, station_id)
        here = self._settings.station_at(shop.path)
        self.station.setCurrentIndex(max(0, self.station.findText(here)) if here else 0)

    def take_scan(self, text: str) -> bool:
        """A badge that is scanned while its field waits for it; anything else is not for this screen."""
        return self.people.take_scan(text)

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _change_plant(self, name: str, value: object) -> None:
        shop = self._link.shop
        if shop is None or self._filling or self._known(name) == value:
            return
        self._link.when_done(shop.change_settings(**{name: value}), lambda _none: self._kept(), self._on_refused)

    def _known(self, name: str) -> object:
        shop = self._link.shop
        if shop is None:
            return None
        return getattr(shop.plant, name) if hasattr(shop.plant, name) else getattr(shop.plant.rules, name)

    def _on_station(self, station_id: int | None) -> None:
        shop = self._link.shop
        if shop is not None:
            self._settings.stand_at(shop.path, self.station.currentText() if station_id else "")
            self.locked.setEnabled(station_id is not None)
            self.station_chosen.emit(station_id)
            self._kept()

    def _on_theme(self, choice: str) -> None:
        app = QApplication.instance()
        self._settings.theme = choice
        if isinstance(app, QApplication):
            theme.apply(app, choice)
        self._kept()

    def _keep(self, name: str, value: object) -> None:
        if not self._filling:
            self._settings.put(name, value)
            self._kept()

    def _kept(self) -> None:
        self.told.set_tone("ok")
        self.told.setText(_("Kept."))

    def _on_refused(self, _problem: BaseException) -> None:
        self.told.set_tone("stop")
        self.told.setText(_("This value does not fit; the old one holds."))
        self.fill()
