"""A serial scanner in the whole program: it books at a station, is tested in the help, is chosen in the settings."""

from __future__ import annotations

from PySide6.QtTest import QTest

from kanban_app.domain.cards import CardState
from kanban_app.domain.scanner_check import TEST_CODE
from kanban_app.gui.serial_line import SerialState
from tests.gui.conftest import until
from tests.gui.serial.conftest import rest

LINE, STORE = "assembly line", "factory store"


def connected(program, cable):
    program.settings.serial_port = cable.name
    until(lambda: program.office.serial.state is SerialState.CONNECTED or rest(0.01))


def test_a_serial_scan_books_at_a_station_with_the_focus_elsewhere(program, factory, plant, cable):
    card = factory.card("chair", STORE, 4)
    connected(program, cable)
    program.settings.stand_at(plant, STORE)
    program.open(plant)
    program.office.go("station")
    terminal = program.office.station.terminal
    terminal.strip.code_field.setFocus()
    cable.send(f"]C1{card.code}\r\n".encode())
    until(lambda: (terminal.booker.running == 0 and terminal.strip.answer.sign is not None) or rest(0.01))
    assert terminal.strip.code_field.text() == ""
    assert terminal.strip.answer.headline == "Emptied: chair 4 of 8"
    assert program.office.link.board.card(card.id).state is not CardState.FULL


def test_a_serial_scan_finds_its_card_in_the_office(program, factory, plant, cable):
    card = factory.card("chair", STORE, 4)
    connected(program, cable)
    program.open(plant)
    program.office.go("plant")
    cable.send(f"{card.code}\r".encode())
    until(lambda: program.office.page_name() == "board" or rest(0.01))
    assert factory.card("chair", STORE, 4).state is card.state


def test_a_station_says_that_the_scanner_is_away_and_no_longer_when_it_is_back(program, factory, plant, cable):
    program.settings.stand_at(plant, LINE)
    connected(program, cable)
    program.open(plant)
    program.office.go("station")
    sign = program.office.station.terminal.head.scanner
    assert not sign.isVisible()
    cable.pull_out()
    until(lambda: sign.isVisible() or rest(0.01))
    assert sign.text() == "Scanner not connected"
    program.office.set_zoom(110)
    sign = program.office.station.terminal.head.scanner
    until(sign.isVisible)
    cable.plug_in()
    until(lambda: not sign.isVisible() or rest(0.01))


def test_the_scanner_test_shows_what_a_serial_scanner_sends_and_nothing_is_booked(program, plant, cable):
    connected(program, cable)
    program.open(plant)
    program.office.ways.show_help("tester")
    tester = program.office.ways.help.tester
    tester.start()
    cable.send(f"{TEST_CODE}\r\n".encode())
    until(lambda: tester.verdict is not None or rest(0.01))
    assert (tester.verdict.is_good, tester.verdict.code) == (True, TEST_CODE)
    assert len(tester.model.keys) == len(TEST_CODE) + 2
    assert program.bar("scan") == ""
    tester.stop()
    cable.send(b"something\r")
    until(lambda: program.bar("scan") or rest(0.01))


def test_a_port_is_chosen_by_its_name_in_the_settings_and_its_state_stands_there(program, plant, cable):
    program.open(plant)
    program.office.go("plant")
    rows = program.office.plant.scanner
    until(lambda: rows.port.findText("another, by its name") > 0 or rest(0.01))
    assert not rows.baud.isVisible()
    rows.port.setCurrentIndex(rows.port.findText("another, by its name"))
    rows.port.activated.emit(rows.port.currentIndex())
    QTest.keyClicks(rows.device, cable.name)
    rows.device.editingFinished.emit()
    until(lambda: rows.told.text() == "Scanner connected." or rest(0.01))
    assert program.settings.serial_port == cable.name
    assert rows.baud.isVisible()
    cable.pull_out()
    until(lambda: "not connected" in rows.told.text() or rest(0.01))


def test_the_window_closes_while_the_scanner_is_away(program, plant, cable):
    connected(program, cable)
    program.open(plant)
    cable.pull_out()
    until(lambda: program.office.serial.state is SerialState.AWAY or rest(0.01))
    program.close()
