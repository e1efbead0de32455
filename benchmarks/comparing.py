"""Two ways of doing one piece of work, run in turns, so that a busy machine slows both."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

_BLOCKS = 5
_NOISY = 0.2


@dataclass(frozen=True, slots=True)
class Compared:
    """Seconds of each repeat, ours and the bare counterpart's, taken in turns."""

    ours_s: Sequence[float]
    bare_s: Sequence[float]

    @property
    def ratio(self) -> float:
        """How many times as long ours takes, by the medians."""
        return median(self.ours_s) / median(self.bare_s)

    @property
    def spread(self) -> float:
        """How far the ratios of five consecutive blocks lie apart, as a share of the ratio; 0 with too few repeats."""
        size = len(self.ours_s) // _BLOCKS
        if size < 2:
            return 0.0
        starts = range(0, size * _BLOCKS, size)
        ratios = [median(self.ours_s[at : at + size]) / median(self.bare_s[at : at + size]) for at in starts]
        return (max(ratios) - min(ratios)) / self.ratio

    @property
    def is_noisy(self) -> bool:
        """Whether the blocks disagree so much that the ratio should be taken again on a quieter machine."""
        return self.spread > _NOISY


def in_turns(ours: Callable[[], object], bare: Callable[[], object], repeats: int, warm_up: int = 1) -> Compared:
    """Run both so often, one after the other; the warm-up rounds are not counted."""
    pairs = ((ours, bare) for _ in range(warm_up + repeats))
    return timed_pairs(pairs, warm_up)


def timed_pairs(pairs: Iterable[tuple[Callable[[], object], Callable[[], object]]], warm_up: int) -> Compared:
    """Time each pair's two parts; the first `warm_up` pairs are not counted.

    The garbage collector waits: its pauses fall on whoever happens to run and would be chance.
    """
    ours_s: list[float] = []
    bare_s: list[float] = []
    with collector_waiting():
        for place, (ours, bare) in enumerate(pairs):
            both = seconds(ours), seconds(bare)
            if place >= warm_up:
                ours_s.append(both[0])
                bare_s.append(both[1])
            if place % 64 == 0:
                gc.collect()
    return Compared(ours_s, bare_s)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


class collector_waiting:  # noqa: N801 - used like a statement
    """Within it the garbage collector runs only when asked."""

    def __enter__(self) -> None:
        gc.collect()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0 to 1) of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
