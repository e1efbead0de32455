"""What the books should say: the rules of the domain page once more, over plain dictionaries, as simply as can be.

Nothing of the program's own rules is used here. Taking a step back is putting copies back; a refusal is a copy thrown
away; there is no ledger and there are no causes, only steps that remember how the cards stood before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

Record = dict[str, Any]
HOLDING = ("full", "in_use")
ORDERED = ("released", "in_process", "in_transit")
CALLING = ("empty", *ORDERED)
SUPERVISED = ("activate", "release", "hold", "resume", "retire", "replace")
NEED_A_REASON = ("release", "hold", "retire", "replace")
DESPITE_HOLD = ("revert", "retire", "resume", "replace")
BEFORE_ACTIVATION = ("activate", "retire", "replace", "hold", "resume")
DOUBLE_SCAN, UNDO_TIME = timedelta(seconds=5), timedelta(seconds=30)


class Refused(Exception):
    """The code of a refusal."""


class WrongUse(Exception):
    """A reason or a quantity is missing."""


class Books:
    """Cards and loops by id, and the steps that were taken."""

    def __init__(self, loops: dict[int, Record], cards: dict[int, Record]) -> None:
        self.loops = loops
        self.cards = cards
        self.steps: list[Record] = []
        self.refuse_on_shortage = False
        self.supervisors = {"ann"}

    # -- one command ---------------------------------------------------------------------------------------------------

    def attempt(self, who: Record, work: Callable[[], object], root: int) -> str:
        """Do it whole or not at all. Answers "done", "short" (done with a warning) or the code of the refusal."""
        kept = {card_id: copied(card) for card_id, card in self.cards.items()}
        self.who, self.now = who, who["now"]
        self.short = False
        self._begin(root)
        try:
            work()
        except (Refused, WrongUse) as refusal:
            self.cards = kept
            return str(refusal) or type(refusal).__name__
        self._end()
        return "short" if self.short else "done"

    def _begin(self, root: int) -> None:
        self.step: Record = {"root": root, "person": self.who["person"], "at": self.now, "before": {}, "is_hold": False}
        self.order: list[int] = []
        self.counter_booked: set[int] = set()

    def _end(self) -> None:
        """Every card the step touched remembers it; a revert is remembered only by what it set going anew."""
        number = len(self.steps)
        self.steps.append(self.step)
        for card_id in dict.fromkeys(self.order):
            card = self.cards[card_id]
            card["log"].append(number)
            card["last"] = {**self._mark(card_id), "is_revert": False}
        for card_id in self.counter_booked - set(self.order):
            self.cards[card_id]["last"] = {**self._mark(card_id), "is_revert": True}

    def _mark(self, card_id: int) -> Record:
        return {"station": self.who["station"], "scanned": self.who["scanned"], "own": self.step["root"] == card_id}

    def touch(self, card: Record) -> Record:
        """The card is about to change in this step."""
        self.step["before"].setdefault(card["id"], copied(card))
        self.order.append(card["id"])
        return card

    def move(self, card: Record, state: str, **values: Any) -> None:
        """A step of a card, with what else changes by it."""
        self.touch(card)
        if state != card["state"]:
            card["since"] = self.now
        card.update(values, state=state)

    # -- actions -------------------------------------------------------------------------------------------------------

    def do(self, action: str, card_id: int, quantity: int | None = None) -> None:
        """One action of a person."""
        card = self.cards[card_id]
        if card["state"] == "retired" and action != "revert":
            raise Refused("retired")
        if card["held"] and action not in DESPITE_HOLD:
            raise Refused("on_hold")
        if card["state"] == "new" and action not in BEFORE_ACTIVATION:
            raise Refused("not_yet_active")
        if action in SUPERVISED and not self.may_supervise():
            raise Refused("not_permitted")
        self.check_station(action, self.loops[card["loop"]])
        if action in NEED_A_REASON and not self.who["reason"]:
            raise WrongUse
        getattr(self, action)(card, self.loops[card["loop"]], quantity)

    def may_supervise(self) -> bool:
        return self.who["person"] in self.supervisors

    def check_station(self, action: str, loop: Record) -> None:
        station = self.who["station"]
        at_source = station == loop["source"]
        at_consumer = station in loop["used_at"]
        if station is None:
            return
        if action in ("start", "dispatch") and not at_source:
            raise Refused("wrong_station")
        if action in ("draw", "consume") and not at_consumer:
            raise Refused("wrong_station")
        if action == "receive" and not at_consumer and not (at_source and loop["in_transit"] == "skipped"):
            raise Refused("wrong_station")

    def scan(self, card_id: int) -> str:
        """The next step of the station's role; returns which."""
        card = self.cards[card_id]
        loop = self.loops[card["loop"]]
        last = card["last"]
        again = last and last["station"] == self.who["station"] and last["scanned"] and last["own"]
        if again and not last["is_revert"] and abs(self.now - card["since"]) < DOUBLE_SCAN:
            raise Refused("double_scan")
        if card["state"] == "retired":
            raise Refused("retired")
        action = self.next_step(card, loop)
        self.do(action, card_id)
        return action

    def next_step(self, card: Record, loop: Record) -> str:
        state, station = card["state"], self.who["station"]
        if station == loop["source"]:
            if state == "new":
                raise Refused("not_yet_active")
            if state == "released" and loop["in_process"] != "skipped":
                return "start"
            if state in ("released", "in_process"):
                return "receive" if loop["in_transit"] == "skipped" else "dispatch"
            raise Refused("nothing_to_do_here")
        if station not in loop["used_at"]:
            raise Refused("wrong_station")
        if state == "new":
            raise Refused("not_yet_active")
        if state in HOLDING:
            return "consume"
        nobody = loop["kind"] == "supplier" or (loop["in_process"] == loop["in_transit"] == "skipped")
        waits_here = state == "in_process" and loop["in_transit"] != "required"
        if state == "in_transit" or waits_here or (state == "released" and nobody):
            return "receive"
        raise Refused("already_empty")

    def activate(self, card: Record, loop: Record, quantity: int | None) -> None:
        if card["state"] != "new":
            raise Refused("already_full" if card["state"] in HOLDING else "already_empty")
        filled = loop["container"] if quantity is None else quantity
        self.check_tolerance(loop, loop["container"], filled, least=0)
        values = {"asked": loop["container"], "cycle": 1}
        if filled:
            self.move(card, "full", quantity=filled, full_at=self.now, **values)
        else:
            self.move(card, "empty", signal=self.now, due=None, **values)
            self.passed_empty(card, loop)

    def draw(self, card: Record, loop: Record, quantity: int | None) -> None:
        if not quantity or quantity < 1:
            raise WrongUse
        if card["state"] not in HOLDING:
            raise Refused("already_empty")
        left = quantity - min(quantity, card["quantity"])
        self.take(card, min(quantity, card["quantity"]))
        here = [
            other["id"]
            for other in self.loops.values()
            if (other["item"], other["consumer"]) == (loop["item"], loop["consumer"])
            and (other is loop or not other["scan_only"])
        ]
        self.missing(card, self.draw_from(here, left, card["order"]))

    def consume(self, card: Record, loop: Record, quantity: int | None) -> None:
        if card["state"] not in HOLDING:
            raise Refused("already_empty")
        if card["state"] == "full" and loop["in_use"] == "required":
            raise Refused("nothing_to_do_here")
        self.take(card, card["quantity"])

    def release(self, card: Record, loop: Record, quantity: int | None) -> None:
        self.check_running(loop)
        if card["state"] != "empty":
            raise Refused(self.instead_of(card))
        self.order_card(card, loop)

    def start(self, card: Record, loop: Record, quantity: int | None) -> None:
        self.check_running(loop)
        if card["state"] != "released" or loop["in_process"] == "skipped":
            raise Refused(self.instead_of(card))
        self.send(card, loop, "in_process")

    def dispatch(self, card: Record, loop: Record, quantity: int | None) -> None:
        self.check_running(loop)
        passes_start = card["state"] == "released" and loop["in_process"] == "required"
        if card["state"] not in ("released", "in_process") or loop["in_transit"] == "skipped" or passes_start:
            raise Refused(self.instead_of(card))
        self.send(card, loop, "in_transit")

    def send(self, card: Record, loop: Record, state: str) -> None:
        was = card["state"]
        self.move(card, state)
        self.take_inputs(card, loop, was)

    def receive(self, card: Record, loop: Record, quantity: int | None) -> None:
        was = card["state"]
        passes_start = was == "released" and loop["in_process"] == "required"
        passes_transit = was in ("released", "in_process") and loop["in_transit"] == "required"
        if was not in ORDERED or passes_start or passes_transit:
            raise Refused(self.instead_of(card))
        received = card["asked"] if quantity is None else quantity
        if received < 1:
            raise WrongUse
        self.check_tolerance(loop, card["asked"], received)
        asked, signal, due = card["asked"], card["signal"], card["due"]
        marks = {"urgent": False, "short": False}
        self.move(card, "full", quantity=received, full_at=self.now, cycle=card["cycle"] + 1, **marks)
        self.take_inputs(card, loop, was)
        if received < asked and loop["rest_on_order"]:
            rest = self.new_card(loop, single=True, order=card["order"])
            self.move(rest, "in_transit", asked=asked - received, signal=signal, due=due, cycle=1)

    def hold(self, card: Record, loop: Record, quantity: int | None) -> None:
        self.move(card, card["state"], held=True)
        self.step["is_hold"] = True

    def resume(self, card: Record, loop: Record, quantity: int | None) -> None:
        if not card["held"]:
            raise Refused("nothing_to_do_here")
        self.move(card, card["state"], held=False)
        if card["state"] == "empty":
            self.passed_empty(card, loop)

    def urgent(self, card: Record, loop: Record, quantity: int | None) -> None:
        if card["urgent"]:
            raise Refused("nothing_to_do_here")
        self.move(card, card["state"], urgent=True)

    def retire(self, card: Record, loop: Record, quantity: int | None) -> None:
        self.move(card, "retired", quantity=0, held=False)

    def replace(self, card: Record, loop: Record, quantity: int | None) -> None:
        heir = self.new_card(loop, single=card["single"], order=card["order"], number=card["number"])
        kept = ("state", "quantity", "asked", "cycle", "since", "full_at", "signal", "due", "held", "urgent", "short")
        was = {name: card[name] for name in kept}
        self.retire(card, loop, None)
        card["heir"] = heir["id"]
        self.touch(heir)
        heir.update(was)

    def issue(self, loop_id: int, quantity: int, order: str) -> None:
        """A single-use card, ordered at once."""
        loop = self.loops[loop_id]
        self.check_running(loop)
        if not self.may_supervise():
            raise Refused("not_permitted")
        card = self.new_card(loop, single=True, order=order)
        self.step["root"] = card["id"]
        self.move(card, "empty", asked=quantity, cycle=1, signal=self.now)
        self.order_card(card, loop)

    # -- what follows --------------------------------------------------------------------------------------------------

    def instead_of(self, card: Record) -> str:
        return "already_full" if card["state"] in HOLDING else "nothing_to_do_here"

    def check_running(self, loop: Record) -> None:
        if loop["suspended"]:
            raise Refused("loop_suspended")

    def check_tolerance(self, loop: Record, asked: int, quantity: int, least: int | None = None) -> None:
        low = max(1, -(-asked * (100 - loop["under"]) // 100)) if least is None else least
        if not low <= quantity <= asked * (100 + loop["over"]) // 100 and not self.who["reason"]:
            raise Refused("quantity_out_of_tolerance")

    def new_card(self, loop: Record, *, single: bool, order: str = "", number: int = 0) -> Record:
        live = [
            card["number"]
            for card in self.cards.values()
            if card["loop"] == loop["id"] and card["single"] == single and card["state"] != "retired"
        ]
        card_id = max(self.cards) + 1
        card = blank(card_id, loop, number or max(live, default=0) + 1, self.now)
        card.update(single=single, order=order)
        self.step["before"][card_id] = None
        self.cards[card_id] = card
        return card

    def take(self, card: Record, quantity: int) -> None:
        left = card["quantity"] - quantity
        loop = self.loops[card["loop"]]
        if left:
            self.move(card, card["state"] if loop["in_use"] == "skipped" else "in_use", quantity=left)
            return
        self.move(card, "empty", quantity=0, signal=self.now, due=None)
        self.passed_empty(card, loop)

    def passed_empty(self, card: Record, loop: Record) -> None:
        if card["single"] or card["number"] > loop["cards"]:
            self.move(card, "retired")
            return
        card["asked"] = loop["container"]
        if not card["held"] and not loop["suspended"]:
            self.gather(loop, only=None if loop["lot"] > 1 else set(self.order) | self.counter_booked)

    def gather(self, loop: Record, only: Iterable[int] | None = None) -> None:
        waiting = [
            card
            for card in self.cards.values()
            if card["loop"] == loop["id"] and card["state"] == "empty" and not card["held"] and not card["single"]
            if only is None or card["id"] in only
        ]
        waiting.sort(key=lambda card: (card["signal"], card["id"]))
        for card in waiting[: len(waiting) // loop["lot"] * loop["lot"]]:
            self.order_card(card, loop)

    def order_card(self, card: Record, loop: Record) -> None:
        if not card["single"]:
            card["asked"] = loop["container"]
        due = self.now + timedelta(minutes=loop["lead_time"])
        self.move(card, "released", due=due, lead_time=loop["lead_time"])

    def take_inputs(self, card: Record, loop: Record, was: str) -> None:
        """Production takes its parts when it leaves the queue, a withdrawal when it leaves the store."""
        if loop["kind"] == "production" and was == "released":
            needs = [(item, -(-card["asked"] * per // 1)) for item, per in loop["parts"]]
        elif loop["kind"] == "withdrawal" and was in ("released", "in_process") and card["state"] != "in_process":
            needs = [(loop["item"], card["asked"])]
        else:
            return
        for item, quantity in needs:
            feeding = self.feeding(loop["source"], item)
            if feeding:
                self.missing(card, self.draw_from(feeding, quantity, card["order"]))

    def feeding(self, station: int, item: int) -> list[int]:
        """The loops that a station takes an item from: its own, else those of the store that serves it."""
        ends: dict[bool, list[Record]] = {True: [], False: []}
        for loop in self.loops.values():
            if loop["item"] == item and station in loop["used_at"]:
                ends[loop["consumer"] == station].append(loop)
        return [loop["id"] for loop in ends[True] or ends[False] if not loop["scan_only"]]

    def missing(self, card: Record, quantity: int) -> None:
        if not quantity:
            return
        if self.refuse_on_shortage:
            raise Refused("material_short")
        self.short = True
        self.move(card, card["state"], short=True)

    def draw_from(self, loop_ids: list[int], quantity: int, order: str) -> int:
        """Take one container after the other until there is enough; returns what is missing."""
        asked = {loop_id: self.times_asked(loop_id) for loop_id in loop_ids}
        while quantity:
            card = self.next_container(loop_ids, order, asked)
            if card is None:
                break
            if card["state"] == "full":
                asked[card["loop"]] += 1
            taken = min(quantity, card["quantity"])
            self.take(card, taken)
            quantity -= taken
        return quantity

    def times_asked(self, loop_id: int) -> int:
        cards = (card for card in self.cards.values() if card["loop"] == loop_id and not card["heir"])
        return sum(card["cycle"] - (card["state"] == "full") for card in cards)

    def next_container(self, loop_ids: list[int], order: str, asked: dict[int, int]) -> Record | None:
        usable = [
            card
            for card in self.cards.values()
            if card["loop"] in loop_ids
            and card["state"] in HOLDING
            and not card["held"]
            and card["order"] in ("", order)
        ]
        if not usable:
            return None

        def place(card: Record) -> tuple[Any, ...]:
            loop = self.loops[card["loop"]]
            waits = loop["share"] and card["state"] == "full"
            turn = (1, asked[loop["id"]] / loop["share"]) if waits else (0, 0)
            return (card["order"] != order, loop["priority"], *turn, card["full_at"], card["id"])

        return min(usable, key=place)

    # -- taking back ---------------------------------------------------------------------------------------------------

    def revert(self, card: Record, loop: Record, quantity: int | None) -> None:
        """Put back how the cards of the newest step stood before it."""
        if not card["log"]:
            raise Refused("nothing_to_do_here")
        number = card["log"][-1]
        step = self.steps[number]
        if step["root"] != card["id"]:
            raise Refused("nothing_to_do_here")
        in_time = self.now - step["at"] <= UNDO_TIME
        if not self.may_supervise() and not (in_time and step["person"] == self.who["person"]):
            raise Refused("not_permitted")
        if not in_time and not self.who["reason"]:
            raise WrongUse
        for card_id in step["before"]:
            self.check_still_there(card_id, number, step)
        for card_id, before in step["before"].items():
            self.put_back(card_id, before)
        self.go_on(card, step)

    def check_still_there(self, card_id: int, number: int, step: Record) -> None:
        card = self.cards[card_id]
        if not card["log"] or card["log"][-1] != number:
            raise Refused("changed_meanwhile")
        if card["state"] == "retired" and not card["single"]:
            for other in self.cards.values():
                same = (other["loop"], other["number"]) == (card["loop"], card["number"]) and not other["single"]
                if same and other["state"] != "retired" and other["id"] not in step["before"]:
                    raise Refused("changed_meanwhile")

    def put_back(self, card_id: int, before: Record | None) -> None:
        card = self.cards[card_id]
        self.step["before"].setdefault(card_id, copied(card))
        self.counter_booked.add(card_id)
        if before is None:
            was = card["state"]
            card.update(state="retired", quantity=0, log=[])
            if was != "retired":
                card["since"] = self.now
        else:
            last = card["last"]
            card.clear()
            card.update(copied(before), last=last)
            # The ledger does not keep lead times: two steps back after a change, the due time goes by the new one.
            if card["lead_time"] != self.loops[card["loop"]]["lead_time"]:
                card["due"] = "unsure"

    def go_on(self, card: Record, step: Record) -> None:
        if step["is_hold"] and card["state"] == "empty":
            self.passed_empty(card, self.loops[card["loop"]])
            return
        for loop_id in sorted({self.cards[card_id]["loop"] for card_id in step["before"]}):
            loop = self.loops[loop_id]
            if loop["lot"] > 1 and not loop["suspended"]:
                self.gather(loop)

    # -- the loop itself -----------------------------------------------------------------------------------------------

    def change(self, loop_id: int, values: Record, now: datetime) -> None:
        """Cards take it over as they next stand empty; those that stand so now, now. Each on its own."""
        loop = self.loops[loop_id]
        loop.update(values)
        who = {"now": now, "person": "", "station": None, "scanned": False, "reason": ""}
        live = [c for c in self.cards.values() if c["loop"] == loop_id and c["state"] != "retired" and not c["single"]]
        taken = {card["number"] for card in live}
        for number in range(1, loop["cards"] + 1):
            if number not in taken:
                card_id = max(self.cards) + 1
                self.cards[card_id] = blank(card_id, loop, number, now)
        for card in live:
            if card["state"] not in ("empty", "new"):
                continue
            if card["number"] > loop["cards"]:
                self.attempt(who, partial(self.move, card, "retired"), card["id"])
            else:
                card["asked"] = loop["container"]
        waiting = [c for c in live if c["state"] == "empty" and not c["held"] and not loop["suspended"]]
        waiting.sort(key=lambda card: (card["signal"], card["id"]))
        for card in waiting[: len(waiting) // loop["lot"] * loop["lot"]]:
            self.attempt(who, partial(self.order_card, card, loop), card["id"])


def copied(card: Record) -> Record:
    """A copy that later steps do not reach."""
    return {**card, "log": list(card["log"])}


def blank(card_id: int, loop: Record, number: int, now: datetime) -> Record:
    """A card that was just issued."""
    return {
        "id": card_id,
        "loop": loop["id"],
        "number": number,
        "state": "new",
        "quantity": 0,
        "asked": loop["container"],
        "cycle": 0,
        "since": now,
        "full_at": None,
        "signal": None,
        "due": None,
        "lead_time": None,
        "held": False,
        "urgent": False,
        "short": False,
        "single": False,
        "order": "",
        "heir": None,
        "log": [],
        "last": None,
    }
