"""The command line: thin verbs over the same operations as the window. Nothing of Qt is imported for a verb.

Exit codes: 0 done or a named no-op, 3 refused, 2 wrong use, 1 failure.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from kanban_app import i18n
from kanban_app.cli.saying import DONE, FAILED, WRONG_USE, WrongUse, say_failure
from kanban_app.cli.window import window_parser
from kanban_app.i18n import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    from kanban_app.settings import Settings, default_path

    settings = Settings(default_path())
    i18n.use(settings.language or "en")
    arguments = _parsed(argv)
    arguments.settings = settings
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except WrongUse as wrong:
        return say_failure(arguments, "wrong_use", str(wrong), WRONG_USE)
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        return DONE
    except Exception as error:  # noqa: BLE001 - known problems are said in words, all others raised again
        return say_known(arguments, error)


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    arguments, rest = window_parser().parse_known_args(argv)
    if not rest:
        return arguments
    from kanban_app.cli.parser import build_parser

    return build_parser().parse_args(argv)


def say_known(arguments: argparse.Namespace, error: Exception) -> int:
    """Known problems are said in words; anything else is a bug and shows where it is."""
    from kanban_app.operations.plants import PlantProblem

    if isinstance(error, PlantProblem):
        return say_failure(arguments, error.problem.value, error.text(), FAILED)
    if isinstance(error, OSError):
        said = _("{place}: {reason}").format(place=error.filename or "", reason=error.strerror or error).strip(": ")
        return say_failure(arguments, "os_error", said, FAILED)
    raise error
