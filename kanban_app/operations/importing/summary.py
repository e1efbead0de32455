"""What an import would create, for a person to read before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kanban_app import i18n
from kanban_app.domain.draft import LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.loops import KIND_OF_SOURCE, LoopKind
from kanban_app.domain.stations import StationKind
from kanban_app.i18n import _, ngettext
from kanban_app.operations.importing.explaining import explain_all
from kanban_app.operations.importing.order_lines import open_count
from kanban_app.operations.importing.reading import Reading

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that would be created: a heading with its count, and the things."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts by a stable name (`stations`, `workstations`, `loops`, `production_loops`, `cards` …) and sections."""

    counts: dict[str, int]
    sections: tuple[Section, ...]

    def lines(self) -> list[str]:
        """The whole as lines of text, the things indented under their headings."""
        return [line for section in self.sections for line in (section.title, *(f"  {it}" for it in section.lines))]


def summary_of(reading: Reading) -> Summary:
    """What booking this reading would create. Of long lists the first 500 are named."""
    draft = reading.draft
    kinds = {station.name: station.kind for station in reading.facts.stations}
    loops = [(loop, KIND_OF_SOURCE[kinds[loop.source]]) for loop in draft.loops]
    return Summary(_counts(draft, loops), tuple(_sections(reading, loops)))


def _counts(draft: PlantDraft, loops: list[tuple[LoopDraft, LoopKind]]) -> dict[str, int]:
    open_lines = open_count(draft.order_lines)
    return {
        "stations": len(draft.stations),
        **{f"{kind}s": sum(station.kind is kind for station in draft.stations) for kind in StationKind},
        "items": len(draft.items),
        "bom_lines": len(draft.bom),
        "loops": len(draft.loops),
        **{f"{kind}_loops": sum(other is kind for _, other in loops) for kind in LoopKind},
        "suspended_loops": sum(loop.suspended for loop in draft.loops),
        "cards": sum(loop.card_count for loop in draft.loops),
        "stock_rows": len(draft.stock),
        "order_lines": len(draft.order_lines),
        "open_order_lines": open_lines,
        "closed_order_lines": len(draft.order_lines) - open_lines,
    }


def _sections(reading: Reading, loops: list[tuple[LoopDraft, LoopKind]]) -> list[Section]:
    draft = reading.draft
    decimals = {item.code: item.decimals for item in reading.facts.items}
    count = len(draft.order_lines)
    sections = [
        _section(lambda n: ngettext("{count} station", "{count} stations", n), [_station(s) for s in draft.stations]),
        _section(lambda n: ngettext("{count} item", "{count} items", n), [item.code for item in draft.items]),
        _section(
            lambda n: ngettext("{count} line of parts lists", "{count} lines of parts lists", n),
            [_("{parent} takes {component}").format(parent=b.parent, component=b.component) for b in draft.bom],
        ),
        _section(
            lambda n: ngettext("{count} loop", "{count} loops", n),
            [line for loop, kind in loops for line in _loop(loop, kind, decimals)],
            len(loops),
        ),
        _section(
            lambda n: ngettext("stock of {count} item at a place", "stock of {count} items at a place", n),
            [f"{s.item}, {s.place}: {i18n.quantity(s.quantity, decimals.get(s.item, 0))}" for s in draft.stock],
        ),
        _section(lambda n: ngettext("{count} order line", "{count} order lines", n), _orders(draft), count),
    ]
    return [section for section in sections if section.lines]


def _section(title: Callable[[int], str], lines: list[str], count: int | None = None) -> Section:
    number = len(lines) if count is None else count
    listed = lines[:MOST_LISTED]
    if len(lines) > MOST_LISTED:
        listed.append(_("and {count} more").format(count=len(lines) - MOST_LISTED))
    return Section(title(number).format(count=i18n.number(number)), tuple(listed))


def _station(station: StationDraft) -> str:
    kind = {
        StationKind.WORKSTATION: _("workstation"),
        StationKind.STORE: _("store"),
        StationKind.SUPPLIER: _("supplier"),
    }[station.kind]
    if not station.served_from:
        return f"{station.name} ({kind})"
    served = _("served from {store}").format(store=station.served_from)
    return f"{station.name} ({kind}, {served})"


def _loop(loop: LoopDraft, kind: LoopKind, decimals: dict[str, int]) -> list[str]:
    kinds = {
        LoopKind.PRODUCTION: _("production"),
        LoopKind.WITHDRAWAL: _("withdrawal"),
        LoopKind.SUPPLIER: _("supplier"),
    }
    numbers = ngettext("{count} card of {quantity}", "{count} cards of {quantity}", loop.card_count).format(
        count=loop.card_count, quantity=i18n.quantity(loop.container_quantity, decimals.get(loop.item, 0))
    )
    lot = _(", lot of {lot}").format(lot=loop.lot_cards) if loop.lot_cards > 1 else ""
    pause = _(", standing by") if loop.suspended else ""
    head = f"{loop.item}: {loop.source} → {loop.consumer} ({kinds[kind]}), {numbers}{lot}{pause}"
    return [head, *(f"  {sentence}" for sentence in explain_all(loop.reasons))]


def _orders(draft: PlantDraft) -> list[str]:
    open_lines = open_count(draft.order_lines)
    closed = len(draft.order_lines) - open_lines
    found = [
        ngettext("{count} open", "{count} open", open_lines).format(count=i18n.number(open_lines)),
        ngettext("{count} closed", "{count} closed", closed).format(count=i18n.number(closed)),
    ]
    return found if draft.order_lines else []
