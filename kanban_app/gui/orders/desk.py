"""Gives the commands of the orders screen to the plant, says what came of them, and remembers how to take them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kanban_app.domain.cards import Card
from kanban_app.domain.orders import OrderLine, OrderRefused
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext

if TYPE_CHECKING:
    from kanban_app.operations.orders_booking import Who
    from kanban_app.operations.orders_changing import LineEdit, StartedWork
    from kanban_app.operations.orders_reading import Link
    from kanban_app.operations.shop import Shop


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take the last command back: what it was, and the call that does it."""

    text: str
    call: Callable[[Shop], Future[Any]]


class OrderDesk(QObject):
    """`told` carries (text, tone), `done` that something was changed, `started` the cards of work that has started and
    that a person has to say something about.
    """

    told = Signal(str, str)
    done = Signal()
    started = Signal(object)
    undo_changed = Signal(str)

    def __init__(self, tools: Tools, parent: QObject) -> None:
        super().__init__(parent)
        self._tools = tools
        self._undo: Undo | None = None

    def who(self) -> Who:
        """Who gives the commands of this terminal."""
        from kanban_app.operations.orders_booking import Who

        shop = self._tools.link.shop
        return Who(self._tools.settings.person, shop.terminal if shop else "")

    def ask(
        self, call: Callable[[Shop], Future[Any]], on_done: Callable[[Any], None], undo: Callable[[Any], Undo | None]
    ) -> None:
        """Give a command; `undo` makes the way back from its result."""
        shop = self._tools.link.shop
        if shop is None:
            return

        before = self._undo
        # While a command is on its way, nobody takes back the one before it in its place.
        self._remember(None)

        def failed(problem: BaseException) -> None:
            self._remember(before)
            self.refused(problem)

        def finished(result: Any) -> None:
            self._remember(undo(result))
            on_done(result)
            self.done.emit()

        self._tools.link.when_done(call(shop), finished, failed)

    def _remember(self, undo: Undo | None) -> None:
        self._undo = undo
        self.undo_changed.emit(undo.text if undo else "")

    def take_back(self) -> None:
        """Take the last command back."""
        undo = self._undo
        if undo is not None:
            said = _("Taken back: {what}.").format(what=undo.text)
            self.ask(undo.call, lambda _result: self.told.emit(said, "ok"), lambda _result: None)

    def refused(self, problem: BaseException) -> None:
        """Say why something was not done."""
        from kanban_app.domain.refusals import ReasonNeeded
        from kanban_app.operations.orders_booking import WorkStarted
        from kanban_app.operations.orders_words import refusal
        from kanban_app.operations.paper_sheets import SheetError

        shop = self._tools.link.shop
        if isinstance(problem, WorkStarted):
            cards: tuple[Card, ...] = problem.cards
            self.started.emit(cards)
        if isinstance(problem, OrderRefused) and shop is not None:
            self.told.emit(refusal(problem, shop.structure), "stop")
        elif isinstance(problem, SheetError):
            self.told.emit(problem.said, "stop")
        elif isinstance(problem, ReasonNeeded):
            self.told.emit(_("Nothing was changed. Say the reason."), "stop")
        elif isinstance(problem, OSError):
            self.told.emit(_("The file could not be written: {problem}").format(problem=problem.strerror), "stop")
        else:
            self._tools.link.failed.emit(problem)

    # -- commands --------------------------------------------------------------------------------------------------

    def confirm(self, order_number: str) -> None:
        """Confirm all drafts of an order."""
        from kanban_app.operations.orders_changing import confirm
        from kanban_app.operations.orders_undoing import take_back_confirmation

        def said(changes: Any) -> None:
            cards = sum(len(change.issued) for change in changes)
            text = ngettext("Confirmed: {count} card is ordered.", "Confirmed: {count} cards are ordered.", cards)
            plain = _("Confirmed: it ships from what the loops keep.")
            self.told.emit(text.format(count=cards) if cards else plain, "ok")

        def undo(changes: Any) -> Undo:
            lines = tuple(change.line.number for change in changes)
            text = _("confirming {number}").format(number=order_number)
            return Undo(
                text, lambda shop: shop.write(take_back_confirmation, order_number, lines, self._now(), self.who())
            )

        self.ask(lambda shop: shop.write(confirm, order_number, self._now(), (), self.who()), said, undo)

    def change(self, line: OrderLine, edit: LineEdit, started: StartedWork, on_done: Callable[[], None]) -> None:
        """Change a line."""
        from kanban_app.operations.orders_changing import change_line
        from kanban_app.operations.orders_undoing import take_back_change

        place = (line.order_number, line.number)

        def said(change: Any) -> None:
            self._say_changed(change)
            on_done()

        def undo(change: Any) -> Undo | None:
            if change.settled or edit.quantity == line.quantity:
                return None  # what became of started work is booked for good, and what was lost is wanted still
            text = _("changing {line}").format(line=line.reference)
            return Undo(text, lambda shop: shop.write(take_back_change, line, self._now(), self.who()))

        self.ask(lambda shop: shop.write(change_line, *place, edit, self._now(), started, self.who()), said, undo)

    def choose(self, line: OrderLine, texts: Sequence[str], started: StartedWork, on_done: Callable[[], None]) -> None:
        """Let these be all the choices of a line."""
        from kanban_app.operations.importing.order_choices import choices_in
        from kanban_app.operations.order_options_changing import change_options

        place = (line.order_number, line.number)

        def said(change: Any) -> None:
            self._say_changed(change)
            on_done()

        def undo(change: Any) -> Undo | None:
            if change.settled:
                return None  # what became of started work is booked for good
            before = choices_in(line.options)
            text = _("changing {line}").format(line=line.reference)
            again = (*place, before)
            return Undo(
                text, lambda shop: shop.write(change_options, *again, self._now(), started, self.who(), line.price)
            )

        self.ask(lambda shop: shop.write(change_options, *place, texts, self._now(), started, self.who()), said, undo)

    def _say_changed(self, change: Any) -> None:
        issued, released = len(change.issued), len(change.released)
        more = ngettext("Changed: {count} card more.", "Changed: {count} cards more.", issued)
        less = ngettext("Changed: {count} card less.", "Changed: {count} cards less.", released)
        told = [text.format(count=count) for text, count in ((more, issued), (less, released)) if count]
        self.told.emit(" ".join(told) or _("Changed."), "ok")

    def cancel(
        self,
        lines: Sequence[OrderLine],
        numbers: tuple[int, ...],
        started: StartedWork,
        on_done: Callable[[], None],
    ) -> None:
        """Cancel these lines, which are all that `numbers` mean (empty: the whole order)."""
        from kanban_app.operations.orders_changing import cancel
        from kanban_app.operations.orders_undoing import take_back_cancellation

        order_number = lines[0].order_number

        def said(changes: Any) -> None:
            cards = sum(len(change.released) + len(change.settled) for change in changes)
            text = ngettext("Cancelled: {count} card is free of it.", "Cancelled: {count} cards are free of it.", cards)
            self.told.emit(text.format(count=cards) if cards else _("Cancelled."), "ok")
            on_done()

        def undo(changes: Any) -> Undo | None:
            if any(change.settled for change in changes):
                return None
            text = _("cancelling {number}").format(number=order_number)
            return Undo(text, lambda shop: shop.write(take_back_cancellation, lines, self._now(), self.who()))

        self.ask(lambda shop: shop.write(cancel, order_number, self._now(), numbers, started, self.who()), said, undo)

    def ship(
        self, order_number: str, numbers: tuple[int, ...], steps: int | None, on_done: Callable[[int], None]
    ) -> None:
        """Ship what stands ready, or exactly so many steps of one line; `on_done` is told the shipment's number."""
        from kanban_app.operations.orders_shipping import ship

        def said(shipped: Any) -> None:
            text = _("Shipped: shipment {shipment} of order {number}.")
            self.told.emit(text.format(shipment=shipped[0].shipment, number=order_number), "ok")
            on_done(shipped[0].shipment)

        def undo(shipped: Any) -> Undo:
            call = self._take_back_shipment(order_number, shipped[0].shipment)
            return Undo(_("shipping {number}").format(number=order_number), call)

        self.ask(lambda shop: shop.write(ship, order_number, self._now(), numbers, steps, self.who()), said, undo)

    def _take_back_shipment(self, order_number: str, shipment: int = 0) -> Callable[[Shop], Future[Any]]:
        from kanban_app.operations.orders_undoing import take_back_shipment

        return lambda shop: shop.write(take_back_shipment, order_number, self._now(), self.who(), shipment)

    def take_back_shipment(self, order_number: str) -> None:
        """The newest shipment of an order has not left."""
        said = _("The shipment is taken back. Its pieces stand there again.")
        self.ask(self._take_back_shipment(order_number), lambda _lines: self.told.emit(said, "ok"), lambda _lines: None)

    def ship_backlog(self, on_done: Callable[[], None]) -> None:
        """Ship everything that stands ready in the loops, oldest wanted date first."""
        from kanban_app.operations.orders_shipping import ship_backlog
        from kanban_app.operations.orders_undoing import take_back_shipments

        def said(shipped: Any) -> None:
            text = ngettext("{count} line is shipped.", "{count} lines are shipped.", len(shipped))
            self.told.emit(text.format(count=len(shipped)), "ok")
            on_done()

        def undo(shipped: Any) -> Undo:
            numbers = {one.line.order_number: one.shipment for one in shipped}
            text = ngettext("shipping {count} line", "shipping {count} lines", len(shipped))
            call = lambda shop: shop.write(take_back_shipments, numbers, self._now(), self.who())
            return Undo(text.format(count=len(shipped)), call)

        self.ask(lambda shop: shop.write(ship_backlog, self._now(), self.who()), said, undo)

    def add(self, entries: Sequence[Any], on_done: Callable[[Sequence[OrderLine]], None]) -> None:
        """Enter draft lines."""
        from kanban_app.operations.orders_entering import add_lines
        from kanban_app.operations.orders_undoing import forget_drafts

        def said(lines: Any) -> None:
            text = ngettext("{count} line is entered as a draft.", "{count} lines are entered as drafts.", len(lines))
            self.told.emit(text.format(count=len(lines)), "ok")
            on_done(lines)

        def undo(lines: Any) -> Undo:
            text = _("entering {number}").format(number=lines[0].order_number)
            return Undo(text, lambda shop: shop.write(forget_drafts, lines))

        self.ask(lambda shop: shop.write(add_lines, list(entries), self._now(), self.who()), said, undo)

    def link(self, order_number: str, link: str) -> None:
        """Keep a link with an order."""
        from kanban_app.operations.orders_entering import link_order

        said = _("The link is kept with order {number}.").format(number=order_number)
        self.ask(
            lambda shop: shop.write(link_order, order_number, link, "", self._now(), self.who()),
            lambda _none: self.told.emit(said, "ok"),
            lambda _none: None,
        )

    def unlink(self, order_number: str, link: Link) -> None:
        """Take a link off its order."""
        from kanban_app.operations.orders_entering import link_order, unlink_order

        said = _("The link is off. The file stays where it is.")
        again = (order_number, link.link, link.label)
        undo = Undo(
            _("taking a link off {number}").format(number=order_number),
            lambda shop: shop.write(link_order, *again, self._now(), self.who()),
        )
        self.ask(
            lambda shop: shop.write(unlink_order, link.id),
            lambda _none: self.told.emit(said, "ok"),
            lambda _none: undo,
        )

    def _now(self) -> Any:
        return self._tools.clock()
