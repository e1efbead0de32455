"""The self-test of an installation: a tiny plant is made, worked and printed in a temporary folder."""

from __future__ import annotations

import importlib.util
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kanban_app import __version__, resources
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.changes import Answer
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.stations import StationKind
from kanban_app.operations.plants import new_plant
from kanban_app.operations.shop import Shop
from kanban_app.store import sqlite

TINY = PlantDraft(
    stations=(
        StationDraft("supplier", StationKind.SUPPLIER),
        StationDraft("bench", StationKind.WORKSTATION),
        StationDraft("shop", StationKind.STORE),
    ),
    items=(ItemDraft("peg"), ItemDraft("rack")),
    bom=(BomLineDraft("rack", "peg", Fraction(4)),),
    loops=(LoopDraft("peg", "supplier", "bench", 8, 2), LoopDraft("rack", "bench", "shop", 2, 2)),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was tried and how it went."""

    name: str
    ok: bool
    detail: str


def selftest() -> list[Check]:
    """Run every check; none of them stops the others."""
    with tempfile.TemporaryDirectory(prefix="kanban-selftest-") as folder:
        chain = _Chain(Path(folder))
        checks: list[tuple[str, Callable[[], str]]] = [
            ("program", lambda: __version__),
            ("resources", _resources),
            ("window", _window_library),
            ("database", _database),
            ("pull", chain.pull),
            ("paper", chain.paper),
            ("audit", chain.audit),
        ]
        return [_run(name, check) for name, check in checks]


def _run(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this check's result
        return Check(name, False, f"{type(error).__name__}: {error}")


def _resources() -> str:
    return ", ".join(resources.path(name).name for name in ("fonts", "sounds"))


def _window_library() -> str:
    found = [name for name in ("PySide6", "qasync") if importlib.util.find_spec(name)]
    if len(found) < 2:
        raise ModuleNotFoundError("PySide6, qasync")
    return ", ".join(found)


def _database() -> str:
    version = sqlite.LIBRARY.sqlite_version
    journal = "WAL" if sqlite.wal_is_safe(sqlite.LIBRARY.sqlite_version_info) else "TRUNCATE"
    return f"SQLite {version}, {journal}"


class _Chain:
    """Empty a container at the shop, make it again, print what was asked for, read the code back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "selftest.kanban"

    def pull(self) -> str:
        new_plant(self.path, "selftest")
        shop = Shop(self.path)
        try:
            shop.book_draft(TINY, Start.FULL).result()
            board = shop.board().result()
            rack = next(
                card
                for card in board.cards()
                if board.structure.item_of(board.structure.loops[card.loop_id]).code == "rack"
            )
            steps = [shop.do(action, [rack.code]).result()[0] for action in (Action.CONSUME, Action.START)]
            refused = [step.code for step in steps if step.answer is not Answer.DONE]
            asked = [card for card in steps[-1].cards if card.state is CardState.RELEASED and card.id != rack.id]
            if refused or len(asked) != 1:
                raise AssertionError(f"refused {refused}, {len(asked)} cards asked the supplier, not 1")
            return f"{len(steps[-1].events)} entries, supplier asked for {asked[0].container_quantity}"
        finally:
            shop.close()

    def paper(self) -> str:
        from zxingcpp import BarcodeFormat, create_barcode

        shop = Shop(self.path)
        try:
            codes = [card.code for card in shop.board().result().cards()]
            result = shop.print_cards(codes, "a4-8", self.folder / "cards.pdf").result()
        finally:
            shop.close()
        size = result.paths[0].stat().st_size
        if create_barcode(codes[0], BarcodeFormat.QRCode).text != codes[0]:
            raise AssertionError("the code does not read back")
        return f"{len(codes)} cards, {size} bytes"

    def audit(self) -> str:
        shop = Shop(self.path)
        try:
            report = shop.audit().result()
        finally:
            shop.close()
        if not report.ok:
            raise AssertionError("; ".join(report.texts))
        return f"{report.entry_count} entries balance"
