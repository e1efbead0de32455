"""What a design is made of, as people call it."""

from __future__ import annotations

from kanban_app.i18n import _
from kanban_app.printing.elements import Element, Label, Text, When


def kind_words(kind: str) -> str:
    """A kind of element."""
    return {
        "text": _("text"),
        "label": _("small title"),
        "box": _("box"),
        "rule": _("line"),
        "arrow": _("arrow"),
        "band": _("band of the loop's kind"),
        "lot_triangle": _("lot triangle"),
        "corner": _("black corner"),
        "qr": _("QR code"),
        "code128": _("bar code"),
        "picture": _("item picture"),
        "urgent": _("urgent mark"),
    }[kind]


def field_words(name: str) -> str:
    """A field of the card."""
    return {
        "item_code": _("item"),
        "item_description": _("item description"),
        "item_category": _("item category"),
        "description": _("description and what it is made from"),
        "source_name": _("from station"),
        "source_location": _("place at the source"),
        "consumer_name": _("to station"),
        "consumer_location": _("place at the consumer"),
        "route": _("from and to on one line"),
        "places": _("both places on one line"),
        "quantity": _("quantity"),
        "unit": _("unit"),
        "per_container": _("the words “per container”"),
        "container_type": _("container"),
        "number": _("card number"),
        "of_count": _("of how many cards"),
        "order_reference": _("order"),
        "customer": _("customer"),
        "due": _("due date"),
        "use_once": _("use once"),
        "lot_note": _("lot note"),
        "starts_at": _("starts at"),
        "lead_time": _("lead time"),
        "when_empty": _("when empty"),
        "revision": _("revision"),
        "code": _("card code in letters"),
        "hint": _("what the code is for"),
        "origin": _("plant, loop and revision"),
        "origin_short": _("plant and loop, short"),
        "plant_name": _("plant name"),
        "printed": _("printed on"),
        "print_mark": _("how-manieth print"),
    }[name]


def label_words(name: str) -> str:
    """One of the program's own small titles."""
    return {
        "kind": _("kind of loop"),
        "from": _("where from"),
        "to": _("where to"),
        "card": _("card or order"),
        "lead_time": _("lead time"),
        "starts_at": _("starts at"),
        "when_empty": _("when empty"),
        "urgent": _("urgent"),
    }[name]


def colour_words(name: str) -> str:
    """A colour of the palette."""
    return {
        "": _("none"),
        "ink": _("black"),
        "quiet": _("grey"),
        "paper": _("white"),
        "kind": _("colour of the loop's kind"),
    }[name]


def weight_words(name: str) -> str:
    """How thick letters are."""
    return {
        "regular": _("thin"),
        "medium": _("medium"),
        "semibold": _("half bold"),
        "bold": _("bold"),
        "code": _("all letters equally wide"),
    }[name]


def value_words(name: str) -> str:
    """How texts are arranged and aligned."""
    return {
        "stack": _("below each other"),
        "beside": _("first large, others at its right"),
        "run": _("one after the other"),
        "left": _("at the left"),
        "centre": _("in the middle, across"),
        "right": _("at the right"),
        "top": _("at the top"),
        "middle": _("in the middle, up and down"),
        "bottom": _("at the bottom"),
    }[name]


def face_words(name: str) -> str:
    """A look that a rule can ask for."""
    return {
        "production": _("production"),
        "withdrawal": _("withdrawal"),
        "supplier": _("supplier"),
        "single_use": _("single use"),
    }[name]


def sample_words(name: str) -> str:
    """A sample card to look at."""
    return {
        "production": _("sample: production"),
        "signal": _("sample: waits for its lot"),
        "withdrawal": _("sample: withdrawal"),
        "supplier": _("sample: supplier"),
        "single_use": _("sample: single use"),
        "reprint": _("sample: urgent, second print"),
        "long": _("sample: long texts"),
    }[name]


def element_words(element: Element) -> str:
    """An element in one line: its own name, and what it is."""
    what = kind_words(element.kind)
    if isinstance(element, Text):
        says = [field_words(part.field) if part.field else f"“{part.text}”" for part in element.parts]
        what = f"{what}: {', '.join(says)}"
    elif isinstance(element, Label):
        what = f"{what}: {label_words(element.word) if element.word else f'“{element.text}”'}"
    return f"{element.name} · {what}" if element.name else what


def rule_words(rule: When) -> str:
    """When a rule applies, in one line."""
    asked = [face_words(kind) for kind in rule.kinds]
    told = [", ".join(asked)] if asked else []
    for wanted, yes, no in (
        (rule.lot, _("waits for its lot"), _("without a lot")),
        (rule.urgent, _("urgent"), _("not urgent")),
        (rule.two_languages, _("two languages"), _("one language")),
        (rule.code128, _("with bar code"), _("without bar code")),
    ):
        if wanted is not None:
            told.append(yes if wanted else no)
    told += [", ".join(names) for names in (rule.categories, rule.customers) if names]
    told += [_("no {field}").format(field=field_words(name)) for name in rule.empty]
    return "; ".join(told) or _("every card")
