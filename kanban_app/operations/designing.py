"""Editing a card design: opening one, the cards to look at it with, drawing it, keeping it under a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kanban_app import i18n
from kanban_app.domain.cards import CardState
from kanban_app.domain.print_jobs import Look
from kanban_app.i18n import _
from kanban_app.operations import paper_looks, papers
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.operations.session import Session
from kanban_app.store.tables import METADATA

if TYPE_CHECKING:
    from kanban_app.domain.paper import PaperCard
    from kanban_app.operations.shop import Shop
    from kanban_app.printing.design_preview import Finding
    from kanban_app.printing.elements import Design, Element
    from kanban_app.printing.options import PrintOptions

_card = METADATA.tables["card"]
_MOST_CARDS = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A design to edit. `name` is empty for one that is not the plant's own: it is kept as a copy.

    `message` says why it is not the one that was asked for.
    """

    design: Design
    name: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a design is looked at with: the code of a card of the plant, or the name of a sample card.

    `rule` of the element at `at` applies to the card where one is being edited.
    """

    name: str = "production"
    code: str = ""
    code128: bool = False
    second_language: str = ""
    at: int = -1
    rule: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A design's card as a PDF page of its size, its elements as they stand on it, and what is wrong."""

    data: bytes
    shown: tuple[Element | None, ...]
    findings: tuple[Finding, ...]


def open_design(session: Session, name: str, format_name: str) -> Opened:
    """The design of this name, empty for the usual one of this format. A broken one gives way to the usual one.

    Raises LookProblem for a name that no design has.
    """
    from kanban_app.printing.designs import BUILT_IN, DesignProblem, built_in, load

    if not name:
        return Opened(built_in(_usual_of(session, format_name)))
    if name in BUILT_IN:
        return Opened(built_in(name))
    text = paper_looks.design_text(session, name)
    try:
        return Opened(load(text), name)
    except DesignProblem as problem:
        told = _("The design “{name}” can't be read: {problem} The built-in one is shown; the kept one is unchanged.")
        usual = built_in(_usual_of(session, format_name))
        return Opened(usual, message=told.format(name=name, problem=problem))


def _usual_of(session: Session, format_name: str) -> str:
    try:
        return paper_looks.format_of(Look(format_name), paper_looks.read_sheets(session)).design
    except LookProblem:
        return paper_looks.format_of(Look()).design


def read_design(path: Path) -> Design:
    """The design of a file on this machine. Raises LookProblem with the place of what is wrong, or OSError."""
    from kanban_app.printing.designs import load

    return load(paper_looks.read_design_file(path))


def write_design(design: Design, target: Path) -> None:
    """Write a design as a file, whole or not at all. Raises OSError."""
    from kanban_app.files import write_whole
    from kanban_app.printing.designs import dump

    write_whole(target, dump(design).encode())


def keep_as(session: Session, name: str, design: Design, opened_as: str) -> Design:
    """Keep a design in the plant under a name; answers it as it is kept.

    Raises LookProblem for a name that a built-in design has, or another design of the plant's than the one opened.
    """
    from kanban_app.printing.designs import BUILT_IN, dump

    known = " ".join(name.split())
    if known.casefold() in BUILT_IN:
        raise LookProblem(_("“{name}” is the name of a built-in design. Choose another name.").format(name=known))
    if known.casefold().endswith(paper_looks.DESIGN_SUFFIX):
        raise LookProblem(_("A name can't end in {ending}. Choose another name.").format(ending=".json"))
    if known != opened_as and known in paper_looks.design_names(session):
        raise LookProblem(_("There is a design “{name}” already. Choose another name.").format(name=known))
    kept = replace(design, name=known)
    paper_looks.keep_design(session, known, dump(kept))
    return kept


def read_cards(session: Session) -> tuple[tuple[str, str], ...]:
    """(code, what it is) of the plant's cards to look at: the first of every loop, up to 200 loops."""
    first = select(func.min(_card.c.id)).where(_card.c.state != CardState.RETIRED.value).group_by(_card.c.loop_id)
    rows = session.database.core.execute(select(_card.c.code, _card.c.loop_id).where(_card.c.id.in_(first)))
    structure = session.structure
    found = []
    for row in rows:
        loop = structure.loops[row.loop_id]
        told = _("{item}, {source} to {consumer}").format(
            item=structure.items[loop.item_id].code,
            source=structure.stations[loop.source_id].name,
            consumer=structure.stations[loop.consumer_id].name,
        )
        found.append((str(row.code), told))
    return tuple(sorted(found, key=lambda pair: pair[1].casefold())[:_MOST_CARDS])


def draw_design(shop: Shop, design: Design, sample: Sample, format_name: str) -> Drawn:
    """On the drawing thread: a card of this design, and what is wrong with it on this format. Raises LookProblem,
    PrintRefused.
    """
    from kanban_app.printing.design_preview import draw_card, findings, shown_boxes
    from kanban_app.printing.design_samples import fitting
    from kanban_app.printing.options import PrintOptions

    options = PrintOptions(code128=sample.code128, second_language=sample.second_language)
    job, sheets = shop.read(_prepared, sample.code, shop.clock()).result()
    with i18n.speaking(shop.plant.language):
        card = _paper(shop, sample.name, job)
        if sample.rule is not None:
            card, options = fitting(card, options, design.elements[sample.at].when[sample.rule])
        data = draw_card(design, card, options, papers.pictures_of(job) if job else None)
        shown = shown_boxes(design, card, options)
        cards = [(card, options), *_every_look(shop, options)]
    paper = paper_looks.format_of(Look(format_name), sheets)
    return Drawn(data, shown, findings(design, paper, cards, shop.plant.language))


def _prepared(
    session: Session, code: str, now: object
) -> tuple[papers.PrintJob | None, tuple[paper_looks.LabelSheet, ...]]:
    from datetime import datetime

    from kanban_app.operations.looking import find_card

    assert isinstance(now, datetime)
    sheets = paper_looks.read_sheets(session)
    session.head()
    card = find_card(session, code) if code else None
    return (papers.prepare(session, [card], "a6", now) if card else None), sheets


def _paper(shop: Shop, name: str, job: papers.PrintJob | None) -> PaperCard:
    from kanban_app.printing.design_samples import sample

    return job.papers[0] if job and job.papers else sample(name, shop.clock())


def _every_look(shop: Shop, options: PrintOptions) -> list[tuple[PaperCard, PrintOptions]]:
    """The usual sample of every look: what does not fit on these fits on few cards."""
    from kanban_app.printing.design_samples import SAMPLES, sample

    return [(sample(name, shop.clock()), options) for name in SAMPLES if name != "long"]
