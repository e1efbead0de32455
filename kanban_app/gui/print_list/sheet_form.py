"""Own label sheets by their measures: a form in the place of the options."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import Button, Panel, TextLabel
from kanban_app.gui.print_list.measure_field import MeasureField
from kanban_app.i18n import _
from kanban_app.operations.paper_looks import LabelSheet

_UM_PER_MM = 1000
_WIDEST_MM = 1000.0
# The fields of LabelSheet that are lengths, with what an A4 sheet of two by seven labels has.
_LENGTHS = (
    ("page_width", 210.0), ("page_height", 297.0), ("left_edge", 4.7), ("top_edge", 15.2),
    ("cell_width", 99.1), ("cell_height", 38.1), ("pitch_x", 101.6), ("pitch_y", 38.1),
)  # fmt: skip


class SheetForm(QWidget):
    """`kept` carries the sheet that was described, `left` goes back without one."""

    kept = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Panel(flat=True)
        area.setWidget(inside)
        outer.addWidget(area)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px(12), 0)
        column.setSpacing(theme.px(6))
        column.addWidget(TextLabel(_("Own label sheet"), size=18, weight=700))
        self.name = QLineEdit()
        self.name.setMaxLength(40)
        self.name.setAccessibleName(_("Name of the sheet"))
        self.name.setPlaceholderText(_("Name of the sheet"))
        column.addWidget(self.name)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(6))
        column.addLayout(self._grid)
        self.rows = self._count(_("Rows"), 7, 0)
        self.columns = self._count(_("Columns"), 2, 1)
        self.lengths = {name: self._length(place, *given) for place, (name, given) in enumerate(_fields())}
        self.told = TextLabel(size=14, tone="stop")
        self.told.setWordWrap(True)
        self.told.hide()
        column.addWidget(self.told)
        row = QHBoxLayout()
        back = Button(_("Back"), icon="arrow_left", kind="quiet")
        back.clicked.connect(self.left)
        self.keep_button = Button(_("Keep the sheet"), kind="primary")
        self.keep_button.clicked.connect(lambda: self.kept.emit(self.sheet()))
        row.addWidget(back)
        row.addWidget(self.keep_button, 1)
        column.addLayout(row)
        column.addStretch(1)

    def _count(self, text: str, value: int, column: int) -> QSpinBox:
        field = QSpinBox()
        field.setRange(1, 50)
        field.setValue(value)
        self._place(text, field, 0, column)
        return field

    def _length(self, place: int, text: str, value: float) -> MeasureField:
        field = MeasureField(0.0, _WIDEST_MM, 2)
        field.set_value(value)
        row, column = divmod(place, 2)
        self._place(text, field, 2 + 2 * row, column)
        return field

    def _place(self, text: str, field: QWidget, row: int, column: int) -> None:
        label = TextLabel(text, size=13, weight=500, tone="ink2")
        label.setWordWrap(True)
        label.setBuddy(field)
        field.setAccessibleName(text)
        self._grid.addWidget(label, row, column)
        self._grid.addWidget(field, row + 1, column)

    def sheet(self) -> LabelSheet:
        """What is described now."""
        lengths = {name: round(field.value() * _UM_PER_MM) for name, field in self.lengths.items()}
        return LabelSheet(self.name.text(), row_count=self.rows.value(), column_count=self.columns.value(), **lengths)

    def say(self, text: str) -> None:
        """Why the sheet cannot be so; empty for nothing."""
        self.told.setText(text)
        self.told.setVisible(bool(text))


def _fields() -> list[tuple[str, tuple[str, float]]]:
    """Each length with its words and what stands there at first."""
    words = {
        "page_width": _("Paper wide, mm"),
        "page_height": _("Paper high, mm"),
        "left_edge": _("Left edge, mm"),
        "top_edge": _("Upper edge, mm"),
        "cell_width": _("Label wide, mm"),
        "cell_height": _("Label high, mm"),
        "pitch_x": _("Next label to the right after, mm"),
        "pitch_y": _("Next label below after, mm"),
    }
    return [(name, (words[name], value)) for name, value in _LENGTHS]
