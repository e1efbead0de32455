"""Booked scans and cascades against the raw transaction that writes the same rows to a copy of the same plant."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.bare_booking import Recorder, Written, differing_tables
from benchmarks.comparing import Compared, timed_pairs
from benchmarks.plants import closing_session, copies, last_instant, make_plant
from benchmarks.reporting import COMPARED, Scale, Table
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.loops import LoopKind
from kanban_app.operations.booking import book_scan
from kanban_app.operations.commands import Scan
from kanban_app.operations.session import Session
from kanban_app.store import sqlite

BETWEEN_SCANS = timedelta(seconds=40)
_LEDGER_CARDS = 10_000
_MEMORY_DISK = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Step:
    """One scan: the card's code, where, and whether it is what is measured or only leads back to it."""

    code: str
    station_id: int
    kind: str


def round_trips(session: Session, count: int, station: str = "") -> list[Step]:
    """Bought cards, each emptied and then received again where it is used; all over the plant, or at one station."""
    loops = session.structure.loops
    rows = session.database.fetch_all("SELECT code, loop_id FROM card WHERE state = 'full' ORDER BY id")
    bought = [(code, loops[loop_id]) for code, loop_id in rows if loops[loop_id].kind is LoopKind.SUPPLIER]
    if station:
        stations = session.structure.stations
        bought = [(code, loop) for code, loop in bought if stations[loop.consumer_id].name == station]
    steps: list[Step] = []
    for code, loop in Random(1).choices(bought, k=count):
        steps += [Step(code, loop.consumer_id, "consume"), Step(code, loop.consumer_id, "receive")]
    return steps


def cascades(session: Session, count: int) -> list[Step]:
    """A product's card is emptied, then started (the six inputs' cards empty with it), and all of them come back."""
    rows = session.database.fetch_all(
        "SELECT card.code, loop_id FROM card JOIN loop ON loop.id = loop_id "
        "WHERE loop.kind = 'production' AND state = 'full' ORDER BY card.id"
    )
    loops = session.structure.loops
    steps: list[Step] = []
    for code, loop_id in Random(1).choices(rows, k=count):
        loop = loops[loop_id]
        steps.append(Step(code, loop.consumer_id, "consume"))
        steps.append(Step(code, loop.source_id, "cascade"))
        steps.append(Step("inputs", loop.source_id, "return"))
        steps += [Step(code, loop.source_id, "dispatch"), Step(code, loop.consumer_id, "receive")]
    return steps


class Booker:
    """Books steps at instants of its own, so that two plants get exactly the same entries."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._began_at = last_instant(session)
        self._count = 0

    def book(self, code: str, station_id: int) -> Outcome:
        """Book one scan. The same calls on two copies of a plant write the same rows."""
        self._count += 1
        now: datetime = self._began_at + self._count * BETWEEN_SCANS
        command = Scan(code, station_id, f"s{self._count:031x}", "", "bench")
        outcome = book_scan(self.session, command, now)
        assert outcome.answer is Answer.DONE, outcome
        return outcome


@dataclass(frozen=True, slots=True)
class Recorded:
    """One scan as it was booked once, with what it wrote."""

    code: str
    station_id: int
    kind: str
    written: Written


def record(session: Session, steps: Sequence[Step]) -> list[Recorded]:
    """Book all steps on this plant and keep what each wrote."""
    booker, recorder = Booker(session), Recorder(session.database.raw)
    recorded: list[Recorded] = []
    emptied: list[str] = []
    for step in steps:
        codes = emptied if step.code == "inputs" else [step.code]
        for code in codes:
            outcomes: list[Outcome] = []

            def book(code: str = code, step: Step = step, outcomes: list[Outcome] = outcomes) -> Outcome:
                outcomes.append(booker.book(code, step.station_id))
                return outcomes[0]

            recorded.append(Recorded(code, step.station_id, step.kind, recorder.written_by(book)))
            if step.kind == "cascade":
                emptied = [card.code for card in outcomes[0].cards if card.code != code]
                assert len(emptied) == 6, outcomes[0]
    return recorded


def compare(
    plant: Path, ways: Callable[[Session, int], list[Step]], count: int, kinds: Sequence[str]
) -> list[Compared]:
    """Book the same scans through the program and raw, in turns, on two copies of the plant; one result a kind."""
    ours_path, bare_path = copies(plant, "ours", "bare")
    with closing_session(plant) as session:
        recorded = record(session, ways(session, count))
    with closing_session(ours_path) as session, closing(sqlite.connect(bare_path)) as bare:
        booker = Booker(session)
        chosen = _Chosen(recorded, kinds)
        compared = timed_pairs(chosen.pairs(booker, bare), 0)
        different = differing_tables(session.database.raw, bare, 4 * len(recorded))
        assert not different, f"the raw way wrote something else: {different}"
    for path in (ours_path, bare_path):
        path.unlink()
    return [chosen.only(kind, compared) for kind in kinds]


class _Chosen:
    """Every step is booked both ways; only the asked kinds, after the first tenth, become figures."""

    def __init__(self, recorded: Sequence[Recorded], kinds: Sequence[str]) -> None:
        self._recorded, self._kinds = recorded, kinds

    def pairs(self, booker: Booker, bare: Any) -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
        for one in self._recorded:

            def ours(one: Recorded = one) -> None:
                booker.book(one.code, one.station_id)

            def raw(one: Recorded = one) -> None:
                one.written.write(bare)

            yield ours, raw

    def only(self, kind: str, compared: Compared) -> Compared:
        warm_up = len(self._recorded) // 10
        places = [place for place, one in enumerate(self._recorded) if one.kind == kind and place >= warm_up]
        return Compared([compared.ours_s[at] for at in places], [compared.bare_s[at] for at in places])


def disks(scale: Scale) -> dict[str, Path]:
    """Where it is measured: on the disk, where syncs take most of the time, and in memory, where only work counts."""
    found = {"disk": scale.folder}
    if _MEMORY_DISK.is_dir() and not scale.smoke:
        found["memory"] = _MEMORY_DISK
    return found


def plant_sizes(scale: Scale) -> list[tuple[int, int]]:
    """(cards, entries): all card counts with a short ledger, then one with the long ledgers."""
    sizes = [(count, 0) for count in scale.card_counts]
    middle = min(scale.card_counts, key=lambda count: abs(count - _LEDGER_CARDS))
    return sizes + [(middle, entries) for entries in scale.ledger_counts if entries]


def _on(
    folder: Path, plant: Path, ways: Callable[[Session, int], list[Step]], count: int, kinds: Sequence[str]
) -> list[Compared]:
    """Compare on a copy of the plant there; the plant stays as it is."""
    with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=folder) as made:
        return compare(Path(shutil.copy(plant, made)), ways, count, kinds)


def measure(scale: Scale) -> list[Table]:
    """Both tables, from the same plants."""
    scans = Table(
        "One booked scan against the raw transaction of the same rows",
        ("cards", "entries", "disk", "scan", *COMPARED),
        target=2.5,
    )
    starts = Table(
        "A cascade of seven cards in one transaction against the raw one",
        ("cards", "entries", "disk", *COMPARED),
        target=3.5,
    )
    for cards, entries in plant_sizes(scale):
        with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
            plant = Path(made) / "plant.kanban"
            make_plant(plant, cards, entries)
            for disk, folder in disks(scale).items():
                size: dict[str, object] = {"cards": cards, "entries": max(cards, entries), "disk": disk}
                kinds = ("consume", "receive")
                found = _on(folder, plant, round_trips, scale.repeats(600), kinds)
                for kind, compared in zip(kinds, found, strict=True):
                    scans.add_compared(compared, **size, scan=kind)
                (compared,) = _on(folder, plant, cascades, scale.repeats(150), ("cascade",))
                starts.add_compared(compared, **size)
    note = "disk: with the sync of every commit; memory: a file system in memory, where a sync costs nothing"
    scans.notes.append(note)
    starts.notes.append(note)
    return [scans, starts]
