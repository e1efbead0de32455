"""Who gets what stands in stock: lines made to stock are served oldest wanted date first, as cards come full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kanban_app.domain.orders import OrderLine


def in_turn(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """Oldest wanted date first; on the same day the smaller priority number, then who was entered first."""
    return sorted(lines, key=lambda line: (line.wanted_on, line.priority, line.id))


def shared_out(lines: Iterable[OrderLine], stock: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Steps per line id that its shipping place has for it now. `stock` are the free steps by (station, item).

    Only lines with a shipping place that await pieces take part; one that gets nothing is left out.
    """
    left = dict(stock)
    given: dict[int, int] = {}
    for line in in_turn(lines):
        place = (line.station_id or 0, line.item_id)
        pieces = min(line.remaining, left.get(place, 0))
        if pieces > 0:
            given[line.id] = pieces
            left[place] -= pieces
    return given
