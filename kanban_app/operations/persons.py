"""Who works here: supervisors and operators, how they show who they are, and who may do what."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, insert, select, update

from kanban_app.domain.codes import CodeError, parse
from kanban_app.domain.structure_edits import EditFault, EditRefused
from kanban_app.i18n import _
from kanban_app.operations.session import Session
from kanban_app.store.database import Database
from kanban_app.store.planting import bump_structure
from kanban_app.store.tables import METADATA

_ANYBODY = "SELECT count(*) FROM person"
_table = METADATA.tables["person"]
_PIN = re.compile(r"[0-9]{4,8}")
LONGEST_NAME = LONGEST_BADGE = 60
# 16 MB and 30 ms a try: a PIN has few values, so each try must cost something.
_SCRYPT = {"n": 2**14, "r": 8, "p": 1}


class PersonProblem(StrEnum):
    """Why a person cannot be kept so."""

    NO_NAME = "no_name"
    BADGE_TAKEN = "badge_taken"
    BADGE_IS_CARD = "badge_is_card"
    BAD_BADGE = "bad_badge"
    BAD_PIN = "bad_pin"
    LAST_SUPERVISOR = "last_supervisor"
    NOT_PERMITTED = "not_permitted"
    UNKNOWN = "unknown"


class PersonError(ValueError):
    """A change to the list of persons that is refused; nothing was changed."""

    def __init__(self, problem: PersonProblem, name: str = "") -> None:
        super().__init__(problem.value, name)
        self.problem = problem
        self.name = name

    def text(self) -> str:
        """What is the matter and what to do, in the language in use."""
        return {
            PersonProblem.NO_NAME: _("A person needs a name of at most 60 characters."),
            PersonProblem.BADGE_TAKEN: _("This badge belongs to {name}. Take another one."),
            PersonProblem.BADGE_IS_CARD: _("This is the code of a kanban card. Take another badge."),
            PersonProblem.BAD_BADGE: _("A badge has 3 to 60 characters that can be printed."),
            PersonProblem.BAD_PIN: _("A PIN has 4 to 8 digits."),
            PersonProblem.LAST_SUPERVISOR: _("Somebody must supervise. Make another person supervisor first."),
            PersonProblem.NOT_PERMITTED: _("Only a supervisor changes who works here."),
            PersonProblem.UNKNOWN: _("Nobody here is called {name}."),
        }[self.problem].format(name=self.name)


@dataclass(frozen=True, slots=True)
class Person:
    """One person. `badge` is what their badge reads as, empty for none; of a PIN only whether there is one is told."""

    name: str
    supervisor: bool
    badge: str = ""
    has_pin: bool = False


def may_supervise(database: Database, person: str) -> bool:
    """Whether this person may do what only supervisors may: everybody, until somebody is listed."""
    row = database.fetch_one(_ANYBODY)
    if not row or not row[0]:
        return True
    supervisor = database.core.execute(select(_table.c.supervisor).where(_table.c.name == person)).scalar()
    return bool(supervisor)


def check_may_edit(database: Database, person: str) -> None:
    """Raises EditRefused where somebody is listed and this person is no supervisor: only they change the structure."""
    if not may_supervise(database, " ".join(person.split())):
        supervisor = next(one.name for one in list_persons(database) if one.supervisor)
        raise EditRefused([EditFault("", "not_permitted", {"name": supervisor})])


def list_persons(database: Database) -> list[Person]:
    """Everybody who is listed, by name."""
    rows = database.core.execute(select(_table).order_by(_table.c.name))
    return [Person(row.name, bool(row.supervisor), row.badge or "", bool(row.pin_hash)) for row in rows]


def read_persons(session: Session) -> tuple[Person, ...]:
    """The same, for the shop's reader."""
    return tuple(list_persons(session.database))


def set_person(database: Database, name: str, *, supervisor: bool) -> None:
    """List a person, or change what they may do; badge and PIN stay."""
    changed = database.core.execute(update(_table).where(_table.c.name == name).values(supervisor=supervisor))
    if not changed.rowcount:
        database.core.execute(insert(_table).values(name=name, supervisor=supervisor))


def remove_person(database: Database, name: str) -> None:
    """Take a person off the list; what they booked stays in the ledger."""
    database.core.execute(delete(_table).where(_table.c.name == name))


def keep_person(
    session: Session, by: str, name: str, *, supervisor: bool, badge: str | None = None, pin: str | None = None
) -> None:
    """List a person or change one, in one transaction. `badge` and `pin`: None leaves them, "" takes them away.

    The first who is listed supervises, whatever was said. Raises PersonError.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise PersonError(PersonProblem.NO_NAME)
    database = session.database
    with database.write():
        _check_permitted(database, by)
        others = [person for person in list_persons(database) if person.name != name]
        if not supervisor and others and not any(person.supervisor for person in others):
            raise PersonError(PersonProblem.LAST_SUPERVISOR)
        set_person(database, name, supervisor=supervisor or not others)
        if badge is not None:
            _set(database, name, badge=_checked_badge(badge.strip(), others))
        if pin is not None:
            _set(database, name, pin_hash=_hashed_pin(pin))
        bump_structure(database)  # so that every terminal reads who works here again


def drop_person(session: Session, by: str, name: str) -> None:
    """Take a person off the list. Raises PersonError for the last supervisor while others are listed."""
    database = session.database
    with database.write():
        _check_permitted(database, by)
        persons = list_persons(database)
        if all(person.name != name for person in persons):
            raise PersonError(PersonProblem.UNKNOWN, name)
        others = [person for person in persons if person.name != name]
        if others and not any(person.supervisor for person in others):
            raise PersonError(PersonProblem.LAST_SUPERVISOR)
        remove_person(database, name)
        bump_structure(database)


def pin_fits(session: Session, name: str, pin: str) -> bool:
    """Whether this is the person's PIN; a person without one, or who is not listed, needs none."""
    kept = session.database.core.execute(select(_table.c.pin_hash).where(_table.c.name == name)).scalar()
    if not kept:
        return True
    salt, _separator, known = str(kept).partition("$")
    return hmac.compare_digest(_scrypt(pin, bytes.fromhex(salt)), known)


def _check_permitted(database: Database, by: str) -> None:
    if not may_supervise(database, by):
        raise PersonError(PersonProblem.NOT_PERMITTED, by)


def _set(database: Database, name: str, **values: object) -> None:
    database.core.execute(update(_table).where(_table.c.name == name).values(**values))


def _checked_badge(badge: str, others: list[Person]) -> str | None:
    if not badge:
        return None
    if not 3 <= len(badge) <= LONGEST_BADGE or not badge.isprintable():
        raise PersonError(PersonProblem.BAD_BADGE)
    owner = next((person.name for person in others if person.badge == badge), None)
    if owner is not None:
        raise PersonError(PersonProblem.BADGE_TAKEN, owner)
    try:
        parse(badge)
    except CodeError:
        return badge
    raise PersonError(PersonProblem.BADGE_IS_CARD)


def _hashed_pin(pin: str) -> str | None:
    if not pin:
        return None
    if not _PIN.fullmatch(pin):
        raise PersonError(PersonProblem.BAD_PIN)
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(pin, salt)}"


def _scrypt(pin: str, salt: bytes) -> str:
    return hashlib.scrypt(pin.encode(), salt=salt, dklen=32, **_SCRYPT).hex()
