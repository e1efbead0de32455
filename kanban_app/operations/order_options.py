"""Assemble to order: what items offer, and the item that a choice makes: once, and found again by its choices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, insert, select

from kanban_app.domain.decoupling_moves import money_of
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, Reason
from kanban_app.domain.items import BomLine, Item
from kanban_app.domain.loop_numbers import SHORTEST_LEAD_TIME_MINUTES
from kanban_app.domain.loops import Loop, LoopKind
from kanban_app.domain.option_lists import OptionRow, OptionsRefused, option_faults, options_of
from kanban_app.domain.options import Configuration, GroupRule, Options, configured, picks_of, said_in
from kanban_app.domain.orders import FROM_STOCK, OrderLine, OrderRefused, Policy
from kanban_app.domain.policies import policy_of
from kanban_app.domain.proposal_reasons import decimal_text
from kanban_app.domain.quantities import rounded_up
from kanban_app.operations.orders_reading import chosen_policies
from kanban_app.operations.persons import check_may_edit
from kanban_app.operations.session import Session
from kanban_app.store.order_tables import configuration, item_policy, option_row, order_line
from kanban_app.store.planting import plant_draft
from kanban_app.store.tables import METADATA

_loop = METADATA.tables["loop"]


# -- the lists ---------------------------------------------------------------------------------------------------------


def read_option_rows(session: Session, item_id: int | None = None) -> dict[int, list[OptionRow]]:
    """The lists by item id, rows in their order; of one item or of all."""
    wanted = select(option_row).order_by(option_row.c.item_id, option_row.c.place)
    if item_id is not None:
        wanted = wanted.where(option_row.c.item_id == item_id)
    found: dict[int, list[OptionRow]] = {}
    for row in session.database.core.execute(wanted):
        found.setdefault(row.item_id, []).append(_row_of(row))
    return found


def _row_of(row: Any) -> OptionRow:
    return OptionRow(
        row.group_name,
        row.choice,
        GroupRule(row.rule),
        bool(row.is_required),
        bool(row.is_default),
        row.component_id,
        row.replaces_id,
        None if row.numerator is None else Fraction(row.numerator, row.denominator),
        row.surcharge,
        Fraction(row.minutes) if row.minutes else None,
        row.station_id,
        row.excludes,
    )


def read_options(session: Session, item_id: int) -> Options:
    """What one item offers; without groups where it offers nothing."""
    return options_of(item_id, read_option_rows(session, item_id).get(item_id, ()))


def save_options(session: Session, lists: Mapping[int, Sequence[OptionRow]], person: str = "") -> None:
    """Let these be the lists of these items; an empty one ends what an item offers. All or none.

    What was configured already stays as it is. Raises OptionsRefused, and EditRefused where the person may not.
    """
    core = session.database.core
    with session.database.write():
        session.head()
        check_may_edit(session.database, person)
        faults = [fault for item_id, rows in lists.items() for fault in option_faults(session.structure, item_id, rows)]
        if faults:
            raise OptionsRefused(faults)
        for item_id, rows in lists.items():
            core.execute(delete(option_row).where(option_row.c.item_id == item_id))
            values = [_values(item_id, place, row) for place, row in enumerate(rows)]
            if values:
                core.execute(insert(option_row), values)


def _values(item_id: int, place: int, row: OptionRow) -> dict[str, Any]:
    amount = row.per_parent
    return {
        "item_id": item_id,
        "place": place,
        "group_name": row.group,
        "rule": row.rule.value,
        "is_required": row.is_required,
        "choice": row.choice,
        "is_default": row.is_default,
        "component_id": row.component_id,
        "replaces_id": row.replaces_id,
        "numerator": amount.numerator if amount is not None else None,
        "denominator": amount.denominator if amount is not None else None,
        "surcharge": row.surcharge,
        "minutes": str(row.minutes) if row.minutes is not None else "",
        "station_id": row.station_id,
        "excludes": row.excludes,
    }


# -- the item of a choice ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Configured:
    """A base item as chosen: the item that is made for it, and what it costs."""

    item_id: int
    choices: str
    price: str
    is_new: bool


def configure(session: Session, item_id: int, texts: Iterable[str], now: datetime) -> Configured:
    """The item for these choices ("wood=oak"), made where there is none yet; inside the caller's transaction.

    Where nothing is chosen of all that may be left out it is the item itself. Raises OrderRefused: no_options and what
    `options.picks_of` and `options.configured` raise.
    """
    options = read_options(session, item_id)
    if not options.groups:
        raise OrderRefused("no_options", item_id=item_id)
    picks = picks_of(options, said_in(texts))
    chosen = configured(options, session.structure.components_of(item_id), picks)
    if not picks:
        return Configured(item_id, "", chosen.price, is_new=False)
    found = _known_item(session, item_id, chosen)
    made = found if found is not None else _make_item(session, item_id, chosen, now)
    if found is not None and not _has_way(session, found):
        _plant(session, _draft_of(session, session.structure.items[found].code, item_id, chosen), now)
    return Configured(made, chosen.choices_told, chosen.price, is_new=found is None)


def _known_item(session: Session, base_id: int, chosen: Configuration) -> int | None:
    own = (configuration.c.base_id == base_id) & (configuration.c.content == chosen.content)
    return session.database.core.execute(select(configuration.c.item_id).where(own)).scalar()


def _has_way(session: Session, item_id: int) -> bool:
    return any(loop.item_id == item_id for loop in session.structure.loops.values())


def _make_item(session: Session, base_id: int, chosen: Configuration, now: datetime) -> int:
    base = session.structure.items[base_id]
    code = _free_code(session, chosen.short_name(base.code))
    item_id = _plant(session, _draft_of(session, code, base_id, chosen), now)
    core = session.database.core
    row = {"item_id": item_id, "base_id": base_id, "choices": chosen.choices_told, "content": chosen.content}
    core.execute(insert(configuration).values(**row))
    # Nothing of it is ever kept: what its base is made by is its own, if that is to order.
    of_base = chosen_policies(session).get(base_id)
    policy = of_base.policy if of_base and of_base.policy not in FROM_STOCK else Policy.ATO
    kept = {"item_id": item_id, "policy": policy.value, "reason": "", "person": ""}
    core.execute(insert(item_policy).values(**kept))
    return item_id


def _plant(session: Session, draft: PlantDraft, now: datetime) -> int:
    planted = plant_draft(session.database, draft, now)
    session.refresh()
    session.structure.version = 0  # the transaction may yet be taken back: whoever comes next reads it again
    return planted.item_ids[draft.items[0].code]


def _free_code(session: Session, name: str) -> str:
    taken = {item.code.casefold() for item in session.structure.items.values()}
    names = (name if number == 1 else f"{name} ({number})" for number in range(1, len(taken) + 2))
    return next(one for one in names if one.casefold() not in taken)


def _draft_of(session: Session, code: str, base_id: int, chosen: Configuration) -> PlantDraft:
    structure = session.structure
    base = structure.items[base_id]
    item = ItemDraft(
        code,
        base.description,
        base.unit,
        base.decimals,
        base.category,
        _unit_cost(structure.items, base, structure.components_of(base_id), chosen),
        base.picture,
    )
    bom = (BomLineDraft(code, structure.items[line.component_id].code, line.per_parent) for line in chosen.parts)
    return PlantDraft(items=(item,), bom=tuple(bom), loops=tuple(_route(session, code, base_id, chosen)))


def _unit_cost(items: Mapping[int, Item], base: Item, parts: Iterable[BomLine], chosen: Configuration) -> str:
    """What the base costs, with the difference of the parts; as the base where nobody said what a part costs."""
    changed: dict[int, Fraction] = {}
    for sign, lines in ((1, chosen.parts), (-1, parts)):
        for line in lines:
            changed[line.component_id] = changed.get(line.component_id, Fraction(0)) + sign * line.per_parent
    own = money_of(base, 10**base.decimals)
    total = Fraction(own) if own is not None else Fraction(0)
    for component_id, amount in changed.items():
        if amount:
            cost = money_of(items[component_id], 1)
            if cost is None or own is None:
                return base.unit_cost
            total += Fraction(cost) * amount * 10**base.decimals
    return decimal_text(total) if own is not None else ""


def _route(session: Session, code: str, base_id: int, chosen: Configuration) -> Iterator[LoopDraft]:
    """The way of the base without standing cards; what a choice adds of work makes it longer where it is done."""
    structure = session.structure
    loops = [loop for loop in structure.loops.values() if loop.item_id == base_id]
    minutes = {one.station_id: one.minutes for one in chosen.operations}
    unit_steps = 10 ** structure.items[base_id].decimals
    for loop in [loop for loop in loops if not loop.suspended] or loops:
        extra = minutes.get(loop.source_id, Fraction(0)) if loop.kind is LoopKind.PRODUCTION else Fraction(0)
        lead_time, reasons = _lead_time(session, loop, extra, unit_steps)
        yield LoopDraft(
            code,
            structure.stations[loop.source_id].name,
            structure.stations[loop.consumer_id].name,
            loop.container_quantity,
            0,
            lead_time_minutes=lead_time,
            suspended=loop.suspended,
            priority=loop.priority,
            share=loop.share,
            print_rule=loop.print_rule,
            container_type=loop.container_type,
            source_location=loop.source_location,
            consumer_location=loop.consumer_location,
            reasons=reasons,
            in_use=loop.in_use,
            in_process=loop.in_process,
            in_transit=loop.in_transit,
            over_tolerance_percent=loop.over_tolerance_percent,
            under_tolerance_percent=loop.under_tolerance_percent,
            rest_on_order=loop.rest_on_order,
        )


def _lead_time(session: Session, loop: Loop, extra: Fraction, unit_steps: int) -> tuple[int, tuple[Reason, ...]]:
    """(minutes, why) for one container, with `extra` minutes for each unit."""
    text = session.database.core.execute(select(_loop.c.explanation).where(_loop.c.id == loop.id)).scalar_one()
    known = [entry for entry in json.loads(text or "[]") if entry["subject"] == "lead_time_minutes"]
    units = Fraction(loop.container_quantity, unit_steps)
    for entry in known:
        values = dict(entry["values"])
        if entry["rule"] == "made" and values.get("lead_time_minutes") == str(loop.lead_time_minutes):
            per_unit = Fraction(values["minutes_per_unit"]) + extra
            work = rounded_up(Fraction(values["fixed_minutes"]) + per_unit * units)
            minutes = max(work, SHORTEST_LEAD_TIME_MINUTES)
            told = {
                **values,
                "minutes_per_unit": decimal_text(per_unit),
                "lead_time_minutes": str(minutes),
                "lot_quantity": decimal_text(units),
            }
            return minutes, (Reason("lead_time_minutes", "made", told),)
    return loop.lead_time_minutes + rounded_up(extra * units), ()


# -- lines -------------------------------------------------------------------------------------------------------------


def configured_for(
    session: Session, item_id: int, station_id: int | None, texts: Sequence[str], now: datetime
) -> Configured | None:
    """The item that a line gets as it is entered with these choices; None where it is the item that was named.

    Choices are asked for where somebody named any, and where the item is assembled to order. Inside the caller's
    transaction. Raises OrderRefused as `configure`.
    """
    if not texts and not _needs_choices(session, item_id, station_id):
        return None
    return configure(session, item_id, texts, now)


def _needs_choices(session: Session, item_id: int, station_id: int | None) -> bool:
    if not read_options(session, item_id).groups:
        return False
    return policy_of(session.structure, item_id, station_id, chosen_policies(session)) is Policy.ATO


def line_with_options(session: Session, draft: OrderLine, now: datetime) -> OrderLine:
    """A draft that came without choices for an item assembled to order gets the defaults; inside the transaction.

    Raises OrderRefused as `configure`.
    """
    if draft.options or not _needs_choices(session, draft.item_id, draft.station_id):
        return draft
    return keep_options(session, draft, configure(session, draft.item_id, (), now))


def keep_options(session: Session, line: OrderLine, found: Configured) -> OrderLine:
    """Let a line be for this item from now on; inside the caller's transaction."""
    changed = replace(line, item_id=found.item_id, options=found.choices, price=found.price or line.price)
    values = {"item_id": changed.item_id, "options": changed.options, "price": changed.price}
    own = order_line.c.id == line.id
    session.database.core.execute(order_line.update().where(own).values(**values))
    return changed


def read_configured(session: Session) -> frozenset[int]:
    """The items that were made for choices of others."""
    return frozenset(session.database.core.execute(select(configuration.c.item_id)).scalars())


def base_of(session: Session, item_id: int) -> int:
    """The item that a configured one was chosen from; any other is its own base."""
    found = session.database.core.execute(select(configuration.c.base_id).where(configuration.c.item_id == item_id))
    base_id = found.scalar()
    return item_id if base_id is None else int(base_id)
