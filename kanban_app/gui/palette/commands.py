"""What the palette offers: a command, which of them fit a text, and in which order. No Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MOST_SHOWN = 60


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done. `name` tells it from the others, `text` is what a person reads.

    `key` is its shortcut as it is written, "" for none. `is_possible` is asked when the palette opens: what cannot be
    done now stays away. `group` says in a word or two where it belongs, and is found too.
    """

    name: str
    text: str
    key: str
    call: Callable[[], object]
    is_possible: Callable[[], bool] = _always
    group: str = ""


Finder = Callable[[str], Iterable[Command]]
"""Answers the commands that a typed text leads to: the card of a code, the stations of a name."""


def plain(text: str) -> str:
    """A text without case and accents, to be compared."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in split if not unicodedata.combining(character))


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """The commands that hold every typed word; those whose text begins so first, then those where a word does."""
    words = plain(typed).split()
    if not words:
        return list(commands[:MOST_SHOWN])
    ranked = ((_rank(command, words), place) for place, command in enumerate(commands))
    found = sorted((rank, place) for rank, place in ranked if rank is not None)
    return [commands[place] for _rank_, place in found[:MOST_SHOWN]]


def _rank(command: Command, words: list[str]) -> int | None:
    text = plain(command.text)
    whole = f"{text} {plain(command.group)} {plain(command.key)}"
    if not all(word in whole for word in words):
        return None
    if text.startswith(words[0]):
        return 0
    return 1 if any(part.startswith(words[0]) for part in text.split()) else 2
