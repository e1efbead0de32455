"""The keys of a station. No bare letter, digit or Enter is among them: a scanner types those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

ROWS_WITH_A_KEY = 9


def add_keys(
    holder: QWidget,
    calls: Mapping[str, Callable[[], object]],
    act_on_row: Callable[[int], object],
    open_row: Callable[[int], object],
) -> None:
    """Give a station its keys: `calls` by name, Alt and a digit for its queue, with Shift for what may be taken."""
    keys = dict(calls)
    for place in range(ROWS_WITH_A_KEY):
        keys[f"Alt+{place + 1}"] = partial(act_on_row, place)
        keys[f"Alt+Shift+{place + 1}"] = partial(open_row, place)
    for key, call in keys.items():
        shortcut = QShortcut(QKeySequence(key), holder)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(call)
