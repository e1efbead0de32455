"""The PDF as a file: its bytes, its fonts, its outline, and what stands in it once."""

from __future__ import annotations

import io
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kanban_app import i18n
from kanban_app.printing.formats import FORMATS
from kanban_app.printing.options import PrintOptions
from kanban_app.printing.problems import PrintCancelled
from kanban_app.printing.render import render
from tests.printing.paper_cards import EVERY_LOOK, PRINTED_AT, card, pictures
from tests.printing.reading import pages, text

LOOKS = list(EVERY_LOOK.values())


def streams(data: bytes) -> list[bytes]:
    """The unpacked contents of the file's streams; pictures that are packed otherwise are left out."""
    found = []
    for packed in re.findall(rb"stream\n(.*?)endstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return found


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_the_same_cards_give_the_same_bytes(format_name: str) -> None:
    assert render(LOOKS, format_name, pictures) == render(LOOKS, format_name, pictures)


def test_another_hour_of_printing_is_another_file() -> None:
    later = [replace(printed, printed_at=PRINTED_AT + timedelta(hours=1)) for printed in LOOKS]
    assert render(later, "a6", pictures) != render(LOOKS, "a6", pictures)


@settings(deadline=None, max_examples=25)
@given(order=st.permutations(LOOKS))
def test_what_was_printed_before_leaves_no_trace_in_the_bytes(order: list[object]) -> None:
    alone = render(LOOKS[:3], "a6", pictures)
    render(order, "a4-8", pictures)  # type: ignore[arg-type]
    assert render(LOOKS[:3], "a6", pictures) == alone


def test_jobs_drawn_at_the_same_time_are_as_if_drawn_alone() -> None:
    jobs = [
        [card(serial, item_code=f"leg {serial} Ω Ж", number=serial) for serial in range(n, n + 40)] for n in range(1, 9)
    ]
    alone = [render(job, "a4-8", pictures) for job in jobs]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda job: render(job, "a4-8", pictures), jobs))
    assert together == alone


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    i18n.use("sv")
    try:
        data = render(LOOKS, "a6", pictures)
    finally:
        i18n.use("en")
    with pypdfium2.PdfDocument(data) as document:
        about = document.get_metadata_dict()
    assert "furniture factory" in about["Title"]
    assert about["CreationDate"].startswith("D:20270104093000")
    assert b"/Lang (sv)" in data


def test_a_viewer_is_asked_to_print_at_full_size() -> None:
    assert b"/PrintScaling /None" in render([card()], "a4-8")


def test_the_outline_leads_to_stations_and_items() -> None:
    cards = [
        card(1, source_name="saw", item_code="leg", number=1),
        card(2, source_name="saw", item_code="leg", number=2),
        card(3, source_name="saw", item_code="beam"),
        card(4, source_name="Łódź <b>&", item_code="leg"),
    ]
    with pypdfium2.PdfDocument(render(cards, "a6")) as document:
        outline = [(entry.level, entry.get_title(), entry.get_dest().get_index()) for entry in document.get_toc()]
    assert outline == [
        (0, "saw", 0), (1, "leg", 0), (1, "beam", 2), (0, "Łódź <b>&", 3), (1, "leg", 3),
    ]  # fmt: skip


def test_every_font_of_the_file_is_in_it_and_only_the_part_that_is_used() -> None:
    data = render([*LOOKS, card(9, item_code="Ԁ ᴀ ⌀")], "a6", pictures)
    fonts = set(re.findall(rb"/BaseFont /(\S+)", data))
    assert {name.split(b"+")[1] for name in fonts} == {
        b"Inter-Regular", b"Inter-Medium", b"Inter-SemiBold", b"Inter-Bold", b"DejaVuSansMono-Bold", b"NotoSans-Bold",
    }  # fmt: skip
    assert data.count(b"/FontFile2") == len(fonts)
    assert len(data) < 150_000


def test_static_parts_pictures_and_marks_stand_in_the_file_once() -> None:
    cards = [card(serial, number=serial) for serial in range(1, 81)]
    data = render(cards, "a4-8", pictures)
    forms = [stream for stream in streams(data) if b"(FROM)" in stream]
    assert len(forms) == 1
    assert len(re.findall(rb"/Subtype /Form\b", data)) == 3  # look, picture, cut marks
    assert len(data) / len(cards) < 1500


def test_a_code_is_one_filled_path() -> None:
    (page,) = [stream for stream in streams(render([card()], "a6")) if b"Do" in stream]
    squares = page.split(b" cm\n")[-1]
    assert squares.count(b" re") > 80
    assert re.findall(rb"\b[fSBn]\b", squares) == [b"f"]


def test_progress_counts_cards_to_the_last_and_a_stop_makes_nothing() -> None:
    cards = [card(serial, number=serial) for serial in range(1, 21)]
    told: list[tuple[int, int]] = []
    render(cards, "a4-8", progress=lambda done, of: told.append((done, of)))
    assert told == [(8, 20), (16, 20), (20, 20)]
    with pytest.raises(PrintCancelled):
        render(cards, "a4-8", cancelled=lambda: len(told) > 2)


def test_without_colours_a_page_has_only_black_and_white() -> None:
    data = render(LOOKS, "a6", pictures, options=PrintOptions(black_only=True))
    for stream in streams(data):
        for operands in re.findall(rb"([\d. ]+) (?:rg|RG)\b", stream):
            assert operands.split() in ([b"0", b"0", b"0"], [b"1", b"1", b"1"])


def test_the_looks_differ_without_colours() -> None:
    """Band by band: two looks in black and white share no pattern."""
    bands = []
    for look in ("production", "withdrawal", "supplier", "single use"):
        (page,) = pages(render([EVERY_LOOK[look]], "a6", pictures, options=PrintOptions(black_only=True)), 203)
        bands.append(page.crop((0, page.height * 82 // 105, page.width * 13 // 148, page.height)))
    for place, one in enumerate(bands):
        for other in bands[place + 1 :]:
            differing = sum(a != b for a, b in zip(one.tobytes(), other.tobytes(), strict=True))
            assert differing > 0.25 * one.width * one.height


def test_no_cards_and_unknown_formats_are_programming_errors() -> None:
    with pytest.raises(ValueError, match="no cards"):
        render([], "a6")
    with pytest.raises(KeyError):
        render([card()], "a99")


def test_a_long_job_has_every_card_once() -> None:
    cards = [card(serial, number=serial % 9 + 1, loop_id=serial // 9) for serial in range(1, 1001)]
    printed = text(render(cards, "a4-8", pictures))
    assert all(printed.count(f"{each.code[:3]} {each.code[3:6]} {each.code[6]}") == 1 for each in cards)


def test_a_page_is_a_picture_that_can_be_looked_at() -> None:
    (page,) = pages(render([card()], "a6", pictures), 100)
    made = io.BytesIO()
    page.save(made, "PNG")
    assert isinstance(Image.open(made), Image.Image)
