"""The rows about a scanner on a serial port: which port, its speed, what ends a scan, and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Choice, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.serial_ports import Port, available_ports
from kanban_app.i18n import _

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
# What stands in the list for a port that is written by hand. No port is called so.
OTHER = "\n"


class Rows(Protocol):
    """The form's ways to add a row."""

    def choice(
        self, form: QFormLayout, label: str, options: Sequence[tuple[Any, str]], on_chosen: Callable[[Any], None]
    ) -> Choice:
        """A field with a list."""

    def labelled(self, form: QFormLayout, label: str, field: QWidget) -> None:
        """Any field with its name."""


class ScannerRows(QObject):
    """Nothing but the first row is seen while no port is chosen. `kept` is called when a setting was changed."""

    def __init__(self, rows: Rows, form: QFormLayout, tools: Tools, kept: Callable[[], None]) -> None:
        super().__init__(form)
        self._form, self._tools, self._settings, self._kept = form, tools, tools.settings, kept
        self.port = rows.choice(
            form, _("Serial scanner"), [("", _("none, scanners type like keyboards"))], self._on_port
        )
        self.port.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.device = QLineEdit()
        self.device.setPlaceholderText(_("COM3 or /dev/ttyUSB0"))
        self.device.editingFinished.connect(self._on_device)
        rows.labelled(form, _("Device name"), self.device)
        speeds = [(baud, _("{baud} baud").format(baud=baud)) for baud in BAUDS]
        self.baud = rows.choice(form, _("Speed"), speeds, lambda baud: self._keep("serial_baud", baud))
        ends = [
            ("any", _("Enter, line feed or Tab")),
            ("cr", _("Enter (CR)")),
            ("lf", _("line feed (LF)")),
            ("crlf", _("Enter and line feed (CR LF)")),
            ("tab", _("Tab")),
            ("none", _("nothing, a pause ends it")),
        ]
        self.end = rows.choice(form, _("A scan ends with"), ends, lambda end: self._keep("serial_end", end))
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(theme.px(24))
        form.addRow(self.told)
        if tools.serial is not None:
            tools.serial.changed.connect(self.show_state)
        self._show_rows()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show what holds now, and look which ports there are; nobody waits for that."""
        self.baud.setCurrentIndex(max(0, self.baud.findData(self._settings.serial_baud)))
        self.end.setCurrentIndex(max(0, self.end.findData(self._settings.serial_end)))
        self._show_rows()
        if self._tools.serial is not None:
            self._tools.link.when_done(self._tools.tasks.on_worker(available_ports), self._show_ports)

    def _show_ports(self, ports: Sequence[Port] | None) -> None:
        """None where this computer lacks the part of the program that reads ports."""
        if self.port.view().isVisible():
            return
        chosen = self._settings.serial_port
        self.port.clear()
        self.port.addItem(_("none, scanners type like keyboards"), "")
        for port in ports or ():
            text = _("{name}: {what}").format(name=port.name, what=port.what) if port.what else port.name
            self.port.addItem(text, port.name)
        if chosen and self.port.findData(chosen) < 0:
            self.port.addItem(chosen, chosen)
        if ports is not None:
            self.port.addItem(_("another, by its name"), OTHER)
        self.port.setCurrentIndex(max(0, self.port.findData(chosen)))
        self.port.setEnabled(ports is not None or bool(chosen))
        self._show_rows()
        if ports is None and not chosen:
            self._tell(
                _("Serial scanners need PySide6-Addons, which is not installed here. Scanners that type work as ever."),
                "ink2",
            )

    def _show_rows(self) -> None:
        by_hand = self.port.currentData() == OTHER
        for field, seen in ((self.device, by_hand), (self.baud, self._is_used()), (self.end, self._is_used())):
            self._form.setRowVisible(field, seen)
        self.show_state()

    def _is_used(self) -> bool:
        return bool(self._settings.serial_port)

    def show_state(self) -> None:
        """How it stands with the scanner."""
        serial = self._tools.serial
        if serial is None or not self._is_used():
            self._tell("", "ink2")
        else:
            self._tell(serial.told(), "ink2" if serial.is_well() else "warn")

    def _tell(self, text: str, tone: str) -> None:
        self.told.set_tone(tone)
        self.told.setText(text)
        self._form.setRowVisible(self.told, bool(text))

    # -- keeping ---------------------------------------------------------------------------------------------------

    def _on_port(self, name: str) -> None:
        if name == OTHER:
            self._show_rows()
            self.device.setText(self._settings.serial_port)
            self.device.setFocus()
        else:
            self._keep("serial_port", name)

    def _on_device(self) -> None:
        name = self.device.text().strip()
        if self.port.currentData() == OTHER and name:
            self._keep("serial_port", name)

    def _keep(self, name: str, value: object) -> None:
        if getattr(self._settings, name) != value:
            setattr(self._settings, name, value)
            self._kept()
        self._show_rows()
