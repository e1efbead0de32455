"""Which station is this? One large button per station, in flow order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kanban_app.domain.board import Board
from kanban_app.domain.stations import StationKind
from kanban_app.gui.ground import Ground
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.i18n import _
from kanban_app.operations import words

_ICONS = {StationKind.WORKSTATION: "workstation", StationKind.STORE: "store", StationKind.SUPPLIER: "supplier"}
COLUMNS = 3


class StationPicker(QWidget):
    """`chosen` carries the id of a station."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(32), theme.px(28), theme.px(32), theme.px(20))
        column.setSpacing(theme.px(10))
        column.addWidget(TextLabel(_("Which station is this?"), size=32, weight=700))
        self._told = TextLabel(_("This terminal remembers it."), size=16, tone="ink2")
        column.addWidget(self._told)
        column.addSpacing(theme.px(10))
        area = QScrollArea()
        area.setWidgetResizable(True)
        self._holder = Ground()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(12))
        area.setWidget(self._holder)
        column.addWidget(area, 1)
        self.buttons: dict[int, Button] = {}

    def show_board(self, board: Board) -> None:
        """Offer the stations of this plant."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        stations = [board.structure.stations[station_id] for station_id in board.structure.flow_order()]
        for place, station in enumerate(stations):
            kind = words.station_kind(station.kind)
            where = f"{kind} · {station.location}" if station.location else kind
            button = Button(station.name, icon=_ICONS[station.kind], size="large", tip=f"{station.name}, {where}")
            button.clicked.connect(lambda _checked=False, station_id=station.id: self.chosen.emit(station_id))
            self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
            self.buttons[station.id] = button
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(len(stations) // COLUMNS + 1, 1)
        self._told.setText(_("This terminal remembers it.") if stations else _("This plant has no stations yet."))
        if stations:
            self.setFocusProxy(next(iter(self.buttons.values())))

    def focus_first(self) -> None:
        """Put the keyboard on the first station."""
        if self.buttons:
            next(iter(self.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)
