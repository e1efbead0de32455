"""The plant of a command, and reading what was typed about it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kanban_app.cli.saying import WrongUse
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop


def plant_path(arguments: argparse.Namespace) -> Path:
    chosen: Path | None = getattr(arguments, "plant", None)
    if chosen is not None:
        return chosen
    last = arguments.settings.last_plant
    if not last:
        raise WrongUse(_("No plant was used here yet. Name one with --plant, or make one with: kanban-app new"))
    return Path(last)


class Opened:
    """The plant of a command, open as long as the command runs."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._path = plant_path(arguments)
        self._settings = arguments.settings

    def __enter__(self) -> Shop:
        from kanban_app.operations.shop import Shop

        self._shop = Shop.open(self._path.absolute())
        self._settings.remember_plant(self._path.absolute())
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
    except QuantityError:
        raise WrongUse(
            _("{text} is no quantity of this item ({count} decimals).").format(text=text, count=decimals)
        ) from None


def decimals_of(shop: Shop, code: str) -> int:
    card = shop.find(code).result()
    return shop.structure.item_of(shop.structure.loops[card.loop_id]).decimals if card else 0
