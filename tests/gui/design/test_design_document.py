"""Whatever was done to a design can be taken back to where it began, and done again to where it ended."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from kanban_app.gui.design.document import DesignDocument
from kanban_app.printing.designs import BUILT_IN, built_in, dump, load
from tests.printing.test_design_edits import STEPS, after

MOVES = st.lists(st.one_of(STEPS, st.sampled_from(["undo", "redo"]), st.sampled_from(BUILT_IN)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(moves=MOVES)
def test_any_steps_and_undos_end_where_they_began(qapp: QApplication, moves: list[Any]) -> None:
    document = DesignDocument()
    document.open("", built_in("a6"), "", "a6", is_kept=False)
    for move in moves:
        if move in ("undo", "redo"):
            getattr(document.steps, move)()
        elif isinstance(move, str):
            document.open("", built_in(move), "", move, is_kept=False)
        else:
            document.do("", after(document.design, move))
        assert load(dump(document.design)) == document.design
        assert 0 <= document.at < len(document.design.elements)
    ended = document.design
    below = document.steps.taken_count()
    while document.steps.taken_count():
        document.steps.undo()
    assert document.design == built_in("a6")
    for _ in range(below):
        document.steps.redo()
    assert document.design == ended


def test_keeping_is_no_step_and_stays_when_steps_are_taken_back(qapp: QApplication) -> None:
    document = DesignDocument()
    document.open("", built_in("a6"), "", "a6, own")
    step = ("box", 15, (30.0, 10.0, 50.0, 9.0))
    document.do("", after(document.design, step))
    kept = after(built_in("a6"), step)
    document.set_kept(type(kept)("ours", kept.width_mm, kept.height_mm, kept.elements))
    assert document.is_kept()
    document.steps.undo()
    assert document.state is not None
    assert (document.state.name, document.design.name, document.is_kept()) == ("ours", "ours", False)
    document.steps.redo()
    assert document.is_kept()


def test_opening_over_nothing_unkept_leaves_nothing_to_undo(qapp: QApplication) -> None:
    document = DesignDocument()
    document.open("", built_in("a6"), "", "a6, own")
    document.open("", built_in("label"), "", "label, own")
    assert document.steps.taken_count() == 0
    document.do("", after(document.design, ("box", 3, (30.0, 10.0, 50.0, 9.0))))
    document.open("", built_in("a6"), "", "a6, own")
    document.steps.undo()
    assert document.design != built_in("label")
    assert document.design.name == "label"
