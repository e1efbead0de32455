"""How the cards are put on paper: format, design, printer, first cell, marks, languages; and measuring the printer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from kanban_app.domain.print_jobs import Look
from kanban_app.gui.look import theme
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import Button, Choice, Panel, TextLabel
from kanban_app.gui.print_list.cell_picker import CellPicker
from kanban_app.gui.print_list.choices import LANGUAGE_NAMES, FormatChoice, LookChoices, design_words, format_words
from kanban_app.gui.print_list.printer_form import PrinterForm
from kanban_app.i18n import LANGUAGES, _
from kanban_app.operations.spooling import PrinterChoice
from kanban_app.settings import Settings

_WIDTH = 300


class OptionsPanel(QWidget):
    """`changed` says that the cards would look otherwise. The other signals are what its buttons ask for."""

    changed = Signal()
    edit_design_asked = Signal(str)
    import_design_asked = Signal()
    export_design_asked = Signal(str)
    sheet_asked = Signal()
    calibration_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._formats: dict[str, FormatChoice] = {}
        self._known: LookChoices | None = None
        self._build()

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = Panel(flat=True)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.px(12), 0)
        self._column.setSpacing(theme.px(6))
        area.setWidget(inside)
        outer.addWidget(area)
        self._add_format()
        self._add_design()
        self._add_printer()
        self._add_cells()
        self._add_ticks()
        self._column.addStretch(1)

    def _titled(self, text: str, widget: QWidget) -> None:
        label = TextLabel(text, size=14, weight=500, tone="ink2")
        label.setBuddy(widget)
        self._column.addWidget(label)
        self._column.addWidget(widget)

    def _add_format(self) -> None:
        self.format = Choice(name=_("Card"))
        self.format.setMinimumContentsLength(12)
        self.format.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.format.currentIndexChanged.connect(self._on_format)
        self._titled(_("Card"), self.format)
        own = Button(_("Own label sheet…"), kind="quiet", tip=_("Describe a label sheet by its measures"))
        own.setObjectName("own_sheet")
        own.clicked.connect(self.sheet_asked)
        self._column.addWidget(own, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_design(self) -> None:
        self.design = Choice(name=_("Design"))
        self.design.setMinimumContentsLength(12)
        self.design.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.design.currentIndexChanged.connect(self._on_design)
        self._titled(_("Design"), self.design)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.edit_design = Button(_("Edit design…"), kind="quiet")
        self.edit_design.clicked.connect(lambda: self.edit_design_asked.emit(str(self.design.currentData() or "")))
        self.import_design = Button("", icon="file_in", kind="quiet", tip=_("Bring a design from a file"))
        self.import_design.clicked.connect(self.import_design_asked)
        self.export_design = Button("", icon="backup", kind="quiet", tip=_("Save this design as a file"))
        self.export_design.clicked.connect(lambda: self.export_design_asked.emit(str(self.design.currentData() or "")))
        row.addWidget(self.edit_design)
        row.addStretch(1)
        row.addWidget(self.import_design)
        row.addWidget(self.export_design)
        self._column.addLayout(row)

    def _add_printer(self) -> None:
        self.printer = PrinterForm(self._settings)
        self.printer.changed.connect(self.changed)
        self.printer.calibration_asked.connect(self.calibration_asked)
        self._column.addWidget(self.printer)

    def _add_cells(self) -> None:
        self.cells = CellPicker()
        self.cells.chosen.connect(lambda _cell: self.changed.emit())
        self._cells_title = TextLabel(_("Start at cell"), size=14, weight=500, tone="ink2")
        self._cells_hint = TextLabel(_("Press the first free cell of a half-used sheet."), size=14, tone="ink3")
        self._cells_hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.cells, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._cells_hint, 1)
        self._column.addWidget(self._cells_title)
        self._column.addLayout(row)

    def _add_ticks(self) -> None:
        self.cut_marks = Tick(_("Cut marks"))
        self.two_sided = Tick(_("Back side, for folding"))
        self.black_only = Tick(_("Black only"))
        self.code128 = Tick(_("Bar code too"))
        for tick in (self.cut_marks, self.two_sided, self.black_only, self.code128):
            tick.toggled.connect(lambda _on: self.changed.emit())
            self._column.addWidget(tick)
        self.second = Choice(name=_("Second language"))
        self.second.addItem(_("one language"), "")
        for code in LANGUAGES:
            self.second.addItem(LANGUAGE_NAMES[code], code)
        self.second.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self._titled(_("Second language"), self.second)
        self.margin = QSpinBox()
        self.margin.setRange(0, 20)
        self.margin.setSuffix(" mm")
        self.margin.setAccessibleName(_("White margin for laminating"))
        self.margin.valueChanged.connect(lambda _value: self.changed.emit())
        self._titled(_("White margin for laminating"), self.margin)

    # -- what there is ---------------------------------------------------------------------------------------------

    def show_choices(self, choices: LookChoices, printers: tuple[list[str], str]) -> None:
        """Offer these; what is chosen stays chosen."""
        self.printer.show_printers(*printers)
        if choices == self._known:
            return
        first = self._known is None
        self._known = choices
        self._formats = {choice.name: choice for choice in choices.formats}
        wanted = self._settings.print_format if first else str(self.format.currentData())
        _refill(self.format, [(format_words(name), name) for name in self._formats], wanted)
        designs = [(design_words(""), ""), *((design_words(name), name) for name in choices.built_in_designs)]
        designs += [(name, name) for name in choices.own_designs]
        _refill(self.design, designs, self._settings.print_design if first else str(self.design.currentData()))
        self._on_format()
        self._on_design()

    def is_ready(self) -> bool:
        """Whether the formats are known."""
        return self._known is not None

    def choose_design(self, name: str) -> None:
        """Choose a design by its name."""
        self.design.setCurrentIndex(max(0, self.design.findData(name)))

    def choose_format(self, name: str) -> None:
        """Choose a format by its name."""
        self.format.setCurrentIndex(max(0, self.format.findData(name)))

    def sheet_count(self) -> int:
        """How many cells a sheet of the chosen format has."""
        choice = self._formats.get(str(self.format.currentData()))
        return choice.columns * choice.rows if choice else 1

    def look(self) -> Look:
        """The look as it is chosen, with what is known of the printer."""
        look = Look(
            str(self.format.currentData()),
            str(self.design.currentData() or ""),
            black_only=self.black_only.isChecked(),
            second_language=str(self.second.currentData()),
            code128=self.code128.isChecked(),
            start_cell=self.cells.cell,
            two_sided=self.two_sided.isChecked(),
            cut_marks=self.cut_marks.isChecked(),
            lamination_margin_mm=float(self.margin.value()),
        )
        x, y, across, down = self.printer.calibration()
        return replace(look, offset_x_mm=x, offset_y_mm=y, scale_x=across, scale_y=down)

    def printer_choice(self) -> PrinterChoice | None:
        """The printer; None for the folder."""
        return self.printer.choice()

    def _on_format(self, _place: int = 0) -> None:
        choice = self._formats.get(str(self.format.currentData()))
        if choice is None:
            return
        self._settings.print_format = choice.name
        several = choice.columns * choice.rows > 1
        for widget in (self.cells, self._cells_title, self._cells_hint):
            widget.setVisible(several)
        self.cells.show_sheet(choice.columns, choice.rows)
        with QSignalBlocker(self.cut_marks):
            self.cut_marks.setChecked(choice.has_cut_marks)
        self.changed.emit()

    def _on_design(self, _place: int = 0) -> None:
        name = str(self.design.currentData() or "")
        self._settings.print_design = name
        self.export_design.setEnabled(bool(name))
        self.changed.emit()


def _refill(choice: Choice, entries: list[tuple[str, str]], wanted: str) -> None:
    with QSignalBlocker(choice):
        choice.clear()
        for text, data in entries:
            choice.addItem(text, data)
        choice.setCurrentIndex(max(0, choice.findData(wanted)))
