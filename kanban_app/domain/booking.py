"""One command and its cascade: what it changes, worked out in memory before anything is written.

A Booking reads cards through a CardSource, keeps the after-images and the ledger entries, and is thrown away whole when
a Refusal leaves it. The store writes what is left in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import merge
from typing import Any, Protocol

from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.events import CardEvent, Context, Rules, mark_bits
from kanban_app.domain.loops import Loop, LoopKind, PrintRule, Step
from kanban_app.domain.refusals import RefusalCode, refuse
from kanban_app.domain.structure import Structure

REASON_CLOSED = "closed"
REASON_SURPLUS = "surplus"


class CardSource(Protocol):
    """Where a booking reads from: the store inside one transaction, or memory in tests and imports."""

    def card(self, card_id: int) -> Card:
        """The card as committed."""

    def cards_of(self, loop_ids: tuple[int, ...]) -> list[Card]:
        """Every card of these loops that is not retired."""

    def in_stock(self, loop_id: int) -> Iterator[Card]:
        """The cards of this loop that hold stock and are not on hold, longest full first, each made when asked for."""

    def trips_of_retired(self, loop_id: int) -> int:
        """How often the cards went round that have left this loop for good; a replaced card lives on in its heir."""

    def event(self, seq: int) -> CardEvent:
        """The ledger entry with this sequence number."""

    def events_from(self, seq: int) -> Iterator[CardEvent]:
        """Ledger entries from this sequence number on, in order."""

    def new_identity(self) -> tuple[int, str]:
        """An unused card id and its code."""


class Booking:
    """The working set of one command."""

    def __init__(
        self, structure: Structure, source: CardSource, rules: Rules, context: Context, first_seq: int
    ) -> None:
        self.structure = structure
        self.source = source
        self.rules = rules
        self.context = context
        self.next_seq = first_seq
        self.events: list[CardEvent] = []
        self.before: dict[int, Card | None] = {}
        self.cards: dict[int, Card] = {}
        self.warnings: list[RefusalCode] = []

    # -- reading -------------------------------------------------------------------------------------------------

    def card(self, card_id: int) -> Card:
        """The card with everything that this booking has done to it so far."""
        return self.cards.get(card_id) or self.source.card(card_id)

    def cards_of(self, loops: Iterable[Loop]) -> list[Card]:
        """The cards of these loops that are not retired, with this booking's changes."""
        loop_ids = tuple(loop.id for loop in loops)
        found = {card.id: card for card in self.source.cards_of(loop_ids)}
        # What this booking issued or brought back is not among them yet.
        found |= {card.id: card for card in self.cards.values() if card.loop_id in loop_ids}
        return [card for card in found.values() if card.state is not CardState.RETIRED]

    def loop_of(self, card: Card) -> Loop:
        """The loop a card circulates in."""
        return self.structure.loops[card.loop_id]

    # -- writing -------------------------------------------------------------------------------------------------

    def add_card(self, card: Card) -> None:
        """A card that this booking issues; it is written together with its first entry."""
        self.before[card.id] = None
        self.cards[card.id] = card

    def change(self, card: Card, **changes: Any) -> Card:
        """Change what is no step of its life and so has no entry: what is printed, what is absorbed."""
        self.before.setdefault(card.id, card)
        changed = self.cards[card.id] = replace(card, **changes)
        return changed

    def record(
        self,
        card: Card,
        action: Action,
        to_state: CardState,
        quantity: int,
        cause: int | None = None,
        *,
        holds: int | None = None,
        reason: str | None = None,
        item_id: int | None = None,
        reverts: int | None = None,
        **changes: Any,
    ) -> Card:
        """Book one step of one card: the after-image and its ledger entry. Returns the after-image.

        `quantity` is what the step concerned, `holds` what the container holds afterwards (None: as before), both in
        steps of the item; `changes` are further fields of the card.
        """
        context = self.context
        seq = self.next_seq
        self.next_seq += 1
        if holds is not None:
            changes["quantity"] = holds
        if to_state is not card.state:
            changes.setdefault("since_at", context.now)
        after = replace(card, state=to_state, last_event=seq, **changes)
        self.before.setdefault(card.id, card)
        self.cards[card.id] = after
        self.events.append(
            CardEvent(
                seq,
                context.now,
                action,
                card.id,
                item_id or self.structure.loops[card.loop_id].item_id,
                after.cycle,
                card.state,
                to_state,
                quantity,
                after.quantity,
                mark_bits(after),
                cause,
                card.last_event,
                reverts,
                context.station_id,
                context.person,
                context.terminal,
                _reason(reason, cause, context),
                context.scan_id,
            )
        )
        return after

    # -- the cascade ---------------------------------------------------------------------------------------------

    def take(self, card: Card, quantity: int, action: Action, cause: int | None = None) -> Card:
        """Take pieces out of a full or opened card; at zero it is emptied and raises its signal."""
        remaining = card.quantity - quantity
        if remaining > 0:
            opened = card.state if self.loop_of(card).in_use is Step.SKIPPED else CardState.IN_USE
            return self.record(card, action, opened, quantity, cause, holds=remaining)
        after = self.record(
            card, action, CardState.EMPTY, quantity, cause, holds=0, signal_at=self.context.now, due_at=None
        )
        self.pass_empty(after)
        return self.cards[card.id]

    def pass_empty(self, card: Card) -> None:
        """What follows from a card being empty: it leaves, or absorbs its loop's changes and perhaps releases a lot."""
        loop = self.loop_of(card)
        cause = card.last_event
        if card.single_use or card.number > loop.card_count:
            reason = REASON_CLOSED if card.single_use else REASON_SURPLUS
            self.record(card, Action.RETIRE, CardState.RETIRED, 0, cause, reason=reason, print_reason=None)
            return
        card = self.absorb(card, loop)
        if not card.on_hold and not loop.suspended:
            self.gather(loop, cause)

    def absorb(self, card: Card, loop: Loop) -> Card:
        """Take over quantity and revision of the loop; only ever done to an empty card."""
        known = card.revision == loop.revision and card.container_quantity == loop.container_quantity
        if known or card.single_use:  # a single-use card asks for what it was issued for
            return card
        reason = PrintReason.REVISION if 0 < card.printed_revision < loop.revision else card.print_reason
        return self.change(
            card, revision=loop.revision, container_quantity=loop.container_quantity, print_reason=reason
        )

    def gather(self, loop: Loop, cause: int | None) -> None:
        """Release the empty cards of a loop as far as they fill whole lots, longest empty first."""
        if loop.lot_cards > 1:
            candidates = self.cards_of([loop])
        else:  # only this booking's own cards can be waiting: no query on the way of a scan
            candidates = [card for card in self.cards.values() if card.loop_id == loop.id]
        self._release_lots(loop, candidates, cause)

    def gather_all(self, loop: Loop) -> None:
        """As gather, for whatever stands empty: after a loop was changed or resumed."""
        self._release_lots(loop, self.cards_of([loop]), None)

    def _release_lots(self, loop: Loop, candidates: list[Card], cause: int | None) -> None:
        waiting = [
            card for card in candidates if card.state is CardState.EMPTY and not card.on_hold and not card.single_use
        ]
        waiting.sort(key=lambda card: (card.signal_at or card.since_at, card.id))
        for card in waiting[: len(waiting) // loop.lot_cards * loop.lot_cards]:
            self.release(card, cause)

    def release(self, card: Card, cause: int | None = None) -> Card:
        """Order one empty card from its source: it stands in the source's queue and on its print list."""
        loop = self.loop_of(card)
        card = self.absorb(card, loop)
        printed = card.print_reason if loop.print_rule is PrintRule.OFF else PrintReason.RELEASED
        due_at = self.context.now + timedelta(minutes=loop.lead_time_minutes)
        return self.record(
            card,
            Action.RELEASE,
            CardState.RELEASED,
            card.container_quantity,
            cause,
            due_at=due_at,
            print_reason=printed,
        )

    def take_inputs(self, card: Card) -> None:
        """Consume at the source what refilling this card takes; the card's newest entry is the cause."""
        loop = self.loop_of(card)
        cause = card.last_event
        for wanted in self.structure.inputs_of(loop, card.container_quantity):
            missing = self.draw(wanted.loops, wanted.quantity, cause, card.order_reference)
            if missing:
                self.note_missing(self.card(card.id), wanted.item_id, wanted.quantity, missing, cause)

    def note_missing(self, card: Card, item_id: int, wanted: int, missing: int, cause: int) -> None:
        """The books do not cover an input: refuse, or record it as an unexplained draw and flag the card."""
        if self.rules.refuse_on_shortage:
            raise refuse(
                RefusalCode.MATERIAL_SHORT,
                card.id,
                next(event.action for event in self.events if event.seq == cause),
                item_id=item_id,
                wanted_quantity=wanted,
                missing_quantity=missing,
            )
        self.warnings.append(RefusalCode.MATERIAL_SHORT)
        self.record(card, Action.UNEXPLAINED_DRAW, card.state, missing, cause, item_id=item_id, short_at_source=True)

    def draw(self, loops: tuple[Loop, ...], quantity: int, cause: int | None, order_reference: str = "") -> int:
        """Take steps (1 or more) from the loops' cards, next one first, spilling over. Returns what is not covered."""
        for card in self.drawing_order(loops, order_reference):
            taken = min(quantity, card.quantity)
            quantity -= taken
            self.take(card, taken, Action.DRAW, cause)
            if quantity == 0:  # asked here, so that the next card is not read for nothing
                break
        return quantity

    def drawing_order(self, loops: tuple[Loop, ...], order_reference: str = "") -> Iterable[Card]:
        """The cards that may be drawn from, next one first.

        An order's own pieces come first, and those of another order are left alone. Among loops of one priority the
        card that has been full longest comes first; where they have shares, an opened card is finished and then the
        loop is asked that is furthest behind its share.
        """
        if len(loops) == 1 and not loops[0].share and not order_reference:
            return self._longest_full_first(loops[0])
        cards = self.cards_of(loops)
        usable = [card for card in cards if card.holds_stock and card.order_reference in ("", order_reference)]
        usable.sort(key=lambda card: (card.order_reference != order_reference, *_full_for_longest(card)))
        turns = self._turns(loops, cards, usable) if any(loop.share for loop in loops) else {}

        def rank(card: Card) -> tuple[bool, int, float]:
            nobodys = card.order_reference != order_reference
            return (nobodys, self.structure.loops[card.loop_id].priority, turns.get(card.id, -1.0))

        return sorted(usable, key=rank)

    def _longest_full_first(self, loop: Loop) -> Iterator[Card]:
        """The usual order, without making cards that are not reached: ten to a loop are half of a cascade's time."""
        free = (card for card in self.source.in_stock(loop.id) if card.id not in self.cards)
        own = [card for card in self.cards.values() if card.loop_id == loop.id and card.holds_stock]
        cards = merge(free, sorted(own, key=_full_for_longest), key=_full_for_longest)
        return (card for card in cards if not card.order_reference)

    def _turns(self, loops: tuple[Loop, ...], cards: list[Card], usable: list[Card]) -> dict[int, float]:
        """When each full card of a loop with a share has its turn: how often the loop is asked before, by its share."""
        shares = {loop.id: loop.share for loop in loops if loop.share}
        asked = {loop_id: self.source.trips_of_retired(loop_id) for loop_id in shares}
        gone = (card for card in self.cards.values() if card.state is CardState.RETIRED and not card.replaced_by_id)
        for card in (*cards, *gone):
            if card.loop_id in shares:
                asked[card.loop_id] += card.cycle - (card.state is CardState.FULL)
        turns = {}
        for card in usable:
            if card.loop_id in shares and card.state is CardState.FULL:
                turns[card.id] = asked[card.loop_id] / shares[card.loop_id]
                asked[card.loop_id] += 1
        return turns

    def stock_of(self, loops: tuple[Loop, ...], order_reference: str = "") -> int:
        """Steps that the books hold in these loops, free to be drawn for this order or for none."""
        free = (card for card in self.cards_of(loops) if card.holds_stock)
        return sum(card.quantity for card in free if card.order_reference in ("", order_reference))


def _full_for_longest(card: Card) -> tuple[datetime, int]:
    return card.full_at or card.since_at, card.id


def _reason(reason: str | None, cause: int | None, context: Context) -> str:
    """A person's reason stands at what the person did, not at everything that followed from it."""
    if reason is not None:
        return reason
    return context.reason if cause is None else ""


def inputs_due(loop: Loop, from_state: CardState, to_state: CardState) -> bool:
    """Whether moving a card between these states takes its inputs: production at start, withdrawal at dispatch.

    A state that is passed silently counts as passed.
    """
    if loop.kind is LoopKind.PRODUCTION:
        return from_state is CardState.RELEASED
    if loop.kind is LoopKind.WITHDRAWAL:
        return from_state in (CardState.RELEASED, CardState.IN_PROCESS) and to_state is not CardState.IN_PROCESS
    return False
