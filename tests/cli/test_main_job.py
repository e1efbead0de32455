"""The main job on the real factory, through the command line: the pull travels from the shop up to the suppliers."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT
from tests.cli.program import Done, Program, Prompt
from tests.conftest import DEEP
from tests.operations.paper import codes_on

FACTORY = ROOT.parent / "shared" / "data" / "furniture_factory"
OPEN = ("empty", "released", "in_process", "in_transit")

Ends = tuple[str, str, str]
# From the shop upwards: the loop, and what its source does with a released card.
CHAIN: tuple[tuple[Ends, str], ...] = (
    (("varnished chair", "warehouse", "shop 2"), "dispatch"),
    (("varnished chair", "factory", "warehouse"), "dispatch"),
    (("varnished chair", "varnish", "factory"), "start"),
    (("chair", "factory", "varnish"), "dispatch"),
    (("chair", "assembly line", "factory"), "start"),
    (("chair leg", "saw", "assembly line"), "start"),
    (("wooden beam", "wood supplier", "saw"), "dispatch"),
)
ASSEMBLY, SAW, WOOD = 4, 5, 6
MOST_TRIPS = 60


class Terminal:
    """A person at a prompt. After each booking its causes, its papers and the books are checked."""

    def __init__(self, prompt: Prompt, program: Program) -> None:
        self._prompt = prompt
        self._program = program
        self.booked: list[dict[str, Any]] = []

    def run(self, *words: str) -> Done:
        """One command, by a process of its own in a deep run."""
        if os.environ.get(DEEP):
            return self._program.run(*words, "--plant", self._prompt.plant, "--json")
        return self._prompt.json(*words)

    def book(self, *words: str) -> dict[str, Any]:
        """One booking that must be done."""
        ended = self.run(*words)
        assert ended.exit_code == 0, ended.out + ended.err
        answer: dict[str, Any] = ended.answer
        assert (answer["result"], answer["code"]) == ("done", None), answer
        check_causes(answer["events"])
        released = [event["card"] for event in answer["events"] if event["action"] == "release"]
        assert Counter(code for path in answer["printed"] for code in codes_on(Path(path))) == Counter(released)
        assert self.run("audit").answer["ok"]
        self.booked.append(answer)
        return answer

    def loops(self) -> dict[Ends, dict[str, Any]]:
        """All loops by item, source and consumer."""
        board = self.run("board").answer
        return {(loop["item"], loop["source"], loop["consumer"]): loop for loop in board["loops"]}

    def in_state(self, ends: Ends, *states: str) -> list[str]:
        """The codes of a loop's cards in these states."""
        return [card["code"] for card in self.loops()[ends]["cards"] if card["state"] in states]


def check_causes(events: list[dict[str, Any]]) -> None:
    """One root, which the person did; every other event names one of the same cascade that came before it."""
    assert [event["cause"] for event in events].count(None) == 1
    assert events[0]["cause"] is None
    seen: set[int] = set()
    for event in events:
        assert event["cause"] is None or event["cause"] in seen
        seen.add(event["seq"])


@pytest.fixture
def terminal(prompt: Prompt, program: Program, fast_path: Path) -> Terminal:
    """The furniture factory, imported with proposed loops, all containers full."""
    if not FACTORY.is_dir():
        pytest.skip("the furniture factory's files are not beside this checkout")
    prompt.plant = fast_path / "furniture.kanban"
    terminal = Terminal(prompt, program)
    ended = terminal.run("import", str(FACTORY), "--propose-loops", "--start", "full")
    assert (ended.exit_code, ended.answer["result"]) == (0, "done")
    return terminal


def ask_for(terminal: Terminal, level: int) -> str:
    """Work the levels below until a card of this level's loop is released; returns its code.

    Where a lot must gather, or a container is larger than what one step takes, that takes several trips.
    """
    ends, _action = CHAIN[level]
    for _ in range(MOST_TRIPS):
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
    receive(terminal, ends, code)
    return step


def receive(terminal: Terminal, ends: Ends, code: str) -> None:
    """The consumer receives the container, and its signal is closed."""
    received = terminal.book("do", "receive", code, "--at", ends[2])
    assert [event["action"] for event in received["events"]] == ["receive"]
    assert code not in terminal.in_state(ends, *OPEN)


def taken(step: dict[str, Any]) -> Counter[str]:
    """What a step took, by item."""
    found: Counter[str] = Counter()
    for event in step["events"]:
        if event["action"] == "draw":
            found[event["item"]] += event["quantity"]
    return found


def asked(step: dict[str, Any]) -> set[str]:
    """The sources that a step signalled."""
    return {event["source"] for event in step["events"] if event["action"] == "release"}


def test_the_pull_travels_eight_levels_up_to_the_suppliers(terminal: Terminal) -> None:
    loops = terminal.loops()
    kinds = Counter(loop["kind"] for loop in loops.values())
    assert kinds == {"production": 7, "supplier": 5, "withdrawal": 13}
    assert loops["chair", "chair supplier", "factory"]["suspended"], "the bought chair stands by"
    assert loops["chair", "factory", "varnish"]["kind"] == "withdrawal"

    use_up_cushions_and_screws(terminal)
    for level, (ends, _action) in enumerate(CHAIN):
        code = ask_for(terminal, level)
        assert code in terminal.in_state(ends, "released"), ends

    chairs = [step for step in terminal.booked if step["events"][0]["action"] == "start" and is_at(step, ASSEMBLY)]
    assert taken(chairs[0]) == {"cushion": 10, "screws": 40, "chair leg": 40}
    assert asked(chairs[0]) == {"cushion supplier", "screw supplier", "saw"}
    legs = [step for step in terminal.booked if step["events"][0]["action"] == "start" and is_at(step, SAW)]
    assert taken(legs[-1]) == {"wooden beam": 40}
    assert asked(legs[-1]) == {"wood supplier"}

    for ends, loop in terminal.loops().items():
        if loop["kind"] == "supplier":
            for code in terminal.in_state(ends, "released"):
                receive(terminal, ends, code)
            assert terminal.in_state(ends, "released", "in_process", "in_transit") == []
    last = terminal.run("history", terminal.in_state(CHAIN[WOOD][0], "full")[0]).answer
    assert last[0]["action"] in ("receive", "activate")


def is_at(step: dict[str, Any], level: int) -> bool:
    """Whether a step was done in the loop of this level."""
    first = step["events"][0]
    return (first["item"], first["source"], first["consumer"]) == CHAIN[level][0]


def use_up_cushions_and_screws(terminal: Terminal) -> None:
    """Other work at the assembly line leaves what one lot of chairs takes: 3,000 screws are 75 lots otherwise."""
    for item, left in (("cushion", 10), ("screws", 40)):
        ends = (item, f"{item.rstrip('s')} supplier", "assembly line")
        loop = terminal.loops()[ends]
        quantity = loop["container_quantity"] * loop["lot_cards"] - left
        terminal.book("do", "draw", loop["cards"][0]["code"], "--quantity", str(quantity), "--at", ends[2])
        assert terminal.in_state(ends, "released") == [], "the lot has not gathered yet"
