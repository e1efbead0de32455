"""What the screens of orders, options, working time, tills and purchases have to show: a plant with some of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kanban_app.domain.cards import Action
from kanban_app.domain.shift_plans import PlanDay, ShiftPlan, spans_from_text
from kanban_app.operations.calendars import keep_plan
from kanban_app.operations.order_options import save_options
from kanban_app.operations.order_options_texts import read_option_file
from kanban_app.operations.orders_entering import link_order
from kanban_app.operations.orders_shipping import ship
from kanban_app.operations.purchasing import make_order
from kanban_app.operations.tills_importing import TillOptions, import_till_file
from tests.gui.orders.conftest import SHOP, Office
from tests.gui.plants import Factory
from tests.tills.selling import line, till_file

OPTIONS = """\
item,group,rule,choice,default,component,quantity,replaces,surcharge,minutes,station,excludes
chair,,,,,,,,150,,,
chair,seat,one required,plain,yes,,,,,,,
chair,seat,one required,padded,,cushion,1,,40,,,extras=light
chair,extras,any,arms,,wooden beam,2,,25.50,15,assembly line,
chair,extras,any,light,,,,chair leg,,,,
"""
# Drafts, one to order of which work has started, one that has left in part, one that is late.
DRAFT, TO_ORDER, SHIPPED, LATE = "9001", "9002", "9003", "9004"
LONG_NAME = "Larsson & Daughters Fine Furniture of the North"


def with_orders(factory: Factory, folder: Path) -> Path:
    """Give the plant orders, options, shifts, a purchase, and sales with a code nobody knows; answers another till file
    that fits in part.
    """
    office, shop, now = Office(factory), factory.shop, factory.clock()
    shop.board().result()  # the reader has seen the plant's structure
    _ordered(office)
    options = folder / "options.csv"
    options.write_text(OPTIONS, encoding="utf-8")
    shop.write(lambda session: save_options(session, read_option_file(session.structure, options), "")).result()
    week = (spans_from_text("06:00-14:00, 14:00-22:00"),) * 5 + ((), ())
    days = (PlanDay(date(2027, 7, 12), date(2027, 8, 1), None, "summer shutdown"),)
    shop.write(keep_plan, ShiftPlan(None, "Europe/Stockholm", "SE", shifts=week, days=days)).result()
    factory.do(Action.CONSUME, factory.cards("wooden beam", "saw")[:2], "saw")
    shop.write(make_order, factory.station("wood supplier"), now).result()
    factory.do(Action.CONSUME, factory.cards("wooden beam", "saw")[2:3], "saw")
    sales = till_file(folder, [line(1, "chair", 1), line(2, "4711", 1), line(3, "POST", 1)], "monday.csv")
    import_till_file(shop, sales, SHOP, TillOptions())
    return till_file(folder, [line(4, "chair", "two"), line(5, "chair", 1), line(6, "no such thing", 1)], "tuesday.csv")


def _ordered(office: Office) -> None:
    shop, now = office.factory.shop, office.factory.clock()
    office.add("round table", 3, DRAFT, LONG_NAME)
    office.add("chair", 4, LATE, wanted=date(2026, 10, 1))
    shop.write(link_order, DRAFT, "/drawings/round table.pdf", "", now).result()
    office.confirmed("chair", 300, SHIPPED)
    shop.write(ship, SHIPPED, now).result()
    office.to_order("round table")
    office.confirmed("round table", 3, TO_ORDER)
    begun, ready, *_rest = office.cards(TO_ORDER)
    office.factory.do(Action.DISPATCH, [begun])
    office.factory.do(Action.RECEIVE, [ready])
