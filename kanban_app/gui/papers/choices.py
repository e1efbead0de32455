"""What is chosen about a paper: of which station or person, how far back, onto which paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kanban_app.domain.paper_sheets import STATIONS_OF, SheetKind, SheetWish
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Choice, TextLabel
from kanban_app.i18n import _, ngettext

HOURS = (8, 10, 12, 24)
SIZES = ("A4", "Letter", "A3", "A2", "A1")
_LARGE = frozenset({"A3", "A2", "A1"})


class PaperChoices(QWidget):
    """The fields beside the pages; only those that the paper has are there. `changed` says that one is another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = SheetKind.PULL_SHEET
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self._heads: dict[QWidget, TextLabel] = {}
        self.station = self._field(_("Station"))
        self.person = self._field(_("Person"))
        self.hours = self._field(_("Made within"))
        for count in HOURS:
            text = ngettext("the last {count} hour", "the last {count} hours", count).format(count=count)
            self.hours.addItem(text, count)
        self.paper_size = self._field(_("Paper size"))
        for name in SIZES:
            self.paper_size.addItem(name, name)
        self.tiled = Tick(_("Cut into A4 pages"))
        self._column.addWidget(self.tiled)
        for field in (self.station, self.person, self.hours, self.paper_size):
            field.currentIndexChanged.connect(self._on_changed)
        self.tiled.toggled.connect(self._on_changed)

    def _field(self, name: str) -> Choice:
        head, field = TextLabel(name, size=14, weight=500, tone="ink2"), Choice(name=name)
        head.setBuddy(field)
        self._column.addWidget(head)
        self._column.addWidget(field)
        self._heads[field] = head
        return field

    # -- what there is to choose -----------------------------------------------------------------------------------

    def show_kind(self, kind: SheetKind, structure: Structure, people: Sequence[str]) -> None:
        """Offer what this paper has to choose; what was chosen stays where it is still there."""
        self._kind = kind
        kinds = STATIONS_OF.get(kind, frozenset())
        ordered = (structure.stations[station_id] for station_id in structure.flow_order())
        stations = [(station.name, station.id) for station in ordered if station.kind in kinds]
        self._refill(self.station, [(_("All of them"), None), *stations])
        self._refill(self.person, [(_("Everybody"), ""), *((name, name) for name in people)])
        self._arrange()

    def _arrange(self) -> None:
        is_poster = self._kind is SheetKind.POSTER
        shown: dict[QWidget, bool] = {
            self.station: bool(STATIONS_OF.get(self._kind)),
            self.person: self._kind is SheetKind.BADGES,
            self.hours: self._kind is SheetKind.HAND_OVER,
            self.paper_size: True,
        }
        for field, there in shown.items():
            field.setVisible(there)
            self._heads[field].setVisible(there)
        self.tiled.setVisible(is_poster and self.paper_size.currentData() in _LARGE)

    def _refill(self, field: Choice, wanted: Sequence[tuple[str, object]]) -> None:
        known = [(field.itemText(place), field.itemData(place)) for place in range(field.count())]
        if known == list(wanted):
            return
        chosen = field.currentData()
        field.blockSignals(True)
        field.clear()
        for text, value in wanted:
            field.addItem(text, value)
        field.setCurrentIndex(max(0, field.findData(chosen)) if chosen is not None else 0)
        field.blockSignals(False)

    # -- what is chosen --------------------------------------------------------------------------------------------

    def wish(self) -> SheetWish:
        """The paper that is asked for."""
        station_id = self.station.currentData() if STATIONS_OF.get(self._kind) else None
        person = str(self.person.currentData() or "") if self._kind is SheetKind.BADGES else ""
        return SheetWish(self._kind, station_id, person, int(self.hours.currentData()))

    def paper(self) -> str:
        """The size of its pages."""
        return str(self.paper_size.currentData())

    def is_tiled(self) -> bool:
        """Whether a poster is cut into A4 pages."""
        return not self.tiled.isHidden() and self.tiled.isChecked()

    def _on_changed(self, *_news: object) -> None:
        self._arrange()
        self.changed.emit()
