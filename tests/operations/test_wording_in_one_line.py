"""Answers in one line, as the command line gives them: each part is a sentence of its own."""

from __future__ import annotations

import pytest

from kanban_app.operations.wording import Said


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (Said("Started: chair, extra card 2", "Wanted today."), "Started: chair, extra card 2. Wanted today."),
        (Said("Started: chair 1 of 2", "", "The books lack 2 leg."), "Started: chair 1 of 2. The books lack 2 leg."),
        (Said("It is full already.", "Nothing was changed."), "It is full already. Nothing was changed."),
        (Said("Received: chair 1 of 2"), "Received: chair 1 of 2"),
    ],
)
def test_what_follows_a_headline_begins_a_new_sentence(said: Said, line: str) -> None:
    assert said.message() == line
