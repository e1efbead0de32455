"""The verb `options`: what items offer that are assembled to order, shown, set and imported."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.domain.structure_edits import EditRefused
from kanban_app.i18n import _, ngettext

if TYPE_CHECKING:
    from kanban_app.domain.option_lists import OptionRow, OptionsRefused
    from kanban_app.domain.structure import Structure
    from kanban_app.operations.shop import Shop

AddVerb = Callable[[Any, str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]

_VALUES = ("rule", "component", "quantity", "replaces", "surcharge", "minutes", "station", "excludes")


def add_options(verbs: Any, add_verb: AddVerb) -> None:
    """The verb `options` with its own verbs; `add_verb` makes one with the options that all have."""
    text = _("what items offer that are assembled to order: show, set, import")
    options = verbs.add_parser("options", help=text, description=text)
    own = options.add_subparsers(title=_("verbs"), metavar="VERB", required=True, dest="options_verb")
    show = add_verb(own, "show", _show, _("show what an item offers, or all items that offer something"))
    show.add_argument("item", nargs="?", default="", metavar="ITEM")
    change = add_verb(own, "set", _set, _("set one choice of an item, in place of what it was"))
    change.add_argument("item", metavar="ITEM")
    change.add_argument("--group", default="", help=_("without it, --surcharge is what the item costs by itself"))
    change.add_argument("--choice", default="")
    for name in _VALUES:
        change.add_argument(f"--{name}", default="")
    change.add_argument("--default", action="store_true", help=_("taken where nothing is said"))
    change.add_argument("--remove", action="store_true", help=_("take the choice out"))
    load = add_verb(own, "import", _import, _("import lists of choices (CSV, XLSX), in place of what was there"))
    load.add_argument("path", type=Path, metavar="FILE")
    load.add_argument("--dry-run", action="store_true", help=_("only show what would be kept"))
    for verb in (change, load):
        verb.add_argument("--person", default="")


def _show(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        return _say(arguments, shop, "done", _item_id(shop, arguments.item) if arguments.item else None)


def _say(arguments: argparse.Namespace, shop: Shop, result: str, item_id: int | None) -> int:
    from kanban_app.operations.order_options import read_option_rows

    return _say_lists(arguments, shop.structure, result, shop.read(read_option_rows, item_id).result())


def _say_lists(
    arguments: argparse.Namespace, structure: Structure, result: str, lists: Mapping[int, Sequence[OptionRow]]
) -> int:
    from kanban_app.operations.order_options_texts import texts_of

    told = [
        {"item": structure.items[item_id].code, "rows": [texts_of(structure, item_id, row) for row in rows]}
        for item_id, rows in lists.items()
    ]
    if arguments.json:
        print_json({"result": result, "items": told})
        return DONE
    said = []
    for one in told:
        said.append(str(one["item"]))
        said += ["  " + "  ".join(filter(None, row.values())) for row in one["rows"] if isinstance(row, dict)]
    print_line("\n".join(said) or _("Nothing is chosen by option here."))
    return DONE


def _set(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.option_lists import OptionsRefused
    from kanban_app.domain.options import told
    from kanban_app.operations.order_options import read_option_rows, save_options
    from kanban_app.operations.order_options_texts import rows_of

    with Opened(arguments) as shop:
        item_id = _item_id(shop, arguments.item)
        rows = shop.read(read_option_rows, item_id).result().get(item_id, [])
        mine = (arguments.group.strip(), arguments.choice.strip())
        kept = [row for row in rows if (row.group, row.choice) != mine]
        texts = {name: getattr(arguments, name) for name in ("group", "choice", *_VALUES)}
        others: dict[int, str] = {}
        try:
            new = [] if arguments.remove else rows_of(shop.structure, item_id, [_line(arguments, texts, rows)])
            place = next((number for number, row in enumerate(rows) if (row.group, row.choice) == mine), len(kept))
            every = [*kept[:place], *new, *kept[place:]]
            others = {
                number: told([(row.group, row.choice)])
                for number, row in enumerate(every, start=1)
                if row.group and row not in new
            }
            shop.write(save_options, {item_id: every}, arguments.person).result()
        except (OptionsRefused, EditRefused) as refused:
            return _say_refused(arguments, refused, others)
        return _say(arguments, shop, "done", item_id)


def _line(arguments: argparse.Namespace, texts: Mapping[str, str], rows: Sequence[OptionRow]) -> dict[str, str]:
    """The row as typed; a group that is there keeps its rule where none is given."""
    same = next((row for row in rows if row.group == texts["group"].strip()), None)
    rule = texts["rule"] or (same.rule.value + " required" * same.is_required if same else "")
    return {**texts, "rule": rule, "default": "yes" if arguments.default else ""}


def _import(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.option_lists import OptionsRefused
    from kanban_app.operations.order_options import save_options
    from kanban_app.operations.order_options_texts import read_option_file

    with Opened(arguments) as shop:
        try:
            lists = read_option_file(shop.structure, arguments.path)
            if arguments.dry_run:
                return _say_lists(arguments, shop.structure, "no_op", lists)
            shop.write(save_options, lists, arguments.person).result()
        except (OptionsRefused, EditRefused) as refused:
            return _say_refused(arguments, refused)
        if arguments.json:
            return _say_lists(arguments, shop.structure, "done", lists)
        count = sum(map(len, lists.values()))
        print_line(ngettext("{count} row is kept.", "{count} rows are kept.", count).format(count=count))
    return DONE


def _item_id(shop: Shop, name: str) -> int:
    from kanban_app.operations.structure_texts import item_id_of

    try:
        return item_id_of(shop.structure, name)
    except EditRefused:
        raise WrongUse(_("There is no item {name}.").format(name=name)) from None


def _say_refused(
    arguments: argparse.Namespace, refused: OptionsRefused | EditRefused, others: Mapping[int, str] | None = None
) -> int:
    """What is wrong, row by row of a file; where one was typed, `others` are the names of other ones."""
    from kanban_app.cli.structure import say_refused
    from kanban_app.operations.order_options_words import fault_text

    if isinstance(refused, EditRefused):
        return say_refused(arguments, refused)
    said = [fault_text(fault, None if others is None else others.get(fault.row, "")) for fault in refused.faults]
    if arguments.json:
        faults = [
            {
                "row": fault.row if others is None else None,
                "field": fault.column,
                "code": fault.code,
                "message": text,
            }
            for fault, text in zip(refused.faults, said, strict=True)
        ]
        print_json({"result": "refused", "code": refused.faults[0].code, "faults": faults})
    else:
        print_line("\n".join([*said, _("Nothing was changed.")]))
    return REFUSED
