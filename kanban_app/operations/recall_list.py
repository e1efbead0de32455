"""The recall on paper: which old cards are out, by the place where they stand, with a box to tick for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kanban_app import i18n
from kanban_app.domain.codes import spaced
from kanban_app.domain.loops import revision_letter
from kanban_app.domain.structure import Structure
from kanban_app.i18n import _, moment, ngettext, quantity
from kanban_app.operations import words
from kanban_app.operations.recalls import OldPaper
from kanban_app.operations.session import Session
from kanban_app.operations.wording import card_name

if TYPE_CHECKING:
    from kanban_app.printing.sheets.flow import Row


def place_words(paper: OldPaper, structure: Structure) -> str:
    """Where the card stands now: the station and its state; a card on its way says so."""
    state = words.state(paper.card.state)
    if paper.station_id is None:
        loop = structure.loops[paper.card.loop_id]
        return _("on its way to {station}").format(station=structure.stations[loop.consumer_id].name)
    return f"{structure.stations[paper.station_id].name}, {state}"


def seen_words(paper: OldPaper, now: datetime) -> str:
    """When it was last seen and by whom, and whether its new paper is there."""
    printed = _("new paper printed") if paper.replaced_at else _("new paper not printed yet")
    if paper.seen_at is None:
        return printed
    seen = _("seen {moment}").format(moment=moment(paper.seen_at, now))
    return ", ".join(filter(None, (seen, paper.seen_by, printed)))


def draw_recall(session: Session, papers: Sequence[OldPaper], now: datetime) -> bytes:
    """The list as PDF in the plant's language, A4. Raises SheetRefused for a name that no font prints."""
    with i18n.speaking(session.plant.language):
        return _drawn(session, papers, now)


def _drawn(session: Session, papers: Sequence[OldPaper], now: datetime) -> bytes:
    from kanban_app.printing.sheets.flow import Column, Flow, Head
    from kanban_app.printing.sheets.sizes import SIZES

    structure = session.structure
    printed = _("printed {moment}").format(moment=moment(now, now))
    flow = Flow(Head(_("Recall of old cards"), session.plant.name, printed, now), SIZES["A4"])
    count = ngettext("{count} old card is still out.", "{count} old cards are still out.", len(papers))
    flow.sentence(count.format(count=len(papers)), strong=True)
    flow.sentence(_("Swap the old card for the new one, then tick its box. Destroy the old one."))
    columns = (
        Column("", 11, 11),
        Column(_("Card"), 44, 80, 2.0),
        Column(_("Revision"), 22, 30),
        Column(_("Where it is now"), 36, 70, 1.0),
        Column(_("Code"), 22, 30),
    )
    for station_id, group in groupby(papers, key=lambda paper: paper.station_id):
        rows = [_row(paper, structure, now) for paper in group]
        name = structure.stations[station_id].name if station_id is not None else _("On their way")
        flow.section(name, ngettext("{count} card", "{count} cards", len(rows)).format(count=len(rows)))
        flow.table(columns, rows)
    return flow.finished()[0]


def _row(paper: OldPaper, structure: Structure, now: datetime) -> Row:
    from kanban_app.printing.fonts import Weight
    from kanban_app.printing.sheets.cells import LARGE, SMALL, Texts, Words, WriteIn
    from kanban_app.printing.sheets.pages import QUIET
    from kanban_app.printing.sheets.refusing import SheetField

    loop = structure.loops[paper.card.loop_id]
    letters = f"{revision_letter(paper.revision)} → {revision_letter(loop.revision)}"
    holds = quantity(loop.container_quantity, structure.item_of(loop).decimals)
    return (
        WriteIn(tick=True, wide=11),
        Texts(
            (
                Words(SheetField.CARD, card_name(paper.card, structure), LARGE, Weight.SEMIBOLD),
                Words(SheetField.WORDING, seen_words(paper, now), SMALL, grey=QUIET),
            )
        ),
        Texts(
            (
                Words(SheetField.WORDING, letters, LARGE, Weight.SEMIBOLD),
                Words(SheetField.QUANTITY, _("new: {count}").format(count=holds), SMALL, grey=QUIET),
            )
        ),
        Texts((Words(SheetField.STATION, place_words(paper, structure)),)),
        Texts((Words(SheetField.CODE, spaced(paper.card.code), whole=True),)),
    )


def write_recall(session: Session, target: Path, now: datetime) -> int:
    """Write the list to a file, whole or not at all; how many old papers are on it."""
    from kanban_app.files import write_whole
    from kanban_app.operations.recalls import read_old_papers

    papers = read_old_papers(session)
    data = draw_recall(session, papers, now)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)
    return len(papers)
