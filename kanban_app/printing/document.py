"""One PDF being made, sheet by sheet."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from kanban_app import i18n
from kanban_app.domain.paper import PaperCard
from kanban_app.printing import artwork, fonts, geometry, layout, qr, wording
from kanban_app.printing.fonts import CAP_HEIGHT, Weight, width
from kanban_app.printing.formats import PaperFormat
from kanban_app.printing.geometry import HEIGHT, WIDTH, Box
from kanban_app.printing.layout import Line, Section
from kanban_app.printing.palette import Palette
from kanban_app.printing.pictures import Pictures, draw_picture, found
from kanban_app.printing.typesetter import Typesetter, decimal
from kanban_app.printing.wording import Face

# Nothing here fetches anything; should a later hand use a class that does, it must not.
rl_config.trustedHosts = []
rl_config.trustedSchemes = []
# Bytes as they are: wrapped into letters, as mail once needed them, they take a quarter more room.
rl_config.useA85 = 0

POINTS_PER_MM = 72 / 25.4
# Cards of a loop come together; what was written for longer ago is not worth the memory of a long job.
_MOST_REMEMBERED = 500

facts_of_the_loop = attrgetter(
    "kind", "plant_name", "loop_id", "item_code", "item_description", "source_name", "source_location",
    "consumer_name", "consumer_location", "container_quantity", "decimals", "unit", "container_type",
    "lot_cards", "lead_time_minutes", "revision", "revised_at", "inputs", "single_use",
)  # fmt: skip
"""What layout.SAME_FOR_THE_LOOP depends on."""


@dataclass(frozen=True, slots=True)
class _OnSheet:
    """One card ready to be drawn: the forms it shows and what it writes itself."""

    forms: tuple[str, ...]
    written: str


class CardDocument:
    """A PDF of cards. Sheets are added in order; nothing is a file before `finished` has answered."""

    def __init__(
        self,
        paper: PaperFormat,
        pictures: Pictures | None,
        palette: Palette,
        title: str,
        printed_at: datetime,
    ) -> None:
        self._paper, self._pictures, self._palette = paper, pictures, palette
        size = (paper.page_width_mm * POINTS_PER_MM, paper.page_height_mm * POINTS_PER_MM)
        # A first font of our own: the usual one would stand in every file without being embedded.
        self._canvas: Any = Canvas(
            io.BytesIO(), size, pageCompression=1, invariant=1, lang=i18n.language(),
            initialFontName=fonts.registered(Weight.REGULAR),
        )  # fmt: skip
        self._describe(title, printed_at)
        self._setter = Typesetter(self._canvas._doc, palette)
        self._forms: set[str] = set()
        self._written: dict[Any, str] = {}
        self._shown: dict[tuple[str, bool], str] = {}
        self._station = self._item = ""
        self._entries = 0
        if paper.cut_marks:
            self._make_cut_marks()

    def _describe(self, title: str, printed_at: datetime) -> None:
        canvas = self._canvas
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("kanban_app")
        canvas.setProducer("kanban_app")
        moment = printed_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
        canvas.setDateFormatter(lambda *_: moment)
        # A viewer that shrinks the page to the printer's margins would move every cut and shrink every code.
        canvas.setViewerPreference("PrintScaling", "None")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def sheet(self, cards: Sequence[PaperCard]) -> None:
        """Add one sheet of up to `cards_per_page` cards. Raises PrintRefused before any of it is drawn."""
        ready = [self._prepared(card) for card in cards]
        canvas = self._canvas
        for place, (card, shown) in enumerate(zip(cards, ready, strict=True)):
            self._enter_in_outline(card)
            scale = self._paper.scale * POINTS_PER_MM
            left, bottom = (length * POINTS_PER_MM for length in self._paper.card_origin(place))
            canvas.addLiteral(f"q {scale:.6f} 0 0 {scale:.6f} {left:.4f} {bottom:.4f} cm")
            for form in shown.forms:
                canvas.doForm(form)
            canvas.addLiteral(shown.written)
            canvas.addLiteral("Q")
        if self._paper.cut_marks:
            canvas.doForm("cut-marks")
        self._close_page()

    def finished(self) -> bytes:
        """The document's bytes; nothing can be added afterwards."""
        with fonts.EMBEDDING:
            data: bytes = self._canvas.getpdfdata()
        return data

    def _close_page(self) -> None:
        """Pack the sheet at once: the memory of a long job is that of its packed sheets."""
        document = self._canvas._doc
        name = document.thisPageName()
        self._canvas.showPage()
        page = document.idToObject[name]
        packed = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}))
        packed.content = zlib.compress(page.stream.encode("ascii"), 6)
        page.Contents, page.stream = packed, None
        # The file's identity follows from what is on it.
        document.updateSignature(packed.content)

    def _prepared(self, card: PaperCard) -> _OnSheet:
        facts = facts_of_the_loop(card)
        shared = self._written.get(facts)
        if shared is None:
            if len(self._written) >= _MOST_REMEMBERED:
                self._written.clear()
            shared = self._written[facts] = self._setter.block(_lines(layout.SAME_FOR_THE_LOOP, card))
        forms = [self._look(wording.face_of(card), card.lot_cards > 1 and not card.single_use)]
        if card.urgent:
            forms.append(self._urgent_plate())
        picture = self._picture(card.picture, card.urgent) if card.picture else ""
        if picture:
            forms.append(picture)
        own = _lines(layout.OWN, card)
        plates = "\n".join(self._plate(line) for line in own if line.reversed_out)
        return _OnSheet(tuple(forms), "\n".join((shared, plates, self._setter.block(own), _qr(card.code))))

    def _plate(self, line: Line) -> str:
        """The black ground of a line that is written in white."""
        long, high = width(line.text, line.weight) * line.size_mm, line.size_mm * CAP_HEIGHT
        left, bottom = line.left - 0.9, HEIGHT - line.baseline - 0.8
        sides = " ".join(map(decimal, (left, bottom, long + 1.8, high + 1.6)))
        return f"{self._palette.ink} rg {sides} re f"

    def _look(self, face: Face, is_lot: bool) -> str:
        name = f"{face}-lot" if is_lot else f"{face}"
        if self._begin(name):
            artwork.draw_static(self._canvas, face, is_lot, self._paper, self._palette, self._setter)
            self._canvas.endForm()
        return name

    def _urgent_plate(self) -> str:
        if self._begin("urgent"):
            artwork.draw_urgent(self._canvas, self._palette, self._setter)
            self._canvas.endForm()
        return "urgent"

    def _picture(self, name: str, urgent: bool) -> str:
        """The form that shows this picture, smaller above an urgent plate; empty without a picture."""
        form = self._shown.get((name, urgent))
        if form is None:
            source = found(self._pictures, name)
            form = self._shown[name, urgent] = f"picture-{len(self._shown)}" if source is not None else ""
            if source is not None and self._begin(form):
                draw_picture(self._canvas, name, source, _picture_box(urgent), self._palette)
                self._canvas.endForm()
        return form

    def _make_cut_marks(self) -> None:
        self._canvas.beginForm("cut-marks")
        self._canvas.scale(POINTS_PER_MM, POINTS_PER_MM)
        artwork.draw_cut_marks(self._canvas, self._paper)
        self._canvas.endForm()

    def _begin(self, name: str) -> bool:
        """Open a form in the card's own coordinates, unless this file has it already."""
        if name in self._forms:
            return False
        self._forms.add(name)
        self._canvas.beginForm(name, 0, 0, WIDTH, HEIGHT)
        return True

    def _enter_in_outline(self, card: PaperCard) -> None:
        """Stations, and below them items, as the cards follow each other."""
        if self._entries and (card.source_name, card.item_code) == (self._station, self._item):
            return
        if not self._entries or card.source_name != self._station:
            self._add_entry(card.source_name, 0)
        self._add_entry(card.item_code, 1)
        self._station, self._item = card.source_name, card.item_code

    def _add_entry(self, title: str, level: int) -> None:
        self._entries += 1
        key = f"entry-{self._entries}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level)


def _lines(sections: Sequence[Section], card: PaperCard) -> list[Line]:
    return [line for section in sections for line in section(card)]


def _picture_box(urgent: bool) -> Box:
    box = geometry.PICTURE
    return Box(box.left, box.top, box.width, geometry.URGENT.top - 1.2 - box.top) if urgent else box


def _qr(code: str) -> str:
    side = decimal(geometry.QR_SQUARE)
    left, bottom = decimal(geometry.QR.left), decimal(HEIGHT - geometry.QR.bottom)
    return f"0 g q {side} 0 0 {side} {left} {bottom} cm\n{qr.path(code)}\nf Q"
