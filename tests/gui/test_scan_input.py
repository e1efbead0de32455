"""A scanner is told from a person, wherever the focus is, and no key of a scan ever reaches anything."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.codes import code_of, parse
from kanban_app.gui.scan_input import FORGET_MS, STUMBLE_MS, ScanInput
from kanban_app.gui.scan_keys import LINUX_KEYS, WINDOWS_KEYS
from tests.gui.conftest import Hands

CODE = code_of(7, 1234)
OTHER = code_of(8, 1234)


class Bench(QMainWindow):
    """A window with everything that wants keys, and a note of everything that happened."""

    def __init__(self) -> None:
        super().__init__()
        self.happened: list[str] = []
        centre = QWidget()
        self.setCentralWidget(centre)
        rows = QVBoxLayout(centre)
        self.field = QLineEdit()
        self.button = QPushButton("&Go")
        self.box = QComboBox()
        self.box.addItems(["chair", "desk", "7KD"])
        self.list = QListWidget()
        self.list.addItems(["0", "1", "2"])
        self.table = QTableWidget(2, 2)
        for widget in (self.field, self.button, self.box, self.list, self.table):
            rows.addWidget(widget)
        self.button.clicked.connect(lambda: self.happened.append("button"))
        self.box.currentIndexChanged.connect(lambda: self.happened.append("box"))
        for keys in ("Ctrl+Z", "Ctrl+P", "F8", "Alt+1", "Ctrl+]", "Ctrl+J", "Ctrl+M", "Ctrl+K"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda keys=keys: self.happened.append(keys))
        action = QAction("find", self)
        action.setShortcut(QKeySequence("Ctrl+F"))
        action.triggered.connect(lambda: self.happened.append("Ctrl+F"))
        self.addAction(action)


class Ear(QObject):
    """Collects what was scanned."""

    def __init__(self, scan_input: ScanInput) -> None:
        super().__init__()
        self.heard: list[str] = []
        scan_input.scanned.connect(self.heard.append)


@pytest.fixture
def bench(qtbot) -> Iterator[Bench]:
    window = Bench()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def ear(bench: Bench) -> Ear:
    scan_input = ScanInput(bench, LINUX_KEYS)
    scan_input.listen()
    return Ear(scan_input)


@pytest.fixture
def scanner(bench: Bench) -> Hands:
    return Hands(bench)


@pytest.fixture
def person(bench: Bench) -> Hands:
    return Hands(bench)


@pytest.mark.parametrize("end", ["\r", "\t", "\r\n", "\n", ""], ids=["Enter", "Tab", "CR LF", "LF", "nothing"])
@pytest.mark.parametrize("focus", ["field", "button", "box", "list", "table"])
def test_a_scan_is_heard_once_and_leaves_no_trace_wherever_the_focus_is(bench, ear, scanner, focus, end):
    getattr(bench, focus).setFocus()
    before = bench.focusWidget()
    scanner.send(CODE, end)
    QTest.qWait(STUMBLE_MS + 120)
    assert ear.heard == [CODE]
    assert bench.field.text() == ""
    assert bench.happened == []
    assert bench.focusWidget() is before


def test_two_scans_right_after_each_other_are_both_heard(ear, scanner):
    scanner.send(CODE)
    scanner.send(OTHER)
    assert ear.heard == [CODE, OTHER]


def test_the_same_card_twice_is_heard_twice_and_left_to_the_double_scan_rule(ear, scanner):
    scanner.send(CODE)
    scanner.send(CODE)
    assert ear.heard == [CODE, CODE]


def test_a_scan_while_a_menu_is_open_is_heard_and_chooses_nothing(qtbot, bench, ear, scanner):
    menu = QMenu(bench)
    menu.addAction("&0 first", lambda: bench.happened.append("menu"))
    menu.addAction("&C second", lambda: bench.happened.append("menu"))
    menu.popup(bench.mapToGlobal(bench.rect().center()))
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is menu.windowHandle())
    scanner.send(CODE)
    assert ear.heard == [CODE]
    assert bench.happened == []
    menu.close()


def test_a_scan_while_a_dialog_is_open_is_heard_and_confirms_nothing(qtbot, bench, ear, scanner):
    dialog = QDialog(bench)
    rows = QVBoxLayout(dialog)
    field = QLineEdit()
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    rows.addWidget(field)
    rows.addWidget(box)
    box.accepted.connect(lambda: bench.happened.append("confirmed"))
    box.rejected.connect(lambda: bench.happened.append("cancelled"))
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    scanner.send(CODE, "\r\r")
    QTest.qWait(STUMBLE_MS + 60)
    assert ear.heard == [CODE]
    assert field.text() == ""
    assert bench.happened == []
    dialog.close()


def test_a_scan_that_stumbles_once_is_still_one_scan(bench, ear, scanner):
    bench.field.setFocus()
    scanner.send(CODE[:4], "")
    QTest.qWait(120)
    scanner.send(CODE[4:])
    assert ear.heard == [CODE]
    assert bench.field.text() == ""


def test_a_scan_that_stops_for_long_is_put_together_where_no_field_could_take_its_beginning(bench, ear, scanner):
    bench.button.setFocus()
    scanner.send(CODE[:2], "")
    QTest.qWait(STUMBLE_MS * 2)
    scanner.send(CODE[2:])
    assert ear.heard == [CODE]


def test_a_scan_goes_on_when_the_focus_moves_in_its_middle(bench, ear, scanner):
    bench.field.setFocus()
    scanner.send(CODE[:4], "")
    bench.button.setFocus()
    scanner.send(CODE[4:])
    assert ear.heard == [CODE]
    assert bench.field.text() == ""


def test_keys_that_waited_while_the_window_was_busy_are_not_taken_for_typing(bench, ear, scanner):
    bench.field.setFocus()
    scanner.even_gap_ms = 4
    scanner.send(CODE[:2], "")
    # No event loop runs meanwhile, so the silence is noticed late, when the other keys are already waiting.
    time.sleep(0.3)
    QTimer.singleShot(5, bench, lambda: scanner.send(CODE[2:]))
    QTest.qWait(STUMBLE_MS + 60)
    assert ear.heard == [CODE]
    assert bench.field.text() == ""


def test_a_person_types_in_a_field_as_ever(bench, ear, person):
    bench.field.setFocus()
    person.type("chair leg 7")
    QTest.qWait(80)
    assert bench.field.text() == "chair leg 7"
    assert ear.heard == []


def test_a_person_who_types_a_code_into_a_field_keeps_it_there(bench, ear, person):
    bench.field.setFocus()
    entered = []
    bench.field.returnPressed.connect(lambda: entered.append(bench.field.text()))
    person.type(CODE + "\r")
    QTest.qWait(80)
    assert entered == [CODE]
    assert ear.heard == []


def test_two_keys_rolled_by_a_fast_finger_arrive_in_order(bench, ear, person):
    bench.field.setFocus()
    person.type("th", gap_ms=25)
    QTest.qWait(80)
    assert bench.field.text() == "th"
    assert ear.heard == []


def test_editing_keys_keep_their_order_among_typed_ones(bench, ear, person):
    bench.field.setFocus()
    person.type("ab", gap_ms=60)
    person.press(Qt.Key.Key_Backspace, "\b")
    QTest.qWait(60)
    person.press(Qt.Key.Key_Home)
    QTest.qWait(60)
    person.type("x", gap_ms=80)
    assert bench.field.text() == "xa"


def test_no_bare_letter_digit_or_space_in_a_list_acts_outside_a_field(bench, ear, person):
    bench.list.setFocus()
    bench.list.setCurrentRow(0)
    person.type("2")
    QTest.qWait(80)
    assert bench.list.currentRow() == 0
    bench.box.setFocus()
    person.type("d")
    QTest.qWait(80)
    assert bench.happened == []


def test_space_presses_the_button_that_has_the_focus(bench, ear, person):
    bench.button.setFocus()
    person.type(" ")
    QTest.qWait(80)
    assert bench.happened == ["button"]


def test_a_code_typed_slowly_without_a_field_is_taken_at_enter(bench, ear, person):
    bench.button.setFocus()
    person.type(CODE + "\r", gap_ms=90)
    QTest.qWait(80)
    assert ear.heard == [CODE]


def test_letters_typed_without_a_field_are_forgotten(bench, ear, person):
    bench.button.setFocus()
    person.type(CODE[:3], gap_ms=90)
    QTest.qWait(FORGET_MS + 100)
    person.type(CODE[3:] + "\r", gap_ms=90)
    QTest.qWait(80)
    assert ear.heard == []


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "name"),
    [
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a", "Ctrl+Z"),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "", "F8"),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier, "1", "Alt+1"),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, "\x06", "Ctrl+F"),
        (Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier, "g", "button"),
    ],
)
def test_a_persons_shortcut_still_fires(bench, ear, person, key, modifiers, text, name):
    bench.list.setFocus()
    person.press(key, text, modifiers)
    QTest.qWait(80)
    assert bench.happened == [name]


def test_a_field_keeps_its_own_shortcuts(bench, ear, person):
    bench.field.setFocus()
    person.type("ab")
    QTest.qWait(80)
    person.press(Qt.Key.Key_Z, "\x1a", Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(80)
    assert bench.field.text() == ""
    assert bench.happened == []


@pytest.mark.parametrize("prefix", ["]C1", "]Q1", "]d2", "]E0"])
def test_a_symbology_prefix_is_taken_off(ear, scanner, prefix):
    scanner.send(prefix + CODE)
    assert [parse(text) for text in ear.heard] == [CODE]


_AZERTY = dict(zip("1234567890qwazm", "&é\"'(-è_çàazqw,", strict=True))
_QWERTZ = dict(zip("yz", "zy", strict=True))
_CZECH = dict(zip("1234567890yz", "+ěščřžýáíézy", strict=True))
LAYOUTS = {"us": {}, "fr": _AZERTY, "de": _QWERTZ, "cz": _CZECH}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("shift", [False, True], ids=["small", "capitals"])
def test_every_code_is_right_on_every_layout(ear, scanner, layout, shift):
    table = LAYOUTS[layout]
    wrong = []
    for card_id in range(1, 60):
        code = code_of(card_id, 99)
        sent = code if shift else code.lower()
        scanner.send(sent, layout=lambda character: table.get(character.lower(), character))
        if parse(ear.heard[-1]) != code:
            wrong.append(code)
    assert wrong == []
    assert len(ear.heard) == 59


def test_a_keypad_with_num_lock_off_still_gives_digits(ear, scanner):
    digits = next(code for code in (code_of(n, 5) for n in range(1, 99999)) if code.isdigit())
    pad = {"7": 79, "8": 80, "9": 81, "4": 83, "5": 84, "6": 85, "1": 87, "2": 88, "3": 89, "0": 90}
    names = {"7": Qt.Key.Key_Home, "8": Qt.Key.Key_Up, "1": Qt.Key.Key_End, "4": Qt.Key.Key_Left}
    for digit in digits:
        key = names.get(digit, Qt.Key.Key_Clear)
        scanner.press(key, "", Qt.KeyboardModifier.KeypadModifier, pad[digit])
    scanner.control("\r")
    assert ear.heard == [digits]


def test_windows_scan_codes_have_no_offset():
    assert [WINDOWS_KEYS[code] for code in (0x02, 0x0B, 0x10, 0x1E, 0x2C, 0x47, 0x52)] == list("10QAZ70")
    assert all(LINUX_KEYS[code + 8] == key for code, key in WINDOWS_KEYS.items())


HOSTILE = [
    "\x1a\x10\x0b" + CODE,
    "\x10" * 20,
    "\x1d" + CODE + "\x1d",
    "\r\r",
    "\r\r\r\r\r",
    "\x1b\x1b\x1b",
    " \r",
    "    ",
    "Y\r",
    "https://example.org/?a=1&b=2",
    "rm -rf /",
    "9" * 5000,
    "]C1]C1]C1",
    "\x0a\x0d\x0a\x0d",
    "\t\t\t",
    "'; DROP TABLE card; --",
    *("".join(chr((place * step + step) % 94 + 33) for place in range(step % 40 + 4)) for step in range(1, 100)),
    *(chr(number) * 5 for number in range(1, 27) if chr(number) not in "\r\t\x0a"),
    *(chr(number) + CODE + "X" for number in range(1, 27)),
]


@pytest.mark.parametrize("focus", ["field", "button", "list"])
def test_hostile_codes_fire_no_shortcut_press_no_button_and_write_nothing(bench, ear, scanner, focus):
    getattr(bench, focus).setFocus()
    bench.list.setCurrentRow(0)
    for code in HOSTILE:
        for character in code:
            if ord(character) < 32:
                scanner.control(character)
            else:
                scanner.send(character, "")
        scanner.control("\r")
    QTest.qWait(STUMBLE_MS + 60)
    assert bench.happened == []
    assert bench.field.text() == ""
    assert bench.list.currentRow() == 0
    assert bench.isVisible()
    assert all(len(text) <= 200 for text in ear.heard)


def test_without_the_filter_the_same_codes_do_harm(bench, scanner):
    """The negative control: the bench notices what the filter keeps out."""
    bench.field.setFocus()
    scanner.send(CODE)
    QTest.qWait(60)
    assert bench.field.text() == CODE
    bench.button.setFocus()
    scanner.send(" ", "")
    assert bench.happened == ["button"]
