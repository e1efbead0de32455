"""Printing cards: which, onto what, and the record that it was done. Printing never changes stock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import bindparam, insert, select, update

from kanban_app import i18n
from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.changes import Outcome
from kanban_app.domain.loops import Loop, LoopKind, PrintRule
from kanban_app.domain.paper import InputLine, PaperCard, SingleUse
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us
from kanban_app.store.tables import METADATA

DEFAULT_FORMAT = "a6"
_print, _card, _picture, _order = (METADATA.tables[name] for name in ("print", "card", "picture", "order_line"))


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What a print job made: the file, how many cards are in it, or why nothing was printed (sentences for people)."""

    paths: tuple[Path, ...] = ()
    codes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintJob:
    """Everything a job needs, read in one moment, so that it can be drawn on any thread."""

    cards: tuple[Card, ...]
    papers: tuple[PaperCard, ...]
    pictures: dict[str, bytes | str]
    format_name: str
    printed_at: datetime
    language: str = "en"


def prepare(session: Session, cards: Sequence[Card], format_name: str, now: datetime) -> PrintJob:
    """Read what these cards' papers say. Cards are put in order of source, item and number."""
    structure = session.structure

    def place(card: Card) -> tuple[int, int, int, int]:
        loop = structure.loops[card.loop_id]
        return (loop.source_id, loop.item_id, loop.id, card.number)

    ordered = sorted((card for card in cards if card.state is not CardState.RETIRED), key=place)
    papers = tuple(_paper_of(session, card, now) for card in ordered)
    names = {paper.picture for paper in papers if paper.picture}
    return PrintJob(tuple(ordered), papers, read_pictures(session, names), format_name, now, session.plant.language)


def read_pictures(session: Session, names: set[str]) -> dict[str, bytes | str]:
    """Stored pictures by name: a drawing's text, or the bytes of a PNG or JPEG."""
    if not names:
        return {}
    rows = session.database.core.execute(select(_picture).where(_picture.c.name.in_(sorted(names))))
    return {row.name: row.data.decode() if row.media_type == "text/drawing" else bytes(row.data) for row in rows}


def drawing_parts(text: str) -> tuple[float, float, str]:
    """(width, height, path) of a stored drawing: "120 90 M10,10 L110,80", the straight part of SVG's path language."""
    width, height, path = text.split(" ", 2)
    return float(width), float(height), path


def _paper_of(session: Session, card: Card, now: datetime) -> PaperCard:
    structure = session.structure
    loop = structure.loops[card.loop_id]
    item, source, consumer = (
        structure.items[loop.item_id],
        structure.stations[loop.source_id],
        structure.stations[loop.consumer_id],
    )
    return PaperCard(
        code=card.code,
        kind=loop.kind,
        plant_name=session.plant.name,
        loop_id=loop.id,
        item_code=item.code,
        item_description=item.description,
        picture=item.picture,
        source_name=source.name,
        source_location=loop.source_location or source.location,
        consumer_name=consumer.name,
        consumer_location=loop.consumer_location or consumer.location,
        container_quantity=_printed_quantity(card, loop),
        decimals=item.decimals,
        unit=item.unit,
        container_type=loop.container_type,
        number=card.number,
        card_count=1 if card.single_use else max(loop.card_count, card.number),
        lot_cards=loop.lot_cards,
        lead_time_minutes=loop.lead_time_minutes,
        revision=loop.revision,
        revised_at=loop.revised_at,
        printed_at=now,
        print_count=card.print_count + 1,
        inputs=_input_lines(session, loop, card),
        single_use=_single_use(session, card) if card.single_use else None,
        urgent=card.urgent,
        replaces_code=session.cards().card(card.replaces_id).code if card.replaces_id else "",
    )


def _single_use(session: Session, card: Card) -> SingleUse:
    """The order that a single-use card is for; its customer and date where the order is known here."""
    found = session.database.core.execute(
        select(_order.c.customer, _order.c.due_on).where(_order.c.order_number == card.order_reference).limit(1)
    ).first()
    if found and card.order_reference:
        return SingleUse(card.order_reference, found.customer, date.fromisoformat(found.due_on))
    return SingleUse(card.order_reference, "", card.due_at.date() if card.due_at else None)


def _printed_quantity(card: Card, loop: Loop) -> int:
    """The new paper of a changed loop says the new quantity: the container takes it on at its next empty."""
    return card.container_quantity if card.single_use else loop.container_quantity


def _input_lines(session: Session, loop: Loop, card: Card) -> tuple[InputLine, ...]:
    if loop.kind is not LoopKind.PRODUCTION:
        return ()
    items = session.structure.items
    lines = session.structure.components_of(loop.item_id)
    found = ((items[line.component_id], line.need(_printed_quantity(card, loop))) for line in lines)
    return tuple(InputLine(item.code, need, item.decimals, item.unit) for item, need in found)


def draw(
    job: PrintJob,
    target: Path,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PrintResult:
    """Draw a job into a file that appears whole or not at all. Touches no database, so any thread may do it.

    Problems (a text that does not fit, a glyph that no font has) are told before anything is drawn.
    """
    from kanban_app.files import write_whole
    from kanban_app.printing.pictures import Drawing, PictureSource
    from kanban_app.printing.render import check, render

    def picture(name: str) -> PictureSource | None:
        stored = job.pictures.get(name)
        return Drawing.from_path(*drawing_parts(stored)) if isinstance(stored, str) else stored

    codes = tuple(card.code for card in job.cards)
    # What stands on paper is read by everybody in the hall; what is wrong with it by the person at this terminal.
    with i18n.speaking(job.language):
        found = check(job.papers, picture)
    if found or not job.papers:
        return PrintResult(codes=codes, problems=tuple(problem.sentence() for problem in found))
    with i18n.speaking(job.language):
        data = render(job.papers, job.format_name, picture, progress, cancelled)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)
    return PrintResult((target,), codes)


def record(session: Session, job: PrintJob, file_name: str) -> None:
    """Note that the papers exist: they leave the print list and reprints are counted. Once per complete file."""
    done = (
        update(_card)
        .where(_card.c.id == bindparam("known_id"))
        .values(
            printed_revision=bindparam("known_revision"),
            print_count=_card.c.print_count + 1,
            print_reason=None,
        )
    )
    loops = session.structure.loops
    with session.database.write():
        rows = [{"known_id": card.id, "known_revision": loops[card.loop_id].revision} for card in job.cards]
        session.database.core.execute(done, rows)
        session.database.core.execute(
            insert(_print),
            [
                {
                    "card_id": card.id,
                    "printed_at": to_us(job.printed_at),
                    "revision": paper.revision,
                    "print_count": paper.print_count,
                    "format_name": job.format_name,
                    "file_name": file_name,
                }
                for card, paper in zip(job.cards, job.papers, strict=True)
            ],
        )


def ask_again(session: Session, cards: Sequence[Card]) -> None:
    """Put cards on the print list because somebody asks for their paper again."""
    with session.database.write():
        session.database.core.execute(
            update(_card)
            .where(_card.c.id.in_([card.id for card in cards]), _card.c.state != CardState.RETIRED.value)
            .values(print_reason=PrintReason.ASKED.value)
        )


def to_print_at_once(session: Session, outcomes: Sequence[Outcome], rule: PrintRule) -> list[Card]:
    """The cards that these bookings have just released in loops with this print rule. A later step finds the paper
    asked for already.
    """
    loops = session.structure.loops
    released = {event.card_id for outcome in outcomes for event in outcome.events if event.action is Action.RELEASE}
    cards = {card.id: card for outcome in outcomes for card in outcome.cards if card.id in released}
    return [
        card
        for card in cards.values()
        if card.print_reason is PrintReason.RELEASED and loops[card.loop_id].print_rule is rule
    ]


def folder_of(session: Session, plant_path: Path) -> Path:
    """Where papers go that are printed into a folder: the plant's setting, else a folder beside the plant file."""
    chosen = session.plant.print_folder
    return Path(chosen) if chosen else plant_path.with_name(f"{plant_path.stem} cards")
