"""A monkey in front of the whole program: ten thousand seeded keys, clicks, scans, drags and changes of look.

No crash, no line in the log that nobody expects, and books that balance afterwards. `test_monkey.py` runs it in a
process of its own: a monkey leaves buttons pressed and windows behind.
"""

from __future__ import annotations

import logging
import os
from random import Random

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QWidget

from kanban_app.operations.persons import drop_person, read_persons
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory
from tests.gui.program import Program

EVENTS = int(os.environ.get("KANBAN_TEST_MONKEY", "10000"))
SEED = int(os.environ.get("KANBAN_TEST_SEED", "20261121"))

KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Delete),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8),
    *(Qt.Key.Key_F9, Qt.Key.Key_F10, Qt.Key.Key_F11, Qt.Key.Key_F12, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_A, Qt.Key.Key_7, Qt.Key.Key_Minus),
)
WITH_CTRL = (
    *(Qt.Key.Key_Z, Qt.Key.Key_F, Qt.Key.Key_P, Qt.Key.Key_K, Qt.Key.Key_U, Qt.Key.Key_H, Qt.Key.Key_R, Qt.Key.Key_A),
    *(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4),
)
# What leads out of the program, or waits for a person in a program of its own.
LEFT_ALONE = ("Close this plant", "Open another plant…", "Open it", "Open the log folder")


def words_on(widget: QWidget) -> str:
    """What stands on a button."""
    return widget.text() if isinstance(widget, QAbstractButton) else ""


class Monkey:
    """Does one thing after the other, the same ones for the same seed."""

    def __init__(self, program: Program, factory: Factory) -> None:
        self.program, self.factory = program, factory
        self.chance = Random(SEED)
        self.codes = [card.code for card in factory.shop.board().result().cards()]
        self.done: list[str] = []

    def window(self) -> QWidget:
        """Where it sits: the window in front, whichever that is."""
        return QApplication.activeModalWidget() or QApplication.activeWindow() or self.program.window

    def act(self) -> None:
        """One event. Qt's own file dialog asks back in a loop of its own: it is left as soon as it has come."""
        asking = self.window()
        if isinstance(asking, QFileDialog):
            self.note("leave the file dialog")
            asking.reject()
            return
        deeds = (self.press, self.press_ctrl, self.click, self.click, self.click, self.scan, self.drag, self.type_text)
        # A change of look makes every screen anew: half a second each.
        chance = self.chance.random()
        rare = (self.resize, self.go) if chance < 0.03 else deeds
        deed = self.change_look if chance < 0.001 else self.chance.choice(rare)
        deed()

    def note(self, text: str) -> None:
        self.done.append(text)

    def press(self) -> None:
        key = self.chance.choice(KEYS)
        self.note(f"key {key}")
        QTest.keyClick(
            self.window(),
            key,
            self.chance.choice([Qt.KeyboardModifier.NoModifier] * 4 + [Qt.KeyboardModifier.ShiftModifier]),
        )

    def press_ctrl(self) -> None:
        key = self.chance.choice(WITH_CTRL)
        self.note(f"Ctrl {key}")
        QTest.keyClick(self.window(), key, Qt.KeyboardModifier.ControlModifier)

    def type_text(self) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit):
            text = self.chance.choice(["12", "0", "-3", "chair", "x" * 80, "1,5", "7KD", "\u00c5sa", "\u200f\u0416"])
            self.note(f"type {text!r}")
            if text.isascii():
                QTest.keyClicks(focus, text)
            else:
                focus.insert(text)  # QTest knows no keys for these

    def target(self) -> QWidget | None:
        """Something that can be seen and pressed."""
        found = [
            widget
            for widget in self.window().findChildren(QWidget)
            if widget.isVisible() and widget.isEnabled() and words_on(widget) not in LEFT_ALONE
        ]
        return self.chance.choice(found) if found else None

    def click(self) -> None:
        widget = self.target()
        if widget is None or not widget.width() or not widget.height():
            return
        spot = QPoint(self.chance.randrange(widget.width()), self.chance.randrange(widget.height()))
        self.note(f"click {type(widget).__name__} {words_on(widget)!r} {spot.toTuple()}")
        modifier = self.chance.choice([Qt.KeyboardModifier.NoModifier] * 5 + [Qt.KeyboardModifier.ControlModifier])
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifier, spot)

    def drag(self) -> None:
        widget = self.target()
        if widget is None or widget.width() < 40 or widget.height() < 40:
            return
        start = QPoint(self.chance.randrange(widget.width()), self.chance.randrange(widget.height()))
        self.note(f"press and move {type(widget).__name__} {start.toTuple()}")
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(widget, start + QPoint(5, 3))
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=start + QPoint(5, 3))

    def scan(self) -> None:
        code = self.chance.choice([*self.codes, "7KD042R", "HELLO WORLD", "]Q1" + self.codes[0]])
        self.note(f"scan {code}")
        Hands(self.window()).send(code)

    def resize(self) -> None:
        size = self.chance.choice([(1280, 800), (1920, 1080), (1000, 640), (1440, 900)])
        self.note(f"resize {size}")
        self.program.window.resize(*size)

    def change_look(self) -> None:
        theme, zoom = self.chance.choice(["light", "dark", "system"]), self.chance.choice([80, 100, 150])
        self.note(f"look {theme} {zoom}")
        self.program.office.set_theme(theme)
        self.program.office.set_zoom(zoom)

    def go(self) -> None:
        name = self.chance.choice([*self.program.office.pages])
        self.note(f"go {name}")
        self.program.office.go(name)


@pytest.mark.monkey
def test_ten_thousand_events_leave_the_program_running_and_the_books_balanced(
    program: Program, plant: object, factory: Factory, caplog: pytest.LogCaptureFixture, tmp_path: object
) -> None:
    program.open(factory.path)
    monkey = Monkey(program, factory)
    with caplog.at_level(logging.WARNING):
        for count in range(EVENTS):
            monkey.act()
            if count % 5 == 0:
                QApplication.processEvents()
            if any(record.levelno >= logging.ERROR for record in caplog.records):
                break
            if program.office.link.shop is None:
                program.open(factory.path)
        QTest.qWait(300)
    said = [f"{record.name}: {record.getMessage()} {record.exc_info or ''}" for record in caplog.records]
    assert said == [], "\n".join([*said, "after:", *monkey.done[-30:]])
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
    if program.office.full_screens.station is not None:
        program.office.full_screens.station.leave()
    until(lambda: program.office.link.shop is not None)
    assert factory.shop.audit().result().ok
    for person in factory.shop.read(read_persons).result():
        factory.shop.write(drop_person, person.name, person.name)
