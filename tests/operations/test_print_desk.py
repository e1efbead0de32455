"""Print jobs: written down, drawn in parts, recorded when complete; once unless asked; going on where it stopped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kanban_app.domain.cards import Action, Card, CardState, PrintReason
from kanban_app.domain.loops import PrintRule
from kanban_app.domain.print_jobs import Look
from kanban_app.operations import print_desk, print_jobs
from kanban_app.operations.paper_looks import LookProblem
from kanban_app.operations.papers import PrintResult
from kanban_app.operations.print_desk import PrintOrder
from kanban_app.operations.print_jobs import Destination, PendingPart
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.operations.spooling import PrinterChoice
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.operations.paper import codes_on
from tests.operations.terminals import card_of, planted, terminals
from tests.store.small_plant import RACKS, SHOP, SOLD

A4 = Look("a4-8")


@pytest.fixture
def place(databases: Databases, clock: Clock) -> Place:
    return planted(databases, clock)


@pytest.fixture
def shop(place: Place, clock: Clock) -> Iterator[Shop]:
    with terminals(place, clock) as [opened]:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out tray"


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sheets of eight are parts of their own."""
    monkeypatch.setattr(print_desk, "PART_CARDS", 8)


def all_codes(shop: Shop) -> tuple[str, ...]:
    return tuple(card.code for card in shop.board().result().cards())


def order(shop: Shop, folder: Path, codes: tuple[str, ...] = (), **more: object) -> PrintOrder:
    return replace(PrintOrder(codes or all_codes(shop), A4, Destination(folder=folder)), **more)  # type: ignore[arg-type]


def printed(shop: Shop, wanted: PrintOrder) -> PrintResult:
    return shop.desk.print(wanted).result()


def counts(shop: Shop) -> list[int]:
    return [card.print_count for card in shop.board().result().cards()]


def test_a_job_is_one_file_that_holds_its_cards_and_counts_them(shop: Shop, folder: Path) -> None:
    result = printed(shop, order(shop, folder))
    [path] = result.paths
    assert sorted(codes_on(path)) == sorted(all_codes(shop)) == sorted(result.codes)
    assert set(counts(shop)) == {1}
    assert shop.print_list().result() == []


def test_a_long_run_into_a_folder_is_several_whole_files(shop: Shop, folder: Path, small_parts: None) -> None:
    result = printed(shop, order(shop, folder))
    assert len(result.paths) == 2
    assert [code for path in result.paths for code in codes_on(path)] == list(result.codes)
    assert [len(sheet) for sheet in result.sheets] == [8, 4]


def test_whoever_names_a_file_gets_that_file(shop: Shop, tmp_path: Path, small_parts: None) -> None:
    target = tmp_path / "mine.pdf"
    result = printed(shop, replace(order(shop, tmp_path), destination=Destination(file=target)))
    assert result.paths == (target,)
    assert len(codes_on(target)) == 12


def test_exactly_the_same_again_prints_nothing_and_says_when_it_was_printed(shop: Shop, folder: Path) -> None:
    first = printed(shop, order(shop, folder))
    second = printed(shop, order(shop, folder))
    assert (second.paths, second.problems) == ((), ())
    assert second.already is not None
    assert second.already.place == str(folder)
    assert list(folder.iterdir()) == list(first.paths)
    assert set(counts(shop)) == {1}


def test_asked_for_once_more_it_is_printed_and_counted_as_a_second_print(shop: Shop, folder: Path) -> None:
    printed(shop, order(shop, folder))
    again = printed(shop, order(shop, folder, again=True))
    assert len(again.paths) == 1
    assert set(counts(shop)) == {2}
    assert printed(shop, order(shop, folder)).already is not None


def test_a_card_whose_paper_is_asked_for_again_makes_it_another_job(shop: Shop, folder: Path) -> None:
    code = card_of(shop, SOLD, 1).code
    printed(shop, order(shop, folder, (code,)))
    shop.ask_print([code]).result()
    assert printed(shop, order(shop, folder, (code,))).already is None
    assert card_of(shop, SOLD, 1).print_count == 2


def test_another_format_or_a_new_revision_is_another_job(shop: Shop, folder: Path) -> None:
    code = card_of(shop, SOLD, 1).code
    printed(shop, order(shop, folder, (code,)))
    assert printed(shop, order(shop, folder, (code,), look=Look("a6"))).already is None
    printed(shop, order(shop, folder, (code,), again=True))
    shop.change_loop(SOLD, container_quantity=3).result()
    assert printed(shop, order(shop, folder, (code,))).already is None


# -- stopped, cut off ------------------------------------------------------------------------------------------------


def test_stopped_between_two_parts_keeps_the_first_and_prints_no_part_of_the_second(
    shop: Shop, folder: Path, small_parts: None
) -> None:
    done: list[int] = []
    job = shop.desk.print(order(shop, folder), lambda count, _whole: done.append(count), lambda: bool(done))
    result = job.result()
    assert result.stopped
    assert len(result.codes) == 8
    assert [codes_on(path) for path in result.paths] == [list(result.codes)]
    waiting = {card.code for card in shop.print_list().result()}
    assert waiting == set(all_codes(shop)) - set(result.codes)


class Trouble:
    """A printer that takes so many files and then none."""

    def __init__(self, takes: int) -> None:
        self.takes = takes
        self.taken: list[Path] = []

    def __call__(self, path: Path, _choice: PrinterChoice) -> None:
        if len(self.taken) == self.takes:
            raise OSError("paper jam")
        self.taken.append(path)


def cut_off(shop: Shop, folder: Path, takes: int = 1) -> Trouble:
    """A run onto a printer that gives up after `takes` parts."""
    printer = Trouble(takes)
    wanted = replace(order(shop, folder), destination=Destination(folder=folder, printer=PrinterChoice("laser")))
    with pytest.raises(OSError, match="paper jam"):
        shop.desk.print(wanted, spool=printer).result()
    return printer


def test_a_printer_that_gives_up_leaves_the_rest_on_the_list(shop: Shop, folder: Path, small_parts: None) -> None:
    printer = cut_off(shop, folder)
    assert {code for path in printer.taken for code in codes_on(path)} == set(all_codes(shop)) - {
        card.code for card in shop.print_list().result()
    }
    assert sorted(counts(shop)) == [0] * 4 + [1] * 8


def test_going_on_prints_from_the_first_card_without_paper(shop: Shop, folder: Path, small_parts: None) -> None:
    first = cut_off(shop, folder)
    open_job = shop.desk.interrupted().result()
    assert open_job is not None
    assert (open_job.printed_count, len(open_job.missing)) == (8, 4)
    printer = Trouble(9)
    result = shop.desk.print(PrintOrder(resume=True), spool=printer).result()
    assert result.resumed
    codes = [code for path in (*first.taken, *printer.taken) for code in codes_on(path)]
    assert sorted(codes) == sorted(all_codes(shop)), "every card once"
    assert set(counts(shop)) == {1}
    assert shop.desk.interrupted().result() is None
    assert printed(shop, order(shop, folder)).already is not None, "as a whole it is the job that was asked for"


def test_the_same_order_goes_on_by_itself(shop: Shop, folder: Path, small_parts: None) -> None:
    cut_off(shop, folder)
    result = printed(shop, order(shop, folder))
    assert result.resumed
    assert len(result.codes) == 4
    assert set(counts(shop)) == {1}


def test_what_somebody_printed_meanwhile_is_not_missing_any_more(shop: Shop, folder: Path, small_parts: None) -> None:
    cut_off(shop, folder)
    missing = tuple(card.code for card in shop.print_list().result())
    printed(shop, order(shop, folder, missing))
    assert shop.desk.interrupted().result() is None
    assert printed(shop, PrintOrder(resume=True)) == PrintResult()


def test_a_job_that_nobody_goes_on_with_is_told_of_no_more(shop: Shop, folder: Path, small_parts: None) -> None:
    cut_off(shop, folder)
    open_job = shop.desk.interrupted().result()
    assert open_job is not None
    shop.write(print_jobs.leave, open_job.id, shop.clock()).result()
    assert shop.desk.interrupted().result() is None
    assert len(shop.print_list().result()) == 4


def begun(shop: Shop, folder: Path) -> tuple[PendingPart, list[Card]]:
    """A job as a killed program leaves it: its file is there, and nobody has recorded it."""
    cards = [card_of(shop, SOLD, 1), card_of(shop, SOLD, 2)]
    codes = tuple(card.code for card in cards)
    wanted = order(shop, folder, codes)
    job = shop.read(shop.desk._prepare, wanted, None).result()
    job_id = shop.write(print_jobs.begin, job, Destination(folder=folder), "").result()
    target = folder / "cards.pdf"
    folder.mkdir()
    data = print_desk.papers.draw(job)
    target.write_bytes(data)
    part = PendingPart(job_id, 0, 2, target, hashlib.sha256(data).hexdigest())
    shop.write(print_jobs.intend, part, shop.clock()).result()
    return part, cards


def test_a_file_that_a_killed_program_left_whole_is_recorded_before_anything_else_is_printed(
    shop: Shop, folder: Path
) -> None:
    _part, cards = begun(shop, folder)
    printed(shop, order(shop, folder, (card_of(shop, RACKS, 1).code,)))
    for number in (1, 2):
        card = card_of(shop, SOLD, number)
        assert (card.print_count, card.print_reason, card.printed_revision) == (1, None, 1)
    assert {card.id for card in cards}.isdisjoint(card.id for card in shop.print_list().result())


def test_a_file_that_is_not_the_one_that_was_going_to_be_is_not_taken_for_it(shop: Shop, folder: Path) -> None:
    part, _cards = begun(shop, folder)
    part.path.write_bytes(b"somebody else's file")
    printed(shop, order(shop, folder, (card_of(shop, RACKS, 1).code,)))
    assert card_of(shop, SOLD, 1).print_count == 0


def test_a_part_is_recorded_once_whoever_comes_first(shop: Shop, folder: Path) -> None:
    part, _cards = begun(shop, folder)
    for _ in range(3):
        shop.write(print_jobs.recover, part, shop.clock()).result()
    assert card_of(shop, SOLD, 1).print_count == 1


def test_a_job_of_a_program_that_still_runs_is_not_taken_for_cut_off(
    shop: Shop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its runner is another living process: this test's parent."""
    monkeypatch.setattr(print_jobs, "runner", lambda: f"{print_jobs.socket.gethostname()}:{os.getppid()}")
    begun(shop, folder)
    monkeypatch.undo()
    assert shop.desk.interrupted().result() is None


# -- what is refused, what never changes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look", [Look("a0"), Look("sheet:nothing"), Look("a6", design="nobody's"), Look("a4-8", start_cell=9)]
)
def test_a_look_that_there_is_not_prints_nothing(shop: Shop, folder: Path, look: Look) -> None:
    with pytest.raises(LookProblem):
        printed(shop, order(shop, folder, look=look))
    assert set(counts(shop)) == {0}
    assert not folder.exists()


def state_of_the_books(session: Session) -> list[object]:
    columns = "id, state, quantity, cycle, since_at, container_quantity, revision, last_event, on_hold, urgent"
    tables = (f"SELECT {columns} FROM card ORDER BY id", "SELECT * FROM event ORDER BY seq", "SELECT * FROM signal")
    return [session.database.fetch_all(statement) for statement in tables]


def test_printing_changes_neither_stock_nor_the_ledger(shop: Shop, folder: Path, small_parts: None) -> None:
    before = shop.read(state_of_the_books).result()
    printed(shop, order(shop, folder))
    printed(shop, order(shop, folder, again=True))
    cut_off_codes = order(shop, folder, again=True, look=Look("a6"))
    shop.desk.print(cut_off_codes, None, lambda: True).result()
    assert shop.read(state_of_the_books).result() == before
    assert shop.audit().result().ok


def test_codes_may_be_typed_and_a_text_that_is_none_is_left_out(shop: Shop, folder: Path) -> None:
    code = card_of(shop, SOLD, 1).code
    typed = (f"{code[:3]} {code[3:6]} {code[6:]}".lower(), code, "no code", "0000000")
    assert printed(shop, order(shop, folder, typed)).codes == (code,)


def test_a_paper_at_once_that_fails_waits_on_the_list_and_is_no_job_to_go_on_with(
    databases: Databases, clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "tray").write_text("a file in the way")
    place = planted(databases, clock, print_rule=PrintRule.FOLDER, print_folder=tmp_path / "tray")
    with terminals(place, clock) as [shop]:
        card = card_of(shop, SOLD, 1)
        shop.printed(shop.scan(card.code, SHOP).result())
        assert shop.desk.interrupted().result() is None
        assert card.id in {listed.id for listed in shop.print_list().result()}


def test_a_card_that_left_for_good_needs_no_paper(shop: Shop, folder: Path) -> None:
    card = card_of(shop, SOLD, 1)
    shop.do(Action.RETIRE, [card.code], reason="broken").result()
    gone = shop.find(card.code).result()
    assert gone is not None
    assert gone.state is CardState.RETIRED
    assert printed(shop, order(shop, folder, (card.code,))) == PrintResult()


def test_new_cards_wait_for_their_first_paper(shop: Shop) -> None:
    assert {card.print_reason for card in shop.print_list().result()} == {PrintReason.NEW}
