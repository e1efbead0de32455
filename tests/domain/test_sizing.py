"""The number of cards, against published cases and against sums done by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.sizing import CardCount, SizingError, toyota_cards

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases.json"


def published_cases() -> dict[str, dict[str, Any]]:
    if not CASES.exists():
        return {}
    every = json.loads(CASES.read_text(encoding="utf-8"), parse_float=Decimal)
    return {case["id"]: case for case in every if case["topic"] == "kanban_cards"}


PUBLISHED = published_cases()
PLAIN = [case for case in PUBLISHED.values() if case["inputs"].get("formula") == "ceil(D*L*(1+alpha)/C)"]


def working(case: dict[str, Any]) -> str:
    i, e = case["inputs"], case["expected"]
    return (
        f"{case['id']}: {i['demand_rate']}*{i['lead_time']}*(1+{i['alpha']})/{i['container']}={e['raw']}->{e['cards']}"
    )


def published(case_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    if case_id not in PUBLISHED:
        pytest.skip(f"the published cases are not here: {CASES.name} is missing")
    return PUBLISHED[case_id]["inputs"], PUBLISHED[case_id]["expected"]


@pytest.mark.skipif(not PUBLISHED, reason="the published cases are not here: cases.json is missing")
def test_all_nine_plain_cases_are_looked_at() -> None:
    assert len(PLAIN) == 9


@pytest.mark.parametrize("case", PLAIN, ids=working)
def test_a_published_case_comes_out_as_published(case: dict[str, Any]) -> None:
    inputs, expected = case["inputs"], case["expected"]
    count = toyota_cards(inputs["demand_rate"], inputs["lead_time"], inputs["container"], inputs["alpha"])
    assert abs(count.raw - Fraction(expected["raw"])) <= Fraction(case["tolerance"]["raw"])
    assert count.cards == expected["cards"]
    if "max_inventory" in expected:
        assert count.cards * inputs["container"] == expected["max_inventory"]


def test_kc04_waiting_and_processing_time_are_the_lead_time_and_ten_stays_ten() -> None:
    # 2000*(0.08+0.02)*1.1/22 = 10 exactly; with floats 11. Improved: 2000*(0.06+0.02)*1.1/22 = 8 exactly
    i, e = published("KC04")
    assert toyota_cards(i["d_per_day"], i["w_days"] + i["p_days"], i["c"], i["alpha"]).cards == e["cards"]
    improved = i["improved_w_days"] + i["p_days"]
    assert toyota_cards(i["d_per_day"], improved, i["c"], i["alpha"]).cards == e["cards_improved"]


def test_kc09_safety_as_a_share_of_the_lead_time_demand() -> None:
    # (150*0.5 + 10 % of 75)/25 = 3.3 -> 4
    i, e = published("KC09")
    count = toyota_cards(i["d_per_hour"], i["L_hours"], i["C"], i["safety_pct_of_LT_demand"])
    assert (count.raw, count.cards) == (Fraction(33, 10), e["cards_round_up"])
    assert Fraction(i["d_per_hour"]) * Fraction(i["L_hours"]) * Fraction(1, 10) == Fraction(e["safety_units"])


@pytest.mark.parametrize("case_id", ["KC07", "KC08"])
def test_safety_in_days_is_a_share_of_the_lead_time(case_id: str) -> None:
    # KC07: 3000*4*(1+1/4)/250 = 60.  KC08: 500*2*(1+0.5/2)/250 = 5
    i, e = published(case_id)
    share = Fraction(i["safety_days"]) / Fraction(i["lead_time_days"])
    assert toyota_cards(i["daily_demand"], i["lead_time_days"], i["container"], share).cards == e["cards"]


def test_kc29_safety_in_pieces_is_a_share_of_the_lead_time_demand() -> None:
    # (50*3+30)/25 = 7.2 -> 8, with a = 30/150
    i, e = published("KC29")
    share = Fraction(i["safety_stock"], i["daily_demand"] * i["lead_time_days"])
    count = toyota_cards(i["daily_demand"], i["lead_time_days"], i["container"], share)
    assert (count.raw, count.cards) == (Fraction(e["raw"]), e["cards"])


def test_kc30_safety_factor_on_the_lead_time() -> None:
    # 200*(2+2*0.5)/50 = 12
    i, e = published("KC30")
    count = toyota_cards(i["daily_demand"], i["lead_time_days"], i["container"], i["safety_factor"])
    assert count.cards == e["cards"]


@pytest.mark.parametrize(
    "numbers, expected",
    [
        pytest.param((8, 4, 10, Decimal("0.1")), CardCount(4, 1, Fraction(88, 25)), id="8*4*1.1/10=3.52->4, 0.32->1"),
        pytest.param(
            (100, 10, 10, Decimal("0.1")), CardCount(110, 10, Fraction(110)), id="100*10*1.1/10=110, 10 safety"
        ),
        pytest.param((10, 2, 5, 0), CardCount(4, 0, Fraction(4)), id="10*2*1/5=4, no safety"),
        pytest.param((0, 30, 5, Decimal("0.1")), CardCount(0, 0, Fraction(0)), id="no demand, no cards"),
        pytest.param((7, 0, 5, Decimal("0.1")), CardCount(0, 0, Fraction(0)), id="no lead time, no cards"),
        pytest.param((Fraction(1, 3), 3, 1, 0), CardCount(1, 0, Fraction(1)), id="1/3*3*1/1=1 exactly"),
    ],
)
def test_by_hand(numbers: tuple[Any, ...], expected: CardCount) -> None:
    assert toyota_cards(*numbers) == expected


def test_floats_are_refused_because_they_would_add_a_card() -> None:
    with pytest.raises(TypeError):
        toyota_cards(2000, 0.1, 22)  # type: ignore[arg-type]
    # the negative control: what would have come of it
    assert -(-(2000 * 0.1 * 1.1) // 22) == 11


@pytest.mark.parametrize(
    "subject, numbers",
    [
        ("demand", (-1, 1, 1, 0)),
        ("lead_time", (1, -1, 1, 0)),
        ("safety_share", (1, 1, 1, -1)),
        ("container_quantity", (1, 1, 0, 0)),
    ],
)
def test_a_number_no_loop_can_have_is_refused_by_name(subject: str, numbers: tuple[int, int, int, int]) -> None:
    with pytest.raises(SizingError) as refused:
        toyota_cards(*numbers)
    assert refused.value.subject == subject


amounts = st.fractions(min_value=0, max_value=10**6)


@given(amounts, amounts, st.integers(1, 10**6), st.fractions(min_value=0, max_value=3))
def test_the_cards_hold_the_demand_and_one_fewer_would_not(
    demand: Fraction, lead_time: Fraction, container: int, share: Fraction
) -> None:
    count = toyota_cards(demand, lead_time, container, share)
    needed = demand * lead_time + demand * lead_time * share
    assert (count.cards - 1) * container < needed <= count.cards * container or count.cards == 0 == needed


@given(amounts, amounts, st.integers(1, 10**6), st.fractions(min_value=0, max_value=3))
def test_safety_is_never_more_than_all_cards_where_it_is_at_most_the_demand(
    demand: Fraction, lead_time: Fraction, container: int, share: Fraction
) -> None:
    count = toyota_cards(demand, lead_time, container, min(share, Fraction(1)))
    assert 0 <= count.safety_cards <= count.cards
