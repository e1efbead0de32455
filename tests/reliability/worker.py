"""A terminal in a process of its own that is going to be killed: it scans, and acknowledges on its standard output.

`python -m tests.reliability.worker PLANT START [early]`: `early` acknowledges before the booking is on the disk,
which is what the tests must notice.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kanban_app.operations.shop import Shop


def work(plant: Path, start: int, early: bool) -> None:
    """Scan one card after the other at its consumer and its source, for ever."""
    shop = Shop.open(plant)
    structure = shop.structure
    cards = sorted(shop.board().result().cards(), key=lambda card: card.id)
    number = start
    while True:
        for card in cards:
            loop = structure.loops[card.loop_id]
            for station_id in (loop.consumer_id, loop.source_id, loop.source_id):
                scan_id = f"scan-{number}"
                number += 1
                if early:
                    acknowledge(scan_id)
                shop.scan(card.code, station_id, scan_id=scan_id).result()
                if not early:
                    acknowledge(scan_id)


def acknowledge(scan_id: str) -> None:
    """One line, written at once: the person has seen the green answer."""
    os.write(1, f"{scan_id}\n".encode())


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), "early" in sys.argv[3:])
