"""What people type into orders: days, quantities, prices, items; and what is wrong with it, in words. No Qt."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.quantities import LARGEST_STEPS, QuantityError, steps_from_text
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _

_IN_DAYS = re.compile(r"\+\s*(\d{1,4})")
_SHORT = re.compile(r"(\d{1,2})[.-](\d{1,2})\.?")


class Typed(ValueError):
    """Something that was typed can't be meant; `said` is the sentence about it."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def day_of(text: str, today: date) -> date:
    """A day: "2027-01-31", "31.1.2027", "31.1." (the next one), or "+5" days from today. Raises Typed."""
    from kanban_app.operations.importing.cells import BadCell, date_of

    plain = text.strip()
    if not plain:
        raise Typed(_("The wanted day is missing."))
    try:
        if found := _IN_DAYS.fullmatch(plain):
            return today + timedelta(days=int(found[1]))
        if found := _SHORT.fullmatch(plain):
            return _next(int(found[1]), int(found[2]), today)
        day = date_of(plain)
    except (BadCell, ValueError, OverflowError):
        day = None
    if day is None:
        raise Typed(_("“{text}” is no day. Write it as 2027-01-31.").format(text=plain))
    return day


def _next(day: int, month: int, today: date) -> date:
    found = date(today.year, month, day)
    return found if found >= today else date(today.year + 1, month, day)


def steps_of(text: str, decimals: int) -> int:
    """A quantity in steps, one at least. Raises Typed."""
    try:
        steps = steps_from_text(text, decimals)
    except QuantityError:
        said = _("The quantity is missing.") if not text.strip() else _("“{text}” is no quantity of this item.")
        raise Typed(said.format(text=text.strip())) from None
    if not 1 <= steps <= LARGEST_STEPS:
        raise Typed(_("A line needs at least one piece."))
    return steps


def price_of(text: str) -> str:
    """A price as plain decimal text, empty for none. Raises Typed."""
    from kanban_app.operations.orders_entering import price_of as plain_price

    try:
        return plain_price(text)
    except OrderRefused:
        raise Typed(_("“{text}” is no price. Write it as 12.50.").format(text=text.strip())) from None


def item_of(text: str, structure: Structure) -> int:
    """The id of the item of this name; the beginning of a name is enough where it is the only one. Raises Typed."""
    wanted = " ".join(text.split()).casefold()
    if not wanted:
        raise Typed(_("The item is missing."))
    codes = _ids_by_code(structure)
    if wanted in codes:
        return codes[wanted]
    begin = [item_id for code, item_id in codes.items() if code.startswith(wanted)]
    if len(begin) == 1:
        return begin[0]
    if begin:
        raise Typed(_("Several items begin with “{text}”.").format(text=text.strip()))
    raise Typed(_("There is no item “{text}”.").format(text=text.strip()))


@lru_cache(maxsize=1)
def _ids_by_code(structure: Structure) -> dict[str, int]:
    """Made once for all the rows of a paste."""
    return {item.code.casefold(): item.id for item in structure.items.values()}
