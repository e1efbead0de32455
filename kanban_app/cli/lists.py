"""Verbs that show: board, history, audit, and cards on paper."""

from __future__ import annotations

import argparse

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, FAILED, REFUSED, print_json, print_line, say_failure
from kanban_app.domain.refusals import RefusalCode
from kanban_app.i18n import _


def board(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import board_lines
    from kanban_app.operations.reporting import board_json

    with Opened(arguments) as shop:
        board = shop.board().result()
        maybe_lost = shop.maybe_lost(board).result()
        if arguments.json:
            print_json(board_json(board, shop.clock(), maybe_lost))
        else:
            print_line("\n".join(board_lines(board, shop.clock(), maybe_lost)))
    return DONE


def history(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import history_line_text
    from kanban_app.operations.reporting import history_json

    with Opened(arguments) as shop:
        if arguments.code and shop.find(arguments.code).result() is None:
            return say_failure(
                arguments, "unknown_card", _("No card has the code {code}.").format(code=arguments.code), REFUSED
            )
        lines = shop.history(arguments.code, max(1, arguments.limit)).result()
        if arguments.json:
            print_json([history_json(line) for line in lines])
        else:
            print_line("\n".join(history_line_text(line, shop.clock()) for line in lines) or _("Nothing happened yet."))
    return DONE


def audit(arguments: argparse.Namespace) -> int:
    with Opened(arguments) as shop:
        report = shop.audit().result()
    if arguments.json:
        findings = [
            {"invariant": f.invariant, "code": f.code, "seq": f.seq, "card": f.card_id} for f in report.findings
        ]
        print_json(
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
        print_line("\n".join(report.lines()))
    return DONE if report.ok else FAILED


def print_cards(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import codes_to_print

    with Opened(arguments) as shop:
        station_id = id_of_station(shop, arguments.at_station) if arguments.at_station else None
        codes, unknown = codes_to_print(
            shop, arguments.cards, arguments.loop, station_id, signals=arguments.signals, every=arguments.all
        )
        if unknown:
            text = _("No card has the code {code}.").format(code=", ".join(unknown))
            return say_failure(arguments, "unknown_card", text, REFUSED)
        if not codes:
            text = _("Nothing waits to be printed.")
            print_json(
                {"result": "no_op", "message": text, "printed": [], "cards": []}
            ) if arguments.json else print_line(text)
            return DONE
        out = arguments.out.absolute() if arguments.out else None
        result = shop.print_cards(codes, arguments.format, out).result()
    if not result.codes:
        text = _("These cards are out of their loop for good; they need no paper.")
        return say_failure(arguments, RefusalCode.RETIRED.value, text, REFUSED)
    paths = [str(path) for path in result.paths]
    if arguments.json:
        answer = "refused" if result.problems else "done"
        problems = list(result.problems)
        print_json({"result": answer, "printed": paths, "cards": list(result.codes), "problems": problems})
    else:
        print_line("\n".join([*paths, *result.problems]))
    return REFUSED if result.problems else DONE
