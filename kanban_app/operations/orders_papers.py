"""The pick list of an order and the delivery note of a shipment: read in one view, drawn in the plant's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from kanban_app import i18n
from kanban_app.domain.booking import Booking
from kanban_app.domain.delivery_papers import NoteLine, PaperDeliveryNote, PaperPickList, PickContainer, PickLine
from kanban_app.domain.events import Context
from kanban_app.domain.flow_ways import bringing_loops
from kanban_app.domain.loops import Loop
from kanban_app.domain.orders import FROM_STOCK, LineStatus, OrderLine, OrderRefused
from kanban_app.operations.orders_reading import lines_of
from kanban_app.operations.orders_shipping import Shipment, read_shipments
from kanban_app.operations.paper_sheets import SheetError, SheetProblem
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import customer, customer_order

if TYPE_CHECKING:
    from kanban_app.printing.sheets.render import Rendered


def _customer_and_note(session: Session, line: OrderLine) -> tuple[str, str]:
    """(the customer's address, the order's note)."""
    core = session.database.core
    address = core.execute(select(customer.c.address).where(customer.c.name == line.customer)).scalar()
    note = core.execute(select(customer_order.c.note).where(customer_order.c.number == line.order_number)).scalar()
    return address or "", note or ""


# -- picking -----------------------------------------------------------------------------------------------------------


def read_pick_list(session: Session, order_number: str, now: datetime) -> PaperPickList:
    """What is to be fetched for the confirmed lines of an order, out of the containers that shipping would draw from.

    Nothing is set aside by it. Raises OrderRefused unknown_order.
    """
    with session.database.read():
        session.head()
        lines = lines_of(session, order_number)
        address, note = _customer_and_note(session, lines[0])
        waiting = [line for line in lines if line.status is LineStatus.CONFIRMED and line.remaining > 0]
        taken: dict[int, int] = {}
        # A booking that is never written: it knows in which order cards are drawn from.
        booking = Booking(session.structure, session.cards(), session.plant.rules, Context(now), 0)
        picked = tuple(_pick_line(session, booking, line, taken) for line in waiting)
        plant = session.plant
    return PaperPickList(order_number, plant.name, plant.language, lines[0].customer, address, note, now, picked)


def _loops(session: Session, line: OrderLine) -> tuple[Loop, ...]:
    station_id = line.station_id or 0
    if line.policy in FROM_STOCK:
        return session.structure.feeding_loops(station_id, line.item_id)
    return tuple(bringing_loops(session.structure, station_id, line.item_id))


def _pick_line(session: Session, booking: Booking, line: OrderLine, taken: dict[int, int]) -> PickLine:
    item = session.structure.items[line.item_id]
    reference = line.reference if line.has_own_cards else ""
    wanted, found = line.remaining, []
    for card in booking.drawing_order(_loops(session, line), reference):
        steps = min(wanted, card.quantity - taken.get(card.id, 0))
        if card.order_reference != reference or steps <= 0:
            continue
        loop = session.structure.loops[card.loop_id]
        station = session.structure.stations[loop.consumer_id]
        found.append(PickContainer(card.code, steps, station.name, loop.consumer_location or station.location))
        taken[card.id] = taken.get(card.id, 0) + steps
        wanted -= steps
        if not wanted:
            break
    about = (item.code, item.description, line.remaining, wanted, item.decimals, item.unit)
    return PickLine(line.number, *about, line.wanted_on, line.note, tuple(found))


# -- handing over ------------------------------------------------------------------------------------------------------


def read_note(session: Session, order_number: str, shipment: int, now: datetime) -> PaperDeliveryNote:
    """What the delivery note of a shipment says; shipment 0 is the newest. Raises OrderRefused unknown_order,
    no_shipment.
    """
    with session.database.read():
        session.head()
        lines = {line.id: line for line in lines_of(session, order_number)}
        shipments = read_shipments(session, order_number)
        one = next((found for found in reversed(shipments) if shipment in (0, found.number)), None)
        if one is None:
            raise OrderRefused("no_shipment", number=order_number)
        address, note = _customer_and_note(session, next(iter(lines.values())))
        shipped = [lines[line_id] for line_id in one.pieces]
        stations = {session.structure.stations[line.station_id].name for line in shipped if line.station_id}
        noted = tuple(_note_line(session, line, one, shipments) for line in sorted(shipped, key=_by_number))
        plant = session.plant
    return PaperDeliveryNote(
        order_number,
        one.number,
        plant.name,
        plant.language,
        shipped[0].customer,
        address,
        note,
        one.shipped_at,
        one.person,
        ", ".join(sorted(stations)),
        noted,
    )


def _by_number(line: OrderLine) -> int:
    return line.number


def _note_line(session: Session, line: OrderLine, one: Shipment, shipments: list[Shipment]) -> NoteLine:
    item = session.structure.items[line.item_id]
    before = sum(other.pieces.get(line.id, 0) for other in shipments if other.number < one.number)
    steps = (one.pieces[line.id], before, line.quantity)
    return NoteLine(line.number, item.code, item.description, *steps, item.decimals, item.unit, line.note)


# -- drawing -----------------------------------------------------------------------------------------------------------


def draw_note(paper: PaperDeliveryNote, size: str = "A4") -> bytes:
    """The PDF in the plant's language. Raises SheetError with the sentence when a text cannot stand on paper."""
    from kanban_app.printing.sheets.delivery_note import render_delivery_note

    return _drawn(paper.language, lambda: render_delivery_note(paper, size))


def draw_pick_list(paper: PaperPickList, size: str = "A4") -> bytes:
    """The PDF in the plant's language. Raises SheetError with the sentence when a text cannot stand on paper."""
    from kanban_app.printing.sheets.delivery_note import render_order_pick_list

    return _drawn(paper.language, lambda: render_order_pick_list(paper, size))


def _drawn(language: str, render: Callable[[], Rendered]) -> bytes:
    from kanban_app.printing.sheets.refusing import SheetRefused

    with i18n.speaking(language):
        try:
            return render().data
        except SheetRefused as refused:
            problem = refused
    raise SheetError(SheetProblem.NOT_PRINTABLE, problem.sentence())


def write_paper(target: Path, data: bytes) -> Path:
    """Put a PDF into a file that appears whole or not at all. Raises OSError as it came."""
    from kanban_app.files import write_whole

    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)
    return target
