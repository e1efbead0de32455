"""Cards as papers: what stands on them, drawing them, and the record that it was done. Printing never changes stock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from kanban_app import i18n
from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.changes import Outcome
from kanban_app.domain.loops import Loop, LoopKind, PrintRule
from kanban_app.domain.paper import InputLine, PaperCard, SingleUse
from kanban_app.domain.print_jobs import Look
from kanban_app.domain.structure import Structure
from kanban_app.operations.orders_reading import order_of_reference
from kanban_app.operations.session import Session
from kanban_app.store.instants import to_us
from kanban_app.store.tables import METADATA

if TYPE_CHECKING:
    from kanban_app.operations.paper_looks import Chosen, Wanted
    from kanban_app.printing.pictures import PictureSource

DEFAULT_FORMAT = "a6"
_print, _card, _picture, _order = (METADATA.tables[name] for name in ("print", "card", "picture", "order_line"))
_MARK = (
    update(_card)
    .where(_card.c.id == bindparam("known_id"))
    .values(
        printed_revision=bindparam("known_revision"),
        print_count=_card.c.print_count + 1,
        print_reason=None,
    )
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A job that was done before: when, and into which file or where to."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What a print job made: its files, the cards in them, or why nothing was printed (sentences for people).

    `already` is the job that printed exactly this before: nothing was printed again. `stopped` says that somebody
    stopped it; `codes` are then the cards that were printed until then. `sheets` are the codes on each sheet.
    """

    paths: tuple[Path, ...] = ()
    codes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    already: Printed | None = None
    stopped: bool = False
    resumed: bool = False
    job_id: int = 0
    sheets: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintJob:
    """Everything a job needs, read in one moment, so that it can be drawn on any thread."""

    cards: tuple[Card, ...]
    papers: tuple[PaperCard, ...]
    pictures: dict[str, bytes | str]
    look: Look
    printed_at: datetime
    language: str = "en"
    wanted: Wanted | None = field(default=None, compare=False)

    @property
    def format_name(self) -> str:
        """The format by its name."""
        return self.look.format_name

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its cards in their order on paper."""
        return tuple(card.code for card in self.cards)


def prepare(
    session: Session, cards: Sequence[Card], look: Look | str, now: datetime, wanted: Wanted | None = None
) -> PrintJob:
    """Read what these cards' papers say. Cards are put in order of source, item and number.

    `look` may be the name of a format; `wanted` is what of the plant's own designs and sheets it needs.
    """
    ordered = in_order(session.structure, cards)
    papers = tuple(_paper_of(session, card, now) for card in ordered)
    names = {paper.picture for paper in papers if paper.picture}
    pictures = read_pictures(session, names)
    chosen = Look(look) if isinstance(look, str) else look
    return PrintJob(tuple(ordered), papers, pictures, chosen, now, session.plant.language, wanted)


def in_order(structure: Structure, cards: Iterable[Card]) -> list[Card]:
    """Cards as they follow each other on paper: by source, item and number, without those that left for good."""

    def place(card: Card) -> tuple[int, int, int, int]:
        loop = structure.loops[card.loop_id]
        return (loop.source_id, loop.item_id, loop.id, card.number)

    return sorted((card for card in cards if card.state is not CardState.RETIRED), key=place)


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
    single_use = _single_use(session, card) if card.single_use else None
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
        single_use=single_use,
        urgent=card.urgent,
        item_category=item.category,
        customer=single_use.customer if single_use else "",
        replaces_code=session.cards().card(card.replaces_id).code if card.replaces_id else "",
    )


def _single_use(session: Session, card: Card) -> SingleUse:
    """The order that a single-use card is for; its customer and date where the order is known here."""
    found = order_of_reference(session, card.order_reference)
    if found:
        return SingleUse(card.order_reference, *found)
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


def resolved(job: PrintJob) -> Chosen:
    """What a job is drawn with. Raises LookProblem."""
    from kanban_app.operations.paper_looks import Wanted, chosen_for

    return chosen_for(job.look, job.wanted or Wanted())


def draw(
    job: PrintJob,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """A job as the bytes of a PDF. Touches no database, so any thread may do it.

    Raises PrintCancelled when stopped, PrintRefused for what `problems_of` would have told.
    """
    from kanban_app.printing.render import render

    chosen = resolved(job)
    # What stands on paper is read by everybody in the hall; what is wrong with it by the person at this terminal.
    with i18n.speaking(job.language):
        return render(job.papers, chosen.paper, pictures_of(job), progress, cancelled, chosen.options)


def problems_of(job: PrintJob) -> tuple[str, ...]:
    """What keeps a job from being printed, in words: a text that does not fit, a glyph that no font has."""
    from kanban_app.printing.render import check

    chosen = resolved(job)
    with i18n.speaking(job.language):
        found = check(job.papers, chosen.paper, pictures_of(job), chosen.options)
    return tuple(problem.sentence() for problem in found)


def pictures_of(job: PrintJob) -> Callable[[str], PictureSource | None]:
    """What printing asks for an item's picture."""
    from kanban_app.printing.pictures import Drawing

    def picture(name: str) -> PictureSource | None:
        stored = job.pictures.get(name)
        return Drawing.from_path(*drawing_parts(stored)) if isinstance(stored, str) else stored

    return picture


def record(session: Session, job: PrintJob, file_name: str) -> None:
    """Note that the papers exist: they leave the print list and reprints are counted. Once per complete file."""
    with session.database.write():
        mark_printed(session, job, file_name)


def mark_printed(session: Session, job: PrintJob, file_name: str) -> None:
    """Within a transaction: these papers are made."""
    done = [(card.id, paper.revision, paper.print_count) for card, paper in zip(job.cards, job.papers, strict=True)]
    mark_known(session, done, job.printed_at, job.format_name, file_name)


def part_of(job: PrintJob, places: range) -> PrintJob:
    """Some of a job's papers, counted from 0; only the first sheet of the whole starts at another cell."""
    look = job.look if places.start == 0 else replace(job.look, start_cell=1)
    cards, papers = job.cards[places.start : places.stop], job.papers[places.start : places.stop]
    return replace(job, cards=cards, papers=papers, look=look)


def mark_known(
    session: Session, done: Sequence[tuple[int, int, int]], at: datetime, format_name: str, file_name: str
) -> None:
    """Within a transaction: papers of these (card id, revision, print count) were made."""
    session.database.core.execute(
        _MARK, [{"known_id": card_id, "known_revision": revision} for card_id, revision, _count in done]
    )
    same = {"printed_at": to_us(at), "format_name": format_name, "file_name": file_name}
    session.database.core.execute(
        insert(_print),
        [{"card_id": card_id, "revision": revision, "print_count": count, **same} for card_id, revision, count in done],
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
