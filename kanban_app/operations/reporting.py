"""The fixed JSON shapes of the command line: plain dicts and lists from what the operations answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from kanban_app.domain.board import Board, marks_of
from kanban_app.domain.cards import Card
from kanban_app.domain.changes import Outcome
from kanban_app.domain.events import CardEvent
from kanban_app.domain.quantities import decimal_from_steps
from kanban_app.domain.structure import Structure
from kanban_app.operations.looking import HistoryLine
from kanban_app.operations.wording import said


def number(steps: int, decimals: int) -> int | float:
    """A quantity in the item's unit for JSON: whole where it is whole; up to 15 digits survive a JSON number."""
    return steps if decimals == 0 else float(decimal_from_steps(steps, decimals))


def instant(at: datetime) -> str:
    """An instant as ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def outcome_json(outcome: Outcome, structure: Structure, now: datetime) -> dict[str, Any]:
    """One result of `scan` or `do`."""
    answer = said(outcome, structure, now)
    cards = {card.id: card for card in outcome.cards}
    return {
        "result": outcome.answer.value,
        "code": outcome.code.value if outcome.code else None,
        "message": answer.message(),
        "next": answer.next_label or None,
        "events": [event_json(event, cards[event.card_id], structure) for event in outcome.events],
        "printed": list(outcome.printed),
    }


def event_json(event: CardEvent, card: Card, structure: Structure) -> dict[str, Any]:
    """One ledger entry; `cause` is the sequence number of the entry that triggered it."""
    loop, item = structure.loops[card.loop_id], structure.items[event.item_id]
    return {
        "seq": event.seq,
        "action": event.action.value,
        "card": card.code,
        "item": item.code,
        "source": structure.stations[loop.source_id].name,
        "consumer": structure.stations[loop.consumer_id].name,
        "from": event.from_state.value,
        "to": event.to_state.value,
        "quantity": number(event.quantity, item.decimals),
        "cause": event.cause,
    }


def history_json(line: HistoryLine) -> dict[str, Any]:
    """One ledger entry with who, where, when and why."""
    event = line.event
    return {
        "seq": event.seq,
        "at": instant(event.recorded_at),
        "action": event.action.value,
        "card": line.card_code,
        "item": line.item_code,
        "source": line.source_name,
        "consumer": line.consumer_name,
        "from": event.from_state.value,
        "to": event.to_state.value,
        "quantity": number(event.quantity, line.decimals),
        "cause": event.cause,
        "reverts": event.reverts,
        "cycle": event.cycle,
        "person": event.person,
        "reason": event.reason,
    }


def board_json(board: Board, now: datetime, maybe_lost: frozenset[int]) -> dict[str, Any]:
    """The whole board: stations in flow order, loops with their cards in the order of their slots."""
    structure = board.structure
    stations = [structure.stations[station_id] for station_id in structure.flow_order()]
    return {
        "stations": [{"name": station.name, "kind": station.kind.value} for station in stations],
        "loops": [_loop_json(board, loop_id, now, maybe_lost) for loop_id in _in_order(board)],
    }


def _in_order(board: Board) -> Iterable[int]:
    return (row.loop.id for row in board.rows())


def _loop_json(board: Board, loop_id: int, now: datetime, maybe_lost: frozenset[int]) -> dict[str, Any]:
    structure, row = board.structure, board.row(loop_id)
    loop = row.loop
    decimals = structure.item_of(loop).decimals
    return {
        "id": loop.id,
        "item": structure.item_of(loop).code,
        "source": structure.stations[loop.source_id].name,
        "consumer": structure.stations[loop.consumer_id].name,
        "kind": loop.kind.value,
        "container_quantity": number(loop.container_quantity, decimals),
        "lot_cards": loop.lot_cards,
        "card_count": loop.card_count,
        "lead_time_minutes": loop.lead_time_minutes,
        "suspended": loop.suspended,
        "zone": row.zone.value,
        "cards": [
            {
                "code": card.code,
                "number": card.number,
                "state": card.state.value,
                "quantity": number(card.quantity, decimals),
                "since": instant(card.since_at),
                "cycle": card.cycle,
                "flags": [mark.value for mark in marks_of(card, loop, now, maybe_lost)],
            }
            for card in row.cards
        ],
    }
