"""The audit finds whatever is changed behind the program's back, and names the first bad entry.

Each check is shown to be the one that finds it: with that check switched off, the same change is not found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kanban_app.domain import ledger
from kanban_app.domain.ledger import FIELDS
from kanban_app.store import audit as auditing
from kanban_app.store.audit import audit, check_chain
from tests.clock import Clock
from tests.databases import Databases
from tests.ledger.shops import Floor, a_day
from tests.ledger.tampering import SEQ, Row, Tampering, findings, rehashed


@pytest.fixture
def tampering(databases: Databases, clock: Clock) -> Tampering:
    floor = Floor(databases.session(), clock)
    a_day(floor)
    return Tampering(floor.session.database)


def test_an_untouched_plant_has_no_findings(tampering: Tampering) -> None:
    audited = audit(tampering.database)
    assert audited.findings == ()
    assert (audited.entry_count, audited.last_seq) == (len(tampering.rows), tampering.rows[-1][SEQ])
    assert check_chain(tampering.database) == ()


@pytest.mark.parametrize("name", FIELDS)
def test_any_field_of_any_entry_that_was_changed_is_found_and_the_entry_named(tampering: Tampering, name: str) -> None:
    for place, row in enumerate(tampering.rows):
        if name == "cause" and place == 0:
            continue  # the first entry has none before it to name
        with tampering.changed(place, name, tampering.another(place, name)):
            found = findings(tampering.database)
        last = place == len(tampering.rows) - 1
        # An entry that was given another number is missed where it stood.
        expected = row[SEQ] + 1 if name == "seq" and not last else None
        assert found, f"entry {row[SEQ]}"
        assert found[0][0] == (expected or (tampering.another(place, name) if name == "seq" else row[SEQ]))
    assert findings(tampering.database) == []


@pytest.mark.parametrize("name", ["recorded_at", "quantity", "person", "reason"])
def test_without_the_hashes_a_changed_entry_is_not_always_found(
    tampering: Tampering, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The place of an entry whose quantity is not added up with others: what a hold concerned.
    place = next(place for place, row in enumerate(tampering.rows) if row[FIELDS.index("action")] == "hold")
    with tampering.changed(place, name, tampering.another(place, name)):
        assert findings(tampering.database)[0] == (tampering.rows[place][SEQ], "hash")
        switch_hashes_off(monkeypatch)
        assert findings(tampering.database) == []


class _Anything(bytes):
    """Equal to every hash."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


def switch_hashes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "entry_hash", lambda _entry, _before: _Anything())


def switch_steps_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_check_step", lambda *_: iter(()))


def switch_places_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_check_place", lambda *_: iter(()))


# -- whole entries -------------------------------------------------------------------------------------------------


def lost(rows: list[Row], place: int) -> list[Row]:
    return rows[:place] + rows[place + 1 :]


def lost_and_closed_up(rows: list[Row], place: int) -> list[Row]:
    """Taken out, the later ones moved up, all references and hashes made to fit."""
    gone = rows[place]
    references = [FIELDS.index(name) for name in ("seq", "cause", "previous", "reverts")]
    moved = []
    for row in lost(rows, place):
        values = list(row)
        for index in references:
            if values[index] == gone[SEQ]:
                values[index] = gone[index]
            if values[index] is not None and values[index] > gone[SEQ]:
                values[index] -= 1
        moved.append(tuple(values))
    return rehashed(moved)


def doubled(rows: list[Row], place: int) -> list[Row]:
    """Written once more at the end, with a hash that fits."""
    return rehashed([*rows, (rows[-1][SEQ] + 1, *rows[place][1:])])


def swapped(rows: list[Row], place: int) -> list[Row]:
    """Changed places with the next one."""
    one, other = rows[place], rows[place + 1]
    return [*rows[:place], (one[SEQ], *other[1:]), (other[SEQ], *one[1:]), *rows[place + 2 :]]


def changed_quantity(rows: list[Row], place: int) -> list[Row]:
    """One piece more, with hashes that fit."""
    index = FIELDS.index("quantity_after")
    row = rows[place]
    return rehashed([*rows[:place], (*row[:index], row[index] + 1, *row[index + 1 :]), *rows[place + 1 :]])


@pytest.mark.parametrize("change", [lost, swapped, changed_quantity, doubled, lost_and_closed_up])
def test_every_entry_that_was_lost_doubled_swapped_or_rewritten_is_found(
    tampering: Tampering, change: Callable[[list[Row], int], list[Row]]
) -> None:
    rows = tampering.rows
    for place in range(len(rows) - 1):
        with tampering.as_if(change(rows, place)):
            found = findings(tampering.database)
        assert found, f"{change.__name__} {rows[place][SEQ]}"
        named = found[0][0]
        if change is lost:
            assert named == rows[place + 1][SEQ]
        elif change is doubled:
            assert named in (rows[-1][SEQ] + 1, rows[place][SEQ])
        elif change is not lost_and_closed_up:
            assert named == rows[place][SEQ]
    assert findings(tampering.database) == []


def test_a_lost_last_entry_is_missed_by_its_card(tampering: Tampering) -> None:
    with tampering.as_if(tampering.rows[:-1]):
        assert (tampering.rows[-1][SEQ], "entry_missing") in findings(tampering.database)


def test_without_the_checks_of_place_and_step_lost_and_swapped_entries_are_not_found(
    tampering: Tampering, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tampering.rows
    switch_places_off(monkeypatch)
    switch_steps_off(monkeypatch)
    monkeypatch.setattr(auditing, "check_pages", lambda _database: ())
    # Neither changes where any card ends: a hold that was resumed, and two first fills.
    hold = next(place for place, row in enumerate(rows) if row[FIELDS.index("action")] == "hold")
    for changed in (lost(rows, hold), swapped(rows, 0)):
        with tampering.as_if(changed):
            assert findings(tampering.database) == []


# -- the quick check -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [lost, lost_and_closed_up, doubled])
def test_the_quick_check_sees_every_lost_and_every_doubled_entry(
    tampering: Tampering, change: Callable[[list[Row], int], list[Row]]
) -> None:
    rows = tampering.rows
    for place in range(len(rows)):
        with tampering.as_if(change(rows, place)):
            found = check_chain(tampering.database)
        assert found, f"{change.__name__} {rows[place][SEQ]}"
        if change is doubled:
            assert found[0].seq == rows[-1][SEQ] + 1
    assert check_chain(tampering.database) == ()


@pytest.mark.parametrize("name", ["from_state", "to_state", "previous", "card_id"])
def test_the_quick_check_sees_every_entry_that_does_not_continue_where_its_card_stood(
    tampering: Tampering, name: str
) -> None:
    for place in range(len(tampering.rows)):
        with tampering.changed(place, name, tampering.another(place, name)):
            assert check_chain(tampering.database), f"entry {tampering.rows[place][SEQ]}"


def test_the_quick_check_names_the_entry(tampering: Tampering) -> None:
    place = next(place for place, row in enumerate(tampering.rows) if row[FIELDS.index("action")] == "start")
    with tampering.changed(place, "from_state", "empty"):
        assert check_chain(tampering.database)[0].seq == tampering.rows[place][SEQ]


@pytest.mark.parametrize("name", ["recorded_at", "person", "quantity"])
def test_only_the_hashes_see_a_changed_time_person_or_quantity(tampering: Tampering, name: str) -> None:
    for place in range(len(tampering.rows)):
        with tampering.changed(place, name, tampering.another(place, name)):
            assert check_chain(tampering.database) == ()
            assert findings(tampering.database)


def test_without_its_sums_the_quick_check_misses_a_doubled_entry(
    tampering: Tampering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "_doubled", lambda _database: [])
    place = next(place for place, row in enumerate(tampering.rows) if row[FIELDS.index("action")] == "start")
    with tampering.as_if(doubled(tampering.rows, place)):
        assert check_chain(tampering.database) == ()


# -- the tables beside the ledger -----------------------------------------------------------------------------------

CALLING_CARD = "(SELECT min(card_id) FROM signal WHERE closed_at IS NULL)"
FULL_CARD = "(SELECT min(id) FROM card WHERE state = 'full')"
BESIDE: list[tuple[str, str, int, str]] = [
    (f"UPDATE card SET quantity = quantity + 1 WHERE id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET cycle = cycle + 1 WHERE id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET urgent = NOT urgent WHERE id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET on_hold = NOT on_hold WHERE id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET short_at_source = NOT short_at_source WHERE id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET last_event = 1 WHERE id <> 1 AND id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET state = 'in_use' WHERE id = {FULL_CARD}", "card", 2, "card_state"),
    (f"UPDATE card SET state = 'retired', quantity = 0 WHERE id = {FULL_CARD}", "card", 4, "pieces_held"),
    (f"DELETE FROM card WHERE id = {FULL_CARD}", "card", 1, "card_count"),
    (f"DELETE FROM card WHERE id = {FULL_CARD}", "card", 1, "card_missing"),
    ("UPDATE loop SET issued_count = issued_count + 1 WHERE id = 1", "loop", 1, "card_count"),
    (f"DELETE FROM signal WHERE card_id = {CALLING_CARD}", "signal", 3, "signal_missing"),
    (f"UPDATE signal SET closed_at = opened_at WHERE card_id = {CALLING_CARD}", "signal", 3, "signal_missing"),
    (
        "UPDATE signal SET closed_at = NULL WHERE card_id = (SELECT min(card_id) FROM signal WHERE closed_at > 0)",
        "signal",
        3,
        "signal_surplus",
    ),
    (f"UPDATE signal SET cycle = cycle + 1 WHERE card_id = {CALLING_CARD}", "signal", 3, "signal_surplus"),
    ("UPDATE request SET first_seq = 100000 WHERE first_seq > 0", "request", 7, "acknowledged_missing"),
    ("UPDATE request SET scan_id = 'x' || scan_id WHERE first_seq > 0", "request", 7, "acknowledged_missing"),
]


@pytest.mark.parametrize(("statement", "table", "invariant", "code"), BESIDE)
def test_a_table_that_does_not_tell_what_the_ledger_tells_is_found_by_its_invariant(
    tampering: Tampering, statement: str, table: str, invariant: int, code: str
) -> None:
    with tampering.done(statement, table):
        found = {(finding.invariant, finding.code) for finding in audit(tampering.database).findings}
        assert (invariant, code) in found
    assert audit(tampering.database).findings == ()


def test_every_one_of_the_seven_invariants_has_been_seen_broken(tampering: Tampering) -> None:
    seen = {invariant for _statement, _table, invariant, _code in BESIDE}
    place = next(place for place, row in enumerate(tampering.rows) if row[FIELDS.index("action")] == "draw")
    for name in ("hash", "cause"):
        value: Any = 1 if name == "cause" else tampering.another(place, name)
        with tampering.changed(place, name, value):
            seen |= {finding.invariant for finding in audit(tampering.database).findings}
    assert seen == {1, 2, 3, 4, 5, 6, 7}


def test_an_audit_can_be_stopped(tampering: Tampering) -> None:
    with pytest.raises(InterruptedError):
        audit(tampering.database, cancelled=lambda: True)
    assert audit(tampering.database).findings == ()


def test_an_audit_tells_how_far_it_is(tampering: Tampering) -> None:
    read: list[int] = []
    audit(tampering.database, progress=read.append)
    assert read[-1] == len(tampering.rows)
