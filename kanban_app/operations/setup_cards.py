"""Making the set-up card for scanners, in a plant's print folder or anywhere."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kanban_app.operations.papers import folder_of
from kanban_app.operations.session import Session

FILE_NAME = "scanner set-up card.pdf"


def write_setup_card(target: Path, now: datetime) -> Path:
    """Draw the card into a file that appears whole or not at all. Raises OSError as it came."""
    from kanban_app.files import write_whole
    from kanban_app.printing.setup_card import render

    data = render(now)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, data)
    return target


def setup_card_place(session: Session, plant_path: Path) -> Path:
    """Where the card of a plant goes: beside its other papers."""
    return folder_of(session, plant_path) / FILE_NAME
