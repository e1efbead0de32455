"""Texts, dates and numbers in the user's language: gettext and Babel, without Qt.

Every text a person reads passes `_` or `ngettext` where it is made. Catalogues stand under `resources/locale`; English
is the language of the source, so it needs none.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal

from kanban_app import resources
from kanban_app.domain.quantities import decimal_from_steps

LANGUAGES = {"en": "English", "sv": "Svenska", "nb": "Norsk bokmål"}


class _Current:
    """The language of this process; one, because one person sits at one terminal."""

    language = "en"
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


# What `speaking` puts in its place for a while, on its own thread or task only: the code and the texts.
_meanwhile: ContextVar[tuple[str, _gettext.NullTranslations] | None] = ContextVar("meanwhile", default=None)


def use(language: str) -> None:
    """Speak this language from now on. A language without a catalogue falls back to English text."""
    _Current.language, _Current.catalogue = _spoken(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language within the block, on this thread only: papers are in the plant's, not the terminal's."""
    before = _meanwhile.set(_spoken(language))
    try:
        yield
    finally:
        _meanwhile.reset(before)


def _spoken(language: str) -> tuple[str, _gettext.NullTranslations]:
    code = language if language in LANGUAGES else "en"
    if code == "en":
        return code, _gettext.NullTranslations()
    try:
        folder = str(resources.path("locale"))
    except FileNotFoundError:
        folder = None
    return code, _gettext.translation("kanban_app", folder, languages=[code], fallback=True)


def _catalogue() -> _gettext.NullTranslations:
    meanwhile = _meanwhile.get()
    return _Current.catalogue if meanwhile is None else meanwhile[1]


def language() -> str:
    """The language in use: en, sv or nb."""
    meanwhile = _meanwhile.get()
    return _Current.language if meanwhile is None else meanwhile[0]


def _(message: str) -> str:
    """The text in the language in use."""
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this count in the language in use; the caller fills in the placeholders."""
    return _catalogue().ngettext(one, many, count)


def quantity(steps: int, decimals: int = 0) -> str:
    """A quantity for people: grouped thousands, the language's decimal sign, no trailing zeros."""
    return number(decimal_from_steps(steps, decimals))


def number(value: Decimal | int) -> str:
    """A number for people."""
    if -1000 < value < 1000 and value == int(value):
        return str(int(value))
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.######", locale=language())


def money(value: Decimal) -> str:
    """An amount of money for people, two decimals or as many as it has; the plant's currency goes without saying."""
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.00####", locale=language())


def day(value: date) -> str:
    """A day for people: 4 Jan 2027."""
    from babel.dates import format_date

    return format_date(value, "d MMM y", locale=language())


def moment(value: datetime, now: datetime) -> str:
    """An instant as a person says it, in local time: "09:12 today", "Thu 31 Dec 14:20". Both are aware."""
    local = value.astimezone()
    return _on_day(local.date(), f"{local.hour:02d}:{local.minute:02d}", now)


def end_moment(value: datetime, now: datetime) -> str:
    """As `moment`, of when something ends: midnight is 24:00 of the day before, which a promise names."""
    local = value.astimezone()
    if local.hour or local.minute:
        return moment(value, now)
    return _on_day(local.date() - timedelta(days=1), "24:00", now)


def _on_day(local_day: date, clock: str, now: datetime) -> str:
    from babel.dates import format_date

    today = now.astimezone().date()
    if local_day == today:
        return _("{clock} today").format(clock=clock)
    pattern = "EEE d MMM" if local_day.year == today.year else "EEE d MMM y"
    return f"{format_date(local_day, pattern, locale=language())} {clock}"


def duration(minutes: int) -> str:
    """A length of time with its unit: 40 min, 6 h, 2 d, 3 d 3 h. Whole minutes, zero or more."""
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        text = _("{hours} h").format(hours=hours)
        return text if hours > 9 or not rest else text + " " + _("{minutes} min").format(minutes=rest)
    days, hours = divmod(hours, 24)
    text = _("{days} d").format(days=days)
    return text if days > 6 or not hours else text + " " + _("{hours} h").format(hours=hours)
