"""How demand for one item is answered, for a form: what holds, what another answer would do, and keeping it.

Texts are "policy", the code of a Policy or empty for what its loops say, and "reason". Only what somebody typed is
given, so that what another terminal changed meanwhile is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from kanban_app.domain.flow_ways import holding_loops, places_of_sale
from kanban_app.domain.orders import FROM_STOCK, LineStatus, Policy
from kanban_app.domain.policies import ChosenPolicy, policy_of
from kanban_app.operations.decoupling import PointAt, point_at
from kanban_app.operations.orders_booking import Who
from kanban_app.operations.orders_entering import write_policy
from kanban_app.operations.orders_reading import awaited_lines, chosen_policies
from kanban_app.operations.session import Session
from kanban_app.operations.structure_forms import Kept
from kanban_app.store.order_tables import configuration, order_line

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemPolicy:
    """What holds for an item: its texts, and its decoupling point at each place it ships from (none: no loop brings it
    anywhere).
    """

    item_id: int
    texts: Texts
    points: tuple[PointAt, ...]


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """What another policy would do.

    `unkept` are the stations that orders would ship from stock of, though no loop keeps the item there. `confirmed`
    lines were confirmed by another policy and keep that one, `drafts` follow the new one when they are confirmed;
    `configured` are items made from its options, which have policies of their own.
    """

    item_id: int
    points: tuple[PointAt, ...]
    unkept: tuple[int, ...]
    confirmed: int
    drafts: int
    configured: int


def read_item_policy(session: Session, item_id: int) -> ItemPolicy:
    """How demand for an item is answered now."""
    with session.database.read():
        session.head()
        chosen = chosen_policies(session)
    return ItemPolicy(item_id, _texts_of(chosen.get(item_id)), _points(session, item_id, chosen))


def preview_policy(session: Session, item_id: int, texts: Texts) -> PolicyPreview:
    """What these typed texts would do; nothing is changed."""
    with session.database.read():
        session.head()
        chosen = _with(chosen_policies(session), item_id, texts)
        lines = awaited_lines(session, order_line.c.item_id == item_id)
        of_base = select(configuration.c.item_id).where(configuration.c.base_id == item_id)
        made = frozenset(session.database.core.execute(of_base).scalars())
    structure = session.structure
    points = _points(session, item_id, chosen)
    from_stock = [point.station_id for point in points if point.policy in FROM_STOCK]
    confirmed = [line for line in lines if line.status is LineStatus.CONFIRMED]
    return PolicyPreview(
        item_id,
        points,
        tuple(station_id for station_id in from_stock if not holding_loops(structure, station_id, item_id)),
        sum(line.policy is not policy_of(structure, item_id, line.station_id, chosen) for line in confirmed),
        len(lines) - len(confirmed),
        len(made - structure.at_rest),
    )


def keep_policy(session: Session, item_id: int, texts: Texts, person: str = "") -> Kept:
    """Keep typed texts; `before` are those that held. Raises EditRefused where the person may not."""
    with session.database.write():
        chosen = chosen_policies(session)
        before = _texts_of(chosen.get(item_id))
        write_policy(session, item_id, _with(chosen, item_id, texts).get(item_id), Who(person))
    return Kept(item_id, before=before)


def _texts_of(own: ChosenPolicy | None) -> dict[str, str]:
    return {"policy": own.policy.value if own else "", "reason": own.reason if own else ""}


def _with(chosen: Mapping[int, ChosenPolicy], item_id: int, texts: Texts) -> dict[int, ChosenPolicy]:
    """As it would be; a reason without a policy says nothing."""
    wanted = {**_texts_of(chosen.get(item_id)), **texts}
    found = {key: own for key, own in chosen.items() if key != item_id}
    if wanted["policy"]:
        found[item_id] = ChosenPolicy(Policy(wanted["policy"]), wanted["reason"])
    return found


def _points(session: Session, item_id: int, chosen: Mapping[int, ChosenPolicy]) -> tuple[PointAt, ...]:
    structure = session.structure
    return tuple(point_at(structure, item_id, place, chosen) for place in places_of_sale(structure, item_id))
