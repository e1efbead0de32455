"""One card's life as a screen shows it beside the board: its newest entries, their causes and effects, its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kanban_app.domain.cards import Card
from kanban_app.domain.dwelling import this_cycle
from kanban_app.domain.events import CardEvent
from kanban_app.domain.orders import OrderLine
from kanban_app.operations.ledger_views import CascadeLine, read_cascade
from kanban_app.operations.looking import Cycle, HistoryLine, card_events, history_line, read_cycles
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us
from kanban_app.store.tables import METADATA

_print = METADATA.tables["print"]

# Entries that tell what is usual; a card goes round in four to eight.
NEWEST = 160
MOST_COMMANDS = 8
MOST_PRINTS = 20


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper of a card: when, of which revision, its how manieth, in which format."""

    printed_at: datetime
    revision: int
    print_count: int
    format_name: str


@dataclass(frozen=True, slots=True)
class CardLife:
    """`lines` are the card's newest entries, newest first. `commands` are those of this cycle that did more than one
    thing, each with all it did as a tree from its root, the newest last. `prints` are the newest papers, newest first,
    of `print_count` in all. `order_line` is the one that the card works for.
    """

    lines: tuple[HistoryLine, ...] = ()
    commands: tuple[tuple[CascadeLine, ...], ...] = ()
    cycles: tuple[Cycle, ...] = ()
    prints: tuple[Printed, ...] = ()
    print_count: int = 0
    order_line: OrderLine | None = None


def read_life(session: Session, card_id: int) -> CardLife:
    """What there is to tell of a card. Raises KeyError for no such card."""
    with session.database.read():
        session.head()
        card = session.cards().card(card_id)
        events = card_events(session, card, NEWEST)
    lines = tuple(history_line(session, event, card) for event in events)
    cycles = tuple(read_cycles(session, card_id))
    commands, prints = _commands(session, events), read_prints(session, card)
    return CardLife(lines, commands, cycles, prints, card.print_count, _order_line(session, card))


def _order_line(session: Session, card: Card) -> OrderLine | None:
    if not card.order_reference:
        return None
    # orders and their tables are loaded only where a card is for one
    from kanban_app.operations.orders_pegs import line_of_card

    return line_of_card(session, card)


def _commands(session: Session, newest_first: Sequence[CardEvent]) -> tuple[tuple[CascadeLine, ...], ...]:
    """A command that did no more than the one entry needs no tree."""
    found: dict[int, tuple[CascadeLine, ...]] = {}
    known: set[int] = set()
    for event in this_cycle(newest_first)[::-1]:
        if event.seq in known:
            continue
        tree = tuple(read_cascade(session, event.seq))
        known |= {entry.line.event.seq for entry in tree}
        if len(tree) > 1:
            found[tree[0].line.event.seq] = tree
        if len(found) == MOST_COMMANDS:
            break
    return tuple(found[seq] for seq in sorted(found))


def read_prints(session: Session, card: Card) -> tuple[Printed, ...]:
    """A card's newest papers, newest first, MOST_PRINTS at most."""
    # no index leads to them: as many as there are and no more, so that the search ends at the last of them
    count = min(card.print_count, MOST_PRINTS)
    if not count:
        return ()
    newest = select(_print).where(_print.c.card_id == card.id).order_by(_print.c.id.desc()).limit(count)
    rows = session.database.core.execute(newest).all()
    return tuple(Printed(from_us(row.printed_at), row.revision, row.print_count, row.format_name) for row in rows)
