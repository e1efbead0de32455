"""Loops proposed for what an import has read, and the gaps it leaves, as problems a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from kanban_app.domain.draft import LoopDraft
from kanban_app.domain.proposing import Gap, propose
from kanban_app.domain.sizing import DEFAULT_SAFETY_SHARE
from kanban_app.operations.importing.problems import Problem, Severity
from kanban_app.operations.importing.reading import Reading


def with_proposed_loops(
    reading: Reading, safety_share: Fraction = DEFAULT_SAFETY_SHARE, existing: Iterable[LoopDraft] = ()
) -> Reading:
    """The same reading with the loops that its routing, transfer and supplier rows make, each number with its reason.

    Loops that a table of loops gave, or that the plant has already (`existing`), stay as they are. Where an item is
    needed and nothing brings it, a warning says so.
    """
    proposal = propose(reading.facts, safety_share)
    known = {(loop.item, loop.source, loop.consumer) for loop in (*reading.draft.loops, *existing)}
    new = tuple(loop for loop in proposal.loops if (loop.item, loop.source, loop.consumer) not in known)
    brought = {(item, consumer) for item, _, consumer in known}
    gaps = [_problem(gap) for gap in proposal.gaps if (gap.item, gap.station) not in brought]
    return replace(
        reading,
        draft=replace(reading.draft, loops=(*reading.draft.loops, *new)),
        problems=(*reading.problems, *gaps),
        warning_count=reading.warning_count + len(gaps),
    )


def _problem(gap: Gap) -> Problem:
    code = "nothing_brings_part" if gap.code == "nothing_brings_it" and gap.wanted_for else gap.code
    values = {"item": gap.item, "station": gap.station, "parent": gap.wanted_for}
    return Problem(Severity.WARNING, code, "", value=gap.item, values=values)
