"""Loops, items and stations by hand in a real window: typing is foreseen, kept, refused at its field, put back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kanban_app.domain.cards import CardState
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import Loop, PrintRule
from kanban_app.gui.loops.item_editor import ItemEditor
from kanban_app.gui.loops.loop_editor import LoopEditor
from kanban_app.gui.loops.screen import ITEMS, LOOPS, STATIONS, LoopsScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.operations.looking import read_pause
from kanban_app.operations.papers import prepare, record
from kanban_app.operations.persons import keep_person
from tests.gui.conftest import until
from tests.gui.loops.conftest import Desk
from tests.gui.plants import Factory


def loop_of(desk: Desk, item: str, consumer: str) -> Loop:
    """The loop as it is in the plant now."""
    board = desk.factory.shop.board().result()
    return board.structure.loops[desk.factory.loop(item, consumer)]


def print_everything(factory: Factory) -> None:
    def order(session):  # type: ignore[no-untyped-def]
        cards = list(factory.shop.board().result().cards())
        record(session, prepare(session, cards, "a6", factory.clock()), "cards.pdf")

    factory.shop.write(order).result()


# -- loops -------------------------------------------------------------------------------------------------------------


def test_a_loop_is_changed_after_it_was_said_what_that_does_and_put_back(desk: Desk, factory: Factory) -> None:
    print_everything(factory)
    desk.choose("chair > factory store > shop 1")
    assert not desk.editor.keep_button.isEnabled()
    desk.type("container_quantity", "6")
    desk.type("card_count", "4")
    assert desk.editor.does.text().splitlines() == [
        "1 new card to print and activate.",
        "3 printed cards get old and are printed again as they next pass empty.",
    ]
    assert loop_of(desk, "chair", "shop 1").container_quantity == 4
    desk.click(desk.button("Keep it"))
    changed = loop_of(desk, "chair", "shop 1")
    assert (changed.container_quantity, changed.card_count, changed.revision) == (6, 4, 2)
    assert desk.editor.told.text().startswith("Kept.")
    assert ("chair", "factory store", "shop 1", "withdrawal", "6 pcs", "4", "2 d", "") in desk.rows(LOOPS)
    desk.click(desk.button("Put it back"))
    back = loop_of(desk, "chair", "shop 1")
    assert (back.container_quantity, back.card_count) == (4, 3)
    assert isinstance(desk.editor, LoopEditor)
    assert desk.editor.ends.text("container_quantity") == "4"
    assert not desk.editor.back_button.isVisible()


def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    desk.choose("chair > factory store > shop 1")
    desk.type("lot_cards", "7")
    assert desk.fault("lot_cards") == "A lot is between 1 and 3, the number of cards. Change one of both."
    desk.type("container_quantity", "four")
    desk.click(desk.button("Keep it"))
    assert desk.fault("container_quantity") == "“four” is no number. Type digits only."
    assert desk.form_with("lot_cards").text("lot_cards") == "7"
    assert desk.form_with("lot_cards").fields["container_quantity"].hasFocus()
    assert loop_of(desk, "chair", "shop 1").lot_cards == 1
    desk.click(desk.button("Leave it"))
    assert desk.form_with("lot_cards").text("lot_cards") == "1"
    assert desk.fault("container_quantity") == ""


def test_a_loop_is_added_with_the_kind_of_its_source(desk: Desk) -> None:
    desk.click(desk.button("Add a loop"))
    assert desk.form_with("item").fields["item"].hasFocus()
    for name, text in (("item", "square table"), ("source", "factory store"), ("consumer", "shop 1")):
        desk.type(name, text)
    assert desk.form_with("in_process").text("in_process") == "skipped"
    desk.click(desk.button("Keep it"))
    assert desk.fault("container_quantity") == "Nothing stands here, but it is needed. Fill it in."
    desk.type("container_quantity", "2")
    desk.type("card_count", "3")
    assert desk.editor.does.text() == "It is a withdrawal loop with 3 cards."
    desk.click(desk.button("Keep it"))
    made = loop_of(desk, "square table", "shop 1")
    assert (made.container_quantity, made.card_count, made.print_rule) == (2, 3, PrintRule.LIST)
    cards = desk.factory.cards("square table", "shop 1")
    assert [card.state for card in cards] == [CardState.NEW] * 3
    assert desk.editor.thing_id == made.id
    assert desk.screen.pages[LOOPS].panel.chosen_ids() == [made.id]
    assert desk.screen.pages[LOOPS].pill.count() == 13


def test_a_field_that_nobody_came_to_yet_is_not_blamed(desk: Desk) -> None:
    desk.click(desk.button("Add a loop"))
    desk.type("item", "chair")
    assert [desk.fault(name) for name in ("item", "source", "consumer", "container_quantity")] == [""] * 4
    desk.type("source", "moon")
    assert desk.fault("source") == "There is no station moon. Add it under Stations first."


def test_a_loop_is_paused_with_a_reason_and_goes_on(desk: Desk) -> None:
    desk.choose("chair > factory store > shop 1")
    desk.click(desk.button("Pause this loop…"))
    assert isinstance(desk.editor, LoopEditor)
    pause = desk.editor.pause
    assert not pause.button.isEnabled()
    desk.type_into(pause.reason, "stocktaking")
    desk.click(desk.button("Pause it"))
    loop = loop_of(desk, "chair", "shop 1")
    assert loop.suspended
    until(lambda: pause.state.text().endswith(" by Maria: stocktaking"))
    kept = desk.factory.shop.read(read_pause, loop.id).result()
    assert kept is not None
    assert (kept.person, kept.reason) == ("Maria", "stocktaking")
    assert any(row[-1] == "paused" for row in desk.rows(LOOPS))
    desk.click(desk.button("Let it go on"))
    assert not loop_of(desk, "chair", "shop 1").suspended


def test_one_field_of_several_loops_is_changed_in_one_go_and_put_back(desk: Desk) -> None:
    desk.choose("chair > factory store > shop 1")
    desk.choose("round table > factory store > shop 1", and_more=True)
    assert desk.editor is desk.screen.many
    assert desk.editor.title.whole() == "2 loops"
    desk.screen.many.field.setCurrentIndex(desk.screen.many.field.findData("lead_time_minutes"))
    desk.screen.many.field.activated.emit(0)
    desk.type("lead_time_minutes", "5 h")
    desk.click(desk.button("Keep it"))
    items = ("chair", "round table")
    assert [loop_of(desk, item, "shop 1").lead_time_minutes for item in items] == [300, 300]
    assert len(desk.screen.pages[LOOPS].panel.chosen_ids()) == 2
    desk.click(desk.button("Put it back"))
    assert [loop_of(desk, item, "shop 1").lead_time_minutes for item in items] == [2880, 2880]


def test_of_several_loops_the_one_that_does_not_fit_is_named(desk: Desk) -> None:
    desk.choose("chair > factory store > shop 1")
    desk.choose("square table > assembly line > factory store", and_more=True)
    desk.screen.many.field.setCurrentIndex(desk.screen.many.field.findData("lot_cards"))
    desk.screen.many.field.activated.emit(0)
    desk.type("lot_cards", "4")
    assert desk.fault("lot_cards").startswith("chair: A lot is between 1 and 3")
    assert loop_of(desk, "square table", "factory store").lot_cards == 1


def test_what_another_terminal_changes_is_shown_and_what_is_typed_stays(desk: Desk) -> None:
    desk.choose("chair > factory store > shop 1")
    desk.type("container_quantity", "9")
    desk.factory.shop.change_loop(desk.factory.loop("chair", "shop 1"), priority=3).result()
    until(lambda: desk.form_with("priority").text("priority") == "3")
    desk.settle()
    assert desk.form_with("container_quantity").text("container_quantity") == "9"
    desk.click(desk.button("Keep it"))
    loop = loop_of(desk, "chair", "shop 1")
    assert (loop.container_quantity, loop.priority) == (9, 3)


def test_what_is_typed_waits_while_one_looks_at_another_loop(desk: Desk) -> None:
    desk.choose("chair > factory store > shop 1")
    desk.type("container_quantity", "9")
    desk.choose("round table > factory store > shop 1")
    assert desk.form_with("container_quantity").text("container_quantity") == "2"
    desk.choose("chair > factory store > shop 1")
    assert desk.form_with("container_quantity").text("container_quantity") == "9"
    assert desk.editor.keep_button.isEnabled()


# -- stations ----------------------------------------------------------------------------------------------------------


def test_a_station_is_added_and_one_that_loops_hang_on_keeps_its_kind(desk: Desk) -> None:
    desk.turn_to(STATIONS)
    desk.click(desk.button("Add a station"))
    desk.type("name", "varnish")
    desk.type("served_from", "factory store")
    desk.click(desk.button("Keep it"))
    assert any(row[:4] == ("varnish", "workstation", "", "factory store") for row in desk.rows(STATIONS))
    desk.choose("saw > workstation")
    desk.type("kind", "store")
    assert desk.fault("kind") == "saw keeps its kind: the loop of chair leg hangs on it. Add a station of the new kind."
    desk.click(desk.button("Leave it"))
    desk.type("name", "band saw")
    desk.click(desk.button("Keep it"))
    assert desk.editor.title.whole() == "band saw"


# -- items and parts ---------------------------------------------------------------------------------------------------


def png() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "PNG")
    return made.getvalue()


def test_an_item_is_added_and_decimals_of_a_counted_one_stay(desk: Desk) -> None:
    desk.turn_to(ITEMS)
    desk.click(desk.button("Add an item"))
    desk.type("code", "varnish")
    desk.type("unit", "l")
    desk.click(desk.button("Keep it"))
    assert any(row[:3] == ("varnish", "", "l") for row in desk.rows(ITEMS))
    assert desk.form_with("decimals").text("decimals") == "3"
    desk.choose("screws")
    desk.type("decimals", "2")
    assert desk.fault("decimals") == "screws is counted already, with 0 decimals. Add a new item instead."


@pytest.mark.parametrize("way", ["file", "svg", "drop", "paste"])
def test_a_picture_comes_from_a_file_by_dropping_and_by_pasting(desk: Desk, fast_path: Path, way: str) -> None:
    desk.turn_to(ITEMS)
    desk.choose("screws")
    editor = desk.editor
    assert isinstance(editor, ItemEditor)
    file = fast_path / "screws.png"
    file.write_bytes(png())
    if way == "file":
        editor.picture.read(file)
    elif way == "svg":
        svg = fast_path / "screws.svg"
        svg.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M0 0L60 40"/></svg>')
        editor.picture.read(svg)
    elif way == "drop":
        what = QMimeData()
        what.setUrls([QUrl.fromLocalFile(str(file))])
        copy = Qt.DropAction.CopyAction
        drop = QDropEvent(QPointF(9, 9), copy, what, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        editor.picture.frame.dropEvent(drop)
    else:
        QGuiApplication.clipboard().setImage(QImage.fromData(png()))
        editor.picture.frame.setFocus()
        QTest.keySequence(editor.picture.frame, "Ctrl+V")
    until(lambda: editor.picture.new_bytes is not None)
    desk.click(desk.button("Keep it"))
    item = next(one for one in desk.factory.shop.structure.items.values() if one.code == "screws")
    assert item.picture.endswith(".png")
    assert item.picture in desk.factory.shop.pictures({item.picture}).result()
    desk.click(desk.button("Put it back"))
    assert desk.factory.shop.read(lambda session: session.structure.items[item.id].picture).result() == ""


def test_what_is_no_picture_is_refused_where_it_stands(desk: Desk, fast_path: Path) -> None:
    desk.turn_to(ITEMS)
    desk.choose("screws")
    editor = desk.editor
    assert isinstance(editor, ItemEditor)
    (fast_path / "letter.png").write_text("no picture")
    editor.picture.read(fast_path / "letter.png")
    until(lambda: editor.picture.new_bytes is not None)
    desk.click(desk.button("Keep it"))
    assert "no picture that can be read" in editor.picture.fault.text()
    editor.picture.read(fast_path / "gone.png")
    until(lambda: "cannot be read: No such file" in editor.picture.fault.text())


def test_parts_are_typed_a_cycle_is_spelled_out_and_the_list_is_put_back(desk: Desk) -> None:
    desk.turn_to(ITEMS)
    desk.choose("wooden beam")
    editor = desk.editor
    assert isinstance(editor, ItemEditor)
    desk.click(editor.parts_pill)
    desk.click(editor.parts.add_button)
    desk.type_into(editor.parts.rows[0].component, "chair")
    told = "It would contain itself: wooden beam → chair → chair leg → wooden beam. Take one of these parts out."
    assert editor.parts.rows[0].fault.text() == told
    desk.type_into(editor.parts.rows[0].component, "screws")
    desk.type_into(editor.parts.rows[0].amount, "1/3")
    desk.click(desk.button("Keep it"))
    structure = desk.factory.shop.board().result().structure
    beam = next(item.id for item in structure.items.values() if item.code == "wooden beam")
    assert [str(line.per_parent) for line in structure.components_of(beam)] == ["1/3"]
    tree = editor.parts.tree
    assert tree.topLevelItem(0).child(0).text(0) == "screws"
    assert tree.topLevelItem(0).child(0).text(1) == "1/3 pcs"
    desk.click(desk.button("Put it back"))
    assert desk.factory.shop.board().result().structure.components_of(beam) == []
    assert editor.parts.rows == []


def test_the_tree_goes_deeper_as_it_is_opened_and_tells_where_an_item_is_used(desk: Desk) -> None:
    desk.turn_to(ITEMS)
    desk.choose("chair leg")
    editor = desk.editor
    assert isinstance(editor, ItemEditor)
    desk.click(editor.parts_pill)
    parts, uses = editor.parts.tree.topLevelItem(0), editor.parts.tree.topLevelItem(1)
    assert [parts.child(0).text(0), uses.child(0).text(0), uses.child(0).text(1)] == ["wooden beam", "chair", "4 pcs"]
    desk.choose("chair")
    leg = editor.parts.tree.topLevelItem(0).child(0)
    assert (leg.text(0), leg.childCount()) == ("chair leg", 0)
    leg.setExpanded(True)
    assert leg.child(0).text(0) == "wooden beam"


# -- finding, writing out, empty ---------------------------------------------------------------------------------------


def test_finding_narrows_the_list_and_what_is_not_there_is_said(desk: Desk) -> None:
    QTest.keySequence(desk.screen, "Ctrl+F")
    assert desk.screen.search.hasFocus()
    QTest.keyClicks(desk.screen.search, "table shop")
    assert [row[0] for row in desk.rows(LOOPS)] == ["round table"]
    QTest.keyClicks(desk.screen.search, "zzz")
    panel = desk.screen.pages[LOOPS].panel
    assert (panel.message.text(), panel.message_button.text()) == ("Nothing is called so.", "Show all")
    desk.click(panel.message_button)
    assert len(desk.rows(LOOPS)) == 12


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_everything_is_written_out_beside_the_window(desk: Desk, fast_path: Path, name: str) -> None:
    desk.click(desk.button("Save as lists…"))
    menu = next(widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.inherits("QMenu"))
    menu.close()
    row = desk.screen.export_row
    row.write(fast_path / name)
    assert row.stop_button.isVisible()
    until(lambda: not row.is_running)
    assert row.told.text() == f"Everything is in {fast_path / name}."
    assert (fast_path / name).exists()


def test_a_place_that_cannot_be_written_to_is_said(desk: Desk, fast_path: Path) -> None:
    (fast_path / "file").write_text("")
    row = desk.screen.export_row
    row.write(fast_path / "file")
    until(lambda: not row.is_running)
    assert row.told.text().startswith("Nothing was written: ")


def test_a_plant_without_anything_says_so_and_offers_the_first_step(
    qapp: QApplication, office_tools: Tools, link: ShopLink, factory: Factory, fast_path: Path
) -> None:
    from kanban_app.domain.draft import PlantDraft

    empty = Factory(fast_path / "empty", start=Start.NEW, draft=PlantDraft())
    link.detach()
    link.attach(empty.shop)
    screen = LoopsScreen(office_tools)
    try:
        screen.show()
        screen.refresh()
        until(lambda: screen.pages[LOOPS].panel.message.text() == "No loops yet.")
        QTest.mouseClick(screen.pages[LOOPS].panel.message_button, Qt.MouseButton.LeftButton)
        assert screen.editors.currentWidget() is screen.pages[LOOPS].editor
        until(lambda: link.board is not None and not link._reading)
    finally:
        screen.close()
        screen.deleteLater()
        link.detach()
        link.attach(factory.shop)
        until(lambda: link.board is not None)
        empty.close()


# -- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "line", "field", "value"),
    [
        (LOOPS, "chair > factory store > shop 1", "card_count", "4"),
        (ITEMS, "chair", "description", "oak"),
        (STATIONS, "saw", "location", "hall 2"),
    ],
    ids=[LOOPS, ITEMS, STATIONS],
)
def test_who_does_not_supervise_is_told_whom_to_call(
    desk: Desk, factory: Factory, page: str, line: str, field: str, value: str
) -> None:
    factory.shop.write(lambda session: keep_person(session, "", "Kim", supervisor=True)).result()
    before = factory.shop.structure
    desk.turn_to(page)
    desk.choose(line)
    desk.type(field, value)
    desk.click(desk.button("Keep it"))
    assert desk.editor.told.text() == "Only a supervisor changes this. Nothing was changed. Call Kim."
    kept = factory.shop.structure
    assert (kept.stations, kept.items, kept.loops) == (before.stations, before.items, before.loops)
    desk.screen.tools.settings.person = "Kim"
    desk.click(desk.button("Keep it"))
    assert desk.editor.told.text().startswith("Kept.")
