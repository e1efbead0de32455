"""Switches the whole program between light and dark and between zoom levels: style, palette, one style sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from kanban_app.gui.look import fonts
from kanban_app.gui.look.sheet import style_sheet
from kanban_app.gui.look.tokens import DARK, LIGHT, Tokens, mixed

CHOICES = ("system", "light", "dark")
SMALLEST_ZOOM, LARGEST_ZOOM = 80, 200


class News(QObject):
    """Says that theme or zoom changed: whoever paints or measures does it again."""

    changed = Signal()


class _Current:
    """What holds for this process; one, because a program has one look."""

    tokens: Tokens = LIGHT
    choice = "system"
    news: News | None = None
    clearers: list[Callable[[], None]] = []


def application(arguments: Sequence[str]) -> QApplication:
    """The application of this process, in the Fusion style; the one that is there already as it is.

    The style is named as an argument: asking for it in Python wraps QStyle with its enums, 5 ms of the first picture.
    """
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication([*arguments, "-style", "Fusion"])


def apply(app: QApplication, choice: str = "system") -> None:
    """Dress the program: "light", "dark", or "system" to follow the desktop now and later.

    The first call also loads the fonts.
    """
    if choice not in CHOICES:
        raise ValueError(f"No theme {choice!r}: one of {', '.join(CHOICES)}")
    if _Current.news is None or _Current.news.parent() is not app:
        _first_time(app)
    _Current.choice = choice
    hints = app.styleHints()
    hints.setColorScheme(_SCHEMES[choice])
    dark = choice == "dark" or (choice == "system" and hints.colorScheme() is Qt.ColorScheme.Dark)
    _dress(app, DARK if dark else LIGHT)


_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def current() -> Tokens:
    """The tokens in use."""
    return _Current.tokens


def choice() -> str:
    """What was chosen: system, light or dark."""
    return _Current.choice


def news() -> News:
    """The object whose signal `changed` follows every change of theme or zoom."""
    if _Current.news is None:
        _Current.news = News()
    return _Current.news


def color(token: str) -> QColor:
    """The colour of a token by its name, in the theme in use."""
    return _color(getattr(_Current.tokens, token))


def mix(token: str, other: str, share: float) -> QColor:
    """`share` of one token's colour over another's."""
    return _color(mixed(getattr(_Current.tokens, token), getattr(_Current.tokens, other), share))


@cache
def _color(value: str) -> QColor:
    return QColor(value)


def px(size: float) -> int:
    """A length given in pixels at 96 dpi and 100 %, at the zoom in use."""
    return round(size * fonts.zoom() / 100)


def set_zoom(app: QApplication, percent: int) -> int:
    """Zoom everything to so many percent (80 to 200); returns what it became."""
    percent = max(SMALLEST_ZOOM, min(LARGEST_ZOOM, percent))
    if percent != fonts.zoom():
        fonts.set_zoom(percent)
        _dress(app, _Current.tokens)
    return percent


@contextmanager
def on_paper() -> Iterator[None]:
    """Light colours within the block, whatever the screen has. Nothing may be painted on the screen meanwhile."""
    kept = _Current.tokens
    _Current.tokens = LIGHT
    try:
        yield
    finally:
        _Current.tokens = kept


def clear_on_change(clear: Callable[[], None]) -> None:
    """Have a cache of painted things cleared whenever theme or zoom change."""
    _Current.clearers.append(clear)


def _first_time(app: QApplication) -> None:
    fonts.load()
    news().setParent(app)
    app.styleHints().colorSchemeChanged.connect(lambda: _follow(app))


def _follow(app: QApplication) -> None:
    if _Current.choice == "system":
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        _dress(app, DARK if dark else LIGHT)


def _dress(app: QApplication, tokens: Tokens) -> None:
    _Current.tokens = tokens
    for clear in _Current.clearers:
        clear()
    app.setFont(fonts.ui(15))
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens, px))
    news().changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a theme, for everything that Fusion draws itself."""
    role = QPalette.ColorRole
    made = QPalette()
    pairs = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.surface_alt,
        role.Text: tokens.ink,
        role.PlaceholderText: tokens.ink3,
        role.Button: tokens.surface,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.stop,
        role.ToolTipBase: tokens.ink,
        role.ToolTipText: tokens.surface,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.surface_alt,
        role.Mid: tokens.line,
        role.Dark: tokens.line_strong,
        role.Shadow: tokens.line_strong,
    }
    for place, value in pairs.items():
        made.setColor(place, QColor(value))
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, QColor(tokens.ink3))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.sunken))
    return made
