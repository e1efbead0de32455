"""The scanner test's judgement: one scanner's habit at a time, and then none that is silent."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain import codes
from kanban_app.domain.scanner_check import (
    TEST_CODE,
    KeySent,
    Sender,
    Speed,
    Terminator,
    Trait,
    judge,
    terminator_of,
)

SPEED = Speed(4, 50, 200)
ENTER = KeySent("", "", "enter", 36, 4, ends=True)
TAB = replace(ENTER, name="tab", scan_code=23)
LINE_FEED = replace(ENTER, name="line feed", scan_code=0, control=True)


def keys(text: str, gap_ms: float = 8, physical: str | None = None) -> list[KeySent]:
    by_key = text.upper() if physical is None else physical
    return [
        KeySent(character, key, character.upper(), 10, gap_ms if place else None, shift=character.isupper())
        for place, (character, key) in enumerate(zip(text, by_key, strict=True))
    ]


def test_the_test_code_is_a_code():
    assert codes.parse(TEST_CODE) == TEST_CODE


def test_a_scanner_that_is_set_right_is_good():
    verdict = judge([*keys(TEST_CODE), ENTER], SPEED)
    assert verdict.is_good
    assert (verdict.code, verdict.terminator, verdict.traits) == (TEST_CODE, Terminator.ENTER, ())


@pytest.mark.parametrize(
    ("ends", "terminator"),
    [
        ([], Terminator.NONE),
        ([ENTER], Terminator.ENTER),
        ([TAB], Terminator.TAB),
        ([LINE_FEED], Terminator.LINE_FEED),
        ([ENTER, LINE_FEED], Terminator.CR_LF),
        ([ENTER, TAB], Terminator.OTHER),
    ],
)
def test_terminators(ends, terminator):
    assert terminator_of([*keys("7KD"), *ends]) is terminator
    verdict = judge([*keys(TEST_CODE), *ends], SPEED)
    assert verdict.code == TEST_CODE
    assert verdict.is_good is (terminator is not Terminator.NONE)


def french(text: str) -> str:
    """What a French keyboard writes where a US scanner presses digits without Shift."""
    return text.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))


@pytest.mark.parametrize(
    ("sent", "trait"),
    [
        (keys(TEST_CODE.lower()), Trait.SMALL_LETTERS),
        ([replace(key, shift=True) for key in keys(TEST_CODE.lower())], Trait.CAPS_LOCK),
        (keys("]Q3" + TEST_CODE), Trait.AIM_PREFIX),
        (keys(french(TEST_CODE), physical=TEST_CODE), Trait.OTHER_LAYOUT),
        (keys("ITEM" + TEST_CODE), Trait.ADDED_TEXT),
        (keys(TEST_CODE[:-1] + "0"), Trait.WRONG_CODE),
        (keys("5012345678900"), Trait.NO_CODE),
        ([replace(keys("A")[0], alt=True, gap_ms=3), *keys(TEST_CODE)], Trait.ALT_CODES),
        ([replace(keys("A")[0], character="", physical="", control=True), *keys(TEST_CODE)], Trait.CONTROL_KEYS),
    ],
    ids=lambda value: value.value if isinstance(value, Trait) else "",
)
def test_each_habit_is_named(sent, trait):
    assert trait in judge([*sent, ENTER], SPEED).traits


@pytest.mark.parametrize("text", [TEST_CODE.lower(), "]Q3" + TEST_CODE])
def test_what_the_program_copes_with_needs_no_change(text):
    assert judge([*keys(text), ENTER], SPEED).is_good


def test_speed_tells_who_typed():
    assert judge([*keys("hello", 110), ENTER], SPEED).sender is Sender.PERSON
    slow = judge([*keys(TEST_CODE, 60), ENTER], SPEED)
    assert (slow.sender, slow.traits[0], slow.is_good) == (Sender.SLOW_SCANNER, Trait.STUMBLES, False)
    stumbling = keys(TEST_CODE)
    stumbling[5] = replace(stumbling[5], gap_ms=150)
    assert judge([*stumbling, ENTER], SPEED).is_good


@given(st.text(min_size=1, max_size=30), st.floats(0, 1000), st.booleans())
def test_every_burst_gets_a_verdict_that_says_something(text, gap, ended):
    verdict = judge([*keys(text, gap, physical=text), *([ENTER] if ended else [])], SPEED)
    assert verdict.is_good or verdict.traits or verdict.sender is Sender.PERSON
    assert not (verdict.is_good and not verdict.code)
