"""Codes of any text: QR for whatever has to be read, Code 128 beside it where an old scanner reads nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

import zxingcpp

from kanban_app.domain.codes import CodeError, parse
from kanban_app.printing import qr
from kanban_app.printing.sheets.refusing import SheetField, SheetRefused

_LARGEST_VERSION = 10
_DARK = re.compile(rb"\x00+")


@lru_cache(maxsize=1024)
def qr_symbol(text: str) -> tuple[int, str]:
    """(squares on a side, the dark squares as PDF rectangles of one square a unit). Raises SheetRefused."""
    if _is_card(text):
        return qr.SQUARES, qr.path(text)
    for version in range(1, _LARGEST_VERSION + 1):
        made = _created(text, version)
        if made is not None:
            return _rectangles(made)
    raise SheetRefused(SheetField.CODE, text)


def _is_card(text: str) -> bool:
    try:
        return parse(text) == text
    except CodeError:
        return False


def _created(text: str, version: int) -> Any:
    """The symbol of this version, None where the text is too long for it."""
    try:
        made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=qr.LEVEL, version=version)
    except (ValueError, RuntimeError):
        return None
    return made if made.ec_level == qr.LEVEL else None


def _rectangles(made: Any) -> tuple[int, str]:
    image = memoryview(made.to_image(scale=1, add_quiet_zones=False))
    rows, columns = cast("tuple[int, int]", image.shape)
    pixels, parts = image.tobytes(), []
    for row in range(rows):
        line = pixels[row * columns : (row + 1) * columns]
        parts += [f"{dark.start()} {rows - 1 - row} {dark.end() - dark.start()} 1 re" for dark in _DARK.finditer(line)]
    return columns, "\n".join(parts)


@lru_cache(maxsize=1024)
def code_128(text: str) -> tuple[int, str] | None:
    """(width in narrow bars, the bars as PDF rectangles one unit high); None for a text that Code 128 cannot say."""
    if not text.isascii() or not text.isprintable():
        return None
    try:
        made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    except (ValueError, RuntimeError):
        return None
    image = memoryview(cast("Any", made.to_image(scale=1, add_quiet_zones=False)))
    _rows, columns = cast("tuple[int, int]", image.shape)
    line = image.tobytes()[:columns]
    bars = "\n".join(f"{dark.start()} 0 {dark.end() - dark.start()} 1 re" for dark in _DARK.finditer(line))
    return columns, bars
