"""A part of the panel that scrolls as a whole where the screen is too low for it, and is as wide as its words need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget


class TallPart(QScrollArea):
    """Holds one widget. Its least width is the widget's: buttons never become narrower than their words."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._content = content
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.isVisible() else 0
        return QSize(self._content.minimumSizeHint().width() + beside, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words in it need another width."""
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def bring_into_sight(self, wanted: QWidget) -> None:
        """Scroll to a part of it that has just been shown."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(wanted, 0, wanted.height()))
