"""The entries of one command as the tree that they are: each below the one that caused it."""

from __future__ import annotations

from collections.abc import Sequence

from kanban_app.domain.events import CardEvent


def in_tree(cascade: Sequence[CardEvent]) -> list[tuple[CardEvent, int]]:
    """The entries from top to bottom with how deep each stands; an entry whose cause is not among them stands at 0.

    `cascade` is in the order of the ledger; so are the effects of one entry.
    """
    known = {event.seq for event in cascade}
    effects: dict[int, list[CardEvent]] = {}
    for event in cascade:
        effects.setdefault(event.cause if event.cause in known and event.cause is not None else 0, []).append(event)
    found: list[tuple[CardEvent, int]] = []
    waiting = [(event, 0) for event in reversed(effects.get(0, []))]
    while waiting:
        event, depth = waiting.pop()
        found.append((event, depth))
        waiting += [(effect, depth + 1) for effect in reversed(effects.get(event.seq, []))]
    return found
