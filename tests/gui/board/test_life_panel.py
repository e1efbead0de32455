"""The panel tells a life: cause and effect as a tree, time in each state, papers, and the whole life in pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kanban_app.domain.cards import Action, CardState
from kanban_app.gui.board import whole_life
from kanban_app.gui.board.screen import BoardScreen
from tests.gui.plants import Factory

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def test_the_tree_tells_what_a_start_took_and_leads_to_those_cards(
    live: BoardScreen, plant: Factory, qtbot: QtBot
) -> None:
    chair = plant.card("chair", "factory store", 4)
    plant.do(Action.START, [chair], at="assembly line")
    live.show_card(chair.id)
    tree = live.panel.sections.tree
    qtbot.waitUntil(lambda: any("chair leg" in line.text for line in tree.lines()))
    assert tree.isVisibleTo(live)
    own = [line for line in tree.lines() if line.own]
    assert own[-1].text == "Started · chair 4"
    assert own[-1].depth == 0
    first = next(place for place, line in enumerate(tree.lines()) if "chair leg" in line.text)
    assert tree.lines()[first].depth == 1
    wanted = tree.lines()[first].card_id
    item = tree.topLevelItem(0)
    for _ in range(first):
        item = tree.itemBelow(item)
    assert item is not None
    tree.setCurrentItem(item)
    tree.setFocus()
    QTest.keyClick(tree, KEY.Key_Return)
    assert live.selected_card_id() == wanted


def test_times_and_papers_stand_below(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    card = plant.card("polished wooden panel", "assembly line", 1)
    plant.shop.print_cards([card.code], "a6").result()
    live.show_card(card.id)
    rows = live.panel.sections.times.rows
    qtbot.waitUntil(lambda: len(rows()) == 4)
    by_state = {row.state: (row.now, row.usual) for row in rows()}
    assert by_state[CardState.FULL] == ("–", "2 d")
    assert by_state[CardState.IN_PROCESS] == ("1 d 2 h", "–")
    assert live.panel.sections._papers_title.text() == "Printed once"
    assert live.panel.sections.papers.text().endswith("revision A · A6")
    assert "being made: 1 d 2 h, usually –" in live.panel.sections.times.accessibleName()


def test_a_card_never_printed_says_so(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    live.show_card(plant.card("cushion", "assembly line", 1).id)
    qtbot.waitUntil(lambda: live.panel.sections._papers_title.text() == "Never printed")


def test_the_whole_life_is_turned_page_by_page(
    live: BoardScreen, plant: Factory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_life, "PAGE", 3)
    card = plant.card("polished wooden panel", "assembly line", 2)
    plant.do(Action.RECEIVE, [card])
    plant.do(Action.CONSUME, [card])
    live.show_card(card.id)
    sections = live.panel.sections
    qtbot.waitUntil(lambda: len(sections.steps.steps()) > 1)
    QTest.mouseClick(sections.whole, LEFT)
    qtbot.waitUntil(lambda: sections.page() == 0)
    first = [step.headline for step in sections.steps.steps()]
    assert first == ["Cycle 2", "Ordered", "Emptied", "Received: 4"]
    assert not sections.newer.isEnabled()
    QTest.mouseClick(sections.older, LEFT)
    qtbot.waitUntil(lambda: sections.page() == 1)
    assert [step.headline for step in sections.steps.steps()] == ["Cycle 1", "Sent", "Started", "Ordered"]
    QTest.mouseClick(sections.older, LEFT)
    qtbot.waitUntil(lambda: sections.page() == 2)
    assert [step.headline for step in sections.steps.steps()] == ["Cycle 1", "Emptied", "Put to use"]
    assert not sections.older.isEnabled()
    QTest.mouseClick(sections.newer, LEFT)
    qtbot.waitUntil(lambda: sections.page() == 1)
    QTest.mouseClick(sections.whole, LEFT)
    assert sections.page() is None
    assert sections.steps.steps()[-1].when == "now"


def test_another_card_begins_with_its_own_cycle(live: BoardScreen, plant: Factory, qtbot: QtBot) -> None:
    live.show_card(plant.card("chair leg", "assembly line", 5).id)
    QTest.mouseClick(live.panel.sections.whole, LEFT)
    qtbot.waitUntil(lambda: live.panel.sections.page() == 0)
    live.show_card(plant.card("chair leg", "assembly line", 6).id)
    assert live.panel.sections.page() is None
    assert live.panel.sections.tree.lines() == ()
