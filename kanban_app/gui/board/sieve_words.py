"""The filters beyond the pills in words. No Qt."""

from __future__ import annotations

from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.loops import LoopKind
from kanban_app.gui.board import words
from kanban_app.gui.board.sieve import SINGLE_USE, Age, Sieve
from kanban_app.i18n import _
from kanban_app.operations import words as shop_words


def field_name(name: str) -> str:
    """What a filter goes by; `name` is a field of Sieve."""
    return {
        "source": _("Source"),
        "consumer": _("Consumer"),
        "item": _("Item"),
        "kind": _("Kind"),
        "state": _("State"),
        "age": _("Age"),
        "flag": _("Mark"),
    }[name]


def any_value(name: str) -> str:
    """What the list of a filter says while it lets everything through."""
    return {
        "source": _("Any source"),
        "consumer": _("Any consumer"),
        "item": _("Any item"),
        "kind": _("Any kind"),
        "state": _("Any state"),
        "age": _("Any age"),
        "flag": _("Any mark"),
    }[name]


def value_name(value: object) -> str:
    """A value of a filter in words; names of stations and items are what they are."""
    if isinstance(value, CardState):
        return shop_words.state(value)
    if isinstance(value, Mark):
        return shop_words.mark(value)
    if isinstance(value, Age):
        return {
            Age.LEAD_TIME: _("older than the lead time"),
            Age.DAY: _("older than 1 day"),
            Age.WEEK: _("older than 1 week"),
        }[value]
    return str(value)


def kind_name(kind: str) -> str:
    """One of sieve.KINDS in words."""
    return words.kind_name(None if kind == SINGLE_USE else LoopKind(kind))


def said(sieve: Sieve, name: str) -> str:
    """An active filter: "Source: saw"."""
    value = getattr(sieve, name)
    shown = kind_name(value) if name == "kind" else value_name(value)
    return _("{filter}: {value}").format(filter=field_name(name), value=shown)
