"""Code 128 of a card: the same bare code as in the QR symbol, drawn as one filled path."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast

import zxingcpp

QUIET_BARS = 10
"""White that the symbol needs at either end, in narrow bars (ISO/IEC 15417)."""
MOST_BARS = 112
"""Narrow bars across the symbol of a seven-character code: start, check and stop included."""
_DARK = re.compile(rb"\x00+")


@lru_cache(maxsize=512)
def bars(code: str) -> tuple[tuple[int, int], ...]:
    """(left, width) of each dark bar of the symbol, in narrow bars."""
    made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    image = memoryview(cast("Any", made.to_image(scale=1, add_quiet_zones=False)))
    # All rows of the picture are the same.
    row = image.tobytes()[: len(image.tobytes()) // len(image)]
    return tuple((dark.start(), dark.end() - dark.start()) for dark in _DARK.finditer(row))


def path(code: str, height: float) -> tuple[str, int]:
    """The bars as PDF rectangles of this height, a narrow bar wide as one unit; and how many units all are wide."""
    found = bars(code)
    return "\n".join(f"{left} 0 {wide} {height:.3f} re" for left, wide in found), found[-1][0] + found[-1][1]
