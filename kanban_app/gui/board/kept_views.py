"""Views of the board that a terminal keeps: name, grouping, filters and search; and how the board was left. No Qt.

They stand as texts in one setting. What cannot be read, or names what this program does not know, is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kanban_app.domain.cards import Mark
from kanban_app.gui.board.plan import Filter, Grouping
from kanban_app.gui.board.sieve import KINDS, OPEN, STATES, Age, Sieve

LONGEST_NAME = 40
MOST_VIEWS = 50
# px at 100 %
NARROWEST_PANEL, WIDEST_PANEL = 320, 1200
NARROWEST_COLUMN, WIDEST_COLUMN = 60, 800
COLUMNS = ("group", "item", "other", "zone")


@dataclass(frozen=True, slots=True)
class KeptView:
    """One view; `search` is the text as it was typed."""

    name: str
    grouping: Grouping = Grouping.SOURCE
    filter: Filter = Filter.ALL
    search: str = ""
    sieve: Sieve = OPEN


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a terminal keeps of the board. `columns` are widths by COLUMNS, in px at 100 %, as `panel_width`."""

    views: tuple[KeptView, ...] = ()
    last: KeptView | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    panel_width: int | None = None


def cleaned(name: str) -> str:
    """A name as it is kept: printable, single spaces, of a sensible length."""
    return " ".join("".join(letter for letter in name if letter.isprintable()).split())[:LONGEST_NAME]


def with_view(views: tuple[KeptView, ...], view: KeptView) -> tuple[KeptView, ...]:
    """The views with this one, in the place of one of the same name."""
    others = [other for other in views if other.name.casefold() != view.name.casefold()]
    return tuple(sorted([*others, view], key=lambda kept: kept.name.casefold()))[:MOST_VIEWS]


def without_view(views: tuple[KeptView, ...], name: str) -> tuple[KeptView, ...]:
    """The views but the one of this name."""
    return tuple(view for view in views if view.name != name)


# -- texts


def to_texts(kept: Kept) -> dict[str, str]:
    """As it is written into the setting."""
    texts = {
        "views": json.dumps([_written(view) for view in kept.views], ensure_ascii=False),
        "columns": json.dumps(dict(kept.columns)),
    }
    if kept.last is not None:
        texts["last"] = json.dumps(_written(kept.last), ensure_ascii=False)
    if kept.panel_width is not None:
        texts["panel_width"] = json.dumps(kept.panel_width)
    return texts


def _written(view: KeptView) -> dict[str, str]:
    parts = {"name": view.name, "grouping": view.grouping.value, "filter": view.filter.value, "search": view.search}
    return parts | {name: str(getattr(view.sieve, name)) for name in view.sieve.active()}


def from_texts(texts: Mapping[str, str]) -> Kept:
    """As it is read from the setting; what is broken is left out."""
    listed = _json(texts, "views")
    views = [_read(entry) for entry in listed] if isinstance(listed, list) else []
    named = {view.name.casefold(): view for view in views if view is not None and view.name}
    columns = _json(texts, "columns")
    return Kept(
        tuple(sorted(named.values(), key=lambda view: view.name.casefold()))[:MOST_VIEWS],
        _read(_json(texts, "last")),
        _widths(columns) if isinstance(columns, dict) else {},
        _within(_json(texts, "panel_width"), NARROWEST_PANEL, WIDEST_PANEL),
    )


def _json(texts: Mapping[str, str], name: str) -> Any:
    try:
        return json.loads(texts.get(name, "null"))
    except (ValueError, RecursionError):
        return None


def _widths(columns: dict[str, Any]) -> dict[str, int]:
    found = {name: _within(columns.get(name), NARROWEST_COLUMN, WIDEST_COLUMN) for name in COLUMNS}
    return {name: width for name, width in found.items() if width is not None}


def _within(value: object, least: int, most: int) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if fits and isinstance(value, int) else None


def _read(entry: object) -> KeptView | None:
    """A view from what was written; None when any part of it is not what it should be."""
    if not isinstance(entry, dict) or not all(isinstance(value, str) for value in entry.values()):
        return None
    known = {"name", "grouping", "filter", "search", *(part.name for part in fields(Sieve))}
    if not known >= entry.keys():
        return None
    try:
        return KeptView(
            cleaned(entry.get("name", "")),
            Grouping(entry.get("grouping", Grouping.SOURCE)),
            Filter(entry.get("filter", Filter.ALL)),
            entry.get("search", ""),
            _read_sieve(entry),
        )
    except ValueError:
        return None


def _read_sieve(entry: Mapping[str, str]) -> Sieve:
    """Raises ValueError for a state, age, mark or kind that is not known."""
    kind, state = entry.get("kind", ""), entry.get("state")
    if kind not in ("", *KINDS) or (state is not None and state not in STATES):
        raise ValueError(kind)
    return Sieve(
        source=entry.get("source", ""),
        consumer=entry.get("consumer", ""),
        item=entry.get("item", ""),
        kind=kind,
        state=next((known for known in STATES if known == state), None),
        age=Age(entry["age"]) if "age" in entry else None,
        flag=Mark(entry["flag"]) if "flag" in entry else None,
    )
