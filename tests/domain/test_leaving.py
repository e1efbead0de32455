"""Cards that leave: retired, or replaced because their paper was lost or damaged."""

from __future__ import annotations

import pytest

from kanban_app.domain.cards import Action, CardState, PrintReason
from kanban_app.domain.refusals import NextKind, RefusalCode
from tests.domain.plants import Workshop, buys
from tests.domain.test_transitions import POSSIBLE, shop_with

IN_THE_LOOP = [state for state in POSSIBLE if state != "retired"]


@pytest.mark.parametrize("state", IN_THE_LOOP)
def test_a_retired_card_takes_what_its_container_held_out_of_the_books(state: str) -> None:
    shop = shop_with(state)
    held = shop.card("part 1").quantity
    (event,) = shop.do("retire", "part 1", reason="lost")
    card = shop.card("part 1")
    assert (event.quantity, event.quantity_after, card.state, card.quantity) == (held, 0, CardState.RETIRED, 0)
    assert card.print_reason is None


@pytest.mark.parametrize("state", IN_THE_LOOP)
def test_a_replacement_stands_where_the_old_card_stood(state: str) -> None:
    shop = shop_with(state)
    shop.clock.tick(hours=1)
    old = shop.card("part 1")
    events = shop.do("replace", "part 1", reason="torn")
    new = shop.card("part 1")
    assert new.id != old.id
    assert new.code != old.code
    assert (new.replaces_id, shop.kept.cards[old.id].replaced_by_id) == (old.id, new.id)
    for name in ("number", "state", "quantity", "container_quantity", "cycle", "full_at", "signal_at", "due_at"):
        assert getattr(new, name) == getattr(old, name), name
    assert new.since_at == old.since_at
    assert [(event.action, event.card_id) for event in events] == [(Action.RETIRE, old.id), (Action.REPLACE, new.id)]
    assert events[1].cause == events[0].seq
    assert (new.print_reason, new.print_count) == (PrintReason.REPLACED, 0)


@pytest.mark.parametrize("mark", ["hold", "urgent"])
def test_a_replacement_keeps_the_marks(mark: str) -> None:
    shop = Workshop(buys("part"))
    shop.do(mark, "part 1", reason="blocked by quality")
    shop.do("replace", "part 1", reason="torn")
    card = shop.card("part 1")
    assert (card.on_hold, card.urgent) == (mark == "hold", mark == "urgent")


def test_a_replacement_goes_on_where_the_old_one_stopped() -> None:
    shop = Workshop(buys("part", cards=1))
    shop.do("consume", "part 1")
    shop.do("replace", "part 1", reason="lost")
    shop.do("receive", "part 1")
    assert (shop.pieces(), shop.card("part 1").cycle) == ({"part 1": 10}, 2)


def test_a_retired_card_refuses_and_names_its_replacement() -> None:
    shop = Workshop(buys("part"))
    old = shop.card("part 1")
    shop.do("replace", "part 1", reason="lost")
    new = shop.card("part 1")
    for action in Action:
        if action in (Action.REVERT, Action.UNEXPLAINED_DRAW):
            continue
        refused = shop.refused(action.value, old.id, 1, reason="because")
        assert (refused.code, refused.card_id) == (RefusalCode.RETIRED, old.id)
        assert refused.next is not None
        assert (refused.next.kind, refused.next.card_id) == (NextKind.USE_REPLACEMENT, new.id)


def test_a_retired_single_card_says_nothing_about_a_replacement() -> None:
    shop = Workshop(buys("part"))
    shop.do("retire", "part 1", reason="lost")
    refused = shop.scan_refused("part 1", "bench")
    assert refused.code is RefusalCode.RETIRED
    assert refused.next is not None
    assert refused.next.kind is NextKind.SHOW_NOW


def test_a_single_use_card_may_be_replaced_and_still_closes_when_it_is_consumed() -> None:
    shop = Workshop(buys("part", cards=1))
    shop.issue("part", 3, order="S-1")
    shop.do("replace", "part +1", reason="torn")
    shop.do("receive", "part +1")
    card = shop.card("part +1")
    assert (card.order_reference, card.quantity) == ("S-1", 3)
    shop.do("consume", "part +1")
    assert shop.states() == {"part 1": "full"}
