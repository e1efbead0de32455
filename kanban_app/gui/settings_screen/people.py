"""Who works here: names, who supervises, badges and PINs. One list, and one line of fields to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.shop_link import ShopLink
from kanban_app.i18n import _
from kanban_app.settings import Settings

if TYPE_CHECKING:
    from kanban_app.operations.persons import Person


class PeoplePanel(Panel):
    """Changes are kept at once and told in `told`. While nobody is listed everybody supervises."""

    def __init__(self, link: ShopLink, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link, self._settings = link, settings
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.addWidget(TextLabel(_("Who works here"), size=18, weight=700))
        self.told = TextLabel(size=14, tone="ink3")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        column.addWidget(self._make_table(), 1)
        column.addLayout(self._make_fields())
        link.people_read.connect(self.fill)

    # -- building --------------------------------------------------------------------------------------------------

    def _make_table(self) -> QTableWidget:
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(_("Who works here"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        tables.dress(self.table, settings=self._settings, name="people")
        self.table.setHorizontalHeaderLabels([_("Name"), _("May"), _("Badge"), _("PIN")])
        self.table.itemSelectionChanged.connect(self._on_chosen)
        return self.table

    def _make_fields(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.name = self._field(_("Name"))
        self.supervisor = Tick(_("supervises"))
        self.badge = self._field(_("Badge: scan it here"))
        self.pin = self._field(_("New PIN"))
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(8)
        self.pin.setMaximumWidth(theme.px(120))
        self.keep = Button(_("Keep"), icon="check")
        self.keep.clicked.connect(self._keep)
        self.drop = Button(_("Take off the list"), icon="close")
        self.drop.clicked.connect(self._drop)
        for widget, stretch in ((self.name, 2), (self.supervisor, 0), (self.badge, 2), (self.pin, 1)):
            row.addWidget(widget, stretch)
        row.addWidget(self.keep)
        row.addWidget(self.drop)
        return row

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.returnPressed.connect(self._keep)
        return field

    # -- what is shown ---------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show who is listed now; what stands in the fields stays."""
        people = self._link.people
        chosen = self._chosen()
        self.table.blockSignals(True)
        self.table.setRowCount(len(people))
        for place, person in enumerate(people):
            may = _("supervise") if person.supervisor else _("book")
            for cell, text in enumerate((person.name, may, person.badge, _("yes") if person.has_pin else "")):
                self.table.setItem(place, cell, QTableWidgetItem(text))
        self.table.clearSelection()
        if chosen is not None:
            self._select(chosen.name)
        self.table.blockSignals(False)
        self.drop.setEnabled(self._chosen() is not None)
        nobody = _("Nobody is listed: everybody may supervise. The first who is listed supervises.")
        if not people:
            self._tell(nobody)
        elif self.told.text() == nobody:
            self._tell(_("Who is not listed here books, and does not supervise."))

    def _select(self, name: str) -> None:
        place = next((at for at, person in enumerate(self._link.people) if person.name == name), -1)
        if place >= 0:
            self.table.selectRow(place)

    def _chosen(self) -> Person | None:
        rows = self.table.selectionModel().selectedRows()
        cell = self.table.item(rows[0].row(), 0) if rows else None
        return self._link.person(cell.text()) if cell is not None else None

    def _on_chosen(self) -> None:
        person = self._chosen()
        self.drop.setEnabled(person is not None)
        if person is not None:
            self.name.setText(person.name)
            self.supervisor.setChecked(person.supervisor)
            self.badge.setText(person.badge)
            self.pin.clear()

    def _tell(self, text: str, tone: str = "ink3") -> None:
        self.told.set_tone(tone)
        self.told.setText(text)

    def take_scan(self, text: str) -> bool:
        """Put a scanned badge into its field, if that is where the person is."""
        if self.badge.hasFocus():
            self.badge.setText(text.strip())
            return True
        return False

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        from kanban_app.operations.persons import keep_person

        shop = self._link.shop
        if shop is None:
            return
        name, badge, pin = self.name.text(), self.badge.text(), self.pin.text() or None
        supervisor, by = self.supervisor.isChecked(), self._settings.person
        kept = shop.write(lambda session: keep_person(session, by, name, supervisor=supervisor, badge=badge, pin=pin))
        self._link.when_done(kept, lambda _none: self._on_kept(), self._on_refused)

    def _drop(self) -> None:
        from kanban_app.operations.persons import drop_person

        shop, person = self._link.shop, self._chosen()
        if shop is not None and person is not None:
            dropped = shop.write(drop_person, self._settings.person, person.name)
            self._link.when_done(dropped, lambda _none: self._on_kept(), self._on_refused)

    def _on_kept(self) -> None:
        self._tell(_("Kept."), "ok")
        for field in (self.name, self.badge, self.pin):
            field.clear()
        self.supervisor.setChecked(False)
        self.table.clearSelection()

    def _on_refused(self, problem: BaseException) -> None:
        text = getattr(problem, "text", None)
        self._tell(text() if callable(text) else _("This was not kept."), "stop")
