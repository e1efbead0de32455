"""What was made for choices is on the board while somebody waits for it, and no longer."""

from __future__ import annotations

from pathlib import Path

from kanban_app.gui.board.screen import BoardScreen
from tests.gui.conftest import until
from tests.gui.made_for_choices import NAME, cancel_them, order_padded_chairs
from tests.gui.plants import Factory


def shown(screen: BoardScreen) -> list[str]:
    board = screen.model.board
    assert board is not None
    loops = board.structure.loops
    return [board.structure.item_of(loops[line.loop_id]).code for line in screen.model.lines()]


def test_an_order_that_is_cancelled_takes_its_rows_off_the_board(
    live: BoardScreen, plant: Factory, tmp_path: Path
) -> None:
    before = shown(live)
    number = order_padded_chairs(plant, tmp_path)
    until(lambda: NAME in shown(live))
    cancel_them(plant, number)
    until(lambda: NAME not in shown(live))
    assert shown(live) == before
