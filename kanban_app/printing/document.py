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
from kanban_app.domain.codes import CodeError, parse
from kanban_app.domain.paper import PaperCard
from kanban_app.printing import artwork, barcode, fonts, qr
from kanban_app.printing.elements import LineCode, Picture, QrCode
from kanban_app.printing.fonts import CAP_HEIGHT, CODE_CAP_HEIGHT, Weight, width
from kanban_app.printing.layout import Line
from kanban_app.printing.looks import Look, Looks
from kanban_app.printing.palette import BLACK_ONLY, COLOURED
from kanban_app.printing.pictures import Pictures, draw_picture, found
from kanban_app.printing.placing import Placing
from kanban_app.printing.problems import BadCode, Field
from kanban_app.printing.tagging import ARTIFACT, END, Tags
from kanban_app.printing.typesetter import Typesetter, decimal

# Nothing here fetches anything; should a later hand use a class that does, it must not.
rl_config.trustedHosts = []
rl_config.trustedSchemes = []
# Bytes as they are: wrapped into letters, as mail once needed them, they take a quarter more room.
rl_config.useA85 = 0

POINTS_PER_MM = 72 / 25.4
# Cards of a loop come together; what was written for longer ago is not worth the memory of a long job.
_MOST_REMEMBERED = 500
_MOST_OWN_REMEMBERED = 4000

facts_of_the_loop = attrgetter(
    "kind", "plant_name", "loop_id", "item_code", "item_description", "source_name", "source_location",
    "consumer_name", "consumer_location", "container_quantity", "decimals", "unit", "container_type",
    "lot_cards", "lead_time_minutes", "revision", "revised_at", "inputs", "single_use", "urgent", "picture",
    "item_category", "customer",
)  # fmt: skip
"""What the texts depend on that all cards of a loop share, and their look."""


@dataclass(frozen=True, slots=True)
class _OnSheet:
    """One card ready to be drawn: the forms it shows and what it writes itself."""

    forms: tuple[str, ...]
    written: str


class CardDocument:
    """A PDF of cards. Sheets are added in order; nothing is a file before `finished` has answered."""

    def __init__(self, placing: Placing, pictures: Pictures | None, title: str, printed_at: datetime) -> None:
        self._placing, self._pictures = placing, pictures
        self._paper, self._design, self._options = placing.paper, placing.design, placing.options
        self._palette = BLACK_ONLY if self._options.black_only else COLOURED
        size = (self._paper.page_width_mm * POINTS_PER_MM, self._paper.page_height_mm * POINTS_PER_MM)
        # A first font of our own: the usual one would stand in every file without being embedded.
        self._canvas: Any = Canvas(
            io.BytesIO(), size, pageCompression=1, invariant=1, lang=i18n.language(),
            initialFontName=fonts.registered(Weight.REGULAR),
        )  # fmt: skip
        self._describe(title, printed_at)
        self._setter = Typesetter(self._canvas._doc, self._palette, self._design.height_mm)
        self._looks = Looks(self._design, self._options)
        self._forms: set[str] = set()
        self._written: dict[Any, tuple[Look, str]] = {}
        self._own_written: dict[Any, str] = {}
        self._shown: dict[tuple[str, Picture], str] = {}
        self._tags = Tags()
        self._station = self._item = ""
        self._entries = 0
        if placing.cut_marks:
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
        if self._options.two_sided:
            canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge")

    def sheet(self, cards: Sequence[PaperCard], first_place: int = 0) -> None:
        """Add one sheet (and its back) with these cards from this cell on. Raises PrintRefused before any is drawn."""
        ready = [self._prepared(card) for card in cards]
        self._begin_page()
        for place, (card, shown) in enumerate(zip(cards, ready, strict=True), start=first_place):
            self._enter_in_outline(card)
            self._canvas.addLiteral(self._tags.card())
            self._place(shown, *self._placing.origin(place))
        self._end_page()
        if self._options.two_sided:
            self._begin_page()
            for place, shown in enumerate(ready, start=first_place):
                self._canvas.addLiteral(ARTIFACT)
                self._place(shown, *self._placing.origin(place, back=True))
            self._end_page()

    def finished(self) -> bytes:
        """The document's bytes; nothing can be added afterwards."""
        self._tags.finish(self._canvas._doc)
        with fonts.EMBEDDING:
            data: bytes = self._canvas.getpdfdata()
        return data

    def _place(self, shown: _OnSheet, left_mm: float, bottom_mm: float) -> None:
        canvas = self._canvas
        scale = self._placing.scale * POINTS_PER_MM
        left, bottom = left_mm * POINTS_PER_MM, bottom_mm * POINTS_PER_MM
        canvas.addLiteral(f"q {scale:.6f} 0 0 {scale:.6f} {left:.4f} {bottom:.4f} cm")
        for form in shown.forms:
            canvas.doForm(form)
        canvas.addLiteral(shown.written)
        canvas.addLiteral(f"Q\n{END}")

    def _begin_page(self) -> None:
        """What the printer shifts and stretches is taken back before anything is drawn."""
        options, canvas = self._options, self._canvas
        self._tags.page(canvas._doc.thisPageName())
        right, down = options.offset_x_mm * POINTS_PER_MM, options.offset_y_mm * POINTS_PER_MM
        up = self._paper.page_height_mm * POINTS_PER_MM * (1 - options.scale_y) - down
        if (options.scale_x, options.scale_y, right, up) != (1, 1, 0, 0):
            canvas.addLiteral(f"{options.scale_x:.6f} 0 0 {options.scale_y:.6f} {right:.4f} {up:.4f} cm")

    def _end_page(self) -> None:
        """Pack the sheet at once: the memory of a long job is that of its packed sheets."""
        if self._placing.cut_marks:
            self._canvas.addLiteral(ARTIFACT)
            self._canvas.doForm("cut-marks")
            self._canvas.addLiteral(END)
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
        look, shared = self._of_loop(card)
        own: list[str] = []
        for place in look.own:
            if not place.comes_again:
                own.append(self._block(place.lines(card), look))
                continue
            key = (place, place.key(card))
            written = self._own_written.get(key)
            if written is None:
                if len(self._own_written) >= _MOST_OWN_REMEMBERED:
                    self._own_written.clear()
                written = self._own_written[key] = self._block(place.lines_of(key[1], card), look)
            own.append(written)
        checked_code(card)
        codes = [self._qr(element, card.code) for element in look.qr_codes]
        codes += [self._line_code(element, card.code) for element in look.line_codes]
        forms = [self._form(look)]
        if card.picture:
            forms += filter(None, [self._picture(card.picture, element) for element in look.pictures])
        return _OnSheet(tuple(forms), "\n".join((shared, *own, *codes)))

    def _of_loop(self, card: PaperCard) -> tuple[Look, str]:
        """The card's look and the texts that all cards of its loop share."""
        facts = facts_of_the_loop(card)
        known = self._written.get(facts)
        if known is None:
            if len(self._written) >= _MOST_REMEMBERED:
                self._written.clear()
            look = self._looks.of(card)
            for refusal in self._placing.refusals(look):
                raise refusal
            lines = [line for place in look.of_loop for line in place.lines(card)]
            known = self._written[facts] = (look, self._block(lines, look))
        return known

    def _block(self, lines: Sequence[Line], look: Look) -> str:
        if not lines:
            return ""
        plates = [self._plate(line) for line in lines if line.plated]
        return "\n".join((*plates, self._setter.block(lines, look.face)))

    def _plate(self, line: Line) -> str:
        """The black ground of a line that is written in white."""
        cap_height = CODE_CAP_HEIGHT if line.weight is Weight.CODE else CAP_HEIGHT
        long, high = width(line.text.rstrip(), line.weight) * line.size_mm, line.size_mm * cap_height
        around = high * 0.4
        left, bottom = line.left - around, self._design.height_mm - line.baseline - around
        sides = " ".join(map(decimal, (left, bottom, long + 2 * around, high + 2 * around)))
        return f"{self._palette.ink} rg {sides} re f"

    def _form(self, look: Look) -> str:
        name = f"look-{look.number}"
        if self._begin_form(name):
            artwork.Artist(
                self._canvas, look.face, self._design.height_mm, self._placing.inset, self._palette, self._setter,
                self._options.second_language,
            ).draw(look)  # fmt: skip
            self._canvas.endForm()
        return name

    def _picture(self, name: str, element: Picture) -> str:
        """The form that shows this picture in this element's box; empty without a picture."""
        form = self._shown.get((name, element))
        if form is None:
            source = found(self._pictures, name)
            form = self._shown[name, element] = f"picture-{len(self._shown)}" if source is not None else ""
            if source is not None and self._begin_form(form):
                draw_picture(self._canvas, name, source, element.box, self._palette, self._design.height_mm)
                self._canvas.endForm()
        return form

    def _make_cut_marks(self) -> None:
        self._canvas.beginForm("cut-marks")
        self._canvas.scale(POINTS_PER_MM, POINTS_PER_MM)
        artwork.draw_cut_marks(self._canvas, self._paper)
        self._canvas.endForm()

    def _begin_form(self, name: str) -> bool:
        """Open a form in the card's own coordinates, unless this file has it already."""
        if name in self._forms:
            return False
        self._forms.add(name)
        self._canvas.beginForm(name, 0, 0, self._design.width_mm, self._design.height_mm)
        return True

    def _qr(self, element: QrCode, code: str) -> str:
        side = decimal(element.square_mm)
        left, bottom = decimal(element.left), decimal(self._design.height_mm - element.top - element.width)
        return f"0 g q {side} 0 0 {side} {left} {bottom} cm\n{qr.path(code)}\nf Q"

    def _line_code(self, element: LineCode, code: str) -> str:
        turned = element.height > element.width
        drawn, bars = barcode.path(code, element.width if turned else element.height)
        long = bars * element.narrow_mm
        left, bottom = element.left, self._design.height_mm - element.box.bottom
        narrow = f"{element.narrow_mm:.4f}"
        if turned:
            start = decimal(bottom + (element.height - long) / 2)
            matrix = f"0 {narrow} -1 0 {decimal(element.box.right)} {start}"
        else:
            matrix = f"{narrow} 0 0 1 {decimal(left + (element.width - long) / 2)} {decimal(bottom)}"
        return f"0 g q {matrix} cm\n{drawn}\nf Q"

    def _enter_in_outline(self, card: PaperCard) -> None:
        """Stations, and below them items, as the cards follow each other."""
        if self._entries and (card.source_name, card.item_code) == (self._station, self._item):
            return
        if not self._entries or card.source_name != self._station:
            self._add_entry(card.source_name, 0)
            self._tags.station(card.source_name)
        self._add_entry(card.item_code, 1)
        self._tags.item(card.item_code)
        self._station, self._item = card.source_name, card.item_code

    def _add_entry(self, title: str, level: int) -> None:
        self._entries += 1
        key = f"entry-{self._entries}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level)


def checked_code(card: PaperCard) -> None:
    """Raises BadCode for a card whose code no scan would be taken for."""
    try:
        parse(card.code)
    except CodeError:
        raise BadCode(Field.CODE, card.code) from None
