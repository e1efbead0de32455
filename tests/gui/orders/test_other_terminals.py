"""What another terminal does while the orders are looked at, though it leaves no entry in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.promising import Promise
from kanban_app.operations.purchasing import confirm_order, make_order, send_order
from kanban_app.operations.shop import Shop
from tests.gui.conftest import until
from tests.gui.orders.conftest import WANTED, Desk, Office

SUPPLIER, LINE = "cushion supplier", "assembly line"


@pytest.fixture
def other(office: Office) -> Iterator[Shop]:
    made = Shop(office.factory.path, terminal="purchasing office", clock=office.factory.clock)
    yield made
    made.close()


def promised(desk: Desk) -> date | None:
    [row] = desk.screen.model.rows
    return row.promise.promised_on if isinstance(row.promise, Promise) else None


def test_a_day_that_a_supplier_confirms_elsewhere_moves_the_promise_in_sight(
    desk: Desk, office: Office, other: Shop
) -> None:
    factory = office.factory
    office.to_order("chair")
    factory.do(Action.CONSUME, factory.cards("cushion", LINE, CardState.FULL))
    office.confirmed("chair", 100)
    number = other.write(make_order, factory.station(SUPPLIER), factory.clock()).result()
    other.write(send_order, number, factory.clock()).result()
    desk.refresh()
    until(lambda: promised(desk))
    before = promised(desk)
    assert before is not None
    late = WANTED + timedelta(days=40)
    assert before < late
    other.write(confirm_order, number, factory.clock(), late).result()
    until(lambda: (promised(desk) or before) >= late)
