"""The QR symbol of a card: the bare code, version 1, level Q, drawn as one filled path."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

import zxingcpp

SQUARES = 21
"""Squares on a side of a version 1 symbol."""
QUIET_SQUARES = 4
"""White squares that the symbol needs around it (ISO/IEC 18004)."""
LEVEL = "Q"
_PIECE = SQUARES // 3
_DARK = re.compile(rb"\x00+")


class WrongSymbol(RuntimeError):
    """The writer made another symbol than was asked for."""


def symbol(code: str) -> zxingcpp.Barcode:
    """The symbol of a code of up to 16 digits and capitals. Raises WrongSymbol for any other level."""
    # Together: releases of the writer ignored a level that came without a version.
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode, ec_level=LEVEL, version=1)
    if made.ec_level != LEVEL:
        raise WrongSymbol(made.ec_level)
    return made


def path(code: str) -> str:
    """The dark squares as PDF rectangles, one square a unit, the lower left corner at 0 0.

    All are one path, filled at once: no hairlines between them on any printer.
    """
    image = memoryview(cast("Any", symbol(code).to_image(scale=1, add_quiet_zones=False)))
    if image.shape != (SQUARES, SQUARES):
        raise WrongSymbol(str(image.shape))
    pixels = image.tobytes()
    pieces = [_rectangles(start, pixels[start : start + _PIECE]) for start in range(0, len(pixels), _PIECE)]
    return "\n".join(filter(None, pieces))


@cache
def _rectangles(start: int, pixels: bytes) -> str:
    """The rectangles of a third of a row: there are only 63 times 128 of them, so they are spelled once."""
    row, column = divmod(start, SQUARES)
    return "\n".join(
        f"{column + dark.start()} {SQUARES - 1 - row} {dark.end() - dark.start()} 1 re"
        for dark in _DARK.finditer(pixels)
    )
