"""The values of the chosen element: its name, place and size, and what its kind has besides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kanban_app.gui.design.fields import LengthField, NamedChoice, Rows, TextField
from kanban_app.gui.design.words import colour_words, label_words, value_words, weight_words
from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.i18n import _
from kanban_app.printing.design_edits import size_ladder
from kanban_app.printing.elements import COLOURS, WEIGHTS, Band, Element, Label, LineCode, Outline, Text, UrgentPlate
from kanban_app.printing.geometry import Box
from kanban_app.printing.said import LABELS

_SIDES = ("left", "top", "width", "height")


class ElementForm(QWidget):
    """`edited` carries values as a design file has them, `boxed` a place and size, `renamed` the element's own name."""

    edited = Signal(object)
    boxed = Signal(object)
    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._element: Element | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        rows = Rows()
        self.name = TextField(_("Name"))
        self.name.entered.connect(self.renamed)
        rows.add(_("Name"), self.name)
        self._add_sides(rows)
        column.addLayout(rows)
        self.shown = Tick(_("Stands on the card"))
        self.shown.clicked.connect(lambda on: self.edited.emit({"shown": on}))
        column.addWidget(self.shown)
        self._parts: dict[str, QWidget] = {}
        for name, make in (("label", self._label), ("sizes", self._sizes), ("text", self._text), ("line", self._line)):
            self._parts[name] = make()
            column.addWidget(self._parts[name])

    def _add_sides(self, rows: Rows) -> None:
        words = dict(zip(_SIDES, (_("Left"), _("Top"), _("Width"), _("Height")), strict=True))
        self.sides = {side: LengthField(_("{side}, mm").format(side=words[side])) for side in _SIDES}
        fields = [(words[side], self.sides[side]) for side in _SIDES]
        rows.add_title(_("Place and size, mm"))
        rows.add_pair(fields[0], fields[1])
        rows.add_pair(fields[2], fields[3])
        for side, field in self.sides.items():
            field.entered.connect(lambda value, side=side: self._on_side(side, value))

    def _on_side(self, side: str, value: float) -> None:
        if self._element is not None:
            known = {each: getattr(self._element, each) for each in _SIDES}
            self.boxed.emit(Box(**{**known, side: value}))

    def _group(self) -> tuple[QWidget, Rows]:
        widget, rows = QWidget(), Rows()
        widget.setLayout(rows)
        rows.setContentsMargins(0, 0, 0, 0)
        return widget, rows

    def _choice(self, rows: Rows, words: str, name: str, options: Sequence[tuple[str, object]]) -> NamedChoice:
        choice = NamedChoice(words, options)
        choice.entered.connect(lambda value: self.edited.emit({name: value}))
        rows.add(words, choice)
        return choice

    # -- what some kinds have --------------------------------------------------------------------------------------

    def _label(self) -> QWidget:
        widget, rows = self._group()
        known: list[tuple[str, object]] = [(label_words(name), name) for name in LABELS]
        self.word = self._choice(rows, _("Words"), "word", [*known, (_("own words"), "")])
        self.own_words = TextField(_("Own words"))
        self.own_words.entered.connect(lambda text: self.edited.emit({"text": text, "word": ""}))
        rows.add(_("Own words"), self.own_words)
        self.weight = self._choice(rows, _("Letters"), "weight", [(weight_words(name), name) for name in WEIGHTS])
        return widget

    def _sizes(self) -> QWidget:
        widget, rows = self._group()
        self.smallest, self.largest = LengthField(_("Capitals from, mm"), 0.1), LengthField(_("Capitals to, mm"), 0.1)
        rows.add_title(_("Height of capitals, mm"))
        rows.add_pair((_("from"), self.smallest), (_("to"), self.largest))
        for field in (self.smallest, self.largest):
            field.entered.connect(lambda _value: self._on_sizes())
        return widget

    def _on_sizes(self) -> None:
        if isinstance(self._element, Label | Band | UrgentPlate):
            lines = max(1, len(self._element.sizes))
            smallest, largest = float(self.smallest.text()), float(self.largest.text())
            self.edited.emit({"sizes": size_ladder(max(smallest, largest, 0.5), max(0.5, smallest), lines)})

    def _text(self) -> QWidget:
        widget, rows = self._group()
        options = {
            "arrangement": (_("Several texts"), ("stack", "beside", "run")),
            "align": (_("Across"), ("left", "centre", "right")),
            "vertical": (_("Up and down"), ("top", "middle", "bottom")),
        }
        self.text_choices = {
            name: self._choice(rows, words, name, [(value_words(value), value) for value in values])
            for name, (words, values) in options.items()
        }
        return widget

    def _line(self) -> QWidget:
        widget, rows = self._group()
        self.stroke, self.radius = LengthField(_("Line, mm"), 0.05), LengthField(_("Corners, mm"), 0.1)
        self.stroke.entered.connect(lambda value: self.edited.emit({"stroke_mm": value}))
        self.radius.entered.connect(lambda value: self.edited.emit({"radius_mm": value}))
        rows.add_pair((_("Line, mm"), self.stroke), (_("Corners, mm"), self.radius))
        self.narrow = LengthField(_("Narrowest bar, mm"), 0.05)
        self.narrow.entered.connect(lambda value: self.edited.emit({"narrow_mm": value}))
        rows.add(_("Narrowest bar, mm"), self.narrow)
        self.colour = self._choice(rows, _("Colour"), "colour", [(colour_words(name), name) for name in COLOURS])
        fills = [(colour_words(name), name) for name in ("", *COLOURS)]
        self.fill = self._choice(rows, _("Filled with"), "fill", fills)
        return widget

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show_element(self, element: Element, *, by_rule: bool) -> None:
        """Show an element; `by_rule`: as one of its rules has it."""
        self._element = element
        self.name.show_text(element.name)
        self.name.setEnabled(not by_rule)
        self.shown.setChecked(element.shown)
        self.shown.setVisible(not by_rule)
        for side, field in self.sides.items():
            field.show_value(getattr(element, side))
        self._parts["label"].setVisible(isinstance(element, Label))
        self._parts["sizes"].setVisible(isinstance(element, Label | Band | UrgentPlate))
        self._parts["text"].setVisible(isinstance(element, Text))
        self._parts["line"].setVisible(any(hasattr(element, name) for name in ("stroke_mm", "narrow_mm", "colour")))
        if isinstance(element, Label):
            self.word.show_value(element.word)
            self.own_words.show_text(element.text)
            self.weight.show_value(element.weight)
        if isinstance(element, Label | Band | UrgentPlate) and element.sizes:
            self.largest.show_value(element.sizes[0][0])
            self.smallest.show_value(element.sizes[-1][1])
        if isinstance(element, Text):
            for name, choice in self.text_choices.items():
                choice.show_value(getattr(element, name))
        self._show_line(element)

    def _show_line(self, element: Element) -> None:
        for name, field in (("stroke_mm", self.stroke), ("radius_mm", self.radius), ("narrow_mm", self.narrow)):
            _set_row_visible(field, hasattr(element, name))
            if hasattr(element, name):
                field.show_value(getattr(element, name))
        _set_row_visible(self.narrow, isinstance(element, LineCode))
        _set_row_visible(self.fill, isinstance(element, Outline))
        for name, choice in (("colour", self.colour), ("fill", self.fill)):
            _set_row_visible(choice, hasattr(element, name))
            if hasattr(element, name):
                choice.show_value(getattr(element, name))


def _set_row_visible(field: QWidget, visible: bool) -> None:
    """Show or hide a field with the words that lead to it."""
    field.setVisible(visible)
    parent = field.parentWidget()
    layout = parent.layout() if parent else None
    if isinstance(layout, Rows):
        for place in range(layout.count()):
            item = layout.itemAt(place)
            widget = item.widget() if item else None
            buddy = getattr(widget, "buddy", None)
            if widget is not None and buddy is not None and buddy() is field:
                widget.setVisible(visible)
