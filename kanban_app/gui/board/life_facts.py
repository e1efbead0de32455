"""What a card's life tells beyond its steps, in words: cause and effect, times, papers, the pages before. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.dwelling import dwells_of
from kanban_app.domain.loops import revision_letter
from kanban_app.domain.structure import Structure
from kanban_app.gui.board import life
from kanban_app.gui.board.cause_tree import TreeLine
from kanban_app.gui.board.life import LifeStep
from kanban_app.i18n import _, day, duration, moment, ngettext, quantity

if TYPE_CHECKING:
    from kanban_app.domain.orders import OrderLine
    from kanban_app.operations.card_life import CardLife, Printed
    from kanban_app.operations.ledger_views import CascadeLine
    from kanban_app.operations.looking import HistoryLine

MOST_LINES = 40
MOST_PAPERS = 4


@dataclass(frozen=True, slots=True)
class TimeRow:
    """The time in one state: in this cycle and usually; "–" where there is none."""

    state: CardState
    now: str
    usual: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of a card's life besides its steps: the order that it works for, and what stands below them."""

    order: str = ""
    tree: tuple[TreeLine, ...] = ()
    times: tuple[TimeRow, ...] = ()
    papers_title: str = ""
    papers: tuple[str, ...] = ()


def facts_of(found: CardLife, card: Card, now: datetime) -> Facts:
    """The facts of a card from what was read of it."""
    return Facts(
        order_text(found.order_line),
        tuple(tree_of(found, card, now)),
        tuple(times_of(found.lines, now)),
        papers_title(found.print_count),
        tuple(paper_text(paper, now) for paper in found.prints[:MOST_PAPERS]),
    )


def order_text(line: OrderLine | None) -> str:
    """Which order a card works for."""
    if line is None:
        return ""
    text = _("Works for order {order} of {customer}, wanted {day}")
    return text.format(order=line.reference, customer=line.customer, day=day(line.wanted_on))


def tree_of(found: CardLife, card: Card, now: datetime) -> list[TreeLine]:
    """Every command of this cycle from its first cause down; long ones are cut and say how much is left out."""
    lines: list[TreeLine] = []
    for command in found.commands:
        lines += [_tree_line(entry, card, now) for entry in command[:MOST_LINES]]
        if len(command) > MOST_LINES:
            rest = len(command) - MOST_LINES
            text = ngettext("and {count} more", "and {count} more", rest).format(count=quantity(rest))
            lines.append(TreeLine(text, "", 1, card.id))
    return lines


def _tree_line(entry: CascadeLine, card: Card, now: datetime) -> TreeLine:
    line = entry.line
    step = life.step_name(line.event, line.decimals, line.item_code)
    text = _("{step} · {item} {number}").format(step=step, item=line.item_code, number=line.card_number)
    when = moment(line.event.recorded_at, now) if entry.depth == 0 else ""
    return TreeLine(text, when, entry.depth, line.event.card_id, line.event.card_id == card.id)


def times_of(newest_first: Sequence[HistoryLine], now: datetime) -> list[TimeRow]:
    """Time in each state, in this cycle and as it usually is."""
    dwells = dwells_of([line.event for line in newest_first], now)
    return [TimeRow(dwell.state, _length(dwell.now), _length(dwell.usual)) for dwell in dwells]


def _length(length: timedelta | None) -> str:
    return "–" if length is None else duration(int(length.total_seconds() // 60))


def papers_title(count: int) -> str:
    """How often the card was printed."""
    if not count:
        return _("Never printed")
    return ngettext("Printed once", "Printed {count} times", count).format(count=quantity(count))


def paper_text(paper: Printed, now: datetime) -> str:
    """One paper: when, which revision, which format."""
    return _("{time} · revision {letter} · {format}").format(
        time=moment(paper.printed_at, now), letter=revision_letter(paper.revision), format=paper.format_name.upper()
    )


def whole_life(newest_first: Sequence[HistoryLine], structure: Structure, card: Card, now: datetime) -> list[LifeStep]:
    """A page of a card's whole life, newest first, each cycle under its number."""
    steps: list[LifeStep] = []
    cycle: int | None = None
    for line in newest_first:
        if line.event.cycle != cycle:
            cycle = line.event.cycle
            steps.append(LifeStep(_("Cycle {number}").format(number=quantity(cycle)), "", tone="ink2"))
        steps.append(life.step_of(line, {}, structure, card, now))
    return steps
