"""What waits to be bought, gathered per supplier on its terms, each card by the day on which its pieces are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from kanban_app.domain.cards import CardState
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.promising import Promise, PromiseStep
from kanban_app.domain.purchasing import LeadDays, Proposal, PurchaseState, WaitingCard, proposals
from kanban_app.domain.working_time import WorkingTime
from kanban_app.operations.calendars import Calendars, read_calendars
from kanban_app.operations.promising import PromiseBook
from kanban_app.operations.purchase_terms import read_free_days, read_item_terms, read_supplier_terms
from kanban_app.operations.purchase_views import read_waiting
from kanban_app.operations.session import Session
from kanban_app.store.purchase_tables import purchase_card, purchase_line, purchase_order
from kanban_app.store.tables import METADATA

_card, _loop = (METADATA.tables[name] for name in ("card", "loop"))
_WAITING_STATES = (CardState.RELEASED.value, CardState.IN_PROCESS.value)
# What an order that has gone out asks for is not gathered any more.
_GONE_OUT = (
    exists()
    .where(purchase_card.c.card_id == _card.c.id, purchase_card.c.cycle == _card.c.cycle)
    .where(purchase_card.c.given_back_at.is_(None), purchase_line.c.id == purchase_card.c.line_id)
    .where(purchase_order.c.id == purchase_line.c.order_id, purchase_order.c.state != PurchaseState.DRAFT.value)
)
_PEGGED = (
    select(_card.c.id, _card.c.order_reference)
    .join(_loop, _loop.c.id == _card.c.loop_id)
    .where(_loop.c.kind == LoopKind.SUPPLIER.value, _card.c.state.in_(_WAITING_STATES), _card.c.order_reference != "")
    .where(~_GONE_OUT)
)


def read_proposals(session: Session, now: datetime) -> list[Proposal]:
    """What waits, gathered per supplier on its terms, the most pressing first. Outside of any transaction."""
    needed = needed_days(session, now)
    return gathered(session, read_waiting(session), needed, now)


@dataclass(frozen=True, slots=True)
class Needs:
    """The cards that orders' own parts wait for with what their days follow from: read once, reckoned on any thread."""

    pegged: Mapping[int, str]
    calendars: Calendars
    book: PromiseBook

    def days(self) -> dict[int, date]:
        """As `needed_days`."""
        references = set(self.pegged.values())
        found: dict[int, date] = {}
        for line in self.book.lines:
            answer = self.book.answer(line) if line.reference in references else None
            if isinstance(answer, Promise):
                for step in answer.steps:
                    if step.card is not None and step.card.id in self.pegged:
                        found[step.card.id] = _needed_on(step, self.calendars)
        return found


def read_needs(session: Session, now: datetime, supplier_id: int | None = None) -> Needs | None:
    """Of all suppliers' cards or of one supplier's. None where none is an order's own: nothing else of the plant is
    read then. Outside of any transaction.
    """
    asked = _PEGGED if supplier_id is None else _PEGGED.where(_loop.c.source_id == supplier_id)
    pegged = {row.id: row.order_reference for row in session.database.core.execute(asked)}
    return Needs(pegged, read_calendars(session, now), PromiseBook(session, now)) if pegged else None


def needed_days(session: Session, now: datetime, supplier_id: int | None = None) -> dict[int, date]:
    """By card id the day on which the pieces are needed that an order's own card buys, as the order's promise plans it.

    A card that no line waits for, or whose line can be promised for no day, is left out: its due day holds. Outside of
    any transaction.
    """
    needs = read_needs(session, now, supplier_id)
    return needs.days() if needs is not None else {}


def _needed_on(step: PromiseStep, calendars: Calendars) -> date:
    """The last day on which it may come without moving the end."""
    working = calendars.times.get(step.station_id) or WorkingTime()
    latest = working.add_working_minutes(step.finish, step.slack_minutes)
    # A day ends as the next one begins, and what is needed by then is needed on that day.
    return (latest - timedelta(microseconds=1)).astimezone(calendars.zone).date()


def gathered(
    session: Session, waiting: Sequence[WaitingCard], needed: Mapping[int, date], now: datetime
) -> list[Proposal]:
    """These cards per supplier; `needed` is what `needed_days` answers."""
    calendars = read_calendars(session, now)
    cards = [replace(card, due_on=needed.get(card.card_id, card.due_on)) for card in waiting]
    return proposals(
        cards,
        read_item_terms(session),
        read_supplier_terms(session),
        now.astimezone().date(),
        read_free_days(session),
        LeadDays(calendars.times, calendars.zone),
    )
