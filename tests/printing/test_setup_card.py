"""The set-up card on paper: its code is read back, and its text stays on the page in longer languages."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp

from kanban_app import i18n
from kanban_app.domain.scanner_check import TEST_CODE
from kanban_app.printing import setup_card

NOW = datetime(2027, 1, 4, 10, 42, tzinfo=UTC)


class Longer(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message + " " + "ordet " * round(len(message) * 0.4 / 6)


@pytest.fixture(params=[False, True], ids=["english", "longer"])
def page(request, monkeypatch):
    if request.param:
        monkeypatch.setattr(i18n._Current, "catalogue", Longer())
    document = pypdfium2.PdfDocument(setup_card.render(NOW))
    assert len(document) == 1
    yield document[0]
    document.close()


def test_the_code_is_read_back_at_the_dots_of_a_label_printer(page):
    picture = page.render(scale=203 / 72).to_pil().convert("1").convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [TEST_CODE]


def test_every_line_stands_on_the_page_and_beside_the_code(page):
    width, height = page.get_size()
    text = page.get_textpage()
    code_left = setup_card._QR_LEFT * 72 / 25.4
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        assert 4.2 * 72 / 25.4 <= left < right <= width - 4.2 * 72 / 25.4
        assert 0 < bottom < top < height
        if left < code_left * 0.5 and top < height - 20 * 72 / 25.4:
            assert right < code_left
    text.close()


def test_it_tells_the_code_and_that_it_books_nothing():
    document = pypdfium2.PdfDocument(setup_card.render(NOW))
    text = document[0].get_textpage()
    said = " ".join(text.get_text_range().split())
    assert "147 CXT K" in said
    assert "books nothing" in said
    assert "Enter (CR)" in said
    text.close()
    document.close()


def test_the_same_moment_gives_the_same_bytes():
    assert setup_card.render(NOW) == setup_card.render(NOW)
