"""One card's life in words: what happened in this cycle, by whom, why; what is wrong now. No Qt, no reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kanban_app.domain import dwelling
from kanban_app.domain.board import LoopRow, source_action
from kanban_app.domain.cards import Action, Card, CardState, Mark
from kanban_app.domain.events import CardEvent
from kanban_app.domain.loops import Loop, Step
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import words
from kanban_app.i18n import _, duration, moment, number, quantity

if TYPE_CHECKING:
    from kanban_app.operations.looking import Cycle, HistoryLine

# A container opened for very small draws has very many entries in one cycle; all of them are on the pages of its
# whole life.
MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step as the panel shows it; `state` gives the chip at the left, `mark` stands there instead."""

    headline: str
    when: str
    lines: tuple[str, ...] = ()
    state: CardState | None = None
    mark: Mark | None = None
    tone: str = "ink"


@dataclass(frozen=True, slots=True)
class Alert:
    """What is wrong with the card, in sentences."""

    text: str
    tone: str


def this_cycle(history: Sequence[HistoryLine]) -> list[HistoryLine]:
    """From when the card was last emptied (or activated) until now, oldest first. `history` is newest first."""
    count = len(dwelling.this_cycle(line.event for line in history))
    return list(history[:count])[::-1][-MOST_STEPS:]


def steps_of(
    lines: Sequence[HistoryLine],
    causes: Mapping[int, HistoryLine],
    structure: Structure,
    card: Card,
    now: datetime,
) -> list[LifeStep]:
    """The steps of this cycle in words, then what the card is doing now."""
    own = {line.event.seq: line for line in lines}
    steps = [step_of(line, {**causes, **own}, structure, card, now) for line in lines]
    if card.state is not CardState.RETIRED:
        steps.append(_now_step(card, structure.loops[card.loop_id], now))
    return steps


def step_of(
    line: HistoryLine, causes: Mapping[int, HistoryLine], structure: Structure, card: Card, now: datetime
) -> LifeStep:
    """One entry in words; `causes` are entries by their number, those of other cards too."""
    event, loop = line.event, structure.loops[card.loop_id]
    place = structure.stations.get(event.station_id) if event.station_id is not None else None
    who = " · ".join(filter(None, (place.name if place else _home_of(event, structure, loop), event.person)))
    return LifeStep(
        step_name(event, line.decimals, line.item_code),
        moment(event.recorded_at, now),
        tuple(filter(None, (who, _why(line, causes, card, loop, now)))),
        event.to_state,
    )


def _home_of(event: CardEvent, structure: Structure, loop: Loop) -> str:
    """Where a step is done when nobody said where they stood; nothing for what the program did itself."""
    if event.action in (Action.START, Action.DISPATCH):
        return structure.stations[loop.source_id].name
    if event.action in (Action.CONSUME, Action.DRAW, Action.RECEIVE):
        return structure.stations[loop.consumer_id].name
    return ""


def step_name(event: CardEvent, decimals: int, item: str) -> str:
    """What happened, in one or two words."""
    if event.to_state is CardState.EMPTY and event.action in (Action.DRAW, Action.CONSUME):
        return _("Emptied")
    names = {
        Action.ACTIVATE: _("Put to use"),
        Action.DRAW: _("Taken: {quantity}"),
        Action.CONSUME: _("Emptied"),
        Action.RELEASE: _("Ordered"),
        Action.START: _("Started"),
        Action.DISPATCH: _("Sent"),
        Action.RECEIVE: _("Received: {quantity}"),
        Action.REVERT: _("Taken back"),
        Action.HOLD: _("Held back"),
        Action.RESUME: _("Freed again"),
        Action.URGENT: _("Marked urgent"),
        Action.RETIRE: _("Taken out of use"),
        Action.REPLACE: _("Replaced"),
        Action.UNEXPLAINED_DRAW: _("Missing in the books: {quantity} {item}"),
    }
    return names[event.action].format(quantity=quantity(event.quantity, decimals), item=item)


def _why(line: HistoryLine, causes: Mapping[int, HistoryLine], card: Card, loop: Loop, now: datetime) -> str:
    event = line.event
    if event.reason:
        return event.reason
    if event.action is Action.RELEASE:
        is_open = event.cycle == card.cycle
        wanted = _("wanted {time}").format(time=moment(card.due_at, now)) if card.due_at and is_open else ""
        at_once = _("at once, lot is 1") if loop.lot_cards == 1 else _("the lot of {lot} was full")
        return " · ".join(filter(None, (at_once.format(lot=loop.lot_cards), wanted)))
    cause = causes.get(event.cause) if event.cause is not None else None
    if cause is None or cause.event.card_id == event.card_id:
        return ""
    return _("cause: {step} of {card}").format(
        step=_cause_name(cause.event.action), card=f"{cause.item_code} {cause.card_number}"
    )


def _cause_name(action: Action) -> str:
    names = {
        Action.START: _("the start"),
        Action.DISPATCH: _("sending"),
        Action.RECEIVE: _("receipt"),
        Action.DRAW: _("use"),
        Action.CONSUME: _("emptying"),
        Action.REVERT: _("undo"),
        Action.REPLACE: _("replacement"),
        Action.RELEASE: _("the order"),
    }
    return names.get(action, _("change"))


def _now_step(card: Card, loop: Loop, now: datetime) -> LifeStep:
    late = card.due_at is not None and now > card.due_at
    texts = {
        CardState.NEW: _("Not activated yet"),
        CardState.FULL: _("Full for {time}"),
        CardState.IN_USE: _("In use for {time}"),
        CardState.EMPTY: _("Waiting for its lot for {time}"),
        CardState.RELEASED: _("In the queue for {time}"),
        CardState.IN_PROCESS: _("In work for {time}"),
        CardState.IN_TRANSIT: _("On its way for {time}"),
    }
    headline = texts[card.state].format(time=words.age(card.since_at, now))
    if card.due_at is None:
        return LifeStep(headline, _("now"), (), None)
    planned = _("planned {time} from order to full").format(time=duration(loop.lead_time_minutes))
    line = f"{planned} · {_('late')}" if late else planned
    return LifeStep(headline, _("now"), (line,), None, Mark.LATE if late else None, "stop" if late else "ink")


def alert_of(card: Card, marks: Sequence[Mark], row: LoopRow, structure: Structure, now: datetime) -> Alert | None:
    """What is wrong, most important first; None when nothing is."""
    consumer = structure.stations[row.loop.consumer_id].name
    source = structure.stations[row.loop.source_id].name
    sentences = []
    if Mark.ON_HOLD in marks:
        sentences.append(_("On hold: nobody may use or move it."))
    if Mark.LATE in marks and card.due_at is not None:
        sentences.append(_("{time} late.").format(time=words.coarse(now - card.due_at)))
    if Mark.URGENT in marks:
        sentences.append(_("Urgent: {source} takes it first.").format(source=source))
    if row.pieces_here == 0 and row.calling_count and not card.single_use:
        sentences.append(_("None left at {consumer}.").format(consumer=consumer))
    if Mark.SHORT_AT_SOURCE in marks:
        sentences.append(_("The books of {source} did not cover what it takes.").format(source=source))
    if Mark.MAYBE_LOST in marks:
        sentences.append(_("Maybe lost: it stands much longer than ever before. Look for it."))
    if Mark.STALE in marks:
        sentences.append(_("Its paper is of an older revision. Print it again."))
    if not sentences:
        return None
    tone = "hold" if Mark.ON_HOLD in marks else "stop" if _is_serious(marks, row) else "warn"
    return Alert(" ".join(sentences), tone)


def _is_serious(marks: Sequence[Mark], row: LoopRow) -> bool:
    return Mark.LATE in marks or Mark.URGENT in marks or row.pieces_here == 0


def next_action(card: Card, loop: Loop) -> Action | None:
    """The step that most people want next; None for a card out of use."""
    if card.state is CardState.RELEASED:
        return source_action(loop, card) if loop.reports_at_source else Action.RECEIVE
    if card.state is CardState.IN_PROCESS:
        return Action.DISPATCH if loop.in_transit is Step.REQUIRED else Action.RECEIVE
    return {
        CardState.NEW: Action.ACTIVATE,
        CardState.FULL: Action.CONSUME,
        CardState.IN_USE: Action.CONSUME,
        CardState.EMPTY: Action.RELEASE,
        CardState.IN_TRANSIT: Action.RECEIVE,
    }.get(card.state)


@dataclass(frozen=True, slots=True)
class Bar:
    """One past or open cycle as a bar: how long, in units of the chart, and its label where it was late."""

    length: float
    label: str
    late: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """The last cycles against the plan. `title` names the unit; `planned` is in the same unit."""

    title: str
    planned_text: str
    planned: float
    bars: tuple[Bar, ...]

    def spoken(self) -> str:
        """The chart as text."""
        lengths = ", ".join(bar.label or number(round(bar.length)) for bar in self.bars)
        return f"{self.title}: {self.planned_text}: {lengths}"


def bars_of(cycles: Sequence[Cycle], loop: Loop, now: datetime) -> Bars:
    """Bars of past cycles and the open one, in minutes, hours or days, whichever fits the plan."""
    minutes = loop.lead_time_minutes
    if minutes < 120:
        unit, title, planned = timedelta(minutes=1), _("minutes from signal to full"), _("planned {count} min")
    elif minutes <= 96 * 60:
        unit, title, planned = timedelta(hours=1), _("hours from signal to full"), _("planned {count} h")
    else:
        unit, title, planned = timedelta(days=1), _("days from signal to full"), _("planned {count} d")
    length = timedelta(minutes=minutes) / unit
    heading = _("Last {count} cycles, {unit}").format(count=len(cycles), unit=title)
    made = tuple(_bar(cycle, unit, now) for cycle in cycles)
    return Bars(heading, planned.format(count=number(round(length))), length, made)


def _bar(cycle: Cycle, unit: timedelta, now: datetime) -> Bar:
    end = cycle.closed_at or now
    length = max(0.0, (end - cycle.opened_at) / unit)
    late = cycle.due_at is not None and end > cycle.due_at
    is_open = cycle.closed_at is None
    return Bar(length, number(round(length)) if late or is_open else "", late, is_open)
