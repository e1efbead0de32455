"""One open plant as its writer or its reader sees it: the connection, and what changes seldom kept in memory."""

from __future__ import annotations

from kanban_app.domain.structure import Structure
from kanban_app.store.database import Database
from kanban_app.store.reading import Head, PlantInfo, StoredCards, read_head, read_plant, read_structure


class Session:
    """A connection with the plant's structure and settings beside it; used by one thread."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.plant: PlantInfo = read_plant(database)
        self.structure: Structure = read_structure(database)

    def head(self) -> Head:
        """Where the ledger ends; what changes seldom is read again when another terminal changed it."""
        head = read_head(self.database)
        if head.structure_version != self.structure.version:
            self.refresh()
        return head

    def refresh(self) -> None:
        """Read structure and settings again."""
        self.plant = read_plant(self.database)
        self.structure = read_structure(self.database)

    def cards(self) -> StoredCards:
        """Where a booking reads its cards from, inside a transaction."""
        return StoredCards(self.database, self.plant.code_offset)
