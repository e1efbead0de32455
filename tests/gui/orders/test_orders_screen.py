"""Orders in a window: found, confirmed, worked, shipped, taken back, cancelled, with real keys and clicks."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from kanban_app import i18n
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.orders import StartedChoice
from kanban_app.domain.promising import Promise
from kanban_app.gui.board.life_facts import facts_of
from kanban_app.gui.board.life_sections import LifeSections
from kanban_app.gui.look import theme
from kanban_app.gui.orders.rows import View
from kanban_app.operations.card_life import read_life
from kanban_app.operations.orders_reading import read_customers
from tests.gui.conftest import until
from tests.gui.orders.conftest import Desk, Office
from tests.gui.test_long_texts import Longer, cut_buttons

CTRL = Qt.KeyboardModifier.ControlModifier


def press(button: QAbstractButton) -> None:
    until(lambda: button.isVisible() and button.isEnabled())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_plant_without_orders_says_how_to_begin(desk: Desk) -> None:
    until(desk.screen.message.isVisible)
    assert desk.screen.message.headline.text() == "No orders yet"
    assert not desk.screen.side.isVisible()
    press(desk.screen.message.next)
    assert desk.screen.pages.currentWidget() is desk.screen.entry


def test_an_order_goes_from_draft_to_shipped_and_the_shipment_comes_back(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.add("chair", 6)
    desk.refresh()
    desk.choose(number)
    detail = desk.screen.side.detail
    press(detail.buttons["confirm"])
    until(lambda: office.state(number) == "confirmed")
    until(lambda: "cards are ordered" in desk.screen.told.text())
    until(lambda: [row.title for row in detail.tree.rows.rows][1:] and detail.tree.rows.rows[1].cards)
    own = detail.tree.rows.rows[1]
    assert {card.order_reference for card in own.cards} == {f"{number}/1"}
    assert detail.tree.rows.rows[2].ruled, "what loops keep begins below its own cards"
    office.work(number)
    until(lambda: office.state(number) == "ready")
    press(detail.buttons["ship"])
    assert desk.screen.side.ship.quantity.text() == "6"
    press(desk.screen.side.ship.go)
    until(lambda: office.state(number) == "closed")
    office.check()
    until(desk.screen.undo_button.isEnabled)
    desk.hands.press(Qt.Key.Key_Z, "", CTRL)
    until(lambda: office.state(number) == "ready")
    until(lambda: "Taken back" in desk.screen.told.text())


def test_a_line_that_has_no_date_leaves_the_others_theirs(desk: Desk, office: Office) -> None:
    few, far = office.confirmed("chair", 2), office.add("chair", 1, wanted=date(9999, 12, 31))
    many = office.confirmed("round table", 90_000_000)
    desk.refresh()
    until(lambda: len(desk.screen.model.rows) == 3 and all(row.promise for row in desk.screen.model.rows))
    promised = {row.line.order_number: row.promise_text() for row in desk.screen.model.rows}
    assert promised[many] == promised[far] == "–"
    assert promised[few] == "Wed 20 Jan"
    desk.choose(many)
    assert "longer than 20 years" in desk.screen.side.detail.told.text()


def test_a_confirmation_is_taken_back_until_work_has_started(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.add("chair", 4)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["confirm"])
    until(lambda: office.state(number) == "confirmed")
    press(desk.screen.undo_button)
    until(lambda: office.state(number) == "draft")
    assert office.cards(number) == []
    until(lambda: not desk.screen.undo_button.isEnabled())
    desk.settled(number)
    press(desk.screen.side.detail.buttons["confirm"])
    until(lambda: office.cards(number))
    office.factory.do(Action.DISPATCH, office.cards(number)[:1])
    press(desk.screen.undo_button)
    until(lambda: "Work has started" in desk.screen.told.text())
    assert office.state(number) == "in_work"


def test_cancelling_lists_what_has_started_and_asks_what_becomes_of_it(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 8)
    begun, *_rest = office.cards(number)
    office.factory.do(Action.DISPATCH, [begun])
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["cancel"])
    form = desk.screen.side.cancel
    until(form.started.isVisible)
    assert "leaves, nobody has started it" in form.what.text()
    assert begun.code in form.started.listed.text().replace(" ", "")
    assert not form.go.isEnabled()
    form.started.what.setCurrentIndex(form.started.what.findData(StartedChoice.SCRAP))
    assert not form.go.isEnabled(), "scrap needs a reason"
    form.started.reason.setFocus()
    desk.type("dropped")
    press(form.go)
    until(lambda: office.state(number) == "cancelled")
    assert office.cards(number) == []
    until(lambda: number not in desk.orders())
    assert not desk.screen.undo_button.isEnabled(), "what became of started work is booked for good"


def test_a_cancelled_order_that_nobody_had_started_comes_back(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 8)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["cancel"])
    press(desk.screen.side.cancel.go)
    until(lambda: office.state(number) == "cancelled")
    press(desk.screen.undo_button)
    until(lambda: office.state(number) == "confirmed")
    assert sum(card.container_quantity for card in office.cards(number)) == 8


def test_less_than_what_has_started_is_asked_about_before_it_is_changed(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 8)
    office.factory.do(Action.DISPATCH, office.cards(number))
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["change"])
    form = desk.screen.side.change
    form.quantity.selectAll()
    desk.type("4\r")
    until(form.started.isVisible)
    assert office.order(number).lines[0].line.quantity == 8
    desk.hands.press(Qt.Key.Key_Return)
    assert "Say what becomes" in form.wrong.text()
    form.started.what.setCurrentIndex(form.started.what.findData(StartedChoice.STOCK))
    form.wanted.selectAll()
    form.wanted.setFocus()
    desk.type("1.3.2027\r")
    until(lambda: office.order(number).lines[0].line.quantity == 4)
    assert office.order(number).lines[0].line.wanted_on == date(2027, 3, 1)


def test_a_day_that_is_none_is_said_and_nothing_is_changed(desk: Desk, office: Office) -> None:
    number = office.add("chair", 8)
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["change"])
    form = desk.screen.side.change
    form.wanted.selectAll()
    form.wanted.setFocus()
    desk.type("soon\r")
    assert "“soon” is no day" in form.wrong.text()
    desk.hands.press(Qt.Key.Key_Escape)
    assert not desk.screen.side.is_form()
    assert office.order(number).lines[0].line.quantity == 8


# -- looking -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_into_the_list_is_searched_for(desk: Desk, office: Office) -> None:
    first, second = office.add("chair", 4), office.add("round table", 2, customer="Bo")
    desk.refresh()
    desk.screen.table.setFocus()
    desk.type("round bo")
    until(lambda: desk.orders() == [second])
    desk.type("x")
    until(desk.screen.message.isVisible)
    assert desk.screen.message.headline.text() == "Nothing fits “round box”."
    desk.hands.press(Qt.Key.Key_Escape)
    until(lambda: set(desk.orders()) == {first, second})


def test_pills_count_and_choose_and_what_is_done_is_found_by_its_state(desk: Desk, office: Office) -> None:
    office.to_order("round table")
    chair, table = office.confirmed("chair", 4), office.confirmed("round table", 2)
    desk.refresh()
    pills = desk.screen.filters.pills
    assert (pills[View.OPEN].count(), pills[View.TO_ORDER].count(), pills[View.TO_STOCK].count()) == (2, 1, 1)
    QTest.mouseClick(pills[View.TO_ORDER], Qt.MouseButton.LeftButton)
    assert desk.orders() == [table]
    QTest.mouseClick(pills[View.LATE], Qt.MouseButton.LeftButton)
    assert desk.screen.message.headline.text() == "Nothing is late."
    press(desk.screen.message.next)
    assert set(desk.orders()) == {chair, table}
    desk.choose(chair)
    press(desk.screen.side.detail.buttons["ship"])
    press(desk.screen.side.ship.go)
    until(lambda: desk.orders() == [table])
    state = desk.screen.filters.state
    state.setCurrentIndex(state.findData("closed"))
    until(lambda: desk.orders() == [chair])


def test_a_line_that_is_late_says_so_in_words_and_which_card_holds_it_up(
    desk: Desk, office: Office, cards_shown: list[int]
) -> None:
    office.to_order("chair")
    number = office.add("chair", 4, wanted=date(2026, 12, 31))
    desk.refresh()
    desk.choose(number)
    press(desk.screen.side.detail.buttons["confirm"])
    until(lambda: office.cards(number))
    [card] = office.cards(number)
    office.factory.do(Action.HOLD, [card], reason="cracked")
    until(lambda: desk.screen.chosen() and desk.screen.chosen().late_by)
    until(lambda: "is on hold" in desk.screen.side.detail.told.text())
    assert "days late" in desk.screen.chosen().spoken()
    press(desk.screen.side.detail.buttons["card"])
    assert cards_shown == [card.id]


def test_a_chip_of_the_tree_leads_to_its_card_and_so_does_enter(
    desk: Desk, office: Office, cards_shown: list[int]
) -> None:
    number = office.confirmed("chair", 4)
    desk.refresh()
    desk.choose(number)
    tree = desk.screen.side.detail.tree
    until(lambda: len(tree.rows.rows) > 2)
    assert all(row.spoken() for row in tree.rows.rows)
    tree.setFocus()
    tree.setCurrentIndex(tree.rows.index(1))
    desk.hands.press(Qt.Key.Key_Return)
    assert cards_shown == [tree.rows.rows[1].cards[0].id]


def test_dates_follow_the_plant(desk: Desk, office: Office) -> None:
    number = office.confirmed("chair", 12)
    desk.refresh()
    desk.choose(number)
    until(lambda: isinstance(desk.screen.chosen().promise, Promise))
    before = desk.screen.chosen().promise.earliest_on
    office.factory.do(Action.CONSUME, office.factory.cards("chair", "shop 1", CardState.FULL)[:2])
    until(lambda: desk.screen.chosen().promise.earliest_on > before)


def test_orders_that_cannot_be_read_say_so_and_are_tried_again(
    desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.add("chair", 4)
    shop = office.factory.shop
    refused: list[BaseException] = []
    desk.screen._tools.link.failed.connect(refused.append)

    def fail(*_asked: object) -> Future[object]:
        answer: Future[object] = Future()
        answer.set_exception(OSError("gone"))
        return answer

    desk.screen._was_read = False
    with monkeypatch.context() as patch:
        patch.setattr(shop, "read", fail)
        desk.screen.refresh()
        until(lambda: desk.screen.message.headline.text() == "The orders could not be read.")
    assert refused
    press(desk.screen.message.next)
    until(lambda: desk.orders() == [number])


# -- what belongs to orders --------------------------------------------------------------------------------------------


def shipped_backlog(desk: Desk, office: Office) -> tuple[str, str]:
    """Two orders from stock that left with one press; their numbers."""
    first, second = office.confirmed("chair", 4), office.confirmed("round table", 2)
    desk.refresh()
    press(desk.screen.doors["backlog"])
    form = desk.screen.side.backlog
    until(lambda: form.list.count() == 2)
    press(form.go)
    until(lambda: office.state(first) == office.state(second) == "closed")
    return first, second


def test_the_backlog_is_proposed_and_ships_with_one_press(desk: Desk, office: Office) -> None:
    shipped_backlog(desk, office)


def test_a_dropped_file_is_kept_as_a_link(desk: Desk, office: Office, fast_path: Path) -> None:
    number = office.add("chair", 4)
    desk.refresh()
    desk.choose(number)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(fast_path / "drawing.pdf"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, buttons, keys)
    desk.screen.side.detail.dropEvent(drop)
    until(lambda: office.order(number).links)
    assert office.order(number).links[0].link.endswith("drawing.pdf")
    until(desk.screen.side.detail.links.isVisible)
    found = desk.screen.side.detail.links.findChildren(QAbstractButton)
    press(next(button for button in found if not button.text()))
    until(lambda: not office.order(number).links)


def test_customers_are_found_changed_and_added(desk: Desk, office: Office) -> None:
    number = office.add("chair", 4, customer="Ada Byron")
    desk.refresh()
    press(desk.screen.doors["customers"])
    page = desk.screen.customers
    until(lambda: page.list.count() == 1)
    page.name.selectAll()
    page.name.setFocus()
    desk.type("Ada Lovelace")
    page.address.setFocus()
    desk.type("Lake road 4")
    press(page.keep)
    until(lambda: office.order(number).customer == "Ada Lovelace")
    press(page.add)
    desk.type("Bo\r")
    customers = office.factory.shop
    until(lambda: [one.name for one in customers.read(read_customers).result()] == ["Ada Lovelace", "Bo"])
    assert customers.read(read_customers).result()[0].address == "Lake road 4"
    desk.hands.press(Qt.Key.Key_Escape)
    assert desk.screen.pages.currentWidget() is not page


def test_an_order_list_is_checked_and_entered(desk: Desk, office: Office, fast_path: Path) -> None:
    head = "order;line;customer;item;quantity;due date;ship from"
    good, bad = fast_path / "good.csv", fast_path / "bad.csv"
    good.write_text(f"{head}\n900;1;Ada;chair;4;2027-02-01;shop 1\n900;2;Ada;round table;2;2027-02-01;shop 1\n")
    bad.write_text(f"{head}\n901;1;Ada;chair;many;2027-02-01;shop 1\n")
    press(desk.screen.doors["lists"])
    page = desk.screen.lists
    page.read([bad])
    until(lambda: not page.is_busy and page.verdict.text())
    assert not page.book.isEnabled()
    page.read([good])
    until(page.book.isEnabled)
    press(page.book)
    until(lambda: desk.orders() == ["900", "900"])
    assert desk.screen.told.text() == "Imported: 2 new drafts."


def test_papers_are_written_beside_the_window(desk: Desk, office: Office, fast_path: Path) -> None:
    number = office.confirmed("chair", 30)
    desk.refresh()
    desk.choose(number)
    side = desk.screen.side
    picked, noted = fast_path / "pick.pdf", fast_path / "note.pdf"
    side.save_paper(number, 0, picked)
    until(picked.exists)
    press(side.detail.buttons["ship"])
    press(side.ship.go)
    until(lambda: office.order(number).lines[0].line.shipped)
    until(side.detail.buttons["note"].isVisible)
    side.save_paper(number, 1, noted)
    until(lambda: noted.exists() and "note.pdf" in desk.screen.told.text())
    assert noted.read_bytes().startswith(b"%PDF")
    side.save_paper(number, 7, fast_path / "none.pdf")
    until(lambda: "no such shipment" in desk.screen.told.text())


def test_purchases_and_till_sales_are_one_press_away(desk: Desk, gone_to: list[str]) -> None:
    press(desk.screen.doors["purchases"])
    press(desk.screen.doors["tills"])
    assert gone_to == ["purchases", "tills"]


@pytest.mark.parametrize("size", [(1188, 800), (1828, 1080)])
def test_longer_words_are_not_cut(
    tools: object, office: Office, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 4)
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    desk = Desk(tools)  # type: ignore[arg-type] # the fixture's
    desk.screen.resize(*size)
    desk.choose(number)
    assert (desk.screen.width(), desk.screen.height()) == size
    assert cut_buttons(desk.screen) == []
    for form, name in ((desk.screen.side.change, "change"), (desk.screen.side.cancel, "cancel")):
        desk.screen.side.begin(name)
        until(form.isVisible)
        assert cut_buttons(desk.screen) == []
    desk.screen.new_order()
    assert cut_buttons(desk.screen) == []
    assert (desk.screen.width(), desk.screen.height()) == size
    desk.close()


def test_dark_and_larger_keep_everything(desk: Desk, office: Office, qapp: object) -> None:
    number = office.confirmed("chair", 4)
    desk.refresh()
    desk.choose(number)
    theme.apply(qapp, "dark")  # type: ignore[arg-type] # the fixture's
    desk.screen.grab()
    assert desk.screen.table.isVisible()
    assert desk.screen.side.detail.tree.isVisible()


def test_the_life_of_a_card_names_the_order_that_it_works_for(desk: Desk, office: Office) -> None:
    office.to_order("chair")
    number = office.confirmed("chair", 4)
    [card] = office.cards(number)
    shop = office.factory.shop
    panel = LifeSections()
    panel.show_facts(facts_of(shop.read(read_life, card.id).result(), card, office.factory.clock()), {})
    assert panel.order.text() == f"Works for order {number}/1 of Ada, wanted 20 Jan 2027"
    kept = next(one for one in office.factory.cards("chair", "shop 1") if not one.order_reference)
    panel.show_facts(facts_of(shop.read(read_life, kept.id).result(), kept, office.factory.clock()), {})
    assert panel.order.isHidden()
    panel.deleteLater()
