"""How large things on a station screen are, for a wide and for a compact window. All lengths are px at 100 %."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QSize


@dataclass(frozen=True, slots=True)
class Measures:
    """One size of the station screen. Offsets (`_y`) count from the top of a row."""

    wide: bool
    gap: int
    head: int
    strip: int
    block: int
    strip_side: int
    answer_px: int
    detail_px: int
    station_px: int
    panel_head: int
    panel_title_px: int
    row: int
    item_px: int
    pieces_px: int
    name_y: int
    second_y: int
    third_y: int
    chips_x: int
    chip: tuple[int, int]
    small_chip: tuple[int, int]
    chip_gap: int
    small_gap: int
    act: tuple[int, int]
    making: int
    # Least height of what is pressed: gloves, or thick gloves.
    target: int = 56
    upright: bool = False


WIDE = Measures(
    wide=True,
    gap=20,
    head=68,
    strip=236,
    block=170,
    strip_side=300,
    answer_px=42,
    detail_px=17,
    station_px=32,
    panel_head=47,
    panel_title_px=22,
    row=116,
    item_px=24,
    pieces_px=38,
    name_y=32,
    second_y=59,
    third_y=85,
    chips_x=350,
    chip=(67, 54),
    small_chip=(48, 35),
    chip_gap=11,
    small_gap=7,
    act=(150, 56),
    making=104,
)
COMPACT = Measures(
    wide=False,
    gap=12,
    head=60,
    strip=188,
    block=134,
    strip_side=250,
    answer_px=32,
    detail_px=16,
    station_px=30,
    panel_head=33,
    panel_title_px=20,
    row=80,
    item_px=19,
    pieces_px=28,
    name_y=20,
    second_y=42,
    third_y=63,
    chips_x=266,
    chip=(50, 38),
    small_chip=(40, 30),
    chip_gap=6,
    small_gap=4,
    act=(116, 56),
    making=88,
)

# Below these (at 100 %) a station screen is compact.
_WIDE_FROM = QSize(1500, 900)


LARGE_TARGET = 72
# Upright there is height to spare and little width: the strip's buttons stand under its words.
UPRIGHT_STRIP = 300


def measures_for(size: QSize, zoom_percent: int, *, large: bool = False) -> Measures:
    """The measures for a screen of this size in px at this zoom; `large` for people with thick gloves."""
    real = size * (100 / zoom_percent)
    wide = real.width() >= _WIDE_FROM.width() and real.height() >= _WIDE_FROM.height()
    found = WIDE if wide else COMPACT
    if is_upright(size):
        found = replace(found, strip=UPRIGHT_STRIP, upright=True)
    if not large:
        return found
    row, making = max(found.row, LARGE_TARGET + 16), max(found.making, LARGE_TARGET + 24)
    return replace(found, act=(found.act[0], LARGE_TARGET), target=LARGE_TARGET, row=row, making=making)


def is_upright(size: QSize) -> bool:
    """Taller than wide: the panels stand one above the other."""
    return size.height() > size.width()
