"""Stations in columns by flow: every link goes to a later column, and few of them cross.

After Sugiyama, Tagawa and Toda, Methods for visual understanding of hierarchical system structures (1981): links that
close a circle are turned round, columns by the longest way, a bend in every column a link passes, order by medians.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kanban_app.domain.flow_ways import Pair

SWEEPS = 12
# With more parts of links than this, each sweep takes noticeable time and gains little.
MANY_PARTS = 12_000
FEW_SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Chain:
    """One link through the columns: its nodes from the left to the right. `is_turned` says that goods go leftwards."""

    pair: Pair
    nodes: tuple[int, ...]
    is_turned: bool


@dataclass(frozen=True, slots=True)
class Layers:
    """The columns from the left; in each its nodes from the top. Nodes from `station_count` on are bends.

    Node n below `station_count` is the station `station_ids[n]`; `column_of` is by node.
    """

    station_ids: tuple[int, ...]
    columns: tuple[tuple[int, ...], ...]
    column_of: tuple[int, ...]
    chains: tuple[Chain, ...]

    @property
    def station_count(self) -> int:
        """How many nodes are stations."""
        return len(self.station_ids)


def layered(station_ids: Sequence[int], pairs: Iterable[Pair]) -> Layers:
    """Stations and the links between them in columns. The same arguments answer the same, whatever the pairs' order.

    Pairs of a station with itself are left out.
    """
    number = {station_id: place for place, station_id in enumerate(station_ids)}
    wanted = sorted({pair for pair in pairs if pair[0] != pair[1]}, key=lambda pair: (number[pair[0]], number[pair[1]]))
    links = [(number[source], number[consumer]) for source, consumer in wanted]
    turned = _closing(len(station_ids), links)
    ranks = _ranks(len(station_ids), [(b, a) if (a, b) in turned else (a, b) for a, b in links])
    column_of = list(ranks)
    chains = []
    for (source, consumer), pair in zip(links, wanted, strict=True):
        is_turned = (source, consumer) in turned
        left, right = (consumer, source) if is_turned else (source, consumer)
        first = len(column_of)
        column_of.extend(range(ranks[left] + 1, ranks[right]))
        chains.append(Chain(pair, (left, *range(first, len(column_of)), right), is_turned))
    columns: list[list[int]] = [[] for _ in range(max(column_of, default=-1) + 1)]
    for node, column in enumerate(column_of):
        columns[column].append(node)
    ordered = _with_few_crossings(columns, chains)
    return Layers(tuple(station_ids), tuple(map(tuple, ordered)), tuple(column_of), tuple(chains))


def _closing(count: int, links: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The links that close a circle, found depth first from the stations that nothing goes to."""
    after: list[list[int]] = [[] for _ in range(count)]
    has_before = [False] * count
    for source, consumer in links:
        after[source].append(consumer)
        has_before[consumer] = True
    closing: set[tuple[int, int]] = set()
    state = [0] * count  # 0 not seen, 1 on the way, 2 done
    for start in sorted(range(count), key=lambda node: (has_before[node], node)):
        if state[start]:
            continue
        way = [(start, iter(after[start]))]
        state[start] = 1
        while way:
            node, rest = way[-1]
            following = next(rest, None)
            if following is None:
                state[node] = 2
                way.pop()
            elif state[following] == 1:
                closing.add((node, following))
            elif state[following] == 0:
                state[following] = 1
                way.append((following, iter(after[following])))
    return closing


def _ranks(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """The longest way to each node of a graph without circles."""
    after: list[list[int]] = [[] for _ in range(count)]
    open_count = [0] * count
    for left, right in links:
        after[left].append(right)
        open_count[right] += 1
    ranks = [0] * count
    ready = [node for node in range(count) if not open_count[node]]
    while ready:
        node = ready.pop()
        for following in after[node]:
            ranks[following] = max(ranks[following], ranks[node] + 1)
            open_count[following] -= 1
            if not open_count[following]:
                ready.append(following)
    return ranks


def _with_few_crossings(columns: list[list[int]], chains: Sequence[Chain]) -> list[list[int]]:
    """Order each column by the medians of its neighbours, from the left and from the right in turns; keep the best."""
    count = sum(map(len, columns))
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    part_count = 0
    for chain in chains:
        for left, right in pairwise(chain.nodes):
            after[left].append(right)
            before[right].append(left)
            part_count += 1
    best, fewest = [list(column) for column in columns], crossing_count(columns, after)
    now = columns
    for sweep in range(FEW_SWEEPS if part_count > MANY_PARTS else SWEEPS):
        if not fewest:
            break
        from_left = sweep % 2 == 0
        places = range(1, len(now)) if from_left else range(len(now) - 2, -1, -1)
        for place in places:
            beside, neighbours = (now[place - 1], before) if from_left else (now[place + 1], after)
            now[place] = _by_medians(now[place], beside, neighbours)
        found = crossing_count(now, after)
        if found < fewest:
            best, fewest = [list(column) for column in now], found
    return best


def _by_medians(column: Sequence[int], beside: Sequence[int], neighbours: Sequence[Sequence[int]]) -> list[int]:
    """The nodes with neighbours in the order of their medians; those without keep their places."""
    place_of = {node: place for place, node in enumerate(beside)}
    moving = []
    for place, node in enumerate(column):
        places = sorted(place_of[other] for other in neighbours[node])
        if places:
            middle = len(places) // 2
            median = places[middle] if len(places) % 2 else (places[middle - 1] + places[middle]) / 2
            moving.append((median, sum(places) / len(places), place, node))
    moving.sort()
    sorted_nodes = iter([node for *_key, node in moving])
    return [next(sorted_nodes) if neighbours[node] else node for node in column]


def crossing_count(columns: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> int:
    """How many links cross between neighbouring columns (pairs in wrong order)."""
    found = 0
    for left, right in pairwise(columns):
        place_of = {node: place for place, node in enumerate(right)}
        ends = [place for node in left for place in sorted(place_of[other] for other in after[node])]
        passed: list[int] = []
        for place in ends:
            found += len(passed) - bisect_right(passed, place)
            insort(passed, place)
    return found
