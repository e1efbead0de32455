"""How long a card stands in each state: the stays tile its time, whatever happened to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.dwelling import Dwell, Stay, begins_cycle, dwells_of, stays_of, this_cycle
from kanban_app.domain.events import CardEvent

S = CardState
BEGIN = datetime(2027, 1, 4, 8, tzinfo=UTC)


def _event(hours: float, action: Action, before: S, after: S, seq: int = 0) -> CardEvent:
    return CardEvent(seq, BEGIN + timedelta(hours=hours), action, 1, 1, 1, before, after, 5, 0)


ONE_ROUND = [
    _event(0, Action.ACTIVATE, S.NEW, S.FULL),
    _event(10, Action.DRAW, S.FULL, S.IN_USE),
    _event(11, Action.DRAW, S.IN_USE, S.IN_USE),
    _event(14, Action.CONSUME, S.IN_USE, S.EMPTY),
    _event(14, Action.RELEASE, S.EMPTY, S.RELEASED),
    _event(20, Action.RECEIVE, S.RELEASED, S.FULL),
    _event(26, Action.CONSUME, S.FULL, S.EMPTY),
    _event(27, Action.RELEASE, S.EMPTY, S.RELEASED),
]


def test_stays_begin_with_one_state_and_end_with_the_next() -> None:
    stays = [(stay.state, stay.length(BEGIN + timedelta(hours=30))) for stay in stays_of(ONE_ROUND[::-1])]
    lengths = [(S.FULL, 10), (S.IN_USE, 4), (S.EMPTY, 0), (S.RELEASED, 6), (S.FULL, 6), (S.EMPTY, 1), (S.RELEASED, 3)]
    assert stays == [(state, timedelta(hours=hours)) for state, hours in lengths]


def test_a_cycle_begins_where_the_card_was_last_emptied() -> None:
    cycle = this_cycle(ONE_ROUND[::-1])
    assert [event.action for event in cycle] == [Action.CONSUME, Action.RELEASE]
    assert begins_cycle(cycle[0])
    back = _event(28, Action.REVERT, S.RELEASED, S.EMPTY)
    assert not begins_cycle(back), "an order taken back begins no cycle"


def test_this_cycle_stands_beside_what_is_usual() -> None:
    dwells = dwells_of(ONE_ROUND[::-1], BEGIN + timedelta(hours=30))
    hours = timedelta(hours=1)
    assert dwells == [
        Dwell(S.FULL, None, 10 * hours),
        Dwell(S.IN_USE, None, 4 * hours),
        Dwell(S.EMPTY, 1 * hours, 0 * hours),
        Dwell(S.RELEASED, 3 * hours, 6 * hours),
    ]


def test_a_card_without_entries_has_stood_nowhere() -> None:
    assert dwells_of([], BEGIN) == []
    assert stays_of([]) == []


def test_a_clock_set_back_makes_no_stay_negative() -> None:
    events = [_event(5, Action.CONSUME, S.FULL, S.EMPTY), _event(3, Action.RELEASE, S.EMPTY, S.RELEASED)]
    assert all(stay.length(BEGIN) >= timedelta(0) for stay in stays_of(events[::-1]))


STEPS = st.lists(st.tuples(st.sampled_from(S), st.integers(0, 50)), min_size=1, max_size=12)


@given(STEPS)
def test_the_stays_tile_the_time_from_the_first_change_to_now(steps: list[tuple[S, int]]) -> None:
    at, state, events = 0, S.NEW, []
    for after, hours in steps:
        at += hours
        events.append(_event(at, Action.DRAW, state, after))
        state = after
    now = BEGIN + timedelta(hours=at + 7)
    stays: list[Stay] = stays_of(events[::-1])
    for before, after_it in pairwise(stays):
        assert before.left_at == after_it.entered_at
        assert before.state is not after_it.state
    if stays:
        assert sum((stay.length(now) for stay in stays), timedelta(0)) == now - stays[0].entered_at
        assert stays[-1].state is state
