"""Verbs that book: scan, do, issue, count."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, decimals_of, id_of_station, steps_typed
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.domain.cards import Action
from kanban_app.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kanban_app.operations.shop import Shop


def answered(arguments: argparse.Namespace, shop: Shop, outcomes: Sequence[Any]) -> int:
    """Print one result per card; refused if any of them was."""
    from kanban_app.domain.changes import Answer
    from kanban_app.operations.reporting import outcome_json
    from kanban_app.operations.wording import said

    for outcome in outcomes:
        finished = shop.printed(outcome)
        if arguments.json:
            print_json(outcome_json(finished, shop.structure, shop.clock()))
        else:
            answer = said(finished, shop.structure, shop.clock())
            arrow = f" -> {answer.next_label}" if answer.next_label else ""
            print_line(answer.message() + arrow)
            for path in finished.printed:
                print_line(_("printed: {path}").format(path=path))
    return REFUSED if any(outcome.answer is Answer.REFUSED for outcome in outcomes) else DONE


def scan(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        asked = shop.scan(
            arguments.code,
            id_of_station(shop, arguments.at),
            scan_id=arguments.scan_id,
            person=arguments.person,
            quantity=steps_typed(shop, arguments.quantity, decimals_of(shop, arguments.code)),
            reason=arguments.reason,
        )
        return answered(arguments, shop, [result(asked)])


def do_action(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        asked = shop.do(
            Action(arguments.action),
            arguments.codes,
            quantity=steps_typed(shop, arguments.quantity, decimals_of(shop, arguments.codes[0])),
            reason=arguments.reason,
            station_id=id_of_station(shop, arguments.at) if arguments.at else None,
            person=arguments.person,
            scan_id=arguments.scan_id,
        )
        return answered(arguments, shop, result(asked))


def result(asked: Future[Any]) -> Any:
    """The answer, or the wrong use that the operation found, in words."""
    from kanban_app.domain.actions import QuantityNeeded
    from kanban_app.domain.refusals import ReasonNeeded
    from kanban_app.operations import words

    try:
        return asked.result()
    except ReasonNeeded as needed:
        said = words.action(needed.action)
        raise WrongUse(_("{action} needs a reason: add --reason TEXT.").format(action=said)) from None
    except QuantityNeeded:
        raise WrongUse(_("Say how many, at least 1: add --quantity N.")) from None


def issue(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        loop = shop.structure.loops.get(arguments.loop)
        if loop is None:
            raise WrongUse(_("There is no loop {number}. See: kanban-app board").format(number=arguments.loop))
        quantity = steps_typed(shop, arguments.quantity, shop.structure.item_of(loop).decimals)
        asked = shop.issue(loop.id, quantity, arguments.order, arguments.reason, arguments.person)
        return answered(arguments, shop, [result(asked)])


def count(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.refusals import ReasonNeeded
    from kanban_app.operations.counting import book_count

    with Opened(arguments) as shop:
        card = shop.find(arguments.code).result()
        if card is None:
            raise WrongUse(_("No card has the code {code}. See: kanban-app board").format(code=arguments.code))
        left = steps_typed(shop, arguments.quantity, decimals_of(shop, arguments.code))
        if left is None or left < 0:
            raise WrongUse(_("Say how many are in the container: 0 or more."))
        try:
            outcome = book_count(shop, card, left, arguments.reason, arguments.person)
        except ReasonNeeded:
            raise WrongUse(_("A count above the books needs a reason: add --reason TEXT.")) from None
        if outcome is not None:
            return answered(arguments, shop, [outcome])
        if arguments.json:
            print_json({"result": "no_op", "code": "count_agrees", "message": _("The count agrees with the books.")})
        else:
            print_line(_("The count agrees with the books."))
        return DONE
