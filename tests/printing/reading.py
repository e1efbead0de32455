"""Reading printed pages back: as pixels, as codes, as text, as measures."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

POINTS_PER_MM = 72 / 25.4


def pages(data: bytes, dots_per_inch: int) -> Iterator[Image.Image]:
    """Every page in grey."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield page.render(scale=dots_per_inch / 72, grayscale=True).to_pil()


def one_bit(page: Image.Image) -> Image.Image:
    """As a thermal printer's head burns it: a dot or none."""
    return page.point(lambda level: 0 if level < 128 else 255)


def codes(page: Image.Image) -> list[str]:
    """What a scanner for QR codes reads on the page, sorted.

    Without Micro QR: this reader sees one now and then in a corner of a whole symbol.
    """
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCodeModel2)
    return sorted(barcode.text for barcode in found if barcode.valid)


def bars(page: Image.Image) -> list[str]:
    """What a scanner for bar codes reads on the page, sorted."""
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.Code128)
    return sorted(barcode.text for barcode in found if barcode.valid)


def text(data: bytes) -> str:
    """All text of the document; lines of one field follow each other without a break."""
    with pypdfium2.PdfDocument(data) as document:
        parts = [page.get_textpage().get_text_range() for page in document]
    # The reader takes a hyphen at a line's end for one that was put in.
    return "".join(parts).replace("\ufffe\r\n", "-").replace("\x02\r\n", "-").replace("\r\n", "")


def symbol_boxes_mm(data: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) in mm of the square paths that stand on a page itself: the QR symbols."""
    with pypdfium2.PdfDocument(data) as document:
        boxes = []
        for item in document[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
            left, bottom, right, top = (edge / POINTS_PER_MM for edge in item.get_bounds())
            # Not exactly: a printer's stretching may be taken back in one direction only.
            if abs((right - left) - (top - bottom)) < 0.05 * (right - left):
                boxes.append((left, bottom, right, top))
        return boxes


def dark_mm(page: Image.Image, dots_per_inch: int) -> tuple[float, float, float, float] | None:
    """(left, top, right, bottom) in mm of everything that is not white, from the picture's upper left corner."""
    box = page.point(lambda level: 255 if level < 200 else 0).getbbox()
    return None if box is None else tuple(edge * 25.4 / dots_per_inch for edge in box)
