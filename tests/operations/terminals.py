"""Terminals of one plant, each a Shop of its own, on a file or on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kanban_app.domain.cards import Card
from kanban_app.domain.changes import Changes
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import PrintRule
from kanban_app.operations.shop import Shop
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.store.small_plant import draft


@contextmanager
def terminals(place: Place, clock: Clock, count: int = 1) -> Iterator[list[Shop]]:
    """So many terminals on one plant; closed at the end."""
    shops: list[Shop] = []
    try:
        while len(shops) < count:
            shops.append(Shop(place, terminal=f"terminal {len(shops) + 1}", clock=clock))
        yield shops
    finally:
        for shop in shops:
            shop.close()


def planted(
    databases: Databases, clock: Clock, *, print_rule: PrintRule = PrintRule.LIST, print_folder: Path | None = None
) -> Place:
    """The small plant with full cards."""
    place = databases.plant()
    with terminals(place, clock) as [shop]:
        shop.book_draft(draft(print_rule=print_rule), Start.FULL).result()
        if print_folder is not None:
            shop.change_settings(print_folder=str(print_folder)).result()
    return place


def card_of(shop: Shop, loop_id: int, number: int) -> Card:
    """The card with this number of a loop, as it is now."""
    return next(card for card in shop.board().result().row(loop_id).cards if card.number == number)


class Listener:
    """Keeps what a terminal's subscribers are told."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self.heard: list[Changes] = []
        shop.subscribe(self.heard.append)

    def look(self) -> list[Changes]:
        """Poll once, wait for the look to end, and tell what was heard since the last time."""
        self._shop.poll()
        self._shop.board().result()  # the reader does one thing after the other
        heard, self.heard[:] = list(self.heard), []
        return heard
