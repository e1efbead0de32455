"""The ledger's arithmetic: the bytes that are hashed, and the replay that proves the seven invariants.

Replay works on plain tuples in the order of `FIELDS`, as the store reads them, because a plant's ledger grows for ever.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from kanban_app.domain.cards import Action, CardState

GENESIS = bytes(32)
_NUMBERS = struct.Struct(">13q7H")


class Entry(NamedTuple):
    """One ledger row as it is stored: instants in microseconds since 1970 UTC, 0 and "" where there is nothing."""

    seq: int
    recorded_at: int
    action: str
    card_id: int
    item_id: int
    cycle: int
    from_state: str
    to_state: str
    quantity: int
    quantity_after: int
    marks_after: int
    cause: int
    previous: int
    reverts: int
    station_id: int
    person: str
    terminal: str
    reason: str
    scan_id: str
    hash: bytes


FIELDS = Entry._fields


def entry_hash(entry: tuple[object, ...], previous_hash: bytes) -> bytes:
    """SHA-256 over the hash of the entry before and this entry's fields in a fixed byte format.

    `entry` holds the fields of Entry up to scan_id; every text is preceded by its length, so no two entries agree.
    """
    (
        seq,
        at,
        action,
        card,
        item,
        cycle,
        was,
        now,
        quantity,
        after,
        marks,
        cause,
        previous,
        reverts,
        station,
        *texts,
    ) = entry
    parts = [text.encode() for text in (action, was, now, *texts)]  # type: ignore[attr-defined]
    numbers = _NUMBERS.pack(
        seq,
        at,
        card,
        item,
        cycle,
        quantity,
        after,
        marks,
        cause,
        previous,
        reverts,
        station,
        0,
        *[len(part) for part in parts],
    )
    return hashlib.sha256(b"".join((previous_hash, numbers, *parts))).digest()


class CardReplay(NamedTuple):
    """One card as the ledger tells it."""

    state: str
    quantity: int
    cycle: int
    marks: int
    last_event: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken invariant (1 to 7 of the domain page, section 6): which, where and what is wrong, as a code."""

    invariant: int
    code: str
    seq: int = 0
    card_id: int = 0
    item_id: int = 0


@dataclass(slots=True)
class Replayed:
    """What the ledger adds up to."""

    cards: dict[int, CardReplay] = field(default_factory=dict)
    balance: dict[int, int] = field(default_factory=dict)
    last_seq: int = 0
    last_hash: bytes = GENESIS
    entry_count: int = 0


_STOCK_EFFECT = {
    Action.DRAW.value: -1,
    Action.CONSUME.value: -1,
    Action.RETIRE.value: -1,
    Action.RECEIVE.value: 1,
    Action.ACTIVATE.value: 1,
    Action.REPLACE.value: 1,
}
_NEVER_SEEN = CardReplay(CardState.NEW.value, 0, 0, 0, 0)

_HOLDING = ("full", "in_use")
_ACTIVE = ("full", "in_use", "empty", "released", "in_process", "in_transit")
_STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "activate": (("new",), ("full", "empty", "in_transit")),
    "draw": (_HOLDING, ("full", "in_use", "empty")),
    "consume": (_HOLDING, ("empty",)),
    "release": (("empty",), ("released",)),
    "start": (("released",), ("in_process",)),
    "dispatch": (("released", "in_process"), ("in_transit",)),
    "receive": (("released", "in_process", "in_transit"), ("full",)),
    "retire": (("new", *_ACTIVE), ("retired",)),
    "replace": (("new",), ("new", *_ACTIVE)),
}
_STANDING = ("hold", "resume", "urgent", "unexplained_draw")
_ALL_STATES = tuple(CardState)


def _legal_steps() -> frozenset[tuple[str, str, str]]:
    steps = {(action, a, b) for action, (froms, tos) in _STEPS.items() for a in froms for b in tos}
    steps |= {(action, state.value, state.value) for action in _STANDING for state in _ALL_STATES}
    steps |= {("receive", state, state) for state in _HOLDING}  # more was counted than the books had
    steps |= {("revert", a.value, b.value) for a in _ALL_STATES for b in _ALL_STATES}
    return frozenset(steps)


LEGAL_STEPS = _legal_steps()


def replay(entries: Iterable[tuple[object, ...]], onto: Replayed) -> Iterator[Finding]:
    """Fold entries in order onto `onto`, yielding each broken rule where it shows (invariants 2, 4, 5 and 6)."""
    root = 0
    for row in entries:
        entry = Entry(*row)  # type: ignore[arg-type]
        told_hash = _hash_of(entry, onto.last_hash)
        if told_hash is None:
            yield Finding(5, "hash", entry.seq)
            onto.last_seq, onto.entry_count = entry.seq, onto.entry_count + 1
            continue
        before = onto.cards.get(entry.card_id, _NEVER_SEEN)
        if entry.cause == 0:
            root = entry.seq
        yield from _check_place(entry, onto, root, told_hash)
        yield from _check_step(entry, before)
        onto.cards[entry.card_id] = CardReplay(
            entry.to_state, entry.quantity_after, entry.cycle, entry.marks_after, entry.seq
        )
        moved = entry.quantity_after - before.quantity
        if moved:
            onto.balance[entry.item_id] = onto.balance.get(entry.item_id, 0) + moved
        onto.last_seq = entry.seq
        onto.last_hash = entry.hash
        onto.entry_count += 1


def _hash_of(entry: Entry, previous_hash: bytes) -> bytes | None:
    """The hash that an entry should have; None where a damaged file gives back fields that no entry can have."""
    try:
        return entry_hash(entry[:-1], previous_hash)
    except (AttributeError, TypeError, ValueError, struct.error):
        return None


def _check_place(entry: Entry, onto: Replayed, root: int, told_hash: bytes) -> Iterator[Finding]:
    """Invariants 5 and 6: no gap, an unbroken chain of hashes, a cause inside the same cascade."""
    if entry.seq != onto.last_seq + 1:
        yield Finding(5, "gap", entry.seq, entry.card_id)
    if told_hash != entry.hash:
        yield Finding(5, "hash", entry.seq, entry.card_id)
    if entry.cause and not root <= entry.cause < entry.seq:
        yield Finding(6, "cause", entry.seq, entry.card_id)


def _check_step(entry: Entry, before: CardReplay) -> Iterator[Finding]:
    """Invariants 2 and 4: the entry continues where the card stood, by a legal step, and its pieces add up."""
    if entry.previous != before.last_event or entry.from_state != before.state:
        yield Finding(2, "chain", entry.seq, entry.card_id)
    if (entry.action, entry.from_state, entry.to_state) not in LEGAL_STEPS:
        yield Finding(2, "step", entry.seq, entry.card_id)
    moved = entry.quantity_after - before.quantity
    told = _STOCK_EFFECT.get(entry.action, 0) * entry.quantity
    if (abs(moved) != entry.quantity) if entry.action == "revert" else (moved != told):
        yield Finding(4, "pieces", entry.seq, entry.card_id, entry.item_id)
    if entry.quantity_after < 0 or (entry.quantity_after > 0 and entry.to_state not in _HOLDING):
        yield Finding(4, "stock_in_state", entry.seq, entry.card_id, entry.item_id)
