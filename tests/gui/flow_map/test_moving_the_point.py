"""Moving the decoupling point on the flow map: by list, by the handle, by keys; what it does is read first."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kanban_app.gui.flow_map.handle import PointHandle
from kanban_app.gui.flow_map.move_panel import MovePanel
from tests.gui.conftest import until
from tests.gui.flow_map.conftest import Map

LEFT_BUTTON = Qt.MouseButton.LeftButton


def choose_item(flow_map: Map, code: str) -> tuple[MovePanel, PointHandle]:
    flow_map.open()
    items = flow_map.screen.head.items
    items.setCurrentIndex(items.findText(code))
    panel = flow_map.screen.moving
    assert panel.isVisible()
    return panel, flow_map.screen.handle


def choose_target(flow_map: Map, panel: MovePanel, station: str) -> None:
    panel.choose(flow_map.station(station))
    until(panel.move_it.isEnabled)


def cards(flow_map: Map) -> dict[int, int]:
    return {loop.id: loop.card_count for loop in flow_map.factory.shop.structure.loops.values()}


def test_without_an_item_there_is_nothing_to_move(flow_map: Map) -> None:
    flow_map.open()
    assert not flow_map.screen.moving.isVisible()
    assert not flow_map.screen.handle.isVisible()


def test_what_a_move_does_is_told_and_nothing_is_changed(flow_map: Map) -> None:
    panel, _handle = choose_item(flow_map, "chair")
    before = cards(flow_map)
    assert not panel.move_it.isEnabled()
    choose_target(flow_map, panel, "factory store")
    told = panel.told.text()
    assert "Loop ends: chair, factory store to shop 1." in told
    assert "Frees " in told
    assert "Customers wait" in told
    assert cards(flow_map) == before


def test_a_move_is_made_and_taken_back(flow_map: Map) -> None:
    panel, _handle = choose_item(flow_map, "chair")
    before = cards(flow_map)
    choose_target(flow_map, panel, "factory store")
    panel.move_it.click()
    until(lambda: cards(flow_map) != before)
    until(panel.take_back.isVisible)
    until(lambda: flow_map.picture.point is not None and not flow_map.picture.point.is_all_stock)
    assert flow_map.told[-1] == ("told", "The decoupling point of chair was moved.")
    assert "made when ordered" in flow_map.screen.told.text()
    panel.take_back.click()
    until(lambda: cards(flow_map) == before)
    until(lambda: not panel.take_back.isVisible())


def test_what_does_not_go_is_said_in_words(flow_map: Map) -> None:
    panel, _handle = choose_item(flow_map, "chair")
    panel.choose(flow_map.station("shop 1"))
    until(lambda: "Choose another place." in panel.told.text())
    assert not panel.move_it.isEnabled()


def test_the_handle_is_dragged_to_where_stock_is_to_end(flow_map: Map) -> None:
    panel, handle = choose_item(flow_map, "chair")
    until(handle.isVisible)
    middle = handle.rect().center()
    target = handle._line_x(flow_map.station("factory store"))
    box = flow_map.view.station_rect(flow_map.station("factory store")).center()
    QTest.mousePress(handle, LEFT_BUTTON, pos=middle)
    QTest.mouseMove(handle, handle.mapFromParent(QPoint(target + 30, box.y())))
    QTest.mouseMove(handle, handle.mapFromParent(QPoint(target + 4, box.y())))
    assert handle._ghost.isVisible()
    assert "factory store" in handle._name.text()
    QTest.mouseRelease(handle, LEFT_BUTTON, pos=middle)
    assert not handle._ghost.isVisible()
    until(panel.move_it.isEnabled)
    assert panel.targets.currentText() == "factory store"


def test_a_click_on_the_handle_moves_nothing(flow_map: Map) -> None:
    panel, handle = choose_item(flow_map, "chair")
    QTest.mouseClick(handle, LEFT_BUTTON)
    assert panel.targets.currentData() is None


def test_arrow_keys_move_the_target_from_station_to_station(flow_map: Map) -> None:
    panel, handle = choose_item(flow_map, "chair")
    handle.setFocus()
    seen = []
    for _press in range(3):
        QTest.keyClick(handle, Qt.Key.Key_Left)
        seen.append(panel.targets.currentText())
    assert len(set(seen)) == 3
    QTest.keyClick(handle, Qt.Key.Key_Right)
    assert panel.targets.currentText() == seen[1]
