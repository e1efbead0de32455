"""The plant's other papers: every code on them is read, every row is there, and the same values are the same bytes."""

from __future__ import annotations

import gettext
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from kanban_app import i18n
from kanban_app.domain.paper_sheets import Label, SheetKind
from kanban_app.printing.problems import PrintCancelled
from kanban_app.printing.sheets.refusing import SheetField, SheetRefused
from kanban_app.printing.sheets.render import render_sheet
from kanban_app.printing.sheets.sizes import SIZES
from tests.printing import reading
from tests.printing.sheet_values import (
    BADGES,
    LABELS,
    board,
    cards,
    hand_over,
    list_of,
    network_down,
    one_of_each,
    sheet,
    sheet_card,
    station,
)

LOW_DPI = 203
EACH = one_of_each()
WITH_CODES = [kind for kind in EACH if kind is not SheetKind.POSTER]


def read_codes(data: bytes) -> list[str]:
    found: list[str] = []
    for page in reading.pages(data, LOW_DPI):
        found += reading.codes(reading.one_bit(page))
    return sorted(found)


def closed_up(data: bytes) -> str:
    """The text without its blanks: between columns a reader puts some, or none."""
    return "".join(reading.text(data).split())


def least_margin_mm(page: Image.Image) -> float:
    """The least white at the edges of a page at 50 dpi."""
    dark = reading.dark_mm(page, 50)
    assert dark is not None
    width, height = (side * 25.4 / 50 for side in page.size)
    return min(dark[0], dark[1], width - dark[2], height - dark[3])


@pytest.mark.parametrize("kind", WITH_CODES)
@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_every_code_is_read_at_203_dpi_in_pure_black_and_white(kind: SheetKind, size: str) -> None:
    assert read_codes(render_sheet(EACH[kind], size).data) == sorted(EACH[kind].codes())


def test_the_bars_of_a_badge_and_a_station_are_read_too() -> None:
    data = render_sheet(sheet(SheetKind.BADGES, (*BADGES, *LABELS)), "A4").data
    [page] = reading.pages(data, LOW_DPI)
    bars = zxingcpp.read_barcodes(reading.one_bit(page), formats=zxingcpp.BarcodeFormat.Code128)
    assert sorted(found.text for found in bars) == ["00042", "B-17", "assembly line", "saw"], "no bars say å and Ö"


@pytest.mark.parametrize("count", [0, 1, 500])
def test_a_list_of_any_length_has_every_card_once(count: int) -> None:
    made = render_sheet(list_of(count), "A4")
    written = reading.text(made.data)
    assert f"page {made.page_count} of {made.page_count}" in written
    if count == 0:
        assert made.page_count == 1
        assert "Nothing waits to be made here." in written
    assert sum(f"card {n} of {count}" in written for n in range(1, count + 1)) == count
    heads = written.count("Quantity")
    assert heads == (made.page_count if count else 0), "the head of the table stands on every page"


def test_five_hundred_codes_are_all_read() -> None:
    long = list_of(500, needs=())
    assert read_codes(render_sheet(long, "A4").data) == sorted(long.codes())


def test_no_plant_at_all_makes_a_page_that_says_so() -> None:
    assert "Nothing waits to be sent from here." in reading.text(render_sheet(sheet(SheetKind.PULL_SHEET, ())).data)
    for kind in (SheetKind.POSTER, SheetKind.BADGES, SheetKind.LOCATION_LABELS):
        assert render_sheet(sheet(kind, ())).page_count == 1


@pytest.mark.parametrize("kind", list(EACH))
def test_the_same_values_are_the_same_bytes(kind: SheetKind) -> None:
    assert render_sheet(EACH[kind]).data == render_sheet(EACH[kind]).data
    other = replace(EACH[kind], plant_name="another plant")
    assert render_sheet(other).data != render_sheet(EACH[kind]).data


@pytest.mark.parametrize("kind", list(EACH))
def test_the_file_has_a_title_a_language_and_an_outline_and_embeds_its_fonts(kind: SheetKind) -> None:
    with i18n.speaking("sv"):
        data = render_sheet(EACH[kind]).data
    with pypdfium2.PdfDocument(data) as document:
        assert document.get_metadata_dict()["Title"]
        assert list(document.get_toc()), "somebody looks for a station"
    assert b"/Lang (sv)" in data
    assert b"/Helvetica" not in data


@pytest.mark.parametrize(
    "text",
    [
        "S&P <b>M6<M8</b> ((\\)) %s {0}",
        "Łódź Ωμέγα Žluťoučký кот",
        "x" * 120,
        "a-very-long-part-number/with/slashes_and_underscores-" * 3,
    ],
)
def test_nasty_texts_stand_there_unchanged(text: str) -> None:
    card = sheet_card(item_code=text, consumer_name=text, order_reference=text[:60], card_count=0)
    data = render_sheet(sheet(SheetKind.QUEUE, (station((card,), name=text),))).data
    written = reading.text(data).replace("\ufffe", "-")  # the reader's sign for a hyphen at a line's end
    assert written.count(text) >= 3, "item, place and the section's head"
    assert written.count(text[:60]) >= 4, "and the order"


def test_what_cannot_stand_is_refused_with_the_columns_name_before_anything_is_made() -> None:
    with pytest.raises(SheetRefused) as refused:
        render_sheet(sheet(SheetKind.QUEUE, (station((sheet_card(item_code="chair 🪑"),)),)))
    assert (refused.value.field, refused.value.character) == (SheetField.ITEM, "🪑")
    assert refused.value.sentence().startswith("Item: “chair 🪑” has chair, U+1FA91, which no font prints.")
    with pytest.raises(SheetRefused) as refused:
        render_sheet(hand_over((sheet_card(consumer_location="W" * 900),)))
    assert (refused.value.field, refused.value.character) == (SheetField.PLACE, "")
    assert "is too long for this paper" in refused.value.sentence()
    with pytest.raises(SheetRefused) as refused:
        render_sheet(sheet(SheetKind.BADGES, (Label("Kim", "", "x" * 60), Label("K" * 900, "", "K"))))
    assert refused.value.field is SheetField.PERSON


def test_swedish_papers_speak_swedish_dates_and_long_words_fit() -> None:
    with i18n.speaking("sv"):
        written = reading.text(render_sheet(list_of(3)).data)
        assert "tis 5 jan" in written
        for kind in EACH:
            render_sheet(EACH[kind], "Letter")


class Longer(gettext.NullTranslations):
    """A language in which everything takes 40 % more letters."""

    def gettext(self, message: str) -> str:
        return message + "ö" * round(len(message) * 0.4)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.mark.parametrize("kind", list(EACH))
def test_a_longer_language_stays_within_the_margins_too(kind: SheetKind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    for page in reading.pages(render_sheet(EACH[kind]).data, 50):
        assert least_margin_mm(page) >= 9.0


def test_a_late_urgent_card_says_so_in_words_and_what_it_lacks() -> None:
    written = reading.text(render_sheet(list_of(1)).data)
    assert "URGENT" in written
    assert "LATE" in written
    assert "wooden beam: 3 of 8 pcs here, more Mon 4 Jan" in written


def test_a_pull_sheet_adds_up_what_is_to_be_packed() -> None:
    legs = cards(3)
    packed = station((*legs, sheet_card(7, item_code="table leg")))
    data = render_sheet(sheet(SheetKind.PULL_SHEET, (packed,))).data
    written = closed_up(data)
    assert "chairleg324pcs" in written
    assert "tableleg18pcs" in written


def test_a_hand_over_has_notes_calls_trouble_what_was_made_and_room_to_sign() -> None:
    written = closed_up(render_sheet(EACH[SheetKind.HAND_OVER]).data)
    for words in ("the saw blade is new", "Åsa", "Kim: box 4 leaks", "assembly line 3 24 pcs", "Handed over by"):
        assert words.replace(" ", "") in written
    assert "Noopennotes." in written, "the other station"


def test_the_poster_has_every_loop_on_one_page_or_on_several_that_can_be_read() -> None:
    for size in SIZES:
        made = render_sheet(sheet(SheetKind.POSTER, board(15)), size)
        assert made.page_count == 1
        written = reading.text(made.data)
        assert all(f"item {n}" in written for n in range(15))
    many = render_sheet(sheet(SheetKind.POSTER, board(150)), "A4")
    assert many.page_count > 1
    assert all(f"item {n}" in reading.text(many.data) for n in range(150))
    assert render_sheet(sheet(SheetKind.POSTER, board(150)), "A1").page_count == 1


def test_a_loop_of_a_thousand_cards_stays_on_the_poster() -> None:
    [one] = board(1)
    long = replace(one.loops[0], slots=one.loops[0].slots * 100)
    written = reading.text(render_sheet(sheet(SheetKind.POSTER, (replace(one, loops=(long,)),))).data)
    assert "and 1140 more" in written


def test_a_cut_poster_shows_all_of_it_on_a4_pages() -> None:
    whole = render_sheet(sheet(SheetKind.POSTER, board(9)), "A2")
    cut = render_sheet(sheet(SheetKind.POSTER, board(9)), "A2", tiled=True)
    with pypdfium2.PdfDocument(cut.data) as document:
        sizes = {tuple(round(side * 25.4 / 72) for side in document.get_page_size(n)) for n in range(len(document))}
        assert sizes <= {(210, 297), (297, 210)}
        wide, high = sizes.pop()
        across, down = wide - 26, high - 26  # two margins of 8 mm and what neighbours share
        assert len(document) == cut.page_count
        assert cut.page_count * across * down >= (594 - 10) * (420 - 10), "the pages cover the poster"
    assert "item 8" in reading.text(whole.data)
    assert "item 8" in reading.text(cut.data)


def test_the_pack_for_a_dead_network_has_the_board_what_is_next_and_a_form_for_each_card() -> None:
    pack = network_down(4)
    data = render_sheet(pack).data
    written = reading.text(data)
    assert all(f"item {n}" in written for n in range(6))
    assert "Next here, the most urgent first" in written
    assert read_codes(data) == sorted(pack.codes())


def test_progress_is_told_to_the_end_and_a_stopped_paper_is_none() -> None:
    told: list[tuple[int, int]] = []
    render_sheet(list_of(100), "A4", lambda done, whole: told.append((done, whole)))
    assert told[-1] == (100, 100)
    assert told == sorted(told)
    for kind in EACH:
        with pytest.raises(PrintCancelled):
            render_sheet(EACH[kind], "A4", None, lambda: True)


def test_a_head_never_stands_alone_at_the_foot_of_a_page() -> None:
    for count in range(10, 30):
        made = render_sheet(sheet(SheetKind.QUEUE, (station(cards(2), cards(count, needs=())),)))
        with pypdfium2.PdfDocument(made.data) as document:
            for page in document:
                written = page.get_textpage().get_text_range()
                head = written.find("Next, the most urgent first")
                assert head < 0 or "card 1 of 2" in written[head:]


def test_nothing_is_drawn_into_the_margins() -> None:
    sheets = [sheet(SheetKind.QUEUE, (station(cards(2), cards(n)), station(cards(n)))) for n in range(9, 16)]
    sheets += [sheet(SheetKind.POSTER, board(n)) for n in (1, 4, 10, 17, 25, 40)]
    for one in [*EACH.values(), *sheets]:
        for page in reading.pages(render_sheet(one).data, 50):
            assert least_margin_mm(page) >= 9.0, one.kind


def test_no_code_prints_smaller_than_a_scanner_reads() -> None:
    [first, *_rest] = reading.symbol_boxes_mm(render_sheet(list_of(1)).data)
    assert first[2] - first[0] >= 21 * 0.5
