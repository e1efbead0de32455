"""Verbs about till sales: booking files, the codes nobody knows, a watched folder, the reports."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, REFUSED, WRONG_USE, WrongUse, print_json, print_line, say_failure
from kanban_app.i18n import _, ngettext

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop
    from kanban_app.operations.tills_booking import Counts
    from kanban_app.operations.tills_importing import TillOptions

AddVerb = Callable[[Any, str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_pos(verbs: Any, add_verb: AddVerb) -> None:
    """The verb `pos` with those under it; `add_verb` makes one with the options that all have."""
    text = _("book till sales (POS): files, codes, a watched folder")
    group = verbs.add_parser("pos", help=text, description=text)
    within = group.add_subparsers(title=_("verbs"), metavar="VERB", required=True)
    load = add_verb(within, "import", import_verb, _("book a till file (.csv, .csv.gz, .xlsx) at a station"))
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("--create", action="store_true", help=_("make the station, items and loops that are missing"))
    load.add_argument("--no-goods", nargs="+", default=[], metavar="CODE", help=_("these codes are no goods"))
    load.add_argument("--dry-run", action="store_true", help=_("only show what would be booked"))
    watch = add_verb(within, "watch", watch_verb, _("book the files that come into a folder, until stopped"))
    watch.add_argument("folder", type=Path, metavar="FOLDER")
    watch.add_argument("--once", action="store_true", help=_("book what is there now, and end"))
    for verb in (load, watch):
        verb.add_argument("--at", required=True, metavar="STATION")
        verb.add_argument("--mapping", type=Path, metavar="FILE", help=_("a JSON file that names unknown columns"))
        verb.add_argument("--skip-bad-rows", action="store_true", help=_("leave out rows with errors"))
        repeats = _("equal lines of a file are sales of their own")
        verb.add_argument("--repeats-count", action="store_true", help=repeats)
    add_verb(within, "unknown", unknown_verb, _("show the codes nobody knows, whose lines wait"))
    item = add_verb(within, "item", item_verb, _("say which item a code is, and book its waiting lines"))
    item.add_argument("code", metavar="CODE")
    item.add_argument("item", metavar="ITEM")
    none = add_verb(within, "no-goods", no_goods_verb, _("say that codes are no goods: postage, fees"))
    none.add_argument("codes", nargs="+", metavar="CODE")
    none.add_argument("--forget", action="store_true", help=_("forget what was said about them"))
    report = add_verb(within, "report", report_verb, _("show the reports of till files, newest first"))
    report.add_argument("file", nargs="?", default="", metavar="FILE")
    for verb in (load, watch, item, none):
        verb.add_argument("--person", default="")


def import_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.tills_importing import Watching, import_till_file

    if arguments.file.is_dir():
        text = _(
            "{folder} is a folder, and one file is booked at a time. Nothing was changed. Book the files of a folder"
            ' with: pos watch "{folder}" --at "{station}" --once'
        )
        raise WrongUse(text.format(folder=arguments.file, station=arguments.at))
    options = _options(arguments)
    if options is None:
        return WRONG_USE
    with Opened(arguments) as shop:
        names = {station.name.casefold() for station in shop.structure.stations.values()}
        if not arguments.create and arguments.at.strip().casefold() not in names:
            text = _("There is no station {name}. Name one that is there, or make it with --create.")
            raise WrongUse(text.format(name=arguments.at))
        done = import_till_file(shop, arguments.file.absolute(), arguments.at, options, Watching())
    print_json(done.as_json()) if arguments.json else print_line("\n".join(done.text_lines()))
    return REFUSED if done.refused else DONE


def _options(arguments: argparse.Namespace) -> TillOptions | None:
    """What was chosen; None, and said, where the mapping file cannot be used."""
    from kanban_app.operations.importing.command import mapping_problem
    from kanban_app.operations.importing.mapping import Mapping as SaidColumns
    from kanban_app.operations.importing.mapping import MappingError
    from kanban_app.operations.tills_fields import read_said
    from kanban_app.operations.tills_importing import TillOptions

    try:
        said = read_said(arguments.mapping) if arguments.mapping else SaidColumns()
    except MappingError as error:
        say_failure(arguments, error.fault.code, mapping_problem(error).text(), WRONG_USE)
        return None
    return TillOptions(
        create=getattr(arguments, "create", False),
        skip_bad_rows=arguments.skip_bad_rows,
        repeats_count=arguments.repeats_count,
        dry_run=getattr(arguments, "dry_run", False),
        no_goods=tuple(getattr(arguments, "no_goods", ())),
        said=said,
        person=arguments.person,
    )


def watch_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.tills_importing import Watching
    from kanban_app.operations.tills_watching import Taken, watch_folder

    options = _options(arguments)
    if options is None:
        return WRONG_USE
    folder = arguments.folder.absolute()
    if not folder.is_dir():
        raise WrongUse(_("There is no folder {folder}.").format(folder=folder))

    def told(taken: Taken) -> None:
        answer = {**taken.imported.as_json(), "moved_to": str(taken.moved_to)}
        print_json(answer) if arguments.json else print_line("\n".join(taken.text_lines()))

    with Opened(arguments) as shop:
        id_of_station(shop, arguments.at)
        try:
            watch_folder(shop, folder, arguments.at, options, Watching(), told, once=arguments.once)
        except KeyboardInterrupt:  # how one stops it
            if not arguments.json:
                print_line(_("Stopped."))
    return DONE


def unknown_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.tills_codes import read_unknown
    from kanban_app.operations.tills_reports import unknown_json, unknown_text

    with Opened(arguments) as shop:
        found = shop.read(read_unknown).result()
    if arguments.json:
        print_json({"result": "done", "unknown_codes": [unknown_json(unknown) for unknown in found]})
    else:
        print_line("\n".join(map(unknown_text, found)) or _("Every code is known."))
    return DONE


def item_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.till_sales import folded
    from kanban_app.operations.tills_importing import tell_code

    with Opened(arguments) as shop:
        wanted = folded(arguments.item)
        item = next((one for one in shop.structure.items.values() if folded(one.code) == wanted), None)
        if item is None:
            raise WrongUse(_("There is no item {name}.").format(name=arguments.item))
        counts = tell_code(shop, folded(arguments.code), item.id, arguments.person, arguments.code)
    return _say_counts(arguments, counts, {"code": arguments.code, "item": item.code})


def no_goods_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.till_sales import folded
    from kanban_app.operations.tills_booking import Counts
    from kanban_app.operations.tills_codes import NO_GOODS
    from kanban_app.operations.tills_importing import tell_code

    total = Counts()
    with Opened(arguments) as shop:
        for code in arguments.codes:
            kind = None if arguments.forget else NO_GOODS
            total = total.plus(tell_code(shop, folded(code), kind, arguments.person, code))
    return _say_counts(arguments, total, {"codes": arguments.codes})


def _say_counts(arguments: argparse.Namespace, counts: Counts, facts: dict[str, Any]) -> int:
    from kanban_app.i18n import number
    from kanban_app.operations.tills_reports import counts_json

    if arguments.json:
        print_json({"result": "done", **facts, **counts_json(counts)})
        return DONE
    done = counts.booked + counts.refunds
    lines = [_("Remembered.")]
    if done:
        text = ngettext("{count} waiting line is booked now.", "{count} waiting lines are booked now.", done)
        lines.append(text.format(count=number(done)))
    if counts.no_goods:
        text = ngettext(
            "{count} waiting line is off the list.", "{count} waiting lines are off the list.", counts.no_goods
        )
        lines.append(text.format(count=number(counts.no_goods)))
    print_line(" ".join(lines))
    return DONE


def report_verb(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.tills_reports import read_reports

    with Opened(arguments) as shop:
        found = _named(shop, arguments.file) if arguments.file else shop.read(read_reports).result()
    if arguments.json:
        shown = [{**report.as_json(), "problems": list(report.problems)} for report in found]
        print_json({"result": "done", "reports": shown})
    else:
        lines = [line for report in found for line in (*report.text_lines(), *(f"  {one}" for one in report.problems))]
        print_line("\n".join(lines) or _("No till file was imported yet."))
    return DONE


def _named(shop: Shop, name: str) -> list[Any]:
    """The reports of the files of this name, or the one of this number."""
    from kanban_app.operations.tills_reports import read_reports

    every = shop.read(read_reports, 10_000).result()
    wanted = Path(name).name.casefold()
    found = [report for report in every if report.name.casefold() == wanted or str(report.id) == name]
    if not found:
        raise WrongUse(_("No till file {name} was imported.").format(name=name))
    return found
