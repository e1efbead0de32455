"""What the codes of the tills are: an item, no goods, or nobody has said yet; then their lines wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, insert, select, update

from kanban_app.domain.structure import Structure
from kanban_app.domain.till_sales import folded, looks_like_no_goods
from kanban_app.operations.session import Session
from kanban_app.store.database import Database
from kanban_app.store.planting import bump_structure
from kanban_app.store.till_tables import METADATA, TillCodeKind

NO_GOODS = 0
"""Stands for an item's id where a code is no goods."""
TO_BE_CREATED = -1
"""Stands for the id of an item that only a trial has made."""
_CHUNK = 5_000
_code, _waiting = METADATA.tables["till_code"], METADATA.tables["till_waiting"]


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that waits to be told. `pieces` is the sum of its waiting lines, in units."""

    code: str
    shown: str
    description: str
    price: str
    line_count: int
    pieces: Decimal
    proposed_no_goods: bool


@dataclass(frozen=True, slots=True)
class ToldCode:
    """A code that somebody has told about; no item where it is no goods."""

    code: str
    shown: str
    description: str
    item_id: int | None


class CodeBook:
    """Which item each code means: as a person said, else the item of that code. Holds for one structure."""

    def __init__(self, structure: Structure, told: Mapping[str, int]) -> None:
        self.version = structure.version
        self._structure = structure
        self._told = told
        self._items = {folded(item.code): item.id for item in reversed(structure.items.values())}

    def item_of(self, code: str) -> int | None:
        """The item's id, NO_GOODS, or None where nobody knows. `code` is folded."""
        told = self._told.get(code)
        return self._items.get(code) if told is None else told

    def suppose(self, codes: Iterable[str]) -> None:
        """Take these for items that are going to be made: a trial counts them as such."""
        for code in codes:
            self._items.setdefault(code, TO_BE_CREATED)

    def decimals_of(self, code: str) -> int | None:
        """The decimals of the item that a code means; None where it means none."""
        item_id = self.item_of(code)
        return self._structure.items[item_id].decimals if item_id and item_id != TO_BE_CREATED else None


class CodesKept:
    """The code book of a file that is being booked, read again only when somebody has changed the plant."""

    def __init__(self, to_be_created: Iterable[str] = ()) -> None:
        self._to_be_created = tuple(to_be_created)
        self._book: CodeBook | None = None

    def book(self, session: Session) -> CodeBook:
        """What holds now."""
        session.head()
        if self._book is None or self._book.version != session.structure.version:
            self._book = read_code_book(session)
            self._book.suppose(self._to_be_created)
        return self._book


def read_code_book(session: Session) -> CodeBook:
    """What is known about codes now."""
    session.head()
    rows = session.database.core.execute(
        select(_code.c.code, _code.c.kind, _code.c.item_id).where(_code.c.kind != TillCodeKind.UNKNOWN.value)
    )
    told = {row.code: row.item_id if row.kind == TillCodeKind.ITEM.value else NO_GOODS for row in rows}
    return CodeBook(session.structure, told)


def read_unknown(session: Session) -> list[UnknownCode]:
    """The codes whose lines wait, those with most lines first."""
    book = read_code_book(session)
    notes = {row.code: row for row in session.database.core.execute(select(_code))}
    found = []
    for code, count, pieces in _sums_waiting(session.database):
        note = notes.get(code)
        shown, description, price = (note.shown, note.description, note.price) if note else (code, "", "")
        if book.item_of(code) is None:
            proposed = looks_like_no_goods(code, description)
            found.append(UnknownCode(code, shown, description, price, count, pieces, proposed))
    return sorted(found, key=lambda unknown: (-unknown.line_count, unknown.code))


def read_told(session: Session) -> list[ToldCode]:
    """The codes that mean something else than the item of the same code, by their spelling."""
    session.head()
    items = session.structure.items
    rows = session.database.core.execute(
        select(_code).where(_code.c.kind != TillCodeKind.UNKNOWN.value).order_by(_code.c.shown)
    )
    return [
        ToldCode(row.code, row.shown, row.description, row.item_id)
        for row in rows
        if row.item_id is None or folded(items[row.item_id].code) != row.code
    ]


def _sums_waiting(database: Database) -> list[tuple[str, int, Decimal]]:
    """(code, lines, pieces): quantities are decimal texts, so equal ones are counted there and summed here."""
    rows = database.core.execute(
        select(_waiting.c.code, _waiting.c.quantity, func.count()).group_by(_waiting.c.code, _waiting.c.quantity)
    )
    sums: dict[str, tuple[int, Decimal]] = {}
    for code, quantity, count in rows:
        lines, pieces = sums.get(code, (0, Decimal(0)))
        sums[code] = (lines + count, pieces + count * Decimal(quantity))
    return [(code, lines, pieces) for code, (lines, pieces) in sums.items()]


def codes_to_settle(session: Session, book: CodeBook) -> list[str]:
    """The codes that have lines waiting and mean something by now."""
    rows = session.database.core.execute(select(_waiting.c.code).distinct())
    return sorted(row.code for row in rows if book.item_of(row.code) is not None)


def note_codes(
    database: Database, codes: Iterable[tuple[str, str, str, str]], items: Mapping[str, int] | None = None
) -> None:
    """Keep what a till says of codes, (code, shown, description, price), inside the caller's transaction.

    `items` names those that were made items. What is known of a code already stays as it is.
    """
    wanted = {code: (shown, description, price) for code, shown, description, price in codes}
    there = {row.code for row in database.core.execute(select(_code.c.code))} if wanted else set()
    rows = []
    for code, (shown, description, price) in wanted.items():
        if code not in there:
            item_id = (items or {}).get(code)
            kind = TillCodeKind.ITEM if item_id else TillCodeKind.UNKNOWN
            said = {"description": description, "price": price}
            rows.append({"code": code, "shown": shown, "kind": kind.value, "item_id": item_id, **said})
    for start in range(0, len(rows), _CHUNK):
        database.core.execute(insert(_code), rows[start : start + _CHUNK])


def tell_codes(session: Session, kinds: Mapping[str, int | None], shown: Mapping[str, str] | None = None) -> None:
    """Remember what codes are, inside the caller's transaction: an item's id, NO_GOODS, or None to forget it again.

    `shown` gives the spelling of codes that no till has sent yet.
    """
    database = session.database
    there = {row.code for row in database.core.execute(select(_code.c.code))}
    for code, item_id in kinds.items():
        kind = TillCodeKind.UNKNOWN if item_id is None else TillCodeKind.ITEM if item_id else TillCodeKind.NO_GOODS
        values = {"kind": kind.value, "item_id": item_id or None}
        if code in there:
            database.core.execute(update(_code).where(_code.c.code == code).values(**values))
        else:
            spelled = (shown or {}).get(code, code)
            database.core.execute(insert(_code).values(code=code, shown=spelled, description="", price="", **values))
    bump_structure(database)  # every terminal reads its code book again
