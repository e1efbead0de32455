"""The verb `order`: customers' orders entered, imported, confirmed, changed, cancelled, shipped and shown."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station, steps_typed
from kanban_app.cli.order_answers import answer_of, say_backlog, say_changes, say_order, say_preview
from kanban_app.cli.saying import DONE, FAILED, REFUSED, WrongUse, print_json, print_line
from kanban_app.domain.orders import Policy, StartedChoice
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kanban_app.operations.orders_booking import Who
    from kanban_app.operations.orders_changing import StartedWork
    from kanban_app.operations.shop import Shop

AddVerb = Callable[[Any, str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_orders(verbs: Any, add_verb: AddVerb) -> None:
    """The verb `order` with its own verbs; `add_verb` makes one with the options that all have."""
    text = _("customers' orders: enter, import, confirm, change, cancel, ship, list, show")
    order = verbs.add_parser("order", help=text, description=text)
    own = order.add_subparsers(title=_("verbs"), metavar="VERB", required=True, dest="order_verb")
    _add_entering(own, add_verb)
    _add_deciding(own, add_verb)
    listed = add_verb(own, "list", _list, _("list orders, the one that is wanted first at the top"))
    listed.add_argument("text", nargs="?", default="", metavar="TEXT", help=_("part of a number, an item, a customer"))
    listed.add_argument("--customer", default="", metavar="NAME")
    listed.add_argument("--all", action="store_true", help=_("also what is done and cancelled"))
    listed.add_argument("--backlog", action="store_true", help=_("what could be shipped from stock now"))
    shown = add_verb(own, "show", _show, _("show an order with the cards that work for it"))
    shown.add_argument("number", metavar="ORDER")
    policy = add_verb(own, "policy", _policy, _("show how demand for items is answered, or say it for one"))
    policy.add_argument("item", nargs="?", default="", metavar="ITEM")
    policy.add_argument("policy", nargs="?", default="", choices=["", *Policy, "default"], metavar="POLICY")
    policy.add_argument("--reason", default="")
    policy.add_argument("--person", default="")


def _add_entering(own: Any, add_verb: AddVerb) -> None:
    load = add_verb(own, "import", _import, _("import order lists (CSV, XLSX): what is not over becomes drafts"))
    load.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    load.add_argument("--mapping", type=Path, metavar="FILE", help=_("a JSON file that names unknown columns"))
    load.add_argument("--skip-bad-rows", action="store_true", help=_("leave out rows with errors"))
    past = _("lines without a status that were wanted before today are history, not drafts")
    load.add_argument("--history", action="store_true", help=past)
    load.add_argument("--dry-run", action="store_true", help=_("only show what would be created"))
    add = add_verb(own, "add", _add, _("add a line to a new order, or to one that is there"))
    for name in ("customer", "item", "quantity", "wanted"):
        add.add_argument(f"--{name}", required=name in ("item", "quantity", "wanted"), default="")
    add.add_argument("--number", default="", metavar="ORDER", help=_("without it, the next number"))
    add.add_argument("--at", default="", metavar="STATION", help=_("where it ships from"))
    add.add_argument("--option", action="append", default=[], metavar="GROUP=CHOICE", help=_("what goes into it"))
    for verb in (add,):
        verb.add_argument("--price", default="", help=_("of one unit"))
        verb.add_argument("--note", default="")
        verb.add_argument("--person", default="")


def _add_deciding(own: Any, add_verb: AddVerb) -> None:
    confirm = add_verb(own, "confirm", _confirm, _("confirm the drafts of an order: cards are issued for them"))
    change = add_verb(own, "change", _change, _("change a line, or what belongs to the whole order"))
    cancel = add_verb(own, "cancel", _cancel, _("cancel an order, or some of its lines"))
    ship = add_verb(own, "ship", _ship, _("ship what stands ready, of an order or of the backlog"))
    for verb in (confirm, cancel, ship):
        verb.add_argument("number", metavar="ORDER", nargs="?" if verb is ship else None, default="")
        verb.add_argument("--line", type=int, action="append", default=[], metavar="N", help=_("only this line"))
    change.add_argument("number", metavar="ORDER")
    change.add_argument("--line", type=int, default=None, metavar="N", help=_("may be left out where there is one"))
    for name in ("quantity", "wanted", "price", "note"):
        change.add_argument(f"--{name}", default=None)
    change.add_argument("--at", default="", metavar="STATION", help=_("where it ships from"))
    change.add_argument("--option", action="append", default=[], metavar="GROUP=CHOICE", help=_("all choices anew"))
    change.add_argument("--order-note", default=None, metavar="TEXT", help=_("a note for the whole order"))
    change.add_argument("--link", default=None, metavar="PATH|ADDRESS", help=_("keep a link with the order"))
    for verb in (change, cancel):
        choices = [choice.value for choice in StartedChoice]
        verb.add_argument("--started", choices=choices, default=None, help=_("what becomes of started work"))
        verb.add_argument("--use-for", default="", metavar="ORDER/LINE", help=_("which line started work is used for"))
        verb.add_argument("--reason", default="")
    cancel.add_argument("--dry-run", action="store_true", help=_("only show what would leave and what has started"))
    ship.add_argument("--quantity", default="")
    ship.add_argument(
        "--backlog", action="store_true", help=_("everything that stands ready, oldest wanted date first")
    )
    ship.add_argument("--note", type=Path, metavar="FILE.pdf", help=_("the delivery note of what leaves"))
    ship.add_argument("--dry-run", action="store_true", help=_("with --backlog: only show it"))
    for verb in (confirm, change, cancel, ship):
        verb.add_argument("--person", default="")


# -- entering ----------------------------------------------------------------------------------------------------------


def _import(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.importing.command import mapping_problem
    from kanban_app.operations.importing.mapping import MappingError, read_mapping
    from kanban_app.operations.orders_importing import import_orders

    try:
        mapping = read_mapping(arguments.mapping) if arguments.mapping else None
    except MappingError as error:
        raise WrongUse(mapping_problem(error).text()) from None
    with Opened(arguments) as shop:
        report = import_orders(
            shop,
            arguments.paths,
            mapping,
            skip_bad_rows=arguments.skip_bad_rows,
            dry_run=arguments.dry_run,
            past_is_history=arguments.history,
        )
    print_json(report.as_json()) if arguments.json else print_line("\n".join(report.lines()))
    return REFUSED if report.refused else DONE


def _add(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.orders_entering import NewLine, add_lines

    with Opened(arguments) as shop:
        item_id = _id_of_item(shop, arguments.item)
        entry = NewLine(
            arguments.customer,
            item_id,
            _steps(shop, arguments.quantity, item_id) or 0,
            _day(arguments.wanted),
            arguments.number,
            id_of_station(shop, arguments.at) if arguments.at else None,
            arguments.price,
            arguments.note,
            tuple(arguments.option),
        )
        answer = answer_of(arguments, shop, shop.write(add_lines, [entry], shop.clock(), _who(arguments, shop)))
        if isinstance(answer, int):
            return answer
        return say_order(arguments, shop, answer[0].order_number)


# -- deciding ----------------------------------------------------------------------------------------------------------


def _confirm(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.orders_changing import confirm

    with Opened(arguments) as shop:
        asked = shop.write(confirm, arguments.number, shop.clock(), tuple(arguments.line), _who(arguments, shop))
        answer = answer_of(arguments, shop, asked)
        return answer if isinstance(answer, int) else say_changes(arguments, shop, answer)


def _change(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.orders_changing import LineEdit, change_line
    from kanban_app.operations.orders_entering import link_order, note_order, price_of

    with Opened(arguments) as shop:
        who, number = _who(arguments, shop), arguments.number
        answer: Any = []
        if arguments.order_note is not None:
            answer = answer_of(arguments, shop, shop.write(note_order, number, arguments.order_note, shop.clock(), who))
        if arguments.link is not None and not isinstance(answer, int):
            answer = answer_of(arguments, shop, shop.write(link_order, number, arguments.link, "", shop.clock(), who))
        values = (arguments.quantity, arguments.wanted, arguments.price, arguments.note, arguments.at or None)
        if isinstance(answer, int) or (all(value is None for value in values) and not arguments.option):
            return answer if isinstance(answer, int) else say_order(arguments, shop, number)
        line = _line_meant(arguments, shop)
        if not isinstance(line, int) and arguments.option:
            answer = _change_options(arguments, shop, line)
        if isinstance(line, int) or isinstance(answer, int):
            return line if isinstance(line, int) else answer
        if all(value is None for value in values):
            return say_changes(arguments, shop, [answer])

        def order(session: Any) -> Any:
            edit = LineEdit(
                None if arguments.quantity is None else _steps(shop, arguments.quantity, line.item_id),
                _day(arguments.wanted) if arguments.wanted else None,
                None if arguments.price is None else price_of(arguments.price),
                arguments.note,
                id_of_station(shop, arguments.at) if arguments.at else None,
            )
            return change_line(session, number, line.number, edit, shop.clock(), _started(arguments), who)

        answer = answer_of(arguments, shop, shop.write(order))
        return answer if isinstance(answer, int) else say_changes(arguments, shop, [answer])


def _change_options(arguments: argparse.Namespace, shop: Shop, line: Any) -> Any:
    from kanban_app.operations.order_options_changing import change_options

    started, who = _started(arguments), _who(arguments, shop)
    asked = (arguments.number, line.number, arguments.option, shop.clock(), started, who)
    return answer_of(arguments, shop, shop.write(change_options, *asked))


def _line_meant(arguments: argparse.Namespace, shop: Shop) -> Any:
    """The line, or an exit code where it has been said why there is none."""
    from kanban_app.operations.orders_reading import chosen_lines

    numbers = () if arguments.line is None else (arguments.line,)
    lines = answer_of(arguments, shop, shop.read(chosen_lines, arguments.number, numbers))
    if isinstance(lines, int):
        return lines
    if len(lines) > 1:
        raise WrongUse(_("Order {number} has several lines: add --line N.").format(number=arguments.number))
    return lines[0]


def _cancel(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.orders_changing import cancel, preview_cancel

    lines = tuple(arguments.line)
    with Opened(arguments) as shop:
        if arguments.dry_run:
            seen = answer_of(arguments, shop, shop.read(preview_cancel, arguments.number, lines))
            return seen if isinstance(seen, int) else say_preview(arguments, shop, seen)
        started, who = _started(arguments), _who(arguments, shop)
        answer = answer_of(arguments, shop, shop.write(cancel, arguments.number, shop.clock(), lines, started, who))
        return answer if isinstance(answer, int) else say_changes(arguments, shop, answer)


def _ship(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.orders_reading import chosen_lines
    from kanban_app.operations.orders_shipping import read_shippable, ship, ship_backlog
    from kanban_app.operations.orders_telling import shipped_json, shipped_lines

    if bool(arguments.number) == arguments.backlog:
        raise WrongUse(_("Name an order, or ship the backlog with --backlog."))
    if arguments.note and arguments.backlog:
        raise WrongUse(_("A delivery note is of one order: name it."))
    with Opened(arguments) as shop:
        who, numbers = _who(arguments, shop), tuple(arguments.line)
        if arguments.backlog and arguments.dry_run:
            return say_backlog(arguments, shop, shop.read(read_shippable).result())
        if arguments.backlog:
            asked: Future[Any] = shop.write(ship_backlog, shop.clock(), who)
        else:
            lines = answer_of(arguments, shop, shop.read(chosen_lines, arguments.number, numbers))
            if isinstance(lines, int):
                return lines
            quantity = _steps(shop, arguments.quantity, lines[0].item_id)
            asked = shop.write(ship, arguments.number, shop.clock(), numbers, quantity, who)
        answer = answer_of(arguments, shop, asked)
        if isinstance(answer, int):
            return answer
        note = str(arguments.note) if arguments.note else None
        problem = _write_note(shop, arguments.number, answer[0].shipment, arguments.note) if arguments.note else ""
        if arguments.json:
            told = {"result": "done", "shipped": [shipped_json(one, shop.structure) for one in answer]}
            print_json({**told, "note": None if problem else note, "note_problem": problem or None})
        else:
            lines = shipped_lines(answer, shop.structure)
            print_line("\n".join(filter(None, (*lines, problem or note))))
    return FAILED if problem else DONE


def _write_note(shop: Shop, number: str, shipment: int, target: Path) -> str:
    """Write the delivery note. What left has left: a note that can't be written is said, and can be made again."""
    from kanban_app.operations.orders_papers import draw_note, read_note, write_paper
    from kanban_app.operations.paper_sheets import SheetError

    try:
        write_paper(target, draw_note(shop.read(read_note, number, shipment, shop.clock()).result()))
    except SheetError as error:
        return _("Shipped, without a note. {problem}").format(problem=error.said)
    except OSError as error:
        problem = error.strerror or str(error)
        return _("Shipped. The note could not be written to {path}: {problem}").format(path=target, problem=problem)
    return ""


# -- looking -----------------------------------------------------------------------------------------------------------


def _list(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.orders_reading import OrderFilter, read_orders
    from kanban_app.operations.orders_shipping import read_shippable
    from kanban_app.operations.orders_telling import order_json, order_lines

    with Opened(arguments) as shop:
        if arguments.backlog:
            return say_backlog(arguments, shop, shop.read(read_shippable).result())
        wanted = OrderFilter(arguments.all, arguments.customer, arguments.text)
        orders = shop.read(read_orders, wanted).result()
        if arguments.json:
            print_json({"result": "done", "orders": [order_json(order, shop.structure) for order in orders]})
        else:
            lines = [line for order in orders for line in order_lines(order, shop.structure)]
            print_line("\n".join(lines) or _("No orders."))
    return DONE


def _show(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        return say_order(arguments, shop, arguments.number)


def _policy(arguments: argparse.Namespace) -> int:
    from kanban_app.cli.structure import say_refused
    from kanban_app.operations.orders_entering import read_policies, set_policy
    from kanban_app.operations.orders_words import policy as policy_text

    with Opened(arguments) as shop:
        item_id = _id_of_item(shop, arguments.item) if arguments.item else None
        if item_id is not None and arguments.policy:
            chosen = None if arguments.policy == "default" else Policy(arguments.policy)
            try:
                shop.write(set_policy, item_id, chosen, arguments.reason, _who(arguments, shop)).result()
            except EditRefused as refused:
                return say_refused(arguments, refused)
        found = shop.read(read_policies).result()
        items = shop.structure.items
        shown = found.keys() - shop.structure.at_rest if item_id is None else found.keys() & {item_id}
        rows = [(items[key].code, own) for key, own in found.items() if key in shown]
        if arguments.json:
            told = [{"item": code, "policy": own.policy.value, "reason": own.reason} for code, own in rows]
            print_json({"result": "done", "policies": told})
        else:
            lines = [f"{code}  {policy_text(own.policy)}  {own.reason}".rstrip() for code, own in rows]
            print_line("\n".join(lines) or _("What the loops keep is made to stock, all else to order."))
    return DONE


# -- reading what was typed --------------------------------------------------------------------------------------------


def _who(arguments: argparse.Namespace, shop: Shop) -> Who:
    from kanban_app.operations.orders_booking import Who

    return Who(arguments.person, shop.terminal)


def _started(arguments: argparse.Namespace) -> StartedWork:
    from kanban_app.operations.orders_changing import StartedWork

    number, _slash, line = arguments.use_for.rpartition("/")
    choice = StartedChoice(arguments.started) if arguments.started else None
    if (choice is StartedChoice.USE) != bool(number and line.isdigit()):
        raise WrongUse(_("Say which line it is used for: --started use --use-for ORDER/LINE."))
    return StartedWork(choice, arguments.reason, number, int(line or 0))


def _id_of_item(shop: Shop, code: str) -> int:
    import difflib

    folded = {item.code.casefold(): item.id for item in shop.structure.items.values()}
    found = folded.get(" ".join(code.split()).casefold())
    if found is None:
        known = [item.code for item in shop.structure.items_in_sight()]
        near = difflib.get_close_matches(code, known, 1) or known[:10]
        raise WrongUse(_("There is no item {name}. Did you mean: {near}").format(name=code, near=", ".join(near)))
    return found


def _steps(shop: Shop, text: str, item_id: int) -> int | None:
    return steps_typed(shop, text, shop.structure.items[item_id].decimals)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise WrongUse(_("{text} is no day. Type it as 2027-01-31.").format(text=text)) from None
