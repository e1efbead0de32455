"""Where a person chooses how the wall view is read: from how far, and which stations get pages of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Choice, Panel, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, number

_DISTANCES_M = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20)


class WallSettingsPanel(Panel):
    """Every choice is kept at once; a wall view that is open follows it."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(8))
        column.addWidget(TextLabel(_("Wall view"), size=18, weight=700))
        column.addWidget(self._note(_("Shows what to start, on a large display. F11 opens it, Esc closes it.")))
        column.addLayout(self._distance_row())
        column.addWidget(self._note(_("After the pages of the whole plant, pages of their own for:")))
        self.boxes: dict[str, Tick] = {}
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(_("Stations with pages of their own"))
        column.addWidget(self._area, 1)
        tools.link.board_read.connect(self.refresh)
        self.refresh()

    def _note(self, text: str) -> TextLabel:
        label = TextLabel(text, size=14, tone="ink2")
        label.setWordWrap(True)
        return label

    def _distance_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(TextLabel(_("Read from")))
        self.distance = Choice(name=_("Distance that the wall view is read from"))
        for metres in _DISTANCES_M:
            self.distance.addItem(_("{metres} m").format(metres=number(metres)), metres * 100)
        chosen = self._tools.settings.wall_distance_cm
        nearest = min(range(len(_DISTANCES_M)), key=lambda place: abs(_DISTANCES_M[place] * 100 - chosen))
        self.distance.setCurrentIndex(nearest)
        self.distance.activated.connect(self._on_distance)
        row.addWidget(self.distance)
        row.addStretch(1)
        return row

    def refresh(self) -> None:
        """Offer the stations of the open plant, those that somebody has to act at."""
        board = self._tools.link.board
        holder = Panel(flat=True)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.boxes = {}
        if board is not None:
            sources = {loop.source_id for loop in board.structure.loops.values()}
            chosen = self._tools.settings.wall_stations
            for station_id in board.structure.flow_order():
                if station_id in sources:
                    self._add_box(column, board.structure.stations[station_id].name, chosen)
        column.addStretch(1)
        self._area.setWidget(holder)

    def _add_box(self, column: QVBoxLayout, name: str, chosen: list[str]) -> None:
        box = Tick(name)
        box.setChecked(name in chosen)
        box.toggled.connect(self._on_boxes)
        self.boxes[name] = box
        column.addWidget(box)

    def _on_distance(self, _place: int) -> None:
        self._tools.settings.wall_distance_cm = int(self.distance.currentData())

    def _on_boxes(self) -> None:
        names = [name for name, box in self.boxes.items() if box.isChecked()]
        self._tools.settings.wall_stations = names
