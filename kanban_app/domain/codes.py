"""Short codes of cards: how they are made, checked, written and read back from a scanner or a keyboard.

A code is six characters and a check character from an alphabet of 23: digits and capitals that look like no other and
stand on the same key of every Latin keyboard (no Y Z Q W A M). 23 is a prime, so the check character of an ISO 7064
pure system (radix 2) sees every single wrong character and every pair of neighbours exchanged.
"""

from __future__ import annotations

import re

ALPHABET = "0123456789CDEFHJKLNPRTX"
PAYLOAD_LENGTH = 6
CODE_LENGTH = PAYLOAD_LENGTH + 1
CAPACITY = len(ALPHABET) ** PAYLOAD_LENGTH

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
# Coprime to 23, and far from a power of it: neighbours in number are strangers on paper.
_SPREAD = 61_803_399
# What scanners may put before a code to name its symbology (ISO/IEC 15424).
_AIM_PREFIX = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_LONGEST_SCAN = 64


class CodeError(ValueError):
    """A text that is no card code: `foreign` when it is something else altogether, else its check does not add up."""

    def __init__(self, text: str, *, foreign: bool) -> None:
        super().__init__(text)
        self.text = text
        self.foreign = foreign


def check_character(payload: str) -> str:
    """The check character of a payload (ISO 7064 pure system, modulus 23, radix 2)."""
    total = 0
    for character in payload:
        total = (total + _VALUES[character]) * 2 % 23
    return ALPHABET[(1 - total) % 23]


def code_of(card_id: int, plant_offset: int) -> str:
    """The code of a card id (1 to CAPACITY - 1), different for every id; the offset sets plants apart."""
    place = (card_id * _SPREAD + plant_offset) % CAPACITY
    payload = ""
    for _ in range(PAYLOAD_LENGTH):
        place, value = divmod(place, len(ALPHABET))
        payload = ALPHABET[value] + payload
    return payload + check_character(payload)


def spaced(code: str) -> str:
    """As printed and spoken: 7KD 042 H. A text that is no code stays as it is."""
    return f"{code[:3]} {code[3:6]} {code[6:]}" if len(code) == CODE_LENGTH else code


def parse(text: str) -> str:
    """The card code in what a scanner or a person sent.

    Takes off a symbology prefix, control characters, spaces and hyphens, and reads small letters as capitals.
    Raises CodeError: `foreign` for a text that is no card code, otherwise for one whose check does not add up.
    """
    shown = "".join(character for character in text[: _LONGEST_SCAN * 2] if character.isprintable()).strip()
    code = re.sub(r"[\s\-]", "", _AIM_PREFIX.sub("", shown)).upper()
    if len(text) > _LONGEST_SCAN or len(code) != CODE_LENGTH or not code.isascii() or not code.isalnum():
        raise CodeError(shown[:_LONGEST_SCAN], foreign=True)
    if any(character not in _VALUES for character in code) or check_character(code[:-1]) != code[-1]:
        raise CodeError(code, foreign=False)
    return code
