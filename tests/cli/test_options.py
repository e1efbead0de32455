"""The verbs `options` and `decoupling`, and choices on the verb `order`; their JSON and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import Prompt

HEAD = "item,group,rule,choice,component,quantity,surcharge,minutes,station\n"
ROW = ["group", "choice", "rule", "default", "surcharge", "component", "quantity", "replaces"]
ROW += ["minutes", "station", "excludes"]


@pytest.fixture
def offered(prompt: Prompt, fast_path: Path) -> Prompt:
    """Racks with more pegs, and painted or not."""
    file = fast_path / "options.csv"
    file.write_text(HEAD + "rack,size,one required,wide,peg,2,5,,\nrack,paint,any,red,,,1.5,20,bench\n", "utf-8")
    ended = prompt.json("options", "import", file)
    assert (ended.exit_code, ended.answer["result"]) == (0, "done")
    return prompt


def test_options_are_imported_shown_and_set(offered: Prompt) -> None:
    [item] = offered.json("options", "show", "rack").answer["items"]
    assert (item["item"], [list(row) for row in item["rows"]]) == ("rack", [ROW, ROW])
    assert "wide" in offered.run("options", "show").out
    ended = offered.json("options", "set", "rack", "--group", "size", "--choice", "small", "--default")
    assert ended.exit_code == 0
    rows = ended.answer["items"][0]["rows"]
    assert [(row["choice"], row["rule"], row["default"]) for row in rows] == [
        ("wide", "one required", ""),
        ("red", "any", ""),
        ("small", "one required", "yes"),
    ]
    assert offered.json("options", "set", "rack", "--surcharge", "20").exit_code == 0
    gone = offered.json("options", "set", "rack", "--group", "paint", "--choice", "red", "--remove").answer
    assert [row["choice"] for row in gone["items"][0]["rows"]] == ["wide", "small", ""]


def test_a_bad_list_is_refused_by_row_and_nothing_is_kept(prompt: Prompt, fast_path: Path) -> None:
    file = fast_path / "options.csv"
    file.write_text(HEAD + "rack,size,one,wide,nail,2,5,,\n", encoding="utf-8")
    ended = prompt.json("options", "import", file)
    assert (ended.exit_code, ended.answer["result"]) == (3, "refused")
    [fault] = ended.answer["faults"]
    assert (fault["row"], fault["field"], fault["code"]) == (2, "component", "unknown_item")
    assert prompt.run("options", "show").out.strip() == "Nothing is chosen by option here."
    assert prompt.run("options", "show", "nail").exit_code == 2


def test_a_choice_that_is_typed_has_no_rows(offered: Prompt) -> None:
    typed = ("options", "set", "rack", "--group", "size", "--choice", "small")
    told = offered.run(*typed, "--minutes", 5, "--station", "shop")
    assert (told.exit_code, told.out.splitlines()[-1]) == (3, "Nothing was changed.")
    assert told.out.startswith("Station: It is not made at shop. Choose one of: ")
    [fault] = offered.json(*typed, "--minutes", 5, "--station", "shop").answer["faults"]
    assert (fault["row"], fault["field"]) == (None, "station")
    offered.run(*typed)
    told = offered.run(*typed, "--rule", "any")
    assert told.exit_code == 3
    assert "size=small: " not in told.out
    assert "How many of it: Another choice says otherwise for size." in told.out


def test_looking_at_a_file_keeps_nothing(prompt: Prompt, fast_path: Path) -> None:
    file = fast_path / "options.csv"
    file.write_text(HEAD + "rack,size,one,wide,peg,2,5,,\n", encoding="utf-8")
    assert prompt.json("options", "import", file, "--dry-run").answer["result"] == "no_op"
    assert prompt.json("options", "show").answer["items"] == []


def test_an_order_line_takes_its_choices(offered: Prompt) -> None:
    add = ("order", "add", "--customer", "Ada", "--item", "rack", "--quantity", 2, "--wanted", "2027-03-01")
    ended = offered.json(*add, "--at", "shop", "--option", "size=wide", "--option", "paint=red")
    assert ended.exit_code == 0
    [line] = ended.answer["lines"]
    assert (line["item"], line["options"], line["price"]) == ("rack · wide, red", "size=wide; paint=red", "6.5")
    assert line["policy"] == "ato"
    confirmed = offered.json("order", "confirm", ended.answer["order"])
    assert confirmed.exit_code == 0
    changed = offered.json("order", "change", ended.answer["order"], "--option", "size=wide")
    assert changed.exit_code == 0
    assert changed.answer["lines"][0]["item"] == "rack · wide"
    refused = offered.json(*add, "--option", "size=huge")
    assert (refused.exit_code, refused.answer["code"]) == (3, "unknown_choice")


def test_the_point_is_shown_moved_and_taken_back(prompt: Prompt) -> None:
    [point] = prompt.json("decoupling", "show", "rack").answer["points"]
    assert (point["sold_at"], point["all_in_stock"], point["waiting_minutes"]) == ("shop", True, 0)
    seen = prompt.json("decoupling", "move", "rack", "--to", "bench")
    assert (seen.exit_code, seen.answer["result"]) == (0, "no_op")
    assert [loop["cards_after"] for loop in seen.answer["ending"]] == [0, 0]
    done = prompt.json("decoupling", "move", "rack", "--to", "peg", "--apply", "--reason", "one-offs")
    assert (done.exit_code, done.answer["result"]) == (0, "done")
    [point] = prompt.json("decoupling", "show", "rack").answer["points"]
    assert (point["policy"], point["stock_up_to"]) == ("mto", ["bench"])
    again = prompt.json("decoupling", "move", "rack", "--to", "bench", "--apply")
    assert (again.exit_code, again.answer["code"]) == (3, "nothing_moves")
    assert "stands where it stood" in prompt.run("decoupling", "undo", "rack").out
    assert prompt.json("decoupling", "undo", "rack").exit_code == 3
    assert prompt.json("decoupling", "show", "rack").answer["points"][0]["all_in_stock"]
    assert prompt.json("audit").exit_code == 0
    assert prompt.run("decoupling", "move", "rack", "--to", "moon").exit_code == 2
    told = prompt.run("decoupling", "move", "rack", "--to", "store").out
    assert "Loop ends: rack, store to shop." in told
    assert told.endswith("Nothing was changed. Move it with --apply.\n")
    done = prompt.run("decoupling", "move", "rack", "--to", "peg", "--apply").out
    stands = prompt.run("decoupling", "show", "rack").out
    assert done.endswith(f"The point was moved.\n{stands}")
