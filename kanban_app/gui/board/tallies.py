"""Numbers over all rows, kept up to date row by row: one changed card costs the same at 100 and at 50,000 cards."""

from __future__ import annotations

from collections.abc import Mapping

from kanban_app.gui.board import plan
from kanban_app.gui.board.plan import Filter, RowFacts, Work


class Tallies:
    """Filter counts, the most cards that a row has or has had, the highest card number, the work of each group."""

    def __init__(self, facts: Mapping[int, RowFacts], group_of: Mapping[int, int]) -> None:
        self.counts = dict.fromkeys(Filter, 0)
        self.widest = self.highest_number = 1
        self._passed: dict[int, tuple[Filter, ...]] = {}
        self._work: dict[int, Work] = {}
        self._group_of: Mapping[int, int] = {}
        self._group_work: dict[int, Work] = {}
        for loop_id, of_row in facts.items():
            self.take(loop_id, of_row)
        self.regroup(group_of)

    def take(self, loop_id: int, facts: RowFacts) -> None:
        """A row is like this now."""
        passed = tuple(chosen for chosen in Filter if plan.passes(facts, chosen))
        for chosen in self._passed.get(loop_id, ()):
            self.counts[chosen] -= 1
        for chosen in passed:
            self.counts[chosen] += 1
        self._passed[loop_id] = passed
        self.widest = max(self.widest, len(facts.row.cards))
        self.highest_number = max(self.highest_number, *(card.number for card in facts.row.cards), 1)
        before, self._work[loop_id] = self._work.get(loop_id, Work()), plan.work_of(facts.row)
        if loop_id in self._group_of:
            group_id = self._group_of[loop_id]
            self._group_work[group_id] = self._group_work[group_id] - before + self._work[loop_id]

    def regroup(self, group_of: Mapping[int, int]) -> None:
        """Gather rows by other groups."""
        self._group_of = group_of
        self._group_work = {}
        for loop_id, group_id in group_of.items():
            self._group_work[group_id] = self._group_work.get(group_id, Work()) + self._work[loop_id]

    def longest_number(self) -> int:
        """The digits of the highest card number, which decide a chip's width."""
        return len(str(self.highest_number))

    def group_of(self, loop_id: int) -> int:
        """The group that a row stands in."""
        return self._group_of[loop_id]

    def work_in(self, group_id: int) -> Work:
        """The work of a group."""
        return self._group_work[group_id]
