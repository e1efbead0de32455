"""Other papers in a real window: chosen, seen as they will be, saved as they are seen, stopped, and said when empty."""

from __future__ import annotations

import gettext
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from kanban_app import i18n
from kanban_app.domain.cards import Action
from kanban_app.domain.paper_sheets import SheetKind
from kanban_app.gui.look import theme
from kanban_app.gui.papers.screen import PapersScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations import paper_sheets
from kanban_app.operations.persons import keep_person
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory, lived_in
from tests.gui.test_long_texts import Longer, cut_buttons
from tests.operations.paper import codes_on

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tools(qapp: QApplication, link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[Tools]:
    tasks = Tasks(lambda name, problem: pytest.fail(f"{name}: {problem!r}"))
    went: list[str] = []
    yield Tools(link, Settings(), tasks, sounds, factory.clock, went.append, lambda _id: None, lambda *_words: None)
    tasks.close()


@pytest.fixture
def screen(tools: Tools, factory: Factory) -> Iterator[PapersScreen]:
    lived_in(factory)
    made = PapersScreen(tools)
    made.resize(1200, 720)
    made.show()
    made.refresh()
    settle(made)
    yield made
    made.close()
    made.deleteLater()


def settle(screen: PapersScreen) -> None:
    """Wait until the pages are made and drawn, or it is said why there are none."""
    QApplication.processEvents()
    until(lambda: not screen.job.is_busy())
    if screen._made is None:
        assert message(screen), "why there is nothing"
        return
    data = screen._made.drawn.data
    until(lambda: screen.preview._data is data and screen.preview.is_drawn())


def choose(screen: PapersScreen, kind: SheetKind) -> None:
    QTest.mouseClick(screen.pills[kind], LEFT)
    settle(screen)


def message(screen: PapersScreen) -> str:
    return screen.preview._message.text() if screen.preview._message.isVisible() else ""


def visible_choices(screen: PapersScreen) -> set[str]:
    fields: dict[str, QWidget] = {
        "station": screen.choices.station,
        "person": screen.choices.person,
        "hours": screen.choices.hours,
        "size": screen.choices.paper_size,
        "tiled": screen.choices.tiled,
    }
    return {name for name, field in fields.items() if field.isVisible()}


def test_every_paper_shows_its_pages_and_only_the_fields_that_it_has(screen: PapersScreen) -> None:
    shown = {}
    for kind in SheetKind:
        choose(screen, kind)
        shown[kind] = visible_choices(screen)
        if kind in (SheetKind.BADGES, SheetKind.PICK_LIST):
            assert message(screen), "nobody has a badge, and no shop called"
        else:
            assert screen.preview.page_count() >= 1, kind
            assert screen.save_button.isEnabled()
    assert shown[SheetKind.PULL_SHEET] == {"station", "size"}
    assert shown[SheetKind.HAND_OVER] == {"station", "hours", "size"}
    assert shown[SheetKind.BADGES] == {"person", "size"}
    assert shown[SheetKind.POSTER] == {"size"}


def test_an_empty_list_says_so_and_cannot_be_saved(screen: PapersScreen) -> None:
    choose(screen, SheetKind.PICK_LIST)
    assert message(screen) == "Nothing waits to be sent from here."
    assert not screen.save_button.isEnabled()
    assert not screen.folder_button.isEnabled()


def test_only_stations_that_have_the_paper_are_offered_and_one_can_be_chosen(screen: PapersScreen) -> None:
    choose(screen, SheetKind.QUEUE)
    field = screen.choices.station
    offered = [field.itemText(place) for place in range(field.count())]
    assert offered == ["All of them", "saw", "grinder", "assembly line"]
    whole = screen.preview.page_count()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    settle(screen)
    assert field.currentText() == "saw"
    assert screen.preview.page_count() < whole


def test_what_is_saved_are_the_codes_that_were_seen(screen: PapersScreen, factory: Factory, tmp_path: Path) -> None:
    choose(screen, SheetKind.QUEUE)
    made = screen._made
    assert made is not None
    screen._save(tmp_path / "queue.pdf")
    until(screen.open_button.isVisible)
    assert screen.told.text() == f"Saved as queue.pdf in {tmp_path}."
    assert sorted(codes_on(tmp_path / "queue.pdf")) == sorted(made.drawn.codes)
    QTest.mouseClick(screen.folder_button, LEFT)
    folder = factory.path.with_name("factory cards")
    until(lambda: folder.is_dir() and list(folder.glob("*-queue.pdf")))
    until(lambda: str(folder) in screen.told.text())


def test_a_folder_that_takes_no_file_is_said_in_words(screen: PapersScreen, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    screen._save(tmp_path / "file" / "queue.pdf")
    until(lambda: "could not be written" in screen.told.text())
    assert "Choose another folder." in screen.told.text()


def test_a_booking_is_on_the_pages_a_moment_later_and_the_page_looked_at_stays(
    screen: PapersScreen, factory: Factory
) -> None:
    choose(screen, SheetKind.NETWORK_DOWN)
    screen.preview.go_to(3)
    before = screen._made
    factory.do(Action.CONSUME, [factory.card("chair", "shop 1", 1)])
    until(lambda: screen._made is not None and screen._made is not before)
    settle(screen)
    assert screen.preview.page() == 3
    choose(screen, SheetKind.PICK_LIST)
    assert screen.preview.page_count() == 1


def test_a_long_paper_can_be_stopped_and_made_again(screen: PapersScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, real = threading.Event(), paper_sheets.draw_sheet

    def slow(sheet, size, tell, stopped, *, tiled):  # type: ignore[no-untyped-def]
        begun.set()
        while not stopped():
            threading.Event().wait(0.005)
        return real(sheet, size, tell, stopped, tiled=tiled)

    monkeypatch.setattr(paper_sheets, "draw_sheet", slow)
    QTest.mouseClick(screen.pills[SheetKind.NETWORK_DOWN], LEFT)
    until(screen.stop_button.isVisible)
    until(begun.is_set)
    assert screen.progress.isVisible()
    QTest.mouseClick(screen.stop_button, LEFT)
    until(lambda: not screen.job.is_busy())
    assert message(screen) == "Stopped. No pages were made."
    assert not screen.progress.isVisible()
    assert not screen.save_button.isEnabled()
    monkeypatch.setattr(paper_sheets, "draw_sheet", real)
    QTest.mouseClick(screen.again_button, LEFT)
    settle(screen)
    assert screen.preview.page_count() > 1
    assert not screen.again_button.isVisible()


def test_the_newest_wish_wins(screen: PapersScreen, factory: Factory) -> None:
    gate, arrived = threading.Event(), []
    factory.shop.draw(gate.wait)
    screen.job.made.connect(lambda made: arrived.append(made.sheet.kind))
    for kind in (SheetKind.NETWORK_DOWN, SheetKind.HAND_OVER, SheetKind.POSTER):
        QTest.mouseClick(screen.pills[kind], LEFT)
    gate.set()
    settle(screen)
    assert arrived == [SheetKind.POSTER], "what nobody waits for any more is not shown first"


def test_a_text_that_no_font_prints_is_said_in_place_of_the_pages(screen: PapersScreen, factory: Factory) -> None:
    def keep(session: object) -> None:
        keep_person(session, "", "Kim 🎉", supervisor=True, badge="B-17")  # type: ignore[arg-type]

    factory.shop.write(keep).result()
    choose(screen, SheetKind.BADGES)
    until(lambda: "no font prints" in message(screen))
    assert message(screen).startswith("Person: “Kim 🎉”")
    assert screen.again_button.isVisible()


@pytest.mark.parametrize(
    ("zoom", "size", "catalogue"),
    [
        (100, (1188, 760), gettext.NullTranslations),
        (100, (1188, 760), Longer),
        (100, (1820, 1040), Longer),
        (200, (1090, 760), Longer),
    ],
)
def test_nothing_is_cut_and_everything_has_a_name(
    screen: PapersScreen,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    zoom: int,
    size: tuple[int, int],
    catalogue: type[gettext.NullTranslations],
) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", catalogue())
    theme.apply(qapp, "dark")
    theme.set_zoom(qapp, zoom)
    fresh = PapersScreen(screen._tools)
    fresh.show()
    for kind in SheetKind:
        fresh.resize(*size)
        fresh.show_kind(kind)
        settle(fresh)
        assert (fresh.width(), fresh.height()) == size
        assert cut_buttons(fresh) == []
        for field in (*fresh.findChildren(QComboBox), *fresh.findChildren(QAbstractButton)):
            assert not field.isVisible() or field.accessibleName() or field.text()  # type: ignore[attr-defined] # names
    fresh.close()
    fresh.deleteLater()
