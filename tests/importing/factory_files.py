"""A small good factory as files, and whatever a test changes about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kanban_app.operations.importing.problems import Problem
from kanban_app.operations.importing.reading import Reading, read_plant

GOOD = {
    "items.csv": "item,unit\nbench,pcs\nseat,pcs\nleg,pcs\nwood,kg\n",
    "bom.csv": "parent,component,quantity_per\nbench,seat,1\nbench,leg,4\nleg,wood,0.75\n",
    "routing.csv": "item,workstation,location,minutes_per_unit\nbench,line,hall,30\nleg,saw,hall,6\n",
    "suppliers.csv": "supplier,item,delivered_to,lead_time_days\nmill,wood,hall,7\nmill,seat,hall,3\n",
    "transfers.csv": "item,from,to,lead_time_days\nbench,hall,shop,1\n",
    "stock.csv": "item,location,on_hand\nbench,shop,3\nwood,hall,12.5\n",
    "orders.csv": "order,customer,item,deliver_from,due,quantity,status\n"
    "1,Ada,bench,shop,2027-01-04,2,closed\n2,Ada,bench,shop,2027-01-05,3,open\n",
}


class Files:
    """Writes files into a folder and reads it as a plant."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def good(self, **changed: str | bytes) -> Files:
        """The good factory; `orders=...` replaces orders.csv, an empty text leaves it out."""
        for name, content in GOOD.items():
            new = changed.pop(name.removesuffix(".csv"), content)
            if new:
                self.write(name, new)
        assert not changed
        return self

    def read(self, **options: Any) -> Reading:
        return read_plant([self.folder], **options)


def codes(reading: Reading) -> list[tuple[str, str, int, str]]:
    """(code, file, row, column) of every problem of a reading."""
    return [(problem.code, problem.file, problem.row, problem.column) for problem in reading.problems]


def the_only(reading: Reading, code: str) -> Problem:
    """The one problem with this code."""
    (problem,) = [problem for problem in reading.problems if problem.code == code]
    return problem
