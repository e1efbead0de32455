"""The verbs and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kanban_app import i18n
from kanban_app.cli import bookings, changes, diagnosing, lists, plants, structure
from kanban_app.cli.decoupling import add_decoupling
from kanban_app.cli.opening import place_typed
from kanban_app.cli.options import add_options
from kanban_app.cli.orders import add_orders
from kanban_app.cli.paper import add_paper
from kanban_app.cli.people import add_people
from kanban_app.cli.pos import add_pos
from kanban_app.cli.printing import add_printing
from kanban_app.cli.promise import add_promise
from kanban_app.cli.purchase import add_purchase
from kanban_app.cli.window import window_parser
from kanban_app.domain.cards import Action
from kanban_app.domain.first_fill import Start
from kanban_app.i18n import _

DOABLE = tuple(action.value for action in Action if action is not Action.UNEXPLAINED_DRAW)


def build_parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    parser = window_parser(add_help=True)
    verbs = parser.add_subparsers(title=_("verbs"), metavar="VERB")
    for add in (_add_making, _add_looking, _add_booking, _add_keeping, _add_changing):
        add(verbs)
    add_printing(verbs, _verb)
    structure.add_structure(verbs, _verb)
    add_pos(verbs, _verb)
    add_orders(verbs, _verb)
    add_options(verbs, _verb)
    add_decoupling(verbs, _verb)
    add_paper(verbs, _verb)
    add_promise(verbs, _verb)
    return parser


def _verb(verbs: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    place = _("the plant file, or postgresql://name:password@server/database")
    verb.add_argument("--plant", type=place_typed, metavar="FILE", default=argparse.SUPPRESS, help=place)
    verb.add_argument("--json", action="store_true", help=_("answer as JSON"))
    verb.set_defaults(run=run)
    return verb


def _add_making(verbs: Any) -> None:
    demo = _verb(verbs, "demo", plants.demo, _("make the demo plant and open it"))
    demo.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    demo.add_argument("--no-window", action="store_true", help=_("only make it, and print its path"))
    new = _verb(verbs, "new", plants.new, _("make a new, empty plant"))
    new.add_argument("file", nargs="?", type=place_typed, metavar="FILE", help=_("or an empty database's address"))
    new.add_argument("--name", default="", help=_("the plant's name on screens and cards"))
    new.add_argument("--language", default="", choices=["", *i18n.LANGUAGES], help=_("the language of its cards"))
    load = _verb(verbs, "import", plants.import_lists, _("import a folder or files (CSV, XLSX)"))
    load.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    load.add_argument("--propose-loops", action="store_true", help=_("propose loops and card counts"))
    load.add_argument("--start", choices=[start.value for start in Start], default=Start.NEW.value)
    load.add_argument("--mapping", type=Path, metavar="FILE", help=_("a JSON file that names unknown columns"))
    load.add_argument("--skip-bad-rows", action="store_true", help=_("leave out rows with errors"))
    load.add_argument("--dry-run", action="store_true", help=_("only show what would be created"))


def _add_looking(verbs: Any) -> None:
    board = _verb(verbs, "board", lists.board, _("show all loops and cards"))
    board.add_argument("--at-entry", type=int, metavar="N", help=_("as it was after this entry of the history"))
    history = _verb(verbs, "history", lists.history, _("show what happened, newest first"))
    history.add_argument("code", nargs="?", default="", metavar="CODE")
    history.add_argument("--limit", type=int, default=200)
    history.add_argument("--text", default="", help=_("part of a code, an item or a reason"))
    history.add_argument("--item", default="")
    history.add_argument("--station", default="", help=_("booked there, or of cards that come from or go there"))
    history.add_argument("--person", default="")
    history.add_argument("--action", default="", choices=["", *(action.value for action in Action)], metavar="ACTION")
    history.add_argument("--from", default="", dest="from_day", metavar="DAY", help=_("the first day, as 2027-01-31"))
    history.add_argument("--to", default="", dest="to_day", metavar="DAY", help=_("the last day"))
    history.add_argument("--roots", action="store_true", help=_("only what people did, not what followed from it"))
    history.add_argument("--csv", type=Path, metavar="FILE", help=_("write it all to a file (.csv or .xlsx)"))
    _verb(verbs, "audit", lists.audit, _("check the books by replaying the ledger"))


def _add_booking(verbs: Any) -> None:
    scan = _verb(verbs, "scan", bookings.scan, _("scan a card at a station: its next step there"))
    scan.add_argument("code", metavar="CODE")
    scan.add_argument("--at", required=True, metavar="STATION")
    scan.add_argument("--scan-id", default="", help=_("the same id is booked once"))
    do = _verb(verbs, "do", bookings.do_action, _("do one action to cards"))
    do.add_argument("action", choices=DOABLE, metavar="ACTION", help=", ".join(DOABLE))
    do.add_argument("codes", nargs="+", metavar="CODE")
    do.add_argument("--at", default="", metavar="STATION")
    do.add_argument("--scan-id", default="")
    issue = _verb(verbs, "issue", bookings.issue, _("issue an extra, single-use card and order it"))
    issue.add_argument("loop", type=int, metavar="LOOP")
    issue.add_argument("--order", default="", help=_("the order it is for"))
    count = _verb(verbs, "count", bookings.count, _("put the books right: so many are in this container"))
    count.add_argument("code", metavar="CODE")
    count.add_argument("quantity", metavar="QUANTITY")
    for verb in (scan, do, issue):
        verb.add_argument("--quantity", default="")
    for verb in (scan, do, issue, count):
        verb.add_argument("--reason", default="")
        verb.add_argument("--person", default="")


def _add_keeping(verbs: Any) -> None:
    backup = _verb(verbs, "backup", plants.backup, _("copy the plant while it is in use"))
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _verb(verbs, "restore", plants.restore, _("bring a backup back; what stood there is put aside"))
    restore.add_argument("file", type=Path, metavar="FILE")
    _verb(verbs, "diagnostics", diagnosing.diagnostics, _("show versions, the plant's size and where the log lies"))
    _verb(verbs, "selftest", plants.selftest, _("check that everything the program needs is here and works"))


def _add_changing(verbs: Any) -> None:
    change = _verb(verbs, "change-loop", changes.change_loop, _("change a loop; cards absorb it at their next empty"))
    change.add_argument("loop", type=int, metavar="LOOP")
    change.add_argument("values", nargs="+", metavar="NAME=VALUE")
    change.add_argument("--dry-run", action="store_true", help=_("only show what it would do"))
    change.add_argument("--reason", default="", help=_("why it is paused, with suspended=yes"))
    change.add_argument("--person", default="")
    settings = _verb(verbs, "settings", changes.settings, _("show or change the plant's settings"))
    settings.add_argument("values", nargs="*", metavar="NAME=VALUE")
    help_call = _verb(verbs, "help-call", changes.help_call, _("call for help at a station, or end the call"))
    help_call.add_argument("station", metavar="STATION")
    help_call.add_argument("--end", action="store_true")
    help_call.add_argument("--note", default="")
    add_people(verbs, _verb)
    add_purchase(verbs, _verb)
