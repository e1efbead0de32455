"""The plant's own designs and label sheets, and what a job's look comes to: format, design and options to draw with."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from kanban_app.domain.print_jobs import Look
from kanban_app.i18n import _
from kanban_app.operations.booking import clean
from kanban_app.operations.session import Session
from kanban_app.store.paper_tables import TABLES

if TYPE_CHECKING:
    from kanban_app.printing.formats import PaperFormat
    from kanban_app.printing.options import PrintOptions

_design, _sheet = TABLES[4:]
LONGEST_NAME = 40
DESIGN_SUFFIX = ".json"
"""A look's design that ends so is a file on this machine."""
_UM_PER_MM = 1000


class LookProblem(ValueError):
    """A name that no format, sheet or design has, or a value out of its range; its text is for people."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A sheet of labels of the plant's own; lengths in thousandths of a millimetre."""

    name: str
    page_width: int
    page_height: int
    row_count: int
    column_count: int
    left_edge: int
    top_edge: int
    cell_width: int
    cell_height: int
    pitch_x: int
    pitch_y: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a look needs of the plant's own: a design's file and the sheets."""

    design: str = ""
    sheets: tuple[LabelSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What to draw with. `notes` say what was wanted and could not be used."""

    paper: PaperFormat
    options: PrintOptions
    notes: tuple[str, ...] = ()


# -- designs -----------------------------------------------------------------------------------------------------------


def design_names(session: Session) -> tuple[str, ...]:
    """The plant's own designs by name."""
    return tuple(session.database.core.execute(select(_design.c.name).order_by(_design.c.name)).scalars())


def read_design(session: Session, name: str) -> str:
    """The file of a design of the plant's own; empty for none."""
    return session.database.core.execute(select(_design.c.design).where(_design.c.name == name)).scalar() or ""


def design_text(session: Session, name: str) -> str:
    """The file of a design, built in or of the plant's own. Raises LookProblem for a name that none has."""
    from kanban_app.printing.designs import BUILT_IN, built_in, dump

    text = dump(built_in(name)) if name in BUILT_IN else read_design(session, name)
    if not text:
        raise LookProblem(_("There is no design {name}.").format(name=name))
    return text


def keep_design(session: Session, name: str, text: str) -> None:
    """Store a design under a name, in place of one of that name. Raises LookProblem for a name that cannot be used.

    The text is kept as it is: a design that a newer program wrote, or a broken one, is told of when it is used.
    """
    known = _usable_name(name)
    with session.database.write():
        session.database.core.execute(_design.delete().where(_design.c.name == known))
        session.database.core.execute(insert(_design).values(name=known, design=text))


def drop_design(session: Session, name: str) -> None:
    """Take a design of the plant's own away."""
    with session.database.write():
        session.database.core.execute(_design.delete().where(_design.c.name == name))


def _usable_name(name: str) -> str:
    known = clean(" ".join(name.split()))
    if not known or len(known) > LONGEST_NAME:
        raise LookProblem(_("A name has 1 to {most} letters.").format(most=LONGEST_NAME))
    return known


# -- label sheets ------------------------------------------------------------------------------------------------------


def read_sheets(session: Session) -> tuple[LabelSheet, ...]:
    """The plant's own sheets by name."""
    rows = session.database.core.execute(select(_sheet).order_by(_sheet.c.name)).all()
    return tuple(LabelSheet(*row) for row in rows)


def keep_sheet(session: Session, sheet: LabelSheet) -> None:
    """Store a sheet, in place of one of that name. Raises LookProblem when its cells overlap or leave the paper."""
    kept = dataclasses.replace(sheet, name=_usable_name(sheet.name))
    _as_format(kept)
    with session.database.write():
        session.database.core.execute(_sheet.delete().where(_sheet.c.name == kept.name))
        session.database.core.execute(insert(_sheet).values(**dataclasses.asdict(kept)))


def drop_sheet(session: Session, name: str) -> None:
    """Take a sheet away."""
    with session.database.write():
        session.database.core.execute(_sheet.delete().where(_sheet.c.name == name))


# -- looks -------------------------------------------------------------------------------------------------------------


def read_wanted(session: Session, look: Look) -> Wanted:
    """What this look needs of the plant's own, or of a design file that it names. Raises LookProblem, OSError."""
    from kanban_app.printing.designs import BUILT_IN

    sheets = read_sheets(session) if look.format_name.startswith("sheet:") else ()
    if look.design.lower().endswith(DESIGN_SUFFIX):
        return Wanted(read_design_file(Path(look.design)), sheets)
    own = look.design and look.design not in BUILT_IN
    return Wanted(read_design(session, look.design) if own else "", sheets)


def format_of(look: Look, sheets: tuple[LabelSheet, ...] = ()) -> PaperFormat:
    """The format of a look. Raises LookProblem listing what there is."""
    from kanban_app.printing.formats import format_named

    try:
        return format_named(look.format_name, tuple(_as_format(sheet) for sheet in sheets))
    except (KeyError, ValueError) as unknown:
        raise LookProblem(str(unknown)) from None


def format_names(sheets: tuple[LabelSheet, ...] = ()) -> list[str]:
    """Every name that a look's format may have, in the order of a list to choose from."""
    from kanban_app.printing import formats

    return formats.format_names(tuple(_as_format(sheet) for sheet in sheets))


def _as_format(sheet: LabelSheet) -> PaperFormat:
    from kanban_app.printing.formats import sheet_format

    lengths = (sheet.left_edge, sheet.top_edge, sheet.cell_width, sheet.cell_height, sheet.pitch_x, sheet.pitch_y)
    page = (sheet.page_width / _UM_PER_MM, sheet.page_height / _UM_PER_MM)
    try:
        return sheet_format(
            sheet.name, page, sheet.row_count, sheet.column_count, *(length / _UM_PER_MM for length in lengths)
        )
    except ValueError as problem:
        raise LookProblem(str(problem)) from None


def chosen_for(look: Look, wanted: Wanted) -> Chosen:
    """What a look is drawn with. A design that cannot be used gives way to the format's own, and a note says so.

    Raises LookProblem for a format or design that there is not, or a value out of its range.
    """
    from kanban_app.printing import designs
    from kanban_app.printing.options import PrintOptions

    paper = format_of(look, wanted.sheets)
    if not 1 <= look.start_cell <= paper.cards_per_page:
        told = _("A sheet of {name} has {count} cells; cell {cell} is none of them.")
        raise LookProblem(told.format(name=look.format_name, count=paper.cards_per_page, cell=look.start_cell))
    values = dataclasses.asdict(look)
    del values["format_name"], values["design"]
    design, notes = None, []
    if look.design:
        try:
            design = designs.built_in(look.design) if look.design in designs.BUILT_IN else designs.load(wanted.design)
            design, note = designs.usable(design, paper)
            notes += [note] if note else []
        except designs.DesignProblem as problem:
            if not wanted.design:
                raise LookProblem(_("There is no design {name}.").format(name=look.design)) from None
            told = _("The design {name} can't be used: {problem} The built-in design is used.")
            notes.append(told.format(name=look.design, problem=problem))
            design = None
    try:
        return Chosen(paper, PrintOptions(design=design, **values), tuple(notes))
    except ValueError:
        raise LookProblem(_("The offset can be up to 30 mm, the scale 0.9 to 1.1, the margin up to 30 mm.")) from None


def design_file(text: str) -> str:
    """The design in a file's text, ready to be kept. Raises LookProblem with the place of what is wrong."""
    from kanban_app.printing.designs import DesignProblem, dump, load

    try:
        return dump(load(text))
    except DesignProblem as problem:
        raise LookProblem(str(problem)) from None


def read_design_file(path: Path) -> str:
    """The design of a file on this machine. Raises LookProblem or OSError."""
    try:
        return design_file(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise LookProblem(_("{name} is no design file.").format(name=path.name)) from None
