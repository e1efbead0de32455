"""From the scanner's last key over the commit to the painted answer, with the real window and real threads.

The bare counterpart is a window with one label: the key event runs the raw transaction of the same rows on the
window's own thread and sets the label.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from benchmarks.bare_booking import Written
from benchmarks.bookings import BETWEEN_SCANS, Recorded, record, round_trips
from benchmarks.comparing import Compared, collector_waiting, percentile
from benchmarks.plants import Names, closing_session, copies, last_instant, make_plant
from benchmarks.reporting import Scale, Table, duration
from benchmarks.screen import Painted, application, press_enter, scan, settle, wait_until
from kanban_app.domain.changes import Outcome
from kanban_app.gui.main_window import MainWindow
from kanban_app.gui.office import Office
from kanban_app.gui.sounds import Sounds
from kanban_app.logs import Logs
from kanban_app.operations.shop import Shop
from kanban_app.settings import Settings
from kanban_app.store import sqlite

_SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def measure(scale: Scale) -> list[Table]:
    """p50, p95 and p99 of both ways per number of cards."""
    table = Table(
        "Key to committed to painted, the real window against one label and the raw transaction",
        ("cards", "until", "ratio p50", "p50", "p95", "p99", "bare p50", "bare p95", "bare p99"),
    )
    for count in scale.card_counts:
        with tempfile.TemporaryDirectory(prefix="kanban-bench-", dir=scale.folder) as made:
            plant = Path(made) / "plant.kanban"
            make_plant(plant, count)
            for until, compared in _compare(plant, scale.repeats(200)).items():
                table.rows.append({"cards": count, "until": until} | _percentiles(compared))
    table.notes.append("a scan is a key event per character, then Enter; the clock runs from Enter")
    table.notes.append("painted: the station's strip shows the answer; in the bare window its label does")
    return [table]


def _percentiles(compared: Compared) -> dict[str, object]:
    found: dict[str, object] = {"ratio p50": f"{compared.ratio:.2f}x"}
    for name, share in _SHARES.items():
        found[name] = duration(percentile(compared.ours_s, share))
        found[f"bare {name}"] = duration(percentile(compared.bare_s, share))
    return found


def _compare(plant: Path, scan_count: int) -> dict[str, Compared]:
    ours_path, bare_path = copies(plant, "ours", "bare")
    with closing_session(plant) as session:
        began_at = last_instant(session)
        recorded = record(session, round_trips(session, scan_count // 2 + 1, Names(0).line))
    home = recorded[0].station_id
    with closing(sqlite.connect(bare_path)) as connection:
        station = _Station(ours_path, began_at, home, plant.parent)
        label = _BareWindow(connection)
        try:
            return _in_turns(station, label, recorded)
        finally:
            label.close()
            station.close()


def _in_turns(station: _Station, label: _BareWindow, recorded: list[Recorded]) -> dict[str, Compared]:
    ours: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    warm_up = min(10, len(recorded) // 3)
    with collector_waiting():
        for one in recorded:
            ours.append(station.scan(one.code))
            bare.append(label.scan(one.code, one.written))
    ours, bare = ours[warm_up:], bare[warm_up:]
    return {
        name: Compared([times[place] for times in ours], [times[place] for times in bare])
        for place, name in enumerate(("committed", "painted"))
    }


class _Station:
    """The whole window at one station, with a plant's clock of its own."""

    def __init__(self, path: Path, began_at: datetime, station_id: int, folder: Path) -> None:
        application()
        settings = Settings(folder / "settings.json")
        settings.muted = True
        self._count = 0
        self._committed_at = 0.0
        self._began_at = began_at
        self.shop = Shop(path, clock=self._now)
        self.window = MainWindow(settings, Logs(folder / "logs"), expects_plant=True)
        self.window.show()
        self.office = Office(self.window, Sounds(settings, lambda _file: True))
        self.office.link.attach(self.shop)
        self.office.doors.opened.emit()
        wait_until(lambda: self.office.link.board is not None, "the board")
        self.office.station.choose(station_id)
        self.office.go("station")
        self._hear_commits()
        self._answered = False
        self.office.station.terminal.booker.answered.connect(self._on_answered)
        self._painted = Painted(self.office.station.terminal.strip)
        settle()

    def _now(self) -> datetime:
        return self._began_at + self._count * BETWEEN_SCANS

    def _hear_commits(self) -> None:
        """Whoever books hears of the commit through a future; so does this."""
        real: Callable[..., Future[Outcome]] = self.shop.scan

        def heard(*arguments: Any, **options: Any) -> Future[Outcome]:
            future = real(*arguments, **options)
            future.add_done_callback(self._on_committed)
            return future

        self.shop.scan = heard  # type: ignore[method-assign] # listening in, nothing is replaced

    def _on_committed(self, _future: Future[Outcome]) -> None:
        self._committed_at = perf_counter()

    def _on_answered(self, outcome: Outcome) -> None:
        assert outcome.events, outcome
        self._answered = True
        self._painted.count = 0

    def scan(self, code: str) -> tuple[float, float]:
        """Seconds from Enter to the commit and to the painted answer."""
        self._count += 1
        self._answered = False
        handle = self.window.windowHandle()
        scan(handle, code)
        start = perf_counter()
        press_enter(handle)
        wait_until(lambda: self._answered and self._painted.count > 0, "a painted answer")
        end = perf_counter()
        self.rest()
        return self._committed_at - start, end - start

    def rest(self) -> None:
        """Let what the booking set going come to its end: the threads of the shop, then what they brought."""
        for _ in range(2):
            self.shop.open_calls().result()
            settle()

    def close(self) -> None:
        """End threads and window."""
        self.office.station.terminal.shut()
        shop = self.office.link.detach()
        self.office.doors.shut.emit()
        if shop is not None:
            shop.close()
        self.office.troubles.stop()
        self.window.hide()
        self.window.deleteLater()
        settle()


class _BareWindow(QWidget):
    """One label; Enter runs the transaction at hand and says so."""

    def __init__(self, connection: Any) -> None:
        super().__init__()
        self._connection = connection
        self._label = QLabel("ready")
        QVBoxLayout(self).addWidget(self._label)
        self._painted = Painted(self._label)
        self._written: Written | None = None
        self._typed, self._count = "", 0
        self._committed_at = 0.0
        self.resize(1440, 900)
        self.show()
        settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Gather the code; Enter books it."""
        if event.text() != "\r":
            self._typed += event.text()
        elif self._written is not None:
            self._written.write(self._connection)
            self._committed_at = perf_counter()
            self._count += 1
            self._label.setText(f"{self._typed} booked as number {self._count}")
            self._painted.count = 0
            self._typed = ""

    def scan(self, code: str, written: Written) -> tuple[float, float]:
        """Seconds from Enter to the commit and to the painted label."""
        self._written, self._painted.count = written, 0
        scan(self, code)
        start = perf_counter()
        press_enter(self)
        wait_until(lambda: self._painted.count > 0, "a painted label")
        return self._committed_at - start, perf_counter() - start
