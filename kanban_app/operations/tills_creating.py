"""What a till file needs and the plant lacks: the shop, its source, an item for each code, a loop for each item.

The numbers of a loop come from the file's own sales, by the rules of `domain.loop_numbers`, with the reason of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from kanban_app.domain.demand import DAYS_OF_A_SINGLE_DATE, History
from kanban_app.domain.draft import ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loop_numbers import Given, Need, numbers_of
from kanban_app.domain.loops import LoopKind, PrintRule
from kanban_app.domain.proposal_reasons import reasons_for
from kanban_app.domain.quantities import MOST_DECIMALS
from kanban_app.domain.sizing import DEFAULT_SAFETY_SHARE
from kanban_app.domain.stations import StationKind
from kanban_app.domain.structure import Structure
from kanban_app.domain.supply import Way
from kanban_app.domain.till_sales import folded, looks_like_no_goods
from kanban_app.i18n import _
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_codes import CodeBook, note_codes
from kanban_app.operations.tills_reading import TillCode, TillRows

LOOPS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be made before a file can be booked; `codes` are the folded codes that become items."""

    stations: tuple[StationDraft, ...] = ()
    items: tuple[ItemDraft, ...] = ()
    loops: tuple[LoopDraft, ...] = ()
    codes: tuple[TillCode, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        cards = sum(loop.card_count for loop in self.loops)
        return {
            "stations": len(self.stations),
            "items": len(self.items),
            "loops": len(self.loops),
            "cards": cards,
        }


@dataclass(slots=True)
class _Sold:
    """One code's sales in the file."""

    net: Decimal = Decimal(0)
    decimals: int = 0


def missing_for(rows: TillRows, shop_name: str, structure: Structure, book: CodeBook) -> Missing:
    """What the plant lacks for these lines. Codes that look like postage or fees become no items: a person decides."""
    stations = {station.name.casefold(): station for station in structure.stations.values()}
    at = stations.get(shop_name.casefold())
    source = _("{shop} supplier").format(shop=shop_name)
    drafts = [] if at else [StationDraft(shop_name, StationKind.STORE)]
    sold = _sold(rows)
    items: dict[str, ItemDraft] = {}
    codes: list[TillCode] = []
    wanted: list[tuple[ItemDraft, _Sold]] = []
    for place, code in enumerate(rows.codes):
        item_id = book.item_of(code.code)
        if item_id is None and not looks_like_no_goods(code.code, code.description):
            items[code.code] = ItemDraft(code.shown, code.description, decimals=sold[place].decimals)
            codes.append(code)
            wanted.append((items[code.code], sold[place]))
        elif item_id and not (at and _is_brought(structure, at.id, item_id)):
            known = structure.items[item_id]
            wanted.append((ItemDraft(known.code, decimals=known.decimals), sold[place]))
    known_source = stations.get(source.casefold())
    if wanted and known_source is None:
        drafts.append(StationDraft(source, StationKind.SUPPLIER))
    ends = (at.name if at else shop_name, known_source.name if known_source else source)
    loops = _loops(rows, wanted, *ends)
    return Missing(tuple(drafts), tuple(items.values()), tuple(loops), tuple(codes))


def _is_brought(structure: Structure, station_id: int, item_id: int) -> bool:
    own = structure.loops_ending_at(station_id, item_id)
    return bool(own or structure.feeding_loops(station_id, item_id))


def _sold(rows: TillRows) -> list[_Sold]:
    """Each code's sales, in the order of the codes."""
    counted = Counter(zip(rows.code_of, rows.quantity_of, strict=True))
    sold = [_Sold() for _code in rows.codes]
    for (code, quantity), count in counted.items():
        value = rows.quantities[quantity]
        exponent = value.normalize().as_tuple().exponent
        sold[code].net += count * value
        if isinstance(exponent, int) and exponent < 0:
            sold[code].decimals = max(sold[code].decimals, min(-exponent, MOST_DECIMALS))
    return sold


def _loops(
    rows: TillRows, wanted: Iterable[tuple[ItemDraft, _Sold]], shop_name: str, source: str
) -> Iterable[LoopDraft]:
    span = rows.days_sold
    if span is None:
        return
    days = (span[1] - span[0]).days + 1 if span[1] > span[0] else DAYS_OF_A_SINGLE_DATE
    history = History(span[0], span[1], days)
    made: set[str] = set()
    for item, sales in wanted:
        if item.code in made:  # two codes of the till may mean one item
            continue
        made.add(item.code)
        unit_steps = 10**item.decimals
        need = Need(Fraction(max(sales.net, Decimal(0))) * unit_steps)
        way = Way(item.code, source, shop_name, LoopKind.SUPPLIER, "sold")
        given = Given(way, need, history, unit_steps, DEFAULT_SAFETY_SHARE)
        numbers = numbers_of(given)
        yield LoopDraft(
            item.code,
            source,
            shop_name,
            numbers.choice.quantity,
            numbers.cards,
            numbers.lot_cards,
            numbers.safety_cards,
            numbers.lead_time_minutes,
            print_rule=PrintRule.LIST,
            reasons=tuple(reasons_for(given, numbers)),
        )


def create_missing(
    shop: Shop, missing: Missing, person: str, progress: Callable[[int, int | None], None] | None = None
) -> None:
    """Make what is missing, the loops some hundred at a time, their cards full: a shop that sells has goods on its
    shelves. `progress` gets loops done and in all.
    """
    _write(shop, PlantDraft(stations=missing.stations, items=missing.items), person)
    for start in range(0, len(missing.loops), LOOPS_AT_ONCE):
        _write(shop, PlantDraft(loops=missing.loops[start : start + LOOPS_AT_ONCE]), person)
        if progress is not None:
            progress(min(start + LOOPS_AT_ONCE, len(missing.loops)), len(missing.loops))
    shop.write(_note_created, missing.codes).result()


def _write(shop: Shop, draft: PlantDraft, person: str) -> None:
    def order(session: Session) -> None:
        now: datetime = shop.clock()
        book_draft(session, draft, Start.FULL, now, person)

    if draft != PlantDraft():
        shop.write(order).result()


def _note_created(session: Session, codes: tuple[TillCode, ...]) -> None:
    """Description and price stay beside the code, as the till told them."""
    with session.database.write():
        session.head()
        items = {folded(item.code): item.id for item in session.structure.items.values()}
        note_codes(session.database, ((c.code, c.shown, c.description, c.price) for c in codes), items)
