"""What is said of a till file after it was tried or booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanban_app.i18n import _, ngettext
from kanban_app.i18n import number as number_text

if TYPE_CHECKING:
    from kanban_app.operations.tills_reports import Imported


def verdict_of(done: Imported) -> tuple[str, str]:
    """(sentence, tone): what is true, and the one next step."""
    counts = done.report.counts
    if done.rows.has_fatal:
        return _("This cannot be read as till lines. Nothing was booked. Say which column is which."), "stop"
    if done.refused:
        text = ngettext(
            "{count} bad row. Nothing was booked. Mend the file, or leave out bad rows.",
            "{count} bad rows. Nothing was booked. Mend the file, or leave out bad rows.",
            done.report.bad,
        )
        return text.format(count=number_text(done.report.bad)), "stop"
    new = counts.booked + counts.refunds
    if done.dry_run:
        if not new and not counts.unknown:
            return _("Every line of it is in the books already."), "ink"
        text = ngettext("{count} line can be booked.", "{count} lines can be booked.", new)
        return text.format(count=number_text(new)), "ink"
    if done.report.state.value == "stopped":
        text = ngettext(
            "Stopped. {count} line is booked; the same file again books the rest.",
            "Stopped. {count} lines are booked; the same file again books the rest.",
            new,
        )
        return text.format(count=number_text(new)), "warn"
    text = ngettext("{count} line is booked.", "{count} lines are booked.", new)
    return text.format(count=number_text(new)), "ok"


def notes_of(done: Imported) -> list[str]:
    """What else there is to know."""
    notes = [] if done.refused else done.carried.text_lines()
    repeats = done.rows.repeat_count
    if repeats and not done.repeats_count:
        text = ngettext(
            "{count} line says the same as another one and counts once. Tick “equal lines are sales each” if the "
            "till writes a line for each piece.",
            "{count} lines say the same as another one and count once. Tick “equal lines are sales each” if the "
            "till writes a line for each piece.",
            repeats,
        )
        notes.append(text.format(count=number_text(repeats)))
    if done.created.get("loops") or done.created.get("items"):
        made = {name: number_text(count) for name, count in done.created.items()}
        text = (
            _("New would be: {items} items, {loops} loops with {cards} full cards.")
            if done.dry_run
            else _("New are: {items} items, {loops} loops with {cards} full cards.")
        )
        notes.append(text.format(**made))
    if done.report.counts.unknown and not done.refused:
        notes.append(_("Lines of unknown codes wait until somebody says what they are: see Unknown codes."))
    return notes
