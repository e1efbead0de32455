"""Verbs that change the plant: its loops, its settings, calls for help."""

from __future__ import annotations

import argparse

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, WrongUse, print_json, print_line
from kanban_app.i18n import _


def change_loop(arguments: argparse.Namespace) -> int:
    from kanban_app.cli.structure import say_refused
    from kanban_app.domain.loop_changes import LoopChangeError
    from kanban_app.domain.structure_edits import EditRefused
    from kanban_app.operations.changing import change_loops
    from kanban_app.operations.listing import loop_change_lines, loop_values

    with Opened(arguments) as shop:
        try:
            values = loop_values(shop.structure, arguments.loop, arguments.values)
            if arguments.dry_run:
                change = shop.preview_loop(arguments.loop, **values).result()
            else:
                by_loop = {arguments.loop: values}
                done = shop.write(change_loops, by_loop, shop.clock(), arguments.person, arguments.reason)
                change = done.result()[0]
        except EditRefused as refused:
            return say_refused(arguments, refused)
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
            print_json({"result": "done", "loop": change.loop.id, "revision": change.loop.revision, **counts})
        else:
            print_line("\n".join(loop_change_lines(change)))
    return DONE


def settings(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import setting_lines, setting_values

    with Opened(arguments) as shop:
        if arguments.values:
            try:
                shop.change_settings(**setting_values(arguments.values)).result()
            except ValueError as error:
                raise WrongUse(_("This value does not fit: {name}").format(name=error)) from None
        shown = setting_lines(shop)
        print_json({"result": "done", **shown}) if arguments.json else print_line(
            "\n".join(f"{name}={value}" for name, value in shown.items())
        )
    return DONE


def help_call(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        station_id = id_of_station(shop, arguments.station)
        asked = shop.end_help(station_id) if arguments.end else shop.call_for_help(station_id, arguments.note)
        asked.result()
        calling = [shop.structure.stations[station].name for station in shop.open_calls().result()]
        text = _("Help is wanted at: {stations}").format(stations=", ".join(calling)) if calling else _("Nobody calls.")
        print_json({"result": "done", "calling": calling}) if arguments.json else print_line(text)
    return DONE
