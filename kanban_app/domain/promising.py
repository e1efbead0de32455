"""The promise date of a line: by when it is there, what decides that, and which card holds it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from kanban_app.domain.board import is_late
from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.promise_floor import Delivery, Floor
from kanban_app.domain.promise_network import Network, Part, PartKind, Wanted, network_of
from kanban_app.domain.scheduling import Slot, schedule
from kanban_app.domain.working_time import HORIZON, BeyondHorizon


class Hold(StrEnum):
    """Why the card that decides a date is not further."""

    ON_HOLD = "on_hold"
    LATE = "late"
    IN_QUEUE = "in_queue"
    BEING_MADE = "being_made"
    ON_ITS_WAY = "on_its_way"
    NOT_ORDERED = "not_ordered"


class PromiseRefused(Exception):
    """No date can be given: a stable code and the facts for the words. Nothing is ever changed by asking."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class PromiseStep:
    """One step towards a line's pieces: `quantity` steps of an item at its source station, on their way to another.

    `start` and `finish` are as planned; what is under way began when its card says and ends when it comes. `card` is
    the card it is about, None for what is not ordered yet, which comes in `rounds` of `round_quantity` steps;
    `ahead_count` how many cards stand before it, where the step is waiting in a queue; `delivery` what the supplier
    said of it.
    """

    kind: PartKind
    item_id: int
    quantity: int
    station_id: int
    to_station_id: int
    start: datetime
    finish: datetime
    slack_minutes: int
    critical: bool
    card: Card | None = None
    ahead_count: int = 0
    delivery: Delivery | None = None
    rounds: int = 1
    round_quantity: int = 0


@dataclass(frozen=True, slots=True)
class HoldingUp:
    """What the end of the longest way waits for now; `card` is None where nothing is ordered yet.

    `confirmed` says that the line is: then the loops order as their cards come empty.
    """

    reason: Hold
    step: PromiseStep
    confirmed: bool = False

    @property
    def card(self) -> Card | None:
        """The card that holds it up."""
        return self.step.card


@dataclass(frozen=True, slots=True)
class Promise:
    """By when a line is there.

    `promised_on` is the wanted day if that can be kept, else `earliest_on`; `late_by_days` is 0 or how much later than
    wanted it is. `ready_at` is the planned instant. `steps` are all steps, `critical_path` those of the longest way in
    order; both are empty where everything is there. `made_at` is the now it was reckoned with. `holding_up` is given
    where the line is at risk: late, or with a card on its longest way that is on hold, or past its due time or its
    supplier's day.
    """

    promised_on: date
    earliest_on: date
    wanted_on: date | None
    late_by_days: int
    ready_at: datetime
    made_at: datetime
    steps: tuple[PromiseStep, ...] = ()
    critical_path: tuple[PromiseStep, ...] = ()
    holding_up: HoldingUp | None = None


def promise(floor: Floor, wanted: Wanted, wanted_on: date | None, zone: tzinfo) -> Promise:
    """The promise for what is wanted, backwards from the end of the wanted day, else forwards from now.

    `zone` is the plant's, whose days are meant. Raises promise_network.NoRoute and working_time.NoWorkingTime, and of
    those BeyondHorizon where it takes, or the wanted day is, longer than twenty years from now.
    """
    network = network_of(floor, wanted)
    today = floor.now.astimezone(zone).date()
    if wanted_on is not None and wanted_on - today > HORIZON:
        raise BeyondHorizon
    # A day that is over is not planned for: nothing can end by then.
    until = None if wanted_on is None or wanted_on < today else _end_of(wanted_on, zone)
    plan = schedule(network.tasks, floor.now, until, floor.times)
    earliest = plan.earliest if network.tasks else floor.time_at(wanted.station_id).next_working(floor.now)
    earliest_on = earliest.astimezone(zone).date()
    # A wanted day that is over, or has no hour of work left, can't be kept even by what is there.
    in_time = wanted_on is not None and earliest_on <= wanted_on
    promised_on = wanted_on if in_time and wanted_on is not None else earliest_on
    critical = tuple(_step(slot, network) for slot in plan.critical)
    in_danger = _holding_up(critical, in_time=in_time or wanted_on is None, now=floor.now.astimezone(zone))
    return Promise(
        promised_on,
        earliest_on,
        wanted_on,
        max(0, (promised_on - wanted_on).days) if wanted_on is not None else 0,
        plan.finish if network.tasks else earliest,
        floor.now,
        tuple(_step(slot, network) for slot in plan.slots),
        critical,
        in_danger and replace(in_danger, confirmed=wanted.confirmed),
    )


def _end_of(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=1)


def _step(slot: Slot, network: Network) -> PromiseStep:
    part: Part = network.parts[slot.task.id]
    start, finish = _times_of(slot, part)
    return PromiseStep(
        part.kind,
        part.loop.item_id,
        part.quantity,
        part.loop.source_id,
        part.loop.consumer_id,
        start,
        finish,
        slot.slack_minutes,
        slot.critical,
        part.card,
        part.ahead_count,
        part.delivery,
        part.rounds,
        part.round_quantity,
    )


def _times_of(slot: Slot, part: Part) -> tuple[datetime, datetime]:
    """From when to when a step goes: as planned, or where it is under way since then, and as soon as it can be."""
    card = part.card
    if card is None or part.kind is PartKind.QUEUE:
        return slot.start, slot.finish
    if part.kind is PartKind.BUY:
        began = min(card.since_at, card.signal_at or card.since_at)
    elif card.state is CardState.RELEASED or (part.kind is PartKind.FETCH and card.state is CardState.IN_PROCESS):
        return slot.start, slot.finish
    else:
        began = card.since_at
    return min(began, slot.earliest_finish), slot.earliest_finish


def _holding_up(critical: Sequence[PromiseStep], *, in_time: bool, now: datetime) -> HoldingUp | None:
    """The first step of the longest way, or the card on it that is on hold or late, which is what one can mend."""
    for step in critical:
        if step.card is not None and step.card.on_hold:
            return HoldingUp(Hold.ON_HOLD, step)
    for step in critical:
        if _is_overdue(step, now):
            return HoldingUp(Hold.LATE, step)
    if in_time or not critical:
        return None
    first = critical[0]
    return HoldingUp(_hold_of(first), first)


def _is_overdue(step: PromiseStep, now: datetime) -> bool:
    """Its card is late; `now` is local, and a day that a supplier said lasts until its end."""
    if step.delivery is not None:
        return now.date() > step.delivery.day
    return step.card is not None and is_late(step.card, now)


def _hold_of(step: PromiseStep) -> Hold:
    if step.kind is PartKind.QUEUE:
        return Hold.IN_QUEUE
    if step.card is None:
        return Hold.NOT_ORDERED
    if step.kind is PartKind.BUY:
        return Hold.ON_ITS_WAY
    if step.card.state is CardState.RELEASED:
        return Hold.IN_QUEUE
    return Hold.BEING_MADE if step.card.state is CardState.IN_PROCESS else Hold.ON_ITS_WAY
