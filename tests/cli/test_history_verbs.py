"""The history with its filters, its file, and the board as it was, at a prompt."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.program import Prompt

PEGS = 1


def seqs(prompt: Prompt, *options: object) -> list[int]:
    return [line["seq"] for line in prompt.json("history", *options).answer]


def test_filters_narrow_the_history(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    everything = prompt.json("history").answer
    assert prompt.json("do", "consume", codes[PEGS][0], "--person", "Åsa", "--reason", "Ödelagd").answer
    newest = prompt.json("history").answer
    added = [line["seq"] for line in newest if line["seq"] > everything[0]["seq"]]
    assert seqs(prompt, "--person", "åsa") == added
    assert seqs(prompt, "--text", "ödelagd") == added[-1:]
    assert seqs(prompt, "--action", "consume") == added[-1:]
    assert seqs(prompt, "--action", "consume", "--item", newest[0]["item"].upper()) == added[-1:]
    assert seqs(prompt, "--station", newest[0]["source"], "--action", "consume") == added[-1:]
    roots = [line["seq"] for line in newest if line["cause"] is None]
    assert seqs(prompt, "--roots") == roots
    assert seqs(prompt, "--to", "2020-01-01") == []
    assert prompt.run("history", "--to", "2020-01-01").out.strip() == "Nothing like it happened."


def test_what_can_not_be_meant_is_wrong_use(prompt: Prompt) -> None:
    for options in (("--from", "yesterday"), ("--item", "no such thing"), ("--station", "no such place")):
        ended = prompt.run("history", *options)
        assert ended.exit_code == 2
        assert options[1] in ended.err


def test_the_filtered_history_becomes_a_file(prompt: Prompt, fast_path: Path, codes: dict[int, list[str]]) -> None:
    target = fast_path / "one.csv"
    ended = prompt.json("history", codes[PEGS][0], "--csv", target)
    expected = seqs(prompt, codes[PEGS][0])
    assert ended.answer["count"] == len(expected)
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [int(row[0]) for row in list(csv.reader(file))[1:]] == expected


def test_the_board_as_it_was_after_an_entry(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    before = prompt.json("board").answer
    last = seqs(prompt)[0]
    prompt.run("do", "consume", codes[PEGS][0])
    assert prompt.json("board").answer != before
    then = prompt.json("board", "--at-entry", last).answer
    assert then["at_entry"] == last
    states = [[card["state"] for card in loop["cards"]] for loop in then["loops"]]
    assert states == [[card["state"] for card in loop["cards"]] for loop in before["loops"]]
    assert "Not now." in prompt.run("board", "--at-entry", last).out
    for beyond in (last + 100, -1):
        assert prompt.run("board", "--at-entry", beyond).exit_code == 2
    first = prompt.json("board", "--at-entry", 0).answer
    assert first["at"] is None
    assert {card["state"] for loop in first["loops"] for card in loop["cards"]} == {"new"}
