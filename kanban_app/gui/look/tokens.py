"""The colours of both themes, by meaning. The only file with hex values."""

from __future__ import annotations

from dataclasses import dataclass


# Two themes that nobody compares or prints: making those methods for fifty fields costs 0.8 ms of the first picture.
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tokens:
    """One theme. Names say what a colour means; `on_x` is for text and lines drawn on `x`."""

    name: str
    # ground, panel, head and hover, empty track
    canvas: str
    surface: str
    surface_alt: str
    sunken: str
    # separators; borders of what can be pressed
    line: str
    line_strong: str
    # what it is; details; hints
    ink: str
    ink2: str
    ink3: str
    # can be pressed, is selected, has focus; never a state
    accent: str
    accent_tint: str
    on_accent: str
    # pieces that are there
    stock: str
    on_stock: str
    # on order: released, in process, in transit
    order: str
    order_tint: str
    order_ink: str
    on_order: str
    # it was done, it is enough
    ok: str
    ok_tint: str
    on_ok: str
    # done, but look; something is missing
    warn: str
    warn_fill: str
    warn_tint: str
    on_warn: str
    # refused, late, none left, urgent
    stop: str
    stop_tint: str
    on_stop: str
    # on hold
    hold: str
    hold_tint: str
    on_hold: str
    # symbols of the zones: wait, start, start now; and what is written in them
    zone_g: str
    zone_y: str
    zone_r: str
    on_zone_g: str
    on_zone_y: str
    on_zone_r: str
    # the same zones under the card slots: solid, dashed, hatched
    band_g: str
    band_y: str
    band_r: str
    # loop kinds, always with their pattern
    kind_production: str
    kind_withdrawal: str
    kind_supplier: str
    kind_order: str


LIGHT = Tokens(
    name="light",
    canvas="#ECEFF1",
    surface="#FFFFFF",
    surface_alt="#F5F7F8",
    sunken="#E2E6E9",
    line="#D3D9DE",
    line_strong="#7F8B96",
    ink="#16202A",
    ink2="#44515D",
    ink3="#5D6975",
    accent="#0B5E95",
    accent_tint="#E0EDF6",
    on_accent="#FFFFFF",
    stock="#5A6976",
    on_stock="#FFFFFF",
    order="#0072B2",
    order_tint="#DCECF7",
    order_ink="#00568A",
    on_order="#FFFFFF",
    ok="#00704D",
    ok_tint="#DEF1E9",
    on_ok="#FFFFFF",
    warn="#7A5200",
    warn_fill="#F2B90C",
    warn_tint="#FFF3CD",
    on_warn="#2B1D00",
    stop="#B4330B",
    stop_tint="#FBE5DC",
    on_stop="#FFFFFF",
    hold="#83347A",
    hold_tint="#F4E3F1",
    on_hold="#FFFFFF",
    zone_g="#86C5A6",
    zone_y="#F2C230",
    zone_r="#C9432A",
    on_zone_g="#16202A",
    on_zone_y="#2B1D00",
    on_zone_r="#FFFFFF",
    band_g="#4B9C76",
    band_y="#BF8C00",
    band_r="#C9432A",
    kind_production="#00704D",
    kind_withdrawal="#0B5E95",
    kind_supplier="#A85A00",
    kind_order="#83347A",
)

DARK = Tokens(
    name="dark",
    canvas="#12171C",
    surface="#1B2229",
    surface_alt="#222A32",
    sunken="#2A333C",
    line="#35404A",
    line_strong="#7D8A97",
    ink="#E8EDF1",
    ink2="#BAC5CE",
    ink3="#98A5B1",
    accent="#6CB6E6",
    accent_tint="#17354B",
    on_accent="#06131D",
    stock="#8897A4",
    on_stock="#0D1216",
    order="#4FA9DD",
    order_tint="#17354B",
    order_ink="#E8EDF1",
    on_order="#06131D",
    ok="#45BE91",
    ok_tint="#12362B",
    on_ok="#04150E",
    warn="#EFC54B",
    warn_fill="#E4B321",
    warn_tint="#3A3012",
    on_warn="#1C1400",
    stop="#F27E58",
    stop_tint="#44231A",
    on_stop="#1D0A03",
    hold="#D690CB",
    hold_tint="#3B2437",
    on_hold="#1E0A1A",
    zone_g="#57AD86",
    zone_y="#D9A520",
    zone_r="#C9492D",
    on_zone_g="#04150E",
    on_zone_y="#1C1400",
    on_zone_r="#FFFFFF",
    band_g="#3F8F6B",
    band_y="#C99A1C",
    band_r="#D2573A",
    kind_production="#45BE91",
    kind_withdrawal="#6CB6E6",
    kind_supplier="#E59A3D",
    kind_order="#D690CB",
)


def luminance(color: str) -> float:
    """Relative luminance of "#RRGGBB", 0 black to 1 white (WCAG 2.2, definition of relative luminance)."""
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two "#RRGGBB" colours, 1 to 21 (WCAG 2.2, success criterion 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`share` (0 to 1) of one colour over the other, as "#RRGGBB"."""
    channels = (
        round(int(one[place : place + 2], 16) * share + int(other[place : place + 2], 16) * (1 - share))
        for place in (1, 3, 5)
    )
    return "#{:02X}{:02X}{:02X}".format(*channels)
