"""The board's texts: plain shop words, through gettext, without Qt."""

from __future__ import annotations

from datetime import datetime, timedelta

from kanban_app.domain.board import Zone
from kanban_app.domain.cards import Card, CardState, Mark
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.plan import Filter, Grouping, RowFacts, Work
from kanban_app.i18n import _, duration, moment, ngettext, quantity
from kanban_app.operations import words as shop_words


def filter_name(chosen: Filter) -> str:
    """What a pill says."""
    return {
        Filter.ALL: _("All"),
        Filter.NEEDS_ACTION: _("Needs action"),
        Filter.RED: _("Red"),
        Filter.LATE: _("Late"),
        Filter.ON_HOLD: _("On hold"),
        Filter.SHORT_AT_SOURCE: _("Short at source"),
        Filter.MAYBE_LOST: _("Maybe lost"),
    }[chosen]


def nothing_found(chosen: Filter) -> str:
    """What stands in the place of rows when a filter finds none: good news is said as such."""
    return {
        Filter.ALL: _("No loop fits."),
        Filter.NEEDS_ACTION: _("Nothing needs action. All loops are in the green."),
        Filter.RED: _("No loop is in the red."),
        Filter.LATE: _("Nothing is late."),
        Filter.ON_HOLD: _("No card is on hold."),
        Filter.SHORT_AT_SOURCE: _("Nothing is short at its source."),
        Filter.MAYBE_LOST: _("No card looks lost."),
    }[chosen]


def grouping_name(grouping: Grouping) -> str:
    """What the list of groupings says."""
    return {
        Grouping.SOURCE: _("by source"),
        Grouping.CONSUMER: _("by consumer"),
        Grouping.ITEM: _("by item"),
    }[grouping]


def group_title(grouping: Grouping) -> str:
    """The head of the first column."""
    return {
        Grouping.SOURCE: _("Source: who must act"),
        Grouping.CONSUMER: _("Consumer: who takes"),
        Grouping.ITEM: _("Item"),
    }[grouping]


def kind_name(kind: LoopKind | None) -> str:
    """The kind of a loop; None is single-use."""
    if kind is None:
        return _("Single-use")
    return {
        LoopKind.PRODUCTION: _("Production"),
        LoopKind.WITHDRAWAL: _("Withdrawal"),
        LoopKind.SUPPLIER: _("Supplier"),
    }[kind]


def station_work(kind: StationKind, work: Work) -> str:
    """What waits at a station, in a few words: "1 in queue, 2 running"."""
    parts = []
    if work.queued:
        text = _("{count} ordered") if kind is StationKind.SUPPLIER else _("{count} in queue")
        parts.append(text.format(count=work.queued))
    if work.running:
        text = _("{count} running") if kind is StationKind.WORKSTATION else _("{count} in work")
        parts.append(text.format(count=work.running))
    if work.travelling and kind is not StationKind.WORKSTATION:
        parts.append(_("{count} sent").format(count=work.travelling))
    return ", ".join(parts)


def zone_action(zone: Zone) -> str:
    """What a zone asks for; green asks for nothing."""
    return {Zone.GREEN: "", Zone.YELLOW: _("start"), Zone.RED: _("start now")}[zone]


def zone_detail(facts: RowFacts, now: datetime) -> str:
    """The few words beside a zone: the lot that gathers, how late, two-bin, orders, paused."""
    row = facts.row
    if row.loop.suspended:
        return _("paused")
    late = [card.due_at for card, marks in zip(row.cards, facts.marks, strict=True) if Mark.LATE in marks]
    if due := min((due for due in late if due is not None), default=None):
        return _("{time} late").format(time=coarse(now - due))
    if facts.only_orders():
        return order_range([card.order_reference for card in row.cards])
    if row.zone is not Zone.GREEN:
        return ""
    if row.loop.is_lot and row.gathering_count:
        return _("lot {count} of {lot}").format(count=row.gathering_count, lot=row.loop.lot_cards)
    return _("two-bin") if row.loop.card_count == 2 else ""


def order_range(references: list[str]) -> str:
    """The orders of single-use cards: "order 12", "orders 12–14"."""
    known = sorted({reference for reference in references if reference}, key=lambda text: (len(text), text))
    if not known:
        return _("for orders")
    if len(known) == 1:
        return _("order {reference}").format(reference=known[0])
    return _("orders {first}–{last}").format(first=known[0], last=known[-1])


def age(since: datetime, now: datetime) -> str:
    """How long ago, in as few words as decide: 40 min, 5 h, 3 d 3 h, 13 d."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    return duration(minutes if minutes < 60 else minutes // 60 * 60)


def coarse(length: timedelta) -> str:
    """A length of time in its largest unit: 40 min, 5 h, 2 d."""
    minutes = max(0, int(length.total_seconds() // 60))
    for unit in (1440, 60):
        if minutes >= unit:
            return duration(minutes // unit * unit)
    return duration(minutes)


def state_words(card: Card, loop: Loop, structure: Structure, now: datetime, gathering: int = 0) -> str:
    """A card's state as a sentence part: "in use, 6 of 8 left", "on its way since 09:30 today"."""
    decimals = structure.items[loop.item_id].decimals
    since = moment(card.since_at, now)
    has = quantity(card.quantity, decimals)
    unit = shop_words.unit(structure.items[loop.item_id].unit)
    texts = {
        CardState.NEW: _("not activated yet"),
        CardState.FULL: _("full, {quantity} {unit}, since {since}"),
        CardState.IN_USE: _("in use, {quantity} of {most} left, since {since}"),
        CardState.EMPTY: _("empty, waits for its lot, {gathering} of {lot}, since {since}"),
        CardState.RELEASED: _("ordered from {source} since {since}"),
        CardState.IN_PROCESS: _("being made since {since}"),
        CardState.IN_TRANSIT: _("on its way since {since}"),
        CardState.RETIRED: _("out of use since {since}"),
    }
    return texts[card.state].format(
        quantity=has,
        unit=unit,
        most=quantity(card.container_quantity, decimals),
        gathering=gathering,
        lot=loop.lot_cards,
        source=structure.stations[loop.source_id].name,
        since=since,
    )


def card_of(card: Card, loop: Loop, count: int) -> str:
    """Which card: "card 4 of 8", or its order."""
    if card.single_use:
        return order_range([card.order_reference])
    return _("card {number} of {count}").format(number=card.number, count=max(count, loop.card_count, card.number))


def spoken(card: Card, facts: RowFacts, structure: Structure, now: datetime) -> str:
    """All that a chip shows, as text for a screen reader: item, card k of n, state, marks, since when."""
    row = facts.row
    marks = facts.marks[row.cards.index(card)]
    parts = [
        structure.items[row.loop.item_id].code,
        card_of(card, row.loop, len(row.cards)),
        state_words(card, row.loop, structure, now, row.gathering_count),
        *(shop_words.mark(mark) for mark in marks),
    ]
    return ", ".join(parts)


def pieces(steps: int, decimals: int, unit: str) -> str:
    """A quantity with its unit, pieces as a word."""
    if unit in ("pcs", "pc", "") and decimals == 0:
        return ngettext("{count} piece", "{count} pieces", steps).format(count=quantity(steps))
    return f"{quantity(steps, decimals)} {unit}"
