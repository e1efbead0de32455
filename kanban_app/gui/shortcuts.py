"""Finds and fires what a key means in a window, for keys that were held back to see whether a scanner sent them."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def fire(event: QKeyEvent, physical: str = "") -> bool:
    """Do what the program would have done with this key at once: a shortcut, unless the focus wants the key itself.

    `physical` is the key's character on a US keyboard, where it is known. Answers whether a shortcut was fired. Order
    and contexts are Qt's own (QShortcutMap).
    """
    window = QApplication.activeWindow()
    if window is None or QApplication.activePopupWidget() is not None:
        return False
    focus = QApplication.focusWidget() or window
    if _wanted_by(focus, event):
        return False
    wanted = _sequences(event, physical)
    return _fire_shortcut(window, focus, wanted) or _fire_button(window, wanted)


def _wanted_by(focus: QWidget, event: QKeyEvent) -> bool:
    """A field keeps Ctrl+C, Ctrl+Z and the like for itself: it says so to a ShortcutOverride."""
    question = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
    question.ignore()
    QCoreApplication.sendEvent(focus, question)
    return question.isAccepted()


def _sequences(event: QKeyEvent, physical: str) -> list[QKeySequence]:
    """The key as pressed; without Shift where Shift only made its character (Ctrl and Shift and = is Ctrl++); and by
    its digit, which Alt and Shift or a French keyboard hide.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    found = [QKeySequence(QKeyCombination(modifiers, key))]
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        found.append(QKeySequence(QKeyCombination(modifiers & ~Qt.KeyboardModifier.ShiftModifier, key)))
    if physical.isdigit():
        found.append(QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(physical)))))
    return found


def _fire_shortcut(window: QWidget, focus: QWidget, wanted: list[QKeySequence]) -> bool:
    for shortcut in window.findChildren(QShortcut):
        holder = shortcut.parent()
        if not (shortcut.isEnabled() and isinstance(holder, QWidget) and _matches(shortcut.keys(), wanted)):
            continue
        if _holds(shortcut.context(), holder, window, focus):
            shortcut.activated.emit()
            return True
    for action in _actions(window):
        holders = [holder for holder in action.associatedObjects() if isinstance(holder, QWidget)]
        held = any(_holds(action.shortcutContext(), holder, window, focus) for holder in holders)
        if held and action.isEnabled() and _matches(action.shortcuts(), wanted):
            action.trigger()
            return True
    return False


def _actions(window: QWidget) -> Iterator[QAction]:
    yield from window.actions()
    for widget in window.findChildren(QWidget):
        yield from widget.actions()


def _fire_button(window: QWidget, wanted: list[QKeySequence]) -> bool:
    for button in window.findChildren(QAbstractButton):
        reachable = button.isEnabled() and button.isVisible() and button.window() is window
        if reachable and _matches([button.shortcut()], wanted):
            button.click()
            return True
    return False


def _matches(own: list[QKeySequence], wanted: list[QKeySequence]) -> bool:
    return any(sequence in own for sequence in wanted)


def _holds(context: Qt.ShortcutContext, holder: QWidget, window: QWidget, focus: QWidget) -> bool:
    if not (holder.isVisible() and holder.isEnabled()):
        return False
    if context is Qt.ShortcutContext.WidgetShortcut:
        return holder is focus
    if context is Qt.ShortcutContext.WidgetWithChildrenShortcut:
        return holder is focus or holder.isAncestorOf(focus)
    return context is Qt.ShortcutContext.ApplicationShortcut or holder.window() is window
