"""What somebody with the file or the server in his hands could do to the ledger, past the triggers and keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kanban_app.domain.ledger import FIELDS, GENESIS, Finding, entry_hash
from kanban_app.store.audit import audit
from kanban_app.store.database import Database

Row = tuple[Any, ...]
SEQ, HASH = FIELDS.index("seq"), FIELDS.index("hash")
TEXTS = {"person", "terminal", "reason", "scan_id"}
NULLABLE = {"cause", "previous", "reverts", "station_id"}
STATES = ("new", "full", "in_use", "empty", "released", "in_process", "in_transit", "retired")


class Tampering:
    """Writes into the ledger as it likes, and puts it back."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.mark = "?" if database.is_sqlite else "%s"
        self._lift_the_guards()
        self.rows: list[Row] = self.read()

    def _lift_the_guards(self) -> None:
        if not self.database.is_sqlite:
            self.database.execute("SET session_replication_role = replica")
            names = "SELECT conname FROM pg_constraint WHERE conrelid = 'event'::regclass AND contype = 'c'"
            for (name,) in self.database.fetch_all(names):
                self.database.execute(f"ALTER TABLE event DROP CONSTRAINT {name}")
            return
        self.database.execute("PRAGMA foreign_keys=OFF")
        self.database.execute("PRAGMA ignore_check_constraints=ON")
        for (name,) in self.database.fetch_all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            self.database.execute(f"DROP TRIGGER {name}")

    def read(self) -> list[Row]:
        """The ledger as it stands."""
        found = self.database.fetch_all(f"SELECT {', '.join(FIELDS)} FROM event ORDER BY seq")
        return [(*row[:HASH], bytes(row[HASH])) for row in found]

    def write(self, rows: Sequence[Row]) -> None:
        """The ledger as it shall stand."""
        with self.database.write():
            self.database.execute("DELETE FROM event")
            marks = ", ".join([self.mark] * len(FIELDS))
            self.database.execute_many(f"INSERT INTO event ({', '.join(FIELDS)}) VALUES ({marks})", rows)

    @contextmanager
    def as_if(self, rows: Sequence[Row]) -> Iterator[None]:
        """The ledger stands so for a while."""
        self.write(rows)
        yield
        self.write(self.rows)

    @contextmanager
    def changed(self, place: int, name: str, value: Any) -> Iterator[None]:
        """One field of one entry has another value for a while."""
        seq = self.rows[place][SEQ]
        statement = f"UPDATE event SET {name} = {self.mark} WHERE seq = {self.mark}"
        self.database.execute(statement, (value, seq))
        yield
        self.database.execute(statement, (self.rows[place][FIELDS.index(name)], value if name == "seq" else seq))

    @contextmanager
    def done(self, statement: str, *tables: str) -> Iterator[None]:
        """A statement on other tables, whose rows are put back."""
        kept = {table: self.database.fetch_all(f"SELECT * FROM {table}") for table in tables}
        self.database.execute(statement)
        yield
        for table, rows in kept.items():
            self.database.execute(f"DELETE FROM {table}")
            marks = ", ".join([self.mark] * len(rows[0]))
            self.database.execute_many(f"INSERT INTO {table} VALUES ({marks})", rows)

    def another(self, place: int, name: str) -> Any:
        """Another value for a field, of the kind that the table accepts."""
        value = self.rows[place][FIELDS.index(name)]
        if name == "hash":
            return bytes(byte ^ 1 for byte in value)
        if name in TEXTS:
            return f"{value}x"
        if name in ("from_state", "to_state"):
            return STATES[(STATES.index(value) + 1) % len(STATES)]
        if name == "action":
            return "urgent" if value != "urgent" else "hold"
        if name == "seq":
            return self.rows[-1][SEQ] + 1000
        if name in ("cause", "previous", "reverts") and value is not None:
            return None
        if name == "cause":
            return self.rows[place][SEQ] - 1
        return (value or 0) + 1


def rehashed(rows: Sequence[Row]) -> list[Row]:
    """The same entries with hashes that fit: only the rules can tell."""
    last, found = GENESIS, []
    for row in rows:
        entry = tuple(0 if value is None else value for value in row[:HASH])
        last = entry_hash(entry, last)
        found.append((*row[:HASH], last))
    return found


def findings(database: Database) -> list[tuple[int, str]]:
    """Where and what the audit finds, in its order."""
    return [(finding.seq, finding.code) for finding in audit(database).findings]


def first(found: Sequence[Finding]) -> int:
    """The first bad entry that a check names."""
    return found[0].seq
