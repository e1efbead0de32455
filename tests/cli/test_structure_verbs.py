"""The verbs that make and change stations, items, parts and loops, and write them out."""

from __future__ import annotations

from pathlib import Path

from kanban_app.operations.looking import read_pause
from kanban_app.operations.plants import open_session
from tests.cli.program import Prompt
from tests.store.small_plant import PEGS


def test_a_station_is_added_shown_renamed_and_refused(prompt: Prompt) -> None:
    added = prompt.json("station", "drill", "kind=workstation", "served_from=store")
    assert (added.exit_code, added.answer["result"]) == (0, "done")
    shown = prompt.json("station", "DRILL").answer
    assert [(one["name"], one["kind"], one["served_from"]) for one in shown] == [("drill", "workstation", "store")]
    assert prompt.json("station", "drill", "name=big drill").exit_code == 0
    assert len(prompt.json("station").answer) == 5
    taken = prompt.json("station", "big drill", "name=Bench", "kind=oven")
    assert taken.exit_code == 3
    assert [(fault["field"], fault["code"]) for fault in taken.answer["faults"]] == [("kind", "no_choice")]
    assert "Bench" not in prompt.run("station").out


def test_a_dry_run_says_how_many_papers_get_old_and_changes_nothing(prompt: Prompt, fast_path: Path) -> None:
    assert prompt.run("print", "--all", "--out", fast_path / "all.pdf").exit_code == 0
    dry = prompt.json("station", "bench", "name=long bench", "--dry-run")
    assert (dry.exit_code, dry.answer["result"], dry.answer["stale"]) == (0, "no_op", 8)
    assert prompt.run("station", "long bench").exit_code == 2
    done = prompt.run("station", "bench", "name=long bench")
    assert "8 printed cards get old" in done.out


def test_a_new_station_needs_its_kind(prompt: Prompt) -> None:
    answer = prompt.json("station", "drill", "location=hall")
    assert (answer.exit_code, answer.answer["code"]) == (3, "no_choice")


def test_an_item_with_a_picture(prompt: Prompt, fast_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (30, 20), "white").save(fast_path / "glue.png")
    done = prompt.json("item", "glue", "unit=kg", "unit_cost=4,20", "--picture", fast_path / "glue.png")
    assert done.exit_code == 0
    [item] = prompt.json("item", "glue").answer
    assert (item["unit"], item["decimals"], item["unit_cost"]) == ("kg", 3, "4.2")
    assert item["picture"].endswith(".png")
    (fast_path / "no.png").write_text("no picture")
    assert prompt.json("item", "glue", "--picture", fast_path / "no.png").answer["code"] == "no_picture"
    assert prompt.run("item", "glue", "--picture", fast_path / "none.png").exit_code == 1


def test_parts_are_added_taken_out_and_a_cycle_is_spelled_out(prompt: Prompt) -> None:
    assert prompt.run("item", "glue", "unit=kg").exit_code == 0
    assert prompt.json("bom", "rack", "glue=1/3", "peg=5").answer["parts"] == [
        {"item": "peg", "amount": "5"},
        {"item": "glue", "amount": "1/3"},
    ]
    assert prompt.json("bom", "rack", "glue=0").answer["parts"] == [{"item": "peg", "amount": "5"}]
    cycle = prompt.json("bom", "peg", "rack=1")
    assert cycle.exit_code == 3
    assert "peg → rack → peg" in cycle.answer["faults"][0]["message"]
    assert prompt.run("bom", "peg").out.splitlines() == ["peg", "Used in: rack (5 pcs)"]


def test_a_loop_is_added_once_with_its_cards(prompt: Prompt) -> None:
    words = ("add-loop", "peg", "supplier", "store", "container_quantity=20", "card_count=3", "--start", "full")
    done = prompt.json(*words)
    assert (done.exit_code, done.answer["kind"], done.answer["new_cards"]) == (0, "supplier", 3)
    [loop] = [one for one in prompt.json("board").answer["loops"] if one["id"] == done.answer["loop"]]
    assert [card["state"] for card in loop["cards"]] == ["full", "full", "full"]
    again = prompt.json(*words)
    assert (again.exit_code, again.answer["code"]) == (3, "loop_there")


def test_a_loop_is_paused_with_a_reason(prompt: Prompt, plant: Path) -> None:
    paused = prompt.run("change-loop", PEGS, "suspended=yes", "--reason", "no pegs", "--person", "Maria")
    assert paused.exit_code == 0
    session = open_session(plant)
    pause = read_pause(session, PEGS)
    session.database.close()
    assert pause is not None
    assert (pause.person, pause.reason) == ("Maria", "no pegs")


def test_what_is_no_name_and_value_is_wrong_use(prompt: Prompt) -> None:
    assert prompt.run("station", "bench", "hall").exit_code == 2
    assert prompt.run("item", "sofa").exit_code == 2


def test_everything_is_written_out(prompt: Prompt, fast_path: Path) -> None:
    done = prompt.json("export", fast_path / "out")
    assert done.exit_code == 0
    assert [Path(path).name for path in done.answer["files"]] == ["stations.csv", "items.csv", "bom.csv", "loops.csv"]
    assert prompt.json("export", fast_path / "out.xlsx").answer["files"] == [str(fast_path / "out.xlsx")]
    assert prompt.run("export", fast_path / "out.xlsx" / "inside").exit_code == 1


def test_where_somebody_is_listed_a_supervisor_changes_the_structure(prompt: Prompt) -> None:
    assert prompt.run("person", "Kim", "--supervisor").exit_code == 0
    changes = (
        ("station", "bench", "location=hall 2"),
        ("item", "peg", "description=round"),
        ("bom", "rack", "peg=5"),
        ("change-loop", PEGS, "priority=3"),
        ("add-loop", "peg", "supplier", "store", "container_quantity=5", "card_count=2"),
    )
    for words in changes:
        refused = prompt.json(*words, "--person", "Sam")
        assert (refused.exit_code, refused.answer["code"]) == (3, "not_permitted")
        assert prompt.run(*words).out == "Only a supervisor changes this. Nothing was changed. Call Kim.\n"
        assert prompt.run(*words, "--person", "Kim").exit_code == 0
