"""The screen F7: choose what waits for paper, print it into a PDF, see that it came out whole."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.cards import Card
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.gui.print_list.model import PrintListModel, print_rows
from kanban_app.gui.shop_link import ShopLink
from kanban_app.i18n import _, ngettext
from kanban_app.settings import Settings


class PrintListScreen(QWidget):
    """What waits for paper in the open plant. `printed` carries the paths of a finished job, `walk_asked` wants to see
    whether the cards hang where they should.
    """

    printed = Signal(object)
    walk_asked = Signal()
    _progressed = Signal(int, int)

    def __init__(self, link: ShopLink, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._settings = settings
        self._stop = threading.Event()
        self._last: Path | None = None
        self.model = PrintListModel(self)
        self._build()
        self._progressed.connect(self._on_progress)
        self.model.ticks_changed.connect(self._on_ticks)
        link.board_read.connect(self._on_news)
        link.changed.connect(self._on_news)

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.addWidget(TextLabel(_("Print cards"), size=24, weight=700))
        self.count = TextLabel(size=15, tone="ink2")
        head.addWidget(self.count)
        head.addStretch(1)
        self.walk = Button(_("Card walk…"), icon="hand")
        self.walk.clicked.connect(self.walk_asked)
        head.addWidget(self.walk)
        self.station = Choice(name=_("Source"))
        self.station.currentIndexChanged.connect(lambda _place: self.refresh())
        head.addWidget(self.station)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self._list_panel(), 1)
        row.addWidget(self._side_panel())
        column.addLayout(row, 1)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_now)

    def _list_panel(self) -> Panel:
        panel = Panel()
        self._stack = QStackedLayout(panel)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Cards to print"))
        self.table.setAlternatingRowColors(True)
        tables.dress(self.table)
        for place in (3, 4, 5):  # why, now and code are short: the names get the room
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.ResizeToContents)
        self._message = TextLabel(size=18, weight=500, tone="ink2")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._message)
        return panel

    def _side_panel(self) -> Panel:
        panel = Panel()
        panel.setFixedWidth(theme.px(340))
        column = QVBoxLayout(panel)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(20))
        column.setSpacing(theme.px(10))
        column.addWidget(TextLabel(_("Paper"), size=18, weight=700))
        self.format = Choice(name=_("Paper"))
        for name, text in (("a6", _("A6, one card a page")), ("a4-8", _("A4, eight cards with cut marks"))):
            self.format.addItem(text, name)
        self.format.setCurrentIndex(max(0, self.format.findData(self._settings.print_format)))
        column.addWidget(self.format)
        ticks = QHBoxLayout()
        for text, ticked in ((_("Tick all"), True), (_("Tick none"), False)):
            button = Button(text, kind="quiet")
            button.clicked.connect(lambda _checked=False, on=ticked: self.model.tick_all(on))
            ticks.addWidget(button)
        column.addLayout(ticks)
        self.print_button = Button(_("Print"), kind="primary", icon="printer")
        self.print_button.clicked.connect(self.print_now)
        self.save_button = Button(_("Save as PDF…"), icon="folder")
        self.save_button.clicked.connect(self._ask_where)
        column.addWidget(self.print_button)
        column.addWidget(self.save_button)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.px(8))
        self.stop_button = Button(_("Stop"))
        self.stop_button.clicked.connect(self._stop.set)
        self.told = TextLabel(size=15, tone="ink2")
        self.told.setWordWrap(True)
        self.open_button = Button(_("Open it"), kind="quiet", icon="folder")
        self.open_button.clicked.connect(self._open_last)
        for widget in (self.progress, self.stop_button, self.told, self.open_button):
            column.addWidget(widget)
        column.addStretch(1)
        note = TextLabel(
            _("Printing never changes stock. A card leaves this list when its file is complete."), size=14, tone="ink3"
        )
        note.setWordWrap(True)
        column.addWidget(note)
        self._show_running(False)
        self.open_button.hide()
        return panel

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again; nothing jumps while a job runs."""
        if self._link.shop is None or self.progress.isVisible():
            return
        self._fill_stations()
        self._link.when_done(self._link.shop.print_list(self.station.currentData()), self._on_list)

    def _on_news(self, *_news: object) -> None:
        """Whoever comes here later gets it read then; unseen it would slow every scan."""
        if self.isVisible():
            self.refresh()

    def _fill_stations(self) -> None:
        shop = self._link.shop
        if shop is None:
            return
        sources = {loop.source_id for loop in shop.structure.loops.values()}
        wanted: list[tuple[int | None, str]] = [(None, _("All sources"))]
        wanted += [(s, shop.structure.stations[s].name) for s in shop.structure.flow_order() if s in sources]
        known = [(self.station.itemData(place), self.station.itemText(place)) for place in range(self.station.count())]
        if known == wanted:
            return
        chosen = self.station.currentData()
        self.station.blockSignals(True)
        self.station.clear()
        for station_id, name in wanted:
            self.station.addItem(name, station_id)
        self.station.setCurrentIndex(max(0, self.station.findData(chosen)))
        self.station.blockSignals(False)

    def _on_list(self, cards: list[Card]) -> None:
        shop = self._link.shop
        if shop is None:
            return
        self.model.show(print_rows(cards, shop.structure))
        self._message.setText(_("Nothing waits to be printed."))
        self._stack.setCurrentIndex(0 if cards else 1)

    def _on_ticks(self) -> None:
        count = len(self.model.ticked())
        self.count.setText(
            ngettext("{count} card waits", "{count} cards wait", len(self.model.rows)).format(
                count=len(self.model.rows)
            )
        )
        self.print_button.setText(ngettext("Print {count} card", "Print {count} cards", count).format(count=count))
        for button in (self.print_button, self.save_button):
            button.setEnabled(count > 0 and not self.progress.isVisible())

    # -- printing --------------------------------------------------------------------------------------------------

    def print_now(self) -> None:
        """Print what is ticked into the plant's print folder."""
        self._print(None)

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF"), str(Path.home() / "cards.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._print(Path(name)))
        dialog.open()

    def _print(self, out: Path | None) -> None:
        rows = self.model.ticked()
        if self._link.shop is None or not rows or self.progress.isVisible():
            return
        self._stop.clear()
        format_name = str(self.format.currentData())
        self._settings.print_format = format_name
        self.progress.setRange(0, len(rows))
        self.progress.setValue(0)
        self._show_running(True)
        self._say(ngettext("Printing {count} card…", "Printing {count} cards…", len(rows)).format(count=len(rows)))
        codes = [row.card.code for row in rows]
        job = self._link.shop.print_cards(codes, format_name, out, self._progressed.emit, self._stop.is_set)
        self._link.when_done(job, self._on_printed, self._on_failed)

    def _on_progress(self, done: int, whole: int) -> None:
        self.progress.setRange(0, whole)
        self.progress.setValue(done)

    def _on_printed(self, result: object) -> None:
        self._show_running(False)
        paths, problems = result.paths, result.problems  # type: ignore[attr-defined] # a PrintResult, imported late
        if problems:
            self._say(_("Nothing was printed.") + "\n" + "\n".join(problems), "stop")
        else:
            self._last = paths[0]
            self.open_button.show()
            self._say(_("Printed into {name}.").format(name=paths[0].name), "ok")
            self.printed.emit(paths)
        self.refresh()

    def _on_failed(self, problem: BaseException) -> None:
        self._show_running(False)
        if self._stop.is_set():
            self._say(_("Stopped. No card was marked as printed."))
        else:
            self._say(
                _("The file could not be written: {problem}. The cards stay on the list.").format(problem=problem),
                "stop",
            )
        self.refresh()

    def _show_running(self, running: bool) -> None:
        self.progress.setVisible(running)
        self.stop_button.setVisible(running)
        self._on_ticks()

    def _say(self, text: str, tone: str = "ink2") -> None:
        self.told.set_tone(tone)
        self.told.setText(text)

    def _open_last(self) -> None:
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last)))
