"""One print run at a time: begins it, tells how far it is, stops it. Where Windows prints, Qt does it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from shiboken6 import isValid

from kanban_app.gui.screen_tools import Tools
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.spooling import PrinterChoice, send_to_printer

if TYPE_CHECKING:
    from kanban_app.operations.papers import PrintResult

_DOTS_PER_INCH = 600
# A sheet is drawn in milliseconds: painting the window for each would cost more than the sheet.
_TELL_S = 0.1


class PrintRun(QObject):
    """`began` carries how many cards; then `progressed` (done, in all); at the end `ended` or `failed`."""

    began = Signal(int)
    progressed = Signal(int, int)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, tools: Tools, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._stop = threading.Event()
        self.is_running = False
        self._told_at = 0.0
        # A window that goes takes its run with it: what is complete stays printed.
        self.destroyed.connect(self._stop.set)

    def begin(self, order: PrintOrder) -> None:
        """Print this; nothing while another run goes on."""
        shop = self._tools.link.shop
        if shop is None or self.is_running:
            return
        self._stop.clear()
        self.is_running = True
        self.began.emit(len(order.codes))
        future = shop.desk.print(order, self._tell, self._stop.is_set, spool_here())
        self._tools.link.when_done(future, self._on_done, self._on_failed)

    def stop(self) -> None:
        """Finish the sheet and end; what is complete stays printed."""
        self._stop.set()

    def _tell(self, done: int, whole: int) -> None:
        """On the drawing thread; the window may be gone by now."""
        now = time.monotonic()
        if isValid(self) and now - self._told_at > _TELL_S:
            self._told_at = now
            self.progressed.emit(done, whole)

    def _on_done(self, result: PrintResult) -> None:
        self.is_running = False
        self.ended.emit(result)

    def _on_failed(self, problem: BaseException) -> None:
        self.is_running = False
        self.failed.emit(problem)


def spool_here() -> Callable[[Path, PrinterChoice], None]:
    """What hands a file to a printer on this machine."""
    return _through_qt if os.name == "nt" else send_to_printer


def printers_here() -> tuple[list[str], str]:
    """(names of the printers, the default one or empty). Asks the system: only ever on a worker's thread."""
    from kanban_app.operations.spooling import printer_names

    if os.name != "nt":
        return printer_names()
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName()


def _through_qt(path: Path, choice: PrinterChoice) -> None:
    """Windows has no queue that takes a PDF: its pages are drawn onto the printer. Raises OSError."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter
    from PySide6.QtPrintSupport import QPrinter

    from kanban_app.gui.look.pdf_pages import page_picture, page_sizes

    data = path.read_bytes()
    sizes = page_sizes(data)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if choice.name:
        printer.setPrinterName(choice.name)
    printer.setDocName(path.name)
    printer.setCopyCount(choice.copies)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide if choice.duplex else QPrinter.DuplexMode.DuplexNone)
    printer.setFullPage(True)
    upright = QPageLayout.Orientation.Portrait
    paper = partial(QPageSize, matchPolicy=QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageLayout(QPageLayout(paper(sizes[0], QPageSize.Unit.Point), upright, QMarginsF()))
    painter = QPainter()
    if not printer.isValid() or not painter.begin(printer):
        raise OSError(f"the printer {choice.name} does not answer")
    try:
        for place, size in enumerate(sizes):
            if place:
                printer.newPage()
            dots = QSize(*(round(length / 72 * _DOTS_PER_INCH) for length in (size.width(), size.height())))
            painter.drawImage(printer.paperRect(QPrinter.Unit.DevicePixel), page_picture(data, place, dots))
    finally:
        painter.end()
