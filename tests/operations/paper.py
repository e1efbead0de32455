"""Reading printed cards back: every page as a picture, every code in it decoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
import zxingcpp

DOTS_PER_INCH = 200


def codes_on(path: Path) -> list[str]:
    """The texts of all QR codes of a PDF, page by page. Raises for a file that is no whole PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        found: list[str] = []
        for number in range(len(document)):
            page = document[number]
            picture = page.render(scale=DOTS_PER_INCH / 72, grayscale=True)
            pixels = np.ascontiguousarray(picture.to_numpy())
            read = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.QRCode)
            found += [code.text for code in read]
            page.close()
        return found
    finally:
        document.close()
