"""Headers and names as they are compared: without case, spaces, punctuation and accents."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l", "œ": "oe", "ð": "d", "þ": "th"})
_LONG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def plain(text: object) -> str:
    """The text with nothing but small letters and digits: "Minimum order (pcs)" and "minimum_orderPcs" are
    equal.
    """
    folded = unicodedata.normalize("NFKD", str(text).casefold().translate(_LETTERS))
    return "".join(letter for letter in folded if letter.isalnum())


def spellings(text: str) -> set[str]:
    """How a header may be written, compared plainly: "Stückliste" is also "Stueckliste"."""
    return {plain(text), plain(text.casefold().translate(_LONG))}
