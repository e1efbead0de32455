"""The flow map on a real plant file: what it shows, what a booking changes, where clicks and keys lead."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from kanban_app import i18n
from kanban_app.domain.board import Board, Zone
from kanban_app.domain.cards import Action
from kanban_app.domain.stations import StationKind
from kanban_app.gui.flow_map.feed import prepared
from kanban_app.gui.flow_map.picture import FlowPicture
from kanban_app.gui.flow_map.screen import FlowScreen
from kanban_app.gui.look import theme
from tests.gui.conftest import until
from tests.gui.flow_map.conftest import Map
from tests.gui.test_long_texts import Longer, cut_buttons

KEY = Qt.Key


def _pixel(flow_map: Map, x: float, y: float) -> QColor:
    """The colour at a point of the map, as it is on the screen."""
    QApplication.processEvents()
    view = flow_map.view
    spot = QPoint(round(view._origin().x() + x * view.scale), round(view._origin().y() + y * view.scale))
    return view.viewport().grab().toImage().pixelColor(spot)


def test_every_station_shows_its_work_and_what_is_held_there(flow_map: Map) -> None:
    flow_map.open()
    picture = flow_map.picture
    assert picture.boxes.keys() == flow_map.factory.shop.structure.stations.keys()
    line = picture.station(flow_map.station("assembly line"))
    assert line.kind is StationKind.WORKSTATION
    assert line.work == "6 in queue"
    panels = next(entry for entry in line.lines if entry.item == "polished wooden panel")
    assert (panels.pieces, panels.zone, panels.is_out) == ("0", Zone.RED, True)
    assert picture.station(flow_map.station("grinder")).late == "6 late"
    assert flow_map.pills("saw", "assembly line") == ["5 of 14"]
    assert picture.link(flow_map.pair("cushion supplier", "assembly line")).containers == 4, "five are on their way"


def test_a_booking_changes_its_own_part_of_the_map_and_moves_nothing(flow_map: Map) -> None:
    flow_map.open()
    picture, plan = flow_map.picture, flow_map.picture.plan
    before = flow_map.view.viewport().grab().toImage()
    assert flow_map.in_stock("shop 1", "chair") == "12"
    flow_map.factory.do(Action.CONSUME, [flow_map.factory.card("chair", "shop 1", 2)], at="shop 1")
    until(lambda: flow_map.in_stock("shop 1", "chair") == "8")
    assert flow_map.picture is picture
    assert flow_map.picture.plan is plan
    assert flow_map.pills("factory store", "shop 1") == ["1 of 6"]
    until(lambda: not flow_map.view.creeping.pairs())
    QApplication.processEvents()
    after = flow_map.view.viewport().grab().toImage()
    for name, is_same in (("shop 1", False), ("saw", True), ("wood supplier", True)):
        rect = flow_map.view.station_rect(flow_map.station(name))
        assert (before.copy(rect) == after.copy(rect)) is is_same, name


def test_the_arrowheads_of_a_booked_loop_creep_once(flow_map: Map) -> None:
    flow_map.open()
    flow_map.factory.do(Action.CONSUME, [flow_map.factory.card("chair", "shop 1", 2)], at="shop 1")
    until(lambda: flow_map.view.creeping.pairs() == {flow_map.pair("factory store", "shop 1")})
    until(lambda: not flow_map.view.creeping.pairs())
    assert not flow_map.view.creeping.findChild(QTimer).isActive()


def test_nothing_creeps_for_who_wants_less_motion(flow_map: Map) -> None:
    flow_map.tools.settings.reduce_motion = True
    flow_map.open()
    flow_map.factory.do(Action.CONSUME, [flow_map.factory.card("chair", "shop 1", 2)], at="shop 1")
    until(lambda: flow_map.in_stock("shop 1", "chair") == "8")
    assert not flow_map.view.creeping.pairs()


def test_what_is_booked_while_nobody_looks_is_there_when_somebody_does(flow_map: Map) -> None:
    flow_map.open()
    flow_map.screen.hide()
    flow_map.factory.do(Action.CONSUME, [flow_map.factory.card("chair", "shop 1", 2)], at="shop 1")
    until(lambda: flow_map.link.board.row(flow_map.factory.loop("chair", "shop 1")).calling_count == 1)
    assert flow_map.in_stock("shop 1", "chair") == "12"
    flow_map.open()
    assert flow_map.in_stock("shop 1", "chair") == "8"


def test_a_board_read_anew_gets_a_plan_of_its_own(flow_map: Map) -> None:
    flow_map.open()
    old = flow_map.picture
    flow_map.link.read_board()
    until(lambda: flow_map.view.picture is not old)
    assert flow_map.picture.now.board is flow_map.link.board


def test_a_click_on_a_pill_shows_a_card_of_its_loop_that_calls(flow_map: Map) -> None:
    flow_map.open()
    flow_map.click(flow_map.view.pill_rect(flow_map.pair("grinder", "assembly line")).center())
    (card_id,) = flow_map.shown_cards
    card = flow_map.link.board.card(card_id)
    assert card.loop_id == flow_map.factory.loop("polished wooden panel", "assembly line")
    assert card.signal_at is not None


def test_a_click_on_a_station_shows_a_card_that_it_must_refill(flow_map: Map) -> None:
    flow_map.open()
    flow_map.click(flow_map.view.station_rect(flow_map.station("grinder")).center())
    assert flow_map.link.board.card(flow_map.shown_cards[0]).loop_id == flow_map.factory.loop(
        "polished wooden panel", "assembly line"
    )


def test_tab_and_arrows_go_from_station_to_station_and_enter_opens_one(flow_map: Map) -> None:
    flow_map.open()
    flow_map.view.setFocus()
    names = []
    for _ in flow_map.picture.boxes:
        flow_map.key(KEY.Key_Tab)
        focus = QApplication.focusWidget()
        names.append(focus.accessibleName().split(",")[0])
    assert sorted(names) == sorted(station.name for station in flow_map.factory.shop.structure.stations.values())
    flow_map.view.spot(flow_map.station("saw")).setFocus(Qt.FocusReason.TabFocusReason)
    flow_map.key(KEY.Key_Right)
    assert QApplication.focusWidget() is flow_map.view.spot(flow_map.station("assembly line"))
    flow_map.key(KEY.Key_Right)
    assert QApplication.focusWidget() is flow_map.view.spot(flow_map.station("factory store"))
    flow_map.key(KEY.Key_Left)
    flow_map.key(KEY.Key_Return)
    card = flow_map.link.board.card(flow_map.shown_cards[0])
    assert flow_map.factory.shop.structure.loops[card.loop_id].source_id == flow_map.station("assembly line")


def test_a_station_says_all_that_its_box_shows(flow_map: Map) -> None:
    flow_map.open()
    spot = flow_map.view.spot(flow_map.station("grinder"))
    assert spot.accessibleName().startswith("grinder, workstation, ")
    assert "6 late, wooden panel 188" in spot.accessibleName()
    flow_map.factory.do(Action.CONSUME, [flow_map.factory.card("wooden panel", "grinder", 1)], at="grinder")
    until(lambda: "wooden panel 150" in spot.accessibleName())


def test_the_menu_key_lists_the_loops_of_a_station(flow_map: Map) -> None:
    flow_map.open()
    spot = flow_map.view.spot(flow_map.station("saw"))
    spot.setFocus()
    spot.menu_asked.emit(spot.station_id, QPoint(0, 0))
    menu = flow_map.screen.findChild(QMenu)
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "wood supplier to saw, wooden beam: 2 of 6 cards call"
    assert len(texts) == 3
    menu.actions()[1].trigger()
    menu.close()
    assert flow_map.link.board.card(flow_map.shown_cards[0]).loop_id == flow_map.factory.loop(
        "chair leg", "assembly line"
    )


def test_an_item_chosen_fades_the_rest_and_shows_where_its_stock_ends(flow_map: Map) -> None:
    flow_map.open()
    items = flow_map.screen.head.items
    items.setCurrentIndex(items.findText("chair"))
    picture = flow_map.picture
    lit = {name for name in ("saw", "grinder", "screw supplier") if picture.is_station_lit(flow_map.station(name))}
    assert lit == {"saw", "screw supplier"}
    assert picture.is_link_lit(flow_map.pair("saw", "assembly line"))
    assert not picture.is_link_lit(flow_map.pair("grinder", "assembly line"))
    assert flow_map.pills("saw", "assembly line") == ["2 of 6"], "chair legs only"
    assert flow_map.screen.told.text() == "chair: all of it is kept in stock, up to shop 1."
    ((x, top),) = picture.point_lines()
    assert x > picture.boxes[flow_map.station("shop 1")].right()
    assert _pixel(flow_map, x, top + 5) == theme.color("hold")
    box = picture.boxes[flow_map.station("grinder")]
    assert _pixel(flow_map, box.right() - 6, box.bottom() - 6) != theme.color("surface")
    QTest.mouseClick(flow_map.screen.head.all_items, Qt.MouseButton.LeftButton)
    assert picture.is_station_lit(flow_map.station("grinder"))
    assert picture.point_lines() == []
    assert _pixel(flow_map, box.right() - 6, box.bottom() - 6) == theme.color("surface")


def test_made_when_ordered_the_line_stands_before_the_work(flow_map: Map) -> None:
    shop = flow_map.factory.shop
    for consumer in ("factory store", "shop 1"):
        shop.change_loop(flow_map.factory.loop("chair", consumer), card_count=0, lot_cards=1, safety_cards=0).result()
    until(lambda: flow_map.link.board.structure.loops[flow_map.factory.loop("chair", "shop 1")].card_count == 0)
    flow_map.open()
    items = flow_map.screen.head.items
    items.setCurrentIndex(items.findText("chair"))
    told = flow_map.screen.told.text()
    assert told == "chair: loops keep stock up to assembly line. From there on it is made when ordered."
    ((x, _top),) = flow_map.picture.point_lines()
    boxes = flow_map.picture.boxes
    assert boxes[flow_map.station("saw")].right() < x < boxes[flow_map.station("assembly line")].x()


def test_ctrl_and_wheel_zoom_around_the_pointer(flow_map: Map) -> None:
    flow_map.screen.resize(900, 700)
    flow_map.open()
    view = flow_map.view
    point = QPointF(300, 250)
    held, scale = view.on_map(point), view.scale
    wheel = QWheelEvent(
        point,
        view.viewport().mapToGlobal(point),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.scale > scale
    moved = view.on_map(point) - held
    assert abs(moved.x()) * view.scale < 2
    assert abs(moved.y()) * view.scale < 2


def test_buttons_zoom_and_fit_shows_the_whole_map(flow_map: Map) -> None:
    flow_map.screen.resize(900, 700)
    flow_map.open()
    view, screen = flow_map.view, flow_map.screen
    assert view.horizontalScrollBar().maximum() > 0, "it opens so large that it can be read"
    QTest.mouseClick(screen.fit, Qt.MouseButton.LeftButton)
    assert view.horizontalScrollBar().maximum() == view.verticalScrollBar().maximum() == 0
    scale = view.scale
    QTest.mouseClick(screen.larger, Qt.MouseButton.LeftButton)
    assert view.scale > scale
    QTest.mouseClick(screen.smaller, Qt.MouseButton.LeftButton)
    assert view.scale == pytest.approx(scale)


def test_dragging_and_arrow_keys_move_the_map_and_open_nothing(flow_map: Map) -> None:
    flow_map.screen.resize(900, 700)
    flow_map.open()
    view = flow_map.view
    start = view.station_rect(flow_map.station("saw")).center()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(view.viewport(), start - QPoint(20 * step, 0))
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start - QPoint(100, 0))
    assert view.horizontalScrollBar().value() == 100
    assert flow_map.shown_cards == []
    view.setFocus()
    flow_map.key(KEY.Key_Right)
    assert view.horizontalScrollBar().value() > 100


def test_what_is_kept_while_panning_is_what_would_be_painted_anew(flow_map: Map) -> None:
    flow_map.screen.resize(900, 500)
    flow_map.open()
    view = flow_map.view
    for across, down in ((37, 0), (211, 60), (150, 20), (600, 90), (580, 0)):
        view.horizontalScrollBar().setValue(across)
        view.verticalScrollBar().setValue(down)
        QApplication.processEvents()
    panned = view.viewport().grab().toImage()
    view.repaint_all()
    QApplication.processEvents()
    anew = view.viewport().grab().toImage()
    other = [
        (x, y)
        for x in range(0, anew.width(), 3)
        for y in range(0, anew.height(), 3)
        if panned.pixelColor(x, y).lightness() - anew.pixelColor(x, y).lightness() not in range(-60, 61)
    ]
    # dashes may begin a pixel further on
    assert len(other) < 60


def test_a_plant_without_loops_says_so_and_leads_to_lists(flow_map: Map) -> None:
    flow_map.link.board.structure.loops.clear()
    flow_map.open()
    message = flow_map.screen.message
    assert message.isVisible()
    assert message.headline.text() == "No loops yet"
    assert not flow_map.screen.save_pdf.isEnabled()
    QTest.mouseClick(message.next, Qt.MouseButton.LeftButton)
    assert flow_map.gone_to == ["import"]


@pytest.mark.parametrize(("size", "zoom"), [(QSize(1204, 800), 100), (QSize(1844, 1080), 150)])
def test_the_screen_fits_where_it_must(flow_map: Map, qapp: QApplication, size: QSize, zoom: int) -> None:
    theme.set_zoom(qapp, zoom)
    flow_map.screen.resize(size)
    flow_map.open()
    assert flow_map.screen.size() == size
    assert flow_map.screen.legend.geometry().bottom() < size.height()
    assert flow_map.view.height() > size.height() * 0.5


def test_no_card_is_said_where_there_is_none(flow_map: Map) -> None:
    flow_map.open()
    for card in flow_map.factory.cards("chair", "shop 1"):
        flow_map.factory.do(Action.RETIRE, [card], reason="broken")
    loop_id = flow_map.factory.loop("chair", "shop 1")
    until(lambda: not flow_map.link.board.row(loop_id).cards)
    flow_map.screen._show_first([loop_id])
    assert flow_map.told == [("told", "There are no cards here yet.")]


@pytest.mark.parametrize(("size", "zoom"), [(QSize(1204, 800), 100), (QSize(1204, 800), 150), (QSize(1844, 1080), 150)])
def test_no_button_is_cut_in_a_longer_language(
    flow_map: Map, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, size: QSize, zoom: int
) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    theme.set_zoom(qapp, zoom)
    screen = FlowScreen(flow_map.tools)
    screen.resize(size)
    screen.show()
    screen.refresh()
    until(lambda: screen.view.picture is not None)
    assert screen.size() == size
    assert cut_buttons(screen) == []
    screen.close()
    screen.deleteLater()


def test_while_it_is_laid_out_the_screen_says_so(flow_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slowly(board: Board) -> FlowPicture:
        go_on.wait(20)
        return prepared(board)

    monkeypatch.setattr("kanban_app.gui.flow_map.screen.prepared", slowly)
    flow_map.screen.show()
    flow_map.screen.refresh()
    until(flow_map.screen.message.isVisible)
    assert flow_map.screen.message.headline.text() == "The map is being laid out…"
    go_on.set()
    until(flow_map.view.isVisible)
    assert flow_map.screen.fit.isEnabled()


def test_a_map_that_cannot_be_drawn_says_so_and_can_be_tried_again(
    flow_map: Map, monkeypatch: pytest.MonkeyPatch
) -> None:
    problems: list[BaseException] = []
    flow_map.link.failed.connect(problems.append)
    with monkeypatch.context() as broken:
        broken.setattr("kanban_app.gui.flow_map.screen.prepared", lambda _board: 1 // 0)
        flow_map.screen.show()
        flow_map.screen.refresh()
        until(flow_map.screen.message.isVisible)
    assert flow_map.screen.message.headline.text() == "The map could not be drawn."
    assert isinstance(problems[0], ZeroDivisionError), "it comes into the log"
    QTest.mouseClick(flow_map.screen.message.next, Qt.MouseButton.LeftButton)
    until(flow_map.view.isVisible)
