"""The texts of a text element, one at a time: what it says, how large its capitals may be, on how many lines."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kanban_app.gui.design.fields import LengthField, NamedChoice, Rows, TextField
from kanban_app.gui.design.words import colour_words, field_words, weight_words
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.widgets import Button, TextLabel
from kanban_app.i18n import _
from kanban_app.printing.design_edits import size_ladder
from kanban_app.printing.elements import COLOURS, WEIGHTS, Text, TextPart
from kanban_app.printing.said import FIELDS

_MOST_PARTS, _MOST_LINES = 12, 6
_NEW: dict[str, Any] = {"text": "", "sizes": [[3, 2]]}


class PartsForm(QWidget):
    """`edited` carries the element's texts as a design file has them."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._element: Text | None = None
        self._parts: list[dict[str, Any]] = []
        self._place = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(TextLabel(_("Texts"), size=16, weight=600))
        self.which = NamedChoice(_("Which text"), [])
        self.which.entered.connect(self._on_which)
        column.addWidget(self.which)
        row = FlowLayout()
        self.add = Button(_("Add a text"), icon="plus", kind="quiet")
        self.remove = Button(_("Remove this text"), icon="close", kind="quiet")
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        for button in (self.add, self.remove):
            row.addWidget(button)
        column.addLayout(row)
        column.addLayout(self._rows())

    def _rows(self) -> Rows:
        rows = Rows()
        fields: list[tuple[str, object]] = [(field_words(name), name) for name in FIELDS]
        self.field = NamedChoice(_("Says"), [*fields, (_("own words"), "")])
        self.field.entered.connect(self._on_field)
        rows.add(_("Says"), self.field)
        self.words = TextField(_("Own words"))
        self.words.entered.connect(lambda text: self._set(text=text, field=""))
        rows.add(_("Own words"), self.words)
        self.smallest, self.largest = LengthField(_("Capitals from, mm"), 0.1), LengthField(_("Capitals to, mm"), 0.1)
        rows.add_title(_("Height of capitals, mm"))
        rows.add_pair((_("from"), self.smallest), (_("to"), self.largest))
        self.lines = NamedChoice(_("Lines"), [(str(count), count) for count in range(1, _MOST_LINES + 1)])
        self.lines.entered.connect(lambda _count: self._on_sizes())
        self.weight = NamedChoice(_("Letters"), [(weight_words(name), name) for name in WEIGHTS])
        self.weight.entered.connect(lambda name: self._set(weight=name))
        rows.add(_("Lines"), self.lines)
        rows.add(_("Letters"), self.weight)
        self.colour = NamedChoice(_("Colour"), [(colour_words(name), name) for name in COLOURS])
        self.colour.entered.connect(lambda name: self._set(colour=name))
        rows.add(_("Colour"), self.colour)
        for field in (self.smallest, self.largest):
            field.entered.connect(lambda _value: self._on_sizes())
        return rows

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_text(self, element: Text, parts: list[dict[str, Any]]) -> None:
        """Show the texts of an element; `parts` are they as a file has them."""
        self._element, self._parts = element, parts
        self._place = min(self._place, len(parts) - 1)
        told = _("{number} of {count}: {says}")
        self.which.refill(
            (told.format(number=place + 1, count=len(parts), says=_says(part)), place)
            for place, part in enumerate(element.parts)
        )
        self.which.show_value(self._place)
        self.add.setEnabled(len(parts) < _MOST_PARTS)
        self.remove.setEnabled(len(parts) > 1)
        part = element.parts[self._place]
        self.field.show_value(part.field)
        self.words.show_text(part.text)
        self.words.setEnabled(not part.field)
        self.weight.show_value(part.weight)
        self.colour.show_value(part.colour)
        if part.sizes:
            self.largest.show_value(part.sizes[0][0])
            self.smallest.show_value(part.sizes[-1][1])
        self.lines.show_value(len(part.sizes))

    # -- what is edited --------------------------------------------------------------------------------------------

    def _on_which(self, place: object) -> None:
        self._place = int(str(place))
        if self._element is not None:
            self.show_text(self._element, self._parts)

    def _on_add(self) -> None:
        self._place = len(self._parts)
        self.edited.emit([*self._parts, {**_NEW, "text": _("new text")}])

    def _on_remove(self) -> None:
        self.edited.emit(self._parts[: self._place] + self._parts[self._place + 1 :])

    def _on_field(self, name: object) -> None:
        self._set(field=str(name), text="" if name else self.words.text() or _("new text"))

    def _on_sizes(self) -> None:
        smallest = max(0.5, float(self.smallest.text()))
        largest = max(smallest, float(self.largest.text()))
        self._set(sizes=size_ladder(largest, smallest, int(self.lines.currentData() or 1)))

    def _set(self, **values: object) -> None:
        changed = {**self._parts[self._place], **values}
        self.edited.emit([*self._parts[: self._place], changed, *self._parts[self._place + 1 :]])


def _says(part: TextPart) -> str:
    return field_words(part.field) if part.field else f"“{part.text}”"
