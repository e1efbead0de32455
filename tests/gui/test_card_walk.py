"""The card walk in a window: scanned and ticked, interrupted and gone on with, found and set right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kanban_app import i18n
from kanban_app.domain.card_walk import Kind, Place
from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.gui.card_walk.screen import WalkScreen
from kanban_app.gui.look import theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.scan_input import ScanInput
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.settings import Settings
from tests.gui.conftest import Hands, until
from tests.gui.plants import Factory, lived_in
from tests.gui.test_long_texts import Longer, cut_buttons

LINE, STORE = "assembly line", "factory store"
Open = Callable[[], WalkScreen]


@pytest.fixture
def gone_to() -> list[object]:
    """Where a screen sent the window, and what it told."""
    return []


@pytest.fixture
def open_walk(
    qapp: QApplication, factory: Factory, link: ShopLink, sounds: Sounds, fast_path: Path, gone_to: list[object]
) -> Iterator[Open]:
    """Opens the screen as a window that was just started does."""
    lived_in(factory)
    tasks = Tasks(lambda what, problem: pytest.fail(f"{what}: {problem}"))
    opened: list[WalkScreen] = []

    def told(text: str, tone: str) -> None:
        gone_to.append((text, tone))

    def open_screen() -> WalkScreen:
        settings = Settings(fast_path / "terminal" / "settings.json")
        settings.person = "Anna Lind"
        tools = Tools(link, settings, tasks, sounds, factory.clock, gone_to.append, gone_to.append, told)
        screen = WalkScreen(tools)
        screen.resize(1500, 900)
        screen.show()
        screen.refresh()
        until(lambda: screen.walker.is_loaded)
        opened.append(screen)
        return screen

    yield open_screen
    for screen in opened:
        screen.close()
        screen.deleteLater()
    tasks.close()


def looked(screen: WalkScreen) -> None:
    until(lambda: not screen.walker._is_looking)
    QApplication.processEvents()


def begun(screen: WalkScreen) -> WalkScreen:
    QTest.mouseClick(screen.start.begin, Qt.MouseButton.LeftButton)
    until(lambda: screen.walker.place is not None)
    return screen


@pytest.fixture
def walk(open_walk: Open) -> WalkScreen:
    """A walk that has just begun."""
    return begun(open_walk())


def stand_at(screen: WalkScreen, factory: Factory, station: str, place: str) -> None:
    wanted = Place(factory.station(station), place)
    row = screen.stops.place_of(wanted)
    screen.route.scrollTo(screen.stops.index(row))
    where = screen.route.visualRect(screen.stops.index(row)).center()
    QTest.mouseClick(screen.route.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert screen.walker.place == wanted


def hanging(screen: WalkScreen) -> dict[str, bool]:
    return {row.card.code: row.is_seen for row in screen.stop_panel.model.rows}


def tick(screen: WalkScreen, card: Card) -> None:
    row = [row.card.id for row in screen.stop_panel.model.rows].index(card.id)
    rect = screen.stop_panel.table.visualRect(screen.stop_panel.model.index(row, 0))
    QTest.mouseClick(screen.stop_panel.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(20, 20))


def wrong(screen: WalkScreen, kind: Kind) -> list[str]:
    looked(screen)
    return [finding.card.code for finding in screen.walker.overview.findings if finding.kind is kind]


def test_a_scan_ticks_the_card_and_books_nothing(walk, factory, link):
    stand_at(walk, factory, LINE, "rack A1")
    card = factory.card("chair leg", LINE, 2)
    scan_input = ScanInput(walk)
    scan_input.scanned.connect(walk.take_scan)
    scan_input.watch(walk.windowHandle())
    walk.activateWindow()
    until(walk.isActiveWindow)
    before = link.board.card(card.id)
    Hands(walk).send(card.code)
    until(lambda: hanging(walk)[card.code])
    looked(walk)
    assert walk.stop_panel.notice.sign() is AnswerSign.ACCEPTED
    assert "1 of" in walk.told.whole()
    assert factory.card("chair leg", LINE, 2) == before


def test_without_a_walk_a_scan_is_left_to_others(open_walk, factory):
    screen = open_walk()
    assert screen.take_scan(factory.card("chair leg", LINE, 2).code) is False


def test_ticks_go_on_and_off_by_finger_and_by_key(walk, factory):
    stand_at(walk, factory, LINE, "rack A1")
    card = factory.card("chair leg", LINE, 3)
    tick(walk, card)
    until(lambda: hanging(walk)[card.code])
    tick(walk, card)
    until(lambda: not hanging(walk)[card.code])
    walk.stop_panel.choose(card.id)
    QTest.keyClick(walk.stop_panel.table, Qt.Key.Key_Space)
    until(lambda: hanging(walk)[card.code])


def test_a_card_from_elsewhere_is_told_with_its_place(walk, factory, played):
    stand_at(walk, factory, LINE, "rack A1")
    stranger = factory.card("chair", STORE, 1)
    assert walk.take_scan(stranger.code) is True
    assert walk.stop_panel.notice.sign() is AnswerSign.WARNED
    assert "factory store, aisle 1" in walk.stop_panel.notice.detail.text()
    assert played[-1] == "warned"
    assert wrong(walk, Kind.FOREIGN) == [stranger.code]
    assert stranger.code in hanging(walk)


def test_no_cards_code_is_refused_and_the_walk_goes_on(walk, played):
    assert walk.take_scan("0000000") is True
    assert walk.stop_panel.notice.sign() is AnswerSign.REFUSED
    assert played == ["refused"]
    assert walk.walker.walk.sightings == []


def test_a_card_seen_at_two_places_is_twice_until_somebody_says_it_is_one_paper(walk, factory):
    card = factory.card("chair leg", LINE, 2)
    stand_at(walk, factory, LINE, "rack A2")
    walk.take_scan(card.code)
    stand_at(walk, factory, LINE, "rack A1")
    walk.take_scan(card.code)
    assert wrong(walk, Kind.DUPLICATE) == [card.code]
    QTest.mouseClick(walk.findings.pills[Kind.DUPLICATE], Qt.MouseButton.LeftButton)
    QTest.mouseClick(walk.findings.act, Qt.MouseButton.LeftButton)
    until(lambda: not wrong(walk, Kind.DUPLICATE))
    assert wrong(walk, Kind.FOREIGN) == []


def test_a_second_paper_at_the_same_place_is_said_by_a_press(walk, factory):
    stand_at(walk, factory, LINE, "rack A1")
    card = factory.card("chair leg", LINE, 2)
    walk.take_scan(card.code)
    walk.take_scan(card.code)
    assert walk.stop_panel.notice.sign() is AnswerSign.NO_OP
    walk.stop_panel.choose(card.id)
    QTest.mouseClick(walk.stop_panel.two_papers, Qt.MouseButton.LeftButton)
    assert wrong(walk, Kind.DUPLICATE) == [card.code]


def test_an_old_paper_can_be_said_and_taken_back_and_is_printed_anew(walk, factory):
    stand_at(walk, factory, LINE, "rack A1")
    card = factory.card("chair leg", LINE, 2)
    walk.take_scan(card.code)
    walk.stop_panel.choose(card.id)
    QTest.mouseClick(walk.stop_panel.old_paper, Qt.MouseButton.LeftButton)
    assert wrong(walk, Kind.STALE) == [card.code]
    assert wrong(walk, Kind.DUPLICATE) == []
    QTest.mouseClick(walk.findings.pills[Kind.STALE], Qt.MouseButton.LeftButton)
    QTest.mouseClick(walk.findings.act, Qt.MouseButton.LeftButton)
    until(lambda: card.id in {one.id for one in factory.shop.print_list().result()})
    walk.stop_panel.choose(card.id)
    QTest.mouseClick(walk.stop_panel.old_paper, Qt.MouseButton.LeftButton)
    assert wrong(walk, Kind.STALE) == []


def test_a_paper_that_is_out_of_use_names_its_heir(walk, factory, link):
    card = factory.card("chair leg", LINE, 2)
    factory.do(Action.REPLACE, [card], reason="lost")
    until(lambda: link.board.card(card.id).state is CardState.RETIRED)
    heir = link.board.card(link.board.card(card.id).replaced_by_id)
    stand_at(walk, factory, LINE, "rack A1")
    walk.take_scan(card.code)
    assert wrong(walk, Kind.RETIRED) == [card.code]
    walk.findings.choose(Kind.RETIRED)
    [row] = walk.findings.rows.rows
    assert heir.code[:3] in row.detail


def test_a_walk_goes_on_where_it_was_in_the_next_window(open_walk, factory):
    first = begun(open_walk())
    stand_at(first, factory, LINE, "rack A1")
    card = factory.card("chair leg", LINE, 2)
    first.take_scan(card.code)
    first.walker.count(card, 5)
    QTest.mouseClick(first.stop_panel.done, Qt.MouseButton.LeftButton)
    looked(first)
    first._tools.tasks.on_worker(bool).result()
    until(lambda: not first.walker._book._waiting)
    second = open_walk()
    until(lambda: second.walker.walk == first.walker.walk)
    looked(second)
    assert Place(factory.station(LINE), "rack A1") in second.walker.walk.done
    assert second.walker.sightings_at(Place(factory.station(LINE), "rack A1")).keys() == {card.id}
    QTest.mouseClick(second.end_button, Qt.MouseButton.LeftButton)
    # ended by mistake: it goes on as it was, and then is ended for good
    QTest.mouseClick(second.start.take_up, Qt.MouseButton.LeftButton)
    until(lambda: not second.walker._book._waiting)
    assert open_walk().walker.walk == first.walker.walk
    QTest.mouseClick(second.end_button, Qt.MouseButton.LeftButton)
    until(lambda: not second.walker._book._waiting)
    third = open_walk()
    assert third.walker.walk is None
    assert third.start.begin.isVisible()


def test_only_one_stations_places_where_one_is_chosen(open_walk, factory):
    screen = open_walk()
    screen.start.stations.setCurrentIndex(screen.start.stations.findText(STORE))
    begun(screen)
    assert {row.station for row in screen.stops.rows} == {STORE}


def test_the_lost_are_replaced_with_one_reason_and_wait_for_paper(walk, factory, gone_to):
    stand_at(walk, factory, LINE, "rack A1")
    cards = [row.card for row in walk.stop_panel.model.rows]
    for card in cards[2:]:
        walk.take_scan(card.code)
    QTest.mouseClick(walk.stop_panel.done, Qt.MouseButton.LeftButton)
    assert set(wrong(walk, Kind.MISSING)) == {card.code for card in cards[:2]}
    # one of the two left its loop while the person was walking
    factory.do(Action.RETIRE, [cards[0]], reason="surplus")
    walk.findings.reason.setText("gone with the wind")
    walk.findings.set_busy(False)
    codes = [row.card.code for row in walk.findings.rows.rows]
    QTest.mouseClick(walk.findings.act, Qt.MouseButton.LeftButton)
    until(walk.stop_panel.notice.isVisible)
    assert "1 card replaced" in walk.stop_panel.notice.headline.text()
    board = factory.shop.board().result()
    heir = board.card(board.card(cards[1].id).replaced_by_id)
    assert heir.print_reason is PrintReason.REPLACED
    assert factory.shop.history(cards[1].code, 1).result()[0].event.reason == "gone with the wind"
    if len(codes) == 2:  # the window had not heard of it yet: the refusal is told, card by card
        assert walk.stop_panel.notice.sign() is AnswerSign.WARNED
        assert "out of use" in walk.stop_panel.notice.detail.text()
    QTest.mouseClick(walk.stop_panel.notice.button, Qt.MouseButton.LeftButton)
    assert gone_to[-1] == "cards"


def test_a_count_is_noted_and_corrected_with_a_reason(walk, factory):
    stand_at(walk, factory, LINE, "rack A1")
    card = factory.card("chair leg", LINE, 2)
    walk.stop_panel.choose(card.id)
    walk.stop_panel.count.setFocus()
    Hands(walk).type("6\r", gap_ms=1)
    looked(walk)
    assert [found.left for found in walk.walker.overview.corrections] == [6]
    QTest.mouseClick(walk.findings.pills[None], Qt.MouseButton.LeftButton)
    assert "counted 6 pieces" in walk.findings.rows.rows[0].detail
    QTest.mouseClick(walk.findings.act, Qt.MouseButton.LeftButton)
    until(walk.stop_panel.notice.isVisible)
    assert factory.card("chair leg", LINE, 2).quantity == 6
    until(lambda: not walk.walker.overview.corrections)


def test_a_count_that_is_no_number_is_not_noted(walk, factory):
    stand_at(walk, factory, LINE, "rack A1")
    walk.stop_panel.choose(factory.card("chair leg", LINE, 2).id)
    walk.stop_panel.count.setText("many")
    QTest.mouseClick(walk.stop_panel.note_count, Qt.MouseButton.LeftButton)
    assert walk.walker.walk.counted == {}
    assert walk.stop_panel.count.text() == "many"


def test_without_a_reason_nothing_is_replaced(walk, factory):
    stand_at(walk, factory, LINE, "rack A1")
    QTest.mouseClick(walk.stop_panel.done, Qt.MouseButton.LeftButton)
    looked(walk)
    walk.findings.reason.clear()
    assert not walk.findings.act.isEnabled()


def test_a_walk_that_can_not_be_written_goes_on_and_says_so(walk, factory, fast_path, gone_to, caplog):
    until(lambda: not walk.walker._book._waiting)
    [file] = (fast_path / "terminal" / "walks").iterdir()
    file.unlink()
    file.mkdir()
    stand_at(walk, factory, LINE, "rack A1")
    walk.take_scan(factory.card("chair leg", LINE, 2).code)
    until(lambda: gone_to)
    assert gone_to[0][1] == "warn"
    assert len(walk.walker.walk.sightings) == 1
    caplog.clear()


@pytest.mark.parametrize(("width", "zoom"), [(1080, 100), (1080, 150), (1740, 100)])
def test_everything_has_room(open_walk, factory, qapp, width, zoom):
    theme.set_zoom(qapp, zoom)
    walk = begun(open_walk())
    walk.resize(width, 800)
    QApplication.processEvents()
    stand_at(walk, factory, LINE, "rack A1")
    assert walk.width() == width
    assert walk.stop_panel.table.columnWidth(0) >= theme.px(150)
    for button in (walk.stop_panel.done, walk.end_button, walk.stop_panel.two_papers):
        assert button.isVisible()
        assert button.width() >= button.minimumSizeHint().width()
    if walk.swap_button.isVisible():
        assert not walk.findings.isVisible()
        QTest.mouseClick(walk.swap_button, Qt.MouseButton.LeftButton)
    assert walk.findings.isVisible()


@pytest.mark.parametrize("size", [(1080, 800), (1740, 1080)])
def test_longer_words_cut_no_button(open_walk, factory, monkeypatch, size):
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    screen = open_walk()
    screen.resize(*size)
    assert cut_buttons(screen) == []
    begun(screen)
    QTest.mouseClick(screen.stop_panel.done, Qt.MouseButton.LeftButton)
    looked(screen)
    assert (screen.width(), screen.height()) == size
    assert cut_buttons(screen) == []
