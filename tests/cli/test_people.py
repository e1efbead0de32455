"""The verbs `person` and `note`: what they show, keep and refuse."""

from __future__ import annotations

from tests.cli.program import Prompt


def names(prompt: Prompt) -> list[tuple[str, bool, str, bool]]:
    ended = prompt.json("person")
    assert ended.exit_code == 0
    return [(p["name"], p["supervisor"], p["badge"], p["has_pin"]) for p in ended.answer["persons"]]


def test_people_are_listed_changed_and_taken_off(prompt: Prompt) -> None:
    assert names(prompt) == []
    assert "everybody may supervise" in prompt.run("person").out
    assert prompt.run("person", "Kim", "--badge", "B-17", "--pin", "4711").exit_code == 0
    assert prompt.run("person", "Sam", "--operator", "--by", "Kim").exit_code == 0
    assert names(prompt) == [("Kim", True, "B-17", True), ("Sam", False, "", False)]
    assert prompt.run("person", "Sam", "--supervisor", "--by", "Kim").exit_code == 0
    assert prompt.run("person", "Kim", "--badge", "", "--by", "Kim").exit_code == 0
    assert names(prompt) == [("Kim", True, "", True), ("Sam", True, "", False)]
    assert prompt.run("person", "Kim", "--remove", "--by", "Sam").exit_code == 0
    assert names(prompt) == [("Sam", True, "", False)]
    assert "Sam  supervisor" in prompt.run("person").out


def test_a_refusal_says_why_and_changes_nothing(prompt: Prompt) -> None:
    prompt.run("person", "Kim")
    before = names(prompt)
    ended = prompt.json("person", "Lou")
    assert (ended.exit_code, ended.answer["result"], ended.answer["code"]) == (3, "refused", "not_permitted")
    assert "supervisor" in ended.answer["message"]
    said = prompt.run("person", "Lou", "--pin", "12", "--by", "Kim")
    assert (said.exit_code, said.out.strip()) == (3, "A PIN has 4 to 8 digits.")
    assert names(prompt) == before


def test_a_note_is_left_read_and_done(prompt: Prompt) -> None:
    assert prompt.run("note", "shop").out.strip() == "No notes."
    assert prompt.run("note", "shop", "box 4 leaks", "--person", "Kim").exit_code == 0
    [note] = prompt.json("note", "shop").answer["notes"]
    assert (note["note"], note["person"]) == ("box 4 leaks", "Kim")
    assert prompt.json("note", "mill").exit_code == 2
    assert prompt.run("note", "shop", "--done", note["id"] + 1).exit_code == 2
    assert prompt.json("note", "shop", "--done", note["id"]).answer["notes"] == []
