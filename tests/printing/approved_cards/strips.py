"""Cards of every kind in a format and a language as one small picture, and how far two pictures are apart.

python -m tests.printing.approved_cards.strips [NAME …]    approves them anew; look at each before you commit it
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from kanban_app import i18n
from kanban_app.domain.paper import PaperCard
from kanban_app.printing.formats import format_names
from kanban_app.printing.render import render
from tests.printing.paper_cards import ONCE, PRODUCTION, SIGNAL, SUPPLIER, WITHDRAWAL, pictures
from tests.printing.reading import pages

PICTURES = Path(__file__).parent / "pictures"
KINDS = (PRODUCTION, WITHDRAWAL, SUPPLIER, SIGNAL, ONCE)
# One label sheet for each of the designs that only label sheets use; the others differ in where cells stand alone,
# which is measured elsewhere.
FORMATS = (
    *(name for name in format_names() if not name.startswith("sheet:")),
    "sheet:avery-l7163",
    "sheet:avery-l7160",
)
CARD_PX, SHEET_PX = 300, 520
LEVELS = 16
BLOCK = 12
# Of 255: what the worst block and the whole may differ in. The same reader draws the same dots, so this is room for
# another release of it; the controls say what it still finds.
WORST_BLOCK, WHOLE = 4.0, 0.6


def names() -> list[str]:
    """Every picture: a format and a language."""
    return [f"{paper.replace(':', '-')}-{language}" for paper in FORMATS for language in i18n.LANGUAGES]


def strip(name: str, cards: tuple[PaperCard, ...] = KINDS) -> Image.Image:
    """The picture of this name: single cards beside each other, a sheet as it is; grey, in few levels."""
    stem, language = name.rsplit("-", 1)
    paper = next(one for one in FORMATS if one.replace(":", "-") == stem)
    with i18n.speaking(language):
        data = render(cards, paper, pictures)
    small = [_small(page, SHEET_PX if len(cards) > 1 and _is_one_page(data) else CARD_PX) for page in pages(data, 150)]
    whole = Image.new("L", (sum(one.width for one in small), max(one.height for one in small)), 128)
    left = 0
    for one in small:
        whole.paste(one, (left, 0))
        left += one.width
    return whole


def _is_one_page(data: bytes) -> bool:
    return len(list(pages(data, 10))) == 1


def _small(page: Image.Image, width: int) -> Image.Image:
    step = 255 // (LEVELS - 1)
    shrunk = page.resize((width, round(page.height * width / page.width)), Image.Resampling.BOX)
    return shrunk.point(lambda level: round(level / step) * step)


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """(worst block, whole) as mean differences of 255; both at their most where the sizes differ."""
    if one.size != other.size:
        return 255.0, 255.0
    difference = np.abs(np.asarray(one, dtype=np.float32) - np.asarray(other, dtype=np.float32))
    high, wide = (side // BLOCK * BLOCK for side in difference.shape)
    blocks = difference[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK).mean(axis=(1, 3))
    return float(blocks.max()), float(difference.mean())


def agree(one: Image.Image, other: Image.Image) -> bool:
    """They are taken for the same picture."""
    worst, whole = apart(one, other)
    return worst <= WORST_BLOCK and whole <= WHOLE


def changed(**changes: object) -> tuple[PaperCard, ...]:
    """The cards with the first one changed."""
    return (replace(KINDS[0], **changes), *KINDS[1:])  # type: ignore[arg-type] # fields of PaperCard


def main() -> None:
    """Write the pictures that differ from what was approved."""
    wanted = sys.argv[1:] or names()
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.glob("*.png"):
        if path.stem not in names():
            path.unlink()
    for name in wanted:
        path = PICTURES / f"{name}.png"
        now = strip(name)
        if not path.exists() or not agree(Image.open(path), now):
            now.quantize(LEVELS).save(path, optimize=True)
            print(path.name)


if __name__ == "__main__":
    main()
