"""Reading a plant for screens, lists and scripts. Every function is one short view of the committed state."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.changes import Changes
from kanban_app.domain.codes import CodeError, parse
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, Reason, StationDraft
from kanban_app.domain.events import CardEvent
from kanban_app.domain.lost import may_be_asked, suspects
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, from_us_or_none
from kanban_app.store.reading import PlantInfo, card_from_row, event_from_row, read_cards
from kanban_app.store.tables import METADATA

_card, _event, _signal = (METADATA.tables[name] for name in ("card", "event", "signal"))
_help, _loop = METADATA.tables["help_call"], METADATA.tables["loop"]
_PAST_STEPS = 120
PAUSED = "suspended"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One ledger entry with the names that a person needs to read it."""

    event: CardEvent
    card_code: str
    card_number: int
    single_use: bool
    item_code: str
    source_name: str
    consumer_name: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """One past or open signal of a card: from emptied to full again."""

    opened_at: datetime
    released_at: datetime | None
    due_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A station that calls for help."""

    station_id: int
    began_at: datetime
    person: str
    note: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Why a loop is paused: since when, by whom, and the reason given."""

    paused_at: datetime
    person: str
    reason: str


def read_board(session: Session) -> Board:
    """Every card with the structure it belongs to."""
    with session.database.read():
        session.head()
        return Board(session.structure, read_cards(session.database))


def read_settings(session: Session) -> PlantInfo:
    """The plant's name and settings."""
    session.head()
    return session.plant


def find_card(session: Session, text: str) -> Card | None:
    """The card of a code as typed or scanned; None when there is none."""
    try:
        code = parse(text)
    except CodeError:
        return None
    return session.cards().card_by_code(code)


def read_history(
    session: Session, text: str = "", limit: int = 200, before_seq: int | None = None
) -> list[HistoryLine]:
    """The newest ledger entries first: of one card where a code is given, of the whole plant otherwise."""
    with session.database.read():
        session.head()
        if not text:
            newest = select(*_event.columns).order_by(_event.c.seq.desc()).limit(limit)
            rows = _rows(session, newest if before_seq is None else newest.where(_event.c.seq < before_seq))
            return _named(session, [event_from_row(row) for row in rows])
        card = find_card(session, text)
        return [] if card is None else _named(session, card_events(session, card, limit))


def card_events(session: Session, card: Card, limit: int) -> list[CardEvent]:
    """A card's entries, newest first, along its chain: no index on the ledger is needed for it."""
    cards = session.cards()
    found: list[CardEvent] = []
    seq = card.last_event
    while seq and len(found) < limit:
        event = cards.event(seq)
        found.append(event)
        seq = event.previous
    return found


def _rows(session: Session, statement: Any) -> Sequence[Any]:
    return session.database.core.execute(statement).all()


def _named(session: Session, events: Sequence[CardEvent]) -> list[HistoryLine]:
    cards = cards_by_id(session, {event.card_id for event in events})
    return [history_line(session, event, cards[event.card_id]) for event in events]


def history_line(session: Session, event: CardEvent, card: Card) -> HistoryLine:
    """One entry with the names of its card's loop; the item is the entry's own."""
    structure = session.structure
    loop, item = structure.loops[card.loop_id], structure.items[event.item_id]
    return HistoryLine(
        event,
        card.code,
        card.number,
        card.single_use,
        item.code,
        structure.stations[loop.source_id].name,
        structure.stations[loop.consumer_id].name,
        item.decimals,
    )


def cards_by_id(session: Session, ids: set[int]) -> dict[int, Card]:
    """These cards as they are now."""
    found = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):  # databases limit the parameters of one statement
        condition: ColumnElement[bool] = _card.c.id.in_(wanted[start : start + 500])
        for row in _rows(session, select(*_card.columns).where(condition)):
            found[row.id] = card_from_row(row)
    return found


def read_cycles(session: Session, card_id: int, limit: int = 12) -> list[Cycle]:
    """A card's newest signals, oldest of them first. A clock that was set back makes no trip shorter than nothing."""
    newest = select(_signal).where(_signal.c.card_id == card_id).order_by(_signal.c.cycle.desc()).limit(limit)
    return [_cycle(row) for row in reversed(_rows(session, newest))]


def _cycle(row: Any) -> Cycle:
    released_at = None if row.released_at is None else max(row.released_at, row.opened_at)
    closed_at = None if row.closed_at is None else max(row.closed_at, released_at or row.opened_at)
    return Cycle(
        from_us(row.opened_at), from_us_or_none(released_at), from_us_or_none(row.due_at), from_us_or_none(closed_at)
    )


def read_print_list(session: Session, station_id: int | None = None) -> list[Card]:
    """The cards that wait for paper, by source station, longest waiting first. `station_id` is a source."""
    listed = select(*_card.columns).where(_card.c.print_reason.is_not(None), _card.c.state != CardState.RETIRED.value)
    if station_id is not None:
        own = [loop.id for loop in session.structure.loops.values() if loop.source_id == station_id]
        listed = listed.where(_card.c.loop_id.in_(own))
    cards = [card_from_row(row) for row in _rows(session, listed)]
    loops = session.structure.loops
    return sorted(cards, key=lambda card: (loops[card.loop_id].source_id, card.since_at, card.id))


def read_changes(session: Session, after_seq: int, known_version: int) -> Changes:
    """What was committed after this entry, by whomever."""
    with session.database.read():
        head = session.head()
        rows = session.database.fetch_all(session.database.statements.events_from, (after_seq + 1,))
        events = tuple(event_from_row(row) for row in rows)
        cards = cards_by_id(session, {event.card_id for event in events})
    # What was printed and who calls for help leave no ledger entry, and may have changed together with one.
    other = frozenset({"paper", "help"} if events else {"paper", "help", "settings"})
    changed = head.structure_version != known_version
    return Changes(tuple(cards.values()), events, changed, max(head.last_seq, after_seq), other)


def read_open_calls(session: Session) -> dict[int, HelpCall]:
    """The stations that call for help now."""
    rows = _rows(session, select(_help).where(_help.c.ended_at.is_(None)))
    return {row.station_id: HelpCall(row.station_id, from_us(row.began_at), row.person, row.note) for row in rows}


def read_reasons(session: Session, loop_id: int) -> tuple[Reason, ...]:
    """The reckoning behind a loop's proposed numbers; empty where somebody typed them."""
    found = _explanation(session, loop_id)
    kept = (entry for entry in found if entry["subject"] != PAUSED)
    return tuple(Reason(entry["subject"], entry["rule"], entry["values"]) for entry in kept)


def read_pause(session: Session, loop_id: int) -> Pause | None:
    """Who paused a loop, when and why; None for one that goes, or was paused before that was kept."""
    kept = next((entry["values"] for entry in _explanation(session, loop_id) if entry["subject"] == PAUSED), None)
    return Pause(from_us(int(kept["at"])), kept["person"], kept["reason"]) if kept else None


def _explanation(session: Session, loop_id: int) -> list[dict[str, Any]]:
    text = session.database.core.execute(select(_loop.c.explanation).where(_loop.c.id == loop_id)).scalar()
    entries: list[dict[str, Any]] = json.loads(text or "[]")
    return entries


def read_maybe_lost(session: Session, board: Board, now: datetime) -> frozenset[int]:
    """The ids of the cards that are maybe lost; reads the history only of those that stand suspiciously long."""
    found: set[int] = set()
    # The board's own loops: the session may have read newer ones meanwhile.
    for loop in board.structure.loops.values():
        cards = board.row(loop.id).cards
        asked = [card for card in cards if may_be_asked(card, loop, now)]
        for state in {card.state for card in asked}:
            standing = [card for card in cards if card.state is state]
            dwells = {card.id: _dwells(session, card, state) for card in cards}
            suspect = suspects(cards, loop, now, dwells)
            found |= suspect & {card.id for card in standing}
    return frozenset(found)


def _dwells(session: Session, card: Card, state: CardState) -> list[timedelta]:
    """How long a card stood in a state in its past cycles, from its newest entries."""
    entries = card_events(session, card, _PAST_STEPS)
    entered: datetime | None = None
    found = []
    for event in reversed(entries):
        if event.to_state is state and event.from_state is not state:
            entered = event.recorded_at
        elif event.from_state is state and event.to_state is not state and entered is not None:
            found.append(max(event.recorded_at - entered, timedelta(0)))
            entered = None
    return found


def read_mappings(session: Session) -> Mapping[str, str]:
    """The remembered import mappings by header signature, as JSON texts."""
    table = METADATA.tables["import_mapping"]
    return {row.signature: row.mapping for row in _rows(session, select(table))}


def read_draft(session: Session) -> PlantDraft:
    """The plant's structure by names: what an import knows to be there already."""
    session.head()
    structure = session.structure
    names = {station.id: station.name for station in structure.stations.values()}
    codes = {item.id: item.code for item in structure.items.values()}
    return PlantDraft(
        stations=tuple(
            StationDraft(station.name, station.kind, station.location, names.get(station.served_from_id or 0, ""))
            for station in structure.stations.values()
        ),
        items=tuple(
            ItemDraft(
                item.code, item.description, item.unit, item.decimals, item.category, item.unit_cost, item.picture
            )
            for item in structure.items.values()
        ),
        bom=tuple(
            BomLineDraft(codes[line.parent_id], codes[line.component_id], line.per_parent) for line in structure.bom
        ),
        loops=tuple(
            LoopDraft(
                codes[loop.item_id],
                names[loop.source_id],
                names[loop.consumer_id],
                loop.container_quantity,
                loop.card_count,
                loop.lot_cards,
                loop.safety_cards,
                loop.lead_time_minutes,
                loop.suspended,
                loop.scan_only,
                loop.priority,
                loop.share,
                loop.print_rule,
                loop.container_type,
                loop.source_location,
                loop.consumer_location,
                (),
                loop.in_use,
                loop.in_process,
                loop.in_transit,
                loop.over_tolerance_percent,
                loop.under_tolerance_percent,
                loop.rest_on_order,
            )
            for loop in structure.loops.values()
        ),
    )
