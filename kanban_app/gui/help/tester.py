"""The scanner test: what a scanner or a keyboard really sends, judged, and the card to set it up with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout

from kanban_app.domain.scanner_check import KeySent, Sender, Speed, Verdict, judge
from kanban_app.gui.board.notice import Notice
from kanban_app.gui.help import scanner_words
from kanban_app.gui.help.key_ear import KeyEar
from kanban_app.gui.help.key_table import KeyTable
from kanban_app.gui.help.pages import paragraph
from kanban_app.gui.help.serial_keys import serial_key
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.look.widgets import Button, Panel
from kanban_app.gui.scan_input import HOLD_MS, LEAST_KEYS, STUMBLE_MS, TAIL_MS
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.settings import plants_folder

# After an end another may follow (CR LF); without one the silence has to be longer than a scanner's stumble.
_AFTER_END_MS = TAIL_MS // 2
_AFTER_KEY_MS = 3 * STUMBLE_MS


class ScannerTestPage(Panel):
    """While the test runs all keys come here and do nothing else. Esc or the button ends it, and leaving the page."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(flat=True)
        self._tools = tools
        self._burst: list[KeySent] = []
        self._card: Path | None = None
        self.verdict: Verdict | None = None
        self.model = KeyTable(self)
        self.ear = KeyEar(self)
        self.ear.heard.connect(self._on_key)
        self.ear.left.connect(self.stop)
        if tools.serial is not None:
            tools.serial.heard.connect(self._on_serial)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._judge)
        self._build()
        self._fit()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(10))
        column.addWidget(paragraph(_("Scanner test"), size=18, weight=700))
        self.hint = paragraph("", tone="ink2")
        column.addWidget(self.hint)
        row = QHBoxLayout()
        self.start_button = Button("", kind="primary", icon="scan")
        self.start_button.clicked.connect(self.toggle)
        self.clear_button = Button(_("Clear"))
        self.clear_button.clicked.connect(self.clear)
        row.addWidget(self.start_button, 1)
        row.addWidget(self.clear_button)
        column.addLayout(row)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Keys that came"))
        tables.dress(self.table, row_height=32)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.setMinimumHeight(theme.px(160))
        self.table.setTabKeyNavigation(False)
        column.addWidget(self.table, 1)
        self.print_button = Button(_("Print the set-up card"), icon="printer")
        self.print_button.clicked.connect(self.print_card)
        column.addWidget(self.print_button)
        self.told = paragraph("", tone="ink2")
        column.addWidget(self.told)
        self.open_button = Button(_("Open it"), kind="quiet", icon="folder")
        self.open_button.clicked.connect(self._open_card)
        column.addWidget(self.open_button)
        self.told.hide()
        self.open_button.hide()

    # -- testing ---------------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Begin the test, or end it."""
        self.stop() if self.ear.is_listening() else self.start()

    def start(self) -> None:
        """All keys come here from now on."""
        self.clear()
        self.ear.listen()
        self._take_serial(True)
        self.window().installEventFilter(self)
        self._fit()

    def stop(self) -> None:
        """Keys do again what they always do."""
        if self.ear.is_listening():
            self.ear.stop()
            self._take_serial(False)
            self.window().removeEventFilter(self)
            self._judge()
            self._fit()

    def clear(self) -> None:
        """Forget what came."""
        self._silence.stop()
        self._burst.clear()
        self.model.clear()
        self.verdict = None
        self.notice.hide()

    def _fit(self) -> None:
        running = self.ear.is_listening()
        self.start_button.setText(_("Stop the test  Esc") if running else _("Start the test"))
        self.start_button.set_icon_name("pause" if running else "scan")
        self.hint.setText(
            _("Scan a card now. Nothing is booked. Esc ends the test.")
            if running
            else _("Shows what a scanner or a keyboard really sends, and what to change. Nothing is booked meanwhile.")
        )

    def _on_key(self, key: KeySent) -> None:
        self.model.add(key)
        self.table.scrollToBottom()
        if self._burst and self._burst[-1].ends and not key.ends:
            self._judge()
        self._burst.append(key)
        self._silence.start(_AFTER_END_MS if key.ends else _AFTER_KEY_MS)

    def _take_serial(self, tested: bool) -> None:
        if self._tools.serial is not None:
            self._tools.serial.is_tested = tested

    def _on_serial(self, data: bytes) -> None:
        """What a scanner on a serial port sent stands in the list as if it had been typed."""
        if self.ear.is_listening():
            for byte in data:
                self._on_key(serial_key(byte))

    def _judge(self) -> None:
        """Say what the keys since the last silence were."""
        self._silence.stop()
        keys, self._burst = self._burst, []
        if not keys:
            return
        # How long it was quiet before the first does not belong to this burst.
        keys[0] = replace(keys[0], gap_ms=None)
        self.verdict = judge(keys, Speed(LEAST_KEYS, HOLD_MS, STUMBLE_MS))
        self.notice.say(
            _sign(self.verdict),
            scanner_words.headline(self.verdict),
            "\n".join(scanner_words.details(self.verdict)),
        )

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another window of the program must get its keys."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self.stop()
        return False

    # -- the card --------------------------------------------------------------------------------------------------

    def print_card(self) -> None:
        """Draw the set-up card beside the plant's other papers, or in the folder of plants while none is open."""
        from kanban_app.operations import setup_cards

        self._say(_("Printing…"), "ink2")
        self.print_button.setEnabled(False)
        link = self._tools.link
        if link.shop is None:
            self._draw(plants_folder() / setup_cards.FILE_NAME)
        else:
            place = link.shop.read(setup_cards.setup_card_place, link.shop.path)
            link.when_done(place, self._draw, self._on_not_printed)

    def _draw(self, target: Path) -> None:
        from kanban_app.operations.setup_cards import write_setup_card

        drawn = self._tools.tasks.on_worker(write_setup_card, target, self._tools.clock())
        self._tools.link.when_done(drawn, self._on_printed, self._on_not_printed)

    def _on_printed(self, path: Path) -> None:
        self._card = path
        self._say(_("Printed into {name}.").format(name=path.name), "ok")
        self.open_button.show()

    def _on_not_printed(self, problem: BaseException) -> None:
        self._say(_("The card could not be written: {problem}. Make room, or allow writing there.").format(
            problem=problem), "stop")  # fmt: skip

    def _say(self, text: str, tone: str) -> None:
        self.print_button.setEnabled(True)
        self.told.set_tone(tone)
        self.told.setText(text)
        self.told.show()

    def _open_card(self) -> None:
        if self._card is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._card)))


def _sign(verdict: Verdict) -> AnswerSign:
    if verdict.is_good:
        return AnswerSign.ACCEPTED
    return AnswerSign.NO_OP if verdict.sender is Sender.PERSON else AnswerSign.WARNED
