"""The tagged outline: a heading for every station and item, and every card below its own."""

from __future__ import annotations

import ctypes
import re
import zlib
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kanban_app.printing.options import PrintOptions
from kanban_app.printing.render import render
from tests.printing.paper_cards import card, pictures

CARDS = [
    card(1, source_name="saw", item_code="leg", number=1),
    card(2, source_name="saw", item_code="leg", number=2),
    card(3, source_name="saw", item_code="beam"),
    card(4, source_name="Łódź (1) <b>&", item_code="leg"),
]


def text_of(read: Any, element: Any) -> str:
    """One of the texts that PDFium knows of an element."""
    buffer = ctypes.create_string_buffer(read(element, None, 0))
    read(element, buffer, len(buffer))
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def tree(data: bytes, page_number: int) -> list[tuple[int, str, str]]:
    """(depth, kind, words) of the elements that PDFium finds for a page."""
    found: list[tuple[int, str, str]] = []

    def walk(element: Any, depth: int) -> None:
        kind = text_of(pdfium.FPDF_StructElement_GetType, element)
        found.append((depth, kind, text_of(pdfium.FPDF_StructElement_GetActualText, element)))
        for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child, depth + 1)

    with pypdfium2.PdfDocument(data) as document:
        page = document[page_number]
        root = pdfium.FPDF_StructTree_GetForPage(page.raw)
        for at in range(pdfium.FPDF_StructTree_CountChildren(root)):
            walk(pdfium.FPDF_StructTree_GetChildAtIndex(root, at), 0)
        pdfium.FPDF_StructTree_Close(root)
        page.close()
    return found


def test_a_reader_finds_a_paragraph_below_its_sections_on_each_page() -> None:
    data = render(CARDS, "a6", pictures)
    for page in range(4):
        kinds = [kind for _, kind, _ in tree(data, page)]
        assert kinds.count("P") == 1
        assert kinds[0] == "Document"
        assert kinds.count("Sect") == 2


def test_headings_say_stations_and_items() -> None:
    data = render(CARDS, "a4-8", pictures)
    objects = re.findall(rb"<</S/H([12])/P \d+ 0 R/T (\(.*?\))/ActualText (\(.*?\))>>", data, re.DOTALL)
    assert [int(level) for level, _, _ in objects] == [1, 2, 2, 1, 2]
    assert [title for _, title, _ in objects[:3]] == [b"(saw)", b"(leg)", b"(beam)"]
    assert all(title == spoken for _, title, spoken in objects)
    assert b"/Marked true" in data


def test_every_card_is_one_mark_of_its_page_and_backs_are_none() -> None:
    for options, backs in ((PrintOptions(), 0), (PrintOptions(two_sided=True), 1)):
        data = render(CARDS, "a4-8", pictures, options=options)
        marks = re.findall(rb"<</S/P/P \d+ 0 R/Pg \d+ 0 R/K\[([\d ]+)\]>>", data)
        assert [mark.split() for mark in marks] == [[b"0", b"1"], [b"2"], [b"3"]]
        assert len(re.findall(rb"/StructParents \d", data)) == 1 + backs


def test_only_what_stands_on_the_front_is_read_out() -> None:
    data = render(CARDS, "a4-8", pictures, options=PrintOptions(two_sided=True))
    packed = re.findall(rb"stream\n(.*?)endstream", data, re.DOTALL)
    unpacked = []
    for stream in packed:
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            continue
    front, back = [stream for stream in unpacked if b"BMC" in stream]
    assert (front.count(b"BDC"), front.count(b"/Artifact BMC"), front.count(b"EMC")) == (4, 1, 5)
    assert (back.count(b"BDC"), back.count(b"/Artifact BMC"), back.count(b"EMC")) == (0, 5, 5)


def test_the_numbers_on_a_page_lead_to_the_paragraphs_of_their_cards() -> None:
    data = render(CARDS, "a4-8", pictures)
    paragraphs = re.findall(rb"(\d+) 0 obj\n(?:%.*\n)?<</S/P/P \d+ 0 R/Pg \d+ 0 R/K\[([\d ]+)\]>>", data)
    wanted = [number for number, marks in paragraphs for _ in marks.split()]
    (numbers,) = re.findall(rb"/Nums \[ 0 \[ ([\d R]+) \]", data)
    assert re.findall(rb"(\d+) 0 R", numbers) == wanted
    assert len(wanted) == 4
