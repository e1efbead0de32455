"""Buying on a real database: what waits stands in one open order at most, and its cards tell how far it has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.changes import Answer
from kanban_app.domain.purchasing import (
    ItemTerms,
    PriceBreak,
    PurchaseProblem,
    PurchaseRefused,
    PurchaseState,
    SupplierTerms,
)
from kanban_app.domain.shift_plans import PlanDay
from kanban_app.operations.auditing import audit
from kanban_app.operations.calendars import change_plan, with_days
from kanban_app.operations.changing import change_loop
from kanban_app.operations.purchase_gathering import read_proposals
from kanban_app.operations.purchase_papers import draw_order, mail_draft, read_paper
from kanban_app.operations.purchase_terms import (
    item_terms_from,
    keep_item_terms,
    keep_supplier_terms,
    read_item_terms,
    read_supplier_terms,
)
from kanban_app.operations.purchase_views import (
    PurchaseOrder,
    read_lead_times,
    read_orders,
    read_waiting,
    received_steps,
)
from kanban_app.operations.purchasing import (
    cancel_order,
    confirm_order,
    drop_cards,
    fit_draft,
    make_order,
    send_order,
)
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import BENCH, PEGS, STORE, SUPPLIER, answers, cards_of, do, plant_it, scan

PEG = 1


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    session = databases.session()
    plant_it(session, clock())
    return session


def empty_pegs(session: Session, clock: Clock, *places: int) -> list[str]:
    """Empty these peg cards; they are ordered from the supplier at once."""
    cards = cards_of(session.database, PEGS)
    for place in places:
        do(session, clock.tick(minutes=1), Action.CONSUME, cards[place])
    return [cards[place].code for place in places]


def only_order(session: Session, clock: Clock) -> PurchaseOrder:
    (order,) = read_orders(session, clock())
    return order


def waiting_codes(session: Session) -> set[str]:
    return {card.code for card in read_waiting(session)}


def refused(problem: PurchaseProblem) -> object:
    return pytest.raises(PurchaseRefused, check=lambda error: error.problem is problem)


def test_what_is_released_at_a_supplier_waits_until_it_is_ordered(session: Session, clock: Clock) -> None:
    codes = empty_pegs(session, clock, 0, 1)
    assert waiting_codes(session) == set(codes)
    number = make_order(session, SUPPLIER, clock(), person="Åsa")
    order = only_order(session, clock)
    assert (order.number, order.state, order.person) == (number, PurchaseState.DRAFT, "Åsa")
    assert [card.code for card in order.cards] == codes
    assert waiting_codes(session) == set()
    assert read_proposals(session, clock()) == []
    with refused(PurchaseProblem.NOTHING_WAITS):
        make_order(session, SUPPLIER, clock())


def test_the_suppliers_terms_round_up_without_making_cards(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0, 1)
    keep_item_terms(session, SUPPLIER, PEG, ItemTerms(20, 8, (PriceBreak(0, Decimal("0.25")),)))
    before = len(cards_of(session.database, PEGS))
    make_order(session, SUPPLIER, clock())
    (line,) = only_order(session, clock).lines
    assert (line.ordered_steps, line.extra_steps, line.price) == (24, 8, Decimal("0.25"))
    assert only_order(session, clock).total({PEG: 0}) == Decimal("6.00")
    assert len(cards_of(session.database, PEGS)) == before


IN_BUNDLES = ItemTerms(20, 25)


def test_what_the_terms_add_comes_with_a_card_of_its_own(session: Session, clock: Clock) -> None:
    """Sixteen are asked for and 25 ordered: the nine more are nobody's, and are in the books as they come."""
    codes = empty_pegs(session, clock, 0, 1)
    keep_item_terms(session, SUPPLIER, PEG, IN_BUNDLES)
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock.tick(minutes=1))
    order = only_order(session, clock)
    (line,) = order.lines
    extra = line.extra_card
    assert extra is not None
    assert (extra.steps, line.extra_steps, extra.order_reference) == (9, 9, "")
    assert {card.code for card in order.cards} == {*codes, extra.code}
    assert waiting_codes(session) == set()
    for code in codes:
        receive(session, clock, code)
    order = only_order(session, clock)
    assert order.state is PurchaseState.PARTLY_RECEIVED
    before = pegs_held(session)
    receive(session, clock, extra.code)
    order = only_order(session, clock)
    assert order.state is PurchaseState.RECEIVED
    come = sum(received_steps(session, card.card_id, card.cycle) for card in order.cards)
    assert come == order.lines[0].ordered_steps == 25
    assert pegs_held(session) == before + 9
    assert audit(session).ok


def receive(session: Session, clock: Clock, code: str) -> None:
    (card,) = [one for one in cards_of(session.database, PEGS) if one.code == code]
    assert answers(do(session, clock.tick(minutes=1), Action.RECEIVE, card)) == [Answer.DONE]


def pegs_held(session: Session) -> int:
    return sum(card.quantity for card in cards_of(session.database, PEGS) if card.holds_stock)


def test_what_the_terms_add_is_on_the_paper_and_in_the_mail(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    keep_item_terms(session, SUPPLIER, PEG, IN_BUNDLES)
    number = make_order(session, SUPPLIER, clock())
    fit_draft(session, number, clock())
    fit_draft(session, number, clock())
    paper = read_paper(session, number, clock())
    assert [(card.steps, card.is_extra) for card in paper.lines[0].cards] == [(8, False), (17, True)]
    mail = message_from_bytes(mail_draft(paper, SupplierTerms(), b""), policy=default)
    assert "added by your terms" in mail.get_body().get_content()


def test_what_the_terms_added_leaves_with_the_order(session: Session, clock: Clock) -> None:
    codes = empty_pegs(session, clock, 0, 1)
    keep_item_terms(session, SUPPLIER, PEG, IN_BUNDLES)
    number = make_order(session, SUPPLIER, clock())
    fit_draft(session, number, clock())
    drop_cards(session, number, codes[:1], clock.tick(minutes=1))
    send_order(session, number, clock.tick(minutes=1))
    (line,) = only_order(session, clock).lines
    assert [card.steps for card in line.cards] == [8, 17]
    assert sorted(cancel_order(session, number, clock.tick(minutes=1))) == sorted(codes[1:])
    assert waiting_codes(session) == set(codes)
    active = [card for card in cards_of(session.database, PEGS) if card.state is not CardState.RETIRED]
    assert len(active) == 4, "only the loop's own cards are left"
    assert audit(session).ok


def test_nothing_is_wanted_on_a_day_off(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    (before,) = read_proposals(session, clock())
    change_plan(session, None, with_days((PlanDay(before.wanted_on, before.wanted_on, note="shutdown"),)))
    (after,) = read_proposals(session, clock())
    assert after.wanted_on == before.wanted_on + timedelta(days=1)
    change_plan(session, SUPPLIER, with_days((PlanDay(after.wanted_on, after.wanted_on, note="stocktaking"),)))
    (last,) = read_proposals(session, clock())
    assert last.wanted_on == before.wanted_on + timedelta(days=2)
    make_order(session, SUPPLIER, clock())
    assert only_order(session, clock).wanted_on == last.wanted_on


def test_sending_starts_the_cards_and_receiving_them_by_scan_closes_the_order(session: Session, clock: Clock) -> None:
    codes = empty_pegs(session, clock, 0, 1)
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock.tick(minutes=5))
    cards = cards_of(session.database, PEGS)[:2]
    assert {card.state for card in cards} == {CardState.IN_PROCESS}
    confirm_order(session, number, clock.tick(hours=1), date(2026, 3, 9))
    assert only_order(session, clock).confirmed_on == date(2026, 3, 9)
    scan(session, clock.tick(days=2), cards[0], BENCH, "first")
    assert only_order(session, clock).state is PurchaseState.PARTLY_RECEIVED
    scan(session, clock.tick(minutes=2), cards[1], BENCH, "second")
    order = only_order(session, clock)
    assert order.state is PurchaseState.RECEIVED
    assert [received_steps(session, card.card_id, card.cycle) for card in order.cards] == [8, 8]
    assert [card.code for card in order.cards] == codes
    assert audit(session).ok
    (taken,) = read_lead_times(session).values()
    assert (taken.count, taken.planned_minutes) == (2, 1440)
    assert 2 * 1440 < taken.median_minutes < 2 * 1440 + 120


def test_taking_a_receipt_back_opens_the_order_again(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock())
    (card, *_) = cards_of(session.database, PEGS)
    scan(session, clock.tick(days=1), card, BENCH, "in")
    assert only_order(session, clock).state is PurchaseState.RECEIVED
    do(session, clock.tick(seconds=5), Action.REVERT, card)
    order = only_order(session, clock)
    assert (order.state, order.cards[0].received_at) == (PurchaseState.SENT, None)
    assert received_steps(session, card.id, order.cards[0].cycle) == 0


def test_the_rest_of_a_short_receipt_belongs_to_the_order(session: Session, clock: Clock) -> None:
    change_loop(session, PEGS, {"rest_on_order": True}, clock())
    empty_pegs(session, clock, 0)
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock())
    card = cards_of(session.database, PEGS)[0]
    outcomes = do(session, clock.tick(days=1), Action.RECEIVE, card, quantity=5, reason="short")
    assert answers(outcomes) == [Answer.DONE]
    order = only_order(session, clock)
    assert order.state is PurchaseState.PARTLY_RECEIVED
    assert waiting_codes(session) == set(), "what is on its way is not ordered twice"
    assert received_steps(session, card.id, order.cards[0].cycle) == 5
    (rest,) = [other for other in cards_of(session.database, PEGS) if other.single_use]
    do(session, clock.tick(days=1), Action.RECEIVE, rest)
    order = only_order(session, clock)
    assert order.state is PurchaseState.RECEIVED
    assert received_steps(session, card.id, order.cards[0].cycle) == 8
    assert audit(session).ok


def test_a_lost_card_is_followed_by_its_replacement(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    number = make_order(session, SUPPLIER, clock())
    lost = cards_of(session.database, PEGS)[0]
    do(session, clock.tick(minutes=1), Action.REPLACE, lost, reason="lost")
    assert waiting_codes(session) == set(), "the container is in the order already"
    send_order(session, number, clock.tick(minutes=1))
    heir = only_order(session, clock).cards[0]
    assert heir.code != lost.code
    (card,) = [other for other in cards_of(session.database, PEGS) if other.code == heir.code]
    assert card.state is CardState.IN_PROCESS
    scan(session, clock.tick(days=1), card, BENCH, "in")
    assert only_order(session, clock).state is PurchaseState.RECEIVED


@pytest.mark.parametrize("sent", [False, True])
def test_what_an_order_no_longer_waits_for_waits_again(session: Session, clock: Clock, sent: bool) -> None:
    codes = empty_pegs(session, clock, 0, 1)
    number = make_order(session, SUPPLIER, clock())
    if sent:
        send_order(session, number, clock.tick(minutes=1))
    assert cancel_order(session, number, clock.tick(minutes=1), reason="too dear") == codes
    assert only_order(session, clock).state is PurchaseState.CANCELLED
    assert waiting_codes(session) == set(codes)
    assert {card.state for card in cards_of(session.database, PEGS)[:2]} == {CardState.RELEASED}
    assert make_order(session, SUPPLIER, clock.tick(minutes=1)) != number
    assert audit(session).ok


def test_a_marked_card_waits_again_though_it_stays_as_it_is(session: Session, clock: Clock) -> None:
    (code,) = empty_pegs(session, clock, 0)
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock.tick(minutes=1))
    do(session, clock.tick(minutes=1), Action.URGENT, cards_of(session.database, PEGS)[0])
    cancel_order(session, number, clock.tick(minutes=1))
    assert cards_of(session.database, PEGS)[0].state is CardState.IN_PROCESS
    assert waiting_codes(session) == {code}


def test_what_has_come_stays_with_a_cancelled_order(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0, 1)
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock())
    first, second, *_ = cards_of(session.database, PEGS)
    scan(session, clock.tick(days=1), first, BENCH, "in")
    assert cancel_order(session, number, clock.tick(minutes=1)) == [second.code]
    assert waiting_codes(session) == {second.code}
    with refused(PurchaseProblem.ALREADY_CLOSED):
        cancel_order(session, number, clock())


def test_an_emptying_that_is_taken_back_leaves_its_order(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0, 1)
    make_order(session, SUPPLIER, clock())
    card = cards_of(session.database, PEGS)[1]
    do(session, clock.tick(seconds=20), Action.REVERT, card, reason="counted wrong")
    cards = only_order(session, clock).cards
    assert [one.gone for one in cards] == [False, True]


def test_cards_leave_a_draft_and_the_lines_follow(session: Session, clock: Clock) -> None:
    first, second = empty_pegs(session, clock, 0, 1)
    number = make_order(session, SUPPLIER, clock())
    drop_cards(session, number, [first], clock())
    order = only_order(session, clock)
    assert ([card.code for card in order.cards], order.lines[0].ordered_steps) == ([second], 8)
    assert waiting_codes(session) == {first}
    with refused(PurchaseProblem.NOT_ON_ORDER):
        drop_cards(session, number, [first], clock())
    drop_cards(session, number, [second], clock())
    assert only_order(session, clock).state is PurchaseState.CANCELLED
    assert waiting_codes(session) == {first, second}


def test_a_draft_asks_only_for_what_still_waits_when_it_is_sent(session: Session, clock: Clock) -> None:
    _, second, third = empty_pegs(session, clock, 0, 1, 2)
    number = make_order(session, SUPPLIER, clock())
    cards = cards_of(session.database, PEGS)
    scan(session, clock.tick(minutes=1), cards[0], BENCH, "in")
    do(session, clock.tick(minutes=1), Action.HOLD, cards[1], reason="wrong pegs")
    send_order(session, number, clock())
    order = only_order(session, clock)
    assert ([card.code for card in order.cards], order.lines[0].ordered_steps) == ([third], 8)
    assert order.state is PurchaseState.SENT
    do(session, clock.tick(minutes=1), Action.RESUME, cards_of(session.database, PEGS)[1])
    assert waiting_codes(session) == {second}
    assert audit(session).ok


def test_a_draft_of_which_all_has_come_is_not_sent(session: Session, clock: Clock) -> None:
    _, second = empty_pegs(session, clock, 0, 1)
    number = make_order(session, SUPPLIER, clock())
    scan(session, clock.tick(minutes=1), cards_of(session.database, PEGS)[0], BENCH, "in")
    drop_cards(session, number, [second], clock())
    assert only_order(session, clock).state is PurchaseState.CANCELLED
    again = make_order(session, SUPPLIER, clock())
    scan(session, clock.tick(minutes=1), cards_of(session.database, PEGS)[1], BENCH, "in too")
    with refused(PurchaseProblem.NOTHING_WAITS):
        send_order(session, again, clock())
    (kept,) = read_orders(session, clock(), number=again)
    assert (kept.state, len(kept.cards)) == (PurchaseState.DRAFT, 1)
    assert audit(session).ok


def test_each_step_out_of_turn_is_refused_and_changes_nothing(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    number = make_order(session, SUPPLIER, clock())
    with refused(PurchaseProblem.NOT_SENT):
        confirm_order(session, number, clock())
    send_order(session, number, clock())
    before = read_orders(session, clock())
    with refused(PurchaseProblem.ALREADY_SENT):
        send_order(session, number, clock())
    with refused(PurchaseProblem.ALREADY_SENT):
        drop_cards(session, number, [before[0].cards[0].code], clock())
    with refused(PurchaseProblem.NO_ORDER):
        send_order(session, "P1", clock())
    with refused(PurchaseProblem.NOT_ON_ORDER):
        make_order(session, SUPPLIER, clock(), codes=["NOSUCH0"])
    assert read_orders(session, clock()) == before


def test_silence_and_lateness_are_listed(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    keep_supplier_terms(session, SUPPLIER, SupplierTerms("pegs@example.com", answer_days=1))
    number = make_order(session, SUPPLIER, clock())
    send_order(session, number, clock())
    assert not only_order(session, clock).is_unanswered
    clock.tick(days=1, minutes=1)
    assert only_order(session, clock).is_unanswered
    confirm_order(session, number, clock(), clock().date() + timedelta(days=3))
    assert only_order(session, clock).late_on is None
    clock.tick(days=5)
    assert only_order(session, clock).late_on is not None
    scan(session, clock(), cards_of(session.database, PEGS)[0], BENCH, "in")
    assert only_order(session, clock).late_on is None


def test_terms_are_kept_and_nonsense_is_refused(session: Session) -> None:
    terms = SupplierTerms("pegs@example.com", "Wood Street 1\nAshby", frozenset({1, 3}), 4)
    keep_supplier_terms(session, SUPPLIER, terms)
    assert read_supplier_terms(session) == {SUPPLIER: terms}
    of_item = item_terms_from({"minimum": "20", "multiple": "4", "breaks": "0.30 100=0,25"}, 0)
    keep_item_terms(session, SUPPLIER, PEG, of_item)
    assert read_item_terms(session) == {(SUPPLIER, PEG): of_item}
    assert [(one.from_steps, one.price) for one in of_item.breaks] == [(0, Decimal("0.30")), (100, Decimal("0.25"))]
    for wrong in ({"minimum": "few"}, {"breaks": "cheap"}, {"breaks": "-1"}, {"breaks": "1=NaN"}):
        with refused(PurchaseProblem.BAD_TERMS):
            item_terms_from(wrong, 0)
    for bad in (
        SupplierTerms("nobody"),
        SupplierTerms(answer_days=-1),
        SupplierTerms(delivery_weekdays=frozenset({7})),
    ):
        with refused(PurchaseProblem.BAD_TERMS):
            keep_supplier_terms(session, SUPPLIER, bad)
    with refused(PurchaseProblem.NO_SUPPLIER):
        keep_supplier_terms(session, STORE, terms)
    assert read_supplier_terms(session) == {SUPPLIER: terms}


def test_the_mail_carries_the_pdf_and_is_yet_to_be_sent(session: Session, clock: Clock) -> None:
    empty_pegs(session, clock, 0)
    number = make_order(session, SUPPLIER, clock())
    paper = read_paper(session, number, clock())
    pdf = draw_order(paper)
    assert pdf == draw_order(paper), "the same input gives the same bytes"
    data = mail_draft(paper, SupplierTerms("pegs@example.com"), pdf)
    assert data == mail_draft(paper, SupplierTerms("pegs@example.com"), pdf)
    mail = message_from_bytes(data, policy=default)
    assert (mail["To"], mail["X-Unsent"]) == ("pegs@example.com", "1")
    assert number in mail["Subject"]
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (f"{number}.pdf", pdf)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["empty", "make", "print", "send", "cancel", "receive", "revert", "retire"]), st.integers(0, 5)
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.sampled_from([ItemTerms(), IN_BUNDLES]))
def test_every_released_card_waits_or_is_in_exactly_one_open_order(
    databases: Databases, clock: Clock, steps: list[tuple[str, int]], terms: ItemTerms
) -> None:
    session = databases.session()
    plant_it(session, clock())
    keep_item_terms(session, SUPPLIER, PEG, terms)
    for step, place in steps:
        _take(session, clock, step, place)
        waiting = waiting_codes(session)
        asked = [card.code for order in read_orders(session, clock()) for card in order.cards if card.is_outstanding]
        released = {card.code for card in cards_of(session.database, PEGS) if card.state in ON_ORDER}
        assert len(asked) == len(set(asked))
        assert waiting.isdisjoint(asked)
        assert waiting | set(asked) == released
    assert audit(session).ok
    session.database.close()


ON_ORDER: Collection[CardState] = (CardState.RELEASED, CardState.IN_PROCESS, CardState.IN_TRANSIT)


def _take(session: Session, clock: Clock, step: str, place: int) -> None:
    now = clock.tick(minutes=1)
    cards = cards_of(session.database, PEGS)
    card = cards[place % len(cards)]
    numbers = [order.number for order in read_orders(session, now)]
    try:
        if step == "empty":
            do(session, now, Action.CONSUME, card)
        elif step == "receive" and card.state in ON_ORDER:
            do(session, now, Action.RECEIVE, card)
        elif step == "revert":
            do(session, now, Action.REVERT, card, reason="taken back")
        elif step == "retire" and card.single_use:
            do(session, now, Action.RETIRE, card, reason="not wanted")
        elif step == "make":
            make_order(session, SUPPLIER, now)
        elif step == "print" and numbers:
            fit_draft(session, numbers[place % len(numbers)], now)
        elif step == "send" and numbers:
            send_order(session, numbers[place % len(numbers)], now)
        elif step == "cancel" and numbers:
            cancel_order(session, numbers[place % len(numbers)], now)
    except PurchaseRefused:
        pass
