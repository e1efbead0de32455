"""Verbs about whole plants: make, import, back up, restore, self-test."""

from __future__ import annotations

import argparse
from pathlib import Path

from kanban_app import i18n
from kanban_app.cli.opening import plant_place, remember
from kanban_app.cli.saying import DONE, FAILED, REFUSED, WrongUse, print_json, print_line
from kanban_app.cli.window import open_window
from kanban_app.domain.first_fill import Start
from kanban_app.i18n import _
from kanban_app.store.servers import shown_place


def demo(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.demo import make_demo
    from kanban_app.settings import plants_folder

    path = make_demo(arguments.folder or plants_folder())
    if arguments.no_window:
        print_json({"result": "done", "plant": str(path)}) if arguments.json else print_line(str(path))
        return DONE
    return open_window(path)


def new(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.plants import new_plant_at
    from kanban_app.settings import plants_folder

    chosen = arguments.file or getattr(arguments, "plant", None) or plants_folder() / "plant.kanban"
    place = chosen.absolute() if isinstance(chosen, Path) else chosen
    made = new_plant_at(place, arguments.name, arguments.language or i18n.language())
    remember(arguments, made)
    shown = shown_place(made)
    print_json({"result": "done", "plant": shown}) if arguments.json else print_line(shown)
    return DONE


def import_lists(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.importing.command import mapping_problem, run_import
    from kanban_app.operations.importing.mapping import MappingError

    try:
        report = run_import(
            plant_place(arguments),
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
        remember(arguments, report.plant)
    print_json(report.as_json()) if arguments.json else print_line("\n".join(report.lines()))
    return REFUSED if report.refused else DONE


def backup(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.plants import backup

    path = backup(plant_place(arguments), arguments.file.absolute())
    print_json({"result": "done", "backup": str(path)}) if arguments.json else print_line(str(path))
    return DONE


def restore(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.clock import utc_now
    from kanban_app.operations.plants import restore

    path, aside = restore(arguments.file.absolute(), plant_place(arguments), utc_now())
    arguments.settings.remember_plant(path)
    if arguments.json:
        print_json({"result": "done", "plant": str(path), "put_aside": str(aside) if aside else None})
    else:
        print_line(str(path))
        if aside:
            print_line(_("What stood there is now {path}").format(path=aside))
    return DONE


def selftest(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.selftest import selftest

    checks = selftest()
    if arguments.json:
        print_json(
            {
                "ok": all(c.ok for c in checks),
                "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks],
            }
        )
    else:
        print_line("\n".join(f"{'ok  ' if c.ok else 'FAIL'} {c.name}: {c.detail}" for c in checks))
    return DONE if all(check.ok for check in checks) else FAILED
