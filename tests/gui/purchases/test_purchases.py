"""Buying in a window: from what waits to what has come, with real clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.purchasing import ItemTerms, PurchaseState
from kanban_app.gui.purchases.screen import PurchasesScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations.purchase_terms import keep_item_terms, read_item_terms, read_supplier_terms
from kanban_app.operations.purchase_views import read_orders
from kanban_app.settings import Settings
from tests.gui.conftest import until
from tests.gui.plants import Factory


@pytest.fixture
def tools(link: ShopLink, factory: Factory, sounds: Sounds) -> Iterator[Tools]:
    tasks = Tasks(lambda what, problem: pytest.fail(f"{what}: {problem}"))
    nowhere = lambda *_told: None
    yield Tools(link, Settings(), tasks, sounds, factory.clock, nowhere, nowhere, nowhere)
    tasks.close()


@pytest.fixture
def screen(tools: Tools) -> Iterator[PurchasesScreen]:
    made = PurchasesScreen(tools)
    made.resize(1280, 800)
    made.show()
    made.refresh()
    yield made
    made.close()
    made.deleteLater()


def emptied(factory: Factory, count: int = 1) -> list[str]:
    """Empty so many cards of a supplier loop that asks for each by itself."""
    cards = factory.cards("wooden beam", "saw", CardState.FULL)[:count]
    factory.do(Action.CONSUME, cards, "saw")
    return [card.code for card in cards]


def order_of(factory: Factory) -> object:
    (order,) = factory.shop.read(lambda session: read_orders(session, factory.clock())).result()
    return order


def press(screen: PurchasesScreen) -> None:
    QTest.mouseClick(screen.detail.next_button, Qt.MouseButton.LeftButton)


def test_from_what_waits_to_what_has_come(screen: PurchasesScreen, factory: Factory) -> None:
    until(screen.message.isVisible)
    codes = emptied(factory, 2)
    until(screen.detail.isVisible)
    assert [row.code.replace(" ", "") for row in screen.detail.model.rows] == codes
    press(screen)
    until(lambda: screen.chosen() and screen.chosen().order)
    assert order_of(factory).state is PurchaseState.DRAFT
    press(screen)
    until(lambda: order_of(factory).state is PurchaseState.SENT)
    until(screen.detail.day.isVisible)
    QTest.keyClicks(screen.detail.day, "soon")
    QTest.keyClick(screen.detail.day, Qt.Key.Key_Return)
    assert "2027-01-31" in screen.told.text()
    assert order_of(factory).state is PurchaseState.SENT
    screen.detail.day.clear()
    QTest.keyClicks(screen.detail.day, "2099-03-05")
    QTest.keyClick(screen.detail.day, Qt.Key.Key_Return)
    until(lambda: order_of(factory).state is PurchaseState.CONFIRMED)
    assert order_of(factory).confirmed_on.isoformat() == "2099-03-05"
    until(lambda: screen.detail.next_button.text() == "All of it has come")
    press(screen)
    until(lambda: order_of(factory).state is PurchaseState.RECEIVED)
    until(screen.message.isVisible)
    QTest.mouseClick(screen.closed, Qt.MouseButton.LeftButton)
    until(lambda: screen.chosen() and screen.chosen().order.state is PurchaseState.RECEIVED)
    assert not screen.detail.next_button.isVisible()
    assert not screen.detail.cancel_button.isVisible()


def test_a_cancelled_order_waits_again(screen: PurchasesScreen, factory: Factory) -> None:
    codes = emptied(factory)
    until(screen.detail.isVisible)
    press(screen)
    until(screen.detail.cancel_button.isVisible)
    QTest.mouseClick(screen.detail.cancel_button, Qt.MouseButton.LeftButton)
    until(lambda: screen.chosen() and screen.chosen().proposal)
    assert [card.code for card in screen.chosen().proposal.lines[0].cards] == codes


def test_the_terms_of_a_supplier_change_the_next_order(screen: PurchasesScreen, factory: Factory) -> None:
    emptied(factory)
    until(screen.detail.isVisible)
    asked = screen.chosen().proposal.lines[0].ordered_steps
    QTest.mouseClick(screen.detail.terms_button, Qt.MouseButton.LeftButton)
    until(screen.terms.isVisible)
    form = screen.terms
    form.email.setText("nobody")
    QTest.mouseClick(form.keep_button, Qt.MouseButton.LeftButton)
    until(lambda: "nobody" in screen.told.text())
    assert factory.shop.read(read_supplier_terms).result() == {}
    form.email.setText("wood@example.com")
    form.days.setText("tue thu")
    QTest.mouseClick(form.keep_button, Qt.MouseButton.LeftButton)
    until(lambda: factory.shop.read(read_supplier_terms).result())
    form.minimum.setText(str(asked + 7))
    form.breaks.setText("2.50")
    QTest.mouseClick(form.item_button, Qt.MouseButton.LeftButton)
    until(lambda: factory.shop.read(read_item_terms).result())
    until(lambda: screen.chosen() and screen.chosen().proposal.lines[0].extra_steps == 7)
    assert screen.detail.model.rows[-1].is_extra


def test_the_paper_and_the_mail_are_written_beside_the_window(
    screen: PurchasesScreen, factory: Factory, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(QUrl(url).toLocalFile()) or True)
    emptied(factory)
    until(screen.detail.isVisible)
    press(screen)
    until(screen.detail.paper_button.isVisible)
    target = fast_path / "order.pdf"
    screen.save_paper(screen.chosen().order.number, target)
    until(target.exists)
    assert target.read_bytes().startswith(b"%PDF")
    QTest.mouseClick(screen.detail.mail_button, Qt.MouseButton.LeftButton)
    until(lambda: opened)
    mail = message_from_bytes(Path(opened[0]).read_bytes(), policy=default)
    assert mail["X-Unsent"] == "1"


def test_what_the_terms_add_is_received_with_the_rest(screen: PurchasesScreen, factory: Factory) -> None:
    (code,) = emptied(factory)
    until(screen.detail.isVisible)
    proposal = screen.chosen().proposal
    asked = proposal.lines[0].ordered_steps
    terms = ItemTerms(minimum_steps=asked + 7)
    factory.shop.write(keep_item_terms, proposal.supplier_id, proposal.lines[0].item_id, terms).result()
    until(lambda: screen.chosen().proposal.lines[0].extra_steps == 7)
    press(screen)
    until(lambda: screen.chosen() and screen.chosen().order)
    assert [(row.quantity, row.is_extra) for row in screen.detail.model.rows][-1] == ("7 pcs", True)
    press(screen)
    until(lambda: order_of(factory).state is PurchaseState.SENT)
    until(lambda: len(screen.detail.model.rows) == 2 and screen.detail.model.rows[-1].code)
    added = screen.detail.model.rows[-1]
    assert (added.quantity, added.is_extra) == ("7 pcs extra", True)
    press(screen)
    until(lambda: screen.chosen().order.state is PurchaseState.CONFIRMED)
    press(screen)
    until(lambda: order_of(factory).state is PurchaseState.RECEIVED)
    held = {card.code: card.quantity for card in factory.cards("wooden beam", "saw", CardState.FULL)}
    assert held[code] == asked
    assert held[added.code.replace(" ", "")] == 7
