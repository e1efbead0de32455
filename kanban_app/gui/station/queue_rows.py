"""What a station must make or send next, and what it is at, as rows of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kanban_app.domain.board import Board, Material, QueueEntry, Zone, is_late, marks_of
from kanban_app.domain.cards import Action, Card, CardState, Mark
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.words import card_of
from kanban_app.gui.station.take_rows import receivable
from kanban_app.i18n import _, moment, quantity
from kanban_app.operations import words
from kanban_app.operations.wording import card_name, pieces


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One card of the queue. `is_next` is the first that can start: it alone has the button.

    `material` says what it waits for or that all is here, in the token `tone`; `short` is the same in few words.
    """

    card: Card
    rank: int
    zone: Zone
    title: str
    detail: str
    material: str
    short: str
    tone: str
    mark: Mark | None
    action: Action
    label: str
    can_start: bool
    is_next: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class MakingRow:
    """One card the station is at; `short` is its detail in few words.

    `share` is how much of its planned time has passed, in hundredths (0 to 100).
    """

    card: Card
    title: str
    detail: str
    short: str
    share: int
    is_late: bool
    action: Action
    label: str
    marks: tuple[Mark, ...]
    spoken: str


def queue_rows(board: Board, station_id: int, now: datetime) -> list[QueueRow]:
    """The queue of a station, most urgent first; a station that only takes shows what is on its way to it."""
    structure = board.structure
    if not structure.loops_at(station_id)[1]:
        return _arrivals(board, station_id, now)
    rows: list[QueueRow] = []
    spoken_for: dict[int, int] = {}
    found_next = False
    for entry in board.queue(station_id):
        needs = [_Need(material, spoken_for.get(material.item_id, 0)) for material in entry.materials]
        suspended = entry.loop.suspended
        can_start = not entry.card.on_hold and not suspended and all(need.is_here for need in needs)
        is_next = can_start and not found_next
        if is_next or (can_start and found_next):
            for material in entry.materials:
                spoken_for[material.item_id] = spoken_for.get(material.item_id, 0) + material.needed
        found_next = found_next or is_next
        rows.append(_queue_row(structure, entry, needs, now, is_next=is_next, can_start=can_start))
    return rows


@dataclass(frozen=True, slots=True)
class _Need:
    """One input against what is here; `taken` steps of it are spoken for by rows above."""

    material: Material
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.material.here - self.taken)

    @property
    def is_here(self) -> bool:
        return self.left >= self.material.needed


def _queue_row(
    structure: Structure,
    entry: QueueEntry,
    needs: Sequence[_Need],
    now: datetime,
    *,
    is_next: bool,
    can_start: bool,
) -> QueueRow:
    card, loop = entry.card, entry.loop
    title = _title(card, structure)
    detail = _detail(card, structure, now)
    material, short, tone = _material(structure, entry, needs)
    mark = next(iter(marks_of(card, loop, now)), None)
    label = _label(structure.stations[loop.source_id].kind, entry.action)
    spoken = ", ".join(part for part in (label, title, detail, words.mark(mark) if mark else "", material) if part)
    return QueueRow(
        card,
        entry.rank,
        entry.zone,
        title,
        detail,
        material,
        short,
        tone,
        mark,
        entry.action,
        label,
        can_start,
        is_next,
        spoken,
    )


def _title(card: Card, structure: Structure) -> str:
    item = structure.items[structure.loops[card.loop_id].item_id]
    amount = quantity(card.container_quantity, item.decimals)
    if item.unit != "pcs":
        amount = f"{amount} {words.unit(item.unit)}"
    return _("{amount} × {item}").format(amount=amount, item=item.code)


def _detail(card: Card, structure: Structure, now: datetime) -> str:
    loop = structure.loops[card.loop_id]
    parts = [card_of(card, loop, loop.card_count)]
    others = [other for other in structure.loops.values() if other.source_id == loop.source_id]
    if len({other.consumer_id for other in others if other.item_id == loop.item_id}) > 1:
        parts.append(_("for {consumer}").format(consumer=structure.stations[loop.consumer_id].name))
    if card.due_at:
        text = _("wanted {time}, late") if is_late(card, now) else _("wanted {time}")
        parts.append(text.format(time=moment(card.due_at, now)))
    return " · ".join(parts)


def _material(structure: Structure, entry: QueueEntry, needs: Sequence[_Need]) -> tuple[str, str, str]:
    if entry.card.on_hold:
        return _("on hold"), _("on hold"), "hold"
    if entry.loop.suspended:
        return _("this loop is paused"), _("paused"), "warn"
    missing = [need for need in needs if not need.is_here]
    if missing:
        return _waits(structure, missing)
    if not needs:
        return "", "", "ok"
    listed = ", ".join(_amount(structure, need.material.item_id, need.material.needed) for need in needs)
    return _("{inputs} are here").format(inputs=listed), _("all material is here"), "ok"


def _waits(structure: Structure, missing: Sequence[_Need]) -> tuple[str, str, str]:
    worst = min(missing, key=lambda need: need.left * 1_000 // max(1, need.material.needed))
    material = worst.material
    item = structure.items[material.item_id]
    if worst.left and worst.taken:
        text = _("{here} of {needed} {item} left after the ones above")
    elif worst.left:
        text = _("{here} of {needed} {item} here")
    else:
        text = _("waits for {needed} {item}")
    said = text.format(
        here=quantity(worst.left, item.decimals), needed=quantity(material.needed, item.decimals), item=item.code
    )
    if len(missing) > 1:
        said = _("{text} and {count} more").format(text=said, count=len(missing) - 1)
    return said, _("waits for {item}").format(item=item.code), "warn"


def _amount(structure: Structure, item_id: int, steps: int) -> str:
    item = structure.items[item_id]
    return f"{quantity(steps, item.decimals)} {item.code}"


def _label(kind: StationKind, action: Action) -> str:
    if kind is StationKind.SUPPLIER:
        return _("Accept") if action is Action.START else _("Deliver")
    if action is Action.START:
        return _("Start") if kind is StationKind.WORKSTATION else _("Pick")
    return _("Finish") if kind is StationKind.WORKSTATION else _("Send")


def _arrivals(board: Board, station_id: int, now: datetime) -> list[QueueRow]:
    """What a station that only takes waits for, what is nearest first, with a button where it may be received."""
    structure = board.structure
    rows = [row for row in board.rows_ending_at(station_id) if row.loop.consumer_id == station_id]
    order = {CardState.IN_TRANSIT: 0, CardState.IN_PROCESS: 1, CardState.RELEASED: 2}
    coming = [(card, row) for row in rows for card in row.cards if card.state in order]
    coming.sort(key=lambda pair: (order[pair[0].state], pair[0].due_at or pair[0].since_at, pair[0].id))
    found = []
    for rank, (card, row) in enumerate(coming, start=1):
        source = structure.stations[row.loop.source_id].name
        where = {
            CardState.IN_TRANSIT: _("on its way from {source}"),
            CardState.IN_PROCESS: _("being made at {source}"),
            CardState.RELEASED: _("ordered from {source}"),
        }[card.state].format(source=source)
        title, detail = _title(card, structure), _detail(card, structure, now)
        can = receivable(card, row.loop)
        mark = next(iter(marks_of(card, row.loop, now)), None)
        label = words.action(Action.RECEIVE)
        spoken = ", ".join((label, title, detail, where))
        found.append(
            QueueRow(
                card,
                rank,
                row.zone,
                title,
                detail,
                where,
                where,
                "order_ink" if card.state is CardState.IN_TRANSIT else "ink3",
                mark,
                Action.RECEIVE,
                label,
                can,
                can and rank == 1,
                spoken,
            )
        )
    return found


def making_rows(board: Board, station_id: int, now: datetime) -> list[MakingRow]:
    """What the station is making or picking now, longest first."""
    structure = board.structure
    rows = []
    for entry in board.working(station_id):
        card, loop = entry.card, entry.loop
        planned = timedelta(minutes=max(1, loop.lead_time_minutes))
        passed = (now - card.since_at) / planned
        parts = [card_of(card, loop, loop.card_count), _since(loop.kind, card, now)]
        until = card.since_at + planned
        parts.append(_("planned until {time}").format(time=clock_time(until, now)))
        detail = " · ".join(parts)
        short = " · ".join((parts[0], _("until {time}").format(time=clock_time(until, now))))
        title = _title(card, structure)
        label = _label(structure.stations[loop.source_id].kind, entry.action)
        rows.append(
            MakingRow(
                card,
                title,
                detail,
                short,
                max(0, min(100, int(passed * 100))),
                is_late(card, now),
                entry.action,
                label,
                marks_of(card, loop, now),
                f"{label} {title}, {detail}",
            )
        )
    return rows


def _since(kind: LoopKind, card: Card, now: datetime) -> str:
    text = _("started {time}") if kind is LoopKind.PRODUCTION else _("accepted {time}")
    return text.format(time=clock_time(card.since_at, now))


def clock_time(at: datetime, now: datetime) -> str:
    """An instant of work that goes on: 10:42, and with its day where that is another one."""
    local = at.astimezone()
    if local.date() == now.astimezone().date():
        return f"{local.hour:02d}:{local.minute:02d}"
    return moment(at, now)


@dataclass(frozen=True, slots=True)
class QueueWords:
    """The names of the right side, by what the station does."""

    making: str
    next: str
    hint: str
    empty: str
    empty_hint: str


def queue_words(structure: Structure, station_id: int) -> QueueWords:
    """How the queue of this station is called."""
    if not structure.loops_at(station_id)[1]:
        return QueueWords(
            "",
            _("On its way here"),
            _("nearest first"),
            _("Nothing is on its way here."),
            _("What is emptied here is ordered at once."),
        )
    kind = structure.stations[station_id].kind
    if kind is StationKind.WORKSTATION:
        return QueueWords(
            _("Making now"),
            _("Make next"),
            _("most urgent first"),
            _("Nothing to make. The loops are full."),
            _("Cards come here by themselves when a container is emptied."),
        )
    empty_hint = _("Cards come here by themselves when a container is emptied.")
    if kind is StationKind.SUPPLIER:
        return QueueWords(
            _("Accepted"), _("Deliver next"), _("most urgent first"), _("Nothing is ordered here."), empty_hint
        )
    return QueueWords(
        _("Picking now"), _("Send next"), _("most urgent first"), _("Nothing to send. The loops are full."), empty_hint
    )


def sentence(row: QueueRow | MakingRow, structure: Structure) -> str:
    """The full sentence of a row's button: "Start 5 pcs, chair 4 of 8"."""
    amount = pieces(row.card.container_quantity, row.card, structure)
    name = card_name(row.card, structure)
    return f"{row.label} {amount}, {name}"
