"""`order ship --note`: the delivery note of what leaves; what left has left, whatever becomes of the note."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import Prompt
from tests.cli.test_orders import add


def test_a_shipment_comes_with_its_delivery_note(prompt: Prompt, tmp_path: Path) -> None:
    add(prompt, 1, "--at", "shop")
    assert prompt.run("order", "confirm", 1).exit_code == 0
    target = tmp_path / "notes" / "1.pdf"
    ended = prompt.json("order", "ship", 1, "--note", target)
    assert ended.exit_code == 0, ended.err
    assert (ended.answer["note"], ended.answer["note_problem"]) == (str(target), None)
    assert ended.answer["shipped"][0]["shipment"] == 1
    assert target.read_bytes().startswith(b"%PDF")


def test_a_note_that_cannot_be_written_is_said_and_the_goods_have_left(prompt: Prompt, tmp_path: Path) -> None:
    add(prompt, 1, "--at", "shop")
    prompt.run("order", "confirm", 1)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    ended = prompt.json("order", "ship", 1, "--note", blocked / "1.pdf")
    assert ended.exit_code == 1
    assert ended.answer["note"] is None
    assert "Shipped." in ended.answer["note_problem"]
    assert prompt.json("order", "show", 1).answer["state"] == "closed"


def test_the_backlog_has_no_note_of_its_own(prompt: Prompt, tmp_path: Path) -> None:
    ended = prompt.run("order", "ship", "--backlog", "--note", tmp_path / "1.pdf")
    assert ended.exit_code == 2
