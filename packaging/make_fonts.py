"""Make resources/fonts: static TrueType files that both the screen and the PDF can use.

reportlab embeds TrueType outlines only, and takes two files with the same PostScript name for one font.
Debian ships Inter with CFF outlines, so the curves are converted here, one file per weight. Noto Sans, the
fallback, is cut down to the scripts that the program promises; DejaVu Sans Mono Bold is copied as it is.

    apt-get download fonts-inter fonts-noto-core fonts-dejavu-core
    for package in *.deb; do dpkg -x $package unpacked; done
    python packaging/make_fonts.py unpacked

The same input gives the same bytes. Needs fontTools (a tool of this script, not of the program).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"
INTER_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
NOTO_WEIGHTS = ("Regular", "Bold")

# Latin with its extensions and phonetics, Greek, Cyrillic, punctuation, currency, letterlike signs.
KEPT_RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x02FF), (0x0300, 0x036F), (0x0370, 0x03FF),
    (0x0400, 0x052F), (0x1C80, 0x1C8F), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20CF),
    (0x2100, 0x214F), (0x2150, 0x218F), (0x2200, 0x22FF), (0x2C60, 0x2C7F),
    (0x2DE0, 0x2DFF), (0xA640, 0xA69F), (0xA720, 0xA7FF),
)  # fmt: skip
# A twentieth of the width of a stem: not to be seen, and half the points of an exact conversion.
LARGEST_CURVE_ERROR = 1.0
# "No hints, grey at every size": without it Windows takes the file for a bitmap-era font.
UNHINTED_PROGRAM = b"\xb8\x01\xff\x85\xb0\x04\x8d"


def with_quadratic_curves(font: TTFont) -> None:
    """Replace the CFF outlines by TrueType ones, in place. Metrics, features and character map stay."""
    glyph_set, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyph_set[name].draw(Cu2QuPen(pen, LARGEST_CURVE_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    for name in order:
        glyphs[name].recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyphs[name], "xMin", 0))
    _as_truetype(font, glyf)


def _as_truetype(font: TTFont, glyf: object) -> None:
    """The tables around the outlines."""
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones, maxp.maxTwilightPoints, maxp.maxStorage, maxp.maxFunctionDefs = 1, 0, 0, 0
    maxp.maxInstructionDefs = maxp.maxStackElements = 0
    maxp.maxSizeOfInstructions = maxp.maxComponentElements = 0
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font["gasp"] = gasp = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 15}
    font["prep"] = prep = newTable("prep")
    prep.program = _program(UNHINTED_PROGRAM)
    font.sfntVersion = "\000\001\000\000"


def _program(code: bytes) -> object:
    from fontTools.ttLib.tables.ttProgram import Program

    program = Program()
    program.fromBytecode(code)
    return program


def make_inter(source: Path) -> None:
    """Inter, one file per weight, each with its own PostScript name."""
    names = set()
    for weight in INTER_WEIGHTS:
        font = TTFont(source / "opentype" / "inter" / f"Inter-{weight}.otf", recalcTimestamp=False)
        with_quadratic_curves(font)
        names.add(font["name"].getDebugName(6))
        font.save(TARGET / f"Inter-{weight}.ttf")
    if names != {f"Inter-{weight}" for weight in INTER_WEIGHTS}:
        raise SystemExit(f"the weights do not have a PostScript name each: {sorted(map(str, names))}")


def make_noto(source: Path) -> None:
    """Noto Sans with the promised scripts only, unhinted like Inter."""
    options = subset.Options(hinting=False, name_IDs=["*"], notdef_outline=True, drop_tables=["DSIG"])
    kept = [code for first, last in KEPT_RANGES for code in range(first, last + 1)]
    for weight in NOTO_WEIGHTS:
        font = TTFont(source / "truetype" / "noto" / f"NotoSans-{weight}.ttf", recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=kept)
        subsetter.subset(font)
        font.save(TARGET / f"NotoSans-{weight}.ttf")


def copy_licences(documents: Path) -> None:
    """The licence of each family beside its files."""
    packages = {"fonts-inter": "Inter", "fonts-noto-core": "NotoSans", "fonts-dejavu-core": "DejaVu"}
    for package, name in packages.items():
        shutil.copyfile(documents / package / "copyright", TARGET / f"LICENCE-{name}.txt")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make resources/fonts from Debian's font packages.")
    parser.add_argument("root", type=Path, help="folder into which the three packages were unpacked")
    share = parser.parse_args().root / "usr" / "share"
    TARGET.mkdir(parents=True, exist_ok=True)
    make_inter(share / "fonts")
    make_noto(share / "fonts")
    codes = "DejaVuSansMono-Bold.ttf"
    shutil.copyfile(share / "fonts" / "truetype" / "dejavu" / codes, TARGET / codes)
    copy_licences(share / "doc")


if __name__ == "__main__":
    main()
