"""What comes in on a serial line, cut into scans: at the end that the scanner sends, or at a pause. No Qt, no clock."""

from __future__ import annotations

from kanban_app.domain import codes

# Which bytes end a scan, by the name of the setting. "any" is for whoever does not know; "none" for a pause only.
ENDS = {"any": b"\r\n\t", "cr": b"\r", "lf": b"\n", "crlf": b"\n", "tab": b"\t", "none": b""}
_MOST_BYTES = 200


class SerialText:
    """Collects bytes. `feed` answers the scans that are complete now, `rest` what a silence completes."""

    def __init__(self, end: str) -> None:
        """`end` is one of `ENDS`."""
        self._ends = frozenset(ENDS[end])
        self._never_ends = not ENDS[end]
        self._held = bytearray()

    def feed(self, data: bytes) -> list[str]:
        """Take what came; the scans that it ended, in order. What is longer than any code is cut."""
        found = []
        for byte in data:
            if byte in self._ends:
                found.append(self._take())
            elif len(self._held) < _MOST_BYTES:
                self._held.append(byte)
        return [text for text in found if text]

    def rest(self, *, long: bool) -> str:
        """It has been quiet; the scan that is complete by that, or "".

        A scanner without an end is done after a short silence, and so is every whole code: the setting may name an
        end that never comes. Anything else may go on, until the silence is a `long` one.
        """
        if long or self._never_ends or _is_code(self._text()):
            return self._take()
        return ""

    def is_waiting(self) -> bool:
        """Whether something has come that no end has followed yet."""
        return bool(self._held)

    def _text(self) -> str:
        try:
            text = self._held.decode()
        except UnicodeDecodeError:
            text = self._held.decode("latin-1")
        # As with keys: control characters are no part of a text.
        return "".join(character for character in text if character.isprintable()).strip()

    def _take(self) -> str:
        text = self._text()
        self._held.clear()
        return text


def _is_code(text: str) -> bool:
    try:
        codes.parse(text)
    except codes.CodeError:
        return False
    return True
