"""Assemble to order: which choices an item offers, which go together, and what a choice makes of its parts and price.

A configured item is an item of its own with parts and price of its own, so that pegs, cards, promises and papers work
for it unchanged. The same choices give the same content, and so the same item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kanban_app.domain.items import BomLine
from kanban_app.domain.orders import OrderRefused

LONGEST_NAME = 60
Pick = tuple[str, str]
"""(group, choice), as the options spell them."""


class GroupRule(StrEnum):
    """How many choices of a group go into one item."""

    ONE = "one"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class PartChange:
    """What a choice does to the parts list.

    With `replaces_id` that part gives its place to the component; `per_parent` steps of it go into one step, None: as
    many as of the part before. Without a component the part is left out. Without `replaces_id` the component is added.
    """

    component_id: int | None
    per_parent: Fraction | None = None
    replaces_id: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """Work that a choice adds where the item is made: minutes for one unit at that station."""

    station_id: int
    minutes: Fraction


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a group. `surcharge` is money for one unit as decimal text, empty for none; it may be negative."""

    name: str
    parts: tuple[PartChange, ...] = ()
    operations: tuple[Operation, ...] = ()
    surcharge: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of which one or any number is taken; of a required group at least one."""

    name: str
    rule: GroupRule
    choices: tuple[Choice, ...]
    is_required: bool = False

    @property
    def defaults(self) -> tuple[str, ...]:
        """What is taken where nothing is said of the group."""
        return tuple(choice.name for choice in self.choices if choice.is_default)


@dataclass(frozen=True, slots=True)
class Options:
    """All that an item offers. `excluded` are pairs that do not go together; `base_price` is decimal text or empty."""

    item_id: int
    groups: tuple[Group, ...] = ()
    excluded: frozenset[frozenset[Pick]] = frozenset()
    base_price: str = ""

    def choice(self, pick: Pick) -> Choice:
        """The choice of a pick that is spelled as here."""
        group = next(group for group in self.groups if group.name == pick[0])
        return next(choice for choice in group.choices if choice.name == pick[1])


@dataclass(frozen=True, slots=True)
class Configuration:
    """One item as chosen. `picks` stand in the order of the groups; `parts` are those of one step of it.

    `content` is the same text for the same choices with the same parts and work, and another one for any other.
    """

    picks: tuple[Pick, ...]
    parts: tuple[BomLine, ...]
    operations: tuple[Operation, ...]
    price: str
    content: str

    @property
    def choices_told(self) -> str:
        """How a line keeps them: "wood=oak; extras=arms"."""
        return told(self.picks)

    def short_name(self, code: str) -> str:
        """What the item is called: "chair · oak, arms"; at most LONGEST_NAME letters."""
        name = f"{code} · {', '.join(choice for _group, choice in self.picks)}"
        return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def told(picks: Iterable[Pick]) -> str:
    """Picks as one line of text; a name that would be read as more than one stands in quotation marks."""
    return "; ".join(f"{_marked(group, ';=,')}={_marked(choice, ';=')}" for group, choice in picks)


def told_whole(options: Options, picks: Sequence[Pick]) -> str:
    """Picks so that nothing is added as they are read: with "group=" for what was left out though it is usual."""
    chosen = {group for group, _choice in picks}
    left_out = (group for group in options.groups if group.defaults and not group.is_required)
    return told([*picks, *((group.name, "") for group in left_out if group.name not in chosen)])


def _marked(name: str, signs: str) -> str:
    # An apostrophe in front may be how a spreadsheet's cell begins; a comma at an end would be taken for the list's.
    is_plain = not any(sign in name for sign in signs) and not name.startswith(('"', "'", ",")) and name[-1:] != ","
    return name if is_plain else '"' + name.replace('"', '""') + '"'


def said_in(texts: Iterable[str]) -> dict[str, list[str]]:
    """What was typed as GROUP=CHOICE, by group; "GROUP=" chooses nothing of it. Raises OrderRefused bad_option."""
    found: dict[str, list[str]] = {}
    for text in texts:
        group, sign, choice = (part.strip() for part in text.partition("="))
        if not sign or not group:
            raise OrderRefused("bad_option", text=text)
        found.setdefault(group, []).extend([choice] if choice else [])
    return found


def picks_of(options: Options, said: Mapping[str, Sequence[str]]) -> tuple[Pick, ...]:
    """The picks for what was said, defaults for the groups of which nothing was, in the order of the groups.

    Raises OrderRefused: unknown_group, unknown_choice, one_choice_only, choice_missing, choices_excluded.
    """
    wanted = {group.casefold(): choices for group, choices in said.items()}
    known = {group.name.casefold() for group in options.groups}
    for name in said:
        if name.casefold() not in known:
            raise OrderRefused("unknown_group", group=name, groups=_listed(group.name for group in options.groups))
    picks = tuple(pick for group in options.groups for pick in _picks_in(group, wanted.get(group.name.casefold())))
    for place, pick in enumerate(picks):
        for other in picks[place + 1 :]:
            if frozenset((pick, other)) in options.excluded:
                raise OrderRefused("choices_excluded", choice=pick[1], other=other[1], group=other[0])
    return picks


def _picks_in(group: Group, said: Sequence[str] | None) -> Iterator[Pick]:
    chosen = group.defaults if said is None else tuple(_known(group, name) for name in said)
    listed = _listed(choice.name for choice in group.choices)
    if group.rule is GroupRule.ONE and len(set(chosen)) > 1:
        raise OrderRefused("one_choice_only", group=group.name, choices=listed)
    if group.is_required and not chosen:
        raise OrderRefused("choice_missing", group=group.name, choices=listed)
    return ((group.name, choice.name) for choice in group.choices if choice.name in chosen)


def _known(group: Group, name: str) -> str:
    for choice in group.choices:
        if choice.name.casefold() == name.casefold():
            return choice.name
    raise OrderRefused("unknown_choice", group=group.name, choice=name, choices=_listed(c.name for c in group.choices))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def configured(options: Options, base: Sequence[BomLine], picks: Sequence[Pick]) -> Configuration:
    """The item that these picks make of its base, whose parts are `base`. The lines' parent is the base item's id.

    Raises OrderRefused part_not_there where a choice replaces what the base does not hold, or another choice took out.
    """
    parts = {line.component_id: line.per_parent for line in base}
    taken_out: set[int] = set()
    operations: dict[int, Fraction] = {}
    for pick in picks:
        choice = options.choice(pick)
        for change in choice.parts:
            _change_parts(parts, change, pick, taken_out)
        for operation in choice.operations:
            operations[operation.station_id] = operations.get(operation.station_id, Fraction(0)) + operation.minutes
    lines = tuple(BomLine(options.item_id, component_id, amount) for component_id, amount in parts.items())
    work = tuple(Operation(station_id, minutes) for station_id, minutes in operations.items())
    return Configuration(tuple(picks), lines, work, price_of_picks(options, picks), _content(picks, lines, work))


def _change_parts(parts: dict[int, Fraction], change: PartChange, pick: Pick, taken_out: set[int]) -> None:
    amount = change.per_parent
    if change.replaces_id is not None:
        if change.replaces_id not in parts or change.replaces_id in taken_out:
            raise OrderRefused("part_not_there", choice=pick[1], item_id=change.replaces_id)
        before = parts.pop(change.replaces_id)
        taken_out.add(change.replaces_id)
        amount = before if amount is None else amount
    if change.component_id is not None:
        parts[change.component_id] = parts.get(change.component_id, Fraction(0)) + (amount or Fraction(1))


def price_of_picks(options: Options, picks: Iterable[Pick]) -> str:
    """Base price plus surcharges as plain decimal text; empty where nobody said any of them."""
    written = [options.base_price, *(options.choice(pick).surcharge for pick in picks)]
    known = [Decimal(text) for text in written if text]
    return f"{sum(known, Decimal(0)):f}" if known else ""


def _content(picks: Sequence[Pick], lines: Iterable[BomLine], work: Iterable[Operation]) -> str:
    parts = ",".join(f"{line.component_id}*{line.per_parent}" for line in sorted(lines, key=lambda x: x.component_id))
    minutes = ",".join(f"{one.station_id}*{one.minutes}" for one in sorted(work, key=lambda x: x.station_id))
    return f"{told(picks)}|{parts}|{minutes}"
