"""The lines of all orders as rows: what is shown of them, what finds them, which views there are. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kanban_app.domain.orders import FROM_STOCK, LineState, OrderLine, Policy
from kanban_app.domain.promising import Promise, PromiseRefused
from kanban_app.domain.structure import Structure
from kanban_app.gui.orders import words
from kanban_app.i18n import _, quantity
from kanban_app.operations import orders_words
from kanban_app.operations.order_views import ListedLine
from kanban_app.operations.orders_reading import LineView

DONE = frozenset({LineState.CLOSED, LineState.CANCELLED})
COLUMNS = 8


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the list. `promise` is None until it has been reckoned, or where nothing is awaited."""

    listed: ListedLine
    structure: Structure
    today: date
    promise: Promise | PromiseRefused | None = None

    @property
    def view(self) -> LineView:
        """The line with how far it has come."""
        return self.listed.view

    @property
    def line(self) -> OrderLine:
        """The line itself."""
        return self.view.line

    @property
    def late_by(self) -> int:
        """Days late by its promise."""
        return words.late_days(self.promise) if self.line.remaining > 0 else 0

    def texts(self) -> tuple[str, ...]:
        """The cells from left to right; how it is made and the promise are painted from these words too."""
        line, item = self.line, self.structure.items[self.line.item_id]
        return (
            line.order_number if line.number == 1 else line.reference,
            line.customer,
            item.code,
            quantity(line.quantity, item.decimals),
            words.made(self.view.policy),
            words.short_day(line.wanted_on, self.today),
            self.promise_text(),
            words.stands(self.view, self.structure),
        )

    def promise_text(self) -> str:
        """The promised day, a dash where none can be given, empty while it is reckoned."""
        if self.line.remaining <= 0:
            return ""
        if isinstance(self.promise, Promise):
            return words.short_day(self.promise.promised_on, self.today)
        return "–" if self.promise is not None else ""

    def tight_promise_text(self) -> str:
        """The same where there is less room."""
        if self.line.remaining > 0 and isinstance(self.promise, Promise):
            return words.tight_day(self.promise.promised_on, self.today)
        return self.promise_text()

    def spoken(self) -> str:
        """The row for a screen reader."""
        order, customer, item, pieces, made, wanted, promised, stands = self.texts()
        told = [_("order {number}").format(number=order), customer, f"{pieces} {item}", made]
        told.append(_("wanted {day}").format(day=wanted))
        if promised:
            told.append(_("promised {day}").format(day=promised))
        if self.late_by:
            told.append(_("{count} days late").format(count=self.late_by))
        return ", ".join(part for part in (*told, stands) if part)


class View(StrEnum):
    """The lists one looks at; each is a pill with its count."""

    OPEN = "open"
    LATE = "late"
    WEEK = "week"
    TO_ORDER = "to_order"
    ASSEMBLE = "assemble"
    TO_STOCK = "to_stock"
    READY = "ready"


def view_texts() -> dict[View, str]:
    """Their names."""
    return {
        View.OPEN: _("Open"),
        View.LATE: _("Late"),
        View.WEEK: _("Due this week"),
        View.TO_ORDER: _("To order"),
        View.ASSEMBLE: _("Assemble to order"),
        View.TO_STOCK: _("To stock"),
        View.READY: _("Ready to ship"),
    }


def nothing_text(view: View) -> str:
    """What an empty list says; good news as such."""
    return {
        View.OPEN: _("No order waits."),
        View.LATE: _("Nothing is late."),
        View.WEEK: _("Nothing is due this week."),
        View.TO_ORDER: _("Nothing is made to order."),
        View.ASSEMBLE: _("Nothing is assembled to order."),
        View.TO_STOCK: _("Nothing waits for the loops."),
        View.READY: _("Nothing stands ready to ship."),
    }[view]


_IS_IN: dict[View, Callable[[LineRow], bool]] = {
    View.OPEN: lambda row: True,
    View.LATE: lambda row: row.late_by > 0,
    View.WEEK: lambda row: row.line.wanted_on <= row.today + timedelta(days=6 - row.today.weekday()),
    View.TO_ORDER: lambda row: row.view.policy is Policy.MTO,
    View.ASSEMBLE: lambda row: row.view.policy is Policy.ATO,
    View.TO_STOCK: lambda row: row.view.policy in FROM_STOCK,
    View.READY: lambda row: row.view.state is LineState.READY or row.view.facts.there > 0,
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for; empty texts ask for nothing."""

    view: View = View.OPEN
    state: str = ""
    customer: str = ""
    search: str = ""

    @property
    def with_done(self) -> bool:
        """Whether lines that are done are among what is looked for."""
        return self.state in ("all", *DONE, LineState.SHIPPED)


def chosen(rows: Iterable[LineRow], question: Question) -> list[LineRow]:
    """The rows that answer the question, in their order."""
    sought = question.search.casefold().split()
    is_in = _IS_IN[question.view]
    return [
        row for row in _of_state(rows, question) if is_in(row) and all(word in row.listed.found_by for word in sought)
    ]


def counts(rows: Sequence[LineRow], question: Question) -> dict[View, int]:
    """How many lines each view has, with what else is asked for."""
    fitting = list(_of_state(rows, replace(question, search="")))
    return {view: sum(map(is_in, fitting)) for view, is_in in _IS_IN.items()}


def _of_state(rows: Iterable[LineRow], question: Question) -> Iterable[LineRow]:
    for row in rows:
        if question.customer and row.line.customer != question.customer:
            continue
        state = row.view.state
        if question.state in (state, "all") or (not question.state and state not in DONE):
            yield row


def state_choices() -> list[tuple[str, str]]:
    """(what a person reads, the state) for the field that chooses states."""
    states = [(orders_words.state(state), state.value) for state in LineState]
    return [(_("all that wait"), ""), *states, (_("all, also what is done"), "all")]


def put_promises(
    rows: list[LineRow], places: Mapping[int, int], found: Mapping[int, Promise | PromiseRefused]
) -> list[int]:
    """Put promises into rows whose places are known by line id; answers the places that changed."""
    changed = []
    for line_id, promise in found.items():
        place = places.get(line_id)
        if place is not None:
            rows[place] = replace(rows[place], promise=promise)
            changed.append(place)
    return changed
