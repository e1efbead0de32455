"""Booking scans and actions: read, decide in the domain, write state and ledger, in one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from kanban_app.domain import actions
from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.codes import CodeError, parse
from kanban_app.domain.events import CardEvent, Context
from kanban_app.domain.refusals import ReasonNeeded, Refusal, RefusalCode, Refused, refuse
from kanban_app.domain.scanning import DoubleScan, scan
from kanban_app.domain.suggesting import with_next_step
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.persons import may_supervise
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us
from kanban_app.store.reading import StoredCards
from kanban_app.store.writing import ChangedMeanwhile, remember_request, write_booking

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class _Request:
    """One card's part of a command: `action` is None for a scan, which takes the next step."""

    text: str
    context: Context
    action: Action | None = None
    quantity: int | None = None
    seen_event: int | None = None


def book_scan(session: Session, command: Scan, now: datetime) -> Outcome:
    """Book the next step of the scanned card for the station's role.

    The same scan id again answers with what the first one did. Refusals and no-ops change nothing and are recorded.
    """

    def requests(context: Context) -> list[_Request]:
        return [_Request(command.text, context, quantity=command.quantity)]

    return _in_one_transaction(session, command, now, requests)[0]


def book_action(session: Session, command: Do, now: datetime) -> list[Outcome]:
    """Book one action on each card, in one transaction; what is refused for one card leaves the others booked.

    Raises domain.refusals.ReasonNeeded or domain.actions.QuantityNeeded with nothing booked: wrong use.
    """

    def requests(context: Context) -> Iterator[_Request]:
        for place, text in enumerate(command.texts):
            scan_id = f"{command.scan_id}/{place}" if command.scan_id and place else command.scan_id
            asked = replace(context, scan_id=scan_id)
            yield _Request(text, asked, command.action, command.quantity, command.seen_event)

    return _in_one_transaction(session, command, now, requests)


def _in_one_transaction(
    session: Session, command: Scan | Do, now: datetime, requests: Callable[[Context], Iterable[_Request]]
) -> list[Outcome]:
    """Book them all, and once more from the start when another terminal was faster."""

    def book() -> list[Outcome]:
        with session.database.write():
            return [_book(session, request) for request in requests(_context(session, now, command))]

    try:
        return book()
    except ChangedMeanwhile:
        return book()


def _context(session: Session, now: datetime, command: Scan | Do) -> Context:
    """Who does it, where and when. Who may supervise is read in the transaction that it holds for."""
    person = clean(command.person)
    return Context(
        now,
        command.station_id,
        person,
        clean(command.terminal),
        command.scan_id,
        clean(command.reason),
        may_supervise(session.database, person),
    )


def clean(text: str) -> str:
    """A person's text fit to be kept: printable, trimmed, of a sensible length. Its characters stay as they are."""
    if text.isprintable():
        return text.strip()[:LONGEST_TEXT]
    return "".join(character for character in text if character.isprintable()).strip()[:LONGEST_TEXT]


def _book(session: Session, request: _Request) -> Outcome:
    head = session.head()
    source = session.cards()
    first = _answered_before(session, source, request)
    if first is not None:
        return first
    booking = Booking(session.structure, source, session.plant.rules, request.context, head.last_seq + 1)
    card: Card | None = None
    try:
        card = _card_meant(source, request.text)
        action = _decide(booking, card, request)
        write_booking(session.database, booking, head.last_hash)
    except DoubleScan as double:
        return _no_op(session, request, double)
    except Refusal as refusal:
        untouched = Booking(session.structure, source, session.plant.rules, request.context, 0)
        return _refused(session, request, card, with_next_step(untouched, refusal.refused))
    _remember(session, request, booking.events, action, card, next(iter(booking.warnings), None))
    return _done(booking, action, card.id, request.text)


def _card_meant(source: StoredCards, text: str) -> Card:
    try:
        code = parse(text)
    except CodeError as error:
        code_of_refusal = RefusalCode.UNKNOWN_CARD if error.foreign else RefusalCode.BAD_CHECK_CHARACTER
        raise refuse(code_of_refusal, text=error.text) from None
    card = source.card_by_code(code)
    if card is None:
        raise refuse(RefusalCode.UNKNOWN_CARD, text=code)
    return card


def _decide(booking: Booking, card: Card, request: _Request) -> Action:
    if request.action is None:
        return scan(booking, card.id, request.quantity)
    actions.do(booking, request.action, card.id, request.quantity, request.seen_event)
    return request.action


def _done(booking: Booking, action: Action, card_id: int, text: str) -> Outcome:
    warnings = tuple(dict.fromkeys(booking.warnings))
    return Outcome(
        Answer.DONE,
        text,
        action,
        booking.card(card_id),
        code=warnings[0] if warnings else None,
        events=tuple(booking.events),
        cards=tuple(booking.cards.values()),
        previous=tuple(before for before in booking.before.values() if before is not None),
        warnings=warnings,
    )


def _no_op(session: Session, request: _Request, double: DoubleScan) -> Outcome:
    refused = Refused(RefusalCode.DOUBLE_SCAN, double.card.id, facts={"event": double.booked_seq})
    booking = Booking(session.structure, session.cards(), session.plant.rules, request.context, 0)
    refused = with_next_step(booking, refused)
    outcome = _refused(session, request, double.card, refused)
    return replace(outcome, answer=Answer.NO_OP)


def _refused(session: Session, request: _Request, card: Card | None, refused: Refused) -> Outcome:
    """Record a refusal; it is the only thing that the transaction writes."""
    context = request.context
    action = refused.action or request.action
    session.database.execute(
        session.database.statements.insert_refusal,
        (
            to_us(context.now),
            refused.code.value,
            clean(request.text)[:64],
            action.value if action else "",
            card.id if card else None,
            context.station_id,
            context.person,
            context.terminal,
            context.scan_id,
        ),
    )
    _remember(session, request, [], action, card, refused.code)
    return _explained(session, Outcome(Answer.REFUSED, request.text, action, card, refused.code, refused, refused.next))


def _explained(session: Session, outcome: Outcome) -> Outcome:
    """The refusal with what a person wants to know: who did what when, and the card of the next step."""
    source, card, step = session.cards(), outcome.card, outcome.next
    if card is None:
        return outcome
    siblings = source.cards_of((card.loop_id,))
    return replace(
        outcome,
        latest=_latest_deed(source, card),
        next_card=source.card(step.card_id) if step and step.card_id else None,
        gathered_count=sum(other.state is CardState.EMPTY for other in siblings),
    )


def _latest_deed(source: StoredCards, card: Card) -> CardEvent | None:
    """What a person last did to the card; that it was ordered follows from its being emptied."""
    event = source.event(card.last_event) if card.last_event else None
    if event is not None and event.action is Action.RELEASE and event.cause is not None and event.previous:
        return source.event(event.previous)
    return event


def _remember(
    session: Session,
    request: _Request,
    events: list[CardEvent],
    action: Action | None,
    card: Card | None,
    code: RefusalCode | None = None,
) -> None:
    if request.context.scan_id:
        remember_request(
            session.database,
            request.context.scan_id,
            request.context.now,
            events,
            action.value if action else "",
            card.id if card else None,
            code.value if code else "",
        )


def _answered_before(session: Session, source: StoredCards, request: _Request) -> Outcome | None:
    """The first answer to this scan id, rebuilt from the record; None when it is new."""
    if not request.context.scan_id:
        return None
    row = session.database.fetch_one(session.database.statements.request, (request.context.scan_id,))
    if row is None:
        return None
    _, _, first_seq, last_seq, action_name, card_id, code_name = row
    action = Action(action_name) if action_name else None
    card = source.card(card_id) if card_id else None
    if not first_seq:
        code = RefusalCode(code_name)
        again = _refused_again(session, source, request)
        refused = with_next_step(
            Booking(session.structure, source, session.plant.rules, request.context, 0),
            again if again and again.code is code else Refused(code, card_id, action),
        )
        answer = Answer.NO_OP if code is RefusalCode.DOUBLE_SCAN else Answer.REFUSED
        return _explained(session, Outcome(answer, request.text, action, card, code, refused, refused.next))
    events = tuple(source.event(seq) for seq in range(first_seq, last_seq + 1))
    cards = tuple(source.card(touched) for touched in dict.fromkeys(event.card_id for event in events))
    warned = (RefusalCode(code_name),) if code_name else ()
    return Outcome(
        Answer.DONE, request.text, action, card, next(iter(warned), None), events=events, cards=cards, warnings=warned
    )


def _refused_again(session: Session, source: StoredCards, request: _Request) -> Refused | None:
    """Why the request would be refused now, with its facts and its next step; nothing of the trial is kept."""
    trial = Booking(session.structure, source, session.plant.rules, request.context, session.head().last_seq + 1)
    try:
        _decide(trial, _card_meant(source, request.text), request)
    except Refusal as refusal:
        return refusal.refused
    except (DoubleScan, ReasonNeeded, actions.QuantityNeeded):
        return None
    return None
