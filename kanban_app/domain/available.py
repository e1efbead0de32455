"""Available to promise (ATP): what of the stock and of what is coming nobody has been promised yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MasterSchedule:
    """Per period: stock at its end as projected, what is produced in it, and what can still be promised from that.

    `available` is None in a period without a receipt: the one before covers it.
    """

    projected: tuple[int, ...]
    produced: tuple[int, ...]
    available: tuple[int | None, ...]


def available_to_promise(beginning: int, receipts: Sequence[int], orders: Sequence[int]) -> list[int | None]:
    """What each receipt leaves free for orders until the next one, in pieces per period; None without a receipt.

    The first period holds the beginning stock. Where orders take more than a receipt brings, the rest comes out of what
    was free before it, so that nothing is promised twice; then a figure may be 0, and only the first negative.

    Source: Stevenson, Operations Management, master scheduling: ATP of the first period is stock plus receipt less the
    orders until the next receipt, of a later one its receipt less those orders.
    """
    free: list[int | None] = []
    holding = 0
    for period, (receipt, ordered) in enumerate(zip(receipts, orders, strict=True)):
        if receipt or not period:
            holding = period
            free.append(receipt + (beginning if not period else 0))
        else:
            free.append(None)
        free[holding] = (free[holding] or 0) - ordered
    owed = 0
    for period in range(len(free) - 1, -1, -1):
        here = free[period]
        if here is not None:
            left = here - owed
            owed = max(0, -left) if period else 0
            free[period] = max(0, left) if period else left
    return free


def master_schedule(beginning: int, forecast: Sequence[int], orders: Sequence[int], lot: int) -> MasterSchedule:
    """Produce a `lot` whenever the stock would fall below nothing; demand is the larger of forecast and orders.

    All in pieces, one figure per period; `lot` is more than zero. Source: as `available_to_promise`.
    """
    stock = beginning
    projected, produced = [], []
    for expected, ordered in zip(forecast, orders, strict=True):
        stock -= max(expected, ordered)
        lots = max(0, -(stock // lot)) if stock < 0 else 0
        stock += lots * lot
        projected.append(stock)
        produced.append(lots * lot)
    return MasterSchedule(tuple(projected), tuple(produced), tuple(available_to_promise(beginning, produced, orders)))
