"""Bytes become scans: by any end, in any pieces, with rubbish between."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban_app.domain.codes import code_of
from kanban_app.gui.serial_text import ENDS, SerialText

CODE, OTHER = code_of(1, 4711), code_of(2, 4711)
SENT = {"any": b"\r\n", "cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "tab": b"\t"}


@pytest.mark.parametrize("end", SENT)
@given(cuts=st.lists(st.integers(0, 40), max_size=8))
def test_two_scans_are_two_however_they_are_cut_into_pieces(end: str, cuts: list[int]) -> None:
    sent = CODE.encode() + SENT[end] + OTHER.encode() + SENT[end]
    text, found = SerialText(end), []
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    for place, after in pairwise(places):
        found += text.feed(sent[place:after])
    assert found == [CODE, OTHER]
    assert text.rest(long=True) == ""


def test_without_an_end_a_pause_ends_a_scan() -> None:
    text = SerialText("none")
    assert text.feed(b"badge 17") == []
    assert text.rest(long=False) == "badge 17"
    assert not text.is_waiting()


def test_a_whole_code_waits_for_no_end_but_half_a_code_does() -> None:
    text = SerialText("cr")
    text.feed(CODE[:4].encode())
    assert text.rest(long=False) == ""
    text.feed(CODE[4:].encode())
    assert text.rest(long=False) == CODE


def test_half_a_code_is_not_glued_to_the_next_one_after_a_long_silence() -> None:
    text = SerialText("cr")
    text.feed(b"7K")
    assert text.rest(long=True) == "7K"
    assert text.feed(CODE.encode() + b"\r") == [CODE]


def test_what_is_no_letter_is_left_out_and_the_symbology_is_left_in() -> None:
    assert SerialText("cr").feed(b"\x02]C1" + CODE.encode() + b"\x1d\x00\n\x03\r") == [f"]C1{CODE}"]


@given(rubbish=st.binary(max_size=600), end=st.sampled_from(sorted(ENDS)))
def test_no_rubbish_makes_it_fail_or_grow_and_a_scan_after_it_is_heard(rubbish: bytes, end: str) -> None:
    text = SerialText(end)
    for found in [*text.feed(rubbish), text.rest(long=True)]:
        assert len(found) <= 200
        assert found.isprintable()
    assert [*text.feed(CODE.encode() + SENT.get(end, b"")), *filter(None, [text.rest(long=False)])] == [CODE]
