"""What the program says about orders: states, policies, refusals with the one next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanban_app.domain.orders import LineState, OrderRefused, Policy, StartedChoice
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, ngettext, quantity

Text = Callable[[], str]

_STATES: Mapping[LineState, Text] = {
    LineState.DRAFT: lambda: _("draft"),
    LineState.CONFIRMED: lambda: _("confirmed"),
    LineState.IN_WORK: lambda: _("in work"),
    LineState.READY: lambda: _("ready"),
    LineState.SHIPPED: lambda: _("shipped"),
    LineState.CLOSED: lambda: _("closed"),
    LineState.CANCELLED: lambda: _("cancelled"),
}
_POLICIES: Mapping[Policy, Text] = {
    Policy.MTS: lambda: _("make to stock"),
    Policy.ATO: lambda: _("assemble to order"),
    Policy.MTO: lambda: _("make to order"),
    Policy.PUSH: lambda: _("push to forecast"),
}
_CHOICES: Mapping[StartedChoice, Text] = {
    StartedChoice.STOCK: lambda: _("finish to stock"),
    StartedChoice.USE: lambda: _("use for another line"),
    StartedChoice.SCRAP: lambda: _("scrap with a reason"),
}
_REFUSALS: Mapping[str, Text] = {
    "unknown_order": lambda: _("There is no order {number}. Look at the list of orders."),
    "unknown_line": lambda: _("Order {number} has no line {line}. Look at the order."),
    "nothing_to_confirm": lambda: _("Order {number} has no line that is a draft. Nothing was changed. Look at it."),
    "nothing_to_cancel": lambda: _("Order {number} has nothing left to cancel. Nothing was changed. Look at it."),
    "not_confirmed": lambda: _("Order {number} is a draft. Nothing was changed. Confirm it first."),
    "not_permitted": lambda: _("Orders are confirmed and changed by a supervisor. Nothing was changed. Ask one."),
    "no_place": lambda: _("{item} ships from several places. Nothing was changed. Say from which one."),
    "nothing_brings": lambda: _("No loop brings {item} anywhere. Nothing was changed. Add a loop for it; 0 cards do."),
    "no_route": lambda: _(
        "No loop brings {item} to {station}. Nothing was changed. Add a loop that ends there; 0 cards do."
    ),
    "route_paused": lambda: _(
        "The loop that brings {item} to {station} is paused. Nothing was changed. Let it go on first."
    ),
    "route_in_circle": lambda: _(
        "The loops bring {item} to {station} in a circle. Nothing was changed. Take one of them out."
    ),
    "too_many_cards": lambda: _(
        "This would take more than {most} cards for {item}. Nothing was changed. Make its container larger."
    ),
    "finished": lambda: _("Line {line} of order {number} is done. Nothing was changed. Add a new line."),
    "below_shipped": lambda: _(
        "{shipped} of line {line} of order {number} have left. Nothing was changed. Keep at least those."
    ),
    "place_is_set": lambda: _(
        "Line {line} of order {number} is confirmed and ships from where it says. Nothing was changed. Cancel it first."
    ),
    "no_use": lambda: _("Line {line} of order {number} has no use for this. Nothing was changed. Choose another line."),
    "nothing_to_ship": lambda: _(
        "Nothing stands ready to ship. Nothing was changed. See what is awaited on the board."
    ),
    "more_than_open": lambda: _("Only {open} of line {line} are still awaited. Nothing was changed. Ship those."),
    "short_stock": lambda: _("Only {there} for line {line} stand ready. Nothing was changed. Ship those, or wait."),
    "one_line": lambda: _("Order {number} has several lines. Nothing was changed. Say which line the quantity is for."),
    "bad_number": lambda: _("An order number has 1 to {most} letters. Nothing was changed. Type it again."),
    "bad_quantity": lambda: _("A line needs at least one piece. Nothing was changed. Type a larger number."),
    "too_many": lambda: _("No line is for more than {most}. Nothing was changed. Type a smaller number."),
    "changed_meanwhile": lambda: _("The order was changed meanwhile. Nothing was changed. Look at it again."),
    "bad_price": lambda: _("“{text}” is no price. Nothing was changed. Type it as 12.50."),
    "bad_link": lambda: _("This is no link. Nothing was changed. Type a path or an address."),
    "no_customer": lambda: _("The customer's name is missing. Nothing was changed. Type it."),
    "other_customer": lambda: _("Order {number} is {customer}'s. Nothing was changed. Leave the number out."),
    "not_a_draft": lambda: _("Line {line} of order {number} is no draft. Nothing was changed. Cancel it instead."),
    "nothing_to_take_back": lambda: _("Nothing of order {number} can be taken back. Nothing was changed. Look at it."),
    "shipment_moved_on": lambda: _(
        "A card of this shipment of order {number} has moved on since. Nothing was changed. Count what is there."
    ),
    "no_shipment": lambda: _("Order {number} has no such shipment. Nothing was changed. Look at the order."),
    "no_options": lambda: _("{item} has no choices. Nothing was changed. Leave them out, or give it some."),
    "bad_option": lambda: _("“{text}” is no choice. Nothing was changed. Type it as group=choice."),
    "unknown_group": lambda: _("There is no group {group}. Nothing was changed. Choose from: {groups}."),
    "unknown_choice": lambda: _("{group} has no {choice}. Nothing was changed. Choose one of: {choices}."),
    "one_choice_only": lambda: _("Of {group} one goes in. Nothing was changed. Choose one of: {choices}."),
    "choice_missing": lambda: _("{group} is not chosen yet. Nothing was changed. Choose one of: {choices}."),
    "choices_excluded": lambda: _("{choice} and {other} do not go together. Nothing was changed. Leave one out."),
    "part_not_there": lambda: _(
        "{choice} takes the place of {item}, which is not there. Nothing was changed. Choose another."
    ),
    "not_in_a_loop": lambda: _(
        "No loop keeps {item} at {station}. Nothing was changed. Give its loop cards, or make the order line to order."
    ),
    "work_left": lambda: _(
        "Pieces of line {line} of order {number} have left. Nothing was changed. Add a new line for other choices."
    ),
    "from_stock": lambda: _(
        "Line {line} of order {number} ships from stock. Nothing was changed. Cancel it and add a new line."
    ),
    "not_on_the_way": lambda: _("That is not on the way of {item}. Nothing was changed. Choose a station on its way."),
    "nothing_moves": lambda: _("Stock of {item} ends there already. Nothing was changed. Choose another place."),
    "kept_for_others": lambda: _(
        "{item} is kept at {station} because {other} needs it. Nothing was changed. Move the point of {other} first."
    ),
    "lines_wait": lambda: _(
        "Confirmed lines still wait for stock of {item} at {station}. Nothing was changed. Ship or cancel them first."
    ),
    "unknown_move": lambda: _("There is no move to take back. Nothing was changed. Look where the point stands."),
    "moved_on": lambda: _(
        "Cards of {item} have moved on since. Nothing was changed. Move the point to where it stood before."
    ),
    "name_taken": lambda: _("There is already a customer {name}. Nothing was changed. Choose another name."),
}


def state(value: LineState) -> str:
    """How far a line or an order is."""
    return _STATES[value]()


def policy(value: Policy) -> str:
    """How demand is answered."""
    return _POLICIES[value]()


def choice(value: StartedChoice) -> str:
    """What may become of started work."""
    return _CHOICES[value]()


def refusal(refused: OrderRefused, structure: Structure) -> str:
    """Why an order's command was refused and the one next step."""
    facts = refused.facts
    if refused.code == "work_started":
        count = int(facts["count"])
        text = ngettext(
            "Work has started on {count} card. Nothing was changed. Say what becomes of it.",
            "Work has started on {count} cards. Nothing was changed. Say what becomes of them.",
            count,
        )
        return text.format(count=count)
    item = structure.items.get(int(facts.get("item_id", 0)))
    station = structure.stations.get(int(facts.get("station_id", 0)))
    names = {"item": item.code if item else "", "station": station.name if station else ""}
    return _REFUSALS[refused.code]().format(**_said(refused, structure), **names)


def _said(refused: OrderRefused, structure: Structure) -> dict[str, str]:
    """The facts as a person reads them: counts of pieces with the language's signs."""
    item = structure.items.get(int(refused.facts.get("item_id", 0)))
    decimals = item.decimals if item else 0
    pieces = ("shipped", "open", "there", "most") if item else ("shipped", "open", "there")
    return {
        name: quantity(int(value), decimals) if name in pieces else str(value) for name, value in refused.facts.items()
    }


def codes() -> frozenset[str]:
    """All codes that have words."""
    return frozenset(_REFUSALS) | {"work_started"}
