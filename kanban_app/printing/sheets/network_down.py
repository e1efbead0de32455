"""The pack for a dead network: the board as it was, what comes next, and forms for what is scanned later."""

from __future__ import annotations

from collections.abc import Sequence

from kanban_app import i18n
from kanban_app.domain.cards import CardState
from kanban_app.domain.codes import spaced
from kanban_app.domain.paper_sheets import BoardLoop, NetworkDown, SheetCard, StationForms
from kanban_app.i18n import _
from kanban_app.printing.fonts import Weight
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.cells import BODY, SMALL, CardCode, Cell, Rank, Texts, Words, WriteIn
from kanban_app.printing.sheets.flow import Column, Flow
from kanban_app.printing.sheets.lists import item_cell
from kanban_app.printing.sheets.pages import QUIET
from kanban_app.printing.sheets.refusing import SheetField, heading


def write_network_down(flow: Flow, pack: NetworkDown, read_at: str) -> None:
    """The board, then each station on pages of its own."""
    flow.section(_("The board at {time}").format(time=read_at), _how_to())
    flow.table(_board_columns(), [_board_row(loop) for source in pack.board for loop in source.loops])
    for station in pack.stations:
        flow.section(station.name, station.location, on_new_page=True)
        _write_next(flow, station)
        _write_forms(flow, station)


def _how_to() -> str:
    return _(
        "Work from these pages while the network is down. Write time and name into the box of each step as you do it."
        " Afterwards scan the codes at the station, in the order in which it was done."
    )


def _board_columns() -> tuple[Column, ...]:
    return (
        Column(heading(SheetField.ITEM), 34.0, 60.0, share=2),
        Column(heading(SheetField.FROM), 24.0, 40.0, share=1),
        Column(heading(SheetField.TO), 24.0, 40.0, share=1),
        Column(_("Now"), 17.0, 22.0),
        Column(_("Full"), 12.0, 14.0, right=True),
        Column(_("In use"), 12.0, 14.0, right=True),
        Column(_("Called"), 13.0, 15.0, right=True),
        Column(_("Coming"), 13.0, 16.0, right=True),
        Column(_("Here"), 20.0, 34.0, right=True),
    )


def _board_row(loop: BoardLoop) -> list[Cell]:
    states = [slot.state for slot in loop.slots]
    called = sum(state in (CardState.EMPTY, CardState.RELEASED) for state in states)
    coming = sum(state in (CardState.IN_PROCESS, CardState.IN_TRANSIT) for state in states)
    counts = (states.count(CardState.FULL), states.count(CardState.IN_USE), called, coming)
    return [
        Texts((Words(SheetField.ITEM, loop.item_code, BODY, Weight.SEMIBOLD),)),
        Texts((Words(SheetField.STATION, loop.source_name),)),
        Texts((Words(SheetField.STATION, loop.consumer_name),)),
        Texts((Words(SheetField.WORDING, wording.zone_word(loop.zone), SMALL, Weight.MEDIUM),)),
        *(Texts((Words(SheetField.NUMBER, i18n.number(count)),), right=True) for count in counts),
        Texts((Words(SheetField.QUANTITY, wording.amount(loop.here, loop.decimals, loop.unit)),), right=True),
    ]


def _write_next(flow: Flow, station: StationForms) -> None:
    flow.heading(_("Next here, the most urgent first"))
    if not station.next_cards:
        flow.sentence(_("Nothing waits here."))
        return
    columns = (
        Column("", 17.0, 17.0),
        Column(heading(SheetField.ITEM), 40.0, 70.0, share=2),
        Column(heading(SheetField.QUANTITY), 22.0, 32.0, right=True),
        Column(heading(SheetField.TO), 28.0, 50.0, share=1),
        Column(heading(SheetField.WANTED), 28.0, 34.0),
        Column(heading(SheetField.CODE), 24.0, 26.0),
    )
    flow.table(columns, [_next_row(rank, card) for rank, card in enumerate(station.next_cards, start=1)])


def _next_row(rank: int, card: SheetCard) -> list[Cell]:
    wanted = wording.stamp(card.wanted_at) if card.wanted_at else ""
    return [
        Rank(rank, card.zone, wording.zone_word(card.zone)),
        Texts((Words(SheetField.ITEM, card.item_code, BODY, Weight.BOLD),)),
        Texts((Words(SheetField.QUANTITY, wording.amount(card.quantity, card.decimals, card.unit)),), right=True),
        Texts((Words(SheetField.STATION, card.consumer_name),)),
        Texts((Words(SheetField.WANTED, wanted), Words(SheetField.WANTED, wording.marks(card), SMALL, Weight.BOLD))),
        Texts((Words(SheetField.CODE, spaced(card.code), BODY, Weight.CODE, whole=True),)),
    ]


def _write_forms(flow: Flow, station: StationForms) -> None:
    if station.leaving:
        flow.heading(_("What leaves here: note time and name when it is started, and when it is sent"))
        _write_form(flow, station.leaving, (_("started"), _("sent")), leaving=True)
    if station.arriving:
        flow.heading(_("What arrives or stands here: note when it is received, and when it is empty"))
        _write_form(flow, station.arriving, (_("received"), _("emptied")), leaving=False)


def _write_form(flow: Flow, cards: Sequence[SheetCard], steps: Sequence[str], *, leaving: bool) -> None:
    columns = (
        Column("", 16.5, 16.5),
        Column(heading(SheetField.ITEM), 40.0, 56.0, share=2),
        Column(_("When printed"), 30.0, 44.0, share=1),
        *(Column(_("{step}: time, who").format(step=step), 40.0, 46.0, share=1) for step in steps),
    )
    flow.table(columns, [_form_row(card, steps, leaving=leaving) for card in cards])


def _form_row(card: SheetCard, steps: Sequence[str], *, leaving: bool) -> list[Cell]:
    other = _("to {station}").format(station=card.consumer_name)
    if not leaving:
        other = _("from {station}").format(station=card.source_name)
    was = Texts(
        (
            Words(SheetField.WORDING, wording.state(card.state), BODY, Weight.SEMIBOLD),
            Words(SheetField.STATION, other, SMALL, grey=QUIET),
            Words(SheetField.CARD, wording.card_number(card), SMALL, grey=QUIET),
        )
    )
    begun = _("begun before") if card.state is CardState.IN_PROCESS else ""
    boxes = (WriteIn(begun if not place else "", wide=42.0) for place, _step in enumerate(steps))
    return [CardCode(card.code), item_cell(card), was, *boxes]
