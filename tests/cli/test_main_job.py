"""The main job on the real factory, through the command line: the pull travels from the shop up to the suppliers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from kanban_app.cli import main

FACTORY = Path(__file__).parents[2].parent / "shared" / "data" / "furniture_factory"

# From the shop upwards: the loop, and what its source does with a released card.
CHAIN = (
    (("varnished chair", "warehouse", "shop 2"), "dispatch"),
    (("varnished chair", "factory", "warehouse"), "dispatch"),
    (("varnished chair", "varnish", "factory"), "start"),
    (("chair", "factory", "varnish"), "dispatch"),
    (("chair", "assembly line", "factory"), "start"),
    (("chair leg", "saw", "assembly line"), "start"),
    (("wooden beam", "wood supplier", "saw"), "dispatch"),
)
Ends = tuple[str, str, str]


class Terminal:
    """A person at a prompt: every command is run, its JSON read, and the books are audited after each booking."""

    def __init__(self, plant: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.plant = plant
        self._capsys = capsys
        self.printed: list[Path] = []
        self.scans = 0

    def run(self, *words: str) -> tuple[int, list[Any]]:
        code = main([*words, "--plant", str(self.plant), "--json"])
        out = self._capsys.readouterr().out
        return code, [json.loads(line) for line in out.splitlines()]

    def book(self, *words: str) -> dict[str, Any]:
        code, answers = self.run(*words)
        assert code == 0, answers
        (answer,) = answers
        assert answer["result"] == "done", answer
        self._check_causes(answer["events"])
        self.printed += [Path(path) for path in answer["printed"]]
        released = [event["card"] for event in answer["events"] if event["action"] == "release"]
        assert bool(answer["printed"]) == bool(released), "every released card is printed"
        assert self.run("audit")[1][0]["ok"]
        return answer

    def _check_causes(self, events: list[dict[str, Any]]) -> None:
        """One root, and every other event names one of the same cascade that came before it."""
        assert [event["cause"] for event in events].count(None) == 1
        seen: set[int] = set()
        for event in events:
            assert event["cause"] is None or event["cause"] in seen
            seen.add(event["seq"])

    def loops(self) -> dict[Ends, dict[str, Any]]:
        (board,) = self.run("board")[1]
        return {(loop["item"], loop["source"], loop["consumer"]): loop for loop in board["loops"]}

    def in_state(self, ends: Ends, *states: str) -> list[str]:
        return [card["code"] for card in self.loops()[ends]["cards"] if card["state"] in states]


@pytest.fixture
def terminal(fast_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    if not FACTORY.is_dir():
        pytest.skip("the furniture factory's files are not beside this checkout")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(fast_path / "config"))
    terminal = Terminal(fast_path / "furniture.kanban", capsys)
    code, (report,) = terminal.run("import", str(FACTORY), "--propose-loops", "--start", "full")
    assert (code, report["result"]) == (0, "done")
    return terminal


def test_the_furniture_factory_has_its_25_loops(terminal: Terminal) -> None:
    loops = terminal.loops()
    kinds = [loop["kind"] for loop in loops.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"production": 7, "supplier": 5, "withdrawal": 13}
    assert loops["chair", "chair supplier", "factory"]["suspended"]
    assert ("chair", "factory", "varnish") in loops


def ask_for(terminal: Terminal, level: int) -> str:
    """Work the levels below until a card of this level's loop is released; returns its code."""
    ends, _action = CHAIN[level]
    for _ in range(60):
        released = terminal.in_state(ends, "released")
        if released:
            return released[0]
        if level == 0:
            full = terminal.in_state(ends, "full", "in_use")[0]
            terminal.book("scan", full, "--at", ends[2])
        else:
            refill(terminal, level - 1)
    raise AssertionError(f"no signal ever reached {ends}")


def refill(terminal: Terminal, level: int) -> dict[str, Any]:
    """The source of this level does its step with a released card, and the consumer receives it."""
    ends, action = CHAIN[level]
    code = ask_for(terminal, level)
    step = terminal.book("do", action, code, "--at", ends[1])
    terminal.book("do", "receive", code, "--at", ends[2])
    assert code not in terminal.in_state(ends, "empty", "released", "in_process", "in_transit"), "the signal is closed"
    return step


def test_the_pull_travels_eight_levels_up_to_the_wood_supplier(terminal: Terminal) -> None:
    for level, (ends, _action) in enumerate(CHAIN):
        ask_for(terminal, level)
        assert terminal.in_state(ends, "released"), ends
    (beam, *_), (_, wood, saw) = terminal.in_state(CHAIN[-1][0], "released"), CHAIN[-1][0]
    terminal.book("scan", beam, "--at", saw)
    assert beam in terminal.in_state(("wooden beam", wood, saw), "full")
    _code, (last,) = terminal.run("history", beam)
    assert [line["action"] for line in last][:3] == ["receive", "release", "draw"]


def test_starting_chairs_takes_cushions_screws_and_legs(terminal: Terminal) -> None:
    step = refill(terminal, 4)
    taken = {event["item"]: 0 for event in step["events"] if event["action"] == "draw"}
    for event in step["events"]:
        if event["action"] == "draw":
            taken[event["item"]] += event["quantity"]
    assert taken == {"cushion": 10, "screws": 40, "chair leg": 40}


def test_what_is_printed_scans_back_to_the_cards_that_were_released(terminal: Terminal) -> None:
    terminal.printed.clear()
    step = refill(terminal, 1)
    released = {event["card"] for event in step["events"] if event["action"] == "release"}
    read = set()
    for path in terminal.printed:
        for page in pypdfium2.PdfDocument(path):
            read |= {found.text for found in zxingcpp.read_barcodes(page.render(scale=2).to_pil())}
    assert released <= read
