"""What tests share that kill a process of the program in mid-work, and look at what is left."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from kanban_app.domain.draft import PlantDraft
from kanban_app.operations.plants import new_plant, open_session
from kanban_app.operations.session import Session
from tests.clock import Clock
from tests.reliability.worker import Life
from tests.store.processes import other_process
from tests.store.small_plant import plant_it

SEED = int(os.environ.get("KANBAN_TEST_SEED", "1"))
MARKS = [
    pytest.mark.kill,
    pytest.mark.skipif(os.name == "nt", reason="SIGKILL is another matter on Windows"),
]


def planted(path: Path, clock: Clock, plan: PlantDraft, prepare: Callable[[Session], object] | None = None) -> Path:
    """A plant that is named as its file, closed again."""
    new_plant(path, path.stem)
    session = open_session(path)
    plant_it(session, clock(), plan)
    if prepare is not None:
        prepare(session)
    session.database.close()
    return path


class Killer:
    """Lets a process live from its first word to a random instant soon after, again and again."""

    def __init__(self, longest_life_s: float) -> None:
        self.longest_life_s = longest_life_s
        self.chance = random.Random(SEED)

    def one_life(self, target: Callable[..., None], plant: Path, life: Life, *, speaks_first: bool = True) -> list[Any]:
        """Everything it said. Where it does not speak first, it may be killed before it has begun."""
        with other_process(target, plant, life) as (answer, process):
            heard = [answer.recv()] if speaks_first else []
            time.sleep(self.chance.uniform(0, self.longest_life_s))
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            return heard + _until_the_end(answer)


def _until_the_end(answer: Connection) -> list[Any]:
    heard = []
    while True:
        try:
            heard.append(answer.recv())
        except (EOFError, ConnectionResetError):
            return heard
