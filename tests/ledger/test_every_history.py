"""Whatever happens on the floor, the books say what a second, deliberately simple set of books says.

Two terminals on one plant do everything that people do, in every order that Hypothesis thinks of: sensible steps and
nonsense, double scans and resent ones, steps taken back, loops changed, clocks set, crashes. After every command every
card is compared with the simple books, and the seven invariants are audited. A short run each time; with
KANBAN_TEST_DEEP set a long one that looks elsewhere each time (KANBAN_TEST_HISTORIES says how long).
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kanban_app.domain.actions import QuantityNeeded
from kanban_app.domain.cards import Action, Card
from kanban_app.domain.changes import Answer, Outcome
from kanban_app.domain.draft import BomLineDraft, ItemDraft, LoopDraft, PlantDraft, StationDraft
from kanban_app.domain.first_fill import Start
from kanban_app.domain.refusals import ReasonNeeded
from kanban_app.domain.stations import StationKind
from kanban_app.operations.booking import book_action, book_scan
from kanban_app.operations.changing import change_loop, change_settings, issue_card
from kanban_app.operations.commands import Do, Scan
from kanban_app.operations.drafts import book_draft
from kanban_app.operations.persons import set_person
from kanban_app.operations.plants import open_session
from kanban_app.operations.session import Session
from kanban_app.store.audit import audit, check_chain
from kanban_app.store.plant_file import create_plant
from kanban_app.store.reading import read_cards
from tests.clock import MONDAY
from tests.databases import CODE_OFFSET, CREATED_AT, PostgresqlServer, fast_folder
from tests.ledger.books import Books, Record, blank

DEEP = bool(os.environ.get("KANBAN_TEST_DEEP"))
HISTORIES = int(os.environ.get("KANBAN_TEST_HISTORIES", "1500" if DEEP else "40"))
STEPS = 30 if DEEP else 15

PLANT = PlantDraft(
    stations=(
        StationDraft("mill", StationKind.SUPPLIER),
        StationDraft("forge", StationKind.SUPPLIER),
        StationDraft("stock", StationKind.STORE),
        StationDraft("weld", StationKind.WORKSTATION, served_from="stock"),
        StationDraft("paint", StationKind.WORKSTATION),
        StationDraft("shop", StationKind.STORE),
    ),
    items=tuple(ItemDraft(code) for code in ("rod", "sheet", "glue", "frame", "bike")),
    bom=(
        BomLineDraft("frame", "rod", Fraction(3, 2)),
        BomLineDraft("frame", "sheet", Fraction(1)),
        BomLineDraft("frame", "glue", Fraction(2)),
        BomLineDraft("bike", "frame", Fraction(1)),
        BomLineDraft("bike", "sheet", Fraction(2)),
    ),
    loops=(
        LoopDraft("rod", "mill", "weld", 12, 3, lead_time_minutes=60),
        LoopDraft("sheet", "mill", "stock", 10, 2),
        LoopDraft("sheet", "forge", "stock", 6, 2, priority=2),
        LoopDraft("glue", "mill", "weld", 20, 2, scan_only=True),
        LoopDraft("frame", "weld", "paint", 4, 4, lot_cards=2, lead_time_minutes=30),
        LoopDraft("sheet", "stock", "paint", 5, 2),
        LoopDraft("bike", "paint", "shop", 2, 3),
    ),
)
# What a draft does not say.
OPTIONS: dict[int, Record] = {
    1: {"in_use": "required"},
    3: {"rest_on_order": True},
    5: {"in_transit": "skipped", "in_process": "required"},
    6: {"rest_on_order": True},
    7: {"in_transit": "required", "in_use": "skipped"},
}
CHANGES: list[Record] = [
    {"container_quantity": 3},
    {"container_quantity": 9},
    {"card_count": 1, "lot_cards": 1},
    {"card_count": 3},
    {"card_count": 5},
    {"lot_cards": 1},
    {"lot_cards": 2, "card_count": 4},
    {"lot_cards": 3, "card_count": 5},
    {"lead_time_minutes": 5},
    {"suspended": True},
    {"suspended": False},
    {"share": 1, "priority": 1},
    {"share": 2, "priority": 1},
    {"share": 0},
    {"scan_only": True},
    {"scan_only": False},
    {"rest_on_order": True},
    {"under_tolerance_percent": 100},
]
AS_IN_THE_BOOKS = {
    "container_quantity": "container",
    "card_count": "cards",
    "lot_cards": "lot",
    "lead_time_minutes": "lead_time",
    "under_tolerance_percent": "under",
}
POSSIBLE = {
    "new": ["activate"],
    "full": ["draw", "consume"],
    "in_use": ["draw", "consume"],
    "empty": ["release"],
    "released": ["start", "dispatch", "receive"],
    "in_process": ["dispatch", "receive"],
    "in_transit": ["receive"],
    "retired": ["revert"],
}
ACTIONS = [action.value for action in Action if action is not Action.UNEXPLAINED_DRAW]
PEOPLE = ["ann", "ann", "bo"]

terminals = st.integers(0, 1)
seeds = st.integers(0, 2**32)
loop_ids = st.integers(1, len(PLANT.loops))
WELD = 4


class Crash(Exception):
    """The power goes out."""


class Floor(RuleBasedStateMachine):
    """Two terminals and the simple books beside them."""

    place: Path | str
    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kanban-history-", dir=fast_folder()))
        self.place = self.fresh_place()
        self.sessions = [self.session(), self.session()]
        self.now = MONDAY
        self.scan_count = 0
        self.sent: list[tuple[Scan, Outcome]] = []
        self.seen: dict[int, int] = {}
        self.books = books_of(self.sessions[0])

    def fresh_place(self) -> Path | str:
        return Path(shutil.copy(self.template, self.folder / "plant-0.kanban"))

    def session(self) -> Session:
        session = open_session(self.place)
        if session.database.is_sqlite:
            session.database.execute("PRAGMA synchronous=OFF")
        return session

    def teardown(self) -> None:
        if hasattr(self, "sessions"):
            for session in self.sessions:
                session.database.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- what people do --------------------------------------------------------------------------------------------

    @rule(terminal=terminals, seed=seeds, commands=st.sampled_from([1, 3, 10, 30, 30]))
    def a_while_of_work(self, terminal: int, seed: int, commands: int) -> None:
        """Uniform chance finds deeper histories than Hypothesis' own, which likes small numbers too well."""
        rng = random.Random(seed)
        for _ in range(commands):
            works = [self.go_on, self.take_back, self.empty_some, self.scan, self.anything]
            work = rng.choices(works, [10, 3, 1, 4, 3])[0]
            work(terminal, rng)
            self.now += timedelta(seconds=rng.choice([0, 1, 6, 20, 40]))

    def go_on(self, terminal: int, rng: random.Random) -> None:
        """A step that makes sense, most often of a card that somebody waits for."""
        live = [card for card in self.books.cards.values() if card["state"] != "retired"]
        waiting = [card for card in live if card["state"] not in ("full", "in_use", "empty")]
        card = rng.choice(waiting if waiting and rng.random() < 0.6 else live or list(self.books.cards.values()))
        action = "resume" if card["held"] else rng.choice(POSSIBLE[card["state"]])
        counts = action == "draw" or (action in ("receive", "activate") and rng.random() < 0.3)
        quantity = rng.randint(1, 14) if counts else None
        self.do(terminal, action, card, quantity, rng.choice(PEOPLE), None, "because")

    def take_back(self, terminal: int, rng: random.Random) -> None:
        """One of the newest steps, most often the newest."""
        roots = [step["root"] for step in self.books.steps[-6:] if step["root"] in self.books.cards]
        if roots:
            card = self.books.cards[rng.choice([roots[-1], roots[-1], *roots])]
            person = rng.choice(PEOPLE)
            self.do(terminal, "revert", card, None, person, None, rng.choice(["wrong", "wrong", ""]), self.next_id())

    def empty_some(self, terminal: int, rng: random.Random) -> None:
        """Several of one loop, so that lots fill; then a hold or a revert among them."""
        loop_id = rng.choice(list(self.books.loops))
        cards = [card["id"] for card in self.books.cards.values() if card["loop"] == loop_id and card["quantity"]]
        for card_id in rng.sample(cards, min(3, len(cards))):
            self.do(terminal, "consume", self.books.cards[card_id], None, "ann", None, "because")
            self.now += timedelta(seconds=1)
        if cards:
            action = rng.choice(["hold", "resume", "revert", "revert", "retire", "release"])
            self.do(terminal, action, self.books.cards[rng.choice(cards)], None, "ann", None, "because")

    def scan(self, terminal: int, rng: random.Random) -> None:
        """A card at one of its stations, now and then at another, now and then the last one once more."""
        if self.sent and rng.random() < 0.3:
            command, _outcome = self.sent[-1]
            card = next(card for card in self.books.cards.values() if self.code(card) == command.text)
            self.scanned(terminal, card, command.station_id, command.person)
            return
        card = self.any_card(rng)
        loop = self.books.loops[card["loop"]]
        station = rng.choice([loop["source"], loop["consumer"], loop["consumer"], WELD])
        self.scanned(terminal, card, station, rng.choice(PEOPLE))

    def anything(self, terminal: int, rng: random.Random) -> None:
        """Any action on any card, as anybody, anywhere, with or without a reason, with odd quantities."""
        card = self.any_card(rng)
        loop = self.books.loops[card["loop"]]
        action = rng.choice(ACTIONS)
        quantity = rng.choice([None, None, 0, -1, 1, 3, 9, 11, 30])
        if action == "activate" and quantity == -1:
            quantity = None
        station = rng.choice([None, None, loop["source"], loop["consumer"], WELD])
        reason = rng.choice(["because", "because", ""])
        scan_id = self.next_id() if rng.random() < 0.5 else ""
        self.do(terminal, action, card, quantity, rng.choice(PEOPLE), station, reason, scan_id)

    def any_card(self, rng: random.Random) -> Record:
        cards = list(self.books.cards.values())
        live = [card for card in cards if card["state"] != "retired"]
        return rng.choice(live if live and rng.random() < 0.9 else cards)

    def who(self, person: str, station: int | None, reason: str, scan_id: str) -> Record:
        named = {"person": person, "station": station, "reason": reason}
        return {**named, "now": self.now, "scanned": bool(scan_id)}

    def next_id(self) -> str:
        self.scan_count += 1
        return f"scan-{self.scan_count}"

    @rule(terminal=terminals, seed=seeds, action=st.sampled_from(["consume", "urgent", "hold"]))
    def act_on_what_was_seen_a_while_ago(self, terminal: int, seed: int, action: str) -> None:
        card = self.any_card(random.Random(seed))
        newest = self.stored(card["id"]).last_event
        seen = self.seen.setdefault(card["id"], newest)
        if seen == newest:
            self.do(terminal, action, card, None, "ann", None, "because", seen_event=seen)
            return
        command = Do(Action(action), (self.code(card),), reason="because", person="ann", seen_event=seen)
        (outcome,) = book_action(self.sessions[terminal], command, self.now)
        assert outcome.code == "changed_meanwhile"
        self.seen[card["id"]] = newest

    def do(
        self,
        terminal: int,
        action: str,
        card: Record,
        quantity: int | None,
        person: str,
        station: int | None,
        reason: str,
        scan_id: str = "",
        **more: Any,
    ) -> None:
        command = Do(
            Action(action),
            (self.code(card),),
            quantity,
            reason=reason,
            station_id=station,
            person=person,
            terminal=f"T{terminal}",
            scan_id=scan_id,
            **more,
        )
        try:
            (outcome,) = book_action(self.sessions[terminal], command, self.now)
            happened = in_short(outcome)
        except (ReasonNeeded, QuantityNeeded):
            happened = "WrongUse"
        who = self.who(person, station, reason, scan_id)
        expected = self.books.attempt(who, lambda: self.books.do(action, card["id"], quantity), card["id"])
        assert happened == expected, (action, card)

    def scanned(self, terminal: int, card: Record, station: int, person: str) -> None:
        command = Scan(self.code(card), station, self.next_id(), person=person, terminal=f"T{terminal}")
        outcome = book_scan(self.sessions[terminal], command, self.now)
        who = self.who(person, station, "", command.scan_id)
        taken: list[str] = []
        expected = self.books.attempt(who, lambda: taken.append(self.books.scan(card["id"])), card["id"])
        assert in_short(outcome) == expected, card
        assert not taken or outcome.action == taken[0]
        self.sent.append((command, outcome))

    @rule(terminal=terminals, seed=seeds)
    def send_a_scan_again(self, terminal: int, seed: int) -> None:
        if self.sent:
            command, first = random.Random(seed).choice(self.sent)
            again = book_scan(self.sessions[terminal], command, self.now)
            assert (again.answer, again.code, again.action) == (first.answer, first.code, first.action)
            assert again.events == first.events

    @rule(
        terminal=terminals,
        loop_id=loop_ids,
        quantity=st.integers(1, 9),
        order=st.sampled_from(["", "S-1", "S-2"]),
        person=st.sampled_from(PEOPLE),
    )
    def issue(self, terminal: int, loop_id: int, quantity: int, order: str, person: str) -> None:
        reason = "" if order else "trial"
        arguments = (loop_id, quantity, order, reason, person, f"T{terminal}", self.now)
        outcome = issue_card(self.sessions[terminal], *arguments)
        who = self.who(person, None, reason, "")
        assert in_short(outcome) == self.books.attempt(who, lambda: self.books.issue(loop_id, quantity, order), 0)

    # -- what supervisors and the world do --------------------------------------------------------------------------

    @rule(terminal=terminals, loop_id=loop_ids, values=st.sampled_from(CHANGES))
    def change_a_loop(self, terminal: int, loop_id: int, values: Record) -> None:
        loop = self.books.loops[loop_id]
        becomes = {"card_count": loop["cards"], "lot_cards": loop["lot"], **values}
        if becomes["lot_cards"] > max(1, becomes["card_count"]):
            return
        change_loop(self.sessions[terminal], loop_id, values, self.now)
        named = {AS_IN_THE_BOOKS.get(name, name): value for name, value in values.items()}
        self.books.change(loop_id, named, self.now)

    @rule(terminal=terminals, refuse=st.booleans())
    def change_what_happens_on_shortage(self, terminal: int, refuse: bool) -> None:
        change_settings(self.sessions[terminal], {"refuse_on_shortage": refuse})
        self.books.refuse_on_shortage = refuse

    @rule(seconds=st.sampled_from([1, 4, 6, 20, 31, 3600, 90_000, -1, -3, -3600]))
    def time_passes_or_is_set(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(terminal=terminals, seed=seeds, in_mid_booking=st.booleans())
    def crash(self, terminal: int, seed: int, in_mid_booking: bool) -> None:
        """The file as it lies on the disk at that moment is all that is left."""
        images: list[Path] = []
        if in_mid_booking:
            self._crash_before_the_commit(terminal, self.any_card(random.Random(seed)), images)
        else:
            images.append(self._image())
        for session in self.sessions:
            session.database.close()
        self.place = images[0]
        self.sessions = [self.session(), self.session()]
        assert check_chain(self.sessions[0].database) == ()

    def _crash_before_the_commit(self, terminal: int, card: Record, images: list[Path]) -> None:
        database = self.sessions[terminal].database
        really: Callable[[str], None] = database._guarded

        def guarded(words: str) -> None:
            if words == "COMMIT":
                images.append(self._image())
                raise Crash
            really(words)

        database._guarded = guarded  # type: ignore[method-assign]
        command = Do(Action.URGENT, (self.code(card),), terminal=f"T{terminal}")
        with pytest.raises(Crash):
            book_action(self.sessions[terminal], command, self.now)

    def _image(self) -> Path:
        assert isinstance(self.place, Path)
        number = int(self.place.stem.rpartition("-")[2]) + 1
        image = self.folder / f"plant-{number}.kanban"
        for ending in ("", "-wal", "-journal"):
            part = Path(f"{self.place}{ending}")
            if part.exists():
                shutil.copy(part, f"{image}{ending}")
        return image

    # -- what must hold ----------------------------------------------------------------------------------------------

    def code(self, card: Record) -> str:
        return self.stored(card["id"]).code

    def stored(self, card_id: int) -> Card:
        return self.sessions[0].cards().card(card_id)

    @invariant()
    def the_books_agree(self) -> None:
        if not hasattr(self, "books"):
            return
        stored = {card.id: card for card in read_cards(self.sessions[1].database)}
        assert stored.keys() == self.books.cards.keys()
        for card_id, expected in self.books.cards.items():
            found = as_in_the_books(stored[card_id])
            if expected["due"] == "unsure":
                found["due"] = "unsure"
            assert told(found) == told(expected)

    @invariant()
    def the_seven_invariants_hold(self) -> None:
        if hasattr(self, "books"):
            assert audit(self.sessions[0].database).findings == ()

    @invariant()
    def no_full_lot_waits(self) -> None:
        if not hasattr(self, "books"):
            return
        for loop in self.books.loops.values():
            cards = (card for card in self.books.cards.values() if card["loop"] == loop["id"])
            waiting = [card for card in cards if card["state"] == "empty" and not card["held"] and not card["single"]]
            assert loop["suspended"] or loop["lot"] == 1 or len(waiting) < loop["lot"]


def in_short(outcome: Outcome) -> str:
    """As the simple books answer."""
    if outcome.answer is Answer.DONE:
        return "short" if outcome.warnings else "done"
    assert outcome.code is not None
    return outcome.code.value


def told(card: Record) -> Record:
    """What is compared of a card: what its state makes matter."""
    names = ["state", "loop", "number", "quantity", "cycle", "held", "urgent", "short", "single", "order"]
    if card["state"] not in ("new", "retired"):
        names.append("since")
    if card["state"] in ("full", "in_use"):
        names.append("full_at")
    if card["state"] in ("empty", "released", "in_process", "in_transit"):
        names.append("signal")
    if card["state"] in ("released", "in_process", "in_transit"):
        names.append("asked")
        names.append("due")
    return {name: card[name] for name in names}


def as_in_the_books(card: Card) -> Record:
    """The stored card in the words of the simple books."""
    return {
        "state": card.state.value,
        "loop": card.loop_id,
        "number": card.number,
        "quantity": card.quantity,
        "asked": card.container_quantity,
        "cycle": card.cycle,
        "since": card.since_at,
        "full_at": card.full_at,
        "signal": card.signal_at,
        "due": card.due_at,
        "held": card.on_hold,
        "urgent": card.urgent,
        "short": card.short_at_source,
        "single": card.single_use,
        "order": card.order_reference,
    }


def books_of(session: Session) -> Books:
    """The simple books of the plant as it is planted: all full, each card activated in a step of its own."""
    structure = session.structure
    loops: dict[int, Record] = {}
    for loop in structure.loops.values():
        served = [station.id for station in structure.stations.values() if station.served_from_id == loop.consumer_id]
        loops[loop.id] = {
            "id": loop.id,
            "item": loop.item_id,
            "kind": loop.kind.value,
            "source": loop.source_id,
            "consumer": loop.consumer_id,
            "used_at": [loop.consumer_id, *served],
            "container": loop.container_quantity,
            "cards": loop.card_count,
            "lot": loop.lot_cards,
            "lead_time": loop.lead_time_minutes,
            "in_use": loop.in_use.value,
            "in_process": loop.in_process.value,
            "in_transit": loop.in_transit.value,
            "scan_only": loop.scan_only,
            "suspended": False,
            "priority": loop.priority,
            "share": 0,
            "over": loop.over_tolerance_percent,
            "under": loop.under_tolerance_percent,
            "rest_on_order": loop.rest_on_order,
            "parts": [(line.component_id, line.per_parent) for line in structure.components_of(loop.item_id)],
        }
    cards = {card.id: blank(card.id, loops[card.loop_id], card.number, MONDAY) for card in read_cards(session.database)}
    books = Books(loops, cards)
    who = {"person": "ann", "station": None, "reason": "first fill", "now": MONDAY, "scanned": False}
    for card_id in sorted(cards):
        assert books.attempt(who, partial(books.do, "activate", card_id), card_id) == "done"
    return books


def plant(session: Session) -> None:
    """Plant it, with what a draft does not say and two people."""
    with session.database.write():
        set_person(session.database, "ann", supervisor=True)
        set_person(session.database, "bo", supervisor=False)
    book_draft(session, PLANT, Start.FULL, MONDAY, "ann")
    for loop_id, values in OPTIONS.items():
        change_loop(session, loop_id, values, MONDAY)


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kanban-template-", dir=fast_folder()))
    place = folder / "template.kanban"
    create_plant(place, "test", CREATED_AT, CODE_OFFSET)
    session = open_session(place)
    plant(session)
    session.database.close()
    yield place
    shutil.rmtree(folder)


def run(machine: type[RuleBasedStateMachine], histories: int) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=histories, stateful_step_count=STEPS))


def test_every_history_on_two_terminals_keeps_the_books_right(template: Path) -> None:
    class OnFiles(Floor):
        pass

    OnFiles.template = template
    run(OnFiles, HISTORIES)


@pytest.mark.postgresql
def test_every_history_on_a_server_keeps_the_books_right(postgresql_server: PostgresqlServer) -> None:
    template = postgresql_server.make(postgresql_server.template)
    session = open_session(template)
    plant(session)
    session.database.close()

    class OnAServer(Floor):
        def fresh_place(self) -> str:
            return postgresql_server.make(template.rpartition("/")[2])

        @rule(terminal=terminals)
        def crash(self, terminal: int) -> None:
            """A terminal falls over; the server stands."""
            self.sessions[terminal].database.close()
            self.sessions[terminal] = self.session()

    run(OnAServer, HISTORIES // 6)


def test_books_that_forget_a_rule_are_noticed(template: Path) -> None:
    """The comparison is sharp: books in which nothing is ever ordered are found out."""

    class Forgetful(Floor):
        @initialize()
        def open(self) -> None:
            super().open()
            self.books.gather = lambda *_arguments, **_named: None  # type: ignore[method-assign]

    Forgetful.template = template
    quickly = settings(max_examples=20, stateful_step_count=20, phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Forgetful, settings=quickly)
