"""What was typed about stations, items, parts and loops, as values: every field is read, all faults are told together.

Texts go by the names of fields. Who leaves a field out leaves it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loops import KIND_OF_SOURCE, Loop, LoopKind, PrintRule, Step, default_steps
from kanban_app.domain.quantities import LARGEST_STEPS, QuantityError, decimal_from_steps, steps_from_text
from kanban_app.domain.stations import Station, StationKind
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import NEW, EditFault, EditRefused, refuse_if
from kanban_app.operations.importing.cells import BadCell, factor_of, name_of, number_of, text_of
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.words import UNIT_DECIMALS, UNITS

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_MINUTES_IN = {"d": 1440, "h": 60, "t": 60, "min": 1, "m": 1}
_DURATION = re.compile(r"(?:\d+\s*(?:min|[dhtm])\s*)+", re.IGNORECASE)
_PART_OF_DURATION = re.compile(r"(\d+)\s*(min|[dhtm])", re.IGNORECASE)
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_NUMBERS = ("card_count", "lot_cards", "safety_cards", "priority", "share")
_PERCENTS = ("over_tolerance_percent", "under_tolerance_percent")
_STEPS = ("in_use", "in_process", "in_transit")
_TRUTHS = ("scan_only", "rest_on_order", "suspended")
_PLACES = ("container_type", "source_location", "consumer_location")
LOOP_FIELDS = (
    *("container_quantity", "card_count", "lot_cards", "safety_cards", "lead_time_minutes"),
    *(*_PLACES, "print_rule", *_STEPS, *_PERCENTS, "rest_on_order", "scan_only", "priority", "share", "suspended"),
)

ITEM_FIELDS = ("code", "description", "unit", "decimals", "category", "unit_cost", "picture")
STATION_FIELDS = ("name", "kind", "location", "served_from")


class _Reader:
    """Reads fields one after the other and gathers what is wrong with each."""

    def __init__(self, texts: Mapping[str, str], known: Iterable[str]) -> None:
        self._texts = texts
        self.faults = [EditFault(name, "unknown_field") for name in texts if name not in frozenset(known)]

    def __call__(self, name: str, otherwise: T, read: Callable[[str], T]) -> T:
        if name not in self._texts:
            return otherwise
        try:
            return read(self._texts[name].strip())
        except BadCell as bad:
            self.faults.append(EditFault(name, bad.fault.code, {"value": self._texts[name], **bad.fault.values}))
        except QuantityError as wrong:
            self.faults.append(EditFault(name, wrong.limit, {"value": self._texts[name]}))
        except EditRefused as refused:
            self.faults += [EditFault(name, fault.code, fault.values) for fault in refused.faults]
        return otherwise


def _refused(code: str, **values: str) -> EditRefused:
    return EditRefused([EditFault("", code, values)])


def station_of(structure: Structure, base: Station | None, texts: Mapping[str, str]) -> Station:
    """A station as typed over `base`, or a new one. Raises EditRefused for what can't be read."""
    read = _Reader(texts, STATION_FIELDS)
    old = base or Station(NEW, "", StationKind.WORKSTATION)
    station = replace(
        old,
        name=read("name", old.name, name_of),
        kind=read("kind", old.kind, lambda text: _choice(StationKind, text)),
        location=read("location", old.location, name_of),
        served_from_id=read("served_from", old.served_from_id, lambda text: _station_or_none(structure, text)),
    )
    refuse_if(read.faults)
    return station


def item_of(base: Item | None, texts: Mapping[str, str]) -> Item:
    """An item as typed over `base`, or a new one; its unit gives the decimals where nothing else says them.

    Raises EditRefused for what can't be read.
    """
    read = _Reader(texts, ITEM_FIELDS)
    old = base or Item(NEW, "")
    unit = read("unit", old.unit, _unit)
    usual = UNIT_DECIMALS.get(unit, 0) if base is None else old.decimals
    item = replace(
        old,
        code=read("code", old.code, name_of),
        description=read("description", old.description, text_of),
        unit=unit,
        decimals=read("decimals", usual, lambda text: _whole(text) if text else usual),
        category=read("category", old.category, text_of),
        unit_cost=read("unit_cost", old.unit_cost, _cost),
        picture=read("picture", old.picture, str),
    )
    refuse_if(read.faults)
    return item


def new_loop_of(structure: Structure, texts: Mapping[str, str]) -> Loop:
    """A new loop as typed; its kind follows from the source. Raises EditRefused for what can't be read."""
    needed = {"item": "", "source": "", "consumer": "", "container_quantity": ""}
    typed = {**needed, **texts}
    ends = _Reader(typed, (*needed, *LOOP_FIELDS))
    item_id = ends("item", NEW, lambda text: item_id_of(structure, text))
    source_id = ends("source", NEW, lambda text: station_id_of(structure, text))
    consumer_id = ends("consumer", NEW, lambda text: station_id_of(structure, text))
    source = structure.stations.get(source_id)
    kind = KIND_OF_SOURCE[source.kind] if source else LoopKind.PRODUCTION
    in_process, in_transit = default_steps(kind)
    blank = Loop(NEW, item_id, source_id, consumer_id, kind, 1, 2, in_process=in_process, in_transit=in_transit)
    values, faults = _loop_values(structure, blank, {name: typed[name] for name in typed if name in LOOP_FIELDS})
    refuse_if([*ends.faults, *faults])
    return replace(blank, **values)  # type: ignore[arg-type] # read by the kind of each field


def loop_values(structure: Structure, loop: Loop, texts: Mapping[str, str]) -> dict[str, object]:
    """The values that differ from the loop's own. Raises EditRefused for what can't be read."""
    values, faults = _loop_values(structure, loop, texts)
    refuse_if(faults)
    return {name: value for name, value in values.items() if value != getattr(loop, name)}


def _loop_values(
    structure: Structure, loop: Loop, texts: Mapping[str, str]
) -> tuple[dict[str, object], list[EditFault]]:
    read = _Reader(texts, LOOP_FIELDS)
    item = structure.items.get(loop.item_id)
    decimals = item.decimals if item else 0
    readers: dict[str, Callable[[str], object]] = {
        "container_quantity": lambda text: _quantity(text, decimals),
        "lead_time_minutes": minutes_of,
        "print_rule": lambda text: _choice(PrintRule, text),
        **dict.fromkeys((*_NUMBERS, *_PERCENTS), _whole),
        **dict.fromkeys(_STEPS, lambda text: _choice(Step, text)),
        **dict.fromkeys(_TRUTHS, _truth),
        **dict.fromkeys(_PLACES, name_of),
    }
    values = {name: read(name, getattr(loop, name), readers[name]) for name in LOOP_FIELDS if name in texts}
    return values, read.faults


def bom_line_of(structure: Structure, parent_id: int, component: str, amount: str) -> BomLine:
    """One part of an item: `amount` of the component goes into one unit of the parent, "4", "0.25" or "1/3".

    Raises EditRefused with the fields `component` and `amount`.
    """
    read = _Reader({"component": component, "amount": amount}, ("component", "amount"))
    component_id = read("component", NEW, lambda text: item_id_of(structure, text))
    ratio = read("amount", Fraction(0), _ratio)
    refuse_if(read.faults)
    decimals = structure.items[component_id].decimals - structure.items[parent_id].decimals
    return BomLine(parent_id, component_id, ratio * Fraction(10) ** decimals)


def amount_text(structure: Structure, line: BomLine) -> str:
    """How much of the component goes into one unit of the parent, exactly as it may be typed again."""
    decimals = structure.items[line.parent_id].decimals - structure.items[line.component_id].decimals
    ratio = line.per_parent * Fraction(10) ** decimals
    if ratio.denominator == 1:
        return str(ratio.numerator)
    twos_and_fives = ratio.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives == 1:
        return f"{Decimal(ratio.numerator) / Decimal(ratio.denominator):f}"
    return f"{ratio.numerator}/{ratio.denominator}"


def loop_texts(structure: Structure, loop: Loop) -> dict[str, str]:
    """A loop's fields as they may be typed again."""
    texts = {name: _text(getattr(loop, name)) for name in LOOP_FIELDS}
    decimals = structure.item_of(loop).decimals
    texts["container_quantity"] = f"{decimal_from_steps(loop.container_quantity, decimals):f}"
    texts["lead_time_minutes"] = minutes_text(loop.lead_time_minutes)
    return texts


def station_texts(structure: Structure, station: Station) -> dict[str, str]:
    """A station's fields as they may be typed again."""
    store = structure.stations.get(station.served_from_id or NEW)
    places = {"location": station.location, "served_from": store.name if store else ""}
    return {"name": station.name, "kind": station.kind.value, **places}


def item_texts(item: Item) -> dict[str, str]:
    """An item's fields as they may be typed again."""
    return {name: _text(getattr(item, name)) for name in ITEM_FIELDS}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def minutes_of(text: str) -> int:
    """ "3 d 4 h", "90 min" or plain minutes. Raises EditRefused."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not _DURATION.fullmatch(text):
        raise _refused("no_duration", value=text)
    return sum(int(count) * _MINUTES_IN[unit.lower()] for count, unit in _PART_OF_DURATION.findall(text))


def minutes_text(minutes: int) -> str:
    """A lead time exactly, as it may be typed again: "3 d 4 h"."""
    parts = [(minutes // 1440, "d"), (minutes % 1440 // 60, "h"), (minutes % 60, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 min"


def item_id_of(structure: Structure, text: str) -> int:
    """The item of this code, whatever its capitals. Raises EditRefused."""
    return _id_named(text, ((item.code, item.id) for item in structure.items.values()), "unknown_item")


def station_id_of(structure: Structure, text: str) -> int:
    """The station of this name, whatever its capitals. Raises EditRefused."""
    return _id_named(text, ((one.name, one.id) for one in structure.stations.values()), "unknown_station")


def _id_named(text: str, known: Iterable[tuple[str, int]], code: str) -> int:
    folded = name_of(text).casefold()
    if not folded:
        raise _refused("missing")
    found = next((own_id for name, own_id in known if name.casefold() == folded), None)
    if found is None:
        raise _refused(code, name=text)
    return found


def _station_or_none(structure: Structure, text: str) -> int | None:
    return station_id_of(structure, text) if text else None


def _choice(kind: type[E], text: str) -> E:
    try:
        return kind(text.casefold())
    except ValueError:
        raise _refused("no_choice", value=text, choices=", ".join(one.value for one in kind)) from None


def _truth(text: str) -> bool:
    if text.casefold() not in _YES_NO:
        raise _refused("no_choice", value=text, choices="yes, no")
    return _YES_NO[text.casefold()]


def _whole(text: str) -> int:
    if not text:
        raise _refused("missing")
    return steps_from_text(text, 0)


def _quantity(text: str, decimals: int) -> int:
    if not text:
        raise _refused("missing")
    return steps_from_text(text, decimals)


def _unit(text: str) -> str:
    return UNITS.get(plain(text)) or name_of(text)


def _cost(text: str) -> str:
    value = number_of(text)
    if value is not None and not 0 <= value <= LARGEST_STEPS:
        raise _refused("not_positive")
    return "" if value is None else f"{value.normalize():f}"


def _ratio(text: str) -> Fraction:
    value = factor_of(text)
    if value is None:
        raise _refused("missing")
    if not 0 < value <= LARGEST_STEPS:
        raise _refused("not_positive")
    return value
