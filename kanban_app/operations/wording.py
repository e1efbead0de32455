"""What the program says about bookings: answers, refusals and next steps, in the shop's words.

First line what is true, with item and card number; second since when, by whom and why; third the one next step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain.cards import HOLDING, Action, Card, CardState
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.codes import spaced
from kanban_app.domain.events import CardEvent
from kanban_app.domain.refusals import NextKind, RefusalCode
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, moment, ngettext, quantity
from kanban_app.operations import words


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words. `next_label` is the one next step as a button, empty when there is none."""

    headline: str
    detail: str = ""
    hint: str = ""
    next_label: str = ""

    def message(self) -> str:
        """Everything in one line, for lists and scripts."""
        more = [part for part in (self.detail, self.hint) if part]
        is_sentence = self.headline.endswith((".", ":", "?", "!"))
        return " ".join([self.headline if is_sentence or not more else f"{self.headline}.", *more])


def said(outcome: Outcome, structure: Structure, now: datetime) -> Said:
    """The answer to one command. `now` is aware; times are said in the local zone."""
    if outcome.answer is Answer.DONE:
        return _Done(outcome, structure, now).said()
    return _Refused(outcome, structure, now).said()


def card_name(card: Card, structure: Structure) -> str:
    """A card as people call it: chair leg 3 of 6; a single-use card by its order."""
    loop = structure.loops[card.loop_id]
    item = structure.items[loop.item_id].code
    if card.single_use:
        return _("{item}, extra card {number}").format(item=item, number=card.number)
    count = max(loop.card_count, card.number)
    return _("{item} {number} of {count}").format(item=item, number=card.number, count=count)


def pieces(steps: int, card: Card, structure: Structure) -> str:
    """A quantity of a card's item with its unit: 5 pcs, 2.5 kg."""
    item = structure.items[structure.loops[card.loop_id].item_id]
    return f"{quantity(steps, item.decimals)} {words.unit(item.unit)}"


class _Teller:
    """What both kinds of answer need."""

    def __init__(self, outcome: Outcome, structure: Structure, now: datetime) -> None:
        self.outcome = outcome
        self.structure = structure
        self.now = now

    def name(self, card: Card | None) -> str:
        return card_name(card, self.structure) if card else ""

    def station(self, station_id: int | None) -> str:
        station = self.structure.stations.get(station_id or 0)
        return station.name if station else ""

    def when(self, at: datetime) -> str:
        seconds = int((self.now - at).total_seconds())
        if seconds == 0:
            return _("just now")
        if 0 < seconds < 60:
            return ngettext("{count} second ago", "{count} seconds ago", seconds).format(count=seconds)
        return moment(at, self.now)


class _Done(_Teller):
    def said(self) -> Said:
        card, action = self.outcome.card, self.outcome.action
        assert card is not None, "what was done was done to a card"
        assert action is not None, "something was done"
        hints = [self._cascade(), *self._warnings()]
        return Said(
            self._headline(card, action),
            self._detail(card, action),
            " ".join(hint for hint in hints if hint),
            _("Print the new card") if RefusalCode.STALE_REVISION in self.outcome.warnings else "",
        )

    def _headline(self, card: Card, action: Action) -> str:
        structure = self.structure
        own = (event for event in self.outcome.events if event.action is action and event.card_id == card.id)
        step = next(own, None)
        amount = pieces(step.quantity, card, structure) if step else ""
        sentence = _("Counted: {amount} more, {card}") if step and step.is_count else words.done(action)
        return sentence.format(card=self.name(card), amount=amount)

    def _detail(self, card: Card, action: Action) -> str:
        loop = self.structure.loops[card.loop_id]
        if card.state is CardState.RELEASED and card.due_at:
            return _("{source} is asked for {amount}, wanted {time}.").format(
                source=self.station(loop.source_id),
                amount=pieces(card.container_quantity, card, self.structure),
                time=moment(card.due_at, self.now),
            )
        if card.state is CardState.EMPTY and loop.is_lot:
            gathered = [c for c in self.outcome.cards if c.state is CardState.EMPTY and c.loop_id == loop.id]
            count = max(self.outcome.gathered_count, len(gathered))
            return _("It waits for its lot of {lot} cards.").format(lot=loop.lot_cards, count=count)
        if action in (Action.START, Action.DISPATCH) and card.due_at:
            return _("Wanted {time} at {consumer}.").format(
                time=moment(card.due_at, self.now), consumer=self.station(loop.consumer_id)
            )
        return ""

    def _cascade(self) -> str:
        """Which sources were asked for how much by the cards that this booking emptied, other than its own."""
        own = self.outcome.card
        asked: dict[tuple[int, int], int] = {}
        for card in self.outcome.cards:
            if card.state is CardState.RELEASED and own is not None and card.id != own.id and self._released(card):
                loop = self.structure.loops[card.loop_id]
                key = (loop.source_id, loop.item_id)
                asked[key] = asked.get(key, 0) + card.container_quantity
        parts = []
        for (source_id, item_id), steps in asked.items():
            item = self.structure.items[item_id]
            amount = f"{quantity(steps, item.decimals)} {item.code}"
            parts.append(_("{source} is asked for {amount}.").format(source=self.station(source_id), amount=amount))
        return " ".join(parts)

    def _released(self, card: Card) -> bool:
        return any(e.card_id == card.id and e.action is Action.RELEASE for e in self.outcome.events)

    def _warnings(self) -> list[str]:
        found = []
        if RefusalCode.MATERIAL_SHORT in self.outcome.warnings:
            found += [self._missing(e) for e in self.outcome.events if e.action is Action.UNEXPLAINED_DRAW]
        if RefusalCode.STALE_REVISION in self.outcome.warnings and self.outcome.card:
            amount = pieces(self.outcome.card.container_quantity, self.outcome.card, self.structure)
            found.append(_("This paper is old; the container now holds {amount}.").format(amount=amount))
        return found

    def _missing(self, event: CardEvent) -> str:
        item = self.structure.items[event.item_id]
        amount = f"{quantity(event.quantity, item.decimals)} {item.code}"
        return _("The books lack {amount}; it was noted as an unexplained draw.").format(amount=amount)


class _Refused(_Teller):
    def said(self) -> Said:
        code = self.outcome.code
        assert code is not None, "a refusal has its code"
        text = self.outcome.refused.facts.get("text") if self.outcome.refused else None
        shown = spaced(str(text)) if text else self.outcome.text_code.strip()
        headline = self._headline(code).format(
            card=self.name(self.outcome.card), code=shown, here=self._here(), **self._places(), **self._amounts()
        )
        nothing = "" if self.outcome.answer is Answer.NO_OP else _("Nothing was changed.")
        detail = " ".join(part for part in (self._latest(), self._lot(), nothing) if part)
        label = self._next_label()
        return Said(headline, detail, "", label)

    def _headline(self, code: RefusalCode) -> str:
        return words.refusal(code, self.outcome.card.state if self.outcome.card else None)

    def _here(self) -> str:
        """Where the card is, in words."""
        return words.state(self.outcome.card.state) if self.outcome.card else ""

    def _places(self) -> dict[str, str]:
        card = self.outcome.card
        if card is None:
            return {"source": "", "consumer": "", "replacement": "", "since": "", "ago": ""}
        loop = self.structure.loops[card.loop_id]
        replacement = self.outcome.next_card
        latest = self.outcome.latest
        return {
            "source": self.station(loop.source_id),
            "consumer": self.station(loop.consumer_id),
            "replacement": spaced(replacement.code) if replacement else "",
            "since": moment(card.since_at, self.now),
            "ago": self.when(latest.recorded_at) if latest else "",
        }

    def _amounts(self) -> dict[str, str]:
        facts = dict(self.outcome.refused.facts) if self.outcome.refused else {}
        card = self.outcome.card
        texts = {"quantity": "", "least": "", "most": "", "missing": "", "item": ""}
        if card is None:
            return texts
        item = self.structure.items[int(facts.get("item_id") or self.structure.loops[card.loop_id].item_id)]
        names = {
            "quantity": "quantity",
            "least": "least_quantity",
            "most": "most_quantity",
            "missing": "missing_quantity",
        }
        for name, fact in names.items():
            if fact in facts:
                texts[name] = quantity(int(facts[fact] or 0), item.decimals)
        return {**texts, "item": item.code}

    def _latest(self) -> str:
        """Who brought the card where it is, and when."""
        event, card = self.outcome.latest, self.outcome.card
        if event is None or card is None:
            return ""
        who = event.person or _("Somebody")
        time = self.when(event.recorded_at)
        said = _("{who} counted more in it, {time}.") if event.is_count else words.did(event.action)
        sentence = said.format(who=who, time=time)
        return f"{sentence[:-1]}: {event.reason}." if event.reason and event.action is Action.HOLD else sentence

    def _lot(self) -> str:
        card = self.outcome.card
        if card is None or card.state is not CardState.EMPTY:
            return ""
        loop = self.structure.loops[card.loop_id]
        return _("It waits for its lot: {count} of {lot} cards gathered.").format(
            count=self.outcome.gathered_count, lot=loop.lot_cards
        )

    def _next_label(self) -> str:
        step, card = self.outcome.next, self.outcome.next_card
        if step is None:
            return ""
        if step.kind is NextKind.DO_INSTEAD and step.action and card:
            own = self.outcome.card
            same = own is not None and own.id == card.id
            wanted = words.do_this(step.action) if same else words.do_instead(step.action)
            return wanted.format(card=self._short_name(card))
        replacement = spaced(card.code) if card else ""
        return words.next_step(step.kind).format(code=replacement)

    def _short_name(self, card: Card) -> str:
        own = self.outcome.card
        if own is not None and own.loop_id == card.loop_id and not card.single_use:
            count = max(self.structure.loops[card.loop_id].card_count, card.number)
            return _("{number} of {count}").format(number=card.number, count=count)
        return self.name(card)


def is_stock(card: Card) -> bool:
    """The card holds pieces, free or on hold."""
    return card.state in HOLDING
