"""Items and stations by name: one spelling of each, what is like it, and what it is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from kanban_app.domain.draft import ItemDraft, StationDraft
from kanban_app.domain.stations import StationKind
from kanban_app.domain.supply_lists import ALL_ITEMS
from kanban_app.operations.importing.cells import Cell, name_of
from kanban_app.operations.importing.columns import Parsed
from kanban_app.operations.importing.header_text import plain
from kanban_app.operations.importing.problems import error, told_once, warning

ALL_ITEMS_WORDS = frozenset(
    plain(words)
    for words in [
        "all items",
        " all",
        " *all*",
        " all articles",
        " all parts",
        " any item",
        " alla artiklar",
        " alla",
        " samtliga artiklar",
        " alle artikler",
        " alle varer",
        " alle",
        " alle artikel",
        " alle teile",
        " alle materialien",
    ]
)
_STARS = ("*", "**", "%")
MOST_SUGGESTIONS = 200
"""Finding the nearest name costs some milliseconds; after so many unknown names nobody reads the suggestions.
"""
_MOST_COMPARED = 20_000


class Suggestions:
    """The known name nearest to an unknown one."""

    def __init__(self) -> None:
        self._asked = 0

    def nearest(self, name: str, known: Iterable[str]) -> str:
        """The nearest known name, empty where none is near."""
        self._asked += 1
        if self._asked > MOST_SUGGESTIONS:
            return ""
        by_folded = {other.casefold(): other for other in islice(known, _MOST_COMPARED)}
        found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.75)
        return by_folded[found[0]] if found else ""


class ItemNames:
    """The items an import knows. While `is_deriving`, an unknown name becomes an item of its own."""

    def __init__(self, existing: Iterable[ItemDraft] = ()) -> None:
        self.known: dict[str, ItemDraft] = {}
        self.is_deriving = False
        self._by_folded: dict[str, str] = {}
        self._by_plain: dict[str, str] = {}
        self._without_zeros: dict[str, list[str]] = {}
        self._suggestions = Suggestions()
        for item in existing:
            self.add(item)

    def add(self, item: ItemDraft) -> None:
        """A new item."""
        self.known[item.code] = item
        self._by_folded.setdefault(item.code.casefold(), item.code)
        self._by_plain.setdefault(plain(item.code), item.code)
        if item.code.isdigit():
            self._without_zeros.setdefault(item.code.lstrip("0"), []).append(item.code)

    def spelled(self, name: str) -> str | None:
        """The known spelling of this name; None for an unknown one."""
        return self._by_folded.get(name.casefold())

    def resolve(self, cell: Cell) -> Parsed[str]:
        """The item a cell names."""
        name = name_of(cell)
        code = self.spelled(name)
        if code is not None or not name:
            return code, None
        if name in _STARS or plain(name) in ALL_ITEMS_WORDS:
            return None, error("all_items_here")
        if name.isdigit() and len(self._without_zeros.get(name.lstrip("0"), ())) == 1:
            code = self._without_zeros[name.lstrip("0")][0]
            return code, warning("lost_zeros", code=code)
        if self.is_deriving:
            return self._derived(name)
        return None, error("unknown_item", suggestion=self._suggestions.nearest(name, self.known))

    def resolve_or_all(self, cell: Cell) -> Parsed[str]:
        """The item a cell names, or ALL_ITEMS for a wildcard."""
        name = name_of(cell)
        if self.spelled(name) is None and (name in _STARS or (name and plain(name) in ALL_ITEMS_WORDS)):
            return ALL_ITEMS_MARK, None
        return self.resolve(cell)

    def _derived(self, name: str) -> Parsed[str]:
        other = self._by_plain.get(plain(name), "")
        self.add(ItemDraft(name))
        return name, told_once("similar_item", other=other) if other else None


ALL_ITEMS_MARK = "*"
"""Stands for ALL_ITEMS while a row is read, where an empty text would count as missing."""


def item_or_all(code: str) -> str:
    """The code, or ALL_ITEMS for the mark."""
    return ALL_ITEMS if code == ALL_ITEMS_MARK else code


class StationNames:
    """The stations an import knows. While `is_strict` (there is a table of stations), no other may be named."""

    def __init__(self, existing: Iterable[StationDraft] = ()) -> None:
        self.known: dict[str, StationDraft] = {}
        self.is_strict = False
        self._by_folded: dict[str, str] = {}
        self._by_plain: dict[str, str] = {}
        self._locations: dict[str, str] = {}
        self._suggestions = Suggestions()
        for station in existing:
            self.add(station)

    def add(self, station: StationDraft) -> None:
        """A new station, or a known one of which more is known now."""
        self.known[station.name] = station
        self._by_folded.setdefault(station.name.casefold(), station.name)
        self._by_plain.setdefault(plain(station.name), station.name)
        if station.location:
            self._locations.setdefault(station.location.casefold(), station.location)

    def spelled(self, name: str) -> str | None:
        """The known spelling of this name; None for an unknown one."""
        return self._by_folded.get(name.casefold())

    def kind_of(self, name: str) -> StationKind | None:
        """What a known station is."""
        station = self.known.get(name)
        return station.kind if station else None

    def claim(self, name: str, kind: StationKind) -> None:
        """Somebody names a station of this kind. A known name keeps its kind; a strict list grows no more."""
        if name and self.spelled(name) is None and not self.is_strict:
            self.add(StationDraft(name, kind, name if kind is StationKind.STORE else ""))

    def resolve(self, cell: Cell, kind: StationKind) -> Parsed[str]:
        """The station of this kind a cell names; it has been claimed before."""
        name = name_of(cell)
        if not name:
            return None, None
        known = self.spelled(name)
        if known is None:
            return self._unknown(name, kind)
        there = self.known[known].kind
        if there is not kind:
            return None, error("two_kinds", name=known, kind=there.value, other=kind.value)
        return known, None

    def resolve_place(self, cell: Cell) -> Parsed[str]:
        """The store or workstation a cell names. An unknown name becomes a store."""
        name = name_of(cell)
        if not name:
            return None, None
        known = self.spelled(name)
        if known is None:
            return self._unknown(name, StationKind.STORE)
        if self.known[known].kind is StationKind.SUPPLIER:
            return None, error("two_kinds", name=known, kind="supplier", other="store")
        return known, None

    def resolve_location(self, cell: Cell) -> Parsed[str]:
        """The location a cell names: a place, or a location that a station of the table of stations stands
        in.
        """
        name = name_of(cell)
        if self.spelled(name) is None and name.casefold() in self._locations:
            return self._locations[name.casefold()], None
        return self.resolve_place(cell)

    def resolve_any(self, cell: Cell) -> Parsed[str]:
        """The station of any kind a cell names. An unknown name becomes a store."""
        name = name_of(cell)
        if not name:
            return None, None
        known = self.spelled(name)
        return (known, None) if known is not None else self._unknown(name, StationKind.STORE)

    def _unknown(self, name: str, kind: StationKind) -> Parsed[str]:
        if self.is_strict:
            return None, error("unknown_station", suggestion=self._suggestions.nearest(name, self.known))
        other = self._by_plain.get(plain(name)) or self._misspelled(name)
        self.add(StationDraft(name, kind, location=name if kind is StationKind.STORE else ""))
        return name, told_once("similar_station", other=other) if other else None

    def _misspelled(self, name: str) -> str:
        """A known name that is nearly this one, with the same digits: shop 1 and shop 2 are two shops."""
        other = self._suggestions.nearest(name, self.known)
        same_digits = [d for d in name if d.isdigit()] == [d for d in other if d.isdigit()]
        return other if other and same_digits and abs(len(other) - len(name)) <= 2 else ""
