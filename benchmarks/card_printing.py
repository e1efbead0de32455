"""Cards to PDF against the barest reportlab loop: texts and codes at fixed places, nothing fitted or checked."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from benchmarks.comparing import in_turns
from benchmarks.reporting import COMPARED, Scale, Table
from kanban_app.domain.codes import code_of, spaced
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.paper import InputLine, PaperCard
from kanban_app.printing import fonts, qr
from kanban_app.printing.fonts import Weight
from kanban_app.printing.render import render

_CARDS, _FEW_CARDS = 1_000, 16
_CARDS_A_LOOP = 10


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
    return [table]


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


def barest(cards: list[PaperCard], cards_a_page: int) -> bytes:
    """The loop that a script would have: drawString after drawString."""
    canvas = Canvas(io.BytesIO(), (148 * mm, 105 * mm * cards_a_page), pageCompression=1)
    name = fonts.registered(Weight.REGULAR)
    for place, card in enumerate(cards):
        bottom = place % cards_a_page * 105 * mm
        if place and not bottom:
            canvas.showPage()
        canvas.setFont(name, 9)
        for line, text in enumerate(texts_of(card)):
            canvas.drawString(20 * mm, bottom + (100 - line * 4) * mm, text)
        canvas.addLiteral(f"q {mm} 0 0 {mm} {110 * mm} {bottom + 10 * mm} cm\n{qr.path(card.code)}\nf Q")
    data: bytes = canvas.getpdfdata()
    return data
