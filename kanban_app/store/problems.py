"""What can be wrong with a plant file, as codes; the words are made in `operations.plants`."""

from __future__ import annotations

import errno
from enum import StrEnum

from kanban_app.store.servers import shown_place


class FileProblem(StrEnum):
    """Why a plant can't be used. Nothing was changed, but where the server was lost in the middle of something."""

    MISSING = "missing"
    NO_PLANT = "no_plant"
    NEWER = "newer"
    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    NETWORK_FOLDER = "network_folder"
    EXISTS = "exists"
    NO_RIGHTS = "no_rights"
    DISK_FULL = "disk_full"
    BAD_ADDRESS = "bad_address"
    NO_SERVER = "no_server"
    NO_ENTRY = "no_entry"
    SERVER_LOST = "server_lost"
    ON_SERVER = "on_server"


class StoreError(Exception):
    """A plant that can't be opened, read or written; `problem` says why, `detail` is for support.

    `place` is as it may be shown: an address without its password.
    """

    def __init__(self, problem: FileProblem, place: str, detail: str = "") -> None:
        place = shown_place(place)
        super().__init__(f"{problem.value}: {place} {detail}".strip())
        self.problem = problem
        self.place = place
        self.detail = detail


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def meaning_of_os_error(error: OSError, place: object) -> StoreError:
    """What the system's refusal means for the file or folder `place`."""
    problem = FileProblem.DISK_FULL if error.errno in _NO_ROOM else FileProblem.NO_RIGHTS
    return StoreError(problem, str(place), str(error))
