"""What is wrong at a station in a few words, and whether everything is saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from kanban_app.domain.board import Board, is_late
from kanban_app.domain.cards import Card
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, ngettext

if TYPE_CHECKING:
    from kanban_app.operations.looking import HelpCall

# (text, icon, token) as the head tells it; an empty text tells nothing.
Told = tuple[str, str, str]


def concerns(structure: Structure, station_id: int, cards: Iterable[Card]) -> bool:
    """Whether these cards are seen at the station: of loops that end or begin there, or at the store that serves it."""
    station = structure.stations.get(station_id)
    if station is None:
        return False
    places = {station_id, station.served_from_id}
    loops = (structure.loops.get(card.loop_id) for card in cards)
    return any(loop is not None and (loop.source_id == station_id or loop.consumer_id in places) for loop in loops)


def trouble(board: Board, station_id: int, call: HelpCall | None, now: datetime, *, wide: bool) -> Told:
    """The first thing that is wrong here."""
    if call is not None:
        local = call.began_at.astimezone()
        time = f"{local.hour:02d}:{local.minute:02d}"
        return _("help was called at {time}").format(time=time), "hand", "stop"
    rows = board.rows_ending_at(station_id)
    out = len({row.loop.item_id for row in rows if not row.pieces_here and not row.loop.suspended})
    if out:
        if wide:
            text = ngettext("{count} item out of stock here", "{count} items out of stock here", out)
        else:
            text = ngettext("{count} item out", "{count} items out", out)
        return text.format(count=out), "alert_octagon", "stop"
    late = sum(is_late(entry.card, now) for entry in (*board.queue(station_id), *board.working(station_id)))
    if late:
        text = ngettext("{count} card is late here", "{count} cards are late here", late)
        return text.format(count=late), "clock", "stop"
    return "", "check_circle", "ok"


def saved(running: int, unsent: int) -> tuple[str, str, str]:
    """Whether every booking of this terminal is in the plant's file."""
    if unsent:
        text = ngettext("{count} scan not saved yet", "{count} scans not saved yet", unsent)
        return text.format(count=unsent), "alert", "warn"
    if running:
        return _("saving…"), "clock", "ink2"
    return _("all scans saved"), "check_circle", "ok"
