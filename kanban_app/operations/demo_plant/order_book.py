"""The order book as it lies on Nadia's desk this morning: one of each kind of demand, and what is on order for them.

Everything goes through the operations that the orders' and the purchases' screens use.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from kanban_app.domain.orders import Policy
from kanban_app.domain.purchasing import ItemTerms, PriceBreak, SupplierTerms
from kanban_app.operations.demo_plant import plan
from kanban_app.operations.demo_plant.floor import NADIA, Floor
from kanban_app.operations.order_options import save_options
from kanban_app.operations.order_options_texts import rows_of
from kanban_app.operations.orders_booking import Who
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, keep_customer, set_policy
from kanban_app.operations.orders_reading import read_orders
from kanban_app.operations.purchase_terms import keep_item_terms, keep_supplier_terms
from kanban_app.operations.purchase_views import read_waiting
from kanban_app.operations.purchasing import confirm_order, make_order, send_order

_NADIA = Who(NADIA, "office")
_ADDRESSES = {
    "Toy museum": "Mill Lane 2, Lakeside",
    "Harbour kindergarten": "Quay 11, Lakeside",
    "Lake hotel": "Promenade 40, Lakeside",
}
_OPTIONS = (
    {"surcharge": "78"},
    {"group": "wagons", "rule": "one required", "choice": "two", "default": "yes"},
    {"group": "wagons", "choice": "three", "component": "wagon", "quantity": "1", "surcharge": "14.50"},
    {"group": "name", "rule": "any", "choice": "burnt in", "surcharge": "6", "minutes": "10", "station": plan.PACKING},
)
_SPARE_REASON = "leaves the works inside a train set; alone it is seldom asked for"
# The order's number, who wants what, how many, in how many days, and chosen how.
_SPECIALS = (
    ("S-122", "Lake hotel", "train set", 2, 6, ("wagons=three", "name=burnt in")),
    ("S-123", "Harbour kindergarten", "wagon", 6, 8, ()),
)


def fill(floor: Floor) -> None:
    """Confirm what the dealers want first, enter what is made for one of them only, and buy what waits at Ferro."""
    _say_terms(floor)
    _confirm_the_first(floor)
    _enter_specials(floor)
    _buy_at_ferro(floor)
    floor.look_again()


def _item(floor: Floor, code: str) -> int:
    return next(item.id for item in floor.session.structure.items.values() if item.code == code)


def _say_terms(floor: Floor) -> None:
    session = floor.session
    for name, address in _ADDRESSES.items():
        keep_customer(session, name, address, "")
    set_policy(session, _item(floor, "wagon"), Policy.MTO, _SPARE_REASON, _NADIA)
    train_set = _item(floor, "train set")
    save_options(session, {train_set: rows_of(session.structure, train_set, _OPTIONS)}, NADIA)
    ferro = floor.stations[plan.FERRO]
    workdays = frozenset({1, 3})
    keep_supplier_terms(session, ferro, SupplierTerms("orders@ferro.example", "Forge Street 7, Hillbury", workdays))
    prices = (PriceBreak(1, Decimal("0.22")), PriceBreak(600, Decimal("0.19")))
    keep_item_terms(session, ferro, _item(floor, "magnet"), ItemTerms(150, 150, prices))


def _confirm_the_first(floor: Floor) -> None:
    """The order that is wanted first; the others are still to be gone through."""
    dealers = (order for order in read_orders(floor.session) if order.number.startswith("D-"))
    first = min(dealers, key=lambda order: order.number)
    confirm(floor.session, first.number, floor.real_now, who=_NADIA)


def _enter_specials(floor: Floor) -> None:
    goods = floor.stations[plan.FINISHED_GOODS]
    for number, customer, item, pieces, days, choices in _SPECIALS:
        wanted_on = floor.real_now.date() + timedelta(days=days)
        entry = NewLine(customer, _item(floor, item), pieces, wanted_on, number, goods, choices=choices)
        add_lines(floor.session, [entry], floor.real_now, _NADIA)
        confirm(floor.session, number, floor.real_now, who=_NADIA)


def _buy_at_ferro(floor: Floor) -> None:
    """Where Ferro's cards wait they are ordered, and Ferro has said that the goods come as wanted."""
    ferro, now = floor.stations[plan.FERRO], floor.real_now
    if any(card.supplier_id == ferro for card in read_waiting(floor.session)):
        number = make_order(floor.session, ferro, now, person=NADIA)
        send_order(floor.session, number, now, person=NADIA, terminal=_NADIA.terminal)
        confirm_order(floor.session, number, now)
