"""The people of the works: who makes, fetches, buys, sells, and how long it takes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from kanban_app.domain.board import QueueEntry
from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.loops import Step
from kanban_app.operations.demo_plant import plan
from kanban_app.operations.demo_plant.floor import (
    ADA,
    BRUNO,
    CARMEN,
    DILAN,
    EDDA,
    FINN,
    GRETA,
    HENRIK,
    NADIA,
    OLLE,
    Floor,
)
from kanban_app.operations.demo_plant.shifts import MINUTES_A_SHIFT, after, next_at

RECEIVERS = {
    plan.SAW: ADA,
    plan.TURNERY: BRUNO,
    plan.PAINT_SHOP: CARMEN,
    plan.ASSEMBLY: EDDA,
    plan.PACKING: FINN,
    plan.PARTS_STORE: GRETA,
    plan.FINISHED_GOODS: GRETA,
    plan.TOY_SHOP: HENRIK,
}

# Working minutes for one piece, and for the whole container lying there until it may go (paint dries).
WORK: Mapping[str, tuple[float, float]] = {
    "engine body": (11.5, 0),
    "duck body": (10, 0),
    "wagon body": (8, 0),
    "wheel": (2, 0),
    "red engine body": (11, 400),
    "yellow duck body": (10, 400),
    "engine": (22, 0),
    "wagon": (15, 0),
    "duck": (19, 0),
    "train set": (28, 0),
}
# Working minutes from the order to the truck, and from the truck to the door.
DELIVERY: Mapping[str, tuple[float, float]] = {
    plan.ALDER: (650, 330),
    plan.FERRO: (420, 320),
    plan.HARBOUR: (480, 340),
}
ORDERING = (time(8, 20), time(12, 40))
_WORTH_A_TRIP = 4
# The last boxes are used up about this long before the present.
_DAYS_WITHOUT = 1.5
TRUCKS = (time(7, 45), time(10, 5), time(13, 20))


def can_take(floor: Floor, entry: QueueEntry) -> bool:
    """Whether everything that the card takes is there, and nobody else's."""
    inputs = floor.session.structure.inputs_of(entry.loop, entry.card.container_quantity)
    return not entry.card.on_hold and all(floor.free_stock(one.loops) >= one.quantity for one in inputs)


def receive(floor: Floor, card_id: int) -> None:
    """Whoever works where the card is going takes it in, if it is still on its way."""
    card = floor.card(card_id)
    if card.state in (CardState.RELEASED, CardState.IN_PROCESS, CardState.IN_TRANSIT):
        station = floor.consumer_of(card)
        floor.scan(card_id, station, RECEIVERS[station])


class Maker:
    """One person at a workstation: starts the most urgent card whose material is there, finishes it, goes on."""

    def __init__(self, floor: Floor, station: str, person: str) -> None:
        self.floor = floor
        self.station = station
        self.person = person

    def look(self) -> None:
        """Take the next card, or look again in a while."""
        entry = next((one for one in self._waiting() if can_take(self.floor, one)), None)
        if entry is None:
            self.floor.later(self.floor.chance.uniform(9, 16), self.look)
        elif self.floor.chance.random() < 0.03:
            self._mistake(entry.card.id)
        else:
            self._make(entry.card.id)

    def _waiting(self) -> list[QueueEntry]:
        return self.floor.board.queue(self.floor.stations[self.station])

    def _make(self, card_id: int) -> None:
        floor = self.floor
        loop = floor.board.structure.loops[floor.card(card_id).loop_id]
        floor.scan(card_id, self.station, self.person)
        a_piece, lying = WORK[floor.session.structure.item_of(loop).code]
        busy = floor.about(a_piece * floor.card(card_id).container_quantity)
        floor.later(busy + lying, lambda: self._finish(card_id))
        floor.later(busy + floor.chance.uniform(2, 9), self.look)

    def _finish(self, card_id: int) -> None:
        if self.floor.card(card_id).state is not CardState.IN_PROCESS:
            return
        card = self.floor.scan(card_id, self.station, self.person)
        if card.state is CardState.IN_TRANSIT:
            self.floor.later(self.floor.chance.uniform(4, 35), lambda: receive(self.floor, card_id))

    def _mistake(self, card_id: int) -> None:
        """The scanner pressed twice, the card of another station, or the wrong card, which is taken back at once."""
        floor = self.floor
        kind = floor.chance.randrange(3)
        if kind == 0:
            self._make(card_id)
            floor.soon(2, lambda: self._press_again(card_id))
        elif kind == 1:
            floor.try_scan(self._of_another_station(), self.station, self.person)
            floor.soon(20, self.look)
        else:
            floor.scan(card_id, self.station, self.person)
            floor.soon(11, lambda: self._take_back(card_id))
            floor.soon(40, self.look)

    def _of_another_station(self) -> int:
        here = self.floor.stations[self.station]
        elsewhere = [
            row.cards[0].id
            for row in self.floor.board.rows()
            if row.cards and here not in (row.loop.source_id, row.loop.consumer_id) and not row.loop.suspended
        ]
        return self.floor.chance.choice(elsewhere)

    def _press_again(self, card_id: int) -> None:
        self.floor.try_scan(card_id, self.station, self.person)

    def _take_back(self, card_id: int) -> None:
        self.floor.do(Action.REVERT, card_id, self.person, self.station)


class Carrier:
    """Somebody who brings what was asked for from a store: on a round every so often, or with a truck."""

    def __init__(self, floor: Floor, store: str, person: str, minutes: tuple[float, float]) -> None:
        self.floor = floor
        self.store = store
        self.person = person
        self.minutes = minutes

    def send(self) -> None:
        """Send whatever is asked for and there."""
        for entry in self.floor.board.queue(self.floor.stations[self.store]):
            if can_take(self.floor, entry):
                self.floor.scan(entry.card.id, self.store, self.person)
                self._bring(entry.card.id)

    def _bring(self, card_id: int) -> None:
        self.floor.later(self.floor.chance.uniform(*self.minutes), lambda: self._arrive(card_id))

    def _arrive(self, card_id: int) -> None:
        if card_id not in self.floor.left_lying:
            receive(self.floor, card_id)

    def go_round(self) -> None:
        """Send, and come by again in about half an hour."""
        self.send()
        self.floor.later(self.floor.chance.uniform(22, 38), self.go_round)

    def drive(self) -> None:
        """Send, and again with the next truck."""
        self.send()
        self.floor.at(min(next_at(self.floor.now, departure) for departure in TRUCKS), self.drive)


class Buyer:
    """Nadia orders twice a day what the suppliers' cards ask for; the goods come when they come."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.withheld_item = ""
        self._came_short = False
        self._ordered: set[tuple[int, int]] = set()

    def order(self) -> None:
        """Order what was released since the last time."""
        for supplier in plan.SUPPLIERS:
            for entry in self.floor.board.queue(self.floor.stations[supplier]):
                key = (entry.card.id, entry.card.cycle)
                if key not in self._ordered:
                    self._ordered.add(key)
                    self._order_one(entry, supplier)
        self.floor.at(min(next_at(self.floor.now, at) for at in ORDERING), self.order)

    def _order_one(self, entry: QueueEntry, supplier: str) -> None:
        floor, card_id = self.floor, entry.card.id
        to_truck, to_door = DELIVERY[supplier]
        made = floor.about(to_truck)
        if entry.loop.in_process is not Step.SKIPPED:
            floor.do(Action.START, card_id, NADIA)
            floor.later(made, lambda: self._sent(card_id))
        floor.later(made + floor.about(to_door), lambda: self._comes(card_id))

    def _sent(self, card_id: int) -> None:
        if self.floor.card(card_id).state is CardState.IN_PROCESS:
            self.floor.do(Action.DISPATCH, card_id, NADIA)

    def _comes(self, card_id: int) -> None:
        card = self.floor.card(card_id)
        whole = self.floor.board.structure.loops[card.loop_id].container_quantity
        quantity = self._last_boxes() if self._item(card) == self.withheld_item else whole
        if quantity >= whole:
            receive(self.floor, card_id)
        elif quantity >= _WORTH_A_TRIP:
            self._came_short = True
            station = self.floor.consumer_of(card)
            self.floor.scan(card_id, station, RECEIVERS[station], quantity, "short delivery, the rest was promised")

    def _item(self, card: Card) -> str:
        structure = self.floor.session.structure
        return structure.item_of(structure.loops[card.loop_id]).code

    def _last_boxes(self) -> int:
        """How many gift boxes still come so that they last until the day before the present."""
        floor = self.floor
        if self._came_short:
            return 0
        a_day = plan.SHOP_SALES_A_DAY["train set"] + plan.DEALER_SALES_A_DAY["train set"]
        days = floor.shifts.minutes_left(floor.now) / MINUTES_A_SHIFT - _DAYS_WITHOUT
        return round(a_day * days) - floor.free_stock([floor.loop(self.withheld_item, plan.HARBOUR)])


class Till:
    """The shop's till: customers come all day and take one toy, sometimes two."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self._toys = [toy for toy, sold in plan.SHOP_SALES_A_DAY.items() for _ in range(sold)]

    def sell(self) -> None:
        """One customer, and the next one later. Who finds the shelf empty leaves."""
        floor = self.floor
        loop = floor.loop(floor.chance.choice(self._toys), plan.FINISHED_GOODS)
        count = 2 if floor.chance.random() < 0.15 else 1
        card = floor.front(loop)
        if card is not None and floor.free_stock([loop]) >= count:
            floor.do(Action.DRAW, card.id, HENRIK, plan.TOY_SHOP, count, "sold")
        pause = MINUTES_A_SHIFT / len(self._toys) * 1.15
        floor.later(floor.chance.expovariate(1 / pause), self.sell)


class GlueUser:
    """Edda scans the glue bottle when it is empty: that loop is scan only."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor

    def empty(self) -> None:
        """The bottle is empty; the next one will be in some days."""
        floor = self.floor
        card = floor.front(floor.loop("wood glue", plan.HARBOUR))
        if card is not None:
            floor.scan(card.id, plan.ASSEMBLY, EDDA)
        floor.later(floor.about(3.4 * MINUTES_A_SHIFT), self.empty)


def go_to_work(floor: Floor, begins_at: datetime) -> Buyer:
    """Put everybody's first deed on the agenda. Returns the buyer, whose deliveries can be late."""
    makers = (
        (plan.SAW, ADA, 3),
        (plan.TURNERY, BRUNO, 5),
        (plan.PAINT_SHOP, CARMEN, 8),
        (plan.ASSEMBLY, DILAN, 4),
        (plan.ASSEMBLY, EDDA, 11),
        (plan.PACKING, FINN, 6),
    )
    for station, person, minutes in makers:
        floor.at(after(begins_at, minutes), Maker(floor, station, person).look)
    floor.at(after(begins_at, 20), Carrier(floor, plan.PARTS_STORE, GRETA, (3, 10)).go_round)
    floor.at(next_at(begins_at, TRUCKS[0]), Carrier(floor, plan.FINISHED_GOODS, OLLE, (22, 45)).drive)
    floor.at(next_at(begins_at, time(9, 15)), Till(floor).sell)
    floor.at(after(begins_at, 1.4 * MINUTES_A_SHIFT), GlueUser(floor).empty)
    buyer = Buyer(floor)
    floor.at(next_at(begins_at, ORDERING[0]), buyer.order)
    return buyer
