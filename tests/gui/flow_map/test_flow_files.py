"""The map as PDF and SVG: whole, readable, in light colours whatever the screen has."""

from __future__ import annotations

import asyncio
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kanban_app.gui import dialogs
from kanban_app.gui.look import theme
from kanban_app.gui.look.tokens import DARK, LIGHT
from tests.gui.conftest import until
from tests.gui.flow_map.conftest import Map


def _answer(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    """Have the question for a file answered; answers the names that are proposed."""
    proposed: list[str] = []

    async def ask(_parent: object, _title: str, proposal: Path, _suffix: str) -> Path | None:
        await asyncio.sleep(0)
        proposed.append(proposal.name)
        return path

    monkeypatch.setattr(dialogs, "ask_new_file", ask)
    return proposed


def test_save_as_pdf_writes_a_page_with_every_station(
    flow_map: Map, loop: object, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow_map.open()
    target = fast_path / "map.pdf"
    assert _answer(monkeypatch, target) == []
    QTest.mouseClick(flow_map.screen.save_pdf, Qt.MouseButton.LeftButton)
    until(lambda: flow_map.told)
    assert flow_map.told == [("told", "The flow map is in map.pdf.")]
    document = pypdfium2.PdfDocument(target)
    assert len(document) == 1
    page = document[0]
    text = page.get_textpage().get_text_range()
    for name in ("furniture factory", "assembly line", "cushion supplier", "polished", "arrowhead"):
        assert name in text
    assert page.get_width() > page.get_height()
    page.close()
    document.close()


def test_save_as_svg_writes_texts_and_shapes(
    flow_map: Map, loop: object, fast_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    theme.apply(qapp, "dark")
    flow_map.open()
    target = fast_path / "map.svg"
    proposed = _answer(monkeypatch, target)
    QTest.mouseClick(flow_map.screen.save_svg, Qt.MouseButton.LeftButton)
    until(lambda: flow_map.told)
    assert proposed == ["flow map.svg"]
    root = ET.parse(target).getroot()
    texts = {"".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"assembly line", "shop 1", "5 of 14"} <= texts
    written = target.read_text(encoding="utf-8")
    assert LIGHT.ink.lower() in written
    assert DARK.ink.lower() not in written
    assert theme.current() is DARK


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(
    flow_map: Map, loop: object, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow_map.open()
    _answer(monkeypatch, fast_path / "missing" / "map.svg")
    QTest.mouseClick(flow_map.screen.save_svg, Qt.MouseButton.LeftButton)
    until(lambda: flow_map.told)
    ((tone, text),) = flow_map.told
    assert tone == "stop"
    assert text.startswith("The file could not be written")


def test_who_leaves_the_question_writes_nothing(
    flow_map: Map, loop: object, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow_map.open()
    proposed = _answer(monkeypatch, None)
    QTest.mouseClick(flow_map.screen.save_pdf, Qt.MouseButton.LeftButton)
    until(lambda: proposed and not flow_map.tools.tasks.is_busy())
    assert not list(fast_path.glob("*.pdf"))
    assert flow_map.told == []
