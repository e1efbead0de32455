"""The screen of the card walk: the route, the place where one stands, what is wrong so far, and setting it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kanban_app.domain.card_walk import Kind, Place, Stop
from kanban_app.domain.cards import Card
from kanban_app.domain.changes import Answer, Changes, Outcome
from kanban_app.domain.refusals import ReasonNeeded
from kanban_app.domain.stations import StationKind
from kanban_app.gui.board.blank import GreyRows
from kanban_app.gui.card_walk import words
from kanban_app.gui.card_walk.delegates import StopDelegate
from kanban_app.gui.card_walk.findings_panel import MOST_SHOWN, FindingsPanel
from kanban_app.gui.card_walk.rows import FindingRow, StopRow, hanging_rows
from kanban_app.gui.card_walk.start_page import StartPage
from kanban_app.gui.card_walk.stop_panel import StopPanel
from kanban_app.gui.card_walk.walker import Walker
from kanban_app.gui.look import theme
from kanban_app.gui.look.answers import AnswerSign
from kanban_app.gui.look.widgets import Button, ElidedLabel, Panel, TextLabel
from kanban_app.gui.row_model import ROW, RowModel
from kanban_app.gui.screen_tools import Tools
from kanban_app.i18n import _, moment, quantity
from kanban_app.operations.walking import correct_counts, replace_lost
from kanban_app.operations.wording import card_name, said

ROUTE_WIDTH, FINDINGS_WIDTH = 280, 340
NARROW_BELOW, NARROW_ROUTE, NARROW_FINDINGS = 1250, 214, 300
TIGHT_BELOW = 900
LOOK_MS = 1000
MOST_REFUSALS = 4


class WalkScreen(QWidget):
    """One walk of this terminal. `take_scan` never books anything: it says that a card hangs here."""

    ended = Signal()

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.walker = Walker(tools, self)
        self.start = StartPage()
        self.stop_panel = StopPanel(tools.settings)
        self.findings = FindingsPanel(tools.settings)
        self.stops: RowModel[StopRow] = RowModel(lambda row: row.place, StopRow.spoken, self)
        self.route = QListView()
        self.told = ElidedLabel(size=15, tone="ink2")
        self.progress = QProgressBar()
        self.end_button = Button(_("End the walk"))
        self._route_panel = Panel()
        self._pages = QStackedWidget()
        self.swap_button = Button(_("What is wrong"))
        self._is_filling = self._shows_findings = False
        self._looking_soon = QTimer(self)
        self._looking_soon.setSingleShot(True)
        self._looking_soon.setInterval(LOOK_MS)
        self._looking_soon.timeout.connect(self.walker.look)
        self._lay_out()
        self._connect()

    # -- layout ----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(12))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(TextLabel(_("Card walk"), size=24, weight=700))
        head.addWidget(self.told, 1)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(theme.px(180), theme.px(8))
        head.addWidget(self.progress)
        head.addWidget(self.swap_button)
        head.addWidget(self.end_button)
        column.addLayout(head)
        walk = QWidget()
        row = QHBoxLayout(walk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addWidget(self._fill_route_panel())
        row.addWidget(self.stop_panel, 1)
        row.addWidget(self.findings)
        for page in (GreyRows(), self.start, walk):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.stop_panel.table)

    def _fill_route_panel(self) -> Panel:
        column = QVBoxLayout(self._route_panel)
        column.setContentsMargins(1, theme.px(14), 1, theme.px(8))
        title = TextLabel(_("The way"), size=18, weight=700)
        title.setContentsMargins(theme.px(15), 0, theme.px(8), 0)
        column.addWidget(title)
        self.route.setModel(self.stops)
        self.route.setItemDelegate(StopDelegate(self.route))
        self.route.setAccessibleName(_("Places of the walk"))
        self.route.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        column.addWidget(self.route, 1)
        return self._route_panel

    def minimumSizeHint(self) -> QSize:
        """Smaller than both panels beside each other: then they take turns."""
        return QSize(theme.px(640), theme.px(420))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panels()

    def _fit_panels(self) -> None:
        """Where there is no room for both, the place and what is wrong take turns."""
        narrow, tight = self.width() < theme.px(NARROW_BELOW), self.width() < theme.px(TIGHT_BELOW)
        self._route_panel.setFixedWidth(theme.px(NARROW_ROUTE if narrow else ROUTE_WIDTH))
        width = theme.px(NARROW_FINDINGS if narrow else FINDINGS_WIDTH)
        self.findings.setMinimumWidth(width)
        self.findings.setMaximumWidth(self.width() if tight else width)
        self.swap_button.setVisible(tight and self.walker.walk is not None)
        self.swap_button.setText(_("Back to the place") if self._shows_findings else _("What is wrong"))
        self.stop_panel.setVisible(not tight or not self._shows_findings)
        self.findings.setVisible(not tight or self._shows_findings)
        self.told.setVisible(not tight)

    def _on_swap(self) -> None:
        self._shows_findings = not self._shows_findings
        self._fit_panels()

    def _connect(self) -> None:
        self.walker.loaded.connect(self._show)
        self.walker.changed.connect(self._show)
        self.walker.told.connect(self._on_told)
        self.start.begun.connect(self.walker.begin)
        self.start.taken_up.connect(self.walker.take_up)
        self.swap_button.clicked.connect(self._on_swap)
        self.end_button.clicked.connect(self._on_end)
        self.route.selectionModel().currentChanged.connect(self._on_stop_chosen)
        self.stop_panel.done_said.connect(self._on_done_here)
        self.stop_panel.ticked.connect(self._on_ticked)
        self.stop_panel.old_paper_said.connect(self._on_old_paper)
        self.stop_panel.two_papers_said.connect(lambda card: self.walker.see(card, old_paper=True))
        self.stop_panel.counted.connect(self.walker.count)
        self.stop_panel.notice.next_asked.connect(lambda: self._tools.go("cards"))
        self.findings.acted.connect(self._on_act)
        self.findings.one_paper_said.connect(self._on_one_paper)
        self.findings.card_wanted.connect(self._tools.show_card)
        self._tools.link.changed.connect(self._on_changed)
        self._tools.link.board_read.connect(self.refresh)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Called each time the screen is shown: a walk that was not ended goes on where it was."""
        board = self._tools.link.board
        if board is None:
            return
        stations = (board.structure.stations[station_id] for station_id in board.structure.flow_order())
        self.start.offer([station for station in stations if station.kind is not StationKind.SUPPLIER])
        self.walker.load()
        self.walker.look()
        self._show()

    def _on_changed(self, _changes: Changes) -> None:
        """What is booked meanwhile moves cards; unseen it would slow every scan, and so would a look at each."""
        if self.isVisible() and not self._looking_soon.isActive():
            self._looking_soon.start()

    def take_scan(self, text: str) -> bool:
        """Take a scan as "this card hangs here". False while no walk goes on. Nothing is ever booked by it."""
        return self.walker.take_scan(text)

    def _show(self) -> None:
        walk, board = self.walker.walk, self._tools.link.board
        going = walk is not None and board is not None
        self.end_button.setVisible(going)
        self.progress.setVisible(going)
        self._fit_panels()
        if walk is None or board is None:
            self.told.set_whole("")
            self.start.take_up.setVisible(self.walker.ended is not None)
            self._pages.setCurrentIndex(1 if self.walker.is_loaded else 0)
            return
        self._pages.setCurrentIndex(2)
        self._show_route()
        self._show_stop()
        self._show_findings()

    def _show_route(self) -> None:
        walk, structure, overview = self.walker.walk, self.walker.structure(), self.walker.overview
        if walk is None or structure is None:
            return
        rows = [
            StopRow(
                stop.place,
                structure.stations[stop.place.station_id].name,
                words.within(stop.place, structure),
                overview.seen_counts[stop.place],
                len(stop.cards),
                stop.place in walk.done,
            )
            for stop in overview.stops
        ]
        self._is_filling = True
        self.stops.show(rows)
        place = self.stops.place_of(self.walker.place)
        if place >= 0 and self.route.currentIndex().row() != place:
            self.route.setCurrentIndex(self.stops.index(place))
        self._is_filling = False
        seen, whole = sum(row.seen_count for row in rows), sum(row.card_count for row in rows)
        done = sum(row.is_done for row in rows)
        text = _("Since {moment}: {seen} of {whole} cards seen, {done} of {count} places done")
        since = moment(walk.began_at, self._tools.clock())
        seen_text, whole_text = quantity(seen), quantity(whole)
        self.told.set_whole(text.format(moment=since, seen=seen_text, whole=whole_text, done=done, count=len(rows)))
        self.progress.setRange(0, max(1, whole))
        self.progress.setValue(seen)

    def _stop(self) -> Stop | None:
        return next((stop for stop in self.walker.overview.stops if stop.place == self.walker.place), None)

    def _show_stop(self) -> None:
        walk, board, stop = self.walker.walk, self._tools.link.board, self._stop()
        if walk is None or board is None or stop is None:
            return
        structure = board.structure
        seen = self.walker.sightings_at(stop.place)
        cards = {card_id: card for card_id in seen if (card := board.card(card_id)) is not None}
        counted = {card_id: left for card_id, (left, _event) in walk.counted.items()}
        rows = hanging_rows(stop.cards, seen, cards, counted, structure, stop.place)
        self.stop_panel.show_place(
            words.place(stop.place, structure),
            _("Scan or tick what hangs here. Nothing is booked by it."),
            rows,
            structure,
            is_done=stop.place in walk.done,
        )

    def _show_findings(self) -> None:
        board = self._tools.link.board
        if board is None:
            return
        structure = board.structure
        overview = self.walker.overview
        found: dict[Kind | None, list[FindingRow]] = {kind: [] for kind in (*Kind, None)}
        for kind in Kind:
            for finding in islice((one for one in overview.findings if one.kind is kind), MOST_SHOWN):
                heir = board.card(finding.card.replaced_by_id) if finding.card.replaced_by_id else None
                found[kind].append(FindingRow(kind, finding.card, *words.finding(finding, structure, heir)))
        for correction in overview.corrections[:MOST_SHOWN]:
            found[None].append(FindingRow(None, correction.card, *words.correction(correction, structure)))
        counts: Counter[Kind | None] = Counter(finding.kind for finding in overview.findings)
        counts[None] = len(overview.corrections)
        self.findings.show_rows(found, counts)

    # -- at a place ------------------------------------------------------------------------------------------------

    def _on_stop_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_filling and current.isValid():
            self.stop_panel.notice.hide()
            self.walker.go_to(current.data(ROW).place)

    def _on_done_here(self) -> None:
        place = self.walker.place
        if place is None:
            return
        self.walker.finish(place)
        onward = self.walker.next_place()
        self.stop_panel.notice.hide()
        if onward is not None:
            self.walker.go_to(onward)
        else:
            self._say(AnswerSign.ACCEPTED, _("Every place is done."), _("Look at what is not as it should be."))
            self.walker.changed.emit()

    def _on_ticked(self, card_id: int, ticked: bool) -> None:
        board, place = self._tools.link.board, self.walker.place
        card = board.card(card_id) if board is not None else None
        if card is None or place is None or self.walker.walk is None:
            return
        if ticked:
            self.walker.see(card)
        for sighting in list(self.walker.walk.sightings):
            if not ticked and sighting.card_id == card_id and sighting.place == place:
                self.walker.take_back(sighting)

    def _on_old_paper(self, card: Card) -> None:
        """The one paper that hangs here is old: said once it is so, said again it is not."""
        sighting = self.walker.sightings_at(self.walker.place or Place(0)).get(card.id)
        if sighting is not None:
            self.walker.take_back(sighting)
        self.walker.see(card, old_paper=sighting is None or not sighting.old_paper)

    def _on_one_paper(self, card_id: int) -> None:
        """The card was carried along: only where it was seen last counts."""
        walk = self.walker.walk
        seen = [sighting for sighting in walk.sightings if sighting.card_id == card_id] if walk is not None else []
        for sighting in seen[:-1]:
            self.walker.take_back(sighting)

    def _on_told(self, sign: AnswerSign, headline: str, detail: str) -> None:
        self._say(sign, headline, detail)

    def _say(self, sign: AnswerSign, headline: str, detail: str, button: str = "") -> None:
        self.stop_panel.notice.say(sign, headline, detail, button)

    def _on_end(self) -> None:
        self.stop_panel.notice.hide()
        self.walker.end()
        self.ended.emit()

    # -- setting right ---------------------------------------------------------------------------------------------

    def _on_act(self, kind: Kind | None, reason: str) -> None:
        shop, person = self._tools.link.shop, self._tools.settings.person
        if shop is None:
            return
        codes = [finding.card.code for finding in self.walker.overview.findings if finding.kind is kind]
        self.findings.set_busy(True)
        if kind is Kind.STALE:
            self._tools.link.when_done(shop.ask_print(codes), self._on_asked, self._on_failed)
        elif kind is Kind.MISSING:
            job = self._tools.tasks.on_worker(replace_lost, shop, codes, reason, person)
            self._tools.link.when_done(job, self._on_replaced, self._on_failed)
        else:
            job = self._tools.tasks.on_worker(correct_counts, shop, self.walker.overview.corrections, reason, person)
            self._tools.link.when_done(job, self._on_corrected, self._on_failed)

    def _on_asked(self, _none: object) -> None:
        self.findings.set_busy(False)
        text = _("The new papers wait on the print list.")
        self._say(AnswerSign.ACCEPTED, text, "", _("Go to the print list"))

    def _on_replaced(self, outcomes: list[Outcome]) -> None:
        self._answer(words.replaced(outcomes), outcomes, _("Go to the print list"))

    def _on_corrected(self, outcomes: list[Outcome]) -> None:
        self._answer(words.corrected(outcomes), outcomes, "")

    def _answer(self, headline: str, outcomes: Sequence[Outcome], button: str) -> None:
        """What was done, and each card that it was not done to, with why."""
        self.findings.set_busy(False)
        board = self._tools.link.board
        refused = [outcome for outcome in outcomes if outcome.answer is not Answer.DONE]
        lines = [self._refusal(outcome) for outcome in refused[:MOST_REFUSALS]] if board is not None else []
        if len(refused) > MOST_REFUSALS:
            lines.append(_("And {count} more.").format(count=len(refused) - MOST_REFUSALS))
        sign = AnswerSign.ACCEPTED
        if refused:
            sign = AnswerSign.REFUSED if len(refused) == len(outcomes) else AnswerSign.WARNED
        self._say(sign, headline, "\n".join(lines), button if len(refused) < len(outcomes) else "")
        self.walker.look()

    def _refusal(self, outcome: Outcome) -> str:
        structure = self.walker.structure()
        if structure is None:
            return outcome.text_code
        answer = said(outcome, structure, self._tools.clock())
        name = card_name(outcome.card, structure) if outcome.card is not None else outcome.text_code
        return answer.headline or name

    def _on_failed(self, problem: BaseException) -> None:
        self.findings.set_busy(False)
        if isinstance(problem, ReasonNeeded):
            self._say(AnswerSign.REFUSED, _("A reason is needed."), _("Write one, then do it again."))
            return
        self._say(AnswerSign.REFUSED, _("This was not booked."), _("Nothing was changed."))
        self._tools.link.failed.emit(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears the answer; it never undoes."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop_panel.notice.hide()
        else:
            super().keyPressEvent(event)
