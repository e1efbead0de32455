"""What became of a print run, in words and with its tone."""

from __future__ import annotations

from datetime import datetime

from kanban_app.i18n import _, moment, ngettext
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.operations.papers import PrintResult


def said(result: PrintResult, printer: str, now: datetime) -> tuple[str, str]:
    """(the sentences, their tone) for a run that ended; `printer` is its name, empty for a file."""
    count = len(result.codes)
    if result.already is not None:
        text = _("Exactly these cards were printed {moment}. Nothing was printed again.")
        return text.format(moment=moment(result.already.at, now)), "warn"
    if result.problems:
        return "\n".join([_("Nothing was printed."), *result.problems]), "stop"
    if result.stopped:
        text = ngettext("Stopped after {count} card.", "Stopped after {count} cards.", count)
        return " ".join([text.format(count=count), _("The others stay on the list.")]), "warn"
    if not count:
        return _("There is nothing left of that job to print."), "ink2"
    return "\n".join([_printed(result, printer), *result.notes]), "ok"


def _printed(result: PrintResult, printer: str) -> str:
    count = len(result.codes)
    if printer:
        text = ngettext("{count} card sent to {printer}.", "{count} cards sent to {printer}.", count)
        return text.format(count=count, printer=printer)
    name = result.paths[0].name if len(result.paths) == 1 else str(result.paths[0].parent)
    text = ngettext("{count} card printed into {name}.", "{count} cards printed into {name}.", count)
    return text.format(count=count, name=name)


def failed(problem: BaseException) -> str:
    """The sentences for a run that ended with a problem."""
    if isinstance(problem, LookProblem):
        return _("Nothing was printed. {problem}").format(problem=problem)
    text = _("Not everything was printed: {problem}. What is missing stays on the list.")
    return text.format(problem=problem)
