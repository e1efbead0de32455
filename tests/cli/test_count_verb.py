"""The verb count: the books are put right downwards and upwards, with a reason."""

from __future__ import annotations

import pytest

from tests.cli.program import Prompt
from tests.store.small_plant import PEGS


def quantity(prompt: Prompt, code: str) -> int:
    """What the books say is in a card's container."""
    loops = prompt.json("board").answer["loops"]
    return next(card["quantity"] for loop in loops for card in loop["cards"] if card["code"] == code)


@pytest.mark.parametrize(("counted", "exit_code"), [("5", 0), ("11", 0), ("8", 0), ("0", 0), ("-1", 2), ("few", 2)])
def test_a_count_puts_the_books_right(
    prompt: Prompt, codes: dict[int, list[str]], counted: str, exit_code: int
) -> None:
    code = codes[PEGS][0]
    done = prompt.run("count", "--reason", "counted", "--plant", prompt.plant, "--", code, counted)
    assert done.exit_code == exit_code
    assert quantity(prompt, code) == (int(counted) if exit_code == 0 else 8)
    assert prompt.run("audit").exit_code == 0


def test_a_count_above_the_books_needs_a_reason(prompt: Prompt, codes: dict[int, list[str]]) -> None:
    done = prompt.json("count", codes[PEGS][0], "11")
    assert done.exit_code == 2
    assert "--reason" in done.answer["message"]


def test_an_unknown_card_is_no_use(prompt: Prompt) -> None:
    assert prompt.run("count", "0000000", "3").exit_code == 2
