"""The true sheet beside the list: drawn by the same code as the file, when hands rest, one drawing at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.domain.cards import Card
from kanban_app.domain.print_jobs import Look
from kanban_app.gui.look import theme
from kanban_app.gui.look.page_preview import PagePreview
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.operations.print_preview import Sheet, draw_sheet

REST_MS = 250


class PreviewPanel(QWidget):
    """Shows one sheet of the chosen cards. `drawn` carries the Sheet that is shown."""

    drawn = Signal(object)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._cards: tuple[Card, ...] = ()
        self._look: Look | None = None
        self._number = 1
        self._is_drawing = False
        self._is_old = False
        self.sheet: Sheet | None = None
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self._draw)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        self.heading = TextLabel(size=18, weight=700)
        head.addWidget(self.heading, 1)
        self.previous_button = Button("", icon="left", tip=_("Previous sheet"))
        self.next_button = Button("", icon="right", tip=_("Next sheet"))
        self.previous_button.clicked.connect(lambda: self.turn(-1))
        self.next_button.clicked.connect(lambda: self.turn(1))
        head.addWidget(self.previous_button)
        head.addWidget(self.next_button)
        column.addLayout(head)
        self.pages = PagePreview(self._tools.tasks.on_worker)
        column.addWidget(self.pages, 1)
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self._tell()

    def show_cards(self, cards: Sequence[Card], look: Look) -> None:
        """These cards in this look are going to be printed; drawn once nothing changes for a moment."""
        if (tuple(cards), look) == (self._cards, self._look):
            return
        self._cards, self._look = tuple(cards), look
        self._is_old = True
        if not cards:
            self.sheet = None
            self.pages.show_message(_("Choose cards to see their paper here."))
            self._tell()
        elif self.isVisible():
            self._resting.start()

    def turn(self, sheets: int) -> None:
        """Go to another sheet."""
        count = self.sheet.count if self.sheet else 1
        number = max(1, min(self._number + sheets, count))
        if number != self._number:
            self._number, self._is_old = number, True
            self._draw()

    def showEvent(self, event: object) -> None:
        if self._is_old and self._cards:
            self._resting.start()

    def _draw(self) -> None:
        shop, look = self._tools.link.shop, self._look
        if shop is None or look is None or not self._cards or self._is_drawing:
            return  # what is being drawn comes first; then it is looked whether it is still what is wanted
        if self.sheet is None:
            self.pages.show_message(_("Drawing the sheet…"))
        self._is_drawing, self._is_old = True, False
        cards, number = self._cards, self._number
        self._tools.link.when_done(
            shop.draw(lambda: draw_sheet(shop, cards, look, number)), self._on_sheet, self._on_failed
        )

    def _on_sheet(self, sheet: Sheet) -> None:
        self._is_drawing = False
        if self._is_old:
            self._resting.start()
            return
        self.sheet, self._number = sheet, sheet.number
        if sheet.problems:
            self.pages.show_message("\n".join(sheet.problems))
        else:
            self.pages.show_pdf(sheet.data)
        self._tell()
        self.drawn.emit(sheet)

    def _on_failed(self, problem: BaseException) -> None:
        self._is_drawing = False
        if self._is_old:
            self._resting.start()
            return
        self.sheet = None
        self.pages.show_message(str(problem) if isinstance(problem, LookProblem) else _("The sheet can't be shown."))
        self._tell()
        if not isinstance(problem, LookProblem | OSError):
            self._tools.link.failed.emit(problem)

    def _tell(self) -> None:
        sheet = self.sheet
        self.heading.setText(
            _("Sheet {number} of {count}").format(number=sheet.number, count=sheet.count) if sheet else _("Preview")
        )
        self.previous_button.setEnabled(sheet is not None and sheet.number > 1)
        self.next_button.setEnabled(sheet is not None and sheet.number < sheet.count)
        two_pages = bool(sheet and self._look and self._look.two_sided)
        for widget in (self.pages.heading, self.pages.previous_button, self.pages.next_button):
            widget.setVisible(two_pages)
        self.told.setText("\n".join(_told(sheet)) if sheet else "")


def _told(sheet: Sheet) -> list[str]:
    cards = ngettext("{count} card", "{count} cards", sheet.cards).format(count=sheet.cards)
    told = ngettext("{cards} on {count} sheet.", "{cards} on {count} sheets.", sheet.count)
    return [told.format(cards=cards, count=sheet.count), *sheet.notes]
