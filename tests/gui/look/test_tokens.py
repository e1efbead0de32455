"""The tokens keep what the look promises: readable text, visible shapes, and no meaning by colour alone."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

import kanban_app.gui
from kanban_app.domain.board import Zone
from kanban_app.domain.cards import CardState, Mark
from kanban_app.gui.devtools.vocabulary import EYES, seen_with
from kanban_app.gui.look import kinds, shapes, theme
from kanban_app.gui.look.tokens import DARK, LIGHT, Tokens, contrast, mixed

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])

TEXT_ON = [
    *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("surface", "surface_alt", "canvas")),
    ("accent", "surface"),
    ("accent", "accent_tint"),
    ("ink", "accent_tint"),
    ("on_accent", "accent"),
    ("on_stock", "stock"),
    ("order_ink", "order_tint"),
    ("on_order", "order"),
    ("ok", "surface"),
    ("ok", "ok_tint"),
    ("on_ok", "ok"),
    ("warn", "surface"),
    ("warn", "warn_tint"),
    ("on_warn", "warn_fill"),
    ("stop", "surface"),
    ("stop", "stop_tint"),
    ("on_stop", "stop"),
    ("hold", "surface"),
    ("hold", "hold_tint"),
    ("on_hold", "hold"),
    ("on_zone_g", "zone_g"),
    ("on_zone_y", "zone_y"),
    ("on_zone_r", "zone_r"),
    ("ink2", "ok_tint"),
    ("ink2", "warn_tint"),
    ("ink2", "stop_tint"),
]
# yellow fills and the green circle are told from the ground by their outline
SHAPES_ON_SURFACE = [
    "stock",
    "order",
    "line_strong",
    "band_g",
    "band_y",
    "band_r",
    "kind_production",
    "kind_withdrawal",
    "kind_supplier",
    "kind_order",
    "zone_r",
    "ok",
    "warn",
    "stop",
    "hold",
    "accent",
]


@THEMES
@pytest.mark.parametrize("ink, ground", TEXT_ON)
def test_text_is_readable(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@THEMES
def test_the_letter_of_a_card_in_use_is_readable_over_its_level(tokens: Tokens) -> None:
    assert contrast(tokens.ink, mixed(tokens.stock, tokens.surface, 0.38)) >= 4.5


@THEMES
@pytest.mark.parametrize("shape", SHAPES_ON_SURFACE)
def test_shapes_stand_out_from_the_surface(tokens: Tokens, shape: str) -> None:
    assert contrast(getattr(tokens, shape), tokens.surface) >= 3.0


def test_the_contrast_formula_knows_its_ends() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    # a published value: #767676 is the lightest grey that passes on white, #777777 does not (WebAIM)
    assert contrast("#767676", "#FFFFFF") >= 4.5 > contrast("#777777", "#FFFFFF")


@THEMES
def test_every_token_is_a_colour(tokens: Tokens) -> None:
    for field in fields(tokens):
        if field.name != "name":
            assert re.fullmatch("#[0-9A-F]{6}", getattr(tokens, field.name)), field.name


def test_no_other_file_of_the_window_holds_a_hex_value() -> None:
    folder = Path(kanban_app.gui.__file__).parent
    files = [path for path in folder.rglob("*.py") if path.name != "tokens.py"]
    assert len(files) > 20
    held = {path.name: found for path in files if (found := re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text()))}
    assert not held


def _drawn(paint: object) -> QImage:
    image = QImage(54, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().surface))
    painter = QPainter(image)
    paint(painter, QRectF(5, 6, 44, 28))  # type: ignore[operator]
    painter.end()
    return image


def _grey(image: QImage) -> np.ndarray:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine()).astype(int)


def _differing_pixels(one: QImage, other: QImage) -> int:
    return int((abs(_grey(one) - _grey(other)) > 40).sum())


FAMILIES = {
    "states": [
        *(lambda p, r, s=state: shapes.paint_state(p, r, s, 0.5) for state in CardState),
    ],
    "marks": [lambda p, r, m=mark: shapes.paint_mark(p, QRectF(r.x(), r.y(), 28, 28), m) for mark in Mark],
    "zones": [lambda p, r, z=zone: shapes.paint_zone(p, QRectF(r.x(), r.y(), 28, 28), z) for zone in Zone],
    "bands": [lambda p, r, z=zone: shapes.paint_band(p, QRectF(r.x(), r.y(), 44, 8), z) for zone in Zone],
    "kinds": [lambda p, r, k=kind: kinds.paint_kind(p, r, k) for kind in kinds.KindSign],
}


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("eyes", EYES)
def test_shapes_differ_for_every_kind_of_eyes_and_in_grey(
    qapp: QApplication, look: str, family: str, eyes: str
) -> None:
    theme.apply(qapp, look)
    pictures = [seen_with(_drawn(paint), EYES[eyes]) for paint in FAMILIES[family]]
    for one, other in combinations(pictures, 2):
        assert _differing_pixels(one, other) >= 12


def test_the_comparison_of_shapes_sees_when_only_the_colour_differs(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    red, green = (
        _drawn(lambda p, r: p.fillRect(r, theme.color("stop"))),
        _drawn(lambda p, r: p.fillRect(r, theme.color("ok"))),
    )
    assert _differing_pixels(red, green) < 12
