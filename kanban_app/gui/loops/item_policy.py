"""How orders for an item are met: the policy with its reason, what that means, and where its stock ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kanban_app.domain.orders import Policy
from kanban_app.domain.structure import Structure
from kanban_app.domain.structure_edits import EditFault
from kanban_app.gui.look import theme
from kanban_app.gui.look.widgets import TextLabel
from kanban_app.gui.loops.form import FieldPlan, Form
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, ngettext
from kanban_app.operations import orders_words
from kanban_app.operations.decoupling import PointAt
from kanban_app.operations.decoupling_words import point_line
from kanban_app.operations.item_policies import ItemPolicy, PolicyPreview, read_item_policy

AS_LOOPS_SAY = ""
_MOST_PLACES = 4


class PolicyPanel(QWidget):
    """The policy of one item, read beside the window.

    `edited` says that a person changed it, `was_read` that what holds has been read.
    """

    edited = Signal()
    was_read = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._item_id = 0
        self._asked = 0
        self.is_reading = False
        self._structure: Structure | None = None
        self._held: ItemPolicy | None = None
        self._waiting: Mapping[str, str] = {}
        options = [(AS_LOOPS_SAY, _("as its loops say"))] + [(one.value, orders_words.policy(one)) for one in Policy]
        self.form = Form([FieldPlan("policy", options), FieldPlan("reason", hint=_("too dear to keep, one-offs …"))])
        self.means = TextLabel(size=15, tone="ink2")
        self.points_title = TextLabel(_("Where its stock ends now"), size=16, weight=700)
        self.points = TextLabel(size=15)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for widget in (self.form, self.means, self.points_title, self.points):
            column.addWidget(widget)
        for label in (self.means, self.points_title, self.points):
            label.setWordWrap(True)
        self.form.edited.connect(self._on_edited)
        self._fit()

    def show_item(self, structure: Structure, item_id: int) -> None:
        """Show this item, with nothing typed. What holds is read anew; until then the same item keeps what it shows."""
        self._structure, self._waiting = structure, {}
        if item_id != self._item_id or self._held is None:
            self._item_id, self._held = item_id, None
            self.form.fill({})
            self.points.setText(_("Reading…"))
        else:
            self.form.fill(self._held.texts)
        self._fit()
        self.read()

    def show_none(self) -> None:
        """Show no item: what is typed belongs to the one before."""
        self._item_id, self._held, self._waiting = 0, None, {}
        self._asked += 1
        self.is_reading = False
        self.form.fill({})
        self._fit()

    def read(self) -> None:
        """Ask what holds now; the last question counts."""
        shop = self._tools.link.shop
        if shop is None or not self._item_id:
            return
        self._asked += 1
        number = self._asked
        self.is_reading = True
        self._tools.link.when_done(
            shop.read(read_item_policy, self._item_id),
            lambda held: self._on_read(number, held),
            lambda problem: self._on_not_read(number, problem),
        )

    def _on_read(self, number: int, held: ItemPolicy) -> None:
        if number != self._asked or self._structure is None:
            return
        self.is_reading = False
        is_first, self._held = self._held is None, held
        if is_first:
            self.form.fill(held.texts)
            self.type_again(self._waiting)
            self._waiting = {}
        else:
            self.form.refill(held.texts)
        self.points.setText("\n".join(point_lines(self._structure, held.item_id, held.points)))
        self._fit()
        self.was_read.emit()

    def _on_not_read(self, number: int, problem: BaseException) -> None:
        if number == self._asked:
            self.is_reading = False
            self.points.setText(_("This could not be read: {problem}. Choose the item again.").format(problem=problem))

    # -- typing ----------------------------------------------------------------------------------------------------

    def typed(self) -> dict[str, str]:
        """What differs from what holds; until that is read, what waits to be typed again."""
        return dict(self._waiting) if self._held is None else self.form.typed()

    def type_again(self, typed: Mapping[str, str]) -> None:
        """Put remembered typing back."""
        if self._held is None:
            self._waiting = {name: text for name, text in typed.items() if name in self.form.fields}
            return
        # The policy first: the field of the reason is there only with one.
        for name in self.form.fields:
            if name in typed:
                self.form.set_text(name, typed[name])
            self._fit()

    def forget_typing(self) -> None:
        """What was typed holds now, or what a change put back does: it is read anew."""
        self.form.fill(self.form.texts())
        self._fit()
        self.read()

    def _on_edited(self, name: str) -> None:
        if name == "policy":
            self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        policy = self.form.text("policy")
        for field in self.form.fields.values():
            field.setEnabled(self._held is not None)
        self.form.set_row_visible("reason", policy != AS_LOOPS_SAY)
        self.means.setText("\n".join(meaning(Policy(policy) if policy else None)))

    def show_faults(self, faults: Iterable[EditFault]) -> list[EditFault]:
        """Show what is wrong at its fields; answers what belongs to none of them."""
        return self.form.show_faults(faults)


# -- words -------------------------------------------------------------------------------------------------------------


def meaning(policy: Policy | None) -> tuple[str, str]:
    """(when production starts, what the customer waits for); None leaves it to the loops."""
    ships = _("The customer waits for shipping only.")
    if policy is None:
        return _("Where loops keep it, it ships from stock."), _("Elsewhere it is made to order.")
    return {
        Policy.MTS: (_("It is made when stock is taken."), ships),
        Policy.ATO: (
            _("Its parts are kept; assembly starts when an order is confirmed."),
            _("The customer waits for assembly."),
        ),
        Policy.MTO: (
            _("What no loop keeps is started when an order is confirmed."),
            _("The customer waits for all that comes after the last stock."),
        ),
        Policy.PUSH: (_("It is made by a forecast, before anybody orders."), ships),
    }[policy]


def point_lines(structure: Structure, item_id: int, points: Iterable[PointAt]) -> list[str]:
    """Where stock ends, a line for each place of sale; of many the first few."""
    said = [point_line(structure, item_id, point) for point in points]
    if not said:
        return [_("No loop brings it anywhere. Add a loop for it; 0 cards do.")]
    more = len(said) - _MOST_PLACES
    if more > 0:
        words = ngettext("And {count} more place.", "And {count} more places.", more)
        said[_MOST_PLACES:] = [words.format(count=more)]
    return said


def preview_lines(structure: Structure, seen: PolicyPreview) -> list[str]:
    """What another policy does, one thing a line."""
    item = structure.items[seen.item_id].code
    said = point_lines(structure, seen.item_id, seen.points)
    said += [
        _("No loop keeps {item} at {station}: orders wait there until one does. Give its loop cards.").format(
            item=item, station=structure.stations[station_id].name
        )
        for station_id in seen.unkept
    ]
    counted: list[tuple[int, Any]] = [
        (
            seen.confirmed,
            ngettext(
                "{count} confirmed line stays as it was confirmed.",
                "{count} confirmed lines stay as they were confirmed.",
                seen.confirmed,
            ),
        ),
        (
            seen.drafts,
            ngettext(
                "{count} draft follows it when it is confirmed.",
                "{count} drafts follow it when they are confirmed.",
                seen.drafts,
            ),
        ),
        (
            seen.configured,
            ngettext(
                "{count} item made from its options stays as it is.",
                "{count} items made from its options stay as they are.",
                seen.configured,
            ),
        ),
    ]
    return said + [text.format(count=count) for count, text in counted if count]
