"""The demo plant: the same each time, whole or not there, its books balance, and there is something to find in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kanban_app.domain.board import Board, LoopRow, marks_of
from kanban_app.domain.cards import Action, Card, CardState, Mark, PrintReason
from kanban_app.domain.loops import LoopKind, PrintRule, Step
from kanban_app.domain.orders import LineState, Policy
from kanban_app.domain.purchasing import PurchaseState
from kanban_app.operations import demo
from kanban_app.operations.demo import make_demo
from kanban_app.operations.demo_plant import plan, troubles
from kanban_app.operations.demo_plant.drawings import as_strokes, read_drawing
from kanban_app.operations.demo_plant.paperwork import Paperwork
from kanban_app.operations.demo_plant.shifts import MINUTES_A_SHIFT, Shifts, after, next_at
from kanban_app.operations.importing.explaining import explain_all
from kanban_app.operations.looking import HelpCall, HistoryLine
from kanban_app.operations.orders_reading import read_orders
from kanban_app.operations.plants import PlantProblem, open_session
from kanban_app.operations.purchase_views import read_orders as read_purchases
from kanban_app.operations.shop import Shop
from kanban_app.printing.pictures import Drawing
from kanban_app.store.problems import FileProblem
from tests.databases import fast_folder

SUMMER = timezone(timedelta(hours=2))
WEDNESDAY = datetime(2026, 6, 17, 10, 42, 31, tzinfo=SUMMER)
MOMENTS = {
    "monday, early": datetime(2026, 6, 15, 7, 31, tzinfo=SUMMER),
    "wednesday": WEDNESDAY,
    "friday, late": datetime(2026, 6, 19, 13, 59, tzinfo=SUMMER),
    "saturday night": datetime(2026, 6, 20, 23, 10, tzinfo=SUMMER),
    "new year, before dawn": datetime(2027, 1, 1, 3, 5, tzinfo=UTC),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A demo plant as somebody finds it who opens it at that moment."""

    now: datetime
    path: Path
    board: Board
    maybe_lost: frozenset[int]
    history: list[HistoryLine]
    print_list: list[Card]
    calls: dict[int, HelpCall]
    audit: list[str]

    def rows(self) -> list[LoopRow]:
        return self.board.rows()

    def cards(self) -> list[Card]:
        return list(self.board.cards())

    def marked(self, mark: Mark) -> list[str]:
        return [
            self.item(row)
            for row in self.rows()
            for card in row.cards
            if mark in marks_of(card, row.loop, self.now, self.maybe_lost)
        ]

    def item(self, row: LoopRow) -> str:
        return self.board.structure.item_of(row.loop).code

    def station(self, station_id: int) -> str:
        return self.board.structure.stations[station_id].name


def look(path: Path, now: datetime) -> Seen:
    shop = Shop(path, clock=lambda: now)
    try:
        board = shop.board().result()
        return Seen(
            now,
            path,
            board,
            shop.maybe_lost(board).result(),
            shop.history(limit=100_000).result(),
            shop.print_list().result(),
            shop.open_calls().result(),
            list(shop.audit().result().texts),
        )
    finally:
        shop.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    import shutil
    import tempfile

    made = Path(tempfile.mkdtemp(prefix="kanban-demo-", dir=fast_folder()))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module", params=MOMENTS.values(), ids=MOMENTS.keys())
def seen(request: pytest.FixtureRequest, folder: Path) -> Seen:
    now: datetime = request.param
    return look(make_demo(folder / f"{now:%a%H%M}", now=now), now)


@pytest.fixture(scope="module")
def wednesday(folder: Path) -> Seen:
    return look(make_demo(folder / "wednesday", now=WEDNESDAY), WEDNESDAY)


# -- the file --------------------------------------------------------------------------------------------------------


def test_the_same_moment_makes_the_same_plant(wednesday: Seen, fast_path: Path) -> None:
    again = look(make_demo(fast_path, now=WEDNESDAY), WEDNESDAY)
    assert again.history == wednesday.history
    assert again.cards() == wednesday.cards()


def test_another_moment_makes_other_codes(wednesday: Seen, fast_path: Path) -> None:
    later = WEDNESDAY + timedelta(seconds=1)
    again = look(make_demo(fast_path, now=later), later)
    assert {card.code for card in again.cards()}.isdisjoint(card.code for card in wednesday.cards())


def test_a_second_demo_takes_the_next_free_name_and_leaves_the_first_as_it_is(fast_path: Path) -> None:
    first = make_demo(fast_path, now=WEDNESDAY)
    digest = hashlib.sha256(first.read_bytes()).hexdigest()
    second, third = (make_demo(fast_path, now=WEDNESDAY) for _ in range(2))
    names = [path.name for path in (first, second, third)]
    assert names == [f"{plan.PLANT_NAME}{number}.kanban" for number in ("", " 2", " 3")]
    assert hashlib.sha256(first.read_bytes()).hexdigest() == digest
    assert sorted(path.name for path in fast_path.iterdir()) == sorted(names)
    shop = Shop(second)
    shop.close()
    assert shop.plant.name == f"{plan.PLANT_NAME} 2"


def test_the_folder_is_made_where_there_is_none(fast_path: Path) -> None:
    assert make_demo(fast_path / "here" / "and there", now=WEDNESDAY).is_file()


def test_nothing_is_left_of_a_demo_that_nobody_waits_for_any_more(fast_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with pytest.raises(InterruptedError):
        make_demo(
            fast_path,
            now=WEDNESDAY,
            progress=lambda done, of: told.append((done, of)),
            cancelled=lambda: len(told) == 9,
        )
    assert told[-1] == (9, demo.WORKING_DAYS)
    assert list(fast_path.iterdir()) == []


def test_nothing_is_left_of_a_demo_that_went_wrong(fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class DiskGone(Exception):
        pass

    def fail(*_anything: object) -> None:
        raise DiskGone

    monkeypatch.setattr(Paperwork, "print_at_once", fail)
    with pytest.raises(DiskGone):
        make_demo(fast_path, now=WEDNESDAY)
    assert list(fast_path.iterdir()) == []


def test_a_folder_that_is_not_ours_gets_its_words_and_names_the_plant(fast_path: Path) -> None:
    fast_path.joinpath("OneDrive").mkdir()
    with pytest.raises(PlantProblem) as refused:
        make_demo(fast_path / "OneDrive", now=WEDNESDAY)
    assert refused.value.problem is FileProblem.NETWORK_FOLDER
    assert refused.value.place.endswith(f"{plan.PLANT_NAME}.kanban")
    assert list(fast_path.joinpath("OneDrive").iterdir()) == []


def test_the_plant_appears_whole_when_all_days_are_lived_and_not_before(fast_path: Path) -> None:
    there: list[int] = []
    make_demo(fast_path, now=WEDNESDAY, progress=lambda _done, _of: there.append(len(list(fast_path.iterdir()))))
    assert there == [0] * demo.WORKING_DAYS
    assert len(list(fast_path.iterdir())) == 1


def test_progress_counts_every_working_day_up_to_the_last(fast_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make_demo(fast_path, now=WEDNESDAY, progress=lambda done, of: told.append((done, of)))
    assert told == [(day, demo.WORKING_DAYS) for day in range(1, demo.WORKING_DAYS + 1)]


# -- the books -------------------------------------------------------------------------------------------------------


def test_the_books_balance(seen: Seen) -> None:
    assert seen.audit == []


def test_nothing_is_booked_in_the_future_and_nothing_out_of_order(seen: Seen) -> None:
    booked = [line.event.recorded_at for line in reversed(seen.history)]
    assert booked == sorted(booked)
    assert booked[-1] <= seen.now
    assert seen.now - booked[-1] < timedelta(minutes=35)
    assert timedelta(days=26) < booked[-1] - booked[0] < timedelta(days=30)


def test_several_people_worked_and_every_entry_without_a_person_has_a_cause(seen: Seen) -> None:
    assert len({line.event.person for line in seen.history}) >= 8
    assert all(line.event.person for line in seen.history)


def test_one_scan_draws_its_inputs_and_raises_their_signals(seen: Seen) -> None:
    by_seq = {line.event.seq: line.event for line in seen.history}
    signals = [event for event in by_seq.values() if event.action is Action.RELEASE and event.cause]
    roots = [by_seq[by_seq[event.cause].cause or event.seq] for event in signals if event.cause]
    assert {Action.START, Action.DISPATCH} <= {root.action for root in roots}


def test_only_the_boxes_that_no_book_knew_of_were_drawn_without_stock(seen: Seen) -> None:
    unexplained = [line for line in seen.history if line.event.action is Action.UNEXPLAINED_DRAW]
    assert [line.item_code for line in unexplained] == ["gift box"]


def test_most_loops_turned_many_times(seen: Seen) -> None:
    for row in seen.rows():
        cycles = sum(card.cycle for card in row.cards)
        if not row.loop.card_count:
            continue  # only the way of what is made for an order
        assert row.loop.suspended or cycles > len(row.cards), seen.item(row)


# -- what there is to see --------------------------------------------------------------------------------------------


def test_there_is_a_card_in_every_state(seen: Seen) -> None:
    assert {card.state for card in seen.cards()} == set(CardState)


def test_every_mark_can_be_seen_and_good_news_prevails(seen: Seen) -> None:
    found = {mark: seen.marked(mark) for mark in Mark}
    assert all(found.values()), found
    active = sum(card.state is not CardState.RETIRED for card in seen.cards())
    assert len(found[Mark.LATE]) < active / 9
    assert len(found[Mark.MAYBE_LOST]) < active / 15


def test_a_box_of_ducks_left_for_the_shop_a_week_ago_and_never_came(seen: Seen) -> None:
    lost = [card for card in seen.cards() if card.id in seen.maybe_lost and card.state is CardState.IN_TRANSIT]
    assert len(lost) == 1
    row = seen.board.row(lost[0].loop_id)
    assert (seen.item(row), seen.station(row.loop.consumer_id)) == ("duck", plan.TOY_SHOP)
    assert timedelta(days=6) < seen.now - lost[0].since_at < timedelta(days=9)


def test_a_container_is_on_hold_and_says_why(seen: Seen) -> None:
    held = [card for card in seen.cards() if card.on_hold]
    assert [card.state for card in held] == [CardState.FULL]
    reasons = [line.event.reason for line in seen.history if line.event.seq == held[0].last_event]
    assert reasons == [troubles.CRACKED]


def test_the_gift_boxes_are_late_so_packing_waits_and_has_called_for_help(seen: Seen) -> None:
    (row,) = [row for row in seen.rows() if seen.item(row) == "gift box"]
    assert row.pieces_here == 0
    assert {card.state for card in row.cards} == {CardState.RELEASED}
    assert "gift box" in seen.marked(Mark.URGENT)
    (called,) = seen.calls
    assert seen.station(called) == plan.PACKING
    assert not any(entry.can_start for entry in seen.board.queue(called))


def test_a_changed_loop_has_papers_to_call_back(seen: Seen) -> None:
    assert set(seen.marked(Mark.STALE)) == {"wagon body"}


def test_a_few_cards_wait_for_paper_and_all_others_have_it(seen: Seen) -> None:
    loops = seen.board.structure.loops
    assert 1 <= len(seen.print_list) <= 20
    assert PrintReason.NEW in {card.print_reason for card in seen.print_list}
    assert not [card for card in seen.print_list if loops[card.loop_id].print_rule is PrintRule.FOLDER]
    waiting = {card.id for card in seen.print_list}
    active = [card for card in seen.cards() if card.state is not CardState.RETIRED and card.id not in waiting]
    assert [card for card in active if not card.print_count] == []


def test_there_are_orders_that_are_done_and_orders_to_come(wednesday: Seen) -> None:
    from sqlalchemy import select

    from kanban_app.store.tables import METADATA

    table = METADATA.tables["order_line"]
    session = open_session(wednesday.path)
    try:
        rows = session.database.core.execute(select(table.c.status, table.c.due_on)).all()
    finally:
        session.database.close()
    assert max(due_on for status, due_on in rows if status == "closed") <= f"{WEDNESDAY:%Y-%m-%d}"
    assert max(due_on for status, due_on in rows if status == "open") > f"{WEDNESDAY:%Y-%m-%d}"


# -- the plant -------------------------------------------------------------------------------------------------------


def test_all_kinds_of_loops_are_there(wednesday: Seen) -> None:
    loops = list(wednesday.board.structure.loops.values())
    assert {loop.kind for loop in loops} == set(LoopKind)
    assert {"lot": any(loop.is_lot for loop in loops), "two-bin": any(loop.card_count == 2 for loop in loops)} == {
        "lot": True,
        "two-bin": True,
    }
    assert [loop.suspended for loop in loops if loop.priority == 2] == [True]
    assert any(loop.scan_only for loop in loops)
    assert any(loop.in_process is Step.SKIPPED for loop in loops)
    assert any(loop.in_transit is Step.SKIPPED for loop in loops)
    assert {loop.print_rule for loop in loops} == {PrintRule.LIST, PrintRule.FOLDER}
    assert 18 <= len([loop for loop in loops if loop.card_count]) <= 24
    assert all(loop.container_type and loop.consumer_location for loop in loops)


def test_the_order_book_shows_every_kind_of_demand(wednesday: Seen) -> None:
    session = open_session(wednesday.path)
    try:
        orders = read_orders(session)
        kinds = {view.line.policy for order in orders for view in order.lines if view.line.policy is not None}
        assert kinds == {Policy.MTS, Policy.ATO, Policy.MTO}
        assert {order.state for order in orders} >= {LineState.DRAFT, LineState.CONFIRMED}
        assert any(
            "three, burnt in" in session.structure.items[view.line.item_id].code
            for order in orders
            for view in order.lines
        )
        [bought] = read_purchases(session, WEDNESDAY)
        assert bought.state is PurchaseState.CONFIRMED
    finally:
        session.database.close()


def test_single_use_cards_are_open_and_closed(seen: Seen) -> None:
    single_use = [card for card in seen.cards() if card.single_use]
    assert {card.state is CardState.RETIRED for card in single_use} == {True, False}
    assert troubles.SECOND_SPECIAL in {card.order_reference for card in single_use}


def test_stations_are_served_from_stores_and_decimals_are_counted(wednesday: Seen) -> None:
    structure = wednesday.board.structure
    assert 8 <= len(structure.stations) <= 12
    assert sum(station.served_from_id is not None for station in structure.stations.values()) == 2
    assert {item.unit for item in structure.items.values() if item.decimals} == {"kg", "m"}


def test_every_card_count_that_was_reckoned_says_how(wednesday: Seen) -> None:
    shop = Shop(wednesday.path, clock=lambda: WEDNESDAY)
    try:
        told = {loop_id: explain_all(shop.reasons(loop_id).result()) for loop_id in wednesday.board.structure.loops}
    finally:
        shop.close()
    assert sum(bool(sentences) for sentences in told.values()) >= 20
    assert not [sentence for sentences in told.values() for sentence in sentences if "{" in sentence]


@pytest.mark.parametrize("item_code", plan.ITEM_CODES)
def test_every_item_has_a_drawing_inside_its_frame(item_code: str) -> None:
    width, height, path = read_drawing(item_code).split(" ", 2)
    drawing = Drawing.from_path(float(width), float(height), path)
    points = [point for stroke in drawing.strokes for point in stroke]
    assert len(drawing.strokes) >= 3
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in points)


def test_the_drawings_are_in_the_plant_under_the_items_names(wednesday: Seen) -> None:
    names = {item.picture for item in wednesday.board.structure.items.values()}
    shop = Shop(wednesday.path, clock=lambda: WEDNESDAY)
    try:
        pictures = shop.pictures(names).result()
    finally:
        shop.close()
    assert set(pictures) == names == set(plan.ITEM_CODES)
    assert all(isinstance(picture, str) for picture in pictures.values())


@pytest.mark.parametrize("line", ["M 0 0 A 5 5 0 0 1 9 9", "triangle 3 4 5", "M 0 0 L 5 5 !"])
def test_a_line_of_a_drawing_that_is_no_shape_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        as_strokes(f"10 10\n{line}\n")


def test_curves_boxes_and_arcs_end_where_they_say() -> None:
    drawn = as_strokes("10 10\nM 0 0 C 0 5 5 5 5 0 v 2 h -1 Z\narc 5 5 2 3 0 180\nbox 1 1 8 4 1\n")
    width, height, path = drawn.split(" ", 2)
    curve, arc, box = Drawing.from_path(float(width), float(height), path).strokes
    assert (curve[0], curve[-1]) == ((0, 0), (0, 0))
    assert (5, 0) in curve
    assert (arc[0], arc[-1]) == ((7, 5), (3, 5))
    assert (min(x for x, _ in box), max(y for _, y in box)) == (1, 5)


# -- its time --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", range(0, 24 * 7, 5))
def test_the_present_is_always_in_a_shift(hours: int) -> None:
    now = datetime(2026, 6, 15, tzinfo=SUMMER) + timedelta(hours=hours)
    shifts = Shifts.around(now)
    assert shifts.ends_at.weekday() < 5
    assert 7 <= shifts.ends_at.hour <= 14
    assert shifts.real(shifts.ends_at) == now
    assert timedelta(0) <= shifts.behind < timedelta(days=4)


def test_work_goes_on_after_breaks_nights_and_weekends() -> None:
    friday = datetime(2026, 6, 19, 14, 0, tzinfo=SUMMER)
    assert after(friday, 40) == datetime(2026, 6, 22, 6, 10, tzinfo=SUMMER)
    assert after(friday.replace(hour=8, minute=50), 20) == friday.replace(hour=9, minute=25)
    assert after(friday.replace(hour=6), MINUTES_A_SHIFT) == friday.replace(hour=14, minute=30)
    assert next_at(friday, friday.time()) == datetime(2026, 6, 22, 14, 0, tzinfo=SUMMER)
    shifts = Shifts.around(friday)
    assert shifts.minutes_left(friday - timedelta(days=1)) == MINUTES_A_SHIFT
    assert shifts.before_end(60) == friday.replace(hour=13)
