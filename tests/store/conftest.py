"""What tests of the store share beside databases: a plant that was lived in, as a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clock import Clock
from tests.databases import SqliteFiles
from tests.store.small_plant import live, plant_it


@pytest.fixture
def lived(files: SqliteFiles, clock: Clock) -> Path:
    """The small plant with some history, closed."""
    session = files.session()
    plant_it(session, clock())
    live(session, clock())
    place = session.database.place
    session.database.close()
    assert isinstance(place, Path)
    return place
