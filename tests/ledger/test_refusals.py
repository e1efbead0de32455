"""Refusals change nothing, are recorded, and name the one next thing that makes sense; one test a code."""

from __future__ import annotations

from typing import Any, Self

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.codes import code_of
from kanban_app.domain.refusals import NextKind, RefusalCode
from kanban_app.operations.changing import change_settings
from kanban_app.operations.persons import set_person
from kanban_app.store.audit import audit
from tests.clock import Clock
from tests.databases import CODE_OFFSET, Databases
from tests.ledger.shops import Floor, everything


@pytest.fixture
def floor(databases: Databases, clock: Clock) -> Floor:
    return Floor(databases.session(), clock)


class Refusing:
    """Compares all rows before and after; only the record of refusals may have grown, by one."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def __enter__(self) -> Self:
        self.before = everything(self.floor.session)
        self.count = len(refusals(self.floor))
        return self

    def __exit__(self, *problem: object) -> None:
        if problem[0] is None:
            assert everything(self.floor.session) == self.before
            assert len(refusals(self.floor)) == self.count + 1
            assert audit(self.floor.session.database).findings == ()


def refusals(floor: Floor) -> list[dict[str, Any]]:
    names = "code, scanned, action, card_id, station_id, person, terminal, scan_id"
    rows = floor.session.database.fetch_all(f"SELECT {names} FROM refusal ORDER BY id")
    return [dict(zip(names.split(", "), row, strict=True)) for row in rows]


def told(outcome: Outcome, code: RefusalCode, next_kind: NextKind | None, **step: Any) -> None:
    """The code, and the next step: its kind, its action and the card it is about."""
    assert (outcome.answer, outcome.code) == (Answer.REFUSED, code)
    assert (outcome.next.kind if outcome.next else None) == next_kind
    for name, value in step.items():
        assert getattr(outcome.next, name) == value
    assert (outcome.events, outcome.cards) == ((), ())


def test_a_text_that_is_no_code_names_no_card_and_can_be_looked_for(floor: Floor) -> None:
    with Refusing(floor):
        told(floor.scan("4006381333931", at="shop"), RefusalCode.UNKNOWN_CARD, NextKind.FIND_CARD)
    assert refusals(floor)[-1]["scanned"] == "4006381333931"


def test_a_code_of_another_plant_is_an_unknown_card(floor: Floor) -> None:
    foreign = code_of(12_345, CODE_OFFSET)
    with Refusing(floor):
        told(floor.scan(foreign, at="shop"), RefusalCode.UNKNOWN_CARD, NextKind.FIND_CARD)


def test_a_code_with_a_slip_is_typed_again(floor: Floor) -> None:
    code = floor.card("rack 1").code
    slip = ("0" if code[0] != "0" else "1") + code[1:]
    with Refusing(floor):
        told(floor.scan(slip, at="shop"), RefusalCode.BAD_CHECK_CHARACTER, NextKind.TYPE_AGAIN)


def test_a_card_that_was_never_activated_asks_for_it(floor: Floor) -> None:
    floor.change("rack", card_count=4)
    card = floor.card("rack 4")
    step = {"card_id": card.id, "action": Action.ACTIVATE}
    with Refusing(floor):
        told(floor.scan("rack 4", at="shop"), RefusalCode.NOT_YET_ACTIVE, NextKind.ASK_ACTIVATION, **step)
    with Refusing(floor):
        told(floor.do("start", "rack 4"), RefusalCode.NOT_YET_ACTIVE, NextKind.ASK_ACTIVATION, **step)


def test_emptying_an_empty_card_names_the_full_one_that_was_meant(floor: Floor) -> None:
    floor.done("consume", "rack 1")
    with Refusing(floor):
        outcome = floor.scan("rack 1", at="shop")
        told(
            outcome,
            RefusalCode.ALREADY_EMPTY,
            NextKind.DO_INSTEAD,
            action=Action.CONSUME,
            card_id=floor.card("rack 2").id,
        )
    assert outcome.next_card == floor.card("rack 2")


def test_emptying_an_empty_card_when_all_are_empty_waits_for_the_source(floor: Floor) -> None:
    for number in (1, 2, 3):
        floor.done("consume", f"rack {number}")
    with Refusing(floor):
        told(floor.scan("rack 1", at="shop"), RefusalCode.ALREADY_EMPTY, NextKind.WAIT_FOR_SOURCE)


def test_a_card_that_waits_for_its_lot_offers_the_early_release_and_tells_how_many_wait(floor: Floor) -> None:
    floor.done("consume", "bolt 1")
    floor.done("hold", "bolt 2")
    floor.done("retire", "bolt 3")
    with Refusing(floor):
        outcome = floor.scan("bolt 1", at="yard")
        told(
            outcome,
            RefusalCode.ALREADY_EMPTY,
            NextKind.DO_INSTEAD,
            action=Action.RELEASE,
            card_id=floor.card("bolt 1").id,
        )
    assert outcome.gathered_count == 1


def test_receiving_a_full_card_names_the_one_that_is_on_its_way(floor: Floor) -> None:
    floor.done("consume", "rack 1")
    floor.done("dispatch", "rack 1")
    with Refusing(floor):
        told(
            floor.do("receive", "rack 2"),
            RefusalCode.ALREADY_FULL,
            NextKind.DO_INSTEAD,
            action=Action.RECEIVE,
            card_id=floor.card("rack 1").id,
        )


def test_the_source_that_scans_a_full_card_is_told_which_one_to_start(floor: Floor) -> None:
    floor.done("consume", "rack 1")
    with Refusing(floor):
        told(
            floor.scan("rack 2", at="bench"),
            RefusalCode.NOTHING_TO_DO_HERE,
            NextKind.DO_INSTEAD,
            action=Action.START,
            card_id=floor.card("rack 1").id,
        )


def test_a_station_at_neither_end_takes_the_card_to_where_it_belongs(floor: Floor) -> None:
    with Refusing(floor):
        told(floor.scan("rack 1", at="yard"), RefusalCode.WRONG_STATION, NextKind.REPORT_FOUND)


def test_a_held_card_is_freed_first(floor: Floor) -> None:
    floor.change("rack", card_count=1)
    for number in (2, 3):
        floor.done("consume", f"rack {number}")
    floor.done("hold", "rack 1")
    with Refusing(floor):
        told(floor.scan("rack 1", at="shop"), RefusalCode.ON_HOLD, NextKind.RESUME, action=Action.RESUME)


def test_a_retired_card_names_its_replacement(floor: Floor) -> None:
    old = floor.card("rack 1")
    floor.done("replace", "rack 1")
    new = floor.card("rack 1")
    with Refusing(floor):
        outcome = floor.scan(old.code, at="shop")
        told(outcome, RefusalCode.RETIRED, NextKind.USE_REPLACEMENT, card_id=new.id)
    assert outcome.next_card == new


def test_a_retired_card_without_a_replacement_shows_what_became_of_it(floor: Floor) -> None:
    floor.done("retire", "rack 1", person="ann")
    with Refusing(floor):
        outcome = floor.scan(floor.card("rack 1").code, at="shop")
        told(outcome, RefusalCode.RETIRED, NextKind.SHOW_NOW)
    assert outcome.latest is not None
    assert (outcome.latest.action, outcome.latest.person) == (Action.RETIRE, "ann")


def test_an_old_paper_is_a_warning_on_something_that_was_done(floor: Floor) -> None:
    floor.session.database.execute("UPDATE card SET printed_revision = 1")
    floor.change("rack", container_quantity=5)
    outcome = floor.scan("rack 1", at="shop")
    assert (outcome.answer, outcome.code) == (Answer.DONE, RefusalCode.STALE_REVISION)
    assert refusals(floor) == []


def test_the_same_card_twice_in_a_moment_is_a_no_op_that_goes_on(floor: Floor, clock: Clock) -> None:
    floor.done("consume", "rack 1")
    first = floor.scan("rack 1", at="bench")
    clock.tick(seconds=1)
    with Refusing(floor):
        outcome = floor.scan("rack 1", at="bench")
        assert (outcome.answer, outcome.code) == (Answer.NO_OP, RefusalCode.DOUBLE_SCAN)
        assert outcome.next is not None
        assert outcome.next.kind is NextKind.GO_ON
    assert outcome.refused is not None
    assert outcome.refused.facts == {"event": first.events[0].seq}


def test_a_start_without_material_names_what_else_can_be_started(floor: Floor) -> None:
    change_settings(floor.session, {"refuse_on_shortage": True})
    for number in (1, 2):
        floor.done("consume", f"peg {number}")
    floor.done("consume", "rack 1")
    with Refusing(floor):
        outcome = floor.do("start", "rack 1", at="bench")
        told(outcome, RefusalCode.MATERIAL_SHORT, NextKind.SHOW_NOW, card_id=floor.card("rack 1").id)
    assert outcome.refused is not None
    assert outcome.refused.facts["missing_quantity"] == 8
    assert refusals(floor)[-1]["action"] == "start"
    floor.change("rack", container_quantity=1)
    floor.done("receive", "peg 1", 7, reason="some")
    floor.done("consume", "rack 2")
    with Refusing(floor):
        told(
            floor.do("start", "rack 1", at="bench"),
            RefusalCode.MATERIAL_SHORT,
            NextKind.DO_INSTEAD,
            action=Action.START,
            card_id=floor.card("rack 2").id,
        )


def test_a_quantity_outside_the_tolerance_asks_for_a_reason(floor: Floor) -> None:
    floor.done("consume", "bolt 1")
    floor.done("consume", "bolt 2")
    with Refusing(floor):
        outcome = floor.do("receive", "bolt 1", 44)
        told(outcome, RefusalCode.QUANTITY_OUT_OF_TOLERANCE, NextKind.CHOOSE_REASON, action=Action.RECEIVE)
    assert outcome.refused is not None
    assert outcome.refused.facts == {"quantity": 44, "least_quantity": 45, "most_quantity": 55}


@pytest.mark.parametrize("action", ["retire", "hold", "replace"])
def test_what_only_supervisors_do_calls_one(floor: Floor, action: str) -> None:
    with floor.session.database.write():
        set_person(floor.session.database, "ann", supervisor=True)
        set_person(floor.session.database, "bo", supervisor=False)
    for person in ("bo", "a stranger", ""):
        with Refusing(floor):
            outcome = floor.do(action, "rack 1", reason="because", person=person)
            told(outcome, RefusalCode.NOT_PERMITTED, NextKind.CALL_SUPERVISOR)
    floor.done(action, "rack 1", person="ann")


def test_a_suspended_loop_orders_nothing_and_shows_itself(floor: Floor) -> None:
    floor.done("consume", "bolt 1")
    floor.change("bolt", suspended=True)
    with Refusing(floor):
        told(floor.do("release", "bolt 1", reason="need it"), RefusalCode.LOOP_SUSPENDED, NextKind.SEE_LOOP)


def test_a_card_that_moved_on_since_it_was_looked_at_is_shown_as_it_is(floor: Floor) -> None:
    seen = floor.card("rack 1").last_event
    floor.done("draw", "rack 1", 1)
    with Refusing(floor):
        told(floor.do("consume", "rack 1", seen_event=seen), RefusalCode.CHANGED_MEANWHILE, NextKind.SHOW_NOW)


def test_every_code_has_its_test() -> None:
    here = set(RefusalCode)
    with open(__file__, encoding="utf-8") as source:  # noqa: PTH123 - this very file
        text = source.read()
    assert {code for code in here if f"RefusalCode.{code.name}" not in text} == set()


# -- what is recorded ------------------------------------------------------------------------------------------------


def test_a_refusal_records_who_wanted_what_where_and_when(floor: Floor) -> None:
    floor.done("consume", "rack 1")
    with Refusing(floor):
        floor.scan("rack 1", at="shop", scan_id="S-9", person="bo")
    assert refusals(floor)[-1] == {
        "code": "already_empty",
        "scanned": floor.card("rack 1").code,
        "action": "",
        "card_id": floor.card("rack 1").id,
        "station_id": floor.station("shop"),
        "person": "bo",
        "terminal": "T1",
        "scan_id": "S-9",
    }


def test_a_refused_scan_that_is_sent_again_gets_the_same_answer_and_is_recorded_once(floor: Floor) -> None:
    floor.done("consume", "rack 1")
    first = floor.scan("rack 1", at="shop", scan_id="S-9")
    floor.done("receive", "rack 1")
    count = len(refusals(floor))
    again = floor.scan("rack 1", at="shop", scan_id="S-9")
    assert (again.answer, again.code) == (first.answer, first.code)
    assert len(refusals(floor)) == count


def test_a_booked_scan_that_is_sent_again_is_booked_once_and_answers_as_it_first_did(floor: Floor) -> None:
    first = floor.scan("rack 1", at="shop", scan_id="S-1")
    floor.clock.tick(minutes=5)
    floor.done("start", "rack 1")
    before = everything(floor.session)
    for _ in range(10):
        again = floor.scan("rack 1", at="shop", scan_id="S-1")
        assert (again.answer, again.action, again.events) == (first.answer, first.action, first.events)
    assert everything(floor.session) == before


def test_in_a_command_for_many_cards_what_is_refused_leaves_the_others_booked(floor: Floor) -> None:
    from kanban_app.operations.booking import book_action
    from kanban_app.operations.commands import Do

    floor.done("consume", "rack 2")
    codes = tuple(floor.card(f"rack {number}").code for number in (1, 2, 3))
    outcomes = book_action(floor.session, Do(Action.CONSUME, codes), floor.clock())
    assert [outcome.answer for outcome in outcomes] == [Answer.DONE, Answer.REFUSED, Answer.DONE]
    assert len(refusals(floor)) == 1
    assert audit(floor.session.database).findings == ()
