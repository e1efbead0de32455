"""Prompts with a plant of the small kind: pegs become racks, racks are sold."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanban_app.domain.cards import Card
from kanban_app.domain.loops import PrintRule
from kanban_app.operations.changing import change_settings
from kanban_app.operations.plants import new_plant, open_session
from tests.cli.program import Program, Prompt
from tests.clock import Clock
from tests.store.small_plant import cards_of, draft, plant_it


@pytest.fixture
def plant(fast_path: Path, clock: Clock) -> Path:
    """A plant whose cards are full; nothing of it is printed at once, and every scan counts."""
    path = new_plant(fast_path / "racks.kanban", "Racks", now=clock())
    session = open_session(path)
    plant_it(session, clock(), draft(print_rule=PrintRule.LIST))
    change_settings(session, {"double_scan_window_s": 0})
    session.database.close()
    return path


@pytest.fixture
def program(fast_path: Path) -> Program:
    """Commands as processes."""
    return Program(fast_path / "home")


@pytest.fixture
def prompt(plant: Path, fast_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Prompt:
    """Commands in this process."""
    for name, value in Program(fast_path / "home").environment.items():
        monkeypatch.setenv(name, value)
    return Prompt(plant, capsys)


@pytest.fixture
def codes(plant: Path) -> dict[int, list[str]]:
    """The codes of each loop's cards by number."""
    session = open_session(plant)
    found: dict[int, list[str]] = {}
    for loop_id in session.structure.loops:
        cards: list[Card] = cards_of(session.database, loop_id)
        found[loop_id] = [card.code for card in cards]
    session.database.close()
    return found
