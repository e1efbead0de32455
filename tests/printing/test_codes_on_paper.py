"""A printed card always scans back to the same card."""

from __future__ import annotations

import random

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from kanban_app.domain.codes import ALPHABET
from kanban_app.printing import qr
from kanban_app.printing.formats import FORMATS, format_named, format_names
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.render import render
from tests.printing.paper_cards import EVERY_LOOK, card, code, pictures
from tests.printing.reading import bars, codes, one_bit, pages

NOISE = 0.02


def eroded(page: Image.Image) -> Image.Image:
    """Every dark edge one dot thinner, as a weak head or a dry ribbon prints it."""
    return page.filter(ImageFilter.MaxFilter(3))


def thinned(page: Image.Image) -> Image.Image:
    """Every dark bar one dot narrower in all."""
    return ImageChops.lighter(page, ImageChops.offset(page, 1, 1))


def swollen(page: Image.Image) -> Image.Image:
    """Every dark edge one dot fatter, as wet ink or a hot head prints it."""
    return page.filter(ImageFilter.MinFilter(3))


def noisy(page: Image.Image, share: float = NOISE) -> Image.Image:
    """This share of all dots turned round."""
    dots = bytearray(page.tobytes())
    chance = random.Random(7)
    for place in chance.sample(range(len(dots)), int(len(dots) * share)):
        dots[place] = 255 - dots[place]
    return Image.frombytes("L", page.size, bytes(dots))


def turned(page: Image.Image) -> Image.Image:
    """Two degrees off, as a card stands in front of a reader."""
    return page.rotate(2, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def only_cell(page: Image.Image, format_name: str) -> Image.Image:
    """The first cell of a sheet: the rest is white, and noise on it only takes time."""
    paper = format_named(format_name)
    per_mm = page.width / paper.page_width_mm
    left, top = paper.cell(0)
    edges = (left, top, left + paper.cell_width_mm, top + paper.cell_height_mm)
    return page.crop(tuple(round(edge * per_mm) for edge in edges))


DAMAGE = {"clean": lambda page: page, "eroded": eroded, "swollen": swollen, "noisy": noisy, "turned": turned}


WITH_BARS = [name for name in format_names() if format_named(name).design != "small"]
# Every format once, and every look on the largest card and on the smallest of the same design.
CASES = [(look, name) for look in EVERY_LOOK for name in ("a6", "a4-8")] + [
    ("production", name) for name in format_names() if name not in ("a6", "a4-8")
]


@pytest.mark.parametrize("dots_per_inch", [203, 300])
@pytest.mark.parametrize(("look", "format_name"), CASES)
def test_every_look_scans_back_from_one_bit_dots_whatever_the_printer_does(
    look: str, format_name: str, dots_per_inch: int
) -> None:
    printed = EVERY_LOOK[look]
    data = render([printed], format_name, pictures, options=PrintOptions(black_only=True))
    page = only_cell(one_bit(next(pages(data, dots_per_inch))), format_name)
    read = {name: codes(damage(page)) for name, damage in DAMAGE.items()}
    assert read == {name: [printed.code] for name in DAMAGE}


@pytest.mark.parametrize("dots_per_inch", [203, 300])
@pytest.mark.parametrize("format_name", WITH_BARS)
def test_code_128_scans_back_from_one_bit_dots_whatever_the_printer_does(format_name: str, dots_per_inch: int) -> None:
    printed = card()
    data = render([printed], format_name, pictures, options=PrintOptions(black_only=True, code128=True))
    page = only_cell(one_bit(next(pages(data, dots_per_inch))), format_name)
    assert (bars(page), bars(turned(page))) == ([printed.code], [printed.code])
    if dots_per_inch == 300:
        # At 203 dpi a bar is two dots wide: some of them would be one dot then.
        assert bars(thinned(page)) == [printed.code]


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_a_coloured_sheet_scans_back_from_one_bit_dots(format_name: str) -> None:
    looks = list(EVERY_LOOK.values())
    data = render(looks, format_name, pictures)
    found = [text for page in pages(data, 203) for text in codes(one_bit(page))]
    assert sorted(found) == sorted(look.code for look in looks)


def test_two_hundred_cards_on_sheets_of_eight_all_scan_at_203_dots_per_inch() -> None:
    cards = [card(serial, number=serial) for serial in random.Random(3).sample(range(1, 10**8), 200)]
    data = render(cards, "a4-8", pictures)
    found = [text for page in pages(data, 203) for text in codes(page)]
    assert sorted(found) == sorted(printed.code for printed in cards)


def test_the_reader_of_these_tests_can_fail() -> None:
    page = one_bit(next(pages(render([card()], "a4-8"), 203)))
    assert codes(noisy(page, 0.3)) == []


def test_the_symbol_written_has_the_level_asked_for() -> None:
    for serial in range(1, 300):
        read = zxingcpp.read_barcode(zxingcpp.write_barcode_to_image(qr.symbol(code(serial)), scale=4))
        assert (read.text, read.ec_level, read.symbology_identifier) == (code(serial), "Q", "]Q1")


def test_the_level_read_back_is_the_one_in_the_symbol_and_not_a_constant_of_the_reader() -> None:
    low = zxingcpp.create_barcode(code(1), zxingcpp.BarcodeFormat.QRCode, ec_level="L", version=1)
    assert zxingcpp.read_barcode(zxingcpp.write_barcode_to_image(low, scale=4)).ec_level == "L"


@pytest.mark.parametrize("text", [ALPHABET[:7], "0000000", "XXXXXXX"])
def test_the_path_is_the_symbol_square_by_square(text: str) -> None:
    drawn = [[255] * qr.SQUARES for _ in range(qr.SQUARES)]
    for rectangle in qr.path(text).splitlines():
        left, bottom, wide, high = (int(number) for number in rectangle.split()[:4])
        assert high == 1
        for column in range(left, left + wide):
            drawn[qr.SQUARES - 1 - bottom][column] = 0
    image = memoryview(qr.symbol(text).to_image(scale=1, add_quiet_zones=False))
    assert drawn == image.tolist()
