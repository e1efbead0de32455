"""What an order buys is ordered for the day on which its pieces are needed."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.orders import Policy
from kanban_app.domain.purchasing import Proposal, SupplierTerms
from kanban_app.domain.shift_plans import ShiftPlan
from kanban_app.domain.stations import StationKind
from kanban_app.domain.working_time import Span
from kanban_app.operations.calendars import keep_plan
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, set_policy
from kanban_app.operations.purchase_gathering import needed_days, read_proposals
from kanban_app.operations.purchase_terms import keep_supplier_terms
from kanban_app.operations.purchase_views import read_orders
from kanban_app.operations.purchasing import drop_cards, make_order, send_order
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases

SUPPLIER, BENCH, STORE = 1, 2, 3
BELL, BIKE = 1, 2
WEEK = (((Span(480, 960),),) * 5) + ((), ())
PLAN = PlantDraft(
    stations=(
        StationDraft("bell maker", StationKind.SUPPLIER),
        StationDraft("bench", StationKind.WORKSTATION),
        StationDraft("store", StationKind.STORE),
    ),
    items=(ItemDraft("bell"), ItemDraft("bike")),
    bom=(BomLineDraft("bike", "bell", Fraction(2)),),
    loops=(
        LoopDraft("bell", "bell maker", "bench", 10, 0, lead_time_minutes=7 * 1440),
        LoopDraft("bike", "bench", "store", 1, 0, lead_time_minutes=1440),
    ),
)


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    """Bikes are made to order of bought bells; it is Monday 2 March 2026."""
    session = databases.session()
    book_draft(session, PLAN, Start.FULL, clock())
    keep_plan(session, ShiftPlan(None, "UTC"))
    for item_id in (BELL, BIKE):
        set_policy(session, item_id, Policy.MTO, "seldom asked for")
    return session


def order(session: Session, clock: Clock, item_id: int, wanted_on: date, number: str = "1") -> None:
    add_lines(session, [NewLine("Ada", item_id, 1, wanted_on, number, STORE if item_id == BIKE else BENCH)], clock())
    confirm(session, number, clock())


def only(session: Session, clock: Clock) -> Proposal:
    (found,) = read_proposals(session, clock())
    return found


def test_what_is_wanted_next_year_need_not_be_ordered_today(session: Session, clock: Clock) -> None:
    order(session, clock, BELL, date(2027, 3, 1))
    found = only(session, clock)
    assert (found.wanted_on, found.order_by) == (date(2027, 3, 1), date(2027, 2, 22))


def test_what_is_built_in_is_needed_when_building_begins(session: Session, clock: Clock) -> None:
    """A bike takes a day: its bells are needed on Sunday 28 February, and take seven days."""
    order(session, clock, BIKE, date(2027, 3, 1))
    found = only(session, clock)
    assert (found.wanted_on, found.order_by) == (date(2027, 2, 28), date(2027, 2, 21))
    number = make_order(session, SUPPLIER, clock())
    assert [one.wanted_on for one in read_orders(session, clock(), number=number)] == [date(2027, 2, 28)]


def test_it_is_delivered_on_a_day_of_delivery(session: Session, clock: Clock) -> None:
    keep_supplier_terms(session, SUPPLIER, SupplierTerms(delivery_weekdays=frozenset({3})))
    order(session, clock, BIKE, date(2027, 3, 1))
    found = only(session, clock)
    assert (found.wanted_on, found.order_by) == (date(2027, 2, 25), date(2027, 2, 18))


def test_the_suppliers_working_days_count(session: Session, clock: Clock) -> None:
    """Friday 26 February is its last day before it is needed; seven working days before that is the 17th."""
    keep_plan(session, ShiftPlan(SUPPLIER, "UTC", shifts=WEEK))
    order(session, clock, BIKE, date(2027, 3, 1))
    found = only(session, clock)
    assert (found.wanted_on, found.order_by) == (date(2027, 2, 26), date(2027, 2, 17))


def test_what_leaves_a_draft_leaves_its_day_with_it(session: Session, clock: Clock) -> None:
    order(session, clock, BIKE, date(2026, 5, 1))
    (early,) = only(session, clock).lines[0].cards
    order(session, clock, BIKE, date(2027, 3, 1), "2")
    number = make_order(session, SUPPLIER, clock())
    drop_cards(session, number, [early.code], clock())
    (draft,) = read_orders(session, clock(), number=number)
    assert draft.wanted_on == date(2027, 2, 28)
    send_order(session, number, clock())
    assert set(needed_days(session, clock())) == {early.card_id}, "what has gone out is not reckoned again"


def test_the_most_pressing_of_several_decides(session: Session, clock: Clock) -> None:
    order(session, clock, BIKE, date(2027, 3, 1))
    order(session, clock, BIKE, date(2026, 5, 1), "2")
    assert only(session, clock).order_by == date(2026, 4, 23)


@pytest.mark.parametrize("days", [8, 5, 1])
def test_what_cannot_come_in_time_is_to_be_ordered_today(session: Session, clock: Clock, days: int) -> None:
    order(session, clock, BIKE, clock().date() + timedelta(days=days))
    assert only(session, clock).order_by == clock().date()


def test_what_was_not_ordered_in_time_is_to_be_ordered_today(session: Session, clock: Clock) -> None:
    order(session, clock, BIKE, date(2026, 5, 1))
    clock.tick(days=58)
    found = only(session, clock)
    assert found.order_by == clock().date() == date(2026, 4, 29)
    assert found.wanted_on == date(2026, 5, 6)
