"""What the orders screen says of a line. No Qt."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kanban_app.domain.orders import LineState, Policy
from kanban_app.domain.promising import Promise, PromiseRefused
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, language, ngettext, quantity
from kanban_app.operations.orders_reading import LineView
from kanban_app.operations.words import unit


def made(policy: Policy) -> str:
    """How a line is answered, in one or two words."""
    return {
        Policy.MTS: _("to stock"),
        Policy.ATO: _("assemble"),
        Policy.MTO: _("to order"),
        Policy.PUSH: _("to forecast"),
    }[policy]


def short_day(day: date, today: date) -> str:
    """A day as a list shows it: Fri 8 Jan; with its year where it is not this one."""
    return _short_day(day, "EEE d MMM" if day.year == today.year else "EEE d MMM y", language())


def tight_day(day: date, today: date) -> str:
    """The same without the weekday, where there is less room: 8 Jan."""
    return _short_day(day, "d MMM" if day.year == today.year else "d MMM y", language())


@lru_cache(maxsize=4096)
def _short_day(day: date, pattern: str, locale: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, locale=locale)


def pieces(steps: int, structure: Structure, item_id: int) -> str:
    """A quantity with its unit."""
    item = structure.items[item_id]
    return f"{quantity(steps, item.decimals)} {unit(item.unit)}"


def stands(view: LineView, structure: Structure) -> str:
    """Where a line stands."""
    line, facts = view.line, view.facts
    decimals = structure.items[line.item_id].decimals
    told = {
        LineState.DRAFT: _("not confirmed yet"),
        LineState.CANCELLED: _("cancelled"),
        LineState.CLOSED: _("all shipped"),
        LineState.SHIPPED: _("shipped, cards are left"),
        LineState.READY: _("ready to ship"),
    }
    if view.state in told:
        return told[view.state]
    if facts.there:
        counts = {"there": quantity(facts.there, decimals), "open": quantity(line.remaining, decimals)}
        return _("{there} of {open} ready").format(**counts)
    if line.shipped:
        counts = {"shipped": quantity(line.shipped, decimals), "open": quantity(line.remaining, decimals)}
        return _("{shipped} shipped, {open} wait").format(**counts)
    if view.state is LineState.IN_WORK:
        return _("in work")
    if line.has_own_cards:
        text = ngettext("{count} card ordered", "{count} cards ordered", facts.cards_left)
        return text.format(count=quantity(facts.cards_left))
    return _("waits for the loops")


def late_days(promise: Promise | PromiseRefused | None) -> int:
    """How many days a line is late by its promise; 0 without one."""
    return promise.late_by_days if isinstance(promise, Promise) else 0


def late_text(days: int) -> str:
    """How late, beside a date."""
    return _("+{days} d").format(days=days) if days else ""


def promise_title(promise: Promise | PromiseRefused | None, today: date) -> str:
    """The promise at the head of a line."""
    if isinstance(promise, Promise):
        return _("Promise {day}").format(day=short_day(promise.promised_on, today))
    return _("No date") if promise is not None else ""


def promise_told(promise: Promise | PromiseRefused | None, structure: Structure) -> str:
    """What is to be known about the promise: how late, what holds it up, or why there is none."""
    from kanban_app.operations.promise_words import holding_text, refused_text

    if isinstance(promise, PromiseRefused):
        return refused_text(promise)
    if promise is None:
        return ""
    days = promise.late_by_days
    told = [ngettext("{count} day late.", "{count} days late.", days).format(count=days) if days else _("In time.")]
    if promise.holding_up is not None:
        told.append(holding_text(promise.holding_up, structure, promise.made_at))
    return " ".join(told)
