"""The shift hand-over: a page for each station, with room for the hand and two signatures."""

from __future__ import annotations

from kanban_app.domain.paper_sheets import HandOver, SheetNote, StationShift
from kanban_app.i18n import _, ngettext
from kanban_app.printing.fonts import Weight
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.cells import BODY, SMALL, CardCode, Texts, Words
from kanban_app.printing.sheets.flow import Column, Flow
from kanban_app.printing.sheets.lists import item_cell, place_cell, quantity_cell, wanted_cell
from kanban_app.printing.sheets.refusing import SheetField, heading


def write_hand_over(flow: Flow, shift: HandOver) -> None:
    """Every station in the order of the flow."""
    for station in shift.stations:
        flow.section(station.name, _standing(station, shift), on_new_page=True)
        _write_call(flow, station)
        _write_notes(flow, station)
        _write_troubled(flow, station)
        _write_made(flow, station)
        flow.heading(_("For the next shift"))
        flow.lines(4)
        flow.boxes((_("Handed over by, time"), _("Taken over by, time")), 16.0)


def _standing(station: StationShift, shift: HandOver) -> str:
    waiting = ngettext("{count} card waits", "{count} cards wait", station.waiting_count)
    working = ngettext("{count} is being made", "{count} are being made", station.working_count)
    return " · ".join(
        filter(
            None,
            (
                station.location,
                waiting.format(count=station.waiting_count),
                working.format(count=station.working_count),
                _("shift since {time}").format(time=wording.stamp(shift.since_at)),
            ),
        )
    )


def _write_call(flow: Flow, station: StationShift) -> None:
    call = station.help_call
    if call is not None:
        text = _("Calls for help since {time}").format(time=wording.stamp(call.at))
        said = ": ".join(filter(None, (call.person, call.text)))
        flow.sentence(" · ".join(filter(None, (text, said))), strong=True, of=SheetField.NOTE)


def _write_notes(flow: Flow, station: StationShift) -> None:
    flow.heading(_("Open notes"))
    if not station.notes:
        flow.sentence(_("No open notes."))
        return
    columns = (
        Column(_("Since"), 30.0, 36.0),
        Column(_("From whom"), 26.0, 44.0),
        Column(heading(SheetField.NOTE), 60.0, 120.0, share=1),
    )
    flow.table(columns, [_note_row(note) for note in station.notes])


def _note_row(note: SheetNote) -> tuple[Texts, ...]:
    return (
        Texts((Words(SheetField.WORDING, wording.stamp(note.at)),)),
        Texts((Words(SheetField.PERSON, note.person),)),
        Texts((Words(SheetField.NOTE, note.text, BODY, Weight.SEMIBOLD),)),
    )


def _write_troubled(flow: Flow, station: StationShift) -> None:
    flow.heading(_("Late, on hold, short or urgent"))
    if not station.troubled:
        flow.sentence(_("No card is late, on hold, short or urgent."))
        return
    columns = (
        Column("", 16.5, 16.5),
        Column(heading(SheetField.ITEM), 40.0, 60.0, share=2),
        Column(heading(SheetField.QUANTITY), 20.0, 30.0, right=True),
        Column(heading(SheetField.TO), 26.0, 44.0, share=1),
        Column(_("Now"), 24.0, 32.0),
        Column(heading(SheetField.WANTED), 24.0, 34.0),
    )
    rows = []
    for card in station.troubled:
        now = Texts(
            (
                Words(SheetField.WORDING, wording.state(card.state)),
                Words(SheetField.WORDING, _("since {time}").format(time=wording.stamp(card.since_at)), SMALL),
            )
        )
        place = place_cell(card.consumer_name, card.consumer_location)
        rows.append((CardCode(card.code), item_cell(card), quantity_cell(card), place, now, wanted_cell(card)))
    flow.table(columns, rows)


def _write_made(flow: Flow, station: StationShift) -> None:
    flow.heading(_("Made or sent this shift"))
    if not station.made:
        flow.sentence(_("Nothing left this station this shift."))
        return
    columns = (
        Column(heading(SheetField.ITEM), 50.0, 80.0, share=2),
        Column(heading(SheetField.TO), 36.0, 60.0, share=1),
        Column(_("Containers"), 22.0, 30.0, right=True),
        Column(heading(SheetField.QUANTITY), 26.0, 40.0, right=True),
    )
    rows = [
        (
            Texts((Words(SheetField.ITEM, line.item_code, BODY, Weight.SEMIBOLD),)),
            Texts((Words(SheetField.STATION, line.consumer_name),)),
            Texts((Words(SheetField.NUMBER, str(line.containers)),), right=True),
            Texts((Words(SheetField.QUANTITY, wording.amount(line.quantity, line.decimals, line.unit)),), right=True),
        )
        for line in station.made
    ]
    flow.table(columns, rows)
