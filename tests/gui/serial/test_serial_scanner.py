"""A scanner on a serial port, as a pseudo-terminal: heard, lost, found again, and gone with the window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kanban_app.gui.serial_line import SerialState
from kanban_app.gui.serial_scanner import SerialScanner
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.serial.conftest import Cable, rest

CODE = "7KD042H"


class Ear:
    """A scanner with a notebook."""

    def __init__(self, settings: Settings) -> None:
        self.scanner = SerialScanner(settings)
        self.heard: list[str] = []
        self.sign: list[str] = []
        self.scanner.scanned.connect(self.heard.append)

    def hears(self, *texts: str) -> None:
        until(lambda: len(self.heard) >= len(texts) or rest(0.01))
        assert self.heard == list(texts)
        self.heard.clear()

    def is_in(self, state: SerialState) -> None:
        until(lambda: self.scanner.state is state or rest(0.01))


@pytest.fixture
def listen(qapp: QApplication, cable: Cable) -> Iterator[Callable[[str], Ear]]:
    """Listens on the cable, with the end that is given."""
    made: list[Ear] = []

    def begin(end: str = "any", name: str = "") -> Ear:
        settings = Settings()
        settings.serial_end = end
        settings.serial_port = name or cable.name
        made.append(Ear(settings))
        return made[-1]

    yield begin
    for ear in made:
        ear.scanner.stop()


@pytest.mark.parametrize("end, sent", [("any", b"\r"), ("cr", b"\r"), ("lf", b"\n"), ("crlf", b"\r\n"), ("tab", b"\t")])
def test_a_code_in_one_piece_in_two_and_two_at_once(listen, cable, end, sent):
    ear = listen(end)
    ear.is_in(SerialState.CONNECTED)
    cable.send(CODE.encode() + sent)
    ear.hears(CODE)
    cable.send(CODE[:3].encode())
    rest(0.05)
    cable.send(CODE[3:].encode() + sent)
    ear.hears(CODE)
    cable.send(b"one" + sent + b"two" + sent)
    ear.hears("one", "two")


def test_a_scanner_that_ends_with_nothing_is_done_after_a_pause(listen, cable):
    ear = listen("none")
    ear.is_in(SerialState.CONNECTED)
    cable.send(b"badge")
    ear.hears("badge")
    cable.send(b"another")
    ear.hears("another")


def test_rubbish_is_survived(listen, cable):
    ear = listen()
    ear.is_in(SerialState.CONNECTED)
    cable.send(bytes(range(256)) * 4)
    cable.send(b"\r" + CODE.encode() + b"\r")
    until(lambda: ear.heard[-1:] == [CODE] or rest(0.01))


def test_pulled_out_and_put_back_it_is_found_again(listen, cable):
    ear = listen()
    ear.is_in(SerialState.CONNECTED)
    cable.send(CODE[:2].encode())
    rest(0.05)
    cable.pull_out()
    ear.is_in(SerialState.AWAY)
    assert not ear.scanner.is_well()
    assert "by itself" in ear.scanner.told()
    cable.plug_in()
    ear.is_in(SerialState.CONNECTED)
    cable.send(CODE.encode() + b"\r")
    ear.hears(CODE)


def test_a_scanner_that_is_plugged_in_later_is_found(listen, cable):
    cable.pull_out()
    ear = listen()
    ear.is_in(SerialState.AWAY)
    cable.plug_in()
    ear.is_in(SerialState.CONNECTED)


def test_another_port_is_listened_to_at_once_and_none_ends_it(listen, cable):
    ear = listen(name="/dev/no-such-port")
    ear.is_in(SerialState.AWAY)
    ear.scanner._settings.serial_port = cable.name
    ear.is_in(SerialState.CONNECTED)
    ear.scanner._settings.serial_port = ""
    ear.is_in(SerialState.OFF)
    assert ear.scanner.told() == ""
    until(lambda: not ear.scanner._threads or rest(0.01))


def test_a_computer_without_the_library_says_so_in_words(listen, monkeypatch):
    monkeypatch.setitem(sys.modules, "PySide6.QtSerialPort", None)
    ear = listen()
    ear.is_in(SerialState.NO_PART)
    assert "PySide6-Addons" in ear.scanner.told()


def test_without_a_port_nothing_runs(qapp):
    scanner = SerialScanner(Settings())
    assert scanner.state is SerialState.OFF
    assert scanner._threads == []
    scanner.stop()
