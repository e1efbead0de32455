"""The cells of a row as texts, for heads, tooltips and screen readers; and which of them differ between two rows."""

from __future__ import annotations

from collections.abc import Iterator

from kanban_app.gui.board import words
from kanban_app.gui.board.cells import Cells, Column, GroupLabel, Slot, SlotKind
from kanban_app.gui.board.plan import Grouping, RowFacts
from kanban_app.i18n import _, quantity


def titles(grouping: Grouping) -> dict[Column, str]:
    """The heads of all columns but the slots."""
    return {
        Column.GROUP: words.group_title(grouping),
        Column.KIND: "",
        Column.ITEM: _("Comes from") if grouping is Grouping.ITEM else _("Item"),
        Column.OTHER: _("Comes from") if grouping is Grouping.CONSUMER else _("Goes to"),
        Column.HOLDS: _("Holds"),
        Column.ZONE: _("Zone"),
        Column.CALLING: _("Calling"),
        Column.HERE: _("Here"),
        Column.OLDEST: _("Oldest"),
    }


def slots_title() -> str:
    """The head over all slots."""
    return _("Cards: emptied ones gather from the left")


def of_slot(slot: Slot) -> str:
    """A slot as a short text: "F 3", or how many cards are behind it."""
    if slot.kind is SlotKind.CARD and slot.face is not None:
        return f"{slot.face.letter} {slot.face.number}"
    return f"+{slot.hidden_count}" if slot.hidden_count else ""


def of_cell(shown: Cells, column: Column) -> str:
    """The text of a cell that is neither slot nor group."""
    return {
        Column.KIND: "",
        Column.ITEM: shown.item,
        Column.OTHER: shown.other,
        Column.HOLDS: shown.holds,
        Column.ZONE: " ".join(filter(None, (shown.zone_text.text, shown.zone_detail.text))),
        Column.CALLING: shown.calling.text,
        Column.HERE: shown.here.text,
        Column.OLDEST: shown.oldest.text,
    }[column]


_FIELDS = {
    Column.KIND: ("kind", "is_lot"),
    Column.ITEM: ("item",),
    Column.OTHER: ("other",),
    Column.HOLDS: ("holds",),
    Column.ZONE: ("zone", "zone_text", "zone_detail"),
    Column.CALLING: ("calling",),
    Column.HERE: ("here",),
    Column.OLDEST: ("oldest",),
}


def changed_columns(before: Cells, after: Cells, column_count: int) -> Iterator[int]:
    """The numbers of the columns whose content differs."""
    for column, fields in _FIELDS.items():
        if any(getattr(before, field) != getattr(after, field) for field in fields):
            yield int(column) if column >= 0 else column_count + column
    for place, (old, new) in enumerate(zip(before.slots, after.slots, strict=False)):
        if old != new:
            yield Column.FIRST_SLOT + place


def spoken_beside_cards(column: int, text: str, slot: Slot | None, facts: RowFacts, label: GroupLabel) -> str:
    """What a screen reader says of a cell that holds no card."""
    if slot is not None and slot.hidden_count:
        return _("{count} more cards").format(count=quantity(slot.hidden_count))
    if column == Column.GROUP:
        return ", ".join(filter(None, (label.name, label.detail)))
    if column == Column.KIND:
        return words.kind_name(None if facts.only_orders() else facts.row.loop.kind)
    return text
