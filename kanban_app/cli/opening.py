"""The plant of a command, and reading what was typed about it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kanban_app.cli.saying import WrongUse
from kanban_app.i18n import _
from kanban_app.store.servers import is_server

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


def place_typed(text: str) -> Path | str:
    """A plant's place as somebody typed it: the path of a file, or a server's address as it is."""
    return text if is_server(text) else Path(text)


def plant_place(arguments: argparse.Namespace) -> Path | str:
    chosen: Path | str | None = getattr(arguments, "plant", None)
    if chosen is None:
        last = arguments.settings.last_plant
        if not last:
            raise WrongUse(_("No plant was used here yet. Name one with --plant, or make one with: kanban-app new"))
        chosen = Path(last)
    return chosen.absolute() if isinstance(chosen, Path) else chosen


def remember(arguments: argparse.Namespace, place: Path | str) -> None:
    """A file is opened again where none is named. A server's address is not kept: it may hold a password."""
    if isinstance(place, Path):
        arguments.settings.remember_plant(place)


class Opened:
    """The plant of a command, open as long as the command runs."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._place = plant_place(arguments)

    def __enter__(self) -> Shop:
        from kanban_app.operations.shop import Shop

        self._shop = Shop.open(self._place)
        remember(self._arguments, self._place)
        return self._shop

    def __exit__(self, *_exception: object) -> None:
        self._shop.close()


def id_of_station(shop: Shop, name: str) -> int:
    import difflib

    names = {station.name.casefold(): station.id for station in shop.structure.stations.values()}
    found = names.get(name.strip().casefold())
    if found is None:
        known = [station.name for station in shop.structure.stations.values()]
        near = difflib.get_close_matches(name, known, 1) or known
        raise WrongUse(_("There is no station {name}. Did you mean: {near}").format(name=name, near=", ".join(near)))
    return found


def steps_typed(shop: Shop, text: str, decimals: int) -> int | None:
    from kanban_app.domain.quantities import QuantityError, steps_from_text

    if not text:
        return None
    try:
        return steps_from_text(text, decimals)
    except QuantityError as problem:
        said = _("{text} is no quantity of this item ({count} decimals).")
        if problem.limit == "out_of_range":
            said = _("{text} is too large for a quantity. Type a smaller number.")
        raise WrongUse(said.format(text=text, count=decimals)) from None


def decimals_of(shop: Shop, code: str) -> int:
    card = shop.find(code).result()
    return shop.structure.item_of(shop.structure.loops[card.loop_id]).decimals if card else 0
