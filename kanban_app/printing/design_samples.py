"""Cards to look at while a design is edited: one of every look, one with long texts, and one that a rule applies to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kanban_app.domain.codes import code_of
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.paper import InputLine, PaperCard, SingleUse
from kanban_app.i18n import _
from kanban_app.printing.elements import When
from kanban_app.printing.options import PrintOptions

SAMPLES = ("production", "signal", "withdrawal", "supplier", "single_use", "reprint", "long")
"""By name, in the order of a list to choose from."""
_SALT = 12_345
_DAY_MINUTES = 24 * 60


def sample(name: str, now: datetime) -> PaperCard:
    """The sample card of this name, one of SAMPLES, printed now. Raises KeyError for another name."""
    usual = _usual(now)
    once = SingleUse(_("Order 14"), _("Customer in the town"), now.date() + timedelta(days=4))
    changed = {
        "production": usual,
        "signal": replace(usual, lot_cards=2, number=6, card_count=8),
        "withdrawal": replace(usual, kind=LoopKind.WITHDRAWAL, inputs=()),
        "supplier": replace(usual, kind=LoopKind.SUPPLIER, inputs=(), lead_time_minutes=14 * _DAY_MINUTES),
        "single_use": replace(usual, single_use=once, number=1, card_count=1),
        "reprint": replace(usual, urgent=True, print_count=2),
        "long": _long(usual),
    }
    return changed[name]


def _usual(now: datetime) -> PaperCard:
    return PaperCard(
        code=code_of(1, _SALT),
        kind=LoopKind.PRODUCTION,
        plant_name=_("Furniture factory"),
        loop_id=5,
        item_code=_("chair leg"),
        item_description=_("Saw the leg of a chair"),
        picture="",
        source_name=_("saw"),
        source_location=_("rack S2"),
        consumer_name=_("assembly line"),
        consumer_location=_("rack A1"),
        container_quantity=8,
        decimals=0,
        unit="pcs",
        container_type=_("grey box 600 × 400 mm"),
        number=3,
        card_count=6,
        lot_cards=1,
        lead_time_minutes=_DAY_MINUTES,
        revision=3,
        revised_at=now,
        printed_at=now,
        print_count=1,
        inputs=(InputLine(_("wooden beam"), 8, 0, "pcs"),),
    )


def _long(usual: PaperCard) -> PaperCard:
    """About as long as texts are in a plant that writes everything out."""
    return replace(
        usual,
        item_code=_("XL-4711/12-B leg of a chair, front left, steamed beech"),
        item_description=_("Front leg left, sawn, turned and lacquered twice in traffic white"),
        source_name=_("Lacquering hall 3 north, cabin 12"),
        source_location=_("Outgoing rack L12, place 14 below"),
        consumer_name=_("Final assembly south, beat 4"),
        consumer_location=_("Flow rack A1, level 3, lane 12"),
        container_quantity=1_234_567,
        decimals=3,
        unit="kg",
        container_type=_("grey box with a lid, stacked in fours"),
        number=123,
        card_count=1250,
        revision=29,
    )


def fitting(card: PaperCard, options: PrintOptions, rule: When) -> tuple[PaperCard, PrintOptions]:
    """The card and the job's choices, changed so that what the rule asks is so."""
    card = _of_kind(card, rule)
    if rule.lot is not None and not (rule.lot and card.single_use):
        card = replace(card, lot_cards=max(2, card.lot_cards) if rule.lot else 1)
    if rule.urgent is not None:
        card = replace(card, urgent=rule.urgent)
    if rule.categories:
        card = replace(card, item_category=rule.categories[0])
    if rule.customers:
        once = replace(card.single_use, customer=rule.customers[0]) if card.single_use else None
        card = replace(card, customer=rule.customers[0], single_use=once)
    for name in rule.empty:
        if isinstance(getattr(card, name, None), str):
            said_nothing: dict[str, Any] = {name: ""}
            card = replace(card, **said_nothing)
    if rule.code128 is not None:
        options = replace(options, code128=rule.code128)
    if rule.two_languages is not None:
        options = replace(options, second_language=options.second_language or "sv" if rule.two_languages else "")
    return card, options


def _of_kind(card: PaperCard, rule: When) -> PaperCard:
    face = "single_use" if card.single_use else card.kind.value
    if not rule.kinds or face in rule.kinds:
        return card
    if rule.kinds[0] == "single_use":
        return replace(card, single_use=SingleUse(_("Order 14"), _("Customer in the town"), card.printed_at.date()))
    return replace(card, kind=LoopKind(rule.kinds[0]), single_use=None)
