"""What a make-to-order line needs through the BOM: hand-worked cases, and what always holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.cards import Card
from kanban_app.domain.demand_pegs import Place, Rework, Supply, capacity_of, inputs_at, inputs_taken, rework
from kanban_app.domain.orders import OrderRefused, StartedChoice
from kanban_app.domain.peg_booking import book_rework, book_started
from tests.domain.plants import Workshop, buys, makes, moves

ORDER = "4711/1"


def chairs(**counts: int) -> Workshop:
    """beam -> saw -> bench -> store -> shop, four legs and a cushion a chair; only the named loops hold cards."""
    return Workshop(
        buys("beam", to="saw", cards=counts.get("beam", 0), container=10),
        buys("cushion", of="upholsterer", to="bench", cards=counts.get("cushion", 0), container=5),
        makes("leg", at="saw", to="bench", cards=counts.get("leg", 0), container=8),
        makes("chair", at="bench", to="store", cards=counts.get("chair", 0), container=2),
        moves("chair", out_of="store", to="shop", cards=counts.get("shop", 0), container=4, name="sold"),
        bom={"chair": {"leg": 4, "cushion": 1}, "leg": {"beam": Fraction(1, 2)}},
    )


def place_of(shop: Workshop, loop: str) -> Place:
    return shop.loop(loop).consumer_id, shop.loop(loop).item_id


def own_cards(shop: Workshop, order: str = ORDER) -> list[Card]:
    cards = shop.kept.cards.values()
    return [card for card in cards if card.order_reference == order and card.state.value != "retired"]


def free_at(shop: Workshop) -> Any:
    def found(place: Place) -> Iterable[Card]:
        loops = tuple(loop.id for loop in shop.structure.loops_ending_at(*place))
        return [card for card in shop.kept.cards_of(loops) if card.holds_stock and not card.order_reference]

    return found


def ask(shop: Workshop, need: int, loop: str = "sold", order: str = ORDER, free: bool = True) -> Rework:
    supply = Supply(own_cards(shop, order), frozenset(), free_at(shop) if free else lambda _place: ())
    return rework(shop.structure, place_of(shop, loop), need, supply)


def book(shop: Workshop, work: Rework, order: str = ORDER) -> Counter[tuple[str, str | None]]:
    """Book it; returns the pieces by (card, parent), by their names."""
    booking = shop._booking(shop.context(reason=f"order {order}"))
    pegs, _ = book_rework(booking, work, order)
    shop._keep(booking)
    names = {card.id: shop.name_of(card) for card in shop.kept.cards.values()}
    return Counter({(names[peg.card], names[peg.parent] if peg.parent else None): peg.pieces for peg in pegs})


def order(shop: Workshop, need: int, loop: str = "sold") -> Counter[tuple[str, str | None]]:
    return book(shop, ask(shop, need, loop))


def issued(shop: Workshop, work: Rework) -> dict[str, list[int]]:
    """The quantities of the cards to be issued, by loop."""
    names = {loop_id: name for name, loop_id in shop.loop_ids.items()}
    found: dict[str, list[int]] = {}
    for new in work.issue:
        found.setdefault(names[new.loop_id], []).append(new.quantity)
    return found


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_six_chairs_take_cards_at_every_hop_down_to_the_suppliers() -> None:
    """6 chairs: 4 + 2 to the shop, 2 + 2 + 2 made, 24 legs in eights, 6 cushions as 5 + 1, 12 beams as 10 + 2."""
    shop = chairs()
    assert issued(shop, ask(shop, 6)) == {
        "sold": [4, 2],
        "chair": [2, 2, 2],
        "leg": [8, 8, 8],
        "cushion": [5, 1],
        "beam": [10, 2],
    }


def test_the_pegs_say_how_many_pieces_of_which_card_are_for_which() -> None:
    shop = chairs()
    pegs = order(shop, 6)
    assert pegs[("sold +1", None)] == 4
    assert pegs[("sold +2", None)] == 2
    assert {key: pieces for key, pieces in pegs.items() if key[0].startswith("chair")} == {
        ("chair +1", "sold +1"): 2,
        ("chair +2", "sold +1"): 2,
        ("chair +3", "sold +2"): 2,
    }
    assert {key: pieces for key, pieces in pegs.items() if key[0].startswith("beam")} == {
        ("beam +1", "leg +1"): 4,
        ("beam +1", "leg +2"): 4,
        ("beam +1", "leg +3"): 2,
        ("beam +2", "leg +3"): 2,
    }


def test_what_a_loop_holds_is_left_to_be_pulled_when_work_starts() -> None:
    shop = chairs(leg=2)
    assert issued(shop, ask(shop, 6)) == {"sold": [4, 2], "chair": [2, 2, 2], "cushion": [5, 1]}
    before = shop.pieces("leg")
    order(shop, 6)
    assert shop.pieces("leg") == before
    shop.do("start", "chair +1")
    assert shop.pieces("leg") == {"leg 2": 8}


def test_the_shipping_place_of_what_is_made_to_order_is_never_left_to_its_loop() -> None:
    shop = chairs(shop=2, chair=2)
    assert issued(shop, ask(shop, 3)) == {"sold": [3]}


def test_an_item_that_nothing_brings_where_it_is_needed_is_refused_and_named() -> None:
    shop = Workshop(makes("box", at="bench", to="shop", cards=0), bom={"box": {"board": 2, "nail": 6}})
    with pytest.raises(OrderRefused) as refused:
        ask(shop, 1, "box")
    board = next(item.id for item in shop.structure.items.values() if item.code == "board")
    facts = {"item_id": board, "station_id": shop.station_ids["bench"], "more": 1}
    assert (refused.value.code, refused.value.facts) == ("no_route", facts)


def test_a_paused_way_and_a_way_in_a_circle_are_refused() -> None:
    paused = Workshop(buys("bolt", to="shop", cards=0, suspended=True))
    with pytest.raises(OrderRefused, match="route_paused"):
        ask(paused, 1, "bolt")
    circle = Workshop(
        moves("bolt", out_of="a", to="b", cards=0, name="there"),
        moves("bolt", out_of="b", to="a", cards=0, name="back"),
    )
    with pytest.raises(OrderRefused, match="route_in_circle"):
        ask(circle, 1, "there")


def test_a_slip_of_the_keys_is_refused_before_a_million_cards_are_made() -> None:
    shop = Workshop(buys("bolt", to="shop", cards=0, container=1))
    with pytest.raises(OrderRefused, match="too_many_cards"):
        ask(shop, 1_000_000, "bolt")


def test_free_containers_are_taken_where_no_loop_keeps_any_and_larger_ones_stay_free() -> None:
    shop = Workshop(buys("bolt", to="shop", cards=0, container=10))
    for quantity in (3, 9, 4):
        shop.issue("bolt", quantity, reason="left over")
        shop.clock.tick(minutes=1)
    for number in (1, 2, 3):
        shop.do("receive", f"bolt +{number}")
    work = ask(shop, 8, "bolt")
    assert [card.quantity for card in work.taken] == [3, 4]
    assert issued(shop, work) == {"bolt": [1]}


def test_fewer_pieces_release_cards_that_nobody_has_started_and_more_add_some() -> None:
    shop = chairs()
    order(shop, 6)
    fewer = ask(shop, 4)
    released = {shop.name_of(card) for card in fewer.release}
    assert released == {"beam +1", "chair +3", "cushion +1", "leg +3", "sold +2"}
    assert issued(shop, fewer) == {"cushion": [3], "beam": [6]}
    book(shop, fewer)
    assert issued(shop, ask(shop, 8)) == {
        "sold": [4],
        "chair": [2, 2],
        "cushion": [4],
        "leg": [8, 8],
        "beam": [8],
    }


def test_started_work_that_is_not_asked_for_any_more_is_a_persons_to_decide() -> None:
    shop = chairs()
    order(shop, 2)
    for name in ("beam +1",):
        shop.do("receive", name)
    shop.do("start", "leg +1")
    work = ask(shop, 0)
    assert [shop.name_of(card) for card in work.surplus] == ["leg +1"]
    booking = shop._booking(shop.context(reason="order cancelled"))
    book_rework(booking, work, ORDER)
    book_started(booking, work.surplus, StartedChoice.STOCK)
    shop._keep(booking)
    assert shop.states() == {"leg +1": "in_process"}
    assert shop.card("leg +1").order_reference == ""


def test_what_was_taken_from_stock_goes_back_there_without_a_question() -> None:
    shop = Workshop(buys("bolt", to="shop", cards=0, container=10))
    shop.issue("bolt", 3, reason="left over")
    shop.do("receive", "bolt +1")
    book(shop, ask(shop, 5, "bolt"))
    supply = Supply(own_cards(shop), frozenset({shop.card("bolt +1").id}), free_at(shop))
    work = rework(shop.structure, place_of(shop, "bolt"), 0, supply)
    assert ([card.number for card in work.given_back], work.surplus) == ([1], [])
    book(shop, work)
    assert shop.card("bolt +1").order_reference == ""


# -- always ------------------------------------------------------------------------------------------------------------

ITEMS = ("a", "b", "c", "d", "e")


@st.composite
def workshops(draw: st.DrawFn) -> Workshop:
    """Each item is made from some later ones at a station of its own, the last ones are bought; loops hold some."""
    bom: dict[str, dict[str, Fraction]] = {}
    loops = []
    for place, item in enumerate(ITEMS):
        parts = draw(st.lists(st.sampled_from(ITEMS[place + 1 :]), max_size=3, unique=True)) if place < 4 else []
        ratios = st.builds(Fraction, st.integers(1, 4), st.integers(1, 3))
        if parts:
            bom[item] = {part: draw(ratios) for part in parts}
    users = {part: [item for item in bom if part in bom[item]] for part in ITEMS}
    for item in ITEMS:
        targets = [f"at {user}" for user in users[item]] + (["shop"] if item == "a" else [])
        for target in targets:
            make = makes if item in bom else buys
            cards = draw(st.sampled_from([0, 0, 2])) if target != "shop" else draw(st.sampled_from([0, 2]))
            options = {"name": f"{item} > {target}", "container": draw(st.integers(1, 7)), "cards": cards}
            source = {"at": f"at {item}"} if item in bom else {"of": f"supplier of {item}"}
            loops.append(make(item, to=target, **source, **options))
    return Workshop(*loops, bom=bom)


TOP = "a > shop"


def check_pegs(shop: Workshop, work: Rework, need: int) -> None:
    """What is pegged adds up: to the line, to what each card takes, and to no more than each card brings."""
    cards: dict[int, tuple[int, bool, int]] = {}
    for card in own_cards(shop):
        loop = shop.structure.loops[card.loop_id]
        cards[card.id] = (card.loop_id, inputs_taken(loop, card), capacity_of(card))
    for new in work.issue:
        loop = shop.structure.loops[new.loop_id]
        cards[new.key] = (new.loop_id, inputs_taken(loop, _fresh(new.quantity)), new.quantity)
    gone = {card.id for card in (*work.release, *work.surplus)}
    given: Counter[int] = Counter()
    got: Counter[tuple[int | None, int]] = Counter()
    for peg in work.pegs:
        given[peg.card] += peg.pieces
        got[peg.parent, shop.structure.loops[cards[peg.card][0]].item_id] += peg.pieces
        assert peg.card not in gone
    top_item = shop.loop(TOP).item_id
    assert got.pop((None, top_item), 0) == need
    for key, (loop_id, is_taken, capacity) in cards.items():
        if key in gone:
            continue
        assert given[key] <= capacity
        wanted = {} if is_taken else {line.component_id: line.need(capacity) for line, _ in inputs_of(shop, loop_id)}
        for item_id, pieces in wanted.items():
            found = got.pop((key, item_id), 0)
            assert found in (0, pieces) if is_held(shop, loop_id, item_id) else found == pieces
    assert not got


def _fresh(quantity: int) -> Card:
    from datetime import UTC, datetime

    from kanban_app.domain.cards import CardState

    return Card(0, "", 0, 1, CardState.RELEASED, 0, quantity, 1, datetime(2026, 3, 2, tzinfo=UTC))


def inputs_of(shop: Workshop, loop_id: int) -> list[Any]:
    return list(inputs_at(shop.structure, shop.structure.loops[loop_id]))


def is_held(shop: Workshop, loop_id: int, item_id: int) -> bool:
    from kanban_app.domain.flow_ways import holding_loops

    return bool(holding_loops(shop.structure, shop.structure.loops[loop_id].source_id, item_id))


@given(shop=workshops(), need=st.integers(1, 40))
def test_what_is_pegged_adds_up_to_what_is_ordered(shop: Workshop, need: int) -> None:
    check_pegs(shop, ask(shop, need, TOP), need)


@given(shop=workshops(), need=st.integers(1, 30), after=st.integers(0, 30))
def test_asking_again_changes_nothing_and_another_quantity_adds_up_again(shop: Workshop, need: int, after: int) -> None:
    order(shop, need, TOP)
    again = ask(shop, need, TOP, free=False)
    assert (again.issue, again.release, again.surplus) == ([], [], [])
    changed = ask(shop, after, TOP, free=False)
    check_pegs(shop, changed, after)
    assert changed.surplus == []
    book(shop, changed)
    assert sum(card.container_quantity for card in own_cards(shop) if card.loop_id == shop.loop_ids[TOP]) == after


@given(shop=workshops(), need=st.integers(1, 30))
def test_cancelling_what_nobody_started_leaves_every_loop_as_it_was(shop: Workshop, need: int) -> None:
    before = (shop.states(), shop.pieces())
    order(shop, need, TOP)
    assert shop.pieces() == before[1]
    book(shop, ask(shop, 0, TOP))
    assert (shop.states(), shop.pieces()) == before


@given(shop=workshops(), need=st.integers(1, 12), after=st.integers(0, 12), data=st.data())
def test_with_work_under_way_the_pegs_still_add_up_and_nothing_started_is_taken_away(
    shop: Workshop, need: int, after: int, data: st.DataObject
) -> None:
    order(shop, need, TOP)
    for card in sorted(own_cards(shop), key=lambda card: -card.id):
        for action in data.draw(st.sampled_from([(), ("start",), ("start", "receive"), ("receive",)])):
            shop.do(action, card.id)
    alive = [card for card in own_cards(shop) if card.loop_id == shop.loop_ids[TOP]]
    work = ask(shop, after, TOP, free=False)
    check_pegs(shop, work, after)
    assert all(card.state.value == "released" for card in work.release)
    assert all(card.state.value != "released" for card in work.surplus)
    kept = sum(capacity_of(card) for card in alive if card not in work.release and card not in work.surplus)
    assert kept + sum(new.quantity for new in work.issue if new.loop_id == shop.loop_ids[TOP]) >= after


def plain_walk(shop: Workshop, item_id: int, pieces: int, total: Counter[int]) -> Counter[int]:
    """The textbook's recursion: every occurrence of every item by itself."""
    total[item_id] += pieces
    for line in shop.structure.components_of(item_id):
        plain_walk(shop, line.component_id, int(line.per_parent) * pieces, total)
    return total


@given(need=st.integers(1, 9), ratios=st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_with_nothing_held_it_is_the_explosion_of_the_bom(need: int, ratios: list[int]) -> None:
    bom = {"a": {"b": ratios[0], "c": ratios[1]}, "b": {"c": ratios[2], "d": ratios[3]}, "c": {"d": ratios[4]}}
    loops = [
        makes("a", at="hall", to="shop", cards=0, container=3),
        makes("b", at="hall 2", to="hall", cards=0, container=5),
        makes("c", at="hall 3", to="store", cards=0, container=2),
        buys("d", to="store", cards=0, container=9),
    ]
    served = {"hall": "store", "hall 2": "store", "hall 3": "store"}
    shop = Workshop(*loops, bom=bom, served_from=served)
    found: Counter[int] = Counter()
    for new in ask(shop, need, "a").issue:
        found[shop.structure.loops[new.loop_id].item_id] += new.quantity
    assert found == plain_walk(shop, shop.loop("a").item_id, need, Counter())
