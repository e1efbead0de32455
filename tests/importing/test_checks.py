"""Everything is checked before anything is written: each fault by file, row and column, with what would do."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kanban_app.domain.draft import BomLineDraft, ItemDraft, PlantDraft, StationDraft
from kanban_app.domain.stations import StationKind
from kanban_app.operations.importing import problem_texts
from kanban_app.operations.importing.columns import ImportCancelled
from kanban_app.operations.importing.problems import MOST_KEPT_PER_CODE, Severity
from kanban_app.operations.importing.reading import ImportRefused
from tests.importing.factory_files import GOOD, Files, codes, the_only

ORDER_HEADERS = "order,customer,item,deliver_from,due,quantity,status\n"


def test_the_good_factory_has_no_problem_and_all_its_parts(files: Files) -> None:
    reading = files.good().read()
    assert reading.problems == ()
    assert reading.rows_read == 16
    assert {(s.name, s.kind, s.served_from) for s in reading.draft.stations} == {
        ("mill", StationKind.SUPPLIER, ""),
        ("line", StationKind.WORKSTATION, "hall"),
        ("saw", StationKind.WORKSTATION, "hall"),
        ("hall", StationKind.STORE, ""),
        ("shop", StationKind.STORE, ""),
    }
    assert {(line.parent, line.component, line.per_parent) for line in reading.draft.bom} == {
        ("bench", "seat", 1),
        ("bench", "leg", 4),
        ("leg", "wood", 750),  # 0.75 kg in steps of a gram
    }
    assert {(s.item, s.place, s.quantity) for s in reading.draft.stock} == {
        ("bench", "shop", 3),
        ("wood", "hall", 12500),
    }
    assert reading.draft_to_book() is reading.draft


@pytest.mark.parametrize(
    "table, row, column, code",
    [
        ("bom", "bench,seat,0", "quantity_per", "not_positive"),
        ("bom", "bench,seat,-1", "quantity_per", "not_positive"),
        ("bom", "bench,seat,", "quantity_per", "missing_value"),
        ("bom", "bench,seat,many", "quantity_per", "no_number"),
        ("bom", "bench,,1", "component", "missing_value"),
        ("bom", "bench,sofa,1", "component", "unknown_item"),
        ("routing", "bench,,hall,5", "workstation", "missing_value"),
        ("routing", "wood,line,hall,-5", "minutes_per_unit", "negative"),
        ("routing", "bench,mill,hall,5", "workstation", "two_kinds"),
        ("routing", "seat,line,mill,5", "location", "two_kinds"),
        ("routing", "leg,line,hall,5", "workstation", "made_twice"),
        ("routing", "All items,line,hall,5", "item", "all_items_here"),
        ("suppliers", "mill,leg,hall,-1", "lead_time_days", "negative"),
        ("suppliers", "mill,leg,mill,1", "delivered_to", "two_kinds"),
        ("transfers", "bench,mill,shop,1", "from", "two_kinds"),
        ("transfers", "bench,saw,shop,1", "from", "not_a_store"),
        ("transfers", "bench,shop,shop,1", "to", "same_station"),
        ("stock", "bench,hall,-3", "on_hand", "negative"),
        ("stock", "bench,hall,2.5", "on_hand", "fraction"),
        ("stock", "wood,hall2,0.12345", "on_hand", "too_many_decimals"),
        ("stock", "bench,mill,3", "location", "two_kinds"),
        ("stock", "bench,hall,99999999999", "on_hand", "out_of_range"),
        ("orders", "3,Ada,bench,shop,2027-01-05,2.5,open", "quantity", "fraction"),
        ("orders", "3,Ada,bench,shop,2027-01-05,0,open", "quantity", "not_positive"),
        ("orders", "3,Ada,bench,shop,2027-01-05,-2,closed", "quantity", "not_positive"),
        ("orders", "3,Ada,bench,shop,31.2.2027,2,open", "due", "no_date"),
        ("orders", "3,Ada,bench,shop,,2,open", "due", "missing_value"),
        ("orders", "3,Ada,bench,shop,2027-01-05,2,perhaps", "status", "bad_status"),
        ("orders", "3,Ada,bensh,shop,2027-01-05,2,open", "item", "unknown_item"),
        ("orders", "3,Ada,bench,mill,2027-01-05,2,open", "deliver_from", "two_kinds"),
        ("items", "bell\x07,pcs", "item", "unprintable"),
        ("items", ",pcs", "item", "missing_value"),
    ],
)
def test_a_bad_row_is_told_by_file_row_and_column(files: Files, table: str, row: str, column: str, code: str) -> None:
    content = GOOD[f"{table}.csv"] + row + "\n"
    number = content.count("\n")
    reading = files.good(**{table: content}).read()
    assert (code, f"{table}.csv", number, column) in codes(reading)
    assert len(reading.errors) == 1
    assert not reading.is_bookable
    text = reading.errors[0].text()
    assert text.startswith(f"{table}.csv, row {number}, column {column}: ")
    assert reading.errors[0].accepted()


def test_a_bad_row_forbids_booking_and_the_refusal_names_it(files: Files) -> None:
    reading = files.good(stock=GOOD["stock.csv"] + "sofa,hall,1\n").read()
    with pytest.raises(ImportRefused, match=r"stock.csv, row 4, column item"):
        reading.draft_to_book()


def test_bad_rows_may_be_skipped_and_stay_told(files: Files) -> None:
    reading = files.good(stock=GOOD["stock.csv"] + "sofa,hall,1\n").read(skip_bad_rows=True)
    assert reading.is_bookable
    assert [p.code for p in reading.errors] == ["unknown_item"]
    assert [s.item for s in reading.draft_to_book().stock] == ["bench", "wood"]


def test_all_faults_of_a_row_are_told_at_once(files: Files) -> None:
    reading = files.good(orders=ORDER_HEADERS + "3,Ada,sofa,mill,soon,many,perhaps\n").read()
    assert {p.column for p in reading.errors} == {"item", "deliver_from", "due", "quantity", "status"}


def test_the_nearest_known_name_is_suggested(files: Files) -> None:
    reading = files.good(stock="item,location,on_hand\nBnech,hall,1\n").read()
    assert the_only(reading, "unknown_item").text().endswith("No item is called “Bnech”. Is it bench?")


def test_names_are_compared_without_case_and_odd_spaces_and_the_first_spelling_wins(files: Files) -> None:
    stock = "item,location,on_hand\n BENCH ,Shop,3\nbench\u00a0,  HALL,2\n"
    reading = files.good(stock=stock).read()
    assert reading.problems == ()
    assert [(s.item, s.place) for s in reading.draft.stock] == [("bench", "shop"), ("bench", "hall")]


# ------------------------------------------------------------------------------------------------- duplicates


@pytest.mark.parametrize("table", ["items", "bom", "routing", "suppliers", "transfers", "stock", "orders"])
def test_a_row_that_stands_there_twice_counts_once_and_is_warned_of(files: Files, table: str) -> None:
    content = GOOD[f"{table}.csv"]
    reading = files.good(**{table: content + content.splitlines()[1] + "\n"}).read()
    assert [p.code for p in reading.problems] == ["duplicate_row"]
    assert the_only(reading, "duplicate_row").row == content.count("\n") + 1
    assert reading.is_bookable
    normal = files.good().read()
    assert len(reading.draft.order_lines) == len(normal.draft.order_lines)
    assert replace(reading.draft, order_lines=()) == replace(normal.draft, order_lines=())


@pytest.mark.parametrize(
    "table, row",
    [
        ("items", "Bench,kg"),
        ("bom", "bench,seat,2"),
        ("routing", "bench,line,hall,99"),
        ("suppliers", "mill,wood,hall,99"),
        ("transfers", "bench,hall,shop,99"),
        ("stock", "bench,shop,99"),
        ("orders", "1,Ada,bench,shop,2027-01-04,99,closed"),
    ],
)
def test_two_rows_that_contradict_each_other_are_an_error(files: Files, table: str, row: str) -> None:
    reading = files.good(**{table: GOOD[f"{table}.csv"] + row + "\n"}).read()
    assert [p.code for p in reading.errors] == ["conflicting_row"]
    assert "in row 2" in reading.errors[0].text()


def test_duplicates_are_found_across_files(files: Files) -> None:
    files.good().write("orders more.csv", ORDER_HEADERS + "1,Ada,bench,shop,2027-01-04,2,closed\n")
    problem = the_only(files.read(), "duplicate_row")
    assert (problem.file, problem.values["file"]) == ("orders.csv", "orders more.csv")


def test_two_lines_of_one_order_with_line_numbers_are_two_lines(files: Files) -> None:
    orders = "order,line,item,due,quantity,status\n1,1,bench,2027-01-04,2,open\n1,2,bench,2027-01-04,3,open\n"
    assert files.good(orders=orders).read().problems == ()


def test_sales_without_an_order_number_are_never_taken_for_duplicates(files: Files) -> None:
    orders = "item,due,quantity,status\nbench,2027-01-04,2,closed\nbench,2027-01-04,2,closed\n"
    reading = files.good(orders=orders).read()
    assert reading.problems == ()
    assert len(reading.draft.order_lines) == 2


# --------------------------------------------------------------------------------------- quantities and units


def test_half_a_piece_in_a_closed_order_is_history_rounded_up_and_says_so(files: Files) -> None:
    orders = ORDER_HEADERS + "1,Ada,bench,shop,2027-01-04,55.5,closed\n"
    reading = files.good(orders=orders).read()
    assert reading.is_bookable
    assert [line.quantity for line in reading.draft.order_lines] == [56]
    assert "counts as history, rounded up to 56" in the_only(reading, "fraction_in_history").text()


def test_units_give_their_decimals_and_a_column_may_overrule_them(files: Files) -> None:
    items = "item,unit,decimals\nbench,Stück,\nseat,st,\nleg,l,\nwood,KG,1\n"
    reading = files.good(items=items).read()
    assert [(i.unit, i.decimals) for i in reading.draft.items] == [("pcs", 0), ("pcs", 0), ("l", 3), ("kg", 1)]


def test_an_unknown_unit_is_told_once_and_counted_whole(files: Files) -> None:
    items = "item,unit\nbench,crate\nseat,crate\nleg,pcs\nwood,kg\n"
    reading = files.good(items=items).read()
    assert [p.code for p in reading.problems] == ["unknown_unit"]
    assert [(i.unit, i.decimals) for i in reading.draft.items[:2]] == [("crate", 0), ("crate", 0)]


def test_a_parts_list_may_hold_fractions_exactly(files: Files) -> None:
    reading = files.good(bom="parent,component,quantity_per\nbench,seat,1/3\nbench,leg,0.5\n").read()
    assert [str(line.per_parent) for line in reading.draft.bom] == ["1/3", "1/2"]


def test_lead_times_may_be_days_hours_or_minutes(files: Files) -> None:
    headers = "supplier,item,lead_time_days,lead_time_hours,lead_time_minutes\n"
    suppliers = headers + "mill,wood,1.5,,\nmill,seat,,4,\nmill,leg,,,30\n"
    reading = files.good(suppliers=suppliers).read()
    assert [row.lead_time_minutes for row in reading.facts.suppliers] == [2160, 240, 30]


def test_orders_without_a_status_are_divided_by_today(files: Files) -> None:
    orders = "order,item,due,quantity\n1,bench,2027-01-04,2\n2,bench,2027-01-05,2\n"
    reading = files.good(orders=orders).read(today=date(2027, 1, 5))
    assert [line.status for line in reading.draft.order_lines] == ["closed", "open"]
    assert [p.code for p in reading.problems] == ["status_by_date"]
    assert [line.status for line in files.read().draft.order_lines] == ["open", "open"]


# ------------------------------------------------------------------------------------------ what hangs together


def test_a_circle_in_the_parts_list_is_spelled_out_and_cannot_be_skipped(files: Files) -> None:
    reading = files.good(bom=GOOD["bom.csv"] + "wood,bench,1\n").read(skip_bad_rows=True)
    text = the_only(reading, "bom_cycle").text()
    assert "→" in text
    names = re.search(r"in a circle: (.*)\. Accepted", text)
    assert names is not None
    path = names[1].split(" → ")
    assert path[0] == path[-1]
    assert set(path) == {"bench", "leg", "wood"}
    assert not reading.is_bookable


def test_an_item_that_is_its_own_part_is_a_circle(files: Files) -> None:
    reading = files.good(bom="parent,component,quantity_per\nbench,bench,1\n").read()
    assert "bench → bench" in the_only(reading, "bom_cycle").text()


def test_every_circle_is_told(files: Files) -> None:
    reading = files.good(
        bom="parent,component,quantity_per\nbench,seat,1\nseat,bench,1\nleg,wood,1\nwood,leg,1\n"
    ).read()
    assert [p.code for p in reading.errors] == ["bom_cycle", "bom_cycle"]


def test_a_circle_closed_by_the_parts_list_of_the_plant_is_found(files: Files) -> None:
    there = PlantDraft(
        items=(ItemDraft("bench"), ItemDraft("seat")),
        bom=(BomLineDraft("seat", "bench", 1),),  # type: ignore[arg-type]
    )
    reading = files.good().read(existing=there)
    assert "bom_cycle" in [p.code for p in reading.errors]


def test_goods_that_would_go_in_a_circle_are_refused(files: Files) -> None:
    reading = files.good(transfers=GOOD["transfers.csv"] + "bench,shop,hall,1\n").read()
    problem = the_only(reading, "transfer_circle")
    assert (problem.row, problem.severity) == (3, Severity.ERROR)
    assert "shop → hall → shop" in problem.text()


def test_a_wildcard_that_would_send_goods_back_is_refused(files: Files) -> None:
    reading = files.good(transfers=GOOD["transfers.csv"] + "All items,shop,hall,1\n").read()
    assert the_only(reading, "transfer_circle").row == 3


def test_an_item_that_is_made_and_bought_is_told(files: Files) -> None:
    suppliers = "supplier,item,delivered_to,priority\nmill,wood,hall,1\nmill,leg,hall,2\n"
    reading = files.good(suppliers=suppliers).read()
    assert "saw is asked first" in the_only(reading, "made_and_bought").text()
    assert reading.is_bookable


def test_a_workstation_stands_in_one_place(files: Files) -> None:
    routing = "item,workstation,location\nbench,line,hall\nleg,line,shop\n"
    assert "two_locations" in [p.code for p in files.good(routing=routing).read().errors]


def test_a_workstation_without_location_is_served_from_the_only_store_and_told(files: Files) -> None:
    files.write("routing.csv", "item,workstation\nbench,line\n")
    files.write("stock.csv", "item,location,on_hand\nbench,hall,2\n")
    reading = files.read()
    assert {(s.name, s.served_from) for s in reading.draft.stations} == {("line", "hall"), ("hall", "")}
    assert "made_up_store" in [p.code for p in reading.warnings]


def test_a_new_station_much_like_another_is_told_once(files: Files) -> None:
    stock = "item,location,on_hand\nbench,shopp,1\nseat,shopp,2\nleg,shop-1,1\nleg,shop 1,5\n"
    reading = files.good(stock=stock).read()
    assert [(p.code, p.value) for p in reading.problems] == [
        ("similar_station", "shopp"),
        ("similar_station", "shop 1"),
    ]


def test_shop_1_and_shop_2_are_two_shops(files: Files) -> None:
    stock = "item,location,on_hand\nbench,outlet 1,1\nseat,outlet 2,2\n"
    assert files.good(stock=stock).read().problems == ()


def test_a_list_of_stations_is_complete(files: Files) -> None:
    files.good(stock=GOOD["stock.csv"] + "bench,shopp,2\n").write(
        "stations.csv",
        "station,kind,location,served_from\nhall,store,,\nshop,butikk,,\nline,workstation,north,hall\n"
        "saw,Arbeitsplatz,hall,\nmill,Lieferant,,\n",
    )
    reading = files.read()
    assert the_only(reading, "unknown_station").text().endswith("Is it shop?")
    assert {(s.name, s.kind, s.served_from) for s in reading.draft.stations if s.kind is StationKind.WORKSTATION} == {
        ("line", StationKind.WORKSTATION, "hall"),
        ("saw", StationKind.WORKSTATION, "hall"),
    }


def test_a_station_of_two_kinds_is_an_error(files: Files) -> None:
    files.good().write(
        "stations.csv", "station,kind\nhall,store\nshop,store\nline,store\nsaw,workstation\nmill,supplier\n"
    )
    problem = the_only(files.read(), "two_kinds")
    assert (problem.file, problem.row, problem.column) == ("routing.csv", 2, "workstation")


def test_without_a_list_of_items_they_come_from_the_other_tables(files: Files) -> None:
    reading = files.good(items="", stock="item,location,on_hand\nbench,shop,3\n").read()
    assert {item.code for item in reading.draft.items} == {"bench", "seat", "leg", "wood"}
    assert [p.code for p in reading.problems] == ["no_items_table"]


def test_what_the_plant_has_already_is_known_and_not_created_again(files: Files) -> None:
    whole = files.good().read()
    again = files.read(existing=replace(whole.draft, order_lines=()))
    assert again.problems == ()
    assert (again.draft.stations, again.draft.items, again.draft.bom) == ((), (), ())
    changed = replace(whole.draft, order_lines=(), items=(ItemDraft("bench", "oak"), *whole.draft.items[1:]))
    assert [p.code for p in files.read(existing=changed).problems] == ["already_there"]


def test_orders_alone_can_be_imported_into_a_plant(files: Files) -> None:
    there = PlantDraft(stations=(StationDraft("shop", StationKind.STORE, "shop"),), items=(ItemDraft("bench"),))
    files.write("orders.csv", GOOD["orders.csv"])
    reading = files.read(existing=there)
    assert reading.problems == ()
    assert len(reading.draft.order_lines) == 2


# ------------------------------------------------------------------------------------------------------- loops


def test_a_table_of_loops_is_read_with_its_numbers(files: Files) -> None:
    loops = (
        "item,source,consumer,kind,container_quantity,card_count,lot_cards,safety_cards,lead_time_minutes,suspended,"
        "scan_only,priority,share,print_rule,container_type,source_location,consumer_location\n"
        "bench,line,hall,production,5,6,2,1,90,no,yes,1,0,list,blue box,rack A,rack B\n"
    )
    files.good().write("loops.csv", loops)
    reading = files.read()
    assert reading.problems == ()
    (loop,) = reading.draft.loops
    assert (loop.source, loop.consumer, loop.container_quantity, loop.card_count, loop.lot_cards) == (
        "line",
        "hall",
        5,
        6,
        2,
    )
    assert (loop.lead_time_minutes, loop.scan_only, loop.suspended, loop.print_rule) == (90, True, False, "list")
    assert (loop.container_type, loop.source_location, loop.consumer_location) == ("blue box", "rack A", "rack B")


def test_loops_alone_tell_what_their_sources_are(files: Files) -> None:
    files.write(
        "loops.csv",
        "item,kind,source,consumer,container_quantity\nleg,production,saw,line,8\nwood,supplier,mill,saw,50\n",
    )
    reading = files.read()
    kinds = {s.name: s.kind for s in reading.draft.stations}
    assert kinds == {"saw": StationKind.WORKSTATION, "mill": StationKind.SUPPLIER, "line": StationKind.STORE}


@pytest.mark.parametrize(
    "row, code",
    [
        ("bench,line,hall,0,6,2", "not_positive"),
        ("bench,line,hall,5,2,3", "lot_too_large"),
        ("bench,hall,hall,5,2,1", "same_station"),
        ("bench,line,mill,5,2,1", "two_kinds"),
        ("bench,line,hall,5,2.5,1", "no_whole_number"),
    ],
)
def test_a_loop_that_cannot_turn_is_refused(files: Files, row: str, code: str) -> None:
    files.good().write("loops.csv", f"item,source,consumer,container_quantity,card_count,lot_cards\n{row}\n")
    assert [p.code for p in files.read().errors] == [code]


# --------------------------------------------------------------------------------------- progress, many problems


def test_progress_is_told_and_the_import_can_be_stopped(files: Files) -> None:
    rows = "".join(f"{n},Ada,bench,shop,2027-01-04,2,closed\n" for n in range(3500))
    files.good(orders=ORDER_HEADERS + rows)
    told: list[tuple[int, int | None]] = []
    files.read(progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == [1000, 2000, 3000, 3514]
    assert told[-1] == (3514, 3514)
    with pytest.raises(ImportCancelled):
        files.read(progress=lambda done, total: told.append((done, total)), cancelled=lambda: told[-1][0] == 2000)


def test_of_many_equal_problems_a_thousand_are_kept_and_all_are_counted(files: Files) -> None:
    rows = "".join(f"{n},Ada,sofa,shop,2027-01-04,2,closed\n" for n in range(2500))
    reading = files.good(orders=ORDER_HEADERS + rows).read(skip_bad_rows=True)
    assert reading.error_count == 2500
    assert len([p for p in reading.errors if p.code == "unknown_item"]) == MOST_KEPT_PER_CODE
    assert reading.problems[-1].text() == "And 1500 more of the same kind (unknown_item)."
    assert reading.is_bookable
    assert len(reading.draft.order_lines) == 0


def test_problems_come_in_the_order_of_files_and_rows(files: Files) -> None:
    stock = GOOD["stock.csv"] + "sofa,hall,1\nbench,hall,-1\n"
    orders = GOOD["orders.csv"] + "9,Ada,sofa,shop,2027-01-04,2,closed\n"
    reading = files.good(stock=stock, orders=orders).read()
    assert [(p.file, p.row) for p in reading.problems] == [("orders.csv", 4), ("stock.csv", 4), ("stock.csv", 5)]


def test_every_code_that_the_package_uses_has_words() -> None:
    folder = Path(problem_texts.__file__).parent
    used: set[str] = set()
    for path in (*folder.glob("*.py"), folder.parent / "orders_matching.py", folder.parent / "tills_cells.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"\b(?:bad|error|warning|fatal|told_once|Fault)\(\s*\"(\w+)\"", text))
    assert len(used) > 60
    assert used <= problem_texts.codes()
    unused = problem_texts.codes() - used
    assert unused <= {
        "negative",
        "bad_status",
        "bad_kind",
        "bad_flag",
        "bad_print_rule",
        "bad_step",
        "more_like_this",
        "nothing_brings_it",
        "nothing_brings_part",
        "no_place_to_go",
    }


def test_braces_in_a_value_do_no_harm(files: Files) -> None:
    reading = files.good(stock="item,location,on_hand\n{evil.__class__},hall,1\nbench,hall,{0}\n").read()
    assert ["{evil.__class__}" in p.text() or "{0}" in p.text() for p in reading.errors] == [True, True]
