"""Till sales: which line is which, what counts as sold or put back, and which pieces leave the cards for it.

A file of till lines is booked item by item. Sold pieces are drawn from the cards that end at the shop, longest full
first; the emptied ones signal upstream. What cannot be told card by card is carried over, one number per item and shop:
above zero pieces that came back and lie beside the containers, which later sales use up first; below zero pieces that
were sold while the books had none, which the next full container gives. A container is never filled up by a refund:
its card counts whole trips, and a full one that grows again would signal twice. So for every item and shop

    pieces sold - pieces put back = pieces drawn from cards - pieces carried

holds after every batch of lines, and the cards' own books stay as they are checked by the audit. How the lines are
divided into batches or files changes nothing: a draw is never taken back, so it follows from the highest sum so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from kanban_app.domain.booking import Booking
from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.loops import Loop

_PARTS = "\x1f"
_NO_GOODS_CODES = frozenset(
    {
        *("post", "postage", "dot", "porto", "frakt", "carriage", "c2", "delivery", "shipping", "freight"),
        *("d", "discount", "disc", "rabatt", "rabatter", "coupon", "voucher", "gift voucher"),
        *("m", "manual", "s", "samples", "b", "adjust", "rounding", "avrundning", "deposit", "pant", "tips"),
        *("bank charges", "fee", "fees", "amazonfee", "cruk", "commission", "gebyr", "avgift", "bag", "wrapping"),
    }
)
_NO_GOODS_WORDS = frozenset(
    {
        *("postage", "dotcom postage", "carriage", "delivery", "shipping", "porto", "frakt"),
        *("discount", "manual", "samples", "bank charges", "amazon fee", "adjust bad debt", "cruk commission"),
        *("rabatt", "avrundning", "gift wrapping"),
    }
)


def line_mark(
    invoice: str, code: str, at: str, quantity: str, price: str = "", customer: str = "", number: str = ""
) -> int:
    """The mark by which a till line is known again: 64 bits of BLAKE2b over what does not change of a sale.

    Each part is a text in one spelling: names cleaned, numbers without idle zeros. `invoice` is the receipt, `at` the
    day and, where the file tells it, the time; `number` the line's number on its receipt, empty in files that count
    none. Answers a signed whole number that fits a database. Kept beside the day of the sale, so that two different
    lines of one day would have to agree in all 64 bits (at 100,000 lines a day one chance in four thousand million
    days).

    The description and columns that nobody needs are not in it: an item is renamed, an order becomes "sent", a file is
    exported again with another column, and each line would be booked twice. They tell lines apart where they stand in
    one file: rows that differ anywhere are lines of their own, and the reader gives the 2nd of one mark another one by
    `numbered`. Rows that are the same in everything are one line: repeats within a file count once, as they do over
    several files, however the files are cut. Some tills write one line for each piece; for those a repeat is a sale of
    its own too.
    """
    text = _PARTS.join((invoice, code, at, quantity, price, customer, number))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def shop_mark(station_id: int) -> int:
    """What a line's mark is combined with (exclusive or), so that two shops may give out the same receipt numbers."""
    return int.from_bytes(blake2b(str(station_id).encode(), digest_size=8).digest(), "big", signed=True)


def numbered(mark: int, number: int) -> int:
    """The mark of the 2nd, 3rd … line of one file with this mark that is a sale of its own; the 1st keeps its.

    Because the first keeps its mark, a file that was booked without its repeats can be booked again with them, and what
    plants of before kept is known again.
    """
    if number < 2:
        return mark
    return int.from_bytes(blake2b(f"{mark}/{number}".encode(), digest_size=8).digest(), "big", signed=True)


def is_cancellation(invoice: str) -> bool:
    """A receipt whose number begins with C takes an earlier one back: C536379."""
    return invoice[:1] in ("C", "c") and invoice[1:2].isdigit()


def folded(code: str) -> str:
    """A till's code as it is compared: tills and lists differ in capitals, and no shop sells 85123A beside 85123a."""
    return " ".join(code.split()).casefold()


def looks_like_no_goods(code: str, description: str = "") -> bool:
    """Postage, fees, discounts and the like by their usual codes and words. A proposal: a person decides."""
    words = " ".join(description.split()).casefold()
    return folded(code) in _NO_GOODS_CODES or words in _NO_GOODS_WORDS or "gift voucher" in words


@dataclass(slots=True)
class Movement:
    """What a batch of lines does to one item, in steps: the sum sold less put back, and the highest sum on the way."""

    net: int = 0
    peak: int = 0

    def add(self, steps: int) -> None:
        """One more line: sold above zero, put back below."""
        self.net += steps
        self.peak = max(self.peak, self.net)


def steps_to_draw(movement: Movement, carried: int, stock: int) -> int:
    """Steps that leave the cards for these lines, of the `stock` that the books hold; the rest stays carried."""
    return max(0, min(stock, movement.peak - carried))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one item's lines did: steps drawn from cards, steps carried afterwards, and cards that were emptied."""

    steps: int
    carried: int
    signals: int


def book_movement(booking: Booking, loops: tuple[Loop, ...], movement: Movement, carried: int, stock: int) -> Drawn:
    """Draw one item's lines from the cards of these loops inside the booking: one entry per card, and its cascade.

    `carried` is the item's number from before. The reason of the booking's context stands at each draw.
    """
    wanted = steps_to_draw(movement, carried, stock)
    missing = booking.draw(loops, wanted, None) if wanted else 0
    drawn = wanted - missing
    emptied = sum(event.action is Action.DRAW and event.to_state is CardState.EMPTY for event in booking.events)
    return Drawn(drawn, carried - movement.net + drawn, emptied)
