"""Pages of a PDF as pictures. PDFium is one for the whole process and not made for threads: one page at a time."""

from __future__ import annotations

from threading import Lock

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImage

# 24 million pixels are 96 MB; a poster that is looked at larger than that is drawn smaller and stretched.
MOST_PIXELS = 24_000_000
_PDFIUM = Lock()


def page_sizes(data: bytes) -> list[QSizeF]:
    """The size of every page in points. Raises RuntimeError for what is no PDF."""
    import pypdfium2

    with _PDFIUM, pypdfium2.PdfDocument(data) as document:
        sizes = (document.get_page_size(place) for place in range(len(document)))
        return [QSizeF(width, height) for width, height in sizes]


def page_picture(data: bytes, place: int, size: QSize) -> QImage:
    """One page, counted from 0, filling so many pixels; fewer where they were more than MOST_PIXELS."""
    import pypdfium2

    asked = max(1, size.width() * size.height())
    shrunk = min(1.0, (MOST_PIXELS / asked) ** 0.5)
    with _PDFIUM, pypdfium2.PdfDocument(data) as document:
        page = document[place]
        scale = shrunk * size.width() / page.get_width()
        bitmap = page.render(scale=scale, prefer_bgrx=True)
        picture = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        # A copy: the bitmap's memory goes with the page.
        return picture.copy()
