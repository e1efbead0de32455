"""An item's picture: chosen from a file, dropped, or pasted. What is shown here is what the cards get."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kanban_app.gui.look import fonts, theme
from kanban_app.gui.look.widgets import Button, TextLabel, paint_focus_ring
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _
from kanban_app.operations.papers import drawing_parts
from kanban_app.operations.structuring import LARGEST_PICTURE_BYTES
from kanban_app.printing.pictures import Drawing

# Twice the dots of a card's picture at 300 dpi.
_LONGEST_SIDE = 960


def picture_bytes(path: Path) -> bytes:
    """The picture in a file as PNG or JPEG: those as they are, an SVG drawn. Blocks. Raises OSError.

    What is no picture is answered as it is: the plant refuses it with its words.
    """
    if path.suffix.lower() != ".svg":
        with path.open("rb") as file:
            return file.read(LARGEST_PICTURE_BYTES + 1)
    with path.open("rb") as file:
        return drawn_svg(file.read(LARGEST_PICTURE_BYTES + 1))


def drawn_svg(data: bytes) -> bytes:
    """An SVG drawing as a PNG with white ground; the bytes themselves where Qt can't read them."""
    renderer = QSvgRenderer(QByteArray(data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        return data
    image = QImage(size.scaled(_LONGEST_SIDE, _LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio), _FORMAT)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return png_of(image)


_FORMAT = QImage.Format.Format_RGB32


def png_of(image: QImage) -> bytes:
    """An image as PNG, no larger than a card can show."""
    if max(image.width(), image.height()) > _LONGEST_SIDE:
        whole = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(_LONGEST_SIDE, _LONGEST_SIDE, whole, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # its stub asks for bytes, it takes only text
    return bytes(buffer.data().data())


class Frame(QWidget):
    """The picture in its frame; takes what is dropped or pasted."""

    dropped = Signal(object)
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._drawing: Drawing | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Picture"))

    def show_source(self, source: bytes | str | None) -> None:
        """Show stored bytes, a stored drawing, or that there is none."""
        self._image = self._drawing = None
        if isinstance(source, bytes):
            image = QImage.fromData(QByteArray(source))
            self._image = None if image.isNull() else image
        elif source:
            self._drawing = Drawing.from_path(*drawing_parts(source))
        self.setAccessibleDescription(_("there is one") if source else _("none yet"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(112))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(event.mimeData())
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        # Paper is white in the dark theme too.
        painter.setBrush(theme.color("surface_alt") if not self._image else Qt.GlobalColor.white)
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawRoundedRect(whole, theme.px(8), theme.px(8))
        inner = whole.adjusted(theme.px(8), theme.px(8), -theme.px(8), -theme.px(8))
        if self._image is not None:
            size = QSize(self._image.size()).toSizeF().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(inner.center() - QPointF(size.width() / 2, size.height() / 2), size)
            painter.drawImage(target, self._image)
        elif self._drawing is not None:
            self._paint_drawing(painter, inner, self._drawing)
        else:
            painter.setFont(fonts.ui(14))
            painter.setPen(theme.color("ink3"))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, int(words), _("Drop a picture here"))
        if self.hasFocus():
            paint_focus_ring(painter, QRectF(self.rect()), theme.px(8))

    @staticmethod
    def _paint_drawing(painter: QPainter, box: QRectF, drawing: Drawing) -> None:
        scale = min(box.width() / drawing.width, box.height() / drawing.height)
        left = box.center().x() - drawing.width * scale / 2
        top = box.center().y() - drawing.height * scale / 2
        path = QPainterPath()
        for stroke in drawing.strokes:
            for place, (x, y) in enumerate(stroke):
                point = QPointF(left + x * scale, top + y * scale)
                path.lineTo(point) if place else path.moveTo(point)
        painter.strokePath(path, QPen(theme.color("ink2"), 1.5))


class PictureField(QWidget):
    """The frame with its buttons. `chosen` says that another picture, or none, stands in it now."""

    chosen = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.new_bytes: bytes | None = None
        self.is_taken_away = False
        self._name = ""
        self.frame = Frame()
        self.choose_button = Button(_("Choose a file…"), icon="folder")
        self.paste_button = Button(_("Paste"))
        self.away_button = Button(_("Take it away"), kind="quiet", icon="close")
        self.fault = TextLabel(size=14, weight=500, tone="stop")
        self.fault.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.frame, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QVBoxLayout()
        for button in (self.choose_button, self.paste_button, self.away_button):
            buttons.addWidget(button)
        row.addLayout(buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.fault)
        self.choose_button.clicked.connect(self._ask_file)
        self.paste_button.clicked.connect(self.paste)
        self.away_button.clicked.connect(self.take_away)
        self.frame.dropped.connect(self._on_dropped)
        self.frame.pasted.connect(self.paste)
        self.say("")

    def show_stored(self, name: str) -> None:
        """Show the stored picture of this name; what was chosen and not kept is forgotten."""
        self.new_bytes, self.is_taken_away = None, False
        if name != self._name or not name:
            self.frame.show_source(None)
        self._name = name
        self.away_button.setVisible(bool(name))
        self.say("")
        shop = self._tools.link.shop
        if name and shop is not None:
            self._tools.link.when_done(shop.pictures({name}), self._on_stored)

    def _on_stored(self, found: dict[str, bytes | str]) -> None:
        # What was asked for another item before is no longer wanted.
        if self._name in found and self.new_bytes is None and not self.is_taken_away:
            self.frame.show_source(found[self._name])

    def take(self, data: bytes) -> None:
        """Another picture, not kept yet."""
        self.new_bytes, self.is_taken_away = data, False
        self.frame.show_source(data)
        self.away_button.show()
        self.say("")
        self.chosen.emit()

    def take_away(self) -> None:
        """No picture any more."""
        self.new_bytes, self.is_taken_away = None, bool(self._name)
        self.frame.show_source(None)
        self.away_button.hide()
        self.chosen.emit()

    def paste(self) -> None:
        """Take the picture, or the picture's file, that was copied somewhere."""
        self._take_from(QGuiApplication.clipboard().mimeData(), _("There is no picture to paste. Copy one first."))

    def _on_dropped(self, what: object) -> None:
        self._take_from(what, _("This is no picture that can be read. Choose a PNG, JPEG or SVG file."))

    def _take_from(self, what: object, otherwise: str) -> None:
        files = [Path(url.toLocalFile()) for url in what.urls() if url.isLocalFile()]  # type: ignore[attr-defined]
        if files:
            self.read(files[0])
        elif what.hasImage():  # type: ignore[attr-defined] # QMimeData
            image = QImage(what.imageData())  # type: ignore[attr-defined]
            self.take(png_of(image))
        else:
            self.say(otherwise)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a picture"), str(Path.home()), _("Pictures (*.png *.jpg *.jpeg *.svg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.open()

    def read(self, path: Path) -> None:
        """Read a file beside the window."""
        asked = self._tools.tasks.on_worker(picture_bytes, path)
        self._tools.link.when_done(asked, self.take, self._on_unread)

    def _on_unread(self, problem: BaseException) -> None:
        reason = getattr(problem, "strerror", None) or problem
        self.say(_("The file cannot be read: {reason}. Choose another.").format(reason=reason))

    def say(self, text: str) -> None:
        """Say what is wrong with it."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
