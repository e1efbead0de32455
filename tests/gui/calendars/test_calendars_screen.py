"""Working time in a window: typed, previewed, kept, refused and forgotten."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from kanban_app import i18n
from kanban_app.domain.shift_plans import ShiftPlan, spans_text
from kanban_app.gui.calendars.screen import CalendarsScreen
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Choice
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations.calendars import Plans, keep_plan, read_plans
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory
from tests.gui.test_long_texts import Longer, cut_buttons

LEFT = Qt.MouseButton.LeftButton
MONDAY, SATURDAY = 0, 5


class Desk:
    """The screen, and hands in front of it."""

    def __init__(self, tools: Tools, factory: Factory) -> None:
        self.factory = factory
        self.screen = CalendarsScreen(tools)
        self.screen.resize(1208, 760)
        self.screen.show()
        self.screen.refresh()
        self.settle()

    def settle(self) -> None:
        """Wait until what was asked for is shown."""
        shop = self.factory.shop
        until(lambda: self.screen._known is not None)
        if self.screen._pause.isActive():
            self.screen._pause.stop()
            self.screen._ask_preview()
        for _ in range(3):
            shop.write(lambda _session: None).result()
            shop.read(lambda _session: None).result()
            QTest.qWait(20)

    def type(self, field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Backspace)
        QTest.keyClicks(field, text)

    def click(self, button: Button) -> None:
        assert button.isEnabled(), button.text()
        QTest.mouseClick(button, LEFT)
        self.settle()

    def choose(self, choice: Choice, data: object) -> None:
        choice.setCurrentIndex(choice.findData(data))
        choice.activated.emit(choice.currentIndex())
        self.settle()

    def day(self, text: str) -> str:
        """What the preview says of a day of this month, by the number it begins with."""
        table = self.screen.preview
        cells = [table.item(place // 7, place % 7) for place in range(28)]
        return next(cell.text() for cell in cells if cell is not None and cell.text().split()[0] == text)

    def plans(self) -> Plans:
        return self.factory.shop.read(read_plans).result()


@pytest.fixture
def open_desk(
    qapp: QApplication, factory: Factory, link: ShopLink, sounds: Sounds, fast_path: Path
) -> Iterator[Callable[[], Desk]]:
    tasks = Tasks(lambda what, problem: pytest.fail(f"{what}: {problem}"))
    opened: list[Desk] = []

    def nothing(*_said: object) -> None:
        pass

    def open_one() -> Desk:
        settings = Settings(fast_path / "terminal" / "settings.json")
        opened.append(Desk(Tools(link, settings, tasks, sounds, factory.clock, nothing, nothing, nothing), factory))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.screen.close()
        desk.screen.deleteLater()
    tasks.close()


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    return open_desk()


def test_an_empty_plant_works_around_the_clock_and_says_so(desk: Desk) -> None:
    screen = desk.screen
    assert screen.week.days[MONDAY].shifts.text() == ""
    assert screen.week.days[MONDAY].shifts.placeholderText() == "around the clock"
    assert desk.day("4") == "4  24 h"
    assert not screen.keep.isEnabled()
    assert not screen.drop.isEnabled()


def test_what_is_typed_is_previewed_and_kept_with_one_button(desk: Desk) -> None:
    screen = desk.screen
    desk.type(screen.week.days[MONDAY].shifts, "6-14, 22-6")
    desk.type(screen.week.days[MONDAY].breaks, "9:00-9:15")
    desk.settle()
    assert screen.told.text() == "Not kept yet."
    assert desk.day("4") == "4  15 h 45 min"
    assert desk.day("5") == "5  off"
    assert screen.week.days[MONDAY].bar.accessibleName().startswith("Monday: 06:00-09:00, 09:15-14:00, 22:00-06:00")
    assert desk.plans() == {}, "nothing is kept yet"
    desk.click(screen.keep)
    assert spans_text(desk.plans()[None].shifts[MONDAY]) == "06:00-14:00, 22:00-06:00"
    assert screen.told.text().startswith("Kept.")
    assert not screen.keep.isEnabled()
    assert screen.week.days[SATURDAY].shifts.placeholderText() == "not worked"


def test_as_it_was_brings_back_what_is_kept(desk: Desk) -> None:
    desk.type(desk.screen.week.days[MONDAY].shifts, "6-14")
    desk.click(desk.screen.undo)
    assert desk.screen.week.days[MONDAY].shifts.text() == ""
    assert desk.day("4") == "4  24 h"
    assert desk.plans() == {}


def test_what_cannot_be_read_is_told_with_its_day_and_not_kept(desk: Desk) -> None:
    screen = desk.screen
    desk.type(screen.week.days[SATURDAY].shifts, "mornings")
    desk.click(screen.keep)
    assert screen.told.text().startswith("Saturday: mornings is not written as times.")
    assert screen.week.days[SATURDAY].shifts.text() == "mornings", "what was typed stays"
    desk.type(screen.week.days[SATURDAY].shifts, "6-14 13-20")
    desk.click(screen.keep)
    assert screen.told.text() == (
        "Saturday: Two shifts of this day overlap. Nothing was changed. End one where the next begins."
    )
    assert desk.plans() == {}
    assert screen.keep.isEnabled()


def test_days_are_added_and_taken_off_and_holidays_chosen(desk: Desk) -> None:
    screen, days = desk.screen, desk.screen.days
    desk.choose(days.country, "SE")
    assert desk.day("6") == "6  off  Epiphany"
    assert not days.region.isEnabled()
    for field, text in ((days.first, "2027-01-06"), (days.times, "8-12"), (days.note, "stocktaking")):
        desk.type(field, text)
    desk.click(days.add)
    desk.type(days.first, "2027-01-11")
    desk.type(days.last, "2027-01-12")
    QTest.keyClick(days.last, Qt.Key.Key_Return)
    desk.settle()
    assert desk.day("6") == "6  4 h  stocktaking"
    assert desk.day("12") == "12  off"
    assert days.table.item(1, 0).text() == "11 Jan to 12 Jan 2027"
    desk.click(screen.keep)
    kept = desk.plans()[None]
    assert (kept.country, [day.first_on for day in kept.days]) == ("SE", [date(2027, 1, 6), date(2027, 1, 11)])
    days.table.selectRow(1)
    desk.click(days.remove)
    desk.click(screen.keep)
    assert len(desk.plans()[None].days) == 1
    desk.type(days.first, "tomorrow")
    desk.click(days.add)
    assert screen.told.text().startswith("tomorrow is no day.")


def test_a_region_needs_its_country(desk: Desk) -> None:
    days = desk.screen.days
    desk.choose(days.country, "DE")
    assert days.region.isEnabled()
    desk.choose(days.region, "BY")
    assert desk.day("6") == "6  off  Epiphany"
    desk.choose(days.country, "NO")
    assert days.region.currentData() == ""


def test_a_station_follows_the_plant_until_it_has_times_of_its_own(desk: Desk) -> None:
    screen, saw = desk.screen, desk.factory.station("saw")
    desk.type(screen.week.days[MONDAY].shifts, "6-14")
    desk.click(screen.keep)
    desk.choose(screen.place, saw)
    assert screen.week.days[MONDAY].shifts.placeholderText() == "06:00-14:00"
    assert desk.day("4") == "4  8 h"
    desk.type(screen.week.days[MONDAY].shifts, "6-22")
    assert not screen.place.isEnabled(), "what is typed belongs to this station"
    desk.click(screen.keep)
    assert desk.day("4") == "4  16 h"
    assert screen.place.currentText() == "saw, own times"
    desk.click(screen.drop)
    assert set(desk.plans()) == {None}
    assert desk.day("4") == "4  8 h"
    desk.choose(screen.place, desk.factory.station("wood supplier"))
    assert screen.week.days[MONDAY].shifts.placeholderText() == "around the clock"


def test_what_another_terminal_sets_is_shown_unless_something_is_typed(desk: Desk) -> None:
    shop = desk.factory.shop
    theirs = ShiftPlan(None, "Europe/Oslo", "NO")
    shop.write(keep_plan, theirs).result()
    until(lambda: desk.screen.zone.currentData() == "Europe/Oslo")
    desk.settle()
    desk.type(desk.screen.week.days[MONDAY].shifts, "6-14")
    shop.write(keep_plan, ShiftPlan(None, "Europe/Paris")).result()
    desk.settle()
    assert desk.screen.week.days[MONDAY].shifts.text() == "6-14"
    desk.click(desk.screen.keep)
    assert desk.plans()[None].country == "NO", "what is shown is what is kept"


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("catalogue", [gettext.NullTranslations, Longer], ids=["english", "longer"])
def test_no_button_is_cut(
    open_desk: Callable[[], Desk],
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    catalogue: type[gettext.NullTranslations],
    zoom: int,
) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", catalogue())
    theme.set_zoom(qapp, zoom)
    desk = open_desk()
    desk.screen.resize(1208 if zoom == 100 else 1848, 760)
    desk.settle()
    assert cut_buttons(desk.screen) == []


def test_every_field_says_what_it_is(desk: Desk) -> None:
    for kind in (QLineEdit, Choice):
        for widget in desk.screen.findChildren(kind):
            assert widget.accessibleName() or widget.parent().accessibleName(), widget
    assert desk.screen.week.days[2].breaks.accessibleName() == "Breaks on Wednesday"
