"""Who books at a station, and what one shift leaves to the next, through the real screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.station.forms import NoteForm, PersonForm
from kanban_app.operations.notes import read_notes, write_note
from kanban_app.operations.persons import keep_person
from tests.gui.conftest import Station, until
from tests.gui.plants import Factory

LINE = "assembly line"
OpenStation = Callable[[str], Station]


@pytest.fixture
def line(at_station: OpenStation, factory: Factory) -> Station:
    """The assembly line, where Kim supervises with a badge and a PIN and Sam has a badge."""

    def keep(session: object) -> None:
        keep_person(session, "", "Kim", supervisor=True, badge="B-17", pin="4711")  # type: ignore[arg-type]
        keep_person(session, "Kim", "Sam", supervisor=False, badge="B-18")  # type: ignore[arg-type]

    factory.shop.write(keep).result()
    station = at_station(LINE)
    until(lambda: len(station.screen.link.people) == 2)
    return station


def person_form(line: Station) -> PersonForm:
    form = line.screen.strip.form()
    assert isinstance(form, PersonForm)
    return form


def test_a_badge_changes_the_person_and_the_next_scan_is_theirs(line: Station, factory: Factory) -> None:
    line.hands.send("B-18")
    until(lambda: line.settings.person == "Sam")
    assert line.answer.headline == "Sam books here now."
    assert line.answer.sign is AnswerSign.ACCEPTED
    assert line.screen.head.person.text() == "Sam"
    line.scan(factory.card("chair leg", LINE, 3))
    assert factory.shop.history(limit=1).result()[0].event.person == "Sam"


def test_a_badge_also_ends_the_question_who_it_is(line: Station) -> None:
    line.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    person_form(line)
    line.hands.send("B-17")
    until(lambda: line.settings.person == "Kim")
    assert line.screen.strip.form() is None


def test_a_name_with_a_pin_needs_it(line: Station) -> None:
    before = line.settings.person
    line.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    form = person_form(line)
    assert not form.pin.isVisible()
    form.name.setCurrentText("Kim")
    assert form.pin.isVisible()
    form.pin.setText("4712")
    QTest.keyClick(form.pin, Qt.Key.Key_Return)
    until(lambda: "not the PIN of Kim" in form.told.text())
    assert (line.settings.person, form.pin.text()) == (before, "")
    form.pin.setText("4711")
    QTest.keyClick(form.pin, Qt.Key.Key_Return)
    until(lambda: line.settings.person == "Kim")


def test_an_unknown_text_is_still_a_scan_of_a_card(line: Station) -> None:
    line.hands.send("B-19")
    assert line.answered().sign is AnswerSign.REFUSED
    assert line.answer.code_line.startswith("unknown_card")


def test_a_note_is_left_seen_by_the_next_shift_and_done(line: Station, factory: Factory) -> None:
    bar = line.screen.note_bar
    assert not bar.isVisible()
    line.press_button("Note")
    form = line.screen.strip.form()
    assert isinstance(form, NoteForm)
    form.note.setText("the jig is worn")
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    until(bar.isVisible)
    assert bar.rows[0].label.text().startswith("the jig is worn (Anna Lind, ")
    until(lambda: line.answer.headline == "The note is left for the next shift.")
    QTest.mouseClick(bar.rows[0].button, Qt.MouseButton.LeftButton)
    until(lambda: not bar.isVisible())
    assert factory.shop.read(read_notes).result() == {}


def test_an_empty_note_is_refused_where_it_stands(line: Station, factory: Factory) -> None:
    line.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    form = line.screen.strip.form()
    assert isinstance(form, NoteForm)
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    assert form.told.text() == "Write what the next shift should know."
    assert factory.shop.read(read_notes).result() == {}


def test_notes_of_another_terminal_come_by_themselves_and_only_the_oldest_two_are_shown(
    line: Station, factory: Factory
) -> None:
    for number in range(4):
        factory.shop.write(write_note, factory.station(LINE), f"note {number}", "", factory.clock()).result()
    factory.shop.write(write_note, factory.station("saw"), "for the saw", "", factory.clock()).result()
    bar = line.screen.note_bar
    until(lambda: bar._more.text() == "2 more notes")
    assert [row.label.text()[:6] for row in bar.rows] == ["note 0", "note 1"]
