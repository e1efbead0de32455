"""The fields of loops, in groups, with the words of what is chosen from."""

from __future__ import annotations

from kanban_app.domain.loops import Step
from kanban_app.gui.loops.form import FieldPlan, Options
from kanban_app.gui.loops.name_field import KnownNames
from kanban_app.i18n import _
from kanban_app.operations import structure_words, words

ENDS = ("item", "source", "consumer")
BASICS = ("container_quantity", "card_count", "lot_cards", "safety_cards", "lead_time_minutes")
PAPER = ("container_type", "source_location", "consumer_location", "print_rule")
STEPS = ("in_use", "in_process", "in_transit")
RECEIVING = ("over_tolerance_percent", "under_tolerance_percent", "rest_on_order", "scan_only", "priority", "share")
CHANGEABLE = (*BASICS, *PAPER, *STEPS, *RECEIVING)


def plan(name: str, known: KnownNames) -> FieldPlan:
    """How a field of a loop is filled."""
    if name in ENDS:
        names = known.items if name == "item" else known.stations
        return FieldPlan(name, names=names, hint=_("type or choose"))
    hint = _("3 d 4 h, 90 min") if name == "lead_time_minutes" else ""
    return FieldPlan(name, options_of(name), hint=hint)


def options_of(name: str) -> Options:
    """What a field is chosen from, as values and words; empty for what is typed."""
    if name == "print_rule":
        return [(rule.value, text) for rule, text in words.print_rules().items()]
    if name in STEPS:
        return [(step.value, structure_words.step(step)) for step in Step]
    if name == "rest_on_order":
        return [("no", _("is given up")), ("yes", _("stays on order"))]
    if name == "scan_only":
        return [("no", _("by scans and by work")), ("yes", _("by scans only"))]
    return ()


def new_texts() -> dict[str, str]:
    """What a new loop begins with, as far as that does not hang on its source."""
    return {
        "card_count": "2",
        "lot_cards": "1",
        "safety_cards": "0",
        "lead_time_minutes": "1 d",
        "print_rule": "list",
        "in_use": Step.ALLOWED.value,
        "over_tolerance_percent": "10",
        "under_tolerance_percent": "10",
        "rest_on_order": "no",
        "scan_only": "no",
        "priority": "1",
        "share": "0",
    }
