"""What a person may choose of formats, designs and languages, in words."""

from __future__ import annotations

from dataclasses import dataclass

from kanban_app.i18n import _
from kanban_app.operations import paper_looks
from kanban_app.operations.paper_looks import LabelSheet
from kanban_app.operations.session import Session

LANGUAGE_NAMES = {"en": "English", "sv": "svenska", "nb": "norsk bokmål"}


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """A format with its cells; `is_own` for a sheet of the plant's own."""

    name: str
    columns: int
    rows: int
    has_cut_marks: bool
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class LookChoices:
    """What this plant has to choose from."""

    formats: tuple[FormatChoice, ...]
    built_in_designs: tuple[str, ...]
    own_designs: tuple[str, ...]
    sheets: tuple[LabelSheet, ...]


def read_choices(session: Session) -> LookChoices:
    """Every format and design that this plant can print with."""
    from kanban_app.domain.print_jobs import Look
    from kanban_app.printing.designs import BUILT_IN

    sheets = paper_looks.read_sheets(session)
    own = {f"sheet:{sheet.name}" for sheet in sheets}
    formats = []
    for name in paper_looks.format_names(sheets):
        paper = paper_looks.format_of(Look(name), sheets)
        formats.append(FormatChoice(name, paper.columns, paper.rows, paper.cut_marks, name in own))
    return LookChoices(tuple(formats), tuple(BUILT_IN), paper_looks.design_names(session), sheets)


def format_words(name: str) -> str:
    """A format as people call it."""
    known = {
        "a4-8": _("A7, eight on an A4 sheet"),
        "a4-4": _("A6, four on an A4 sheet"),
        "letter-8": _("eight on a US Letter sheet"),
        "a5": _("A5, one a page"),
        "a6": _("A6, one a page"),
        "a7": _("A7, one a page"),
        "credit-card": _("credit card, one a page"),
        "label-100x150": _("label 100 × 150 mm"),
        "label-62": _("label on 62 mm tape"),
    }
    if name.startswith("sheet:"):
        return _("label sheet {name}").format(name=name.removeprefix("sheet:"))
    return known.get(name, name)


def design_words(name: str) -> str:
    """A built-in design as people call it; an own one by its name."""
    known = {
        "": _("the usual one for this paper"),
        "a6": _("large card"),
        "credit-card": _("credit card"),
        "label": _("upright label"),
        "flat": _("flat label"),
        "small": _("small label"),
    }
    return known.get(name, name)
