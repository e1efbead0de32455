"""The parts a page of the help is made of: paragraphs, a table of keys, chips with their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.help import topics
from kanban_app.gui.help.topic import Topic
from kanban_app.gui.help.topics import Found
from kanban_app.gui.look import chips, shapes, theme
from kanban_app.gui.look.kinds import KindSign, paint_kind
from kanban_app.gui.look.widgets import KeyHint, Panel, TextLabel
from kanban_app.i18n import _
from kanban_app.operations import words


def paragraph(text: str, *, size: float = 15, weight: int = 400, tone: str = "ink") -> TextLabel:
    """A text that wraps."""
    label = TextLabel(text, size=size, weight=weight, tone=tone)
    label.setWordWrap(True)
    return label


def scrolled(content: QWidget) -> QScrollArea:
    """A page that may be longer than the drawer."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


class Page(Panel):
    """A column of parts."""

    def __init__(self) -> None:
        super().__init__(flat=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(20))
        self.column.setSpacing(theme.px(10))

    def title(self, text: str) -> None:
        """A heading."""
        self.column.addSpacing(theme.px(6))
        self.column.addWidget(paragraph(text, size=18, weight=700))

    def text(self, text: str) -> None:
        """A paragraph."""
        self.column.addWidget(paragraph(text))

    def keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """A table: the key at the left, what it does beside it."""
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        for row, (key, what) in enumerate(keys):
            hint = KeyHint(key)
            hint.set_size(14, 600)
            hint.set_tone("ink")
            grid.addWidget(hint, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(paragraph(what, tone="ink2"), row, 1)
        table.setAccessibleName(", ".join(f"{key}: {what}" for key, what in keys))
        self.column.addWidget(table)

    def sign(self, sign: Sign, text: str) -> None:
        """A sign with its words."""
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(14))
        grid.setColumnStretch(1, 1)
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(text), 0, 1)
        self.column.addWidget(line)

    def end(self) -> Page:
        """Nothing more comes."""
        self.column.addStretch(1)
        return self


class Sign(QWidget):
    """One painted thing: a chip, a chip's mark, a zone, a kind or a colour."""

    def __init__(self, shown: CardState | Mark | Zone | KindSign | str, letter: str = "") -> None:
        super().__init__()
        self._shown, self._letter = shown, letter
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(52), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(theme.px(4), theme.px(4), theme.px(42), theme.px(26))
        square = QRectF(theme.px(12), theme.px(4), theme.px(26), theme.px(26))
        shown = self._shown
        if isinstance(shown, CardState):
            chips.paint(painter, body, chips.Face(shown, self._letter, 3, 5))
        elif isinstance(shown, Mark):
            shapes.paint_mark(painter, square.adjusted(4, 4, -4, -4), shown)
        elif isinstance(shown, Zone):
            shapes.paint_zone(painter, square, shown)
        elif isinstance(shown, KindSign):
            paint_kind(painter, body, shown)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(shown))
            painter.drawRoundedRect(body, theme.px(4), theme.px(4))


def topic_page(topic: Topic, general: Topic) -> Page:
    """A screen explained: what it is for, its keys, and the keys that hold everywhere."""
    page = Page()
    page.title(topic.title)
    for line in topic.lines:
        page.text(line)
    if topic.keys:
        page.title(_("Keys of this screen"))
        page.keys(topic.keys)
    if topic.name != general.name:
        page.title(_("Keys everywhere"))
        page.keys(general.keys)
    return page.end()


def colours_page(plant_language: str) -> Page:
    """Every state, mark, zone, kind and colour, drawn as they are everywhere."""
    page = Page()
    letters = chips.letters(plant_language)
    page.title(_("What the colours mean"))
    page.text(_("Nothing is told by a colour alone: there is always a shape and a letter or a word as well."))
    for token, text in topics.colour_lines():
        page.sign(Sign(token), text)
    page.title(_("How urgent a loop is"))
    for zone, text in topics.zone_lines():
        page.sign(Sign(Zone(zone)), text)
    page.title(_("What state a card is in"))
    for state in CardState:
        page.sign(Sign(state, letters[state]), f"{letters[state]}  {words.state(state)}")
    page.title(_("Marks at a card's corner"))
    for mark in Mark:
        page.sign(Sign(mark), words.mark(mark))
    page.title(_("Kinds of loops"))
    names = {
        KindSign.PRODUCTION: _("Production: made at its source."),
        KindSign.WITHDRAWAL: _("Withdrawal: only moved, from a store."),
        KindSign.SUPPLIER: _("Supplier: bought."),
        KindSign.ORDER: _("Single-use: for one order."),
    }
    for kind, text in names.items():
        page.sign(Sign(kind), text)
    return page.end()


def found_page(typed: str, found: Sequence[Found]) -> Page:
    """What a search found, by topic."""
    page = Page()
    if not found:
        page.text(_("Nothing in the help fits {text}. Try one word of it.").format(text=typed))
    title = ""
    for one in found:
        if one.topic.title != title:
            title = one.topic.title
            page.title(title)
        if one.key:
            page.keys([(one.key, one.text)])
        else:
            page.text(one.text)
    return page.end()
