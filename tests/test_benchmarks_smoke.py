"""The benchmarks still run: each once at its smallest size, in a process of its own. No times are judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.bare_booking import differing_tables
from benchmarks.plants import closing_session, copies, make_plant
from kanban_app.store.audit import audit

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.bench_smoke
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs_and_prints_its_table(name: str, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "-m", "benchmarks", "--smoke", "--only", name, "--json", str(figures)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [*command, "--folder", str(tmp_path)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    tables = json.loads(figures.read_text(encoding="utf-8"))[name]
    assert tables or "not measured here" in run.stdout
    assert all(table["rows"] for table in tables)


def test_a_benchmark_that_breaks_fails_the_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.setitem(BENCHMARKS, "no_such_benchmark", "a module that is not there")
    assert main(["--smoke", "--only", "no_such_benchmark"]) == 1
    assert "Broken: no_such_benchmark" in capsys.readouterr().out


def test_the_plant_with_a_long_ledger_keeps_every_invariant(tmp_path: Path) -> None:
    plant = tmp_path / "long.kanban"
    make_plant(plant, 140, 3_000)
    with closing_session(plant) as session:
        found = audit(session.database)
    assert (found.findings, found.entry_count >= 3_000, found.card_count) == ((), True, 140)


def test_a_row_that_the_raw_way_wrote_otherwise_is_noticed(tmp_path: Path) -> None:
    plant = tmp_path / "plant.kanban"
    make_plant(plant, 70)
    (copy,) = copies(plant, "copy")
    with closing_session(plant) as one, closing_session(copy) as other:
        assert differing_tables(one.database.raw, other.database.raw, 10) == []
        other.database.execute("UPDATE card SET cycle = cycle + 1 WHERE id = 1")
        assert differing_tables(one.database.raw, other.database.raw, 10) == ["card"]
