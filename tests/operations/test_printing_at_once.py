"""Cards that are released in a loop set to `folder` are on paper at once; a printer's trouble changes no stock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from kanban_app.domain.cards import Action, CardState, PrintReason
from kanban_app.domain.changes import Answer
from kanban_app.domain.loops import PrintRule
from kanban_app.operations.orders_changing import confirm
from kanban_app.operations.orders_entering import NewLine, add_lines
from kanban_app.operations.orders_shipping import ship
from kanban_app.operations.plants import open_session
from kanban_app.operations.print_desk import PrintDesk
from kanban_app.operations.session import Session
from kanban_app.operations.shop import Shop
from kanban_app.store.problems import FileProblem, StoreError
from kanban_app.store.tables import METADATA
from tests.clock import Clock
from tests.databases import Databases, Place
from tests.operations.paper import codes_on
from tests.operations.terminals import card_of, planted, terminals
from tests.store.small_plant import BENCH, RACKS, SHOP, SOLD

RACK = 2


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out tray"


@pytest.fixture
def place(databases: Databases, clock: Clock, folder: Path) -> Place:
    return planted(databases, clock, print_rule=PrintRule.FOLDER, print_folder=folder)


@pytest.fixture
def shop(place: Place, clock: Clock) -> Iterator[Shop]:
    with terminals(place, clock) as [opened]:
        yield opened


def waiting(shop: Shop) -> list[str]:
    """The codes of released cards that wait for paper."""
    return [card.code for card in shop.print_list().result() if card.print_reason is PrintReason.RELEASED]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_released_card_is_printed_and_leaves_the_print_list(shop: Shop, folder: Path) -> None:
    card = card_of(shop, SOLD, 1)
    done = shop.printed(shop.scan(card.code, SHOP).result())
    [path] = map(Path, done.printed)
    assert path.parent == folder
    assert codes_on(path) == [card.code]
    assert waiting(shop) == []
    printed = card_of(shop, SOLD, 1)
    assert (printed.print_count, printed.printed_revision, printed.print_reason) == (1, 1, None)


def test_everything_that_a_cascade_releases_is_on_its_papers(shop: Shop) -> None:
    rack = card_of(shop, RACKS, 1)
    shop.printed(shop.do(Action.CONSUME, [rack.code]).result()[0])
    started = shop.printed(shop.do(Action.START, [rack.code]).result()[0])
    released = {event.card_id for event in started.events if event.action is Action.RELEASE}
    asked = {card.code for card in started.cards if card.id in released}
    assert asked
    assert {code for path in started.printed for code in codes_on(Path(path))} == asked


def test_what_an_order_releases_is_printed_at_once_too(shop: Shop, folder: Path, clock: Clock) -> None:
    """Not only scans release cards: here a whole container of each rack in the shop leaves with an order."""
    cards = [card_of(shop, SOLD, number) for number in (1, 2)]
    entry = NewLine("Hansen", RACK, 2, clock().date(), station_id=SHOP)
    [line] = shop.write(add_lines, [entry], clock()).result()
    shop.write(confirm, line.order_number, clock()).result()
    assert files(folder) == []
    shop.write(ship, line.order_number, clock()).result()
    shop.draw(bool).result()  # the papers before it on the drawing thread are done
    assert {code for name in files(folder) for code in codes_on(folder / name)} == {card.code for card in cards}
    assert waiting(shop) == []


def test_an_order_stands_when_what_it_released_cannot_be_read(
    shop: Shop, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction is through by then: the person must not be told that it failed."""

    def lost(_desk: PrintDesk, session: Session, _last_seq: int) -> None:
        raise StoreError(FileProblem.LOCKED, str(session.database.place))

    monkeypatch.setattr(PrintDesk, "after_entries", lost)
    entry = NewLine("Hansen", RACK, 2, clock().date(), station_id=SHOP)
    [line] = shop.write(add_lines, [entry], clock()).result()
    shop.write(confirm, line.order_number, clock()).result()
    shop.write(ship, line.order_number, clock()).result()
    assert len(waiting(shop)) == 2


def test_several_cards_at_once_are_one_file(shop: Shop) -> None:
    cards = [card_of(shop, SOLD, number) for number in (1, 2, 3)]
    outcomes = [shop.printed(outcome) for outcome in shop.do(Action.CONSUME, [card.code for card in cards]).result()]
    paths = {path for outcome in outcomes for path in outcome.printed}
    assert len(paths) == 1
    assert sorted(codes_on(Path(paths.pop()))) == sorted(card.code for card in cards)


def test_a_reprint_is_counted_and_is_no_second_card(shop: Shop, tmp_path: Path) -> None:
    card = card_of(shop, SOLD, 1)
    shop.printed(shop.scan(card.code, SHOP).result())
    again = shop.print_cards([card.code], "a6", tmp_path / "again.pdf").result()
    assert again.paths == (tmp_path / "again.pdf",)
    assert codes_on(tmp_path / "again.pdf") == [card.code]
    assert card_of(shop, SOLD, 1).print_count == 2
    assert len(shop.board().result().row(SOLD).cards) == 4


def test_the_next_step_on_a_card_prints_it_no_second_time(shop: Shop, folder: Path) -> None:
    rack = card_of(shop, RACKS, 1)
    asked = [shop.scan(rack.code, station) for station in (3, BENCH)]
    for outcome in asked:
        shop.printed(outcome.result())
    assert card_of(shop, RACKS, 1).print_count == 1
    assert len([name for name in files(folder) if rack.code in name]) == 1


def test_ten_replays_of_a_scan_are_one_paper(shop: Shop, folder: Path) -> None:
    card = card_of(shop, SOLD, 1)
    replays = [shop.scan(card.code, SHOP, scan_id="id-1") for _ in range(10)]
    paths = {shop.printed(replay.result()).printed for replay in replays}
    assert len(paths) == 1
    assert len(files(folder)) == 1
    assert card_of(shop, SOLD, 1).print_count == 1


@pytest.mark.parametrize("rule", [PrintRule.LIST, PrintRule.OFF])
def test_other_print_rules_make_no_file(databases: Databases, clock: Clock, folder: Path, rule: PrintRule) -> None:
    with terminals(planted(databases, clock, print_rule=rule, print_folder=folder), clock) as [shop]:
        done = shop.printed(shop.scan(card_of(shop, SOLD, 1).code, SHOP).result())
        assert done.printed == ()
        assert files(folder) == []
        assert len(waiting(shop)) == (rule is PrintRule.LIST)


def in_the_way(folder: Path) -> None:
    """A file where the folder should be: nobody, not even root, can write there."""
    folder.write_text("a file")


def test_when_printing_fails_the_booking_stands_and_the_card_waits_for_paper(shop: Shop, folder: Path) -> None:
    in_the_way(folder)
    card = card_of(shop, SOLD, 1)
    done = shop.printed(shop.scan(card.code, SHOP).result())
    assert (done.answer, done.printed) == (Answer.DONE, ())
    assert card_of(shop, SOLD, 1).state is CardState.RELEASED
    assert waiting(shop) == [card.code]
    assert card_of(shop, SOLD, 1).print_count == 0
    assert shop.audit().result().ok

    folder.unlink()
    result = shop.print_cards(waiting(shop)).result()
    assert codes_on(result.paths[0]) == [card.code]
    assert waiting(shop) == []


def test_a_failed_print_leaves_no_part_of_a_file(shop: Shop, folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    target = tmp_path / "there"
    target.mkdir()
    with pytest.raises(OSError):
        shop.print_cards([card_of(shop, SOLD, 1).code], "a6", target).result()
    assert files(target) == []
    assert files(tmp_path) == sorted({"out tray", "there"} | {name for name in files(tmp_path) if "kanban" in name})
    assert card_of(shop, SOLD, 1).print_count == 0


def test_a_booking_is_answered_even_when_its_paper_cannot_be_prepared(
    place: Place, clock: Clock, databases: Databases
) -> None:
    """A stored picture that is no picture is the paper's trouble, never the scan's."""
    tables = METADATA.tables
    session = databases.session(place)
    with session.database.write():
        bad = {"name": "bad", "media_type": "text/drawing", "data": b"\xff\xfe"}
        session.database.core.execute(insert(tables["picture"]).values(**bad))
        session.database.core.execute(update(tables["item"]).values(picture="bad"))
        session.database.core.execute(update(tables["plant"]).values(structure_version=99))
    with terminals(place, clock) as [shop]:
        card = card_of(shop, SOLD, 1)
        done = shop.printed(shop.scan(card.code, SHOP).result())
        assert (done.answer, done.printed) == (Answer.DONE, ())
        assert waiting(shop) == [card.code]


def test_without_a_folder_of_its_own_a_plant_file_prints_beside_itself(fast_path: Path, clock: Clock) -> None:
    from kanban_app.operations.plants import new_plant
    from tests.store.small_plant import draft, plant_it

    path = new_plant(fast_path / "racks", "Racks", now=clock())
    session = open_session(path)
    plant_it(session, clock(), draft(print_rule=PrintRule.FOLDER))
    session.database.close()
    with terminals(path, clock) as [shop]:
        done = shop.printed(shop.scan(card_of(shop, SOLD, 1).code, SHOP).result())
    assert Path(done.printed[0]).parent == fast_path / "racks cards"


def test_a_terminal_that_closes_finishes_its_papers_first(place: Place, clock: Clock, folder: Path) -> None:
    with terminals(place, clock) as [shop]:
        cards = [card_of(shop, SOLD, number) for number in (1, 2)]
        for card in cards:
            shop.scan(card.code, SHOP)
    assert sorted(code for name in files(folder) for code in codes_on(folder / name)) == sorted(
        card.code for card in cards
    )
    with terminals(place, clock) as [shop]:
        assert waiting(shop) == []
