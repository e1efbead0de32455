"""What the orders screen asks of the plant's threads: lists, one line, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kanban_app.gui.orders.rows import LineRow

if TYPE_CHECKING:
    from kanban_app.domain.options import Options
    from kanban_app.operations.order_views import LineDetail
    from kanban_app.operations.orders_changing import CancelPreview
    from kanban_app.operations.session import Session
    from kanban_app.operations.shop import Shop

Clock = Callable[[], datetime]


def read_rows(session: Session, clock: Clock, everything: bool) -> list[LineRow]:
    """The rows of the list, made on the reader's thread."""
    from kanban_app.operations.order_views import read_lines

    today = clock().astimezone().date()
    found = read_lines(session, everything)
    return [LineRow(one, session.structure, today) for one in found]


def read_detail(session: Session, order_number: str, line_number: int) -> LineDetail:
    """One line."""
    from kanban_app.operations.order_views import read_line

    return read_line(session, order_number, line_number)


def read_missing(session: Session, order_number: str, line_number: int) -> int:
    """How many cards a line has lost."""
    from kanban_app.operations.orders_changing import read_missing

    return read_missing(session, order_number, line_number)


def read_offer(session: Session, item_id: int) -> Options:
    """What may be chosen of an item, or of the one that an item made for choices comes from."""
    from kanban_app.operations.order_options import base_of, read_options

    return read_options(session, base_of(session, item_id))


def preview(session: Session, order_number: str, line_numbers: Sequence[int]) -> list[CancelPreview]:
    """What cancelling would do."""
    from kanban_app.operations.orders_changing import preview_cancel

    return preview_cancel(session, order_number, line_numbers)


def write_pick_list(shop: Shop, order_number: str, clock: Clock, target: Path) -> Path:
    """The pick list of an order into this file; on the drawing thread. Raises as drawing and writing do."""
    from kanban_app.operations.orders_papers import draw_pick_list, read_pick_list, write_paper

    return write_paper(target, draw_pick_list(shop.read(read_pick_list, order_number, clock()).result()))


def write_note(shop: Shop, order_number: str, shipment: int, clock: Clock, target: Path) -> Path:
    """A delivery note into this file; on the drawing thread. Raises as drawing and writing do."""
    from kanban_app.operations.orders_papers import draw_note, read_note, write_paper

    return write_paper(target, draw_note(shop.read(read_note, order_number, shipment, clock()).result()))
