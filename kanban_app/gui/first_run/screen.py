"""No plant is open: three doors of equal size, the demo the blue one; under them open, restore, and recent plants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kanban_app import i18n
from kanban_app.gui import languages
from kanban_app.gui.first_run import pictures
from kanban_app.gui.ground import Ground
from kanban_app.gui.look import icons, theme
from kanban_app.gui.look.widgets import Button, Panel, Pill, TextLabel
from kanban_app.i18n import _
from kanban_app.settings import Settings

_NEXT_THEME = {"system": "light", "light": "dark", "dark": "system"}
MOST_RECENT = 4
NARROW_BELOW = 1080
# Left and right of what stands on a door.
SIDE = 28


class Tick(QWidget):
    """A small green tick before a line."""

    def sizeHint(self) -> QSize:
        return QSize(theme.px(20), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme.px(18)
        painter = QPainter(self)
        icons.paint(painter, QRectF(0, (self.height() - side) / 2, side, side), "check", "ok", 2.2)


class Door(Panel):
    """One way in: a picture, what it is, three facts, one button with its key."""

    def __init__(
        self,
        picture: pictures.Picture,
        title: str,
        text: str,
        facts: Sequence[str],
        button: Button,
        key: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(SIDE), theme.px(18), theme.px(SIDE), theme.px(16))
        column.setSpacing(theme.px(8))
        column.addWidget(picture)
        column.addSpacing(theme.px(8))
        headline = TextLabel(title, size=24, weight=700)
        headline.setWordWrap(True)
        column.addWidget(headline)
        about = TextLabel(text, size=17, tone="ink2")
        about.setWordWrap(True)
        self._wrapped = (headline, about)
        about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(about)
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.px(8))
        grid.setHorizontalSpacing(theme.px(10))
        grid.setColumnStretch(1, 1)
        for line, fact in enumerate(facts):
            label = TextLabel(fact, size=15)
            label.setWordWrap(True)
            grid.addWidget(Tick(), line, 0)
            grid.addWidget(label, line, 1)
        column.addLayout(grid)
        column.addStretch(1)
        column.addSpacing(theme.px(10))
        button.setMinimumHeight(theme.px(60))
        column.addWidget(button)
        hint = TextLabel(_("press {key}").format(key=key), size=13, tone="ink3")
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines that wrap keep the height they need: a page that can be scrolled would squeeze them instead."""
        super().resizeEvent(event)
        room = self.width() - 2 * theme.px(SIDE)
        for label, least in zip(self._wrapped, (0, theme.px(48)), strict=True):
            label.setMinimumHeight(max(least, label.heightForWidth(room)))


class FirstRunScreen(QScrollArea):
    """Carries what a person wants; does nothing itself."""

    demo_asked = Signal()
    lists_asked = Signal()
    new_asked = Signal()
    open_asked = Signal()
    restore_asked = Signal()
    plant_asked = Signal(object)
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ground = Ground()
        column = QVBoxLayout(ground)
        column.setContentsMargins(theme.px(24), theme.px(10), theme.px(24), theme.px(8))
        column.addLayout(self._top())
        column.addStretch(2)
        self._title(column)
        column.addSpacing(theme.px(14))
        column.addLayout(self._doors())
        column.addSpacing(theme.px(12))
        column.addLayout(self._links())
        self._recent_row = QHBoxLayout()
        column.addLayout(self._recent_row)
        self._told = TextLabel("", size=16, weight=600, tone="warn")
        self._told.hide()
        self._told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._told)
        column.addStretch(3)
        self.setWidget(ground)
        self.show_recent()
        self._keys()
        self.setFocusProxy(self.demo)

    # -- building --------------------------------------------------------------------------------------------------

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addStretch(1)
        spoken = languages.spoken()
        self._languages = QButtonGroup(self)
        if len(spoken) > 1:
            row.addWidget(TextLabel(_("Language"), size=15, tone="ink2"))
        for code, name in spoken.items() if len(spoken) > 1 else ():
            pill = Pill(name)
            pill.setChecked(code == i18n.language())
            pill.clicked.connect(lambda _checked=False, code=code: self.language_chosen.emit(code))
            self._languages.addButton(pill)
            row.addWidget(pill)
        row.addSpacing(theme.px(16))
        self.look = Pill(self._theme_name(), icon="sun", checkable=False)
        self.look.setAccessibleName(_("Light or dark: {now}").format(now=self._theme_name()))
        self.look.clicked.connect(self._on_theme)
        row.addWidget(self.look)
        return row

    def _title(self, column: QVBoxLayout) -> None:
        for text, size, weight, tone in (
            (_("No plant is open"), 44, 700, "ink"),
            (
                _(
                    "A plant is one file on this computer: stations, items, loops, cards and everything that happened. "
                    "Nothing leaves the building."
                ),
                18,
                400,
                "ink2",
            ),
        ):
            label = TextLabel(text, size=size, weight=weight, tone=tone)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            column.addWidget(label)

    def _doors(self) -> QBoxLayout:
        self.demo = Button(_("Open the demo plant"), kind="primary", size="station")
        self.lists = Button(_("Choose files…"), size="station")
        self.new = Button(_("New plant"), size="station")
        self.demo.clicked.connect(self.demo_asked)
        self.lists.clicked.connect(self.lists_asked)
        self.new.clicked.connect(self.new_asked)
        doors = (
            Door(
                pictures.Picture(pictures.life_of_a_card),
                _("Look around first"),
                _("Open a small toy factory in the middle of a working day."),
                (
                    _("Scan, undo, break things: it is a copy"),
                    _("Prints real cards to try a scanner with"),
                    _("Start again any time"),
                ),
                self.demo,
                "Alt+D",
            ),
            Door(
                pictures.Picture(pictures.lists_become_cards),
                _("You have lists already"),
                _("Drop Excel or CSV files here: items, parts lists, stations, suppliers, stock, orders."),
                (
                    _("Shows every row it cannot read, by row and column"),
                    _("Books nothing until you agree"),
                    _("Proposes loops and card counts, with the reckoning"),
                ),
                self.lists,
                "Alt+I",
            ),
            Door(
                pictures.Picture(pictures.empty_places),
                _("Start from nothing"),
                _("Name the plant, then bring its stations, items and loops as one list."),
                (
                    _("One file, made at once"),
                    _("Copy it, move it, back it up like any file"),
                    _("Grows with every list you bring"),
                ),
                self.new,
                "Alt+N",
            ),
        )
        self._door_row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(theme.px(24))
        row.addStretch(1)
        for door in doors:
            door.setMinimumWidth(theme.px(320))
            door.setMinimumHeight(theme.px(420))
            row.addWidget(door, 6)
        row.addStretch(1)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where three doors do not fit beside one another they stand below one another, and are scrolled to."""
        narrow = self.width() < theme.px(NARROW_BELOW)
        ways = QBoxLayout.Direction
        for door in self.findChildren(Door):
            door.setMaximumWidth(self.width() if narrow else theme.px(530))
        self._door_row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        super().resizeEvent(event)

    def _links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addStretch(1)
        self.open = Button(_("Open a plant file…  {key}").format(key="Ctrl+O"), kind="quiet", icon="folder")
        self.restore = Button(_("Restore a backup…"), kind="quiet", icon="backup")
        self.open.clicked.connect(self.open_asked)
        self.restore.clicked.connect(self.restore_asked)
        for button in (self.open, self.restore):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Alt+D": self.demo.click,
            "Alt+I": self.lists.click,
            "Alt+N": self.new.click,
            "Ctrl+O": self.open.click,
        }
        for key, call in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_recent(self) -> None:
        """Offer the plants that were open here lately and are still there."""
        while (item := self._recent_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        paths = [Path(text) for text in self._settings.recent_plants][:MOST_RECENT]
        if not paths:
            return
        self._recent_row.addStretch(1)
        self._recent_row.addWidget(TextLabel(_("Lately open:"), size=15, tone="ink2"))
        for path in paths:
            button = Button(path.stem, kind="quiet", icon="right", tip=_("Open {path}").format(path=path))
            button.clicked.connect(lambda _checked=False, path=path: self.plant_asked.emit(path))
            self._recent_row.addWidget(button)
        self._recent_row.addStretch(1)

    def tell(self, text: str) -> None:
        """One line under the doors."""
        self._told.setText(text)
        self._told.show()

    def _theme_name(self) -> str:
        return {"system": _("as the system"), "light": _("Light"), "dark": _("Dark")}[self._settings.theme]

    def _on_theme(self) -> None:
        self.theme_chosen.emit(_NEXT_THEME[self._settings.theme])
        self.look.setText(self._theme_name())
        self.look.updateGeometry()
        self.look.update()

    def set_busy(self, busy: bool) -> None:
        """While a plant is being made or opened no door opens."""
        for button in (self.demo, self.lists, self.new, self.open, self.restore):
            button.setEnabled(not busy)
