"""Taking inputs: which cards are drawn from, in which order, and what follows when they run out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kanban_app.domain.cards import Action
from kanban_app.domain.events import Rules
from kanban_app.domain.refusals import NextKind, RefusalCode
from tests.domain.plants import Workshop, buys, makes, moves, rack_shop


def test_the_card_that_has_been_full_longest_is_drawn_first() -> None:
    shop = Workshop(buys("peg", cards=3, container=8), makes("rack", cards=4, container=1), bom={"rack": {"peg": 4}})
    shop.clock.tick(hours=1)
    shop.do("consume", "peg 1")
    shop.do("receive", "peg 1")
    shop.clock.tick(hours=1)
    for rack in (1, 2, 3):
        shop.do("consume", f"rack {rack}")
        shop.do("start", f"rack {rack}")
    assert shop.pieces("peg") == {"peg 1": 8, "peg 3": 4}


def test_a_draw_spills_over_into_the_next_card_and_every_emptied_one_signals() -> None:
    shop = Workshop(buys("peg", cards=4, container=8), makes("rack", cards=1, container=5), bom={"rack": {"peg": 4}})
    shop.do("consume", "rack 1")
    events = shop.do("start", "rack 1")
    assert shop.told(since=events[0].seq) == [
        "draw peg 1 8",
        "release peg 1 8",
        "draw peg 2 8",
        "release peg 2 8",
        "draw peg 3 4",
    ]
    assert [event.cause for event in events] == [
        None,
        events[0].seq,
        events[1].seq,
        events[0].seq,
        events[3].seq,
        events[0].seq,
    ]


def test_an_opened_container_is_finished_before_a_later_one_is_opened() -> None:
    shop = rack_shop(cards=4, container=1)
    shop.do("draw", "peg 2", 1)
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert shop.pieces("peg") == {"peg 1": 4, "peg 2": 7}


def test_a_person_who_draws_more_than_the_container_holds_goes_on_with_the_next_one() -> None:
    shop = Workshop(buys("peg", cards=3, container=8))
    events = shop.do("draw", "peg 2", 10)
    assert shop.pieces() == {"peg 1": 6, "peg 3": 8}
    assert [event.cause for event in events] == [None, events[0].seq, events[0].seq]


def test_a_fraction_of_a_component_is_taken_as_whole_steps() -> None:
    shop = Workshop(
        buys("paint", container=100),
        makes("rack", cards=1, container=10),
        bom={"rack": {"paint": Fraction(1, 3)}},
    )
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert shop.pieces("paint") == {"paint 1": 96, "paint 2": 100}


# -- where from ----------------------------------------------------------------------------------------------------


def two_suppliers() -> Workshop:
    return Workshop(
        buys("peg", of="far", cards=6, container=4, name="far", priority=2),
        buys("peg", of="near", cards=6, container=4, name="near", priority=1),
        makes("rack", cards=20, container=1),
        bom={"rack": {"peg": 4}},
    )


def make_racks(shop: Workshop, count: int) -> None:
    for rack in range(1, count + 1):
        shop.do("consume", f"rack {rack}")
        shop.do("start", f"rack {rack}")


def test_the_source_with_the_first_priority_is_asked_until_it_has_nothing_left() -> None:
    shop = two_suppliers()
    make_racks(shop, 7)
    assert set(shop.states("near").values()) == {"released"}
    assert sorted(shop.states("far").values()) == ["full"] * 5 + ["released"]


def shared(first: int, second: int) -> Workshop:
    return Workshop(
        buys("peg", of="first", cards=8, container=4, name="first", share=first),
        buys("peg", of="second", cards=8, container=4, name="second", share=second),
        makes("rack", cards=40, container=1),
        bom={"rack": {"peg": 4}},
    )


@pytest.mark.parametrize(("first", "second"), [(1, 1), (3, 1), (1, 3), (2, 1)])
def test_sources_with_shares_are_asked_in_that_ratio_from_the_first_container_on(first: int, second: int) -> None:
    shop = shared(first, second)
    for rack in range(1, 4 * (first + second) // 2 + 1):
        shop.clock.tick(minutes=1)
        shop.do("consume", f"rack {rack}")
        shop.do("start", f"rack {rack}")
        asked = [sum(state != "full" for state in shop.states(name).values()) for name in ("first", "second")]
        assert abs(asked[0] * second - asked[1] * first) <= max(first, second), asked


@pytest.mark.parametrize(("first", "second"), [(1, 1), (3, 1)])
def test_the_ratio_holds_over_many_cycles(first: int, second: int) -> None:
    shop = shared(first, second)
    asked = {"first": 0, "second": 0}
    for round_number in range(80):
        shop.clock.tick(minutes=1)
        rack = f"rack {round_number % 40 + 1}"
        shop.do("consume", rack)
        shop.do("start", rack)
        shop.do("receive", rack)
        for name in asked:
            for card, state in shop.states(name).items():
                if state == "released":
                    asked[name] += 1
                    shop.do("receive", card)
    assert asked == {"first": 80 * first // (first + second), "second": 80 * second // (first + second)}


def test_a_workstation_takes_what_no_loop_brings_to_it_from_the_store_that_serves_it() -> None:
    shop = Workshop(
        buys("peg", to="stock", container=8),
        makes("rack", cards=2, container=2),
        bom={"rack": {"peg": 4}},
        served_from={"bench": "stock"},
    )
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert shop.pieces("peg") == {"peg 2": 8}


def test_a_loop_to_the_workstation_itself_comes_before_the_store_that_serves_it() -> None:
    shop = Workshop(
        buys("peg", to="stock", container=8, name="bought"),
        moves("peg", container=8, name="fetched"),
        makes("rack", cards=2, container=2),
        bom={"rack": {"peg": 4}},
        served_from={"bench": "stock"},
    )
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert (shop.pieces("bought"), shop.pieces("fetched")) == ({"bought 1": 8, "bought 2": 8}, {"fetched 2": 8})


def test_an_input_that_no_loop_brings_is_not_the_programs_business() -> None:
    shop = Workshop(makes("rack", cards=1), bom={"rack": {"air": 4}})
    shop.do("consume", "rack 1")
    assert len(shop.do("start", "rack 1")) == 1


def test_nothing_is_drawn_from_a_loop_that_is_scan_only() -> None:
    shop = rack_shop(peg={"scan_only": True})
    shop.do("consume", "rack 1")
    assert len(shop.do("start", "rack 1")) == 1
    assert shop.pieces("peg") == {"peg 1": 8, "peg 2": 8}
    shop.do("consume", "peg 1")
    assert shop.states("peg") == {"peg 1": "released", "peg 2": "full"}


def test_a_draw_does_not_spill_over_into_another_loop_that_is_scan_only() -> None:
    shop = Workshop(
        buys("peg", of="near", cards=1, container=8, name="near"),
        buys("peg", of="far", cards=1, container=8, name="far", scan_only=True),
    )
    shop.do("draw", "near 1", 10)
    assert shop.pieces("far") == {"far 1": 8}
    assert shop.warnings == [RefusalCode.MATERIAL_SHORT]


def test_a_held_container_is_not_drawn_from() -> None:
    shop = rack_shop()
    shop.do("hold", "peg 1", reason="rusty")
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert shop.pieces("peg") == {"peg 1": 8}


# -- pegs ----------------------------------------------------------------------------------------------------------


def pegged(*, order: str = "S-1") -> Workshop:
    """Pieces for one order stand beside older ones that are nobody's."""
    shop = Workshop(buys("peg", cards=2, container=8), makes("rack", cards=4, container=2), bom={"rack": {"peg": 4}})
    shop.issue("peg", 8, order=order)
    shop.clock.tick(hours=1)
    shop.do("receive", "peg +1")
    return shop


def test_pieces_pegged_to_an_order_are_left_alone_by_everybody_else() -> None:
    shop = pegged()
    for rack in (1, 2, 3):
        shop.do("consume", f"rack {rack}")
        shop.do("start", f"rack {rack}")
    assert shop.pieces("peg") == {"peg +1": 8}
    assert shop.last.action is Action.UNEXPLAINED_DRAW


def test_an_order_takes_its_own_pieces_before_those_that_stand_ready_for_everybody() -> None:
    shop = pegged()
    shop.issue("rack", 2, order="S-1")
    shop.do("start", "rack +1")
    assert shop.pieces("peg") == {"peg 1": 8, "peg 2": 8}


def test_an_order_takes_what_is_nobodys_when_its_own_pieces_do_not_suffice() -> None:
    shop = pegged()
    shop.issue("rack", 3, order="S-1")
    shop.do("start", "rack +1")
    assert shop.pieces("peg") == {"peg 1": 4, "peg 2": 8}


def test_an_order_leaves_another_orders_pieces_alone() -> None:
    shop = pegged(order="S-2")
    shop.issue("rack", 2, order="S-1")
    shop.do("start", "rack +1")
    assert shop.pieces("peg") == {"peg 2": 8, "peg +1": 8}


# -- short ---------------------------------------------------------------------------------------------------------


def test_what_the_books_lack_is_an_unexplained_draw_and_the_card_is_short_at_source() -> None:
    shop = rack_shop(cards=4)
    for rack in (1, 2):
        shop.do("consume", f"rack {rack}")
        shop.do("start", f"rack {rack}")
    shop.do("consume", "rack 3")
    events = shop.do("start", "rack 3")
    assert [(event.action, event.quantity, event.cause) for event in events] == [
        (Action.START, 2, None),
        (Action.UNEXPLAINED_DRAW, 8, events[0].seq),
    ]
    assert events[1].item_id == shop.loop("peg").item_id
    assert shop.card("rack 3").short_at_source
    assert shop.warnings == [RefusalCode.MATERIAL_SHORT]
    shop.do("receive", "rack 3")
    assert not shop.card("rack 3").short_at_source


def test_what_is_there_is_taken_and_only_the_rest_is_unexplained() -> None:
    shop = rack_shop(container=5, peg={"cards": 2})
    shop.do("consume", "rack 1")
    shop.do("start", "rack 1")
    assert (shop.pieces("peg"), shop.last.quantity) == ({}, 4)


def test_a_plant_that_refuses_on_shortage_takes_nothing_at_all() -> None:
    shop = rack_shop(container=5, rules=Rules(refuse_on_shortage=True))
    shop.do("consume", "rack 1")
    refused = shop.refused("start", "rack 1", at="bench")
    assert refused.code is RefusalCode.MATERIAL_SHORT
    assert refused.facts == {"item_id": shop.loop("peg").item_id, "wanted_quantity": 20, "missing_quantity": 4}
    assert shop.pieces("peg") == {"peg 1": 8, "peg 2": 8}


def test_a_start_that_lacks_material_names_another_card_that_can_start() -> None:
    shop = Workshop(
        buys("peg", cards=1, container=8),
        makes("rack", cards=2, container=2),
        makes("shelf", cards=2, container=1),
        bom={"rack": {"peg": 4}, "shelf": {"glue": 1}},
        rules=Rules(refuse_on_shortage=True),
    )
    shop.do("consume", "peg 1")
    shop.do("consume", "rack 1")
    shop.do("consume", "shelf 1")
    refused = shop.refused("start", "rack 1", at="bench")
    assert refused.next is not None
    assert (refused.next.kind, refused.next.action, refused.next.card_id) == (
        NextKind.DO_INSTEAD,
        Action.START,
        shop.card("shelf 1").id,
    )


def test_drawing_more_than_is_there_does_not_send_the_consumer_to_start_a_machine() -> None:
    shop = Workshop(makes("rack", cards=2, container=2), rules=Rules(refuse_on_shortage=True))
    shop.do("consume", "rack 1")
    refused = shop.refused("draw", "rack 2", 5, at="shop")
    assert refused.code is RefusalCode.MATERIAL_SHORT
    assert refused.next is not None
    assert refused.next.kind is NextKind.SHOW_NOW


def test_a_cascade_runs_up_to_the_supplier_as_each_source_starts() -> None:
    shop = Workshop(
        buys("ore", to="forge", cards=1, container=2),
        makes("rod", at="forge", to="stock", cards=1, container=4),
        moves("rod", cards=1, container=4, name="fetched"),
        makes("frame", cards=1, container=1),
        bom={"rod": {"ore": Fraction(1, 2)}, "frame": {"rod": 4}},
    )
    shop.do("consume", "frame 1")
    shop.do("start", "frame 1")
    assert shop.states("fetched", "rod", "ore") == {"ore 1": "full", "rod 1": "full", "fetched 1": "released"}
    shop.do("dispatch", "fetched 1")
    assert shop.states("rod", "ore") == {"ore 1": "full", "rod 1": "released"}
    shop.do("start", "rod 1")
    assert shop.states("ore") == {"ore 1": "released"}


def test_a_card_that_leaves_does_not_make_its_source_catch_up_for_all_its_years() -> None:
    shop = shared(1, 1)
    for _ in range(30):
        for name in ("first 1", "second 1"):
            shop.do("consume", name)
            shop.do("receive", name)
    shop.do("retire", "first 1", reason="lost")
    make_racks(shop, 8)
    asked = {name: sum(state == "released" for state in shop.states(name).values()) for name in ("first", "second")}
    assert abs(asked["first"] - asked["second"]) <= 1
