"""Printing at a prompt: looks, printers, jobs that were done or cut off; the recall; measuring a printer."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kanban_app.cli import main
from kanban_app.settings import Settings
from tests.cli.program import Done, Prompt
from tests.operations.paper import codes_on
from tests.store.small_plant import RACKS, SOLD

Codes = dict[int, list[str]]


def test_exactly_the_same_again_is_a_named_no_op_unless_asked_for(prompt: Prompt, codes: Codes) -> None:
    words = ("print", "--cards", *codes[SOLD][:2])
    assert prompt.json(*words).answer["result"] == "done"
    second = prompt.json(*words)
    assert (second.exit_code, second.answer["result"], second.answer["printed"]) == (0, "no_op", [])
    assert "--again" in second.answer["message"]
    third = prompt.json(*words, "--again")
    assert third.answer["result"] == "done"
    assert sorted(codes_on(Path(third.answer["printed"][0]))) == sorted(codes[SOLD][:2])


def test_a_format_that_there_is_not_lists_those_that_there_are(prompt: Prompt) -> None:
    wrong = prompt.run("print", "--format", "a0")
    assert wrong.exit_code == 2
    for name in ("a4-8", "a6"):
        assert name in wrong.err


@pytest.mark.parametrize(
    "words",
    [
        ("--start-cell", "9", "--format", "a4-8"),
        ("--design", "nobodys"),
        ("--copies", "2"),
        ("--tray", "2"),
        ("--duplex",),
        ("--offset", "one"),
        ("--scale", "2,2"),
        ("--second-language", "tlh"),
    ],
)
def test_what_cannot_be_is_wrong_use_and_prints_nothing(prompt: Prompt, codes: Codes, words: tuple[str, ...]) -> None:
    ended = prompt.run("print", "--all", *words)
    assert (ended.exit_code, ended.out) == (2, "")
    assert prompt.json("print", "--new").answer["cards"], "nothing of it counts as printed"


def test_new_cards_and_cards_with_an_old_paper_can_be_chosen(prompt: Prompt, codes: Codes) -> None:
    everything = sorted(code for found in codes.values() for code in found)
    assert sorted(prompt.json("print", "--new", "--format", "a4-8").answer["cards"]) == everything
    assert prompt.json("print", "--new").answer["result"] == "no_op"
    prompt.json("change-loop", SOLD, "container_quantity=3")
    assert sorted(prompt.json("print", "--stale").answer["cards"]) == sorted(codes[SOLD])


def test_a_folder_gets_files_and_a_name_that_ends_in_pdf_is_one(prompt: Prompt, codes: Codes, tmp_path: Path) -> None:
    [path] = prompt.json("print", "--loop", SOLD, "--out", tmp_path / "tray").answer["printed"]
    assert Path(path).parent == tmp_path / "tray"
    [path] = prompt.json("print", "--loop", RACKS, "--out", tmp_path / "tray" / "mine.pdf").answer["printed"]
    assert Path(path).name == "mine.pdf"


def test_without_a_job_that_was_cut_off_there_is_nothing_to_resume(prompt: Prompt, codes: Codes) -> None:
    assert prompt.json("print", "--resume").answer["result"] == "no_op"


# -- printers ---------------------------------------------------------------------------------------------------------

Queue = Callable[[], list[list[str]]]


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    """A printing system that writes down what it is called with."""
    folder, log = tmp_path / "bin", tmp_path / "queue.jsonl"
    folder.mkdir()
    lp = folder / "lp"
    lp.write_text(
        f'#!/usr/bin/env python3\nimport json, sys\nopen({str(log)!r}, "a").write(json.dumps(sys.argv[1:]) + "\\n")\n'
    )
    lp.chmod(lp.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return lambda: [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


needs_a_shell = pytest.mark.skipif(os.name == "nt", reason="a script stands in for the printing system")


@needs_a_shell
def test_a_printer_gets_the_file_with_tray_copies_and_sides(prompt: Prompt, codes: Codes, queue: Queue) -> None:
    ended = prompt.json(
        "print", "--loop", SOLD, "--printer", "office", "--copies", 2, "--tray", "Tray2", "--duplex", "--format", "a4-8"
    )
    [path] = ended.answer["printed"]
    options = "-d office -n 2 -o media=Tray2 -o sides=two-sided-long-edge -o print-scaling=none --"
    assert queue() == [[*options.split(), path]]


@needs_a_shell
def test_a_printers_name_is_never_taken_for_an_option(prompt: Prompt, codes: Codes, queue: Queue) -> None:
    prompt.json("print", "--loop", SOLD, "--printer=-o raw", "--format", "a4-8")
    assert queue()[0][:2] == ["-d", "-o raw"]


@needs_a_shell
def test_a_printer_that_refuses_leaves_the_cards_on_the_list(
    prompt: Prompt, codes: Codes, queue: Queue, tmp_path: Path
) -> None:
    (tmp_path / "bin" / "lp").write_text("#!/bin/sh\necho no such printer >&2\nexit 1\n")
    ended = prompt.run("print", "--loop", SOLD, "--printer", "gone")
    assert ended.exit_code == 1
    assert "no such printer" in ended.err
    again = prompt.json("print", "--loop", SOLD)
    assert sorted(again.answer["cards"]) == sorted(codes[SOLD])
    assert again.answer["resumed"] is False


# -- the recall -------------------------------------------------------------------------------------------------------


@pytest.fixture
def recalled(prompt: Prompt, codes: Codes) -> list[str]:
    """The cards of a loop whose paper has become old."""
    prompt.json("print", "--all", "--format", "a4-8")
    prompt.json("change-loop", SOLD, "container_quantity=3")
    return sorted(codes[SOLD])


def recall(prompt: Prompt, *words: object) -> Done:
    return prompt.json("recall", *words)


def test_every_old_paper_is_told_of_with_the_place_where_it_is(prompt: Prompt, recalled: list[str]) -> None:
    answer = recall(prompt, "--list").answer
    assert (answer["outside"], sorted(card["code"] for card in answer["cards"])) == (4, recalled)
    assert {(card["station"], card["revision"], card["new_revision"]) for card in answer["cards"]} == {("shop", 1, 2)}
    said = prompt.run("recall").out
    assert said.startswith("4 old cards are still out.")


def test_a_destroyed_one_is_ticked_off_once(prompt: Prompt, recalled: list[str]) -> None:
    first = recall(prompt, "--destroyed", recalled[0], "--person", "Anna").answer
    assert (first["ticked"], first["outside"]) == (1, 3)
    assert recall(prompt, "--destroyed", recalled[0]).answer["ticked"] == 0


def test_an_unknown_code_ticks_nothing_off(prompt: Prompt, recalled: list[str]) -> None:
    ended = recall(prompt, "--destroyed", recalled[0], "0000000")
    assert (ended.exit_code, ended.answer["code"]) == (3, "unknown_card")
    assert recall(prompt).answer["outside"] == 4


def test_the_list_to_walk_with_is_a_file(prompt: Prompt, recalled: list[str], tmp_path: Path) -> None:
    target = tmp_path / "recall.pdf"
    assert recall(prompt, "--out", target).answer["file"] == str(target)
    assert target.read_bytes().startswith(b"%PDF")


# -- measuring a printer ----------------------------------------------------------------------------------------------


def test_a_printers_measures_are_remembered_on_this_terminal(
    prompt: Prompt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kanban_app.settings.default_path", lambda: tmp_path / "settings.json")
    assert main(["calibration", "--printer", "office", "--offset=0.5,-1", "--scale", "1.002,1"]) == 0
    assert Settings(tmp_path / "settings.json").calibration_of("office") == (0.5, -1.0, 1.002, 1.0)
    assert Settings(tmp_path / "settings.json").calibration_of("other") == (0.0, 0.0, 1.0, 1.0)


def test_a_measure_that_no_printer_has_is_wrong_use(prompt: Prompt) -> None:
    assert prompt.run("calibration", "--printer", "office", "--offset", "300,0").exit_code == 2
    assert prompt.run("calibration").exit_code == 2


def test_the_page_to_measure_with_is_a_file(prompt: Prompt, tmp_path: Path) -> None:
    assert prompt.run("calibration", "--out", tmp_path / "page.pdf").exit_code == 0
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


def test_a_card_that_was_scanned_with_its_new_paper_is_not_out_any_more(prompt: Prompt, recalled: list[str]) -> None:
    prompt.json("scan", recalled[0], "--at", "shop")
    assert recall(prompt).answer["outside"] == 4, "a scan of the old paper tells only where it is"
    prompt.json("print", "--stale", "--format", "a4-8")
    assert recall(prompt).answer["outside"] == 4, "printed is not swapped"
    prompt.json("scan", recalled[1], "--at", "shop")
    left = recall(prompt).answer
    assert (left["outside"], recalled[1] in {card["code"] for card in left["cards"]}) == (3, False)
