"""A purchase order as a PDF, and as a draft for the mail program with the PDF attached. Nothing is sent here."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from kanban_app import i18n
from kanban_app.domain.purchase_papers import PaperPurchaseCard, PaperPurchaseLine, PaperPurchaseOrder
from kanban_app.domain.purchasing import PurchaseProblem, PurchaseRefused, SupplierTerms, amount
from kanban_app.i18n import _
from kanban_app.operations.paper_sheets import SheetError, SheetProblem
from kanban_app.operations.purchase_terms import read_supplier_terms
from kanban_app.operations.purchase_views import PurchaseLine, PurchaseOrder, read_orders
from kanban_app.operations.session import Session


def read_paper(session: Session, number: str, now: datetime) -> PaperPurchaseOrder:
    """Everything that the printed order says, in one view of the plant. Raises PurchaseRefused(no_order)."""
    with session.database.read():
        session.head()
        found = read_orders(session, now, number=number)
        if not found:
            raise PurchaseRefused(PurchaseProblem.NO_ORDER, number)
        order = found[0]
        terms = read_supplier_terms(session).get(order.supplier_id, SupplierTerms())
        return _paper(session, order, terms, now)


def _paper(session: Session, order: PurchaseOrder, terms: SupplierTerms, now: datetime) -> PaperPurchaseOrder:
    lines = tuple(_line(session, line) for line in order.lines)
    amounts = [line.amount for line in lines]
    priced = [one for one in amounts if one is not None]
    return PaperPurchaseOrder(
        order.number,
        session.plant.name,
        session.plant.language,
        session.structure.stations[order.supplier_id].name,
        terms.address,
        order.sent_at or order.created_at,
        now,
        order.wanted_on,
        order.confirmed_on,
        lines,
        sum(priced[1:], priced[0]) if priced and len(priced) == len(amounts) else None,
    )


def _line(session: Session, line: PurchaseLine) -> PaperPurchaseLine:
    item = session.structure.items[line.item_id]
    cost = amount(line.ordered_steps, item.decimals, line.price) if line.price is not None else None
    source = session.cards()
    cards = []
    for card in line.cards:
        if card.gone:
            continue
        loop = session.structure.loops[source.card(card.card_id).loop_id]
        consumer = session.structure.stations[loop.consumer_id]
        place = loop.consumer_location or consumer.location
        cards.append(
            PaperPurchaseCard(card.code, card.steps, consumer.name, place, card.order_reference, card.is_extra)
        )
    return PaperPurchaseLine(
        item.code, item.description, line.ordered_steps, item.decimals, item.unit, line.price, cost, tuple(cards)
    )


def draw_order(paper: PaperPurchaseOrder, size: str = "A4") -> bytes:
    """The PDF in the plant's language. Raises SheetError with the sentence when a text cannot stand on paper."""
    from kanban_app.printing.sheets.purchase_order import render_purchase_order
    from kanban_app.printing.sheets.refusing import SheetRefused

    with i18n.speaking(paper.language):
        try:
            return render_purchase_order(paper, size).data
        except SheetRefused as refused:
            text = refused
    raise SheetError(SheetProblem.NOT_PRINTABLE, text.sentence())


def mail_draft(paper: PaperPurchaseOrder, terms: SupplierTerms, pdf: bytes) -> bytes:
    """A mail that any mail program opens as one that is yet to be sent (RFC 5322; X-Unsent as Outlook and others
    read it), addressed to the supplier, with the order attached.
    """
    with i18n.speaking(paper.language):
        subject = _("Purchase order {number} from {plant}").format(number=paper.number, plant=paper.plant_name)
        text = _(
            "The purchase order is attached. Wanted on {day}. An answer with the day of delivery helps us."
        ).format(day=i18n.day(paper.wanted_on))
        if any(card.is_extra for line in paper.lines for card in line.cards):
            text += "\n" + _(
                "What your minimum or multiple adds has a row of its own on the pull sheet: added by your terms."
            )
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject
    if terms.email:
        mail["To"] = terms.email
    mail["X-Unsent"] = "1"
    mail.set_content(text + "\n")
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{paper.number}.pdf")
    # The limits between the parts follow from the order, so the same order gives the same file.
    mail.set_boundary(f"kanban-{paper.number}")
    return mail.as_bytes()


def write_order(target: Path, data: bytes) -> Path:
    """Put a PDF or a mail into a file that appears whole or not at all. Raises OSError as it came."""
    from kanban_app.files import write_whole

    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)
    return target
