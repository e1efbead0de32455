"""Loops: kinds, tolerances, revision letters."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.loops import KIND_OF_SOURCE, LoopKind, Step, default_steps, revision_letter
from kanban_app.domain.stations import StationKind
from tests.domain.plants import Workshop, buys


def test_the_kind_of_a_loop_follows_from_its_source() -> None:
    assert KIND_OF_SOURCE == {
        StationKind.WORKSTATION: LoopKind.PRODUCTION,
        StationKind.STORE: LoopKind.WITHDRAWAL,
        StationKind.SUPPLIER: LoopKind.SUPPLIER,
    }


@pytest.mark.parametrize("kind", LoopKind)
def test_only_a_store_sends_without_a_state_of_its_own_for_picking(kind: LoopKind) -> None:
    skipped = default_steps(kind)[0] is Step.SKIPPED
    assert skipped is (kind is LoopKind.WITHDRAWAL)
    assert default_steps(kind)[1] is Step.ALLOWED


@pytest.mark.parametrize(
    ("container", "under", "over", "allowed"),
    [
        (10, 10, 10, (9, 11)),
        (15, 10, 10, (14, 16)),
        (1, 10, 10, (1, 1)),
        (1, 100, 100, (1, 2)),
        (10, 100, 0, (1, 10)),
        (10, 0, 1000, (10, 110)),
    ],
    ids=["9 to 11", "13.5 up to 14, 16.5 down to 16", "never nothing", "one or two", "any part", "eleven times"],
)
def test_what_may_be_received_without_a_reason_is_whole_steps_within_the_tolerance(
    container: int, under: int, over: int, allowed: tuple[int, int]
) -> None:
    loop = Workshop(buys("part")).loop("part")
    loop = replace(loop, container_quantity=container, under_tolerance_percent=under, over_tolerance_percent=over)
    assert loop.allowed_receipt() == allowed


@given(st.integers(1, 10**15), st.integers(0, 100), st.integers(0, 1000))
def test_what_was_asked_for_may_always_be_received(asked: int, under: int, over: int) -> None:
    loop = replace(Workshop(buys("part")).loop("part"), under_tolerance_percent=under, over_tolerance_percent=over)
    least, most = loop.allowed_receipt(asked)
    assert 1 <= least <= asked <= most
    assert Fraction(least, asked) >= Fraction(100 - under, 100)
    assert Fraction(most, asked) <= Fraction(100 + over, 100)


@pytest.mark.parametrize(
    ("revision", "letter"),
    [(1, "A"), (2, "B"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA")],
)
def test_revisions_are_lettered_as_columns_are(revision: int, letter: str) -> None:
    assert revision_letter(revision) == letter


def test_no_two_revisions_have_the_same_letters() -> None:
    assert len({revision_letter(revision) for revision in range(1, 20_000)}) == 19_999
