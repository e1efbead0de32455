"""Which policy answers demand for an item at a shipping place: what a person chose, else what the loops say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kanban_app.domain.flow_ways import Decoupling, decoupling_of, holding_loops
from kanban_app.domain.orders import FROM_STOCK, Policy
from kanban_app.domain.structure import Structure


@dataclass(frozen=True, slots=True)
class ChosenPolicy:
    """What a person decided for an item, with the reason given."""

    policy: Policy
    reason: str = ""


def default_policy(structure: Structure, item_id: int, station_id: int | None) -> Policy:
    """Make to stock where cards circulate in a loop that ends at the shipping place, else make to order."""
    if station_id is not None and holding_loops(structure, station_id, item_id):
        return Policy.MTS
    return Policy.MTO


def policy_of(structure: Structure, item_id: int, station_id: int | None, chosen: Mapping[int, ChosenPolicy]) -> Policy:
    """The policy of an item at the place it ships from."""
    own = chosen.get(item_id)
    return own.policy if own else default_policy(structure, item_id, station_id)


def decoupling_at(structure: Structure, item_id: int, station_id: int, policy: Policy) -> Decoupling:
    """The decoupling point of an item for one shipping place, under this policy."""
    return decoupling_of(structure, item_id, station_id, made_to_order=policy not in FROM_STOCK)
