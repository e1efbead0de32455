"""Diagnostics: versions and sizes are the real ones, and no person can be read from them."""

from __future__ import annotations

import platform
from pathlib import Path

from PySide6 import __version__ as qt_version

from kanban_app import __version__
from kanban_app.domain.cards import Action
from kanban_app.operations import diagnostics
from kanban_app.operations.plants import PlantProblem
from kanban_app.operations.setup_cards import FILE_NAME, setup_card_place, write_setup_card
from kanban_app.store import sqlite
from kanban_app.store.problems import FileProblem
from tests.gui.plants import Factory


def values(facts: list[diagnostics.Fact]) -> dict[str, str]:
    return {fact.name: fact.value for fact in facts}


def test_the_program_tells_its_real_versions(tmp_path: Path):
    found = values(diagnostics.program_facts(tmp_path))
    assert found["program"] == f"kanban_app {__version__}"
    assert found["python"] == platform.python_version()
    assert found["qt"] == qt_version
    assert found["sqlite"] == sqlite.LIBRARY.sqlite_version


def test_a_plant_tells_its_size_its_journal_and_its_ledger(fast_path: Path):
    factory = Factory(fast_path)
    factory.do(Action.CONSUME, factory.cards("chair", "factory store")[:1])
    found = values(factory.shop.read(diagnostics.plant_facts).result())
    newest = factory.shop.history(limit=1).result()[0].event.seq
    assert found["ledger_entries"] == str(newest)
    assert found["cards"] == str(len(list(factory.shop.board().result().cards())))
    assert found["journal"] in ("WAL", "TRUNCATE")
    assert found["plant_bytes"] == diagnostics.size_text(factory.path.stat().st_size)
    text = diagnostics.as_text(factory.shop.read(diagnostics.plant_facts).result())
    assert "Anna" not in text
    assert "Maria" not in text
    factory.close()


def test_paths_do_not_tell_whose_they_are(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/people/anna"))
    assert diagnostics.without_home(Path("/people/anna/plants/a.kanban")) == "~/plants/a.kanban"
    assert diagnostics.without_home(Path("/data/a.kanban")) == "/data/a.kanban"
    trouble = values(diagnostics.plant_trouble(PlantProblem(FileProblem.DAMAGED, "/people/anna/a.kanban")))
    assert trouble == {"plant": "~/a.kanban", "plant_trouble": "damaged"}


def test_every_library_has_a_licence_and_a_version():
    found = diagnostics.libraries()
    assert {"PySide6-Essentials", "reportlab", "SQLAlchemy"} <= {library.name for library in found}
    assert all(library.version and library.licence and len(library.licence) < 80 for library in found)


def test_sizes_are_never_said_too_small():
    assert [diagnostics.size_text(count) for count in (0, 1, 1000, 999_999, 1_000_000, 1_000_001)] == [
        "0 kB",
        "1 kB",
        "1 kB",
        "1,000 kB",
        "1 MB",
        "2 MB",
    ]


def test_the_set_up_card_lies_beside_the_plants_other_papers(fast_path: Path, clock):
    factory = Factory(fast_path)
    place = factory.shop.read(setup_card_place, factory.path).result()
    assert place == factory.path.with_name("factory cards") / FILE_NAME
    assert write_setup_card(place, clock()).read_bytes().startswith(b"%PDF")
    factory.close()
