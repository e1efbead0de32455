"""Lists of cards with their codes: what a supplier, a store or a workstation does next."""

from __future__ import annotations

from collections.abc import Sequence

from kanban_app.domain.codes import spaced
from kanban_app.domain.paper_sheets import Sheet, SheetCard, SheetKind, StationCards
from kanban_app.i18n import _, ngettext
from kanban_app.printing.fonts import Weight
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.cells import BODY, LARGE, SMALL, CardCode, Cell, Rank, Texts, Words, WriteIn
from kanban_app.printing.sheets.flow import Column, Flow
from kanban_app.printing.sheets.pages import QUIET
from kanban_app.printing.sheets.refusing import SheetField, heading


def write_lists(flow: Flow, sheet: Sheet, stations: Sequence[StationCards]) -> None:
    """A section for each source, each on a page of its own: papers go to different people."""
    for station in stations:
        flow.section(station.name, _standing(station), on_new_page=True)
        if station.working:
            flow.heading(_("Begun, not yet sent"))
            flow.table(_columns(sheet.kind), rows_of(sheet.kind, station.working))
        if station.waiting:
            if station.working:
                flow.heading(_("Next, the most urgent first"))
            flow.table(_columns(sheet.kind), rows_of(sheet.kind, station.waiting))
        if not station.waiting and not station.working:
            flow.sentence(nothing(sheet.kind))
        elif sheet.kind is SheetKind.PULL_SHEET:
            _write_totals(flow, (*station.working, *station.waiting))


def _standing(station: StationCards) -> str:
    """The station's place and how much there is to do."""
    waiting, working = len(station.waiting), len(station.working)
    begun = ngettext("{count} begun", "{count} begun", working).format(count=working) if working else ""
    said = ngettext("{count} card waits", "{count} cards wait", waiting).format(count=waiting) if waiting else ""
    return " · ".join(filter(None, (station.location, begun, said)))


def nothing(kind: SheetKind) -> str:
    """What an empty list says."""
    if kind is SheetKind.QUEUE:
        return _("Nothing waits to be made here.")
    return _("Nothing waits to be sent from here.")


def _columns(kind: SheetKind) -> list[Column]:
    columns = [
        Column("", 17.0, 17.0),
        Column("", 16.5, 16.5),
        Column(heading(SheetField.ITEM), 36.0, 62.0, share=3),
        Column(heading(SheetField.QUANTITY), 20.0, 30.0, right=True),
    ]
    if kind is SheetKind.PICK_LIST:
        columns.append(Column(heading(SheetField.FROM), 20.0, 40.0, share=1))
    columns.append(Column(heading(SheetField.TO), 22.0, 44.0, share=2))
    columns.append(Column(heading(SheetField.WANTED), 20.0, 27.0))
    if kind is not SheetKind.PULL_SHEET:
        columns.append(Column(heading(SheetField.MATERIAL), 20.0, 46.0, share=2))
    return [*columns, Column(_("Done"), 10.0, 10.0)]


def rows_of(kind: SheetKind, cards: Sequence[SheetCard]) -> list[list[Cell]]:
    """A row for each card, in order."""
    return [_row(kind, rank, card) for rank, card in enumerate(cards, start=1)]


def _row(kind: SheetKind, rank: int, card: SheetCard) -> list[Cell]:
    row: list[Cell] = [
        Rank(rank, card.zone, wording.zone_word(card.zone)),
        CardCode(card.code),
        item_cell(card),
        quantity_cell(card),
    ]
    if kind is SheetKind.PICK_LIST:
        row.append(Texts((Words(SheetField.PLACE, card.source_location, BODY, Weight.SEMIBOLD),)))
    row += [place_cell(card.consumer_name, card.consumer_location), wanted_cell(card)]
    if kind is not SheetKind.PULL_SHEET:
        missing = Weight.SEMIBOLD if card.missing else Weight.REGULAR
        row.append(Texts((Words(SheetField.MATERIAL, wording.needs(card), SMALL, missing),)))
    return [*row, WriteIn(tick=True)]


def item_cell(card: SheetCard) -> Texts:
    """The item, what it is, and the card's code for typing."""
    return Texts(
        (
            Words(SheetField.ITEM, card.item_code, LARGE, Weight.BOLD),
            Words(SheetField.ITEM, card.item_description, SMALL, grey=QUIET),
            code_words(card),
        )
    )


def code_words(card: SheetCard) -> Words:
    """The card's code for typing."""
    return Words(SheetField.CODE, spaced(card.code), SMALL, Weight.CODE, whole=True)


def quantity_cell(card: SheetCard) -> Texts:
    """How much, in what, which card."""
    return Texts(
        (
            Words(
                SheetField.QUANTITY,
                wording.amount(card.quantity, card.decimals, card.unit),
                LARGE,
                Weight.BOLD,
            ),
            Words(SheetField.CONTAINER, card.container_type, SMALL, grey=QUIET),
            Words(
                SheetField.CARD if card.card_count else SheetField.ORDER,
                wording.card_number(card),
                SMALL,
                grey=QUIET,
            ),
        ),
        right=True,
    )


def place_cell(name: str, location: str) -> Texts:
    """A station and the place there."""
    return Texts(
        (
            Words(SheetField.STATION, name, BODY, Weight.SEMIBOLD),
            Words(SheetField.PLACE, location, SMALL, grey=QUIET),
        )
    )


def wanted_cell(card: SheetCard) -> Texts:
    """When it is wanted, and what is the matter with it."""
    wanted = card.wanted_at
    return Texts(
        (
            Words(SheetField.WANTED, wording.day(wanted) if wanted else "", BODY, Weight.SEMIBOLD),
            Words(SheetField.WANTED, wording.clock(wanted) if wanted else "", SMALL),
            Words(SheetField.WANTED, wording.marks(card), SMALL, Weight.BOLD),
        )
    )


def _write_totals(flow: Flow, cards: Sequence[SheetCard]) -> None:
    """What the supplier packs, all cards of an item together."""
    sums: dict[tuple[str, int, str], tuple[int, int]] = {}
    for card in cards:
        key = (card.item_code, card.decimals, card.unit)
        containers, steps = sums.get(key, (0, 0))
        sums[key] = (containers + 1, steps + card.quantity)
    columns = (
        Column(_("Altogether"), 60.0, 120.0, share=1),
        Column(_("Containers"), 26.0, 40.0, right=True),
        Column(heading(SheetField.QUANTITY), 34.0, 60.0, right=True),
    )
    rows = [
        (
            Texts((Words(SheetField.ITEM, item, BODY, Weight.SEMIBOLD),)),
            Texts((Words(SheetField.NUMBER, str(containers)),), right=True),
            Texts((Words(SheetField.QUANTITY, wording.amount(steps, decimals, unit)),), right=True),
        )
        for (item, decimals, unit), (containers, steps) in sums.items()
    ]
    flow.table(columns, rows)
