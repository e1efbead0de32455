"""Verbs that show: board, history, audit."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from kanban_app.cli.opening import Opened, id_of_station
from kanban_app.cli.saying import DONE, FAILED, REFUSED, WrongUse, print_json, print_line, say_failure
from kanban_app.i18n import _, moment, ngettext

if TYPE_CHECKING:
    from kanban_app.operations.ledger_views import LedgerFilter
    from kanban_app.operations.looking import HistoryLine
    from kanban_app.operations.shop import Shop


def board(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.listing import board_lines
    from kanban_app.operations.reporting import board_json

    with Opened(arguments) as shop:
        if arguments.at_entry is not None:
            return _past_board(arguments, shop)
        board = shop.board().result()
        maybe_lost = shop.maybe_lost(board).result()
        if arguments.json:
            print_json(board_json(board, shop.clock(), maybe_lost))
        else:
            print_line("\n".join(board_lines(board, shop.clock(), maybe_lost)))
    return DONE


def _past_board(arguments: argparse.Namespace, shop: Shop) -> int:
    """The board as it was after an entry, and said so."""
    from kanban_app.operations.listing import board_lines
    from kanban_app.operations.past_boards import read_past_board
    from kanban_app.operations.reporting import board_json, instant

    if arguments.at_entry < 0:
        raise WrongUse(_("Entries are counted from 1; 0 is before the first."))
    past = shop.read(read_past_board, arguments.at_entry).result()
    if arguments.at_entry > past.seq:
        raise WrongUse(_("The newest entry is {seq}.").format(seq=past.seq))
    then = past.at or shop.plant.created_at
    if arguments.json:
        at = instant(past.at) if past.at else None
        print_json(board_json(past.board, then, frozenset()) | {"at_entry": past.seq, "at": at})
        return DONE
    said = _("As it was on {moment}, after entry {seq}. Not now.")
    print_line(said.format(moment=moment(then, shop.clock()), seq=past.seq))
    print_line("\n".join(board_lines(past.board, then, frozenset())))
    return DONE


def history(arguments: argparse.Namespace) -> int:
    from kanban_app.operations.ledger_export import TooManyRows, export_ledger
    from kanban_app.operations.listing import history_line_text
    from kanban_app.operations.reporting import history_json

    with Opened(arguments) as shop:
        if arguments.code and shop.find(arguments.code).result() is None:
            return say_failure(
                arguments, "unknown_card", _("No card has the code {code}.").format(code=arguments.code), REFUSED
            )
        wanted = _ledger_filter(arguments, shop)
        if arguments.csv is not None:
            target = arguments.csv.absolute()
            try:
                count = export_ledger(shop, wanted, target)
            except TooManyRows as many:
                return say_failure(arguments, "too_many_rows", many.text(), REFUSED)
            text = ngettext("{count} entry in {path}", "{count} entries in {path}", count)
            said = text.format(count=count, path=target)
            answer = {"result": "done", "count": count, "file": str(target), "message": said}
            print_json(answer) if arguments.json else print_line(said)
            return DONE
        lines = _newest(shop, wanted, max(1, arguments.limit))
        if arguments.json:
            print_json([history_json(line) for line in lines])
        else:
            print_line("\n".join(history_line_text(line, shop.clock()) for line in lines) or _nothing(wanted))
    return DONE


def _newest(shop: Shop, wanted: LedgerFilter, limit: int) -> list[HistoryLine]:
    """Page by page, so that a filter that finds little never holds the plant's reader for long."""
    from kanban_app.operations.ledger_views import read_page

    found: list[HistoryLine] = []
    before: int | None = None
    while before != 0 and len(found) < limit:
        page = shop.read(read_page, wanted, before, limit - len(found)).result()
        found += page.lines
        before = page.next_before
    return found


def _nothing(wanted: LedgerFilter) -> str:
    from kanban_app.operations.ledger_views import LedgerFilter

    return _("Nothing happened yet.") if wanted == LedgerFilter() else _("Nothing like it happened.")


def _ledger_filter(arguments: argparse.Namespace, shop: Shop) -> LedgerFilter:
    from kanban_app.domain.cards import Action
    from kanban_app.operations.ledger_views import LedgerFilter, day_begins

    def day(text: str, later: int = 0) -> datetime | None:
        try:
            return day_begins(text, later) if text else None
        except ValueError:
            raise WrongUse(_("{text} is no day. Write it as 2027-01-31.").format(text=text)) from None

    return LedgerFilter(
        text=arguments.code or arguments.text,
        item_id=_id_of_item(shop, arguments.item) if arguments.item else None,
        station_id=id_of_station(shop, arguments.station) if arguments.station else None,
        person=arguments.person,
        action=Action(arguments.action) if arguments.action else None,
        from_at=day(arguments.from_day),
        until_at=day(arguments.to_day, 1),
        only_roots=arguments.roots,
    )


def _id_of_item(shop: Shop, code: str) -> int:
    import difflib

    known = {item.code.casefold(): item for item in shop.structure.items.values()}
    found = known.get(code.strip().casefold())
    if found is None:
        near = difflib.get_close_matches(code.casefold(), list(known), 3)
        said = _("There is no item {code}. Did you mean: {near}") if near else _("There is no item {code}.")
        raise WrongUse(said.format(code=code, near=", ".join(known[name].code for name in near)))
    return found.id


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
