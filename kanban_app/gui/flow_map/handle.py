"""The handle of the decoupling point: drag it along the flow map, or move it with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from kanban_app.domain.stations import StationKind
from kanban_app.gui.flow_map.view import FlowView
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import TextLabel, paint_focus_ring
from kanban_app.i18n import _

SIDE = 34
_AWAY = 15.0


class _Ghost(QWidget):
    """The line as it goes with the mouse."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pen = QPen(theme.color("hold"), theme.px(3))
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(self.width() // 2, 0, self.width() // 2, self.height())


class PointHandle(QWidget):
    """`dropped` carries the station at which stock is to end. Nothing is moved by it: that is looked at first."""

    dropped = Signal(int)

    def __init__(self, view: FlowView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._stations: Sequence[int] = ()
        self._grabbed: QPoint | None = None
        self._near: int | None = None
        self._chosen: int | None = None
        self._ghost = _Ghost(view.viewport())
        self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name = TextLabel("", view.viewport(), size=15, weight=600, tone="hold")
        self._name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._name.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Decoupling point"))
        text = _("Drag it to where stock is to end, or use the left and right arrows. You see what it does first.")
        self.setAccessibleDescription(text)
        self.setToolTip(text)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.place)
        view.scale_changed.connect(self.place)
        view.viewport().installEventFilter(self)
        self.offer(())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(SIDE), theme.px(SIDE))

    def offer(self, stations: Sequence[int]) -> None:
        """The stations it may be dropped at; without any there is no handle."""
        self._stations = stations
        self._grabbed = None
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    # -- where it is

    def place(self) -> None:
        """Stand on the top of the point's first line, as far as it is in sight."""
        if self._grabbed is not None:
            return
        picture = self._view.picture
        lines = picture.point_lines() if picture is not None and picture.boxes else []
        self._ghost.hide()
        self._name.hide()
        self.setVisible(bool(lines and self._stations))
        if lines:
            self.resize(self.sizeHint())
            where = self._on_screen(*lines[0])
            self.move(where - QPoint(self.width() // 2, self.height()))
            self.raise_()

    def _on_screen(self, x: float, y: float) -> QPoint:
        view, picture = self._view, self._view.picture
        assert picture is not None
        station_id, box = next(iter(picture.boxes.items()))
        corner = view.station_rect(station_id).topLeft()
        return corner + QPoint(round((x - box.x()) * view.scale), round((y - box.y()) * view.scale))

    def _line_x(self, station_id: int) -> int:
        """Where the line would stand: before a workstation, behind a store."""
        picture = self._view.picture
        assert picture is not None
        box = picture.boxes[station_id]
        is_before = picture.now.structure.stations[station_id].kind is StationKind.WORKSTATION
        return self._on_screen(box.x() - _AWAY if is_before else box.right() + _AWAY, box.y()).x()

    def nearest(self, point: QPoint) -> int | None:
        """The station whose line is nearest to a point of the viewport, of several above each other the nearest box."""

        def distance(station_id: int) -> tuple[int, int]:
            across = abs(self._line_x(station_id) - point.x())
            return across // theme.px(24), abs(self._view.station_rect(station_id).center().y() - point.y())

        return min(self._stations, key=distance, default=None)

    # -- hands and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().toPoint()
            self._near = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        room = self._view.viewport().rect()
        middle = self.mapToParent(event.position().toPoint())
        middle = QPoint(min(max(middle.x(), 0), room.width()), min(max(middle.y(), 0), room.height()))
        self.move(middle - QPoint(self.width() // 2, self.height() // 2))
        self._show_near(self.nearest(middle))

    def _show_near(self, station_id: int | None) -> None:
        picture = self._view.picture
        if station_id is None or picture is None:
            return
        self._near = station_id
        x = self._line_x(station_id)
        self._ghost.setGeometry(x - theme.px(4), 0, theme.px(8), self._view.viewport().height())
        self._ghost.show()
        self._name.setText(f" {picture.now.structure.stations[station_id].name} ")
        self._name.adjustSize()
        left = min(x + theme.px(10), self._view.viewport().width() - self._name.width())
        self._name.move(left, max(0, self.y() - self._name.height()))
        self._name.show()
        self._ghost.raise_()
        self._name.raise_()
        self.raise_()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        near, self._grabbed, self._near = self._near, None, None
        self.place()
        if near is not None:
            self.dropped.emit(near)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape and self._grabbed is not None:
            self._grabbed = self._near = None
            self.place()
        elif step and self._stations and self._view.picture is not None:
            self.dropped.emit(self._beside(step))
        else:
            super().keyPressEvent(event)

    def _beside(self, step: int) -> int:
        """The next station to the left or right of where the point would stand now."""
        in_order = sorted(self._stations, key=lambda station_id: (self._line_x(station_id), station_id))
        here = self._chosen if self._chosen in in_order else self.nearest(self.geometry().center())
        place = in_order.index(here) if here in in_order else 0
        return in_order[min(max(place + step, 0), len(in_order) - 1)]

    def mark(self, station_id: int | None) -> None:
        """Remember which station is chosen already, so that an arrow key goes on from there."""
        self._chosen = station_id

    # -- painting

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("hold"), theme.px(2.5)))
        painter.drawEllipse(whole)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hold"))
        middle, reach = whole.center(), whole.width() * 0.32
        for sign in (-1, 1):
            tip = QPointF(middle.x() + sign * reach, middle.y())
            foot = middle.x() + sign * reach * 0.35
            arms = (QPointF(foot, middle.y() - reach * 0.55), QPointF(foot, middle.y() + reach * 0.55))
            painter.drawPolygon(QPolygonF([tip, *arms]))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), self.width() / 2)
