"""The papers that go with an order's goods, to PDF: the pick list to fetch them by, the delivery note to hand over."""

from __future__ import annotations

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.delivery_papers import NoteLine, PaperDeliveryNote, PaperPickList, PickContainer, PickLine
from kanban_app.i18n import _
from kanban_app.printing.fonts import Weight
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.cells import BODY, LARGE, SMALL, CardCode, Cell, Texts, Words, WriteIn
from kanban_app.printing.sheets.flow import Column, Flow, Head
from kanban_app.printing.sheets.pages import QUIET
from kanban_app.printing.sheets.refusing import SheetField, heading
from kanban_app.printing.sheets.render import Rendered
from kanban_app.printing.sheets.sizes import SIZES


def render_delivery_note(note: PaperDeliveryNote, size: str = "A4") -> Rendered:
    """The note in the language in use, on a size of SIZES. The same input gives the same bytes.

    Raises KeyError for an unknown size and SheetRefused for a text that cannot stand on paper.
    """
    numbers = {"order": note.order_number, "shipment": note.shipment}
    title = _("Delivery note {order}-{shipment}").format(**numbers)
    shipped = _("shipped {time}").format(time=wording.full_stamp(note.shipped_at))
    flow = Flow(Head(title, note.plant_name, shipped, note.shipped_at), SIZES[size])
    flow.section(note.customer, " · ".join(note.customer_address.splitlines()))
    said = _("Order {order}, shipment {shipment}").format(**numbers)
    flow.sentence(said, strong=True, of=SheetField.ORDER)
    if note.ships_from:
        flow.sentence(_("Ships from {station}").format(station=note.ships_from), of=SheetField.STATION)
    if note.note:
        flow.sentence(note.note, of=SheetField.NOTE)
    flow.table(_note_columns(partial=note.is_partial), [_note_row(line, note.is_partial) for line in note.lines])
    if any(line.later_steps for line in note.lines):
        flow.sentence(_("The rest follows."))
    handed = _("Handed over by {person}").format(person=note.person) if note.person else _("Handed over by")
    flow.boxes((handed, _("Received by"), _("Day and time")), 18.0)
    return Rendered(*flow.finished())


def _note_columns(*, partial: bool) -> list[Column]:
    columns = [
        Column(heading(SheetField.NUMBER), 16.0, 18.0),
        Column(heading(SheetField.ITEM), 60.0, 110.0, share=1),
        Column(_("Ordered"), 22.0, 32.0, right=True),
    ]
    if partial:
        columns += [Column(_("Came before"), 22.0, 32.0, right=True), Column(_("To come"), 22.0, 32.0, right=True)]
    return [*columns, Column(_("In this shipment"), 24.0, 36.0, right=True)]


def _note_row(line: NoteLine, partial: bool) -> list[Cell]:
    def quantity(steps: int) -> Texts:
        amount = wording.amount(steps, line.decimals, line.unit) if steps else "–"
        return Texts((Words(SheetField.QUANTITY, amount),), right=True)

    shipped = wording.amount(line.steps, line.decimals, line.unit)
    row: list[Cell] = [
        Texts((Words(SheetField.NUMBER, str(line.number)),)),
        _item(line.item_code, line.item_description, line.note),
        quantity(line.ordered_steps),
    ]
    if partial:
        row += [quantity(line.before_steps), quantity(line.later_steps)]
    return [*row, Texts((Words(SheetField.QUANTITY, shipped, LARGE, Weight.BOLD),), right=True)]


def _item(code: str, description: str, note: str) -> Texts:
    return Texts(
        (
            Words(SheetField.ITEM, code, LARGE, Weight.BOLD),
            Words(SheetField.ITEM, description, SMALL, grey=QUIET),
            Words(SheetField.NOTE, note, SMALL),
        )
    )


# -- fetching ----------------------------------------------------------------------------------------------------------


def render_order_pick_list(order: PaperPickList, size: str = "A4") -> Rendered:
    """The containers to fetch for an order, line by line, in the order in which they are drawn.

    Raises KeyError for an unknown size and SheetRefused for a text that cannot stand on paper.
    """
    title = _("Pick list of order {number}").format(number=order.order_number)
    printed = _("as of {time}").format(time=wording.full_stamp(order.printed_at))
    flow = Flow(Head(title, order.plant_name, printed, order.printed_at), SIZES[size])
    flow.section(order.customer, " · ".join(order.customer_address.splitlines()))
    if order.note:
        flow.sentence(order.note, of=SheetField.NOTE)
    for line in order.lines:
        flow.heading(_line_title(line))
        if line.note:
            flow.sentence(line.note, of=SheetField.NOTE)
        if line.missing_steps:
            missing = wording.amount(line.missing_steps, line.decimals, line.unit)
            flow.sentence(_("{quantity} of it stand nowhere yet.").format(quantity=missing))
        if line.containers:
            flow.table(_pick_columns(), [_pick_row(line, one) for one in line.containers])
    if not order.lines:
        flow.sentence(_("Nothing of this order waits to be shipped."))
    return Rendered(*flow.finished())


def _line_title(line: PickLine) -> str:
    return _("Line {number}: {quantity} {item}, wanted {day}").format(
        number=line.number,
        quantity=wording.amount(line.open_steps, line.decimals, line.unit),
        item=line.item_code,
        day=i18n.day(line.wanted_on),
    )


def _pick_columns() -> list[Column]:
    return [
        Column("", 17.0, 17.0),
        Column(heading(SheetField.ITEM), 50.0, 90.0, share=1),
        Column(heading(SheetField.FROM), 34.0, 60.0, share=1),
        Column(_("Take"), 24.0, 36.0, right=True),
        Column(_("Done"), 10.0, 12.0),
    ]


def _pick_row(line: PickLine, one: PickContainer) -> list[Cell]:
    take = wording.amount(one.steps, line.decimals, line.unit)
    item = (
        Words(SheetField.ITEM, line.item_code, LARGE, Weight.BOLD),
        Words(SheetField.ITEM, line.item_description, SMALL, grey=QUIET),
        Words(SheetField.CODE, spaced(one.code), SMALL, Weight.CODE, whole=True),
    )
    place = (
        Words(SheetField.STATION, one.station_name, BODY, Weight.SEMIBOLD),
        Words(SheetField.PLACE, one.location, SMALL, grey=QUIET),
    )
    return [
        CardCode(one.code),
        Texts(item),
        Texts(place),
        Texts((Words(SheetField.QUANTITY, take, LARGE, Weight.BOLD),), right=True),
        WriteIn(tick=True),
    ]
