"""The other papers of a plant: what they say is what the plant says, and making them changes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kanban_app import i18n
from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action, Card, CardState, Mark
from kanban_app.domain.paper_sheets import HandOver, NetworkDown, Sheet, SheetKind, SheetWish, StationCards
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import call_for_help, change_settings
from kanban_app.operations.looking import read_board
from kanban_app.operations.notes import write_note
from kanban_app.operations.paper_sheets import SheetError, SheetProblem, draw_sheet, own_name, read_sheet, save_sheet
from kanban_app.operations.persons import keep_person
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.paper import codes_on
from tests.store.small_plant import (
    BENCH,
    PEGS,
    RACKS,
    SHOP,
    SOLD,
    STORE,
    SUPPLIER,
    cards_of,
    do,
    everything,
    live,
    plant_it,
    scan,
)


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    session = databases.session()
    plant_it(session, clock())
    change_settings(session, {"double_scan_window_s": 0})
    return session


def sheet_of(session: Session, clock: Clock, kind: SheetKind, station_id: int | None = None) -> Sheet:
    return read_sheet(session, SheetWish(kind, station_id), clock())


def the_list(sheet: Sheet) -> StationCards:
    assert isinstance(sheet.content, tuple)
    [found] = sheet.content
    assert isinstance(found, StationCards)
    return found


def fresh(session: Session, card: Card) -> Card:
    found = session.cards().card_by_code(card.code)
    assert found is not None
    return found


def test_a_queue_is_the_stations_own_with_zone_date_and_what_is_lacking(session: Session, clock: Clock) -> None:
    racks = cards_of(session.database, RACKS)
    do(session, clock(), Action.CONSUME, *racks[:3])
    do(session, clock(), Action.URGENT, racks[2])
    do(session, clock(), Action.CONSUME, *cards_of(session.database, PEGS))
    found = the_list(sheet_of(session, clock, SheetKind.QUEUE, BENCH))
    board: Board = read_board(session)
    assert [card.code for card in found.waiting] == [entry.card.code for entry in board.queue(BENCH)]
    first = found.waiting[0]
    assert first.code == racks[2].code
    assert (first.item_code, first.quantity, first.consumer_name) == ("rack", 2, "store")
    assert first.marks == (Mark.URGENT,)
    assert first.wanted_at == fresh(session, racks[2]).due_at
    [need] = first.needs
    assert (need.item_code, need.needed, need.here, need.is_here) == ("peg", 8, 0, False)


def test_a_pull_sheet_has_what_the_supplier_was_asked_for_and_not_what_is_on_its_way(
    session: Session, clock: Clock
) -> None:
    first, second, third, _full = cards_of(session.database, PEGS)
    do(session, clock(), Action.CONSUME, first, second, third)
    do(session, clock(), Action.START, second)
    do(session, clock(), Action.DISPATCH, third)
    sheet = sheet_of(session, clock, SheetKind.PULL_SHEET)
    assert set(sheet.codes()) == {first.code, second.code}
    assert [card.code for card in the_list(sheet).working] == [second.code]


def test_a_pick_list_has_the_stores_dispatches_and_where_they_stand(session: Session, clock: Clock) -> None:
    card = cards_of(session.database, SOLD)[0]
    assert sheet_of(session, clock, SheetKind.PICK_LIST).is_empty()
    do(session, clock(), Action.CONSUME, card)
    [line] = the_list(sheet_of(session, clock, SheetKind.PICK_LIST, STORE)).waiting
    assert (line.code, line.source_name, line.consumer_name) == (card.code, "store", "shop")


def test_a_hand_over_counts_what_left_within_the_shift_and_nothing_twice(session: Session, clock: Clock) -> None:
    old, sent, received, taken_back = cards_of(session.database, RACKS)
    do(session, clock(), Action.CONSUME, old, sent, received, taken_back)
    do(session, clock(), Action.DISPATCH, old)
    clock.now += timedelta(hours=20)
    now = clock()
    do(session, now, Action.RECEIVE, old)
    do(session, now, Action.DISPATCH, sent)
    do(session, now, Action.RECEIVE, sent)
    do(session, now, Action.START, received)
    do(session, now, Action.RECEIVE, received)
    do(session, now, Action.DISPATCH, taken_back)
    do(session, now, Action.REVERT, taken_back, reason="wrong card")
    write_note(session, BENCH, "the drill is blunt", "Åsa", now)
    call_for_help(session, STORE, "no pallets", "Kim", now)
    shift = sheet_of(session, clock, SheetKind.HAND_OVER).content
    assert isinstance(shift, HandOver)
    bench = next(one for one in shift.stations if one.name == "bench")
    store = next(one for one in shift.stations if one.name == "store")
    assert [(line.item_code, line.containers, line.quantity) for line in bench.made] == [("rack", 2, 4)]
    assert [note.text for note in bench.notes] == ["the drill is blunt"]
    assert store.help_call is not None
    assert store.help_call.text == "no pallets"
    assert bench.help_call is None
    assert all(one.name != "supplier" for one in shift.stations)


def test_a_hand_over_names_what_is_late_on_hold_or_urgent(session: Session, clock: Clock) -> None:
    held, late, fine, _other = cards_of(session.database, RACKS)
    do(session, clock(), Action.CONSUME, late)
    clock.now += timedelta(days=3)
    do(session, clock(), Action.CONSUME, fine)
    do(session, clock(), Action.HOLD, held, reason="scratched")
    shift = sheet_of(session, clock, SheetKind.HAND_OVER, BENCH).content
    assert isinstance(shift, HandOver)
    [bench] = shift.stations
    assert {card.code for card in bench.troubled} == {held.code, late.code}
    store = sheet_of(session, clock, SheetKind.HAND_OVER, STORE).content
    assert isinstance(store, HandOver)
    assert {card.code for card in store.stations[0].troubled} == {held.code}, "it stands there"


def test_the_pack_for_a_dead_network_has_a_form_for_every_card_that_a_station_may_move(
    session: Session, clock: Clock
) -> None:
    live(session, clock())
    pack = sheet_of(session, clock, SheetKind.NETWORK_DOWN).content
    assert isinstance(pack, NetworkDown)
    forms = {one.name: one for one in pack.stations}
    assert set(forms) == {"bench", "store", "shop"}
    everyone = {card.code for card in read_board(session).cards()}
    assert {card.code for one in pack.stations for card in (*one.leaving, *one.arriving)} == everyone
    assert all(card.state in (CardState.RELEASED, CardState.IN_PROCESS) for card in forms["bench"].leaving)


def test_a_scan_from_a_paper_books_as_a_scan_of_the_card(session: Session, clock: Clock, tmp_path: Path) -> None:
    card = cards_of(session.database, SOLD)[0]
    do(session, clock(), Action.CONSUME, card)
    drawn = draw_sheet(sheet_of(session, clock, SheetKind.PICK_LIST))
    [code] = codes_on(save_sheet(drawn.data, tmp_path / "new folder" / "pick.pdf"))
    assert code == card.code
    scan(session, clock() + timedelta(minutes=1), fresh(session, card), STORE, "one")
    assert fresh(session, card).state is CardState.IN_TRANSIT


def test_making_every_paper_changes_nothing_at_all(session: Session, clock: Clock) -> None:
    now = live(session, clock())
    keep_person(session, "", "Kim", supervisor=True, badge="B-17")
    before = everything(session.database)
    for kind in SheetKind:
        sheet = read_sheet(session, SheetWish(kind), now)
        assert draw_sheet(sheet).data == draw_sheet(sheet).data
    assert everything(session.database) == before
    assert audit(session).ok


def test_badges_are_of_those_who_have_one(session: Session, clock: Clock) -> None:
    keep_person(session, "", "Kim", supervisor=True, badge="B-17")
    keep_person(session, "Kim", "Åsa Lind", supervisor=False)
    assert sheet_of(session, clock, SheetKind.BADGES).codes() == ("B-17",)
    assert read_sheet(session, SheetWish(SheetKind.BADGES, person=" kim "), clock()).codes() == ("B-17",)
    for name, problem in (("Åsa Lind", SheetProblem.NO_BADGE), ("Sam", SheetProblem.UNKNOWN_PERSON)):
        with pytest.raises(SheetError) as refused:
            read_sheet(session, SheetWish(SheetKind.BADGES, person=name), clock())
        assert refused.value.problem is problem
        assert name in refused.value.said


def test_a_paper_for_another_kind_of_station_is_refused_and_says_which_have_it(session: Session, clock: Clock) -> None:
    with pytest.raises(SheetError) as refused:
        sheet_of(session, clock, SheetKind.PULL_SHEET, SHOP)
    assert refused.value.problem is SheetProblem.WRONG_STATION
    assert refused.value.said == "shop is a store. Nothing was made. This paper is made for: supplier"
    assert sheet_of(session, clock, SheetKind.LOCATION_LABELS, SUPPLIER).codes() == ("supplier",)


def test_papers_speak_the_plants_language_and_refusals_the_terminals(session: Session, clock: Clock) -> None:
    english = draw_sheet(sheet_of(session, clock, SheetKind.QUEUE)).data
    change_settings(session, {"language": "sv"})
    sheet = sheet_of(session, clock, SheetKind.QUEUE)
    assert sheet.language == "sv"
    swedish = draw_sheet(sheet).data
    assert b"/Lang (sv)" in swedish
    assert swedish != english
    assert i18n.language() == "en"


def test_what_cannot_be_printed_is_said_with_its_column(session: Session, clock: Clock) -> None:
    write_note(session, BENCH, "well done 🎉", "", clock())
    with pytest.raises(SheetError) as refused:
        draw_sheet(sheet_of(session, clock, SheetKind.HAND_OVER))
    assert refused.value.problem is SheetProblem.NOT_PRINTABLE
    assert refused.value.said.startswith("Note: “well done 🎉” has party popper, U+1F389, which no font prints.")


def test_two_papers_of_one_second_get_names_of_their_own(session: Session, clock: Clock, tmp_path: Path) -> None:
    sheet = sheet_of(session, clock, SheetKind.POSTER)
    first = save_sheet(b"one", own_name(sheet, tmp_path))
    second = save_sheet(b"two", own_name(sheet, tmp_path))
    assert first != second
    assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
