"""A shop with three items in boxes, and tills that write files for it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kanban_app.domain.draft import ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.stations import StationKind
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_importing import TillOptions, Watching, import_till_file
from kanban_app.operations.tills_reports import Imported
from kanban_app.store.audit import audit
from kanban_app.store.reading import read_cards
from kanban_app.store.till_tables import METADATA
from tests.clock import Clock
from tests.databases import Place

HEADERS = ("receipt", "code", "quantity", "sold at", "price", "customer")
ITEMS = ("mug", "plate", "cloth")
Line = tuple[Any, ...]


def shop_draft(cards: int = 4, container: int = 5) -> PlantDraft:
    """Three items come to the shop in boxes of five; cloth is counted by the tenth."""
    loops = [LoopDraft(item, "maker", "shop", container, cards, print_rule=PrintRule.LIST) for item in ITEMS]
    return PlantDraft(
        stations=(StationDraft("maker", StationKind.SUPPLIER), StationDraft("shop", StationKind.STORE)),
        items=(ItemDraft("mug"), ItemDraft("plate"), ItemDraft("cloth", unit="m", decimals=1)),
        loops=tuple(loops),
    )


@contextmanager
def opened(place: Place, plan: PlantDraft | None = None) -> Iterator[Shop]:
    """The shop of this plant with full boxes."""
    shop = Shop(place, terminal="till", clock=Clock())
    try:
        if plan is not None:
            shop.write(lambda session: book_draft(session, plan, Start.FULL, shop.clock())).result()
        yield shop
    finally:
        shop.close()


def till_file(folder: Path, lines: Iterable[Line], name: str = "till.csv", headers: Line = HEADERS) -> Path:
    """A CSV file of these lines."""
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headers, *lines])
    return path


def line(number: int, code: str, quantity: object, day: int = 2, receipt: str = "") -> Line:
    """A line of a receipt of its own unless the receipt is named."""
    return (receipt or str(1000 + number), code, quantity, f"2026-03-{day:02} 10:{number % 60:02}", "2.50", "")


def booked(shop: Shop, path: Path, watching: Watching | None = None, **options: Any) -> Imported:
    """Import it at the shop."""
    return import_till_file(shop, path, "shop", TillOptions(**options), watching)


def figures(imported: Imported) -> dict[str, Any]:
    """The counts that add up, without what is zero."""
    told = imported.as_json()
    names = ("booked", "refunds", "already_booked", "unknown", "no_goods", "bad")
    assert told["lines"] == sum(told[name] for name in (*names, "not_booked")), told
    return {name: told[name] for name in (*names, "pieces") if told[name]}


def held(shop: Shop) -> dict[str, int]:
    """Steps in the cards by item."""
    found = dict.fromkeys(ITEMS, 0)

    def ask(session: Any) -> None:
        for card in read_cards(session.database):
            found[session.structure.item_of(session.structure.loops[card.loop_id]).code] += card.quantity

    shop.read(ask).result()
    return found


def carried(shop: Shop) -> dict[str, int]:
    """Steps carried over by item, without what is zero."""

    def ask(session: Any) -> dict[str, int]:
        rows = session.database.core.execute(METADATA.tables["till_carried"].select())
        return {session.structure.items[row.item_id].code: row.steps for row in rows if row.steps}

    return shop.read(ask).result()


def books(shop: Shop) -> dict[str, Any]:
    """Everything a file may change, without the order in which it happened; the books are audited on the way."""

    def ask(session: Any) -> dict[str, Any]:
        assert audit(session.database).findings == ()
        cards = [(card.id, card.state.value, card.quantity) for card in read_cards(session.database)]
        marks = {tuple(row) for row in session.database.core.execute(METADATA.tables["till_line"].select())}
        return {"cards": sorted(cards), "marks": marks}

    return {**shop.read(ask).result(), "carried": carried(shop)}
