"""Till lines against the cards: whatever is sold and put back, the pieces add up, and cutting changes nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.till_sales import (
    Movement,
    folded,
    is_cancellation,
    line_mark,
    looks_like_no_goods,
    numbered,
    shop_mark,
    steps_to_draw,
)

LINES = st.lists(st.integers(-30, 30), max_size=40)


def sold(lines: list[int], cuts: list[int], stock: int, carried: int = 0) -> tuple[int, int]:
    """(drawn, carried) after these lines in batches that end at the cuts."""
    drawn = 0
    places = sorted({0, len(lines), *(cut for cut in cuts if cut < len(lines))})
    for start, stop in pairwise(places):
        movement = Movement()
        for steps in lines[start:stop]:
            movement.add(steps)
        taken = steps_to_draw(movement, carried, stock - drawn)
        drawn += taken
        carried += taken - movement.net
    return drawn, carried


def sold_one_by_one(lines: list[int], stock: int) -> tuple[int, int]:
    """The same without any arithmetic of batches: a piece comes from what came back, else from a card, else is owed."""
    drawn = beside = owed = 0
    for steps in lines:
        for _ in range(steps):
            if beside:
                beside -= 1
            elif drawn < stock:
                drawn += 1
            else:
                owed += 1
        for _ in range(-steps):
            if owed:
                owed -= 1
            else:
                beside += 1
    return drawn, beside - owed


@given(LINES, st.lists(st.integers(0, 40)), st.integers(0, 200))
def test_batches_cut_anywhere_do_what_piece_by_piece_does(lines: list[int], cuts: list[int], stock: int) -> None:
    assert sold(lines, cuts, stock) == sold_one_by_one(lines, stock)


@given(LINES, st.lists(st.integers(0, 40)), st.integers(0, 200), st.integers(-50, 50))
def test_pieces_are_neither_made_nor_lost(lines: list[int], cuts: list[int], stock: int, before: int) -> None:
    drawn, carried = sold(lines, cuts, stock, before)
    assert drawn - (carried - before) == sum(lines)
    assert 0 <= drawn <= stock


def test_what_came_back_is_sold_first_and_what_was_owed_is_taken_from_the_next_stock() -> None:
    assert sold([-3, 5], [], stock=10) == (2, 0)
    assert sold([4], [], stock=0) == (0, -4)
    assert sold([], [], stock=10, carried=-4) == (0, -4)
    assert steps_to_draw(Movement(), carried=-4, stock=10) == 4


PARTS = st.lists(st.text(alphabet="ab1", max_size=3), min_size=7, max_size=7)


@given(PARTS, PARTS)
def test_two_lines_have_one_mark_only_where_they_say_the_same(one: list[str], other: list[str]) -> None:
    assert (line_mark(*one) == line_mark(*other)) is (one == other)


@given(PARTS, st.integers(1, 9), st.integers(1, 10**6))
def test_marks_fit_a_database_and_tell_repeats_and_shops_apart(parts: list[str], times: int, shop: int) -> None:
    mark = line_mark(*parts)
    marks = [numbered(mark, number) for number in range(1, times + 1)]
    assert marks[0] == mark
    assert len(set(marks)) == times
    assert all(-(2**63) <= one ^ shop_mark(shop) < 2**63 for one in marks)
    assert mark ^ shop_mark(shop) != mark ^ shop_mark(shop + 1)


def test_cancellations_and_codes_that_are_no_goods_are_told_by_their_looks() -> None:
    assert is_cancellation("C536379")
    assert not is_cancellation("536379")
    assert not is_cancellation("Cash 12")
    for code, words in (("POST", "POSTAGE"), ("bank charges", ""), ("22016", "Dotcomgiftshop Gift Voucher £100.00")):
        assert looks_like_no_goods(code, words)
    assert not looks_like_no_goods("85123A", "WHITE HANGING HEART T-LIGHT HOLDER")
    assert folded(" 85123a ") == folded("85123A")
