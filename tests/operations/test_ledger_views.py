"""The ledger a page at a time: every filter against a plain look through everything, however small the stretches."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.domain.cards import Action
from kanban_app.domain.cascade_tree import in_tree
from kanban_app.operations.ledger_views import LedgerFilter, read_cascade, read_page, read_span, seq_at
from kanban_app.operations.looking import HistoryLine, read_history
from kanban_app.operations.session import Session
from kanban_app.store.reading import read_cards
from tests.clock import Clock
from tests.databases import Databases, fast_folder, sqlite_files
from tests.ledger.shops import Floor, a_day
from tests.operations.histories import PEOPLE, REASONS, random_history


def everything(session: Session, wanted: LedgerFilter, size: int, stretch: int) -> list[HistoryLine]:
    """All pages one after the other."""
    found: list[HistoryLine] = []
    before: int | None = None
    while before != 0:
        page = read_page(session, wanted, before, size, stretch)
        assert len(page.lines) <= size
        assert before is None or page.next_before < before
        found += page.lines
        before = page.next_before
    return found


def plainly(session: Session, wanted: LedgerFilter) -> list[int]:
    """The same by looking at each entry for itself."""
    cards = {card.id: card for card in read_cards(session.database)}
    text = wanted.text.casefold()
    found = []
    for line in read_history(session, limit=10**6):
        event, card = line.event, cards[line.event.card_id]
        loop = session.structure.loops[card.loop_id]
        texts = (card.code.casefold(), line.item_code.casefold(), event.reason.casefold())
        if wanted.text == card.code:
            texts = (text,)
        elif any(wanted.text == other.code for other in cards.values()):
            texts = ()
        wrong = (
            (wanted.item_id and event.item_id != wanted.item_id)
            or (wanted.station_id and wanted.station_id not in (event.station_id, loop.source_id, loop.consumer_id))
            or (wanted.action and event.action is not wanted.action)
            or wanted.person.casefold() not in event.person.casefold()
            or (wanted.only_roots and event.cause is not None)
            or (wanted.from_at and event.recorded_at < wanted.from_at)
            or (wanted.until_at and event.recorded_at >= wanted.until_at)
            or (text and not any(text in one for one in texts))
        )
        if not wrong:
            found.append(event.seq)
    return found


@settings(max_examples=10)
@given(data=st.data(), seed=st.integers(0, 10_000))
def test_every_filter_finds_what_a_look_at_each_entry_finds(data, seed):
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder, sqlite_files(Path(folder)) as files:
        session = files.session()
        history = random_history(session, Clock(), seed, 40)
        codes = [card.code for card in read_cards(session.database)]
        texts = ("", "peg", "ÖDELAGD", codes[0], codes[3], codes[1][1:5], "zzz")
        day = st.one_of(st.none(), st.integers(0, 12).map(lambda days: Clock()() + timedelta(days=days)))
        maybe = {name: st.one_of(st.none(), st.sampled_from(sorted(ids))) for name, ids in _ids(session).items()}
        strategy = st.builds(
            LedgerFilter,
            text=st.sampled_from(texts),
            person=st.sampled_from(("", "bo", PEOPLE[2].upper())),
            action=st.one_of(st.none(), st.sampled_from(list(Action))),
            from_at=day,
            until_at=day,
            only_roots=st.booleans(),
            **maybe,
        )
        assert len(history.stood) > 5
        for _ in range(12):
            wanted = data.draw(strategy)
            size, stretch = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 30))
            assert [line.event.seq for line in everything(session, wanted, size, stretch)] == plainly(session, wanted)


def _ids(session: Session) -> dict[str, list[int]]:
    return {"item_id": list(session.structure.items), "station_id": list(session.structure.stations)}


@pytest.fixture
def lived(databases: Databases, clock: Clock) -> Session:
    session = databases.session()
    a_day(Floor(session, clock))
    return session


def test_a_page_looks_no_further_than_its_stretch(lived):
    page = read_page(lived, LedgerFilter(text="nothing like it"), None, 10, 4)
    assert page.lines == ()
    assert page.next_before == page.last_seq - 3


def test_an_entry_leads_to_its_cause_and_its_effects(lived):
    lines = read_history(lived, limit=1000)
    effect = next(line for line in lines if line.event.action is Action.DRAW and line.event.cause is not None)
    tree = read_cascade(lived, effect.event.seq)
    assert tree[0].line.event.cause is None
    assert tree[0].depth == 0
    depths = {entry.line.event.seq: entry.depth for entry in tree}
    for entry in tree[1:]:
        assert entry.line.event.cause is not None
        assert entry.depth == depths[entry.line.event.cause] + 1
    assert effect.event.seq in depths
    # all of the command, nothing of the next
    assert sorted(depths) == list(range(min(depths), min(depths) + len(depths)))


def test_a_tree_stands_in_the_order_in_which_things_followed(lived):
    root = next(line.event for line in read_history(lived, limit=1000) if line.event.cause is None)
    one, two, three = (replace(root, seq=900 + place) for place in range(3))
    two, three, four = replace(two, cause=one.seq), replace(three, cause=one.seq), replace(root, seq=950, cause=two.seq)
    assert [(event.seq, depth) for event, depth in in_tree([one, two, three, four])] == [
        (900, 0),
        (901, 1),
        (950, 2),
        (902, 1),
    ]


def test_a_moment_finds_the_newest_entry_of_then(lived):
    span = read_span(lived)
    assert span.first_at is not None
    assert span.last_at is not None
    assert seq_at(lived, span.first_at - timedelta(seconds=1)) == 0
    assert seq_at(lived, span.last_at) == span.last_seq
    lines = {line.event.seq: line.event.recorded_at for line in read_history(lived, limit=1000)}
    for at in lines.values():
        seq = seq_at(lived, at)
        assert lines[seq] <= at
        assert seq == span.last_seq or lines[seq + 1] > at


def test_a_ledger_without_entries_has_no_span(databases, clock):
    session = databases.session()
    span = read_span(session)
    assert (span.first_at, span.last_at, span.last_seq) == (None, None, 0)
    assert read_page(session, LedgerFilter()).lines == ()
    assert read_page(session, LedgerFilter()).next_before == 0


def test_the_reasons_are_searched_whatever_their_capitals(lived):
    floor_reason = REASONS[3].upper()
    assert everything(lived, LedgerFilter(text=floor_reason), 50, 50)
