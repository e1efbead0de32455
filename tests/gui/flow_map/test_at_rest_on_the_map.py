"""What was made for choices is on the map while somebody waits for it, and no longer."""

from __future__ import annotations

from pathlib import Path

from tests.gui.conftest import until
from tests.gui.flow_map.conftest import Map
from tests.gui.made_for_choices import NAME, cancel_them, order_padded_chairs


def offered(flow_map: Map) -> list[str]:
    items = flow_map.screen.head.items
    return [items.itemText(row) for row in range(items.count())]


def test_an_order_that_is_cancelled_takes_its_item_off_the_map(flow_map: Map, tmp_path: Path) -> None:
    flow_map.open()
    items, pairs = offered(flow_map), flow_map.picture.now.pairs
    number = order_padded_chairs(flow_map.factory, tmp_path)
    until(lambda: NAME in offered(flow_map))
    assert flow_map.picture.now.pairs != pairs
    cancel_them(flow_map.factory, number)
    until(lambda: NAME not in offered(flow_map))
    assert offered(flow_map) == items
    assert flow_map.picture.now.pairs == pairs
    until(lambda: not flow_map.screen.feed.is_busy())
