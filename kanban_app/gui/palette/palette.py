"""The palette itself: a field and a list over the window. It takes no keys that a scanner sends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFontMetrics, QHideEvent, QKeyEvent, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.widgets import Panel, SearchField, TextLabel, elided
from kanban_app.gui.palette.commands import Command, Finder, matching
from kanban_app.i18n import _

Index = QModelIndex | QPersistentModelIndex

_WIDTH, _ROW, _ROWS, _TOP = 640, 44, 9, 72
_CHOOSING = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ROOT = QModelIndex()


class CommandModel(QAbstractListModel):
    """The commands that are offered now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.commands: list[Command] = []

    def show_all(self, commands: list[Command]) -> None:
        """Offer these."""
        self.beginResetModel()
        self.commands = commands
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        command = self.commands[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return command.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (command.text, command.group, command.key)))
        return None


class CommandDelegate(QStyledItemDelegate):
    """A row: the text at the left, its group and key small at the right, a bar at the chosen one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, CommandModel):
            return
        command = model.commands[index.row()]
        box, pad = QRectF(option.rect), theme.px(16)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_tint"))
            painter.fillRect(QRectF(box.left(), box.top(), theme.px(4), box.height()), theme.color("accent"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        hint = "   ".join(filter(None, (command.group, command.key)))
        painter.setFont(fonts.ui(13, 500))
        painter.setPen(theme.color("ink2"))
        painter.drawText(box.adjusted(0, 0, -pad, 0), right, hint)
        taken = QFontMetrics(fonts.ui(13, 500)).horizontalAdvance(hint) + 2 * pad
        painter.setFont(fonts.ui(15, 500))
        painter.setPen(theme.color("ink"))
        words = box.adjusted(pad, 0, -taken, 0)
        text = elided(command.text, QFontMetrics(fonts.ui(15, 500)), int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class Palette(Panel):
    """Lies over `parent` while it is open.

    `commands` are the actions, or a call that answers them anew at each opening. `finders` look for what a typed text
    may lead to besides.
    """

    def __init__(
        self,
        commands: Sequence[Command] | Callable[[], Iterable[Command]],
        parent: QWidget,
        finders: Sequence[Finder] = (),
    ) -> None:
        super().__init__(parent)
        self._commands, self._finders = commands, finders
        self._offered: list[Command] = []
        self._focus_before: QWidget | None = None
        self.setAccessibleName(_("Command palette"))
        self.model = CommandModel(self)
        self._build()
        parent.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        column.setSpacing(theme.px(6))
        self.field = SearchField(_("What to do, or a card, an item, a station"))
        self.field.textChanged.connect(self._find)
        self.field.returnPressed.connect(self.do_chosen)
        self.field.installEventFilter(self)
        column.addWidget(self.field)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("What can be done"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda _index: self.do_chosen())
        column.addWidget(self.list, 1)
        self.nothing = TextLabel(size=15, tone="ink2")
        self.nothing.setWordWrap(True)
        self.nothing.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))
        column.addWidget(self.nothing)
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.close)

    # -- opening and closing ---------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Open it, or close it again."""
        self.close() if self.isVisible() else self.open()

    def open(self) -> None:
        """Offer everything that can be done now."""
        given = self._commands() if callable(self._commands) else self._commands
        self._offered = [command for command in given if command.is_possible()]
        self._focus_before = QApplication.focusWidget()
        self.field.clear()
        self._find("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        before, self._focus_before = self._focus_before, None
        inside = QApplication.focusWidget()
        if before is not None and isValid(before) and before.isVisible() and (inside is None or self._holds(inside)):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Whoever goes on elsewhere has no more need of it."""
        if self.isVisible() and now is not None and not self._holds(now) and now.window() is self.window():
            self._focus_before = None
            self.hide()

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        width = min(theme.px(_WIDTH), parent.width() - theme.px(32))
        top = min(theme.px(_TOP), parent.height() // 8)
        height = min(theme.px(_ROW * _ROWS + 72), parent.height() - 2 * top)
        self.resize(width, height)
        self.move(QPoint((parent.width() - width) // 2, top))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        elif watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._choose(Qt.Key(event.key()))
        return False

    # -- finding and doing -----------------------------------------------------------------------------------------

    def _find(self, typed: str) -> None:
        found = matching(self._offered, typed)
        if typed.strip():
            found += [command for finder in self._finders for command in finder(typed)]
        self.model.show_all(found)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.nothing.setText(_("Nothing fits {text}. Try one word of it.").format(text=typed.strip()))
        if found:
            self.list.setCurrentIndex(self.model.index(0))

    def _choose(self, key: Qt.Key) -> bool:
        """Arrows and page keys go through the list while the field keeps the focus."""
        if key not in _CHOOSING or not self.model.commands:
            return False
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: 1 - _ROWS, Qt.Key.Key_PageDown: _ROWS - 1}[
            key
        ]
        last = len(self.model.commands) - 1
        row = self.list.currentIndex().row() + step
        if abs(step) == 1:
            row %= last + 1
        self.list.setCurrentIndex(self.model.index(max(0, min(last, row))))
        self.list.scrollTo(self.list.currentIndex())
        return True

    def do_chosen(self) -> None:
        """Close, and do what is chosen: as a turn of its own, when the focus is back where it was."""
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self.model.commands):
            return
        command = self.model.commands[row]
        self.hide()
        QTimer.singleShot(0, self, lambda: self._do(command))

    def _do(self, command: Command) -> None:
        if command.is_possible():
            command.call()
