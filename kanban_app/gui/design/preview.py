"""The middle of the editor: which card is looked at, and the card itself, drawn by the code that prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kanban_app.gui.design.canvas import CardCanvas
from kanban_app.gui.design.document import DesignDocument
from kanban_app.gui.design.fields import NamedChoice
from kanban_app.gui.design.words import rule_words, sample_words
from kanban_app.gui.look import theme
from kanban_app.gui.look.flow import FlowLayout
from kanban_app.gui.look.pdf_pages import page_picture
from kanban_app.gui.look.ticks import Tick
from kanban_app.gui.look.widgets import TextLabel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import LANGUAGES, _
from kanban_app.operations.designing import Drawn, Sample, draw_design
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.printing.problems import PrintRefused, sentence

if TYPE_CHECKING:
    from kanban_app.operations.shop import Shop
    from kanban_app.printing.elements import Design

REST_MS = 60


class DesignPreview(QWidget):
    """`drawn` carries what was drawn and is shown now; `paper_chosen` another paper to judge the design on."""

    drawn = Signal(object)
    paper_chosen = Signal()

    def __init__(self, tools: Tools, document: DesignDocument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools, self._document = tools, document
        self._is_drawing = self._is_old = False
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self._draw)
        self._build()
        document.changed.connect(self.draw_again)
        document.chosen.connect(self._on_chosen)
        self._rule: tuple[int, int | None] = (0, None)
        self.canvas.resized.connect(self.draw_again)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        from kanban_app.printing.design_samples import SAMPLES

        self._samples: list[tuple[str, object]] = [(sample_words(name), (name, "")) for name in SAMPLES]
        self.sample = NamedChoice(_("Card to look at"), self._samples)
        self.paper = NamedChoice(_("Paper to print on"), [])
        for choice in (self.sample, self.paper):
            row.addWidget(choice, 1)
        column.addLayout(row)
        ticks = FlowLayout()
        self.code128, self.two_languages = Tick(_("Bar code asked for")), Tick(_("Two languages"))
        for tick in (self.code128, self.two_languages):
            tick.toggled.connect(lambda _on: self.draw_again())
            ticks.addWidget(tick)
        column.addLayout(ticks)
        self.canvas = CardCanvas(self._document)
        column.addWidget(self.canvas, 1)
        self.told = TextLabel(size=14, tone="ink2")
        self.told.setWordWrap(True)
        column.addWidget(self.told)
        self.sample.entered.connect(lambda _value: self.draw_again())
        self.paper.entered.connect(lambda _value: self._on_paper())

    def offer_cards(self, cards: tuple[tuple[str, str], ...]) -> None:
        """Offer these cards of the plant to look at, (code, what it is); what is chosen stays chosen."""
        chosen = self.sample.currentData()
        self.sample.refill([*self._samples, *((words, ("production", code)) for code, words in cards)])
        self.sample.show_value(chosen)
        if self.sample.currentIndex() < 0:
            self.sample.setCurrentIndex(0)

    def offer_papers(self, papers: list[tuple[str, object]], wanted: str) -> None:
        """Offer these papers to judge the design on."""
        chosen = self.paper.currentData() or wanted
        self.paper.refill(papers)
        self.paper.show_value(chosen)
        if self.paper.currentIndex() < 0:
            self.paper.setCurrentIndex(0)

    def choose_paper(self, name: str) -> None:
        """Judge the design on this paper."""
        self.paper.show_value(name)
        self.draw_again()

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _on_paper(self) -> None:
        self.paper_chosen.emit()
        self.draw_again()

    def _on_chosen(self) -> None:
        """A rule that is edited is shown at work; without one the card is as before."""
        rule = (self._document.at, self._document.rule)
        if rule[1] is not None or self._rule[1] is not None:
            self.draw_again()
        self._rule = rule

    def draw_again(self) -> None:
        """Draw the card once nothing changes for a moment."""
        self._is_old = True
        self._rule = (self._document.at, self._document.rule)
        if self.isVisible() and not self._is_drawing:
            self._resting.start()

    def is_drawn(self) -> bool:
        """Whether the card is shown as the design is now."""
        return not self._is_old and not self._is_drawing

    def showEvent(self, event: object) -> None:
        if self._is_old:
            self._resting.start()

    def wanted(self) -> Sample:
        """The card that is looked at."""
        name, code = self.sample.currentData() or ("production", "")
        others = [language for language in LANGUAGES if language != self._language()]
        second = others[0] if self.two_languages.isChecked() else ""
        return Sample(name, code, self.code128.isChecked(), second, self._document.at, self._document.rule)

    def _language(self) -> str:
        shop = self._tools.link.shop
        return shop.plant.language if shop else ""

    def _draw(self) -> None:
        shop = self._tools.link.shop
        if shop is None or self._document.state is None or self._is_drawing or not self.paper.count():
            return
        self._is_drawing, self._is_old = True, False
        wanted, paper = (self._document.design, self.wanted()), str(self.paper.currentData())
        size = self.canvas.picture_size()
        drawing = shop.draw(lambda: _drawn(shop, *wanted, paper, size))
        self._tools.link.when_done(drawing, self._on_drawn, self._on_failed)

    def _on_drawn(self, done: tuple[Drawn, QImage]) -> None:
        self._is_drawing = False
        if self._is_old:
            self._resting.start()
            return
        drawn, picture = done
        self.canvas.show_card(picture, drawn.shown)
        self.canvas.show_faults([finding.at for finding in drawn.findings if finding.at is not None])
        self._tell()
        self.drawn.emit(drawn)

    def _on_failed(self, problem: BaseException) -> None:
        self._is_drawing = False
        if self._is_old:
            self._resting.start()
            return
        told = sentence(problem) if isinstance(problem, PrintRefused) else str(problem)
        known = isinstance(problem, PrintRefused | LookProblem)
        self.told.setText(told if known else _("The card can't be shown. Choose another card to look at."))
        if not known:
            self._tools.link.failed.emit(problem)

    def _tell(self) -> None:
        state = self._document.state
        if state is not None and state.rule is not None:
            told = _("Shown on a card that the rule applies to: {when}.")
            self.told.setText(told.format(when=rule_words(state.design.elements[state.at].when[state.rule])))
        else:
            self.told.setText(_("Drag the element or pull its corners; arrow keys move it 0.5 mm, with Shift 5 mm."))


def _drawn(shop: Shop, design: Design, sample: Sample, paper: str, size: QSize) -> tuple[Drawn, QImage]:
    """On the drawing thread: the card, and its picture of so many pixels."""
    drawn = draw_design(shop, design, sample, paper)
    return drawn, page_picture(drawn.data, 0, size)
