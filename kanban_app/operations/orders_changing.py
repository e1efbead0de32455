"""Confirming, changing and cancelling lines of orders, each with what it does to cards, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kanban_app.domain.cards import Card
from kanban_app.domain.demand_pegs import rework
from kanban_app.domain.flow_ways import places_of_sale
from kanban_app.domain.orders import LineStatus, OrderLine, OrderRefused, StartedChoice, check_ordered
from kanban_app.domain.policies import policy_of
from kanban_app.operations.booking import clean
from kanban_app.operations.order_options import line_with_options
from kanban_app.operations.orders_booking import (
    NOBODY,
    LineChange,
    OrderDesk,
    Settling,
    Who,
    WorkStarted,
    at_the_desk,
    keep_order,
)
from kanban_app.operations.orders_pegs import supply_of
from kanban_app.operations.orders_reading import chosen_lines, chosen_policies
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us

_NO_CHOICE = Settling()


@dataclass(frozen=True, slots=True)
class LineEdit:
    """New values of a line; None leaves one as it is. `quantity` in steps, at least 1."""

    quantity: int | None = None
    wanted_on: date | None = None
    price: str | None = None
    note: str | None = None
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class StartedWork:
    """What a person says of work that has started: the choice, why, and for `use` the other line."""

    choice: StartedChoice | None = None
    reason: str = ""
    other_number: str = ""
    other_line: int = 0


_NOTHING_SAID = StartedWork()


def confirm(
    session: Session, order_number: str, now: datetime, line_numbers: Sequence[int] = (), who: Who = NOBODY
) -> list[LineChange]:
    """Confirm the drafts among these lines (none named: all). Lines made to order get their cards at once.

    All or none. Raises OrderRefused: unknown_order, unknown_line, nothing_to_confirm, not_permitted, no_place,
    no_route, route_paused, route_in_circle, too_many_cards, not_in_a_loop, and what `order_options.configure` raises.
    """
    with at_the_desk(session, now, who, _reason(order_number)) as desk:
        desk.allow()
        drafts = [line for line in chosen_lines(session, order_number, line_numbers) if _is(line, LineStatus.OPEN)]
        if not drafts:
            raise OrderRefused("nothing_to_confirm", number=order_number)
        drafts = [line_with_options(session, draft, now) for draft in drafts]
        desk.booking.structure = session.structure  # a choice may have made an item
        keep_order(session, order_number, now, who.person)
        policies = chosen_policies(session)
        found = []
        for draft in drafts:
            station_id = _shipping_place(session, draft)
            policy = policy_of(session.structure, draft.item_id, station_id, policies)
            line = replace(draft, status=LineStatus.CONFIRMED, policy=policy, station_id=station_id)
            desk.change_line(
                line,
                status=line.status.value,
                policy=policy.value,
                station_id=station_id,
                confirmed_at=to_us(now),
            )
            found.append(desk.need(line, line.quantity, _NO_CHOICE) if line.has_own_cards else LineChange(line))
        return found


def _reason(order_number: str) -> str:
    return f"order {order_number}"


def _is(line: OrderLine, *statuses: LineStatus) -> bool:
    return line.status in statuses


def _shipping_place(session: Session, line: OrderLine) -> int:
    """Where the line says, else the one place where its item's last loops end."""
    if line.station_id is not None:
        return line.station_id
    places = places_of_sale(session.structure, line.item_id)
    if len(places) == 1:
        return places[0]
    if not places:
        raise OrderRefused("nothing_brings", item_id=line.item_id)
    raise OrderRefused("no_place", item_id=line.item_id)


def change_line(
    session: Session,
    order_number: str,
    line_number: int,
    edit: LineEdit,
    now: datetime,
    started: StartedWork = _NOTHING_SAID,
    who: Who = NOBODY,
) -> LineChange:
    """Change a line; where its quantity changes, cards are released or added.

    A line confirmed to order is reckoned anew even at the same quantity: what was lost is issued again. Raises
    OrderRefused: finished, below_shipped, work_started (WorkStarted) and what `confirm` raises; ReasonNeeded.
    """
    with at_the_desk(session, now, who, clean(started.reason) or _reason(order_number)) as desk:
        [line] = chosen_lines(session, order_number, (line_number,))
        if not _is(line, LineStatus.OPEN, LineStatus.CONFIRMED):
            raise OrderRefused("finished", number=order_number, line=line_number)
        if edit.quantity is not None:
            decimals = session.structure.items[line.item_id].decimals
            check_ordered(max(edit.quantity, line.shipped), line.item_id, decimals)
        if edit.quantity is not None and edit.quantity < line.shipped:
            facts = {"line": line_number, "shipped": line.shipped, "item_id": line.item_id}
            raise OrderRefused("below_shipped", number=order_number, **facts)
        changed = _edited(line, edit)
        change = LineChange(changed)
        if line.has_own_cards and edit.quantity is not None:
            desk.allow()
            change = desk.need(changed, changed.remaining, settling_for(session, started, line))
        done = changed.shipped == changed.quantity
        desk.change_line(
            changed,
            quantity=changed.quantity,
            due_on=changed.wanted_on.isoformat(),
            price=changed.price,
            note=changed.note,
            station_id=changed.station_id,
            status=LineStatus.CLOSED.value if done else line.status.value,
            finished_at=to_us(now) if done else None,
        )
        return change


def _edited(line: OrderLine, edit: LineEdit) -> OrderLine:
    moved = edit.station_id is not None and edit.station_id != line.station_id
    if moved and not _is(line, LineStatus.OPEN):
        raise OrderRefused("place_is_set", number=line.order_number, line=line.number)
    return replace(
        line,
        quantity=line.quantity if edit.quantity is None else edit.quantity,
        wanted_on=edit.wanted_on or line.wanted_on,
        price=line.price if edit.price is None else edit.price,
        note=line.note if edit.note is None else clean(edit.note),
        station_id=edit.station_id or line.station_id,
    )


def settling_for(session: Session, started: StartedWork, line: OrderLine) -> Settling:
    """What a person said of started work, with the other line. Raises OrderRefused no_use, unknown_order."""
    if started.choice is not StartedChoice.USE:
        return Settling(started.choice, started.reason)
    [other] = chosen_lines(session, started.other_number, (started.other_line,))
    if not (other.has_own_cards and _is(other, LineStatus.CONFIRMED)) or other.id == line.id:
        raise OrderRefused("no_use", number=started.other_number, line=started.other_line)
    return Settling(started.choice, started.reason, other)


def cancel(
    session: Session,
    order_number: str,
    now: datetime,
    line_numbers: Sequence[int] = (),
    started: StartedWork = _NOTHING_SAID,
    who: Who = NOBODY,
) -> list[LineChange]:
    """Cancel these lines, or what is left of them; none named: the whole order. All or none.

    Cards that nobody has started leave, their signals are closed. Also settles the cards that a shipped line left
    behind. Raises OrderRefused: nothing_to_cancel, work_started (WorkStarted, with the cards of all lines), no_use,
    not_permitted; ReasonNeeded for scrap.
    """
    reason = clean(started.reason) or f"{_reason(order_number)} cancelled"
    with at_the_desk(session, now, who, reason) as desk:
        desk.allow()
        found: list[LineChange] = []
        begun: list[Card] = []
        for line in chosen_lines(session, order_number, line_numbers):
            try:
                change = _cancelled(desk, line, settling_for(session, started, line), now)
            except WorkStarted as stopped:
                begun += stopped.cards
                continue
            if change is not None:
                found.append(change)
        if begun:
            raise WorkStarted(begun)
        if not found:
            raise OrderRefused("nothing_to_cancel", number=order_number)
        return found


def _cancelled(desk: OrderDesk, line: OrderLine, settling: Settling, now: datetime) -> LineChange | None:
    """None for a line that has nothing left to cancel."""
    if _is(line, LineStatus.CANCELLED):
        return None
    change = desk.need(line, 0, settling) if line.has_own_cards else LineChange(line)
    if _is(line, LineStatus.CLOSED):
        return change if change.released or change.settled else None
    # What has been shipped stays sold: the line ends with it.
    ended = LineStatus.CLOSED if line.shipped else LineStatus.CANCELLED
    quantity = line.shipped or line.quantity
    desk.change_line(line, status=ended.value, quantity=quantity, finished_at=to_us(now))
    change.line = replace(line, status=ended, quantity=quantity)
    return change


def read_missing(session: Session, order_number: str, line_number: int) -> int:
    """How many cards a confirmed line has lost: `change_line` at its own quantity issues or takes so many again.

    0 for a line without cards of its own, and where nothing brings its item any more. Raises OrderRefused:
    unknown_order, unknown_line.
    """
    with session.database.read():
        session.head()
        [line] = chosen_lines(session, order_number, (line_number,))
        if not (line.has_own_cards and line.remaining and line.station_id):
            return 0
        supply = supply_of(session, line, session.cards())
        try:
            work = rework(session.structure, (line.station_id, line.item_id), line.remaining, supply)
        except OrderRefused:
            return 0
    return len(work.issue) + len(work.taken)


@dataclass(frozen=True, slots=True)
class CancelPreview:
    """What cancelling a line would do: the cards that leave, those that have started, those that become free again."""

    line: OrderLine
    release: tuple[Card, ...]
    started: tuple[Card, ...]
    given_back: tuple[Card, ...]


def preview_cancel(session: Session, order_number: str, line_numbers: Sequence[int] = ()) -> list[CancelPreview]:
    """What cancelling these lines would do to their cards; nothing is changed. Raises OrderRefused as `cancel`."""
    found = []
    with session.database.read():
        session.head()
        source = session.cards()
        for line in chosen_lines(session, order_number, line_numbers):
            if line.has_own_cards and line.station_id is not None:
                work = rework(session.structure, (line.station_id, line.item_id), 0, supply_of(session, line, source))
                cards = (tuple(work.release), tuple(work.surplus), tuple(work.given_back))
                found.append(CancelPreview(line, *cards))
            elif _is(line, LineStatus.OPEN, LineStatus.CONFIRMED):
                found.append(CancelPreview(line, (), (), ()))
    return found
