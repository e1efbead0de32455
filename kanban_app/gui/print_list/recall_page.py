"""The recall: a line that tells how many old cards are still out, and the list of who has them, to tick off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from kanban_app.domain.codes import spaced
from kanban_app.domain.loops import revision_letter
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import tables, theme
from kanban_app.gui.look.columns import head_width
from kanban_app.gui.look.widgets import Button, IconLabel, Panel, TextLabel
from kanban_app.i18n import _, ngettext
from kanban_app.operations.recall_list import place_words, seen_words
from kanban_app.operations.recalls import OldPaper, out_by_station
from kanban_app.operations.wording import card_name

Index = QModelIndex | QPersistentModelIndex
_PLACES_NAMED = 3
# Revision and code are short: the other columns share the rest.
_FIXED = {2: 54, 4: 118}


class RecallBar(QWidget):
    """The line above the list; hidden while nothing is out. `list_asked` wants the list of who has them."""

    list_asked = Signal()
    paper_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(12), theme.px(10))
        row.setSpacing(theme.px(14))
        row.addWidget(IconLabel("alert", side=26, token="warn"))
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        self.headline = TextLabel(size=16, weight=600)
        self.detail = TextLabel(size=14, tone="ink2")
        for label in (self.headline, self.detail):
            label.setWordWrap(True)
            words.addWidget(label)
        row.addLayout(words, 1)
        self.list_button = Button(_("Who has them"))
        self.list_button.clicked.connect(self.list_asked)
        self.paper_button = Button(_("Recall list…"), icon="printer", tip=_("Save the list to walk with as PDF"))
        self.paper_button.clicked.connect(self.paper_asked)
        row.addWidget(self.list_button)
        row.addWidget(self.paper_button)
        self.hide()

    def show_papers(self, papers: Sequence[OldPaper], structure: Structure) -> None:
        """Tell how many are out and where."""
        self.setVisible(bool(papers))
        if not papers:
            return
        count = ngettext("{count} old card is still out there", "{count} old cards are still out there", len(papers))
        self.headline.setText(f"{count.format(count=len(papers))}: {_loops_named(papers, structure)}")
        told = _("A scan of an old card still works and says so. Swap each one as it passes by.")
        self.detail.setText(f"{_places_named(papers, structure)} {told}")
        self.setAccessibleName(self.headline.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("warn_tint"))
        painter.setPen(QPen(theme.color("warn_fill"), 1.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), theme.px(10), theme.px(10))


def _loops_named(papers: Sequence[OldPaper], structure: Structure) -> str:
    """The items that they are of: one with its revision, else the first few."""
    items = list(dict.fromkeys(structure.item_of(structure.loops[paper.card.loop_id]).code for paper in papers))
    revisions = {paper.revision for paper in papers}
    if len(items) == 1 and len(revisions) == 1:
        letter = revision_letter(revisions.pop())
        return _("{item}, revision {letter}").format(item=items[0], letter=letter)
    named = ", ".join(items[:_PLACES_NAMED])
    rest = len(items) - _PLACES_NAMED
    if rest <= 0:
        return named
    more = ngettext("{items} and {count} more item", "{items} and {count} more items", rest)
    return more.format(items=named, count=rest)


def _places_named(papers: Sequence[OldPaper], structure: Structure) -> str:
    """Where most of them are: "2 at assembly line, 2 at saw."."""
    named = [
        _("{count} at {station}").format(count=count, station=structure.stations[station_id].name)
        if station_id is not None
        else _("{count} on their way").format(count=count)
        for station_id, count in out_by_station(papers).most_common(_PLACES_NAMED)
    ]
    return ", ".join(named) + "."


class RecallModel(QAbstractTableModel):
    """The old papers as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.papers: list[OldPaper] = []
        self._structure: Structure | None = None
        self._now: datetime | None = None

    def show(self, papers: Sequence[OldPaper], structure: Structure, now: datetime) -> None:
        """Become these."""
        self.beginResetModel()
        self.papers, self._structure, self._now = list(papers), structure, now
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else len(self.papers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - an empty index is a value
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Where it is now"), _("Card"), _("Rev"), _("Seen"), _("Code"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(self.papers[index.row()])[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._texts(self.papers[index.row()]))
        return None

    def _texts(self, paper: OldPaper) -> tuple[str, ...]:
        structure, now = self._structure, self._now
        assert structure is not None, "rows come with it"
        assert now is not None, "rows come with it"
        return (
            place_words(paper, structure),
            card_name(paper.card, structure),
            revision_letter(paper.revision),
            seen_words(paper, now),
            spaced(paper.card.code),
        )


class RecallPage(Panel):
    """The list of who has them. `destroyed` carries the papers that are ticked off, `undone` the one that is not."""

    destroyed = Signal(object)
    undone = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticked: OldPaper | None = None
        self.model = RecallModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(12))
        head = QHBoxLayout()
        back = Button(_("Back to the list"), icon="arrow_left", kind="quiet")
        back.clicked.connect(self.left)
        head.addWidget(back)
        head.addStretch(1)
        self.undo_button = Button(_("Undo"), icon="undo")
        self.undo_button.clicked.connect(self._on_undo)
        self.undo_button.hide()
        head.addWidget(self.undo_button)
        self.destroy_button = Button(_("It is destroyed"), kind="primary", icon="check")
        self.destroy_button.clicked.connect(self._on_destroyed)
        head.addWidget(self.destroy_button)
        column.addLayout(head)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Old cards that are still out"))
        tables.dress(self.table)
        for place, width in _FIXED.items():
            self.table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            head = self.model.headerData(place, Qt.Orientation.Horizontal)
            self.table.setColumnWidth(place, max(theme.px(width), head_width(head)))
        self.table.selectionModel().selectionChanged.connect(lambda *_changed: self._on_selection())
        column.addWidget(self.table, 1)
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self._on_selection()

    def show_papers(self, papers: Sequence[OldPaper], structure: Structure, now: datetime) -> None:
        """Show these; the selection goes with the rows."""
        self.model.show(papers, structure, now)
        self.told.setText(
            _("An old card comes off this list when its new paper is printed and the card is scanned.")
            if papers
            else _("Every old card has come back.")
        )
        self._on_selection()

    def chosen(self) -> list[OldPaper]:
        """The selected papers."""
        return [self.model.papers[index.row()] for index in self.table.selectionModel().selectedRows()]

    def _on_selection(self) -> None:
        self.destroy_button.setEnabled(bool(self.chosen()))

    def _on_destroyed(self) -> None:
        chosen = self.chosen()
        if chosen:
            self._ticked = chosen[0] if len(chosen) == 1 else None
            self.undo_button.setVisible(self._ticked is not None)
            self.destroyed.emit(chosen)

    def _on_undo(self) -> None:
        if self._ticked is not None:
            self.undone.emit(self._ticked)
        self._ticked = None
        self.undo_button.hide()
