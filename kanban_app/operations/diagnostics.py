"""What somebody who helps from afar needs to know: versions, the plant's file and ledger, where the log lies.

No name of a person is in it, nor of the person's folder: a path within it begins with ~.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sqlalchemy import func, select

from kanban_app import __version__, i18n
from kanban_app.i18n import _, number
from kanban_app.operations.plants import PlantProblem
from kanban_app.operations.session import Session
from kanban_app.store import sqlite
from kanban_app.store.servers import is_server
from kanban_app.store.tables import METADATA

LIBRARIES = (
    "PySide6-Essentials",
    "qasync",
    "sqlmodel",
    "SQLAlchemy",
    "alembic",
    "pysqlite3",
    "psycopg",
    "reportlab",
    "zxing-cpp",
    "platformdirs",
    "Babel",
    "python-calamine",
    "XlsxWriter",
)
FONTS = (
    ("Inter", "SIL Open Font License 1.1"),
    ("Noto Sans", "SIL Open Font License 1.1"),
    ("DejaVu Sans Mono", "Bitstream Vera, DejaVu changes in the public domain"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called by scripts, by people, and its value."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Library:
    """A package that the program is made with; `licence` as its maker writes it."""

    name: str
    version: str
    licence: str


def program_facts(log_folder: Path) -> list[Fact]:
    """The program and what it runs on. Reads package data: some 20 ms, so call it beside the window."""
    return [
        Fact("program", _("Program"), f"kanban_app {__version__}"),
        Fact("python", "Python", platform.python_version()),
        Fact("qt", "Qt", _version("PySide6-Essentials")),
        Fact("sqlite", "SQLite", sqlite.LIBRARY.sqlite_version),
        Fact("system", _("System"), f"{platform.system()} {platform.release()} {platform.machine()}"),
        Fact("language", _("Language"), i18n.language()),
        Fact("log_folder", _("Log folder"), without_home(log_folder)),
    ]


def plant_facts(session: Session) -> list[Fact]:
    """The open plant: its place, size, journal, and how much is in it."""
    head = session.head()
    card = METADATA.tables["card"]
    card_count = session.database.core.execute(select(func.count()).select_from(card)).scalar_one()
    place = session.database.place
    facts = [Fact("plant", _("Plant"), _shown_place(place))]
    if isinstance(place, Path):
        journal = session.database.fetch_one("PRAGMA journal_mode")
        facts += [
            Fact("plant_bytes", _("Size of its file"), size_text(place.stat().st_size)),
            Fact("journal", _("Journal"), str(journal[0]).upper() if journal else ""),
        ]
    return [
        *facts,
        Fact("ledger_entries", _("Ledger entries"), number(head.last_seq)),
        Fact("cards", _("Cards"), number(card_count)),
        Fact("loops", _("Loops"), number(len(session.structure.loops))),
        Fact("structure_version", _("Version of its structure"), number(head.structure_version)),
    ]


def plant_trouble(problem: PlantProblem) -> list[Fact]:
    """The same of a plant that can't be opened: where it is, and why not."""
    shown = _shown_place(problem.place if is_server(problem.place) else Path(problem.place)) if problem.place else ""
    return [Fact("plant", _("Plant"), shown), Fact("plant_trouble", _("Can't be opened"), problem.problem.value)]


def libraries() -> list[Library]:
    """The packages in use with their licences; those that are not installed here are left out."""
    found = []
    for name in LIBRARIES:
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found.append(Library(name, str(told["Version"]), _licence(told)))
    return found


def as_text(facts: Sequence[Fact], used: Sequence[Library] = ()) -> str:
    """All of it as lines, to be sent to somebody."""
    lines = [f"{fact.label}: {fact.value}" for fact in facts]
    return "\n".join([*lines, *(f"{library.name} {library.version}" for library in used)])


def without_home(path: Path) -> str:
    """A path in which the person's own folder is ~."""
    try:
        return (Path("~") / path.relative_to(Path.home())).as_posix()
    except (ValueError, RuntimeError):
        return path.as_posix()


def size_text(count: int) -> str:
    """A number of bytes for people: 812 kB, 4 MB."""
    if count < 1_000_000:
        return _("{count} kB").format(count=number(-(-count // 1000)))
    return _("{count} MB").format(count=number(-(-count // 1_000_000)))


def _shown_place(place: Path | str) -> str:
    """A server's address may carry a password: only that there is a server is said."""
    return without_home(place) if isinstance(place, Path) else _("on a PostgreSQL server")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _("not installed")


def _licence(told: metadata.PackageMetadata) -> str:
    expression, written = ("".join(told.get_all(name) or []) for name in ("License-Expression", "License"))
    classified = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    named = ", ".join(line.rsplit(" :: ", 1)[1] for line in classified)
    # Some write the whole licence there.
    return expression or named or written.strip().partition("\n")[0][:60] or _("see its package")
