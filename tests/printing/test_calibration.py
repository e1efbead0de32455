"""The calibration page: crosses where it says, and a reckoning that brings a crooked printer back."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from kanban_app import i18n
from kanban_app.printing import calibration
from kanban_app.printing.options import PrintOptions
from tests.printing.reading import POINTS_PER_MM, text


def strokes(data: bytes) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) in mm of every stroke of the page, from its upper left, without its thickness."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        height = page.get_height() / POINTS_PER_MM
        found = [
            [edge / POINTS_PER_MM for edge in item.get_bounds()]
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        ]
    # The reader adds the thickness of a hair line all round.
    return [(left + 0.1, height - top + 0.1, right - 0.1, height - bottom - 0.1) for left, bottom, right, top in found]


def crosses(data: bytes) -> list[tuple[float, float]]:
    """Where strokes of 16 mm cross: their middles, from the upper left."""
    lines = [line for line in strokes(data) if max(line[2] - line[0], line[3] - line[1]) == pytest.approx(16, abs=0.2)]
    return sorted({(round((line[0] + line[2]) / 2, 1), round((line[1] + line[3]) / 2, 1)) for line in lines})


@pytest.mark.parametrize("page", list(calibration.PAGES))
def test_crosses_stand_where_the_page_says(page: str) -> None:
    wanted = sorted(calibration.crosses(page))
    found = crosses(calibration.calibration_page(page))
    assert found == [(pytest.approx(x, abs=0.2), pytest.approx(y, abs=0.2)) for x, y in wanted]


def test_a_tick_of_the_rulers_stands_on_every_millimetre() -> None:
    ticks = [
        line for line in strokes(calibration.calibration_page()) if line[3] - line[1] == pytest.approx(2, abs=0.15)
    ]
    lefts = sorted(round((line[0] + line[2]) / 2, 2) for line in ticks)
    assert len(lefts) > 100
    assert all(left == pytest.approx(round(left), abs=0.05) for left in lefts)


def test_what_the_page_tells_to_measure_brings_a_crooked_printer_back() -> None:
    """A printer that stretches by 1 % and shifts by 2 mm prints a corrected point where it should be."""
    near, far = calibration.CROSS_FROM_EDGE_MM, calibration.PAGES["a4"][0] - calibration.CROSS_FROM_EDGE_MM

    def on_paper(x: float) -> float:
        return x * 1.01 + 2.0

    scale = (far - near) / (on_paper(far) - on_paper(near))
    offset = near - on_paper(near)
    options = PrintOptions(offset_x_mm=offset, scale_x=scale)
    for x in (near, 105.0, far):
        assert on_paper(x * options.scale_x + options.offset_x_mm) == pytest.approx(x, abs=0.25)


@pytest.mark.parametrize("language", ["en", "sv", "nb"])
def test_the_page_is_the_same_each_time_and_says_its_steps(language: str) -> None:
    i18n.use(language)
    try:
        data = calibration.calibration_page()
        assert data == calibration.calibration_page()
        found = "".join(text(data).split())
        assert all("".join(step.split()) in found for step in calibration.steps("a4"))
    finally:
        i18n.use("en")


def test_another_paper_is_none() -> None:
    with pytest.raises(KeyError):
        calibration.calibration_page(str(Path("/etc/passwd")))
