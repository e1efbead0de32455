"""A card's life in words, from ledger entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kanban_app.domain.board import Board
from kanban_app.domain.cards import Action, Card, CardState, Mark
from kanban_app.domain.events import CardEvent
from kanban_app.domain.loops import LoopKind, Step
from kanban_app.gui.board import life
from kanban_app.operations.looking import Cycle, HistoryLine
from tests.gui.board import factory
from tests.gui.board.factory import NOW

S = CardState


@pytest.fixture
def board() -> Board:
    return factory.board()


def _card(board: Board, loop_id: int, number: int) -> Card:
    return next(card for card in board.cards() if (card.loop_id, card.number) == (loop_id, number))


def _line(card: Card, seq: int, hours_ago: float, action: Action, before: S, after: S, **more: object) -> HistoryLine:
    event = CardEvent(
        seq,
        NOW - timedelta(hours=hours_ago),
        action,
        card.id,
        7,
        3,
        before,
        after,
        4,
        0,
        **more,  # type: ignore[arg-type]
    )
    return HistoryLine(event, card.code, card.number, False, "polished wooden panel", "grinder", "assembly line", 0)


def _history(card: Card) -> list[HistoryLine]:
    """Newest first, as the shop answers."""
    return [
        _line(card, 30, 18, Action.START, S.RELEASED, S.IN_PROCESS, person="Lena"),
        _line(card, 21, 47, Action.RELEASE, S.EMPTY, S.RELEASED, cause=20),
        _line(card, 20, 47, Action.DRAW, S.FULL, S.EMPTY, cause=15, station_id=6, person="Erik"),
        _line(card, 10, 90, Action.RECEIVE, S.IN_TRANSIT, S.FULL),
    ]


def _cause(card: Card) -> HistoryLine:
    found = _line(card, 15, 47, Action.START, S.RELEASED, S.IN_PROCESS)
    return replace(found, event=replace(found.event, card_id=999), item_code="round table", card_number=6)


def test_a_life_begins_where_the_card_was_emptied(board: Board) -> None:
    lines = life.this_cycle(_history(_card(board, 7, 2)))
    assert [line.event.seq for line in lines] == [20, 21, 30]


def test_steps_say_what_who_when_and_why(board: Board) -> None:
    card = _card(board, 7, 2)
    lines = life.this_cycle(_history(card))
    emptied, ordered, started, now = life.steps_of(lines, {15: _cause(card)}, board.structure, card, NOW)
    assert (emptied.headline, emptied.lines) == (
        "Emptied",
        ("assembly line · Erik", "cause: the start of round table 6"),
    )
    assert ordered.headline == "Ordered"
    assert ordered.lines[0].startswith("the lot of 2 was full · wanted ")
    assert (started.headline, started.lines) == ("Started", ("grinder · Lena",))
    assert now.headline.startswith("In work for")
    assert now.tone == "stop"
    assert now.mark is Mark.LATE


def test_a_reason_is_told_in_the_words_it_was_given(board: Board) -> None:
    card = _card(board, 15, 4)
    lines = [_line(card, 40, 2, Action.HOLD, S.FULL, S.FULL, person="Maria", reason="cracked tops")]
    step = life.steps_of(lines, {}, board.structure, card, NOW)[0]
    assert (step.headline, step.lines) == ("Held back", ("Maria", "cracked tops"))


@pytest.mark.parametrize("state", [state for state in S if state is not S.RETIRED])
def test_every_state_says_what_the_card_does_now(board: Board, state: S) -> None:
    card = replace(_card(board, 7, 2), state=state, due_at=None)
    step = life.steps_of([], {}, board.structure, card, NOW)[-1]
    assert step.headline
    assert step.when == "now"
    assert step.tone == "ink"


def test_a_card_out_of_use_does_nothing_now(board: Board) -> None:
    assert life.steps_of([], {}, board.structure, replace(_card(board, 7, 2), state=S.RETIRED), NOW) == []


def test_every_action_has_its_words() -> None:
    event = _line(factory.cards()[0], 1, 1, Action.HOLD, S.FULL, S.FULL).event
    names = {life.step_name(replace(event, action=action), 0, "screws") for action in Action}
    assert all(names)
    assert len(names) == len(Action)


def test_what_the_books_lacked_is_named(board: Board) -> None:
    card = _card(board, 7, 2)
    line = replace(_line(card, 31, 18, Action.UNEXPLAINED_DRAW, S.IN_PROCESS, S.IN_PROCESS), item_code="wooden panel")
    assert life.steps_of([line], {}, board.structure, card, NOW)[0].headline == "Missing in the books: 4 wooden panel"


def test_what_is_wrong_is_said_most_important_first(board: Board) -> None:
    card = _card(board, 7, 2)
    alert = life.alert_of(card, (Mark.LATE,), board.row(7), board.structure, NOW)
    assert alert is not None
    assert (alert.text, alert.tone) == ("23 h late. None left at assembly line.", "stop")
    held = life.alert_of(card, (Mark.ON_HOLD, Mark.LATE), board.row(7), board.structure, NOW)
    assert held is not None
    assert held.text.startswith("On hold")
    assert held.tone == "hold"


def test_nothing_wrong_is_nothing_said(board: Board) -> None:
    assert life.alert_of(_card(board, 5, 4), (), board.row(5), board.structure, NOW) is None


@pytest.mark.parametrize(
    "state, action",
    [
        (S.NEW, Action.ACTIVATE),
        (S.FULL, Action.CONSUME),
        (S.IN_USE, Action.CONSUME),
        (S.EMPTY, Action.RELEASE),
        (S.RELEASED, Action.START),
        (S.IN_PROCESS, Action.RECEIVE),
        (S.IN_TRANSIT, Action.RECEIVE),
        (S.RETIRED, None),
    ],
)
def test_the_blue_button_is_what_most_people_want_next(board: Board, state: S, action: Action | None) -> None:
    loop = board.structure.loops[7]
    assert life.next_action(replace(_card(board, 7, 2), state=state), loop) is action


def test_a_supplier_reports_nothing_so_its_ordered_card_is_received(board: Board) -> None:
    loop = board.structure.loops[3]
    assert loop.kind is LoopKind.SUPPLIER
    assert life.next_action(replace(_card(board, 3, 1), state=S.RELEASED), loop) is Action.RECEIVE


def test_a_loop_that_must_send_is_sent_before_it_is_received(board: Board) -> None:
    loop = replace(board.structure.loops[7], in_transit=Step.REQUIRED)
    assert life.next_action(_card(board, 7, 2), loop) is Action.DISPATCH


@pytest.mark.parametrize(
    "lead_minutes, unit, planned", [(60, "minutes", "60 min"), (1440, "hours", "24 h"), (14_400, "days", "10 d")]
)
def test_bars_take_the_unit_that_fits_the_plan(board: Board, lead_minutes: int, unit: str, planned: str) -> None:
    loop = replace(board.structure.loops[7], lead_time_minutes=lead_minutes)
    bars = life.bars_of([], loop, NOW)
    assert unit in bars.title
    assert bars.planned_text == f"planned {planned}"


def test_late_bars_carry_their_length_and_the_open_one_is_open(board: Board) -> None:
    start = NOW - timedelta(hours=75)

    def cycle(hours: float | None) -> Cycle:
        closed = start + timedelta(hours=hours) if hours is not None else None
        return Cycle(start, start, start + timedelta(hours=24), closed)

    bars = life.bars_of([cycle(20), cycle(30), cycle(None)], board.structure.loops[7], NOW).bars
    assert [(bar.label, bar.late, bar.open) for bar in bars] == [
        ("", False, False),
        ("30", True, False),
        ("75", True, True),
    ]
    assert bars[0].length == 20
