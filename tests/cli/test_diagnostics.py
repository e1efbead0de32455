"""The verb `diagnostics`: with a plant, without one, and with one that is gone."""

from __future__ import annotations

import json
from pathlib import Path

from kanban_app.cli import main
from tests.cli.program import Program, Prompt


def test_it_tells_the_plant_that_is_named(prompt: Prompt, plant: Path, capsys):
    assert main(["diagnostics", "--json", "--plant", str(plant)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["plant"] == plant.as_posix()
    assert int(answer["ledger_entries"]) > 0
    assert "reportlab" in answer["libraries"]


def test_lines_for_people(prompt: Prompt, plant: Path, capsys):
    assert main(["diagnostics", "--plant", str(plant)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Program: kanban_app ")
    assert "\nJournal: " in said


def test_a_plant_that_is_gone_is_what_it_tells(prompt: Prompt, fast_path: Path, capsys):
    assert main(["diagnostics", "--json", "--plant", str(fast_path / "gone.kanban")]) == 0
    assert json.loads(capsys.readouterr().out)["plant_trouble"] == "missing"


def test_it_needs_no_plant_and_no_window(program: Program, fast_path: Path):
    ended = program.run("diagnostics", "--json", folder=fast_path)
    assert ended.exit_code == 0, ended.err
    assert "plant" not in ended.answer
    assert ended.answer["program"].startswith("kanban_app ")
    assert not ended.qt
