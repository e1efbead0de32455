"""A walk that survives whatever happens to its window, and what sets things right after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kanban_app.domain.card_walk import Correction, Place, Sighting, Walk, sighting_of
from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.changes import Answer
from kanban_app.domain.refusals import RefusalCode
from kanban_app.operations.persons import keep_person
from kanban_app.operations.shop import Shop
from kanban_app.operations.walking import WalkBook, correct_counts, look_over, replace_lost
from tests.clock import MONDAY, Clock
from tests.databases import Databases
from tests.operations.terminals import planted, terminals

BORN = MONDAY - timedelta(days=100)
PLACE = Place(4, "rack 1")


def seen(card_id: int, place: Place = PLACE, *, old: bool = False) -> Sighting:
    card = Card(card_id, f"C{card_id}", 1, card_id, CardState.FULL, 5, 5, 1, MONDAY)
    return Sighting(card.id, place, MONDAY, True, card.state, card.last_event, old)


def book(folder: Path, plant: str = "plant") -> WalkBook:
    return WalkBook(folder, plant, BORN)


def a_walk(folder: Path) -> Walk:
    """A walk with a bit of everything, written down."""
    walk = Walk(MONDAY, frozenset({4, 5}))
    written = book(folder)
    written.begin(walk)
    for sighting in (seen(1), seen(2), seen(3, old=True), replace(seen(2), is_taken_back=True)):
        walk.see(sighting)
        written.see(sighting)
    walk.count(1, 3, 17)
    walk.count(2, 4, 18)
    walk.count(2, None, 18)
    for count in ((1, 3, 17), (2, 4, 18), (2, None, 18)):
        written.count(*count)
    walk.done.add(PLACE)
    written.finish(PLACE, done=True)
    written.flush()
    return walk


def test_a_walk_is_found_again_as_it_was(fast_path):
    walk = a_walk(fast_path)
    assert book(fast_path).load() == walk
    assert [sighting.card_id for sighting in walk.sightings] == [1, 3]


def test_a_walk_is_this_terminals_and_this_plants(fast_path):
    a_walk(fast_path / "here")
    assert book(fast_path / "elsewhere").load() is None
    assert book(fast_path / "here", "another plant").load() is None
    # a plant made anew under the same name
    assert WalkBook(fast_path / "here", "plant", BORN + timedelta(seconds=1)).load() is None


def test_a_line_that_a_crash_tore_costs_only_itself(fast_path):
    walk = a_walk(fast_path)
    [file] = (fast_path / "walks").iterdir()
    with file.open("ab") as torn:
        torn.write(b'\n{"card": 9, "place": [4, "ra')
    again = book(fast_path)
    assert again.load() == walk
    again.see(seen(7))
    again.flush()
    assert [sighting.card_id for sighting in book(fast_path).load().sightings] == [1, 3, 7]


def test_an_ended_walk_is_gone(fast_path):
    a_walk(fast_path)
    ending = book(fast_path)
    ending.end()
    ending.flush()
    assert book(fast_path).load() is None


def test_what_is_no_walk_is_none(fast_path):
    a_walk(fast_path)
    [file] = (fast_path / "walks").iterdir()
    for text in ("", "no walk", "[]", '{"plant": 3}', f'{{"plant": "{BORN.isoformat()}"}}'):
        file.write_text(text)
        assert book(fast_path).load() is None


def test_without_a_folder_nothing_is_kept(fast_path):
    nowhere = WalkBook(None, "plant", BORN)
    nowhere.begin(Walk(MONDAY))
    nowhere.flush()
    assert nowhere.load() is None


def test_what_could_not_be_written_is_written_the_next_time(fast_path):
    walks = fast_path / "walks"
    walks.write_text("a file where the folder should be")
    waiting = book(fast_path)
    waiting.begin(Walk(MONDAY))
    waiting.see(seen(1))
    with pytest.raises(OSError):
        waiting.flush()
    walks.unlink()
    waiting.see(seen(2))
    waiting.flush()
    assert [sighting.card_id for sighting in book(fast_path).load().sightings] == [1, 2]


KILLED = """
import sys
from pathlib import Path
from tests.operations.test_walking import book, seen
from kanban_app.domain.card_walk import Walk
from tests.clock import MONDAY
walk = book(Path(sys.argv[1]))
walk.begin(Walk(MONDAY))
for number in range(1, 10_000):
    walk.see(seen(number))
    walk.flush()
    print(number, flush=True)
"""


@pytest.mark.kill
def test_a_process_that_is_killed_loses_nothing_that_was_shown(fast_path):
    command = [sys.executable, "-c", KILLED, str(fast_path)]
    walking = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."})
    assert walking.stdout is not None
    with walking.stdout as out:
        for _ in range(40):
            shown = int(out.readline())
        walking.send_signal(signal.SIGKILL)
        shown = max([shown, *(int(line) for line in out.read().splitlines())])
    walking.wait()
    found = [sighting.card_id for sighting in book(fast_path).load().sightings]
    assert found[:shown] == list(range(1, shown + 1))


# -- setting right -----------------------------------------------------------------------------------------------------


@pytest.fixture
def place(databases: Databases, clock: Clock):
    return planted(databases, clock)


def full_cards(shop: Shop, count: int) -> list[Card]:
    board = shop.board().result()
    row = next(row for row in board.rows() if len(row.cards) >= count and row.cards[0].state is CardState.FULL)
    return list(row.cards[:count])


def test_lost_cards_are_replaced_each_with_its_own_answer(place, clock):
    with terminals(place, clock) as [shop]:
        lost, gone = full_cards(shop, 2)
        shop.do(Action.RETIRE, [gone.code], reason="surplus").result()
        outcomes = replace_lost(shop, [lost.code, gone.code], "not found", "Anna")
        assert [outcome.answer for outcome in outcomes] == [Answer.DONE, Answer.REFUSED]
        board = shop.board().result()
        heir = board.card(board.card(lost.id).replaced_by_id)
        assert (heir.state, heir.quantity, heir.print_reason) == (lost.state, lost.quantity, PrintReason.REPLACED)
        assert heir.id in {card.id for card in shop.print_list().result()}
        [entry] = [line for line in shop.history(lost.code).result() if line.event.action is Action.RETIRE]
        assert (entry.event.reason, entry.event.person) == ("not found", "Anna")


def test_counts_are_drawn_down_with_a_reason_and_an_empty_one_calls(place, clock):
    with terminals(place, clock) as [shop]:
        one, two = full_cards(shop, 2)
        counted = [Correction(one, one.quantity - 1, one.last_event), Correction(two, 0, two.last_event)]
        outcomes = correct_counts(shop, counted, "counted", "Anna")
        assert [outcome.answer for outcome in outcomes] == [Answer.DONE, Answer.DONE]
        board = shop.board().result()
        assert board.card(one.id).quantity == one.quantity - 1
        assert board.card(two.id).quantity == 0
        assert board.card(two.id).signal_at is not None
        assert shop.history(one.code, 1).result()[0].event.reason == "counted"
        assert shop.audit().result().ok


def test_more_than_the_books_have_is_added_and_what_moved_on_is_refused(place, clock):
    with terminals(place, clock) as [shop]:
        one, two = full_cards(shop, 2)
        shop.do(Action.DRAW, [two.code], quantity=1).result()
        counted = [Correction(one, one.quantity + 3, one.last_event), Correction(two, 0, two.last_event)]
        counted.append(Correction(two, two.quantity + 5, two.last_event))
        done, *refused = correct_counts(shop, counted, "counted", "Anna")
        assert done.answer is Answer.DONE
        assert [(one.answer, one.code) for one in refused] == 2 * [(Answer.REFUSED, RefusalCode.CHANGED_MEANWHILE)]
        board = shop.board().result()
        found = board.card(one.id)
        assert (found.quantity, found.state, found.full_at) == (one.quantity + 3, one.state, one.full_at)
        assert board.card(two.id).quantity == two.quantity - 1
        newest = shop.history(one.code, 1).result()[0].event
        assert (newest.reason, newest.quantity, newest.person) == ("counted", 3, "Anna")
        assert shop.audit().result().ok


def test_a_count_that_found_more_can_be_taken_back(place, clock):
    with terminals(place, clock) as [shop]:
        [one] = full_cards(shop, 1)
        correct_counts(shop, [Correction(one, one.quantity + 3, one.last_event)], "counted", "Anna")
        clock.tick(hours=1)
        [outcome] = shop.do(Action.REVERT, [one.code], reason="counted wrong").result()
        assert outcome.answer is Answer.DONE
        now = shop.board().result().card(one.id)
        assert (now.quantity, now.state, now.full_at) == (one.quantity, one.state, one.full_at)
        assert shop.audit().result().ok


def test_only_a_supervisor_adds_to_the_books(place, clock):
    with terminals(place, clock) as [shop]:
        shop.write(lambda session: keep_person(session, "", "Maria", supervisor=True)).result()
        [one] = full_cards(shop, 1)
        counted = [Correction(one, one.quantity + 3, one.last_event)]
        [refused] = correct_counts(shop, counted, "counted", "Anna")
        assert refused.code is RefusalCode.NOT_PERMITTED
        assert shop.board().result().card(one.id).quantity == one.quantity
        [done] = correct_counts(shop, counted, "counted", "Maria")
        assert done.answer is Answer.DONE


def test_a_walk_is_looked_over_with_its_counts(place, clock):
    with terminals(place, clock) as [shop]:
        board = shop.board().result()
        cards = {card.id: card for card in board.cards()}
        card = full_cards(shop, 1)[0]
        walk = Walk(clock())
        loop = board.structure.loops[card.loop_id]
        consumer = board.structure.stations[loop.consumer_id]
        at = Place(consumer.id, loop.consumer_location or consumer.location)
        walk.see(sighting_of(card, at, clock(), board.structure))
        walk.count(card.id, 1, card.last_event)
        overview = look_over(walk, cards, board.structure)
        assert overview.seen_counts[at] == 1
        assert overview.findings == ()
        assert [(found.card.id, found.left) for found in overview.corrections] == [(card.id, 1)]
        walk.done.add(at)
        missing = {found.card.id for found in look_over(walk, cards, board.structure).findings}
        [stop] = [stop for stop in overview.stops if stop.place == at]
        assert missing == {other.id for other in stop.cards} - {card.id}
