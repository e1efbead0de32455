"""What is measured on paper is within 0.2 mm of what the screens page and the cut need."""

from __future__ import annotations

import itertools

import pytest

from kanban_app.printing.formats import format_names
from kanban_app.printing.render import render
from tests.printing.paper_cards import EVERY_LOOK, card, pictures
from tests.printing.reading import dark_mm, pages, symbol_boxes_mm

TOLERANCE_MM = 0.2
DOTS = 600


def eight() -> bytes:
    """A full sheet of eight, one of every look."""
    return render(list(EVERY_LOOK.values()), "a4-8", pictures)


def near(millimetres: float) -> object:
    """Within the promise."""
    return pytest.approx(millimetres, abs=TOLERANCE_MM)


@pytest.mark.parametrize(("format_name", "square_mm"), [("a6", 1.24), ("a4-8", 0.81)])
def test_a_square_of_the_code_is_as_large_as_the_screens_page_says(format_name: str, square_mm: float) -> None:
    (left, bottom, right, top), *_ = symbol_boxes_mm(render([card()], format_name))
    assert (right - left) / 21 == pytest.approx(square_mm, abs=0.01)
    assert (top - bottom) / 21 == pytest.approx(square_mm, abs=0.01)


def test_the_cells_of_a_sheet_of_eight_stand_at_their_pitch() -> None:
    symbols = symbol_boxes_mm(eight())
    assert len(symbols) == 8
    left, bottom = symbols[0][:2]
    for place, symbol in enumerate(symbols):
        row, column = divmod(place, 2)
        assert symbol[0] == near(left + column * 105.0)
        assert symbol[1] == near(bottom - row * 74.25)


def test_an_a6_card_is_an_a6_page_and_a_sheet_is_an_a4_page() -> None:
    for name, size in (("a6", (148, 105)), ("a4-8", (210, 297))):
        (page,) = pages(render([card()], name), DOTS)
        assert [edge * 25.4 / DOTS for edge in page.size] == [near(edge) for edge in size]


def test_cut_marks_stand_on_the_cuts() -> None:
    (page,) = pages(eight(), DOTS)
    per_mm = DOTS / 25.4
    for y in (74.25, 148.5, 222.75):
        strip = page.crop((0, round((y - 2) * per_mm), round(3.5 * per_mm), round((y + 2) * per_mm)))
        _, top, _, bottom = dark_mm(strip, DOTS) or (0, 0, 0, 0)
        assert y - 2 + (top + bottom) / 2 == near(y)
    for y in (0, 297 - 3.5):
        strip = page.crop((round(103 * per_mm), round(y * per_mm), round(107 * per_mm), round((y + 3.5) * per_mm)))
        left, _, right, _ = dark_mm(strip, DOTS) or (0, 0, 0, 0)
        assert 103 + (left + right) / 2 == near(105)


def test_a_mark_shows_beyond_what_an_office_printer_leaves_white() -> None:
    (page,) = pages(eight(), DOTS)
    per_mm = DOTS / 25.4
    strip = page.crop((round(4.3 * per_mm), round(73 * per_mm), round(10 * per_mm), round(75 * per_mm)))
    _, _, right, _ = dark_mm(strip, DOTS) or (0, 0, 0, 0)
    assert right >= 3


def test_on_a_sheet_nothing_of_a_card_is_nearer_than_four_millimetres_to_a_cut() -> None:
    """Looked at between the marks, which stand on the cut itself."""
    (page,) = pages(eight(), DOTS)
    per_mm = DOTS / 25.4
    for column, row in itertools.product(range(2), range(4)):
        left, top = column * 105 + 0.3, row * 74.25 + 0.3
        cell = page.crop(tuple(round(edge * per_mm) for edge in (left, top, left + 104.4, top + 73.65)))
        middle = cell.crop((0, round(9 * per_mm), cell.width, cell.height - round(9 * per_mm)))
        from_left, _, to_right, _ = dark_mm(middle, DOTS) or (0, 0, 0, 0)
        assert from_left + 0.3 >= 4 - TOLERANCE_MM
        assert 104.4 - to_right + 0.3 >= 4 - TOLERANCE_MM
        across = cell.crop((round(9 * per_mm), 0, cell.width - round(9 * per_mm), cell.height))
        _, from_top, _, to_bottom = dark_mm(across, DOTS) or (0, 0, 0, 0)
        assert from_top + 0.3 >= 4 - TOLERANCE_MM
        assert 73.65 - to_bottom + 0.3 >= 4 - TOLERANCE_MM


@pytest.mark.parametrize(
    ("look", "format_name"), [(look, "a6") for look in EVERY_LOOK] + [("reprint", name) for name in format_names()]
)
def test_four_squares_around_every_code_are_white(look: str, format_name: str) -> None:
    data = render([EVERY_LOOK[look]], format_name, pictures)
    (page,) = pages(data, DOTS)
    height_mm = page.height * 25.4 / DOTS
    left, bottom, right, top = symbol_boxes_mm(data)[0]
    quiet = 4 * (right - left) / 21
    around = (left - quiet, height_mm - top - quiet, right + quiet, height_mm - bottom + quiet)
    cut = page.crop(tuple(round(edge * DOTS / 25.4) for edge in around))
    dark = dark_mm(cut, DOTS)
    assert dark is not None
    side = right - left
    assert dark == tuple(near(edge) for edge in (quiet, quiet, quiet + side, quiet + side))


@pytest.mark.parametrize("look", list(EVERY_LOOK))
def test_words_on_an_a6_card_keep_away_from_what_office_printers_leave_white(look: str) -> None:
    (page,) = pages(render([EVERY_LOOK[look]], "a6", pictures), DOTS)
    per_mm = DOTS / 25.4
    # Band at the left and corner at the upper right run to the edge; everything else is words and boxes.
    words = page.crop((round(15 * per_mm), round(24 * per_mm), page.width, page.height))
    _, _, right, bottom = dark_mm(words, DOTS) or (0, 0, 0, 0)
    assert 15 + right <= 148 - 3.4
    assert 24 + bottom <= 105 - 4.2 + TOLERANCE_MM
