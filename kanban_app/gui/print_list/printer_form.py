"""Where the paper comes out: the folder or a printer, its tray and copies, and how it was measured."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, Choice, TextLabel
from kanban_app.gui.print_list.measure_field import MeasureField
from kanban_app.i18n import _
from kanban_app.operations.calibrating import MOST_OFFSET_MM, SCALES
from kanban_app.operations.spooling import PrinterChoice
from kanban_app.settings import Settings

# Least, most, decimals.
_OFFSET = (-float(MOST_OFFSET_MM), float(MOST_OFFSET_MM), 1)
_SCALE = (*SCALES, 3)


class PrinterForm(QWidget):
    """`changed` says that the measures are others; `calibration_asked` wants the page to measure with."""

    changed = Signal()
    calibration_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.printer = Choice(name=_("Printer"))
        self.printer.setMinimumContentsLength(12)
        self.printer.addItem(_("into the folder, as PDF"), "")
        label = TextLabel(_("Printer"), size=14, weight=500, tone="ink2")
        label.setBuddy(self.printer)
        column.addWidget(label)
        column.addWidget(self.printer)
        self._more = QWidget()
        self._grid = QGridLayout(self._more)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(6))
        self._add_paper()
        self._add_measures()
        column.addWidget(self._more)
        self.measure = Button(_("Measure the printer…"), kind="quiet", tip=_("Save the page to measure a printer with"))
        self.measure.clicked.connect(self.calibration_asked)
        column.addWidget(self.measure)
        self.printer.currentIndexChanged.connect(self._on_printer)
        self._show_printer()

    def _add_paper(self) -> None:
        self.copies = QSpinBox()
        self.copies.setRange(1, 20)
        self._field(_("Copies"), self.copies, 0, 0)
        self.tray = QLineEdit()
        self.tray.setPlaceholderText(_("automatic"))
        self._field(_("Tray"), self.tray, 0, 1)
        self.duplex = Tick(_("Both sides of the paper"))
        self._grid.addWidget(self.duplex, 2, 0, 1, 2)

    def _add_measures(self) -> None:
        self.right = self._measure(_("To the right, mm"), _OFFSET, 3, 0)
        self.down = self._measure(_("Down, mm"), _OFFSET, 3, 1)
        self.across_scale = self._measure(_("Scale across"), _SCALE, 5, 0)
        self.down_scale = self._measure(_("Scale down"), _SCALE, 5, 1)

    def _measure(self, text: str, limits: tuple[float, float, int], row: int, column: int) -> MeasureField:
        field = MeasureField(*limits)
        field.changed.connect(self._on_measure)
        self._field(text, field, row, column)
        return field

    def _field(self, text: str, field: QWidget, row: int, column: int) -> None:
        label = TextLabel(text, size=13, weight=500, tone="ink2")
        label.setBuddy(field)
        field.setAccessibleName(text)
        self._grid.addWidget(label, row, column)
        self._grid.addWidget(field, row + 1, column)

    # -- what is chosen --------------------------------------------------------------------------------------------

    def show_printers(self, names: list[str], default: str) -> None:
        """Offer these printers; the one of last time is chosen, and stays on the list while it is switched off."""
        wanted = self._settings.printer
        listed = [*names, *([wanted] if wanted and wanted not in names else [])]
        known = [self.printer.itemData(place) for place in range(1, self.printer.count())]
        if known == listed:
            return
        with QSignalBlocker(self.printer):
            while self.printer.count() > 1:
                self.printer.removeItem(1)
            for name in listed:
                gone = name not in names
                shown = _("{name}, not there now").format(name=name) if gone else name
                self.printer.addItem(_("{name}, the usual one").format(name=name) if name == default else shown, name)
            self.printer.setCurrentIndex(max(0, self.printer.findData(wanted)))
        self._show_printer()

    def name(self) -> str:
        """The printer's name; empty for the folder."""
        return str(self.printer.currentData() or "")

    def choice(self) -> PrinterChoice | None:
        """The printer with its tray and copies; None for the folder."""
        if not self.name():
            return None
        return PrinterChoice(self.name(), self.copies.value(), self.tray.text().strip(), self.duplex.isChecked())

    def calibration(self) -> tuple[float, float, float, float]:
        """(mm to the right, mm down, scale across, scale down) of the chosen printer."""
        return self._settings.calibration_of(self.name())

    def _on_printer(self, _place: int) -> None:
        self._settings.printer = self.name()
        self._show_printer()
        self.changed.emit()

    def _show_printer(self) -> None:
        self._more.setVisible(bool(self.name()))
        fields = (self.right, self.down, self.across_scale, self.down_scale)
        for field, value in zip(fields, self.calibration(), strict=True):
            field.set_value(value)

    def _on_measure(self, _value: float) -> None:
        numbers = (self.right.value(), self.down.value(), self.across_scale.value(), self.down_scale.value())
        self._settings.calibrate(self.name(), *numbers)
        self.changed.emit()
