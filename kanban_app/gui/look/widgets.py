"""The small widgets that all screens share: buttons, pills, panels, labels, fields."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from kanban_app.gui.look import fonts, icons, theme

# Least height of what is pressed: a mouse in an office, gloves at a station, the answer's buttons, thick gloves.
TARGETS = {"office": 44, "station": 56, "strip": 64, "large": 72}


def paint_focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """2 px of accent at the edge and 2 px of surface within, so that it shows on every fill."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for inset, token in ((3.0, "surface"), (1.0, "accent")):
        painter.setPen(QPen(theme.color(token), 2))
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
    painter.restore()


class Button(QPushButton):
    """A button with its word, an icon beside it and a target of the right size.

    `kind` is primary (at most one per panel: the next step), secondary or quiet; `size` office, station, strip or
    large. `tip` is the full sentence for tooltips and screen readers ("Start 5 chairs, card 4 of 8").
    """

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        kind: str = "secondary",
        icon: str = "",
        size: str = "office",
        tip: str = "",
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._size_name = size
        self.setProperty("kind", kind)
        self.setProperty("target", size)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if tip:
            self.say(tip)
        self._dress()
        theme.news().changed.connect(self._dress)

    def say(self, tip: str) -> None:
        """Set the full sentence."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def set_icon_name(self, name: str) -> None:
        """Change the icon."""
        self._icon_name = name
        self._dress()

    def set_kind(self, kind: str) -> None:
        """Make it primary, secondary or quiet."""
        if kind != self.property("kind"):
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
            self._dress()

    def _dress(self) -> None:
        self.setMinimumHeight(theme.px(TARGETS[self._size_name]))
        if self._icon_name:
            token = {"primary": "on_accent", "quiet": "accent"}.get(str(self.property("kind")), "ink2")
            side = theme.px(18 if self._size_name == "office" else 22)
            # The style leaves four pixels between icon and word, whatever their size.
            gap = side // 4 if self.text() else 0
            self.setIcon(icons.icon(self._icon_name, token, side, gap))
            self.setIconSize(QSize(side + gap, side))

    def setText(self, text: str) -> None:
        had_words = bool(self.text())
        super().setText(text)
        if had_words is not bool(text):
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            paint_focus_ring(painter, QRectF(self.rect()), theme.px(8))


class Pill(QAbstractButton):
    """A filter with its live count. Checkable; a group makes it exclusive."""

    def __init__(self, text: str, parent: QWidget | None = None, *, icon: str = "", checkable: bool = True) -> None:
        super().__init__(parent)
        self._count: int | None = None
        self._icon_name = icon
        self.setText(text)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.news().changed.connect(self.updateGeometry)

    def set_count(self, count: int) -> None:
        """Show this count."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self.text()}, {count}")
            self.updateGeometry()
            self.update()

    def count(self) -> int | None:
        """The count shown, None for a pill without one."""
        return self._count

    def _parts(self) -> tuple[int, int, int]:
        metrics = QFontMetrics(fonts.ui(15, 500))
        count = "" if self._count is None else str(self._count)
        icon = theme.px(24) if self._icon_name else 0
        return icon, metrics.horizontalAdvance(self.text()), metrics.horizontalAdvance(count)

    def sizeHint(self) -> QSize:
        icon, text, count = self._parts()
        # room for one more digit: pills never jump because a count grew
        spare = theme.px(8) + max(count, theme.px(22)) if self._count is not None else 0
        return QSize(icon + text + spare + 2 * theme.px(16), theme.px(TARGETS["office"]))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        height = theme.px(36)
        body = QRectF(0.5, (self.height() - height) / 2 + 0.5, self.width() - 1, height - 1)
        hovered = self.underMouse() or self.isDown()
        painter.setBrush(theme.color("accent_tint" if chosen else "surface_alt" if hovered else "surface"))
        painter.setPen(QPen(theme.color("accent" if chosen else "line"), 1.5 if chosen else 1))
        painter.drawRoundedRect(body, height / 2, height / 2)
        self._paint_words(painter, body)
        if self.hasFocus():
            paint_focus_ring(painter, body.adjusted(-0.5, -0.5, 0.5, 0.5), height / 2)

    def _paint_words(self, painter: QPainter, body: QRectF) -> None:
        icon, text, count = self._parts()
        gap = theme.px(8) if self._count is not None else 0
        x = body.center().x() - (icon + text + gap + count) / 2
        if icon:
            side = theme.px(18)
            icons.paint(painter, QRectF(x, body.center().y() - side / 2, side, side), self._icon_name)
            x += icon
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.ui(15, 500))
        painter.setPen(theme.color("accent" if self.isChecked() else "ink"))
        painter.drawText(QRectF(x, body.top(), text + 4, body.height()), middle, self.text())
        if self._count is not None:
            painter.setPen(theme.color("accent" if self.isChecked() else "ink2"))
            painter.drawText(QRectF(x + text + gap, body.top(), count + 4, body.height()), middle, str(self._count))


class Panel(QFrame):
    """A white surface with a thin border and round corners; `flat` without both."""

    def __init__(self, parent: QWidget | None = None, *, flat: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("panel", "flat" if flat else "true")
        self.setFrameShape(QFrame.Shape.NoFrame)


class Rule(QFrame):
    """A thin line between two things, across or upright."""

    def __init__(self, parent: QWidget | None = None, *, upright: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("rule", "true")
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)


class TextLabel(QLabel):
    """A label in one of the sizes and inks of the look; follows theme and zoom."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        size: float = 15,
        weight: int = 400,
        tone: str = "ink",
        code: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size, self._weight, self._tone, self._code = size, weight, tone, code
        self._dress()
        theme.news().changed.connect(self._dress)

    def set_tone(self, tone: str) -> None:
        """Write in this token's colour."""
        if tone != self._tone:
            self._tone = tone
            self._dress()

    def set_size(self, size: float, weight: int | None = None) -> None:
        """Write in this size (px) and weight."""
        self._size, self._weight = size, self._weight if weight is None else weight
        self._dress()

    def _dress(self) -> None:
        self.setFont(fonts.mono(self._size) if self._code else fonts.ui(self._size, self._weight))
        if self.property("tone") != self._tone:
            self.setProperty("tone", self._tone)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidedLabel(TextLabel):
    """A name that is cut in the middle where it does not fit; the whole of it is in the tooltip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        size: float = 15,
        weight: int = 400,
        tone: str = "ink",
    ) -> None:
        super().__init__("", parent, size=size, weight=weight, tone=tone)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show this text, or as much of it as there is room for."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    def whole(self) -> str:
        """The text without any cut."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_whole"):
            self._cut()

    def _cut(self) -> None:
        shown = elided(self._whole, QFontMetrics(self.font()), self.contentsRect().width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def elided(text: str, metrics: QFontMetrics, width: int) -> str:
    """A name cut in the middle to fit so many pixels."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)


class KeyHint(TextLabel):
    """The name of a key beside what it does, small and quiet: F8, Alt+1…9."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(key, parent, size=13, weight=500, tone="ink3")


class SearchField(QLineEdit):
    """A field with a placeholder and the key that leads into it. Esc clears it first."""

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(f"{placeholder}   {key}".rstrip())
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)


class Choice(QComboBox):
    """A field with a list to choose from. A style sheet takes away Fusion's arrow and can only bring a file: drawn."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(18)
        x = theme.px(8) if self.isRightToLeft() else self.width() - side - theme.px(8)
        icons.paint(painter, QRectF(x, (self.height() - side) / 2, side, side), "down")


class IconLabel(QWidget):
    """An icon alone, for the head of a panel; the word stands beside it."""

    def __init__(self, name: str, parent: QWidget | None = None, *, side: int = 22, token: str = "ink2") -> None:
        super().__init__(parent)
        self._name, self._side, self._token = name, side, token
        self._dress()
        theme.news().changed.connect(self._dress)

    def set_icon(self, name: str, token: str = "ink2") -> None:
        """Show this icon in this token's colour."""
        self._name, self._token = name, token
        self.update()

    def _dress(self) -> None:
        self.setFixedSize(theme.px(self._side), theme.px(self._side))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, QRectF(self.rect()), self._name, self._token)
