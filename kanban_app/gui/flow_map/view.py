"""The map on the screen: zoom, pan, focus on stations, clicks on pills, arrowheads that creep after a booking."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from kanban_app.domain.flow_ways import Pair
from kanban_app.gui.flow_map.backing import SLOW_S, Backing
from kanban_app.gui.flow_map.creep import Creeping
from kanban_app.gui.flow_map.picture import FlowPicture
from kanban_app.gui.flow_map.spots import StationSpot, nearest
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import paint_focus_ring
from kanban_app.i18n import _

SMALLEST, LARGEST = 0.08, 3.0
STEP = 1.25
# The map opens no smaller than this, so that it can be read; what does not fit is a pan away.
READABLE = 0.85
REST_MS = 70
_ARROW_PX = 60


class FlowView(QAbstractScrollArea):
    """Shows a FlowPicture. `station_asked` and `link_asked` want cards on the board, `menu_asked` a station's loops."""

    station_asked = Signal(int)
    link_asked = Signal(object)
    menu_asked = Signal(int, QPoint)
    scale_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: FlowPicture | None = None
        self.scale = 1.0
        self._mode = "readable"
        self._backing = Backing()
        self._spots: dict[int, StationSpot] = {}
        self._focused: int | None = None
        self._grabbed: tuple[QPoint, QPoint] | None = None
        self._is_dragging = False
        self.creeping = Creeping(self)
        self.creeping.moved.connect(self._on_crept)
        self.creeping.arrived.connect(self._on_arrived)
        self._cover = QWidget(self.viewport())
        self._cover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Flow map"))
        self.setAccessibleDescription(_("Arrows move the map. Tab goes from station to station."))
        self.viewport().setMouseTracking(True)
        theme.news().changed.connect(self._on_look_changed)

    # -- what is shown

    def show_picture(self, picture: FlowPicture) -> None:
        """Show another map; the scale one chose and the place one looks at stay."""
        self.picture = picture
        self.creeping.stop()
        self._make_spots()
        self._scale_for_mode()
        self.repaint_all()

    def _make_spots(self) -> None:
        assert self.picture is not None
        focused = self._focused
        for spot in self._spots.values():
            spot.setParent(None)
            spot.deleteLater()
        self._spots.clear()
        self._focused = None
        order = sorted(self.picture.boxes.items(), key=lambda entry: (entry[1].x(), entry[1].y()))
        for station_id, _rect in order:
            self._spots[station_id] = spot = StationSpot(station_id, self._cover)
            spot.setAccessibleName(self.picture.station(station_id).spoken)
            spot.clicked.connect(lambda _checked=False, station_id=station_id: self.station_asked.emit(station_id))
            spot.reached.connect(self._on_reached)
            spot.left.connect(self._on_left)
            spot.step_asked.connect(self._on_step)
            spot.menu_asked.connect(self.menu_asked)
            spot.show()
        in_order: list[QWidget] = [self, *self._spots.values()]
        for before, after in pairwise(in_order):
            QWidget.setTabOrder(before, after)
        self._fit_bars()
        if focused in self._spots:
            self._spots[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def repaint_all(self) -> None:
        """Everything may be different: paint it all and name it all again."""
        self._backing.forget()
        if self.picture is not None:
            for station_id, spot in self._spots.items():
                spot.setAccessibleName(self.picture.station(station_id).spoken)
        self.viewport().update()

    def repaint_link(self, area: QRectF) -> None:
        """A link is different: paint its part of the map."""
        self._mark(area)

    def repaint_station(self, station_id: int, area: QRectF) -> None:
        """A station is different."""
        if self.picture is not None:
            self._spots[station_id].setAccessibleName(self.picture.station(station_id).spoken)
        self._mark(area)

    def _mark(self, area: QRectF) -> None:
        part = self._on_screen(area).toAlignedRect().adjusted(-1, -1, 1, 1).intersected(self.viewport().rect())
        if self.picture is None or part.isEmpty():
            return
        if self._backing.is_of(self.viewport().size(), self.devicePixelRatioF(), self.scale):
            self._backing.move_to(self.picture, self.viewport().size(), self._origin(), self.creeping.pairs())
            self._backing.paint_part(self.picture, part, self.creeping.pairs())
        self.viewport().update(part)

    def creep(self, pairs: Iterable[Pair]) -> None:
        """Let the arrowheads of these links move up once, as far as they are in sight."""
        if self.picture is None:
            return
        visible, links = QRectF(self.viewport().rect()), self.picture.links
        found = [pair for pair in pairs if self._on_screen(links[pair].line_bounds).intersects(visible)]
        self.creeping.start(found)
        for pair in found:
            self._mark(links[pair].line_bounds)

    def _on_crept(self, pair: Pair) -> None:
        if self.picture is not None:
            self.viewport().update(self._on_screen(self.picture.links[pair].line_bounds).toAlignedRect())

    def _on_arrived(self, pair: Pair) -> None:
        if self.picture is not None:
            self._mark(self.picture.links[pair].line_bounds)

    # -- where things are

    def _origin(self) -> QPointF:
        """Where the map's corner is in the viewport: a map smaller than it stands in its middle."""
        if self.picture is None:
            return QPointF()
        room, bounds = self.viewport().size(), self.picture.bounds
        x = max(0.0, (room.width() - bounds.width() * self.scale) / 2) - self.horizontalScrollBar().value()
        y = max(0.0, (room.height() - bounds.height() * self.scale) / 2) - self.verticalScrollBar().value()
        return QPointF(round(x), round(y))

    def _on_screen(self, area: QRectF) -> QRectF:
        origin = self._origin()
        return QRectF(
            origin.x() + area.x() * self.scale,
            origin.y() + area.y() * self.scale,
            area.width() * self.scale,
            area.height() * self.scale,
        )

    def on_map(self, point: QPoint | QPointF) -> QPointF:
        """A point of the viewport as a point of the map."""
        origin = self._origin()
        return QPointF((point.x() - origin.x()) / self.scale, (point.y() - origin.y()) / self.scale)

    def station_rect(self, station_id: int) -> QRect:
        """Where a station is in the viewport."""
        assert self.picture is not None
        return self._on_screen(self.picture.boxes[station_id]).toRect()

    def pill_rect(self, pair: Pair) -> QRect:
        """Where a pill is in the viewport."""
        assert self.picture is not None
        return self._on_screen(self.picture.links[pair].pill_rect(self.picture.link(pair))).toRect()

    def spot(self, station_id: int) -> StationSpot:
        """What has the focus of a station."""
        return self._spots[station_id]

    def _fit_bars(self) -> None:
        if self.picture is None:
            return
        room, bounds = self.viewport().size(), self.picture.bounds
        width, height = round(bounds.width() * self.scale), round(bounds.height() * self.scale)
        for bar, whole, part in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), height, room.height()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(part)
            bar.setSingleStep(theme.px(_ARROW_PX))
        for station_id, spot in self._spots.items():
            box = self.picture.boxes[station_id]
            rect = QRectF(box.x() * self.scale, box.y() * self.scale, box.width() * self.scale, 0)
            rect.setHeight(box.height() * self.scale)
            spot.setGeometry(rect.toRect())
        self._cover.resize(max(width, 1), max(height, 1))
        self._cover.move(self._origin().toPoint())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._cover.move(self._origin().toPoint())
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scale_for_mode()
        self._fit_bars()

    def _on_look_changed(self) -> None:
        self._scale_for_mode()
        self.repaint_all()

    # -- zoom

    def _scale_for_mode(self) -> None:
        if self.picture is None or self._mode == "free":
            return
        bounds, room = self.picture.bounds, self.maximumViewportSize()
        whole = min(room.width() / max(bounds.width(), 1), room.height() / max(bounds.height(), 1))
        zoom = theme.px(100) / 100
        least = READABLE * zoom if self._mode == "readable" else SMALLEST
        self._set_scale(max(least, min(whole, zoom)))

    def fit(self) -> None:
        """Show the whole map, however small that is."""
        self._mode = "fit"
        self._scale_for_mode()

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Show the map larger or smaller; the point `around` of the viewport (its middle) stays where it is."""
        self._mode = "free"
        point = around if around is not None else QPointF(self.viewport().rect().center())
        held = self.on_map(point)
        self._set_scale(max(SMALLEST, min(self.scale * factor, LARGEST)))
        moved = self._on_screen(QRectF(held.x(), held.y(), 0, 0)).topLeft() - point
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(moved.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(moved.y()))

    def _set_scale(self, scale: float) -> None:
        if scale == self.scale:
            return
        self.scale = scale
        if self._backing.last_paint_s > SLOW_S:
            self._rest.start()
        self._fit_bars()
        self.scale_changed.emit()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - event.angleDelta().y())
            event.accept()
        else:
            super().wheelEvent(event)

    # -- hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            bars = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
            self._grabbed, self._is_dragging = (event.position().toPoint(), bars), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._grabbed is None:
            can_press = self._target_at(point) != (None, None)
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if can_press else Qt.CursorShape.OpenHandCursor)
            return
        pressed_at, bars = self._grabbed
        moved = point - pressed_at
        if self._is_dragging or moved.manhattanLength() > theme.px(6):
            self._is_dragging = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.horizontalScrollBar().setValue(bars.x() - moved.x())
            self.verticalScrollBar().setValue(bars.y() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        was_dragging, self._grabbed, self._is_dragging = self._is_dragging, None, False
        station_id, pair = self._target_at(event.position().toPoint())
        if was_dragging:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        elif pair is not None:
            self.link_asked.emit(pair)
        elif station_id is not None:
            self.station_asked.emit(station_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        station_id, _pair = self._target_at(self.viewport().mapFromGlobal(event.globalPos()))
        if station_id is not None:
            self.menu_asked.emit(station_id, event.globalPos())

    def _target_at(self, point: QPoint) -> tuple[int | None, Pair | None]:
        if self.picture is None:
            return None, None
        place = self.on_map(point)
        return self.picture.station_at(place), self.picture.pill_at(place, self.scale)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.picture is not None:
            station_id, pair = self._target_at(event.pos())
            text = ""
            if pair is not None:
                text = self.picture.now.link_told(pair)
            elif station_id is not None:
                text = self.picture.station(station_id).spoken
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    # -- focus

    def _on_reached(self, station_id: int) -> None:
        self._focused = station_id
        self._bring_into_sight(self.station_rect(station_id))
        self.viewport().update()

    def _on_left(self, station_id: int) -> None:
        if self._focused == station_id:
            self._focused = None
        self.viewport().update()

    def show_point(self) -> None:
        """Bring the words of the decoupling point into sight."""
        area = self.picture.words_area() if self.picture is not None else None
        if area is not None:
            self._bring_into_sight(self._on_screen(area).toRect())

    def _bring_into_sight(self, wanted: QRect) -> None:
        rect, room = wanted.adjusted(-24, -24, 24, 24), self.viewport().rect()
        for bar, first, last, end in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), room.right()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), room.bottom()),
        ):
            if last > end:
                bar.setValue(bar.value() + min(last - end, first))
            elif first < 0:
                bar.setValue(bar.value() + first)

    def _on_step(self, station_id: int, right: int, down: int) -> None:
        assert self.picture is not None
        found = nearest(self.picture.boxes, station_id, right, down)
        if found is not None:
            self._spots[found].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.picture is None:
            painter.fillRect(event.rect(), theme.color("canvas"))
            return
        size, ratio, origin = self.viewport().size(), self.devicePixelRatioF(), self._origin()
        if self._backing.is_of(size, ratio, self.scale):
            self._backing.move_to(self.picture, size, origin, self.creeping.pairs())
            self._backing.show(painter)
        elif self._rest.isActive():
            painter.fillRect(event.rect(), theme.color("canvas"))
            self._backing.show_stretched(painter, self.scale, origin)
        else:
            self._backing.paint_all(self.picture, size, ratio, self.scale, origin, self.creeping.pairs())
            self._backing.show(painter)
        if self.creeping.pairs():
            self._paint_creeping(painter, origin)
        if self._focused is not None:
            ring = QRectF(self.station_rect(self._focused)).adjusted(-5, -5, 5, 5)
            paint_focus_ring(painter, ring, theme.px(8))
        elif self.hasFocus():
            paint_focus_ring(painter, QRectF(self.viewport().rect()), theme.px(8))

    def _paint_creeping(self, painter: QPainter, origin: QPointF) -> None:
        assert self.picture is not None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(origin)
        painter.scale(self.scale, self.scale)
        for pair in self.creeping.pairs():
            self.picture.paint_heads(painter, pair, self.creeping.share(pair))
        painter.restore()
