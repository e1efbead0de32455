"""How a till file went: its counts, which add up, what was wrong with it and what waits; for people and for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select, update

from kanban_app import i18n
from kanban_app.i18n import _, ngettext
from kanban_app.operations.importing.problems import Problem, Severity
from kanban_app.operations.session import Session
from kanban_app.operations.tills_booking import Counts
from kanban_app.operations.tills_codes import UnknownCode
from kanban_app.operations.tills_reading import TillRows
from kanban_app.store.instants import from_us, from_us_or_none
from kanban_app.store.till_tables import METADATA, TillFileState

MOST_PROBLEMS_KEPT = 200
MOST_SHOWN = 20
_file = METADATA.tables["till_file"]


@dataclass(frozen=True, slots=True)
class TillReport:
    """One file's report: `lines` = booked + refunds + already booked + unknown + no goods + bad + not booked.

    Not booked are the good lines of a file that was refused for its bad ones, and those after a stop.
    """

    name: str
    station: str
    state: TillFileState
    lines: int
    bad: int
    counts: Counts
    id: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    first_on: str = ""
    last_on: str = ""
    person: str = ""
    problems: tuple[str, ...] = ()

    @property
    def not_booked(self) -> int:
        """Good lines that this import has left alone: the file was refused, or stopped before them."""
        counts = self.counts
        seen = counts.booked + counts.refunds + counts.already_booked + counts.unknown + counts.no_goods
        return self.lines - self.bad - seen

    def as_json(self) -> dict[str, Any]:
        """The report for scripts."""
        counts = self.counts
        return {
            "report": self.id or None,
            "file": self.name,
            "station": self.station,
            "state": self.state.value,
            "lines": self.lines,
            "booked": counts.booked,
            "refunds": counts.refunds,
            "already_booked": counts.already_booked,
            "unknown": counts.unknown,
            "no_goods": counts.no_goods,
            "bad": self.bad,
            "not_booked": self.not_booked,
            "pieces": json_number(counts.pieces),
            "signals": counts.signals,
            "without_loop": counts.without_loop,
            "first_on": self.first_on or None,
            "last_on": self.last_on or None,
        }

    def text_lines(self) -> list[str]:
        """The report for people."""
        sold = self.days_text()
        head = _("{file} at {station}: {state}").format(
            file=self.name, station=self.station, state=state_text(self.state)
        )
        lines = [f"{head} · {sold}" if sold else head]
        return lines + [f"  {label}  {i18n.number(value)}" for label, value in self.figures()]

    def figures(self) -> list[tuple[str, int | Decimal]]:
        """Label and number, in the order in which a person reads them; of a refused file only what was wrong."""
        counts = self.counts
        head: list[tuple[str, int | Decimal]] = [(_("lines in the file"), self.lines), (_("bad rows"), self.bad)]
        if self.state is TillFileState.REFUSED:
            return head
        rows: list[tuple[str, int | Decimal]] = [
            head[0],
            (_("sales"), counts.booked),
            (_("put back (refunds, cancellations)"), counts.refunds),
            (_("in the books already, or twice in the file"), counts.already_booked),
            (_("unknown codes, waiting"), counts.unknown),
            (_("no goods"), counts.no_goods),
            head[1],
            (_("pieces sold less put back"), counts.pieces),
        ]
        if self.not_booked:
            rows.insert(-1, (_("lines that this did not get to"), self.not_booked))
        if self.id:
            rows.append((_("cards emptied"), counts.signals))
        if counts.without_loop:
            rows.append((_("of items that no loop brings here"), counts.without_loop))
        return rows

    def days_text(self) -> str:
        """The days of the sales: "1 Dec 2010 to 9 Dec 2011"; empty without lines."""
        if not self.first_on:
            return ""
        first, last = (i18n.day(date.fromisoformat(day)) for day in (self.first_on, self.last_on))
        return first if first == last else _("{first} to {last}").format(first=first, last=last)


@dataclass(frozen=True, slots=True)
class Carried:
    """How many items of a shop were sold while the books had none, and of how many pieces came back."""

    without_stock: int = 0
    put_back: int = 0

    def text_lines(self) -> list[str]:
        """What it means, where there are any."""
        lines = []
        if self.without_stock:
            text = ngettext(
                "{count} item was sold while the books had none: the next full containers give it.",
                "{count} items were sold while the books had none: the next full containers give them.",
                self.without_stock,
            )
            lines.append(text.format(count=i18n.number(self.without_stock)))
        if self.put_back:
            text = ngettext(
                "Of {count} item pieces came back: later sales use them first.",
                "Of {count} items pieces came back: later sales use them first.",
                self.put_back,
            )
            lines.append(text.format(count=i18n.number(self.put_back)))
        return lines


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import answers: the report, what was made or would be, the problems and the codes that wait."""

    report: TillReport
    rows: TillRows
    dry_run: bool = False
    created: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[UnknownCode] = ()
    repeats_count: bool = False
    carried: Carried = field(default_factory=Carried)

    @property
    def refused(self) -> bool:
        """Bad rows or an unreadable file stopped it; nothing was booked."""
        return self.report.state is TillFileState.REFUSED

    def as_json(self) -> dict[str, Any]:
        """The answer for scripts."""
        stopped = self.report.state is TillFileState.STOPPED
        result = "refused" if self.refused else "stopped" if stopped else "no_op" if self.dry_run else "done"
        return {
            "result": result,
            "dry_run": self.dry_run,
            **self.report.as_json(),
            "twice_in_file": self.rows.repeat_count,
            "items_without_stock": self.carried.without_stock,
            "items_put_back": self.carried.put_back,
            "created": dict(self.created),
            "columns": {header: name for sheet in self.rows.sheets for header, name in sheet.columns},
            "unknown_codes": [unknown_json(unknown) for unknown in self.unknown[:MOST_SHOWN]],
            "problems": [_problem_json(problem) for problem in self.rows.problems],
        }

    def text_lines(self) -> list[str]:
        """The answer for people: problems first."""
        lines = [problem.text() for problem in self.rows.problems]
        if self.refused:
            return [*lines, refused_text(self.rows)]
        if self.created.get("loops") or self.created.get("items"):
            text = _("New: {items} items, {loops} loops, {cards} cards, all full.")
            lines.append(text.format(**{name: i18n.number(count) for name, count in self.created.items()}))
        lines += self.report.text_lines()
        lines += self.carried.text_lines()
        if self.rows.repeat_count and not self.repeats_count:
            lines.append(repeats_text(self.rows.repeat_count))
        lines += [unknown_text(unknown) for unknown in self.unknown[:MOST_SHOWN]]
        if self.report.state is TillFileState.STOPPED:
            lines.append(_("Stopped. What was booked stays booked; the same file again books only the rest."))
        return [*lines, _("Nothing was booked: this was a dry run.")] if self.dry_run else lines


def refused_text(rows: TillRows) -> str:
    """Why nothing was booked, and the next step."""
    if rows.has_fatal:
        return _("The file cannot be read as till lines; nothing was booked. Mend it, or say which column is which.")
    return ngettext(
        "{count} bad row; nothing was booked. Mend the file, or leave bad rows out with --skip-bad-rows.",
        "{count} bad rows; nothing was booked. Mend the file, or leave bad rows out with --skip-bad-rows.",
        rows.bad_count,
    ).format(count=i18n.number(rows.bad_count))


def repeats_text(count: int) -> str:
    """What is done with lines that stand twice in one file, and what to do where that is wrong."""
    return ngettext(
        "{count} line says the same as another one in the file and counts once. If the till writes a line for each "
        "piece, import it again with --repeats-count.",
        "{count} lines say the same as another one in the file and count once. If the till writes a line for each "
        "piece, import it again with --repeats-count.",
        count,
    ).format(count=i18n.number(count))


def state_text(state: TillFileState) -> str:
    """How far the file got."""
    texts = {
        TillFileState.BOOKING: _("not finished"),
        TillFileState.DONE: _("booked"),
        TillFileState.STOPPED: _("stopped"),
        TillFileState.REFUSED: _("not booked"),
    }
    return texts[state]


def unknown_text(unknown: UnknownCode) -> str:
    """One waiting code in words."""
    what = f"{unknown.shown} {unknown.description}".strip()
    text = ngettext("{code}: {count} line waits", "{code}: {count} lines wait", unknown.line_count).format(
        code=what, count=i18n.number(unknown.line_count)
    )
    return f"{text} ({proposal_text()})" if unknown.proposed_no_goods else text


def proposal_text() -> str:
    """What is said of a code that looks like postage or a fee."""
    return _("looks like no goods")


def unknown_json(unknown: UnknownCode) -> dict[str, Any]:
    """A waiting code for scripts."""
    return {
        "code": unknown.shown,
        "description": unknown.description,
        "price": unknown.price or None,
        "lines": unknown.line_count,
        "pieces": json_number(unknown.pieces),
        "proposal": "no_goods" if unknown.proposed_no_goods else None,
    }


def counts_json(counts: Counts) -> dict[str, Any]:
    """What became of waiting lines, for scripts."""
    return {
        "booked": counts.booked,
        "refunds": counts.refunds,
        "already_booked": counts.already_booked,
        "no_goods": counts.no_goods,
        "pieces": json_number(counts.pieces),
        "signals": counts.signals,
    }


def json_number(value: Decimal) -> int | float:
    """A sum of quantities for JSON: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.text(),
    }


# -- kept reports ------------------------------------------------------------------------------------------------------


def keep_problems(session: Session, file_id: int, problems: Sequence[Problem]) -> None:
    """Keep the words of what was wrong with a file beside its report; the first two hundred tell."""
    told = [problem.text() for problem in problems if problem.severity is Severity.ERROR][:MOST_PROBLEMS_KEPT]
    if told:
        with session.database.write():
            text = json.dumps(told, ensure_ascii=False)
            session.database.core.execute(update(_file).where(_file.c.id == file_id).values(problems=text))


def read_carried(session: Session, station: str) -> Carried:
    """What is carried over at the shop of this name."""
    columns, stations = METADATA.tables["till_carried"].c, METADATA.tables["station"].c
    wanted = select(columns.steps).join_from(METADATA.tables["till_carried"], METADATA.tables["station"])
    found = session.database.core.execute(wanted.where(stations.name == station)).scalars().all()
    return Carried(sum(steps < 0 for steps in found), sum(steps > 0 for steps in found))


def read_reports(session: Session, limit: int = 200) -> list[TillReport]:
    """The reports of the newest files, newest first."""
    session.head()
    found = session.database.core.execute(select(_file).order_by(_file.c.id.desc()).limit(limit))
    return [_report_of(session, row) for row in found]


def _report_of(session: Session, row: Row[Any]) -> TillReport:
    counts = Counts(
        row.booked,
        row.refunds,
        row.already_booked,
        row.unknown,
        row.no_goods,
        row.without_loop,
        row.signals,
        Decimal(row.pieces),
    )
    return TillReport(
        row.name,
        session.structure.stations[row.station_id].name,
        TillFileState(row.state),
        row.line_count,
        row.bad,
        counts,
        row.id,
        from_us(row.begun_at),
        from_us_or_none(row.ended_at),
        row.first_on,
        row.last_on,
        row.person,
        tuple(json.loads(row.problems)) if row.problems else (),
    )
