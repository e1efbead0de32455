"""The verb `paper`: a file for every kind, JSON of what is on it, refusals in words, and nothing booked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanban_app.domain.paper_sheets import SheetKind
from tests.cli.program import Prompt
from tests.operations.paper import codes_on
from tests.store.small_plant import SOLD


@pytest.mark.parametrize("kind", [kind.value for kind in SheetKind])
def test_every_kind_makes_a_whole_file_and_books_nothing(prompt: Prompt, fast_path: Path, kind: str) -> None:
    before = prompt.json("history").answer
    ended = prompt.json("paper", kind, "--out", fast_path / "one.pdf")
    assert ended.exit_code == 0
    assert ended.answer["result"] == "done"
    assert ended.answer["kind"] == kind
    assert ended.answer["paths"] == [str(fast_path / "one.pdf")]
    assert ended.answer["pages"] >= 1
    assert (fast_path / "one.pdf").read_bytes().startswith(b"%PDF")
    assert prompt.json("history").answer == before


def test_the_codes_told_are_those_on_the_paper(prompt: Prompt, fast_path: Path, codes: dict[int, list[str]]) -> None:
    prompt.run("do", "consume", *codes[SOLD][:2])
    ended = prompt.json("paper", "pick-list", "--at", "store", "--size", "Letter", "--out", fast_path / "pick.pdf")
    assert sorted(ended.answer["codes"]) == sorted(codes[SOLD][:2]) == sorted(codes_on(fast_path / "pick.pdf"))
    assert ended.answer["empty"] is False


def test_an_empty_list_says_so_and_is_done(prompt: Prompt, fast_path: Path) -> None:
    ended = prompt.run("paper", "pull-sheet", "--out", fast_path / "one.pdf")
    assert ended.exit_code == 0
    assert ended.out.strip().endswith("Nothing waits to be sent from here.")


def test_without_a_file_it_goes_into_the_print_folder(prompt: Prompt, plant: Path) -> None:
    [name] = prompt.json("paper", "poster", "--size", "A2", "--tiled").answer["paths"]
    assert Path(name).parent == plant.with_name("racks cards")
    assert Path(name).name.endswith("-poster.pdf")


def test_refusals_and_wrong_use_have_their_exit_codes(prompt: Prompt, fast_path: Path) -> None:
    out = ("--out", fast_path / "none.pdf")
    refused = prompt.json("paper", "pull-sheet", "--at", "shop", *out)
    assert (refused.exit_code, refused.answer["result"], refused.answer["code"]) == (3, "refused", "wrong_station")
    unknown = prompt.run("paper", "badges", "--person", "Lou", *out)
    assert (unknown.exit_code, unknown.out.strip()) == (3, "Nobody here is called Lou. Nothing was made.")
    assert prompt.json("paper", "queue", "--at", "mill", *out).exit_code == 2
    assert prompt.json("paper", "hand-over", "--hours", "0", *out).exit_code == 2
    assert not (fast_path / "none.pdf").exists()
    failed = prompt.json("paper", "queue", "--out", fast_path)
    assert (failed.exit_code, failed.answer["result"]) == (1, "failed")
