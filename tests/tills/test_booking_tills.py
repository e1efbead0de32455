"""Till files into the cards, on both databases: pieces add up to containers, nothing counts twice."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanban_app.domain.cards import Action, CardState
from kanban_app.domain.till_sales import line_mark, shop_mark
from kanban_app.operations import tills_booking
from kanban_app.operations.importing.mapping import remembered as import_mappings
from kanban_app.operations.looking import read_history
from kanban_app.operations.shop import Shop
from kanban_app.operations.tills_importing import TillOptions, Watching, import_till_file
from kanban_app.operations.tills_reports import read_reports
from kanban_app.store.reading import read_cards
from kanban_app.store.till_tables import METADATA
from tests.databases import Databases, sqlite_files
from tests.tills.selling import Line, booked, books, carried, figures, held, line, opened, shop_draft, till_file


@pytest.fixture
def shop(databases: Databases) -> Any:
    with opened(databases.plant(), shop_draft()) as made:
        yield made


def entries(shop: Shop, action: Action) -> list[Any]:
    return [line.event for line in shop.read(read_history, "", 10_000).result() if line.event.action is action]


def test_pieces_add_up_until_a_container_is_empty(shop: Shop, fast_path: Path) -> None:
    sales = [line(number, "mug", 2) for number in range(3)]
    done = booked(shop, till_file(fast_path, sales))
    assert figures(done) == {"booked": 3, "pieces": 6}
    assert done.report.counts.signals == 1
    assert held(shop)["mug"] == 14
    # one entry for each card that was touched, with the file as its reason, and the signal that followed
    draws = entries(shop, Action.DRAW)
    assert sorted(event.quantity for event in draws) == [1, 5]
    assert {event.reason for event in draws} == {"till file till.csv"}
    assert {event.station_id for event in draws} == {2}
    [release] = entries(shop, Action.RELEASE)
    assert release.cause in {event.seq for event in draws}
    books(shop)


def test_the_same_file_again_books_nothing(shop: Shop, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 2), line(2, "plate", 3), line(3, "mug", -1)])
    assert figures(booked(shop, path)) == {"booked": 2, "refunds": 1, "pieces": 4}
    before = books(shop)
    assert figures(booked(shop, path)) == {"already_booked": 3}
    assert books(shop) == before


def test_a_refund_lies_beside_the_containers_and_is_sold_first(shop: Shop, fast_path: Path) -> None:
    booked(shop, till_file(fast_path, [line(1, "mug", 2), line(2, "mug", -4)], "a.csv"))
    assert (held(shop)["mug"], carried(shop)) == (18, {"mug": 4})
    booked(shop, till_file(fast_path, [line(3, "mug", 5)], "b.csv"))
    assert (held(shop)["mug"], carried(shop)) == (17, {})
    books(shop)


def test_a_receipt_that_begins_with_c_takes_a_sale_back_whatever_its_sign(shop: Shop, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 3), line(2, "mug", 1, receipt="C1001"), line(3, "mug", -1)])
    assert figures(booked(shop, path)) == {"booked": 1, "refunds": 2, "pieces": 1}


def test_what_is_sold_without_stock_comes_from_the_next_full_container(shop: Shop, fast_path: Path) -> None:
    done = booked(shop, till_file(fast_path, [line(1, "mug", 23)], "a.csv"))
    assert (held(shop)["mug"], carried(shop)) == (0, {"mug": -3})
    assert done.as_json()["items_without_stock"] == 1
    [first, *_] = [c for c in shop.read(lambda s: read_cards(s.database)).result() if c.state is CardState.RELEASED]
    shop.do(Action.RECEIVE, [first.code]).result()
    booked(shop, till_file(fast_path, [line(2, "plate", 1)], "b.csv"))
    assert (held(shop)["mug"], carried(shop)) == (2, {})
    books(shop)


def test_broken_quantities_are_counted_in_the_steps_of_their_item(shop: Shop, fast_path: Path) -> None:
    done = booked(shop, till_file(fast_path, [line(1, "cloth", "0.3"), line(2, "cloth", "0.4")]))
    assert figures(done) == {"booked": 2, "pieces": 0.7}
    assert held(shop)["cloth"] == 20 - 7


def test_a_file_with_bad_rows_books_nothing_until_they_are_left_out(shop: Shop, fast_path: Path) -> None:
    bad = [line(1, "mug", "two"), line(2, "mug", "0.5"), ("", "", 3, "2026-13-41", "", ""), line(4, "mug", 1)]
    path = till_file(fast_path, bad)
    before = books(shop)
    refused = booked(shop, path)
    assert refused.refused
    told = [(problem.row, problem.column, problem.code) for problem in refused.rows.problems]
    assert sorted(told) == [
        (2, "quantity", "no_number"),
        (3, "quantity", "fraction"),
        (4, "code", "missing_value"),
        (4, "sold at", "no_date"),
    ]
    assert books(shop) == before
    done = booked(shop, path, skip_bad_rows=True)
    assert figures(done) == {"booked": 1, "bad": 3, "pieces": 1}
    [kept, first] = shop.read(read_reports).result()
    assert (kept.state.value, first.state.value, len(first.problems)) == ("done", "refused", 4)


def test_equal_lines_of_a_file_count_once_or_are_sales_of_their_own(shop: Shop, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 1)] * 3)
    once = booked(shop, path)
    assert figures(once) == {"booked": 1, "already_booked": 2, "pieces": 1}
    assert once.rows.repeat_count == 2
    # the repeats alone are booked when the person says what they are, and again not twice
    assert figures(booked(shop, path, repeats_count=True)) == {"booked": 2, "already_booked": 1, "pieces": 2}
    assert figures(booked(shop, path, repeats_count=True)) == {"already_booked": 3}


def test_a_sale_later_than_tomorrow_is_a_bad_row_however_its_day_is_written(shop: Shop, fast_path: Path) -> None:
    """The clock stands at the 2nd of March 2026; tomorrow is today farther east."""
    days = ("2026-03-02 10:00", "2026-03-03", "2026-03-04", "02.03.2062", "73051")
    lines = [(str(number), "mug", 1, day, "2.50", "") for number, day in enumerate(days)]
    path = till_file(fast_path, lines)
    refused = booked(shop, path)
    assert refused.refused
    told = [(problem.row, problem.column, problem.code) for problem in refused.rows.problems]
    assert told == [(row, "sold at", "date_to_come") for row in (4, 5, 6)]
    first = refused.rows.problems[0].text()
    assert first == "till.csv, row 4, column sold at: 2026-03-04 is later than tomorrow: that cannot be sold yet."
    assert figures(booked(shop, path, skip_bad_rows=True)) == {"booked": 2, "bad": 3, "pieces": 2}


def test_a_file_is_offered_where_its_source_s_files_were_sold_before(databases: Databases, fast_path: Path) -> None:
    from dataclasses import replace

    from kanban_app.domain.draft import StationDraft
    from kanban_app.domain.stations import StationKind

    plan = shop_draft()
    plan = replace(plan, stations=(*plan.stations, StationDraft("kiosk", StationKind.STORE)))
    for folder in ("north", "south"):
        (fast_path / folder).mkdir()
    with opened(databases.plant(), plan) as shop:

        def tried_at(folder: str, number: int, **file: Any) -> str:
            path = till_file(fast_path / folder, [line(number, "mug", 1)], **file)
            return booked(shop, path, dry_run=True, where_before=True).report.station

        def sold(folder: str, number: int, station: str) -> None:
            path = till_file(fast_path / folder, [line(number, "mug", 1)])
            import_till_file(shop, path, station, TillOptions())

        assert tried_at("north", 1) == "shop"  # as named: nothing is known
        sold("north", 1, "kiosk")
        sold("south", 2, "shop")
        assert (tried_at("north", 3), tried_at("south", 3)) == ("kiosk", "shop")
        sold("south", 3, "Kiosk")
        assert tried_at("south", 4) == "kiosk"
        other = ("bon", "plu", "antal", "datum", "pris", "kund")
        sold("north", 5, "shop")
        assert tried_at(".", 6, headers=other) == "shop"  # where the newest of any file was sold
        # kept with what was said about headers, and no mapping itself
        assert import_mappings(shop.mappings().result()).entries == ()


def test_lines_of_one_file_that_differ_anywhere_in_the_row_are_sales_of_their_own(shop: Shop, fast_path: Path) -> None:
    headers = ("receipt", "code", "description", "quantity", "sold at", "price", "till")
    at = "2026-03-02 10:05"
    lines = [
        ("575335", "mug", "JUMBO MUG", 3, at, "1.79", "north"),
        ("575335", "mug", "JUMBO MUG VINTAGE", 3, at, "1.79", "north"),
        ("575335", "mug", "JUMBO MUG VINTAGE", 3, at, "1.79", "south"),
        ("575335", "mug", "JUMBO MUG", 3, at, "1.79", "north"),
    ]
    done = booked(shop, till_file(fast_path, lines, headers=headers))
    assert figures(done) == {"booked": 3, "already_booked": 1, "pieces": 9}
    assert done.rows.repeat_count == 1
    # as a file that grows, in another order, under other names: each of them is in the books
    for number, again in enumerate((lines[:1], lines[2:], lines[::-1])):
        path = till_file(fast_path, again, f"{number}.csv", headers)
        path.write_text(path.read_text(encoding="utf-8").replace("VINTAGE", "OLD"), encoding="utf-8")
        assert figures(booked(shop, path)) == {"already_booked": len(again)}
    assert figures(booked(shop, till_file(fast_path, lines, headers=headers), repeats_count=True)) == {
        "booked": 1,
        "already_booked": 3,
        "pieces": 3,
    }
    books(shop)


def test_what_a_plant_of_before_kept_of_a_line_is_known_again(shop: Shop, fast_path: Path) -> None:
    """Plants kept one mark for lines that differ in their description only; the second is booked now."""
    headers = ("receipt", "code", "description", "quantity", "sold at", "price")
    lines = [("575335", "mug", text, 3, "2026-03-02 10:05", "1.79") for text in ("JUMBO MUG", "JUMBO MUG VINTAGE")]
    key = (20_514, line_mark("575335", "mug", "2026-03-02 10:05:00", "3", "1.79") ^ shop_mark(2))

    def keep(session: Any) -> None:
        with session.database.write():
            session.database.core.execute(METADATA.tables["till_line"].insert().values(day=key[0], mark=key[1]))

    shop.write(keep).result()
    path = till_file(fast_path, lines, headers=headers)
    assert figures(booked(shop, path)) == {"booked": 1, "already_booked": 1, "pieces": 3}
    assert figures(booked(shop, path)) == {"already_booked": 2}


def test_sheets_that_tell_the_same_sales_with_other_columns_tell_them_once(shop: Shop, fast_path: Path) -> None:
    import xlsxwriter

    workbook = xlsxwriter.Workbook(fast_path / "till.xlsx")
    for name, rest in (("Monday", ("blue",)), ("all", ("blue", "sent")), ("again", ())):
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, ["receipt", "code", "quantity", "date", *("colour", "state")[: len(rest)]])
        sheet.write_row(1, 0, ["1", "mug", 1, "2026-03-02", *rest])
    workbook.close()
    assert figures(booked(shop, fast_path / "till.xlsx")) == {"booked": 1, "already_booked": 2, "pieces": 1}


def test_items_that_no_loop_brings_or_that_are_only_scanned_draw_nothing(databases: Databases, fast_path: Path) -> None:
    from dataclasses import replace

    plan = shop_draft()
    mugs, _plates, cloth = plan.loops
    with opened(databases.plant(), replace(plan, loops=(replace(mugs, scan_only=True), cloth))) as shop:
        done = booked(shop, till_file(fast_path, [line(1, "mug", 7), line(2, "plate", 1), line(3, "cloth", 1)]))
        assert figures(done) == {"booked": 3, "pieces": 9}
        assert done.report.counts.without_loop == 2
        assert (held(shop)["mug"], carried(shop)) == (20, {})


def test_a_trial_tells_what_would_be_booked_and_books_nothing(shop: Shop, fast_path: Path) -> None:
    path = till_file(fast_path, [line(1, "mug", 2), line(1, "mug", 2), line(2, "unheard", 1), line(3, "plate", -1)])
    before = books(shop)
    tried = booked(shop, path, dry_run=True)
    assert figures(tried) == {"booked": 1, "refunds": 1, "already_booked": 1, "unknown": 1, "pieces": 1}
    assert books(shop) == before
    assert figures(booked(shop, path)) == figures(tried)


def test_the_pieces_of_an_order_are_not_sold_at_the_till(shop: Shop, fast_path: Path) -> None:
    shop.issue(1, 5, "order 7", "").result()
    pegged = next(c for c in shop.read(lambda s: read_cards(s.database)).result() if c.order_reference)
    shop.do(Action.RECEIVE, [pegged.code]).result()
    booked(shop, till_file(fast_path, [line(1, "mug", 25)]))
    assert (held(shop)["mug"], carried(shop)) == (5, {"mug": -5})


def test_a_stopped_file_is_reported_and_goes_on_where_it_was(
    shop: Shop, fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kanban_app.operations.tills_importing.BATCH_LINES", 2)
    path = till_file(fast_path, [line(number, "mug", 1) for number in range(7)])
    done: list[int] = []
    watching = Watching(booking=lambda lines, _whole: done.append(lines), cancelled=lambda: len(done) >= 2)
    stopped = booked(shop, path, watching)
    assert stopped.report.state.value == "stopped"
    assert 0 < stopped.report.counts.booked < 7
    assert stopped.report.not_booked == 7 - stopped.report.counts.booked
    again = booked(shop, path)
    assert again.report.counts.already_booked == stopped.report.counts.booked
    assert held(shop)["mug"] == 13


def test_scans_are_served_between_two_batches(shop: Shop, fast_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kanban_app.operations.tills_importing.BATCH_LINES", 2)
    monkeypatch.setattr("kanban_app.operations.tills_importing.MOST_BATCH_LINES", 2)
    [card, *_] = shop.read(lambda session: read_cards(session.database)).result()
    scanned: list[int] = []

    def scan(_done: int, _whole: int | None) -> None:
        if not scanned:
            scanned.append(shop.scan(card.code, 2).result().events[0].seq)

    booked(shop, till_file(fast_path, [line(number, "plate", 3) for number in range(6)]), Watching(booking=scan))
    draws = [event.seq for event in entries(shop, Action.DRAW)]
    assert min(draws) < scanned[0] < max(draws)


LINES = st.lists(
    st.tuples(st.sampled_from(["mug", "plate", "cloth", "MUG"]), st.integers(-4, 6), st.integers(1, 3)),
    max_size=25,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.lists(st.integers(0, 25), max_size=3), st.booleans())
def test_any_cut_or_repetition_of_a_file_books_the_same(
    fast_path: Path, drawn: list[tuple[str, int, int]], cuts: list[int], twice: bool
) -> None:
    """Lines in the order of their days, some of them equal, cut anywhere, even between two equal lines."""
    lines: list[Line] = [
        ("1", code, quantity, f"2026-03-{day:02}", "1", "") for code, quantity, day in sorted(drawn, key=lambda d: d[2])
    ]
    places = sorted({0, len(lines), *(cut for cut in cuts if cut < len(lines))})
    parts = [lines[start:stop] for start, stop in pairwise(places)]
    with sqlite_files(fast_path) as files:
        with opened(files.plant(), shop_draft()) as whole:
            booked(whole, till_file(fast_path, lines))
            expected = books(whole)
        with opened(files.plant(), shop_draft()) as cut:
            for part in [*parts, *(parts if twice else [])]:
                booked(cut, till_file(fast_path, part))
            assert books(cut) == expected


def test_a_batch_that_does_not_keep_its_marks_would_be_noticed(
    fast_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the properties above."""
    monkeypatch.setattr(tills_booking, "known_keys", lambda *_arguments: set())
    with sqlite_files(fast_path) as files, opened(files.plant(), shop_draft()) as shop:
        path = till_file(fast_path, [line(1, "mug", 1)])
        booked(shop, path)
        with pytest.raises(Exception, match="UNIQUE"):
            booked(shop, path)
        assert shop.audit().result().findings == ()
