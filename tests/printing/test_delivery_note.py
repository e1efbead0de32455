"""The pick list of an order and its delivery note: everything stands there, codes are read, nothing leaves the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kanban_app import i18n
from kanban_app.domain.delivery_papers import NoteLine, PaperDeliveryNote, PaperPickList, PickContainer, PickLine
from kanban_app.printing.sheets.delivery_note import render_delivery_note, render_order_pick_list
from kanban_app.printing.sheets.refusing import SheetField, SheetRefused
from tests.printing import reading
from tests.printing.paper_cards import code
from tests.printing.test_sheets import Longer, closed_up, least_margin_mm, read_codes

AT = datetime(2027, 1, 4, 9, 42, tzinfo=UTC)
LINE = NoteLine(1, "chair", "oak, oiled", 12, 0, 40, 0, "pcs", "by noon")
NOTE = PaperDeliveryNote(
    "4711",
    1,
    "furniture factory",
    "en",
    "Ada Byron",
    "Lake road 4\nUppsala",
    "ring the bell",
    AT,
    "Maria",
    "shop 1",
    (LINE,),
)


def picked(count: int) -> PaperPickList:
    containers = tuple(PickContainer(code(n), 4, "shop 1", "left wall") for n in range(1, count + 1))
    line = PickLine(1, "chair", "oak, oiled", 40, 28, 0, "pcs", date(2027, 1, 8), "by noon", containers)
    return PaperPickList("4711", "furniture factory", "en", "Ada Byron", "Lake road 4", "", AT, (line,))


def test_a_note_says_who_gets_what_with_which_shipment_and_what_follows() -> None:
    written = closed_up(render_delivery_note(NOTE).data)
    for text in ("Delivery note 4711-1", "Ada Byron", "Lake road 4 · Uppsala", "ring the bell", "chair", "by noon"):
        assert text.replace(" ", "") in written
    for text in ("Order 4711, shipment 1", "40 pcs", "28 pcs", "12 pcs", "The rest follows.", "Handed over by Maria"):
        assert text.replace(" ", "") in written


def test_a_whole_shipment_speaks_of_no_rest() -> None:
    whole = replace(NOTE, lines=(replace(LINE, steps=40),))
    written = closed_up(render_delivery_note(whole).data)
    assert "Therestfollows" not in written
    assert "Tocome" not in written
    second = replace(NOTE, shipment=2, lines=(replace(LINE, steps=28, before_steps=12),))
    assert "Camebefore" in closed_up(render_delivery_note(second).data)


@pytest.mark.parametrize("count", [0, 3, 200])
def test_every_container_of_a_pick_list_is_there_with_a_code_that_is_read(count: int) -> None:
    made = render_order_pick_list(picked(count))
    assert read_codes(made.data) == sorted(code(n) for n in range(1, count + 1))
    assert "28 pcs of it stand nowhere yet." in reading.text(made.data)


def test_an_order_with_nothing_to_pick_says_so() -> None:
    assert "Nothing of this order waits" in reading.text(render_order_pick_list(replace(picked(0), lines=())).data)


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_longer_words_stay_within_the_margins(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    for data in (render_delivery_note(NOTE, size).data, render_order_pick_list(picked(30), size).data):
        assert all(least_margin_mm(page) >= 9.0 for page in reading.pages(data, 50))


def test_the_same_note_is_the_same_bytes_and_what_cannot_be_printed_is_refused() -> None:
    assert render_delivery_note(NOTE).data == render_delivery_note(NOTE).data
    with pytest.raises(SheetRefused) as refused:
        render_delivery_note(replace(NOTE, lines=(replace(LINE, item_code="chair 🪑"),)))
    assert refused.value.field is SheetField.ITEM
