"""Why a sheet cannot be printed, known before its first byte and said with the column and the text."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from kanban_app.i18n import _

_LONGEST_SHOWN = 60


class SheetField(StrEnum):
    """What of a sheet a text stands for."""

    ITEM = "item"
    QUANTITY = "quantity"
    CARD = "card"
    CONTAINER = "container"
    FROM = "from"
    TO = "to"
    PLACE = "place"
    WANTED = "wanted"
    MATERIAL = "material"
    ORDER = "order"
    STATION = "station"
    PERSON = "person"
    NOTE = "note"
    PLANT = "plant"
    CODE = "code"
    NUMBER = "number"
    WORDING = "wording"


class SheetRefused(ValueError):
    """A text that cannot stand on this paper. `character` is one that no font prints, else the text is too long."""

    def __init__(self, field: SheetField, text: str, character: str = "") -> None:
        super().__init__(f"{field}: {text!r}")
        self.field = field
        self.text = text
        self.character = character

    def sentence(self) -> str:
        """What is wrong and what to do, in the language in use."""
        said = {"field": heading(self.field), "text": _shortened(self.text)}
        if self.character:
            text = _(
                "{field}: “{text}” has {character}, which no font prints. Nothing was printed. Write it otherwise."
            )
            return text.format(character=_shown(self.character), **said)
        text = _("{field}: “{text}” is too long for this paper. Nothing was printed. Give it a shorter name.")
        return text.format(**said)


def heading(field: SheetField) -> str:
    """The field's name as a column's head and in refusals."""
    words = {
        SheetField.ITEM: _("Item"),
        SheetField.QUANTITY: _("Quantity"),
        SheetField.CARD: _("Card"),
        SheetField.CONTAINER: _("Container"),
        SheetField.FROM: _("From"),
        SheetField.TO: _("To"),
        SheetField.PLACE: _("Place"),
        SheetField.WANTED: _("Wanted"),
        SheetField.MATERIAL: _("Material"),
        SheetField.ORDER: _("Order"),
        SheetField.STATION: _("Station"),
        SheetField.PERSON: _("Person"),
        SheetField.NOTE: _("Note"),
        SheetField.PLANT: _("Plant"),
        SheetField.CODE: _("Code"),
        SheetField.NUMBER: _("Number"),
        SheetField.WORDING: _("Wording"),
    }
    return words[field]


def _shortened(text: str) -> str:
    clean = "".join(character if character.isprintable() else "\N{OPEN BOX}" for character in text)
    return clean if len(clean) <= _LONGEST_SHOWN else clean[: _LONGEST_SHOWN - 1] + "…"


def _shown(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"{name}, U+{ord(character):04X}".lstrip(", ")
