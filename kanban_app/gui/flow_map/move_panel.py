"""The row under the flow map that moves a decoupling point: where to, what that does, and the way back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.decoupling_moves import reached_from
from kanban_app.domain.flow_ways import places_of_sale
from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations import orders_words, structure_words
from kanban_app.operations.decoupling import (
    KeptMove,
    MovePreview,
    Target,
    latest_move,
    move_point,
    preview_move,
    undo_move,
)
from kanban_app.operations.decoupling_words import preview_lines
from kanban_app.operations.orders_booking import Who


def stations_for(structure: Structure, item_id: int) -> list[int]:
    """The stations at which stock of an item may end, those nearest to the sale first."""
    sales = {(station_id, item_id) for station_id in places_of_sale(structure, item_id)}
    found: list[int] = []
    for station_id, _item in reached_from(structure, sorted(sales)):
        if station_id not in found:
            found.append(station_id)
    order = {station_id: place for place, station_id in enumerate(structure.flow_order())}
    return sorted(found, key=lambda station_id: -order[station_id])


class MovePanel(QWidget):
    """`changed` says that what is offered is different: `stations` are the ones where stock may end."""

    changed = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._item_id: int | None = None
        self._latest: KeptMove | None = None
        self._asked = 0
        self.stations: list[int] = []
        self.targets = Choice(name=_("Let stock end at"))
        self.move_it = Button(_("Move the point"), tip=_("Move the decoupling point: loops and cards follow"))
        self.take_back = Button(_("Take the move back"), kind="quiet")
        self.told = TextLabel(size=15)
        self.told.setWordWrap(True)
        self._lay_out()
        self.targets.currentIndexChanged.connect(self._on_target)
        self.move_it.clicked.connect(self._on_move)
        self.take_back.clicked.connect(self._on_take_back)
        self.show_item(None, None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(TextLabel(_("Let stock end at"), size=15, tone="ink2"))
        row.addWidget(self.targets)
        row.addWidget(self.move_it)
        row.addWidget(self.take_back)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.told)

    def show_item(self, structure: Structure | None, item_id: int | None) -> None:
        """Offer the places on the way of this item; nothing without one."""
        self._item_id = item_id
        self.stations = stations_for(structure, item_id) if structure is not None and item_id is not None else []
        self.targets.blockSignals(True)
        self.targets.clear()
        self.targets.addItem(_("as it is"), None)
        for station_id in self.stations:
            assert structure is not None
            self.targets.addItem(structure.stations[station_id].name, station_id)
        self.targets.blockSignals(False)
        self.setVisible(bool(self.stations))
        self._latest = None
        self._on_target()
        shop = self._tools.link.shop
        if shop is not None and self.stations:
            asked = shop.read(latest_move, item_id)
            self._tools.link.when_done(asked, partial(self._on_latest, item_id), self._tools.link.failed.emit)
        self.changed.emit()

    def choose(self, station_id: int) -> None:
        """Take this station as the one where stock is to end."""
        self.targets.setCurrentIndex(max(0, self.targets.findData(station_id)))

    def _on_latest(self, item_id: int | None, found: KeptMove | None) -> None:
        if item_id == self._item_id:
            self._latest = found
            self.take_back.setVisible(found is not None)

    def _on_target(self) -> None:
        self._asked += 1
        self.told.setText("")
        self.told.hide()
        self.move_it.setEnabled(False)
        self.take_back.setVisible(self._latest is not None)
        shop, station_id = self._tools.link.shop, self.targets.currentData()
        if shop is None or station_id is None or self._item_id is None:
            return
        self._say(_("Looking what that does…"), "ink2")
        asked = shop.read(preview_move, self._item_id, Target(station_id=station_id), self._tools.clock())
        number = self._asked
        self._tools.link.when_done(asked, partial(self._on_seen, number), partial(self._on_refused, number))

    def _on_seen(self, number: int, seen: MovePreview) -> None:
        shop = self._tools.link.shop
        if number == self._asked and shop is not None:
            self._say(" ".join(preview_lines(shop.structure, seen)), "ink")
            self.move_it.setEnabled(True)

    def _on_refused(self, number: int, problem: BaseException) -> None:
        shop = self._tools.link.shop
        if number != self._asked or shop is None:
            return
        if isinstance(problem, OrderRefused):
            self._say(orders_words.refusal(problem, shop.structure), "stop")
        elif isinstance(problem, EditRefused):
            self._say(" ".join(map(structure_words.fault_text, problem.faults)), "stop")
        else:
            self._say("", "ink")
            self._tools.link.failed.emit(problem)

    def _say(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _on_move(self) -> None:
        shop, station_id = self._tools.link.shop, self.targets.currentData()
        if shop is None or station_id is None or self._item_id is None:
            return
        self.move_it.setEnabled(False)
        target, who = Target(station_id=station_id), Who(self._tools.settings.person, shop.terminal)
        asked = shop.write(move_point, self._item_id, target, self._tools.clock(), "", who)
        done = partial(self._on_moved, shop.structure.items[self._item_id].code)
        self._tools.link.when_done(asked, done, partial(self._on_refused, self._asked))

    def _on_moved(self, item: str, seen: MovePreview) -> None:
        count = sum(len(change.new_numbers) for change in seen.changes)
        text = _("The decoupling point of {item} was moved.").format(item=item)
        if count:
            text += " " + _("New cards wait on the print list.")
        self._tools.tell("told", text)

    def _on_take_back(self) -> None:
        shop = self._tools.link.shop
        if shop is not None and self._latest is not None:
            who = Who(self._tools.settings.person, shop.terminal)
            asked = shop.write(undo_move, self._latest.id, self._tools.clock(), who)
            self._tools.link.when_done(asked, self._on_taken_back, partial(self._on_refused, self._asked))

    def _on_taken_back(self, _kept: KeptMove) -> None:
        self._tools.tell("told", _("The point stands where it stood before."))
