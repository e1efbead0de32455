"""The line under the map: what its lines and squares mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kanban_app.gui.flow_map.inks import pen
from kanban_app.gui.flow_map.lines import paint_head
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import TextLabel
from kanban_app.i18n import _


class _Sample(QWidget):
    """A piece of what stands on the map: goods, signals, container or shelf."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self.setFixedSize(theme.px(14 if what == "container" else 40), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = theme.px(100) / 100
        painter.scale(zoom, zoom)
        if self._what == "container":
            painter.fillRect(QRectF(1, 2, 12, 12), theme.color("order"))
            return
        goods, signals, shelf = pen("stock", 2.6), pen("order", 1.7, (5.0, 3.4)), pen("stock", 1.4, (1.5, 3.0))
        painter.setPen({"goods": goods, "signals": signals, "shelf": shelf}[self._what])
        painter.drawLine(QPointF(0, 8), QPointF(38, 8))
        if self._what == "signals":
            paint_head(painter, 2, 8, 3.14159, "order")
        else:
            paint_head(painter, 39, 8, 0.0, "stock")


class FlowLegend(QWidget):
    """Samples with their words; more lines where they need them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = FlowLayout(self, gap=20, line_gap=2)
        for what, text in (
            ("goods", _("goods")),
            ("signals", _("signals go back, one arrowhead for each card")),
            ("container", _("container on its way")),
            ("shelf", _("taken from the store’s shelf, without cards")),
            ("", _("“5 of 14”: 5 of the 14 cards are calling")),
        ):
            entry = QWidget()
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px(8))
            if what:
                row.addWidget(_Sample(what), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(TextLabel(text, size=13, tone="ink2"))
            layout.addWidget(entry)
            if what == "shelf":
                self._shelf = entry

    def set_shelf(self, shown: bool) -> None:
        """Whether a store of this plant serves a workstation."""
        self._shelf.setVisible(shown)
