"""What may be chosen, what goes together, and what a choice makes of parts, name and price."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.items import BomLine
from kanban_app.domain.options import (
    LONGEST_NAME,
    Choice,
    Configuration,
    Group,
    GroupRule,
    Operation,
    Options,
    PartChange,
    configured,
    picks_of,
    said_in,
)
from kanban_app.domain.orders import OrderRefused

CHAIR, SEAT, LEG, OAK_SEAT, OAK_LEG, ARM, OIL = range(1, 8)
BENCH = 9
BASE = (BomLine(CHAIR, SEAT, Fraction(1)), BomLine(CHAIR, LEG, Fraction(4)))
OPTIONS = Options(
    CHAIR,
    (
        Group(
            "wood",
            GroupRule.ONE,
            (
                Choice("pine", is_default=True),
                Choice("oak", (PartChange(OAK_SEAT, None, SEAT), PartChange(OAK_LEG, None, LEG)), surcharge="40"),
            ),
            is_required=True,
        ),
        Group(
            "extras",
            GroupRule.ANY,
            (
                Choice("arms", (PartChange(ARM, Fraction(2)),), (Operation(BENCH, Fraction(15)),), "25.50"),
                Choice("three legs", (PartChange(LEG, Fraction(3), LEG),), surcharge="-2"),
                Choice("oiled", (PartChange(OIL, Fraction(1, 3)),), (Operation(BENCH, Fraction(5)),)),
            ),
        ),
        Group("size", GroupRule.ONE, (Choice("low"), Choice("high")), is_required=True),
    ),
    frozenset({frozenset({("wood", "oak"), ("extras", "three legs")})}),
    "150",
)


def chosen(*texts: str) -> Configuration:
    return configured(OPTIONS, BASE, picks_of(OPTIONS, said_in(texts)))


def refused(*texts: str) -> OrderRefused:
    with pytest.raises(OrderRefused) as caught:
        chosen(*texts)
    return caught.value


def parts(found: Configuration) -> dict[int, Fraction]:
    return {line.component_id: line.per_parent for line in found.parts}


def test_a_choice_replaces_adds_and_prices() -> None:
    found = chosen("Wood=OAK", "extras=arms", "size=high")
    assert parts(found) == {OAK_SEAT: 1, OAK_LEG: 4, ARM: 2}
    assert found.price == "215.50"
    assert found.operations == (Operation(BENCH, Fraction(15)),)
    assert found.short_name("chair") == "chair · oak, arms, high"
    assert found.choices_told == "wood=oak; extras=arms; size=high"


def test_what_is_not_said_takes_its_default() -> None:
    found = chosen("size=low")
    assert found.picks == (("wood", "pine"), ("size", "low"))
    assert parts(found) == {SEAT: 1, LEG: 4}
    assert found.price == "150"


def test_a_quantity_alone_changes_how_many_go_in() -> None:
    assert parts(chosen("size=low", "extras=three legs"))[LEG] == 3


def test_several_of_a_group_add_up() -> None:
    found = chosen("size=low", "extras=oiled", "extras=arms")
    assert found.operations == (Operation(BENCH, Fraction(20)),)
    assert parts(found) == {SEAT: 1, LEG: 4, ARM: 2, OIL: Fraction(1, 3)}


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ((), "choice_missing"),
        (("size=low", "wood="), "choice_missing"),
        (("size=low", "size=high"), "one_choice_only"),
        (("size=low", "colour=red"), "unknown_group"),
        (("size=low", "wood=elm"), "unknown_choice"),
        (("size=low", "wood=oak", "extras=three legs"), "choices_excluded"),
        (("size",), "bad_option"),
        (("=low",), "bad_option"),
    ],
)
def test_what_does_not_go_is_refused(texts: tuple[str, ...], code: str) -> None:
    assert refused(*texts).code == code


def test_two_choices_do_not_replace_the_same_part() -> None:
    both = Group(
        "tops",
        GroupRule.ANY,
        tuple(Choice(name, (PartChange(part, None, SEAT),)) for name, part in (("a", OAK_SEAT), ("b", ARM))),
    )
    options = Options(CHAIR, (both,))
    with pytest.raises(OrderRefused) as caught:
        configured(options, BASE, picks_of(options, {"tops": ["a", "b"]}))
    assert caught.value.code == "part_not_there"


def test_a_choice_may_leave_a_part_out() -> None:
    options = Options(CHAIR, (Group("kit", GroupRule.ANY, (Choice("no legs", (PartChange(None, None, LEG),)),)),))
    assert parts(configured(options, BASE, picks_of(options, {"kit": ["no legs"]}))) == {SEAT: 1}


def test_a_long_name_is_cut() -> None:
    options = Options(CHAIR, (Group("kit", GroupRule.ANY, tuple(Choice(letter * 20) for letter in "abcd")),))
    found = configured(options, BASE, picks_of(options, {"kit": [letter * 20 for letter in "abcd"]}))
    assert len(found.short_name("chair")) == LONGEST_NAME


names = st.sampled_from(["arms", "three legs", "oiled"])


@given(
    extras=st.lists(names, max_size=5),
    wood=st.sampled_from(["pine", "oak"]),
    size=st.sampled_from(["low", "high"]),
    order=st.permutations(range(3)),
)
def test_the_same_choices_in_any_order_are_the_same_item_and_all_adds_up(
    extras: list[str], wood: str, size: str, order: list[int]
) -> None:
    if wood == "oak" and "three legs" in extras:
        return
    said = [[f"wood={wood}"], [f"size={size}"], [f"extras={name}" for name in extras] or ["extras="]]
    found = chosen(*said[0], *said[1], *said[2])
    again = chosen(*[text for place in order for text in reversed(said[place])])
    assert (found.content, found.price, found.parts) == (again.content, again.price, again.parts)
    surcharges = [Decimal(OPTIONS.choice(pick).surcharge or 0) for pick in found.picks]
    assert Decimal(found.price) == Decimal(150) + sum(surcharges)
    per_chair = 2 * ("arms" in extras) + Fraction(1, 3) * ("oiled" in extras) + 4 - ("three legs" in extras) + 1
    assert sum(parts(found).values()) == per_chair


@given(first=st.sets(names), second=st.sets(names))
def test_other_choices_are_another_item(first: set[str], second: set[str]) -> None:
    one, other = (chosen("size=low", "extras=", *(f"extras={name}" for name in some)) for some in (first, second))
    assert (one.content == other.content) is (first == second)
