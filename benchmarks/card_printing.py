"""Cards to PDF against the barest reportlab loop: texts and codes at fixed places, nothing fitted or checked.

And, size by size, against what people write first: a plain canvas with segno, and reportlab's own QR widget. There
each way has a process of its own, for its memory, and the processor's seconds count: others may be busy meanwhile.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from benchmarks.comparing import in_turns
from benchmarks.reporting import COMPARED, Scale, Table, duration
from kanban_app.domain.codes import code_of, spaced
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.paper import InputLine, PaperCard
from kanban_app.printing import fonts, qr
from kanban_app.printing.fonts import Weight
from kanban_app.printing.render import render

_CARDS, _FEW_CARDS = 1_000, 16
_CARDS_A_LOOP = 10
_MOST_CARDS = 10_000
_REPEATS = {100: 5, 1_000: 3}
_MEASURED = """
import sys
from time import process_time
from benchmarks import card_printing as ways
way, count, repeats = getattr(ways, sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
way([ways.paper_card(number) for number in range(16)], 8)
cards, before, made = [ways.paper_card(number) for number in range(count)], ways.peak_kb(), b""
for _ in range(repeats):
    start = process_time()
    made = way(cards, 8)
    print(process_time() - start)
print(len(made), ways.peak_kb() - before)
"""


def measure(scale: Scale) -> list[Table]:
    """One PDF per format."""
    table = Table("Printing cards against the barest reportlab loop", ("cards", "format", *COMPARED, "per card"))
    count = _FEW_CARDS if scale.smoke else _CARDS
    cards = [paper_card(number) for number in range(count)]
    for format_name in ("a6", "a4-8"):
        pages = 1 if format_name == "a6" else 8
        compared = in_turns(
            lambda name=format_name: render(cards, name),  # type: ignore[misc] # the name of this round
            lambda pages=pages: barest(cards, pages),  # type: ignore[misc]
            scale.repeats(7),
        )
        each = f"{min(compared.ours_s) / count * 1e6:.0f} µs"
        table.add_compared(compared, cards=count, format=format_name, per_card=each)
    table.notes.append("bare: 24 texts and a QR code a card, embedded fonts, pages packed")
    return [table, _against_the_usual(scale)]


def _against_the_usual(scale: Scale) -> Table:
    """Eight to a page: how long, how much memory at most and how large a file, for each way and number of cards."""
    columns = ("cards", "way", "CPU time", "per card", "ours is", "bytes per card", "memory grows")
    table = Table("Cards eight to a page, each way in a process of its own", columns)
    ways = {
        "ours": "ours",
        "the barest loop": "barest",
        "reportlab's QR widget": "with_widget",
        "canvas and segno": "with_segno",
    }
    for count in (count for count in scale.card_counts if count <= _MOST_CARDS):
        seconds_of_ours = 0.0
        for title, way in ways.items():
            seconds, size, grown_kb = _measured(way, count, scale.repeats(_REPEATS.get(count, 1)))
            seconds_of_ours = seconds_of_ours or seconds
            table.add(
                cards=count,
                way=title,
                CPU_time=duration(seconds),
                per_card=duration(seconds / count),
                ours_is=f"{seconds_of_ours / seconds:.2f}x",
                bytes_per_card=round(size / count),
                memory_grows=f"{grown_kb / 1024:.1f} MB",
            )
    return table


def _measured(way: str, count: int, repeats: int) -> tuple[float, int, int]:
    """(seconds of the processor, bytes of the file, kB by which the process grew at most)."""
    command = [sys.executable, "-c", _MEASURED, way, str(count), str(repeats)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=1_800)
    *seconds, last = run.stdout.splitlines()
    size, grown_kb = last.split()
    return median(map(float, seconds)), int(size), int(grown_kb)


def peak_kb() -> int:
    """The most memory that this process has had, in kB; 0 where the system does not tell."""
    # Not getrusage: a process begins with the peak of the one that started it.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def paper_card(number: int) -> PaperCard:
    """One of ten cards of a loop of its own, without a picture."""
    loop = number // _CARDS_A_LOOP
    return PaperCard(
        code=code_of(number + 1, 12_345),
        kind=LoopKind.PRODUCTION,
        plant_name="bench plant",
        loop_id=loop + 1,
        item_code=f"part {loop:04}",
        item_description=f"Turned part no. {loop}",
        picture="",
        source_name=f"lathe {loop % 7 + 1}",
        source_location=f"rack S{loop % 20}",
        consumer_name="assembly line",
        consumer_location=f"shelf A{loop % 30}",
        container_quantity=24,
        decimals=0,
        unit="pcs",
        container_type="grey box 600 × 400 mm",
        number=number % _CARDS_A_LOOP + 1,
        card_count=_CARDS_A_LOOP,
        lot_cards=2,
        lead_time_minutes=1440,
        revision=2,
        revised_at=datetime(2026, 12, 12, 9, 0, tzinfo=UTC),
        printed_at=datetime(2027, 1, 4, 9, 30, tzinfo=UTC),
        print_count=1,
        inputs=(InputLine(f"blank {loop:04}", 24, 0, "pcs"),),
    )


def texts_of(card: PaperCard) -> list[str]:
    """What stands on a card, labels included."""
    return [
        card.item_code,
        card.item_description,
        f"made from {card.inputs[0].quantity} {card.inputs[0].item_code}",
        "PRODUCTION",
        "FROM",
        card.source_name,
        card.source_location,
        "TO",
        card.consumer_name,
        card.consumer_location,
        "QUANTITY",
        f"{card.container_quantity} {card.unit}",
        card.container_type,
        "CARD",
        f"{card.number} of {card.card_count}",
        f"lot of {card.lot_cards}",
        "LEAD TIME",
        f"{card.lead_time_minutes // 1440} d",
        f"rev. {card.revision}",
        f"{card.revised_at:%Y-%m-%d}",
        f"printed {card.printed_at:%Y-%m-%d %H:%M}",
        card.plant_name,
        f"loop {card.loop_id}",
        spaced(card.code),
    ]


def ours(cards: list[PaperCard], _cards_a_page: int) -> bytes:
    """The program's own way."""
    return render(cards, "a4-8")


def barest(cards: list[PaperCard], cards_a_page: int) -> bytes:
    """The loop that a script would have: drawString after drawString, and the program's own fast QR path."""

    def draw(canvas: Canvas, code: str, left: float, bottom: float) -> None:
        canvas.addLiteral(f"q {mm} 0 0 {mm} {left} {bottom} cm\n{qr.path(code)}\nf Q")

    return _looped(cards, cards_a_page, draw)


def with_segno(cards: list[PaperCard], cards_a_page: int) -> bytes:
    """The same loop, the code by segno and square by square."""
    import segno

    def draw(canvas: Canvas, code: str, left: float, bottom: float) -> None:
        for row, squares in enumerate(segno.make(code, error="q", micro=False).matrix):
            for column, dark in enumerate(squares):
                if dark:
                    canvas.rect(left + column * mm, bottom + (20 - row) * mm, mm, mm, stroke=0, fill=1)

    return _looped(cards, cards_a_page, draw)


def with_widget(cards: list[PaperCard], cards_a_page: int) -> bytes:
    """The same loop, the code by reportlab's own widget."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    def draw(canvas: Canvas, code: str, left: float, bottom: float) -> None:
        drawing = Drawing(21 * mm, 21 * mm)
        drawing.add(QrCodeWidget(code, barLevel="Q", barWidth=21 * mm, barHeight=21 * mm, barBorder=0))
        renderPDF.draw(drawing, canvas, left, bottom)

    return _looped(cards, cards_a_page, draw)


def _looped(cards: list[PaperCard], cards_a_page: int, draw_code: Callable[[Canvas, str, float, float], None]) -> bytes:
    """Texts at fixed places and a code a card, eight or one to a page."""
    canvas = Canvas(io.BytesIO(), (148 * mm, 105 * mm * cards_a_page), pageCompression=1)
    name = fonts.registered(Weight.REGULAR)
    for place, card in enumerate(cards):
        bottom = place % cards_a_page * 105 * mm
        if place and not bottom:
            canvas.showPage()
        canvas.setFont(name, 9)
        for line, text in enumerate(texts_of(card)):
            canvas.drawString(20 * mm, bottom + (100 - line * 4) * mm, text)
        draw_code(canvas, card.code, 110 * mm, bottom + 10 * mm)
    data: bytes = canvas.getpdfdata()
    return data
