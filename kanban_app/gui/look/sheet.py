"""The one style sheet, for chrome only: buttons, fields, menus, scroll bars. Views paint their cells themselves."""

from __future__ import annotations

from collections.abc import Callable

from kanban_app.gui.look.tokens import Tokens

# the inks that labels are written in
TONES = (
    *("ink", "ink2", "ink3", "accent", "ok", "warn", "stop", "hold", "order_ink"),
    *("on_accent", "on_ok", "on_warn", "on_stop", "on_hold"),
)
# The words over columns: size, weight, and the white beside them, at 96 dpi and 100 %.
HEAD_SIZE, HEAD_WEIGHT, HEAD_PAD = 13, 600, 12


def style_sheet(t: Tokens, px: Callable[[float], int]) -> str:
    """The style sheet of a theme; `px` brings a length to the zoom in use."""
    tones = "\n".join(f'QLabel[tone="{tone}"] {{ color: {getattr(t, tone)}; }}' for tone in TONES)
    return f"""
QWidget {{ color: {t.ink}; }}
QMainWindow, QDialog {{ background: {t.canvas}; }}
QLabel {{ background: transparent; }}
{tones}
QToolTip {{ background: {t.ink}; color: {t.surface}; border: none; padding: {px(6)}px {px(8)}px; }}
QFrame[panel="true"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {px(10)}px; }}
QFrame[panel="flat"] {{ background: {t.surface}; border: none; }}
QFrame[rule="true"] {{ background: {t.line}; border: none; }}
QPushButton {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.line_strong};
  border-radius: {px(8)}px; padding: 0 {px(12)}px; font-size: {px(15)}px; font-weight: 500; }}
QPushButton:hover {{ background: {t.surface_alt}; }}
QPushButton:pressed {{ background: {t.sunken}; }}
QPushButton:disabled {{ color: {t.ink3}; border-color: {t.line}; background: {t.surface_alt}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
  font-weight: 600; }}
QPushButton[kind="primary"]:disabled {{ background: {t.sunken}; color: {t.ink3}; border-color: {t.sunken}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {t.accent}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.accent_tint}; }}
QPushButton[target="station"], QPushButton[target="strip"] {{ font-size: {px(18)}px; padding: 0 {px(20)}px; }}
QPushButton[kind="primary"][target="strip"], QPushButton[kind="primary"][target="station"] {{ font-size: {px(19)}px; }}
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QTextEdit {{ background: {t.surface}; color: {t.ink};
  border: 1px solid {t.line_strong}; border-radius: {px(8)}px; padding: 0 {px(12)}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit, QComboBox, QSpinBox {{ min-height: {px(42)}px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus {{ border: 2px solid {t.accent};
  padding: 0 {px(12) - 1}px; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {t.surface_alt}; color: {t.ink3}; border-color: {t.line}; }}
QComboBox::drop-down {{ border: none; width: {px(28)}px; }}
QComboBox::down-arrow {{ image: none; width: 0; height: 0; border: none; }}
QComboBox QAbstractItemView, QMenu {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.line_strong};
  selection-background-color: {t.accent_tint}; selection-color: {t.ink}; outline: none; }}
QMenu::item {{ padding: {px(10)}px {px(20)}px; }}
QMenu::item:selected {{ background: {t.accent_tint}; color: {t.ink}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(4)}px 0; }}
QAbstractScrollArea {{ background: {t.surface}; border: none; }}
QScrollArea[ground="canvas"] {{ background: {t.canvas}; }}
QSpinBox QLineEdit {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QHeaderView, QHeaderView::section {{ background: {t.surface_alt}; color: {t.ink2}; border: none; }}
QHeaderView::section {{ padding: 0 {px(HEAD_PAD)}px; font-size: {px(HEAD_SIZE)}px; font-weight: {HEAD_WEIGHT}; }}
QScrollBar {{ background: transparent; margin: 0; }}
QScrollBar:vertical {{ width: {px(14)}px; }} QScrollBar:horizontal {{ height: {px(14)}px; }}
QScrollBar::handle {{ background: {t.line_strong}; border-radius: {px(4)}px; margin: {px(3)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(44)}px; }} QScrollBar::handle:horizontal {{ min-width: {px(44)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {t.sunken}; border: none; border-radius: {px(4)}px; }}
QProgressBar::chunk {{ background: {t.order}; border-radius: {px(4)}px; }}
"""
