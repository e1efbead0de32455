"""Every verb once as a process of its own: it works, answers in JSON, and never loads Qt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Done, Program
from tests.store.small_plant import PEGS, SOLD

Codes = dict[int, list[str]]
HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "alembic", "reportlab", "zxingcpp", "python_calamine", "numpy", "babel")
VERBS = ("demo", "new", "import", "board", "scan", "do", "print", "history", "audit", "backup", "restore", "selftest")
FOR_PAPER = ("reportlab", "zxingcpp", "PIL")
FOR_SHEETS = ("python_calamine", "xlsxwriter")


def done(ended: Done) -> Done:
    assert ended.exit_code == 0, ended.err or ended.out
    assert ended.err == ""
    assert ended.qt == set()
    return ended


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["scan", "--help"], ["import", "--help"]])
def test_help_loads_neither_tables_nor_paper_nor_a_window(program: Program, words: list[str]) -> None:
    ended = done(program.run(*words))
    assert ended.imported(*HEAVY) == set()
    assert ended.out


def test_all_verbs_are_named_in_the_help(program: Program) -> None:
    said = done(program.run("--help")).out
    assert {verb for verb in VERBS if f" {verb} " not in said} == set()


def test_new(program: Program, fast_path: Path) -> None:
    ended = done(program.run("new", fast_path / "fresh", "--name", "Fresh", "--json"))
    assert ended.answer == {"result": "done", "plant": str(fast_path / "fresh.kanban")}


def test_import(program: Program, fast_path: Path) -> None:
    lists = fast_path / "lists"
    lists.mkdir()
    (lists / "items.csv").write_text("item,unit_cost\nhook,3\nwire,1\n", encoding="utf-8")
    (lists / "bom.csv").write_text("parent,component,quantity_per\nhook,wire,2\n", encoding="utf-8")
    ended = done(program.run("import", lists, "--plant", fast_path / "imported.kanban", "--json"))
    assert ended.answer["result"] == "done"
    assert ended.answer["created"]["items"] == 2
    assert ended.imported(*FOR_PAPER) == set()


def test_board(program: Program, plant: Path) -> None:
    ended = done(program.run("board", "--plant", plant, "--json"))
    assert len(ended.answer["loops"]) == 3
    assert ended.imported(*FOR_PAPER, *FOR_SHEETS, "alembic") == set()


def test_scan(program: Program, plant: Path, codes: Codes) -> None:
    ended = done(program.run("scan", codes[SOLD][0], "--at", "shop", "--plant", plant, "--json"))
    assert ended.answer["result"] == "done"
    assert ended.imported(*FOR_PAPER, *FOR_SHEETS, "alembic") == set()


def test_do(program: Program, plant: Path, codes: Codes) -> None:
    ended = done(program.run("do", "consume", *codes[SOLD][:2], "--plant", plant, "--json"))
    assert [answer["result"] for answer in ended.answers] == ["done", "done"]


def test_print(program: Program, plant: Path, fast_path: Path) -> None:
    ended = done(program.run("print", "--all", "--out", fast_path / "all.pdf", "--plant", plant, "--json"))
    assert ended.answer["printed"] == [str(fast_path / "all.pdf")]
    assert (fast_path / "all.pdf").read_bytes().startswith(b"%PDF-")


def test_history(program: Program, plant: Path, codes: Codes) -> None:
    ended = done(program.run("history", codes[PEGS][0], "--plant", plant, "--json"))
    assert [line["action"] for line in ended.answer] == ["activate"]


def test_audit(program: Program, plant: Path) -> None:
    assert done(program.run("audit", "--plant", plant, "--json")).answer["ok"] is True


def test_backup_and_restore(program: Program, plant: Path, fast_path: Path) -> None:
    copy = fast_path / "copy.kanban"
    assert done(program.run("backup", copy, "--plant", plant, "--json")).answer["backup"] == str(copy)
    back = done(program.run("restore", copy, "--plant", plant, "--json")).answer
    assert back["plant"] == str(plant)
    assert Path(back["put_aside"]).exists()


def test_selftest(program: Program, fast_path: Path) -> None:
    ended = program.run("selftest", "--json", folder=fast_path)
    assert ended.exit_code == 0, ended.out
    assert ended.answer["ok"] is True
    assert ended.qt == set(), "it looks whether Qt is there without loading it"


def test_demo_without_a_window(program: Program, fast_path: Path) -> None:
    ended = done(program.run("demo", fast_path / "demo", "--no-window", "--json"))
    assert Path(ended.answer["plant"]).exists()


@pytest.mark.parametrize(
    "words", [["settings"], ["help-call", "shop"], ["change-loop", "3", "lot_cards=2"], ["issue", "2", "--order", "7"]]
)
def test_the_other_verbs(program: Program, plant: Path, words: list[str]) -> None:
    assert done(program.run(*words, "--plant", plant, "--json")).answer["result"] == "done"


def test_the_last_plant_is_used_when_none_is_named(program: Program, plant: Path, fast_path: Path) -> None:
    nothing_yet = program.run("board")
    assert (nothing_yet.exit_code, nothing_yet.out) == (2, "")
    assert "--plant" in nothing_yet.err
    done(program.run("board", "--plant", plant))
    assert len(done(program.run("board", "--json", folder=fast_path)).answer["loops"]) == 3


def test_a_name_that_the_terminal_cannot_show_is_no_reason_to_fail_after_booking(
    program: Program, plant: Path, codes: Codes
) -> None:
    """A Windows prompt with its old code page, and an item in another script."""
    from kanban_app.operations.plants import open_session

    session = open_session(plant)
    session.database.execute("UPDATE item SET code = '螺栓 Å' WHERE code = 'rack'")
    session.database.close()
    narrow = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
    words = ("scan", "--at", "shop", "--plant", plant)
    plain = program.run(*words, codes[SOLD][0], environment=narrow)
    assert (plain.exit_code, plain.err) == (0, "")
    as_json = program.run(*words, codes[SOLD][1], "--json", environment=narrow)
    assert (as_json.exit_code, as_json.err) == (0, "")
    assert as_json.answer["events"][0]["item"] == "螺栓 Å"


def test_a_reader_that_stops_reading_is_no_failure(program: Program, plant: Path) -> None:
    import subprocess
    import sys

    from tests.architecture.sources import ROOT

    listing = subprocess.Popen(
        [sys.executable, "-m", "kanban_app", "history", "--limit", "100000", "--plant", str(plant)],
        env={**program.environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    listing.stdout.close()
    said = listing.stderr.read()
    listing.stderr.close()
    assert (listing.wait(), said) == (0, b"")
