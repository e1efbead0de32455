"""Choosing, seeing, printing, printing again, going on; the recall; designs and sheets, all in a real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox

from kanban_app.domain.cards import Action
from kanban_app.domain.print_jobs import Look
from kanban_app.gui.print_list.cell_picker import CellPicker
from kanban_app.gui.print_list.model import Column, Group
from kanban_app.operations import print_desk
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.recalls import read_old_papers
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory
from tests.gui.print_list.conftest import Desk, Printer
from tests.operations.paper import codes_on

LINE = "assembly line"
KEY = Qt.Key


def legs(factory: Factory) -> list[str]:
    return [card.code for card in factory.cards("chair leg", LINE)]


# -- the list ---------------------------------------------------------------------------------------------------------


def test_what_waits_is_ticked_and_counted(desk: Desk, factory: Factory) -> None:
    every = len(factory.shop.print_list().result())
    assert desk.screen.list.pills[Group.WAITING].count() == every
    assert len(desk.screen.model.ticked()) == every
    assert desk.screen.box.print_button.text() == f"Print {every} cards"


def test_a_row_says_why_and_where_the_card_is(desk: Desk, factory: Factory) -> None:
    factory.shop.print_cards(legs(factory), "a4-8").result()
    factory.shop.ask_print(legs(factory)[:1]).result()
    desk.screen.refresh()
    until(lambda: desk.screen.list.pills[Group.LOST].count() == 1)
    desk.screen.list.pills[Group.LOST].setChecked(True)
    model = desk.screen.model
    [card] = model.rows
    said = [model.text(card, column) for column in (Column.ITEM, Column.CARD, Column.WHY, Column.WHERE)]
    assert said == ["chair leg", "1 of 6", "asked for again, print 2", "assembly line, full"]


def test_without_anything_to_print_it_says_so_and_shows_all_cards(desk: Desk, factory: Factory) -> None:
    codes = [card.code for card in factory.shop.print_list().result()]
    factory.shop.print_cards(codes, "a4-8").result()
    desk.screen.refresh()
    until(desk.screen.list.message.isVisible)
    assert desk.screen.list.message.headline.text() == "Nothing waits to be printed."
    assert not desk.screen.box.print_button.isEnabled()
    desk.click(desk.screen.list.message.next)
    assert len(desk.screen.model.rows) == len(codes)
    assert desk.screen.model.ticked() == []


def test_one_source_shows_only_its_cards(desk: Desk, factory: Factory) -> None:
    saw = factory.station("saw")
    desk.screen.station.setCurrentIndex(desk.screen.station.findData(saw))
    loops = factory.shop.structure.loops
    until(lambda: {loops[card.loop_id].source_id for card in desk.screen.model.rows} == {saw})


# -- the true sheet ---------------------------------------------------------------------------------------------------


def test_the_preview_is_the_sheet_that_is_printed(desk: Desk, factory: Factory, tmp_path: Path) -> None:
    desk.choose_only(*legs(factory))
    until(lambda: desk.screen.preview.sheet is not None and desk.screen.preview.sheet.cards == 6)
    sheet = desk.screen.preview.sheet
    assert sheet is not None
    assert (sheet.number, sheet.count) == (1, 1)
    shown = tmp_path / "shown.pdf"
    shown.write_bytes(sheet.data)
    desk.screen._print(tmp_path / "printed.pdf")
    desk.ended()
    assert codes_on(shown) == codes_on(tmp_path / "printed.pdf")
    assert shown.read_bytes() == (tmp_path / "printed.pdf").read_bytes()


def test_the_next_sheet_is_drawn_when_it_is_turned_to(desk: Desk) -> None:
    until(lambda: desk.screen.preview.sheet is not None)
    desk.click(desk.screen.preview.next_button)
    until(lambda: desk.screen.preview.sheet is not None and desk.screen.preview.sheet.number == 2)
    assert desk.screen.preview.heading.text().startswith("Sheet 2 of ")


def test_another_first_cell_moves_the_cards_on_the_sheet(desk: Desk, factory: Factory) -> None:
    desk.choose_only(*legs(factory))
    picker = desk.screen.options.cells
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=picker.rect_of(4).center().toPoint())
    until(lambda: desk.screen.preview.sheet is not None and desk.screen.preview.sheet.count == 2)
    assert desk.screen.options.look().start_cell == 4


def test_in_a_narrow_window_the_preview_is_a_drawer_over_the_list(desk: Desk) -> None:
    desk.screen.resize(1190, 740)
    until(desk.screen.preview_button.isVisible)
    assert not desk.screen.preview.isVisible()
    until(desk.screen.box.print_button.isVisible)
    desk.click(desk.screen.preview_button)
    until(lambda: desk.screen.preview.isVisible() and desk.screen.preview.sheet is not None)
    assert not desk.screen.list.isVisible()
    desk.screen.resize(1500, 900)
    until(lambda: desk.screen.list.isVisible() and desk.screen.preview.isVisible())
    assert not desk.screen.preview_button.isVisible()


# -- printing ---------------------------------------------------------------------------------------------------------


def test_ctrl_p_prints_what_is_ticked_and_takes_it_off_the_list(desk: Desk, factory: Factory) -> None:
    desk.choose_only(*legs(factory))
    desk.screen.activateWindow()
    until(desk.screen.isActiveWindow)
    QTest.keyClick(desk.screen.list.table, KEY.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert desk.ended().startswith("6 cards printed into ")
    assert {card.code for card in factory.shop.print_list().result()}.isdisjoint(legs(factory))


def test_exactly_the_same_again_needs_a_second_press(desk: Desk, factory: Factory) -> None:
    codes = legs(factory)
    for _ in range(2):
        desk.choose_only(*codes)
        desk.click(desk.screen.box.print_button)
        said = desk.ended()
    assert said.startswith("Exactly these cards were printed ")
    assert {card.print_count for card in factory.cards("chair leg", LINE)} == {1}
    desk.click(desk.screen.box.again_button)
    assert desk.ended().startswith("6 cards printed into ")
    assert {card.print_count for card in factory.cards("chair leg", LINE)} == {2}


def test_a_sheet_that_did_not_come_out_is_printed_again_and_only_it(
    desk: Desk, factory: Factory, printer: Printer
) -> None:
    desk.screen.options.printer.printer.setCurrentIndex(2)
    codes = [card.code for card in (*factory.cards("chair leg", LINE), *factory.cards("table leg", LINE))]
    desk.choose_only(*codes)
    desk.click(desk.screen.box.print_button)
    assert desk.ended() == "14 cards sent to office laser."
    sheet = desk.screen.box.sheet
    assert [sheet.itemText(place) for place in range(sheet.count())] == [
        "Sheet 1 of 2 did not come out",
        "Sheet 2 of 2 did not come out",
    ]
    sheet.setCurrentIndex(1)
    desk.click(desk.screen.box.sheet_button)
    desk.ended()
    first, second = printer.sent
    assert codes_on(second) == codes_on(first)[8:]


def test_a_jammed_printer_is_told_of_and_the_rest_can_be_gone_on_with(
    desk: Desk, factory: Factory, printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_desk, "PART_CARDS", 8)
    desk.screen.options.printer.printer.setCurrentIndex(2)
    printer.is_jammed = True
    desk.choose_only(*legs(factory))
    desk.click(desk.screen.box.print_button)
    assert desk.ended() == "Not everything was printed: paper jam. What is missing stays on the list."
    until(desk.screen.interrupted.isVisible)
    assert desk.screen.interrupted.words.text().endswith("was cut off: 6 cards are missing.")
    printer.is_jammed = False
    desk.click(desk.screen.interrupted.go_on)
    desk.ended()
    until(lambda: not desk.screen.interrupted.isVisible())
    assert sorted(codes_on(printer.sent[0])) == sorted(legs(factory))


def test_a_job_that_was_cut_off_can_be_left(desk: Desk, factory: Factory, printer: Printer) -> None:
    desk.screen.options.printer.printer.setCurrentIndex(2)
    printer.is_jammed = True
    desk.choose_only(*legs(factory))
    desk.click(desk.screen.box.print_button)
    until(desk.screen.interrupted.isVisible)
    desk.click(desk.screen.interrupted.leave)
    until(lambda: not desk.screen.interrupted.isVisible())
    assert factory.shop.desk.interrupted().result() is None


def test_stop_ends_a_long_run_and_the_rest_stays_on_the_list(
    desk: Desk, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_desk, "PART_CARDS", 8)
    every = len(factory.shop.print_list().result())
    desk.screen.run.progressed.connect(lambda _done, _whole: desk.screen.box.stop_button.click())
    desk.click(desk.screen.box.print_button)
    assert desk.ended().startswith("Stopped after ")
    left = len(factory.shop.print_list().result())
    assert 0 < left < every
    assert left == every - sum(card.print_count for card in factory.shop.board().result().cards())


def test_the_window_goes_while_it_prints_and_nothing_is_lost(desk: Desk, factory: Factory) -> None:
    desk.click(desk.screen.box.print_button)
    desk.screen.hide()
    desk.ended()
    assert factory.shop.audit().result().ok


# -- the recall -------------------------------------------------------------------------------------------------------


@pytest.fixture
def recalled(desk: Desk, factory: Factory) -> list[str]:
    """The chair legs' papers say 8, the loop says 10."""
    factory.shop.print_cards(legs(factory), "a4-8").result()
    factory.clock.tick(minutes=5)
    factory.shop.change_loop(factory.loop("chair leg", LINE), container_quantity=10).result()
    desk.screen.refresh()
    until(desk.screen.recall_bar.isVisible)
    return legs(factory)


def test_the_recall_tells_how_many_are_out_of_what_and_where(desk: Desk, recalled: list[str]) -> None:
    assert desk.screen.recall_bar.headline.text() == "6 old cards are still out there: chair leg, revision A"
    assert desk.screen.recall_bar.detail.text().startswith("6 at assembly line. ")
    assert desk.screen.list.pills[Group.STALE].count() == 6


def test_one_is_ticked_off_as_destroyed_and_the_tick_taken_back(
    desk: Desk, factory: Factory, recalled: list[str]
) -> None:
    desk.click(desk.screen.recall_bar.list_button)
    page = desk.screen.recall_page
    assert not page.destroy_button.isEnabled()
    page.table.selectRow(0)
    desk.click(page.destroy_button)
    until(lambda: len(page.model.papers) == 5)
    desk.click(page.undo_button)
    until(lambda: len(page.model.papers) == 6)
    assert len(factory.shop.read(read_old_papers).result()) == 6


def test_a_scan_after_the_new_paper_is_printed_takes_it_off(desk: Desk, factory: Factory, recalled: list[str]) -> None:
    factory.shop.print_cards(recalled, "a4-8").result()
    factory.clock.tick(minutes=5)
    factory.do(Action.CONSUME, [factory.card("chair leg", LINE, 1)], at=LINE)
    desk.screen.refresh()
    until(lambda: desk.screen.recall_bar.headline.text().startswith("5 old cards"))


def test_the_list_to_walk_with_is_saved(desk: Desk, recalled: list[str], tmp_path: Path) -> None:
    desk.screen.files.write_recall(tmp_path / "recall.pdf")
    until((tmp_path / "recall.pdf").exists)
    until(lambda: desk.screen.box.told.text() == "Saved as recall.pdf.")


# -- looks ------------------------------------------------------------------------------------------------------------


def test_a_printers_measures_are_its_own_and_remembered(desk: Desk, settings: Settings) -> None:
    form = desk.screen.options.printer
    form.printer.setCurrentIndex(form.printer.findData("label"))
    desk.type_into(form.right, "0,5")
    desk.type_into(form.down_scale, "1.002")
    form.printer.setCurrentIndex(form.printer.findData("office laser"))
    assert desk.screen.options.look().offset_x_mm == 0
    form.printer.setCurrentIndex(form.printer.findData("label"))
    look = desk.screen.options.look()
    assert (look.offset_x_mm, look.scale_y) == (0.5, 1.002)
    assert settings.calibration_of("label") == (0.5, 0.0, 1.0, 1.002)
    assert settings.printer == "label"


def test_the_printer_of_last_time_is_chosen_again(desk: Desk, settings: Settings) -> None:
    settings.printer = "label"
    again = Desk(desk.screen._tools, desk.factory)
    assert again.screen.options.printer.name() == "label"
    assert again.screen.options.printer.right.isVisible()
    again.close()


def test_what_is_no_number_gives_way_to_what_stood_there(desk: Desk) -> None:
    desk.screen.options.printer.printer.setCurrentIndex(1)
    field = desk.screen.options.printer.right
    for typed, kept in (("1.25", 1.2), ("far", 1.2), ("1000", 30.0)):
        desk.type_into(field, typed)
        assert field.value() == kept


def test_a_sheet_whose_labels_lie_on_each_other_is_refused_with_the_reason(desk: Desk) -> None:
    desk.click(desk.screen.options.findChild(QAbstractButton, "own_sheet"))
    form = desk.screen.sheet_form
    form.name.setText("mine")
    desk.type_into(form.lengths["pitch_y"], "10")
    desk.click(form.keep_button)
    until(form.told.isVisible)
    assert form.told.text().startswith("The sheet was not kept. ")
    desk.type_into(form.lengths["pitch_y"], "38.1")
    desk.click(form.keep_button)
    until(lambda: desk.screen.options.format.findData("sheet:mine") >= 0)
    assert desk.screen.side.currentWidget() is desk.screen.options
    desk.screen.options.choose_format("sheet:mine")
    assert (desk.screen.options.cells.columns, desk.screen.options.cells.rows) == (2, 7)


def test_a_design_goes_out_as_a_file_and_comes_in_as_one_of_the_plants_own(desk: Desk, tmp_path: Path) -> None:
    desk.screen.files.export_design("a6", tmp_path / "big card.json")
    until((tmp_path / "big card.json").exists)
    desk.screen.files.bring_design(tmp_path / "big card.json")
    until(lambda: desk.screen.options.design.findData("big card") >= 0)
    desk.screen.options.choose_design("big card")
    assert desk.screen.options.look().design == "big card"


def test_a_file_that_is_no_design_is_told_of(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("[]")
    desk.screen.files.bring_design(tmp_path / "broken.json")
    until(desk.screen.box.told.isVisible)
    assert desk.screen.box.told.text().startswith("Nothing was kept. ")


def test_edit_design_names_the_design_that_is_chosen(desk: Desk) -> None:
    asked: list[str] = []
    assert not desk.screen.options.edit_design.isVisible(), "nobody listens yet"
    desk.screen.edit_design_asked.connect(asked.append)
    desk.screen.refresh()
    desk.click(desk.screen.options.edit_design)
    desk.screen.options.choose_design("a6")
    desk.click(desk.screen.options.edit_design)
    assert asked == ["", "a6"]


def test_every_field_and_button_has_a_name(desk: Desk) -> None:
    desk.screen.options.printer.printer.setCurrentIndex(1)
    for kind in (QLineEdit, QComboBox, QAbstractButton, QSpinBox, CellPicker):
        for widget in desk.screen.findChildren(kind):
            inner = type(widget.parent()).__name__.startswith("Q") or isinstance(widget.parent(), QSpinBox | QComboBox)
            words = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or words or inner or not widget.isVisible(), widget


# -- the small sheet --------------------------------------------------------------------------------------------------


def test_the_arrow_keys_walk_over_the_cells(desk: Desk) -> None:
    picker = desk.screen.options.cells
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Right, KEY.Key_Up, KEY.Key_Left, KEY.Key_Left):
        QTest.keyClick(picker, key)
    assert picker.cell == 2
    assert picker.accessibleName() == "Start at cell 2 of 8"


def test_a_press_between_two_cells_chooses_none(desk: Desk) -> None:
    picker = desk.screen.options.cells
    edge = picker.rect_of(1).bottomRight().toPoint() + QPoint(2, 2)
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=edge)
    assert picker.cell == 1


def test_the_order_that_the_screen_gives_names_its_person(desk: Desk, settings: Settings, factory: Factory) -> None:
    settings.person = "Anna Lind"
    desk.choose_only(*legs(factory))
    desk.click(desk.screen.box.print_button)
    desk.ended()
    order = desk.screen._order
    assert order is not None
    assert replace(order, destination=None, look=Look()) == PrintOrder(tuple(legs(factory)), person="Anna Lind")
