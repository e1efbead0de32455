"""Till sales at the prompt: files, codes, a watched folder, reports."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from kanban_app.operations import tills_watching
from tests.cli.program import Prompt
from tests.tills.selling import line, till_file

COUNTS = ("booked", "refunds", "already_booked", "unknown", "no_goods", "bad")


def test_a_file_is_booked_once_and_its_figures_add_up(prompt: Prompt, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "rack", 2), line(2, "rack", -1), line(3, "POST", 1)])
    done = prompt.json("pos", "import", path, "--at", "shop")
    assert done.exit_code == 0
    told = done.answer
    assert told["lines"] == sum(told[name] for name in COUNTS) == 3
    assert (told["result"], told["pieces"], told["signals"]) == ("done", 1, 2)
    again = prompt.json("pos", "import", path, "--at", "SHOP").answer
    assert (again["already_booked"], again["unknown"]) == (2, 1)
    assert prompt.run("audit").exit_code == 0


def test_codes_are_listed_and_told(prompt: Prompt, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "0815", 1), line(2, "POST", 1)])
    prompt.run("pos", "import", path, "--at", "shop")
    listed = prompt.json("pos", "unknown").answer["unknown_codes"]
    assert {one["code"]: one["proposal"] for one in listed} == {"0815": None, "POST": "no_goods"}
    told = prompt.json("pos", "item", "0815", "Rack").answer
    assert (told["item"], told["booked"], told["signals"]) == ("rack", 1, 1)
    assert prompt.json("pos", "no-goods", "post").answer["no_goods"] == 1
    assert prompt.run("pos", "unknown").out.strip() == "Every code is known."
    assert prompt.run("pos", "item", "0815", "no such thing").exit_code == 2


def test_a_file_with_bad_rows_is_refused_until_they_are_left_out(prompt: Prompt, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "rack", "one"), line(2, "rack", 1)])
    refused = prompt.json("pos", "import", path, "--at", "shop")
    assert (refused.exit_code, refused.answer["result"]) == (3, "refused")
    [problem] = refused.answer["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (2, "quantity", "one")
    told = refused.answer
    assert (told["lines"], told["bad"], told["not_booked"]) == (2, 1, 1)
    assert "--skip-bad-rows" in prompt.run("pos", "import", path, "--at", "shop").out
    done = prompt.json("pos", "import", path, "--at", "shop", "--skip-bad-rows").answer
    assert (done["booked"], done["bad"]) == (1, 1)
    states = [report["state"] for report in prompt.json("pos", "report").answer["reports"]]
    assert states == ["done", "refused", "refused"]
    assert "row 2, column quantity" in prompt.run("pos", "report", "till.csv").out
    assert prompt.run("pos", "report", "other.csv").exit_code == 2


def test_a_shop_that_is_not_there_is_made_only_when_asked_for(prompt: Prompt, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "kettle", 1)])
    wrong = prompt.run("pos", "import", path, "--at", "corner")
    assert (wrong.exit_code, "--create" in wrong.err) == (2, True)
    tried = prompt.json("pos", "import", path, "--at", "corner", "--create", "--dry-run").answer
    assert (tried["result"], tried["created"]["items"], tried["booked"]) == ("no_op", 1, 1)
    done = prompt.json("pos", "import", path, "--at", "corner", "--create").answer
    assert (done["result"], done["booked"], done["created"]["stations"]) == ("done", 1, 2)


def test_a_mapping_names_columns_and_is_remembered(prompt: Prompt, fast_path: Path) -> None:
    path = till_file(fast_path, [("rack", 1, "2026-03-02")], headers=("x", "y", "z"))
    assert prompt.run("pos", "import", path, "--at", "shop").exit_code == 3
    mapping = fast_path / "mapping.json"
    mapping.write_text('{"tables": [{"match": ["x"], "columns": {"x": "item", "y": "quantity", "z": "date"}}]}')
    assert prompt.run("pos", "import", path, "--at", "shop", "--mapping", mapping).exit_code == 0
    assert prompt.json("pos", "import", path, "--at", "shop").answer["already_booked"] == 1
    mapping.write_text("{")
    assert prompt.run("pos", "import", path, "--at", "shop", "--mapping", mapping).exit_code == 2


def test_a_folder_is_taken_once(prompt: Prompt, fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tills_watching, "SECONDS_BETWEEN_LOOKS", 0)
    folder = fast_path / "till"
    folder.mkdir()
    till_file(folder, [line(1, "rack", 1)], "monday.csv")
    taken = prompt.json("pos", "watch", folder, "--at", "shop", "--once").answer
    assert (taken["booked"], Path(taken["moved_to"]).parent.name) == (1, "done")
    assert prompt.run("pos", "watch", fast_path / "nowhere", "--at", "shop", "--once").exit_code == 2


def test_a_folder_is_no_file_and_what_is_said_then_books_it(
    prompt: Prompt, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tills_watching, "SECONDS_BETWEEN_LOOKS", 0)
    folder = fast_path / "the till"
    folder.mkdir()
    till_file(folder, [line(1, "rack", 1)], "monday.csv")
    wrong = prompt.run("pos", "import", folder, "--at", "shop")
    assert (wrong.exit_code, wrong.out) == (2, "")
    assert "Nothing was changed." in wrong.err
    assert prompt.json("pos", "import", folder, "--at", "shop").answer["result"] == "failed"
    assert prompt.json("pos", "report").answer["reports"] == []
    said = shlex.split(wrong.err.partition(" with: ")[2])
    assert said == ["pos", "watch", str(folder), "--at", "shop", "--once"]
    assert prompt.json(*said).answer["booked"] == 1
