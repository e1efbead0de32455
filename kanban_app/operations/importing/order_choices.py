"""Choices in lists of orders: "wood=oak; arms=yes" checked against what the items offer, as typed lines are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kanban_app.domain.options import Options, configured, picks_of, said_in, told_whole
from kanban_app.domain.orders import OrderRefused
from kanban_app.domain.structure import Structure
from kanban_app.operations.importing.problems import Fault

_BETWEEN = re.compile(r"[;\n\r]|,(?=[^,;=]*=)")
# A name in quotation marks, doubled where they are part of it: of a group before its sign, of a choice after it.
_MARKED = re.compile(r'((?:^|[;,\n\r])\s*)"((?:[^"]|"")+)"(?=\s*=)|(=\s*)"((?:[^"]|"")+)"(?=\s*(?:$|[;,\n\r]))')
_PUT_BY = re.compile("\0(\\d+)\0")
_FAULTS = {
    fault.code: fault
    for fault in (
        Fault("no_options"),
        Fault("bad_option"),
        Fault("unknown_group"),
        Fault("unknown_choice"),
        Fault("one_choice_only"),
        Fault("choice_missing"),
        Fault("choices_excluded"),
        Fault("part_not_there"),
    )
}

Told = tuple[str, Fault | None]
"""How a line keeps its choices, and what is wrong with them."""


def choices_in(text: str) -> tuple[str, ...]:
    """Each choice by itself: between them stands a semicolon, a new line, or a comma before the next "group=".

    What stands in quotation marks is one name, as `domain.options.told` writes it; the marks are taken off.
    """
    if '"' not in text:
        return _parted(text)
    names: list[str] = []

    def put_by(found: re.Match[str]) -> str:
        names.append((found[2] or found[4]).replace('""', '"'))
        return f"{found[1] or ''}{found[3] or ''}\0{len(names) - 1}\0"

    parts = _parted(_MARKED.sub(put_by, text.replace("\0", "")))
    return tuple(_PUT_BY.sub(lambda found: names[int(found[1])], part) for part in parts)


def _parted(text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()).strip(" ,") for part in _BETWEEN.split(text))
    return tuple(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class OrderChoices:
    """What the plant's items offer when an import begins. `asked` are the ids of items that never go without choices.

    `of_item` holds the items that offer anything, by id.
    """

    structure: Structure
    of_item: Mapping[int, Options]
    asked: frozenset[int]
    _ids: dict[str, int] = field(default_factory=dict)
    _seen: dict[tuple[str, str], Told] = field(default_factory=dict)

    def are_offered(self, item: str) -> bool:
        """The plant has this item, and the item has choices."""
        return self._id_of(item) in self.of_item

    def told(self, item: str, text: str) -> Told:
        """All choices of an open line for this item: the usual ones where nothing is said, and what is left out.

        An item that the plant does not have is told of elsewhere.
        """
        item_id = self._id_of(item)
        if not item_id or (not text and item_id not in self.asked):
            return text, None
        key = (item, text)
        if key not in self._seen:
            self._seen[key] = self._read(item_id, text)
        return self._seen[key]

    def _id_of(self, item: str) -> int:
        if not self._ids:
            self._ids.update({known.code: known.id for known in self.structure.items.values()})
        return self._ids.get(item, 0)

    def _read(self, item_id: int, text: str) -> Told:
        options = self.of_item.get(item_id)
        try:
            if options is None:
                if not text:
                    return "", None
                raise OrderRefused("no_options", item_id=item_id)
            picks = picks_of(options, said_in(choices_in(text)))
            configured(options, self.structure.components_of(item_id), picks)
        except OrderRefused as refused:
            return "", self._fault(refused)
        return told_whole(options, picks), None

    def _fault(self, refused: OrderRefused) -> Fault:
        values = {name: str(fact) for name, fact in refused.facts.items()}
        if "item_id" in values:
            values["item"] = self.structure.items[int(values.pop("item_id"))].code
        return replace(_FAULTS[refused.code], values=values)
