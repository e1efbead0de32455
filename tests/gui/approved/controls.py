"""Spoiled screens that must be noticed, each beside the scene that it spoils: the proof that the tolerance is no blank.

They are taken in the same program, right after the sound picture, and put right again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QApplication, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import TextLabel
from tests.gui.approved.stage import Stage


@dataclass(frozen=True, slots=True)
class Control:
    """What is spoiled, in which scene, and how; leaving the block puts it right."""

    name: str
    scene: str
    spoil: Callable[[Stage], AbstractContextManager[None]]


@contextmanager
def button_gone(stage: Stage) -> Iterator[None]:
    """One button of the station's bar can not be seen; everything else stays where it is."""
    button = stage.office.station.terminal.bar.buttons["undo"]
    kept = button.sizePolicy()
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.hide()
    yield
    button.show()
    button.setSizePolicy(kept)


@contextmanager
def other_colour(_stage: Stage) -> Iterator[None]:
    """What is refused has the colour of what was done."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    right = theme.current()
    theme._dress(app, replace(right, stop=right.ok))
    yield
    theme._dress(app, right)


@contextmanager
def text_cut(stage: Stage) -> Iterator[None]:
    """The strip's answer loses its end."""
    headline = max(_labels(stage.office.station.terminal.strip), key=lambda label: label.font().pixelSize())
    width = headline.maximumWidth()
    headline.setMaximumWidth(headline.width() * 3 // 4)
    headline.setWordWrap(False)
    yield
    headline.setMaximumWidth(width)
    headline.setWordWrap(True)


@contextmanager
def panel_moved(stage: Stage) -> Iterator[None]:
    """The panel of a card's life sits six pixels too far to the left."""
    panel = stage.office.board.panel
    panel.move(panel.x() - 6, panel.y())
    yield
    panel.move(panel.x() + 6, panel.y())


def _labels(widget: QWidget) -> list[TextLabel]:
    return [label for label in widget.findChildren(TextLabel) if label.isVisible() and label.text()]


CONTROLS = (
    Control("button_gone", "station", button_gone),
    Control("other_colour", "station_refused", other_colour),
    Control("text_cut", "station_refused", text_cut),
    Control("panel_moved", "board_life", panel_moved),
)
