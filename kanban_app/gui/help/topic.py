"""What one topic of the help is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One screen or one matter explained. `name` is the screen's; `keys` are (key, what it does)."""

    name: str
    title: str
    lines: tuple[str, ...]
    keys: tuple[tuple[str, str], ...] = ()
