"""Refusals: what was asked for and why nothing was changed, as codes and facts without any wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kanban_app.domain.cards import Action


class RefusalCode(StrEnum):
    """The stable codes. `double_scan` is a named no-op, `stale_revision` a warning on something done."""

    UNKNOWN_CARD = "unknown_card"
    BAD_CHECK_CHARACTER = "bad_check_character"
    NOT_YET_ACTIVE = "not_yet_active"
    ALREADY_EMPTY = "already_empty"
    ALREADY_FULL = "already_full"
    NOTHING_TO_DO_HERE = "nothing_to_do_here"
    WRONG_STATION = "wrong_station"
    ON_HOLD = "on_hold"
    RETIRED = "retired"
    STALE_REVISION = "stale_revision"
    DOUBLE_SCAN = "double_scan"
    MATERIAL_SHORT = "material_short"
    QUANTITY_OUT_OF_TOLERANCE = "quantity_out_of_tolerance"
    NOT_PERMITTED = "not_permitted"
    LOOP_SUSPENDED = "loop_suspended"
    CHANGED_MEANWHILE = "changed_meanwhile"


class NextKind(StrEnum):
    """The one next step that a refusal names."""

    DO_INSTEAD = "do_instead"
    FIND_CARD = "find_card"
    TYPE_AGAIN = "type_again"
    ASK_ACTIVATION = "ask_activation"
    REPORT_FOUND = "report_found"
    RESUME = "resume"
    USE_REPLACEMENT = "use_replacement"
    PRINT_NEW = "print_new"
    GO_ON = "go_on"
    CHOOSE_REASON = "choose_reason"
    CALL_SUPERVISOR = "call_supervisor"
    SEE_LOOP = "see_loop"
    SHOW_NOW = "show_now"
    WAIT_FOR_SOURCE = "wait_for_source"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next thing that makes sense; `card_id` and `action` where it is another booking."""

    kind: NextKind
    action: Action | None = None
    card_id: int | None = None


Fact = int | str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal: the code, the card it concerns (None when there is none), the step that was wanted and the facts.

    Facts are named values for the wording: quantities in steps, ids of stations, items and events.
    """

    code: RefusalCode
    card_id: int | None = None
    action: Action | None = None
    next: NextStep | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


class Refusal(Exception):
    """Raised to leave a command with nothing changed; carries the Refused value."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code.value)
        self.refused = refused

    @property
    def code(self) -> RefusalCode:
        """The stable code."""
        return self.refused.code


class ReasonNeeded(ValueError):
    """A supervisor's action that was asked for without the reason it needs: wrong use, nothing is booked."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.value)
        self.action = action


def refuse(
    code: RefusalCode,
    card_id: int | None = None,
    action: Action | None = None,
    next: NextStep | None = None,  # noqa: A002 - the field's name on screens and in JSON
    **facts: Fact,
) -> Refusal:
    """Build the exception for one refusal."""
    return Refusal(Refused(code, card_id, action, next, facts))
