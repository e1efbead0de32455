"""One line from the order down to the suppliers, as rows: what comes from where, by when, out of which cards. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.loops import Loop
from kanban_app.domain.promising import Promise, PromiseRefused, PromiseStep
from kanban_app.domain.structure import Structure
from kanban_app.gui.look import chips
from kanban_app.gui.look.chips import Face
from kanban_app.gui.look.kinds import KindSign
from kanban_app.gui.orders import words
from kanban_app.i18n import _, end_moment, ngettext
from kanban_app.i18n import quantity as number
from kanban_app.operations.order_views import LineDetail, SupplyWay

MOST_CHIPS = 6
Letters = Mapping[CardState, str]


@dataclass(frozen=True, slots=True)
class Branch:
    """A line that stands beside a row, at a depth: it goes on below, or ends here with the turn to the row."""

    depth: int
    is_critical: bool
    turns: bool = False
    goes_on: bool = True


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row. `ruled` is what the line above it says where the stock begins; `more_cards` have no chip of their own.

    `tone` is the ink of `when`.
    """

    key: int
    depth: int
    sign: KindSign
    title: str
    detail: str
    when: str = ""
    tone: str = "ink"
    is_critical: bool = False
    faces: tuple[Face, ...] = ()
    cards: tuple[Card, ...] = ()
    more_cards: int = 0
    ruled: str = ""
    branches: tuple[Branch, ...] = ()

    def spoken(self) -> str:
        """The row for a screen reader."""
        critical = _("critical path") if self.is_critical else ""
        return ", ".join(part for part in (self.ruled, self.title, self.detail, self.when, critical) if part)


def rows_of(
    detail: LineDetail,
    promise: Promise | PromiseRefused | None,
    letters: Letters,
    now: datetime,
) -> list[TreeRow]:
    """The order itself, then every way in the order in which they feed each other."""
    line, structure = detail.view.line, detail.structure
    steps = promise.steps if isinstance(promise, Promise) else ()
    item = structure.items[line.item_id]
    pieces = words.pieces(line.quantity, structure, line.item_id)
    station = structure.stations.get(line.station_id or 0)
    title = f"{pieces} {item.code}"
    if station is not None:
        title = _("{what} to {station}").format(what=title, station=station.name)
    wanted = _("wanted {day}").format(day=words.short_day(line.wanted_on, now.astimezone().date()))
    top = TreeRow(-1, 0, KindSign.ORDER, title, words.stands(detail.view, structure), wanted, "ink2")
    found = [_row(place, way, steps, structure, letters, now) for place, way in enumerate(detail.ways)]
    branches = _branches(detail.ways, [row.is_critical for row in found])
    rows = [top, *(replace(row, branches=beside) for row, beside in zip(found, branches, strict=True))]
    if detail.left_out:
        text = ngettext("and {count} more way", "and {count} more ways", detail.left_out)
        rows.append(TreeRow(len(found), 0, KindSign.ORDER, text.format(count=number(detail.left_out)), ""))
    return rows


def _row(
    place: int,
    way: SupplyWay,
    steps: Sequence[PromiseStep],
    structure: Structure,
    letters: Letters,
    now: datetime,
) -> TreeRow:
    own = [step for step in steps if _is_on(step, way.loop)]
    is_critical = any(step.critical for step in own)
    when, tone = _when(way, own, now)
    shown = way.cards[:MOST_CHIPS]
    return TreeRow(
        place,
        way.depth + 1,
        KindSign.ORDER if way.is_own else KindSign(way.loop.kind.value),
        _title(way, structure),
        _detail(way, structure),
        when,
        tone,
        is_critical,
        tuple(chips.face_of(card, letters) for card in shown),
        shown,
        len(way.cards) - len(shown),
        _("Decoupling point: above it only for this order, below it from the loops") if way.is_decoupling else "",
    )


def _is_on(step: PromiseStep, loop: Loop) -> bool:
    ends = (step.item_id, step.station_id, step.to_station_id)
    return ends == (loop.item_id, loop.source_id, loop.consumer_id)


def _when(way: SupplyWay, steps: Sequence[PromiseStep], now: datetime) -> tuple[str, str]:
    if steps:
        return end_moment(max(step.finish for step in steps), now), "ink"
    if not way.is_own and way.needed and way.here >= way.needed:
        return _("here"), "ok"
    return "", "ink2"


def _title(way: SupplyWay, structure: Structure) -> str:
    loop = way.loop
    item = structure.items[loop.item_id].code
    ends = {"from_": structure.stations[loop.source_id].name, "to": structure.stations[loop.consumer_id].name}
    return _("{item}, {from_} → {to}").format(item=item, **ends)


def _detail(way: SupplyWay, structure: Structure) -> str:
    item_id = way.loop.item_id
    if way.shown_above:
        return _("see above")
    if way.is_own:
        count = len(way.cards)
        if not count:
            return _("gets cards of its own when it is confirmed")
        text = ngettext("{count} card only for this order", "{count} cards only for this order", count)
        return text.format(count=number(count))
    here = words.pieces(way.here, structure, item_id)
    if way.needed and way.here >= way.needed:
        return _("{here} here: enough").format(here=here)
    coming = sum(card.container_quantity for card in way.cards if card.state in _COMING)
    return _("{here} here, {coming} on order").format(here=here, coming=words.pieces(coming, structure, item_id))


_COMING = frozenset({CardState.RELEASED, CardState.IN_PROCESS, CardState.IN_TRANSIT})


def _branches(ways: Sequence[SupplyWay], critical: Sequence[bool]) -> list[tuple[Branch, ...]]:
    """The lines beside each row: each way hangs on the one it feeds, the first ones on the order."""
    beside: list[dict[int, Branch]] = [{} for _way in ways]
    for place, way in enumerate(ways):
        if way.depth == 0:
            parent_depth, first = 0, 0
        else:
            parent_depth, first = ways[way.parent].depth + 1, way.parent + 1
        for between in range(first, place):
            before = beside[between].get(parent_depth)
            is_critical = critical[place] or (before.is_critical if before else False)
            turns = before.turns if before else False
            beside[between][parent_depth] = Branch(parent_depth, is_critical, turns)
        beside[place][parent_depth] = Branch(parent_depth, critical[place], turns=True, goes_on=False)
    return [tuple(found.values()) for found in beside]
