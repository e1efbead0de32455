"""Item pictures on cards: lines, PNG and JPEG, once per file; anything else is refused by name."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kanban_app.printing.pictures import Drawing
from kanban_app.printing.problems import BadPicture, Field
from kanban_app.printing.render import check, render
from tests.printing.paper_cards import card
from tests.printing.reading import dark_mm, pages


def photo(kind: str, size: tuple[int, int] = (900, 600), mode: str = "RGB") -> bytes:
    """A grey picture."""
    made = io.BytesIO()
    Image.new(mode, size, 90).save(made, kind)
    return made.getvalue()


def shown(source: Drawing | bytes) -> tuple[float, float]:
    """Width and height in mm of the picture on an A6 card, as printed."""
    (page,) = pages(render([card()], "a6", lambda name: source), 300)
    per_mm = 300 / 25.4
    place = page.crop((round(114 * per_mm), round(22.8 * per_mm), round(146 * per_mm), round(45.4 * per_mm)))
    left, top, right, bottom = dark_mm(place, 300) or (0, 0, 0, 0)
    return right - left, bottom - top


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGB"), ("JPEG", "RGB"), ("PNG", "L"), ("PNG", "P")])
def test_a_photo_is_shown_in_its_proportions(kind: str, mode: str) -> None:
    width, height = shown(photo(kind, mode=mode))
    assert width == pytest.approx(27, abs=0.3)
    assert height == pytest.approx(18, abs=0.3)


def test_a_drawing_is_shown_in_its_proportions() -> None:
    width, height = shown(Drawing(100, 200, (((0, 0), (100, 0), (100, 200), (0, 200), (0, 0)),)))
    assert height == pytest.approx(22 + 0.45, abs=0.3)
    assert width == pytest.approx(11 + 0.45, abs=0.3)


def test_a_transparent_picture_stands_on_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(made, "PNG")
    assert shown(made.getvalue()) == (0, 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_one_picture_on_eighty_cards_is_in_the_file_once(kind: str) -> None:
    once = len(render([card()], "a4-8", lambda name: photo(kind)))
    often = render([card(serial, number=serial) for serial in range(1, 81)], "a4-8", lambda name: photo(kind))
    assert often.count(b"/Subtype /Image") == 1
    assert len(often) - once < 80 * 1200


def test_a_large_photo_is_made_as_small_as_paper_can_show() -> None:
    noise = Image.effect_noise((3000, 2000), 60).convert("RGB")
    made = io.BytesIO()
    noise.save(made, "JPEG", quality=95)
    assert len(made.getvalue()) > 2_000_000
    assert len(render([card()], "a6", lambda name: made.getvalue())) < 300_000


@pytest.mark.parametrize(
    "source",
    [b"", b"not a picture", photo("PNG")[:200], photo("GIF"), photo("BMP"), b"<svg/>", Drawing(0, 10, ())],
    ids=["empty", "text", "torn", "GIF", "BMP", "SVG", "without size"],
)
def test_what_is_no_picture_is_refused_by_its_name(source: Drawing | bytes) -> None:
    printed = card(picture="leg.png")
    with pytest.raises(BadPicture) as refused:
        render([printed], "a6", lambda name: source)
    assert (refused.value.field, refused.value.text) == (Field.PICTURE, "leg.png")
    (problem,) = check([printed], "a6", lambda name: source)
    assert problem.sentence() == "The picture “leg.png” can't be read. 1 card."


def test_a_picture_that_unpacks_to_a_flood_is_refused_unpacked_or_not() -> None:
    flood = photo("PNG", (20_000, 20_000), "1")
    assert len(flood) < 100_000
    with pytest.raises(BadPicture):
        render([card()], "a6", lambda name: flood)


def test_a_keeper_of_pictures_that_cannot_read_one_is_a_refusal_and_no_crash() -> None:
    printed = card(picture="leg")
    (problem,) = check([printed], "a6", lambda name: Drawing.from_path(10, 10, "M 1 1 C 2 2 3 3 4 4"))
    assert problem.field is Field.PICTURE


def test_a_card_whose_picture_nobody_has_is_printed_without() -> None:
    assert check([card()], "a6", lambda name: None) == []
    assert render([card()], "a6", lambda name: None) == render([card()], "a6")


def test_a_path_of_straight_lines_is_read_as_strokes() -> None:
    drawing = Drawing.from_path(10, 10, "M1 1 L9,1 v4 h-8 z m 2 2 l 1 -.5 M0,0 5,5")
    assert drawing.strokes == (
        ((1, 1), (9, 1), (9, 5), (1, 5), (1, 1)),
        ((3, 3), (4, 2.5)),
        ((0, 0), (5, 5)),
    )


@pytest.mark.parametrize("path", ["L1 1", "M1", "M1 1 C1 1 2 2 3 3", "M1 1 A5", "Z", "M1 1 Z 5", "url(#a)", "M1 1 L"])
def test_a_path_that_is_not_of_straight_lines_is_refused(path: str) -> None:
    with pytest.raises(ValueError):
        Drawing.from_path(10, 10, path)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="MLHVZmlhvz0123456789.,- eC", max_size=40))
def test_any_path_is_read_or_refused(path: str) -> None:
    try:
        drawing = Drawing.from_path(10, 10, path)
    except ValueError:
        return
    assert all(len(stroke) > 1 for stroke in drawing.strokes)
