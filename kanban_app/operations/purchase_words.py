"""What purchasing says to people: states, refusals."""

from __future__ import annotations

from kanban_app.domain.purchasing import PurchaseProblem, PurchaseRefused, PurchaseState, TermsPart
from kanban_app.i18n import _


def purchase_state(state: PurchaseState) -> str:
    """The state of a purchase order as people say it."""
    return {
        PurchaseState.DRAFT: _("draft"),
        PurchaseState.SENT: _("sent, not confirmed"),
        PurchaseState.CONFIRMED: _("confirmed"),
        PurchaseState.PARTLY_RECEIVED: _("partly received"),
        PurchaseState.RECEIVED: _("received"),
        PurchaseState.CANCELLED: _("cancelled"),
    }[state]


def purchase_refusal(refused: PurchaseRefused) -> str:
    """What is true, that nothing was changed, and the one next step."""
    texts = {
        PurchaseProblem.NOTHING_WAITS: _(
            "Nothing waits to be ordered from {about}. Nothing was changed. See what waits: purchase list"
        ),
        PurchaseProblem.NO_ORDER: _(
            "There is no purchase order {about}. Nothing was changed. See what there is: purchase list"
        ),
        PurchaseProblem.NO_SUPPLIER: _("{about} is no supplier. Nothing was changed. Name a supplier instead."),
        PurchaseProblem.NOT_BOUGHT_HERE: _(
            "{about} is not bought there. Nothing was changed. Make a loop from this supplier first."
        ),
        PurchaseProblem.ALREADY_SENT: _(
            "Purchase order {about} is sent already. Nothing was changed. Cancel it, or order what waits anew."
        ),
        PurchaseProblem.NOT_SENT: _("Purchase order {about} is a draft. Nothing was changed. Send it first."),
        PurchaseProblem.ALREADY_CLOSED: _(
            "Purchase order {about} is closed. Nothing was changed. Order what waits anew."
        ),
        PurchaseProblem.ALREADY_RECEIVED: _(
            "All of purchase order {about} has come. Nothing was changed. Take the receipt back on its card instead."
        ),
        PurchaseProblem.NO_CARD_LEFT: _(
            "No card waits for purchase order {about} now. Nothing was changed. Cancel it here and at the supplier."
        ),
        PurchaseProblem.NOT_ON_ORDER: _(
            "Card {about} is not in it. Nothing was changed. Choose among the cards that are listed."
        ),
    }
    text = _bad_terms(refused.part) if refused.problem is PurchaseProblem.BAD_TERMS else texts[refused.problem]
    return text.format(about=refused.about)


def _bad_terms(part: TermsPart) -> str:
    return {
        TermsPart.QUANTITIES: _(
            "“{about}” can't be kept. Nothing was changed. Write quantities as 100, prices as 12.50 or 1=12.50 100=11."
        ),
        TermsPart.DAYS: _(
            "“{about}” is no day of delivery. Nothing was changed. "
            "Write days as: mon thu (there are mon tue wed thu fri sat sun)."
        ),
        TermsPart.EMAIL: _("“{about}” is no e-mail address. Nothing was changed. Write it as orders@example.com."),
        TermsPart.ANSWER: _(
            "“{about}” is no number of days to answer in. Nothing was changed. Write a whole number up to 366."
        ),
        TermsPart.NAME: _(
            "There is nothing named “{about}” to set here. Nothing was changed. "
            "For an item set minimum, multiple or breaks, for the supplier email, address, days or answer."
        ),
    }[part]
