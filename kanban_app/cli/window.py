"""The command without a verb: the window. Kept apart, so that it opens without loading what the verbs need (33 ms)."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import NoReturn

from kanban_app import __version__
from kanban_app.cli.opening import place_typed
from kanban_app.cli.saying import WrongUse
from kanban_app.i18n import _
from kanban_app.store.servers import without_passwords


class _Parser(argparse.ArgumentParser):
    """Quotes what it does not understand, but no password."""

    def error(self, message: str) -> NoReturn:
        super().error(without_passwords(message))


def window_parser(*, add_help: bool = False) -> argparse.ArgumentParser:
    """The options of the command itself."""
    parser = _Parser(
        prog="kanban-app", description=_("Runs a small factory on pull."), add_help=add_help, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--plant", type=place_typed, metavar="FILE", help=_("the plant file; else the last one used"))
    parser.add_argument("--station", default="", metavar="NAME", help=_("open as the station's terminal"))
    parser.set_defaults(run=window, json=False)
    return parser


def window(arguments: argparse.Namespace) -> int:
    """Open the window and stay until it is closed. Raises WrongUse for a server's plant, which it can't show."""
    if isinstance(arguments.plant, str):
        raise WrongUse(_("The window opens plant files. A plant on a server is worked with the verbs: see --help."))
    return open_window(arguments.plant, arguments.station)


def open_window(plant: Path | None, station: str = "") -> int:
    """Open it on this plant, or the last one; at this station, or in the office."""
    # What starting makes is there to stay: looking for garbage in it costs a sixth of the way to the first board.
    # The window collects again when it has started.
    gc.disable()
    from kanban_app.app import run

    return run(plant, station=station or None)
