"""What may be printed and why: what waits for paper, whose paper is old, what was never printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kanban_app.domain.board import is_stale
from kanban_app.domain.cards import Card, CardState, PrintReason
from kanban_app.operations.looking import read_print_list
from kanban_app.operations.recalls import OldPaper, read_old_papers
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop

LOST = (PrintReason.REPLACED, PrintReason.ASKED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything a screen of printing shows of the plant, read in one go.

    `listed` waits for paper; `stale` has a paper of an older revision; `cards` are all that can be printed, in order of
    source, waiting time and number; `old_papers` are out still.
    """

    cards: tuple[Card, ...]
    listed: frozenset[int]
    stale: frozenset[int]
    lost: frozenset[int]
    old_papers: tuple[OldPaper, ...]


def read_waiting(session: Session, station_id: int | None = None) -> Waiting:
    """What may be printed, of one source or of all (10,000 cards: some 50 ms)."""
    session.head()
    loops = session.structure.loops
    listed = read_print_list(session, station_id)
    first = {card.id for card in listed}
    rest = [
        card
        for card in read_cards(session.database)
        if card.state is not CardState.RETIRED and card.id not in first
        if station_id is None or loops[card.loop_id].source_id == station_id
    ]
    rest.sort(key=lambda card: (loops[card.loop_id].source_id, card.loop_id, card.number, card.id))
    cards = (*listed, *rest)
    return Waiting(
        cards,
        frozenset(first),
        frozenset(card.id for card in cards if is_stale(card, loops[card.loop_id])),
        frozenset(card.id for card in listed if card.print_reason in LOST),
        tuple(read_old_papers(session)),
    )


def codes_without_paper(
    shop: Shop, loop_id: int | None, station_id: int | None, *, stale: bool, new: bool
) -> list[str]:
    """The codes of the cards whose paper is old, or that never had one; of one loop, or of one source."""
    board = shop.board().result()
    loops = board.structure.loops
    return [
        card.code
        for card in board.cards()
        if (stale and is_stale(card, loops[card.loop_id])) or (new and not card.print_count)
        if card.state is not CardState.RETIRED
        if loop_id is None or card.loop_id == loop_id
        if station_id is None or loops[card.loop_id].source_id == station_id
    ]
