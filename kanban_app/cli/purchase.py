"""The verb purchase: what waits to be bought, orders to suppliers, their terms, how long they take."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station, steps_typed
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.domain.changes import Outcome
    from kanban_app.operations.purchase_views import PurchaseOrder
    from kanban_app.operations.shop import Shop

AddVerb = Callable[..., argparse.ArgumentParser]


def add_purchase(verbs: Any, add_verb: AddVerb) -> None:
    """purchase, with its own verbs."""
    purchase = add_verb(verbs, "purchase", _run, _("order from suppliers what waits, and follow it up"))
    own = purchase.add_subparsers(title=_("verbs"), metavar="VERB", required=True)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        verb = add_verb(own, name, _run, text)
        verb.set_defaults(step=name)
        return verb

    listed = add("list", _("what waits to be ordered, and the orders"))
    listed.add_argument("--supplier", default="", metavar="STATION")
    listed.add_argument("--state", default="", metavar="STATE", help=_("only orders in this state"))
    listed.add_argument("--late", action="store_true", help=_("only what is late or not answered"))
    show = add("show", _("one order with its lines and cards"))
    draft = add("draft", _("make an order of what waits, without sending it"))
    draft.add_argument("supplier", metavar="STATION")
    draft.add_argument("--card", nargs="+", default=[], dest="cards", metavar="CODE")
    send = add("send", _("send an order, or make one of what waits for a supplier and send it"))
    send.add_argument("order", metavar="NUMBER|STATION")
    send.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("the order as PDF with its pull sheet"))
    send.add_argument("--eml", type=Path, metavar="FILE.eml", help=_("a mail that is yet to be sent"))
    confirm = add("confirm", _("the supplier has answered"))
    confirm.add_argument("--date", default="", metavar="DAY", help=_("the day of delivery, as 2027-01-31"))
    receive = add("receive", _("the goods have come: receive the cards"))
    receive.add_argument("--card", nargs="+", default=[], dest="cards", metavar="CODE")
    receive.add_argument("--quantity", default="")
    cancel = add("cancel", _("cancel an order; what has not come waits again"))
    for verb in (show, confirm, receive, cancel):
        verb.add_argument("order", metavar="NUMBER")
    for verb in (receive, cancel):
        verb.add_argument("--reason", default="")
    for verb in (draft, send, receive, cancel):
        verb.add_argument("--person", default="")
    terms = add("terms", _("how a supplier delivers, or what it asks for an item: NAME=VALUE"))
    terms.add_argument("supplier", metavar="STATION")
    terms.add_argument("item", nargs="?", default="", metavar="ITEM")
    terms.add_argument("values", nargs="*", metavar="NAME=VALUE", help="minimum multiple breaks · email days answer")
    add("lead-times", _("how long suppliers really took"))


def _run(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.purchasing import PurchaseRefused
    from kanban_app.operations.paper_sheets import SheetError
    from kanban_app.operations.purchase_words import purchase_refusal

    steps: dict[str, Callable[[argparse.Namespace, Shop], int]] = {
        "list": _list, "show": _show, "draft": _draft, "send": _send, "confirm": _confirm, "receive": _receive,
        "cancel": _cancel, "terms": _terms, "lead-times": _lead_times,
    }  # fmt: skip
    with Opened(arguments) as shop:
        try:
            return steps[arguments.step](arguments, shop)
        except PurchaseRefused as refused:
            return _say_refused(arguments, refused.problem.value, purchase_refusal(refused))
        except SheetError as error:
            return _say_refused(arguments, error.problem.value, error.said)


def _say_refused(arguments: argparse.Namespace, code: str, message: str) -> int:
    if arguments.json:
        print_json({"result": "refused", "code": code, "message": message})
    else:
        print_line(message)
    return REFUSED


def _list(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.domain.purchasing import PurchaseState
    from kanban_app.operations.purchase_gathering import read_proposals
    from kanban_app.operations.purchase_reporting import order_json, order_line, proposal_json, proposal_lines
    from kanban_app.operations.purchase_views import read_orders

    if arguments.state and arguments.state not in {state.value for state in PurchaseState}:
        known = ", ".join(state.value for state in PurchaseState)
        raise WrongUse(_("There is no state {state}. There are: {known}").format(state=arguments.state, known=known))
    now = shop.clock()
    supplier = id_of_station(shop, arguments.supplier) if arguments.supplier else None
    waiting = shop.read(read_proposals, now).result()
    waiting = [one for one in waiting if supplier in (None, one.supplier_id)]
    orders = shop.read(lambda session: read_orders(session, now, supplier_id=supplier)).result()
    if arguments.state:
        orders = [order for order in orders if order.state.value == arguments.state]
    if arguments.state:
        waiting = []
    if arguments.late:
        orders = [order for order in orders if order.late_on or order.is_unanswered]
        waiting = [one for one in waiting if one.order_by < now.astimezone().date()]
    if arguments.json:
        print_json(
            {
                "result": "done",
                "orders": [order_json(order, shop.structure) for order in orders],
                "waiting": [proposal_json(one, shop.structure) for one in waiting],
            }
        )
        return DONE
    for one in waiting:
        print_line("\n".join(proposal_lines(one, shop.structure)))
    lines = [order_line(order, shop.structure) for order in orders]
    print_line("\n".join(lines) or _("No purchase orders."))
    return DONE


def _show(arguments: argparse.Namespace, shop: Shop) -> int:
    return _tell(arguments, shop, arguments.order)


def _tell(arguments: argparse.Namespace, shop: Shop, number: str, **more: object) -> int:
    from kanban_app.operations.purchase_reporting import order_json, order_line, order_lines, received_by_card

    order = _order(shop, number)
    if arguments.json:
        received = shop.read(received_by_card, order).result()
        print_json({"result": "done", "order": order_json(order, shop.structure, received), **more})
    else:
        print_line("\n".join([order_line(order, shop.structure), *order_lines(order, shop.structure)]))
    return DONE


def _order(shop: Shop, number: str) -> PurchaseOrder:
    """The order as it stands now. Raises PurchaseRefused(no_order)."""
    from kanban_app.domain.purchasing import PurchaseProblem, PurchaseRefused
    from kanban_app.operations.purchase_views import read_orders

    now = shop.clock()
    found = shop.read(lambda session: read_orders(session, now, number=number)).result()
    if not found:
        raise PurchaseRefused(PurchaseProblem.NO_ORDER, number)
    return found[0]


def _draft(arguments: argparse.Namespace, shop: Shop) -> int:
    number = _make(arguments, shop, arguments.supplier, tuple(_plain(code) for code in arguments.cards))
    return _tell(arguments, shop, number)


def _make(arguments: argparse.Namespace, shop: Shop, supplier: str, codes: tuple[str, ...] = ()) -> str:
    from kanban_app.operations.purchasing import make_order

    supplier_id, now = id_of_station(shop, supplier), shop.clock()
    return shop.write(
        lambda session: make_order(session, supplier_id, now, person=arguments.person, codes=codes)
    ).result()


def _plain(code: str) -> str:
    from kanban_app.domain.codes import CodeError, parse

    try:
        return parse(code)
    except CodeError:
        return code


def _send(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.domain.purchasing import PurchaseProblem, PurchaseRefused, PurchaseState, SupplierTerms
    from kanban_app.operations.purchase_papers import draw_order, mail_draft, read_paper, write_order
    from kanban_app.operations.purchase_terms import read_supplier_terms
    from kanban_app.operations.purchase_views import read_orders
    from kanban_app.operations.purchasing import fit_draft, send_order

    now = shop.clock()
    known = shop.read(lambda session: read_orders(session, now, number=arguments.order)).result()
    if known and known[0].state is not PurchaseState.DRAFT:
        closed = known[0].state is PurchaseState.CANCELLED
        raise PurchaseRefused(
            PurchaseProblem.ALREADY_CLOSED if closed else PurchaseProblem.ALREADY_SENT, arguments.order
        )
    number = arguments.order if known else _make(arguments, shop, arguments.order)
    shop.write(fit_draft, number, now).result()
    paper = shop.read(read_paper, number, now).result()
    pdf = shop.draw(lambda: draw_order(paper)).result()
    written = []  # what can't be printed or kept is not sent
    if arguments.out:
        written.append(write_order(arguments.out, pdf))
    if arguments.eml:
        order = shop.read(lambda session: read_orders(session, now, number=number)).result()[0]
        terms = shop.read(read_supplier_terms).result().get(order.supplier_id, SupplierTerms())
        written.append(write_order(arguments.eml, mail_draft(paper, terms, pdf)))
    person, terminal = arguments.person, shop.terminal
    shop.write(lambda session: send_order(session, number, now, person=person, terminal=terminal)).result()
    done = _tell(arguments, shop, number, files=[str(path) for path in written])
    if not arguments.json:
        for path in written:
            print_line(_("written: {path}").format(path=path))
    return done


def _confirm(arguments: argparse.Namespace, shop: Shop) -> int:
    from datetime import date

    from kanban_app.operations.purchasing import confirm_order

    try:
        day = date.fromisoformat(arguments.date) if arguments.date else None
    except ValueError:
        raise WrongUse(_("{text} is no day. Write it as 2027-01-31.").format(text=arguments.date)) from None
    shop.write(confirm_order, arguments.order, shop.clock(), day).result()
    return _tell(arguments, shop, arguments.order)


def _receive(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.cli.bookings import result
    from kanban_app.domain.cards import Action
    from kanban_app.domain.purchasing import PurchaseProblem, PurchaseRefused, PurchaseState

    order = _order(shop, arguments.order)
    if order.state is PurchaseState.DRAFT:
        raise PurchaseRefused(PurchaseProblem.NOT_SENT, arguments.order)
    if order.state is PurchaseState.CANCELLED:
        raise PurchaseRefused(PurchaseProblem.ALREADY_CLOSED, arguments.order)
    line_of = {card.code: line for line in order.lines for card in line.cards if not card.gone}
    outstanding = [card.code for card in order.cards if card.is_outstanding]
    codes = [_plain(code) for code in arguments.cards] or outstanding
    foreign = next((code for code in codes if code not in line_of), None)
    if foreign is not None:
        raise PurchaseRefused(PurchaseProblem.NOT_ON_ORDER, foreign)
    if not codes:
        come = PurchaseProblem.ALREADY_RECEIVED if line_of else PurchaseProblem.NO_CARD_LEFT
        raise PurchaseRefused(come, arguments.order)
    lines = [line_of[code] for code in codes]
    if arguments.quantity and len({line.item_id for line in lines}) > 1:
        raise WrongUse(_("A quantity is for the cards of one item. Name them with --card."))
    steps = steps_typed(shop, arguments.quantity, shop.structure.items[lines[0].item_id].decimals)
    extra = lines[0].extra_card
    if extra is not None and steps is not None and steps == lines[0].steps_with_extra(codes):
        # All of it was counted at once: each container has what it was ordered with.
        codes, steps = list(dict.fromkeys([*codes, extra.code])), None
    asked = shop.do(Action.RECEIVE, codes, quantity=steps, reason=arguments.reason, person=arguments.person)
    return _say_received(arguments, shop, result(asked))


def _say_received(arguments: argparse.Namespace, shop: Shop, outcomes: Sequence[Outcome]) -> int:
    """One answer for all the containers: what became of each, and of the order."""
    from kanban_app.cli.bookings import answered
    from kanban_app.domain.changes import Answer
    from kanban_app.domain.refusals import RefusalCode
    from kanban_app.operations.purchase_reporting import extra_hint, order_json, order_line, received_by_card
    from kanban_app.operations.reporting import outcome_json

    order = _order(shop, arguments.order)
    refused = [outcome for outcome in outcomes if outcome.answer is Answer.REFUSED]
    too_many = any(outcome.code is RefusalCode.QUANTITY_OUT_OF_TOLERANCE for outcome in refused)
    hint = extra_hint(order, shop.structure) if too_many else ""
    if not arguments.json:
        code = answered(arguments, shop, outcomes)
        if hint:
            print_line(hint)
        return code
    told = [outcome_json(shop.printed(outcome), shop.structure, shop.clock()) for outcome in outcomes]
    first = next((one for one in told if one["result"] == Answer.REFUSED.value), None)
    received = shop.read(received_by_card, order).result()
    print_json(
        {
            "result": first["result"] if first else "done",
            "code": first["code"] if first else None,
            "message": " ".join(filter(None, (first["message"], hint))) if first else order_line(order, shop.structure),
            "order": order_json(order, shop.structure, received),
            "cards": [{"card": _code_of(outcome)} | one for outcome, one in zip(outcomes, told, strict=True)],
        }
    )
    return REFUSED if first else DONE


def _code_of(outcome: Outcome) -> str:
    return outcome.card.code if outcome.card is not None else outcome.text_code


def _cancel(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.operations.purchasing import cancel_order

    now, terminal = shop.clock(), shop.terminal
    codes = shop.write(
        lambda session: cancel_order(
            session, arguments.order, now, reason=arguments.reason, person=arguments.person, terminal=terminal
        )
    ).result()
    return _tell(arguments, shop, arguments.order, waiting_again=codes)


def _terms(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.operations.purchase_reporting import change_terms, terms_json, terms_lines

    supplier_id = id_of_station(shop, arguments.supplier)
    words = [arguments.item, *arguments.values] if arguments.item else []
    values = dict(word.split("=", 1) for word in words if "=" in word)
    names = [word for word in words if "=" not in word]
    if len(names) > 1 or "" in values:
        raise WrongUse(_("Write what is to change as NAME=VALUE, one item at a time."))
    item_id = _item_id(shop, names[0]) if names else None
    if values:
        change_terms(shop, supplier_id, item_id, values)
    if arguments.json:
        print_json({"result": "done", **terms_json(shop, supplier_id)})
    else:
        print_line("\n".join(terms_lines(shop, supplier_id)))
    return DONE


def _item_id(shop: Shop, code: str) -> int:
    found = {item.code.casefold(): item.id for item in shop.structure.items.values()}.get(code.strip().casefold())
    if found is None:
        raise WrongUse(_("There is no item {code}. See: kanban-app items").format(code=code))
    return found


def _lead_times(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.operations.purchase_reporting import lead_time_json, lead_time_line
    from kanban_app.operations.purchase_views import read_lead_times

    found = shop.read(read_lead_times).result()
    if arguments.json:
        shown = [lead_time_json(shop.structure, loop_id, one) for loop_id, one in sorted(found.items())]
        print_json({"result": "done", "lead_times": shown})
    else:
        lines = [lead_time_line(shop.structure, loop_id, one) for loop_id, one in sorted(found.items())]
        print_line("\n".join(lines) or _("Nothing has come from suppliers yet."))
    return DONE
