"""Looks over everything that a window shows: cut texts, buttons out of the window, fields on top of one another."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from kanban_app.gui.board.header import BoardHeader
from kanban_app.gui.flow_map.spots import StationSpot
from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.sheet import HEAD_PAD, HEAD_SIZE, HEAD_WEIGHT
from kanban_app.gui.look.widgets import ElidedLabel

ACTED_BY = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
# What a style may be off by between what it asks for and what it needs.
SLACK = 2


def faults(window: QWidget) -> list[str]:
    """What is wrong with what is seen, each in a few words."""
    for _ in range(4):
        QApplication.processEvents()
    for _ in range(4):
        # What arrived last has asked for a new layout: what is looked at is what comes to rest.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible() and _is_own(widget)]
    return [*_cut(shown), *_cut_heads(shown), *_outside(window, shown), *_overlapping(shown)]


def _is_own(widget: QWidget) -> bool:
    """A part of a field, or of Qt's own, is the field's matter."""
    parent = widget.parentWidget()
    if isinstance(widget, StationSpot):
        return False  # places of the map, which is moved about
    return not isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit) and widget.objectName()[:3] != "qt_"


def _cut(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, QAbstractButton) and widget.text():
            needed = QFontMetrics(widget.font()).horizontalAdvance(widget.text().replace("&", ""))
            if widget.width() < needed:
                yield f"button {widget.text()!r} has {widget.width()} of {needed} px"
            elif widget.height() < QFontMetrics(widget.font()).height():
                yield f"button {widget.text()!r} is {widget.height()} px high"
        elif isinstance(widget, QLabel) and not isinstance(widget, ElidedLabel) and widget.text():
            if widget.wordWrap():
                needed = widget.heightForWidth(widget.width())
                if widget.height() + SLACK < needed:
                    yield f"text {widget.text()[:40]!r} has {widget.height()} of {needed} px in height"
            elif widget.width() + SLACK < widget.minimumSizeHint().width():
                yield f"text {widget.text()[:40]!r} has {widget.width()} of {widget.minimumSizeHint().width()} px"


def _cut_heads(shown: list[QWidget]) -> Iterator[str]:
    """Words over columns and beside rows that need more room than they have, in as many lines as they may take."""
    metrics = QFontMetrics(fonts.ui(HEAD_SIZE, HEAD_WEIGHT))
    for header in shown:
        if isinstance(header, QHeaderView):
            for text, room, wrap in _heads(header):
                needed = metrics.boundingRect(QRect(0, 0, room.width(), room.height()), wrap, text)
                if room.width() + SLACK < needed.width() or room.height() + SLACK < needed.height():
                    yield f"head {text!r} has {room.width()}x{room.height()} of {needed.width()}x{needed.height()} px"


def _heads(header: QHeaderView) -> Iterator[tuple[str, QRect, int]]:
    """Each text that is in sight, its room, and whether it may take several lines."""
    if isinstance(header, BoardHeader):
        yield from ((text, room, Qt.TextFlag.TextWordWrap) for text, room, _alignment in header.heads())
        return
    across, pad = header.orientation() is Qt.Orientation.Horizontal, theme.px(HEAD_PAD)
    wrap = header.defaultAlignment().value & Qt.TextFlag.TextWordWrap
    for section in range(header.count()):
        start, size = header.sectionViewportPosition(section), header.sectionSize(section)
        place = QRect(start, 0, size, header.height()) if across else QRect(0, start, header.width(), size)
        text = header.model().headerData(section, header.orientation(), Qt.ItemDataRole.DisplayRole)
        if text and not header.isSectionHidden(section) and header.rect().intersects(place):
            yield str(text), place.adjusted(pad, 0, -pad, 0), wrap


def _scrolled(widget: QWidget) -> bool:
    """Whether it lies in something that is scrolled down to."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())


def _outside(window: QWidget, shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        if isinstance(widget, ACTED_BY) and widget.window() is window:
            place = _place(widget, window)
            if place.left() < 0 or place.right() >= window.width():
                yield f"{_name(widget)} sticks out sideways"
            elif not _scrolled(widget) and (place.top() < 0 or place.bottom() >= window.height()):
                yield f"{_name(widget)} sticks out above or below"
            elif not _scrolled(widget) and widget.visibleRegion().boundingRect().size() != widget.size():
                yield f"{_name(widget)} is partly hidden"


def _overlapping(shown: list[QWidget]) -> Iterator[str]:
    """Only what stands in one layout; a drawer may lie over a screen."""
    rows: dict[QWidget, list[QWidget]] = {}
    for widget in shown:
        parent = widget.parentWidget()
        if parent is not None and isinstance(widget, (*ACTED_BY, QLabel)):
            rows.setdefault(parent, []).append(widget)
    for row in rows.values():
        for place, one in enumerate(row):
            for other in row[place + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > SLACK and common.height() > SLACK:
                    yield f"{_name(one)} and {_name(other)} lie on one another"


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return f"{type(widget).__name__} {(text or widget.accessibleName())[:40]!r}"
