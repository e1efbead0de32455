"""The JSON of the commands, as scripts rely on it: names and shapes are fixed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.refusals import RefusalCode
from tests.cli.program import Prompt
from tests.store.small_plant import PEGS, RACKS, SOLD

Codes = dict[int, list[str]]
RESULT = ["result", "code", "message", "next", "events", "printed"]
EVENT = ["seq", "action", "card", "item", "source", "consumer", "from", "to", "quantity", "cause"]
LOOP = ["id", "item", "source", "consumer", "kind", "container_quantity", "lot_cards", "cards"]
CARD = ["code", "state", "quantity", "since", "cycle", "flags"]
INSTANT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
STATES = [state.value for state in CardState]
ACTIONS = [action.value for action in Action]


def in_order(wanted: list[str], found: dict[str, Any]) -> bool:
    """Every wanted name is there, in this order; others may stand between them."""
    return [name for name in found if name in wanted] == wanted


def check_result(answer: dict[str, Any]) -> None:
    assert list(answer) == RESULT
    assert answer["result"] in ("done", "no_op", "refused")
    assert answer["code"] is None or answer["code"] in [code.value for code in RefusalCode]
    assert isinstance(answer["message"], str)
    assert answer["message"]
    assert answer["next"] is None or answer["next"]
    assert all(isinstance(path, str) and Path(path).exists() for path in answer["printed"])
    seen: set[int] = set()
    for event in answer["events"]:
        assert list(event) == EVENT
        assert event["action"] in ACTIONS
        assert event["from"] in STATES
        assert event["to"] in STATES
        assert isinstance(event["quantity"], int)
        assert re.fullmatch(r"[0-9A-Z]{7}", event["card"])
        assert event["cause"] is None or event["cause"] in seen
        seen.add(event["seq"])


def test_the_board(prompt: Prompt, codes: Codes) -> None:
    board = prompt.json("board").answer
    assert list(board) == ["stations", "loops"]
    assert board["stations"] == [
        {"name": "supplier", "kind": "supplier"},
        {"name": "bench", "kind": "workstation"},
        {"name": "store", "kind": "store"},
        {"name": "shop", "kind": "store"},
    ]
    kinds = {loop["id"]: loop["kind"] for loop in board["loops"]}
    assert kinds == {PEGS: "supplier", RACKS: "production", SOLD: "withdrawal"}
    for loop in board["loops"]:
        assert in_order(LOOP, loop)
        assert isinstance(loop["container_quantity"], int)
        assert isinstance(loop["lot_cards"], int)
        assert [card["code"] for card in loop["cards"]] == codes[loop["id"]]
        for card in loop["cards"]:
            assert in_order(CARD, card)
            assert card["state"] in STATES
            assert INSTANT.match(card["since"])
            assert isinstance(card["cycle"], int)
            assert card["flags"] == []
            assert card["quantity"] == loop["container_quantity"]


def test_flags_are_spelled_as_the_marks(prompt: Prompt, codes: Codes) -> None:
    prompt.json("do", "urgent", codes[SOLD][0])
    prompt.json("do", "hold", codes[SOLD][0], "--reason", "check")
    loops = prompt.json("board").answer["loops"]
    [card] = [card for loop in loops for card in loop["cards"] if card["code"] == codes[SOLD][0]]
    assert card["flags"] == ["on_hold", "urgent"]


def test_a_scan_that_is_done(prompt: Prompt, codes: Codes) -> None:
    answer = prompt.json("scan", codes[SOLD][0], "--at", "shop").answer
    check_result(answer)
    assert (answer["result"], answer["code"]) == ("done", None)
    consumed, released = answer["events"]
    assert consumed == {
        "seq": 13,
        "action": "consume",
        "card": codes[SOLD][0],
        "item": "rack",
        "source": "store",
        "consumer": "shop",
        "from": "full",
        "to": "empty",
        "quantity": 1,
        "cause": None,
    }
    assert (released["action"], released["to"], released["cause"]) == ("release", "released", 13)


def test_a_cascade_names_the_cause_of_each_event(prompt: Prompt, codes: Codes) -> None:
    rack = codes[RACKS][0]
    prompt.json("do", "consume", rack)
    answer = prompt.json("do", "start", rack).answer
    check_result(answer)
    started, drawn, released = answer["events"]
    assert (started["action"], started["cause"]) == ("start", None)
    assert (drawn["action"], drawn["item"], drawn["quantity"], drawn["cause"]) == ("draw", "peg", 8, started["seq"])
    assert (released["action"], released["source"], released["cause"]) == ("release", "supplier", drawn["seq"])


def test_a_no_op_says_so(prompt: Prompt, codes: Codes) -> None:
    prompt.json("settings", "double_scan_window_s=60")
    prompt.json("scan", codes[SOLD][0], "--at", "shop")
    ended = prompt.json("scan", codes[SOLD][0], "--at", "shop")
    check_result(ended.answer)
    assert (ended.exit_code, ended.answer["result"], ended.answer["code"]) == (0, "no_op", "double_scan")
    assert ended.answer["events"] == []


def test_a_refusal_has_its_code_and_the_one_next_step(prompt: Prompt, codes: Codes) -> None:
    ended = prompt.json("scan", codes[SOLD][0], "--at", "bench")
    check_result(ended.answer)
    assert (ended.exit_code, ended.answer["result"], ended.answer["code"]) == (3, "refused", "wrong_station")
    assert ended.answer["next"]
    assert ended.answer["events"] == []


def test_several_cards_are_one_result_each_and_one_refusal_leaves_the_others_done(prompt: Prompt, codes: Codes) -> None:
    prompt.json("do", "consume", codes[SOLD][1])
    ended = prompt.json("do", "consume", *codes[SOLD][:3])
    for answer in ended.answers:
        check_result(answer)
    assert ended.exit_code == 3
    assert [(answer["result"], answer["code"]) for answer in ended.answers] == [
        ("done", None),
        ("refused", "already_empty"),
        ("done", None),
    ]


def test_what_was_printed_at_once_is_named(prompt: Prompt, codes: Codes) -> None:
    prompt.json("change-loop", SOLD, "print_rule=folder")
    answer = prompt.json("scan", codes[SOLD][0], "--at", "shop").answer
    check_result(answer)
    assert [Path(path).suffix for path in answer["printed"]] == [".pdf"]


def test_a_code_may_be_typed_as_it_is_printed(prompt: Prompt, codes: Codes) -> None:
    code = codes[SOLD][0]
    spaced = f"{code[:3]} {code[3:6]} {code[6:]}".lower()
    assert prompt.json("scan", spaced, "--at", "Shop").answer["events"][0]["card"] == code


def test_the_history(prompt: Prompt, codes: Codes) -> None:
    prompt.json("scan", codes[SOLD][0], "--at", "shop", "--person", "Kim")
    lines = prompt.json("history", codes[SOLD][0]).answer
    assert [line["action"] for line in lines] == ["release", "consume", "activate"]
    for line in lines:
        assert in_order([*EVENT[:2], *EVENT[2:]], line)
        assert INSTANT.match(line["at"])
    assert lines[1]["person"] == "Kim"
    assert len(prompt.json("history", "--limit", "2").answer) == 2
    assert len(prompt.json("history").answer) == 14


def test_quantities_of_an_item_with_decimals_are_in_its_unit(prompt: Prompt, codes: Codes, plant: Path) -> None:
    from kanban_app.operations.plants import open_session

    session = open_session(plant)
    session.database.execute("UPDATE item SET decimals = 2, unit = 'kg' WHERE code = 'peg'")
    session.database.execute("UPDATE plant SET structure_version = 99")
    session.database.close()
    answer = prompt.json("do", "draw", codes[PEGS][0], "--quantity", "0.03").answer
    assert answer["events"][0]["quantity"] == pytest.approx(0.03)
    loops = {loop["id"]: loop for loop in prompt.json("board").answer["loops"]}
    assert loops[PEGS]["container_quantity"] == pytest.approx(0.08)
    assert loops[PEGS]["cards"][0]["quantity"] == pytest.approx(0.05)


@pytest.mark.parametrize("action", [a for a in ACTIONS if a != "unexplained_draw"])
def test_every_action_is_a_word_of_do(prompt: Prompt, codes: Codes, action: str) -> None:
    ended = prompt.json("do", action, codes[SOLD][0], "--reason", "because", "--quantity", "1")
    assert ended.exit_code in (0, 3)
    check_result(ended.answer)
