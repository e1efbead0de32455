"""Old papers that are still out: of which card, who has them, and when each came back.

A card's old paper is out from the day its loop's revision moves on. It is back when somebody scans the card after its
new paper was printed (the cards change hands as the container passes by), or says that the old one is destroyed. A scan
before the new paper is printed only tells where the old one was seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from kanban_app.domain.cards import Card, CardState
from kanban_app.domain.events import CardEvent
from kanban_app.domain.structure import Structure
from kanban_app.operations.booking import clean
from kanban_app.operations.looking import card_events, cards_by_id
from kanban_app.operations.session import Session
from kanban_app.store.instants import from_us, to_us
from kanban_app.store.paper_tables import TABLES
from kanban_app.store.tables import METADATA

_print, _card, _loop = (METADATA.tables[name] for name in ("print", "card", "loop"))
_tick = TABLES[3]
_NEWEST = 40
_OLD_PAPERS = (
    select(_print.c.card_id, _print.c.revision, func.min(_print.c.printed_at), _loop.c.revision)
    .join(_card, _card.c.id == _print.c.card_id)
    .join(_loop, _loop.c.id == _card.c.loop_id)
    .where(_loop.c.revision > 1, _card.c.state != CardState.RETIRED.value)
    .group_by(_print.c.card_id, _print.c.revision, _loop.c.revision)
)
_AT_SOURCE = (CardState.RELEASED, CardState.IN_PROCESS)


@dataclass(frozen=True, slots=True)
class OldPaper:
    """A paper of an older revision that is out.

    `revision` is the one on it. `replaced_at` is when the card's new paper was printed, None while it is not.
    `station_id` is where the container stands now, None on its way. `seen_at` is the newest scan and `seen_by` its
    person, where there was one since the paper got old.
    """

    card: Card
    revision: int
    replaced_at: datetime | None
    station_id: int | None
    seen_at: datetime | None
    seen_by: str


def read_old_papers(session: Session) -> list[OldPaper]:
    """Every old paper that is still out, by the station that its container stands at, then by loop and number."""
    with session.database.read():
        session.head()
        old, new = _papers_by_card(session)
        ticked = {(row.card_id, row.revision) for row in session.database.core.execute(select(_tick))}
        asked = {card_id for card_id, revision in old.items() if (card_id, revision) not in ticked}
        cards = cards_by_id(session, asked)
        found = [_old_paper(session, card, old[card.id], new.get(card.id)) for card in cards.values()]
    out = [paper for paper in found if paper is not None]
    return sorted(out, key=lambda paper: (paper.station_id or 0, paper.card.loop_id, paper.card.number, paper.card.id))


def _papers_by_card(session: Session) -> tuple[dict[int, int], dict[int, datetime]]:
    """(the newest old revision on paper, when the first paper of the revision of today was made), by card."""
    old: dict[int, int] = {}
    new: dict[int, datetime] = {}
    for card_id, revision, printed_at, revision_now in session.database.core.execute(_OLD_PAPERS):
        if revision < revision_now:
            old[card_id] = max(revision, old.get(card_id, 0))
        else:
            new[card_id] = from_us(printed_at)
    return old, new


def _old_paper(session: Session, card: Card, revision: int, replaced_at: datetime | None) -> OldPaper | None:
    """None when the card was scanned after its new paper was there."""
    scan = _newest_scan(card_events(session, card, _NEWEST))
    if replaced_at is not None and scan is not None and scan.recorded_at > replaced_at:
        return None
    since = session.structure.loops[card.loop_id].revised_at
    seen = scan if scan is not None and (since is None or scan.recorded_at >= since) else None
    station_id = station_of(card, session.structure)
    return OldPaper(
        card, revision, replaced_at, station_id, seen.recorded_at if seen else None, seen.person if seen else ""
    )


def _newest_scan(newest_first: Sequence[CardEvent]) -> CardEvent | None:
    """The newest entry that somebody made with the card in hand, at a station."""
    return next((event for event in newest_first if event.station_id is not None and event.cause is None), None)


def station_of(card: Card, structure: Structure) -> int | None:
    """Where a container stands by its card's state; None on its way."""
    loop = structure.loops[card.loop_id]
    if card.state is CardState.IN_TRANSIT:
        return None
    return loop.source_id if card.state in _AT_SOURCE or card.state is CardState.NEW else loop.consumer_id


def destroyed(session: Session, cards: Sequence[Card], person: str, now: datetime) -> int:
    """These cards' old papers are destroyed; how many of them were still out."""
    out = {paper.card.id: paper.revision for paper in read_old_papers(session)}
    rows = [
        {"card_id": card.id, "revision": out[card.id], "ticked_at": to_us(now), "person": clean(person)}
        for card in {card.id: card for card in cards}.values()
        if card.id in out
    ]
    if rows:
        with session.database.write():
            session.database.core.execute(insert(_tick), rows)
    return len(rows)


def found_again(session: Session, paper: OldPaper) -> None:
    """It was not destroyed after all: the tick is taken back."""
    same = (_tick.c.card_id == paper.card.id) & (_tick.c.revision == paper.revision)
    with session.database.write():
        session.database.core.execute(_tick.delete().where(same))


def out_by_loop(papers: Sequence[OldPaper]) -> dict[int, list[OldPaper]]:
    """The old papers of each loop."""
    found: dict[int, list[OldPaper]] = defaultdict(list)
    for paper in papers:
        found[paper.card.loop_id].append(paper)
    return dict(found)


def out_by_station(papers: Sequence[OldPaper]) -> Counter[int | None]:
    """How many are at which station; None on their way."""
    return Counter(paper.station_id for paper in papers)
