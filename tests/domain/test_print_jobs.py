"""Runs in parts of full sheets; what makes two runs the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.print_jobs import Look, Paper, identity, parts, request, sheets

A6, A4 = Look("a6"), Look("a4-8")
CARDS = [Paper("1D4V0NR", 1, 1), Paper("1D4V1NS", 2, 1)]


@given(count=st.integers(0, 3000), each=st.integers(1, 70), cell=st.integers(1, 70), most=st.integers(1, 400))
def test_every_card_is_in_exactly_one_part_and_only_the_first_and_the_last_sheet_may_have_empty_cells(
    count: int, each: int, cell: int, most: int
) -> None:
    start = (cell - 1) % each + 1
    found = parts(count, each, start, most)
    assert [place for part in found for place in part] == list(range(count))
    for part in found[:-1]:
        assert (part.stop + start - 1) % each == 0, "a part ends with its sheet"
    assert all(0 < len(part) <= max(most, each) for part in found)


@given(count=st.integers(1, 500), each=st.integers(1, 24), cell=st.integers(1, 24))
def test_a_sheet_holds_what_fits_on_it(count: int, each: int, cell: int) -> None:
    start = (cell - 1) % each + 1
    found = sheets(count, each, start)
    assert len(found[0]) == min(count, each - start + 1)
    assert all(len(sheet) == each for sheet in found[1:-1])


def test_the_same_prints_in_the_same_look_are_the_same_run_whatever_their_order() -> None:
    assert identity(A6, CARDS) == identity(A6, reversed(CARDS))


def test_another_format_design_revision_or_print_is_another_run() -> None:
    others = [
        identity(A4, CARDS),
        identity(replace(A6, design="mine"), CARDS),
        identity(A6, [CARDS[0], replace(CARDS[1], revision=3)]),
        identity(A6, [replace(CARDS[0], print_count=2), CARDS[1]]),
        identity(A6, CARDS[:1]),
    ]
    assert len({identity(A6, CARDS), *others}) == 6


def test_a_first_free_cell_or_a_printers_offset_makes_no_second_paper_of_the_same_card() -> None:
    moved = replace(A6, start_cell=3, offset_x_mm=1.5, black_only=True)
    assert identity(moved, CARDS) == identity(A6, CARDS)


def test_a_request_is_known_again_whatever_was_printed_in_between() -> None:
    assert request(A6, ["b", "a"]) == request(A6, ["a", "b"]) != request(A4, ["a", "b"])


def test_a_look_comes_back_as_it_was_written_down() -> None:
    look = Look("sheet:mine", "plain", True, "sv", True, 4, True, False, 2.5, 1.5, -1.0, 1.002, 0.998)
    assert Look.from_text(look.as_text()) == look


def test_a_look_that_a_newer_program_wrote_is_read_too() -> None:
    assert Look.from_text('{"format_name": "a5", "glitter": true}') == Look("a5")
