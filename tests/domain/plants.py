"""Small plants in memory for tests of the rules. A Workshop books as the store does: whole, or nothing at all.

After every booking the ledger is replayed and compared with the cards, so each of these tests is an audit too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from kanban_app.domain import actions, loop_changes
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import CALLING, Action, Card, CardState
from kanban_app.domain.codes import code_of
from kanban_app.domain.events import CardEvent, Context, Rules, mark_bits
from kanban_app.domain.issuing import issue_single_use, new_card
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.ledger import CardReplay, Replayed, entry_hash, replay
from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.loops import KIND_OF_SOURCE, Loop, default_steps
from kanban_app.domain.refusals import Refusal, Refused
from kanban_app.domain.scanning import scan
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.domain.suggesting import with_next_step
from tests.clock import Clock

OFFSET = 4711


@dataclass(frozen=True)
class LoopPlan:
    """One loop by names; `options` are further fields of Loop."""

    name: str
    item: str
    source: str
    source_kind: StationKind
    consumer: str
    cards: int
    container: int
    options: Mapping[str, Any] = field(default_factory=dict)


def buys(
    item: str, of: str = "supplier", to: str = "bench", cards: int = 2, container: int = 10, **options: Any
) -> LoopPlan:
    """A supplier kanban."""
    return _plan(item, of, StationKind.SUPPLIER, to, cards, container, options)


def makes(
    item: str, at: str = "bench", to: str = "shop", cards: int = 2, container: int = 10, **options: Any
) -> LoopPlan:
    """A production kanban."""
    return _plan(item, at, StationKind.WORKSTATION, to, cards, container, options)


def moves(
    item: str, out_of: str = "stock", to: str = "bench", cards: int = 2, container: int = 10, **options: Any
) -> LoopPlan:
    """A withdrawal kanban."""
    return _plan(item, out_of, StationKind.STORE, to, cards, container, options)


def _plan(
    item: str, source: str, kind: StationKind, consumer: str, cards: int, container: int, options: dict[str, Any]
) -> LoopPlan:
    name = options.pop("name", item)
    return LoopPlan(name, item, source, kind, consumer, cards, container, options)


_USUAL = Rules()


class NotRefused(AssertionError):
    """What was to be refused was done; says what was booked."""


class Cards:
    """The booking's CardSource over two dictionaries."""

    def __init__(self) -> None:
        self.cards: dict[int, Card] = {}
        self.events: dict[int, CardEvent] = {}
        self._newest = 0

    def card(self, card_id: int) -> Card:
        return self.cards[card_id]

    def cards_of(self, loop_ids: tuple[int, ...]) -> list[Card]:
        present = (card for card in self.cards.values() if card.state is not CardState.RETIRED)
        return [card for card in present if card.loop_id in loop_ids]

    def in_stock(self, loop_id: int) -> Iterator[Card]:
        standing = (card for card in self.cards_of((loop_id,)) if card.holds_stock)
        yield from sorted(standing, key=lambda card: (card.full_at or card.since_at, card.id))

    def trips_of_retired(self, loop_id: int) -> int:
        gone = (card for card in self.cards.values() if card.state is CardState.RETIRED and not card.replaced_by_id)
        return sum(card.cycle for card in gone if card.loop_id == loop_id)

    def event(self, seq: int) -> CardEvent:
        return self.events[seq]

    def events_from(self, seq: int) -> Iterator[CardEvent]:
        while seq in self.events:
            yield self.events[seq]
            seq += 1

    def new_identity(self) -> tuple[int, str]:
        self._newest = max(self._newest, max(self.cards, default=0)) + 1
        return self._newest, code_of(self._newest, OFFSET)


class Workshop:
    """A plant whose cards are called by their loop's name and number: "rack 1"; a single-use card "rack +1"."""

    def __init__(
        self,
        *plans: LoopPlan,
        bom: Mapping[str, Mapping[str, int | Fraction]] | None = None,
        served_from: Mapping[str, str] | None = None,
        rules: Rules = _USUAL,
        start: str = "full",
    ) -> None:
        self.clock = Clock()
        self.rules = rules
        self.kept = Cards()
        self.replayed = Replayed()
        self.structure = _structure(plans, bom or {}, served_from or {}, self.clock())
        self.station_ids = {station.name: station.id for station in self.structure.stations.values()}
        self.loop_ids = {plan.name: place for place, plan in enumerate(plans, start=1)}
        self._issue(start)

    def _issue(self, start: str) -> None:
        booking = self._booking(Context(self.clock()))
        for loop in self.structure.loops.values():
            for number in range(1, loop.card_count + 1):
                card = new_card(booking, loop, number)
                if start != "new":
                    quantity = loop.container_quantity if start == "full" else 0
                    actions.do(booking, Action.ACTIVATE, card.id, quantity)
        self._keep(booking)

    # -- names -----------------------------------------------------------------------------------------------------

    def loop(self, name: str) -> Loop:
        """The loop of this name as it is now."""
        return self.structure.loops[self.loop_ids[name]]

    def card(self, name: str | int) -> Card:
        """The card of this name as it is now: the newest one that carries the number; or the card of this id."""
        if isinstance(name, int):
            return self.kept.cards[name]
        loop_name, number = name.rsplit(" ", 1)
        found = [
            card
            for card in self.kept.cards.values()
            if card.loop_id == self.loop_ids[loop_name]
            and card.number == int(number)
            and card.single_use == number.startswith("+")
        ]
        return max(found, key=lambda card: (card.state is not CardState.RETIRED, card.id))

    def name_of(self, card: Card) -> str:
        """What `card` is called here."""
        loop_name = next(name for name, loop_id in self.loop_ids.items() if loop_id == card.loop_id)
        return f"{loop_name} {'+' if card.single_use else ''}{card.number}"

    def states(self, *loops: str) -> dict[str, str]:
        """The state of every card that is not retired, of these loops or of all, by name."""
        wanted = {self.loop_ids[name] for name in loops or self.loop_ids}
        cards = [card for card in self.kept.cards.values() if card.loop_id in wanted]
        return {self.name_of(card): card.state.value for card in cards if card.state is not CardState.RETIRED}

    def pieces(self, *loops: str) -> dict[str, int]:
        """What every card holds, of those that hold something."""
        wanted = {self.loop_ids[name] for name in loops or self.loop_ids}
        cards = [card for card in self.kept.cards.values() if card.loop_id in wanted]
        return {self.name_of(card): card.quantity for card in cards if card.quantity}

    @property
    def last(self) -> CardEvent:
        """The newest entry."""
        return self.kept.events[max(self.kept.events)]

    def told(self, since: int = 0) -> list[str]:
        """The entries after a sequence number, as "action card quantity"."""
        return [
            f"{event.action.value} {self.name_of(self.kept.cards[event.card_id])} {event.quantity}"
            for event in self.kept.events.values()
            if event.seq > since
        ]

    # -- booking ---------------------------------------------------------------------------------------------------

    def context(self, at: str = "", person: str = "", reason: str = "", *, supervisor: bool = True) -> Context:
        """Who books where, now."""
        station_id = self.station_ids[at] if at else None
        return Context(self.clock(), station_id, person, "terminal", "", reason, supervisor)

    def _booking(self, context: Context) -> Booking:
        return Booking(self.structure, self.kept, self.rules, context, len(self.kept.events) + 1)

    def do(
        self, action: str, name: str | int, quantity: int | None = None, seen_event: int | None = None, **who: Any
    ) -> list[CardEvent]:
        """One action on one card; returns its entries. Raises what the rules raise, and keeps nothing then."""
        booking = self._booking(self.context(**who))
        actions.do(booking, Action(action), self.card(name).id, quantity, seen_event)
        return self._keep(booking)

    def scan(self, name: str | int, at: str, quantity: int | None = None, **who: Any) -> str:
        """Scan one card at a station; returns the step that was taken."""
        context = replace(self.context(at, **who), scan_id=f"scan-{len(self.kept.events)}")
        booking = self._booking(context)
        action = scan(booking, self.card(name).id, quantity)
        self._keep(booking)
        return action.value

    def refused(self, action: str, name: str | int, quantity: int | None = None, **who: Any) -> Refused:
        """The refusal of an action with its next step; fails when there is none, or when anything was kept."""
        return self._refusal(lambda: self.do(action, name, quantity, **who), self.context(**_context_of(who)))

    def scan_refused(self, name: str | int, at: str, **who: Any) -> Refused:
        """As `refused`, for a scan."""
        return self._refusal(lambda: self.scan(name, at, **who), self.context(at, **who))

    def _refusal(self, book: Callable[[], object], context: Context) -> Refused:
        before = (dict(self.kept.cards), dict(self.kept.events))
        try:
            book()
        except Refusal as refusal:
            assert before == (self.kept.cards, self.kept.events)
            return with_next_step(self._booking(context), refusal.refused)
        raise NotRefused(self.told(len(before[1])))

    def change(self, loop_name: str, **values: Any) -> LoopChange:
        """Change a loop as operations do."""
        change = self.preview(loop_name, **values)
        loops = {**self.structure.loops, change.loop.id: change.loop}
        old = self.structure
        self.structure = Structure(old.stations.values(), old.items.values(), old.bom, loops.values(), old.version + 1)
        booking = self._booking(self.context())
        loop_changes.apply(booking, change)
        self._keep(booking)
        return change

    def preview(self, loop_name: str, **values: Any) -> LoopChange:
        """What a change would do."""
        return loop_changes.preview(self._booking(self.context()), self.loop_ids[loop_name], **values)

    def issue(self, loop_name: str, quantity: int | None = None, order: str = "", **who: Any) -> Card:
        """A single-use card, ordered at once."""
        booking = self._booking(self.context(**who))
        loop = self.loop(loop_name)
        card = issue_single_use(booking, loop, quantity or loop.container_quantity, order)
        self._keep(booking)
        return self.kept.cards[card.id]

    def paper(self, name: str, revision: int | None = None) -> None:
        """Print a card: it carries its loop's revision, or this one."""
        card = self.card(name)
        printed = self.loop(name.rsplit(" ", 1)[0]).revision if revision is None else revision
        self.kept.cards[card.id] = replace(card, printed_revision=printed, print_count=card.print_count + 1)

    def _keep(self, booking: Booking) -> list[CardEvent]:
        self.warnings = list(booking.warnings)
        self.kept.cards.update(booking.cards)
        self.kept.events.update({event.seq: event for event in booking.events})
        self._check_books(booking.events)
        return booking.events

    def _check_books(self, events: list[CardEvent]) -> None:
        rows = []
        last_hash = self.replayed.last_hash
        for event in events:
            entry = as_entry(event)
            last_hash = entry_hash(entry, last_hash)
            rows.append((*entry, last_hash))
        assert not (found := list(replay(rows, self.replayed))), found
        for card in self.kept.cards.values():
            told = self.replayed.cards.get(card.id, CardReplay("new", 0, 0, 0, 0))
            assert told == (card.state.value, card.quantity, card.cycle, mark_bits(card), card.last_event), card
            assert (card.signal_at is not None) or card.state not in CALLING, card


def as_entry(event: CardEvent) -> tuple[object, ...]:
    """An entry as it is hashed, zeros where there is nothing."""
    moment = round(event.recorded_at.timestamp() * 1_000_000)
    return (
        event.seq,
        moment,
        event.action.value,
        event.card_id,
        event.item_id,
        event.cycle,
        event.from_state.value,
        event.to_state.value,
        event.quantity,
        event.quantity_after,
        event.marks_after,
        event.cause or 0,
        event.previous,
        event.reverts or 0,
        event.station_id or 0,
        event.person,
        event.terminal,
        event.reason,
        event.scan_id,
    )


def _context_of(who: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in who.items() if name != "seen_event"}


def _structure(
    plans: tuple[LoopPlan, ...],
    bom: Mapping[str, Mapping[str, int | Fraction]],
    served_from: Mapping[str, str],
    now: datetime,
) -> Structure:
    kinds = dict.fromkeys((plan.consumer for plan in plans), StationKind.STORE)
    kinds |= {plan.source: plan.source_kind for plan in plans}
    stations = {name: number for number, name in enumerate(kinds, start=1)}
    names = dict.fromkeys((*(plan.item for plan in plans), *bom, *(part for parts in bom.values() for part in parts)))
    items = {name: number for number, name in enumerate(names, start=1)}
    loops = []
    for number, plan in enumerate(plans, start=1):
        kind = KIND_OF_SOURCE[plan.source_kind]
        in_process, in_transit = default_steps(kind)
        values = {"in_process": in_process, "in_transit": in_transit, "revised_at": now, **plan.options}
        ends = (items[plan.item], stations[plan.source], stations[plan.consumer])
        loops.append(Loop(number, *ends, kind, plan.container, plan.cards, **values))
    serving = {name: stations[store] for name, store in served_from.items()}
    return Structure(
        (Station(number, name, kinds[name], "", serving.get(name)) for name, number in stations.items()),
        (Item(number, name) for name, number in items.items()),
        (
            BomLine(items[parent], items[part], Fraction(per_parent))
            for parent, parts in bom.items()
            for part, per_parent in parts.items()
        ),
        loops,
    )


def rack_shop(**options: Any) -> Workshop:
    """Pegs from the supplier to the bench, racks of four pegs from the bench to the shop: two cards each.

    A container of racks holds 2, a container of pegs 8: making two racks empties one container of pegs.
    """
    rack = {name: options.pop(name) for name in list(options) if name not in ("rules", "start", "peg")}
    peg = {"cards": 2, "container": 8, **options.pop("peg", {})}
    rack = {"cards": 2, "container": 2, **rack}
    return Workshop(buys("peg", **peg), makes("rack", **rack), bom={"rack": {"peg": 4}}, **options)
