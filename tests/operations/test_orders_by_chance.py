"""Orders and loops side by side, in whatever turn: the books hold, pegs add up, and neither touches the other's."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.draft import ItemDraft, LoopDraft, OrderLineDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.orders import LineState, OrderRefused, Policy, StartedChoice
from kanban_app.domain.stations import StationKind
from kanban_app.operations.auditing import audit
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.orders_booking import WorkStarted
from kanban_app.operations.orders_changing import LineEdit, StartedWork, cancel, change_line, confirm
from kanban_app.operations.orders_entering import NewLine, add_lines, set_policy
from kanban_app.operations.orders_reading import OrderFilter, read_orders
from kanban_app.operations.orders_shipping import ship
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import fast_folder, sqlite_files
from tests.operations.test_orders import chairs
from tests.store.small_plant import do

WANTED = date(2026, 3, 20)
CHANCE = st.randoms(use_true_random=False)


class OrdersAndLoops(RuleBasedStateMachine):
    """A plant that makes stools to stock and chairs to order."""

    @initialize()
    def make_plant(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=fast_folder())
        self.files = sqlite_files(Path(self.folder.name))
        self.clock = Clock()
        self.session: Session = self.files.__enter__().session()
        book_draft(self.session, chairs(), Start.FULL, self.clock())
        self.items = {item.code: item.id for item in self.session.structure.items.values()}
        self.shop = next(one.id for one in self.session.structure.stations.values() if one.name == "shop")

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        for order in read_orders(self.session, OrderFilter(everything=True)):
            self.attempt(cancel, order.number, self.now, (), StartedWork(StartedChoice.STOCK))
        assert not [card for card in self.cards() if card.order_reference], "the plant is back at its loops"
        assert not [card for card in self.cards() if card.single_use and card.state is CardState.RELEASED]
        self.the_books_hold()
        self.files.__exit__(None, None, None)
        self.folder.cleanup()

    @property
    def now(self) -> Any:
        return self.clock.tick(minutes=1)

    def cards(self) -> list[Card]:
        found = read_cards(self.session.database)
        return sorted((card for card in found if card.state is not CardState.RETIRED), key=lambda card: card.id)

    def standing(self) -> list[Card]:
        return [card for card in self.cards() if not card.single_use]

    def in_the_shop(self) -> int:
        """All pieces that stand there."""
        loops = self.session.structure.loops
        return sum(card.quantity for card in self.cards() if loops[card.loop_id].consumer_id == self.shop)

    def attempt(self, command: Any, *arguments: Any) -> bool:
        try:
            command(self.session, *arguments)
        except OrderRefused:
            return False
        return True

    def numbers(self) -> list[str]:
        return [order.number for order in read_orders(self.session)]

    @rule(item=st.sampled_from(["chair", "stool"]), quantity=st.integers(1, 5))
    def an_order_comes_in(self, item: str, quantity: int) -> None:
        entry = NewLine("Ada", self.items[item], quantity, WANTED, station_id=self.shop)
        before = self.standing()
        [line] = add_lines(self.session, [entry], self.now)
        confirm(self.session, line.order_number, self.now)
        assert self.standing() == before

    @rule(action=st.sampled_from([Action.START, Action.RECEIVE, Action.RECEIVE]), chance=CHANCE)
    def somebody_works(self, action: Action, chance: Any) -> None:
        calling = [card for card in self.cards() if card.state in (CardState.RELEASED, CardState.IN_PROCESS)]
        if calling:
            do(self.session, self.now, action, chance.choice(calling))

    @precondition(lambda self: self.numbers())
    @rule(chance=CHANCE)
    def all_of_an_order_is_made(self, chance: Any) -> None:
        number = chance.choice(self.numbers())
        own = [card for card in self.cards() if card.order_reference == f"{number}/1"]
        for card in reversed(own):
            if card.state is CardState.RELEASED:
                do(self.session, self.now, Action.RECEIVE, card)

    @precondition(lambda self: self.numbers())
    @rule(chance=CHANCE)
    def goods_are_shipped(self, chance: Any) -> None:
        before = self.in_the_shop()
        try:
            left = ship(self.session, chance.choice(self.numbers()), self.now)
        except OrderRefused:
            left = []
        assert before - self.in_the_shop() == sum(one.pieces for one in left), "what is told to leave is what leaves"

    @precondition(lambda self: self.numbers())
    @rule(chance=CHANCE, quantity=st.integers(1, 6), choice=st.sampled_from([None, StartedChoice.STOCK]))
    def a_line_changes(self, chance: Any, quantity: int, choice: StartedChoice | None) -> None:
        edit, started = LineEdit(quantity=quantity), StartedWork(choice)
        before = self.standing()
        self.attempt(change_line, chance.choice(self.numbers()), 1, edit, self.now, started)
        assert self.standing() == before

    @precondition(lambda self: self.numbers())
    @rule(chance=CHANCE, choice=st.sampled_from(list(StartedChoice)))
    def an_order_is_cancelled(self, chance: Any, choice: StartedChoice) -> None:
        numbers = self.numbers()
        old, new = chance.choice(numbers), chance.choice(numbers)
        standing, cards = self.standing(), self.cards()
        started = StartedWork(choice, "changed their mind", new, 1)
        if not self.attempt(cancel, old, self.now, (), started):
            assert self.cards() == cards, "what is refused changes nothing"
        assert self.standing() == standing

    @invariant()
    def the_books_hold(self) -> None:
        if hasattr(self, "session"):
            report = audit(self.session)
            assert report.ok, report.findings

    @invariant()
    def what_is_pegged_adds_up_to_what_is_ordered(self) -> None:
        """Nothing is lost here and receipts are whole, so a line's own pieces and what left are what was ordered."""
        if not hasattr(self, "session"):
            return
        structure = self.session.structure
        own: dict[str, int] = {}
        waiting = set()
        for card in self.cards():
            loop = structure.loops[card.loop_id]
            if loop.consumer_id == self.shop and card.order_reference:
                brought = card.quantity if card.state in HOLDING else card.container_quantity
                own[card.order_reference] = own.get(card.order_reference, 0) + brought
                if card.state is CardState.RELEASED:
                    waiting.add(card.order_reference)
        for order in read_orders(self.session, OrderFilter(everything=True)):
            for view in order.lines:
                line = view.line
                if line.has_own_cards and view.state not in (LineState.CANCELLED, LineState.CLOSED):
                    pegged = line.shipped + own.get(line.reference, 0)
                    # A container that was started for a larger quantity stays whole; what was not is cut to size.
                    assert pegged == line.quantity or (pegged > line.quantity and line.reference not in waiting)


TestOrdersAndLoops = OrdersAndLoops.TestCase
TestOrdersAndLoops.settings = settings(max_examples=12, stateful_step_count=12)


class Twin:
    """A shop that buys bolts: three cards go round, and orders may have cards of their own in the same loop."""

    def __init__(self, folder: Path) -> None:
        self.files = sqlite_files(folder)
        self.session = self.files.__enter__().session()
        self.clock = Clock()
        plan = PlantDraft(
            stations=(StationDraft("maker", StationKind.SUPPLIER), StationDraft("shop", StationKind.STORE)),
            items=(ItemDraft("bolt"),),
            loops=(LoopDraft("bolt", "maker", "shop", 4, 3),),
            order_lines=tuple(OrderLineDraft(f"S-{n}", "Bo", "bolt", "shop", WANTED, 3, "open") for n in range(9)),
        )
        book_draft(self.session, plan, Start.FULL, self.clock())
        self.sold = 0
        set_policy(self.session, 1, Policy.MTS, "")

    def sell(self) -> None:
        """The next sale from stock, as far as it goes."""
        number = f"S-{self.sold % 9}"
        self.sold += 1
        for ask in (confirm, ship):
            try:
                ask(self.session, number, self.clock())
            except OrderRefused:
                pass

    def refill(self) -> None:
        calling = [card for card in self.standing() if card.state is CardState.RELEASED]
        if calling:
            do(self.session, self.clock(), Action.RECEIVE, calling[0])

    def standing(self) -> list[Card]:
        found = [card for card in read_cards(self.session.database) if not card.single_use]
        return sorted(found, key=lambda card: card.id)

    def signals(self) -> list[tuple[Any, ...]]:
        ids = ", ".join(str(card.id) for card in self.standing())
        rows = self.session.database.fetch_all(f"SELECT * FROM signal WHERE card_id IN ({ids})")
        return sorted(rows)


class OrdersBesideStock(RuleBasedStateMachine):
    """Two shops sell the same from stock; one of them makes to order besides, in the same loop at the same place."""

    @initialize()
    def open_both(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=fast_folder())
        self.plain, self.busy = (Twin(Path(self.folder.name)) for _ in range(2))
        self.orders = 0

    def teardown(self) -> None:
        if hasattr(self, "plain"):
            for twin in (self.plain, self.busy):
                twin.files.__exit__(None, None, None)
            self.folder.cleanup()

    @rule(minutes=st.integers(1, 90))
    def both_sell(self, minutes: int) -> None:
        for twin in (self.plain, self.busy):
            twin.clock.now += timedelta(minutes=minutes)
            twin.sell()

    @rule()
    def both_are_refilled(self) -> None:
        for twin in (self.plain, self.busy):
            twin.refill()

    @rule(quantity=st.integers(1, 9))
    def one_takes_an_order(self, quantity: int) -> None:
        self.orders += 1
        session, now = self.busy.session, self.busy.clock()
        set_policy(session, 1, Policy.MTO, "")
        add_lines(session, [NewLine("Ada", 1, quantity, WANTED, f"M-{self.orders}", 2)], now)
        confirm(session, f"M-{self.orders}", now)
        set_policy(session, 1, Policy.MTS, "")

    @precondition(lambda self: self.orders)
    @rule(chance=CHANCE, end=st.sampled_from(["ship", "cancel", "work", "work"]))
    def one_works_on_an_order(self, chance: Any, end: str) -> None:
        session, now = self.busy.session, self.busy.clock()
        number = f"M-{chance.randint(1, self.orders)}"
        try:
            if end == "cancel":
                cancel(session, number, now, (), StartedWork(StartedChoice.SCRAP, "no more wanted"))
                return
            cards = [c for c in read_cards(session.database) if c.order_reference == f"{number}/1"]
            calling = [card for card in cards if card.state is CardState.RELEASED]
            for card in calling if end == "ship" else calling[:1]:
                do(session, now, Action.RECEIVE, card)
            if end == "ship":
                ship(session, number, now)
        except (OrderRefused, WorkStarted):
            pass

    @invariant()
    def what_is_made_to_stock_goes_on_as_if_there_were_no_orders(self) -> None:
        if hasattr(self, "plain"):
            plain = [(c.state, c.quantity, c.cycle, c.due_at, c.full_at) for c in self.plain.standing()]
            busy = [(c.state, c.quantity, c.cycle, c.due_at, c.full_at) for c in self.busy.standing()]
            assert plain == busy
            assert self.plain.signals() == self.busy.signals()


TestOrdersBesideStock = OrdersBesideStock.TestCase
TestOrdersBesideStock.settings = settings(max_examples=10, stateful_step_count=12)
