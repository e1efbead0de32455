"""The verb `decoupling`: where stock ends for an item, what moving that point does, moving it, taking it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, WrongUse, print_json, print_line
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.operations.decoupling import Target
    from kanban_app.operations.orders_booking import Who
    from kanban_app.operations.shop import Shop

AddVerb = Callable[[Any, str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_decoupling(verbs: Any, add_verb: AddVerb) -> None:
    """The verb `decoupling` with its own verbs; `add_verb` makes one with the options that all have."""
    text = _("where stock ends on the way of an item: show, move, undo")
    decoupling = verbs.add_parser("decoupling", help=text, description=text)
    own = decoupling.add_subparsers(title=_("verbs"), metavar="VERB", required=True, dest="decoupling_verb")
    show = add_verb(own, "show", _show, _("show the decoupling point of an item for each place it ships from"))
    move = add_verb(own, "move", _move, _("show what moving the point does; with --apply, move it"))
    undo = add_verb(own, "undo", _undo, _("take the latest move of an item back"))
    for verb in (show, move, undo):
        verb.add_argument("item", metavar="ITEM")
    move.add_argument("--to", required=True, metavar="STATION|ITEM", help=_("where stock is to end"))
    move.add_argument("--at", default="", metavar="STATION", help=_("only for what ships from there"))
    move.add_argument("--apply", action="store_true", help=_("move it"))
    move.add_argument("--reason", default="")
    for verb in (move, undo):
        verb.add_argument("--person", default="")


def _show(arguments: argparse.Namespace) -> int:
    from kanban_app.cli.order_answers import answer_of
    from kanban_app.operations.decoupling import read_points
    from kanban_app.operations.decoupling_words import point_json, point_line

    with Opened(arguments) as shop:
        item_id = _item_id(shop, arguments.item)
        points = answer_of(arguments, shop, shop.read(read_points, item_id))
        if isinstance(points, int):
            return points
        if arguments.json:
            told = [point_json(shop.structure, point) for point in points]
            print_json({"result": "done", "item": shop.structure.items[item_id].code, "points": told})
        else:
            print_line("\n".join(point_line(shop.structure, item_id, point) for point in points))
    return DONE


def _move(arguments: argparse.Namespace) -> int:
    from kanban_app.cli.order_answers import answer_of
    from kanban_app.cli.structure import say_refused
    from kanban_app.operations.decoupling import move_point, preview_move
    from kanban_app.operations.decoupling_words import point_line, preview_json, preview_lines

    with Opened(arguments) as shop:
        item_id, structure = _item_id(shop, arguments.item), shop.structure
        target = _target(arguments, shop)
        if arguments.apply:
            asked = shop.write(move_point, item_id, target, shop.clock(), arguments.reason, _who(arguments, shop))
        else:
            asked = shop.read(preview_move, item_id, target, shop.clock())
        try:
            seen = answer_of(arguments, shop, asked)
        except EditRefused as refused:
            return say_refused(arguments, refused)
        if isinstance(seen, int):
            return seen
        if arguments.json:
            print_json({"result": "done" if arguments.apply else "no_op", **preview_json(structure, seen)})
        else:
            last = [_("Nothing was changed. Move it with --apply.")]
            if arguments.apply:
                last = [_("The point was moved."), *(point_line(structure, item_id, one) for one in seen.after)]
            print_line("\n".join([*preview_lines(structure, seen), *last]))
    return DONE


def _target(arguments: argparse.Namespace, shop: Shop) -> Target:
    from kanban_app.operations.decoupling import Target

    folded = " ".join(arguments.to.split()).casefold()
    sold_at = id_of_station(shop, arguments.at) if arguments.at else None
    structure = shop.structure
    for station in structure.stations.values():
        if station.name.casefold() == folded:
            return Target(station_id=station.id, sold_at=sold_at)
    for item in structure.items.values():
        if item.code.casefold() == folded:
            return Target(item_id=item.id, sold_at=sold_at)
    raise WrongUse(_("There is no station and no item {name}.").format(name=arguments.to))


def _undo(arguments: argparse.Namespace) -> int:
    from kanban_app.cli.order_answers import answer_of
    from kanban_app.cli.structure import say_refused
    from kanban_app.operations.decoupling import latest_move, undo_move

    with Opened(arguments) as shop:
        item_id = _item_id(shop, arguments.item)
        found = shop.read(latest_move, item_id).result()
        move_id = found.id if found else 0
        try:
            done = answer_of(arguments, shop, shop.write(undo_move, move_id, shop.clock(), _who(arguments, shop)))
        except EditRefused as refused:
            return say_refused(arguments, refused)
        if isinstance(done, int):
            return done
        if arguments.json:
            print_json({"result": "done", "item": shop.structure.items[item_id].code, "move": done.id})
        else:
            print_line(_("The point stands where it stood before."))
    return DONE


def _who(arguments: argparse.Namespace, shop: Shop) -> Who:
    from kanban_app.operations.orders_booking import Who

    return Who(arguments.person, shop.terminal)


def _item_id(shop: Shop, name: str) -> int:
    from kanban_app.operations.structure_texts import item_id_of

    try:
        return item_id_of(shop.structure, name)
    except EditRefused:
        raise WrongUse(_("There is no item {name}.").format(name=name)) from None
