"""Stations, items, parts and loops made and changed by hand: whole or not at all, and every terminal hears of it."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import pytest

from kanban_app.domain.cards import CardState
from kanban_app.domain.first_fill import Start
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loops import Loop, LoopKind, Step
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure_edits import NEW, EditRefused
from kanban_app.operations import structure_forms as forms
from kanban_app.operations.auditing import audit
from kanban_app.operations.changing import change_loops, preview_loops
from kanban_app.operations.looking import find_card, read_pause, read_print_list, read_reasons
from kanban_app.operations.papers import prepare, record
from kanban_app.operations.session import Session
from kanban_app.operations.structuring import (
    LARGEST_PICTURE_BYTES,
    add_loop,
    save_bom,
    save_item,
    save_station,
    store_picture,
)
from kanban_app.store.reading import read_head
from tests.clock import Clock
from tests.databases import Databases
from tests.operations.terminals import Listener, planted, terminals
from tests.store.small_plant import BENCH, PEGS, RACKS, SHOP, SOLD, STORE, SUPPLIER, cards_of, everything, plant_it

PEG, RACK = 1, 2


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    made = databases.session()
    plant_it(made, clock())
    return made


def print_all(session: Session, clock: Clock) -> None:
    """All papers that wait are made."""
    cards = read_print_list(session)
    record(session, prepare(session, cards, "a6", clock()), "cards.pdf")


def png() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    return made.getvalue()


# -- stations ----------------------------------------------------------------------------------------------------------


def test_a_station_is_added_and_changed_and_others_follow(databases: Databases, clock: Clock) -> None:
    with terminals(planted(databases, clock), clock, 2) as [one, other]:
        listener = Listener(other)
        new = Station(NEW, "drill", StationKind.WORKSTATION, "hall", STORE)
        saved = one.write(save_station, new, clock()).result()
        assert any(changes.structure for changes in listener.look())
        assert other.structure.stations[saved.id] == replace(new, id=saved.id)
        moved = replace(new, id=saved.id, name="big drill", served_from_id=None)
        one.write(save_station, moved, clock()).result()
        assert any(changes.structure for changes in listener.look())
        assert other.structure.stations[saved.id] == moved


def test_renaming_a_station_makes_the_papers_of_its_loops_old(session: Session, clock: Clock) -> None:
    print_all(session, clock)
    saved = save_station(session, replace(session.structure.stations[BENCH], name="long bench"), clock())
    assert {change.loop.id for change in saved.changes} == {PEGS, RACKS}
    assert sum(len(change.stale_ids) for change in saved.changes) == 8
    assert [session.structure.loops[loop].revision for loop in (PEGS, RACKS, SOLD)] == [2, 2, 1]
    assert audit(session).ok


def test_a_location_counts_as_printed_only_where_the_loop_has_no_place_of_its_own(
    session: Session, clock: Clock
) -> None:
    change_loops(session, {PEGS: {"consumer_location": "shelf 1"}}, clock())
    saved = save_station(session, replace(session.structure.stations[BENCH], location="hall 2"), clock())
    assert {change.loop.id for change in saved.changes} == {RACKS}


def test_a_refused_station_changes_nothing(session: Session, clock: Clock) -> None:
    before = everything(session.database)
    with pytest.raises(EditRefused):
        save_station(session, replace(session.structure.stations[BENCH], name="shop"), clock())
    with pytest.raises(EditRefused):
        save_station(session, replace(session.structure.stations[STORE], kind=StationKind.SUPPLIER), clock())
    assert everything(session.database) == before


# -- items -------------------------------------------------------------------------------------------------------------


def test_an_item_is_added_and_then_its_decimals_may_still_change(session: Session, clock: Clock) -> None:
    saved = save_item(session, Item(NEW, "glue", unit="kg", decimals=3), clock())
    save_item(session, Item(saved.id, "wood glue", unit="kg", decimals=2, unit_cost="4.2"), clock())
    assert session.structure.items[saved.id] == Item(saved.id, "wood glue", "", "kg", 2, "", "4.2")


def test_decimals_of_what_is_counted_stay(session: Session, clock: Clock) -> None:
    with pytest.raises(EditRefused, match="decimals: already_counted"):
        save_item(session, replace(session.structure.items[PEG], decimals=2), clock())


def test_a_renamed_component_makes_the_papers_of_what_it_goes_into_old_too(session: Session, clock: Clock) -> None:
    saved = save_item(session, replace(session.structure.items[PEG], code="oak peg"), clock())
    assert {change.loop.id for change in saved.changes} == {PEGS, RACKS}
    described = save_item(session, replace(session.structure.items[PEG], description="40 mm"), clock())
    assert {change.loop.id for change in described.changes} == {PEGS}
    priced = save_item(session, replace(session.structure.items[PEG], unit_cost="3"), clock())
    assert priced.changes == ()


def test_a_picture_is_kept_once_and_one_that_cannot_be_read_is_refused(session: Session) -> None:
    name = store_picture(session, png())
    assert store_picture(session, png()) == name
    assert name.endswith(".png")
    rows = [row for row in everything(session.database)["picture"] if row[0] == name]
    assert [(row[1], bytes(row[2])) for row in rows] == [("image/png", png())]  # type: ignore[call-overload]
    for bad in (b"", b"<svg/>", b"GIF89a", b"\x89PNG broken"):
        with pytest.raises(EditRefused, match="no_picture"):
            store_picture(session, bad)
    with pytest.raises(EditRefused, match="picture_too_large"):
        store_picture(session, png() + bytes(LARGEST_PICTURE_BYTES))


def test_a_picture_that_is_refused_leaves_the_item_as_it_was(session: Session, clock: Clock) -> None:
    before = everything(session.database)
    with pytest.raises(EditRefused):
        forms.keep_item_texts(session, PEG, {"description": "new"}, clock(), b"no picture")
    assert everything(session.database) == before


# -- parts lists -------------------------------------------------------------------------------------------------------


def test_a_parts_list_is_replaced_in_its_order_and_exactly(session: Session, clock: Clock) -> None:
    glue = save_item(session, Item(NEW, "glue", unit="kg", decimals=3), clock()).id
    lines = [BomLine(RACK, glue, Fraction(1, 3)), BomLine(RACK, PEG, Fraction(5))]
    version = session.structure.version
    saved = save_bom(session, RACK, lines, clock())
    assert session.structure.components_of(RACK) == lines
    assert {change.loop.id for change in saved.changes} == {RACKS}
    assert session.structure.loops[RACKS].revision == 2
    assert session.structure.version == version + 1


def test_a_cycle_changes_nothing(session: Session, clock: Clock) -> None:
    before = everything(session.database)
    with pytest.raises(EditRefused, match="bom_cycle"):
        save_bom(session, PEG, [BomLine(PEG, RACK, Fraction(1))], clock())
    assert everything(session.database) == before


def test_rows_that_were_typed_are_blamed_by_their_number(session: Session, clock: Clock) -> None:
    with pytest.raises(EditRefused) as refused:
        forms.keep_parts(session, RACK, [("peg", "4"), ("sofa", "1"), ("peg", "x")], clock())
    assert [(fault.field_name, fault.code) for fault in refused.value.faults] == [
        ("1", "unknown_item"),
        ("2", "no_number"),
    ]


# -- loops -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("start", "state"), [(Start.NEW, CardState.NEW), (Start.FULL, CardState.FULL)])
def test_a_loop_is_added_with_its_cards_and_everything_that_was_chosen(
    session: Session, clock: Clock, start: Start, state: CardState
) -> None:
    new = Loop(
        NEW,
        PEG,
        SUPPLIER,
        STORE,
        LoopKind.SUPPLIER,
        20,
        3,
        safety_cards=1,
        in_use=Step.REQUIRED,
        in_process=Step.SKIPPED,
        over_tolerance_percent=5,
        rest_on_order=True,
        container_type="box",
        consumer_location="aisle 4",
    )
    saved = add_loop(session, new, start, clock(), "Maria")
    made = session.structure.loops[saved.id]
    assert replace(made, id=NEW, revised_at=None) == new
    cards = cards_of(session.database, saved.id)
    assert [(card.number, card.state) for card in cards] == [(1, state), (2, state), (3, state)]
    assert audit(session).ok


def test_a_loop_that_is_there_is_not_added_again(session: Session, clock: Clock) -> None:
    before = everything(session.database)
    with pytest.raises(EditRefused, match="loop_there"):
        add_loop(session, replace(session.structure.loops[PEGS], id=NEW), Start.NEW, clock())
    assert everything(session.database) == before


def test_several_loops_change_together_or_not_at_all(session: Session, clock: Clock) -> None:
    print_all(session, clock)
    texts = {loop_id: {"lead_time_minutes": "2 d"} for loop_id in (PEGS, RACKS, SOLD)}
    assert sum(len(change.stale_ids) for change in forms.preview_loop_texts(session, texts, clock())) == 12
    kept = forms.keep_loop_texts(session, texts, clock())
    assert {loop.lead_time_minutes for loop in session.structure.loops.values()} == {2880}
    before = everything(session.database)
    with pytest.raises(EditRefused) as refused:
        forms.keep_loop_texts(session, {PEGS: {"card_count": "5"}, SOLD: {"card_count": "x"}}, clock())
    assert refused.value.faults[0].field_name == "card_count"
    with pytest.raises(EditRefused):
        forms.keep_loop_texts(session, {PEGS: {"lot_cards": "2"}, SOLD: {"lot_cards": "5"}}, clock())
    assert everything(session.database) == before
    forms.keep_loop_texts(session, kept.before, clock())  # type: ignore[arg-type]
    assert {loop.lead_time_minutes for loop in session.structure.loops.values()} == {1440}


def test_what_a_preview_says_is_what_is_done(session: Session, clock: Clock) -> None:
    print_all(session, clock)
    values = {SOLD: {"card_count": 6, "container_quantity": 2}, RACKS: {"card_count": 2}}
    foreseen = preview_loops(session, values, clock())
    assert [len(change.new_numbers) for change in foreseen] == [2, 0]
    assert [len(change.surplus_ids) for change in foreseen] == [0, 2]
    assert [len(change.stale_ids) for change in foreseen] == [4, 0]
    assert change_loops(session, values, clock()) == foreseen
    assert [card.number for card in cards_of(session.database, SOLD)] == [1, 2, 3, 4, 5, 6]
    assert audit(session).ok


def test_a_pause_keeps_who_when_and_why_until_the_loop_goes_on(session: Session, clock: Clock) -> None:
    paused_at = clock.tick(minutes=7)
    change_loops(session, {PEGS: {"suspended": True}}, paused_at, "Maria", " saw is broken\n")
    pause = read_pause(session, PEGS)
    assert pause is not None
    assert (pause.paused_at, pause.person, pause.reason) == (paused_at, "Maria", "saw is broken")
    # Another change while it is paused keeps that.
    change_loops(session, {PEGS: {"priority": 2}}, clock.tick(minutes=1), "Erik")
    assert read_pause(session, PEGS) == pause
    assert read_reasons(session, PEGS) == ()
    change_loops(session, {PEGS: {"suspended": False}}, clock(), "Erik")
    assert read_pause(session, PEGS) is None


def test_what_another_terminal_changed_is_kept_by_who_typed_another_field(session: Session, clock: Clock) -> None:
    change_loops(session, {SOLD: {"priority": 3}}, clock())
    forms.keep_loop_texts(session, {SOLD: {"consumer_location": "window"}}, clock())
    loop = session.structure.loops[SOLD]
    assert (loop.priority, loop.consumer_location) == (3, "window")
    assert find_card(session, cards_of(session.database, SOLD)[0].code) is not None
    assert read_head(session.database).structure_version == session.structure.version
    assert session.structure.stations[SHOP].name == "shop"
