"""Plants as files or on a server: new, open, backup, restore, and what to say when one can't be used."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kanban_app.domain.codes import CAPACITY
from kanban_app.i18n import _
from kanban_app.operations.clock import utc_now
from kanban_app.operations.session import Session
from kanban_app.store.audit import check_chain, check_pages
from kanban_app.store.backup import copy_whole, put_aside, remove_file
from kanban_app.store.database import Database
from kanban_app.store.migrating import schema_of
from kanban_app.store.plant_file import SUFFIX, check_file, check_place, create_plant, open_plant
from kanban_app.store.problems import FileProblem, StoreError, meaning_of_os_error
from kanban_app.store.servers import database_name, is_server, shown_place

LONGEST_NAME = 60


class PlantProblem(Exception):
    """A plant that can't be used, in words; `problem` is the code. Nothing was changed."""

    def __init__(self, problem: FileProblem, place: str, detail: str = "") -> None:
        super().__init__(f"{problem.value}: {place} {detail}".strip())
        self.problem = problem
        self.place = place
        self.detail = detail

    def text(self) -> str:
        """What is wrong and the one next step, for the person at the screen."""
        words = _server_words(self.problem) if is_server(self.place) else ""
        return (words or _words(self.problem)).format(place=self.place, reason=self.detail)


def _words(problem: FileProblem) -> str:
    said = {
        FileProblem.MISSING: _("There is no plant file {place}. Open another one, or make a new plant."),
        FileProblem.NO_PLANT: _("{place} is no plant file. It was left as it is. Open a file that ends in .kanban."),
        FileProblem.NEWER: _("{place} was written by a newer kanban_app. Update this program to open it."),
        FileProblem.DAMAGED: _("{place} is damaged. It was left as it is. Restore the newest backup."),
        FileProblem.READ_ONLY: _("{place} is read-only. Allow writing to the file and its folder, then open it again."),
        FileProblem.LOCKED: _("{place} is in use by another program. Nothing was booked. Try again in a moment."),
        FileProblem.NETWORK_FOLDER: _(
            "{place} is on a network or cloud folder, where bookings can get lost. Move it to a disk of this computer."
        ),
        FileProblem.EXISTS: _("{place} is there already. Choose another name."),
        FileProblem.NO_RIGHTS: _("{place} can't be read or written here. Choose a folder that is yours."),
        FileProblem.DISK_FULL: _("The disk of {place} is full or failing. Nothing was booked. Make room, then go on."),
    }
    return said.get(problem) or _server_words(problem)


def _server_words(problem: FileProblem) -> str:
    """What is said of a plant on a server; empty where the words of a file do."""
    said = {
        FileProblem.BAD_ADDRESS: _(
            "{place} is no address of a plant on a server. Nothing was changed. Write it as"
            " postgresql://name:password@server:5432/database."
        ),
        FileProblem.NO_SERVER: _(
            "The server of {place} does not answer. Nothing was changed. Check the address, and that the server runs."
        ),
        FileProblem.NO_ENTRY: _(
            "The server does not open {place}: {reason}. Nothing was changed. Check the name, the password and the"
            " database."
        ),
        FileProblem.SERVER_LOST: _(
            "The connection to {place} broke off. See in the history whether the last booking is there, then go on."
        ),
        FileProblem.ON_SERVER: _(
            "{place} is on a server, and only plant files are copied here. Nothing was changed. Have the server make"
            " and bring back its backups."
        ),
        FileProblem.NO_PLANT: _("{place} holds no plant. It was left as it is. Make one in an empty database."),
        FileProblem.EXISTS: _("There are tables in {place} already. Nothing was changed. Name an empty database."),
        FileProblem.NO_RIGHTS: _(
            "The server gives this name no right to {place}. Nothing was changed. Ask whoever runs the server for it."
        ),
        FileProblem.READ_ONLY: _("{place} is read-only now. Nothing was changed. Ask whoever runs the server."),
    }
    return said.get(problem, "")


def worded(error: StoreError) -> PlantProblem:
    """The problem in words for a store's error."""
    return PlantProblem(error.problem, error.place, error.detail)


def new_plant(path: Path, name: str, language: str = "en", *, now: datetime | None = None) -> Path:
    """Make an empty plant file and return its path. Raises PlantProblem; then nothing is left behind."""
    path = with_suffix(path)
    _create(path, name, language, now)
    return path


def new_plant_at(place: Path | str, name: str = "", language: str = "en") -> Path | str:
    """As `new_plant`, or in an empty database of a server; called as the file or database where no name is given."""
    if isinstance(place, Path):
        return new_plant(place, name or place.stem, language)
    _create(place, name or database_name(place), language, None)
    return place


def _create(place: Path | str, name: str, language: str, now: datetime | None) -> None:
    try:
        create_plant(place, name[:LONGEST_NAME], now or utc_now(), secrets.randbelow(CAPACITY), language)
    except StoreError as error:
        raise worded(error) from error


def with_suffix(path: Path) -> Path:
    """The path with the ending of plant files."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)


def open_session(place: Path | str) -> Session:
    """Open a plant. Raises PlantProblem with what is wrong; then nothing was changed."""
    try:
        database = open_plant(place)
    except StoreError as error:
        raise worded(error) from error
    try:
        return Session(database)
    except Exception as error:
        meant = database.meaning_of(error)
        database.close()
        raise worded(meant) from error


def backup(source: Path | str, target: Path) -> Path:
    """Copy a plant while it is in use; the copy appears whole or not at all. Raises PlantProblem, of a server's too."""
    source = _file(source)
    try:
        check_file(source)
        return copy_whole(source, with_suffix(target))
    except StoreError as error:
        raise worded(error) from error


def restore(copy: Path, target: Path | str, now: datetime) -> tuple[Path, Path | None]:
    """Bring a backup back as the plant `target`. Returns its path and where the plant that stood there went.

    The copy is made and checked first; what stands at the target is put aside, never overwritten, and not while a
    terminal has it open. Raises PlantProblem, of a server's plant too.
    """
    target = with_suffix(_file(target))
    unfinished = target.with_name(f".{target.name}.restoring")
    try:
        check_place(target)
        check_file(copy)
        remove_file(unfinished)
        copy_whole(copy, unfinished)
        _check_copy(unfinished, copy)
        aside = put_aside(target, f".before-restore-{now:%Y%m%dT%H%M%S}") if target.exists() else None
        os.rename(unfinished, target)  # noqa: PTH104 - on one file system, whole or not at all
    except StoreError as error:
        raise worded(error) from error
    except OSError as error:
        raise worded(meaning_of_os_error(error, target)) from error
    finally:
        with suppress(OSError):
            remove_file(unfinished)
    return target, aside


def _file(place: Path | str) -> Path:
    if isinstance(place, Path):
        return place
    raise PlantProblem(FileProblem.ON_SERVER, shown_place(place))


def _check_copy(unfinished: Path, copy: Path) -> None:
    """Whether the books of a restored copy hold together; a problem names the backup that it was copied from."""
    database = Database(unfinished, read_only=True)
    try:
        sound = schema_of(database) > 0 and not check_pages(database) and not check_chain(database)
    except (StoreError, database.driver_error, DBAPIError, UnicodeDecodeError) as error:
        raise StoreError(FileProblem.DAMAGED, str(copy), str(error)) from error
    finally:
        database.close()
    if not sound:
        raise StoreError(FileProblem.DAMAGED, str(copy))
