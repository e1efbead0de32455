"""The scanner test: what a scanner sends is shown and judged, and while it runs no key does anything else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from kanban_app.domain.scanner_check import TEST_CODE, Sender, Terminator, Trait
from kanban_app.gui.help import drawer, tester
from kanban_app.gui.help.key_ear import KeyEar
from kanban_app.gui.help.tester import ScannerTestPage
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.scan_keys import LINUX_KEYS
from tests.gui.conftest import until
from tests.gui.help.conftest import Desk


@pytest.fixture
def page(desk: Desk) -> Iterator[ScannerTestPage]:
    """The test, running; its ear knows the keys of X, whatever this runs on."""
    desk.open().show_page(drawer.TESTER)
    desk.drawer.tester.ear._keys = LINUX_KEYS
    QTest.mouseClick(desk.drawer.tester.start_button, Qt.MouseButton.LeftButton)
    assert desk.drawer.tester.ear.is_listening()
    desk.hands.even_gap_ms = 8
    return desk.drawer.tester


def verdict_of(page: ScannerTestPage):
    until(lambda: page.verdict is not None and not page._silence.isActive())
    return page.verdict


def test_a_good_scanner_works_and_nothing_is_booked(desk: Desk, page: ScannerTestPage):
    desk.hands.send(TEST_CODE)
    assert verdict_of(page).is_good
    assert page.notice.headline.text() == "This scanner works."
    assert page.notice.sign() is AnswerSign.ACCEPTED
    assert "147 CXT K" in page.notice.detail.text()
    QTest.qWait(80)
    assert desk.scans == []
    assert desk.drawer.field.text() == desk.field.text() == ""


def test_each_key_is_listed_as_it_came(desk: Desk, page: ScannerTestPage):
    desk.hands.send("7K")
    model = page.model
    until(lambda: model.rowCount() == 3)
    table = [[model.data(model.index(row, column)) for column in range(5)] for row in range(3)]
    assert table == [["7", "7", "16", "", ""], ["K", "K", "45", "Shift", "8"], ["", "Enter", "36", "", "8"]]


@pytest.mark.parametrize(
    ("end", "terminator"), [("", Terminator.NONE), ("\t", Terminator.TAB), ("\r\n", Terminator.CR_LF)]
)
def test_terminators_are_recognised(desk: Desk, page: ScannerTestPage, end, terminator):
    desk.hands.send(TEST_CODE, end=end)
    assert verdict_of(page).terminator is terminator
    assert ("Enter (CR)" in page.notice.detail.text()) is (terminator is Terminator.NONE)


def test_another_keyboard_is_recognised_by_its_keys(desk: Desk, page: ScannerTestPage):
    desk.hands.send(TEST_CODE, layout=lambda character: {"1": "&", "4": "'", "7": "è"}.get(character, character))
    verdict = verdict_of(page)
    assert (verdict.code, verdict.traits) == (TEST_CODE, (Trait.OTHER_LAYOUT,))
    assert "country" in page.notice.detail.text()


def test_a_person_is_not_taken_for_a_scanner(desk: Desk, page: ScannerTestPage):
    desk.hands.even_gap_ms = 110
    desk.hands.send("hello")
    assert verdict_of(page).sender is Sender.PERSON
    assert page.notice.sign() is AnswerSign.NO_OP


def test_two_scans_are_judged_one_by_one(desk: Desk, page: ScannerTestPage):
    desk.hands.send("]Q3" + TEST_CODE)
    assert Trait.AIM_PREFIX in verdict_of(page).traits
    desk.hands.send(TEST_CODE)
    until(lambda: page.verdict.traits == ())
    assert page.verdict.is_good


def test_keys_of_the_program_do_nothing_while_it_runs(desk: Desk, page: ScannerTestPage):
    desk.press(Qt.Key.Key_F1)
    assert desk.drawer.isVisible()
    assert page.model.data(page.model.index(0, 1)) == "F1"


def test_esc_ends_the_test_and_then_keys_work_again(desk: Desk, page: ScannerTestPage):
    desk.press(Qt.Key.Key_Escape)
    assert not page.ear.is_listening()
    assert desk.drawer.isVisible()
    desk.hands.send("7KD042H")
    until(lambda: desk.scans == ["7KD042H"])


def test_leaving_the_page_ends_the_test(desk: Desk, page: ScannerTestPage):
    desk.drawer.show_page("board")
    assert not page.ear.is_listening()


def test_another_window_ends_the_test(desk: Desk, page: ScannerTestPage):
    other = QMainWindow()
    other.show()
    other.activateWindow()
    until(lambda: not page.ear.is_listening())
    other.close()
    other.deleteLater()


def test_the_list_of_keys_does_not_grow_without_end(desk: Desk, page: ScannerTestPage, monkeypatch):
    monkeypatch.setattr("kanban_app.gui.help.key_table.MOST_ROWS", 5)
    desk.hands.send(TEST_CODE)
    assert page.model.rowCount() == 5
    assert verdict_of(page).is_good


def test_the_ear_is_the_programs_own_reading():
    assert KeyEar._held.__qualname__.startswith("ScanInput")
    assert tester.HOLD_MS == 50


class Opener(QObject):
    """Stands in for the desktop's viewer."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def test_the_set_up_card_is_printed_and_opened(desk: Desk, factory):
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    desk.open().show_page(drawer.TESTER)
    page = desk.drawer.tester
    QTest.mouseClick(page.print_button, Qt.MouseButton.LeftButton)
    assert not page.print_button.isEnabled()
    until(page.open_button.isVisible)
    made = factory.path.with_name("factory cards") / "scanner set-up card.pdf"
    assert made.read_bytes().startswith(b"%PDF")
    assert page.told.text() == "Printed into scanner set-up card.pdf."
    page.open_button.click()
    assert [Path(name) for name in opener.opened] == [made]
    QDesktopServices.unsetUrlHandler("file")


def test_a_card_that_cannot_be_written_is_told(desk: Desk, factory):
    factory.path.with_name("factory cards").write_text("a file where the folder should be")
    desk.open().show_page(drawer.TESTER)
    page = desk.drawer.tester
    page.print_card()
    until(lambda: "could not be written" in page.told.text())
    assert page.print_button.isEnabled()
    assert not page.open_button.isVisible()
