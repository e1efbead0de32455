"""Longer languages, small windows and large zoom: nothing is cut, and no form outgrows its panel."""

from __future__ import annotations

import gettext
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from kanban_app import i18n
from kanban_app.domain.orders import Policy
from kanban_app.gui.look import theme
from kanban_app.gui.loops.item_editor import ItemEditor
from kanban_app.gui.loops.screen import ITEMS, LOOPS, STATIONS
from tests.gui.loops.conftest import Desk
from tests.gui.test_long_texts import Longer, cut_buttons


def outgrown(desk: Desk) -> int:
    """By how many pixels the open form is wider than its panel."""
    QApplication.processEvents()
    area = desk.editor.scroll_area
    inner = area.widget()
    assert inner is not None
    return max(0, inner.minimumSizeHint().width() - area.viewport().width())


def walk(desk: Desk) -> list[object]:
    """Open every editor and say what is wrong with its looks."""
    found: list[object] = []
    for name in (LOOPS, ITEMS, STATIONS):
        desk.screen.show_page(name)
        desk.screen.add()
        desk.settle()
        found += [*cut_buttons(desk.screen), outgrown(desk)]
        desk.screen.pages[name].panel.select([desk.screen.pages[name].panel.model.rows[0].id])
        desk.settle()
        desk.editor.back_button.show()
        found += [*cut_buttons(desk.screen), outgrown(desk)]
    desk.screen.show_page(ITEMS)
    editor = desk.screen.pages[ITEMS].editor
    assert isinstance(editor, ItemEditor)
    editor.show_parts()
    editor.parts.add_row("chair", "1", by_hand=True)
    desk.settle()
    found += [*cut_buttons(desk.screen), outgrown(desk)]
    editor.leave()
    editor.show_policy()
    for policy in ("", *Policy):
        desk.type("policy", policy)
        found += [*cut_buttons(desk.screen), outgrown(desk)]
    return [one for one in found if one]


@pytest.mark.parametrize("size", [(1188, 800), (1820, 1080)], ids=["compact", "wide"])
@pytest.mark.parametrize("catalogue", [gettext.NullTranslations, Longer], ids=["english", "longer"])
def test_nothing_is_cut(
    open_desk: Callable[[], Desk],
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    catalogue: type[gettext.NullTranslations],
) -> None:
    monkeypatch.setattr(i18n._Current, "catalogue", catalogue())
    desk = open_desk()
    desk.screen.resize(*size)
    QApplication.processEvents()
    assert (desk.screen.width(), desk.screen.height()) == size
    assert walk(desk) == []


def test_nothing_is_cut_at_150_percent(qapp: QApplication, open_desk: Callable[[], Desk]) -> None:
    theme.set_zoom(qapp, 150)
    desk = open_desk()
    desk.screen.resize(1188, 800)
    QApplication.processEvents()
    assert (desk.screen.width(), desk.screen.height()) == (1188, 800)
    assert walk(desk) == []
