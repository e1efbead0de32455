"""What suppliers ask for: how they are reached, when they deliver, minimum, multiple and prices of each item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from sqlalchemy import delete, insert, select

from kanban_app.domain.purchasing import (
    ItemTerms,
    PriceBreak,
    PurchaseProblem,
    PurchaseRefused,
    SupplierTerms,
    TermsPart,
)
from kanban_app.domain.quantities import QuantityError, steps_from_text
from kanban_app.domain.stations import StationKind
from kanban_app.operations.booking import clean
from kanban_app.operations.calendars import preview_days, read_plans
from kanban_app.operations.session import Session
from kanban_app.store.purchase_tables import purchase_price, purchase_terms, supplier_terms

_supplier, _item, _price = supplier_terms, purchase_terms, purchase_price
# One name, an @ and a host without blanks: what a mail program can be given. Whether it is anybody's is not known here.
_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_LONGEST_ADDRESS = 400
_MOST_ANSWER_DAYS = 366


def read_supplier_terms(session: Session) -> dict[int, SupplierTerms]:
    """The terms of each supplier that has any, by its station's id."""
    rows = session.database.core.execute(select(_supplier))
    return {
        row.station_id: SupplierTerms(
            row.email, row.address, frozenset(map(int, row.delivery_weekdays)), row.answer_days
        )
        for row in rows
    }


def read_item_terms(session: Session) -> dict[tuple[int, int], ItemTerms]:
    """What suppliers ask for items, by (supplier id, item id)."""
    breaks: dict[tuple[int, int], list[PriceBreak]] = {}
    for row in session.database.core.execute(select(_price).order_by(_price.c.from_steps)):
        breaks.setdefault((row.station_id, row.item_id), []).append(PriceBreak(row.from_steps, Decimal(row.price)))
    found = {key: ItemTerms(breaks=tuple(of_item)) for key, of_item in breaks.items()}
    for row in session.database.core.execute(select(_item)):
        key = (row.station_id, row.item_id)
        found[key] = ItemTerms(row.minimum_steps, row.multiple_steps, tuple(breaks.get(key, ())))
    return found


def read_free_days(session: Session) -> Callable[[int, date], bool]:
    """Whether nothing is delivered on a day: the plant is closed then, or the supplier (by its id) is."""
    plans = read_plans(session)

    @cache
    def is_closed(station_id: int | None, day: date) -> bool:
        return station_id in plans and not preview_days(plans, session.structure, station_id, day, 1)[0].minutes

    return lambda supplier_id, day: is_closed(None, day) or is_closed(supplier_id, day)


def keep_supplier_terms(session: Session, supplier_id: int, terms: SupplierTerms) -> None:
    """Keep how a supplier is reached and when it delivers.

    Raises PurchaseRefused: no_supplier for another kind of station, bad_terms with what can't be meant.
    """
    _check_supplier(session, supplier_id)
    email = clean(terms.email)
    if email and not _ADDRESS.fullmatch(email):
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, email, TermsPart.EMAIL)
    if not 0 <= terms.answer_days <= _MOST_ANSWER_DAYS:
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, str(terms.answer_days), TermsPart.ANSWER)
    if not terms.delivery_weekdays <= frozenset(range(7)):
        days = "".join(map(str, sorted(terms.delivery_weekdays)))
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, days, TermsPart.DAYS)
    row = {
        "station_id": supplier_id,
        "email": email,
        "address": "\n".join(clean(line) for line in terms.address.splitlines())[:_LONGEST_ADDRESS],
        "delivery_weekdays": "".join(map(str, sorted(terms.delivery_weekdays))),
        "answer_days": terms.answer_days,
    }
    with session.database.write():
        session.database.core.execute(delete(_supplier).where(_supplier.c.station_id == supplier_id))
        session.database.core.execute(insert(_supplier).values(**row))


def keep_item_terms(session: Session, supplier_id: int, item_id: int, terms: ItemTerms) -> None:
    """Keep what a supplier asks for one item. Raises PurchaseRefused as `keep_supplier_terms`."""
    _check_supplier(session, supplier_id)
    if min(terms.minimum_steps, terms.multiple_steps) < 0:
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, str(min(terms.minimum_steps, terms.multiple_steps)))
    if len({one.from_steps for one in terms.breaks}) < len(terms.breaks):
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, breaks_text(terms, session.structure.items[item_id].decimals))
    key = {"station_id": supplier_id, "item_id": item_id}
    core = session.database.core
    with session.database.write():
        for table in (_item, _price):
            core.execute(delete(table).where(table.c.station_id == supplier_id, table.c.item_id == item_id))
        core.execute(
            insert(_item).values(**key, minimum_steps=terms.minimum_steps, multiple_steps=terms.multiple_steps)
        )
        if terms.breaks:
            core.execute(
                insert(_price),
                [{**key, "from_steps": one.from_steps, "price": str(one.price)} for one in terms.breaks],
            )


def _check_supplier(session: Session, supplier_id: int) -> None:
    station = session.structure.stations.get(supplier_id)
    if station is None or station.kind is not StationKind.SUPPLIER:
        raise PurchaseRefused(PurchaseProblem.NO_SUPPLIER, station.name if station else "")


def item_terms_from(values: Mapping[str, str], decimals: int, known: ItemTerms | None = None) -> ItemTerms:
    """Terms from what was typed: minimum, multiple, and breaks as "1=12.50 100=11". What is not given stays as known.

    Raises PurchaseRefused(bad_terms) with the text that is none.
    """
    terms = known or ItemTerms()
    try:
        minimum = steps_from_text(values["minimum"], decimals) if values.get("minimum") else terms.minimum_steps
        multiple = steps_from_text(values["multiple"], decimals) if values.get("multiple") else terms.multiple_steps
    except QuantityError as error:
        raise PurchaseRefused(PurchaseProblem.BAD_TERMS, error.text) from None
    breaks = breaks_from(values["breaks"], decimals) if "breaks" in values else terms.breaks
    return ItemTerms(minimum, multiple, breaks)


def breaks_from(text: str, decimals: int) -> tuple[PriceBreak, ...]:
    """Prices as "12.50", or by quantity as "1=12.50 100=11.20". Raises PurchaseRefused(bad_terms)."""
    found = []
    for part in text.replace(";", " ").split():
        quantity, _, price = part.rpartition("=")
        try:
            steps = steps_from_text(quantity, decimals) if quantity else 0
            value = Decimal(price.replace(",", "."))
        except (QuantityError, InvalidOperation):
            raise PurchaseRefused(PurchaseProblem.BAD_TERMS, part) from None
        if not value.is_finite() or value < 0 or steps < 0:
            raise PurchaseRefused(PurchaseProblem.BAD_TERMS, part)
        found.append(PriceBreak(steps, value))
    return tuple(sorted(found, key=lambda one: one.from_steps))


def breaks_text(terms: ItemTerms, decimals: int) -> str:
    """Prices as `breaks_from` reads them."""
    from kanban_app.domain.quantities import decimal_from_steps

    return " ".join(
        f"{decimal_from_steps(one.from_steps, decimals):f}={one.price}" if one.from_steps else str(one.price)
        for one in terms.breaks
    )
