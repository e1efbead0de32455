"""A text shrinks, then wraps, then is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.printing.designs import BUILT_IN, built_in
from kanban_app.printing.elements import Design, Text
from kanban_app.printing.fitting import (
    Ladder,
    Part,
    fit,
    fit_stack,
    ladder,
    stack_height_mm,
)
from kanban_app.printing.fonts import Weight, width
from kanban_app.printing.problems import Field, TextDoesNotFit

LADDER = ladder((5.0, 3.0), (3.0, 2.0))
WORDS = st.text(alphabet="abc -/xW", min_size=1, max_size=60).filter(lambda typed: typed.strip())


def part(text: str, rungs: Ladder = LADDER) -> Part:
    """A station's name."""
    return Part(Field.SOURCE_NAME, text, Weight.BOLD, rungs)


def test_a_short_text_has_the_largest_size() -> None:
    assert fit(part("saw"), 40).capital_mm == pytest.approx(5.0)


def test_a_longer_text_shrinks_before_it_wraps() -> None:
    fitted = fit(part("assembly line"), 40)
    assert 3.0 <= fitted.capital_mm < 5.0
    assert len(fitted.lines) == 1


def test_a_text_at_its_smallest_size_wraps_into_lines_of_about_the_same_length() -> None:
    fitted = fit(part("varnishing and drying room number twelve"), 40)
    assert len(fitted.lines) == 2
    first, second = (width(line.rstrip(), Weight.BOLD) for line in fitted.lines)
    assert abs(first - second) < 3


def test_a_text_that_needs_more_lines_than_it_may_have_is_refused_with_its_field() -> None:
    with pytest.raises(TextDoesNotFit) as refused:
        fit(part("a very long name of a station " * 4), 40)
    assert refused.value.field is Field.SOURCE_NAME


def test_a_long_code_breaks_after_its_hyphens_and_a_word_only_when_nothing_else_fits() -> None:
    assert fit(part("AB12-CD34-EF56-GH78-IJ90-KL12"), 30).lines[0].endswith("-")
    assert fit(part("Donaudampfschifffahrtsgesellschaft"), 30).lines[0].startswith("Donau")


def test_decimals_and_times_are_never_broken() -> None:
    many_lines = ladder(*[(2.0, 2.0)] * 9)
    for text in ("drill 1.5 by 12,75 from 12:30 on", "saw width 1234.5678 mm and 12:30:15 o'clock"):
        for fitted_width in range(20, 45):
            lines = fit(part(text, many_lines), fitted_width).lines
            assert all(line.endswith(" ") for line in lines[:-1])


@given(text=WORDS, room=st.floats(min_value=5, max_value=120))
@settings(deadline=None)
def test_whatever_fits_is_whole_within_its_width_and_not_too_small(text: str, room: float) -> None:
    try:
        fitted = fit(part(text), room)
    except TextDoesNotFit:
        return
    assert "".join(fitted.lines) == text
    assert all(width(line.rstrip(), Weight.BOLD) * fitted.size_mm <= room + 1e-6 for line in fitted.lines)
    assert fitted.capital_mm >= 2.0 - 1e-9
    assert len(fitted.lines) <= 2


@given(texts=st.lists(WORDS, min_size=1, max_size=4), room=st.floats(10, 60), height=st.floats(5, 40))
@settings(deadline=None)
def test_a_stack_stays_within_its_box(texts: list[str], room: float, height: float) -> None:
    try:
        stack = fit_stack([part(text) for text in texts], room, height)
    except TextDoesNotFit:
        return
    assert stack_height_mm(stack) <= height
    assert ["".join(fitted.lines) for fitted in stack] == texts


def largest(design: Design) -> dict[str, float]:
    """The largest capitals that each field of a design may have, in mm."""
    parts = [part for element in design.elements if isinstance(element, Text) for part in element.parts]
    return {part.field: part.sizes[0][0] for part in parts}


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_item_is_the_largest_text_but_for_the_quantity(name: str) -> None:
    capitals = largest(built_in(name))
    assert capitals["quantity"] > capitals["item_code"]
    others = [height for field, height in capitals.items() if field not in ("quantity", "item_code", "number", "code")]
    assert all(height <= capitals["item_code"] for height in others)


def test_sizes_on_an_a6_card_are_those_of_the_screens_page() -> None:
    capitals = largest(built_in("a6"))
    of_the_page = {"item_code": 7.9, "quantity": 14.9, "number": 9.2, "source_name": 4.4, "code": 4.0, "revision": 6.2}
    assert {field: capitals[field] for field in of_the_page} == of_the_page


def test_sizes_on_a_credit_card_are_those_of_the_screens_page() -> None:
    capitals = largest(built_in("credit-card"))
    of_the_page = {"item_code": 4.6, "quantity": 9.2, "number": 4.9, "route": 2.8, "code": 2.7, "revision": 3.8}
    assert {field: capitals[field] for field in of_the_page} == of_the_page
