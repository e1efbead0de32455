"""What goes wrong at the works and what is changed there, and what of it the user finds open."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.draft import OrderLineDraft
from kanban_app.domain.loops import Step
from kanban_app.operations.changing import call_for_help, change_loop, end_help, issue_card
from kanban_app.operations.demo_plant import plan
from kanban_app.operations.demo_plant.floor import ADA, CARMEN, DILAN, FINN, GRETA, INGRID, Floor
from kanban_app.operations.demo_plant.people import TRUCKS, Buyer
from kanban_app.operations.demo_plant.shifts import next_at

FIRST_SPECIAL, SECOND_SPECIAL = "S-118 Harbour kindergarten", "S-121 Toy museum"
SCRAPPED = {
    plan.ASSEMBLY: "the rest is scrapped: the paint runs",
    plan.PARTS_STORE: "the rest is scrapped: out of round",
}
SOFT = "the paint is still soft"
CRACKED = "two bodies are cracked along the grain"
_SPECIAL_QUANTITY = 5
_NEW_WAGON_BOX = 12


def settle_steps(floor: Floor) -> None:
    """Which steps the loops go through: no scan at a supplier who only delivers, no way to go next door."""
    skipped: dict[str, object] = {"in_process": Step.SKIPPED, "in_transit": Step.SKIPPED}
    _change(floor, "gift box", plan.HARBOUR, **skipped)
    _change(floor, "wood glue", plan.HARBOUR, **skipped)
    _change(floor, "engine body", plan.SAW, in_transit=Step.SKIPPED)
    _change(floor, "beech plank", plan.ALDER, in_use=Step.REQUIRED)
    _change(floor, "cotton cord", plan.HARBOUR, rest_on_order=True)


def _change(floor: Floor, item: str, source: str, **values: object) -> None:
    change_loop(floor.session, floor.loop(item, source).id, values, floor.real_now)
    floor.look_again()


class Troubles:
    """The stories of the four weeks, each put on the agenda at its moment."""

    def __init__(self, floor: Floor, buyer: Buyer) -> None:
        self.floor = floor
        self.buyer = buyer

    def put_on_agenda(self) -> None:
        """All of them."""
        self._loop_changes()
        self._calls_for_help()
        self._special_orders()
        self._things_gone_wrong()

    def _ago(self, days: int, hour: int, minute: int) -> datetime:
        return self.floor.shifts.days_ago(days, time(hour, minute))

    # -- what is changed -------------------------------------------------------------------------------------------

    def _loop_changes(self) -> None:
        floor = self.floor
        floor.at(self._ago(10, 13, 40), lambda: _change(floor, "beech rod", plan.ALDER, card_count=3))
        floor.at(self._ago(9, 10, 50), lambda: _change(floor, "train set", plan.FINISHED_GOODS, card_count=4))
        floor.at(self._ago(8, 6, 25), lambda: self._activate_new("train set", plan.FINISHED_GOODS))
        floor.at(self._ago(6, 11, 5), self._replace_torn)
        floor.at(
            self._ago(1, 9, 50),
            lambda: _change(floor, "wagon body", plan.SAW, container_quantity=_NEW_WAGON_BOX, card_count=5),
        )
        floor.at(self._ago(1, 12, 40), lambda: self._activate_new("wagon body", plan.SAW))
        one_more = floor.shifts.before_end(60)
        floor.at(one_more, lambda: _change(floor, "wheel", plan.PARTS_STORE, card_count=4))

    def _activate_new(self, item: str, source: str) -> None:
        """The new card hangs on an empty box: it asks for its first filling."""
        floor = self.floor
        for card in floor.cards(floor.loop(item, source)):
            if card.state is CardState.NEW:
                floor.do(Action.ACTIVATE, card.id, INGRID, quantity=0)

    def _replace_torn(self) -> None:
        card = self.floor.front(self.floor.loop("wheel", plan.PARTS_STORE))
        if card is None:
            self.floor.later(20, self._replace_torn)
        else:
            self.floor.do(Action.REPLACE, card.id, INGRID, reason="the paper is torn")

    # -- help ------------------------------------------------------------------------------------------------------

    def _calls_for_help(self) -> None:
        self._call(self._ago(12, 9, 40), 35, plan.SAW, ADA, "The blade is blunt.")
        self._call(self._ago(5, 12, 20), 50, plan.PAINT_SHOP, CARMEN, "The compressor leaks.")
        still = self.floor.shifts.before_end(18)
        self._call(still, 0, plan.PACKING, FINN, "No gift boxes. The delivery has not come.")

    def _call(self, moment: datetime, minutes: int, station: str, person: str, note: str) -> None:
        floor = self.floor
        station_id = floor.stations[station]
        floor.at(moment, lambda: call_for_help(floor.session, station_id, note, person, floor.real_now))
        if minutes:
            helped = moment + timedelta(minutes=minutes)
            floor.at(helped, lambda: end_help(floor.session, station_id, floor.real_now))

    # -- single-use cards ------------------------------------------------------------------------------------------

    def _special_orders(self) -> None:
        floor = self.floor
        floor.at(self._ago(9, 7, 55), lambda: self._issue("duck", FIRST_SPECIAL, ""))
        floor.at(self._ago(6, 9, 20), lambda: self._send_special(FIRST_SPECIAL))
        floor.at(self._ago(4, 8, 5), lambda: self._issue("engine", "", "samples for the trade fair"))
        floor.at(floor.shifts.before_end(170), lambda: self._issue("duck", SECOND_SPECIAL, ""))

    def _issue(self, item: str, order_reference: str, reason: str) -> None:
        floor = self.floor
        loop_id = floor.loop(item, plan.ASSEMBLY).id
        floor.take_over(
            issue_card(
                floor.session,
                loop_id,
                _SPECIAL_QUANTITY,
                order_reference,
                reason,
                INGRID,
                "office terminal",
                floor.real_now,
            )
        )

    def _send_special(self, order_reference: str) -> None:
        floor = self.floor
        cards = floor.cards(floor.loop("duck", plan.ASSEMBLY))
        made = [card for card in cards if card.order_reference == order_reference and card.holds_stock]
        if made:
            floor.scan(made[0].id, plan.FINISHED_GOODS, GRETA)
        else:
            floor.later(45, lambda: self._send_special(order_reference))

    def special_lines(self) -> tuple[OrderLineDraft, ...]:
        """The order lines that the single-use cards are for."""
        wanted = ((FIRST_SPECIAL, -6, "closed"), (SECOND_SPECIAL, 3, "open"))
        today = self.floor.real_now.date()
        lines = []
        for reference, days, status in wanted:
            number, _, customer = reference.partition(" ")
            due_on = today + timedelta(days=days)
            lines.append(
                OrderLineDraft(number, customer, "duck", plan.FINISHED_GOODS, due_on, _SPECIAL_QUANTITY, status)
            )
        return tuple(lines)

    # -- what is wrong ---------------------------------------------------------------------------------------------

    def _things_gone_wrong(self) -> None:
        floor, before_end = self.floor, self.floor.shifts.before_end
        floor.at(self._ago(10, 6, 0), self._withhold_boxes)
        floor.at(self._ago(5, 10, 6), self._lose_a_duck_box)
        floor.at(self._ago(7, 13, 5), lambda: self._hold(("yellow duck body", plan.PAINT_SHOP), SOFT))
        floor.at(self._ago(6, 6, 40), self._resume)
        floor.at(self._ago(1, 8, 10), lambda: self._hold(("red engine body", plan.PAINT_SHOP), CRACKED))
        floor.at(before_end(150), self._throw_away_misprints)
        floor.at(before_end(95), self._mark_urgent)
        floor.at(before_end(55), self._pick_up)
        floor.at(before_end(35), self._start_anyway)
        floor.at(before_end(6), self._scrap_a_rest)

    def _withhold_boxes(self) -> None:
        self.buyer.withheld_item = "gift box"

    def _lose_a_duck_box(self) -> None:
        """A box that left with the truck and never came; found out by nobody yet."""
        floor = self.floor
        on_truck = [
            card
            for card in floor.cards(floor.loop("duck", plan.FINISHED_GOODS))
            if card.state is CardState.IN_TRANSIT and card.since_at >= floor.real_now - timedelta(minutes=2)
        ]
        if on_truck:
            floor.left_lying.add(on_truck[0].id)
        else:
            departure = min(next_at(floor.now, at) for at in TRUCKS)
            floor.at(departure + timedelta(minutes=1), self._lose_a_duck_box)

    def _hold(self, of: tuple[str, str], reason: str) -> None:
        """The newest full container of a loop may not be used."""
        floor = self.floor
        full = [card for card in floor.cards(floor.loop(*of)) if card.state is CardState.FULL]
        if full:
            newest = max(full, key=lambda card: (card.full_at or card.since_at, card.id))
            floor.do(Action.HOLD, newest.id, INGRID, reason=reason)
        else:
            floor.later(20, lambda: self._hold(of, reason))

    def _resume(self) -> None:
        for card in self.floor.cards(self.floor.loop("yellow duck body", plan.PAINT_SHOP)):
            if card.on_hold:
                self.floor.do(Action.RESUME, card.id, INGRID)

    def _throw_away_misprints(self) -> None:
        """The last boxes are no good either."""
        loop = self.floor.loop("gift box", plan.HARBOUR)
        card, left = self.floor.front(loop), self.floor.free_stock([loop])
        if card is not None and left > 2:
            self.floor.do(Action.DRAW, card.id, FINN, plan.PACKING, left - 2, "misprinted, thrown away")

    def _mark_urgent(self) -> None:
        calling = [
            card
            for card in self.floor.cards(self.floor.loop("gift box", plan.HARBOUR))
            if card.state is CardState.RELEASED
        ]
        if calling:
            self.floor.do(Action.URGENT, calling[0].id, INGRID)

    def _pick_up(self) -> None:
        """Where packing has nothing to do although its boxes are late, a dealer comes by and takes a container."""
        floor = self.floor
        card = floor.front(floor.loop("train set", plan.PACKING))
        if card is not None and not floor.board.queue(floor.stations[plan.PACKING]):
            floor.do(Action.CONSUME, card.id, GRETA, plan.FINISHED_GOODS, reason="picked up by the Lake hotel")

    def _start_anyway(self) -> None:
        """Finn has found some boxes in the cupboard that no book knows of."""
        floor = self.floor
        queue = floor.board.queue(floor.stations[plan.PACKING])
        parts = [floor.free_stock([floor.loop(item, plan.ASSEMBLY)]) for item in ("engine", "wagon")]
        sets = queue[0].card.container_quantity if queue else 0
        if sets and parts[0] >= sets and parts[1] >= 2 * sets:
            floor.scan(queue[0].card.id, plan.PACKING, FINN)
        else:
            floor.later(5, self._start_anyway)

    def _scrap_a_rest(self) -> None:
        """Where no lot is gathering at this moment, the emptiest box of one is scrapped."""
        floor = self.floor
        if any(card.state is CardState.EMPTY for card in floor.board.cards()):
            return
        loops = (floor.loop("yellow duck body", plan.PAINT_SHOP), floor.loop("wheel", plan.TURNERY))
        there = [card for loop in loops for card in floor.cards(loop) if card.holds_stock]
        if there:
            least = min(there, key=lambda card: (card.quantity * 100 // card.container_quantity, card.id))
            station = floor.consumer_of(least)
            person = DILAN if station == plan.ASSEMBLY else GRETA
            floor.do(Action.CONSUME, least.id, person, station, reason=SCRAPPED[station])
