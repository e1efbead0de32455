"""The true pages of a PDF in a panel: drawn when they are looked at, beside the window; turned by buttons and keys."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kanban_app.gui.look import theme
from kanban_app.gui.look.pdf_pages import page_picture, page_sizes
from kanban_app.gui.look.widgets import Button, Choice, TextLabel, paint_focus_ring
from kanban_app.i18n import _

OnWorker = Callable[..., "Future[Any]"]

WHOLE_PAGE, PAGE_WIDTH = 0, -1
ZOOMS = (50, 75, 100, 150, 200, 300)
_POINTS_TO_PX = 96 / 72
_MARGIN = 14
_PAGES_KEPT = 6
# While a window is being pulled larger nothing is drawn: the old picture is stretched meanwhile.
_SETTLE_MS = 60


class PagePreview(QWidget):
    """Shows one page of a PDF at a time. `page_changed` carries (page from 1, pages), (0, 0) for none.

    `on_worker` runs a call on a thread beside the window: `tools.tasks.on_worker`. `show_pdf` takes the whole file's
    bytes and keeps the page looked at where the new file has it; `show_message` says why there is none.
    """

    page_changed = Signal(int, int)
    _arrived = Signal(object)

    def __init__(self, on_worker: OnWorker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_worker = on_worker
        self._data = b""
        self._file = self._sized_file = 0
        self._sizes: list[QSizeF] = []
        self._place = 0
        self._pictures: dict[tuple[int, QSize], QImage] = {}
        self._asked: set[tuple[int, QSize]] = set()
        self._build()
        self._arrived.connect(self._on_arrived)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settled.timeout.connect(self._lay_out)
        theme.news().changed.connect(self._settled.start)
        self.show_message("")

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.heading = TextLabel(size=16, weight=600)
        head.addWidget(self.heading)
        head.addStretch(1)
        self.zoom = Choice(name=_("Size of the page on the screen"))
        self.zoom.addItem(_("Whole page"), WHOLE_PAGE)
        self.zoom.addItem(_("Page width"), PAGE_WIDTH)
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent} %", percent)
        self.zoom.currentIndexChanged.connect(self._lay_out)
        head.addWidget(self.zoom)
        self.previous_button = Button("", icon="left", tip=_("Previous page (PageUp)"))
        self.next_button = Button("", icon="right", tip=_("Next page (PageDown)"))
        self.previous_button.clicked.connect(lambda: self.turn(-1))
        self.next_button.clicked.connect(lambda: self.turn(1))
        head.addWidget(self.previous_button)
        head.addWidget(self.next_button)
        column.addLayout(head)
        # First into the window: a part that is added to a layout without one shows itself as a window of its own.
        self._stack = QStackedLayout()
        column.addLayout(self._stack, 1)
        self._message = TextLabel(size=16, tone="ink2")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._scroll = _PageArea(self)
        self._page = _Page(self._scroll)
        self._scroll.setWidget(self._page)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self._scroll)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_pdf(self, data: bytes) -> None:
        """Show this file; what was shown stays until its first page is there."""
        self._data = data
        self._file += 1
        self._pictures.clear()
        self._asked.clear()
        self._run(("sizes", self._file), page_sizes, data)

    def show_message(self, text: str) -> None:
        """Show a sentence in place of pages: what is being done, why there is nothing, what went wrong."""
        self._data, self._sizes = b"", []
        self._file += 1
        self._pictures.clear()
        self._message.setText(text)
        self._stack.setCurrentIndex(0)
        self._page.show_picture(None)
        self._tell()

    def page_count(self) -> int:
        """How many pages the file has; 0 without one."""
        return len(self._sizes)

    def page(self) -> int:
        """The page shown, from 1; 0 without one."""
        return self._place + 1 if self._sizes else 0

    def is_drawn(self) -> bool:
        """Whether the page that is shown is drawn as it is, not one before it or a stretched one."""
        return bool(self._sizes) and self._key(self._place) in self._pictures

    def turn(self, pages: int) -> None:
        """Go so many pages on or back, as far as there are any."""
        self.go_to(self._place + 1 + pages)

    def go_to(self, page: int) -> None:
        """Show a page, counted from 1; the nearest there is."""
        place = max(0, min(page, len(self._sizes)) - 1)
        if place != self._place:
            self._place = place
            self._scroll.verticalScrollBar().setValue(0)
            self._tell()
        self._lay_out()

    def _tell(self) -> None:
        page, count = self.page(), self.page_count()
        self.heading.setText(_("Page {page} of {count}").format(page=page, count=count) if count else "")
        self._scroll.setAccessibleName(self.heading.text())
        self.previous_button.setEnabled(page > 1)
        self.next_button.setEnabled(page < count)
        self.zoom.setEnabled(count > 0)
        self.page_changed.emit(page, count)

    # -- how large -------------------------------------------------------------------------------------------------

    def _scale(self, place: int) -> float:
        """Pixels of the screen per point of the page."""
        chosen, size = self.zoom.currentData(), self._sizes[place]
        if chosen > 0:
            return chosen / 100 * _POINTS_TO_PX * theme.px(100) / 100
        air = 2 * theme.px(_MARGIN)
        room = self._scroll.maximumViewportSize()
        across = (room.width() - air) / size.width()
        if chosen == WHOLE_PAGE:
            return max(0.05, min(across, (room.height() - air) / size.height()))
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        return max(0.05, (room.width() - air - bar) / size.width())

    def _size(self, place: int) -> QSize:
        scale = self._scale(place)
        return QSize(round(self._sizes[place].width() * scale), round(self._sizes[place].height() * scale))

    def _key(self, place: int) -> tuple[int, QSize]:
        return place, self._size(place) * self.devicePixelRatioF()

    def _lay_out(self, *_news: object) -> None:
        if not self._sizes:
            return
        self._page.show_size(self._size(self._place))
        picture = self._pictures.get(self._key(self._place))
        if picture is not None:
            self._page.show_picture(picture)
        if self.isVisible():
            for place in (self._place, self._place + 1):
                self._ask(place)

    def _ask(self, place: int) -> None:
        # Between a new file and its sizes nothing is asked: the pages known are those of the file before.
        if place >= len(self._sizes) or self._sized_file != self._file:
            return
        key = self._key(place)
        if key not in self._pictures and key not in self._asked:
            self._asked.add(key)
            self._run(("page", self._file, key), page_picture, self._data, place, key[1])

    # -- what comes from the worker --------------------------------------------------------------------------------

    def _run(self, what: tuple[Any, ...], call: Callable[..., object], *arguments: object) -> None:
        future = self._on_worker(call, *arguments)
        future.add_done_callback(lambda done: self._pass_on(what, done))

    def _pass_on(self, what: tuple[Any, ...], done: Future[Any]) -> None:
        """On the worker's thread; the window may be gone by now."""
        if isValid(self) and not done.cancelled():
            self._arrived.emit((what, done))

    def _on_arrived(self, news: tuple[tuple[Any, ...], Future[Any]]) -> None:
        what, done = news
        if what[1] != self._file:
            return
        try:
            result = done.result()
        except CancelledError:
            return
        except Exception:  # noqa: BLE001 - whatever keeps a page from being shown, the paper can be saved
            self.show_message(_("The pages can't be shown here. Saving them as PDF still works."))
            return
        if what[0] == "sizes":
            self._on_sizes(result)
        else:
            self._on_picture(what[2], result)

    def _on_sizes(self, sizes: list[QSizeF]) -> None:
        self._sizes, self._sized_file = sizes, self._file
        self._place = min(self._place, max(0, len(sizes) - 1))
        self._stack.setCurrentIndex(1 if sizes else 0)
        self._tell()
        self._lay_out()

    def _on_picture(self, key: tuple[int, QSize], picture: QImage) -> None:
        self._asked.discard(key)
        self._pictures[key] = picture
        while len(self._pictures) > _PAGES_KEPT:
            del self._pictures[next(iter(self._pictures))]
        if self._sizes and key == self._key(self._place):
            self._page.show_picture(picture)

    # -- keys and sizes --------------------------------------------------------------------------------------------

    def press(self, key: int) -> bool:
        """What a key does to the pages; False for one that does nothing."""
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(1 if key == Qt.Key.Key_Home else self.page_count())
        else:
            return False
        return True

    def zoom_by(self, steps: int) -> None:
        """Choose the next larger or smaller size, as Ctrl and the wheel do."""
        if not self._sizes:
            return
        now = self._scale(self._place) / _POINTS_TO_PX * 10_000 / theme.px(100)
        further = [percent for percent in ZOOMS if (percent > now + 1 if steps > 0 else percent < now - 1)]
        if further:
            self.zoom.setCurrentIndex(self.zoom.findData(further[0] if steps > 0 else further[-1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event.key()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settled.start()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._settled.start()


class _PageArea(QScrollArea):
    """The sunken ground that the page lies on; scrolls where the page is larger."""

    def __init__(self, preview: PagePreview) -> None:
        super().__init__(preview)
        self._preview = preview
        self.setProperty("ground", "canvas")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._preview.press(event.key()):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._preview.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.viewport() and event.type() == QEvent.Type.Paint:
            painter = QPainter(self.viewport())
            painter.fillRect(self.viewport().rect(), theme.color("sunken"))
            if self.hasFocus():
                paint_focus_ring(painter, QRectF(self.viewport().rect()), theme.px(6))
            painter.end()
            return True
        return bool(super().eventFilter(watched, event))


class _Page(QWidget):
    """The sheet itself, with the ground around it; a picture of another size is stretched until its own is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = QSize()
        self._picture: QImage | None = None

    def show_size(self, sheet: QSize) -> None:
        """Become a sheet of this many pixels."""
        self._sheet = sheet
        air = 2 * theme.px(_MARGIN)
        self.resize(sheet.width() + air, sheet.height() + air)
        self.update()

    def show_picture(self, picture: QImage | None) -> None:
        """Show this page; None for none."""
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        edge = theme.px(_MARGIN)
        sheet = QRectF(edge, edge, self._sheet.width(), self._sheet.height())
        if self._picture is None:
            painter.fillRect(sheet, theme.color("surface"))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, self._picture)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5))
