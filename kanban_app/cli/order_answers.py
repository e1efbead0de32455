"""What the verb `order` answers: orders with their cards, what a command did, and refusals with the one next step."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.domain.orders import OrderRefused, StartedChoice
from kanban_app.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kanban_app.domain.promising import Promise, PromiseRefused
    from kanban_app.domain.structure import Structure
    from kanban_app.operations.session import Session
    from kanban_app.operations.shop import Shop


_WRONG_VALUES = frozenset({"bad_quantity", "too_many", "bad_price", "bad_number", "bad_link", "no_customer"})
"""Refusals of what can't be meant, whatever the plant holds: wrong use, as with the values of other verbs."""


def answer_of(arguments: argparse.Namespace, shop: Shop, asked: Future[Any]) -> Any:
    """What the operation answers; where it refuses, that is said and the exit code comes back in its place.

    Raises WrongUse for values that can't be meant.
    """
    from kanban_app.domain.refusals import ReasonNeeded
    from kanban_app.operations.orders_booking import WorkStarted
    from kanban_app.operations.orders_telling import card_json
    from kanban_app.operations.orders_words import choice, refusal
    from kanban_app.operations.words import state

    try:
        return asked.result()
    except ReasonNeeded:  # of all that is asked of orders, scrap alone wants one
        raise WrongUse(_("Say why it is scrapped: add --reason TEXT. Nothing was changed.")) from None
    except OrderRefused as refused:
        message = refusal(refused, shop.structure)
        if refused.code in _WRONG_VALUES:
            raise WrongUse(message) from None
        cards = refused.cards if isinstance(refused, WorkStarted) else ()
        choices = list(StartedChoice) if cards else []
        if arguments.json:
            answer: dict[str, Any] = {"result": "refused", "code": refused.code, "message": message}
            if cards:
                answer["started"] = [card_json(card, shop.structure) for card in cards]
                answer["choices"] = [one.value for one in choices]
            print_json(answer)
        else:
            told = ((card_json(card, shop.structure), state(card.state)) for card in cards)
            lines = [f"  {card['item']}  {card['quantity']}  {card['card']}  {doing}" for card, doing in told]
            print_line("\n".join([message, *lines, *(f"  --started {one.value}: {choice(one)}" for one in choices)]))
        return REFUSED


def say_order(arguments: argparse.Namespace, shop: Shop, number: str) -> int:
    """An order with its lines, the cards that work for them and the promises."""
    from kanban_app.operations.orders_pegs import read_peg_tree
    from kanban_app.operations.orders_reading import read_order
    from kanban_app.operations.orders_shipping import read_shipments
    from kanban_app.operations.orders_telling import (
        detail_lines,
        order_json,
        order_lines,
        peg_json,
        peg_lines,
        shipment_json,
    )
    from kanban_app.operations.promising import promises_of

    order = answer_of(arguments, shop, shop.read(read_order, number))
    if isinstance(order, int):
        return order
    lines = [view.line for view in order.lines]
    trees = [shop.read(read_peg_tree, line).result() for line in lines]
    structure = shop.structure
    promises = shop.read(promises_of, [line.id for line in lines], shop.clock()).result()
    if arguments.json:
        told = order_json(order, structure)
        for shown, line, tree in zip(told["lines"], lines, trees, strict=True):
            shown["pegs"] = [peg_json(node, structure) for node in tree]
            shown.update({"promise": None, "critical_path": []} | _promise_json(promises.get(line.id), structure))
        shipments = shop.read(read_shipments, number).result()
        told["shipments"] = [shipment_json(one, lines, structure) for one in shipments]
        print_json({"result": "done", **told})
    else:
        head, *rest = order_lines(order, structure)
        said = [head]
        for view, tree, text in zip(order.lines, trees, rest, strict=False):
            more = (*detail_lines(view), *_promise_lines(promises.get(view.line.id), structure))
            said += [text, *(f"    {one}" for one in more), *peg_lines(tree, structure, 2)]
        print_line("\n".join([*said, *rest[len(lines) :]]))
    return DONE


def _promise_json(promise: Promise | PromiseRefused | None, structure: Structure) -> dict[str, Any]:
    """The promise of a line that is awaited; where none can be given, why."""
    from kanban_app.cli.promise import promise_json
    from kanban_app.domain.promising import Promise
    from kanban_app.operations.promise_words import refused_text

    if promise is None:
        return {}
    if isinstance(promise, Promise):
        return promise_json(promise, structure)
    return {"promise_refused": refused_text(promise)}


def _promise_lines(promise: Promise | PromiseRefused | None, structure: Structure) -> list[str]:
    """The same for people, with the critical path."""
    from kanban_app.cli.promise import promise_lines
    from kanban_app.domain.promising import Promise
    from kanban_app.operations.promise_words import refused_text

    if promise is None:
        return []
    return promise_lines(promise, structure) if isinstance(promise, Promise) else [refused_text(promise)]


def say_changes(arguments: argparse.Namespace, shop: Shop, changes: Sequence[Any]) -> int:
    """What a command did to lines and their cards."""
    from kanban_app.operations.orders_telling import change_json, change_lines

    structure = shop.read(_fresh).result()  # options may have made an item
    if arguments.json:
        lines = [change_json(change, structure) for change in changes]
        print_json({"result": "done", "order": arguments.number, "lines": lines})
    else:
        print_line("\n".join(text for change in changes for text in change_lines(change, structure)))
    return DONE


def _fresh(session: Session) -> Structure:
    session.head()
    return session.structure


def say_preview(arguments: argparse.Namespace, shop: Shop, seen: Sequence[Any]) -> int:
    """What cancelling would do."""
    from kanban_app.operations.orders_telling import card_json

    names = ("release", "started", "given_back")
    told = [
        {"line": one.line.number}
        | {name: [card_json(card, shop.structure) for card in getattr(one, name)] for name in names}
        for one in seen
    ]
    if arguments.json:
        print_json({"result": "no_op", "order": arguments.number, "lines": told})
        return DONE
    labels = {"release": _("leaves"), "started": _("has started"), "given_back": _("becomes free again")}
    said = []
    for line in told:
        said.append(_("Line {line}:").format(line=line["line"]))
        said += [
            f"  {labels[name]}: {card['item']}  {card['quantity']}  {card['card']}"
            for name in names
            for card in line[name]
        ]
    print_line("\n".join(said) or _("Nothing would change."))
    return DONE


def say_backlog(arguments: argparse.Namespace, shop: Shop, found: Sequence[Any]) -> int:
    """What could be shipped from stock now."""
    from kanban_app.operations.orders_telling import shippable_json, shippable_lines

    if arguments.json:
        print_json({"result": "no_op", "ready": [shippable_json(one, shop.structure) for one in found]})
    else:
        print_line("\n".join(shippable_lines(found, shop.structure)) or _("Nothing stands ready to ship."))
    return DONE
