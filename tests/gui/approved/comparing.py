"""Two small pictures of one screen: how far they differ, and where most.

A picture is kept at a third of its size or less, with sixteen levels a colour: what moved, went or changed its colour
shows, and a letter that another machine smoothes in another way does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

# A window of 1280 pixels comes out as wide as one of 1920.
SCALE, WIDTH = 3, 427
LEVELS = 16
# Of 255 levels, in the colour that differs most: of the whole picture, and of any block so many small pixels wide.
BLOCK = 12
MOST_OVERALL, MOST_IN_A_BLOCK = 0.5, 6.0

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference of the whole picture, and of the block where it is largest with that block's place (x, y)."""

    overall: float
    worst: float
    at: tuple[int, int]

    def is_too_large(self) -> bool:
        """Whether a person should look."""
        return self.overall > MOST_OVERALL or self.worst > MOST_IN_A_BLOCK

    def __str__(self) -> str:
        return f"differs by {self.overall:.2f} of 255, by {self.worst:.1f} right and below of {self.at}"


def coarse(pixels: Pixels) -> Pixels:
    """The same with `LEVELS` levels a colour."""
    step = 255 / (LEVELS - 1)
    return np.round(np.round(pixels / step) * step).astype(np.uint8)


def read(path: Path) -> Pixels:
    """The pixels of a picture on the disk: lines, columns, three colours."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def write(pixels: Pixels, path: Path) -> None:
    """Keep a picture without loss, soon rather than small."""
    Image.fromarray(pixels).save(path, compress_level=1)


def pack(made: Path, target: Path) -> None:
    """Keep a picture that was written as small as it can be without loss."""
    with Image.open(made) as picture:
        few = picture.getcolors(256) is not None
        smaller = picture.quantize(256, dither=Image.Dither.NONE) if few else picture
        target.parent.mkdir(parents=True, exist_ok=True)
        smaller.save(target, optimize=True)


def between(got: Pixels, approved: Pixels) -> Difference:
    """How far two pictures differ; another size is as far as it goes."""
    if got.shape != approved.shape:
        return Difference(255.0, 255.0, (0, 0))
    apart = np.abs(got.astype(np.int16) - approved.astype(np.int16)).max(axis=2)
    lines, columns = (-(-side // BLOCK) * BLOCK for side in apart.shape)
    whole = np.zeros((lines, columns))
    whole[: apart.shape[0], : apart.shape[1]] = apart
    blocks = whole.reshape(lines // BLOCK, BLOCK, columns // BLOCK, BLOCK).mean(axis=(1, 3))
    line, column = np.unravel_index(int(blocks.argmax()), blocks.shape)
    return Difference(float(apart.mean()), float(blocks.max()), (int(column) * BLOCK, int(line) * BLOCK))


def painted(got: Pixels, approved: Pixels) -> Pixels:
    """Where they differ, red on the approved picture made pale."""
    if got.shape != approved.shape:
        return got
    apart = np.abs(got.astype(np.int16) - approved.astype(np.int16)).max(axis=2)
    pale = (approved // 3 + 170).astype(np.uint8)
    pale[apart > 255 / LEVELS] = (208, 0, 0)
    return pale
