"""Every refusal of an order has words that say what is true, that nothing was changed, and the next step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kanban_app
from kanban_app.domain.orders import LineState, OrderRefused, Policy, StartedChoice
from kanban_app.operations import orders_words
from tests.domain.plants import rack_shop

PACKAGE = Path(kanban_app.__file__).parent
COUNTS = {"line": 2, "item_id": 1, "station_id": 1, "more": 0, "most": 60, "count": 2, "shipped": 1, "open": 3}
FACTS = COUNTS | {"there": 4, "number": "4711", "text": "cheap", "customer": "Ada", "name": "Bo"}
FACTS |= {"group": "wood", "groups": "wood, size", "choice": "oak", "choices": "oak, pine", "other": "arms"}


def raised() -> set[str]:
    names = ("domain/*.py", "operations/orders_*.py", "operations/order_options*.py", "operations/decoupling.py")
    sources = [path for name in names for path in PACKAGE.glob(name)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    found = set(re.findall(r'OrderRefused\(\s*"(\w+)"', text))
    return found | {
        "no_route",
        "route_paused",
        "nothing_to_ship",
        "work_started",
    }  # chosen between, or raised by a heir


def test_every_code_that_is_raised_has_words_and_no_words_are_left_over() -> None:
    assert raised() == orders_words.codes()


@pytest.mark.parametrize("code", sorted(orders_words.codes()))
def test_a_refusal_ends_with_a_next_step_in_plain_words(code: str) -> None:
    said = orders_words.refusal(OrderRefused(code, **FACTS), rack_shop().structure)
    assert "{" not in said
    assert said.endswith(".")
    assert said.count(". ") >= 1, said
    assert code.startswith("unknown_") or "Nothing was changed." in said
    assert not re.search(r"please|error|!|invalid", said, re.IGNORECASE)


def test_states_policies_and_choices_have_names_of_their_own() -> None:
    for kind, name in (
        (LineState, orders_words.state),
        (Policy, orders_words.policy),
        (StartedChoice, orders_words.choice),
    ):
        assert len({name(value) for value in kind}) == len(kind)
