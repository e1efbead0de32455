"""The card as it is printed, the chosen element's frame over it: dragged and pulled by the mouse, moved by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kanban_app.gui.design.document import DesignDocument
from kanban_app.gui.design.words import element_words
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import paint_focus_ring
from kanban_app.i18n import _
from kanban_app.printing.design_edits import edges_of, snapped
from kanban_app.printing.elements import Element
from kanban_app.printing.geometry import Box

STEP_MM, FAR_MM = 0.5, 5.0
GRID_MM = 0.5
_MARGIN, _HANDLE, _GRASP, _REACH, _SLACK, _LEAST = 16, 9, 9, 6, 3, 36
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
# Which edges a handle pulls: left, top, right, bottom.
_HANDLES = (
    (1, 1, 0, 0),
    (0, 1, 0, 0),
    (0, 1, 1, 0),
    (0, 0, 1, 0),
    (0, 0, 1, 1),
    (0, 0, 0, 1),
    (1, 0, 0, 1),
    (1, 0, 0, 0),
)
_CURSORS = (
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
    Qt.CursorShape.SizeHorCursor,
)


class CardCanvas(QWidget):
    """`boxed` carries the place and size that the chosen element is to have, in mm; `removed` and `duplicated` what
    keys ask for. `resized` says that the card's picture has another size now.
    """

    boxed = Signal(object)
    removed = Signal()
    duplicated = Signal()
    resized = Signal()

    def __init__(self, document: DesignDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._picture: QImage | None = None
        self._shown: tuple[Element | None, ...] = ()
        self._faulty: frozenset[int] = frozenset()
        self._pressed: QPointF | None = None
        self._handle: int | None = None
        self._box: Box | None = None  # while it is dragged
        self._guides: tuple[float | None, float | None] = (None, None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(240), theme.px(200))
        self.setAccessibleName(_("The card"))
        document.changed.connect(self._on_other)
        document.chosen.connect(self._on_other)

    def show_card(self, picture: QImage, shown: tuple[Element | None, ...]) -> None:
        """Show this picture, with elements as they stand on it."""
        self._picture, self._shown = picture, shown
        self.update()

    def show_faults(self, places: Sequence[int]) -> None:
        """Frame the elements with these places: something is wrong with them."""
        self._faulty = frozenset(places)
        self.update()

    def _on_other(self) -> None:
        self._end_drag()
        self._shown = ()
        if self._document.state is not None:
            element = self._document.element()
            told = _("{element}: {left} mm from the left, {top} mm from the top, {width} by {height} mm")
            self.setAccessibleDescription(
                told.format(
                    element=element_words(element), left=f"{element.left:g}", top=f"{element.top:g}",
                    width=f"{element.width:g}", height=f"{element.height:g}",
                )
            )  # fmt: skip
        self.update()

    # -- millimetres and pixels ------------------------------------------------------------------------------------

    def card_rect(self) -> QRectF:
        """Where the card stands, in pixels."""
        if self._document.state is None:
            return QRectF()
        design, air = self._document.design, 2 * theme.px(_MARGIN)
        scale = min((self.width() - air) / design.width_mm, (self.height() - air) / design.height_mm)
        wide, high = design.width_mm * max(scale, 0.1), design.height_mm * max(scale, 0.1)
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def picture_size(self) -> QSize:
        """How many pixels of the screen the card's picture takes."""
        return (self.card_rect().size() * self.devicePixelRatioF()).toSize()

    def px_per_mm(self) -> float:
        """How large a millimetre is."""
        return self.card_rect().width() / self._document.design.width_mm

    def rect_of(self, box: Box) -> QRectF:
        """A box of the card in pixels."""
        card, scale = self.card_rect(), self.px_per_mm()
        return QRectF(
            card.left() + box.left * scale, card.top() + box.top * scale, box.width * scale, box.height * scale
        )

    def handle_points(self) -> list[QPointF]:
        """The middles of the chosen element's handles, from the upper left clockwise.

        They stand off a small element, so that it can be grasped between them.
        """
        rect, least = self.rect_of(self._current_box()), theme.px(_LEAST)
        wide, high = max(0.0, least - rect.width()) / 2, max(0.0, least - rect.height()) / 2
        rect = rect.adjusted(-wide, -high, wide, high)
        middle = rect.center()
        return [
            rect.topLeft(), QPointF(middle.x(), rect.top()), rect.topRight(), QPointF(rect.right(), middle.y()),
            rect.bottomRight(), QPointF(middle.x(), rect.bottom()), rect.bottomLeft(), QPointF(rect.left(), middle.y()),
        ]  # fmt: skip

    def _current_box(self) -> Box:
        return self._box or self._document.element().box

    def _box_at(self, at: int) -> Box:
        shown = self._shown[at] if at < len(self._shown) else None
        return (shown or self._document.design.elements[at]).box

    # -- the mouse -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._document.state is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        spot = event.position()
        self._handle = self._handle_at(spot)
        if self._handle is None and not self._around(self._current_box()).contains(spot):
            found = self._element_at(spot)
            if found is None:
                return
            self._document.choose(found)
        self._pressed = spot

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._document.state is None:
            return
        spot = event.position()
        if self._pressed is None:
            self._show_cursor(spot)
            return
        moved = spot - self._pressed
        if self._box is None and moved.manhattanLength() < theme.px(_SLACK):
            return
        free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        scale = self.px_per_mm()
        self._box, self._guides = self._dragged(moved.x() / scale, moved.y() / scale, free=free)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        box, spot = self._box, event.position()
        was_press = self._pressed is not None and box is None
        self._end_drag()
        if box is not None:
            self.boxed.emit(box)
        elif was_press:
            found = self._element_at(spot)
            if found is not None:
                self._document.choose(found)
        self.update()

    def _end_drag(self) -> None:
        self._pressed = self._box = self._handle = None
        self._guides = (None, None)

    def _dragged(self, across: float, down: float, *, free: bool) -> tuple[Box, tuple[float | None, float | None]]:
        """The box after the mouse went so many mm, and the lines that it met."""
        box = self._document.element().box
        pulls = (1, 1, 1, 1) if self._handle is None else _HANDLES[self._handle]
        left, top = box.left + across * pulls[0], box.top + down * pulls[1]
        right, bottom = box.right + across * pulls[2], box.bottom + down * pulls[3]
        guide_x = guide_y = None
        if not free:
            upright, level = edges_of(self._document.design, self._document.at)
            reach = theme.px(_REACH) / self.px_per_mm()
            shift_x, guide_x = _shift(left, right, pulls[0], pulls[2], upright, reach)
            shift_y, guide_y = _shift(top, bottom, pulls[1], pulls[3], level, reach)
            left, right = left + shift_x * pulls[0], right + shift_x * pulls[2]
            top, bottom = top + shift_y * pulls[1], bottom + shift_y * pulls[3]
        left, top = (min(left, box.right) if not pulls[2] else left), (min(top, box.bottom) if not pulls[3] else top)
        return Box(left, top, max(0.0, right - left), max(0.0, bottom - top)), (guide_x, guide_y)

    def _handle_at(self, spot: QPointF) -> int | None:
        grasp = theme.px(_GRASP)
        for place, point in enumerate(self.handle_points()):
            if max(abs(point.x() - spot.x()), abs(point.y() - spot.y())) <= grasp:
                return place
        return None

    def _around(self, box: Box) -> QRectF:
        """Thin things can be grasped too."""
        rect, least = self.rect_of(box), theme.px(_GRASP)
        wide, high = max(0.0, least - rect.width()) / 2, max(0.0, least - rect.height()) / 2
        return rect.adjusted(-wide, -high, wide, high)

    def _element_at(self, spot: QPointF) -> int | None:
        """The smallest element there, the last drawn of equals: what lies in a box can be reached."""
        found = []
        for at in range(len(self._document.design.elements)):
            hidden = bool(self._shown) and at < len(self._shown) and self._shown[at] is None
            box = self._box_at(at)
            if not hidden and self._around(box).contains(spot):
                found.append((box.width * box.height, -at))
        return -min(found)[1] if found else None

    def _show_cursor(self, spot: QPointF) -> None:
        handle = self._handle_at(spot)
        inside = handle is None and self._around(self._current_box()).contains(spot)
        move = Qt.CursorShape.SizeAllCursor if inside else Qt.CursorShape.ArrowCursor
        self.setCursor(move if handle is None else _CURSORS[handle % 4])

    # -- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._document.state is None or not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if key in _ARROWS:
            far = FAR_MM if held & Qt.KeyboardModifier.ShiftModifier else STEP_MM
            self._nudge(_ARROWS[key][0] * far, _ARROWS[key][1] * far, size=control)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            count = len(self._document.design.elements)
            self._document.choose((self._document.at + (1 if key is Qt.Key.Key_PageDown else -1)) % count)
        elif key is Qt.Key.Key_Escape and self._pressed is not None:
            self._end_drag()
            self.update()
        elif key is Qt.Key.Key_Delete:
            self.removed.emit()
        elif key is Qt.Key.Key_D and control:
            self.duplicated.emit()
        else:
            return False
        return True

    def _nudge(self, across: float, down: float, *, size: bool) -> None:
        box = self._document.element().box
        if size:
            self.boxed.emit(Box(box.left, box.top, max(0.0, box.width + across), max(0.0, box.height + down)))
        else:
            self.boxed.emit(Box(box.left + across, box.top + down, box.width, box.height))

    # -- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        if self._document.state is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_card(painter)
            self._paint_frames(painter)
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), theme.px(6))

    def _paint_card(self, painter: QPainter) -> None:
        card = self.card_rect()
        painter.fillRect(card, Qt.GlobalColor.white)
        if self._picture is not None:
            painter.drawImage(card, self._picture)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRect(card.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_frames(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        count = len(self._document.design.elements)
        for at in self._faulty:
            if at < count:
                _frame(painter, self.rect_of(self._box_at(at)), "stop", Qt.PenStyle.DashLine)
        self._paint_guides(painter)
        chosen = self.rect_of(self._current_box())
        hidden = self._document.rule is None and not self._document.element().shown
        _frame(painter, chosen, "accent", Qt.PenStyle.DotLine if hidden else Qt.PenStyle.SolidLine)
        side = theme.px(_HANDLE)
        painter.setPen(QPen(theme.color("accent"), theme.px(1.5)))
        painter.setBrush(theme.color("surface"))
        for point in self.handle_points():
            painter.drawRect(QRectF(point.x() - side / 2, point.y() - side / 2, side, side))

    def _paint_guides(self, painter: QPainter) -> None:
        card, scale = self.card_rect(), self.px_per_mm()
        painter.setPen(QPen(theme.color("accent"), 1, Qt.PenStyle.DashLine))
        across, down = self._guides
        if across is not None:
            x = card.left() + across * scale
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if down is not None:
            y = card.top() + down * scale
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Delete and Ctrl+D are the card's while it has the keyboard."""
        asked = event.key() if isinstance(event, QKeyEvent) else None
        if event.type() is QEvent.Type.ShortcutOverride and asked in (*_ARROWS, Qt.Key.Key_Delete, Qt.Key.Key_D):
            event.accept()
            return True
        return super().event(event)


def _shift(
    start: float, end: float, pulls_start: int, pulls_end: int, lines: Sequence[float], reach: float
) -> tuple[float, float | None]:
    """How far to move what is dragged along one direction so that it lies well."""
    if pulls_start and pulls_end:
        return snapped((start, (start + end) / 2, end), lines, GRID_MM, reach)
    if pulls_start or pulls_end:
        return snapped((start if pulls_start else end,), lines, GRID_MM, reach)
    return 0.0, None


def _frame(painter: QPainter, rect: QRectF, token: str, style: Qt.PenStyle) -> None:
    """A line that shows on every colour of the card: the token's, with white beneath."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(Qt.GlobalColor.white, theme.px(3.5)))
    painter.drawRect(rect)
    painter.setPen(QPen(theme.color(token), theme.px(1.75), style))
    painter.drawRect(rect)
