"""What physical key was pressed, whatever layout the computer has: scan codes as a US keyboard names its keys.

A scanner set to a US keyboard presses the keys of its letters there; on a French or Czech computer their texts come
out as other characters. The scan code tells the key.
"""

from __future__ import annotations

import sys

# Rows of keys in the order of their scan codes, each with the code of its first key: set 1 of the PC, whose numbers
# Linux took over ("evdev") for these keys. Arrows and Home differ, and are not here: Windows adds 0x100 to them.
_ROWS = ((0x02, "1234567890-="), (0x10, "QWERTYUIOP[]"), (0x1E, "ASDFGHJKL;'`"), (0x2B, "\\ZXCVBNM,./"))
_PAD_ROWS = ((0x47, "789"), (0x4B, "456"), (0x4F, "1230"))
# X and Wayland report the Linux code plus 8.
_X_OFFSET = 8


def _table(offset: int) -> dict[int, str]:
    return {first + place + offset: key for first, row in _ROWS + _PAD_ROWS for place, key in enumerate(row)}


LINUX_KEYS = _table(_X_OFFSET)
WINDOWS_KEYS = _table(0)


def keys_of_this_system() -> dict[int, str]:
    """Scan code -> the key's character on a US keyboard, for the system this runs on; empty where it is not known."""
    if sys.platform == "win32":
        return WINDOWS_KEYS
    return {} if sys.platform == "darwin" else LINUX_KEYS
