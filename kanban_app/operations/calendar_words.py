"""What is said about working time: why a calendar can't be kept so, and the names of the weekdays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from kanban_app.domain.structure_edits import EditFault
from kanban_app.i18n import _, language

_FAULTS: Mapping[str, Callable[[], str]] = {
    "shifts_overlap": lambda: _("Two shifts of this day overlap. Nothing was changed. End one where the next begins."),
    "no_work_left": lambda: _("The breaks cover the whole shift. Nothing was changed. Make them shorter."),
    "not_times": lambda: _("{text} is not written as times. Nothing was changed. Write 06:00-14:00, 14:00-22:00."),
    "not_a_day": lambda: _("{text} is no day. Nothing was changed. Write it as 2027-01-31."),
    "days_backwards": lambda: _("The days from {day} end before they begin. Nothing was changed. Swap the two days."),
    "days_too_long": lambda: _("The days from {day} are more than a year. Nothing was changed. Set weekly shifts."),
    "no_such_days": lambda: _("Nothing is set for {day}. Nothing was changed. Look at the list of days."),
    "zone_unknown": lambda: _("There is no time zone {zone}. Nothing was changed. Write it as Europe/Stockholm."),
    "country_unknown": lambda: _("No holidays are known for {country}. Nothing was changed. Write SE, NO or DE."),
    "region_unknown": lambda: _("There is no region {region}. Nothing was changed. Choose one of {regions}."),
    "no_regions": lambda: _("This country has no regions with own holidays. Nothing was changed. Leave it out."),
    "region_without_country": lambda: _("A region needs its country. Nothing was changed. Choose the country first."),
}


def calendar_fault_text(fault: EditFault) -> str:
    """What is wrong with one field of a calendar, and the next step."""
    return _FAULTS[fault.code]().format(**fault.values)


def fault_codes() -> frozenset[str]:
    """All codes that have words here."""
    return frozenset(_FAULTS)


def weekday_names(*, short: bool = False) -> list[str]:
    """Monday to Sunday in the language in use."""
    from babel.dates import format_date

    pattern = "EEE" if short else "EEEE"
    return [format_date(date(2024, 1, 1 + day), pattern, locale=language()) for day in range(7)]  # a Monday


def worked_text(minutes: int) -> str:
    """How long a day is worked, to the minute: 15 h 45 min, 8 h, off."""
    hours, rest = divmod(minutes, 60)
    shown = [_("{hours} h").format(hours=hours)] if hours else []
    if rest:
        shown.append(_("{minutes} min").format(minutes=rest))
    return " ".join(shown) or _("off")
