"""What customers took a day: the order history as average demand per item and place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kanban_app.domain.draft import OrderLineDraft

DAYS_OF_A_SINGLE_DATE = 30
"""Orders that are all wanted on one date say nothing about a rate; they are taken for a month's."""


@dataclass(frozen=True, slots=True)
class History:
    """Steps ordered per (item, place) in a span of days. `days` is 0 where there are no orders at all."""

    first_on: date | None = None
    last_on: date | None = None
    days: int = 0
    ordered: dict[tuple[str, str], int] = field(default_factory=dict)
    sold_at: frozenset[tuple[str, str]] = frozenset()

    def per_day(self, steps: Fraction) -> Fraction:
        """A number of steps in the whole span as steps a day."""
        return steps / self.days if self.days else Fraction(0)


def history_of(lines: Collection[OrderLineDraft]) -> History:
    """The order history of these lines, which are gone through twice.

    The span is from the first to the last wanted date of the closed lines, both days counted; where no line
    is closed, of all lines. Every line wanted within the span counts, closed or open: what is wanted later is
    not complete yet and would thin the average. `sold_at` holds every (item, place) that was ordered at any
    time. Cancelled lines asked for nothing.
    """
    spans: dict[str, tuple[date, date]] = {}
    sold_at: set[tuple[str, str]] = set()
    for line in _wanted(lines):
        first_on, last_on = spans.get(line.status, (line.due_on, line.due_on))
        spans[line.status] = (min(first_on, line.due_on), max(last_on, line.due_on))
        sold_at.add((line.item, line.deliver_from))
    if not spans:
        return History()
    first_on, last_on = spans.get("closed") or next(iter(spans.values()))
    days = (last_on - first_on).days + 1 if last_on > first_on else DAYS_OF_A_SINGLE_DATE
    ordered = _totals(line for line in _wanted(lines) if first_on <= line.due_on <= last_on)
    return History(first_on, last_on, days, ordered, frozenset(sold_at))


def _wanted(lines: Iterable[OrderLineDraft]) -> Iterator[OrderLineDraft]:
    return (line for line in lines if line.status != "cancelled")


def _totals(lines: Iterable[OrderLineDraft]) -> dict[tuple[str, str], int]:
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.item, line.deliver_from)
        totals[key] = totals.get(key, 0) + line.quantity
    return totals
