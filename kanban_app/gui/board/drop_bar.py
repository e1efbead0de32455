"""The states a dragged card can be dropped on, in the order of its way round: a field each, beside its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.loops import Loop, Step
from kanban_app.gui.look import chips, fonts, theme
from kanban_app.i18n import _
from kanban_app.operations import words as shop_words

FIELD_HEIGHT, PAD, GAP = 54, 10, 8
CHIP = (34, 25)


@dataclass(frozen=True, slots=True)
class Target:
    """One field: the state the card would be in, and the action that brings it there."""

    state: CardState
    action: Action
    is_next: bool = False
    is_here: bool = False


_ACTIONS = {
    CardState.FULL: Action.RECEIVE,
    CardState.IN_USE: Action.DRAW,
    CardState.EMPTY: Action.CONSUME,
    CardState.RELEASED: Action.RELEASE,
    CardState.IN_PROCESS: Action.START,
    CardState.IN_TRANSIT: Action.DISPATCH,
}


def targets_of(card: Card, loop: Loop, following: Action | None) -> list[Target]:
    """The fields for a card; states that its loop skips have none. `following` is the step most people want next."""
    skipped = {
        CardState.IN_USE: loop.in_use is Step.SKIPPED,
        CardState.IN_PROCESS: loop.in_process is Step.SKIPPED,
        CardState.IN_TRANSIT: loop.in_transit is Step.SKIPPED,
    }
    actions = dict(_ACTIONS)
    if card.state is CardState.NEW:
        actions[CardState.FULL] = Action.ACTIVATE
    return [
        Target(state, action, action is following, card.state is state)
        for state, action in actions.items()
        if not skipped.get(state, False)
    ]


class DropBar(QWidget):
    """Lies over the board while a card is dragged. It takes no events itself: whoever drags asks `target_at`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self._targets: list[Target] = []
        self._letters: Mapping[CardState, str] = chips.letters("en")
        self._over: Target | None = None
        self._places: list[QRect] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(_("Where the card can be dropped"))
        self.hide()

    def offer(self, targets: list[Target], letters: Mapping[CardState, str], row: QRect, x: int) -> None:
        """Show these fields under the row, or over it where there is no room, near `x`."""
        self._targets, self._letters, self._over = targets, letters, None
        room = self._view.rect()
        self._places = self._placed(room.width())
        size = self.sizeHint()
        left = max(0, min(x - size.width() // 2, room.width() - size.width()))
        below = row.bottom() + theme.px(4)
        top = below if below + size.height() <= room.height() else max(0, row.top() - size.height() - theme.px(4))
        self.setGeometry(QRect(QPoint(left, top), size))
        self.show()
        self.raise_()

    def targets(self) -> list[Target]:
        """What is offered."""
        return self._targets

    def place_of(self, action: Action) -> QPoint:
        """The middle of a field, in the parent's coordinates."""
        place = next(at for at, target in enumerate(self._targets) if target.action is action)
        return self.mapToParent(self._places[place].center())

    def target_at(self, point: QPoint) -> Target | None:
        """The field under a point of the parent, which is shown as the one that would be taken."""
        inside = self.mapFromParent(point)
        over = next((target for at, target in enumerate(self._targets) if self._places[at].contains(inside)), None)
        if over != self._over:
            self._over = over
            self.update()
        return over

    def sizeHint(self) -> QSize:
        right = max((place.right() for place in self._places), default=0)
        bottom = max((place.bottom() for place in self._places), default=0)
        return QSize(right + theme.px(PAD), bottom + theme.px(PAD))

    def _placed(self, width: int) -> list[QRect]:
        """The fields from left to right, in as many lines as their words need."""
        found: list[QRect] = []
        x, y = theme.px(PAD), theme.px(PAD)
        for target in self._targets:
            wide = self._width(target)
            if found and x + wide + theme.px(PAD) > width:
                x, y = theme.px(PAD), y + theme.px(FIELD_HEIGHT + GAP)
            found.append(QRect(x, y, wide, theme.px(FIELD_HEIGHT)))
            x += wide + theme.px(GAP)
        return found

    def _width(self, target: Target) -> int:
        head, foot = _words(target)
        words = max(
            QFontMetrics(fonts.ui(15, 600)).horizontalAdvance(head), QFontMetrics(fonts.ui(13)).horizontalAdvance(foot)
        )
        return words + theme.px(CHIP[0] + 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(10), theme.px(10))
        for place, target in enumerate(self._targets):
            self._paint_target(painter, self._places[place], target)

    def _paint_target(self, painter: QPainter, rect: QRect, target: Target) -> None:
        over = target == self._over
        pen = QPen(
            theme.color("accent" if target.is_next or over else "line_strong"), 2 if target.is_next or over else 1
        )
        if not (target.is_next or over):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.color("accent_tint" if over else "surface_alt" if target.is_here else "surface"))
        painter.drawRoundedRect(QRectF(rect), theme.px(8), theme.px(8))
        left = rect.left() + theme.px(10)
        body = QRectF(left, rect.center().y() - theme.px(CHIP[1]) / 2, theme.px(CHIP[0]), theme.px(CHIP[1]))
        chips.paint(painter, body, chips.Face(target.state, self._letters[target.state], 0, 4))
        head, foot = _words(target)
        left += theme.px(CHIP[0] + 10)
        painter.setFont(fonts.ui(15, 600))
        painter.setPen(theme.color("accent" if target.is_next else "ink"))
        half = rect.height() // 2
        words = QRect(left, rect.top() + theme.px(4), rect.right() - left, half - theme.px(2))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, head)
        painter.setFont(fonts.ui(13))
        painter.setPen(theme.color("ink2"))
        words = QRect(left, rect.top() + half, rect.right() - left, half - theme.px(4))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, foot)


def _words(target: Target) -> tuple[str, str]:
    state = shop_words.state(target.state)
    return shop_words.action(target.action), _("stands here") if target.is_here else state
