"""The drawer at the right of the window that explains the screen one is on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from kanban_app.gui.help import topics
from kanban_app.gui.help.about import AboutPage
from kanban_app.gui.help.pages import Page, colours_page, found_page, scrolled, topic_page
from kanban_app.gui.help.tester import ScannerTestPage
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice, Panel, Rule, SearchField, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.logs import default_folder

_WIDTH = 520
_LEAST_WITH_FOOT = 700
_SEARCH_MS = 120
# Pages beside those of the screens.
COLOURS, TESTER, ABOUT = "colours", "tester", "about"


class HelpDrawer(Panel):
    """Lies over the right part of `parent` while it is open."""

    def __init__(self, tools: Tools, parent: QWidget, log_folder: Path | None = None) -> None:
        super().__init__(parent, flat=True)
        self._tools = tools
        self._name = ""
        self._focus_before: QWidget | None = None
        self._topics = topics.topics()
        self._general = topics.everywhere()
        self.tester = ScannerTestPage(tools)
        self.about = AboutPage(tools, log_folder or default_folder())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_MS)
        self._typing.timeout.connect(self._search)
        self._build()
        parent.installEventFilter(self)
        self.hide()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setAccessibleName(_("Help"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.px(12), 0, theme.px(12))
        column.setSpacing(theme.px(8))
        column.addLayout(self._head())
        self.stack = QStackedWidget()
        self.text = scrolled(QWidget())
        self._tester_area = scrolled(self.tester)
        for page in (self.text, self._tester_area, self.about):
            self.stack.addWidget(page)
        column.addWidget(self.stack, 1)
        self.foot = self._foot()
        column.addWidget(self.foot)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._on_escape)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(20), 0, theme.px(12), 0)
        row = QHBoxLayout()
        row.addWidget(TextLabel(_("Help"), size=22, weight=700))
        row.addStretch(1)
        close = Button(_("Close"), icon="close", kind="quiet", tip=_("Close the help (Esc)"))
        close.clicked.connect(self.close)
        row.addWidget(close)
        head.addLayout(row)
        self.choice = Choice(name=_("Help about"))
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for topic in self._topics:
            self.choice.addItem(topic.title, topic.name)
        for name, title in (
            (COLOURS, _("What the colours mean")),
            (TESTER, _("Scanner test")),
            (ABOUT, _("About kanban_app")),
        ):
            self.choice.addItem(title, name)
        self.choice.activated.connect(lambda _place: self.show_page(str(self.choice.currentData())))
        head.addWidget(self.choice)
        self.field = SearchField(_("Find in the help"))
        self.field.textChanged.connect(lambda _text: self._typing.start())
        head.addWidget(self.field)
        return head

    def _foot(self) -> QWidget:
        """The ways to the pages that belong to no screen. They stand in the list above as well."""
        holder = QWidget()
        foot = QVBoxLayout(holder)
        foot.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        foot.setSpacing(0)
        foot.addWidget(Rule())
        self.links: dict[str, Button] = {}
        for name, text, icon in (
            (COLOURS, _("What do the colours mean?"), "help"),
            (TESTER, _("Test a scanner or a keyboard"), "scan"),
            (ABOUT, _("About kanban_app"), "board"),
        ):
            button = self.links[name] = Button(text, kind="quiet", icon=icon)
            button.clicked.connect(lambda _checked=False, name=name: self.show_page(name))
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    # -- opening and closing ---------------------------------------------------------------------------------------

    def explain(self, page_name: str) -> None:
        """Open at this screen's page; at what holds everywhere for a screen without one."""
        if not self.isVisible():
            self._focus_before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        known = self.choice.findData(page_name) >= 0
        self.show_page(page_name if known else self._general.name)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self, page_name: str) -> None:
        """F1: open at this screen's page, or close again."""
        self.close() if self.isVisible() else self.explain(page_name)

    def close(self) -> bool:
        """Close, and give the focus back."""
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        before, self._focus_before = self._focus_before, None
        if not had_focus or before is None or not isValid(before):
            return True
        while before is not None and not before.isVisible():
            before = before.parentWidget()  # it went away meanwhile: the keys of its screen hold nevertheless
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _on_escape(self) -> None:
        """Esc clears the search first."""
        if self.field.text():
            self.field.clear()
        else:
            self.close()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            width = min(theme.px(_WIDTH), max(parent.width() * 2 // 5, min(theme.px(400), parent.width())))
            self.setGeometry(parent.width() - width, 0, width, parent.height())
            self.foot.setVisible(parent.height() >= theme.px(_LEAST_WITH_FOOT))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    # -- pages -----------------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Show a page by its name: a screen's, or one of COLOURS, TESTER, ABOUT."""
        self._name = name
        self.choice.setCurrentIndex(max(0, self.choice.findData(name)))
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._typing.stop()
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._name == TESTER:
            self.stack.setCurrentWidget(self._tester_area)
        elif self._name == ABOUT:
            self.stack.setCurrentWidget(self.about)
            self.about.refresh()
        elif self._name == COLOURS:
            shop = self._tools.link.shop
            self._show_text(colours_page(shop.plant.language if shop is not None else "en"))
        else:
            chosen = next((topic for topic in self._topics if topic.name == self._name), self._general)
            self._show_text(topic_page(chosen, self._general))

    def _search(self) -> None:
        typed = self.field.text().strip()
        if typed:
            self._show_text(found_page(typed, topics.search(typed, self._topics)))
        else:
            self._show_chosen()

    def _show_text(self, page: Page) -> None:
        self.text.setWidget(page)
        self.text.verticalScrollBar().setValue(0)
        self.stack.setCurrentWidget(self.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line at the left edge, where the drawer ends and the screen goes on."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, 1, self.height(), theme.color("line_strong"))
