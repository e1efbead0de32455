"""What may be taken at a station, as rows of plain values: one per loop that ends there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain.board import Board, LoopRow, marks_of
from kanban_app.domain.cards import HOLDING, ON_ORDER, Card, CardState, Mark
from kanban_app.domain.items import BomLine
from kanban_app.domain.loops import Loop, Step
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.words import state_words
from kanban_app.i18n import _, moment, quantity
from kanban_app.operations import words
from kanban_app.operations.wording import card_name


@dataclass(frozen=True, slots=True)
class Chip:
    """One card in a row: its image and marks, what stands under it, its state in words, what a screen reader says."""

    card: Card
    marks: tuple[Mark, ...]
    caption: str
    state: str
    spoken: str


@dataclass(frozen=True, slots=True)
class TakeRow:
    """One loop that ends here. `tone` is the colour token of `reach`; `stock` may be taken, `coming` is on its way."""

    loop_id: int
    item: str
    place: str
    reach: str
    tone: str
    stock: tuple[Chip, ...]
    coming: tuple[Chip, ...]
    pieces: str
    is_out: bool
    unit: str
    spoken: str


def take_rows(board: Board, station_id: int, now: datetime, maybe_lost: frozenset[int]) -> list[TakeRow]:
    """The rows of a station, in the order of the parts list of what it makes, then by name."""
    structure = board.structure
    place = _parts_list(structure, station_id)
    rows = board.rows_ending_at(station_id)

    def rank(row: LoopRow) -> tuple[int, str, int, int]:
        item_id = row.loop.item_id
        code = structure.items[item_id].code.casefold()
        return (place.get(item_id, len(place)), code, row.loop.priority, row.loop.id)

    return [_take_row(board, row, station_id, now, maybe_lost) for row in sorted(rows, key=rank)]


def _parts_list(structure: Structure, station_id: int) -> dict[int, int]:
    """Component -> its place in the parts lists of what the station makes."""
    _ends, begins = structure.loops_at(station_id)
    components = (line.component_id for loop in begins for line in structure.components_of(loop.item_id))
    return {item_id: place for place, item_id in enumerate(dict.fromkeys(components))}


def _take_row(board: Board, row: LoopRow, station_id: int, now: datetime, maybe_lost: frozenset[int]) -> TakeRow:
    structure, loop = board.structure, row.loop
    item = structure.items[loop.item_id]
    stock = [card for card in row.cards if card.state in HOLDING]
    coming = [card for card in row.cards if card.state not in HOLDING]
    reach, tone = _reach(board, row, station_id, now)
    pieces = quantity(row.pieces_here, item.decimals)
    unit = words.unit(item.unit)
    place = _place(structure, loop)

    def chips(cards: Iterable[Card]) -> tuple[Chip, ...]:
        return tuple(_chip(card, row, structure, now, maybe_lost) for card in cards)

    return TakeRow(
        loop.id,
        item.code,
        place,
        reach,
        tone,
        chips(sorted(stock, key=lambda card: card.on_hold)),
        chips(coming),
        pieces,
        row.pieces_here == 0,
        unit,
        ", ".join(part for part in (item.code, place, f"{pieces} {unit}", reach) if part),
    )


def _place(structure: Structure, loop: Loop) -> str:
    source = _("from {source}").format(source=structure.stations[loop.source_id].name)
    return f"{loop.consumer_location} · {source}" if loop.consumer_location else source


def _chip(card: Card, row: LoopRow, structure: Structure, now: datetime, maybe_lost: frozenset[int]) -> Chip:
    item = structure.items[row.loop.item_id]
    marks = marks_of(card, row.loop, now, maybe_lost)
    left = _("{quantity} left").format(quantity=quantity(card.quantity, item.decimals))
    state = state_words(card, row.loop, structure, now, row.gathering_count)
    spoken = ", ".join((card_name(card, structure), state, *(words.mark(mark) for mark in marks)))
    return Chip(card, marks, left if card.state is CardState.IN_USE else "", state, spoken)


def _reach(board: Board, row: LoopRow, station_id: int, now: datetime) -> tuple[str, str]:
    """How far the stock reaches in what is made of it, or when more comes; with the token of its colour."""
    item = board.structure.items[row.loop.item_id]
    if row.pieces_here == 0:
        return _none_here(board, row, now), "stop"
    made_of = _products(board, row, station_id)
    if made_of:
        count, product, is_short = min(made_of)
        shown = quantity(count, board.structure.items[product].decimals)
        text = _("enough for {count} × {product}")
        return text.format(count=shown, product=board.structure.items[product].code), "warn" if is_short else "ink3"
    coming = _next_arrival(row, now)
    amount = quantity(coming[0], item.decimals) if coming else ""
    if row.loop.card_count == 2 and coming:
        return _("two-bin; {quantity} due {time}").format(quantity=amount, time=coming[1]), "ink3"
    if coming:
        return _("{quantity} due {time}").format(quantity=amount, time=coming[1]), "ink3"
    if row.gathering_count and row.loop.is_lot:
        text = _("lot {count} of {lot} gathered")
        return text.format(count=row.gathering_count, lot=row.loop.lot_cards), "ink3"
    return (_("two-bin") if row.loop.card_count == 2 else ""), "ink3"


def _products(board: Board, row: LoopRow, station_id: int) -> list[tuple[int, int, bool]]:
    """(steps that the stock is enough for, product, whether that is less than one container) per product made here."""
    structure = board.structure
    _ends, begins = structure.loops_at(station_id)
    containers = {loop.item_id: loop.container_quantity for loop in begins}
    stock = board.stock_of(structure.feeding_loops(station_id, row.loop.item_id) or (row.loop,))
    lines = (line for line in structure.parents_of(row.loop.item_id) if line.parent_id in containers)
    return [_enough(line, stock, containers[line.parent_id]) for line in lines]


def _enough(line: BomLine, stock: int, container: int) -> tuple[int, int, bool]:
    count = int(stock / line.per_parent)
    return count, line.parent_id, count < container


def _next_arrival(row: LoopRow, now: datetime) -> tuple[int, str] | None:
    """What is due at the earliest day something is due, in steps, and when."""
    coming = [card for card in row.cards if card.state in ON_ORDER and card.due_at]
    if not coming:
        return None
    due_at = min(card.due_at for card in coming if card.due_at)
    together = (card for card in coming if card.due_at and card.due_at.date() == due_at.date())
    return sum(card.container_quantity for card in together), moment(due_at, now)


def _none_here(board: Board, row: LoopRow, now: datetime) -> str:
    item = board.structure.items[row.loop.item_id]
    coming = _next_arrival(row, now)
    if coming is None:
        if row.loop.suspended:
            return _("None here. This loop is paused.")
        return _("None here, none ordered.")
    due_at = min(card.due_at for card in row.cards if card.state in ON_ORDER and card.due_at)
    amount = f"{quantity(coming[0], item.decimals)} {words.unit(item.unit)}"
    text = _("None here. {amount} are late since {time}") if due_at < now else _("None here. {amount} come {time}")
    return text.format(amount=amount, time=coming[1])


def receivable(card: Card, loop: Loop) -> bool:
    """Whether the consumer may receive this card now; the rules of the domain decide in the end."""
    if card.on_hold:
        return False
    if card.state is CardState.IN_TRANSIT:
        return True
    if card.state is CardState.IN_PROCESS:
        return loop.in_transit is not Step.REQUIRED
    return card.state is CardState.RELEASED and not loop.reports_at_source
