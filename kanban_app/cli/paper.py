"""The verb `paper`: pull sheets, pick lists, queues, hand-over, labels, badges, the poster, the network-down pack."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line
from kanban_app.domain.paper_sheets import SHIFT_HOURS, SheetKind, SheetWish
from kanban_app.i18n import _, ngettext

if TYPE_CHECKING:
    from kanban_app.domain.paper_sheets import Sheet
    from kanban_app.operations.paper_sheets import DrawnSheet
    from kanban_app.operations.shop import Shop

SIZES = ("A4", "Letter", "A3", "A2", "A1")
LONGEST_SHIFT = 168


def add_paper(verbs: Any, add_verb: Any) -> None:
    """The verb `paper`; `add_verb` makes one with the options that all have."""
    paper = add_verb(verbs, "paper", paper_verb, _("print the plant's other papers as PDF"))
    kinds = [kind.value for kind in SheetKind]
    paper.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    paper.add_argument("--at", default="", metavar="STATION", help=_("only of this station"))
    paper.add_argument("--person", default="", metavar="NAME", help=_("only this person's badge"))
    paper.add_argument("--hours", type=int, default=SHIFT_HOURS, help=_("how far back a hand-over looks"))
    paper.add_argument("--size", choices=SIZES, default="A4")
    paper.add_argument("--tiled", action="store_true", help=_("cut a poster into A4 pages"))
    paper.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("else into the plant's print folder"))


def paper_verb(arguments: argparse.Namespace) -> int:
    """Make one paper. Nothing of the plant is changed by it."""
    from kanban_app.operations.paper_sheets import SheetError, draw_sheet, own_name, print_folder, save_sheet

    if not 1 <= arguments.hours <= LONGEST_SHIFT:
        raise WrongUse(_("A hand-over looks 1 to {most} hours back.").format(most=LONGEST_SHIFT))
    with Opened(arguments) as shop:
        try:
            sheet = _read(shop, arguments)
            drawn = draw_sheet(sheet, arguments.size, tiled=arguments.tiled)
        except SheetError as error:
            return _say_refused(arguments, error.problem.value, error.said)
        target = arguments.out
        if target is None:
            target = own_name(sheet, shop.read(print_folder, shop.path).result())
        save_sheet(drawn.data, target)
    _say_done(arguments, sheet, drawn, target)
    return DONE


def _read(shop: Shop, arguments: argparse.Namespace) -> Sheet:
    from kanban_app.operations.paper_sheets import read_sheet

    station_id = id_of_station(shop, arguments.at) if arguments.at else None
    wish = SheetWish(SheetKind(arguments.kind), station_id, arguments.person, arguments.hours)
    return shop.read(read_sheet, wish, shop.clock()).result()


def _say_refused(arguments: argparse.Namespace, code: str, message: str) -> int:
    if arguments.json:
        print_json({"result": "refused", "code": code, "message": message})
    else:
        print_line(message)
    return REFUSED


def _say_done(arguments: argparse.Namespace, sheet: Sheet, drawn: DrawnSheet, target: Path) -> None:
    from kanban_app.operations.paper_sheets import nothing_on

    empty = sheet.is_empty()
    if arguments.json:
        said = {
            "result": "done",
            "kind": sheet.kind.value,
            "paths": [str(target)],
            "pages": drawn.page_count,
            "codes": list(drawn.codes),
            "empty": empty,
        }
        print_json(said)
        return
    pages = ngettext("{name}: {count} page", "{name}: {count} pages", drawn.page_count)
    lines = [pages.format(name=target, count=drawn.page_count)]
    print_line("\n".join([*lines, nothing_on(sheet)] if empty else lines))
