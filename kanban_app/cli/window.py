"""The command without a verb: the window. Kept apart, so that it opens without loading what the verbs need (33 ms)."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path

from kanban_app import __version__
from kanban_app.i18n import _


def window_parser(*, add_help: bool = False) -> argparse.ArgumentParser:
    """The options of the command itself."""
    parser = argparse.ArgumentParser(
        prog="kanban-app", description=_("Runs a small factory on pull."), add_help=add_help, allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--plant", type=Path, metavar="FILE", help=_("the plant file; else the last one used"))
    parser.add_argument("--station", default="", metavar="NAME", help=_("open as the station's terminal"))
    parser.set_defaults(run=window, json=False)
    return parser


def window(arguments: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    return open_window(arguments.plant, arguments.station)


def open_window(plant: Path | None, station: str = "") -> int:
    """Open it on this plant, or the last one; at this station, or in the office."""
    # What starting makes is there to stay: looking for garbage in it costs a sixth of the way to the first board.
    # The window collects again when it has started.
    gc.disable()
    from kanban_app.app import run

    return run(plant, station=station or None)
