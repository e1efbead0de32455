"""The board at any past entry is what stood in the tables then, whichever way one comes there."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.domain.cards import CALLING, HOLDING, ON_ORDER, Action, Card, CardState
from kanban_app.domain.events import mark_bits
from kanban_app.domain.ledger import CardReplay, Replayed, replay
from kanban_app.operations.past_boards import PastBoard, PastBoards, read_past_board
from kanban_app.store.audit import _entries
from tests.clock import Clock
from tests.databases import Databases, fast_folder, sqlite_files
from tests.ledger.shops import Floor, a_day
from tests.operations.histories import History, random_history


def went(way: PastBoards, history: History, seq: int) -> PastBoard:
    turn = way.aim(history.session, seq)
    turns = 0
    while turn.shown is None:
        assert 0 <= turn.done <= turn.whole
        turn = way.move(history.session)
        turns += 1
        assert turns < 10_000
    return turn.shown


def as_told(cards: Iterable[Card]) -> dict[int, tuple[object, ...]]:
    """What the ledger tells of cards, by id. A card out of use has nothing to tell but that."""
    return {
        card.id: (
            card.state,
            card.quantity,
            card.cycle,
            mark_bits(card),
            card.last_event,
            card.since_at if card.state is not CardState.NEW else None,
            card.full_at if card.state in HOLDING else None,
            card.signal_at if card.state in CALLING else None,
            card.due_at if card.state in ON_ORDER else None,
        )
        for card in cards
    }


def folded(history: History, seq: int) -> dict[int, CardReplay]:
    """The naive way: the audit's own replay of everything up to an entry."""
    onto = Replayed()
    entries = (row for row in _entries(history.session.database, None, lambda: False) if row[0] <= seq)
    assert not list(replay(entries, onto))
    return onto.cards


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_a_past_board_is_what_stood_in_the_tables_then(seed):
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder, sqlite_files(Path(folder)) as files:
        history = random_history(files.session(), Clock(), seed, 60)
        way = PastBoards(stretch=7, most_cards=3)
        moments = list(history.stood)
        random.Random(seed).shuffle(moments)
        for seq in moments:
            shown = went(way, history, seq).board
            known = as_told(history.stood[seq])
            assert {card_id: told for card_id, told in as_told(shown.cards()).items() if card_id in known} == known


@settings(max_examples=6)
@given(seed=st.integers(0, 10_000))
def test_between_the_entries_of_a_command_it_is_the_fold_of_the_ledger(seed):
    with tempfile.TemporaryDirectory(dir=fast_folder()) as folder, sqlite_files(Path(folder)) as files:
        history = random_history(files.session(), Clock(), seed, 40)
        way = PastBoards(stretch=5, most_cards=4)
        for seq in random.Random(seed).sample(range(max(history.stood) + 1), 15):
            cards = {card.id: card for card in went(way, history, seq).board.cards()}
            for card_id, told in folded(history, seq).items():
                card = cards[card_id]
                assert (card.state, card.quantity, card.cycle, mark_bits(card), card.last_event) == told


@pytest.fixture
def lived(databases: Databases, clock: Clock) -> History:
    session = databases.session()
    a_day(Floor(session, clock))
    return History(session, clock, {})


def test_the_same_moment_is_the_same_board_forwards_and_backwards(lived):
    last_seq = lived.session.head().last_seq
    way = PastBoards(stretch=3, most_cards=2)
    there = [as_told(went(way, lived, seq).board.cards()) for seq in range(last_seq + 1)]
    back = [as_told(went(way, lived, seq).board.cards()) for seq in range(last_seq, -1, -1)]
    assert there == back[::-1]
    assert len({str(told) for told in there}) == len(there)


def test_the_newest_entry_gives_the_board_of_now_and_says_what_it_was(lived):
    shown = read_past_board(lived.session, 10**9)
    assert shown.seq == lived.session.head().last_seq
    assert shown.line is not None
    assert shown.line.event.action is Action.RELEASE
    assert shown.at == shown.line.event.recorded_at


def test_before_the_first_entry_every_card_waits_to_be_activated(lived):
    shown = read_past_board(lived.session, 0)
    assert shown.at is None
    states = {card.state for card in shown.board.cards()}
    assert states == {CardState.NEW}
    # the extra card and the replacement were not there yet
    assert not any(card.single_use or card.replaces_id for card in shown.board.cards())


def test_what_was_booked_meanwhile_is_known_at_the_next_look(lived):
    way = PastBoards()
    went(way, lived, 5)
    floor = Floor(lived.session, lived.clock, None)
    floor.done("replace", "rack 1")
    last_seq = lived.session.head().last_seq
    heir = floor.card("rack 1")
    assert went(way, lived, last_seq).board.card(heir.id).state is heir.state
    assert went(way, lived, last_seq - 2).board.card(heir.id) is None


def test_a_way_that_is_left_half_done_goes_on_from_there(lived):
    way = PastBoards(stretch=2, most_cards=1)
    last_seq = lived.session.head().last_seq
    way.aim(lived.session, last_seq // 2)
    way.move(lived.session)
    expected = as_told(read_past_board(lived.session, last_seq - 3).board.cards())
    assert as_told(went(way, lived, last_seq - 3).board.cards()) == expected


def test_somebody_who_waits_no_longer_is_heard(lived):
    with pytest.raises(InterruptedError):
        read_past_board(lived.session, 3, lambda: True)
