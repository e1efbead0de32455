"""Cards to print in the tests: one of every look, with the furniture plant's words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from kanban_app.domain.codes import code_of
from kanban_app.domain.loops import LoopKind
from kanban_app.domain.paper import InputLine, PaperCard, SingleUse
from kanban_app.printing.pictures import Drawing

PRINTED_AT = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
LEG = Drawing.from_path(90, 180, "M5 2H85 M22 2L36 178H56L70 2 M22 34H68")


def code(number: int) -> str:
    """A valid code for the card with this number."""
    return code_of(number, 12_345)


PRODUCTION = PaperCard(
    code=code(1),
    kind=LoopKind.PRODUCTION,
    plant_name="furniture factory",
    loop_id=5,
    item_code="chair leg",
    item_description="Saw chair leg",
    picture="leg",
    source_name="saw",
    source_location="out rack S2",
    consumer_name="assembly line",
    consumer_location="rack A1",
    container_quantity=8,
    decimals=0,
    unit="pcs",
    container_type="grey box 600 × 400 mm",
    number=3,
    card_count=6,
    lot_cards=1,
    lead_time_minutes=1440,
    revision=3,
    revised_at=datetime(2026, 12, 12, 9, 0, tzinfo=UTC),
    printed_at=PRINTED_AT,
    print_count=1,
    inputs=(InputLine("wooden beam", 8, 0, "pcs"),),
)


def card(serial: int = 1, /, **changes: Any) -> PaperCard:
    """The chair leg's card with these changes and the code of this serial number."""
    return replace(PRODUCTION, code=code(serial), **changes)


SIGNAL = card(2, item_code="table leg", loop_id=6, lot_cards=2, number=6, card_count=8, revision=2)
WITHDRAWAL = card(
    3,
    kind=LoopKind.WITHDRAWAL,
    loop_id=17,
    item_code="round table",
    item_description="Fetch one container from the warehouse",
    inputs=(),
    source_name="warehouse",
    source_location="aisle 2, bay 14",
    consumer_name="shop 1",
    consumer_location="display, left wall",
    container_quantity=2,
    container_type="on a pallet, wrapped",
    lead_time_minutes=2880,
)
SUPPLIER = card(
    4,
    kind=LoopKind.SUPPLIER,
    loop_id=3,
    item_code="cushion",
    item_description="Buy: ordered in fives, at least 200 pieces",
    inputs=(),
    source_name="cushion supplier",
    source_location="returns with the box",
    consumer_location="shelf C",
    container_quantity=40,
    container_type="supplier's carton",
    lot_cards=5,
    lead_time_minutes=14 * 1440,
)
ONCE = card(
    5,
    item_code="varnished chair",
    item_description="Varnish chair",
    inputs=(InputLine("chair", 5, 0, "pcs"),),
    source_name="varnish",
    container_quantity=5,
    number=2,
    card_count=4,
    single_use=SingleUse("Demand 14", "Customer near shop 1", date(2027, 1, 8)),
)
REPRINT = card(6, urgent=True, print_count=2, replaces_code=code(99))
LONG = card(
    7,
    plant_name="Norddeutsche Möbelfabrik Gebrüder Sørensen & Söhne GmbH & Co",
    loop_id=1234,
    item_code="XL-4711/12-B Stuhlbein vorne links, Buche gedämpft, lackiert",
    item_description=(
        "Vorderbein links für Modell Skåne, gesägt, gedrechselt und zweimal lackiert in RAL 9016 Verkehrsweiß"
    ),
    source_name="Lackiererei Halle 3 Nord, Kabine 12 mit Trockenofen (neu)",
    source_location="Ausgangsregal L12, Fach 14 unten rechts",
    consumer_name="Endmontage Stuhllinie Süd, Takt 4, Arbeitsplatz 17b",
    consumer_location="Durchlaufregal A1, Ebene 3, Kanal 12",
    container_quantity=1_234_567,
    decimals=3,
    unit="Kilogramm",
    container_type="KLT 6428 grau mit Deckel und ESD-Einlage, gestapelt",
    number=123,
    card_count=1250,
    lot_cards=120,
    lead_time_minutes=14 * 1440 + 330,
    revision=29,
    print_count=3,
    inputs=tuple(InputLine(f"Kantholz 40x40 Nr. {place}", 12_500 * place, 3, "m") for place in range(1, 6)),
)
BARE = card(
    8,
    plant_name="",
    picture="",
    item_description="",
    inputs=(),
    source_location="",
    consumer_location="",
    container_type="",
    container_quantity=2500,
    decimals=3,
    unit="kg",
    revised_at=None,
    lead_time_minutes=330,
)
EVERY_LOOK = {
    "production": PRODUCTION,
    "signal": SIGNAL,
    "withdrawal": WITHDRAWAL,
    "supplier": SUPPLIER,
    "single use": ONCE,
    "reprint": REPRINT,
    "long texts": LONG,
    "bare": BARE,
}


def pictures(name: str) -> Drawing | None:
    """The plant's pictures."""
    return LEG if name == "leg" else None
