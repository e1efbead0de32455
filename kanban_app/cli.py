"""The command line: thin verbs over the same operations as the window. Nothing of Qt is imported for a verb.

Exit codes: 0 done or a named no-op, 3 refused, 2 wrong use, 1 failure.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app import __version__, i18n
from kanban_app.domain.cards import Action
from kanban_app.domain.first_fill import Start
from kanban_app.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future

    from kanban_app.operations.shop import Shop

DONE, FAILED, WRONG_USE, REFUSED = 0, 1, 2, 3
DOABLE = tuple(action.value for action in Action if action is not Action.UNEXPLAINED_DRAW)


class WrongUse(Exception):
    """A command that can't be meant; its text says what would be."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from kanban_app.settings import Settings, default_path

    settings = Settings(default_path())
    i18n.use(settings.language or "en")
    arguments = build_parser().parse_args(argv)
    arguments.settings = settings
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except WrongUse as wrong:
        return _say_failure(arguments, "wrong_use", str(wrong), WRONG_USE)
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        return DONE
    except Exception as error:  # noqa: BLE001 - known problems are said in words, all others raised again
        return _say_known(arguments, error)


def _say_known(arguments: argparse.Namespace, error: Exception) -> int:
    """Known problems are said in words; anything else is a bug and shows where it is."""
    from kanban_app.operations.plants import PlantProblem

    if isinstance(error, PlantProblem):
        return _say_failure(arguments, error.problem.value, error.text(), FAILED)
    if isinstance(error, OSError):
        return _say_failure(arguments, "os_error", str(error), FAILED)
    raise error


def _say_failure(arguments: argparse.Namespace, code: str, message: str, exit_code: int) -> int:
    if getattr(arguments, "json", False):
        _print_json({"result": "failed", "code": code, "message": message})
    else:
        sys.stderr.write(message + "\n")
    return exit_code


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


# -- the verbs' words ----------------------------------------------------------------------------------------------


def build_parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    parser = argparse.ArgumentParser(prog="kanban-app", description=_("Runs a small factory on pull."))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--plant", type=Path, metavar="FILE", help=_("the plant file; else the last one used"))
    parser.add_argument("--station", default="", metavar="NAME", help=_("open as the station's terminal"))
    parser.set_defaults(run=_window, json=False)
    verbs = parser.add_subparsers(title=_("verbs"), metavar="VERB")
    for add in (_add_making, _add_looking, _add_booking, _add_printing, _add_keeping, _add_changing):
        add(verbs)
    return parser


def _verb(verbs: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    verb.add_argument("--plant", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=_("the plant file"))
    verb.add_argument("--json", action="store_true", help=_("answer as JSON"))
    verb.set_defaults(run=run)
    return verb


def _add_making(verbs: Any) -> None:
    demo = _verb(verbs, "demo", _demo, _("make the demo plant and open it"))
    demo.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    demo.add_argument("--no-window", action="store_true", help=_("only make it, and print its path"))
    new = _verb(verbs, "new", _new, _("make a new, empty plant"))
    new.add_argument("file", nargs="?", type=Path, metavar="FILE")
    new.add_argument("--name", default="", help=_("the plant's name on screens and cards"))
    new.add_argument("--language", default="", choices=["", *i18n.LANGUAGES], help=_("the language of its cards"))
    load = _verb(verbs, "import", _import, _("import a folder or files (CSV, XLSX)"))
    load.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    load.add_argument("--propose-loops", action="store_true", help=_("propose loops and card counts"))
    load.add_argument("--start", choices=[start.value for start in Start], default=Start.NEW.value)
    load.add_argument("--mapping", type=Path, metavar="FILE", help=_("a JSON file that names unknown columns"))
    load.add_argument("--skip-bad-rows", action="store_true", help=_("leave out rows with errors"))
    load.add_argument("--dry-run", action="store_true", help=_("only show what would be created"))


def _add_looking(verbs: Any) -> None:
    _verb(verbs, "board", _board, _("show all loops and cards"))
    history = _verb(verbs, "history", _history, _("show what happened, newest first"))
    history.add_argument("code", nargs="?", default="", metavar="CODE")
    history.add_argument("--limit", type=int, default=200)
    _verb(verbs, "audit", _audit, _("check the books by replaying the ledger"))


def _add_booking(verbs: Any) -> None:
    scan = _verb(verbs, "scan", _scan, _("scan a card at a station: its next step there"))
    scan.add_argument("code", metavar="CODE")
    scan.add_argument("--at", required=True, metavar="STATION")
    scan.add_argument("--scan-id", default="", help=_("the same id is booked once"))
    do = _verb(verbs, "do", _do, _("do one action to cards"))
    do.add_argument("action", choices=DOABLE, metavar="ACTION", help=", ".join(DOABLE))
    do.add_argument("codes", nargs="+", metavar="CODE")
    do.add_argument("--at", default="", metavar="STATION")
    do.add_argument("--scan-id", default="")
    issue = _verb(verbs, "issue", _issue, _("issue an extra, single-use card and order it"))
    issue.add_argument("loop", type=int, metavar="LOOP")
    issue.add_argument("--order", default="", help=_("the order it is for"))
    for verb in (scan, do, issue):
        verb.add_argument("--quantity", default="")
        verb.add_argument("--reason", default="")
        verb.add_argument("--person", default="")


def _add_printing(verbs: Any) -> None:
    paper = _verb(verbs, "print", _print_cards, _("print cards as PDF; without a choice, what waits for paper"))
    paper.add_argument("--cards", nargs="+", default=[], metavar="CODE")
    paper.add_argument("--loop", type=int, default=None)
    paper.add_argument("--station", default="", dest="at_station", metavar="STATION")
    paper.add_argument("--signals", action="store_true", help=_("all open signals"))
    paper.add_argument("--all", action="store_true", help=_("every card of the plant"))
    paper.add_argument("--format", default="a6", choices=["a6", "a4-8"])
    paper.add_argument("--out", type=Path, metavar="FILE.pdf")


def _add_keeping(verbs: Any) -> None:
    backup = _verb(verbs, "backup", _backup, _("copy the plant while it is in use"))
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = _verb(verbs, "restore", _restore, _("bring a backup back; what stood there is put aside"))
    restore.add_argument("file", type=Path, metavar="FILE")
    _verb(verbs, "selftest", _selftest, _("check that everything the program needs is here and works"))


def _add_changing(verbs: Any) -> None:
    change = _verb(verbs, "change-loop", _change_loop, _("change a loop; cards absorb it at their next empty"))
    change.add_argument("loop", type=int, metavar="LOOP")
    change.add_argument("values", nargs="+", metavar="NAME=VALUE")
    change.add_argument("--dry-run", action="store_true", help=_("only show what it would do"))
    settings = _verb(verbs, "settings", _settings, _("show or change the plant's settings"))
    settings.add_argument("values", nargs="*", metavar="NAME=VALUE")
    help_call = _verb(verbs, "help-call", _help_call, _("call for help at a station, or end the call"))
    help_call.add_argument("station", metavar="STATION")
    help_call.add_argument("--end", action="store_true")
    help_call.add_argument("--note", default="")


# -- opening -------------------------------------------------------------------------------------------------------


def _plant_path(arguments: argparse.Namespace) -> Path:
    chosen: Path | None = getattr(arguments, "plant", None)
    if chosen is not None:
        return chosen
    last = arguments.settings.last_plant
    if not last:
        raise WrongUse(_("No plant was used here yet. Name one with --plant, or make one with: kanban-app new"))
    return Path(last)


class _Opened:
    """The plant of a command, open as long as the command runs."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._path = _plant_path(arguments)
        self._settings = arguments.settings

    def __enter__(self) -> Shop:
        from kanban_app.operations.shop import Shop

        self._shop = Shop.open(self._path.absolute())
        self._settings.remember_plant(self._path.absolute())
        return self._shop

    def __exit__(self, *_exception: object) -> None:
        self._shop.close()


def _station_id(shop: Shop, name: str) -> int:
    import difflib

    names = {station.name.casefold(): station.id for station in shop.structure.stations.values()}
    found = names.get(name.strip().casefold())
    if found is None:
        known = [station.name for station in shop.structure.stations.values()]
        near = difflib.get_close_matches(name, known, 1) or known
        raise WrongUse(_("There is no station {name}. Did you mean: {near}").format(name=name, near=", ".join(near)))
    return found


def _steps(shop: Shop, text: str, decimals: int) -> int | None:
    from kanban_app.domain.quantities import QuantityError, steps_from_text

    if not text:
        return None
    try:
        return steps_from_text(text, decimals)
    except QuantityError:
        raise WrongUse(
            _("{text} is no quantity of this item ({count} decimals).").format(text=text, count=decimals)
        ) from None


def _decimals(shop: Shop, code: str) -> int:
    card = shop.find(code).result()
    return shop.structure.item_of(shop.structure.loops[card.loop_id]).decimals if card else 0


# -- running -------------------------------------------------------------------------------------------------------


def _window(arguments: argparse.Namespace) -> int:
    from kanban_app.app import run

    return run(arguments.plant, station=arguments.station or None)


def _demo(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.demo import make_demo
    from kanban_app.settings import plants_folder

    path = make_demo(arguments.folder or plants_folder())
    if arguments.no_window:
        _print_json({"result": "done", "plant": str(path)}) if arguments.json else _print(str(path))
        return DONE
    from kanban_app.app import run

    return run(path, station=None)


def _new(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.plants import new_plant
    from kanban_app.settings import plants_folder

    chosen = arguments.file or getattr(arguments, "plant", None) or plants_folder() / "plant.kanban"
    path = new_plant(chosen.absolute(), arguments.name or chosen.stem, arguments.language or i18n.language())
    arguments.settings.remember_plant(path)
    _print_json({"result": "done", "plant": str(path)}) if arguments.json else _print(str(path))
    return DONE


def _import(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.importing.command import mapping_problem, run_import
    from kanban_app.operations.importing.mapping import MappingError

    given = getattr(arguments, "plant", None)
    plant = (given or _plant_path(arguments)).absolute()
    try:
        report = run_import(
            plant,
            arguments.paths,
            start=Start(arguments.start),
            propose=arguments.propose_loops,
            mapping_file=arguments.mapping,
            skip_bad_rows=arguments.skip_bad_rows,
            dry_run=arguments.dry_run,
        )
    except MappingError as error:
        raise WrongUse(mapping_problem(error).text()) from None
    if report.booked:
        arguments.settings.remember_plant(report.plant)
    _print_json(report.as_json()) if arguments.json else _print("\n".join(report.lines()))
    return REFUSED if report.refused else DONE


def _board(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import board_lines
    from kanban_app.operations.reporting import board_json

    with _Opened(arguments) as shop:
        board = shop.board().result()
        maybe_lost = shop.maybe_lost(board).result()
        if arguments.json:
            _print_json(board_json(board, shop.clock(), maybe_lost))
        else:
            _print("\n".join(board_lines(board, shop.clock(), maybe_lost)))
    return DONE


def _history(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import history_line_text
    from kanban_app.operations.reporting import history_json

    with _Opened(arguments) as shop:
        if arguments.code and shop.find(arguments.code).result() is None:
            return _say_failure(
                arguments, "unknown_card", _("No card has the code {code}.").format(code=arguments.code), REFUSED
            )
        lines = shop.history(arguments.code, max(1, arguments.limit)).result()
        if arguments.json:
            _print_json([history_json(line) for line in lines])
        else:
            _print("\n".join(history_line_text(line, shop.clock()) for line in lines) or _("Nothing happened yet."))
    return DONE


def _audit(arguments: argparse.Namespace) -> int:
    with _Opened(arguments) as shop:
        report = shop.audit().result()
    if arguments.json:
        findings = [
            {"invariant": f.invariant, "code": f.code, "seq": f.seq, "card": f.card_id} for f in report.findings
        ]
        _print_json(
            {
                "result": "done" if report.ok else "failed",
                "ok": report.ok,
                "entries": report.entry_count,
                "cards": report.card_count,
                "findings": findings,
                "messages": list(report.texts),
            }
        )
    else:
        _print("\n".join(report.lines()))
    return DONE if report.ok else FAILED


def _answered(arguments: argparse.Namespace, shop: Shop, outcomes: Sequence[Any]) -> int:
    """Print one result per card; refused if any of them was."""
    from kanban_app.domain.changes import Answer
    from kanban_app.operations.reporting import outcome_json
    from kanban_app.operations.wording import said

    for outcome in outcomes:
        finished = shop.printed(outcome)
        if arguments.json:
            _print_json(outcome_json(finished, shop.structure, shop.clock()))
        else:
            answer = said(finished, shop.structure, shop.clock())
            arrow = f" -> {answer.next_label}" if answer.next_label else ""
            _print(answer.message() + arrow)
            for path in finished.printed:
                _print(_("printed: {path}").format(path=path))
    return REFUSED if any(outcome.answer is Answer.REFUSED for outcome in outcomes) else DONE


def _scan(arguments: argparse.Namespace) -> int:
    with _Opened(arguments) as shop:
        asked = shop.scan(
            arguments.code,
            _station_id(shop, arguments.at),
            scan_id=arguments.scan_id,
            person=arguments.person,
            quantity=_steps(shop, arguments.quantity, _decimals(shop, arguments.code)),
            reason=arguments.reason,
        )
        return _answered(arguments, shop, [_result(asked)])


def _do(arguments: argparse.Namespace) -> int:
    with _Opened(arguments) as shop:
        asked = shop.do(
            Action(arguments.action),
            arguments.codes,
            quantity=_steps(shop, arguments.quantity, _decimals(shop, arguments.codes[0])),
            reason=arguments.reason,
            station_id=_station_id(shop, arguments.at) if arguments.at else None,
            person=arguments.person,
            scan_id=arguments.scan_id,
        )
        return _answered(arguments, shop, _result(asked))


def _result(asked: Future[Any]) -> Any:
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


def _issue(arguments: argparse.Namespace) -> int:
    with _Opened(arguments) as shop:
        loop = shop.structure.loops.get(arguments.loop)
        if loop is None:
            raise WrongUse(_("There is no loop {number}. See: kanban-app board").format(number=arguments.loop))
        quantity = _steps(shop, arguments.quantity, shop.structure.item_of(loop).decimals)
        asked = shop.issue(loop.id, quantity, arguments.order, arguments.reason, arguments.person)
        return _answered(arguments, shop, [_result(asked)])


def _print_cards(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import codes_to_print

    with _Opened(arguments) as shop:
        station_id = _station_id(shop, arguments.at_station) if arguments.at_station else None
        codes, unknown = codes_to_print(
            shop, arguments.cards, arguments.loop, station_id, signals=arguments.signals, every=arguments.all
        )
        if unknown:
            text = _("No card has the code {code}.").format(code=", ".join(unknown))
            return _say_failure(arguments, "unknown_card", text, REFUSED)
        if not codes:
            text = _("Nothing waits to be printed.")
            _print_json({"result": "no_op", "message": text, "printed": [], "cards": []}) if arguments.json else _print(
                text
            )
            return DONE
        out = arguments.out.absolute() if arguments.out else None
        result = shop.print_cards(codes, arguments.format, out).result()
    paths = [str(path) for path in result.paths]
    if arguments.json:
        answer = "refused" if result.problems else "done"
        problems = list(result.problems)
        _print_json({"result": answer, "printed": paths, "cards": list(result.codes), "problems": problems})
    else:
        _print("\n".join([*paths, *result.problems]))
    return REFUSED if result.problems else DONE


def _backup(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.plants import backup

    path = backup(_plant_path(arguments).absolute(), arguments.file.absolute())
    _print_json({"result": "done", "backup": str(path)}) if arguments.json else _print(str(path))
    return DONE


def _restore(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.clock import utc_now
    from kanban_app.operations.plants import restore

    path, aside = restore(arguments.file.absolute(), _plant_path(arguments).absolute(), utc_now())
    arguments.settings.remember_plant(path)
    if arguments.json:
        _print_json({"result": "done", "plant": str(path), "put_aside": str(aside) if aside else None})
    else:
        _print(str(path))
        if aside:
            _print(_("What stood there is now {path}").format(path=aside))
    return DONE


def _selftest(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.selftest import selftest

    checks = selftest()
    if arguments.json:
        _print_json(
            {
                "ok": all(c.ok for c in checks),
                "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks],
            }
        )
    else:
        _print("\n".join(f"{'ok  ' if c.ok else 'FAIL'} {c.name}: {c.detail}" for c in checks))
    return DONE if all(check.ok for check in checks) else FAILED


def _change_loop(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.loop_changes import LoopChangeError
    from kanban_app.operations.listing import loop_change_lines, loop_values

    with _Opened(arguments) as shop:
        try:
            values = loop_values(shop.structure, arguments.loop, arguments.values)
            ask = shop.preview_loop if arguments.dry_run else shop.change_loop
            change = ask(arguments.loop, **values).result()
        except LoopChangeError as error:
            raise WrongUse(_("This value does not fit: {name}").format(name=error.field_name)) from None
        except KeyError:
            raise WrongUse(
                _("There is no loop {number}. See: kanban-app board").format(number=arguments.loop)
            ) from None
        if arguments.json:
            counts = {
                "new_cards": len(change.new_numbers),
                "surplus": len(change.surplus_ids),
                "stale": len(change.stale_ids),
            }
            _print_json({"result": "done", "loop": change.loop.id, "revision": change.loop.revision, **counts})
        else:
            _print("\n".join(loop_change_lines(change)))
    return DONE


def _settings(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import setting_lines, setting_values

    with _Opened(arguments) as shop:
        if arguments.values:
            try:
                shop.change_settings(**setting_values(arguments.values)).result()
            except ValueError as error:
                raise WrongUse(_("This value does not fit: {name}").format(name=error)) from None
        shown = setting_lines(shop)
        _print_json({"result": "done", **shown}) if arguments.json else _print(
            "\n".join(f"{name}={value}" for name, value in shown.items())
        )
    return DONE


def _help_call(arguments: argparse.Namespace) -> int:
    with _Opened(arguments) as shop:
        station_id = _station_id(shop, arguments.station)
        asked = shop.end_help(station_id) if arguments.end else shop.call_for_help(station_id, arguments.note)
        asked.result()
        calling = [shop.structure.stations[station].name for station in shop.open_calls().result()]
        text = _("Help is wanted at: {stations}").format(stations=", ".join(calling)) if calling else _("Nobody calls.")
        _print_json({"result": "done", "calling": calling}) if arguments.json else _print(text)
    return DONE
