"""Where the files of a test lie, and the furniture factory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.factory_files import Files

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    folder = tmp_path / "plant"
    folder.mkdir()
    return Files(folder)


@pytest.fixture
def furniture_factory() -> Path:
    folder = SHARED / "furniture_factory"
    if not folder.is_dir():
        pytest.skip("the furniture factory is not here: the folder shared/data/furniture_factory is missing")
    return folder
