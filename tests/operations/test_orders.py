"""Orders through the plant: confirmed, worked, shipped, changed and cancelled; the books hold at every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, OrderLineDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.orders import LineState, OrderRefused, Policy, StartedChoice
from kanban_app.domain.refusals import ReasonNeeded
from kanban_app.domain.stations import StationKind
from kanban_app.operations.auditing import audit
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.exporting import export_folder
from kanban_app.operations.orders_booking import LineChange, Who, WorkStarted
from kanban_app.operations.orders_changing import (
    LineEdit,
    StartedWork,
    cancel,
    change_line,
    confirm,
    preview_cancel,
)
from kanban_app.operations.orders_entering import (
    NewLine,
    add_lines,
    keep_customer,
    link_order,
    note_order,
    read_policies,
    set_policy,
    unlink_order,
)
from kanban_app.operations.orders_pegs import PegNode, line_of_card, read_peg_tree
from kanban_app.operations.orders_reading import (
    OrderFilter,
    lines_of,
    order_of_reference,
    read_customers,
    read_order,
    read_orders,
)
from kanban_app.operations.orders_shipping import read_shipments, read_shippable, ship, ship_backlog
from kanban_app.operations.persons import keep_person
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import do

WANTED = date(2026, 3, 20)
STATIONS = (
    StationDraft("beams ltd", StationKind.SUPPLIER),
    StationDraft("saw", StationKind.WORKSTATION),
    StationDraft("bench", StationKind.WORKSTATION),
    StationDraft("store", StationKind.STORE),
    StationDraft("shop", StationKind.STORE),
)


def chairs(*, stool_cards: int = 3, leg_cards: int = 0) -> PlantDraft:
    """Stools are kept in the shop; chairs have the same way without cards. Both take legs, chairs take four."""
    return PlantDraft(
        stations=STATIONS,
        items=(ItemDraft("beam"), ItemDraft("leg"), ItemDraft("stool"), ItemDraft("chair")),
        bom=(
            BomLineDraft("leg", "beam", Fraction(1, 2)),
            BomLineDraft("chair", "leg", Fraction(4)),
            BomLineDraft("stool", "leg", Fraction(3)),
        ),
        loops=(
            LoopDraft("beam", "beams ltd", "saw", 10, 2),
            LoopDraft("leg", "saw", "bench", 8, leg_cards),
            LoopDraft("chair", "bench", "store", 2, 0),
            LoopDraft("chair", "store", "shop", 2, 0),
            LoopDraft("stool", "bench", "shop", 2, stool_cards),
        ),
    )


class Office:
    """A plant with its orders; every command is followed by an audit."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self.session = session
        self.clock = clock

    @property
    def now(self) -> Any:
        return self.clock.tick(minutes=1)

    def item(self, code: str) -> int:
        return next(item.id for item in self.session.structure.items.values() if item.code == code)

    def station(self, name: str) -> int:
        return next(found.id for found in self.session.structure.stations.values() if found.name == name)

    def add(
        self, item: str, quantity: int, number: str = "", wanted: date = WANTED, customer: str = "Ada", at: str = "shop"
    ) -> str:
        entry = NewLine(customer, self.item(item), quantity, wanted, number, self.station(at))
        return add_lines(self.session, [entry], self.now)[0].order_number

    def confirm(self, number: str, *lines: int) -> list[LineChange]:
        done = confirm(self.session, number, self.now, lines)
        self.check()
        return done

    def ship(self, number: str, **how: Any) -> list[int]:
        done = ship(self.session, number, self.now, **how)
        self.check()
        return [one.pieces for one in done]

    def cancel(self, number: str, choice: str = "", **said: Any) -> list[LineChange]:
        started = StartedWork(StartedChoice(choice) if choice else None, **said)
        done = cancel(self.session, number, self.now, (), started)
        self.check()
        return done

    def change(self, number: str, line: int = 1, started: StartedWork | None = None, **values: Any) -> LineChange:
        done = change_line(self.session, number, line, LineEdit(**values), self.now, started or StartedWork())
        self.check()
        return done

    def do(self, action: str, card: Card, **how: Any) -> None:
        [outcome] = do(self.session, self.now, Action(action), card, **how)
        assert outcome.answer.value == "done", outcome
        self.check()

    def check(self) -> None:
        """The seven invariants; on a server, where a replay takes its time, once at the end of each test."""
        if self.session.database.is_sqlite:
            self.audit()

    def audit(self) -> None:
        report = audit(self.session)
        assert report.ok, report.findings

    def cards(self, order: str = "", item: str = "") -> list[Card]:
        """The cards of an order that are not retired, the last ones on the way first."""
        structure = self.session.structure
        found = [card for card in read_cards(self.session.database) if card.state is not CardState.RETIRED]
        found = [card for card in found if not order or card.order_reference.startswith(f"{order}/")]
        return [
            card for card in found if not item or structure.items[structure.loops[card.loop_id].item_id].code == item
        ]

    def loops(self) -> dict[int, tuple[str, int, int, int | None]]:
        """What every card in circulation is doing."""
        cards = (card for card in read_cards(self.session.database) if not card.single_use)
        return {card.id: (card.state.value, card.quantity, card.cycle, card.last_event) for card in cards}

    def work(self, order: str) -> None:
        """Let every card of the order go its way, from the suppliers down."""
        for card in sorted(self.cards(order), key=lambda card: -card.id):
            if card.state is CardState.RELEASED:
                self.do("receive", card)

    def state(self, number: str) -> str:
        return read_order(self.session, number).state.value

    def line_states(self, number: str) -> list[str]:
        return [view.state.value for view in read_order(self.session, number).lines]


@pytest.fixture
def office(databases: Databases, clock: Clock) -> Iterator[Office]:
    session = databases.session()
    book_draft(session, chairs(), Start.FULL, clock())
    made = Office(session, clock)
    yield made
    made.audit()


def refused(code: str) -> Any:
    return pytest.raises(OrderRefused, match=f"^{code}$")


# -- made to order -----------------------------------------------------------------------------------------------------


def test_a_line_made_to_order_goes_from_draft_to_closed(office: Office) -> None:
    number = office.add("chair", 3)
    assert office.state(number) == "draft"
    loops = office.loops()
    [change] = office.confirm(number)
    assert change.line.policy is Policy.MTO
    assert sorted(card.container_quantity for card in change.issued) == [1, 1, 2, 2, 4, 8]
    assert {card.order_reference for card in change.issued} == {f"{number}/1"}
    assert office.loops() == loops, "nothing is pulled before work starts"
    assert office.state(number) == "confirmed"
    legs = office.cards(number, "leg")
    office.do("start", legs[0])
    assert office.state(number) == "in_work"
    office.do("receive", legs[0])
    office.work(number)
    assert office.state(number) == "ready"
    assert office.ship(number) == [3]
    assert office.state(number) == "closed"
    assert office.cards(number) == []
    assert read_shippable(office.session) == []


def test_the_tree_leads_from_the_line_to_its_cards_and_a_card_leads_to_its_line(office: Office) -> None:
    number = office.add("chair", 3)
    office.confirm(number)
    [line] = lines_of(office.session, number)
    tree = read_peg_tree(office.session, line)
    structure = office.session.structure

    def told(node: PegNode) -> tuple[str, int, list[Any], list[tuple[str, int]]]:
        held = [(structure.items[item].code, steps) for item, _, steps in node.held]
        item = structure.items[structure.loops[node.card.loop_id].item_id].code
        return item, node.pieces, [told(child) for child in node.children], held

    assert [told(node) for node in tree] == [
        ("chair", 2, [("chair", 2, [("leg", 8, [], [("beam", 4)])], [])], []),
        ("chair", 1, [("chair", 1, [("leg", 4, [], [("beam", 2)])], [])], []),
    ]
    assert line_of_card(office.session, tree[0].children[0].children[0].card) == line
    assert order_of_reference(office.session, f"{number}/1") == ("Ada", WANTED)
    assert order_of_reference(office.session, number) == ("Ada", WANTED)
    assert order_of_reference(office.session, f"{number}/2") is None
    assert order_of_reference(office.session, "") is None


def test_a_replaced_card_and_the_rest_of_a_short_receipt_stay_in_the_tree(office: Office) -> None:
    number = office.add("chair", 2)
    office.confirm(number)
    leg = office.cards(number, "leg")[0]
    office.do("replace", leg, reason="paper lost")
    [line] = lines_of(office.session, number)
    [heir] = office.cards(number, "leg")
    [top] = read_peg_tree(office.session, line)
    assert top.children[0].children[0].card == heir
    assert [card.id for card in office.cards(number)] == sorted(card.id for card in office.cards(number))
    assert office.cancel(number)[0].released
    assert office.cards(number) == []


def test_part_of_a_line_is_shipped_and_the_rest_later(office: Office) -> None:
    number = office.add("chair", 3)
    office.confirm(number)
    tops = [card for card in office.cards(number, "chair") if _ends_at_shop(office, card)]
    for card in sorted(set(office.cards(number)) - set(tops), key=lambda card: -card.id):
        office.do("receive", card)
    office.do("receive", tops[0])
    assert office.line_states(number) == ["in_work"]
    with refused("short_stock"):
        office.ship(number, quantity=3)
    with refused("more_than_open"):
        office.ship(number, quantity=4)
    assert office.ship(number) == [2]
    assert office.line_states(number) == ["in_work"]
    with refused("nothing_to_ship"):
        office.ship(number)
    office.do("receive", tops[1])
    assert office.line_states(number) == ["ready"]
    assert office.ship(number, quantity=1) == [1]
    shipments = read_shipments(office.session, number)
    [line] = lines_of(office.session, number)
    assert [(one.number, one.pieces) for one in shipments] == [(1, {line.id: 2}), (2, {line.id: 1})]


def _ends_at_shop(office: Office, card: Card) -> bool:
    return office.session.structure.loops[card.loop_id].consumer_id == office.station("shop")


def test_what_stays_about_after_all_has_left_is_shown_until_somebody_says_what_becomes_of_it(office: Office) -> None:
    number = office.add("chair", 2)
    office.confirm(number)
    top = next(card for card in office.cards(number, "chair") if _ends_at_shop(office, card))
    made = next(card for card in office.cards(number, "chair") if not _ends_at_shop(office, card))
    office.do("start", made)  # without its legs: the books lack them
    office.do("receive", made)
    office.do("receive", office.cards(number, "leg")[0])
    office.do("receive", top)
    office.ship(number)
    assert office.line_states(number) == ["shipped"]
    with refused("work_started"):
        office.cancel(number)
    [change] = office.cancel(number, "stock")
    assert [card.quantity for card in change.settled] == [8]
    assert office.line_states(number) == ["closed"]
    again = office.add("chair", 2)
    [change] = office.confirm(again)
    assert [card.quantity for card in change.taken] == [8], "free legs are taken before new ones are made"
    assert "leg" not in {office.session.structure.item_of(_loop(office, card)).code for card in change.issued}
    office.cancel(again)
    assert [card.order_reference for card in office.cards(item="leg")] == [""]


def _loop(office: Office, card: Card) -> Any:
    return office.session.structure.loops[card.loop_id]


def test_an_item_without_a_way_is_refused_and_nothing_is_kept_of_the_whole_order(office: Office) -> None:
    number = office.add("chair", 2)
    with refused("no_route"):
        office.add("beam", 2, number)
    office.add("leg", 2, number, at="bench")
    office.change(number, 2, station_id=office.station("store"))
    with refused("no_route"):
        office.confirm(number)
    assert office.line_states(number) == ["draft", "draft"]
    assert office.cards(number) == []


# -- made to stock -----------------------------------------------------------------------------------------------------


def test_a_line_from_stock_is_drawn_first_in_first_out_and_the_rest_is_backlog(office: Office) -> None:
    number = office.add("stool", 8)
    [change] = office.confirm(number)
    assert (change.line.policy, change.issued) == (Policy.MTS, [])
    assert office.line_states(number) == ["confirmed"]
    assert office.ship(number) == [6]
    assert office.line_states(number) == ["in_work"]
    assert read_shippable(office.session) == []
    calling = [card for card in office.cards(item="stool") if card.state is CardState.RELEASED]
    assert len(calling) == 3, "the emptied cards signal upstream"
    office.do("receive", calling[0])
    assert [(found.line.order_number, found.pieces) for found in read_shippable(office.session)] == [(number, 2)]
    assert office.line_states(number) == ["ready"]
    assert [one.pieces for one in ship_backlog(office.session, office.now)] == [2]
    office.check()
    assert office.line_states(number) == ["closed"]
    with refused("nothing_to_ship"):
        ship_backlog(office.session, office.now)


def test_the_backlog_takes_what_came_of_a_lines_own_cards_too(office: Office) -> None:
    set_policy(office.session, office.item("stool"), Policy.MTO, "one-offs")
    number = office.add("stool", 2)
    office.confirm(number)
    assert read_shippable(office.session) == []
    office.work(number)
    assert [(found.line.order_number, found.pieces) for found in read_shippable(office.session)] == [(number, 2)]
    assert [one.pieces for one in ship_backlog(office.session, office.now)] == [2]
    assert office.line_states(number) == ["closed"]
    office.check()


def test_the_backlog_ships_oldest_wanted_date_first(office: Office) -> None:
    late = office.add("stool", 4, wanted=WANTED + timedelta(days=2))
    soon = office.add("stool", 5, wanted=WANTED)
    for number in (late, soon):
        office.confirm(number)
    shippable = read_shippable(office.session)
    assert [(found.line.order_number, found.pieces) for found in shippable] == [(soon, 5), (late, 1)]
    shipped = ship_backlog(office.session, office.now)
    assert [(one.line.order_number, one.pieces) for one in shipped] == [(soon, 5), (late, 1)]
    office.check()


def test_what_is_pegged_to_one_order_is_never_shipped_for_another(office: Office) -> None:
    set_policy(office.session, office.item("stool"), Policy.MTO, "one-offs")
    own = office.add("stool", 4)
    office.confirm(own)
    office.work(own)
    set_policy(office.session, office.item("stool"), None, "")
    other = office.add("stool", 9)
    office.confirm(other)
    assert office.ship(other) == [6]
    assert office.line_states(own) == ["ready"]
    assert office.ship(own) == [4]


def test_a_policy_that_a_person_chose_is_kept_with_its_reason(office: Office) -> None:
    stool = office.item("stool")
    set_policy(office.session, stool, Policy.MTO, " too dear to keep ")
    number = office.add("stool", 1)
    [view] = read_order(office.session, number).lines
    assert (view.policy, view.policy_reason) == (Policy.MTO, "too dear to keep")
    office.confirm(number)
    set_policy(office.session, stool, None, "")
    assert read_policies(office.session) == {}
    [view] = read_order(office.session, number).lines
    assert (view.policy, view.policy_reason) == (Policy.MTO, ""), "a confirmed line keeps the policy it has"


# -- changing and cancelling -------------------------------------------------------------------------------------------


def test_cancelling_before_work_starts_returns_the_plant_to_its_loops(office: Office) -> None:
    loops = office.loops()
    number = office.add("chair", 5)
    office.add("stool", 1, number)
    issued = office.confirm(number)[0].issued
    [preview, from_stock] = preview_cancel(office.session, number)
    assert ({card.id for card in preview.release}, preview.started) == ({card.id for card in issued}, ())
    assert from_stock.release == ()
    office.cancel(number)
    assert office.loops() == loops
    assert office.cards(number) == []
    assert office.session.database.fetch_all("SELECT * FROM signal WHERE closed_at IS NULL") == []
    assert office.state(number) == "cancelled"
    with refused("nothing_to_cancel"):
        office.cancel(number)


@pytest.mark.parametrize(("choice", "left"), [("stock", [("in_process", "")]), ("scrap", [])])
def test_started_work_is_finished_to_stock_or_scrapped_with_a_reason(
    office: Office, choice: str, left: list[tuple[str, str]]
) -> None:
    number = office.add("chair", 2)
    office.confirm(number)
    office.do("start", office.cards(number, "leg")[0])
    before = office.cards()
    with pytest.raises(WorkStarted) as stopped:
        office.cancel(number)
    assert [card.state.value for card in stopped.value.cards] == ["in_process"]
    assert office.cards() == before
    if choice == "scrap":
        with pytest.raises(ReasonNeeded):
            office.cancel(number, choice)
        assert office.cards() == before
    office.cancel(number, choice, reason="customer went away")
    assert [(card.state.value, card.order_reference) for card in office.cards(item="leg")] == left
    assert office.cards(number) == []


def test_started_work_of_one_line_is_used_for_another(office: Office) -> None:
    old, new = office.add("chair", 2), office.add("chair", 4)
    for number in (old, new):
        office.confirm(number)
    [leg] = office.cards(old, "leg")
    office.do("start", leg)
    other = [card for card in office.cards(new, "leg") if card.state is CardState.RELEASED]
    assert len(other) == 2
    stool = office.add("stool", 1)
    office.confirm(stool)
    for wrong in (stool, old):
        with refused("no_use"):
            office.cancel(old, "use", other_number=wrong, other_line=1)
    office.cancel(old, "use", other_number=new, other_line=1)
    legs = office.cards(new, "leg")
    assert sorted((card.state.value, card.id == leg.id) for card in legs) == [("in_process", True), ("released", False)]
    office.do("receive", next(card for card in legs if card.id == leg.id))
    office.work(new)
    assert office.ship(new) == [4]
    assert office.state(new) == "closed"


def test_a_line_shrinks_and_grows_and_its_pieces_add_up(office: Office) -> None:
    number = office.add("chair", 4)
    office.confirm(number)
    change = office.change(number, quantity=2)
    assert (len(change.released), change.issued) == (3, [])
    change = office.change(number, quantity=5)
    assert sum(card.container_quantity for card in change.issued if _ends_at_shop(office, card)) == 3
    office.work(number)
    assert office.ship(number, quantity=2) == [2]
    with refused("below_shipped"):
        office.change(number, quantity=1)
    with refused("work_started"):
        office.change(number, quantity=2)
    office.change(number, quantity=2, started=StartedWork(StartedChoice.STOCK))
    assert office.line_states(number) == ["closed"]
    with refused("finished"):
        office.change(number, quantity=3)


def test_what_was_lost_is_issued_again_when_the_line_is_reckoned_anew(office: Office) -> None:
    number = office.add("chair", 2)
    office.confirm(number)
    office.do("retire", office.cards(number, "leg")[0], reason="fell into the saw")
    change = office.change(number, quantity=2)
    assert [office.session.structure.item_of(_loop(office, card)).code for card in change.issued] == ["leg"]


def test_date_price_and_note_change_without_touching_a_card(office: Office) -> None:
    number = office.add("chair", 2)
    office.confirm(number)
    before = office.cards()
    office.change(number, wanted_on=WANTED + timedelta(days=3), price="12.50", note="  blue ")
    [line] = lines_of(office.session, number)
    assert (line.wanted_on, line.price, line.note) == (WANTED + timedelta(days=3), "12.50", "blue")
    assert office.cards() == before
    with refused("place_is_set"):
        office.change(number, station_id=office.station("store"))


def test_what_is_left_of_a_line_from_stock_is_cancelled_and_what_left_stays_sold(office: Office) -> None:
    number = office.add("stool", 8)
    office.confirm(number)
    office.ship(number)
    office.cancel(number)
    [line] = lines_of(office.session, number)
    assert (line.quantity, line.shipped, office.state(number)) == (6, 6, "closed")


# -- entering ----------------------------------------------------------------------------------------------------------


def test_lines_are_entered_whole_or_not_at_all_and_numbers_count_on(office: Office) -> None:
    good = NewLine("Ada", office.item("chair"), 2, WANTED, price="12,50", note="oak")
    lines = add_lines(office.session, [good, replace(good, quantity=3), replace(good, customer="Bo")], office.now)
    assert [(line.order_number, line.number, line.price) for line in lines] == [
        ("1", 1, "12.50"),
        ("1", 2, "12.50"),
        ("2", 1, "12.50"),
    ]
    for code, wrong in (
        ("bad_quantity", replace(good, quantity=0)),
        ("bad_price", replace(good, price="cheap")),
        ("no_customer", replace(good, customer=" ")),
        ("other_customer", replace(good, number="2")),
        ("bad_number", replace(good, number="x" * 61)),
    ):
        with refused(code):
            add_lines(office.session, [good, wrong], office.now)
    assert [order.number for order in read_orders(office.session)] == ["1", "2"]
    assert [customer.name for customer in read_customers(office.session)] == ["Ada", "Bo"]


def test_orders_are_found_by_number_item_and_customer(office: Office) -> None:
    first, second = office.add("chair", 1), office.add("stool", 1, customer="Bo & Söner")
    for text, found in (("CHAI", [first]), ("söner", [second]), (second, [second]), ("%", [])):
        assert [order.number for order in read_orders(office.session, OrderFilter(text=text))] == found
    assert [order.number for order in read_orders(office.session, OrderFilter(customer="Ada"))] == [first]
    office.cancel(first)
    assert [order.number for order in read_orders(office.session)] == [second]
    assert [order.number for order in read_orders(office.session, OrderFilter(everything=True))] == [first, second]


def test_customers_notes_and_links_are_kept(office: Office) -> None:
    number = office.add("chair", 1)
    keep_customer(office.session, "Ada", "Main street 1", "rings first", new_name="Ada & Co")
    [customer] = read_customers(office.session)
    assert (customer.name, customer.address, customer.note) == ("Ada & Co", "Main street 1", "rings first")
    note_order(office.session, number, "by boat", office.now)
    link_order(office.session, number, "drawings/7.pdf", "drawing", office.now)
    order = read_order(office.session, number)
    assert (order.customer, order.note) == ("Ada & Co", "by boat")
    assert [(link.link, link.label) for link in order.links] == [("drawings/7.pdf", "drawing")]
    unlink_order(office.session, order.links[0].id)
    assert read_order(office.session, number).links == ()
    with refused("unknown_order"):
        note_order(office.session, "nowhere", "x", office.now)
    with refused("bad_link"):
        link_order(office.session, number, " ", "", office.now)
    office.add("chair", 1, customer="Bo")
    with refused("name_taken"):
        keep_customer(office.session, "Bo", "", "", new_name="Ada & Co")


def test_imported_open_lines_are_drafts_that_can_be_confirmed_and_written_out_again(
    office: Office, databases: Databases, tmp_path: Any
) -> None:
    lines = (
        OrderLineDraft("A-1", "Ada", "chair", "shop", WANTED, 2, "open"),
        OrderLineDraft("A-1", "Ada", "stool", "", WANTED, 1, "open"),
        OrderLineDraft("A-0", "Ada", "stool", "shop", WANTED, 1, "closed"),
    )
    for _ in range(2):
        book_draft(office.session, PlantDraft(order_lines=lines), Start.NEW, office.now)
    assert [(line.order_number, line.number) for line in lines_of(office.session, "A-1")] == [("A-1", 1), ("A-1", 2)]
    office.confirm("A-1")
    assert office.line_states("A-1") == ["confirmed", "ready"]
    [written] = [path for path in export_folder(office.session, tmp_path) if path.name == "orders.csv"]
    states = [row.split(",")[7] for row in written.read_text().splitlines()[1:]]
    assert states == ["open", "open", "closed"]
    office.cancel("A-1")
    export_folder(office.session, tmp_path)
    assert len(written.read_text().splitlines()) == 2, "what was cancelled is no demand"


def test_only_a_supervisor_confirms_changes_and_cancels(office: Office) -> None:
    keep_person(office.session, "", "Kim", supervisor=True)
    keep_person(office.session, "Kim", "Sam", supervisor=False)
    number, sam = office.add("chair", 2), Who("Sam")
    with refused("not_permitted"):
        confirm(office.session, number, office.now, (), sam)
    confirm(office.session, number, office.now, (), Who("Kim"))
    for ask in (
        lambda: cancel(office.session, number, office.now, (), StartedWork(), sam),
        lambda: change_line(office.session, number, 1, LineEdit(quantity=1), office.now, StartedWork(), sam),
    ):
        with refused("not_permitted"):
            ask()
    assert read_order(office.session, number).state is LineState.CONFIRMED


def test_orders_and_lines_that_are_not_there_are_refused_by_name(office: Office) -> None:
    number = office.add("chair", 2)
    with refused("unknown_order"):
        office.confirm("nowhere")
    with refused("unknown_line"):
        office.confirm(number, 7)
    with refused("not_confirmed"):
        office.ship(number)
    with refused("bad_quantity"):
        office.change(number, quantity=0)
    office.confirm(number)
    with refused("nothing_to_confirm"):
        office.confirm(number)


def test_a_line_says_where_it_ships_from_where_there_are_several_places(office: Office) -> None:
    entry = NewLine("Ada", office.item("chair"), 2, WANTED)
    [line] = add_lines(office.session, [entry], office.now)
    [change] = office.confirm(line.order_number)
    assert change.line.station_id == office.station("shop"), "its last loops end in one place"
    more = LoopDraft("chair", "store", "saw", 2, 0)
    outlet = StationDraft("outlet", StationKind.STORE)
    plan = PlantDraft(stations=(outlet,), loops=(more, replace(more, consumer="outlet")))
    book_draft(office.session, plan, Start.NEW, office.now)
    [line] = add_lines(office.session, [entry], office.now)
    with refused("no_place"):
        office.confirm(line.order_number)
    office.change(line.order_number, station_id=office.station("outlet"))
    assert office.confirm(line.order_number)[0].line.station_id == office.station("outlet")
