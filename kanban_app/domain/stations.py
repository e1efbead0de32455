"""Stations: the points of the chain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StationKind(StrEnum):
    """What a station does with an item: make it, keep it, or sell it to us."""

    WORKSTATION = "workstation"
    STORE = "store"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Station:
    """One point of the chain. `location` is the place it stands in (a hall, a shop); a store serves its workstations.

    `served_from_id` names the store whose loops feed inputs that no loop brings to the workstation itself.
    """

    id: int
    name: str
    kind: StationKind
    location: str = ""
    served_from_id: int | None = None
