"""Which policy answers demand for an item at a shipping place: what a person chose, else what the loops say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kanban_app.domain.flow_ways import Decoupling, decoupling_of, holding_loops, places_of_sale
from kanban_app.domain.orders import FROM_STOCK, Policy
from kanban_app.domain.structure import Structure


@dataclass(frozen=True, slots=True)
class ChosenPolicy:
    """What a person decided for an item, with the reason given."""

    policy: Policy
    reason: str = ""


def default_policy(structure: Structure, item_id: int, station_id: int | None) -> Policy:
    """Make to stock where cards circulate in a loop that ends at the shipping place, else make to order.

    Where no place is said yet, it is every place that the item may ship from.
    """
    places = places_of_sale(structure, item_id) if station_id is None else [station_id]
    is_kept = bool(places) and all(holding_loops(structure, place, item_id) for place in places)
    return Policy.MTS if is_kept else Policy.MTO


def policy_of(structure: Structure, item_id: int, station_id: int | None, chosen: Mapping[int, ChosenPolicy]) -> Policy:
    """The policy of an item at the place it ships from."""
    own = chosen.get(item_id)
    return own.policy if own else default_policy(structure, item_id, station_id)


def has_route(
    structure: Structure,
    item_id: int,
    station_id: int,
    chosen: Mapping[int, ChosenPolicy],
    policy: Policy | None = None,
) -> bool:
    """Whether anything brings an item to where it is to ship from, under this policy (None: the one it has there).

    Lines from stock draw where the station takes its things, at the store that serves it too; what is made to order
    needs a loop that ends at the place itself.
    """
    if (policy or policy_of(structure, item_id, station_id, chosen)) in FROM_STOCK:
        return bool(structure.feeding_loops(station_id, item_id))
    return bool(structure.loops_ending_at(station_id, item_id))


def decoupling_at(structure: Structure, item_id: int, station_id: int, policy: Policy) -> Decoupling:
    """The decoupling point of an item for one shipping place, under this policy."""
    return decoupling_of(structure, item_id, station_id, made_to_order=policy not in FROM_STOCK)
