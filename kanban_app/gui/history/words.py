"""An entry of the ledger in plain shop words. No Qt, no reading."""

from __future__ import annotations

from datetime import datetime

from kanban_app.domain.cards import Action
from kanban_app.domain.structure import Structure
from kanban_app.gui.board.words import pieces
from kanban_app.i18n import _, moment
from kanban_app.operations import words as shop_words
from kanban_app.operations.looking import HistoryLine

# What concerns the card itself and no pieces.
_WITHOUT_PIECES = frozenset({Action.HOLD, Action.RESUME, Action.URGENT, Action.RETIRE})


def what(line: HistoryLine, structure: Structure) -> str:
    """What happened: "Emptied: 8 pieces"."""
    deed = shop_words.deed_of(line.event)
    deed = deed[:1].upper() + deed[1:]
    if not line.event.quantity or line.event.action in _WITHOUT_PIECES:
        return deed
    unit = structure.items[line.event.item_id].unit
    return _("{deed}: {amount}").format(deed=deed, amount=pieces(line.event.quantity, line.decimals, unit))


def card(line: HistoryLine) -> str:
    """Which card, as people call it: "chair leg, card 3"."""
    if line.single_use:
        return _("{item}, extra card {number}").format(item=line.item_code, number=line.card_number)
    return _("{item}, card {number}").format(item=line.item_code, number=line.card_number)


def who(line: HistoryLine, structure: Structure) -> str:
    """Who and where: "Anna Lind · saw"; what the program did itself has nobody."""
    station = structure.stations.get(line.event.station_id or 0)
    return " · ".join(filter(None, (line.event.person, station.name if station else "")))


def why(line: HistoryLine) -> str:
    """The reason that was given, or the entry that it followed from."""
    event = line.event
    parts = [event.reason]
    if event.reverts is not None:
        parts.append(_("takes back entry {seq}").format(seq=event.reverts))
    if event.cause is not None:
        parts.append(_("because of entry {seq}").format(seq=event.cause))
    return ", ".join(part for part in parts if part)


def step(line: HistoryLine) -> str:
    """From which state to which."""
    before, after = shop_words.state(line.event.from_state), shop_words.state(line.event.to_state)
    return before if before == after else f"{before} → {after}"


def left(line: HistoryLine, structure: Structure) -> str:
    """What the container held afterwards."""
    unit = structure.items[line.event.item_id].unit
    return _("{pieces} in it afterwards").format(pieces=pieces(line.event.quantity_after, line.decimals, unit))


def spoken(line: HistoryLine, structure: Structure, now: datetime) -> str:
    """The whole entry for a screen reader."""
    parts = (
        moment(line.event.recorded_at, now),
        what(line, structure),
        card(line),
        step(line),
        who(line, structure),
        why(line),
    )
    return ", ".join(part for part in parts if part)
