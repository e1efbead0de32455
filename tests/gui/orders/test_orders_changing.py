"""Orders that change in a window: started work goes to another line, and what was done is taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.orders import StartedChoice
from kanban_app.gui.look.widgets import Choice
from kanban_app.gui.orders.options_form import OptionsForm
from kanban_app.gui.orders.started_box import StartedBox
from kanban_app.operations.order_options import save_options
from kanban_app.operations.order_options_texts import read_option_file
from kanban_app.operations.order_views import read_line
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines
from tests.gui.conftest import until
from tests.gui.orders.conftest import SHOP, WANTED, Desk, Office
from tests.gui.orders.test_orders_screen import press, shipped_backlog

CTRL = Qt.KeyboardModifier.ControlModifier


def say_use(started: StartedBox, reference: str) -> None:
    """Answer: use it for this line."""
    until(started.isVisible)
    started.what.setCurrentIndex(started.what.findData(StartedChoice.USE))
    found = [started.other.itemText(place) for place in range(started.other.count())]
    started.other.setCurrentIndex(next(place for place, text in enumerate(found) if text.startswith(f"{reference},")))


def test_started_work_of_a_cancelled_line_is_used_for_another(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    office.to_order("round table")
    old, new, table = office.confirmed("chair", 4), office.confirmed("chair", 8), office.confirmed("round table", 2)
    [begun] = office.cards(old)
    office.factory.do(Action.DISPATCH, [begun])
    desk.refresh()
    desk.choose(old)
    press(desk.screen.side.detail.buttons["cancel"])
    form = desk.screen.side.cancel
    say_use(form.started, f"{new}/1")
    offered = [form.started.other.itemData(place)[0] for place in range(form.started.other.count())]
    assert table not in offered, "a table takes no chairs"
    press(form.go)
    until(lambda: office.state(old) == "cancelled")
    assert office.cards(old) == []
    now = office.cards(new)
    assert {card.id: card.state for card in now}[begun.id] is CardState.IN_TRANSIT
    assert sum(card.container_quantity for card in now) == 8, "one that nobody had started left in its place"
    office.check()
    office.work(new)
    until(lambda: office.state(new) == "ready")


def test_started_work_of_a_smaller_line_is_used_for_another(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    old, new = office.confirmed("chair", 8), office.confirmed("chair", 4)
    office.factory.do(Action.DISPATCH, office.cards(old))
    desk.refresh()
    desk.choose(old)
    press(desk.screen.side.detail.buttons["change"])
    form = desk.screen.side.change
    form.quantity.selectAll()
    desk.type("4\r")
    say_use(form.started, f"{new}/1")
    press(form.go)
    until(lambda: office.order(old).lines[0].line.quantity == 4)
    for number in (old, new):
        [card] = office.cards(number)
        assert card.state is CardState.IN_TRANSIT


def test_where_no_line_takes_started_work_that_is_said(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 4)
    office.add("chair", 4, number)
    office.factory.do(Action.DISPATCH, office.cards(number))
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["cancel"])
    form = desk.screen.side.cancel
    until(form.started.isVisible)
    form.started.what.setCurrentIndex(form.started.what.findData(StartedChoice.USE))
    assert form.started.none.isVisible()
    assert not form.started.other.isVisible()
    assert not form.go.isEnabled()


def test_a_whole_order_is_not_offered_its_own_lines(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.add("chair", 4)
    office.add("chair", 4, number)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["confirm"])
    until(lambda: len(office.cards(number)) == 2)
    office.factory.do(Action.DISPATCH, office.cards(number)[:1])
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["cancel"])
    form = desk.screen.side.cancel
    until(form.started.isVisible)
    until(lambda: form.started.other.count() == 1)
    form.scope.setCurrentIndex(1)
    until(lambda: "leaves" in form.what.text() and form.started.isVisible())
    assert form.started.other.count() == 0


def test_work_that_starts_while_a_person_reads_is_asked_about(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 8)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["cancel"])
    form = desk.screen.side.cancel
    until(form.go.isEnabled)
    office.factory.do(Action.DISPATCH, office.cards(number)[:1])
    press(form.go)
    until(form.started.isVisible)
    assert not form.go.isEnabled()
    assert office.state(number) == "in_work"
    form.started.what.setCurrentIndex(form.started.what.findData(StartedChoice.STOCK))
    press(form.go)
    until(lambda: office.state(number) == "cancelled")


def test_a_change_that_ended_a_line_is_taken_back(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 8)
    first, _second = office.cards(number)
    office.factory.do(Action.RECEIVE, [first])
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["ship"])
    assert desk.screen.side.ship.quantity.text() == "4"
    press(desk.screen.side.ship.go)
    until(lambda: office.order(number).lines[0].line.shipped == 4)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["change"])
    form = desk.screen.side.change
    form.quantity.selectAll()
    desk.type("4")
    form.note.setFocus()
    desk.type("enough\r")
    until(lambda: office.state(number) == "closed")
    press(desk.screen.undo_button)
    until(lambda: office.state(number) == "in_work")
    [view] = office.order(number).lines
    assert (view.line.quantity, view.line.shipped, view.line.note) == (8, 4, "")
    assert sum(card.container_quantity for card in office.cards(number)) == 4


def test_a_shipped_backlog_comes_back(desk: Desk, office: Office) -> None:
    first, second = shipped_backlog(desk, office)
    press(desk.screen.undo_button)
    until(lambda: office.state(first) == office.state(second) == "ready")


def test_a_link_that_was_taken_off_comes_back(desk: Desk, office: Office, fast_path: Path) -> None:
    number = office.add("chair", 4)
    desk.refresh()
    desk.choose(number)
    detail = desk.screen.side.detail
    detail.link.setText("drawings/7.pdf")
    QTest.keyClick(detail.link, Qt.Key.Key_Return)
    until(lambda: office.order(number).links)
    until(detail.links.isVisible)
    [kept] = office.order(number).links
    detail.link_dropped.emit(kept)
    until(lambda: not office.order(number).links)
    press(desk.screen.undo_button)
    until(lambda: [one.link for one in office.order(number).links] == ["drawings/7.pdf"])


def test_a_line_whose_pieces_have_left_stays_in_sight_while_cards_of_it_are_about(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 4)
    office.work(number)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["change"])
    form = desk.screen.side.change
    form.quantity.selectAll()
    desk.type("3\r")
    until(lambda: office.order(number).lines[0].line.quantity == 3)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["ship"])
    press(desk.screen.side.ship.go)
    until(lambda: office.state(number) == "shipped")
    desk.refresh()
    assert desk.orders() == [number]
    desk.choose(number)
    press(desk.screen.side.detail.buttons["cancel"])
    cancel = desk.screen.side.cancel
    until(cancel.started.isVisible)
    cancel.started.what.setCurrentIndex(cancel.started.what.findData(StartedChoice.STOCK))
    press(cancel.go)
    until(lambda: office.state(number) == "closed")


def test_the_note_of_what_leaves_is_saved_with_it(desk: Desk, office: Office, fast_path: Path) -> None:
    number = office.confirmed("chair", 4)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["ship"])
    press(desk.screen.side.ship.noted)
    until(lambda: office.state(number) == "closed")
    until(lambda: desk.screen.side.findChildren(QFileDialog))
    [dialog] = desk.screen.side.findChildren(QFileDialog)
    assert dialog.selectedFiles()[0].endswith(f"{number}-1.pdf")
    dialog.fileSelected.emit(str(fast_path / "note.pdf"))
    dialog.close()
    until((fast_path / "note.pdf").exists)
    until(lambda: "note.pdf" in desk.screen.told.text())


def test_what_was_lost_is_said_and_ordered_again(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 8)
    desk.refresh()
    desk.choose(number)
    detail = desk.screen.side.detail
    assert not detail.lost.isVisible()
    office.factory.do(Action.RETIRE, office.cards(number)[:1], reason="burnt")
    until(detail.lost.isVisible)
    assert detail.lost.text() == "1 card of it is lost."
    press(detail.buttons["again"])
    until(lambda: sum(card.container_quantity for card in office.cards(number)) == 8)
    until(lambda: not detail.lost.isVisible())
    assert not detail.buttons["again"].isVisible()
    assert desk.screen.told.text() == "Changed: 1 card more."
    assert not desk.screen.undo_button.isEnabled()
    header = desk.screen.table.horizontalHeader()
    assert header.length() >= desk.screen.table.viewport().width() - 2, "the columns fill their table"


CHOICES = """\
item,group,rule,choice,default,component,quantity,replaces,surcharge,minutes,station,excludes
chair,,,,,,,,150,,,
chair,seat,one required,plain,yes,,,,,,,
chair,seat,one required,padded,,cushion,1,,40,,,
"""


def plain_chairs(office: Office, folder: Path) -> str:
    """Two chairs with a plain seat at a price of their own, confirmed; the order's number."""
    shop, now = office.factory.shop, office.factory.clock()
    (folder / "choices.csv").write_text(CHOICES)
    shop.write(save_options, read_option_file(shop.structure, folder / "choices.csv")).result()
    at, choices = office.factory.station(SHOP), ("seat=plain",)
    entry = NewLine("Ada", office.item("chair"), 2, WANTED, "", at, price="145", choices=choices)
    [line] = shop.write(add_lines, [entry], now).result()
    shop.write(confirm, line.order_number, now).result()
    return line.order_number


def choose_padded(desk: Desk, number: str) -> OptionsForm:
    """Choose the padded seat for the order's line, and keep it."""
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["options"])
    form = desk.screen.side.options
    until(form.chooser.isVisible)
    [seat] = form.chooser.findChildren(Choice)
    assert seat.currentText() == "plain"
    seat.setCurrentIndex(seat.findData("padded"))
    press(form.go)
    return form


def test_the_choices_of_an_entered_line_are_changed_and_taken_back(desk: Desk, office: Office, tmp_path: Path) -> None:
    number = plain_chairs(office, tmp_path)
    before = {card.id for card in office.cards(number)}
    assert before
    choose_padded(desk, number)
    until(lambda: "padded" in office.order(number).lines[0].line.options)
    assert office.order(number).lines[0].line.price == "190"
    now = {card.id for card in office.cards(number)}
    assert now
    assert not now & before, "nobody had started them: cards for what is chosen now took their place"
    office.check()
    until(desk.screen.undo_button.isEnabled)
    press(desk.screen.undo_button)
    until(lambda: "plain" in office.order(number).lines[0].line.options)
    assert office.order(number).lines[0].line.price == "145", "the price that was agreed, not the one of the list"
    office.check()


def test_choices_read_before_the_list_knows_their_item_are_shown(desk: Desk, office: Office, tmp_path: Path) -> None:
    number = plain_chairs(office, tmp_path)
    choose_padded(desk, number)
    panel, old = desk.screen.side.detail, desk.screen.chosen()
    assert old is not None
    until(lambda: "padded" in office.order(number).lines[0].line.options)
    newer = office.factory.shop.read(read_line, number, 1).result()
    panel.show_detail(newer, old, office.factory.clock())
    made = newer.structure.items[newer.view.line.item_id].code
    assert newer.view.line.item_id not in old.structure.items, "the test's own ground"
    assert made in panel.tree.rows.rows[0].title


def test_started_work_is_asked_about_before_other_choices_are_kept(desk: Desk, office: Office, tmp_path: Path) -> None:
    number = plain_chairs(office, tmp_path)
    office.factory.do(Action.START, office.cards(number))
    form = choose_padded(desk, number)
    until(form.started.isVisible)
    assert "plain" in office.order(number).lines[0].line.options, "nothing is changed until it is said"
    form.started.what.setCurrentIndex(form.started.what.findData(StartedChoice.STOCK))
    press(form.go)
    until(lambda: "padded" in office.order(number).lines[0].line.options)
