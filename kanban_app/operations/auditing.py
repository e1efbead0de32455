"""The audit in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from kanban_app.domain.ledger import Finding
from kanban_app.i18n import _, ngettext
from kanban_app.operations.session import Session
from kanban_app.store import audit as store_audit
from kanban_app.store.tables import METADATA

_card = METADATA.tables["card"]


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Whether the books balance, and what is broken where. `texts` are the findings in words."""

    findings: tuple[Finding, ...]
    texts: tuple[str, ...]
    entry_count: int
    card_count: int

    @property
    def ok(self) -> bool:
        """Every invariant holds."""
        return not self.findings

    def lines(self) -> list[str]:
        """The report for people: the verdict first, then one line per finding."""
        read = ngettext(
            "{cards} cards, {entries} ledger entry", "{cards} cards, {entries} ledger entries", self.entry_count
        ).format(cards=self.card_count, entries=self.entry_count)
        if self.ok:
            return [_("The books balance: all seven checks hold."), read]
        return [_("The books do not balance. Make a backup now, then look at these:"), read, *self.texts]


def audit(session: Session, progress: Callable[[int], None] | None = None) -> AuditReport:
    """Check the seven invariants by replaying the ledger. `progress` gets the entries read so far."""
    audited = store_audit.audit(session.database, progress)
    return _report(session, audited.findings, audited.entry_count, audited.card_count)


def quick_check(session: Session) -> AuditReport:
    """The check of every opening: the chain alone, which sees lost, doubled and illegal steps."""
    return _report(session, store_audit.check_chain(session.database), 0, 0)


def _report(session: Session, findings: tuple[Finding, ...], entry_count: int, card_count: int) -> AuditReport:
    codes = _codes_of(session, {finding.card_id for finding in findings if finding.card_id})
    texts = tuple(_text(session, finding, codes) for finding in findings)
    return AuditReport(findings, texts, entry_count, card_count)


def _codes_of(session: Session, card_ids: Iterable[object]) -> dict[int, str]:
    """Only the codes: whatever else stands in these rows may be what is damaged, and so may an id be no number."""
    numbers = sorted(card_id for card_id in card_ids if isinstance(card_id, int))
    rows = session.database.core.execute(select(_card.c.id, _card.c.code).where(_card.c.id.in_(numbers)))
    return {row.id: row.code for row in rows}


def _text(session: Session, finding: Finding, codes: dict[int, str]) -> str:
    item = session.structure.items.get(finding.item_id)
    where = [
        _("entry {seq}").format(seq=finding.seq) if finding.seq else "",
        _("card {code}").format(code=codes.get(finding.card_id, finding.card_id)) if finding.card_id else "",
        item.code if item else "",
    ]
    place = ", ".join(part for part in where if part)
    said = _("Check {number}: {what}").format(number=finding.invariant, what=_words(finding.code))
    return f"{said} ({place})" if place else said


def _words(code: str) -> str:
    said = {
        "card_count": _("cards of a loop are missing or too many"),
        "card_missing": _("a card of the ledger is missing"),
        "card_state": _("a card is not as the ledger tells"),
        "chain": _("an entry does not continue where the card stood"),
        "step": _("a step that no card can take"),
        "signal_missing": _("a card calls without an open signal"),
        "signal_surplus": _("a signal is open that no card has"),
        "pieces": _("the pieces of an entry do not add up"),
        "stock_in_state": _("pieces are booked in a state that holds none"),
        "pieces_held": _("pieces in less pieces out are not the pieces held"),
        "gap": _("the entries have a gap"),
        "hash": _("an entry was changed after it was written"),
        "cause": _("an entry names a cause that can't be its cause"),
        "pages": _("the file itself is damaged"),
        "entry_missing": _("an entry that a card names is missing"),
        "acknowledged_missing": _("a booking that was confirmed is missing"),
    }
    return said[code]
