"""The words that sheets share: amounts, times, states and marks, in the language in use."""

from __future__ import annotations

from datetime import datetime

from kanban_app import i18n
from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.domain.paper_sheets import SheetCard, SheetKind, SheetNeed
from kanban_app.i18n import _


def titles() -> dict[SheetKind, str]:
    """What stands at the head of each paper."""
    return {
        SheetKind.PULL_SHEET: _("Pull sheet"),
        SheetKind.PICK_LIST: _("Pick list"),
        SheetKind.QUEUE: _("What to make next"),
        SheetKind.HAND_OVER: _("Shift hand-over"),
        SheetKind.LOCATION_LABELS: _("Labels of stations"),
        SheetKind.BADGES: _("Badges"),
        SheetKind.POSTER: _("Plant board"),
        SheetKind.NETWORK_DOWN: _("Network-down pack"),
    }


def amount(steps: int, decimals: int, unit: str) -> str:
    """A quantity with its unit: 40 pcs, 2.5 kg."""
    return f"{i18n.quantity(steps, decimals)} {_('pcs') if unit == 'pcs' else unit}"


def day(at: datetime) -> str:
    """A day as paper says it, which may lie about for long: Mon 4 Jan."""
    from babel.dates import format_date

    return format_date(at.astimezone().date(), "EEE d MMM", locale=i18n.language())


def clock(at: datetime) -> str:
    """The time of day: 10:42."""
    local = at.astimezone()
    return f"{local.hour:02d}:{local.minute:02d}"


def stamp(at: datetime) -> str:
    """Day and time: Mon 4 Jan 10:42."""
    return f"{day(at)} {clock(at)}"


def full_stamp(at: datetime) -> str:
    """With its year: 4 Jan 2027 10:42."""
    return f"{i18n.day(at.astimezone().date())} {clock(at)}"


def zone_word(zone: Zone) -> str:
    """What a zone asks for."""
    return {Zone.RED: _("start now"), Zone.YELLOW: _("start"), Zone.GREEN: _("can wait")}[zone]


def marks(card: SheetCard) -> str:
    """What is the matter with a card, in capitals: it is looked for."""
    words = {
        Mark.ON_HOLD: _("ON HOLD"),
        Mark.URGENT: _("URGENT"),
        Mark.LATE: _("LATE"),
        Mark.SHORT_AT_SOURCE: _("SHORT"),
        Mark.MAYBE_LOST: _("MAYBE LOST"),
        Mark.STALE: "",  # a new paper is printed for it elsewhere; here it is no news
    }
    return ", ".join(filter(None, (words[mark] for mark in card.marks)))


def state(value: CardState) -> str:
    """A state in words."""
    return {
        CardState.NEW: _("not activated yet"),
        CardState.FULL: _("full"),
        CardState.IN_USE: _("in use"),
        CardState.EMPTY: _("empty"),
        CardState.RELEASED: _("ordered"),
        CardState.IN_PROCESS: _("being made"),
        CardState.IN_TRANSIT: _("on its way"),
        CardState.RETIRED: _("out of use"),
    }[value]


def card_number(card: SheetCard) -> str:
    """Which card of its loop, or what the single-use card is for."""
    if card.card_count:
        return _("card {number} of {count}").format(number=card.number, count=card.card_count)
    return card.order_reference or _("extra card {number}").format(number=card.number)


def needs(card: SheetCard) -> str:
    """Whether everything is here that refilling takes, and else what is not and when it comes."""
    if not card.needs:
        return ""
    return "; ".join(map(_missing, card.missing)) or _("all here")


def _missing(need: SheetNeed) -> str:
    here = i18n.quantity(need.here, need.decimals)
    said = _("{item}: {here} of {needed} here").format(
        item=need.item_code, here=here, needed=amount(need.needed, need.decimals, need.unit)
    )
    return f"{said}, {_('more {time}').format(time=stamp(need.coming_at))}" if need.coming_at else said
