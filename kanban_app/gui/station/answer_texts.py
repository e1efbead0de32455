"""What the strip says to an outcome of the shop, to an idle moment and to a plant that cannot be written."""

from __future__ import annotations

from datetime import datetime, timedelta

from kanban_app.domain.cards import Action
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.codes import CodeError, parse, spaced
from kanban_app.domain.events import CardEvent
from kanban_app.domain.refusals import NextKind
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.station.cascade import asked_sources, inputs_of
from kanban_app.gui.station.strip import StripAnswer
from kanban_app.i18n import _, moment
from kanban_app.operations import words
from kanban_app.operations.wording import Said, card_name, said

_ICONS = {
    NextKind.PRINT_NEW: "printer",
    NextKind.FIND_CARD: "search",
    NextKind.TYPE_AGAIN: "keyboard",
    NextKind.CALL_SUPERVISOR: "hand",
    NextKind.SEE_LOOP: "search",
    NextKind.SHOW_NOW: "search",
}
# What a person cannot take back from here: it would be a new booking of its own.
_NOT_UNDONE = frozenset({Action.REVERT})


def answer_to(outcome: Outcome, structure: Structure, now: datetime, undo_window_s: int) -> StripAnswer:
    """The strip's answer to one booking."""
    words_of = said(outcome, structure, now)
    if outcome.answer is Answer.DONE:
        return _done(outcome, words_of, structure, now, undo_window_s)
    if outcome.answer is Answer.NO_OP:
        return StripAnswer(
            words_of.headline,
            words_of.detail,
            words_of.hint,
            sign=AnswerSign.NO_OP,
            primary=words_of.next_label,
            code_line=_code_line(outcome, now),
        )
    icon = _ICONS.get(outcome.next.kind, "check") if outcome.next else "check"
    return StripAnswer(
        words_of.headline,
        words_of.detail,
        words_of.hint or _likely(outcome, structure, now),
        _code_line(outcome, now),
        AnswerSign.REFUSED,
        primary=words_of.next_label,
        primary_icon=icon,
        secondary=_("Leave it"),
    )


def _likely(outcome: Outcome, structure: Structure, now: datetime) -> str:
    """What was likely meant, where the next step is the same action on another card."""
    step, card = outcome.next, outcome.next_card
    if step is None or card is None or step.kind is not NextKind.DO_INSTEAD:
        return ""
    if outcome.card is not None and outcome.card.id == card.id:
        return ""
    loop = structure.loops[card.loop_id]
    texts = {
        Action.CONSUME: _("Another card in the hand? The one to empty next is {card}, {place}full since {since}."),
        Action.RECEIVE: _("Another card in the hand? The one to receive next is {card}, on its way since {since}."),
        Action.START: _("The one to start next is {card}, ordered since {since}."),
        Action.DISPATCH: _("The one to send next is {card}, ordered since {since}."),
    }
    text = texts.get(step.action or Action.REVERT, "")
    since = card.full_at if step.action is Action.CONSUME and card.full_at else card.since_at
    place = f"{loop.consumer_location}, " if loop.consumer_location else ""
    return text.format(card=card_name(card, structure), place=place, since=moment(since, now))


def _done(outcome: Outcome, words_of: Said, structure: Structure, now: datetime, undo_window_s: int) -> StripAnswer:
    warned = bool(outcome.warnings)
    # What is missing matters more than what was taken: the one is said in the other's place.
    inputs = () if warned else inputs_of(outcome, structure)
    detail = words_of.detail
    if inputs:
        taken = _("Inputs were taken from the cards that have been full longest:")
        detail = f"{detail} {taken}".strip()
    can_undo = undo_window_s > 0 and outcome.action not in _NOT_UNDONE
    note = ""
    if can_undo:
        signals = asked_sources(outcome, structure)
        note = _("takes back all of it, the signals too") if signals else _("takes back all of it")
    return StripAnswer(
        words_of.headline,
        detail,
        words_of.hint if warned or not inputs else "",
        _code_line(outcome, now) if warned else "",
        AnswerSign.WARNED if warned else AnswerSign.ACCEPTED,
        inputs,
        primary=words_of.next_label,
        primary_icon="printer",
        undo_until=now + timedelta(seconds=undo_window_s) if can_undo else None,
        note="" if words_of.next_label else note,
    )


def _code_line(outcome: Outcome, now: datetime) -> str:
    if outcome.code is None:
        return ""
    local = now.astimezone()
    time = f"{local.hour:02d}:{local.minute:02d}:{local.second:02d}"
    return _("{code} · {time} · kept in the record").format(code=outcome.code.value, time=time)


def seen_answer(text: str) -> StripAnswer:
    """At once after a scan, before it is booked: which code was heard."""
    try:
        shown = spaced(parse(text))
    except CodeError as problem:
        shown = problem.text[:24]
    return StripAnswer(shown, icon="scan")


_SOURCE_USES = {
    StationKind.WORKSTATION: lambda: _("Start work: scan the card of what you will make."),
    StationKind.STORE: lambda: _("Send a container: scan its card."),
    StationKind.SUPPLIER: lambda: _("Deliver: scan the card of what you bring."),
}


def idle_answer(kind: StationKind, *, consumes: bool, supplies: bool, last: str) -> StripAnswer:
    """Ready: how the station is used, and what happened last."""
    uses = []
    if consumes:
        uses.append(_("Empty a container: scan its card."))
    if supplies:
        uses.append(_SOURCE_USES[kind]())
    if consumes:
        uses.append(_("Received goods: scan the box."))
    return StripAnswer(
        _("Ready. Scan a card."),
        "   ".join(uses),
        last,
        asks_code=True,
        note=_("the last character checks the others"),
    )


def last_booking(event: CardEvent, card: str, now: datetime) -> str:
    """The last booking here in one line."""
    who = event.person or _("Somebody")
    sentence = words.did(event.action).format(who=who, time=moment(event.recorded_at, now))
    return _("Before this: {card}. {sentence}").format(card=card, sentence=sentence)


def not_saved_answer(problem: str, text: str) -> StripAnswer:
    """The plant could not be written: what was scanned is kept, and can be sent again."""
    return StripAnswer(
        _("This was not saved."),
        problem,
        _("It is kept here: {text}.").format(text=text) if text else "",
        sign=AnswerSign.REFUSED,
        primary=_("Try again"),
        primary_icon="undo",
        secondary=_("Leave it"),
    )


def refresh_undo(answer: StripAnswer, now: datetime) -> int:
    """The seconds that are left to undo this answer, 0 when there are none."""
    if answer.undo_until is None:
        return 0
    return max(0, round((answer.undo_until - now).total_seconds()))


def told_answer(headline: str, detail: str = "", *, sign: AnswerSign = AnswerSign.ACCEPTED) -> StripAnswer:
    """Something was done that no card booking tells of."""
    return StripAnswer(headline, detail, sign=sign)
