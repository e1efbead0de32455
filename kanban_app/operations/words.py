"""The field's words in the user's language: states, actions, marks, kinds, refusals and next steps."""

from __future__ import annotations

from kanban_app.domain.cards import CALLING, Action, CardState, Mark, PrintReason
from kanban_app.domain.events import CardEvent
from kanban_app.domain.loops import LoopKind, PrintRule
from kanban_app.domain.refusals import NextKind, RefusalCode
from kanban_app.domain.stations import StationKind
from kanban_app.i18n import _


def state(value: CardState) -> str:
    """A state in words: full, in use, ordered …"""
    return {
        CardState.NEW: _("not activated yet"),
        CardState.FULL: _("full"),
        CardState.IN_USE: _("in use"),
        CardState.EMPTY: _("empty"),
        CardState.RELEASED: _("ordered"),
        CardState.IN_PROCESS: _("being made"),
        CardState.IN_TRANSIT: _("on its way"),
        CardState.RETIRED: _("out of use"),
    }[value]


def mark(value: Mark) -> str:
    """A mark in words."""
    return {
        Mark.ON_HOLD: _("on hold"),
        Mark.URGENT: _("urgent"),
        Mark.LATE: _("late"),
        Mark.SHORT_AT_SOURCE: _("short at source"),
        Mark.MAYBE_LOST: _("maybe lost"),
        Mark.STALE: _("old revision"),
    }[value]


def kind(value: LoopKind) -> str:
    """A loop's kind in words."""
    return {
        LoopKind.PRODUCTION: _("production"),
        LoopKind.WITHDRAWAL: _("withdrawal"),
        LoopKind.SUPPLIER: _("supplier"),
    }[value]


def print_rules() -> dict[PrintRule, str]:
    """The print rules as people choose them."""
    return {
        PrintRule.LIST: _("put it on the print list"),
        PrintRule.FOLDER: _("print it at once into the folder"),
        PrintRule.PRINTER: _("print it at once on the printer"),
        PrintRule.OFF: _("nothing, the old paper goes on"),
    }


def station_kind(value: StationKind) -> str:
    """A station's kind in words."""
    return {
        StationKind.WORKSTATION: _("workstation"),
        StationKind.STORE: _("store"),
        StationKind.SUPPLIER: _("supplier"),
    }[value]


def unit(code: str) -> str:
    """A unit of measure as it is said; pieces have a word, kilograms and metres their sign."""
    return _("pcs") if code == "pcs" else code


def print_reason(value: PrintReason) -> str:
    """Why a card stands on the print list."""
    return {
        PrintReason.NEW: _("new card"),
        PrintReason.RELEASED: _("ordered"),
        PrintReason.REVISION: _("new revision"),
        PrintReason.REPLACED: _("replaces a lost or damaged card"),
        PrintReason.ASKED: _("asked for again"),
    }[value]


def action(value: Action) -> str:
    """An action as a button says it."""
    return {
        Action.ACTIVATE: _("Activate"),
        Action.DRAW: _("Take some"),
        Action.CONSUME: _("Empty"),
        Action.RELEASE: _("Release early"),
        Action.START: _("Start"),
        Action.DISPATCH: _("Send"),
        Action.RECEIVE: _("Receive"),
        Action.REVERT: _("Undo"),
        Action.HOLD: _("Hold"),
        Action.RESUME: _("Resume"),
        Action.URGENT: _("Mark urgent"),
        Action.RETIRE: _("Retire"),
        Action.REPLACE: _("Lost or damaged"),
        Action.UNEXPLAINED_DRAW: _("Unexplained draw"),
    }[value]


def deed(value: Action) -> str:
    """What happened, as the history says it."""
    return {
        Action.ACTIVATE: _("activated"),
        Action.DRAW: _("drawn"),
        Action.CONSUME: _("emptied"),
        Action.RELEASE: _("ordered"),
        Action.START: _("started"),
        Action.DISPATCH: _("sent"),
        Action.RECEIVE: _("received"),
        Action.REVERT: _("taken back"),
        Action.HOLD: _("put on hold"),
        Action.RESUME: _("freed"),
        Action.URGENT: _("marked urgent"),
        Action.RETIRE: _("taken out of use"),
        Action.REPLACE: _("replaced"),
        Action.UNEXPLAINED_DRAW: _("drawn without stock"),
    }[value]


def deed_of(event: CardEvent) -> str:
    """What happened in this entry, as the history says it."""
    return _("counted more") if event.is_count else deed(event.action)


def done(value: Action) -> str:
    """What was done, with {card} and {amount} to fill in."""
    return {
        Action.ACTIVATE: _("Activated: {card}, {amount}"),
        Action.DRAW: _("Taken: {amount} from {card}"),
        Action.CONSUME: _("Emptied: {card}"),
        Action.RELEASE: _("Ordered: {amount}, {card}"),
        Action.START: _("Started: {amount}, {card}"),
        Action.DISPATCH: _("Sent: {amount}, {card}"),
        Action.RECEIVE: _("Received: {amount}, {card}"),
        Action.REVERT: _("Taken back: {card}"),
        Action.HOLD: _("On hold: {card}"),
        Action.RESUME: _("Free again: {card}"),
        Action.URGENT: _("Urgent: {card}"),
        Action.RETIRE: _("Out of use: {card}"),
        Action.REPLACE: _("Replaced: {card}"),
        Action.UNEXPLAINED_DRAW: _("Unexplained draw: {amount}, {card}"),
    }[value]


def did(value: Action) -> str:
    """Who did it when, with {who} and {time} to fill in."""
    return {
        Action.ACTIVATE: _("{who} activated it, {time}."),
        Action.DRAW: _("{who} took from it, {time}."),
        Action.CONSUME: _("{who} emptied it, {time}."),
        Action.RELEASE: _("It was ordered, {time}."),
        Action.START: _("{who} started it, {time}."),
        Action.DISPATCH: _("{who} sent it, {time}."),
        Action.RECEIVE: _("{who} received it, {time}."),
        Action.REVERT: _("{who} took a step back, {time}."),
        Action.HOLD: _("{who} put it on hold, {time}."),
        Action.RESUME: _("{who} freed it, {time}."),
        Action.URGENT: _("{who} marked it urgent, {time}."),
        Action.RETIRE: _("{who} took it out of use, {time}."),
        Action.REPLACE: _("{who} replaced it, {time}."),
        Action.UNEXPLAINED_DRAW: _("{who} took from it, {time}."),
    }[value]


def refusal(code: RefusalCode, card_state: CardState | None) -> str:
    """The first line of a refusal, with its names to fill in."""
    if code is RefusalCode.ALREADY_EMPTY and card_state in CALLING and card_state is not CardState.EMPTY:
        return _("{card} is already empty and {here}.")
    return {
        RefusalCode.UNKNOWN_CARD: _("No card has the code {code}."),
        RefusalCode.BAD_CHECK_CHARACTER: _("The code does not add up: {code}."),
        RefusalCode.NOT_YET_ACTIVE: _("{card} is not in use yet."),
        RefusalCode.ALREADY_EMPTY: _("{card} is already empty."),
        RefusalCode.ALREADY_FULL: _("{card} is already full."),
        RefusalCode.NOTHING_TO_DO_HERE: _("{card} is {here}; there is nothing to do here."),
        RefusalCode.WRONG_STATION: _("{card} goes from {source} to {consumer}, not here."),
        RefusalCode.ON_HOLD: _("{card} is on hold."),
        RefusalCode.RETIRED: _("{card} is out of use since {since}."),
        RefusalCode.STALE_REVISION: _("This paper of {card} is old."),
        RefusalCode.DOUBLE_SCAN: _("Already booked {ago}."),
        RefusalCode.MATERIAL_SHORT: _("{card}: {missing} {item} are missing."),
        RefusalCode.QUANTITY_OUT_OF_TOLERANCE: _("{quantity} counted; {least} to {most} are allowed."),
        RefusalCode.NOT_PERMITTED: _("Only a supervisor does this to {card}."),
        RefusalCode.LOOP_SUSPENDED: _("The loop of {card} to {consumer} is paused."),
        RefusalCode.CHANGED_MEANWHILE: _("{card} was changed meanwhile: it is {here}."),
    }[code]


def do_this(value: Action) -> str:
    """The next step on the same card, with {card} to fill in."""
    return {
        Action.ACTIVATE: _("Activate {card}"),
        Action.DRAW: _("Take some first"),
        Action.CONSUME: _("Empty {card}"),
        Action.RELEASE: _("Release it early"),
        Action.START: _("Start it"),
        Action.DISPATCH: _("Send it"),
        Action.RECEIVE: _("Receive it"),
        Action.REVERT: _("Undo {card}"),
        Action.RESUME: _("Free it again"),
    }.get(value, _("Go on"))


def do_instead(value: Action) -> str:
    """The next step on another card, with {card} to fill in."""
    return {
        Action.CONSUME: _("Empty {card} instead"),
        Action.RECEIVE: _("Receive {card} instead"),
        Action.START: _("Start {card} instead"),
        Action.DISPATCH: _("Send {card} instead"),
        Action.REVERT: _("Undo {card} instead"),
    }.get(value, _("Use {card} instead"))


def next_step(value: NextKind) -> str:
    """The next step that is no other booking, with {code} of a replacement to fill in."""
    return {
        NextKind.DO_INSTEAD: _("Go on"),
        NextKind.FIND_CARD: _("Find it by item"),
        NextKind.TYPE_AGAIN: _("Type it again"),
        NextKind.ASK_ACTIVATION: _("Ask for activation"),
        NextKind.REPORT_FOUND: _("Take it to its station"),
        NextKind.RESUME: _("Free it again"),
        NextKind.USE_REPLACEMENT: _("Use {code} now"),
        NextKind.PRINT_NEW: _("Print the new card"),
        NextKind.GO_ON: _("Go on"),
        NextKind.CHOOSE_REASON: _("Choose a reason"),
        NextKind.CALL_SUPERVISOR: _("Call a supervisor"),
        NextKind.SEE_LOOP: _("See why and who"),
        NextKind.SHOW_NOW: _("Show it as it is now"),
        NextKind.WAIT_FOR_SOURCE: _("Wait for its source"),
    }[value]
