"""Cards, loops and stations of a board as papers say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kanban_app.domain.board import Board, LoopRow, Material, QueueEntry, marks_of
from kanban_app.domain.cards import ON_ORDER, Card, CardState, Mark
from kanban_app.domain.loops import Loop
from kanban_app.domain.paper_sheets import (
    BoardLoop,
    BoardStation,
    SheetCard,
    SheetNeed,
    Slot,
    StationCards,
    StationForms,
)
from kanban_app.domain.stations import Station


class SheetTeller:
    """Turns cards of a board into what papers say about them."""

    def __init__(self, board: Board, now: datetime) -> None:
        self._board = board
        self._now = now

    def card(self, card: Card, needs: Iterable[Material] = ()) -> SheetCard:
        """One card; `needs` is what refilling it takes."""
        structure = self._board.structure
        row = self._board.row(card.loop_id)
        loop, item = row.loop, structure.items[row.loop.item_id]
        source, consumer = structure.stations[loop.source_id], structure.stations[loop.consumer_id]
        return SheetCard(
            code=card.code,
            item_code=item.code,
            item_description=item.description,
            quantity=card.container_quantity,
            pieces=card.quantity,
            decimals=item.decimals,
            unit=item.unit,
            number=card.number,
            card_count=0 if card.single_use else max(loop.card_count, card.number),
            order_reference=card.order_reference,
            container_type=loop.container_type,
            source_name=source.name,
            source_location=loop.source_location or source.location,
            consumer_name=consumer.name,
            consumer_location=loop.consumer_location or consumer.location,
            state=card.state,
            zone=row.zone,
            marks=marks_of(card, loop, self._now),
            since_at=card.since_at,
            wanted_at=card.due_at if card.state in ON_ORDER else None,
            needs=tuple(map(self._need, needs)),
        )

    def _need(self, material: Material) -> SheetNeed:
        item = self._board.structure.items[material.item_id]
        coming_at = None if material.is_here else material.due_at
        return SheetNeed(item.code, material.needed, material.here, item.decimals, item.unit, coming_at)

    def entries(self, queue: Iterable[QueueEntry]) -> tuple[SheetCard, ...]:
        """The cards of a queue in its order."""
        return tuple(self.card(entry.card, entry.materials) for entry in queue)

    def station_cards(self, station: Station) -> StationCards:
        """What a source must make, send or deliver, and what it is at."""
        waiting = self.entries(self._board.queue(station.id))
        working = self.entries(self._board.working(station.id))
        return StationCards(station.name, station.location, station.kind, waiting, working)

    def board(self) -> tuple[BoardStation, ...]:
        """All loops, by the source that must act."""
        by_source: dict[int, list[BoardLoop]] = {}
        for row in self._board.rows():
            by_source.setdefault(row.loop.source_id, []).append(self._board_loop(row))
        stations = self._board.structure.stations
        return tuple(BoardStation(stations[place].name, tuple(loops)) for place, loops in by_source.items())

    def _board_loop(self, row: LoopRow) -> BoardLoop:
        structure, loop = self._board.structure, row.loop
        item = structure.items[loop.item_id]
        return BoardLoop(
            item.code,
            structure.stations[loop.source_id].name,
            structure.stations[loop.consumer_id].name,
            row.zone,
            row.bands,
            tuple(self._slot(card, loop) for card in row.cards),
            row.pieces_here,
            item.decimals,
            item.unit,
            row.oldest_signal_at,
        )

    def _slot(self, card: Card, loop: Loop) -> Slot:
        marks = marks_of(card, loop, self._now)
        return Slot(card.number, card.state, next((mark for mark in marks if mark is not Mark.STALE), None))

    def forms(self, station: Station) -> StationForms:
        """What a station makes next, and its cards to note by hand."""
        board, structure = self._board, self._board.structure
        ends, begins = structure.loops_at(station.id)
        at_source = (CardState.RELEASED, CardState.IN_PROCESS)
        waiting = self.entries(board.queue(station.id))
        leaving = [card for loop in begins for card in board.row(loop.id).cards if card.state in at_source]
        arriving = [card for loop in ends for card in board.row(loop.id).cards if card.state is not CardState.NEW]
        return StationForms(
            station.name, station.location, waiting, tuple(map(self.card, leaving)), tuple(map(self.card, arriving))
        )
