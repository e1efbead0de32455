"""Why a card cannot be printed: known before the first byte, and said with the field and the text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kanban_app.i18n import _, ngettext


class Field(StrEnum):
    """What of a card a text stands for."""

    CODE = "code"
    ITEM_CODE = "item_code"
    ITEM_DESCRIPTION = "item_description"
    ITEM_CATEGORY = "item_category"
    INPUTS = "inputs"
    PICTURE = "picture"
    SOURCE_NAME = "source_name"
    SOURCE_LOCATION = "source_location"
    CONSUMER_NAME = "consumer_name"
    CONSUMER_LOCATION = "consumer_location"
    ROUTE = "route"
    QUANTITY = "container_quantity"
    UNIT = "unit"
    CONTAINER_TYPE = "container_type"
    NUMBER = "number"
    ORDER_REFERENCE = "order_reference"
    CUSTOMER = "customer"
    PLANT_NAME = "plant_name"
    REVISION = "revision"
    WORDING = "wording"
    PAPER = "paper"


class PrintRefused(ValueError):
    """A card that cannot be printed as it is. `field` says what, `text` what stands there."""

    def __init__(self, field: Field, text: str) -> None:
        super().__init__(f"{field}: {text!r}")
        self.field = field
        self.text = text


class TextDoesNotFit(PrintRefused):
    """The text is too long even at its smallest size and on all the lines it may take."""


class MissingGlyph(PrintRefused):
    """No embedded font can print `character` properly; printed it would be a box or in disorder."""

    def __init__(self, field: Field, text: str, character: str) -> None:
        super().__init__(field, text)
        self.character = character


class BadCode(PrintRefused):
    """The card's code is none that a scan would be taken for."""


class BadPicture(PrintRefused):
    """The picture named `text` is neither a drawing nor a PNG or JPEG that can be read."""


class TooFine(PrintRefused):
    """The code's squares or bars would be `text` mm, finer than the `least` mm that a scanner reads."""

    def __init__(self, field: Field, text: str, least: float) -> None:
        super().__init__(field, text)
        self.least = least


class TooSmall(TooFine):
    """The smallest letters would be `text` mm high, lower than the `least` mm that can be read."""


class NoSuchCell(PrintRefused):
    """The sheet has `cells` cells, and the job would start at the one numbered `text`."""

    def __init__(self, field: Field, text: str, cells: int) -> None:
        super().__init__(field, text)
        self.cells = cells


class PrintCancelled(Exception):
    """Somebody stopped the job; nothing was made."""


@dataclass(frozen=True, slots=True)
class PrintProblem:
    """One thing that keeps cards from being printed, and the codes of the cards it is on."""

    refusal: PrintRefused
    card_codes: tuple[str, ...]

    @property
    def field(self) -> Field:
        """What of the card it is about."""
        return self.refusal.field

    def sentence(self) -> str:
        """The problem in the words of the shop, with the number of cards it is on."""
        return sentence(self.refusal) + " " + _on_cards(self.card_codes)


def sentence(refusal: PrintRefused) -> str:
    """What is wrong with the card, in the user's language, in one sentence."""
    field, text = field_word(refusal.field), _shortened(refusal.text)
    if isinstance(refusal, MissingGlyph):
        shown = _shown(refusal.character)
        return _("{field}: “{text}” has {character}, which no font prints.").format(
            field=field, text=text, character=shown
        )
    if isinstance(refusal, BadCode):
        return _("“{text}” is not a card code.").format(text=text)
    if isinstance(refusal, BadPicture):
        return _("The picture “{text}” can't be read.").format(text=text)
    if isinstance(refusal, TooSmall):
        return _("Letters would be {height} mm high here; {least} mm can be read.").format(
            height=text, least=f"{refusal.least:g}"
        )
    if isinstance(refusal, TooFine):
        return _("The card code would be too fine to scan here: {length} mm a line, {least} mm are needed.").format(
            length=text, least=f"{refusal.least:g}"
        )
    if isinstance(refusal, NoSuchCell):
        return ngettext(
            "This paper has {cells} place, so the first card can't stand at place {number}.",
            "This paper has {cells} places, so the first card can't stand at place {number}.",
            refusal.cells,
        ).format(cells=refusal.cells, number=text)
    return _("{field}: “{text}” is too long for the card.").format(field=field, text=text)


def field_word(field: Field) -> str:
    """The field's name as people say it."""
    words = {
        Field.CODE: _("card code"),
        Field.ITEM_CODE: _("item"),
        Field.ITEM_DESCRIPTION: _("item description"),
        Field.ITEM_CATEGORY: _("item category"),
        Field.INPUTS: _("made from"),
        Field.PICTURE: _("picture"),
        Field.SOURCE_NAME: _("from station"),
        Field.SOURCE_LOCATION: _("place at the source"),
        Field.CONSUMER_NAME: _("to station"),
        Field.CONSUMER_LOCATION: _("place at the consumer"),
        Field.ROUTE: _("way of the container"),
        Field.QUANTITY: _("pieces per container"),
        Field.UNIT: _("unit"),
        Field.CONTAINER_TYPE: _("container"),
        Field.NUMBER: _("card number"),
        Field.ORDER_REFERENCE: _("order"),
        Field.CUSTOMER: _("customer"),
        Field.PLANT_NAME: _("plant name"),
        Field.REVISION: _("revision"),
        Field.WORDING: _("wording of the card"),
        Field.PAPER: _("paper"),
    }
    return words[field]


def _on_cards(codes: tuple[str, ...]) -> str:
    count = len(codes)
    return ngettext("{count} card.", "{count} cards.", count).format(count=count)


def _shortened(text: str, longest: int = 60) -> str:
    """For a message the beginning is enough; what cannot be shown is spelled."""
    clean = "".join(character if character.isprintable() else "\N{OPEN BOX}" for character in text)
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"


def _shown(character: str) -> str:
    name = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}"
    drawn = f"{character} " if character.isprintable() and not unicodedata.combining(character) else ""
    return f"{drawn}({name.lower()}, {number})" if name else f"{drawn}({number})"
