"""Who may do what: supervisors and operators."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from kanban_app.store.database import Database
from kanban_app.store.tables import METADATA

_ANYBODY = "SELECT count(*) FROM person"
_table = METADATA.tables["person"]


def may_supervise(database: Database, person: str) -> bool:
    """Whether this person may do what only supervisors may: everybody, until somebody is listed."""
    row = database.fetch_one(_ANYBODY)
    if not row or not row[0]:
        return True
    supervisor = database.core.execute(select(_table.c.supervisor).where(_table.c.name == person)).scalar()
    return bool(supervisor)


def list_persons(database: Database) -> list[tuple[str, bool]]:
    """Every listed person's name and whether they supervise, by name."""
    return [(row[0], bool(row[1])) for row in database.core.execute(select(_table).order_by(_table.c.name))]


def set_person(database: Database, name: str, *, supervisor: bool) -> None:
    """List a person, or change what they may do."""
    remove_person(database, name)
    database.core.execute(insert(_table).values(name=name, supervisor=supervisor))


def remove_person(database: Database, name: str) -> None:
    """Take a person off the list; what they booked stays in the ledger."""
    database.core.execute(delete(_table).where(_table.c.name == name))
