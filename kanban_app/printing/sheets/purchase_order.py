"""A purchase order to PDF: what is ordered, and the pull sheet whose codes are the cards'.

The supplier cuts the pull sheet up or copies its codes: the label on the box is then the card that comes back.
"""

from __future__ import annotations

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.purchase_papers import PaperPurchaseCard, PaperPurchaseLine, PaperPurchaseOrder
from kanban_app.i18n import _
from kanban_app.printing.fonts import Weight
from kanban_app.printing.sheets import wording
from kanban_app.printing.sheets.cells import BODY, LARGE, SMALL, CardCode, Cell, Texts, Words, WriteIn
from kanban_app.printing.sheets.flow import Column, Flow, Head
from kanban_app.printing.sheets.pages import QUIET
from kanban_app.printing.sheets.refusing import SheetField, heading
from kanban_app.printing.sheets.render import Rendered
from kanban_app.printing.sheets.sizes import SIZES


def render_purchase_order(order: PaperPurchaseOrder, size: str = "A4") -> Rendered:
    """The order in the language in use, on a size of SIZES. The same input gives the same bytes.

    Raises KeyError for an unknown size and SheetRefused for a text that cannot stand on paper.
    """
    title = _("Purchase order {number}").format(number=order.number)
    printed = _("printed {time}").format(time=wording.full_stamp(order.printed_at))
    flow = Flow(Head(title, order.plant_name, printed, order.printed_at), SIZES[size])
    flow.section(order.supplier_name, " · ".join(order.supplier_address.splitlines()))
    flow.sentence(_("Wanted on {day}").format(day=i18n.day(order.wanted_on)), strong=True)
    if order.confirmed_on:
        flow.sentence(_("Confirmed for {day}").format(day=i18n.day(order.confirmed_on)))
    flow.table(_line_columns(), [_line_row(place, line) for place, line in enumerate(order.lines, start=1)])
    if order.total is not None:
        flow.sentence(_("Altogether {amount}").format(amount=i18n.money(order.total)), strong=True)
    flow.section(
        _("Pull sheet"),
        _("One row for each container. Put its code on the container: it is scanned when it comes."),
        on_new_page=True,
    )
    flow.table(_card_columns(), [_card_row(line, card) for line in order.lines for card in line.cards])
    return Rendered(*flow.finished())


def _line_columns() -> list[Column]:
    return [
        Column(heading(SheetField.NUMBER), 14.0, 16.0),
        Column(heading(SheetField.ITEM), 60.0, 110.0, share=1),
        Column(heading(SheetField.QUANTITY), 24.0, 34.0, right=True),
        Column(_("Price each"), 22.0, 30.0, right=True),
        Column(_("Amount"), 24.0, 34.0, right=True),
    ]


def _line_row(place: int, line: PaperPurchaseLine) -> list[Cell]:
    price = i18n.money(line.price) if line.price is not None else _("as agreed")
    amount = i18n.money(line.amount) if line.amount is not None else ""
    quantity = wording.amount(line.ordered_steps, line.decimals, line.unit)
    return [
        Texts((Words(SheetField.NUMBER, str(place)),)),
        _item(line),
        Texts((Words(SheetField.QUANTITY, quantity, BODY, Weight.SEMIBOLD),), right=True),
        Texts((Words(SheetField.NUMBER, price),), right=True),
        Texts((Words(SheetField.NUMBER, amount),), right=True),
    ]


def _item(line: PaperPurchaseLine, code: str = "") -> Texts:
    return Texts(
        (
            Words(SheetField.ITEM, line.item_code, LARGE, Weight.BOLD),
            Words(SheetField.ITEM, line.item_description, SMALL, grey=QUIET),
            Words(SheetField.CODE, spaced(code) if code else "", SMALL, Weight.CODE, whole=True),
        )
    )


def _card_columns() -> list[Column]:
    return [
        Column("", 17.0, 17.0),
        Column(heading(SheetField.ITEM), 50.0, 90.0, share=2),
        Column(heading(SheetField.QUANTITY), 24.0, 34.0, right=True),
        Column(heading(SheetField.TO), 30.0, 56.0, share=1),
        Column(heading(SheetField.ORDER), 20.0, 34.0),
        Column(_("Sent"), 10.0, 12.0),
    ]


def _card_row(line: PaperPurchaseLine, card: PaperPurchaseCard) -> list[Cell]:
    quantity = wording.amount(card.steps, line.decimals, line.unit)
    place = (
        Words(SheetField.STATION, card.consumer_name, BODY, Weight.SEMIBOLD),
        Words(SheetField.PLACE, card.consumer_location, SMALL, grey=QUIET),
    )
    reference = card.order_reference or (_("added by your terms") if card.is_extra else "")
    return [
        CardCode(card.code),
        _item(line, card.code),
        Texts((Words(SheetField.QUANTITY, quantity, LARGE, Weight.BOLD),), right=True),
        Texts(place),
        Texts((Words(SheetField.ORDER, reference, SMALL),)),
        WriteIn(tick=True),
    ]
