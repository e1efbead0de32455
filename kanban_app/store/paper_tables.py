"""The tables of printing: jobs, recalls, designs, printers.

Declared apart from the others, so that only what uses them pays for them (about 5 ms a table at a start).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, String
from sqlmodel import Field, SQLModel

from kanban_app.domain.print_jobs import JobState
from kanban_app.store.tables import METADATA, BigKey, key, one_of, text, whole


class PrintJobRow(SQLModel, table=True):
    """One order to print. `request` says which cards in which look; `identity` which prints of them, once complete."""

    __tablename__ = "print_job"
    __table_args__ = (
        one_of("state", JobState),
        Index("print_job_by_request", "request"),
        Index("print_job_by_identity", "identity"),
    )
    id: int = Field(sa_column=Column(BigKey, primary_key=True, autoincrement=True))
    request: str = text()
    identity: str = text()
    look: str = text()
    destination: str = text()
    state: str = text("open")
    runner: str = text()
    person: str = text()
    begun_at: int = whole()
    touched_at: int = whole()


class PrintJobCardRow(SQLModel, table=True):
    """One card of a job, in the order on paper; printed once its part's file or spool is complete."""

    __tablename__ = "print_job_card"
    job_id: int = key("print_job.id")
    place: int = key()
    card_id: int = whole(target="card.id")
    revision: int = whole()
    print_count: int = whole()
    printed_at: int | None = whole(null=True)


class PrintPartRow(SQLModel, table=True):
    """One file of a job: written down before it is, so that a file that a killed run left is known again."""

    __tablename__ = "print_part"
    __table_args__ = (CheckConstraint("first_place < end_place", name="holds_cards"),)
    job_id: int = key("print_job.id")
    first_place: int = key()
    end_place: int = whole()
    path: str = text()
    digest: str = text()
    printed_at: int | None = whole(null=True)


class RecallTickRow(SQLModel, table=True):
    """Somebody says that the paper of this revision is destroyed."""

    __tablename__ = "recall_tick"
    card_id: int = key("card.id")
    revision: int = key()
    ticked_at: int = whole()
    person: str = text()


class CardDesignRow(SQLModel, table=True):
    """A design of the plant's own, as the file that it is exported as."""

    __tablename__ = "card_design"
    name: str = Field(sa_column=Column(String, primary_key=True))
    design: str = text()


class LabelSheetRow(SQLModel, table=True):
    """A sheet of labels of the plant's own; lengths in thousandths of a millimetre."""

    __tablename__ = "label_sheet"
    __table_args__ = (CheckConstraint("row_count >= 1 AND column_count >= 1", name="has_cells"),)
    name: str = Field(sa_column=Column(String, primary_key=True))
    page_width: int = whole()
    page_height: int = whole()
    row_count: int = whole()
    column_count: int = whole()
    left_edge: int = whole()
    top_edge: int = whole()
    cell_width: int = whole()
    cell_height: int = whole()
    pitch_x: int = whole()
    pitch_y: int = whole()


TABLES = tuple(
    METADATA.tables[name]
    for name in ("print_job", "print_job_card", "print_part", "recall_tick", "card_design", "label_sheet")
)
"""In the order above."""
