"""Who may do what: everybody, until somebody is listed; then only supervisors do what is theirs."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PIL import Image

from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer
from kanban_app.domain.codes import code_of
from kanban_app.domain.first_fill import Start
from kanban_app.domain.refusals import RefusalCode
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.operations import structure_forms as forms
from kanban_app.operations.changing import change_loops, issue_card
from kanban_app.operations.persons import (
    Person,
    PersonError,
    PersonProblem,
    drop_person,
    keep_person,
    list_persons,
    may_supervise,
    pin_fits,
    read_persons,
    remove_person,
    set_person,
)
from kanban_app.operations.session import Session
from kanban_app.operations.structure_words import fault_text
from kanban_app.operations.structuring import save_item, save_station, store_picture
from tests.clock import Clock
from tests.databases import Databases
from tests.store.small_plant import BENCH, PEGS, RACKS, SHOP, SOLD, cards_of, do, everything, plant_it, scan

CODE = code_of(1, 1)
SUPERVISED = [Action.HOLD, Action.RESUME, Action.RETIRE, Action.REPLACE]


@pytest.fixture
def session(databases: Databases, clock: Clock) -> Session:
    session = databases.session()
    plant_it(session, clock())
    return session


def list_kim_and_sam(session: Session) -> None:
    with session.database.write():
        set_person(session.database, "Kim", supervisor=True)
        set_person(session.database, "Sam", supervisor=False)


def test_where_nobody_is_listed_everybody_may_do_everything(session: Session, clock: Clock) -> None:
    assert list_persons(session.database) == []
    assert may_supervise(session.database, "")
    assert may_supervise(session.database, "whoever")
    for person, card in zip(("", "whoever"), cards_of(session.database, SOLD), strict=False):
        [outcome] = do(session, clock(), Action.RETIRE, card, person=person, reason="worn out")
        assert outcome.answer is Answer.DONE


def test_listed_persons_are_told_by_name(session: Session) -> None:
    list_kim_and_sam(session)
    assert list_persons(session.database) == [Person("Kim", True), Person("Sam", False)]
    assert may_supervise(session.database, "Kim")
    assert not may_supervise(session.database, "Sam")
    assert not may_supervise(session.database, "")
    assert not may_supervise(session.database, "Kim'; DELETE FROM person; --")


@pytest.mark.parametrize("action", SUPERVISED)
@pytest.mark.parametrize("person", ["Sam", "", "kim", "Kim\u200b."])
def test_only_a_supervisor_does_what_supervisors_do(
    session: Session, clock: Clock, action: Action, person: str
) -> None:
    list_kim_and_sam(session)
    card = cards_of(session.database, SOLD)[0]
    if action is Action.RESUME:
        do(session, clock(), Action.HOLD, card, person="Kim", reason="check")
    before = everything(session.database)
    [refused] = do(session, clock(), action, card, person=person, reason="because")
    assert (refused.answer, refused.code) == (Answer.REFUSED, RefusalCode.NOT_PERMITTED)
    after = everything(session.database)
    assert {name for name in before if before[name] != after[name]} == {"refusal"}
    [done] = do(session, clock(), action, card, person="Kim", reason="because")
    assert done.answer is Answer.DONE


def test_everybody_scans_and_marks_urgent(session: Session, clock: Clock) -> None:
    list_kim_and_sam(session)
    card = cards_of(session.database, SOLD)[0]
    assert scan(session, clock(), card, SHOP, "id-1", person="Sam").answer is Answer.DONE
    assert do(session, clock(), Action.URGENT, card, person="")[0].answer is Answer.DONE


def test_an_early_release_is_a_supervisor_s(session: Session, clock: Clock) -> None:
    from kanban_app.operations.changing import change_loop

    list_kim_and_sam(session)
    change_loop(session, PEGS, {"lot_cards": 2}, clock())
    card = cards_of(session.database, PEGS)[0]
    do(session, clock(), Action.CONSUME, card, person="Sam")
    assert do(session, clock(), Action.RELEASE, card, person="Sam", reason="rush")[0].code is RefusalCode.NOT_PERMITTED
    assert do(session, clock(), Action.RELEASE, card, person="Kim", reason="rush")[0].answer is Answer.DONE


def test_an_extra_card_is_a_supervisor_s(session: Session, clock: Clock) -> None:
    list_kim_and_sam(session)
    before = everything(session.database)
    refused = issue_card(session, RACKS, None, "order 7", "", "Sam", "t", clock())
    assert refused.code is RefusalCode.NOT_PERMITTED
    assert everything(session.database)["card"] == before["card"]
    assert issue_card(session, RACKS, None, "order 7", "", "Kim", "t", clock()).answer is Answer.DONE


def test_a_person_takes_back_their_own_step_in_time_and_nobody_else_s(session: Session, clock: Clock) -> None:
    list_kim_and_sam(session)
    mine, kims = cards_of(session.database, SOLD)[:2]
    do(session, clock(), Action.CONSUME, mine, person="Sam")
    do(session, clock(), Action.CONSUME, kims, person="Kim")
    assert do(session, clock(), Action.REVERT, kims, person="Sam")[0].code is RefusalCode.NOT_PERMITTED
    assert do(session, clock(), Action.REVERT, mine, person="Sam")[0].answer is Answer.DONE
    do(session, clock(), Action.CONSUME, mine, person="Sam")
    late = clock() + timedelta(minutes=5)
    assert do(session, late, Action.REVERT, mine, person="Sam", reason="x")[0].code is RefusalCode.NOT_PERMITTED
    assert do(session, late, Action.REVERT, mine, person="Kim", reason="x")[0].answer is Answer.DONE


def test_a_person_who_left_is_in_the_ledger_and_may_no_more(session: Session, clock: Clock) -> None:
    list_kim_and_sam(session)
    card = cards_of(session.database, SOLD)[0]
    do(session, clock(), Action.HOLD, card, person="Kim", reason="check")
    with session.database.write():
        remove_person(session.database, "Kim")
    assert list_persons(session.database) == [Person("Sam", False)]
    assert do(session, clock(), Action.RESUME, card, person="Kim")[0].code is RefusalCode.NOT_PERMITTED
    assert ("Kim",) in session.database.fetch_all("SELECT person FROM event")


def test_a_name_is_kept_as_it_is_written_without_what_cannot_be_printed(session: Session, clock: Clock) -> None:
    card = cards_of(session.database, SOLD)[0]
    do(session, clock(), Action.CONSUME, card, person="  Åsa\x00\n O'Brien <b>  " + "x" * 500)
    row = session.database.fetch_one("SELECT person FROM event WHERE action = 'consume'")
    assert row is not None
    assert row[0].startswith("Åsa O'Brien <b>")
    assert len(row[0]) == 200


def people(session: Session) -> dict[str, tuple[bool, str, bool]]:
    return {person.name: (person.supervisor, person.badge, person.has_pin) for person in read_persons(session)}


def test_the_first_who_is_listed_supervises_and_lists_the_others(session: Session) -> None:
    keep_person(session, "", " Kim   Berg ", supervisor=False, badge="B-17", pin="4711")
    assert people(session) == {"Kim Berg": (True, "B-17", True)}
    keep_person(session, "Kim Berg", "Sam", supervisor=False)
    assert people(session)["Sam"] == (False, "", False)


def test_badge_and_pin_stay_until_they_are_changed_or_taken_away(session: Session) -> None:
    keep_person(session, "", "Kim", supervisor=True, badge="B-17", pin="4711")
    keep_person(session, "Kim", "Kim", supervisor=True)
    assert people(session) == {"Kim": (True, "B-17", True)}
    assert pin_fits(session, "Kim", "4711")
    assert not pin_fits(session, "Kim", "4712")
    keep_person(session, "Kim", "Kim", supervisor=True, badge="", pin="")
    assert people(session) == {"Kim": (True, "", False)}
    assert pin_fits(session, "Kim", "")


def test_a_pin_is_not_in_the_plant(session: Session) -> None:
    keep_person(session, "", "Kim", supervisor=True, pin="4711")
    keep_person(session, "Kim", "Sam", supervisor=False, pin="4711")
    kept = [row[0] for row in session.database.fetch_all("SELECT pin_hash FROM person")]
    assert all("4711" not in text for text in kept)
    assert kept[0] != kept[1], "each with its own salt"


REFUSED_PEOPLE = [
    (PersonProblem.NO_NAME, {"name": " \t"}),
    (PersonProblem.NO_NAME, {"name": "x" * 61}),
    (PersonProblem.NO_NAME, {"name": "Kim\x07"}),
    (PersonProblem.BAD_PIN, {"pin": "123"}),
    (PersonProblem.BAD_PIN, {"pin": "12a4"}),
    (PersonProblem.BAD_PIN, {"pin": "\u0661\u0662\u0663\u0664"}),
    (PersonProblem.BAD_BADGE, {"badge": "B"}),
    (PersonProblem.BADGE_TAKEN, {"badge": "B-17"}),
    (PersonProblem.BADGE_IS_CARD, {"badge": CODE}),
    (PersonProblem.NOT_PERMITTED, {"by": "Sam"}),
    (PersonProblem.NOT_PERMITTED, {"by": ""}),
]


@pytest.mark.parametrize(("problem", "wrong"), REFUSED_PEOPLE, ids=str)
def test_a_person_who_cannot_be_kept_so_changes_nothing(
    session: Session, problem: PersonProblem, wrong: dict[str, str]
) -> None:
    keep_person(session, "", "Kim", supervisor=True, badge="B-17")
    before = everything(session.database)
    asked = {"by": "Kim", "name": "Lou", "badge": "B-18", "pin": "4711", **wrong}
    with pytest.raises(PersonError) as caught:
        keep_person(session, asked["by"], asked["name"], supervisor=False, badge=asked["badge"], pin=asked["pin"])
    assert caught.value.problem is problem
    assert caught.value.text()
    assert everything(session.database) == before


def test_somebody_always_supervises(session: Session) -> None:
    keep_person(session, "", "Kim", supervisor=True)
    keep_person(session, "Kim", "Sam", supervisor=False)
    with pytest.raises(PersonError, match="last_supervisor"):
        keep_person(session, "Kim", "Kim", supervisor=False)
    with pytest.raises(PersonError, match="last_supervisor"):
        drop_person(session, "Kim", "Kim")
    with pytest.raises(PersonError, match="unknown"):
        drop_person(session, "Kim", "nobody")
    drop_person(session, "Kim", "Sam")
    drop_person(session, "Kim", "Kim")
    assert people(session) == {}
    assert may_supervise(session.database, "whoever")


def structure_edits(session: Session, now: datetime, person: str) -> dict[str, Callable[[], object]]:
    """Every way to change stations, items, parts and loops by hand."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(picture, "PNG")
    structure = session.structure
    peg, bench = structure.items[1], structure.stations[BENCH]
    texts = {"item": "peg", "source": "supplier", "consumer": "store", "container_quantity": "5", "card_count": "2"}
    return {
        "station": lambda: save_station(session, replace(bench, location="hall 2"), now, person),
        "item": lambda: save_item(session, replace(peg, description="round"), now, person),
        "picture": lambda: store_picture(session, picture.getvalue(), person),
        "parts": lambda: forms.keep_parts(session, 2, [("peg", "5")], now, person),
        "loop": lambda: change_loops(session, {PEGS: {"priority": 7}}, now, person),
        "new loop": lambda: forms.keep_new_loop(session, texts, Start.NEW, now, person),
    }


EDITS = ("station", "item", "picture", "parts", "loop", "new loop")


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("person", ["Sam", "", "somebody else"])
def test_only_supervisors_change_the_structure(session: Session, clock: Clock, edit: str, person: str) -> None:
    list_kim_and_sam(session)
    before = everything(session.database)
    with pytest.raises(EditRefused) as caught:
        structure_edits(session, clock(), person)[edit]()
    [fault] = caught.value.faults
    assert (fault.field_name, fault.code) == ("", "not_permitted")
    assert fault_text(fault) == "Only a supervisor changes this. Nothing was changed. Call Kim."
    assert everything(session.database) == before
    structure_edits(session, clock(), "Kim")[edit]()
    assert everything(session.database) != before


@pytest.mark.parametrize("edit", EDITS)
def test_everybody_changes_the_structure_while_nobody_is_listed(session: Session, clock: Clock, edit: str) -> None:
    before = everything(session.database)
    structure_edits(session, clock(), "Sam")[edit]()
    assert everything(session.database) != before
