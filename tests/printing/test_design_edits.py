"""Editing a design step by step: every state is a design that can be written and read, and steps lead back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanban_app.printing import design_edits
from kanban_app.printing.design_preview import draw_card, findings, shown_boxes
from kanban_app.printing.design_samples import SAMPLES, fitting, sample
from kanban_app.printing.designs import BUILT_IN, Design, DesignProblem, built_in, dump, load, validate
from kanban_app.printing.elements import KINDS, Arrow, Band, QrCode, When
from kanban_app.printing.formats import format_named
from kanban_app.printing.geometry import Box
from kanban_app.printing.looks import shown_elements
from kanban_app.printing.options import PLAIN, PrintOptions
from tests.printing.paper_cards import EVERY_LOOK, PRODUCTION, pictures
from tests.printing.reading import text

NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
LENGTHS = st.floats(-200, 300, allow_nan=False, width=32)
STEPS = st.one_of(
    st.tuples(st.just("box"), st.integers(0, 60), st.tuples(LENGTHS, LENGTHS, LENGTHS, LENGTHS)),
    st.tuples(st.just("add"), st.sampled_from(sorted(KINDS)), st.just(0)),
    st.tuples(st.just("remove"), st.integers(0, 60), st.just(0)),
    st.tuples(st.just("copy"), st.integers(0, 60), st.just(0)),
    st.tuples(st.just("order"), st.integers(0, 60), st.integers(0, 60)),
    st.tuples(st.just("rule"), st.integers(0, 60), st.sampled_from(["production", "single_use"])),
)


def place(design: Design, name: str) -> int:
    """The place of the element of this name."""
    return next(at for at, element in enumerate(design.elements) if element.name == name)


def as_file(rule: When) -> list[dict[str, Any]]:
    """One rule as a design file has it."""
    return design_edits.rules(Design("one", 100, 100, (Arrow(left=0, top=0, width=1, height=1, when=(rule,)),)), 0)


def after(design: Design, step: tuple[str, Any, Any]) -> Design:
    """The design after one step; one that no design can have changes nothing."""
    what, first, second = step
    at = first % len(design.elements) if isinstance(first, int) else 0
    try:
        if what == "box":
            return design_edits.with_box(design, at, Box(*second))
        if what == "add":
            return design_edits.added(design, first, first)
        if what == "order":
            return design_edits.reordered(design, at, second % len(design.elements))
        if what == "rule":
            rules = [*design_edits.rules(design, at), {"if": {"kinds": [second]}, "show": False}]
            changed = design_edits.with_rules(design, at, rules)
            return design_edits.with_values(changed, at, {"left": 3}, len(rules) - 1)
        return (design_edits.removed if what == "remove" else design_edits.duplicated)(design, at)
    except DesignProblem:
        return design


@settings(max_examples=40, deadline=None)
@given(name=st.sampled_from(BUILT_IN), steps=st.lists(STEPS, max_size=8))
def test_after_any_steps_the_design_is_written_as_it_is_read(name: str, steps: list[tuple[str, Any, Any]]) -> None:
    design = built_in(name)
    for step in steps:
        design = after(design, step)
        assert load(dump(design)) == design
    assert built_in(name) == load(dump(built_in(name)))


@given(left=LENGTHS, top=LENGTHS)
def test_there_and_back_again_is_the_same_design(left: float, top: float) -> None:
    design = built_in("a6")
    at = place(design, "item")
    old = design.elements[at].box
    moved = design_edits.with_box(design, at, Box(left, top, old.width, old.height))
    assert design_edits.with_box(moved, at, old) == design


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BUILT_IN)
def test_a_new_element_of_every_kind_can_be_drawn_on_every_design(name: str, kind: str) -> None:
    design = design_edits.added(built_in(name), kind, "the new one")
    assert design.elements[-1].kind == kind
    assert draw_card(design, PRODUCTION, PrintOptions(code128=True), pictures).startswith(b"%PDF")


def test_a_qr_code_stays_square_and_a_band_takes_its_plate_along() -> None:
    design = built_in("a6")
    qr, band = place(design, "QR code"), place(design, "band")
    box = design.elements[qr].box
    wider = design_edits.with_box(design, qr, Box(box.left, box.top, box.width + 4, box.height)).elements[qr]
    assert isinstance(wider, QrCode)
    assert wider.width == wider.height == pytest.approx(box.width + 4)
    moved = design_edits.with_box(design, band, Box(10, 0, 14, 105)).elements[band]
    old = design.elements[band]
    assert isinstance(moved, Band)
    assert isinstance(old, Band)
    assert (moved.plate_left, moved.plate_top) == (old.plate_left + 10, old.plate_top)


def test_a_value_that_no_design_can_have_is_refused_with_its_place() -> None:
    design = built_in("a6")
    with pytest.raises(DesignProblem, match="element 1 “band”: left is 5000; it can be -1000 to 1000"):
        design_edits.with_values(design, 0, {"left": 5000})


def test_the_last_element_stays() -> None:
    whole = built_in("a6")
    design = Design("one", 100, 100, whole.elements[:1])
    with pytest.raises(DesignProblem):
        design_edits.removed(design, 0)


def test_what_a_rule_sets_holds_only_where_it_applies() -> None:
    design = built_in("a6")
    at = place(design, "item")
    ruled = design_edits.with_rules(design, at, [{"if": {"categories": ["chairs"]}}])
    ruled = design_edits.with_box(ruled, at, Box(30, 4.8, 90, 18.9), 0)
    assert ruled.elements[at].box == design.elements[at].box
    assert design_edits.effective(ruled, at, 0).left == 30
    card, options = fitting(PRODUCTION, PLAIN, ruled.elements[at].when[0])
    lefts = [
        element.left
        for shown in (PRODUCTION, card)
        for element in shown_elements(ruled, shown, options)
        if element.name == "item"
    ]
    assert lefts == [design.elements[at].left, 30]


@pytest.mark.parametrize("look", EVERY_LOOK)
@pytest.mark.parametrize(
    "rule",
    [
        When(kinds=("single_use",)),
        When(kinds=("supplier", "withdrawal"), lot=True),
        When(lot=False, urgent=True),
        When(customers=("Svensson",), categories=("chairs",)),
        When(code128=True, two_languages=True),
        When(empty=("container_type",)),
    ],
)
def test_the_card_shown_for_a_rule_is_one_that_it_applies_to(look: str, rule: When) -> None:
    whole = built_in("a6")
    at = place(whole, "item")
    design = design_edits.with_rules(whole, at, as_file(rule))
    design = design_edits.with_values(design, at, {"left": 33}, 0)
    card, options = fitting(EVERY_LOOK[look], PLAIN, rule)
    assert [each.left for each in shown_elements(design, card, options) if each.name == "item"] == [33]


def test_sizes_go_from_the_largest_to_the_smallest_line_by_line() -> None:
    assert design_edits.size_ladder(8, 2, 1) == [[8, 2]]
    ladder = design_edits.size_ladder(8, 2, 3)
    assert [pair[0] for pair in ladder[1:]] == [pair[1] for pair in ladder[:-1]]
    assert (ladder[0][0], ladder[-1][1]) == (8, 2)


def test_what_is_dragged_lies_on_a_near_line_or_else_on_the_grid() -> None:
    assert design_edits.snapped((10.4, 20.4), [20.0, 60.0], 0.5, 1.0) == (pytest.approx(-0.4), 20.0)
    shift, line = design_edits.snapped((10.4, 20.4), [60.0], 0.5, 1.0)
    assert (round(shift, 6), line) == (0.1, None)


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_all_built_in_designs_show_every_sample_without_a_problem() -> None:
    for name in ("a6", "label"):
        design = built_in(name)
        paper = format_named("a6" if name == "a6" else "label-100x150")
        cards = [(sample(each, NOW), PLAIN) for each in SAMPLES]
        assert findings(design, paper, cards) == ()


def test_a_text_that_does_not_fit_is_told_with_its_element_and_the_rest_is_drawn() -> None:
    design = built_in("a6")
    at = place(design, "source")
    narrow = design_edits.with_box(design, at, Box(21, 30.5, 2, 15.6))
    found = findings(narrow, format_named("a6"), [(PRODUCTION, PLAIN), (PRODUCTION, PLAIN)])
    assert {finding.at for finding in found} == {at}
    assert found[0].sentence == f"Element {at + 1} “source”: from station: “saw” is too long for the card."
    drawn = text(draw_card(narrow, PRODUCTION, PLAIN, pictures))
    assert "chair leg" in drawn
    assert "out rack S2" not in drawn


def test_the_cards_speak_the_plants_language_and_the_problems_the_persons() -> None:
    design = built_in("a6")
    at = place(design, "hint")
    narrow = design_edits.with_box(design, at, Box(112.6, 87.3, 4, 5.4))
    [english] = findings(narrow, format_named("a6"), [(PRODUCTION, PLAIN)], "en")
    [swedish] = findings(narrow, format_named("a6"), [(PRODUCTION, PLAIN)], "sv")
    assert english.sentence.endswith("is too long for the card.")
    assert swedish.sentence.endswith("is too long for the card.")
    assert english.sentence != swedish.sentence


def test_a_design_that_no_paper_takes_is_drawn_all_the_same() -> None:
    design = built_in("a6")
    at = place(design, "QR code")
    small = design_edits.with_box(design, at, Box(150, 50, 5, 5))
    assert len(validate(small, format_named("a6"))) == 2
    assert {finding.at for finding in findings(small, format_named("a6"), [])} == {at}
    assert "chair leg" in text(draw_card(small, PRODUCTION, PLAIN, pictures))


def test_what_a_card_does_not_show_has_no_place_on_it() -> None:
    design = built_in("a6")
    shown = shown_boxes(design, PRODUCTION, PLAIN)
    assert shown[place(design, "order")] is None
    assert shown[place(design, "number")] is design.elements[place(design, "number")]
