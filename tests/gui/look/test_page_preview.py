"""The panel that shows the true pages of a paper."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from kanban_app.gui.look import pdf_pages
from kanban_app.gui.look.page_preview import PAGE_WIDTH, PagePreview
from tests.gui.conftest import until

COLOURS = ("#ff0000", "#00ff00", "#0000ff")


def pdf(pages: int, width: float = 200, height: float = 300) -> bytes:
    """Pages of one colour each, so that it is seen which one is shown."""
    canvas = Canvas(io.BytesIO(), (width, height))
    for page in range(pages):
        canvas.setFillColor(COLOURS[page % 3])
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        canvas.showPage()
    return bytes(canvas.getpdfdata())


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def preview(qtbot: QtBot, worker: ThreadPoolExecutor) -> PagePreview:
    made = PagePreview(worker.submit)
    qtbot.addWidget(made)
    made.resize(500, 600)
    made.show()
    return made


def colour_in_the_middle(preview: PagePreview) -> str:
    picture = preview._scroll.viewport().grab().toImage()
    return QColor(picture.pixel(picture.width() // 2, picture.height() // 2)).name()


def test_the_first_page_is_shown_and_says_so(preview: PagePreview) -> None:
    preview.show_pdf(pdf(3))
    until(preview.is_drawn)
    assert colour_in_the_middle(preview) == COLOURS[0]
    assert preview.heading.text() == "Page 1 of 3"
    assert not preview.previous_button.isEnabled()


def test_page_down_and_the_buttons_turn_the_pages(preview: PagePreview) -> None:
    preview.show_pdf(pdf(3))
    until(preview.is_drawn)
    QTest.keyClick(preview._scroll, Qt.Key.Key_PageDown)
    until(preview.is_drawn)
    assert (preview.page(), colour_in_the_middle(preview)) == (2, COLOURS[1])
    QTest.mouseClick(preview.next_button, Qt.MouseButton.LeftButton)
    until(preview.is_drawn)
    assert (preview.page(), colour_in_the_middle(preview)) == (3, COLOURS[2])
    assert not preview.next_button.isEnabled()
    QTest.keyClick(preview._scroll, Qt.Key.Key_PageDown)
    assert preview.page() == 3, "there is none behind the last"
    QTest.keyClick(preview._scroll, Qt.Key.Key_Home)
    QTest.keyClick(preview._scroll, Qt.Key.Key_PageUp)
    assert preview.page() == 1


def test_a_whole_page_fits_and_page_width_fills_the_width(preview: PagePreview) -> None:
    preview.show_pdf(pdf(1, 100, 1000))
    until(preview.is_drawn)
    assert preview._page.height() <= preview._scroll.viewport().height()
    preview.zoom.setCurrentIndex(preview.zoom.findData(PAGE_WIDTH))
    until(preview.is_drawn)
    assert preview._page.height() > preview._scroll.viewport().height()
    assert preview._page.width() <= preview._scroll.viewport().width()


def test_a_shorter_file_shows_its_last_page(preview: PagePreview) -> None:
    preview.show_pdf(pdf(3))
    until(preview.is_drawn)
    preview.go_to(3)
    preview.show_pdf(pdf(2))
    until(lambda: preview.page_count() == 2 and preview.is_drawn())
    assert (preview.page(), colour_in_the_middle(preview)) == (2, COLOURS[1])


def test_a_layout_between_two_files_asks_for_no_page_that_is_not_there(preview: PagePreview) -> None:
    preview.show_pdf(pdf(3))
    until(preview.is_drawn)
    preview.go_to(3)
    preview.show_pdf(pdf(2))
    preview._lay_out()  # as after a resize, before the new file's sizes are known
    until(lambda: preview.page_count() == 2 and preview.is_drawn())
    assert (preview.page(), colour_in_the_middle(preview)) == (2, COLOURS[1])


def test_only_the_page_looked_at_and_the_next_are_drawn(preview: PagePreview, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    real = pdf_pages.page_picture

    def counted(data: bytes, place: int, size: QSize) -> object:
        drawn.append((place, threading.current_thread()))
        return real(data, place, size)

    monkeypatch.setattr("kanban_app.gui.look.page_preview.page_picture", counted)
    preview.show_pdf(pdf(50))
    until(lambda: preview.is_drawn() and len(preview._pictures) == 2)
    assert {place for place, _thread in drawn} == {0, 1}
    assert threading.main_thread() not in {thread for _place, thread in drawn}


def test_what_is_no_pdf_is_said_and_nothing_raises(preview: PagePreview) -> None:
    preview.show_pdf(b"no pdf at all")
    until(lambda: "can't be shown" in preview._message.text())
    assert preview.page_count() == 0
    preview.show_pdf(pdf(1))
    until(preview.is_drawn)


def test_a_message_takes_the_place_of_the_pages(preview: PagePreview) -> None:
    preview.show_pdf(pdf(1))
    until(preview.is_drawn)
    preview.show_message("Nothing waits to be sent from here.")
    assert preview._message.isVisible()
    assert preview.heading.text() == ""


def test_a_page_that_arrives_after_the_panel_is_gone_harms_nobody(qtbot: QtBot) -> None:
    gate = threading.Event()
    with ThreadPoolExecutor(1) as executor:
        executor.submit(gate.wait)
        made = PagePreview(executor.submit)
        made.show_pdf(pdf(1))
        made.deleteLater()
        QTest.qWait(10)
        gate.set()
    QTest.qWait(10)


def test_a_poster_looked_at_closely_stays_within_its_memory() -> None:
    picture = pdf_pages.page_picture(pdf(1, 2000, 2000), 0, QSize(20_000, 20_000))
    assert picture.width() * picture.height() <= pdf_pages.MOST_PIXELS * 1.01
