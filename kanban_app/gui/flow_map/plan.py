"""The plan of the map: where everything stands, reckoned beside the window from the plant's structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kanban_app.domain.flow_labels import labels_placed
from kanban_app.domain.flow_layout import Box, FlowLayout, laid_out
from kanban_app.domain.flow_ways import Pair


@dataclass(frozen=True, slots=True)
class FlowPlan:
    """A layout with the places of its pills."""

    layout: FlowLayout
    pills: Mapping[Pair, Box]


def planned(
    sizes: Mapping[int, tuple[float, float]],
    pairs: Mapping[Pair, tuple[int, ...]],
    pill_sizes: Mapping[Pair, tuple[float, float]],
) -> FlowPlan:
    """Plan a map for stations of these sizes, links between them, and pills on those with loops. Needs no Qt."""
    layout = laid_out(sizes, pairs)
    return FlowPlan(layout, labels_placed(layout, pill_sizes))
