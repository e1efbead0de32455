"""Before a walk: what it is for, which stations it goes to, and the button that begins it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.stations import Station
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.i18n import _


class StartPage(QWidget):
    """`begun` carries the ids of the stations, none means all; `taken_up` says that the last walk goes on after all."""

    begun = Signal(object)
    taken_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stations = Choice(name=_("Stations"))
        self.begin = Button(_("Begin the walk"), kind="primary")
        self.take_up = Button(_("Go on with the walk that was just ended"), kind="quiet", icon="undo")
        headline = TextLabel(_("No walk goes on."), size=20, weight=600)
        detail = TextLabel(
            _(
                "Walk from place to place and scan or tick every card that hangs there. The list tells what is "
                "missing, hangs elsewhere, hangs twice or is out of use. Scanning here books nothing."
            ),
            size=15,
            tone="ink2",
        )
        detail.setWordWrap(True)
        detail.setFixedWidth(theme.px(620))
        detail.setMinimumHeight(detail.heightForWidth(theme.px(620)))  # centred, a label is not asked for its lines
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(14))
        column.addStretch(1)
        for label in (headline, detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addStretch(1)
        row.addWidget(self.stations)
        row.addWidget(self.begin)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.take_up, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.take_up.hide()
        self.take_up.clicked.connect(self.taken_up)
        self.begin.clicked.connect(self._on_begin)

    def offer(self, stations: Sequence[Station]) -> None:
        """Offer these stations to walk to, in their order."""
        wanted: list[tuple[int | None, str]] = [(None, _("All stations"))]
        wanted += [(station.id, station.name) for station in stations]
        known = [
            (self.stations.itemData(place), self.stations.itemText(place)) for place in range(self.stations.count())
        ]
        if known == wanted:
            return
        self.stations.clear()
        for station_id, name in wanted:
            self.stations.addItem(name, station_id)

    def _on_begin(self) -> None:
        chosen = self.stations.currentData()
        self.begun.emit(frozenset() if chosen is None else frozenset({chosen}))
