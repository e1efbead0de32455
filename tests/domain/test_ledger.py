"""The ledger's arithmetic: no two entries have the same bytes, and replay sees every broken rule where it is."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.ledger import FIELDS, GENESIS, LEGAL_STEPS, Entry, Replayed, entry_hash, replay
from tests.domain.plants import Workshop, as_entry, rack_shop

TEXTS = {"action", "from_state", "to_state", "person", "terminal", "reason", "scan_id"}
NUMBERS = [name for name in FIELDS if name not in TEXTS and name != "hash"]


def a_day() -> Workshop:
    """A start with its cascade, a shortage, a revert, a replacement, a retirement."""
    shop = rack_shop(container=3)
    for action, name in [
        ("consume", "rack 1"),
        ("start", "rack 1"),
        ("receive", "rack 1"),
        ("consume", "rack 2"),
        ("start", "rack 2"),
        ("revert", "rack 2"),
        ("hold", "rack 2"),
        ("resume", "rack 2"),
        ("replace", "rack 2"),
        ("retire", "rack 1"),
    ]:
        shop.clock.tick(seconds=10)
        shop.do(action, name, person="ann", reason="because")
    return shop


def entries() -> list[Entry]:
    return chained([Entry._make((*as_entry(event), b"")) for event in a_day().kept.events.values()])


def chained(rows: list[Entry]) -> list[Entry]:
    """The same entries with hashes that fit, as somebody would write them who knows how."""
    last, found = GENESIS, []
    for row in rows:
        last = entry_hash(row[:-1], last)
        found.append(row._replace(hash=last))
    return found


def codes(rows: list[Entry]) -> list[tuple[int, str]]:
    return [(finding.seq, finding.code) for finding in replay(rows, Replayed())]


def test_an_untouched_ledger_has_no_findings() -> None:
    assert codes(entries()) == []


def test_the_hash_is_sha_256_over_the_hash_before_numbers_lengths_and_texts() -> None:
    row = Entry(1, 2, "hold", 3, 4, 5, "full", "full", 6, 7, 0, 0, 0, 0, 8, "Ann", "T1", "därför", "s-1", b"")
    texts = [text.encode() for text in ("hold", "full", "full", "Ann", "T1", "därför", "s-1")]
    numbers = struct.pack(">13q", 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0, 8, 0)
    lengths = struct.pack(">7H", *map(len, texts))
    expected = hashlib.sha256(GENESIS + numbers + lengths + b"".join(texts)).digest()
    assert entry_hash(row[:-1], GENESIS) == expected


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "hash"])
def test_changing_any_field_of_any_entry_is_seen_at_that_entry(name: str) -> None:
    rows = entries()
    for place, row in enumerate(rows):
        value = getattr(row, name)
        changed: Any = f"{value}x" if name in TEXTS else value + 1
        tampered = [*rows[:place], row._replace(**{name: changed}), *rows[place + 1 :]]
        found = codes(tampered)
        assert found
        assert min(seq for seq, _code in found) in (row.seq, row.seq + (name == "seq"))


def test_a_changed_hash_is_seen_at_its_entry() -> None:
    rows = entries()
    rows[4] = rows[4]._replace(hash=bytes(32))
    assert codes(rows)[0] == (5, "hash")


def test_two_entries_that_changed_places_are_seen() -> None:
    rows = entries()
    rows[3], rows[4] = rows[4]._replace(seq=4), rows[3]._replace(seq=5)
    assert codes(rows)[0][0] == 4


@given(st.lists(st.text(max_size=6), min_size=7, max_size=7), st.lists(st.text(max_size=6), min_size=7, max_size=7))
def test_texts_that_differ_only_in_where_one_ends_and_the_next_begins_have_different_hashes(
    one: list[str], other: list[str]
) -> None:
    def row(texts: list[str]) -> tuple[object, ...]:
        action, was, now, *rest = texts
        return (1, 2, action, 3, 4, 5, was, now, 6, 7, 0, 0, 0, 0, 8, *rest)

    assert (entry_hash(row(one), GENESIS) == entry_hash(row(other), GENESIS)) is (one == other)


# -- rules that hold even where the hashes were made to fit ---------------------------------------------------------


def rewritten(place: int, **values: Any) -> list[tuple[int, str]]:
    rows = entries()
    rows[place] = rows[place]._replace(**values)
    return codes(chained(rows))


def place_of(action: str) -> int:
    return next(place for place, row in enumerate(entries()) if row.action == action)


@pytest.mark.parametrize(
    ("action", "values", "code"),
    [
        ("consume", {"quantity_after": 1}, "stock_in_state"),
        ("consume", {"quantity": 1}, "pieces"),
        ("draw", {"quantity_after": 3}, "stock_in_state"),
        ("receive", {"quantity": 2}, "pieces"),
        ("start", {"to_state": "full"}, "step"),
        ("start", {"from_state": "in_process"}, "chain"),
        ("start", {"previous": 1}, "chain"),
        ("draw", {"cause": 1}, "cause"),
        ("release", {"card_id": 4}, "chain"),
    ],
)
def test_a_rule_that_is_broken_with_hashes_that_fit_is_still_seen_where_it_is_broken(
    action: str, values: dict[str, Any], code: str
) -> None:
    place = place_of(action)
    assert (place + 1, code) in rewritten(place, **values)


def test_a_cause_that_comes_later_is_no_cause() -> None:
    place = place_of("draw")
    assert (place + 1, "cause") in rewritten(place, cause=place + 2)


def test_a_missing_entry_is_a_gap() -> None:
    rows = entries()
    del rows[5]
    assert (7, "gap") in codes(chained(rows))


def test_a_doubled_entry_is_seen() -> None:
    rows = entries()
    doubled = chained([*rows, rows[-1]._replace(seq=len(rows) + 1)])
    assert codes(doubled)[0][0] == len(rows) + 1


@pytest.mark.parametrize(
    "step",
    [
        ("consume", "empty", "empty"),
        ("consume", "full", "in_use"),
        ("receive", "full", "in_use"),
        ("receive", "empty", "full"),
        ("start", "empty", "in_process"),
        ("activate", "full", "full"),
        ("release", "released", "released"),
        ("hold", "full", "empty"),
        ("retire", "retired", "retired"),
        ("dispatch", "in_transit", "in_transit"),
    ],
)
def test_what_no_card_can_do_is_no_legal_step(step: tuple[str, str, str]) -> None:
    assert step not in LEGAL_STEPS
