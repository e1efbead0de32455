"""Exit codes: 0 done or a named no-op, 3 refused, 2 wrong use, 1 failure; and what is said with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanban_app.operations.plants import open_session
from tests.cli.program import Done, Prompt
from tests.operations.paper import codes_on
from tests.store.small_plant import PEGS, RACKS, SOLD, everything

Codes = dict[int, list[str]]


def wrong_use(ended: Done) -> str:
    assert (ended.exit_code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
    return ended.err


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["scan"],
        ["scan", "CODE"],
        ["do"],
        ["do", "vanish", "CODE"],
        ["do", "unexplained_draw", "CODE"],
        ["do", "consume"],
        ["print", "--format", "a0"],
        ["import"],
        ["import", "x", "--start", "half"],
        ["history", "--limit", "many"],
        ["change-loop", "one", "lot_cards=2"],
        ["backup"],
        ["new", "x", "--language", "xx"],
    ],
    ids=" ".join,
)
def test_words_that_mean_nothing_are_wrong_use(prompt: Prompt, words: list[str]) -> None:
    assert "usage: kanban-app" in wrong_use(prompt.run(*words))


def test_a_station_that_is_not_there_is_wrong_use_and_the_nearest_is_named(prompt: Prompt, codes: Codes) -> None:
    assert "Did you mean: shop" in wrong_use(prompt.run("scan", codes[SOLD][0], "--at", "shp"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hold"], "needs a reason: add --reason"),
        (["retire"], "needs a reason: add --reason"),
        (["draw"], "add --quantity"),
        (["draw", "--quantity", "0"], "add --quantity"),
        (["draw", "--quantity", "-3"], "add --quantity"),
        (["draw", "--quantity", "1.5"], "is no quantity"),
        (["draw", "--quantity", "lots"], "is no quantity"),
    ],
    ids=str,
)
def test_what_an_action_lacks_is_said_and_nothing_is_booked(
    prompt: Prompt, plant: Path, codes: Codes, words: list[str], said: str
) -> None:
    session = open_session(plant)
    before = everything(session.database)
    assert said in wrong_use(prompt.run("do", words[0], codes[SOLD][0], *words[1:]))
    assert everything(session.database) == before
    session.database.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["change-loop", "99", "lot_cards=2"], "no loop 99"),
        (["change-loop", "1", "lot_cards=0"], "does not fit: lot_cards"),
        (["change-loop", "1", "colour=red"], "does not fit: colour"),
        (["change-loop", "1", "source_id=2"], "does not fit: source_id"),
        (["change-loop", "1", "lot_cards"], "does not fit: lot_cards"),
        (["issue", "99", "--order", "x"], "no loop 99"),
        (["issue", "1"], "needs a reason"),
        (["settings", "undo_window_s=soon"], "does not fit: undo_window_s"),
        (["settings", "undo_window_s=-1"], "does not fit: undo_window_s"),
        (["settings", "colour=red"], "does not fit: colour"),
        (["help-call", "moon"], "no station moon"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_value_that_does_not_fit_is_wrong_use(prompt: Prompt, words: list[str], said: str) -> None:
    assert said in wrong_use(prompt.run(*words))


def test_wrong_use_in_json_is_an_answer_too(prompt: Prompt, codes: Codes) -> None:
    ended = prompt.json("do", "hold", codes[SOLD][0])
    assert ended.exit_code == 2
    assert (ended.answer["result"], ended.answer["code"]) == ("failed", "wrong_use")
    assert ended.err == ""


def test_a_refusal_is_3_and_says_what_is_and_what_next(prompt: Prompt, codes: Codes) -> None:
    prompt.run("scan", codes[SOLD][0], "--at", "shop", "--person", "Kim")
    ended = prompt.run("do", "consume", codes[SOLD][0])
    assert ended.exit_code == 3
    assert "Kim" in ended.out
    assert "Nothing was changed." in ended.out


@pytest.mark.parametrize(("text", "code"), [("0000000", "bad_check_character"), ("hello", "unknown_card")])
def test_a_code_that_is_none_is_refused(prompt: Prompt, text: str, code: str) -> None:
    ended = prompt.json("scan", text, "--at", "shop")
    assert (ended.exit_code, ended.answer["code"]) == (3, code)


def test_a_plant_that_cannot_be_used_is_a_failure_in_plain_words(prompt: Prompt, plant: Path, fast_path: Path) -> None:
    plain = prompt.run("board", "--plant", fast_path / "none.kanban")
    assert (plain.exit_code, plain.out) == (1, "")
    assert "There is no plant file" in plain.err
    as_json = prompt.json("board", "--plant", fast_path / "none.kanban")
    assert (as_json.exit_code, as_json.answer["code"]) == (1, "missing")
    for words in (
        ["backup", fast_path / "copy"],
        ["restore", fast_path / "none.kanban"],
        ["audit"],
        ["print", "--all"],
    ):
        ended = prompt.json(*words, "--plant", fast_path / "none.kanban")
        assert (ended.exit_code, ended.answer["code"]) == (1, "missing"), words


def test_a_new_plant_where_one_is_is_a_failure(prompt: Prompt, plant: Path) -> None:
    ended = prompt.json("new", plant)
    assert (ended.exit_code, ended.answer["code"]) == (1, "exists")


def test_books_that_do_not_balance_are_a_failure(prompt: Prompt, plant: Path) -> None:
    session = open_session(plant)
    session.database.execute("UPDATE card SET quantity = 7 WHERE id = 1")
    session.database.close()
    ended = prompt.json("audit")
    assert (ended.exit_code, ended.answer["ok"], ended.answer["result"]) == (1, False, "failed")
    assert {finding["invariant"] for finding in ended.answer["findings"]} == {2, 4}
    assert "do not balance" in prompt.run("audit").out


# -- paper -----------------------------------------------------------------------------------------------------------


def printed(ended: Done) -> list[str]:
    assert ended.exit_code == 0, ended.out
    [path] = ended.answer["printed"]
    codes = codes_on(Path(path))
    assert sorted(codes) == sorted(ended.answer["cards"])
    return sorted(codes)


@pytest.mark.parametrize("paper", ["a6", "a4-8"])
def test_chosen_cards_are_printed(prompt: Prompt, codes: Codes, fast_path: Path, paper: str) -> None:
    out = fast_path / "chosen.pdf"
    ended = prompt.json("print", "--cards", *codes[SOLD][:2], "--format", paper, "--out", out)
    assert printed(ended) == sorted(codes[SOLD][:2])
    assert ended.answer["printed"] == [str(out)]


def test_the_cards_of_a_loop_a_station_or_the_plant_are_printed(prompt: Prompt, codes: Codes) -> None:
    assert printed(prompt.json("print", "--loop", RACKS, "--format", "a4-8")) == sorted(codes[RACKS])
    assert printed(prompt.json("print", "--station", "store", "--all", "--format", "a4-8")) == sorted(codes[SOLD])
    every = sorted(code for cards in codes.values() for code in cards)
    assert printed(prompt.json("print", "--all", "--format", "a4-8")) == every


def test_open_signals_are_printed(prompt: Prompt, codes: Codes) -> None:
    prompt.json("do", "consume", codes[SOLD][0], codes[PEGS][1])
    assert printed(prompt.json("print", "--signals")) == sorted([codes[SOLD][0], codes[PEGS][1]])
    assert printed(prompt.json("print", "--signals", "--station", "supplier")) == [codes[PEGS][1]]


def test_without_a_choice_what_waits_is_printed_and_then_nothing_waits(prompt: Prompt, codes: Codes) -> None:
    every = sorted(code for cards in codes.values() for code in cards)
    assert printed(prompt.json("print", "--format", "a4-8")) == every
    ended = prompt.json("print")
    assert (ended.exit_code, ended.answer["result"], ended.answer["printed"]) == (0, "no_op", [])


def test_an_unknown_code_prints_nothing(prompt: Prompt, codes: Codes, fast_path: Path) -> None:
    out = fast_path / "none.pdf"
    ended = prompt.json("print", "--cards", codes[SOLD][0], "0000000", "--out", out)
    assert (ended.exit_code, ended.answer["code"]) == (3, "unknown_card")
    assert "0000000" in ended.answer["message"]
    assert not out.exists()


def test_a_retired_card_gets_no_paper_and_that_is_said(prompt: Prompt, codes: Codes, fast_path: Path) -> None:
    prompt.json("do", "retire", codes[SOLD][0], "--reason", "worn out")
    ended = prompt.json("print", "--cards", codes[SOLD][0], "--out", fast_path / "none.pdf")
    assert (ended.exit_code, ended.answer["code"]) == (3, "retired")
    assert not (fast_path / "none.pdf").exists()


def test_a_file_that_cannot_be_written_is_a_failure_and_the_cards_still_wait(
    prompt: Prompt, codes: Codes, fast_path: Path
) -> None:
    (fast_path / "file").write_text("in the way")
    ended = prompt.run("print", "--out", fast_path / "file" / "x.pdf")
    assert ended.exit_code == 1
    assert str(fast_path / "file") in ended.err
    assert "Traceback" not in ended.err
    assert "Errno" not in ended.err
    assert len(printed(prompt.json("print", "--format", "a4-8"))) == 12


# -- the rest --------------------------------------------------------------------------------------------------------


def test_settings_are_shown_and_changed(prompt: Prompt) -> None:
    assert prompt.json("settings").answer["name"] == "Racks"
    changed = prompt.json("settings", "name=New name", "refuse-on-shortage=yes", "undo_window_s=90").answer
    assert (changed["name"], changed["refuse_on_shortage"], changed["undo_window_s"]) == ("New name", True, 90)
    assert prompt.json("settings").answer == changed


def test_a_call_for_help_begins_and_ends(prompt: Prompt) -> None:
    assert prompt.json("help-call", "shop", "--note", "no bags").answer["calling"] == ["shop"]
    assert prompt.json("help-call", "shop", "--end").answer["calling"] == []


def test_a_loop_change_is_shown_before_it_is_made(prompt: Prompt, plant: Path) -> None:
    shown = prompt.json("change-loop", SOLD, "card_count=6", "container_quantity=2", "--dry-run").answer
    assert (shown["new_cards"], shown["surplus"]) == (2, 0)
    loops = {loop["id"]: loop for loop in prompt.json("board").answer["loops"]}
    assert (loops[SOLD]["container_quantity"], len(loops[SOLD]["cards"])) == (1, 4)
    assert prompt.json("change-loop", SOLD, "card_count=6", "container_quantity=2").answer["new_cards"] == 2
    loops = {loop["id"]: loop for loop in prompt.json("board").answer["loops"]}
    assert (loops[SOLD]["container_quantity"], len(loops[SOLD]["cards"])) == (2, 6)


def test_an_extra_card_is_issued_for_an_order(prompt: Prompt) -> None:
    answer = prompt.json("issue", RACKS, "--order", "order 7", "--quantity", "5").answer
    assert [event["action"] for event in answer["events"]] == ["activate", "release"]
    assert answer["events"][1]["quantity"] == 5


def test_a_scan_id_is_booked_once_by_several_commands(prompt: Prompt, codes: Codes) -> None:
    words = ("scan", codes[PEGS][0], "--at", "bench", "--scan-id", "id-1")
    first = prompt.json(*words).answer
    assert first["result"] == "done"
    assert [prompt.json(*words).answer["events"] for _ in range(3)] == [first["events"]] * 3
    assert len(prompt.json("history", codes[PEGS][0]).answer) == 3


def test_the_plain_lists_are_for_people(prompt: Prompt, codes: Codes) -> None:
    prompt.run("scan", codes[SOLD][0], "--at", "shop")
    board = prompt.run("board").out
    assert "bench" in board
    assert f"{codes[SOLD][0][:3]} {codes[SOLD][0][3:6]} {codes[SOLD][0][6:]}" in board
    assert "because of" in prompt.run("history").out
    assert "all seven checks hold" in prompt.run("audit").out
