"""Card codes: what is accepted, what is refused, and that no slip of finger or scanner makes another card of one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain import codes
from kanban_app.domain.codes import ALPHABET, CAPACITY, CODE_LENGTH, CodeError, check_character, code_of, parse, spaced

KEYBOARD = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CARDS = 2_500


def read(text: str) -> str | None:
    try:
        return parse(text)
    except CodeError:
        return None


def mutated(code: str, other: str) -> Iterator[str]:
    """Every single wrong character, every two exchanged, every piece left out, and joints of two codes."""
    for place in range(CODE_LENGTH):
        for character in KEYBOARD:
            if character != code[place]:
                yield code[:place] + character + code[place + 1 :]
    for first, second in combinations(range(CODE_LENGTH), 2):
        if code[first] != code[second]:
            letters = list(code)
            letters[first], letters[second] = letters[second], letters[first]
            yield "".join(letters)
    for length in range(CODE_LENGTH):
        yield code[:length]
        yield code[CODE_LENGTH - length :]
        yield code[:length] + code[length + 1 :]
    for place in range(CODE_LENGTH + 1):
        for character in KEYBOARD:
            yield code[:place] + character + code[place:]
    yield from (code + other, code + code, code + other[:3], code[4:] + other)


def test_a_million_slips_read_as_no_other_card() -> None:
    cards = [code_of(card_id, 4711) for card_id in range(1, CARDS + 1)]
    tried = accepted = 0
    for place, code in enumerate(cards):
        for slip in mutated(code, cards[place - 1]):
            tried += 1
            accepted += read(slip) not in (None, code)
    assert tried > 1_000_000
    assert accepted == 0


def test_two_scans_that_run_into_one_another_name_no_third_card() -> None:
    # Seven characters out of two codes can add up by chance (1 in 23), but then name one of 148 million cards.
    cards = [code_of(card_id, 4711) for card_id in range(1, CARDS + 1)]
    known = set(cards)
    pairs = zip(cards, cards[1:] + cards[:1], strict=True)
    joints = [one[cut:] + other[:cut] for one, other in pairs for cut in range(1, CODE_LENGTH)]
    assert sum(read(joint) is not None for joint in joints) > 0
    assert not known & set(joints)


def test_without_the_check_character_the_same_slips_would_name_other_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    code, other = code_of(1, 4711), code_of(2, 4711)
    slips = set(mutated(code, other)) - {code}
    monkeypatch.setattr(codes, "check_character", lambda payload: _Anything())
    assert sum(read(slip) not in (None, code) for slip in slips) > 100


class _Anything:
    """Equal to every check character."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


def test_every_card_has_a_code_of_its_own_and_two_plants_do_not_share_them_by_number() -> None:
    assert len({code_of(card_id, 4711) for card_id in range(1, 100_000)}) == 99_999
    assert gcd(61_803_399, CAPACITY) == 1
    assert code_of(1, 4711) != code_of(1, 4712)


@given(st.integers(1, CAPACITY - 1), st.integers(0, CAPACITY - 1))
def test_what_is_printed_reads_back(card_id: int, offset: int) -> None:
    code = code_of(card_id, offset)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    assert parse(code) == parse(spaced(code)) == parse(code.lower()) == code


@pytest.mark.parametrize(
    "wrapped",
    [
        "{code}\r",
        "{code}\r\n",
        "{code}\t",
        " {code} ",
        "]C1{code}",
        "]Q3{code}\r",
        "\x02{code}\x03",
        "{code}\x1d",
        "{spaced}",
        "{dashed}",
        "\ufeff{code}",
    ],
)
def test_what_scanners_and_people_put_around_a_code_is_taken_off(wrapped: str) -> None:
    code = code_of(7, 4711)
    dashed = f"{code[:3]}-{code[3:6]}-{code[6:]}"
    assert parse(wrapped.format(code=code, spaced=spaced(code), dashed=dashed)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\r",
        "4006381333931",
        "https://example.org/7KD042H",
        "7KD042",
        "7KD042HH",
        "]C1",
        "7KD04?H",
        "７ＫＤ０４２Ｈ",
        "7KD042H7KD042H",
        "a" * 5_000,
        "\x00" * 100,
        '{"card": "7KD042H"}',
    ],
)
def test_a_text_that_is_no_code_at_all_is_called_foreign(text: str) -> None:
    with pytest.raises(CodeError) as error:
        parse(text)
    assert error.value.foreign


@pytest.mark.parametrize("place", range(CODE_LENGTH))
def test_a_code_with_a_slip_is_not_called_foreign(place: int) -> None:
    code = code_of(7, 4711)
    slip = code[:place] + ("0" if code[place] != "0" else "1") + code[place + 1 :]
    with pytest.raises(CodeError) as error:
        parse(slip)
    assert not error.value.foreign
    assert error.value.text == slip


@given(st.text(max_size=80))
def test_whatever_is_scanned_is_a_code_or_an_error_that_can_be_shown(text: str) -> None:
    shown = text
    try:
        shown = parse(text)
    except CodeError as error:
        shown = error.text
    else:
        assert check_character(shown[:-1]) == shown[-1]
    assert len(shown) <= 64
    assert shown.isprintable()


def test_the_alphabet_has_no_two_characters_that_look_alike_and_none_that_moves_between_keyboards() -> None:
    assert len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("YZQWAMOISBUV")


def test_a_code_is_shown_in_groups_and_a_foreign_text_as_it_came() -> None:
    assert spaced("7KD042H") == "7KD 042 H"
    assert spaced("HELLO WORLD") == "HELLO WORLD"
    assert spaced("") == ""
