"""The toy works on paper: stations, items, parts lists, and loops with the reckoning behind their cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, Reason, StationDraft
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.proposal_reasons import decimal_text
from kanban_app.domain.quantities import steps_from_decimal
from kanban_app.domain.sizing import DEFAULT_SAFETY_SHARE, CardCount, toyota_cards
from kanban_app.domain.stations import StationKind

PLANT_NAME = "Lakeside toy works"

ALDER, HILL, FERRO, HARBOUR = "Alder sawmill", "Hill sawmill", "Ferro hardware", "Harbour supplies"
SAW, TURNERY, PAINT_SHOP, ASSEMBLY, PACKING = "saw", "turnery", "paint shop", "assembly", "packing"
PARTS_STORE, FINISHED_GOODS, TOY_SHOP = "parts store", "finished goods", "toy shop"
SUPPLIERS = (ALDER, HILL, FERRO, HARBOUR)

_WORKSTATION, _STORE = StationKind.WORKSTATION, StationKind.STORE
_DAY_MINUTES = 1440

STATIONS = (
    *(StationDraft(name, StationKind.SUPPLIER) for name in SUPPLIERS),
    StationDraft(SAW, _WORKSTATION, "wood hall"),
    StationDraft(TURNERY, _WORKSTATION, "wood hall"),
    StationDraft(PAINT_SHOP, _WORKSTATION, "wood hall"),
    StationDraft(PARTS_STORE, _STORE, "main hall"),
    StationDraft(ASSEMBLY, _WORKSTATION, "main hall", served_from=PARTS_STORE),
    StationDraft(FINISHED_GOODS, _STORE, "main hall"),
    StationDraft(PACKING, _WORKSTATION, "main hall", served_from=FINISHED_GOODS),
    StationDraft(TOY_SHOP, _STORE, "Lake Street 4"),
)

# code, description, unit, decimals, category, cost of one unit
_ITEMS = (
    ("train set", "Engine and two wagons in a gift box", "pcs", 0, "toy", "38.00"),
    ("engine", "Wooden engine with chimney, red", "pcs", 0, "toy", "12.40"),
    ("wagon", "Open wagon, natural wood", "pcs", 0, "toy", "7.90"),
    ("duck", "Pull-along duck on wheels, yellow", "pcs", 0, "toy", "9.60"),
    ("red engine body", "Engine body, painted and dried", "pcs", 0, "painted part", "5.10"),
    ("yellow duck body", "Duck body, painted and dried", "pcs", 0, "painted part", "3.90"),
    ("engine body", "Sawn, bored and sanded, with chimney", "pcs", 0, "wooden part", "3.40"),
    ("wagon body", "Sawn, milled and oiled", "pcs", 0, "wooden part", "2.70"),
    ("duck body", "Sawn and sanded", "pcs", 0, "wooden part", "2.60"),
    ("wheel", "Turned, 38 mm, bore 6 mm", "pcs", 0, "wooden part", "0.35"),
    ("steel axle", "6 × 62 mm, galvanised", "pcs", 0, "hardware", "0.12"),
    ("magnet", "Coupling magnet, 12 mm, in a sleeve", "pcs", 0, "hardware", "0.22"),
    ("beech plank", "40 × 120 mm, planed and dried", "m", 2, "wood", "8.50"),
    ("beech rod", "40 mm round", "m", 2, "wood", "4.20"),
    ("red paint", "Signal red, safe for toys", "kg", 2, "paint and glue", "14.00"),
    ("yellow paint", "Duck yellow, safe for toys", "kg", 2, "paint and glue", "14.50"),
    ("cotton cord", "3 mm, white", "m", 1, "hardware", "0.18"),
    ("gift box", "Printed, for one train set", "pcs", 0, "packaging", "1.10"),
    ("wood glue", "White, for toys", "kg", 2, "paint and glue", "6.80"),
)
_DECIMALS = {item[0]: item[3] for item in _ITEMS}

# parent: component and quantity for one, in its unit
PARTS: Mapping[str, Mapping[str, str]] = {
    "train set": {"engine": "1", "wagon": "2", "gift box": "1"},
    "engine": {"red engine body": "1", "wheel": "4", "steel axle": "2", "magnet": "1"},
    "wagon": {"wagon body": "1", "wheel": "4", "steel axle": "2", "magnet": "2"},
    "duck": {"yellow duck body": "1", "wheel": "4", "steel axle": "2", "cotton cord": "0.8"},
    "red engine body": {"engine body": "1", "red paint": "0.06"},
    "yellow duck body": {"duck body": "1", "yellow paint": "0.05"},
    "engine body": {"beech plank": "0.22"},
    "wagon body": {"beech plank": "0.25"},
    "duck body": {"beech plank": "0.15"},
    "wheel": {"beech rod": "0.03"},
}

SHOP_SALES_A_DAY = {"train set": 5, "engine": 4, "duck": 6}
DEALER_SALES_A_DAY = {"train set": 3, "engine": 2, "duck": 4}


@dataclass(frozen=True, slots=True)
class _Ring:
    """One loop in words. `container` is in the item's unit; `cards` 0 means as many as the formula says."""

    item: str
    source: str
    consumer: str
    container: str
    lead_time_minutes: int
    container_type: str
    source_location: str
    consumer_location: str
    lot_cards: int = 1
    cards: int = 0
    scan_only: bool = False
    suspended: bool = False


_BLUE, _GREY, _TRAY = "blue box 400 × 300 mm", "grey box 600 × 400 mm", "padded tray"
_RINGS = (
    _Ring("train set", FINISHED_GOODS, TOY_SHOP, "2", 1440, _GREY, "rack F1", "shelf 1"),
    _Ring("engine", FINISHED_GOODS, TOY_SHOP, "2", 1440, _TRAY, "rack F2", "shelf 2"),
    _Ring("duck", FINISHED_GOODS, TOY_SHOP, "2", 1440, _TRAY, "rack F4", "shelf 3"),
    _Ring("train set", PACKING, FINISHED_GOODS, "6", 4320, _GREY, "packing table", "rack F1"),
    _Ring("engine", ASSEMBLY, FINISHED_GOODS, "8", 4320, _TRAY, "bench 1", "rack F2"),
    _Ring("wagon", ASSEMBLY, FINISHED_GOODS, "12", 4320, _TRAY, "bench 2", "rack F3"),
    _Ring("duck", ASSEMBLY, FINISHED_GOODS, "8", 4320, _TRAY, "bench 1", "rack F4"),
    _Ring("red engine body", PAINT_SHOP, ASSEMBLY, "12", 4320, _TRAY, "drying rack 1", "rack A1"),
    _Ring("yellow duck body", PAINT_SHOP, ASSEMBLY, "10", 4320, _TRAY, "drying rack 2", "rack A2", lot_cards=2),
    _Ring("engine body", SAW, PAINT_SHOP, "12", 4320, _BLUE, "out rack S1", "rack P1"),
    _Ring("duck body", SAW, PAINT_SHOP, "12", 4320, _BLUE, "out rack S2", "rack P2"),
    _Ring("wagon body", SAW, ASSEMBLY, "16", 4320, _GREY, "out rack S3", "rack A3"),
    _Ring("wheel", TURNERY, PARTS_STORE, "80", 2880, "wheel crate", "out rack T1", "rack B1", lot_cards=3),
    _Ring("wheel", PARTS_STORE, ASSEMBLY, "40", 720, "half crate", "rack B1", "rack A4"),
    _Ring("steel axle", FERRO, PARTS_STORE, "100", 4 * _DAY_MINUTES, "carton", "", "rack B2", lot_cards=2),
    _Ring("magnet", FERRO, PARTS_STORE, "150", 4 * _DAY_MINUTES, "carton", "", "rack B3"),
    _Ring("beech plank", ALDER, SAW, "15", 5 * _DAY_MINUTES, "bundle", "", "wood stand 1"),
    _Ring("beech plank", HILL, SAW, "30", 7 * _DAY_MINUTES, "pallet", "", "wood stand 1", cards=2, suspended=True),
    _Ring("beech rod", ALDER, TURNERY, "10", 4 * _DAY_MINUTES, "bundle", "", "wood stand 2", cards=4),
    _Ring("red paint", HARBOUR, PAINT_SHOP, "2.5", 5 * _DAY_MINUTES, "tin 2.5 kg", "", "paint cabinet", cards=3),
    _Ring("yellow paint", HARBOUR, PAINT_SHOP, "2.5", 5 * _DAY_MINUTES, "tin 2.5 kg", "", "paint cabinet"),
    _Ring("cotton cord", HARBOUR, ASSEMBLY, "25", 4 * _DAY_MINUTES, "reel", "", "hook A5"),
    _Ring("gift box", HARBOUR, PACKING, "20", 5 * _DAY_MINUTES, "bale", "", "rack K1"),
    _Ring(
        "wood glue", HARBOUR, ASSEMBLY, "2.5", 5 * _DAY_MINUTES, "bottle", "", "bench 2", cards=2, scan_only=True
    ),
)  # fmt: skip

ITEM_CODES = tuple(item[0] for item in _ITEMS)


def toy_works() -> PlantDraft:
    """The whole plant; each item's picture has the item's name."""
    return PlantDraft(
        stations=STATIONS,
        items=tuple(ItemDraft(*item, picture=item[0]) for item in _ITEMS),
        bom=tuple(_bom_lines()),
        loops=tuple(_loop(ring) for ring in _RINGS),
    )


def in_steps(item: str, quantity: str) -> int:
    """A quantity of an item, given in its unit, in steps."""
    return steps_from_decimal(Decimal(quantity), _DECIMALS[item])


def _bom_lines() -> Iterator[BomLineDraft]:
    for parent, parts in PARTS.items():
        for component, quantity in parts.items():
            yield BomLineDraft(parent, component, Fraction(in_steps(component, quantity)))


def _loop(ring: _Ring) -> LoopDraft:
    cards, safety, reasons = ring.cards, 0, tuple(_reasons_given(ring))
    if not cards:
        reckoned = _reckoned(ring)
        cards = max(reckoned.cards, ring.lot_cards + 1, 2)
        safety = max(0, min(max(reckoned.safety_cards, 1 if cards >= 3 else 0), cards - ring.lot_cards))
        reasons = tuple(_reasons(ring, reckoned, cards, safety))
    return LoopDraft(
        ring.item,
        ring.source,
        ring.consumer,
        in_steps(ring.item, ring.container),
        cards,
        ring.lot_cards,
        safety,
        ring.lead_time_minutes,
        suspended=ring.suspended,
        scan_only=ring.scan_only,
        priority=2 if ring.suspended else 1,
        print_rule=PrintRule.OFF,
        container_type=ring.container_type,
        source_location=ring.source_location,
        consumer_location=ring.consumer_location,
        reasons=reasons,
    )


def _reckoned(ring: _Ring) -> CardCount:
    days = Fraction(ring.lead_time_minutes, _DAY_MINUTES)
    return toyota_cards(_demand_a_day(ring), days, Decimal(ring.container))


def _demand_a_day(ring: _Ring) -> Fraction:
    """In the item's unit: at the shop what it sells, everywhere else what the whole works needs."""
    if ring.consumer == TOY_SHOP:
        return Fraction(SHOP_SALES_A_DAY[ring.item])
    return _need_a_day(ring.item)


def _need_a_day(item: str) -> Fraction:
    sold = Fraction(SHOP_SALES_A_DAY.get(item, 0) + DEALER_SALES_A_DAY.get(item, 0))
    return sold + sum(
        (_need_a_day(parent) * Fraction(parts[item]) for parent, parts in PARTS.items() if item in parts), Fraction(0)
    )


def _reasons_given(ring: _Ring) -> Iterator[Reason]:
    if ring.suspended:
        yield Reason("suspended", "stands_by", {"priority": "2", "source": ring.source})


def _reasons(ring: _Ring, reckoned: CardCount, cards: int, safety: int) -> Iterator[Reason]:
    """The reckoning in the words that a proposal uses too."""
    without_safety = reckoned.raw / (1 + DEFAULT_SAFETY_SHARE)
    values = {
        "cards": str(cards),
        "demand_a_day": decimal_text(_demand_a_day(ring)),
        "lead_time_minutes": str(ring.lead_time_minutes),
        "factor": decimal_text(1 + DEFAULT_SAFETY_SHARE),
        "container": ring.container,
        "raw": decimal_text(reckoned.raw, up=True),
        "toyota": str(reckoned.cards),
        "lot": str(ring.lot_cards),
    }
    yield Reason("lead_time_minutes", "listed", {"lead_time_minutes": str(ring.lead_time_minutes)})
    rules = ((reckoned.cards, "toyota"), (ring.lot_cards + 1, "lot_and_one"), (2, "two_at_least"))
    yield Reason("card_count", max(rules, key=lambda rule: rule[0])[1], values)
    yield Reason(
        "safety_cards",
        "one_at_least" if safety else "none",
        {"safety": str(safety), "cards": str(cards), "percent": "10", "lead_time_cards": decimal_text(without_safety)},
    )
