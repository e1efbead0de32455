"""Till sales: a file, the codes nobody knows, the reports, a watched folder; one page each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kanban_app.domain.stations import StationKind
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Pill, TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.tills.codes_page import CodesPage
from kanban_app.gui.tills.file_page import FilePage
from kanban_app.gui.tills.folder_watch import FolderWatch
from kanban_app.gui.tills.reports_page import ReportsPage
from kanban_app.gui.tills.watch_page import WatchPage
from kanban_app.i18n import _


class TillsScreen(QWidget):
    """What the tills sold in the open plant."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.watch = FolderWatch(tools, self)
        self.file = FilePage(tools)
        self.codes = CodesPage(tools)
        self.reports = ReportsPage(tools)
        self.folder = WatchPage(tools, self.watch)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(TextLabel(_("Till sales"), size=24, weight=700))
        head.addStretch(1)
        self.stack = QStackedWidget()
        self.pills: list[Pill] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        texts = (_("A file"), _("Unknown codes"), _("Reports"), _("Watched folder"))
        for page, text in zip((self.file, self.codes, self.reports, self.folder), texts, strict=True):
            self._add_page(page, text, head)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        self.file.booked.connect(lambda _done: self.refresh())
        self.watch.taken.connect(lambda _taken: self.refresh())
        self.codes.counted.connect(self.pills[1].set_count)
        self.codes.changed.connect(self.reports.refresh)
        self.pills[0].setChecked(True)
        self.setFocusProxy(self.file)

    def _add_page(self, page: QWidget, text: str, head: QHBoxLayout) -> None:
        pill = Pill(text)
        pill.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        pill.toggled.connect(lambda on: self.stack.setCurrentWidget(page) if on else None)
        self._group.addButton(pill)
        self.pills.append(pill)
        self.stack.addWidget(page)
        head.addWidget(pill)

    def refresh(self) -> None:
        """Called each time the screen is shown, and when a file has changed something."""
        shop = self._tools.link.shop
        if shop is None:
            return
        stations = shop.structure.stations
        names = [stations[station_id].name for station_id in reversed(shop.structure.flow_order())]
        stores = [one.name for one in stations.values() if one.kind is StationKind.STORE]
        # Shops are stores at the end of the flow; anything else is likely no place where something is sold.
        ordered = [name for name in names if name in stores] + [name for name in names if name not in stores]
        for page in (self.file, self.folder):
            page.fill_stations(ordered)
        self.codes.refresh()
        self.reports.refresh()
