"""Item pictures: strokes as lines, or a PNG or JPEG. Each is in a file once and shown on many cards."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kanban_app.printing.geometry import Box
from kanban_app.printing.palette import Palette
from kanban_app.printing.problems import BadPicture, Field

Point = tuple[float, float]

# 27 mm of paper at 450 dpi: more dots only make the file larger.
_MOST_PIXELS_A_SIDE = 480
# More than any camera makes is a trap or a mistake; it is not even unpacked.
_MOST_PIXELS = 60_000_000
_STROKE_MM = 0.45
_COMMAND = re.compile(r"([MmLlHhVvZz])([-+.\d\s,]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A line drawing: strokes of points in a box of `width` by `height`, y downwards, in units of its own."""

    width: float
    height: float
    strokes: tuple[tuple[Point, ...], ...]

    @classmethod
    def from_path(cls, width: float, height: float, path: str) -> Drawing:
        """Read the straight part of SVG's path language: M L H V Z, large (absolute) and small (relative).

        Raises ValueError for anything else.
        """
        return cls(width, height, _strokes(path))


PictureSource = Drawing | bytes
"""A drawing, or the bytes of a PNG or JPEG file."""
Pictures = Callable[[str], PictureSource | None]
"""Answers the picture of this name, or None when there is none; may raise ValueError for one it can't read."""


def _strokes(path: str) -> tuple[tuple[Point, ...], ...]:
    if _COMMAND.sub("", path).strip():
        raise ValueError(path)
    strokes: list[list[Point]] = []
    here: Point = (0.0, 0.0)
    for letter, arguments in _COMMAND.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(arguments)]
        kind, step = letter.upper(), _ARGUMENTS.get(letter.upper(), 0)
        if (len(numbers) % step or not numbers) if step else numbers:
            raise ValueError(path)
        if kind != "M" and not strokes:
            raise ValueError(path)
        if kind == "Z":
            here = strokes[-1][0]
            strokes[-1].append(here)
            continue
        if kind == "M":
            strokes.append([])
        for place in range(0, len(numbers), step):
            here = _moved(kind, letter.islower(), here, numbers[place : place + step])
            strokes[-1].append(here)
    return tuple(tuple(stroke) for stroke in strokes if len(stroke) > 1)


def _moved(kind: str, relative: bool, here: Point, numbers: list[float]) -> Point:
    x, y = here if relative else (0.0, 0.0)
    if kind == "H":
        return x + numbers[0], here[1]
    if kind == "V":
        return here[0], y + numbers[0]
    return x + numbers[0], y + numbers[1]


def found(pictures: Pictures | None, name: str) -> PictureSource | None:
    """The picture of this name, if the card has one and somebody keeps it. Raises BadPicture with the name."""
    if pictures is None or not name:
        return None
    try:
        return pictures(name)
    except ValueError as unreadable:
        raise BadPicture(Field.PICTURE, name) from unreadable


def readable(name: str, source: PictureSource) -> None:
    """Raises BadPicture for bytes that are no readable PNG or JPEG, and for a drawing without size."""
    if not isinstance(source, Drawing):
        _small_file(name, source)
    elif source.width <= 0 or source.height <= 0:
        raise BadPicture(Field.PICTURE, name)


def draw_picture(canvas: Any, name: str, source: PictureSource, box: Box, palette: Palette, height: float) -> None:
    """The picture, as large as the box allows and in its middle, into the form that the canvas has open.

    `height` is that of the card in mm: boxes are measured from its top, forms from its foot.

    Raises BadPicture as `readable` does.
    """
    if isinstance(source, Drawing):
        _draw_strokes(canvas, name, source, box, palette, height)
    else:
        _draw_pixels(canvas, name, source, box, height)


def _draw_strokes(canvas: Any, name: str, drawing: Drawing, box: Box, palette: Palette, card: float) -> None:
    readable(name, drawing)
    scale, left, top = _placed(drawing.width, drawing.height, box)
    canvas.addLiteral(f"{palette.quiet} RG")
    canvas.setLineWidth(_STROKE_MM)
    canvas.setLineJoin(1)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    for stroke in drawing.strokes:
        for place, (x, y) in enumerate(stroke):
            draw = path.lineTo if place else path.moveTo
            draw(left + x * scale, card - top - y * scale)
    canvas.drawPath(path, stroke=1, fill=0)


def _draw_pixels(canvas: Any, name: str, data: bytes, box: Box, card: float) -> None:
    from reportlab.lib.utils import ImageReader

    reader = ImageReader(_small_file(name, data))
    wide, high = reader.getSize()
    scale, left, top = _placed(wide, high, box)
    canvas.drawImage(reader, left, card - top - high * scale, wide * scale, high * scale)


def _small_file(name: str, data: bytes) -> io.BytesIO:
    """The picture as its own kind of file, no larger than paper shows, without transparency or metadata."""
    from PIL import Image

    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise BadPicture(Field.PICTURE, name)
            kind = opened.format
            opened.thumbnail((_MOST_PIXELS_A_SIDE, _MOST_PIXELS_A_SIDE))
            coloured = opened.convert("RGBA")
        flat = Image.new("RGB", coloured.size, "white")
        flat.paste(coloured, mask=coloured.getchannel("A"))
        flat.save(made, kind, **({"quality": 85} if kind == "JPEG" else {}))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as unreadable:
        if isinstance(unreadable, BadPicture):
            raise
        raise BadPicture(Field.PICTURE, name) from unreadable
    made.seek(0)
    return made


def _placed(wide: float, high: float, box: Box) -> tuple[float, float, float]:
    """(scale, left, top) of something that wide and high in the middle of the box."""
    scale = min(box.width / wide, box.height / high)
    return scale, box.left + (box.width - wide * scale) / 2, box.top + (box.height - high * scale) / 2
