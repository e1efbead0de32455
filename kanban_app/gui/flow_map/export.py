"""The map as a file: a page to hang up (PDF), or a drawing to work with (SVG). Always in light colours: it is paper."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from kanban_app.gui.flow_map import words
from kanban_app.gui.flow_map.inks import LEFT, RIGHT, write
from kanban_app.gui.flow_map.picture import FlowPicture
from kanban_app.gui.look import theme

_DOTS_PER_INCH = 300
_PAGE_MARGIN_MM = 10.0
# The map's pixels are 1/96 inch. A small plant is not blown up beyond this.
_LARGEST_ON_PAPER = 1.4
_TITLE_ROOM = 44.0
# On paper one sees what is smaller than on a screen.
_FINER = 1.8


def pdf_of(picture: FlowPicture, title: str, printed: str) -> bytes:
    """One A3 page across with the whole map as large as it goes, its title and when it was made."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("kanban_app")
    writer.setResolution(_DOTS_PER_INCH)
    margins = QMarginsF(_PAGE_MARGIN_MM, _PAGE_MARGIN_MM, _PAGE_MARGIN_MM, _PAGE_MARGIN_MM)
    page = QPageSize(QPageSize.PageSizeId.A3)
    across = QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(page, across, margins, QPageLayout.Unit.Millimeter))
    with theme.on_paper():
        painter = QPainter(writer)
        dot = _DOTS_PER_INCH / 96
        painter.scale(dot, dot)
        width, height = writer.width() / dot, writer.height() / dot
        head = QRectF(0, 0, width, 28)
        write(painter, head, title, "ink", 20, 700, LEFT)
        write(painter, head, printed, "ink2", 14, 400, RIGHT)
        write(painter, QRectF(0, height - 20, width, 20), words.legend_line(), "ink2", 13, 400, LEFT)
        room = height - _TITLE_ROOM - 24
        scale = min(width / picture.bounds.width(), room / picture.bounds.height(), _LARGEST_ON_PAPER)
        painter.translate((width - picture.bounds.width() * scale) / 2, _TITLE_ROOM)
        painter.scale(scale, scale)
        picture.paint(painter, picture.bounds, scale * _FINER)
        painter.end()
    buffer.close()
    return bytes(data.data())


def svg_of(picture: FlowPicture, title: str) -> bytes:
    """The whole map in its own measure, as shapes and texts."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # the older version of the format knows clipping, which the patterns need
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setResolution(96)
    generator.setSize(QSize(round(picture.bounds.width()), round(picture.bounds.height())))
    generator.setViewBox(picture.bounds)
    with theme.on_paper():
        painter = QPainter(generator)
        picture.paint(painter, picture.bounds, 1.0)
        painter.end()
    buffer.close()
    return bytes(data.data())
