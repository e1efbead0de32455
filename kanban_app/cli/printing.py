"""Verbs about cards on paper: printing them, recalling old ones, measuring a printer."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, REFUSED, WrongUse, print_json, print_line, say_failure
from kanban_app.domain.refusals import RefusalCode
from kanban_app.i18n import LANGUAGES, _, moment, ngettext

if TYPE_CHECKING:
    from kanban_app.domain.print_jobs import Look
    from kanban_app.operations.papers import PrintResult
    from kanban_app.operations.print_jobs import Destination
    from kanban_app.operations.recalls import OldPaper
    from kanban_app.operations.shop import Shop
    from kanban_app.settings import Settings

# The options that only a printer understands, with their defaults.
_ONLY_WITH_PRINTER: dict[str, object] = {"copies": 1, "tray": "", "duplex": False}


def add_printing(verbs: Any, add_verb: Any) -> None:
    """The verbs `print`, `recall` and `calibration`; `add_verb` makes one with the options that all have."""
    paper = add_verb(verbs, "print", print_cards, _("print cards as PDF; without a choice, what waits for paper"))
    _add_choice(paper)
    _add_look(paper)
    paper.add_argument("--printer", default="", metavar="NAME", help=_("a printer of this system"))
    paper.add_argument("--copies", type=int, default=1, metavar="N")
    paper.add_argument("--tray", default="")
    paper.add_argument("--duplex", action="store_true", help=_("print on both sides of the paper"))
    paper.add_argument("--again", action="store_true", help=_("also when exactly this was printed before"))
    paper.add_argument("--resume", action="store_true", help=_("go on with the newest job that was cut off"))
    paper.add_argument("--out", type=Path, metavar="PATH", help=_("one file (.pdf), or a folder"))
    paper.add_argument("--person", default="")
    recall = add_verb(verbs, "recall", recall_cards, _("show the old cards that are still out"))
    recall.add_argument("--list", action="store_true", help=_("only show them"))
    recall.add_argument("--destroyed", nargs="+", default=[], metavar="CODE", help=_("these old cards are destroyed"))
    recall.add_argument("--person", default="")
    recall.add_argument("--out", type=Path, metavar="FILE.pdf", help=_("the list to walk with"))
    measure = add_verb(verbs, "calibration", calibration, _("make the page that a printer is measured with"))
    measure.add_argument("--out", type=Path, metavar="FILE.pdf")
    measure.add_argument("--printer", default="", metavar="NAME", help=_("keep --offset and --scale for it here"))
    for verb in (paper, measure):
        verb.add_argument("--offset", default="", metavar="X,Y", help=_("millimetres to the right and down"))
        verb.add_argument("--scale", default="", metavar="X,Y", help=_("across and down, such as 1.002,0.998"))


def _add_choice(paper: argparse.ArgumentParser) -> None:
    paper.add_argument("--cards", nargs="+", default=[], metavar="CODE")
    paper.add_argument("--loop", type=int, default=None)
    paper.add_argument("--station", default="", dest="at_station", metavar="STATION")
    paper.add_argument("--signals", action="store_true", help=_("all open signals"))
    paper.add_argument("--stale", action="store_true", help=_("cards whose paper is of an older revision"))
    paper.add_argument("--new", action="store_true", help=_("cards that were never printed"))
    paper.add_argument("--all", action="store_true", help=_("every card of the plant"))


def _add_look(paper: argparse.ArgumentParser) -> None:
    paper.add_argument("--format", type=_format_name, default="a6", metavar="NAME")
    paper.add_argument("--design", default="", metavar="NAME", help=_("a design by name, or a design file (.json)"))
    paper.add_argument("--start-cell", type=int, default=1, metavar="N", help=_("the first free cell of the sheet"))
    paper.add_argument("--two-sided", action="store_true", help=_("with a back for folding"))
    paper.add_argument("--cut-marks", action=argparse.BooleanOptionalAction, default=None)
    paper.add_argument("--black-only", action="store_true")
    paper.add_argument("--code128", action="store_true", help=_("with a bar code too"))
    paper.add_argument("--second-language", default="", choices=["", *LANGUAGES], metavar="LANGUAGE")
    paper.add_argument("--lamination", type=float, default=0.0, metavar="MM", help=_("white margin around each card"))


def _format_name(text: str) -> str:
    """A format's name; a label sheet may be the plant's own and is looked for there."""
    from kanban_app.domain.print_jobs import Look
    from kanban_app.operations.paper_looks import LookProblem, format_of

    try:
        return text if text.startswith("sheet:") else format_of(Look(text)).name
    except LookProblem as unknown:
        raise argparse.ArgumentTypeError(str(unknown)) from None


# -- print -------------------------------------------------------------------------------------------------------------


def print_cards(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.paper_looks import LookProblem
    from kanban_app.printing.sheets.refusing import SheetRefused

    for name, default in _ONLY_WITH_PRINTER.items():
        if not arguments.printer and getattr(arguments, name) != default:
            raise WrongUse(_("--{option} needs --printer.").format(option=name))
    if arguments.copies < 1:
        raise WrongUse(_("There is at least one copy."))
    try:
        with Opened(arguments) as shop:
            return _print(arguments, shop)
    except (LookProblem, SheetRefused) as problem:
        raise WrongUse(str(problem)) from None


def _print(arguments: argparse.Namespace, shop: Shop) -> int:
    from kanban_app.operations.paper_looks import format_of, read_sheets
    from kanban_app.operations.print_desk import PrintOrder

    look = look_of(arguments)
    format_of(look, shop.read(read_sheets).result())
    if arguments.resume:
        return _say(arguments, shop, shop.desk.print(PrintOrder(resume=True, person=arguments.person)).result())
    codes, unknown = _codes(arguments, shop)
    if unknown:
        text = _("No card has the code {code}.").format(code=", ".join(unknown))
        return say_failure(arguments, "unknown_card", text, REFUSED)
    if not codes:
        return _nothing(arguments, _("Nothing waits to be printed."))
    order = PrintOrder(tuple(codes), look, destination_of(arguments), again=arguments.again, person=arguments.person)
    return _say(arguments, shop, shop.desk.print(order).result())


def _codes(arguments: argparse.Namespace, shop: Shop) -> tuple[list[str], list[str]]:
    from kanban_app.operations.listing import codes_to_print
    from kanban_app.operations.print_waiting import codes_without_paper

    station_id = id_of_station(shop, arguments.at_station) if arguments.at_station else None
    if arguments.stale or arguments.new:
        found = codes_without_paper(shop, arguments.loop, station_id, stale=arguments.stale, new=arguments.new)
        return found, []
    return codes_to_print(
        shop, arguments.cards, arguments.loop, station_id, signals=arguments.signals, every=arguments.all
    )


def look_of(arguments: argparse.Namespace) -> Look:
    """How the arguments want cards to look; a printer's own offset and scale stand where none are given."""
    from kanban_app.domain.print_jobs import Look

    design = arguments.design
    if design.lower().endswith(".json"):
        design = str(Path(design).absolute())
    look = Look(
        arguments.format,
        design,
        arguments.black_only,
        arguments.second_language,
        arguments.code128,
        arguments.start_cell,
        arguments.two_sided,
        arguments.cut_marks,
        arguments.lamination,
    )
    return _measured(arguments, calibrated(look, arguments.settings, arguments.printer))


def calibrated(look: Look, settings: Settings, printer: str) -> Look:
    """The look with what this terminal remembers of the printer."""
    x, y, across, down = settings.calibration_of(printer)
    return replace(look, offset_x_mm=x, offset_y_mm=y, scale_x=across, scale_y=down)


def _measured(arguments: argparse.Namespace, look: Look) -> Look:
    if arguments.offset:
        x, y = _pair(arguments.offset)
        look = replace(look, offset_x_mm=x, offset_y_mm=y)
    if arguments.scale:
        across, down = _pair(arguments.scale)
        look = replace(look, scale_x=across, scale_y=down)
    return look


def _pair(text: str) -> tuple[float, float]:
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise WrongUse(_("{text} is not two numbers such as 0.5,-1.").format(text=text)) from None
    return first, second


def destination_of(arguments: argparse.Namespace) -> Destination:
    """Where the arguments send the cards: a file when it ends in .pdf, else a folder; a printer may be named too."""
    from kanban_app.operations.print_jobs import Destination
    from kanban_app.operations.spooling import PrinterChoice

    printer = None
    if arguments.printer:
        printer = PrinterChoice(arguments.printer, arguments.copies, arguments.tray, arguments.duplex)
    out = arguments.out.absolute() if arguments.out else None
    if out is not None and (out.is_dir() or out.suffix.lower() != ".pdf"):
        return Destination(folder=out, printer=printer)
    return Destination(file=out, printer=printer)


def _say(arguments: argparse.Namespace, shop: Shop, result: PrintResult) -> int:
    if arguments.resume and not result.codes:
        return _nothing(arguments, _("No print job was cut off."))
    if not result.codes:
        text = _("These cards are out of their loop for good; they need no paper.")
        return say_failure(arguments, RefusalCode.RETIRED.value, text, REFUSED)
    if result.already is not None:
        when = moment(result.already.at, shop.clock())
        text = _("Exactly these cards were printed {moment}. Nothing was printed again; --again prints them once more.")
        return _nothing(arguments, text.format(moment=when), list(result.codes))
    paths = [str(path) for path in result.paths]
    if not arguments.json:
        print_line("\n".join([*paths, *result.problems, *result.notes]))
        return REFUSED if result.problems else DONE
    print_json(
        {
            "result": "refused" if result.problems else "done",
            "printed": paths,
            "cards": list(result.codes),
            "problems": list(result.problems),
            "notes": list(result.notes),
            "resumed": result.resumed,
        }
    )
    return REFUSED if result.problems else DONE


def _nothing(arguments: argparse.Namespace, text: str, codes: list[str] | None = None) -> int:
    if arguments.json:
        print_json({"result": "no_op", "message": text, "printed": [], "cards": codes or []})
    else:
        print_line(text)
    return DONE


# -- recall ------------------------------------------------------------------------------------------------------------


def recall_cards(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.recall_list import write_recall
    from kanban_app.operations.recalls import destroyed, read_old_papers

    with Opened(arguments) as shop:
        ticked = 0
        if arguments.destroyed:
            found = {code: shop.find(code).result() for code in arguments.destroyed}
            unknown = [code for code, card in found.items() if card is None]
            if unknown:
                text = _("No card has the code {code}.").format(code=", ".join(unknown))
                return say_failure(arguments, "unknown_card", text, REFUSED)
            cards = [card for card in found.values() if card is not None]
            ticked = shop.write(destroyed, cards, arguments.person, shop.clock()).result()
        papers = shop.read(read_old_papers).result()
        target = arguments.out.absolute() if arguments.out else None
        if target is not None:
            shop.draw(lambda: shop.read(write_recall, target, shop.clock()).result()).result()
        _say_recall(arguments, shop, papers, ticked, target)
    return DONE


def _say_recall(
    arguments: argparse.Namespace, shop: Shop, papers: list[OldPaper], ticked: int, target: Path | None
) -> None:
    from kanban_app.domain.codes import spaced
    from kanban_app.operations.recall_list import place_words, seen_words
    from kanban_app.operations.reporting import instant
    from kanban_app.operations.wording import card_name

    structure, now = shop.structure, shop.clock()
    if arguments.json:
        rows = [
            {
                "code": paper.card.code,
                "loop": paper.card.loop_id,
                "revision": paper.revision,
                "new_revision": structure.loops[paper.card.loop_id].revision,
                "station": structure.stations[paper.station_id].name if paper.station_id is not None else None,
                "state": paper.card.state.value,
                "replaced_at": instant(paper.replaced_at) if paper.replaced_at else None,
                "seen_at": instant(paper.seen_at) if paper.seen_at else None,
                "seen_by": paper.seen_by,
            }
            for paper in papers
        ]
        file = str(target) if target else None
        print_json({"result": "done", "outside": len(papers), "ticked": ticked, "file": file, "cards": rows})
        return
    count = ngettext("{count} old card is still out.", "{count} old cards are still out.", len(papers))
    lines = [count.format(count=len(papers))]
    for paper in papers:
        name, code = card_name(paper.card, structure), spaced(paper.card.code)
        lines.append(f"{code}  {name}  {place_words(paper, structure)}  ({seen_words(paper, now)})")
    print_line("\n".join([*lines, *([str(target)] if target else [])]))


# -- calibration -------------------------------------------------------------------------------------------------------


def calibration(arguments: argparse.Namespace) -> int:
    from kanban_app.domain.print_jobs import Look
    from kanban_app.operations.calibrating import MOST_OFFSET_MM, SCALES, write_calibration

    settings = arguments.settings
    look = _measured(arguments, calibrated(Look(), settings, arguments.printer))
    if not all(abs(offset) <= MOST_OFFSET_MM for offset in (look.offset_x_mm, look.offset_y_mm)):
        raise WrongUse(_("An offset is up to {most} mm.").format(most=MOST_OFFSET_MM))
    if not all(SCALES[0] <= scale <= SCALES[1] for scale in (look.scale_x, look.scale_y)):
        raise WrongUse(_("A scale is {least} to {most}.").format(least=SCALES[0], most=SCALES[1]))
    if not (arguments.out or arguments.printer):
        raise WrongUse(_("Name a file with --out, or a printer with --printer, --offset and --scale."))
    if arguments.printer and (arguments.offset or arguments.scale):
        settings.calibrate(arguments.printer, look.offset_x_mm, look.offset_y_mm, look.scale_x, look.scale_y)
    target = arguments.out.absolute() if arguments.out else None
    if target is not None:
        write_calibration(target)
    kept = settings.calibration_of(arguments.printer)
    if arguments.json:
        file = str(target) if target else None
        print_json({"result": "done", "file": file, "offset": list(kept[:2]), "scale": list(kept[2:])})
    else:
        said = _("{printer}: offset {x}, {y} mm, scale {across}, {down}")
        told = said.format(printer=arguments.printer, x=kept[0], y=kept[1], across=kept[2], down=kept[3])
        print_line("\n".join([*([str(target)] if target else []), *([told] if arguments.printer else [])]))
    return DONE
