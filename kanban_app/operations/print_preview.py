"""One sheet of what is going to be printed, drawn by the same code as the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kanban_app.domain.cards import Card
from kanban_app.domain.print_jobs import Look, sheets
from kanban_app.operations import papers
from kanban_app.operations.papers import PrintJob
from kanban_app.operations.session import Session

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of this number, from 1, of `count`. `problems` say why it cannot be drawn; `data` is empty then."""

    number: int
    count: int
    cards: int
    data: bytes = b""
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def draw_sheet(shop: Shop, cards: Sequence[Card], look: Look, number: int) -> Sheet:
    """On the drawing thread: draw one sheet of these cards; the nearest there is. Raises LookProblem, OSError."""
    job, place, count = shop.read(_prepared, tuple(cards), look, number, shop.clock()).result()
    problems = papers.problems_of(job)
    if problems:
        return Sheet(place + 1, count, len(cards), problems=problems)
    return Sheet(place + 1, count, len(cards), papers.draw(job), notes=papers.resolved(job).notes)


def _prepared(
    session: Session, cards: Sequence[Card], look: Look, number: int, now: datetime
) -> tuple[PrintJob, int, int]:
    """(the job of one sheet, its place from 0, how many sheets there are)."""
    from kanban_app.operations.paper_looks import chosen_for, read_wanted

    session.head()
    wanted = read_wanted(session, look)
    each = chosen_for(look, wanted).paper.cards_per_page
    ordered = papers.in_order(session.structure, cards)
    on_sheets = sheets(len(ordered), each, look.start_cell)
    place = max(0, min(number, len(on_sheets)) - 1)
    chosen = on_sheets[place]
    shown = look if place == 0 else replace(look, start_cell=1)
    return papers.prepare(session, ordered[chosen.start : chosen.stop], shown, now, wanted), place, len(on_sheets)
