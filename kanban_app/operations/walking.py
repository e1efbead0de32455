"""A card walk as it goes on: what it needs to survive a crash, what is wrong so far, and setting counts right.

The state of a walk is this terminal's and nobody else's, and the plant knows nothing of it until something is booked.
So it stands in a small file beside the settings, not in the plant: no other terminal sees half a walk, the ledger keeps
only what was done, and a plant that is restored or copied brings no stranger's walk along. The file is a journal, one
line for each thing seen, synced before the next: a process that is killed loses nothing that the person saw ticked.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from kanban_app.domain.card_walk import Correction, Finding, Place, Sighting, Stop, Walk, corrections, findings, route
from kanban_app.domain.cards import Action, Card, CardState
from kanban_app.domain.changes import Outcome
from kanban_app.domain.structure import Structure
from kanban_app.files import write_whole
from kanban_app.operations.counting import book_count
from kanban_app.operations.shop import Shop

FOLDER = "walks"


@dataclass(frozen=True, slots=True)
class Overview:
    """A walk looked over: its stops in order, how many cards of each were seen there, and what is wrong."""

    stops: tuple[Stop, ...]
    seen_counts: Mapping[Place, int]
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...] = ()


def look_over(walk: Walk, cards: Mapping[int, Card], structure: Structure) -> Overview:
    """Look a walk over; at 50,000 cards this takes a moment, so it is no work for the window's thread."""
    stops = tuple(route(cards.values(), structure, walk.station_ids))
    seen = {(sighting.place, sighting.card_id) for sighting in walk.sightings}
    counts = {stop.place: sum((stop.place, card.id) in seen for card in stop.cards) for stop in stops}
    wrong = tuple(findings(walk, stops, cards, structure))
    return Overview(stops, counts, wrong, tuple(corrections(walk, cards)))


class WalkBook:
    """The file of one terminal's walk through one plant; without a folder it is kept nowhere.

    What is to be written is put in order at once, by one thread, and written by `flush`, by any.
    """

    def __init__(self, folder: Path | None, plant: str, born_at: datetime) -> None:
        name = hashlib.sha256(plant.encode()).hexdigest()[:24]
        self._path = folder / FOLDER / f"{name}.walk" if folder is not None else None
        # Another plant may have taken the place of this one under the same name.
        self._born = born_at.isoformat()
        self._waiting: deque[Callable[[Path], None]] = deque()
        self._lock = threading.Lock()

    def load(self) -> Walk | None:
        """The walk that was not ended; None where there is none, or none that can be read. Blocks."""
        if self._path is None:
            return None
        try:
            entries = list(_entries(self._path.read_bytes()))
            if not entries or entries[0].get("plant") != self._born:
                return None
            walk = Walk(datetime.fromisoformat(entries[0]["began"]), frozenset(entries[0]["stations"]))
            for entry in entries[1:]:
                _take_down(walk, entry)
        except (OSError, KeyError, TypeError, ValueError):
            return None
        return walk

    def flush(self) -> None:
        """Write what waits, in its order. Blocks. Raises OSError; what was not written is tried again next time."""
        with self._lock:
            while self._waiting:
                if self._path is not None:
                    self._waiting[0](self._path)
                self._waiting.popleft()

    def begin(self, walk: Walk) -> None:
        """Begin a file of its own for this walk."""
        head = {"plant": self._born, "began": walk.began_at.isoformat(), "stations": sorted(walk.station_ids)}
        self._waiting.append(partial(_begin, data=json.dumps(head).encode()))

    def see(self, sighting: Sighting) -> None:
        """A sighting."""
        self._add(
            {
                "card": sighting.card_id,
                "place": [sighting.place.station_id, sighting.place.name],
                "at": sighting.at.isoformat(),
                "fits": sighting.fits,
                "state": sighting.state.value,
                "event": sighting.event,
                "old": sighting.old_paper,
                "back": sighting.is_taken_back,
            }
        )

    def finish(self, place: Place, *, done: bool) -> None:
        """A place is done, or not after all."""
        self._add({"done": done, "place": [place.station_id, place.name]})

    def count(self, card_id: int, left: int | None, event: int) -> None:
        """A container was counted; None: the count is not wanted after all."""
        self._add({"counted": left, "card": card_id, "event": event})

    def end(self) -> None:
        """The walk is over; its file goes."""
        self._waiting.append(_remove)

    def _add(self, entry: Mapping[str, object]) -> None:
        self._waiting.append(partial(_append, line=json.dumps(entry).encode()))


def _begin(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)


def _append(path: Path, line: bytes) -> None:
    # The line feed comes first: what a crash left of the line before ends there.
    with path.open("ab") as file:
        file.write(b"\n" + line)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _entries(data: bytes) -> Iterator[dict[str, Any]]:
    """The lines that came to their end; a torn one was never shown as done."""
    for line in data.split(b"\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry


def _take_down(walk: Walk, entry: Mapping[str, Any]) -> None:
    if "counted" in entry:
        walk.count(entry["card"], entry["counted"], entry["event"])
        return
    place = Place(int(entry["place"][0]), str(entry["place"][1]))
    if "done" in entry:
        (walk.done.add if entry["done"] else walk.done.discard)(place)
        return
    at, state = datetime.fromisoformat(entry["at"]), CardState(entry["state"])
    walk.see(Sighting(entry["card"], place, at, entry["fits"], state, entry["event"], entry["old"], entry["back"]))


def replace_lost(shop: Shop, codes: Sequence[str], reason: str, person: str) -> list[Outcome]:
    """Replace these cards, each by a new one that stands on the print list; a result per card. Blocks."""
    return shop.do(Action.REPLACE, codes, reason=reason, person=person, scan_id=uuid.uuid4().hex).result()


def correct_counts(shop: Shop, counted: Iterable[Correction], reason: str, person: str) -> list[Outcome]:
    """Put the books right where the containers hold something else, with a reason; a result per card. Blocks.

    A container that was emptied so calls for its refill as if it had been emptied by hand. A card that moved on since
    it was counted is refused, and so is adding pieces by somebody who may not supervise.
    """
    outcomes = (book_count(shop, replace(one.card, last_event=one.event), one.left, reason, person) for one in counted)
    return [outcome for outcome in outcomes if outcome is not None]
