"""Chairs assembled to order: lists of choices, the item of a choice, its way, parts and price, and orders for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, Reason, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.items import Item
from kanban_app.domain.option_lists import OptionsRefused
from kanban_app.domain.orders import LineState, LineStatus, OrderLine, OrderRefused, Policy, StartedChoice
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.operations import order_options_words, orders_words
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import change_loops
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.order_options import read_option_rows, read_options, save_options
from kanban_app.operations.order_options_changing import change_options
from kanban_app.operations.order_options_texts import read_option_file, rows_of, texts_of
from kanban_app.operations.orders_booking import Who, WorkStarted
from kanban_app.operations.orders_changing import StartedWork, cancel, confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, read_policies, set_policy
from kanban_app.operations.orders_pegs import read_peg_tree
from kanban_app.operations.orders_reading import lines_of, read_order
from kanban_app.operations.orders_shipping import ship
from kanban_app.operations.persons import keep_person
from kanban_app.operations.promising import promise_of, read_work
from kanban_app.operations.session import Session
from kanban_app.store.planting import bump_structure
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import do

LIST = """\
item,group,rule,choice,default,component,quantity,replaces,surcharge,minutes,station,excludes
chair,,,,,,,,150,,,
chair,wood,one required,pine,yes,,,,,,,
chair,wood,one required,oak,,oak leg,,leg,40,,,extras=paint
chair,extras,any,arms,,arm,2,,25.50,15,bench,
chair,extras,any,paint,,paint,0.25,,5,10,bench,
"""
WANTED = date(2026, 4, 1)
MADE = Reason(
    "lead_time_minutes",
    "made",
    dict.fromkeys(("source", "consumer"), "")
    | {"lead_time_minutes": "120", "fixed_minutes": "0", "minutes_per_unit": "60", "lot_quantity": "2"},
)
PLANT = PlantDraft(
    stations=(
        StationDraft("timber ltd", StationKind.SUPPLIER),
        StationDraft("bench", StationKind.WORKSTATION),
        StationDraft("shop", StationKind.STORE),
    ),
    items=(
        *(ItemDraft("leg", unit_cost="3"), ItemDraft("oak leg", unit_cost="8"), ItemDraft("arm", unit_cost="7")),
        ItemDraft("paint", unit="kg", decimals=3, unit_cost="20"),
        ItemDraft("chair", description="a chair", unit_cost="90"),
    ),
    bom=(BomLineDraft("chair", "leg", Fraction(4)),),
    loops=(
        LoopDraft("leg", "timber ltd", "bench", 8, 3),
        LoopDraft("oak leg", "timber ltd", "bench", 8, 3),
        LoopDraft("arm", "timber ltd", "bench", 4, 3),
        LoopDraft("paint", "timber ltd", "bench", 5000, 2),
        LoopDraft("chair", "bench", "shop", 2, 2, lead_time_minutes=120, reasons=(MADE,)),
    ),
)


class Plant:
    """The plant with its list of choices; every step is followed by an audit."""

    def __init__(self, session: Session, clock: Clock, folder: Path) -> None:
        self.session = session
        self.clock = clock
        self.folder = folder
        book_draft(session, PLANT, Start.FULL, clock())
        self.offer(LIST)
        set_policy(session, self.id_of("chair"), Policy.ATO, "variants")

    def offer(self, text: str, person: str = "") -> None:
        file = self.folder / "options.csv"
        file.write_text(text, encoding="utf-8")
        save_options(self.session, read_option_file(self.session.structure, file), person)

    def id_of(self, code: str) -> int:
        return next(item.id for item in self.session.structure.items.values() if item.code == code)

    def add(self, *choices: str, item: str = "chair", quantity: int = 2, price: str = "") -> OrderLine:
        self.session.head()
        entry = NewLine("Ada", self.id_of(item), quantity, WANTED, price=price, choices=choices)
        [line] = add_lines(self.session, [entry], self.clock.tick(minutes=1))
        self.check()
        return line

    def item(self, line: OrderLine) -> Item:
        self.session.head()
        return self.session.structure.items[line.item_id]

    def confirm(self, line: OrderLine) -> OrderLine:
        confirm(self.session, line.order_number, self.clock.tick(minutes=1))
        self.check()
        return lines_of(self.session, line.order_number)[0]

    def check(self) -> None:
        report = audit(self.session)
        assert report.ok, report.findings

    def parts(self, item_id: int) -> dict[str, Fraction]:
        structure = self.session.structure
        return {structure.items[one.component_id].code: one.per_parent for one in structure.components_of(item_id)}


@pytest.fixture
def plant(databases: Databases, clock: Clock, tmp_path: Path) -> Plant:
    return Plant(databases.session(), clock, tmp_path)


def refused(code: str, call: object, *arguments: object) -> OrderRefused:
    with pytest.raises(OrderRefused) as caught:
        call(*arguments)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_a_choice_makes_an_item_with_name_parts_way_cost_and_price(plant: Plant) -> None:
    line = plant.add("wood=oak", "extras=arms")
    item = plant.item(line)
    assert (item.code, item.unit_cost, line.price) == ("chair · oak, arms", "124", "215.50")
    assert line.options == "wood=oak; extras=arms"
    assert plant.parts(item.id) == {"oak leg": 4, "arm": 2}
    [loop] = [loop for loop in plant.session.structure.loops.values() if loop.item_id == item.id]
    names = plant.session.structure.stations
    assert (names[loop.source_id].name, names[loop.consumer_id].name, loop.card_count) == ("bench", "shop", 0)
    # 60 + 15 minutes each, two in a container; the promise reckons with the same work.
    assert loop.lead_time_minutes == 150
    assert read_work(plant.session)[loop.id].minutes(2) == 150


def test_the_same_choices_are_the_same_item_and_others_another(plant: Plant) -> None:
    first = plant.add("wood=oak")
    again = plant.add("WOOD=Oak")
    other = plant.add("extras=arms", "extras=paint")
    assert first.item_id == again.item_id != other.item_id
    assert plant.item(other).code == "chair · pine, arms, paint"
    assert plant.parts(other.item_id) == {"leg": 4, "arm": 2, "paint": 250}
    assert plant.item(other).unit_cost == "109"


def test_what_an_item_offers_may_change_and_what_was_ordered_stays(plant: Plant) -> None:
    before = plant.add("wood=oak")
    plant.offer(LIST.replace("oak leg,,leg,40", "oak leg,3,leg,45"))
    after = plant.add("wood=oak")
    assert before.item_id != after.item_id
    assert plant.item(after).code == "chair · oak (2)"
    assert plant.parts(before.item_id) == {"oak leg": 4}
    assert (plant.parts(after.item_id), after.price) == ({"oak leg": 3}, "195")


def test_a_price_that_was_given_stands(plant: Plant) -> None:
    assert plant.add("wood=oak", price="99").price == "99"


def test_without_choices_the_usual_ones_are_taken_and_missing_ones_are_refused(plant: Plant) -> None:
    assert plant.item(plant.add()).code == "chair · pine"
    plant.offer(LIST.replace("pine,yes", "pine,"))
    missing = refused("choice_missing", plant.add)
    said = orders_words.refusal(missing, plant.session.structure)
    assert said == "wood is not chosen yet. Nothing was changed. Choose one of: pine, oak."
    refused("choices_excluded", plant.add, "wood=oak", "extras=paint")
    refused("no_options", lambda: plant.add("wood=oak", item="leg"))


def test_a_line_says_why_its_base_is_assembled_to_order(plant: Plant) -> None:
    line = plant.add("wood=oak")

    def reason() -> str:
        return read_order(plant.session, line.order_number).lines[0].policy_reason

    assert reason() == "variants"
    set_policy(plant.session, plant.id_of("chair"), Policy.ATO, "too many of them")
    assert reason() == "too many of them"
    set_policy(plant.session, line.item_id, Policy.ATO, "oak is dear")
    assert reason() == "oak is dear"
    set_policy(plant.session, line.item_id, Policy.ATO, "")
    set_policy(plant.session, plant.id_of("chair"), Policy.MTS, "fast sellers")
    assert reason() == "", "nobody said why it is not kept too"


def test_a_refused_line_leaves_no_item_behind(plant: Plant) -> None:
    before = set(plant.session.structure.items)
    entries = [
        NewLine("Ada", plant.id_of("chair"), 1, WANTED, choices=("wood=oak",)),
        NewLine("Ada", plant.id_of("chair"), 1, WANTED, choices=("wood=elm",)),
    ]
    refused("unknown_choice", add_lines, plant.session, entries, plant.clock())
    with plant.session.database.write():  # another terminal changes something at this moment
        bump_structure(plant.session.database)
    plant.session.head()
    assert set(plant.session.structure.items) == before


def test_a_stocked_item_ships_from_stock_unless_something_is_chosen(plant: Plant) -> None:
    set_policy(plant.session, plant.id_of("chair"), None, "")
    assert plant.add().item_id == plant.id_of("chair")
    line = plant.confirm(plant.add("wood=oak"))
    assert line.policy is Policy.ATO


def test_an_assembled_chair_goes_its_way(plant: Plant) -> None:
    line = plant.confirm(plant.add("wood=oak", "extras=arms", quantity=3))
    assert (line.policy, read_policies(plant.session)[line.item_id].policy) == (Policy.ATO, Policy.ATO)
    tree = read_peg_tree(plant.session, line)
    assert [(node.quantity, node.children) for node in tree] == [(2, ()), (1, ())]
    assert [held[2] for held in tree[0].held] == [8, 4]
    assert promise_of(plant.session, line.id, plant.clock()).promised_on == WANTED
    for node in tree:
        do(plant.session, plant.clock.tick(minutes=5), Action.RECEIVE, node.card)
        plant.check()
    assert read_order(plant.session, line.order_number).state is LineState.READY
    ship(plant.session, line.order_number, plant.clock.tick(minutes=1))
    plant.check()
    assert read_order(plant.session, line.order_number).state is LineState.CLOSED
    short = plant.session.database.fetch_all("SELECT seq FROM event WHERE action = 'unexplained_draw'")
    assert short == []


def test_parts_that_no_loop_keeps_are_refused(plant: Plant) -> None:
    [arms] = [loop.id for loop in plant.session.structure.loops.values() if loop.item_id == plant.id_of("arm")]
    change_loops(plant.session, {arms: {"card_count": 0}}, plant.clock())
    line = plant.add("wood=oak", "extras=arms", quantity=8)  # more than what its cards leave behind
    refused("not_in_a_loop", plant.confirm, line)
    assert lines_of(plant.session, line.order_number)[0].status is LineStatus.OPEN
    assert plant.confirm(plant.add("wood=oak")).status is LineStatus.CONFIRMED


def test_lines_from_elsewhere_get_the_usual_choices_as_they_are_confirmed(plant: Plant) -> None:
    set_policy(plant.session, plant.id_of("chair"), None, "")
    draft = plant.add()
    set_policy(plant.session, plant.id_of("chair"), Policy.ATO, "variants")
    line = plant.confirm(draft)
    assert (plant.item(line).code, line.options, line.policy) == ("chair · pine", "wood=pine", Policy.ATO)


def test_other_choices_release_what_has_not_started(plant: Plant) -> None:
    line = plant.confirm(plant.add("wood=oak"))
    change = change_options(plant.session, line.order_number, 1, ["wood=pine"], plant.clock.tick(minutes=1))
    plant.check()
    assert (len(change.released), len(change.issued), plant.item(change.line).code) == (1, 1, "chair · pine")
    [node] = read_peg_tree(plant.session, lines_of(plant.session, line.order_number)[0])
    assert node.card.id == change.issued[0].id
    cancel(plant.session, line.order_number, plant.clock.tick(minutes=1))
    plant.check()
    assert not [card for card in read_cards(plant.session.database) if card.single_use and card.state != "retired"]


def test_other_choices_after_work_has_started_ask_what_becomes_of_it(plant: Plant) -> None:
    line = plant.confirm(plant.add("wood=oak"))
    [node] = read_peg_tree(plant.session, line)
    do(plant.session, plant.clock.tick(minutes=5), Action.START, node.card)
    with pytest.raises(WorkStarted):
        change_options(plant.session, line.order_number, 1, ["wood=pine"], plant.clock.tick(minutes=1))
    assert lines_of(plant.session, line.order_number)[0].item_id == line.item_id
    started = StartedWork(StartedChoice.STOCK)
    change = change_options(plant.session, line.order_number, 1, ["wood=pine"], plant.clock.tick(minutes=1), started)
    plant.check()
    assert ([card.id for card in change.settled], len(change.issued)) == ([node.card.id], 1)


def test_a_draft_and_what_has_left_take_other_choices_or_none(plant: Plant) -> None:
    draft = plant.add("wood=oak")
    change = change_options(plant.session, draft.order_number, 1, ["extras=arms"], plant.clock())
    assert (change.line.options, change.line.price) == ("wood=pine; extras=arms", "175.50")
    line = plant.confirm(draft)
    for node in read_peg_tree(plant.session, line):
        do(plant.session, plant.clock.tick(minutes=5), Action.RECEIVE, node.card)
    ship(plant.session, line.order_number, plant.clock.tick(minutes=1), quantity=1)
    again = (plant.session, line.order_number, 1, ["wood=oak"], plant.clock())
    refused("work_left", change_options, *again)


# -- lists -------------------------------------------------------------------------------------------------------------


def test_a_list_reads_as_it_is_written(plant: Plant) -> None:
    chair = plant.id_of("chair")
    rows = read_option_rows(plant.session)[chair]
    texts = [texts_of(plant.session.structure, chair, row) for row in rows]
    assert rows_of(plant.session.structure, chair, texts) == rows
    assert texts[4]["quantity"] == "0.25"
    assert read_options(plant.session, chair).base_price == "150"
    save_options(plant.session, {chair: ()})
    assert read_option_rows(plant.session) == {}


HEAD = "item,group,rule,choice,default,component,quantity,replaces,surcharge,minutes,station,excludes\n"
FAULTS: Sequence[tuple[str, str, str]] = (
    ("chair,wood,one,,,,,,,,,", "missing", "choice"),
    ("chair,wood,some,oak,,,,,,,,", "no_choice", "rule"),
    ("chair,wood,one,oak,,oak,,,,,,", "unknown_item", "component"),
    ("sofa,wood,one,oak,,,,,,,,", "unknown_item", "item"),
    ("chair,wood,one,oak,,oak leg,,arm,,,,", "not_a_part", "replaces"),
    ("chair,wood,one,oak,,chair,,,,,,", "part_of_itself", "component"),
    ("leg,wood,one,oak,,chair,,,,,,", "part_of_itself", "component"),
    ("chair,wood,one,oak,,,3,,,,,", "quantity_without_part", "quantity"),
    ("chair,wood,one,oak,,arm,0,,,,,", "not_positive", "quantity"),
    ("chair,wood,one,oak,,,,,,15,,", "minutes_and_station", "minutes"),
    ("chair,wood,one,oak,,,,,,15,shop,", "not_made_there", "station"),
    ("leg,wood,one,oak,,,,,,15,bench,", "made_nowhere", "station"),
    ("chair,wood,one,oak,,,,,,,,size=big", "unknown_choice_here", "excludes"),
    ("chair,wood,one,oak,,,,,,,,\nchair,wood,any,pine,,,,,,,,", "rule_differs", "rule"),
    ("chair,wood,one,oak,yes,,,,,,,\nchair,wood,one,pine,yes,,,,,,,", "one_default", "default"),
    ("chair,wood,one,oak,,,,,5,,,\nchair,wood,one,oak,,arm,,,6,,,", "surcharge_differs", "surcharge"),
    ("chair,,,,,,,,dear,,,", "no_number", "surcharge"),
    ("chair,,,,,,,,,,,", "missing", "surcharge"),
)


@pytest.mark.parametrize(("row", "code", "column"), FAULTS)
def test_what_is_wrong_with_a_list_is_said_by_row_and_column(plant: Plant, row: str, code: str, column: str) -> None:
    before = read_option_rows(plant.session)
    with pytest.raises(OptionsRefused) as caught:
        plant.offer(HEAD + row + "\n")
    fault = caught.value.faults[-1]
    assert (fault.code, fault.column, fault.row) == (code, column, row.count("\n") + 2)
    said = order_options_words.fault_text(fault)
    assert said.startswith(f"Row {fault.row}, {order_options_words.column(column)}: ")
    assert "{" not in said
    assert read_option_rows(plant.session) == before


def test_a_file_that_is_no_list_is_refused(plant: Plant) -> None:
    for text, code in (("thing,group\nchair,wood\n", "column_missing"), ("", "no_rows")):
        with pytest.raises(OptionsRefused) as caught:
            plant.offer(text)
        assert caught.value.faults[0].code == code
        assert order_options_words.fault_text(caught.value.faults[0])


def test_only_a_supervisor_says_what_is_offered(plant: Plant) -> None:
    keep_person(plant.session, "", "Boss", supervisor=True)
    with pytest.raises(EditRefused):
        plant.offer(LIST, "Ada")
    plant.offer(LIST, "Boss")
    with pytest.raises(OrderRefused):
        confirm(plant.session, plant.add().order_number, plant.clock(), (), Who("Ada"))


def test_cards_of_a_choice_say_whose_they_are(plant: Plant) -> None:
    line = plant.confirm(plant.add("wood=oak"))
    [card] = [card for card in read_cards(plant.session.database) if card.single_use]
    assert (card.order_reference, card.state) == (line.reference, CardState.RELEASED)
