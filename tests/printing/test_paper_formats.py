"""Formats: where cells and cards lie on the paper, read back from the PDF; and what a sheet cannot be."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from kanban_app.printing.designs import built_in, measured
from kanban_app.printing.elements import LineCode
from kanban_app.printing.formats import (
    FORMATS,
    BadSheet,
    PaperFormat,
    UnknownFormat,
    format_named,
    format_names,
    sheet_format,
)
from kanban_app.printing.label_sheets import SHEETS
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.problems import Field, NoSuchCell, TooFine
from kanban_app.printing.render import check, render
from tests.printing.paper_cards import card, pictures
from tests.printing.reading import POINTS_PER_MM, codes, dark_mm, one_bit, pages, symbol_boxes_mm, text

TOLERANCE_MM = 0.2
DOTS = 400


def near(millimetres: float) -> object:
    """Within the promise."""
    return pytest.approx(millimetres, abs=TOLERANCE_MM)


def cards(count: int) -> list[Any]:
    """So many cards of one loop."""
    return [card(serial, number=serial) for serial in range(1, count + 1)]


def expected_symbol(paper: PaperFormat, place: int) -> tuple[float, float, float]:
    """(left, top, side) in mm from the paper's upper left where the QR symbol of a cell has to stand."""
    design = built_in(paper.design)
    (qr,) = [element for element in design.elements if element.kind == "qr"]
    scale = measured(paper, design)
    left, top = paper.cell(place)
    beside = (paper.cell_width_mm - design.width_mm * scale) / 2
    above = (paper.cell_height_mm - design.height_mm * scale) / 2
    return left + beside + qr.left * scale, top + above + qr.top * scale, qr.width * scale


def symbols(data: bytes, page: int = 0) -> list[tuple[float, float, float]]:
    """(left, top, side) in mm of the QR symbols of a page, from its upper left."""
    with pypdfium2.PdfDocument(data) as document:
        height = document[page].get_height() / POINTS_PER_MM
    return [(left, height - top, right - left) for left, _, right, top in symbol_boxes_mm(data, page)]


@pytest.mark.parametrize("format_name", format_names())
def test_every_cell_of_every_format_holds_its_card_in_its_place(format_name: str) -> None:
    paper = format_named(format_name)
    data = render(cards(paper.cards_per_page), paper, pictures)
    with pypdfium2.PdfDocument(data) as document:
        (page,) = document
        assert [edge / POINTS_PER_MM for edge in page.get_size()] == [
            near(paper.page_width_mm),
            near(paper.page_height_mm),
        ]
    found = symbols(data)
    assert len(found) == paper.cards_per_page
    for place, symbol in enumerate(found):
        assert symbol == tuple(near(length) for length in expected_symbol(paper, place))


@pytest.mark.parametrize("name", list(SHEETS))
def test_labels_of_a_sheet_that_is_sold_lie_within_the_paper_and_the_same_from_both_sides(name: str) -> None:
    sheet, paper = SHEETS[name], format_named(f"sheet:{name}")
    right = sheet.left_mm + (sheet.columns - 1) * sheet.pitch_x_mm + sheet.cell_width_mm
    bottom = sheet.top_mm + (sheet.rows - 1) * sheet.pitch_y_mm + sheet.cell_height_mm
    assert paper.page_width_mm - right == pytest.approx(sheet.left_mm)
    assert paper.page_height_mm - bottom == pytest.approx(sheet.top_mm)
    assert min(sheet.left_mm, sheet.top_mm) >= 0


@pytest.mark.parametrize(
    ("name", "left", "top", "pitch_x"),
    [("avery-l7160", 7.2, 15.15, 66.04), ("avery-l7163", 4.65, 15.15, 101.6), ("avery-l7165", 4.65, 13.1, 101.6)],
)
def test_the_makers_own_margins_follow_from_the_sizes(name: str, left: float, top: float, pitch_x: float) -> None:
    sheet = SHEETS[name]
    assert (sheet.left_mm, sheet.top_mm, sheet.pitch_x_mm) == (near(left), near(top), near(pitch_x))


def test_a_name_that_is_none_is_answered_with_those_there_are() -> None:
    mine = sheet_format("mine", "a4", 2, 2, 5, 5, 95, 140, 100, 145)
    for wrong in ("a99", "sheet:none", "sheet:", "mine", ""):
        with pytest.raises(UnknownFormat) as unknown:
            format_named(wrong, (mine,))
        assert all(name in str(unknown.value) for name in ("a4-8", "credit-card", "sheet:mine", "sheet:herma-4464"))
    assert format_named("sheet:Mine", (mine,)) is mine
    assert format_named("sheet:AVERY-L7163").name == "sheet:avery-l7163"


def test_an_own_sheet_goes_before_a_built_in_one_of_the_same_name() -> None:
    mine = sheet_format("avery-l7163", "a4", 7, 2, 4, 15, 99.1, 38.1, 101.6, 38.1)
    assert format_named("sheet:avery-l7163", (mine,)) is mine


@pytest.mark.parametrize(
    ("lengths", "sentence"),
    [
        ((2, 2, 5, 5, 95, 140, 90, 145), "Labels would lie on each other"),
        ((2, 2, 5, 5, 95, 140, 100, 139), "Labels would lie on each other"),
        ((2, 2, 5, 5, 105, 140, 105, 145), "Labels would leave the paper: they reach from 5 to 215.0 mm of 210 mm."),
        ((2, 2, 5, 20, 95, 140, 100, 145), "Labels would leave the paper: they reach down to 305.0 mm of 297 mm."),
        ((2, 2, -1, 5, 95, 140, 100, 145), "Labels would leave the paper"),
        ((0, 2, 5, 5, 95, 140, 100, 145), "A sheet has 1 to 50 rows and 1 to 50 columns."),
        ((10, 4, 5, 5, 45, 20, 50, 25), "A label of 45 × 20 mm is too small for a card that can be read and scanned."),
    ],
)
def test_cells_that_cannot_be_are_refused_in_a_sentence(lengths: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(BadSheet, match=sentence.replace(".", r"\.")):
        sheet_format("mine", "a4", *lengths)  # type: ignore[arg-type]


def test_a_started_sheet_goes_on_at_the_cell_asked_for() -> None:
    paper = FORMATS["a4-8"]
    data = render(cards(7), paper, options=PrintOptions(start_cell=4))
    first, second = symbols(data), symbols(data, 1)
    assert [len(first), len(second)] == [5, 2]
    assert first[0] == tuple(near(length) for length in expected_symbol(paper, 3))
    assert second[0] == tuple(near(length) for length in expected_symbol(paper, 0))
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == 2


def test_a_cell_that_the_sheet_does_not_have_is_refused_before_printing() -> None:
    options = PrintOptions(start_cell=9)
    (problem,) = check(cards(2), "a4-8", options=options)
    assert problem.sentence() == "This paper has 8 places, so the first card can't stand at place 9. 2 cards."
    with pytest.raises(NoSuchCell):
        render(cards(2), "a4-8", options=options)


def test_what_a_printer_shifts_and_stretches_is_taken_back() -> None:
    paper = FORMATS["a4-8"]
    options = PrintOptions(offset_x_mm=2, offset_y_mm=-1.5, scale_x=1.01, scale_y=0.99)
    found = symbols(render(cards(8), paper, options=options))
    assert len(found) == 8
    for place, (left, top, side) in enumerate(found):
        wanted_left, wanted_top, wanted_side = expected_symbol(paper, place)
        assert left == near(wanted_left * 1.01 + 2)
        assert top == near(wanted_top * 0.99 - 1.5)
        assert side == near(wanted_side * 1.01)


@pytest.mark.parametrize(("format_name", "mirrored"), [("a4-8", "columns"), ("a4-4", "rows")])
def test_the_back_of_a_sheet_lies_behind_its_front(format_name: str, mirrored: str) -> None:
    """Turned over its long edge: upright paper changes left and right, paper across changes above and below."""
    paper = format_named(format_name)
    front_codes = [each.code for each in cards(paper.cards_per_page)]
    data = render(cards(paper.cards_per_page), paper, options=PrintOptions(two_sided=True))
    front, back = (one_bit(page) for page in pages(data, 203))
    cell = (front.width / paper.columns, front.height / paper.rows)

    def in_cell(page: Any, column: int, row: int) -> list[str]:
        return codes(page.crop((int(column * cell[0]), int(row * cell[1]), int((column + 1) * cell[0]),
                                int((row + 1) * cell[1]))))  # fmt: skip

    for row, column in itertools.product(range(paper.rows), range(paper.columns)):
        behind = (paper.columns - 1 - column, row) if mirrored == "columns" else (column, paper.rows - 1 - row)
        wanted = [front_codes[row * paper.columns + column]]
        assert (in_cell(front, column, row), in_cell(back, *behind)) == (wanted, wanted)
    assert b"/Duplex /DuplexFlipLongEdge" in data


def test_one_sided_jobs_have_no_backs() -> None:
    data = render(cards(8), "a4-8")
    assert len(list(pages(data, 20))) == 1
    assert b"/Duplex" not in data


def test_a_lamination_margin_is_white_all_round_and_the_card_smaller() -> None:
    data = render([card()], "a6", pictures, options=PrintOptions(lamination_margin_mm=6))
    (page,) = pages(data, DOTS)
    left, top, right, bottom = dark_mm(page, DOTS) or (0, 0, 0, 0)
    assert min(left, top, 148 - right, 105 - bottom) >= 6 - TOLERANCE_MM
    assert codes(page) == [card().code]


def test_a_margin_that_makes_code_or_letters_too_fine_is_refused_before_printing() -> None:
    options = PrintOptions(lamination_margin_mm=17)
    problems = check(cards(1), "a7", options=options)
    assert [(problem.field, problem.sentence()) for problem in problems] == [
        (Field.WORDING, "Letters would be 0.76 mm high here; 1.3 mm can be read. 1 card."),
        (Field.CODE, "The card code would be too fine to scan here: 0.47 mm a line, 0.5 mm are needed. 1 card."),
    ]
    for margin in (17, 30):
        with pytest.raises(TooFine):
            render(cards(1), "a7", options=PrintOptions(lamination_margin_mm=margin))


def test_bars_too_fine_for_two_dots_are_refused_before_printing() -> None:
    usual = built_in("a6")
    fine = [replace(each, narrow_mm=0.249) if isinstance(each, LineCode) else each for each in usual.elements]
    options = PrintOptions(code128=True, design=replace(usual, elements=tuple(fine)))
    (problem,) = check(cards(3), "a6", options=options)
    assert problem.sentence() == (
        "The card code would be too fine to scan here: 0.24 mm a line, 0.25 mm are needed. 3 cards."
    )


@pytest.mark.parametrize("format_name", ["a6", "credit-card", "label-100x150", "sheet:avery-l7163"])
def test_bars_lie_within_their_box_with_ten_of_white_at_either_end(format_name: str) -> None:
    paper = format_named(format_name)
    (box,) = [element for element in built_in(paper.design).elements if isinstance(element, LineCode)]
    data = render([card()], paper, options=PrintOptions(code128=True))
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        height = page.get_height() / POINTS_PER_MM
        shapes = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
        bounds = [[edge / POINTS_PER_MM for edge in shape.get_bounds()] for shape in shapes]
    # The QR symbol beside it, where there is one, is square.
    (left, bottom, right, top), *_ = [
        edges for edges in bounds if abs((edges[2] - edges[0]) - (edges[3] - edges[1])) > 1
    ]
    white = 10 * box.narrow_mm - TOLERANCE_MM
    across, down = (0.0, white) if box.height > box.width else (white, 0.0)
    cell_left, cell_top = paper.cell(0)
    assert cell_left + box.left + across - TOLERANCE_MM <= left
    assert right <= cell_left + box.box.right - across + TOLERANCE_MM
    assert cell_top + box.top + down - TOLERANCE_MM <= height - top
    assert height - bottom <= cell_top + box.box.bottom - down + TOLERANCE_MM


@pytest.mark.parametrize("wanted", [True, False])
def test_cut_marks_are_there_when_they_are_asked_for(wanted: bool) -> None:
    for format_name in ("a4-8", "sheet:avery-l7163", "a6"):
        data = render([card()], format_name, options=PrintOptions(cut_marks=wanted))
        (page,) = pages(data, DOTS)
        strip = page.crop((0, 0, round(3.5 * DOTS / 25.4), page.height))
        if format_name != "a6":
            assert (dark_mm(strip, DOTS) is not None) is wanted


def test_wishes_that_no_sheet_can_have_are_programming_errors() -> None:
    for wrong in ({"start_cell": 0}, {"scale_x": 2}, {"offset_y_mm": 99}, {"lamination_margin_mm": -1}):
        with pytest.raises(ValueError):
            PrintOptions(**wrong)  # type: ignore[arg-type]


def test_two_languages_say_every_label_twice_on_an_a6_card() -> None:
    found = text(render(cards(1), "a6", options=PrintOptions(second_language="sv")))
    for words in (
        "FROM · FRÅN", "TO · TILL", "CARD · KORT", "LEAD TIME · LEDTID", "STARTS AT · STARTAR VID",
        "WHEN EMPTY · NÄR TOM", "1 day · 1 dag", "PRODUCTION · PRODUKTION", "of 6 · av 6", "pieces · st",
    ):  # fmt: skip
        assert words.replace(" ", "") in found.replace(" ", "")


def test_words_that_are_the_same_in_both_languages_stand_there_once() -> None:
    found = text(render(cards(1), "a6", options=PrintOptions(second_language="en")))
    assert " · FROM" not in found
    assert "FROM" in found
