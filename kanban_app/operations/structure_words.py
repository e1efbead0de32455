"""What is wrong with a change by hand, and what a change does to cards, in words: each refusal names the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kanban_app.domain.loop_changes import LoopChange
from kanban_app.domain.loops import Step
from kanban_app.domain.structure_edits import EditFault
from kanban_app.i18n import _, ngettext

Text = Callable[[], str]

_FAULTS: Mapping[str, Text] = {
    "missing": lambda: _("Nothing stands here, but it is needed. Fill it in."),
    "unknown_field": lambda: _("There is no such field."),
    "name_taken": lambda: _("There is already one called {name}. Choose another name."),
    "too_long": lambda: _("This is longer than {limit} letters. Make it shorter."),
    "unprintable": lambda: _("It holds signs that no card can show. Type it again."),
    "formula_error": lambda: _("This is a spreadsheet's failed formula. Type the name."),
    "shortened_code": lambda: _("A spreadsheet has shortened this code. Type it whole."),
    "no_number": lambda: _("“{value}” is no number. Type digits only."),
    "ambiguous_number": lambda: _("“{value}” may be {thousands} or {decimal}. Type one of them."),
    "whole": lambda: _("Only whole ones are counted here. Leave out the decimals."),
    "too_many_decimals": lambda: _("“{value}” has more decimals than its unit. Leave some out."),
    "no_duration": lambda: _("“{value}” is no length of time. Type it as 3 d 4 h or 90 min."),
    "no_choice": lambda: _("“{value}” does not fit here. Choose one of: {choices}."),
    "unknown_item": lambda: _("There is no item {name}. Add it under Items first."),
    "unknown_station": lambda: _("There is no station {name}. Add it under Stations first."),
    "not_positive": lambda: _("It has to be more than nothing. Type a larger number."),
    "kind_in_use": lambda: _("{name} keeps its kind: the loop of {item} hangs on it. Add a station of the new kind."),
    "serves": lambda: _("{name} serves {station}. Let another store serve it first."),
    "serves_workstations_only": lambda: _("Only a workstation is served from a store. Choose none."),
    "no_store": lambda: _("It has to be a store. Choose a store, or none."),
    "already_counted": lambda: _("{item} is counted already, with {decimals} decimals. Add a new item instead."),
    "part_twice": lambda: _("{item} stands in the list twice. Add both amounts in one line."),
    "bom_cycle": lambda: _("It would contain itself: {path}. Take one of these parts out."),
    "same_station": lambda: _("Source and consumer are both {name}. Choose two stations."),
    "pulls_to_supplier": lambda: _("{name} is a supplier and uses nothing. Choose who uses the item."),
    "loop_there": lambda: _("{item} has a loop between these two already. Change that one."),
    "lot_above_cards": lambda: _("A lot is between {least} and {most}, the number of cards. Change one of both."),
    "safety_above_cards": lambda: _("Safety is between {least} and {most}, the number of cards. Change one of both."),
    "picture_too_large": lambda: _("The picture is larger than {most} MB. Make it smaller."),
    "not_permitted": lambda: _("Only a supervisor changes this. Nothing was changed. Call {name}."),
    "no_picture": lambda: _("This is no picture that can be read. Choose a PNG, JPEG or SVG file."),
}


def fault_text(fault: EditFault) -> str:
    """What is wrong with one field, and the next step; of several things changed together, with the name of the one."""
    if fault.code != "out_of_range":
        text = _FAULTS[fault.code]().format(**fault.values)
    elif "least" in fault.values:
        text = _("Between {least} and {most} would fit.").format(**fault.values)
    else:
        text = _("This number is too large. Type a smaller one.")
    return f"{fault.values['of']}: {text}" if "of" in fault.values else text


def codes() -> frozenset[str]:
    """All codes that have words."""
    return frozenset(_FAULTS) | {"out_of_range"}


def change_lines(changes: Iterable[LoopChange]) -> list[str]:
    """What changes do to cards, together: issued, leaving, and papers that get old; one line each, none for nothing."""
    new = surplus = stale = 0
    for change in changes:
        new += len(change.new_numbers)
        surplus += len(change.surplus_ids)
        stale += len(change.stale_ids)
    said = (
        (new, ngettext("{count} new card to print and activate.", "{count} new cards to print and activate.", new)),
        (
            surplus,
            ngettext("{count} card leaves at its next empty.", "{count} cards leave at their next empty.", surplus),
        ),
        (
            stale,
            ngettext(
                "{count} printed card gets old and is printed again as it next passes empty.",
                "{count} printed cards get old and are printed again as they next pass empty.",
                stale,
            ),
        ),
    )
    return [text.format(count=count) for count, text in said if count]


def step(value: Step) -> str:
    """How a loop takes one of the steps that it may leave out."""
    return {Step.REQUIRED: _("always"), Step.ALLOWED: _("may be"), Step.SKIPPED: _("never")}[value]


def field(name: str) -> str:
    """What a field of a loop, an item or a station is called."""
    return _FIELDS[name]()


_FIELDS: Mapping[str, Text] = {
    "item": lambda: _("Item"),
    "source": lambda: _("From"),
    "consumer": lambda: _("To"),
    "container_quantity": lambda: _("Per container"),
    "card_count": lambda: _("Cards"),
    "lot_cards": lambda: _("Cards per lot"),
    "safety_cards": lambda: _("Safety cards"),
    "lead_time_minutes": lambda: _("Lead time"),
    "container_type": lambda: _("Container"),
    "source_location": lambda: _("Place at the source"),
    "consumer_location": lambda: _("Place at the consumer"),
    "print_rule": lambda: _("When ordered"),
    "in_use": lambda: _("Taken from bit by bit"),
    "in_process": lambda: _("Start is reported"),
    "in_transit": lambda: _("Sending is reported"),
    "over_tolerance_percent": lambda: _("Too many, up to %"),
    "under_tolerance_percent": lambda: _("Too few, up to %"),
    "rest_on_order": lambda: _("Rest of a short receipt"),
    "scan_only": lambda: _("Is emptied"),
    "priority": lambda: _("Rank, 1 is asked first"),
    "share": lambda: _("Share among equal ranks"),
    "suspended": lambda: _("Paused"),
    "code": lambda: _("Item"),
    "description": lambda: _("Description"),
    "unit": lambda: _("Unit"),
    "decimals": lambda: _("Decimals"),
    "category": lambda: _("Category"),
    "unit_cost": lambda: _("Cost of one unit"),
    "picture": lambda: _("Picture"),
    "name": lambda: _("Name"),
    "kind": lambda: _("Kind"),
    "location": lambda: _("Location"),
    "served_from": lambda: _("Served from"),
    "component": lambda: _("Part"),
    "amount": lambda: _("How many go into one"),
    "policy": lambda: _("Orders for it"),
    "reason": lambda: _("Why so"),
}
