"""Lists for terminals without a screen, and reading what was typed there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kanban_app.domain.board import Board, LoopRow, marks_of
from kanban_app.domain.cards import CALLING, Card, CardState
from kanban_app.domain.codes import spaced
from kanban_app.domain.loop_changes import LoopChange, LoopChangeError
from kanban_app.domain.quantities import QuantityError, steps_from_text
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, moment, ngettext, quantity
from kanban_app.operations import words
from kanban_app.operations.looking import HistoryLine

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


def board_lines(board: Board, now: datetime, maybe_lost: frozenset[int]) -> list[str]:
    """The board as text: a block per source, a line per loop, its cards by state and number."""
    lines: list[str] = []
    source_id = 0
    for row in board.rows():
        if row.loop.source_id != source_id:
            source_id = row.loop.source_id
            station = board.structure.stations[source_id]
            lines += ["", f"{station.name} ({words.station_kind(station.kind)})"]
        lines.append("  " + _row_text(board, row))
        lines += [f"      {_card_text(card, row, now, maybe_lost)}" for card in row.cards]
    return lines[1:] or [_("No loops yet. Import a list, or add a loop.")]


def _row_text(board: Board, row: LoopRow) -> str:
    item = board.structure.item_of(row.loop)
    consumer = board.structure.stations[row.loop.consumer_id].name
    return _("{id}: {item} to {consumer}, {calling} of {count} calling, {here} here").format(
        id=row.loop.id,
        item=item.code,
        consumer=consumer,
        calling=row.calling_count,
        count=len(row.cards),
        here=quantity(row.pieces_here, item.decimals),
    )


def _card_text(card: Card, row: LoopRow, now: datetime, maybe_lost: frozenset[int]) -> str:
    marks = ", ".join(words.mark(mark) for mark in marks_of(card, row.loop, now, maybe_lost))
    since = moment(card.since_at, now)
    text = f"{spaced(card.code)}  {card.number:>3}  {words.state(card.state)}, {since}"
    return f"{text}  [{marks}]" if marks else text


def history_line_text(line: HistoryLine, now: datetime) -> str:
    """One ledger entry as a line of text."""
    event = line.event
    cause = _("because of {seq}").format(seq=event.cause) if event.cause else event.person
    amount = quantity(event.quantity, line.decimals)
    parts = [
        f"{event.seq:>6}",
        moment(event.recorded_at, now),
        spaced(line.card_code),
        f"{words.deed_of(event)}: {amount} {line.item_code}, {line.card_number}",
        f"{words.state(event.from_state)} > {words.state(event.to_state)}",
        f"{line.source_name} > {line.consumer_name}",
        cause,
        event.reason,
    ]
    return "  ".join(part for part in parts if part)


def codes_to_print(
    shop: Shop, codes: Sequence[str], loop_id: int | None, station_id: int | None, *, signals: bool, every: bool
) -> tuple[list[str], list[str]]:
    """(codes to print, codes that no card has) for a choice of cards; without a choice, what waits for paper."""
    if codes:
        found = {code: shop.find(code).result() for code in codes}
        known = [card.code for card in found.values() if card is not None]
        return known, [code for code, card in found.items() if card is None]
    if not (signals or every or loop_id is not None):
        return [card.code for card in shop.print_list(station_id).result()], []
    board = shop.board().result()
    chosen = [card for card in board.cards() if card.state is not CardState.RETIRED]
    if loop_id is not None:
        chosen = [card for card in chosen if card.loop_id == loop_id]
    if station_id is not None:
        loops = board.structure.loops
        chosen = [card for card in chosen if loops[card.loop_id].source_id == station_id]
    if signals:
        chosen = [card for card in chosen if card.state in CALLING]
    return [card.code for card in chosen], []


def loop_change_lines(change: LoopChange) -> list[str]:
    """What a loop change does, in words."""
    new, surplus, stale = len(change.new_numbers), len(change.surplus_ids), len(change.stale_ids)
    return [
        ngettext("{count} new card to print and activate.", "{count} new cards to print and activate.", new).format(
            count=new
        ),
        ngettext("{count} card leaves at its next empty.", "{count} cards leave at their next empty.", surplus).format(
            count=surplus
        ),
        ngettext("{count} printed card is now old.", "{count} printed cards are now old.", stale).format(count=stale),
    ]


def loop_values(structure: Structure, loop_id: int, texts: Sequence[str]) -> dict[str, Any]:
    """Typed NAME=VALUE pairs as a loop's fields. Raises KeyError (no such loop) or LoopChangeError (no such value)."""
    loop = structure.loops[loop_id]
    decimals = structure.item_of(loop).decimals
    values: dict[str, Any] = {}
    for text in texts:
        name, _sign, value = text.partition("=")
        name = name.strip().replace("-", "_")
        try:
            known = getattr(loop, name)
            values[name] = _typed(known, value.strip(), decimals if name == "container_quantity" else 0)
        except (AttributeError, ValueError, QuantityError):
            raise LoopChangeError(name) from None
    return values


def _typed(known: Any, text: str, decimals: int) -> object:
    """A typed text as the kind of value that stands there now."""
    if isinstance(known, bool):
        return _yes_no(text)
    if isinstance(known, int):
        return steps_from_text(text, decimals)
    return type(known)(text)


def _yes_no(text: str) -> bool:
    answers = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.casefold() not in answers:
        raise ValueError(text)
    return answers[text.casefold()]


def setting_values(texts: Sequence[str]) -> dict[str, object]:
    """Typed NAME=VALUE pairs as settings of the plant. Raises ValueError naming what is no setting's value."""
    values: dict[str, object] = {}
    for text in texts:
        name, _sign, value = text.partition("=")
        name = name.strip().replace("-", "_")
        try:
            values[name] = _as_setting(name, value.strip())
        except ValueError:
            raise ValueError(name) from None
    return values


def _as_setting(name: str, text: str) -> object:
    if name.endswith("_s"):
        return int(text)
    return _yes_no(text) if name == "refuse_on_shortage" else text


def setting_lines(shop: Shop) -> dict[str, object]:
    """The plant's settings by name."""
    plant = shop.settings().result()
    return {
        "name": plant.name,
        "language": plant.language,
        "print_folder": plant.print_folder,
        "refuse_on_shortage": plant.rules.refuse_on_shortage,
        "double_scan_window_s": plant.rules.double_scan_window_s,
        "undo_window_s": plant.rules.undo_window_s,
    }
