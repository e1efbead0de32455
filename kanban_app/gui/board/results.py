"""What one booking of many cards did: per card what was done or why not, with its next step. No Qt, no reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.refusals import NextKind, NextStep, RefusalCode, Refused
from kanban_app.domain.structure import Structure
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.i18n import _, ngettext, quantity
from kanban_app.operations import words as shop_words
from kanban_app.operations.wording import said

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Result:
    """One card's answer. `place` is its place among the answers; `card_id` None where no card was found."""

    place: int
    card_id: int | None
    sign: AnswerSign
    headline: str
    detail: str = ""

    def spoken(self) -> str:
        """The answer as one text."""
        return " ".join(filter(None, (self.headline, self.detail)))


def sign_of(outcome: Outcome) -> AnswerSign:
    """The sign of an answer."""
    if outcome.answer is Answer.REFUSED:
        return AnswerSign.REFUSED
    if outcome.answer is Answer.NO_OP:
        return AnswerSign.NO_OP
    return AnswerSign.WARNED if outcome.warnings else AnswerSign.ACCEPTED


def is_done(outcome: Outcome) -> bool:
    """Whether something was booked for the card."""
    return outcome.answer is Answer.DONE


def newest_entries(outcomes: Iterable[Outcome]) -> dict[int, int]:
    """The newest ledger entry that these answers made or left, by card's id."""
    found: dict[int, int] = {}
    for outcome in outcomes:
        for card in outcome.cards:
            found[card.id] = max(card.last_event, found.get(card.id, 0))
    return found


def changed_meanwhile(card: Card) -> Outcome:
    """The answer to an undo of a card that somebody else has moved on since: it is not even asked for."""
    step = NextStep(NextKind.SHOW_NOW, card_id=card.id)
    code = RefusalCode.CHANGED_MEANWHILE
    refused = Refused(code, card.id, Action.REVERT, step)
    return Outcome(Answer.REFUSED, card.code, Action.REVERT, card, code, refused, step)


def results_of(outcomes: Sequence[Outcome], structure: Structure, now: datetime) -> list[Result]:
    """An entry per card, what was not done first: that is what somebody has to look at."""
    made = [_result(place, outcome, structure, now) for place, outcome in enumerate(outcomes)]
    return sorted(made, key=lambda result: (_ORDER[result.sign], result.place))


_ORDER = {AnswerSign.REFUSED: 0, AnswerSign.NO_OP: 0, AnswerSign.WARNED: 1, AnswerSign.ACCEPTED: 2}


def _result(place: int, outcome: Outcome, structure: Structure, now: datetime) -> Result:
    words = said(outcome, structure, now)
    card_id = outcome.card.id if outcome.card is not None else None
    if is_done(outcome):
        return Result(place, card_id, sign_of(outcome), words.headline, words.hint)
    step = _("Next: {step}").format(step=words.next_label) if words.next_label else ""
    why = words.detail.replace(_("Nothing was changed."), "").strip()
    return Result(place, card_id, sign_of(outcome), words.headline, " ".join(filter(None, (why, step))))


def summary(action: Action | None, outcomes: Iterable[Outcome], left_out: int = 0) -> str:
    """What became of all of them: "7 done, 2 not". `left_out` were not asked any more; None is printing."""
    answers = [is_done(outcome) for outcome in outcomes]
    done, not_done = sum(answers), len(answers) - sum(answers)
    text = _("{count} taken back") if action is Action.REVERT else _("{count} done")
    parts = [text.format(count=quantity(done))]
    if not_done:
        parts.append(_("{count} not").format(count=quantity(not_done)))
    if left_out:
        parts.append(_("{count} left as they were").format(count=quantity(left_out)))
    return ", ".join(parts)


def title_of(cards: Sequence[Card]) -> str:
    """How many are chosen."""
    return ngettext("{count} card chosen", "{count} cards chosen", len(cards)).format(count=quantity(len(cards)))


def breakdown(cards: Sequence[Card], structure: Structure) -> str:
    """Which are chosen: by state, then by item."""
    states = Counter(card.state for card in cards)
    by_state = [f"{quantity(states[state])} {shop_words.state(state)}" for state in CardState if states[state]]
    items = list(dict.fromkeys(structure.items[structure.loops[card.loop_id].item_id].code for card in cards))
    names = ", ".join(items[:MOST_NAMES])
    if len(items) > MOST_NAMES:
        more = len(items) - MOST_NAMES
        names = _("{names} and {count} more").format(names=names, count=quantity(more))
    return f"{', '.join(by_state)} · {names}"
