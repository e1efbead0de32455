"""The orders screen over the furniture plant, with hands on its keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.orders import Policy
from kanban_app.gui.orders.screen import OrdersScreen
from kanban_app.gui.screen_tools import Tools
from kanban_app.gui.shop_link import ShopLink
from kanban_app.gui.sounds import Sounds
from kanban_app.gui.tasks import Tasks
from kanban_app.operations.auditing import audit
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, set_policy
from kanban_app.operations.orders_reading import OrderView, read_order
from kanban_app.settings import Settings
from tests.gui.at_rest import threads_rest
from tests.gui.conftest import Hands, until
from tests.gui.plants import MORNING, Factory

WANTED = date(2027, 1, 20)
SHOP = "shop 1"


class Office:
    """What stands behind the screen."""

    def __init__(self, factory: Factory) -> None:
        self.factory = factory
        factory.clock.now = MORNING

    def item(self, code: str) -> int:
        return next(item.id for item in self.factory.shop.structure.items.values() if item.code == code)

    def to_order(self, code: str) -> None:
        self.factory.shop.write(set_policy, self.item(code), Policy.MTO, "seldom asked for").result()

    def add(self, item: str, quantity: int, number: str = "", customer: str = "Ada", wanted: date = WANTED) -> str:
        entry = NewLine(customer, self.item(item), quantity, wanted, number, self.factory.station(SHOP))
        [line] = self.factory.shop.write(add_lines, [entry], self.factory.clock()).result()
        return line.order_number

    def confirmed(self, item: str, quantity: int, number: str = "") -> str:
        number = self.add(item, quantity, number)
        self.factory.shop.write(confirm, number, self.factory.clock()).result()
        return number

    def order(self, number: str) -> OrderView:
        return self.factory.shop.read(read_order, number).result()

    def state(self, number: str) -> str:
        return self.order(number).state.value

    def cards(self, number: str) -> list[Card]:
        board = self.factory.shop.board().result()
        loops = board.structure.loops
        every = [card for loop_id in loops for card in board.row(loop_id).cards]
        return [card for card in every if card.order_reference.startswith(f"{number}/")]

    def work(self, number: str) -> None:
        """Everything that works for the order comes to the shop."""
        for card in self.cards(number):
            if card.state is not CardState.FULL:
                self.factory.do(Action.RECEIVE, [card])

    def check(self) -> None:
        report = self.factory.shop.read(audit).result()
        assert report.ok, report.findings


@pytest.fixture
def office(factory: Factory) -> Iterator[Office]:
    made = Office(factory)
    yield made
    made.check()


@pytest.fixture
def cards_shown() -> list[int]:
    """The cards whose life was asked for."""
    return []


@pytest.fixture
def gone_to() -> list[str]:
    """The screens that were gone to."""
    return []


@pytest.fixture
def tools(
    link: ShopLink, factory: Factory, sounds: Sounds, cards_shown: list[int], gone_to: list[str]
) -> Iterator[Tools]:
    tasks = Tasks(lambda what, problem: pytest.fail(f"{what}: {problem}"))
    nothing = lambda *_told: None
    yield Tools(link, Settings(), tasks, sounds, factory.clock, gone_to.append, cards_shown.append, nothing)
    tasks.close()


class Desk:
    """The screen in a window, and the hands before it."""

    def __init__(self, tools: Tools) -> None:
        self.screen = OrdersScreen(tools)
        self.screen.resize(1280, 800)
        self.screen.show()
        self.screen.activateWindow()
        until(self.screen.isActiveWindow)
        self.hands = Hands(self.screen)
        self.refresh()

    def refresh(self) -> None:
        until(threads_rest)  # what is being read already is older
        self.screen._was_read = False
        self.screen.refresh()
        until(lambda: self.screen._was_read)

    def orders(self) -> list[str]:
        return [row.line.order_number for row in self.screen.model.rows]

    def choose(self, number: str) -> None:
        until(lambda: number in self.orders())
        place = self.orders().index(number)
        self.screen.table.setCurrentIndex(self.screen.model.index(place, 0))
        self.settled(number)

    def settled(self, number: str) -> None:
        """Wait until the line at the side is this one, with all that was read of it."""

        def is_there() -> bool:
            row, detail = self.screen.chosen(), self.screen.side.detail.detail()
            if row is None or detail is None or row.line.order_number != number:
                return False
            return detail.view.line == row.line

        until(is_there)

    def type(self, text: str) -> None:
        self.hands.type(text, 2)

    def close(self) -> None:
        self.screen.promises.stop()
        self.screen.close()
        self.screen.deleteLater()


@pytest.fixture
def desk(tools: Tools) -> Iterator[Desk]:
    made = Desk(tools)
    yield made
    made.close()
