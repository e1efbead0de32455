"""Bytes of a serial scanner as the scanner test shows keys."""

from __future__ import annotations

from kanban_app.domain.scanner_check import KeySent

_ENDS = {0x0D: "enter", 0x0A: "line feed", 0x09: "tab"}


def serial_key(byte: int) -> KeySent:
    """One byte (0 to 255). It has no scan code and no moment of its own: bytes come in pieces."""
    character = chr(byte) if chr(byte).isprintable() else ""
    ends = byte in _ENDS
    return KeySent(
        character=character,
        physical=character,
        name=_ENDS[byte] if ends else f"0x{byte:02X}",
        scan_code=0,
        gap_ms=None,
        ends=ends,
    )
