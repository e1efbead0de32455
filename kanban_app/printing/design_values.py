"""Reading the values of a design file, each with its limits; what is wrong is said with the place where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from kanban_app.i18n import _

Reader = Callable[[Any, str], Any]
"""Answers the value as the design keeps it, or raises DesignProblem; the text names the value's place."""

_LONGEST_TEXT = 200
_MOST_ENTRIES = 60


class DesignProblem(ValueError):
    """A design file that cannot be used: one sentence for people, with the place in the file."""


def number(lowest: float, highest: float) -> Reader:
    """Reads a number within these limits."""

    def read(value: Any, place: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise DesignProblem(_("{place} is not a number.").format(place=place))
        if not lowest <= value <= highest:
            raise DesignProblem(
                _("{place} is {value}; it can be {lowest} to {highest}.").format(
                    place=place, value=f"{value:g}", lowest=f"{lowest:g}", highest=f"{highest:g}"
                )
            )
        return float(value)

    return read


def flag(value: Any, place: str) -> bool:
    """Reads true or false."""
    if not isinstance(value, bool):
        raise DesignProblem(_("{place} is neither true nor false.").format(place=place))
    return value


def words(value: Any, place: str) -> str:
    """Reads a text of up to 200 characters; it is printed as it stands and does nothing."""
    if not isinstance(value, str):
        raise DesignProblem(_("{place} is not a text.").format(place=place))
    if len(value) > _LONGEST_TEXT:
        raise DesignProblem(_("{place} is longer than {count} characters.").format(place=place, count=_LONGEST_TEXT))
    return value


def one_of(*names: str) -> Reader:
    """Reads one of these names."""

    def read(value: Any, place: str) -> str:
        if not isinstance(value, str) or value not in names:
            raise DesignProblem(
                _("{place} is “{value}”; it can be: {names}.").format(
                    place=place, value=str(value)[:40], names=", ".join(name or "“”" for name in names)
                )
            )
        return value

    return read


def many(each: Reader, least: int = 0, most: int = _MOST_ENTRIES) -> Reader:
    """Reads a list, every entry with this reader."""

    def read(value: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise DesignProblem(_("{place} is not a list.").format(place=place))
        if not least <= len(value) <= most:
            raise DesignProblem(
                _("{place} has {count} entries; it can have {least} to {most}.").format(
                    place=place, count=len(value), least=least, most=most
                )
            )
        return tuple(each(entry, f"{place} {at}") for at, entry in enumerate(value, start=1))

    return read


def span(value: Any, place: str) -> tuple[float, float]:
    """Reads the largest and the smallest height of capitals in mm."""
    largest, smallest = many(number(0.5, 100), 2, 2)(value, place)
    if smallest > largest:
        raise DesignProblem(_("{place}: the largest size comes first.").format(place=place))
    return largest, smallest


def mapping(value: Any, place: str) -> Mapping[str, Any]:
    """Reads an object of named values."""
    if not isinstance(value, dict):
        raise DesignProblem(_("{place} is not a set of named values.").format(place=place))
    return value


def only(given: Mapping[str, Any], known: set[str], place: str) -> None:
    """Raises DesignProblem for a name that means nothing here: a typing mistake would otherwise pass unseen."""
    for name in given:
        if name not in known:
            raise DesignProblem(_("{place}: nothing is called “{name}” here.").format(place=place, name=name[:40]))
