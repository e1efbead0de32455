"""The whole program in each language, switched while it runs."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from kanban_app import i18n
from kanban_app.gui import later
from kanban_app.operations.changing import change_settings
from tests.gui.conftest import until
from tests.gui.plants import Factory
from tests.gui.program import Program

RAIL = {"sv": "Tavla", "nb": "Tavle"}


@pytest.fixture(autouse=True)
def _english_again() -> object:
    yield
    i18n.use("en")


@pytest.mark.parametrize("code", ["sv", "nb"])
def test_every_screen_is_made_anew_in_another_language_and_back(program: Program, plant: Path, code: str) -> None:
    program.open(plant)
    for name in ("board", *later.PAGES):
        program.office.go(name)
    program.office.set_language(code)
    assert program.window.rail.buttons["board"].text() == RAIL[code]
    for name in ("board", "station", "cards", "plant", "import", *later.PAGES):
        program.office.go(name)
        assert program.office.page_name() == name
    program.office.set_language("en")
    assert program.window.rail.buttons["board"].text() == "Board"


def test_paper_speaks_the_language_of_the_plant_whatever_the_terminal_speaks(factory: Factory, fast_path: Path) -> None:
    def words_on(name: str) -> str:
        path = fast_path / f"{name}.pdf"
        card = factory.card("chair leg", "assembly line", 3)
        factory.shop.print_cards([card.code], "a6", path).result()
        return str(pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range())

    i18n.use("sv")
    assert "PRODUCTION" in words_on("english")
    factory.shop.write(change_settings, {"language": "nb"}).result()
    until(lambda: factory.shop.plant.language == "nb")
    assert "PRODUCTION" not in words_on("norwegian")
    assert i18n.language() == "sv"
