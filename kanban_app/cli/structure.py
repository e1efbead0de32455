"""Verbs that make and change stations, items, parts lists and loops, and write all of it out."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.domain.first_fill import Start
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.i18n import _

if TYPE_CHECKING:
    from kanban_app.domain.loop_changes import LoopChange
    from kanban_app.domain.structure import Structure
    from kanban_app.operations.shop import Shop

AddVerb = Callable[[Any, str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_structure(verbs: Any, add_verb: AddVerb) -> None:
    """The verbs of this file with their options."""
    station = add_verb(verbs, "station", station_verb, _("show stations, add one, or change one"))
    station.add_argument("name", nargs="?", default="", metavar="STATION")
    item = add_verb(verbs, "item", item_verb, _("show items, add one, or change one"))
    item.add_argument("name", nargs="?", default="", metavar="ITEM")
    item.add_argument("--picture", type=Path, metavar="FILE", help=_("a PNG or JPEG for its cards"))
    loop = add_verb(verbs, "add-loop", add_loop_verb, _("add a loop; its kind follows from its source"))
    for name in ("item", "source", "consumer"):
        loop.add_argument(name, metavar=name.upper())
    loop.add_argument("--start", choices=[start.value for start in Start if start is not Start.FROM_STOCK])
    loop.add_argument("--person", default="")
    loop.set_defaults(start=Start.NEW.value)
    for verb in (station, item, loop):
        verb.add_argument("values", nargs="*", metavar="NAME=VALUE")
    bom = add_verb(verbs, "bom", bom_verb, _("show an item's parts and where it is used, or change its parts"))
    bom.add_argument("name", metavar="ITEM")
    bom.add_argument("parts", nargs="*", metavar="PART=AMOUNT", help=_("into one item; 0 takes the part out"))
    for verb in (station, item, bom):
        verb.add_argument("--dry-run", action="store_true", help=_("only show what it would do"))
        verb.add_argument("--person", default="")
    export = add_verb(verbs, "export", export_verb, _("write stations, items, parts, loops and orders"))
    export.add_argument("target", type=Path, metavar="FOLDER|FILE.xlsx")


def station_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.structure_texts import station_of
    from kanban_app.operations.structuring import preview_station, save_station

    with Opened(arguments) as shop:
        found = _named(((one.name, one) for one in shop.structure.stations.values()), arguments.name)
        if not arguments.values:
            return _show(
                arguments, [_station_json(shop.structure, one) for one in _shown(arguments, shop, "stations", found)]
            )
        texts = _typed(arguments.values)
        if found is None:
            texts.setdefault("name", arguments.name)
            texts.setdefault("kind", "")
        return _save(arguments, shop, lambda: station_of(shop.structure, found, texts), preview_station, save_station)


def item_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.structure_texts import item_of
    from kanban_app.operations.structuring import preview_item, save_item, store_picture

    with Opened(arguments) as shop:
        found = _named(((one.code, one) for one in shop.structure.items.values()), arguments.name)
        if not arguments.values and arguments.picture is None:
            return _show(arguments, [_item_json(one) for one in _shown(arguments, shop, "items", found)])
        texts = _typed(arguments.values)
        if found is None:
            texts.setdefault("code", arguments.name)
        try:
            if arguments.picture is not None and not arguments.dry_run:
                texts["picture"] = shop.write(store_picture, arguments.picture.read_bytes(), arguments.person).result()
        except EditRefused as refused:
            return say_refused(arguments, refused)
        return _save(arguments, shop, lambda: item_of(found, texts), preview_item, save_item)


def bom_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.structure_texts import bom_line_of, item_id_of
    from kanban_app.operations.structuring import preview_bom, save_bom

    with Opened(arguments) as shop:
        structure = shop.structure
        try:
            item_id = item_id_of(structure, arguments.name)
            lines = {line.component_id: line for line in structure.components_of(item_id)}
            for part, amount in _typed_parts(arguments.parts).items():
                if amount.strip() == "0":
                    lines.pop(item_id_of(structure, part), None)
                else:
                    line = bom_line_of(structure, item_id, part, amount)
                    lines[line.component_id] = line
            wanted = tuple(lines.values())
            changes: Sequence[LoopChange] = ()
            if arguments.parts:
                if arguments.dry_run:
                    changes = shop.read(preview_bom, item_id, wanted, shop.clock()).result()
                else:
                    changes = shop.write(save_bom, item_id, wanted, shop.clock(), arguments.person).result().changes
        except EditRefused as refused:
            return say_refused(arguments, refused)
        told = structure if arguments.dry_run else shop.read(_fresh).result()
        return _say_bom(arguments, told, item_id, changes)


def add_loop_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.structure_texts import new_loop_of
    from kanban_app.operations.structuring import add_loop

    texts = {name: getattr(arguments, name) for name in ("item", "source", "consumer")} | _typed(arguments.values)
    with Opened(arguments) as shop:
        try:
            loop = new_loop_of(shop.structure, texts)
            asked = shop.write(add_loop, loop, Start(arguments.start), shop.clock(), arguments.person)
            saved = asked.result()
        except EditRefused as refused:
            return say_refused(arguments, refused)
        if arguments.json:
            print_json({"result": "done", "loop": saved.id, "kind": loop.kind.value, "new_cards": loop.card_count})
        else:
            print_line(_("Loop {number} is there, with {count} cards.").format(number=saved.id, count=loop.card_count))
    return DONE


def export_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.exporting import export_folder, export_workbook

    target = arguments.target.absolute()
    with Opened(arguments) as shop:
        if target.suffix.lower() == ".xlsx":
            paths = [shop.read(export_workbook, target).result()]
        else:
            paths = shop.read(export_folder, target).result()
    shown = [str(path) for path in paths]
    print_json({"result": "done", "files": shown}) if arguments.json else print_line("\n".join(shown))
    return DONE


# -- reading and saying ------------------------------------------------------------------------------------------------


def _fresh(session: Any) -> Structure:
    """The structure as it is in the plant now."""
    session.head()
    structure: Structure = session.structure
    return structure


def _typed(texts: Sequence[str]) -> dict[str, str]:
    return dict(_divided(text, text.partition("=")) for text in texts)


def _typed_parts(texts: Sequence[str]) -> dict[str, str]:
    return dict(_divided(text, text.rpartition("=")) for text in texts)


def _divided(text: str, parts: tuple[str, str, str]) -> tuple[str, str]:
    name, sign, value = parts
    if not sign:
        raise WrongUse(_("{text} is not written as NAME=VALUE.").format(text=text))
    return name.strip(), value.strip()


def _named(known: Any, name: str) -> Any:
    folded = " ".join(name.split()).casefold()
    return next((one for other, one in known if other.casefold() == folded), None)


def _shown(arguments: argparse.Namespace, shop: Shop, kind: str, found: Any) -> list[Any]:
    if arguments.name and found is None:
        raise WrongUse(_("There is no {name} yet. Add it with NAME=VALUE behind it.").format(name=arguments.name))
    every = shop.structure.items_in_sight() if kind == "items" else shop.structure.stations.values()
    return [found] if found else list(every)


def _station_json(structure: Structure, station: Any) -> dict[str, Any]:
    store = structure.stations.get(station.served_from_id or 0)
    places = {"location": station.location, "served_from": store.name if store else None}
    return {"id": station.id, "name": station.name, "kind": station.kind.value, **places}


def _item_json(item: Any) -> dict[str, Any]:
    names = ("code", "description", "unit", "decimals", "category", "unit_cost", "picture")
    return {"id": item.id, **{name: getattr(item, name) for name in names}}


def _show(arguments: argparse.Namespace, rows: list[dict[str, Any]]) -> int:
    if arguments.json:
        print_json(rows)
    else:
        lines = ["  ".join(str(value) for value in row.values() if value not in ("", None)) for row in rows]
        print_line("\n".join(lines))
    return DONE


def _save(arguments: argparse.Namespace, shop: Shop, read: Callable[[], Any], preview: Any, save: Any) -> int:
    from kanban_app.operations.structure_words import change_lines

    try:
        wanted = read()
        if arguments.dry_run:
            own_id, changes = wanted.id, shop.read(preview, wanted, shop.clock()).result()
        else:
            saved = shop.write(save, wanted, shop.clock(), arguments.person).result()
            own_id, changes = saved.id, saved.changes
    except EditRefused as refused:
        return say_refused(arguments, refused)
    if arguments.json:
        print_json({"result": _result(arguments), "id": own_id, "stale": _stale(changes)})
    else:
        print_line("\n".join(change_lines(changes)) or _("No printed card is touched by it."))
    return DONE


def _result(arguments: argparse.Namespace) -> str:
    return "no_op" if arguments.dry_run else "done"


def _stale(changes: Sequence[LoopChange]) -> int:
    return sum(len(change.stale_ids) for change in changes)


def _say_bom(arguments: argparse.Namespace, structure: Structure, item_id: int, changes: Sequence[LoopChange]) -> int:
    from kanban_app.operations.parts_trees import tree_lines
    from kanban_app.operations.structure_texts import amount_text
    from kanban_app.operations.structure_words import change_lines

    if arguments.json:
        parts = [
            {"item": structure.items[line.component_id].code, "amount": amount_text(structure, line)}
            for line in structure.components_of(item_id)
        ]
        used_in = [
            {"item": structure.items[line.parent_id].code, "amount": amount_text(structure, line)}
            for line in structure.parents_of(item_id)
        ]
        result = _result(arguments) if arguments.parts else "done"
        print_json({"result": result, "parts": parts, "used_in": used_in, "stale": _stale(changes)})
    else:
        print_line("\n".join([*tree_lines(structure, item_id), *change_lines(changes)]))
    return DONE


def say_refused(arguments: argparse.Namespace, refused: EditRefused) -> int:
    """Say of each field why a change is not made; answers the exit code."""
    from kanban_app.operations.structure_words import fault_text

    if arguments.json:
        faults = [
            {"field": fault.field_name, "code": fault.code, "message": fault_text(fault)} for fault in refused.faults
        ]
        print_json({"result": "refused", "code": refused.faults[0].code, "faults": faults})
    else:
        print_line("\n".join(": ".join(filter(None, (one.field_name, fault_text(one)))) for one in refused.faults))
    return REFUSED
