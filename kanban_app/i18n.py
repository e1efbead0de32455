"""Texts, dates and numbers in the user's language: gettext and Babel, without Qt.

Every text a person reads passes `_` or `ngettext` where it is made. Catalogues stand under `resources/locale`; English
is the language of the source, so it needs none.
"""

from __future__ import annotations

import gettext as _gettext
from datetime import date, datetime
from decimal import Decimal

from kanban_app import resources
from kanban_app.domain.quantities import decimal_from_steps

LANGUAGES = {"en": "English", "sv": "Svenska", "nb": "Norsk bokmål"}


class _Current:
    """The language of this process; one, because one person sits at one terminal."""

    language = "en"
    catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: str) -> None:
    """Speak this language from now on. A language without a catalogue falls back to English text."""
    _Current.language = language if language in LANGUAGES else "en"
    try:
        folder = str(resources.path("locale"))
    except FileNotFoundError:
        folder = None
    _Current.catalogue = _gettext.translation("kanban_app", folder, languages=[_Current.language], fallback=True)


def language() -> str:
    """The language in use: en, sv or nb."""
    return _Current.language


def _(message: str) -> str:
    """The text in the language in use."""
    return _Current.catalogue.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The text for this count in the language in use; the caller fills in the placeholders."""
    return _Current.catalogue.ngettext(one, many, count)


def quantity(steps: int, decimals: int = 0) -> str:
    """A quantity for people: grouped thousands, the language's decimal sign, no trailing zeros."""
    return number(decimal_from_steps(steps, decimals))


def number(value: Decimal | int) -> str:
    """A number for people."""
    if -1000 < value < 1000 and value == int(value):
        return str(int(value))
    from babel.numbers import format_decimal

    return format_decimal(value, format="#,##0.######", locale=_Current.language)


def day(value: date) -> str:
    """A day for people: 4 Jan 2027."""
    from babel.dates import format_date

    return format_date(value, "d MMM y", locale=_Current.language)


def moment(value: datetime, now: datetime) -> str:
    """An instant as a person says it, in local time: "09:12 today", "Thu 31 Dec 14:20". Both are aware."""
    from babel.dates import format_date

    local, today = value.astimezone(), now.astimezone()
    clock = f"{local.hour:02d}:{local.minute:02d}"
    if local.date() == today.date():
        return _("{clock} today").format(clock=clock)
    pattern = "EEE d MMM" if local.year == today.year else "EEE d MMM y"
    return f"{format_date(local.date(), pattern, locale=_Current.language)} {clock}"


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
