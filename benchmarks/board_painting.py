"""The board against a bare QTableView with as many cells: one changed card, full repaint, scrolling, filtering."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QTableView

from benchmarks.comparing import Compared, in_turns
from benchmarks.plants import closing_session, last_instant, make_plant
from benchmarks.reporting import COMPARED, Scale, Table
from benchmarks.screen import application, settle
from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card
from kanban_app.gui.board.model import BoardModel
from kanban_app.gui.board.view import BoardView
from kanban_app.gui.look import chips
from kanban_app.operations.looking import read_board

_SIZE = (1440, 900)
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


def measure(scale: Scale) -> list[Table]:
    """Per number of cards: a change with its painting, a full repaint, a page scrolled, a filter set and taken off."""
    table = Table(
        "The board against a bare QTableView with as many cells",
        ("cards", "cells", "work", *COMPARED),
    )
    application()
    for count in scale.card_counts:
        with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
            plant = Path(made) / "plant.kanban"
            make_plant(plant, count)
            with closing_session(plant) as session:
                pair = _Pair(read_board(session), last_instant(session))
        table.add_compared(pair.change(scale.repeats(200)), cards=count, cells=pair.cells, work="one card in sight")
        table.add_compared(pair.change_unseen(scale.repeats(200)), cards=count, cells=pair.cells, work="one unseen")
        table.add_compared(pair.repaint(scale.repeats(40)), cards=count, cells=pair.cells, work="full repaint")
        table.add_compared(pair.scroll(scale.repeats(40)), cards=count, cells=pair.cells, work="scroll a page")
        table.add_compared(pair.search(scale.repeats(20)), cards=count, cells=pair.cells, work="filter by text")
        pair.close()
    table.notes.append(f"both {_SIZE[0]} × {_SIZE[1]}, offscreen; a change ends when nothing is left to paint")
    return [table]


class _Pair:
    """The board and the bare table, both on the screen."""

    def __init__(self, board: Board, now: Any) -> None:
        self._now = now
        self._board = board
        self._model = BoardModel()
        self._view = BoardView(self._model)
        self._view.resize(*_SIZE)
        self._view.show()
        self._model.show(board, now, chips.letters("en"))
        settle()
        self._bare_model = _BareModel(self._model.rowCount(), self._model.columnCount())
        self._bare = QTableView()
        self._bare.setModel(self._bare_model)
        self._bare.resize(*_SIZE)
        self._bare.show()
        settle()
        self.cells = self._model.rowCount() * self._model.columnCount()

    def change(self, repeats: int) -> Compared:
        """A card in the first row becomes urgent and calm again; in the bare table a text changes."""
        return self._changing(self._model.lines()[0].loop_id, 0, repeats)

    def change_unseen(self, repeats: int) -> Compared:
        """The same in the last row, out of sight where there are more rows than fit."""
        last = self._model.rowCount() - 1
        return self._changing(self._model.lines()[last].loop_id, last, repeats)

    def _changing(self, loop_id: int, row: int, repeats: int) -> Compared:
        images = _images(self._board.row(loop_id).cards[0])
        texts = cycle(("a", "b"))

        def ours() -> None:
            self._now += timedelta(milliseconds=1)
            self._model.apply([next(images)], self._now)
            application().processEvents()

        def bare() -> None:
            self._bare_model.put(row, 3, next(texts))
            application().processEvents()

        return in_turns(ours, bare, repeats, warm_up=5)

    def repaint(self, repeats: int) -> Compared:
        """Every visible cell again."""
        return in_turns(self._view.viewport().repaint, self._bare.viewport().repaint, repeats, warm_up=3)

    def scroll(self, repeats: int) -> Compared:
        """A page down or up, until it is painted."""
        return in_turns(_scrolling(self._view), _scrolling(self._bare), repeats, warm_up=3)

    def search(self, repeats: int) -> Compared:
        """A text that a tenth of the rows hold, and all of them again; the bare table has Qt's own filter."""
        wanted = self._board.structure.item_of(self._board.row(self._model.lines()[0].loop_id).loop).code
        texts, fixed = cycle((wanted, "")), cycle(("1/", ""))
        proxy = QSortFilterProxyModel()
        proxy.setSourceModel(self._bare_model)
        proxy.setFilterKeyColumn(0)
        self._bare.setModel(proxy)

        def ours() -> None:
            self._model.choose(search=next(texts))
            application().processEvents()

        def bare() -> None:
            proxy.setFilterFixedString(next(fixed))
            application().processEvents()

        compared = in_turns(ours, bare, repeats, warm_up=2)
        self._bare.setModel(self._bare_model)
        return compared

    def close(self) -> None:
        """Take both away."""
        for view in (self._view, self._bare):
            view.hide()
            view.deleteLater()
        settle()


def _scrolling(view: QTableView) -> Callable[[], None]:
    bar = view.verticalScrollBar()

    def scroll() -> None:
        bar.setValue(0 if bar.value() == bar.maximum() else bar.value() + bar.pageStep())
        application().processEvents()

    return scroll


def _images(card: Card) -> Iterator[Card]:
    while True:
        card = replace(card, urgent=not card.urgent, last_event=card.last_event + 1)
        yield card


class _BareModel(QAbstractTableModel):
    """Texts in a list of lists."""

    def __init__(self, row_count: int, column_count: int) -> None:
        super().__init__()
        self._texts = [[f"{row}/{column}" for column in range(column_count)] for row in range(row_count)]

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._texts)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._texts[0])

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row()][index.column()]
        return None

    def put(self, row: int, column: int, text: str) -> None:
        """Change one cell."""
        self._texts[row][column] = text
        changed = self.index(row, column)
        self.dataChanged.emit(changed, changed)
