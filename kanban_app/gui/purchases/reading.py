"""What the purchases screen asks of the plant's threads: lists, terms, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.domain.purchasing import SupplierTerms

if TYPE_CHECKING:
    from kanban_app.operations.purchase_gathering import Needs
    from kanban_app.operations.purchase_views import PurchaseOrder
    from kanban_app.operations.session import Session
    from kanban_app.operations.shop import Shop


def read_needs(session: Session, now: datetime) -> Needs | None:
    """What the days follow from on which orders' own parts are needed; None where there are none."""
    from kanban_app.operations.purchase_gathering import read_needs

    return read_needs(session, now)


def read_lists(session: Session, needed: Mapping[int, date], now: datetime) -> tuple[list[Any], list[PurchaseOrder]]:
    """What waits and the orders, in one view."""
    from kanban_app.operations.purchase_gathering import gathered
    from kanban_app.operations.purchase_views import read_orders, read_waiting

    with session.database.read():
        return gathered(session, read_waiting(session), needed, now), read_orders(session, now)


def read_terms(session: Session) -> tuple[Any, Any, Any]:
    """Suppliers' terms, items' terms by (supplier id, item id), measured lead times by loop id."""
    from kanban_app.operations.purchase_terms import read_item_terms, read_supplier_terms
    from kanban_app.operations.purchase_views import read_lead_times

    return read_supplier_terms(session), read_item_terms(session), read_lead_times(session)


def write_paper(shop: Shop, number: str, clock: Callable[[], datetime], target: Path) -> Path:
    """An order as PDF into this file; on the drawing thread. A draft asks for what still waits, as when it is sent.

    Raises PurchaseRefused, and as drawing and writing do.
    """
    from kanban_app.operations.purchase_papers import draw_order, read_paper, write_order
    from kanban_app.operations.purchasing import fit_draft

    shop.write(fit_draft, number, clock()).result()
    return write_order(target, draw_order(shop.read(read_paper, number, clock()).result()))


def write_mail(shop: Shop, number: str, supplier_id: int, clock: Callable[[], datetime]) -> Path:
    """A mail with the order attached, in the plant's print folder; on the drawing thread, as `write_paper`."""
    from kanban_app.operations.papers import folder_of
    from kanban_app.operations.purchase_papers import draw_order, mail_draft, read_paper, write_order
    from kanban_app.operations.purchase_terms import read_supplier_terms
    from kanban_app.operations.purchasing import fit_draft

    shop.write(fit_draft, number, clock()).result()
    paper = shop.read(read_paper, number, clock()).result()
    terms = shop.read(read_supplier_terms).result().get(supplier_id, SupplierTerms())
    folder = shop.read(folder_of, shop.path).result()
    return write_order(folder / f"{number}.eml", mail_draft(paper, terms, draw_order(paper)))
