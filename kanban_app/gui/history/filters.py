"""What is looked for in the history: text, item, station, person, what was done, days, only what people did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kanban_app.domain.cards import Action
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, Choice, Pill, SearchField
from kanban_app.i18n import _
from kanban_app.operations import words
from kanban_app.operations.ledger_views import LedgerFilter, day_begins

TYPING_MS = 300


class LedgerFilters(QWidget):
    """`changed` comes a moment after the last touch. A day that is none says so in its own field."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.search = SearchField(_("Find card, item or reason"), "Ctrl+F")
        self.item, self.station = Choice(name=_("Item")), Choice(name=_("Station"))
        self.action = Choice(name=_("What was done"))
        self.person = _field(_("Person"), 130)
        self.from_day, self.to_day = _field(_("From 2027-01-31"), 172), _field(_("To 2027-01-31"), 156)
        self.roots = Pill(_("Only what people did"))
        self.clear_button = Button(_("Show all"), kind="quiet")
        flow = FlowLayout(self, gap=8, line_gap=8)
        self.search.setFixedWidth(theme.px(270))
        for choice in (self.item, self.station, self.action):
            choice.setMaximumWidth(theme.px(200))
            choice.currentIndexChanged.connect(lambda _place: self._typing.start())
        for widget in (self.search, self.item, self.station, self.action, self.person, self.from_day, self.to_day):
            flow.addWidget(widget)
        flow.addWidget(self.roots)
        flow.addWidget(self.clear_button)
        for field in self._fields():
            field.textChanged.connect(lambda _text: self._typing.start())
            field.returnPressed.connect(self.look_now)
        self.roots.toggled.connect(lambda _on: self._typing.start())
        self.clear_button.clicked.connect(self.clear)

    def _fields(self) -> tuple[QLineEdit, ...]:
        return (self.search, self.person, self.from_day, self.to_day)

    def fill(self, structure: Structure) -> None:
        """Offer the items and stations of this plant; what was chosen stays as far as it is there."""
        items = sorted(structure.items.values(), key=lambda item: item.code.casefold())
        _fill(self.item, _("All items"), [(item.id, item.code) for item in items])
        stations = [structure.stations[station_id] for station_id in structure.flow_order()]
        _fill(self.station, _("All stations"), [(station.id, station.name) for station in stations])
        deeds = [(action.value, words.deed(action)) for action in Action]
        _fill(self.action, _("Everything done"), deeds)

    def look_now(self) -> None:
        """Do not wait for more."""
        self._typing.stop()
        self.changed.emit()

    def clear(self) -> None:
        """Let everything through."""
        for field in self._fields():
            field.clear()
        for choice in (self.item, self.station, self.action):
            choice.setCurrentIndex(0)
        self.roots.setChecked(False)
        self.look_now()

    def only_card(self, code: str) -> None:
        """Look for one card and nothing else."""
        self.clear()
        self.search.setText(code)
        self.look_now()

    def content(self) -> dict[str, str]:
        """What is set, in words that hold for any plant; what lets everything through is left out."""
        chosen = {"item": self.item, "station": self.station}
        content = {name: choice.currentText() for name, choice in chosen.items() if choice.currentData() is not None}
        content.update({name: field.text() for name, field in self._named().items() if field.text()})
        if self.action.currentData():
            content["action"] = self.action.currentData()
        if self.roots.isChecked():
            content["roots"] = "yes"
        return content

    def restore(self, content: Mapping[str, str]) -> None:
        """Set what `content` once answered, as far as this plant knows it. Call `fill` before."""
        for choice, place in (
            (self.item, self.item.findText(content.get("item", ""))),
            (self.station, self.station.findText(content.get("station", ""))),
            (self.action, self.action.findData(content.get("action", ""))),
        ):
            choice.setCurrentIndex(max(0, place))
        for name, field in self._named().items():
            field.setText(content.get(name, ""))
        self.roots.setChecked("roots" in content)
        self._typing.stop()

    def _named(self) -> dict[str, QLineEdit]:
        return dict(zip(("text", "person", "from", "to"), self._fields(), strict=True))

    def wanted(self) -> LedgerFilter | None:
        """What is looked for; None while a day is written that is none."""
        try:
            from_at, until_at = _day(self.from_day, 0), _day(self.to_day, 1)
        except ValueError:
            return None
        action = self.action.currentData()
        return LedgerFilter(
            text=self.search.text().strip(),
            item_id=self.item.currentData(),
            station_id=self.station.currentData(),
            person=self.person.text().strip(),
            action=Action(action) if action else None,
            from_at=from_at,
            until_at=until_at,
            only_roots=self.roots.isChecked(),
        )


def _day(field: QLineEdit, later: int) -> datetime | None:
    """When the day of a field begins; None where it is empty. Raises ValueError where it is no day."""
    text = field.text().strip()
    return day_begins(text, later) if text else None


def _field(name: str, width: int) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setFixedWidth(theme.px(width))
    return field


def _fill(choice: Choice, everything: str, entries: list[tuple[int, str]] | list[tuple[str, str]]) -> None:
    wanted: list[tuple[object, str]] = [(None, everything), *entries]
    known = [(choice.itemData(place), choice.itemText(place)) for place in range(choice.count())]
    if known == wanted:
        return
    chosen = choice.currentData()
    choice.blockSignals(True)
    choice.clear()
    for value, name in wanted:
        choice.addItem(name, value)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
    choice.blockSignals(False)
