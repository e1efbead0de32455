"""What one command did: the answer for the person and the after-images for every screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kanban_app.domain.cards import Action, Card
from kanban_app.domain.events import CardEvent
from kanban_app.domain.refusals import NextStep, RefusalCode, Refused


class Answer(StrEnum):
    """How a command ended."""

    DONE = "done"
    NO_OP = "no_op"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one command on one card.

    `action` is the step that was taken or wanted, `card` the card as it is now (None when the code is unknown).
    `code` is the refusal's code, or of a warning on something done. `previous` are the cards of `events` as they were
    before. A refusal also carries `latest`, the card's newest entry before, `next_card`, the card of the next step, and
    `gathered_count`, how many cards of the loop stand empty. `printed` are the paths of the cards printed at once.
    """

    answer: Answer
    text_code: str = ""
    action: Action | None = None
    card: Card | None = None
    code: RefusalCode | None = None
    refused: Refused | None = None
    next: NextStep | None = None
    events: tuple[CardEvent, ...] = ()
    cards: tuple[Card, ...] = ()
    previous: tuple[Card, ...] = ()
    warnings: tuple[RefusalCode, ...] = ()
    latest: CardEvent | None = None
    next_card: Card | None = None
    gathered_count: int = 0
    printed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The after-images of what was committed, by this process or another. `structure` says that loops, items or
    stations changed too and everything should be read again. `last_seq` is the newest ledger entry included.
    """

    cards: tuple[Card, ...] = ()
    events: tuple[CardEvent, ...] = ()
    structure: bool = False
    last_seq: int = 0
    other: frozenset[str] = field(default_factory=frozenset)
